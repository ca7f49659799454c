package page_test

import (
	"strings"
	"testing"

	"warta/analyzers/page"
)

// TestQuotedElements holds that the marks of <q> and <blockquote> are text.
func TestQuotedElements(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Rapat membahas gudang dan kotak suara sampai sore. ", 30)
	for _, tt := range []struct {
		name, html string
		want       []string
	}{
		{"q", `<p>` + story + `</p><p><q>Gudang sudah siap,</q> ujar Rahmi.</p>`, []string{story, "“Gudang sudah siap,” ujar Rahmi."}},
		{"q with an element inside", `<p>Kata Rahmi, <q>gudang <b>sudah</b> siap.</q></p>`, []string{"Kata Rahmi, “gudang sudah siap.”"}},
		{"q with marks of its own", `<p><q>“Gudang sudah siap,”</q> ujar Rahmi di kantor KPU Kota Padang.</p>`, []string{"“Gudang sudah siap,” ujar Rahmi di kantor KPU Kota Padang."}},
		{"blockquote", `<p>` + story + `</p><blockquote><p>Gudang sudah siap semua.</p></blockquote><p>Demikian kata Rahmi.</p>`, []string{story, "“Gudang sudah siap semua.”", "Demikian kata Rahmi."}},
		{
			"blockquote of two paragraphs", `<p>` + story + `</p><blockquote><p>Gudang sudah siap semua.</p><p>Truk menyusul.</p></blockquote>`,
			[]string{story, "“Gudang sudah siap semua.", "Truk menyusul.”"},
		},
		{"the attribution inside", `<p>` + story + `</p><blockquote>Gudang sudah siap semua.<br>– Rahmi</blockquote>`, []string{story, "“Gudang sudah siap semua.”", "– Rahmi"}},
		{"blockquote at the head is a lead", `<blockquote>` + story + `</blockquote><p>Posko buka sampai sore hari.</p>`, []string{story, "Posko buka sampai sore hari."}},
		{"blockquote that indents everything", `<p>` + story + `</p><blockquote>` + long + `</blockquote>`, []string{story, strings.TrimSpace(long)}},
		{"blockquote around a link", `<p>` + story + `</p><blockquote>Dokumen lengkap ada <a href="/x">di laman KPU</a> sejak kemarin.</blockquote>`, []string{story, "Dokumen lengkap ada di laman KPU sejak kemarin."}},
	} {
		raw := "<!DOCTYPE html><html><body><h1>Gudang Siap</h1><article>" + tt.html + "<p>" + strings.Repeat("Kalimat lain tentang rapat itu. ", 5) + "</p></article></body></html>"
		drafts := page.Read(raw, true)
		if len(drafts) != 1 {
			t.Errorf("%s: %d drafts", tt.name, len(drafts))
			continue
		}
		got := drafts[0].Paragraphs
		if strings.Join(got[:max(0, len(got)-1)], "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}
