package indonesian_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"warta/analyzers/indonesian"
)

// registerNames returns the words of names of public registers with their counts.
func registerNames(t *testing.T) map[string]int {
	t.Helper()
	data, err := os.ReadFile("../internal/names/words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	counts := make(map[string]int)
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(cells) < 5 {
			continue
		}
		for _, cell := range cells[1:5] {
			n, err := strconv.Atoi(cell)
			if err != nil {
				t.Fatal(err)
			}
			counts[cells[0]] += n
		}
	}
	return counts
}

// sharing returns the groups of frequent words that fold to one form, a line each.
func sharing(counts map[string]int, least int, fold func(string) string) []string {
	groups := make(map[string][]string)
	for word, n := range counts {
		if n >= least {
			form := fold(word)
			groups[form] = append(groups[form], word)
		}
	}
	var lines []string
	for _, words := range groups {
		if len(words) > 1 {
			slices.Sort(words)
			lines = append(lines, strings.Join(words, " "))
		}
	}
	slices.Sort(lines)
	return lines
}

// Words of five names or more in the registers that Sound joins and Skeleton does not.
const joinedBySound = `
ab ap
adji ai aji ayi
aeni aini eni enny eny
afriyanti apriyanti
arifin aripin
gde gede
halid khalid kholid
halik kholiq
hasibuan hsb
husain husein husen
jahja yahya
jamin yamin
josep joseph
juita juwita
jusuf yusuf yusup
kamaruddin komarudin
made md
mahfud mahfudz mahfuz
muchlis muhlis mukhlis muklis
mustafa mustofa
nasution nst
noer noor nor nur
octavia oktavia
paul pol
peni venny
rachmad rachmat rahmad rahmat rakhmad rakhmat
rachman rahman rochman rohman
radja raja raya
rahim rochim
ridha ridho
saefudin saepudin saifuddin syaifuddin syaifudin
safrudin saprudin syafruddin syafrudin
salahuddin salahudin solahuddin
saleh shaleh sholeh soleh
sarifuddin syarifuddin syarifudin syaripudin
sofian sofyan sophian sopian syofyan
suardi suwardi
tahir thahir thohir tohir
tua tuah
victor viktor
yosef yosep yoseph
zain zein zen
`

func TestSoundJoinsFewNamesOfTheRegisters(t *testing.T) {
	t.Parallel()
	const least = 5
	counts := registerNames(t)
	narrow := sharing(counts, least, indonesian.Skeleton)
	var wider []string
	for _, line := range sharing(counts, least, indonesian.Sound) {
		if !slices.Contains(narrow, line) {
			wider = append(wider, line)
		}
	}
	if got, want := strings.Join(wider, "\n"), strings.TrimSpace(joinedBySound); got != want {
		t.Errorf("Sound joins\n%s\nwant\n%s", got, want)
	}
}

