package gold

import (
	"fmt"
	"sort"
	"strings"
)

// Figures are the measures of one file, all shares between 0 and 1; those that
// do not belong to the kind of file are zero.
type Figures struct {
	N                 int
	AccType, AccToken float64 // stem is an accepted root, by distinct form and by frequency
	AccDerived        float64 // the same, only forms that differ from their root
	P, R, F1          float64 // word pairs that share a stem against pairs of one family
	Same, Diff        float64 // pairs conflated, pairs kept apart
	Different         int     // pairs to be kept apart; they have no root, so all are in one part
	PeopleAndOwn      float64 // of the names of kinds own and person, those changed
	Changed           map[string]float64
	Errors            []string
	names, pairs      bool
}

func (f Figures) String() string {
	switch {
	case f.names:
		kinds := make([]string, 0, len(f.Changed))
		for k, x := range f.Changed {
			kinds = append(kinds, fmt.Sprintf("%s %.4f", k, x))
		}
		sort.Strings(kinds)
		return fmt.Sprintf("n=%-5d falsely stemmed: own and person %.4f (%s)", f.N, f.PeopleAndOwn, strings.Join(kinds, ", "))
	case f.pairs && f.Different == 0:
		return fmt.Sprintf("n=%-5d same %.4f", f.N, f.Same)
	case f.pairs:
		return fmt.Sprintf("n=%-5d same %.4f different %.4f", f.N, f.Same, f.Diff)
	default:
		return fmt.Sprintf("n=%-5d type %.4f token %.4f derived %.4f P %.4f R %.4f F1 %.4f",
			f.N, f.AccType, f.AccToken, f.AccDerived, f.P, f.R, f.F1)
	}
}

// Score measures stem on a file. The definitions are those of the gold's own
// scorer (../shared/gold/stemming/score).
func Score(f *File, stem func(string) string) Figures {
	fig := Figures{N: len(f.Rows)}
	switch {
	case strings.HasPrefix(f.header, "name\t"):
		fig.names = true
		scoreNames(f, stem, &fig)
	case strings.HasPrefix(f.header, "a\t"):
		fig.pairs = true
		scorePairs(f, stem, &fig)
	default:
		scoreWords(f, stem, &fig)
		scoreFamilies(f, stem, &fig)
	}
	return fig
}

func scoreNames(f *File, stem func(string) string, fig *Figures) {
	n, changed := map[string]int{}, map[string]int{}
	for _, r := range f.Rows {
		n[r.Kind]++
		if got := stem(r.Form); got != r.Form {
			changed[r.Kind]++
			fig.Errors = append(fig.Errors, fmt.Sprintf("%s (%s) became %s", r.Form, r.Kind, got))
		}
	}
	fig.Changed = map[string]float64{}
	for k := range n {
		fig.Changed[k] = share(float64(changed[k]), float64(n[k]))
	}
	fig.PeopleAndOwn = share(float64(changed["own"]+changed["person"]), float64(n["own"]+n["person"]))
}

func scorePairs(f *File, stem func(string) string, fig *Figures) {
	var same, diff, sameOK, diffOK float64
	for _, r := range f.Rows {
		a, b := stem(r.A), stem(r.B)
		if r.Same {
			same++
		} else {
			diff++
		}
		switch {
		case (a == b) != r.Same:
			fig.Errors = append(fig.Errors, fmt.Sprintf("%s > %s, %s > %s, want same: %t", r.A, a, r.B, b, r.Same))
		case r.Same:
			sameOK++
		default:
			diffOK++
		}
	}
	fig.Same, fig.Diff, fig.Different = share(sameOK, same), share(diffOK, diff), int(diff)
}

func scoreWords(f *File, stem func(string) string, fig *Figures) {
	var ok, derived, derivedOK, tokens, tokensOK float64
	for _, r := range f.Rows {
		got := stem(r.Form)
		right, base := false, false
		for _, root := range r.Roots {
			right = right || root == got
			base = base || root == r.Form
		}
		tokens += r.Freq
		if !base {
			derived++
		}
		if !right {
			fig.Errors = append(fig.Errors, fmt.Sprintf("%s > %s, want %s (%g times)", r.Form, got, strings.Join(r.Roots, "|"), r.Freq))
			continue
		}
		ok++
		tokensOK += r.Freq
		if !base {
			derivedOK++
		}
	}
	fig.AccType = share(ok, float64(len(f.Rows)))
	fig.AccToken = share(tokensOK, tokens)
	fig.AccDerived = share(derivedOK, derived)
}

// scoreFamilies counts pairs of distinct words. A form with two readings
// belongs to the more frequent one; a root belongs to its family unless it is
// listed as a form of another.
func scoreFamilies(f *File, stem func(string) string, fig *Figures) {
	family, weight := map[string]string{}, map[string]float64{}
	for _, r := range f.Rows {
		if r.Freq > weight[r.Form] {
			weight[r.Form], family[r.Form] = r.Freq, r.Roots[0]
		}
	}
	for _, r := range f.Rows {
		if _, ok := family[r.Roots[0]]; !ok {
			family[r.Roots[0]] = r.Roots[0]
		}
	}
	families, groups, both := map[string]int{}, map[string]int{}, map[[2]string]int{}
	for w, fam := range family {
		st := stem(w)
		families[fam]++
		groups[st]++
		both[[2]string{fam, st}]++
	}
	inFamily, inGroup, inBoth := 0.0, 0.0, 0.0
	for _, n := range families {
		inFamily += pairsOf(n)
	}
	for _, n := range groups {
		inGroup += pairsOf(n)
	}
	for _, n := range both {
		inBoth += pairsOf(n)
	}
	fig.P, fig.R = share(inBoth, inGroup), share(inBoth, inFamily)
	fig.F1 = share(2*fig.P*fig.R, fig.P+fig.R)
}

func pairsOf(n int) float64 { return float64(n) * float64(n-1) / 2 }

func share(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
