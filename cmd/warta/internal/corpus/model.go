package corpus

import (
	"bufio"
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

//go:embed data/words.tsv
var wordFrequencies string

//go:embed data/lists.txt
var listsFile string

// A model holds the distributions that articles are drawn from.
type model struct {
	lists    map[string][]string
	words    table[string]
	offices  table[*office]
	national *office
	topics   table[*topic]
	days     table[time.Time]
}

// An office is an Office with its people.
type office struct {
	Office
	parent *office
	path   []string // codes, topmost first
	people table[person]
}

// A person is an official of an office.
type person struct{ name, role string }

// A topic is a Topic with its words.
type topic struct {
	Topic
	words []string // words that are more frequent in its articles
}

// Shares of draws other than plain words, as in real news.
const (
	collocations     = 12_000
	shareCollocation = 0.12
	shareNumber      = 0.02
	shareFamily      = 0.012
	numbers          = 6_000
)

func newModel(offices []Office, topics []Topic, seed uint64) (*model, error) {
	r := rand.New(rand.NewPCG(seed, 0))
	lists, err := parseLists(listsFile)
	if err != nil {
		return nil, err
	}
	m := &model{lists: lists}
	base, err := m.addWords(r)
	if err != nil {
		return nil, err
	}
	m.addTopics(r, topics, base)
	if err := m.addOffices(r, offices); err != nil {
		return nil, err
	}
	m.addDays()
	return m, nil
}

func parseLists(text string) (map[string][]string, error) {
	lists := map[string][]string{}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		case section == "":
			return nil, fmt.Errorf("lists: %q stands before the first section", line)
		default:
			lists[section] = append(lists[section], line)
		}
	}
	for _, name := range []string{
		"given-names", "family-names", "title-verbs", "lead-verbs", "say", "say-nya", "said-that",
		"divisions", "places", "guests", "families",
	} {
		if len(lists[name]) == 0 {
			return nil, fmt.Errorf("lists: no section %q", name)
		}
	}
	return lists, nil
}

// addWords fills the table of words: plain words by frequency, collocations for recurring
// phrases, numbers, and families of inflected words.
func (m *model) addWords(r *rand.Rand) ([]string, error) {
	var (
		words   []string
		weights []float64
		total   float64
	)
	lines := bufio.NewScanner(strings.NewReader(wordFrequencies))
	for lines.Scan() {
		word, count, _ := strings.Cut(lines.Text(), "\t")
		n, err := strconv.ParseFloat(count, 64)
		if err != nil {
			return nil, fmt.Errorf("word frequencies: %q: %w", lines.Text(), err)
		}
		words, weights, total = append(words, word), append(weights, n), total+n
	}
	base := words[:len(words):len(words)]

	more := func(items []string, share float64, zipf func(int) float64) {
		var sum float64
		for i := range items {
			sum += zipf(i)
		}
		for i, item := range items {
			words, weights = append(words, item), append(weights, total*share*zipf(i)/sum)
		}
	}
	more(makeCollocations(r, base), shareCollocation, func(i int) float64 { return math.Pow(float64(i+20), -0.9) })
	more(makeNumbers(r), shareNumber, func(int) float64 { return 1 })
	var flat []string
	for _, family := range m.lists["families"] {
		flat = append(flat, strings.Fields(family)...)
	}
	more(flat, shareFamily, func(i int) float64 { return 1 / float64(i%7+1) })
	m.words = newTable(words, weights)
	return base, nil
}