func TestSameSound(t *testing.T) {
	t.Parallel()
	for kind, families := range map[string]string{
		"-iq, -ik":    "taufiq taufik|rofiq rofik rafiq|shiddiq sidik siddiq|maliq malik",
		"sy, s, sh":   "syamsul samsul shamsul|syarifah sarifah sharifa|sjahrir syahrir sahrir|hasyim hashim hasim",
		"oe, u":       "soekarno sukarno|oetoyo utoyo|boedi budi|noer nur noor nor",
		"dj, j":       "djoko joko|soedjarwo sudjarwo sujarwo|adjie aji",
		"tj, c":       "tjahjo cahyo tjahyo|soetjipto sucipto sutjipto|tjandra candra chandra",
		"y, i, j":     "wahyu wahju|yahya jahja|jusuf yusuf yusup yoesoef|supriyatna supriatna|handajani handayani|prijono priyono|yudi judi",
		"f, v, p":     "arif arip ariv arief|novi nopi nofi|fauzi pauzi|vivi fifi pipi|alfian alpian alvian",
		"dh, d":       "ridho rido ridlo ridha|ramadhan ramadan romadhon|budhi budi",
		"th, t":       "luthfi lutfi|thohir tohir tahir|fathurrohman faturrahman faturohman",
		"kh, h, k":    "khairul hairul chairul kairul choirul|mukhlis muhlis muchlis muklis muclis|akhmad ahmad achmad akmad acmad|ikhsan ihsan iksan ichsan icsan|khusnul husnul kusnul chusnul|bakhtiar bahtiar baktiar",
		"ch, h":       "rochman rohman rahman rokhman rakhman|machruz mahrus mahruz|cholil kholil holil khalil|rochmat rohmat rahmat rachmat rahmad",
		"dz, z, s":    "dzulkifli zulkifli sulkifli|azis aziz|dzakiyah zakiyah zakiah|mahfudz mahfud mahfuz",
		"x, ks":       "felix feliks|alexander aleksander|xaverius ksaferius",
		"doubled":     "afifuddin afifudin|hassan hasan|anna ana|yenny yeni",
		"a last h":    "khadijah khadija khodijah|annisah annisa anisa|ijah ija|fatimah fatima",
		"ai, e, ae":   "zainal zaenal zenal|sulaiman sulaeman suleman|husain husein husen|aini aeni eni|naufal nofal",
		"ie, i":       "arief arif|latief latif|dedie dedi|novie novi novy",
		"w, u":        "kuwat kuat|ruwaidah ruaidah|suwardi suardi",
		"c, k":        "victor viktor|oktavia octavia|fransiscus fransiskus|marcus markus|lucas lukas",
		"Abdul":       "abdurrahman abdurrohman abdulrahman abdurahman|abdussalam abdusalam abdulsalam|abd abdul",
		"Muhammad":    "muhammad mohammad mochammad muchammad mokhamad mohamed moh moch muh much mhd mohd moehammad moechamad",
		"-lloh":       "amrulloh amrullah amrula|saefulloh saifullah|ubaidilloh ubaidillah",
		"short forms": "dg daeng|dt datuk datoek|gst gusti goesti|nym nyoman|tgk tengku|st siti sitti|krg karaeng|gde gede gd|cok tjok cokorda tjokorda|bgs bagus|gt gusti|ach achmad ahmad|yoh yohanes",
		"o behind r":  "sholeh soleh saleh|qodir kodir qadir|khotimah hotimah khatimah|mustofa mustafa|qomarudin komarudin kamaruddin",
	} {
		for family := range strings.SplitSeq(families, "|") {
			words := strings.Fields(family)
			for _, word := range words[1:] {
				if a, b := indonesian.Sound(words[0]), indonesian.Sound(word); a != b {
					t.Errorf("%s: %s is heard as %q and %s as %q", kind, words[0], a, word, b)
				}
			}
		}
	}
}

func TestStrangersSoundDifferent(t *testing.T) {
	t.Parallel()
	for two := range strings.SplitSeq("santoso santosa|hasan hasanah|hasan hasyim|suparno suparto|rahmat rahmah|hidayat hidayatullah|hidayat hidayati|"+
		"yani yanti|hartono hartini|sutrisno sutisna|arif aris|novi novita|yuli juli|joni yoni|wahyu wahyuni|saputra putra|budi rudi|"+
		"bakri bahri|hakim halim|sukma sukri|fitri fitria|agus agung|dewi dewa|hendra hendri|suyadi suryadi|syafiq syafii", "|") {
		a, b, _ := strings.Cut(two, " ")
		if sound := indonesian.Sound(a); sound == indonesian.Sound(b) {
			t.Errorf("%s and %s are both heard as %q", a, b, sound)
		}
	}
	for name := range strings.FieldsSeq(distinctNames) {
		for other := range strings.FieldsSeq(distinctNames) {
			if name != other && name != "Samsul" && other != "Samsul" && indonesian.Sound(strings.ToLower(name)) == indonesian.Sound(strings.ToLower(other)) {
				t.Errorf("%s and %s are heard alike", name, other)
			}
		}
	}
}

func TestTwoWordsAreHeardAsOne(t *testing.T) {
	t.Parallel()
	for _, names := range []string{
		"abdul rahman saleh|abdurrahman saleh|abdurrohman sholeh", "nur hidayah|nurhidayah|noer hidajah", "sri wahyuni|sriwahyuni", "nur aini salim|nuraini salim",
		"miftahul jannah|miftahuljannah", "abdul aziz|abdulaziz", "syah putra lingga|syahputra lingga", "ahmad nur hidayat|ahmad nurhidayat",
	} {
		list := strings.Split(names, "|")
		for _, document := range list {
			for _, query := range list {
				if !asks(strings.Fields(query), indonesian.NameSounds(nil, strings.Fields(document))) {
					t.Errorf("%q does not find %q", query, document)
				}
			}
		}
	}
	for query, document := range map[string]string{"abdul rahman": "abdul hakim", "nur hidayah": "nur hidayat", "budi santoso": "budi santosa", "nurul hidayah": "hidayah nurul"} {
		if asks(strings.Fields(query), indonesian.NameSounds(nil, strings.Fields(document))) {
			t.Errorf("%q finds %q", query, document)
		}
	}
}

// asks reports whether a name asks for one that has these sounds.
func asks(name, sounds []string) bool {
	if len(name) == 1 {
		return slices.Contains(sounds, indonesian.Sound(name[0]))
	}
	for _, ways := range indonesian.AskedSounds(name) {
		if !slices.ContainsFunc(ways, func(s string) bool { return slices.Contains(sounds, s) }) {
			return false
		}
	}
	return true
}

func TestInitialsOfMuhammad(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"m syafiq", "moch safiq", "muhammad syafik"} {
		for _, document := range []string{"m syafiq", "muh syafiq", "mohammad syafik"} {
			if !asks(strings.Fields(query), indonesian.NameSounds(nil, strings.Fields(document))) {
				t.Errorf("%q does not find %q", query, document)
			}
		}
	}
	if asks(strings.Fields("muhammad syafiq"), indonesian.NameSounds(nil, strings.Fields("muhammad syafii"))) {
		t.Error("Syafiq is found as Syafii")
	}
}

// The first words of a name are heard as their initials too, where there are such initials.
func TestWordsOfRankAreInitials(t *testing.T) {
	t.Parallel()
	for query, documents := range map[string]string{
		"ign suastika":        "i gusti ngurah suastika|i gst ngr suastika|ign suastika",
		"ign putu suardika":   "i gusti ngurah putu suardika|ignp suardika|i gusti ngurah pt suardika",
		"nlp ariani":          "ni luh putu ariani|ni luh pt aryani",
		"ia putri candrawati": "ida ayu putri candrawati|dayu putri candrawati",
		"fx winarno":          "fransiskus xaverius winarno|fransiscus saverius winarno",
		"rm suryo":            "raden mas suryo",
		"ign lado":            "ignatius lado",
	} {
		for document := range strings.SplitSeq(documents, "|") {
			heard := strings.Fields(query)
			for i, w := range heard {
				heard[i] = indonesian.Sound(w)
			}
			short := indonesian.Contracted(heard)
			if short == nil || !slices.Contains(indonesian.NameSounds(nil, strings.Fields(document)), indonesian.JoinedSounds(short[0], short[1])) {
				t.Errorf("%q, which is short for %q, does not find %q", query, short, document)
			}
		}
	}
	for _, name := range []string{"made", "i made", "budi santoso", "iman santoso", "aan suryana", "imam sudana", "ida"} {
		if short := indonesian.Contracted(strings.Fields(name)); short != nil {
			t.Errorf("%q is short for %q", name, short)
		}
	}
}

func TestInitialsOfWords(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"joko": "j d", "djoko": "d j", "cipto": "c t", "khotimah": "k h c", "umar": "u o", "budi": "b", "fauzi": "p"} {
		if got := strings.Join(indonesian.InitialsOf(word), " "); got != want {
			t.Errorf("the initials of %q are %q, want %q", word, got, want)
		}
	}
}

func TestWordsThatAreOneNameAlone(t *testing.T) {
	t.Parallel()
	for pair, want := range map[string]bool{
		"slamet selamet": true, "zubaidah jubaidah": true, "sihombing siombing": true,
		"husein husin": false, "hendra endra": false, "santoso santosa": false,
	} {
		word, other, _ := strings.Cut(pair, " ")
		if indonesian.IsSameAlone(word, indonesian.Sound(other)) != want {
			t.Errorf("%s are one name alone: want %v", pair, want)
		}
	}
}

