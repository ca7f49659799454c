package topics

import (
	"slices"
	"strings"

	"warta/analyzers/indonesian"
)

// verbForms returns the forms in which a title or a sentence says what a noun
// of doing names: for "pelantikan" also "lantik", "melantik", "dilantik". It
// returns nothing for other words.
func verbForms(noun string) []string {
	if len(noun) < 8 || !strings.HasPrefix(noun, "pe") || !strings.HasSuffix(noun, "an") {
		return nil
	}
	root := indonesian.StemString(noun)
	if len(root) < 4 || root == noun || root == "laksana" || root == "selenggara" || root == "kelola" || root == "layan" || root == "pilih" {
		return nil // words of doing that go with anything
	}
	active := activeOf(root)
	forms := []string{noun, root, active, "di" + root}
	for _, suffix := range [...]string{"kan", "i"} {
		forms = append(forms, root+suffix, active+suffix, "di"+root+suffix)
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// activeOf puts meN- before a root, with the change of sound that it brings.
func activeOf(root string) string {
	switch root[0] {
	case 'p':
		return "mem" + root[1:]
	case 't':
		return "men" + root[1:]
	case 's':
		return "meny" + root[1:]
	case 'k':
		return "meng" + root[1:]
	case 'b', 'f', 'v':
		return "mem" + root
	case 'c', 'd', 'j', 'z':
		return "men" + root
	case 'a', 'i', 'u', 'e', 'o', 'g', 'h':
		return "meng" + root
	}
	return "me" + root
}

// pairOf makes of a phrase with a noun of doing the pair that finds it in other
// words: "pelantikan ppk" also in "melantik dua puluh anggota PPK". It returns
// nothing for phrases without one.
func pairOf(phrase string) [][]string {
	var groups [][]string
	verbs := 0
	for word := range strings.FieldsSeq(phrase) {
		switch word {
		case "dan", "di", "ke", "dari", "yang", "dalam", "untuk", "oleh", "dengan":
			continue
		}
		if strings.ContainsAny(word, "-/") {
			return nil
		}
		forms := verbForms(word)
		if forms == nil {
			forms = []string{word}
		} else {
			verbs++
		}
		groups = append(groups, forms)
	}
	if verbs != 1 || len(groups) != 2 {
		return nil
	}
	return groups
}
