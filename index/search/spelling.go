package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/lexicon"
	"warta/index/people"
	"warta/index/query"
	"warta/index/understand"
)

// Words of fewer letters are not corrected, words of as many as minLong in up to
// two letters.
const (
	minCorrected  = 4
	minLong       = 7
	maxCorrected  = 40
	maxCandidates = 50
)

// spellingFields are where words are looked for: in the forms that they have, as
// families, and as names in one spelling.
func spellingFields(of index.Of) (forms, roots []string, spelt string) {
	if of == index.Quotes {
		return []string{index.FieldQuote, index.FieldSpeaker}, []string{index.FieldQuoteRoot}, index.FieldSpeakerSpelt
	}
	return []string{index.FieldTitle, index.FieldBody, index.FieldPeople}, []string{index.FieldTitleRoot, index.FieldBodyRoot}, index.FieldPeopleSpelt
}

// correct returns the text with the words that the archive does not have in the
// spelling that it has, and whether there are such. Words of the query that are
// not among loose stay as they are, and so does each word of a name that the registry
// knows: of public and of private people, and of names that editors gave. For quotes, a word that articles have in their names or texts is no error.
func (s *Searcher) correct(ctx context.Context, of index.Of, text string, loose []string) (string, bool, error) {
	forms, roots, spelt := spellingFields(of)
	holds := func(fields []string, word string) (bool, error) {
		if word == "" {
			return false, nil
		}
		found, err := s.engine.Count(ctx, fields, []string{word})
		if err != nil {
			return false, fmt.Errorf("look up word: %w", err)
		}
		return found[0] > 0, nil
	}
	known := func(word string) (bool, error) {
		if ok, err := holds(forms, word); ok || err != nil {
			return ok, err
		}
		if ok, err := holds(roots, indonesian.StemString(word)); ok || err != nil {
			return ok, err
		}
		if ok, err := holds([]string{spelt}, indonesian.Skeleton(word)); ok || err != nil || of == index.Articles {
			return ok, err
		}
		inArticles, _, _ := spellingFields(index.Articles)
		return holds(inArticles, word)
	}
	instead := make(map[string]string)
	if s.weights.Slip == 0 {
		loose = nil
	}
	wrong := make([]bool, len(loose))
	for i, word := range loose {
		if len(word) < minCorrected || len(word) > maxCorrected || strings.ContainsFunc(word, isDigit) {
			continue
		}
		if s.People.KnowsWord(word) {
			continue
		}
		ok, err := known(word)
		if err != nil {
			return "", false, err
		}
		wrong[i] = !ok
	}
	for i, word := range loose {
		if !wrong[i] || instead[word] != "" {
			continue
		}
		// The words beside it tell which word was meant, where they are right
		// themselves.
		var beside []string
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(loose) && !wrong[j] && !indonesian.Stop(loose[j]) {
				beside = append(beside, loose[j])
			}
		}
		better, err := s.nearest(ctx, of, forms, word, beside)
		if err != nil {
			return "", false, err
		}
		if better != "" {
			instead[word] = better
		}
	}
	if len(instead) == 0 {
		return "", false, nil
	}
	return replaceWords(text, instead), true, nil
}

// What is offered in place of a text that finds something: next to nothing must be
// found, and very much more with another word.
const (
	fewFound   = 3
	timesMore  = 10 // hits
	timesHeld  = 50 // articles that have the other word, against those that have the one typed
	mostOffers = 4  // words that are looked at
)

// offer returns what was perhaps meant where something was found, though next to
// nothing: a word is in the archive that looks like an error for a frequent one.
// It is empty where nothing is offered, and never touches a name. r asks for what
// was found, u says how.
func (s *Searcher) offer(ctx context.Context, q Query, r index.Request, u *understand.Understanding, found *index.Result) (string, error) {
	if s.weights.Slip == 0 || u.Said.Mode != understand.ModeAll || u.Said.Corrected != nil || found.Total < 1 || found.Total > fewFound {
		return "", nil
	}
	forms, _, spelt := spellingFields(q.Of)
	people := forms[len(forms)-1]
	for _, word := range u.Loose[:min(mostOffers, len(u.Loose))] {
		if len(word) < minCorrected || len(word) > maxCorrected || strings.ContainsFunc(word, isDigit) {
			continue
		}
		names, err := s.engine.Count(ctx, []string{people, spelt}, []string{word, indonesian.Skeleton(word)})
		if err != nil {
			return "", fmt.Errorf("look up name: %w", err)
		}
		if names[0]+names[1] > 0 || s.People.KnowsWord(word) {
			continue
		}
		if beside, err := s.besidePost(ctx, word, found.Hits); beside || err != nil {
			if err != nil {
				return "", err
			}
			continue
		}
		held, err := s.engine.Count(ctx, forms, []string{word})
		if err != nil {
			return "", fmt.Errorf("look up word: %w", err)
		}
		list, err := s.candidates(ctx, forms, word, 1)
		if err != nil {
			return "", fmt.Errorf("look for words near %q: %w", word, err)
		}
		if len(list) == 0 || list[0].count < timesHeld*max(held[0], 1) || indonesian.StemString(list[0].text) == indonesian.StemString(word) {
			continue
		}
		text := replaceWords(q.Text, map[string]string{word: list[0].text})
		better := s.understand(q, text)
		if len(better.Steps) == 0 {
			continue
		}
		r.Where, r.Refine, r.Sort, r.Size, r.Skip, r.Keep, r.Facets, r.Explain = better.Steps[0].Where, nil, index.Newest, 0, 0, 0, nil, false
		instead, err := s.engine.Search(ctx, r)
		if err != nil {
			return "", fmt.Errorf("ask engine for %q: %w", text, err)
		}
		if instead.Total >= timesMore*found.Total {
			return text, nil
		}
	}
	return "", nil
}

