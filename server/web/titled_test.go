package web

import "testing"

// A title that has the kind of its body is not followed by it again.
func TestATitleAndItsOffice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, office, want string }{
		{"Kapolres", "Polres Mimika", "Kapolres Mimika"},
		{"Kapolres", "Polres", "Kapolres"},
		{"Kapolresta", "Polresta Palangka Raya", "Kapolresta Palangka Raya"},
		{"Wakapolres", "Polres Mimika", "Wakapolres Mimika"},
		{"Kapolres", "Polresta Malang", "Kapolres Polresta Malang"}, // of another kind
		{"Dandim", "Kodim 0720/Rembang", "Dandim 0720/Rembang"},
		{"Kajari", "Kejaksaan Negeri Salatiga", "Kajari Salatiga"},
		{"Camat", "Kecamatan Argomulyo", "Camat Argomulyo"},
		{"Kepala Desa", "Desa Sukamaju", "Kepala Desa Sukamaju"},
		{"Lurah", "Kelurahan Tingkir", "Lurah Tingkir"},
		{"Bupati", "Pemerintah Kabupaten Sleman", "Bupati Sleman"},
		{"Wakil Bupati", "Pemerintah Kabupaten Sleman", "Wakil Bupati Sleman"},
		{"Plt. Bupati", "Pemerintah Kabupaten Sleman", "Plt. Bupati Sleman"},
		{"Mantan Wali Kota", "Pemerintah Kota Semarang", "Mantan Wali Kota Semarang"},
		{"Gubernur", "Pemerintah Provinsi Bali", "Gubernur Bali"},
		{"Sekretaris Daerah", "Pemerintah Kabupaten Sleman", "Sekretaris Daerah Kabupaten Sleman"},
		{"Ketua", "KPU Kota Semarang", "Ketua KPU Kota Semarang"},
		{"Ketua", "Bawaslu Kota Semarang", "Ketua Bawaslu Kota Semarang"},
		{"Direktur", "RSUD dr. Doris Sylvanus", "Direktur RSUD dr. Doris Sylvanus"},
		{"Kepala", "Lapas Tenggarong", "Kepala Lapas Tenggarong"}, // a general title says nothing of its body
		{"Kepala", "Satpol PP Kota Semarang", "Kepala Satpol PP Kota Semarang"},
		{"Kepala", "Dinas Kesehatan Buleleng", "Kepala Dinas Kesehatan Buleleng"},
		{"Plt. Kepala", "Badan Kesbangpol Sleman", "Plt. Kepala Badan Kesbangpol Sleman"},
		{"Kepala", "Kanwil Kemenag Bali", "Kepala Kanwil Kemenag Bali"},
		{"Kepala", "Puskesmas Tingkir", "Kepala Puskesmas Tingkir"},
		{"Imam", "Masjid Al-Akbar", "Imam Masjid Al-Akbar"},
		{"Lurah", "Desa Tingkir", "Lurah Desa Tingkir"}, // of another kind
		{"Plt.", "", "Plt."},
		{"", "KPU RI", "KPU RI"},
	} {
		if got := titled(c.title, c.office); got != c.want {
			t.Errorf("%q of %q: %q, want %q", c.title, c.office, got, c.want)
		}
	}
}
