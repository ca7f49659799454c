package judged

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"warta/analyzers"
)

//go:embed data/subjects.yaml
var subjectsFile []byte

//go:embed data/filler.yaml
var fillerFile []byte

//go:embed data/offices.tsv
var officesFile string

// A subject is the subject of generated articles; data/subjects.yaml describes the fields.
type subject struct {
	ID      string   `yaml:"id"`
	Titles  []string `yaml:"titles"`
	Leads   []string `yaml:"leads"`
	Passing []string `yaml:"passing"`
	Decoys  []string `yaml:"decoys"`
}

// filler is the text of generated articles without their subject.
type filler struct {
	Generic []string `yaml:"generic"`
	Leads   []string `yaml:"leads"`
	Quotes  []string `yaml:"quotes"`
	Filler  []string `yaml:"filler"`
	Visits  string   `yaml:"visits"`
}

type office struct {
	code, short, full, place, host string
	chair, member                  string
}

// A made article is a generated article with its properties.
type made struct {
	id     string
	source analyzers.Source

	subject string // empty: none
	grade   int    // grade for its subject
	office  string // code of the publisher
	visitor string // code of an office that is mentioned, or ""
	chair   bool   // the chair speaks
	day     time.Time
	people  map[string]int // by full name: 3 for a speaker, 2 for a person who is only named
}

// Numbers of articles: of each grade of a subject, of its decoys, and without subject.
const (
	madeTitled  = 4
	madeLed     = 3
	madePassing = 3
	madeDecoys  = 4
	madeEmpty   = 200
)

// madeSeed is the random seed.
const madeSeed = 20260101

// madeMonths are the months of the articles: few, so that each has articles about many
// subjects.
var madeMonths = []string{"2023-06", "2023-11", "2024-02", "2024-06", "2024-11", "2025-03", "2025-11", "2025-12"}

// A maker generates articles.
type maker struct {
	random  *rand.Rand
	offices []office
	filler  filler
	count   int
}

// makeUp returns the generated articles, which are always the same.
func makeUp() ([]made, error) {
	m := maker{random: rand.New(rand.NewPCG(madeSeed, 1))} // must be repeatable
	var subjects []subject
	if err := yaml.Unmarshal(subjectsFile, &subjects); err != nil {
		return nil, fmt.Errorf("subjects: %w", err)
	}
	if err := yaml.Unmarshal(fillerFile, &m.filler); err != nil {
		return nil, fmt.Errorf("filler: %w", err)
	}
	for line := range strings.Lines(officesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) != 7 {
			return nil, fmt.Errorf("offices: %q has %d columns, want 7", line, len(c))
		}
		m.offices = append(m.offices, office{c[0], c[1], c[2], c[3], c[4], c[5], c[6]})
	}
	var all []made
	for _, s := range subjects {
		all = append(all, m.about(s)...)
	}
	turn := m.random.Perm(len(m.offices))
	for i := range madeEmpty {
		all = append(all, m.article(m.offices[turn[i%len(turn)]], subject{ID: "lain"}, 0, i, ""))
	}
	return all, nil
}

// about generates the articles of one subject, each of another office.
func (m *maker) about(s subject) []made {
	turn := m.random.Perm(len(m.offices))
	var all []made
	add := func(n, grade int, sentences []string) {
		for i := range n {
			sentence := ""
			if len(sentences) > 0 {
				sentence = sentences[i%len(sentences)]
			}
			all = append(all, m.article(m.offices[turn[len(all)]], s, grade, i, sentence))
		}
	}
	add(madeTitled, 3, nil)
	add(madeLed, 2, nil)
	add(madePassing, 1, s.Passing)
	if len(s.Decoys) > 0 {
		add(madeDecoys, 0, s.Decoys)
	}
	return all
}

// article generates one article. The number i selects the form of the subject; sentence is
// the middle of the text.
func (m *maker) article(o office, s subject, grade, i int, sentence string) made {
	m.count++
	a := made{
		id: fmt.Sprintf("%s-%04d", s.ID, m.count), subject: s.ID, grade: grade, office: o.code,
		chair: m.random.IntN(5) < 3, day: m.date(), people: map[string]int{},
	}
	title, lead := one(m.random, m.filler.Generic), one(m.random, m.filler.Leads)
	paragraphs := 2 + m.random.IntN(4)
	switch grade {
	case 3:
		title, lead = s.Titles[i%len(s.Titles)], s.Leads[i%len(s.Leads)]
		if i == madeTitled-1 { // one long article among short ones
			paragraphs = 12
		}
	case 2:
		lead = s.Leads[i%len(s.Leads)]
		paragraphs = 3 + m.random.IntN(6)
	case 1:
		paragraphs = 12 + m.random.IntN(5)
	}
	speaker, other, role, otherRole := o.chair, o.member, "Ketua", "Anggota"
	if !a.chair {
		speaker, other, role, otherRole = other, speaker, otherRole, role
	}
	var body []string
	for _, p := range m.random.Perm(len(m.filler.Filler))[:paragraphs] {
		body = append(body, m.filler.Filler[p])
	}
	middle := []string{role + " " + o.full + ", " + speaker + ", memimpin kegiatan itu. " + one(m.random, m.filler.Quotes)}
	a.people[speaker] = 3
	if m.random.IntN(10) < 3 {
		middle = append(middle, otherRole+" "+o.full+", "+other+", turut hadir.")
		a.people[other] = 2
	}
	if m.random.IntN(5) == 0 {
		if v := m.offices[m.random.IntN(len(m.offices))]; v.code != o.code {
			a.visitor = v.code
			middle = append(middle, strings.ReplaceAll(m.filler.Visits, "{full}", v.full))
		}
	}
	if sentence != "" {
		middle = append(middle, sentence)
	}
	half := len(body) / 2
	opening := fmt.Sprintf("%s, %s – %s %s, %s.", o.place, o.host, o.full, lead, m.written(a.day))
	text := append([]string{title, opening}, body[:half]...)
	text = append(append(text, middle...), body[half:]...)
	first, _, _ := strings.Cut(speaker, " ")
	filled := strings.NewReplacer("{kpu}", o.short, "{short}", first).Replace(strings.Join(text, "\n\n"))
	a.source = analyzers.Source{
		Text: filled, URL: fmt.Sprintf("https://%s/berita/baca/%d/%s", o.host, m.count, s.ID), AsOf: Today.Format(time.DateOnly),
	}
	if m.random.IntN(2) == 0 {
		a.source.Published = a.day.Format(time.DateOnly)
	}
	return a
}

// date returns a random day of one of the months, before [Today].
func (m *maker) date() time.Time {
	month := one(m.random, madeMonths)
	days := 28
	if month == Today.Format("2006-01") {
		days = Today.Day() - 1
	}
	day, _ := time.Parse("2006-01", month) // the months are valid
	return day.AddDate(0, 0, m.random.IntN(days))
}

var (
	weekdays = []string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months   = []string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
)

// written returns a day in a form that offices use, mostly in digits.
func (m *maker) written(day time.Time) string {
	weekday := weekdays[day.Weekday()]
	if m.random.IntN(3) == 0 {
		return fmt.Sprintf("%s, %d %s %d", weekday, day.Day(), months[day.Month()-1], day.Year())
	}
	return fmt.Sprintf("%s (%d/%d/%d)", weekday, day.Day(), day.Month(), day.Year())
}

func one(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }
