package page

import (
	"fmt"
	"strings"

	"warta/analyzers/article"
)

// readText reads text as it was copied from a page.
func readText(raw string) []Draft {
	var lines []line
	for text := range cleanLines(raw) {
		lines = append(lines, classify(text))
	}
	if at, section := menuEnd(lines); at > 0 {
		if above := lines[at-1]; above.kind == posted { // the day stands above the title
			lines[at-1], lines[at] = lines[at], above
			at--
		}
		return wholePage(lines[at:], section)
	}
	return assemble(lines, "")
}

// leastMenu is how many short lines must stand before a title to be the menu of a page
// that was copied as a whole.
const leastMenu = 4

// menuEnd returns the index of the title of an article above which the head of its page
// was copied too: a menu of short lines. The title is the line of four words or more at a
// line of posting, else the last one above the first paragraph. 0 where no menu stands
// there.
func menuEnd(lines []line) (title int, section string) {
	at := postedTitle(lines)
	if above := titleAboveText(lines); at < 0 || above >= 0 && above < at {
		at = above
	}
	if at <= 0 {
		return 0, ""
	}
	short, menu := 0, false
	for _, l := range lines[:at] {
		menu = menu || hasMenuWord(l.typed)
		switch {
		case l.kind == label || l.kind == related:
			section = l.text
			short++
		case l.kind == plain && countWords(l.text) <= 4 && !endsSentence(l.text):
			short++
		case l.kind == plain && sentenceLike(l.text) && opensLikeNews(l.text):
			return 0, "" // the text of an article stands above
		}
	}
	if !menu || short < leastMenu || 2*short < at {
		return 0, ""
	}
	return at, section
}

// hasMenuWord reports whether a line is an entry of a menu or holds several side by side.
func hasMenuWord(s string) bool {
	if known().menu[labelKey(strings.ToLower(s))] {
		return true
	}
	for word := range strings.FieldsSeq(s) {
		if known().menu[strings.ToLower(strings.Trim(word, "/|›»>·:"))] {
			return true
		}
	}
	return false
}

// mostHead is how many lines of a page are looked at for its title.
const mostHead = 200

// postedTitle returns the index of the title beside the first line of posting that text
// follows, -1 where there is none.
func postedTitle(lines []line) int {
	for i, l := range lines[:min(len(lines), mostHead)] {
		if l.kind != posted || l.posting.day == "" {
			continue
		}
		for _, at := range [...]int{i - 1, i - 2, i + 1} {
			if at == i-2 && i > 1 && countWords(lines[i-1].text) > 5 {
				continue // only an author stands between title and day
			}
			if at >= 0 && at < len(lines) && isTitleLine(lines[at]) && textFollows(lines, max(at, i)) {
				return at
			}
		}
	}
	return -1
}

// titleAboveText returns the index of the title nearest above the first paragraph, -1
// where there is none.
func titleAboveText(lines []line) int {
	for i, l := range lines[:min(len(lines), mostHead)] {
		if l.kind != plain || len(l.text) < 80 || !sentenceLike(l.text) {
			continue
		}
		for at := i - 1; at >= 0 && at >= i-3; at-- {
			if isTitleLine(lines[at]) {
				return at
			}
		}
	}
	return -1
}

func isTitleLine(l line) bool {
	return l.kind == plain && titleLike(l.text) && countWords(l.text) >= 4 && len(l.text) <= 2*shortLine
}

// textFollows reports whether a paragraph stands within four lines behind line i.
func textFollows(lines []line, i int) bool {
	for _, l := range lines[i+1 : min(len(lines), i+5)] {
		if l.kind == plain && (sentenceLike(l.text) || opensLikeNews(l.text) && len(l.text) >= 60) {
			return true
		}
	}
	return false
}

// wholePage reads the one article of a page that was copied from head to foot: its text
// ends where the foot begins.
func wholePage(lines []line, section string) []Draft {
	lines = withoutPostingBlock(lines)
	s := splitter{lines: lines, section: section, next: nextPlain(lines), single: true}
	for i, l := range lines {
		s.take(i)
		if s.cur != nil && len(s.cur.body) > 0 && l.kind == plain && isSignOffLine(l.text) {
			s.ended = true // what follows are tags and boxes
		}
	}
	s.finish()
	return s.drafts
}

// isSignOffLine reports whether a line is a sign-off in brackets and nothing else.
func isSignOffLine(s string) bool {
	d := Draft{}
	return len(s) >= len("(red)") && (s[0] == '(' || s[0] == '[') && d.withoutSignOff(s) == ""
}

