package documents

import (
	"bytes"
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/labels"
)

// A Tokenizer makes the tokens of documents. The zero value is ready. It keeps buffers and is
// not safe for concurrent use.
type Tokenizer struct {
	analyzer indonesian.Analyzer
	tokens   []indonesian.Token
	letters  []byte // of the terms of a text, one behind the other
	spans    []termSpan
	names    *index.Text // gathers names; nil between articles
}

// A termSpan is the place of a token and of its root in Tokenizer.letters, and its position in
// the text. About half of all words are their own roots, which then share the letters.
type termSpan struct {
	begin, end, rootBegin, rootEnd, position int
}

// Texts returns the forms of the words of paragraphs, with their positions, and the roots of
// the words, without.
func (t *Tokenizer) Texts(field, rootField string, paragraphs []string) (forms, roots index.Text) {
	forms, roots = index.Text{Field: field}, index.Text{Field: rootField}
	t.letters, t.spans = t.letters[:0], t.spans[:0]
	base := 0
	for _, p := range paragraphs {
		t.tokens = t.analyzer.AppendString(t.tokens[:0], p)
		if t.names != nil {
			for run := range indonesian.NameRuns(p, t.tokens) {
				t.names.Terms = indonesian.NameSounds(t.names.Terms, run)
				t.names.Length += len(run)
			}
		}
		last := -1
		for _, token := range t.tokens {
			s := termSpan{begin: len(t.letters), position: base + token.Position}
			t.letters = append(t.letters, token.Surface...)
			s.end = len(t.letters)
			switch {
			case len(token.Root) == 0:
			case bytes.Equal(token.Root, token.Surface):
				s.rootBegin, s.rootEnd = s.begin, s.end
			default:
				s.rootBegin = len(t.letters)
				t.letters = append(t.letters, token.Root...)
				s.rootEnd = len(t.letters)
			}
			if s.rootBegin < s.rootEnd {
				roots.Length++
			}
			t.spans = append(t.spans, s)
			if token.Position != last {
				forms.Length++
				last = token.Position
			}
		}
		base += last + 1 + paragraphGap
	}
	if len(t.spans) == 0 {
		return forms, roots
	}
	letters := string(t.letters)
	forms.Terms, forms.Positions = make([]string, len(t.spans)), make([]int, len(t.spans))
	roots.Terms = make([]string, 0, roots.Length)
	for i, s := range t.spans {
		forms.Terms[i], forms.Positions[i] = letters[s.begin:s.end], s.position
		if s.rootBegin < s.rootEnd {
			roots.Terms = append(roots.Terms, letters[s.rootBegin:s.rootEnd])
		}
	}
	return forms, roots
}

// collectNames gathers the names of the texts from here on.
func (t *Tokenizer) collectNames() { t.names = &index.Text{Field: index.FieldNames} }

// collectedNames returns what collectNames gathered: names as they are heard, each once.
func (t *Tokenizer) collectedNames() index.Text {
	heard := *t.names
	t.names = nil
	slices.Sort(heard.Terms)
	heard.Terms = slices.Compact(heard.Terms)
	return heard
}

// families returns the roots of the words of paragraphs, without positions. A word without a
// root, such as a number, stands for itself.
func (t *Tokenizer) families(field string, paragraphs []string) index.Text {
	out := index.Text{Field: field}
	for _, p := range paragraphs {
		t.tokens = t.analyzer.AppendString(t.tokens[:0], p)
		for _, token := range t.tokens {
			word := token.Root
			if len(word) == 0 {
				word = token.Surface
			}
			out.Terms = append(out.Terms, string(word))
		}
	}
	out.Length = len(out.Terms)
	return out
}

// role returns the words of a post and of the names of its office: as the text has it, and as
// the gazetteer does. It is empty for no post.
func (t *Tokenizer) role(r *article.Role) index.Text {
	if r == nil {
		return index.Text{Field: index.FieldRole}
	}
	names := []string{r.Title, r.Office}
	if r.Satker != "" {
		names = append(names, labels.Office(r.Satker))
	}
	text, _ := t.Texts(index.FieldRole, "", names)
	text.Positions = nil
	slices.Sort(text.Terms)
	text.Terms = slices.Compact(text.Terms)
	text.Length = len(text.Terms)
	return text
}

// spelling returns the words of names in the form that their spellings share, and each pair of
// neighbours also as one word.
func spelling(field string, names []string) index.Text {
	t := index.Text{Field: field}
	for _, name := range names {
		words := indonesian.NameWords(indonesian.HeardEnds(name))
		t.Terms = indonesian.NameSounds(t.Terms, words)
		t.Length += len(words)
	}
	return t
}