func TestAnApostropheAtTheEndIsHeard(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Taufi' Margono": "Taufik Margono", "Rofi’": "Rofik", "Taufi', S.H.": "Taufik, S.H.", "Syafi'i Maarif": "Syafi'i Maarif", "Ma'ruf": "Ma'ruf", "Budi": "Budi", "": "",
	} {
		if got := indonesian.HeardEnds(name); got != want {
			t.Errorf("%q is heard as %q, want %q", name, got, want)
		}
	}
}

func TestRunsOfNamesInText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Hadir Camat Gajahmungkur, M. Afifuddin Rizki, Kapolsek, dan undangan lain.": "m afifuddin rizki",
		"Ketua KPU Kota Semarang Handi Tri Ujiono membuka rapat.":                    "handi tri ujiono",
		"Rapat Koordinasi Pemutakhiran Data Pemilih Berkelanjutan":                   "",
		"Dr. H. Achmad Fauzi, S.H., M.H. dan Sri Wahyuni":                            "achmad fauzi|sri wahyuni",
		"Komisi Pemilihan Umum Kabupaten Bantul":                                     "",
		"ujar budi santoso":                                                          "",
		"Taufi' Hidayat hadir":                                                       "taufik hidayat",
		"Hadir I.G.N. Suastika dan NLP Ariani":                                       "ign suastika|nlp ariani",
		"Hadir Ni Luh Pt. Ariani":                                                    "ni luh pt ariani",
		"PT Garam":                                                                   "",
		"Hadir A.M. Fatwanudin":                                                      "am fatwanudin",
		"hadir Sembiring, Rosmaida bersama":                                          "sembiring|rosmaida|rosmaida sembiring",
		"hadir Rosmaida, Sembiring, dan Hotma":                                       "rosmaida|sembiring|hotma", // a list
		"hadir Rosmaida, Sembiring dan Hotma":                                        "rosmaida|sembiring|hotma",
		"warga bernama Ngatijo hadir":                                                "ngatijo", // no register has it
		"hadir Sugi Harto":                                                           "sugi harto",
		"":                                                                           "",
	} {
		var a indonesian.Analyzer
		var runs []string
		for run := range indonesian.NameRuns(text, a.AppendString(nil, text)) {
			runs = append(runs, strings.Join(run, " "))
		}
		if got := strings.Join(runs, "|"); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

func TestNamesOfTheRegistersAreDistinct(t *testing.T) {
	t.Parallel()
	for pair, want := range map[string]bool{
		"santoso santosa": true, "suparno suparto": true, "yani yanti": true, "arif aris": true,
		"arif arip": false, "prianto perianto": false, "santoso santosso": false, "wisnu wisnuu": false, "a agus": false,
	} {
		a, b, _ := strings.Cut(pair, " ")
		if indonesian.DistinctNames(a, b) != want || indonesian.DistinctNames(b, a) != want {
			t.Errorf("%s are distinct: want %v", pair, want)
		}
	}
}

func FuzzFoldingNames(f *testing.F) {
	for _, word := range []string{"muhammad", "tschaikhowsky", "mdd", "stt", "amrullohh", "xx", "abdulrr", "ćhx", "oooeee", "jjajaj"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if len(word) > 200 {
			return
		}
		for name, fold := range map[string]func(string) string{"skeleton": indonesian.Skeleton, "sound": indonesian.Sound} {
			once := fold(word)
			if twice := fold(once); twice != once {
				t.Errorf("the %s of %q is %q, and that of it %q", name, word, once, twice)
			}
			if len(once) > 2*len(word)+8 {
				t.Errorf("the %s of %q is %q", name, word, once)
			}
		}
	})
}

func BenchmarkSound(b *testing.B) {
	words := strings.Fields("muhammad achmad hidayatullah budi santoso syafruddin oetoyo abdurrahman siti nurhaliza")
	for _, fold := range []struct {
		name string
		of   func(string) string
	}{{"skeleton", indonesian.Skeleton}, {"sound", indonesian.Sound}} {
		b.Run(fold.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				fold.of(words[i%len(words)])
			}
		})
	}
}