// Bounds of [Searcher.besidePost].
const (
	besideHits  = fewFound // articles that are read
	besideWords = 8        // words between a post and the name
)

// besidePost reports whether a word stands, with a capital, behind a post in one of the
// articles found: then it is taken for a name, though the registry has none with it.
func (s *Searcher) besidePost(ctx context.Context, word string, hits []index.Match) (bool, error) {
	var ids []string
	for _, h := range hits[:min(besideHits, len(hits))] {
		ids = append(ids, h.Article)
	}
	if len(ids) == 0 {
		return false, nil
	}
	read, err := s.readings.Get(ctx, ids)
	if err != nil {
		return false, fmt.Errorf("look for %q beside a post: %w", word, err)
	}
	for _, r := range read {
		if r.Article != nil && slices.ContainsFunc(append(slices.Clip(r.Article.Paragraphs), r.Article.Title), func(text string) bool { return standsBehindPost(text, word) }) {
			return true, nil
		}
	}
	return false, nil
}

// standsBehindPost reports whether a folded word stands in a text with a capital, few
// words behind a post of the election bodies and in the same sentence. A word of the post
// itself does not.
func standsBehindPost(text, word string) bool {
	var sentence []string // its words so far, folded
	left := 0             // words that may still follow
	for field := range strings.FieldsSeq(text) {
		bare := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) })
		folded := indonesian.Fold(bare)
		sentence = append(sentence, folded)
		switch {
		case people.KnownPosts().IsAtEndOf(sentence):
			left = besideWords
		case folded == word && left > 0 && bare != "" && unicode.IsUpper([]rune(bare)[0]):
			return true
		default:
			left = max(0, left-1)
		}
		if strings.HasSuffix(field, ".") && len(bare) > 3 { // no abbreviation
			sentence, left = nil, 0
		}
	}
	return false
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// A candidate is a word that may have been meant.
type candidate struct {
	text  string
	count int // in forms
	score float64
}

// likeliest orders candidates.
func likeliest(a, b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.text, b.text))
}

// fewCandidates is how many candidates are looked at closely.
const fewCandidates = 4

// nearest returns the word of the archive that was most likely meant; nothing
// where there is none near. Words in two letters of difference are looked for
// only where there are none in one.
func (s *Searcher) nearest(ctx context.Context, of index.Of, forms []string, word string, beside []string) (string, error) {
	for edits := 1; edits <= index.MaxEdits; edits++ {
		if edits > 1 && len(word) < minLong {
			break
		}
		list, err := s.candidates(ctx, forms, word, edits)
		if err != nil {
			return "", fmt.Errorf("look for words near %q: %w", word, err)
		}
		if len(list) > 1 && s.weights.Beside > 0 {
			for _, other := range beside {
				if err := s.weighBeside(ctx, of, list, other); err != nil {
					return "", fmt.Errorf("look for %q beside %q: %w", word, other, err)
				}
			}
			slices.SortFunc(list, likeliest)
		}
		if len(list) > 0 {
			return list[0].text, nil
		}
	}
	return "", nil
}

// candidates returns the likeliest of the words that are so near, by themselves.
func (s *Searcher) candidates(ctx context.Context, forms []string, word string, edits int) ([]candidate, error) {
	found, err := s.engine.Words(ctx, index.WordsAsk{Fields: []string{index.FieldTitle, index.FieldBody, index.FieldPeople}, Text: word, Edits: edits, Size: maxCandidates})
	if err != nil {
		return nil, err
	}
	list := make([]candidate, 0, len(found))
	for _, w := range found {
		if w.Text != word && len(w.Text) >= minCorrected-1 && !strings.ContainsFunc(w.Text, isDigit) {
			list = append(list, candidate{w.Text, 0, math.Log1p(float64(w.Count)) - s.weights.Slip*slip(word, w.Text)})
		}
	}
	slices.SortFunc(list, likeliest)
	// Quotes do not have all words that articles have, and what the engine knows of
	// may be gone: the first that are there are taken.
	var kept []candidate
	for some := range slices.Chunk(list, 2*fewCandidates) {
		texts := make([]string, len(some))
		for i, c := range some {
			texts[i] = c.text
		}
		counts, err := s.engine.Count(ctx, forms, texts)
		if err != nil {
			return nil, err
		}
		for i, c := range some {
			if c.count = counts[i]; c.count == 0 {
				continue
			}
			if kept = append(kept, c); len(kept) == fewCandidates {
				return kept, nil
			}
		}
	}
	return kept, nil
}

