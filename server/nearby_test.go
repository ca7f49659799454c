package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestWordsOfTheLanguageAreNoNames holds that an empty answer offers people with names like what was
// typed, unless it is a word of the language that is in no name.
func TestWordsOfTheLanguageAreNoNames(t *testing.T) {
	t.Parallel()
	s := startReal(t)
	for i, name := range []string{"Sutrisno Wibowo", "Asmawati Suarni Wahab"} {
		a := s.post("/v1/articles?wait=searchable", fmt.Sprintf(`{"external_id":"%d","title":"Rapat","body":"\"Kita mulai rapat hari ini,\" kata Ketua KPU Kabupaten Rembang, %s.","published":"2024-02-05"}`, i, name))
		if a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	for text, want := range map[string]string{"sutrisna": "Sutrisno Wibowo", "suap": "", "sogok": ""} {
		page := s.get("/?q=" + text).body
		_, offered, _ := strings.Cut(page, "Belum ada yang cocok")
		if want != "" && !strings.Contains(offered, want) || want == "" && (strings.Contains(offered, "Suarni") || strings.Contains(offered, "Sutrisno")) {
			t.Errorf("%q: offered %.600s", text, offered)
		}
	}
}
