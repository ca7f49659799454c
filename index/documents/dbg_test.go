package documents
import ("testing";"warta/analyzers/article";"warta/analyzers/indonesian")
func TestDbg(t *testing.T){
 for _, s := range []string{"M. Syafiq Buka Rapat Koordinasi","Hadir pula Camat Gajahmungkur, M. Afifuddin Rizki, Kapolsek, dan undangan lain.","Hadir Camat, Ramadhan Sukma, Kapolsek","Kuat Priyono Buka Rapat", "KPU Kota Bekasi Lanjutkan Kegiatan Pekan Ini", "Ketua KPU Provinsi Jawa Tengah Handi Tri Ujiono"} {
  d := Of(Change{ID:"x",Article:&article.Article{ID:"x",Paragraphs:[]string{s}}})
  for _, x := range d[0].Texts { if x.Field=="names.spelt" { t.Log(s, x.Terms) } }
 }
 for _, w := range []string{"ramadhan","ramadan","sukma","kuat","sirekap","coklit","data","pemilih","surya","indah","sari","jaya","putra","bunga","cahaya","mega","intan","harapan","rahmat","fajar","nur","budi","agung","setia","bakti","mulia","sejahtera","umum","hari","dewi","wali","utama","restu","kota"} { a,b := indonesian.NameWeight(w); t.Log(w,a,b) }
}
