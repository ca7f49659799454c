package understand_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/documents"
	"warta/index/indextest"
	"warta/index/internal/cast"
	"warta/index/people"
	"warta/index/understand"
)

// registryOf returns the registry of people in articles.
func registryOf(t testing.TB, articles ...*article.Article) *people.Registry {
	t.Helper()
	var engine indextest.Fake
	changes := make([]documents.Change, len(articles))
	for i, a := range articles {
		changes[i] = documents.Change{ID: a.ID, Article: a}
	}
	if err := engine.Apply(t.Context(), documents.Updates(changes), 1); err != nil {
		t.Fatal(err)
	}
	r := people.New(people.NewIDs(nil, nil))
	if err := r.KeepUp(t.Context(), &engine); err != nil {
		t.Fatal(err)
	}
	return r
}

// summary writes what a text was read as: "people | offices | subject".
func summary(u understand.Understood) string {
	var who, offices []string
	for _, p := range u.People {
		who = append(who, p.ID)
	}
	for _, o := range u.Offices {
		offices = append(offices, strings.TrimSpace(o.Post+" @"+o.Code))
	}
	return fmt.Sprintf("%s | %s | %s", strings.Join(who, " "), strings.Join(offices, " "), u.Subject)
}

func TestAQueryOfQuotesHasASpeakerAndASubject(t *testing.T) {
	t.Parallel()
	weights := understand.DefaultWeights()
	registry := registryOf(
		t,
		cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}, cast.Post{Name: "Rini Astuti", At: "33.28!Sekretaris"}),
		cast.Article("b", "2020-02-01", cast.Post{Name: "Budi Indah Santoso (Inuk)", At: "33!Ketua"}, cast.Post{Name: "A.B. Afifuddin", At: "33!Anggota"}),
	)
	for text, want := range map[string]string{
		"wisnu hartawan logistik":                                 "wisnu-hartawan |  | logistik",
		"apa kata wisnu hartawan soal logistik?":                  "wisnu-hartawan |  | logistik?",
		"Pernyataan Wisnu Hartawan tentang surat suara":           "wisnu-hartawan |  | surat suara",
		"siapa yang bilang surat suara rusak":                     " |  | surat suara rusak",
		"tolong carikan komentar pak wisnu dong":                  "wisnu-hartawan |  | ",
		"hartawan wisnu":                                          "wisnu-hartawan |  | ",
		"wisnu h.":                                                "wisnu-hartawan |  | ",
		"Drs. H. Wisnu Hartawan, S.H., M.H. dan logistik":         "wisnu-hartawan |  | logistik",
		"kombes pol wisnu hartawan sh mh":                         "wisnu-hartawan |  | ",
		"ibu hj rini astuti, s.pd arsip":                          "rini-astuti |  | arsip",
		"galang wisnu nugroho":                                    " |  | galang wisnu nugroho",
		"wisnu sirekap":                                           "wisnu-hartawan |  | sirekap",
		"kip jateng informasi":                                    " |  | kip jateng informasi", // the commission on information
		"bpk wisnu":                                               "wisnu-hartawan |  | ",
		"ust. wisnu logistik":                                     "wisnu-hartawan |  | logistik",
		"A.B. Afifuddin":                                          "a-b-afifuddin |  | ",
		"inuk":                                                    "budi-indah-santoso |  | ",
		"indah logistik":                                          " |  | indah logistik", // an ordinary word too
		"budi pekerti":                                            " |  | budi pekerti",
		"indah kpu jateng logistik":                               "budi-indah-santoso | @33 | logistik", // of that office
		"apa kata indah kpu jateng":                               "budi-indah-santoso | @33 | ",
		"acara indah kpu jateng":                                  " | @33 | acara indah",
		"indah kpu kabupaten tegal":                               " | @33.28 | indah", // of another office
		"wisnu dan afifuddin":                                     "wisnu-hartawan a-b-afifuddin |  | ",
		"wisnu afifuddin":                                         " |  | wisnu afifuddin", // no person has both words
		"ketua kpu kabupaten tegal":                               "wisnu-hartawan | ketua @33.28 | ",
		"sekretaris kpu kabupaten tegal soal arsip":               "rini-astuti | sekretaris @33.28 | arsip",
		"plt. ketua kpu jateng":                                   " | plt. ketua @33 | ", // no article says who acts in it
		"calon ketua kpu jateng":                                  " | @33 | calon ketua",
		"ketua kpu jateng terpilih":                               " | @33 | ketua terpilih",
		"anggota terpilih kpu jateng soal arsip":                  " | @33 | anggota terpilih arsip",
		"mantan ketua kpu jateng":                                 " | mantan ketua @33 | ",
		"kadiv teknis dan hukum kpu jateng arsip":                 " | kadiv teknis dan hukum @33 | arsip",
		"ketua divisi teknis logistik":                            " |  | logistik",
		"ketua wisnu hartawan logistik":                           "wisnu-hartawan |  | logistik",
		"wisnu hartawan kpu jateng":                               "wisnu-hartawan | @33 | ",
		"ketua bawaslu cilacap netralitas":                        " |  | netralitas",
		"apa kata ketua kpu jateng soal kpu kabupaten tegal":      "budi-indah-santoso | ketua @33 | kpu kabupaten tegal",
		"apa kata rini astuti tentang wisnu hartawan":             "rini-astuti |  | wisnu hartawan",
		"wisnu hartawan 2023":                                     "wisnu-hartawan |  | ",
		"wisnu hartawan pemilu 2024":                              "wisnu-hartawan |  | pemilu 2024",
		"wisnu hartawan pemilu serentak tahun 2024 pada mei 2023": "wisnu-hartawan |  | pemilu serentak tahun 2024",
		"pilkada 2020":                                            " |  | pilkada 2020",
		"apa kata":                                                " |  | apa kata",
		`"apa kata" wisnu hartawan`:                               `wisnu-hartawan |  | "apa kata"`,
		"ketua logistik":                                          " |  | ketua logistik",
		"petugas yang gugur":                                      " |  | petugas yang gugur",
		"wisnu hartawan -logistik satker:33":                      "wisnu-hartawan |  | ",
	} {
		got := understand.Text(text, understand.Options{
			Of: index.Quotes, Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC),
		})
		if s := summary(got.Summary); s != want {
			t.Errorf("%q is read as %q, want %q", text, s, want)
		}
	}
}