// withoutPostingBlock drops the short lines between the title, lines[0], and the first
// paragraph that stand around a line of posting: an author, a label.
func withoutPostingBlock(lines []line) []line {
	end, stated := 1, false
	for end < len(lines) && end < 10 && (lines[end].kind != plain || len(lines[end].text) <= longestLabel && !sentenceLike(lines[end].text)) {
		stated = stated || lines[end].kind == posted
		end++
	}
	if !stated || end == len(lines) {
		return lines
	}
	kept := []line{lines[0]}
	for _, l := range lines[1:end] {
		if l.kind != plain && l.kind != label {
			kept = append(kept, l)
		}
	}
	return append(kept, lines[end:]...)
}

// assemble makes drafts of the lines of a page. Section is the label that is
// already known, if any.
func assemble(lines []line, section string) []Draft {
	s := splitter{lines: lines, section: section, next: nextPlain(lines)}
	s.listing = s.looksLikeListing()
	for i := range lines {
		s.take(i)
	}
	s.finish()
	return s.drafts
}

// nextPlain gives for each line the index of the next plain one after it, or
// len(lines).
func nextPlain(lines []line) []int {
	next := make([]int, len(lines))
	following := len(lines)
	for i := len(lines) - 1; i >= 0; i-- {
		next[i] = following
		if lines[i].kind == plain {
			following = i
		}
	}
	return next
}

// A splitter cuts the lines of a page into articles.
type splitter struct {
	lines   []line
	next    []int
	listing bool // the page shows several stories without marks between them
	single  bool // the page shows one story
	section string
	drafts  []Draft

	cur     *builder
	ended   bool // cur has had its foot: what follows is no body of it
	skip    bool // after a heading such as "Berita Terkait"
	dropped int  // index of a line that a "Baca juga" before it took along
	counter *int // a bare counter that waits for its title
}

func (s *splitter) finish() {
	if s.cur != nil && !s.cur.empty() {
		s.drafts = append(s.drafts, s.cur.draft(s.section))
	}
	s.cur, s.ended, s.skip = nil, false, false
}

func (s *splitter) start(title string) {
	s.finish()
	s.cur = &builder{title: title, views: s.counter}
	s.counter = nil
}

// plainAt returns the text of the plain line at i, or nothing beyond the end.
func (s *splitter) plainAt(i int) string {
	if i < len(s.lines) && s.lines[i].kind == plain {
		return s.lines[i].text
	}
	return ""
}

func (s *splitter) take(i int) {
	l := s.lines[i]
	if s.single && s.ended {
		switch {
		case l.kind == views || l.kind == signer:
		case l.kind == posted && l.posting.strong:
			s.cur.post(l)
			return
		default:
			return // the foot of the page
		}
	}
	hasBody := s.cur != nil && len(s.cur.body) > 0
	switch l.kind {
	case number:
		s.takeNumber(i)
	case label:
		s.takeLabel(i)
	case share, more:
		if hasBody && !s.continuesAfter(i) {
			s.ended = true
		}
	case views:
		if s.cur != nil {
			s.cur.see(l.number)
			s.ended = s.ended || hasBody && !s.continuesAfter(i)
		}
	case related:
		switch {
		case hasBody && isWeakLabel(l.text) && s.continuesAfter(i):
			s.cur.add(line{kind: plain, text: l.typed}) // a sub-heading
		case hasBody:
			s.ended, s.skip = true, true
		}
	case latest:
		if hasBody {
			s.cur.dropAuthor(l.text)
			s.ended, s.skip = true, true
		}
	case readAlso:
		if l.text == "" && i+1 < len(s.lines) && s.lines[i+1].kind == plain && titleLike(s.lines[i+1].text) {
			s.dropped = i + 1
		}
	case hashtags, notice:
	case plain:
		if s.dropped != i || i == 0 {
			s.takePlain(i)
		}
	default: // captions, credits, days: of the article that is open
		if s.cur != nil && (!s.ended || l.kind == signer) {
			s.cur.add(l)
		}
	}
}

// continuesAfter reports whether the text of the article continues after line i: the next plain
// line is a paragraph and no title.
func (s *splitter) continuesAfter(i int) bool {
	next := s.plainAt(s.next[i])
	return len(next) >= 60 && sentenceLike(next) && !titleLike(next) && !opensLikeNews(next)
}

// takeNumber reads a bare counter: before a title it opens an article.
func (s *splitter) takeNumber(i int) {
	l := s.lines[i]
	title := s.plainAt(i + 1)
	if title != "" && (titleLike(title) || repeats(s.plainAt(s.next[min(i+1, len(s.next)-1)]), title)) && s.next[i+1] < len(s.lines) && (s.cur == nil || s.ended || len(s.cur.body) > 0) {
		s.finish()
		s.counter = &l.number
		return
	}
	if s.cur != nil && !s.ended {
		s.cur.add(line{kind: plain, text: l.text})
	}
}

