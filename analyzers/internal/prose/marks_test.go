package prose_test

import (
	"strings"
	"testing"

	"warta/analyzers/internal/prose"
)

// TestMarks holds which signs are quotation marks. In want they are written as
// a bar each.
func TestMarks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"curly", "“Siap,” kata Rina.", "|Siap,| kata Rina."},
		{"a single pair before a verb of saying", "'Kotak harus kering,' kata Rahmi.", "|Kotak harus kering,| kata Rahmi."},
		{"a single pair before -nya", "Rapat usai. 'Kotak harus kering.' ujarnya.", "Rapat usai. |Kotak harus kering.| ujarnya."},
		{"a comma outside", "'Kotak harus kering', ujar Rahmi.", "|Kotak harus kering|, ujar Rahmi."},
		{"glued to the verb", "'Kotak harus kering,'kata Rahmi.", "|Kotak harus kering,|kata Rahmi."},
		{"a second half", "'Siap,' kata Rina. 'Truk juga siap.' Rapat usai.", "|Siap,| kata Rina. |Truk juga siap.| Rapat usai."},
		{"a backtick and an acute", "`Kotak kering,´ tegas Rahmi.", "|Kotak kering,| tegas Rahmi."},
		{"apostrophes within", "'Hari Jum'at dan Ma'mun libur,' kata Rina.", "|Hari Jum'at dan Ma'mun libur,| kata Rina."},
		{"a nickname", "Wali Kota Wisnu 'Inu' Hartawan hadir. 'Siap semua,' kata Inu.", "Wali Kota Wisnu 'Inu' Hartawan hadir. |Siap semua,| kata Inu."},
		{"a nickname alone", "Wali Kota Wisnu 'Inu' Hartawan hadir.", "Wali Kota Wisnu 'Inu' Hartawan hadir."},
		{"no verb of saying", "Acara 'Malam Budaya Kita.' berlangsung.", "Acara 'Malam Budaya Kita.' berlangsung."},
		{"small letters", "istilah 'pesta rakyat,' kata orang", "istilah 'pesta rakyat,' kata orang"},
		{"doubled single marks of two shapes", "‘’Siap,’’kata Rina.", "|Siap,|kata Rina."},
		{"doubled double marks", `""Siap,"" ujar Rina.`, "|Siap,| ujar Rina."},
		{"an opening apostrophe", "Suara 'Aisyiyah dan Qur'an.", "Suara 'Aisyiyah dan Qur'an."},
	} {
		text := prose.Read(tt.text)
		var b strings.Builder
		for i, tok := range text.Tokens {
			if !tok.Glued && i > 0 {
				b.WriteByte(' ')
			}
			if tok.Kind == prose.Mark {
				b.WriteByte('|')
			} else {
				b.WriteString(text.At(i))
			}
		}
		if got := b.String(); got != tt.want {
			t.Errorf("%s: Read(%q)\n got %s\nwant %s", tt.name, tt.text, got, tt.want)
		}
	}
}