func TestNamesAreNotCorrectedAndNotMarked(t *testing.T) {
	t.Parallel()
	weights := understand.DefaultWeights()
	registry := registryOf(t, cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}))
	for text, want := range map[string]string{
		"wisnu hartawan logsitik":    "[logsitik]",
		"pak zubaida logsitik":       "[logsitik]",
		"ketua kpu jateng logsitik":  "[logsitik]",
		"zubaida":                    "[zubaida]",
		"apa kata zubaida soal arip": "[arip]",
	} {
		got := understand.Text(text, understand.Options{Of: index.Quotes, Weights: &weights, People: registry})
		if s := fmt.Sprint(got.Correctable); s != want {
			t.Errorf("%q: %s may be corrected, want %s", text, s, want)
		}
		for _, marked := range got.Marks.Forms {
			if !strings.Contains(want, marked) && marked != "zubaida" {
				t.Errorf("%q: %q is marked", text, marked)
			}
		}
	}
}

// A person who is asked for beside others of the name is asked with the rest of the text.
func TestTheRestOfATextIsWithoutTheName(t *testing.T) {
	t.Parallel()
	weights := understand.DefaultWeights()
	registry := registryOf(t, cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}))
	for text, want := range map[string]string{
		"wisnu hartawan":                                 "",
		"apa kata pak wisnu hartawan":                    "",
		"apa kata Dr. Wisnu Hartawan, S.H. soal arsip":   "apa kata soal arsip",
		`wisnu "surat suara" -arsip 2024`:                `"surat suara" -arsip 2024`,
		"arsip ketua wisnu hartawan kpu kabupaten tegal": "arsip kpu kabupaten tegal",
	} {
		got := understand.Text(text, understand.Options{Of: index.Quotes, Weights: &weights, People: registry})
		if len(got.Summary.People) != 1 || got.Summary.People[0].Rest != want {
			t.Errorf("%q: %+v, want the rest %q", text, got.Summary.People, want)
		}
	}
}

