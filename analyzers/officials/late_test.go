package officials_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"warta/analyzers/satker"
)

// A post before the name of its holder reaches so many paragraphs and stays in its
// office; decision 0037 says what is bound.
func TestHowFarAPostBeforeItsNameReaches(t *testing.T) {
	t.Parallel()
	g, err := satker.Load()
	if err != nil {
		t.Fatal(err)
	}
	const far = 5 // paragraphs, one more than a post reaches
	for _, c := range []struct {
		why, post, name string
		near, beyond    string // the post of the name up to four paragraphs behind, and five
	}{
		{"kata X, sang …", "Kepala Subbagian Hukum KPU Kota Salatiga", "“Baik,” kata Dian Lestiyani, sang kepala subbagian.", "Kepala Subbagian Hukum @ " + salatiga, "Kepala Subbagian @ " + salatiga},
		{"… bernama lengkap X itu", "Kepala Subbagian Hukum KPU Kota Salatiga", "Kepala subbagian bernama lengkap Dian Lestiyani itu hadir.", "Kepala Subbagian Hukum @ " + salatiga, "Kepala Subbagian @ " + salatiga},
		{"a member heads a division", "Ketua Divisi Hukum KPU Kota Salatiga", "Anggota bernama lengkap Dian Lestiyani itu hadir.", "Ketua Divisi Hukum @ " + salatiga, "Anggota @ " + salatiga},
		{"another office", "Kepala Subbagian Hukum " + jateng, "“Baik,” kata Dian Lestiyani, sang kepala subbagian.", "Kepala Subbagian @ " + salatiga, "Kepala Subbagian @ " + salatiga},
		{"another kind of post", "Ketua Divisi Hukum KPU Kota Salatiga", "Kepala subbagian bernama lengkap Dian Lestiyani itu hadir.", "Kepala Subbagian @ " + salatiga, "Kepala Subbagian @ " + salatiga},
		{"an introduction that tells the post itself", "Ketua KPU Kota Salatiga", "Dian Lestiyani, demikian nama ketua itu, hadir.", "Ketua @ " + salatiga, "Ketua @ " + salatiga},
		{"a clause that tells the office itself", "Ketua " + jateng, "“Baik,” kata Dian Lestiyani, yang memimpin " + jateng + ".", "Ketua @ " + jateng, "Ketua @ " + jateng},
		{"a clause that tells another office", "Ketua " + jateng, "“Baik,” kata Dian Lestiyani, yang memimpin KPU Kota Salatiga.", "", ""},
		{"a name that points to no post", "Ketua KPU Kota Salatiga", "“Baik,” kata Dian Lestiyani.", "", ""},
	} {
		for behind := 1; behind <= far; behind++ {
			paragraphs := append([]string{c.post + " membuka rapat."}, slices.Repeat([]string{"Acara berlangsung tertib dan aman."}, behind-1)...)
			want := c.near
			if behind == far {
				want = c.beyond
			}
			got := describe(find(t, g, "", strings.Join(append(paragraphs, c.name), "\n")).Officials)
			if line := strings.TrimSpace("Dian Lestiyani: " + want); fmt.Sprint(got) != "["+line+"]" {
				t.Errorf("%s, %d paragraphs behind: got %q, want %q", c.why, behind, got, line)
			}
		}
	}
}
