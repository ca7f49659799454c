package indextest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"

	"warta/analyzers/article"
	"warta/index"
)

// A Corpus generates random articles and requests, which depend on the seed only. It uses
// few words, names and days, so that many requests match.
type Corpus struct {
	random  *rand.Rand
	earlier []*article.Article // for copies; themselves no copies
	groups  *index.DatedGroups // of the last request that had some
}

// NewCorpus returns a corpus for a seed.
func NewCorpus(seed uint64) *Corpus {
	return &Corpus{random: rand.New(rand.NewPCG(seed, 42))} // must be repeatable
}

var (
	words = strings.Fields(`komisi pemilihan umum kpu ketua anggota rapat pleno data pemilih logistik arsip
		kampanye debat suara surat kotak kecamatan desa sosialisasi pelatihan jujur adil sumber daya manusia
		pemutakhiran verifikasi partai calon pasangan dapil anggaran hukum sengketa bawaslu tps petugas pantarlih`)
	people  = []string{"Handi Tri Ujiono", "Siti Aminah", "Budi Santoso", "Rahma Dewi", "Yosef Wanimbo", "Made Arta"}
	satkers = []string{"00", "33", "33.74", "33.01", "32", "32.73", "12", "12.71", "91.03"}
	sayings = []string{
		"kami mengajak semua pemilih datang ke tps pada hari pemungutan suara", "kotak suara dan surat suara sudah tiba di gudang",
		"terima kasih kepada semua petugas",
	}
	rules  = []string{"pkpu/8/2024", "pkpu/10/2024", "uu/7/2017", "keputusan-kpu-daerah/3374-12/2024"}
	topics = []string{"arsip", "silog", "sortir-lipat", "debat", "apk", "simulasi"}
)

// word returns a random word; earlier words of the list are more frequent.
func (c *Corpus) word() string {
	at := int(float64(len(words)) * c.random.Float64() * c.random.Float64())
	return words[at]
}

func (c *Corpus) sentence(least, most int) string {
	n := least + c.random.IntN(most-least+1)
	list := make([]string, n)
	for i := range list {
		list[i] = c.word()
	}
	return strings.Join(list, " ")
}

// date returns a random day of a few months, or "" in one of ten calls.
func (c *Corpus) date() string {
	if c.random.IntN(10) == 0 {
		return ""
	}
	return fmt.Sprintf("20%02d-%02d-%02d", 24+c.random.IntN(2), 1+c.random.IntN(4), 1+c.random.IntN(5))
}

func (c *Corpus) some(list []string, most int) []string {
	var out []string
	for _, i := range c.random.Perm(len(list))[:min(len(list), c.random.IntN(most+1))] {
		out = append(out, list[i])
	}
	return out
}

// Article returns a random article with quotes. One in eight is a copy of an earlier one with
// its quotes, and one in eight has the title and the dateline of one story of an office, and
// mostly quotes that others have too.
func (c *Corpus) Article(id string) *article.Article {
	a := &article.Article{
		ID: id, Kind: article.News, Title: c.sentence(2, 8), URL: "https://kpu.example/" + id,
		Date: c.date(), Satker: c.some(satkers, 3), Publisher: &article.Office{Code: satkers[c.random.IntN(len(satkers))]},
	}
	var quotes []article.Quote
	isCopy := len(c.earlier) > 0 && c.random.IntN(8) == 0
	if isCopy {
		of := c.earlier[c.random.IntN(len(c.earlier))]
		a.Paragraphs, quotes = of.Paragraphs, slices.Clone(of.Quotes)
		if c.random.IntN(2) == 0 {
			a.Origin = satkers[c.random.IntN(len(satkers))]
		}
	} else {
		for range 1 + c.random.IntN(4) {
			a.Paragraphs = append(a.Paragraphs, c.sentence(3, 30))
		}
		c.earlier = append(c.earlier, a)
	}
	if day := c.date(); day != "" {
		a.EventDates = []string{day}
	}
	retold := c.random.IntN(8) == 0
	if retold {
		const host, office = "kota-semarang.kpu.go.id", "33.74"
		a.Title, a.Dateline = "sosialisasi pemilih pemula "+c.word(), &article.Dateline{Host: host}
		a.EventDates, a.Origin = []string{"2025-01-01"}, ""
		if a.Publisher.Code != office {
			a.Origin = office
		}
	}
	for _, t := range c.some(topics, 2) {
		a.Topics = append(a.Topics, article.Topic{ID: t, Score: 0.5})
	}
	for _, id := range c.some(rules, 2) {
		a.Regulations = append(a.Regulations, article.Regulation{ID: id})
	}
	for _, name := range c.some(people, 3) {
		a.Officials = append(a.Officials, article.Official{ID: Slug(name), Name: name, Public: c.random.IntN(5) > 0})
	}
	if !isCopy {
		quotes = make([]article.Quote, c.random.IntN(4))
	}
	for i := range quotes {
		c.fillQuote(&quotes[i], a.Officials)
		quotes[i].ID = fmt.Sprintf("%s-%d", id, i)
		if retold && c.random.IntN(4) > 0 {
			quotes[i].Text, quotes[i].Speaker = sayings[c.random.IntN(len(sayings))], &article.Person{ID: Slug(people[0]), Name: people[0]}
		}
	}
	a.Quotes = quotes
	return a
}