// weighBeside adds to the score of each candidate how much more often it stands
// in one text with another word of the query than the two would by chance.
func (s *Searcher) weighBeside(ctx context.Context, of index.Of, list []candidate, other string) error {
	body, roots := index.FieldBody, index.FieldBodyRoot
	if of == index.Quotes {
		body, roots = index.FieldQuote, index.FieldQuoteRoot
	}
	count := func(where index.Expr) (float64, error) {
		found, err := s.engine.Search(ctx, index.Request{Of: of, Sort: index.Newest, Where: where})
		if err != nil {
			return 0, err
		}
		return float64(found.Total), nil
	}
	all, err := count(nil)
	if err != nil {
		return err
	}
	with := index.Term{Field: roots, Text: indonesian.StemString(other)}
	others, err := count(with)
	if err != nil || others == 0 {
		return err
	}
	for i := range list {
		c := &list[i]
		alone := index.Term{Field: body, Text: c.text}
		n, err := count(alone)
		if err != nil {
			return err
		}
		both, err := count(index.All{alone, with})
		if err != nil {
			return err
		}
		c.score += s.weights.Beside * math.Log((both+1)/(n*others/all+1))
	}
	return nil
}

// firstLetter is what it adds to a slip that it is in the first letter, where
// people look.
const firstLetter = 1

// slip returns how unlikely it is that somebody types one for the other: 1 for
// each edit, less for the slips that people make.
func slip(typed, meant string) float64 {
	if typed[0] != meant[0] {
		return firstLetter + slipOf(typed, meant)
	}
	return slipOf(typed, meant)
}

func slipOf(typed, meant string) float64 {
	if indonesian.Skeleton(typed) == indonesian.Skeleton(meant) {
		return 0.4 // it sounds the same
	}
	edits := float64(lexicon.Edits(typed, meant, index.MaxEdits))
	from := 0
	for from < min(len(typed), len(meant)) && typed[from] == meant[from] {
		from++
	}
	ends := 0
	for ends < min(len(typed), len(meant))-from && typed[len(typed)-1-ends] == meant[len(meant)-1-ends] {
		ends++
	}
	a, b := typed[from:len(typed)-ends], meant[from:len(meant)-ends]
	switch {
	case len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]: // swapped
		return 0.6
	case len(a) == 1 && len(b) == 1 && (adjacent(a[0], b[0]) || sounds(a[0], b[0])):
		return 0.7
	case len(a)+len(b) == 1 && from > 0 && typed[from-1] == (a + b)[0]: // doubled, or once for twice
		return 0.5
	default:
		return edits
	}
}

// keyRows are the letters as they lie on a keyboard.
var keyRows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// adjacent reports whether two letters lie side by side on a keyboard.
func adjacent(a, b byte) bool {
	for i, row := range keyRows {
		x := strings.IndexByte(row, a)
		if x < 0 {
			continue
		}
		for j, other := range keyRows {
			y := strings.IndexByte(other, b)
			if y >= 0 && (i == j && (x-y == 1 || y-x == 1) || i-j == 1 && (y == x || y == x+1) || j-i == 1 && (y == x || y == x-1)) {
				return true
			}
		}
	}
	return false
}

// alike are letters that are heard for each other in Indonesian.
var alike = [...]string{"bp", "dt", "gk", "fvp", "sz", "iey", "uow", "jz", "kq", "ae"}

func sounds(a, b byte) bool {
	for _, letters := range alike {
		if strings.IndexByte(letters, a) >= 0 && strings.IndexByte(letters, b) >= 0 {
			return true
		}
	}
	return false
}

// replaceWords writes other words in place of some. What stands in quotation
// marks or behind the name of a field stays as it is.
func replaceWords(text string, instead map[string]string) string {
	parsed := query.Parse(text, query.Bounds{Words: index.MaxWords, Bytes: index.MaxText})
	replace := func(n query.Node) query.Node {
		if w, ok := n.(query.Word); ok && !w.Prefix {
			if better, known := instead[indonesian.Fold(strings.Trim(w.Text, ".,;:!?()'"))]; known {
				return query.Word{Text: better}
			}
		}
		return n
	}
	for i, n := range parsed.And {
		if or, ok := n.(query.Or); ok {
			for j := range or {
				or[j] = replace(or[j])
			}
		}
		parsed.And[i] = replace(n)
	}
	return parsed.String()
}