// repeats reports whether a paragraph begins with the title above it.
func repeats(p, title string) bool { return len(title) <= 300 && strings.HasPrefix(p, title+" ") }

// takeLabel reads a section label. Inside a body the same word may be a
// sub-heading, and under a label it may be the title.
func (s *splitter) takeLabel(i int) {
	l := s.lines[i]
	switch {
	case s.cur == nil && (s.section == "" || titleLike(s.plainAt(i+1)) || len(s.drafts) > 0):
		s.section = l.text
	case s.cur == nil:
		s.start(l.text)
	case s.ended && s.single:
	case s.ended:
		s.finish()
		s.section = l.text
	case len(s.cur.body) > 0 || s.cur.title == "" || !strings.HasPrefix(strings.ToLower(l.text), "berita"):
		s.cur.add(line{kind: plain, text: l.text})
	}
}

func (s *splitter) takePlain(i int) {
	l := s.lines[i]
	following := s.plainAt(s.next[i])
	switch {
	case s.cur == nil:
		s.open(i, following)
	case s.ended && s.single:
	case s.ended:
		body := s.plainAt(s.next[i])
		if (titleLike(l.text) || l.heading) && !isDatedTitle(l.text) && !isDatedTitle(body) && (opensLikeNews(body) || !s.skip && sentenceLike(body) && countWords(l.text) >= 3) {
			s.start(l.text)
		}
	case len(s.cur.body) > 0 && s.splitsAt(i, following):
		s.start(l.text)
	default:
		s.cur.add(l)
	}
}

// open begins an article with the plain line at i: its title, unless it is a
// label that we do not know, or running text.
func (s *splitter) open(i int, following string) {
	l := s.lines[i]
	isTitle := l.heading || titleLike(l.text) || repeats(following, l.text) ||
		len(l.text) <= 2*shortLine && following != "" && !opensLikeNews(l.text) && !sentenceLike(l.text)
	switch {
	case following == "" && sentenceLike(l.text), !isTitle:
		s.start("")
		s.cur.add(l)
	case s.section == "" && !l.heading && countWords(l.text) <= 3 && !endsSentence(l.text) && titleLike(following) &&
		countWords(following) >= 4 && !sentenceLike(following) && sentenceLike(s.plainAt(s.next[s.next[i]])):
		s.section = l.text
	default:
		s.start(l.text)
	}
}

// splitsAt reports whether the plain line at i, which follows body text, is the
// title of a further article.
func (s *splitter) splitsAt(i int, following string) bool {
	l := s.lines[i]
	if following == "" || !titleLike(l.text) || !s.listing {
		return false
	}
	words := countWords(l.text)
	if opensLikeNews(following) {
		return words >= 3
	}
	if isLead(following) {
		return words >= 4 && capitalised(l.text) >= 0.7
	}
	return words >= 5 && capitalised(l.text) >= 0.6 && len(following) >= 80 && !titleLike(following)
}

// looksLikeListing reports whether the page shows several stories. Without
// marks between them (A-04: the body of each is one paragraph) the evidence is
// that several titles stand before what opens as a story, or that long titles
// and single long paragraphs take turns.
func (s *splitter) looksLikeListing() bool {
	stories := 0
	for i, l := range s.lines {
		if l.kind != plain || !titleLike(l.text) || isDatedTitle(l.text) {
			continue
		}
		if next := s.plainAt(s.next[i]); opensLikeNews(next) || isLead(next) && countWords(l.text) >= 4 && capitalised(l.text) >= 0.7 {
			stories++
		}
	}
	return stories > 1 || s.takeTurns()
}

func (s *splitter) takeTurns() bool {
	var texts []string
	for _, l := range s.lines {
		if l.kind == plain {
			texts = append(texts, l.text)
		}
	}
	if len(texts) < 4 || len(texts)%2 != 0 {
		return false
	}
	about := 0
	for i := 0; i < len(texts); i += 2 {
		title, body := texts[i], texts[i+1]
		if !titleLike(title) || countWords(title) < 6 || title[len(title)-1] == '?' || len(body) < 300 || titleLike(body) {
			return false
		}
		if namesCommission(title) {
			about++
		}
	}
	return about*2 >= len(texts)/2+1
}

// isLead reports whether a paragraph begins as a story without a dateline does: the
// office in full, and soon the day.
func isLead(p string) bool {
	if len(p) < 150 {
		return false
	}
	head := p[:lastBoundary(p, min(len(p), 60))]
	first, rest, _ := strings.Cut(head, " ")
	level, _, _ := strings.Cut(rest, " ")
	return isCommissionWord(strings.ToLower(first)) && isLevelWord(strings.ToLower(level)) && hasDay(p[:lastBoundary(p, min(len(p), 220))])
}

