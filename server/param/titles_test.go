package param_test

import (
	"slices"
	"testing"

	"warta/server/param"
)

// A comma with a space behind it belongs to a title, one without parts two.
func TestTitlesHoldCommas(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][]string{
		"role=Ketua+Divisi+Perencanaan%2C+Data%2C+dan+Informasi": {"Ketua Divisi Perencanaan, Data, dan Informasi"},
		"role=Ketua,Anggota": {"Ketua", "Anggota"},
		"role=Ketua&role=Ketua&role=Ketua+Divisi+Hukum%2C+dan+Pengawasan,Ketua": {"Ketua", "Ketua Divisi Hukum, dan Pengawasan"},
		"role=%2C,,": nil,
	} {
		p := param.New(raw)
		got := p.Titles("role", "posts as Ketua", func(string) bool { return true })
		if err := p.Done(); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v, want %q", raw, got, err, want)
		}
	}
}