// fillQuote gives a quote its kind, and what it does not have: words and a speaker, one of the
// officials or none.
func (c *Corpus) fillQuote(q *article.Quote, officials []article.Official) {
	q.Kind, q.Confidence = article.Direct, float64(c.random.IntN(101))/100
	if c.random.IntN(4) == 0 {
		q.Kind = article.Indirect
	}
	if q.Text == "" {
		q.Text = c.sentence(3, 12)
	}
	if q.Speaker == nil && len(officials) > 0 && c.random.IntN(4) > 0 {
		o := officials[c.random.IntN(len(officials))]
		q.Speaker = &article.Person{ID: o.ID, Name: o.Name}
		q.Role = &article.Role{Title: "Ketua", Satker: satkers[c.random.IntN(len(satkers))]}
	}
}

// Slug returns the ID of a person whose name has only letters and spaces.
func Slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// Request returns a random valid request.
func (c *Corpus) Request() index.Request {
	r := index.Request{
		Of: index.Of(c.random.IntN(2)), Size: c.random.IntN(12), Collapse: c.random.IntN(2) == 0,
		Sort: []index.Sort{index.ByRelevance, index.Newest, index.Oldest}[c.random.IntN(3)],
	}
	if c.random.IntN(5) > 0 {
		r.Where = c.expr(r.Of, 3)
	}
	if r.Collapse {
		r.Places = c.random.IntN(4)
	}
	if c.random.IntN(4) == 0 {
		r.Hits = c.expr(r.Of, 2)
	}
	r.Explain = c.random.IntN(3) == 0
	if c.random.IntN(3) == 0 {
		r.Refine = c.expr(r.Of, 2)
	}
	key := func(name string) string { return index.KeyField(r.Of, name) }
	if c.random.IntN(2) == 0 {
		r.Filters = append(r.Filters, index.Filter{Facet: index.FacetSatker, Where: c.values(key(index.KeySatker), satkers)})
	}
	if c.random.IntN(3) == 0 {
		r.Filters = append(r.Filters, index.Filter{Facet: index.FacetTopic, Where: c.values(key(index.KeyTopic), topics)})
	}
	if c.random.IntN(4) == 0 {
		r.Filters = append(r.Filters, index.Filter{Facet: index.FacetRegulation, Where: c.values(key(index.KeyRegulation), rules)})
	}
	if c.random.IntN(3) == 0 {
		r.Filters = append(r.Filters, index.Filter{Where: c.values(key(index.KeyYear), []string{"2024", "2025"})})
	}
	for _, f := range []struct{ facet, key string }{
		{index.FacetOfficial, index.KeyOfficial},
		{index.FacetSatker, index.KeySatker},
		{index.FacetTopic, index.KeyTopic},
		{index.FacetRegulation, index.KeyRegulation},
		{index.FacetDate, index.KeyMonth},
	} {
		if c.random.IntN(2) == 0 {
			r.Facets = append(r.Facets, index.FacetAsk{Facet: f.facet, Field: key(f.key), Size: c.random.IntN(6), Always: []string{"33", "nothing"}})
			if c.random.IntN(3) == 0 {
				r.Facets[len(r.Facets)-1].Groups = pairs
			} else if c.random.IntN(3) == 0 {
				r.Facets[len(r.Facets)-1].Dated = c.dated()
			}
		}
	}
	if r.Of == index.Articles && c.random.IntN(2) == 0 {
		r.Facets = append(r.Facets, index.FacetAsk{Facet: index.FacetStage, Field: index.KeyStage, Size: c.random.IntN(6)})
	}
	switch c.random.IntN(3) {
	case 0:
		r.Keep = c.random.IntN(20)
		if r.Sort == index.ByRelevance {
			r.Skip = c.random.IntN(5)
		}
	case 1:
		if r.Sort != index.ByRelevance {
			id := fmt.Sprint(c.random.IntN(60))
			r.After = &index.Position{Date: c.date(), ID: index.ArticleDocument(id)}
			if r.Of == index.Quotes {
				r.After.ID = index.QuotePrefix(id)
			}
		}
	}
	return r
}

