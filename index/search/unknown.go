package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"warta/analyzers/indonesian"
	"warta/analyzers/satker"
	"warta/analyzers/stages"
	"warta/index"
	"warta/index/dockeys"
	"warta/index/labels"
	"warta/index/people"
	"warta/index/understand"
)

// Bounds of the values of filters that are said to be unknown.
const (
	maxUnknown = 10 // values of one query
	maxMeant   = 3  // known values offered for one
	// meantEdits is how many letters of a name may be wrong for it to be offered.
	meantEdits = 1
)

// A filterValues is the values that a query has for one of its filters.
type filterValues struct {
	parameter string
	values    []string
	known     func(ctx context.Context, value string) (bool, error)
	meant     func(ctx context.Context, value string) ([]understand.MeantValue, error)
}

// unknownValues returns the values of filters that name nothing: people whom no article
// names, offices and topics that do not exist, regulations that no article names, posts that no speaker had. Such a value
// matches nothing. Of each it says which known ones may be meant.
func (s *Searcher) unknownValues(ctx context.Context, q Query) ([]understand.UnknownValue, error) {
	person := func(_ context.Context, id string) (bool, error) {
		return s.People.Knows(id) || q.Private && len(s.People.PrivateKeys([]string{id})) > 0, nil
	}
	office := func(_ context.Context, code string) (bool, error) {
		_, ok := labels.Offices().ByCode(strings.TrimSuffix(code, labels.SelfSuffix))
		return ok, nil
	}
	topic := func(_ context.Context, id string) (bool, error) {
		_, ok := labels.TopicNames()[id]
		return ok, nil
	}
	stage := func(_ context.Context, id string) (bool, error) { return stages.Known().Label(id) != "", nil }
	var out []understand.UnknownValue
	for _, f := range [...]filterValues{
		{"official", q.Official, person, s.meantOfficials},
		{"speaker", q.Speaker, person, s.meantOfficials},
		{"satker", q.Satker, office, meantOffices},
		{"office", q.Office, office, meantOffices},
		{"publisher", q.Publisher, office, meantOffices},
		{"stage", q.Stage, stage, meantStages},
		{"topic", q.Topic, topic, s.meantTopics},
		{"regulation", q.Regulation, s.knowsRegulation, s.meantRegulations},
		{"role", q.Role, s.knowsRole, meantRoles},
	} {
		for _, value := range f.values {
			ok, err := f.known(ctx, value)
			if err != nil {
				return nil, fmt.Errorf("look up %s: %w", f.parameter, err)
			}
			if ok || len(out) == maxUnknown {
				continue
			}
			meant, err := f.meant(ctx, value)
			if err != nil {
				return nil, fmt.Errorf("look up %s: %w", f.parameter, err)
			}
			out = append(out, understand.UnknownValue{Parameter: f.parameter, Value: value, Meant: meant})
		}
	}
	return out, nil
}

// Meant returns the known values that may be meant by a value of a filter which has not
// the form of one, such as the name of an office in place of its code; at most three. A
// parameter without known values has none.
func (s *Searcher) Meant(ctx context.Context, parameter, value string) ([]understand.MeantValue, error) {
	if err := s.updatePeople(ctx); err != nil {
		return nil, err
	}
	switch parameter {
	case "official", "speaker":
		return s.meantOfficials(ctx, value)
	case "satker", "office", "publisher":
		return meantOffices(ctx, value)
	case "topic":
		return s.meantTopics(ctx, value)
	case "regulation":
		return s.meantRegulations(ctx, value)
	case "role":
		return meantRoles(ctx, value)
	case "stage":
		return meantStages(ctx, value)
	}
	return []understand.MeantValue{}, nil
}

// spokenForm returns the words of an id: "handi-tri-ujiono" is "handi tri ujiono". Digits,
// which tell people of one name apart, are left out.
func spokenForm(id string) string {
	return dockeys.Beginning(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune("-_.~", r) {
			return ' '
		}
		return r
	}, id))
}

func (s *Searcher) meantOfficials(ctx context.Context, value string) ([]understand.MeantValue, error) {
	text := spokenForm(value)
	if text == "" {
		return []understand.MeantValue{}, nil
	}
	for edits := 0; edits <= meantEdits; edits++ {
		found, err := s.suggestOfficials(ctx, index.WordsAsk{Text: text, Edits: edits, Prefix: true}, maxMeant)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			return meantOf(found), nil
		}
	}
	return []understand.MeantValue{}, nil
}