func TestTheStepsKeepTheSpeaker(t *testing.T) {
	t.Parallel()
	weights := understand.DefaultWeights()
	registry := registryOf(t, cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}))
	for text, want := range map[string]string{
		"wisnu hartawan":                  "all, all unless, all unless, any unless",
		"wisnu hartawan logistik":         "all, all, any bare, all unless, all unless, most unless, any unless",
		"wisnu hartawan logistik 2024":    "all, all, most without, any bare without, all unless, all unless, most without unless, most unless, any unless, any without unless",
		"wisnu hartawan surat rusak":      "all, all, most, any bare, all unless, all unless, most unless, any unless",
		"wisnu hartawan kpu jateng arsip": "all, all, all, all, any bare, any bare, all unless, all unless, most unless, any unless",
		"logistik":                        "all, all",
		"arsip 2024":                      "all, all, most without",
		"ketua kpu kabupaten tegal":       "all",
		"ketua kpu kabupaten tegal 2023":  "all",
		"ketua kpu jateng 2023 arsip":     "all, all, any bare, most unless post, most unless post, most without unless post",
	} {
		got := understand.Text(text, understand.Options{Of: index.Quotes, Weights: &weights, People: registry})
		var steps []string
		for _, s := range got.Steps {
			step := s.Mode
			if s.Bare {
				step += " bare"
			}
			if s.Without != "" {
				step += " without"
			}
			if s.Unless != nil {
				step += " unless"
			}
			if s.WithoutPost != "" {
				step += " post"
			}
			steps = append(steps, step)
		}
		if s := strings.Join(steps, ", "); s != want {
			t.Errorf("%q is asked by %q, want %q", text, s, want)
		}
	}
}

func FuzzQuotes(f *testing.F) {
	weights := understand.DefaultWeights()
	registry := registryOf(f, cast.Article("a", "2024-02-01", cast.Post{Name: "Wisnu Hartawan", At: "33.28!Ketua"}, cast.Post{Name: "A. Budi", At: "33!Anggota"}))
	for _, text := range []string{
		"", "apa kata", "dr. wisnu hartawan, s.h. soal pemilu 2024", "plt ketua divisi teknis, kpu jateng", "ketua bawaslu", "mantan", "pak", "kpu kip kpu",
		`-a "b" c* OR d pejabat:wisnu`, "a. b. budi a.", "ketua dan ketua kpu tegal kpu jateng 2024 mei 2023", "\xff (, . ?",
		"wisnu antara mei 2023 dan 2024, sejak 2025 - s.d. sampai dengan 2024 – 2023 2023-2024–2025", "dari 1945 sebelum 1945 setelah 2100",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := understand.Text(text, understand.Options{Of: index.Quotes, Weights: &weights, People: registry, Today: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)})
		if (len(got.Steps) == 0 || got.Summary.Hint != "") != (got.Summary.Mode == understand.ModeNone) {
			t.Errorf("%q: mode %q with %d steps, hint %q", text, got.Summary.Mode, len(got.Steps), got.Summary.Hint)
		}
		for _, of := range []index.Of{index.Articles, index.Quotes} {
			unmarked := understand.Text(text, understand.Options{Of: of, Weights: &weights, People: registry, Unmark: understand.EveryPhrase})
			if (unmarked.Summary.WithoutMarks == nil) != (unmarked.Phrases == nil) {
				t.Errorf("%q without marks: %q of %q", text, unmarked.Summary.WithoutMarks, unmarked.Phrases)
			}
		}
		if len(got.Summary.People) > people.MaxMeanings {
			t.Errorf("%q means %d people", text, len(got.Summary.People))
		}
	})
}