// pairs groups values by their second byte; some values have no group.
var pairs = &Groups{Of: func(value string) string {
	if len(value) < 2 || value[1] == 'o' {
		return ""
	}
	return value[1:2]
}}

// Groups is an [index.Grouping] by a function.
type Groups struct {
	Of      func(value string) string
	version atomic.Uint64
}

// Group implements [index.Grouping].
func (g *Groups) Group(value string) string { return g.Of(value) }

// Version implements [index.Grouping].
func (g *Groups) Version() uint64 { return g.version.Load() }

// Regroup replaces the function and increases the version.
func (g *Groups) Regroup(of func(value string) string) {
	g.Of = of
	g.version.Add(1)
}

// Words returns a random request for words.
func (c *Corpus) Words() index.WordsAsk {
	text := []byte(c.word())
	for range c.random.IntN(3) {
		at := c.random.IntN(len(text))
		switch c.random.IntN(3) {
		case 0:
			text[at] = 'x'
		case 1:
			text = slices.Insert(text, at, 'y')
		default:
			text[at], text[0] = text[0], text[at]
		}
	}
	return index.WordsAsk{
		Fields: c.some(index.WordFields, 3), Text: string(text), Edits: c.random.IntN(index.MaxEdits + 1),
		Prefix: c.random.IntN(2) == 0, Size: 1 + c.random.IntN(40),
	}
}

// dated returns random groups by the day, mostly those of the last call.
func (c *Corpus) dated() *index.DatedGroups {
	if c.groups != nil && c.random.IntN(4) > 0 {
		return c.groups
	}
	of := index.Of(c.random.IntN(2))
	c.groups = &index.DatedGroups{Only: index.Term{Field: index.KeyField(of, index.KeyTopic), Text: topics[c.random.IntN(len(topics))]}, Of: make(map[string][]index.DatedGroup)}
	for _, value := range c.some(slices.Concat(satkers, topics), 10) {
		for range 1 + c.random.IntN(3) {
			c.groups.Of[value] = append(c.groups.Of[value], index.DatedGroup{Name: fmt.Sprint("g", c.random.IntN(3)), From: c.date(), To: c.date()})
		}
	}
	return c.groups
}

func (c *Corpus) values(field string, list []string) index.Expr {
	var alternatives index.Any
	for _, v := range c.some(list, 3) {
		alternatives = append(alternatives, index.Term{Field: field, Text: v})
	}
	return alternatives
}

// expr returns a random expression of at most some depth.
func (c *Corpus) expr(of index.Of, depth int) index.Expr {
	fields := []string{index.FieldTitle, index.FieldBody, index.FieldPeople}
	rootFields := []string{index.FieldTitleRoot, index.FieldBodyRoot, index.FieldOpening}
	if of == index.Quotes {
		fields, rootFields = []string{index.FieldQuote, index.FieldSpeaker}, []string{index.FieldQuoteRoot, index.FieldAround, index.FieldQuoteTitle, index.FieldRole}
	}
	field := fields[c.random.IntN(len(fields))]
	parts := func() []index.Expr {
		list := make([]index.Expr, 1+c.random.IntN(3))
		for i := range list {
			list[i] = c.expr(of, depth-1)
		}
		return list
	}
	boost := 1 + float64(c.random.IntN(3))/2
	kind := c.random.IntN(10)
	if depth == 0 {
		kind = c.random.IntN(5)
	}
	switch kind {
	case 0, 1:
		return index.Term{Field: field, Text: c.word(), Boost: boost}
	case 2:
		t := index.Term{Field: rootFields[c.random.IntN(len(rootFields))], Text: c.word(), Boost: boost}
		if c.random.IntN(4) == 0 {
			t.RareIn = rootFields[c.random.IntN(len(rootFields))]
		}
		return t
	case 3:
		p := index.Phrase{Field: field, Terms: []string{c.word(), c.word()}, Boost: boost}
		if c.random.IntN(4) == 0 {
			p.Terms = append(p.Terms, "", c.word())
		}
		return p
	case 4:
		return index.Prefix{Field: field, Text: c.word()[:2+c.random.IntN(2)], Boost: boost}
	case 5:
		return index.All(parts())
	case 6, 7:
		return index.Any(parts())
	case 8:
		if c.random.IntN(2) == 0 {
			return index.Best(parts())
		}
		return index.Weigh{Of: c.expr(of, depth-1), Boost: boost}
	case 9:
		return index.All{c.expr(of, depth-1), index.Not{Of: c.expr(of, depth-1)}}
	default:
		if of == index.Articles && c.random.IntN(2) == 0 {
			return index.All{index.Everything{}, index.Quoted{Of: c.expr(index.Quotes, depth-1)}}
		}
		return index.Prefer{Want: c.expr(of, depth-1), More: parts()}
	}
}