func makeCollocations(r *rand.Rand, base []string) []string {
	seen := make(map[string]bool, collocations)
	out := make([]string, 0, collocations)
	for len(out) < collocations {
		n := pick(r, []int{2, 2, 2, 3, 3, 4})
		low := pick(r, []float64{40, 200, 800})
		words := make([]string, n)
		for i := range words {
			words[i] = base[min(int(low*pareto(r, 0.9)), 40_000, len(base)-1)]
		}
		if s := strings.Join(words, " "); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

func makeNumbers(r *rand.Rand) []string {
	out := make([]string, numbers)
	for i := range out {
		switch k := r.Float64(); {
		case k < 0.3:
			out[i] = strconv.Itoa(2 + r.IntN(98))
		case k < 0.6:
			out[i] = fmt.Sprintf("%d.%03d", 1+r.IntN(999), r.IntN(1000))
		case k < 0.7:
			out[i] = fmt.Sprintf("%d.%03d.%03d", 1+r.IntN(9), r.IntN(1000), r.IntN(1000))
		case k < 0.85:
			out[i] = fmt.Sprintf("%d,%d persen", 1+r.IntN(99), 10+r.IntN(90))
		default:
			out[i] = fmt.Sprintf("Nomor %d Tahun %d", 1+r.IntN(40), 2012+r.IntN(14))
		}
	}
	return out
}

func (m *model) addTopics(r *rand.Rand, given []Topic, base []string) {
	topics := make([]*topic, len(given))
	weights := make([]float64, len(given))
	for i, t := range given {
		own := make([]string, 90)
		for j := range own {
			own[j] = base[min(300+int(120*pareto(r, 0.7)), 50_000, len(base)-1)]
		}
		topics[i] = &topic{t, own}
		weights[i] = math.Pow(float64(i+3), -0.8)
	}
	r.Shuffle(len(weights), func(i, j int) { weights[i], weights[j] = weights[j], weights[i] })
	m.topics = newTable(topics, weights)
}

func (m *model) addOffices(r *rand.Rand, given []Office) error {
	byCode := make(map[string]*office, len(given))
	used := map[string]bool{}
	offices := make([]*office, len(given))
	weights := make([]float64, len(given))
	for i, g := range given {
		o := &office{Office: g, path: []string{g.Code}}
		byCode[g.Code] = o
		if g.Parent != "" {
			if o.parent = byCode[g.Parent]; o.parent == nil {
				return fmt.Errorf("office %s: its parent %s must come before it", g.Code, g.Parent)
			}
			o.path = append(append([]string(nil), o.parent.path...), g.Code)
		}
		members, weight := 5, 1.0
		switch g.Level {
		case "nasional":
			members, weight, m.national = 24, 180, o
		case "provinsi":
			members, weight = 7, 6
		}
		o.people = m.staff(r, g, members, used)
		offices[i], weights[i] = o, weight*math.Exp(0.9*r.NormFloat64())
	}
	if m.national == nil {
		return fmt.Errorf("%d offices, none of level nasional", len(given))
	}
	m.offices = newTable(offices, weights)
	return nil
}

func (m *model) staff(r *rand.Rand, o Office, members int, used map[string]bool) table[person] {
	given, family := m.lists["given-names"], m.lists["family-names"]
	var people []person
	var weights []float64
	for len(people) < members {
		name := pick(r, given)
		if r.Float64() < 0.3 {
			name += " " + pick(r, given)
		}
		name += " " + pick(r, family)
		if strings.HasPrefix(o.Code, "51") { // Bali
			name = pick(r, []string{"I Gede ", "I Made ", "Ni Putu ", "I Wayan ", "Ni Ketut "}) + name
		}
		if used[name] {
			continue
		}
		used[name] = true
		role := "Ketua"
		switch {
		case len(people) == members-1:
			role = "Sekretaris"
		case len(people) > 0:
			division := pick(r, m.lists["divisions"])
			role = pick(r, []string{"Anggota", "Anggota", "Komisioner", "Ketua " + division, "Kadiv " + strings.TrimPrefix(division, "Divisi ")})
		}
		people = append(people, person{name, role})
		weights = append(weights, math.Pow(float64(len(people)), -1.1))
	}
	return newTable(people, weights)
}

// addDays fills the twelve years from 2014; election months weigh more.
func (m *model) addDays() {
	year := map[int]float64{
		2014: 2.2, 2015: 1.3, 2016: .8, 2017: 1.2, 2018: 2.1, 2019: 2.6,
		2020: 1.9, 2021: 1.2, 2022: 1.7, 2023: 3.2, 2024: 5.2, 2025: 2.6,
	}
	peak := map[[2]int]float64{
		{2014, 4}: 3, {2014, 7}: 2.5, {2015, 12}: 3, {2017, 2}: 2.5, {2018, 6}: 3, {2019, 4}: 3.5, {2019, 5}: 2,
		{2020, 12}: 3, {2023, 12}: 1.6, {2024, 2}: 3.2, {2024, 3}: 1.8, {2024, 11}: 3, {2024, 12}: 1.6,
	}
	var days []time.Time
	var weights []float64
	for d := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2026; d = d.AddDate(0, 0, 1) {
		w := year[d.Year()]
		if p, ok := peak[[2]int{d.Year(), int(d.Month())}]; ok {
			w *= p
		}
		if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			w *= 0.35
		}
		days, weights = append(days, d), append(weights, w)
	}
	m.days = newTable(days, weights)
}
