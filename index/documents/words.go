package documents

import (
	"bytes"
	"hash/fnv"
	"slices"
	"strconv"

	"warta/analyzers/article"
	"warta/analyzers/indonesian"
	"warta/index"
	"warta/index/labels"
)

// Words cuts texts into the tokens of documents and of queries alike. It is
// not for two goroutines at once.
type Words struct {
	analyzer indonesian.Analyzer
	tokens   []indonesian.Token
	letters  []byte // of the terms of a text, one behind the other
	spans    []termSpan
}

// A termSpan is where in words.letters a token lies, and its root, and its position.
// Nearly every second word is its own root.
type termSpan struct {
	begin, end, rootBegin, rootEnd, position int
}

// Texts returns the forms of the paragraphs with their positions, and their
// roots.
func (w *Words) Texts(field, rootField string, paragraphs []string) (forms, roots index.Text) {
	forms, roots = index.Text{Field: field}, index.Text{Field: rootField}
	w.letters, w.spans = w.letters[:0], w.spans[:0]
	base := 0
	for _, p := range paragraphs {
		w.tokens = w.analyzer.AppendString(w.tokens[:0], p)
		last := -1
		for _, t := range w.tokens {
			s := termSpan{begin: len(w.letters), position: base + t.Position}
			w.letters = append(w.letters, t.Surface...)
			s.end = len(w.letters)
			switch {
			case len(t.Root) == 0:
			case bytes.Equal(t.Root, t.Surface):
				s.rootBegin, s.rootEnd = s.begin, s.end
			default:
				s.rootBegin = len(w.letters)
				w.letters = append(w.letters, t.Root...)
				s.rootEnd = len(w.letters)
			}
			if s.rootBegin < s.rootEnd {
				roots.Length++
			}
			w.spans = append(w.spans, s)
			if t.Position != last {
				forms.Length++
				last = t.Position
			}
		}
		base += last + 1 + paragraphGap
	}
	if len(w.spans) == 0 {
		return forms, roots
	}
	letters := string(w.letters)
	forms.Terms, forms.Positions = make([]string, len(w.spans)), make([]int, len(w.spans))
	roots.Terms = make([]string, 0, roots.Length)
	for i, s := range w.spans {
		forms.Terms[i], forms.Positions[i] = letters[s.begin:s.end], s.position
		if s.rootBegin < s.rootEnd {
			roots.Terms = append(roots.Terms, letters[s.rootBegin:s.rootEnd])
		}
	}
	return forms, roots
}

// spelling returns the words of names in the form that their spellings share,
// and two words side by side also as one.
func spelling(field string, names []string) index.Text {
	t := index.Text{Field: field}
	for _, name := range names {
		words := indonesian.NameWords(name)
		for i, word := range words {
			t.Terms = append(t.Terms, indonesian.Skeleton(word))
			if i > 0 {
				t.Terms = append(t.Terms, indonesian.Skeleton(words[i-1]+word))
			}
		}
		t.Length += len(words)
	}
	return t
}

// story returns a key that is equal for equal texts, whatever their case,
// spaces and punctuation; empty for a text too short to tell.
func story(body index.Text) string {
	if body.Length < minStoryWords {
		return ""
	}
	return storyKey(body.Terms)
}

// retold returns a key that is equal for the article of an office and for what
// others print of it under its dateline, whatever they changed in the text: the
// title, the office, and the last day of which it tells, since the title of a
// weekly meeting comes back. It is empty where one of them is not known.
func retold(a *article.Article, title index.Text) string {
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
	return storyKey(append([]string{origin, slices.Max(a.EventDates)}, title.Terms...))
}

// SameStory reports whether two articles are copies, as [Document] says.
func SameStory(a, b *article.Article) bool {
	var w Words
	bodyA, _ := w.Texts(index.FieldBody, "", a.Paragraphs)
	bodyB, _ := w.Texts(index.FieldBody, "", b.Paragraphs)
	if own := story(bodyA); own != "" && own == story(bodyB) {
		return true
	}
	titleA, _ := w.Texts(index.FieldTitle, "", []string{a.Title})
	titleB, _ := w.Texts(index.FieldTitle, "", []string{b.Title})
	own := retold(a, titleA)
	return own != "" && own == retold(b, titleB) && publisher(a) != publisher(b)
}

// publisher returns the code of the office that published a, empty where it is
// not known.
func publisher(a *article.Article) string {
	if a.Publisher == nil {
		return ""
	}
	return a.Publisher.Code
}

func storyKey(parts []string) string {
	h := fnv.New64a()
	for _, t := range parts {
		_, _ = h.Write([]byte(t)) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return strconv.FormatUint(h.Sum64(), 36)
}