// hasDay reports whether a day in brackets stands in s: "(2/2/2026)", "(4/11)".
func hasDay(s string) bool {
	for from := 0; ; {
		i := strings.IndexByte(s[from:], '(')
		if i < 0 {
			return false
		}
		from += i + 1
		end := strings.IndexByte(s[from:], ')')
		if end < 0 {
			return false
		}
		parts := strings.Split(strings.TrimSpace(s[from:from+end]), "/")
		if len(parts) >= 2 && len(parts) <= 3 && atoi(strings.TrimSpace(parts[0])) > 0 && atoi(strings.TrimSpace(parts[1])) > 0 {
			return true
		}
	}
}

// maySeveral counts the lines inside a body that look like titles of further articles
// without a sign of it in their texts.
func maySeveral(body []string) int {
	n := 0
	for i := 1; i+1 < len(body); i++ {
		if titleLike(body[i]) && countWords(body[i]) >= 5 && capitalised(body[i]) >= 0.7 && len(body[i+1]) >= 200 &&
			hasDay(body[i+1][:lastBoundary(body[i+1], min(len(body[i+1]), 220))]) {
			n++
		}
	}
	return n
}

// A builder gathers one article.
type builder struct {
	title, published string
	unclear          string // a day of posting whose day and month may be exchanged
	body, captions   []string
	credits          *article.Credits
	views            *int
}

func (b *builder) empty() bool { return b.title == "" && len(b.body) == 0 }

// see takes a view count; the first one counts.
func (b *builder) see(n int) {
	if b.views == nil {
		b.views = &n
	}
}

// add takes a line of the article in its place.
func (b *builder) add(l line) {
	switch l.kind {
	case plain, label, related, share, number:
		b.body = append(b.body, l.text)
	case caption:
		if l.text != "" {
			b.captions = append(b.captions, l.text)
		}
	case signer:
		b.sign(l.part, l.text)
	case posted:
		b.post(l)
	default: // buttons, notices and lists are no part of the article
	}
}

// post takes a line of posting. A day alone among the text is text: one of a list.
func (b *builder) post(l line) {
	if len(b.body) > 0 && !l.posting.strong {
		b.body = append(b.body, l.typed)
		return
	}
	if b.published == "" {
		b.published = l.posting.day
		b.unclear = orElse(b.unclear, l.posting.unclear)
	}
	for _, s := range l.signers {
		b.sign(s.part, s.name)
	}
	if l.posting.viewed {
		b.see(l.posting.views)
	}
}

// dropAuthor drops the box about the author above the list of the author's articles: the
// lines from the name on.
func (b *builder) dropAuthor(name string) {
	for i := len(b.body) - 1; i > 0 && i >= len(b.body)-4; i-- {
		if strings.EqualFold(b.body[i], name) {
			b.body = b.body[:i]
			return
		}
	}
}

// sign takes a line of credits in the manner of the press.
func (b *builder) sign(part, name string) {
	if part == "" {
		return // a source, an uploader: no field is theirs
	}
	if b.credits == nil {
		b.credits = &article.Credits{}
	}
	target := &b.credits.Writer
	switch part {
	case "editor":
		target = &b.credits.Editor
	case "photo":
		target = &b.credits.Photo
	}
	if *target == "" {
		*target = name
	}
}

// draft finishes the article: what stands at head and foot of the body is taken
// off, then it is judged.
func (b *builder) draft(section string) Draft {
	d := Draft{Section: section, Title: b.title, Captions: b.captions, Credits: b.credits, Views: b.views, Published: b.published}
	d.Paragraphs = make([]string, 0, len(b.body))
	for _, p := range b.body {
		if p = d.withoutInserts(p); p != "" {
			d.Paragraphs = append(d.Paragraphs, p)
		}
	}
	if b.published == "" && b.unclear != "" {
		d.Warnings = append(d.Warnings, article.Warning{
			Code:    article.WarnDoubtfulDate,
			Message: fmt.Sprintf("Tanggal terbit pada halaman, “%s”, bisa berarti dua tanggal dan tidak dipakai.", b.unclear),
		})
	}
	if n := maySeveral(d.Paragraphs); n > 0 {
		d.Warnings = append(d.Warnings, article.Warning{
			Code:    article.WarnMaybeSeveral,
			Message: fmt.Sprintf("Teks ini mungkin memuat beberapa artikel: %d barisnya tampak seperti judul. Kirim setiap artikel sendiri.", n),
		})
	}
	d.cutFoot()
	d.cutHead()
	if d.Title == "" && len(d.Paragraphs) > 0 {
		d.Title = opening(d.Paragraphs[0])
	}
	d.Kind = kindOf(&d)
	return d
}
