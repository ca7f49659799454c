package understand_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"warta/index"
	"warta/index/people"
	"warta/index/understand"
)

func TestRegulations(t *testing.T) {
	t.Parallel()
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	for text, want := range map[string][]string{
		"PKPU 8/2024":                           {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu no. 8 thn 2024":                   {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"uu pemilu 7/2017":                      {"pemilu | pemilihan umum", "UU 7/2017 = Undang-Undang Nomor 7 Tahun 2017"},
		"pkpu 8/2024 jo 10/2024":                {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024", "PKPU 10/2024 = Peraturan KPU Nomor 10 Tahun 2024"},
		"mei 2024 pkpu 8/2024 agustus 2024":     {"mei 2024 = 2024-05", "PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024", "agustus 2024 = 2024-08"},
		"putusan mk 90/puu-xxi/2023":            {"Putusan MK 90/PUU-XXI/2023 = Putusan MK Nomor 90/PUU-XXI/2023"},
		"kampanye 8/2024":                       {"kampanye", "8/2024 = 2024-08"},
		`"pkpu 8/2024"`:                         {`"pkpu 8 2024"`},
		"P.KPU 8/2024":                          {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"P. KPU No. 8 Tahun 2024":               {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu 8, 2024":                          {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu 8,2024":                           {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"PKPU ke-8 tahun 2024":                  {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu ke 8 tahun 2024":                  {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu nomo 8 tahun 2024":                {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu nomoro 8 tahun 2024":              {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"pkpu nomer 8 tahun 2024":               {"PKPU 8/2024 = Peraturan KPU Nomor 8 Tahun 2024"},
		"U.U. 7/2017":                           {"UU 7/2017 = Undang-Undang Nomor 7 Tahun 2017"},
		"putusan mk nomor 135 tahun 2024":       {"Putusan MK 135/PUU-XXII/2024 = Putusan MK Nomor 135/PUU-XXII/2024"},
		"pkpu tentang dana nomor 18 tahun 2023": {"dana", "PKPU 18/2023 = Peraturan KPU Nomor 18 Tahun 2023"},
	} {
		u := understand.Text(text, understand.Options{Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC)})
		if got := u.Summary.Understood; !slices.Equal(got, want) {
			t.Errorf("%q is understood as %q, want %q", text, got, want)
		}
		if slices.Contains(u.Correctable, "pkpu") && !strings.Contains(text, "kampanye") {
			t.Errorf("%q: the name of a kind is corrected", text)
		}
	}
}

// A list of many regulations asks for no more than as many ordinary words.
func TestManyRegulationsAreBounded(t *testing.T) {
	t.Parallel()
	weights, registry := understand.DefaultWeights(), people.New(people.NewIDs(nil, nil))
	rules, words := "PKPU", ""
	for i := range 28 {
		rules += fmt.Sprintf(" %d,", i+1)
	}
	rules += " 29 tahun 2024"
	for i := range index.MaxWords {
		words += fmt.Sprintf("kat%ca ", 'b'+rune(i))
	}
	for _, of := range []index.Of{index.Articles, index.Quotes} {
		most := func(text string) (leaves, regulations int) {
			u := understand.Text(text, understand.Options{Of: of, Weights: &weights, People: registry, Today: time.Date(2025, 12, 15, 12, 0, 0, 0, time.UTC)})
			for _, s := range u.Steps {
				leaves = max(leaves, index.Leaves(s.Where)+index.Leaves(u.Refine))
			}
			return leaves, len(u.Summary.Regulations)
		}
		got, n := most(rules)
		if limit, _ := most(words); got > limit || n < 20 {
			t.Errorf("%d terms for %d regulations in documents of kind %d, %d for words", got, n, of, limit)
		}
	}
}