// storyKey returns a key that is equal for texts that differ in case, spaces and punctuation
// only. It is empty for a text of less than minStoryWords.
func storyKey(body index.Text) string {
	if body.Length < minStoryWords {
		return ""
	}
	return hashKey(body.Terms)
}

// reprintKey returns a key that is equal for the article of an office and for its reprints
// under the dateline of that office, even with another text. It is made of the title, the
// office and the last event date, because the title of a weekly meeting recurs. It is empty if
// one of them is unknown.
func reprintKey(a *article.Article, title index.Text) string {
	if title.Length < minStoryTitle || a.Dateline == nil || publisher(a) == "" || len(a.EventDates) == 0 {
		return ""
	}
	origin := a.Origin
	if origin == "" {
		if o, ok := labels.Offices().ByHost(a.Dateline.Host); !ok || o.Code != publisher(a) {
			return ""
		}
		origin = publisher(a)
	}
	return hashKey(append([]string{origin, slices.Max(a.EventDates)}, title.Terms...))
}

// setQuoteStories sets by what the quotes of an article are copies of others. Doc is the
// document of the article, quotes are those of its quotes, in their order.
//
// In articles with one Story, quotes of the same words by the same speaker have one Story. In
// other texts they have one Retold if the words are at least minRetoldQuote and the texts tell
// last of the same day: formulas recur from year to year. A headline is no copy of what the
// text below it says, and words that stand twice in one article are two quotes: the first is a
// copy of the first elsewhere, the second of the second. What no office published is a copy too.
func setQuoteStories(doc index.Document, quotes []index.Document, a *article.Article) {
	day := ""
	if len(a.EventDates) > 0 {
		day = slices.Max(a.EventDates)
	}
	before := make(map[string]int, len(quotes)) // quotes of the same words, by what they say
	for i := range quotes {
		d, q := &quotes[i], &a.Quotes[i]
		d.Publisher, d.Origin, d.Outside = doc.Publisher, doc.Origin, doc.Outside
		if d.Texts[0].Length == 0 {
			continue
		}
		place := article.InParagraph
		if len(q.Parts) > 0 && q.Parts[0].In == article.InTitle {
			place = article.InTitle
		}
		speaker := speakerSpelling(q.Speaker)
		said := hashKey(slices.Concat([]string{place, speaker}, d.Texts[0].Terms))
		nth := strconv.Itoa(before[said])
		before[said]++
		if doc.Story != "" {
			d.Story = hashKey([]string{"quote", doc.Story, said, nth})
		}
		if d.Texts[0].Length >= minRetoldQuote && speaker != "" && day != "" {
			d.Publisher = cmp.Or(doc.Publisher, doc.ID) // a newspaper may have the words in two texts
			d.Retold = hashKey([]string{"quote", day, said, nth})
		}
	}
}

// speakerSpelling returns the name of a speaker in the form that its spellings share, empty for
// an unknown speaker.
func speakerSpelling(p *article.Person) string {
	if p == nil {
		return ""
	}
	words := indonesian.NameWords(p.Name)
	for i, word := range words {
		words[i] = indonesian.Skeleton(word)
	}
	return strings.Join(words, " ")
}

// SameStory reports whether two articles are copies of one story by themselves, see
// [index.Document].
func SameStory(a, b *article.Article) bool {
	var t Tokenizer
	bodyA, _ := t.Texts(index.FieldBody, "", a.Paragraphs)
	bodyB, _ := t.Texts(index.FieldBody, "", b.Paragraphs)
	if own := storyKey(bodyA); own != "" && own == storyKey(bodyB) {
		return true
	}
	titleA, _ := t.Texts(index.FieldTitle, "", []string{a.Title})
	titleB, _ := t.Texts(index.FieldTitle, "", []string{b.Title})
	own := reprintKey(a, titleA)
	return own != "" && own == reprintKey(b, titleB) && publisher(a) != publisher(b)
}

// publisher returns the code of the office that published a, empty if it is unknown.
func publisher(a *article.Article) string {
	if a.Publisher == nil {
		return ""
	}
	return a.Publisher.Code
}

// hashKey returns a key for a sequence of words.
func hashKey(parts []string) string {
	h := fnv.New64a()
	for _, t := range parts {
		_, _ = h.Write([]byte(t)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return strconv.FormatUint(h.Sum64(), 36)
}