func (s *Searcher) meantTopics(ctx context.Context, value string) ([]understand.MeantValue, error) {
	text := spokenForm(value)
	if text == "" {
		return []understand.MeantValue{}, nil
	}
	found, err := s.suggestOfficesAndTopics(ctx, index.WordsAsk{Text: text, Edits: meantEdits, Prefix: true}, index.MaxNear)
	if err != nil {
		return nil, err
	}
	return meantOf(slices.DeleteFunc(found, func(f Suggestion) bool { return f.Kind != SuggestTopic })), nil
}

// meantOf returns the first suggestions as values.
func meantOf(list []Suggestion) []understand.MeantValue {
	out := []understand.MeantValue{}
	for _, l := range list[:min(maxMeant, len(list))] {
		out = append(out, understand.MeantValue{Value: l.Value, Label: l.Label})
	}
	return out
}

// meantOffices returns the offices that value names, then those with its words in their name,
// those with the fewest others first; else the province of its code.
func meantOffices(_ context.Context, value string) ([]understand.MeantValue, error) {
	words := strings.Fields(dockeys.Beginning(value))
	codes := labels.OfficesNamed(words)
	others := func(code string) int { return len(strings.Fields(labels.Office(code))) }
	slices.SortStableFunc(codes, func(a, b string) int { return cmp.Compare(others(a), others(b)) })
	if len(words) > 0 {
		codes = append(officesCalled(words), codes...)
	}
	if province, _, below := strings.Cut(value, "."); len(codes) == 0 && below {
		if _, ok := labels.Offices().ByCode(province); ok {
			codes = []string{province}
		}
	}
	out := []understand.MeantValue{}
	for _, code := range codes {
		if len(out) < maxMeant && !slices.ContainsFunc(out, func(m understand.MeantValue) bool { return m.Value == code }) {
			out = append(out, understand.MeantValue{Value: code, Label: labels.Office(code)})
		}
	}
	return out, nil
}

// officesCalled returns the codes of the offices that folded words name in full, as in a text,
// with or without the word for the office.
func officesCalled(words []string) []string {
	text := strings.Join(words, " ")
	if !slices.Contains([]string{"kpu", "kpud", "kip", "komisi"}, words[0]) {
		text = "kpu " + text
	}
	m, ok := labels.Offices().OfficeAt(text, 0, satker.Context{})
	switch {
	case !ok || m.Form != satker.Named || m.End < len(text):
		return nil
	case m.Code != "":
		return []string{m.Code}
	}
	return m.Candidates
}

// meantStages returns the latest elections and stages whose name has all words of value.
func meantStages(_ context.Context, value string) ([]understand.MeantValue, error) {
	words := strings.FieldsFunc(dockeys.Fold(value), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := []understand.MeantValue{}
	add := func(id, label string) {
		if len(out) < maxMeant && len(words) > 0 && labels.HoldsAll(label, words) {
			out = append(out, understand.MeantValue{Value: id, Label: label})
		}
	}
	for _, e := range slices.Backward(stages.Known().Elections()) {
		add(e.ID, e.Name)
		for _, s := range e.Stages {
			add(s.ID, s.Label)
		}
	}
	return out, nil
}

// knowsRole reports whether the speaker of a quote had a post, by the text or by the roster.
func (s *Searcher) knowsRole(ctx context.Context, role string) (bool, error) {
	folded := dockeys.Fold(role)
	if s.People.RosterHasPost(folded) {
		return true, nil
	}
	counts, err := s.engine.Count(ctx, []string{index.KeyRole}, []string{folded})
	if err != nil {
		return false, fmt.Errorf("count a post: %w", err)
	}
	return counts[0] > 0, nil
}

func meantRoles(_ context.Context, value string) ([]understand.MeantValue, error) {
	out := []understand.MeantValue{}
	for _, post := range people.KnownPosts().Near(dockeys.Beginning(value), maxMeant) {
		out = append(out, understand.MeantValue{Value: post, Label: indonesian.TitleCase(post)})
	}
	return out, nil
}
