package regulations_test

import (
	"testing"

	"warta/analyzers/regulations"
)

func TestIDPrefix(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"pkpu": "pkpu/", "PKPU ": "pkpu/", "Peraturan KPU": "pkpu/", "peraturan kpu nomor": "pkpu/", "pkpu 8": "pkpu/8", "pkpu no. 08": "pkpu/8",
		"pkpu 8/": "pkpu/8/", "pkpu 8/20": "pkpu/8/20", "PKPU Nomor 8 Tahun": "pkpu/8/", "pkpu 8 tahun 2024": "pkpu/8/2024", "pkpu8/2024": "pkpu/8/2024",
		"uu": "uu/", "putusan mk 90": "putusan-mk/90", "putusan mk nomor 080": "putusan-mk/80", "putusan dkpp 076-078": "dkpp/76-78", "putusan mk 000": "",
		"putusan mk 90/": "putusan-mk/90-", "putusan mk nomor 135 tahun": "putusan-mk/135-", "putusan mk nomor 135 tahun 2024": "putusan-mk/135-puu-xxii/2024",
		"putusan mk 135/2024": "putusan-mk/135-puu-xxii/2024", "putusan mk 135 tahun 2025": "", "putusan mk 135 tahun 202": "putusan-mk/135-",
		"P.KPU 8": "pkpu/8", "u.u.": "uu/", "p. kpu nomer 8": "pkpu/8", "pkpu ke-8 tahun 2024": "pkpu/8/2024", "pkpu ke 8": "pkpu/8", "pkpu ke": "",
		"": "", "peraturan": "", "pkpu kampanye": "", "pkpu 8/2024 syarat": "", "kampanye pkpu": "", "pkpu 8/20245": "", "putusan mk 90/puu": "",
	} {
		if got, ok := regulations.IDPrefix(text); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, ok, want)
		}
	}
}
