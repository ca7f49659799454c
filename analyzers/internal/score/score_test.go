package score_test

import (
	"encoding/json"
	"math"
	"testing"

	"warta/analyzers/article"
	"warta/analyzers/internal/score"
)

const gold = `{"kind": "news", "title": "“Rapat” Digelar", "section": null, "views": 7,
 "satker": ["33", "33.74"], "topics": ["arsip", "silog"], "paragraphs": ["Satu dua tiga."],
 "officials": [{"name": "Asy'ari Budi", "roles": [{"title": "Ketua", "office": "KPU Kota X"}]}],
 "quotes": [{"kind": "direct", "text": "Kami siap melayani semua warga,", "speaker": {"name": "Asy'ari Budi"}},
            {"kind": "direct", "text": "Pintu kami terbuka.", "speaker": null}]}`

func TestFigures(t *testing.T) {
	t.Parallel()
	views := 7
	got := article.Article{
		Kind: article.News, Title: "\"rapat\"  digelar", Views: &views,
		Satker: []string{"33", "35"}, Topics: []article.Topic{{ID: "silog"}, {ID: "arsip"}}, Paragraphs: []string{"Satu dua", "tiga."},
		Officials: []article.Official{{Name: "Asy’ari Budi", Roles: []article.Role{{Title: "ketua", Office: "KPU Kota X"}, {Title: "Anggota"}}}},
		Quotes: []article.Quote{
			{Kind: article.Direct, Text: "kami siap melayani semua warga", Speaker: &article.Person{Name: "Asy'ari Budi"}, Confidence: 0.97},
			{Kind: article.Direct, Text: "Pintu kami terbuka.", Speaker: &article.Person{Name: "Orang Lain"}, Confidence: 0.5},
		},
	}
	var r score.Report
	if err := r.Add("a", json.RawMessage(gold), &got); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		metric string
		value  float64
		misses int
	}{
		{"kind", 1, 0},
		{"title", 1, 0}, // marks, case and spaces do not count
		{"section", 1, 0},
		{"views", 1, 0},
		{"satker", 0.5, 2}, // one missing, one invented
		{"topics", 1, 0},
		{"main_topic", 0, 1},
		{"body", 1, 0},
		{"officials", 1, 0},
		{"roles", 2.0 / 3, 1},
		{"direct_quotes", 1, 0},
		{"direct_speaker", 0.5, 1}, // a speaker that the text does not name must stay unknown
		{"direct_attributed", 0.5, 2},
	} {
		row, ok := r.Row(c.metric)
		if !ok || math.Abs(row.Value-c.value) > 1e-9 || row.Misses != c.misses {
			t.Errorf("%s: got %.3f with %d misses (judged %t), want %.3f with %d", c.metric, row.Value, row.Misses, ok, c.value, c.misses)
		}
	}
	if _, ok := r.Row("dateline"); ok {
		t.Error("dateline is judged, though the gold has no such key")
	}
	for _, band := range r.Confidence() {
		wantN, wantRight := 0, 0
		switch band.From {
		case 0.95:
			wantN, wantRight = 1, 1
		case 0:
			wantN = 1
		}
		if band.N != wantN || band.Right != wantRight {
			t.Errorf("confidence from %.2f: %d, right %d; want %d, %d", band.From, band.N, band.Right, wantN, wantRight)
		}
	}
}

func TestGoldThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	var r score.Report
	if err := r.Add("a", json.RawMessage(`{"title": 3}`), &article.Article{}); err == nil {
		t.Error("no error")
	}
}
