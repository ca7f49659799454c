package archive

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"warta/analyzers/article"
	"warta/index"
	"warta/index/labels"
	"warta/index/record"
	"warta/index/search"
)

// The kinds of decisions about quotes.
const (
	decideSpeaker = "quote.speaker"
	decideHidden  = "quote.hidden"
)

// A QuoteCorrection is an editor's decision about a quote. A nil field leaves its value
// unchanged.
type QuoteCorrection struct {
	Speaker *string      // id of the official who spoke; empty: unknown
	Role    *DecidedRole // post of the speaker, only with one; nil: the one that the article gives
	Hidden  *bool
	// If is asked for the [FoundQuote].State in which the decision is stored, at the same moment;
	// false refuses it. nil takes every state.
	If     func(state string) bool
	Reason string // for the audit log, at most [MaxReason] characters
}

// A DecidedRole is the post of the speaker that an editor sets.
type DecidedRole struct {
	Title  string `json:"title"`            // 1 to maxRoleTitle characters, no control characters
	Satker string `json:"satker,omitempty"` // code of the office; empty: unknown
}

// maxRoleTitle bounds the title of a [DecidedRole] in characters.
const maxRoleTitle = 100

// checkRole returns an error of kind [index.Invalid] for a role that cannot be.
func checkRole(op string, c QuoteCorrection) error {
	invalid := func(text string) error {
		return &index.Error{Kind: index.Invalid, Op: op, Field: "role", Text: "role: " + text}
	}
	r := c.Role
	if r == nil {
		return nil
	}
	if c.Speaker == nil {
		return invalid("give it together with the speaker")
	}
	if r.Title == "" || utf8.RuneCountInString(r.Title) > maxRoleTitle || strings.TrimSpace(r.Title) != r.Title || strings.ContainsFunc(r.Title, unicode.IsControl) {
		return invalid(fmt.Sprintf("want a title of 1 to %d characters, as Ketua", maxRoleTitle))
	}
	if _, known := labels.Offices().ByCode(r.Satker); r.Satker != "" && !known {
		return invalid(fmt.Sprintf("there is no office with the code %.20q", r.Satker))
	}
	return nil
}

// corrections are the editors' decisions about quotes, by article and quote.
type corrections map[string]map[string]correction

// A correction is the decisions in force about one quote.
type correction struct {
	spoken *spokenBy
	hidden bool
	words  []string // of the quote at the time of the decision
}

// spokenBy is the stored form of a corrected speaker.
type spokenBy struct {
	ID     string       `json:"id"` // empty: unknown
	Name   string       `json:"name,omitempty"`
	As     string       `json:"as,omitempty"` // name in the article at the time of the decision; not logged
	Role   *DecidedRole `json:"role,omitempty"`
	Reason string       `json:"reason,omitempty"`
}

// aboutQuote holds the fields common to all decisions about quotes. Words is removed with
// the article and is not in the log of writes, which outlives the article.
type aboutQuote struct {
	Words string `json:"words,omitempty"` // see fittedWords
}

func (c corrections) add(d record.Decision) error {
	of := c[d.Article]
	if of == nil {
		of = make(map[string]correction)
		c[d.Article] = of
	}
	one := of[d.Target]
	if d.Data != nil {
		var about aboutQuote
		if err := json.Unmarshal(d.Data, &about); err != nil {
			return err
		}
		one.words = strings.Fields(about.Words)
	}
	if d.Kind == decideHidden {
		one.hidden = d.Data != nil
	} else {
		one.spoken = new(spokenBy)
		if err := json.Unmarshal(d.Data, one.spoken); err != nil {
			return err
		}
	}
	of[d.Target] = one
	return nil
}

// clone returns a copy that the caller may change.
func (c corrections) clone() corrections {
	out := make(corrections, len(c))
	for id, of := range c {
		out[id] = maps.Clone(of)
	}
	return out
}

// BecauseDecided is the reason of a speaker that an editor set.
const BecauseDecided = "corrected by an editor"

// correct returns the article with the decisions about its quotes applied. It does not
// change art.
func (a *Archive) correct(id string, art *article.Article) *article.Article {
	of := (*a.corrected.Load())[id]
	if len(of) == 0 {
		return art
	}
	out := *art
	out.Quotes = nil
	for i, v := range verdicts(of, art.Quotes) {
		if !v.hidden {
			out.Quotes = append(out.Quotes, v.applied(art, art.Quotes[i]))
		}
	}
	return &out
}

// forget drops the decisions about the quotes of a removed article: the record dropped
// them with the article. It reads the current decisions from the record, because the
// article may have been stored and corrected again since.
func (a *Archive) forget(ctx context.Context, id string) {
	if err := a.tryForget(ctx, id); err != nil {
		a.opts.Log.WarnContext(ctx, "what was decided about a removed article is not forgotten yet", "id", id, "err", err)
	}
}

func (a *Archive) tryForget(ctx context.Context, id string) error {
	whole, unlock, err := a.decide(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if _, known := (*a.corrected.Load())[id]; !known {
		return nil
	}
	list, _, err := record.InForce(whole, a.record)
	if err != nil {
		return a.overdue(whole, err)
	}
	_, quotes, err := readDecisions(list)
	if err != nil {
		return err
	}
	a.corrected.Store(&quotes)
	return nil
}

// shown returns an article as searches show it, with the ids of people that hold across
// all articles.
func (a *Archive) shown(art *article.Article) *article.Article {
	g := a.acquire()
	if g == nil {
		return art
	}
	defer g.release()
	return g.searcher.People.Show(art)
}

// shownPast is shown for a version before the standing one.
func (a *Archive) shownPast(art *article.Article) *article.Article {
	g := a.acquire()
	if g == nil {
		return art
	}
	defer g.release()
	return g.searcher.People.ShowPast(art)
}

// A FoundQuote is one quote outside its article. Version is the newest that has it. Copies and Places are those of a search
// without filters; they are as fresh as searches, and empty while searches are not answered.
// A dropped or hidden quote has none.
type FoundQuote struct {
	search.Hit
	State   string        `json:"-"`                 // changes with words, version, speaker, role and hiding of the quote
	Hidden  bool          `json:"hidden,omitempty"`  // only callers who may correct the quote see it
	Dropped *DroppedQuote `json:"dropped,omitempty"` // nil for a quote of the standing version

	// Earlier is set for a quote of the standing version whose words an earlier version gives
	// to another speaker. It is nil also while too many earlier versions are being read.
	Earlier *EarlierTelling `json:"earlier,omitempty"`
}

// placesWait is how long a quote waits for the search for its other places.
const placesWait = 2 * time.Second

// Quote returns a quote by its id. A quote that the standing version of its article does not
// have comes from the newest of the earlier versions that has it, with Dropped set. At most
// the newest maxLookBack of these are read.
//
// The error is of kind [index.NotFound] for a string that is no id of a quote, and
// [index.Gone] for a quote that no version read has, of a removed article, or that is hidden
// unless hidden is set. With [index.Gone] the field Article of the [index.Error] is the id of
// the article, except where it was removed. The error is of kind [index.Busy] where too many
// earlier versions are being read.
func (a *Archive) Quote(ctx context.Context, id string, hidden bool) (FoundQuote, error) {
	const op = "index.Quote"
	if hidden { // an editor asks, who sees at once what was decided, wherever that was
		if err := a.followDecisions(ctx); err != nil {
			return FoundQuote{}, explained(op, err)
		}
	}
	one, err := a.quote(ctx, op, id)
	if err != nil {
		return FoundQuote{}, err
	}
	if one.verdict.hidden && !hidden {
		return FoundQuote{}, goneQuote(op, one.id)
	}
	show := a.shown
	if one.replaced != nil {
		show = a.shownPast
	}
	told := show(one.only())
	found := FoundQuote{Hit: search.NewHit(index.Match{Article: one.id, Quote: id}, told), Hidden: one.verdict.hidden}
	found.Version = one.version
	if found.State, err = one.state(); err != nil {
		return FoundQuote{}, fmt.Errorf("%s: %w", op, err)
	}
	found.Quote = search.NewQuoteHit(told, told.Quotes[0])
	if one.replaced == nil {
		if !one.verdict.hidden {
			a.fillPlaces(ctx, &found.Hit, one.id, one.only())
		}
		if found.Earlier, err = a.earlier(ctx, op, one); err != nil && ctx.Err() == nil {
			a.opts.Log.WarnContext(ctx, "a quote is shown without its earlier speakers", "id", id, "err", err)
		}
		return found, ctx.Err()
	}
	found.Dropped = &DroppedQuote{LastVersion: one.version, Changed: one.changed}
	found.Quote.Source = "" // the source has other words now
	found.Quote.Link = strings.Replace(found.Quote.Link, "#", "?versi="+strconv.Itoa(one.version)+"#", 1)
	if now := a.replacement(one, hidden); now != nil {
		told := a.shown(now.only())
		found.Dropped.Now, found.Dropped.NowIn = search.NewQuoteHit(told, told.Quotes[0]), told
	}
	return found, nil
}

// fillPlaces names the other places of the only quote of an article. Where the search fails,
// the quote is shown without them.
func (a *Archive) fillPlaces(ctx context.Context, hit *search.Hit, id string, one *article.Article) {
	g, err := a.searchable("index.Quote")
	if err != nil {
		return
	}
	defer g.release()
	wait, cancel := context.WithTimeout(ctx, placesWait)
	defer cancel()
	of := *one
	of.ID = id
	if hit.Places, hit.Copies, err = g.searcher.QuotePlaces(wait, &of, of.Quotes[0].ID); err != nil && ctx.Err() == nil {
		a.opts.Log.WarnContext(ctx, "a quote is shown without its other places", "id", of.Quotes[0].ID, "err", err)
	}
}

// A quoted is one quote in its article.
type quoted struct {
	id      string           // of the article
	art     *article.Article // before corrections; not to be changed
	at      int              // index of the quote in art.Quotes
	verdict verdict          // decisions in force about the quote
	version int              // number of the version of the article

	replaced *article.Article // of a dropped quote: the standing version, before corrections
	changed  time.Time        // of a dropped quote: when the version after this one arrived
}

// only returns a copy of the article with this quote alone, corrected.
func (q quoted) only() *article.Article {
	one := *q.art
	one.Quotes = []article.Quote{q.verdict.applied(q.art, q.art.Quotes[q.at])}
	return &one
}

// state returns a digest of what stands of the quote, of letters, digits, - and _.
func (q quoted) state() (string, error) {
	data, err := json.Marshal(struct {
		Quote   article.Quote
		Version int
		Hidden  bool
		Dropped bool
	}{q.verdict.applied(q.art, q.art.Quotes[q.at]), q.version, q.verdict.hidden, q.replaced != nil})
	if err != nil {
		return "", fmt.Errorf("digest of a quote: %w", err)
	}
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:12]), nil
}

// replacement returns the quote that stands in place of a dropped one, nil where there is
// none. Hidden ones count if hidden is set.
func (a *Archive) replacement(old quoted, hidden bool) *quoted {
	now := *old.replaced
	of := verdicts((*a.corrected.Load())[old.id], now.Quotes)
	if !hidden {
		now.Quotes = nil
		shown := of[:0]
		for i, q := range old.replaced.Quotes {
			if v := of[i]; !v.hidden {
				now.Quotes, shown = append(now.Quotes, q), append(shown, v)
			}
		}
		of = shown
	}
	at := inPlaceOf(old.art.Quotes[old.at].Text, now.Quotes)
	if at < 0 {
		return nil
	}
	return &quoted{id: old.id, art: &now, at: at, verdict: of[at]}
}

// quote finds a quote in the standing version of its article, else in an earlier one. Its
// errors are those of [Archive.Quote], hidden quotes apart.
func (a *Archive) quote(ctx context.Context, op, id string) (one quoted, err error) {
	articleID, _, ok := strings.Cut(id, "-")
	if !ok {
		return one, &index.Error{Kind: index.NotFound, Op: op, Text: "there is no quote with this id"}
	}
	art, version, err := a.uncorrected(ctx, op, articleID)
	if index.KindOf(err) == index.NotFound {
		return one, &index.Error{Kind: index.NotFound, Op: op, Text: "there is no quote with this id"}
	}
	if err != nil {
		return one, err
	}
	one = quoted{id: articleID, art: art, version: version}
	one.at = slices.IndexFunc(art.Quotes, func(q article.Quote) bool { return q.ID == id })
	if one.at < 0 {
		old, err := a.dropped(ctx, op, articleID, id, version)
		if err != nil {
			return one, err
		}
		one = quoted{id: articleID, art: old.art, at: old.at, version: old.number, replaced: art, changed: old.next}
	}
	one.verdict = verdicts((*a.corrected.Load())[articleID], one.art.Quotes)[one.at]
	return one, nil
}

func goneQuote(op, articleID string) error {
	return &index.Error{Kind: index.Gone, Op: op, Article: articleID, Text: "the article does not have this quote any more"}
}

// CorrectQuote stores an editor's decision about a quote, and applies it to each later
// reading of the article. When it returns nil, the decision is on disk. CorrectQuote waits
// at most 10 s (removalWait) for searches to show the decision. After that it logs a
// warning and returns nil all the same, and searches show the decision later. Searches that
// are in progress are not answered before they show it.
//
// The errors are those of [Archive.Quote], of kind [index.Changed] where c.If refuses, and of
// kind [index.Invalid] for a speaker whom no article names, a role that cannot be, an empty
// correction and a reason that is too long. The speaker is looked up in the registry: until it
// is filled the error is of kind [index.Unavailable].
func (a *Archive) CorrectQuote(ctx context.Context, id string, c QuoteCorrection, by string) (FoundQuote, error) {
	const op = "index.CorrectQuote"
	if err := checkReason(op, c.Reason); err != nil {
		return FoundQuote{}, err
	}
	if err := checkRole(op, c); err != nil {
		return FoundQuote{}, err
	}
	if c.Speaker == nil && c.Hidden == nil {
		return FoundQuote{}, &index.Error{Kind: index.Invalid, Op: op, Text: "say what to correct: speaker or hidden"}
	}
	one, err := a.quote(ctx, op, id)
	if err != nil {
		return FoundQuote{}, err
	}
	articleID, v := one.id, one.verdict
	about := aboutQuote{strings.Join(fittedWords(one.art.Quotes[one.at].Text), " ")}
	var list []record.Decision
	if c.Speaker != nil {
		said := spokenBy{ID: *c.Speaker, Role: c.Role, Reason: c.Reason}
		if said.ID != "" {
			who, err := a.Official(ctx, said.ID)
			if index.KindOf(err) == index.NotFound {
				return FoundQuote{}, &index.Error{Kind: index.Invalid, Op: op, Field: "speaker", Text: fmt.Sprintf("speaker: there is no official %.80q", said.ID), Err: err}
			}
			if err != nil {
				return FoundQuote{}, err
			}
			said.ID, said.Name, said.As = who.Part(), who.Name, a.nameIn(one.art, who.ID)
		}
		logged := said
		logged.As = "" // words of the article, which the log outlives
		list = append(list, record.Decision{By: by, Kind: decideSpeaker, Target: id, Article: articleID, Data: encoded(struct {
			spokenBy
			aboutQuote
		}{said, about}), Logged: encoded(logged)})
	}
	if c.Hidden != nil {
		if said := (suppressed{c.Reason}); *c.Hidden {
			list = append(list, record.Decision{By: by, Kind: decideHidden, Target: id, Article: articleID, Data: encoded(struct {
				suppressed
				aboutQuote
			}{said, about}), Logged: encoded(said)})
		} else {
			if !slices.Contains(v.hiddenBy, id) { // recorded also where it changes nothing
				v.hiddenBy = append(v.hiddenBy, id)
			}
			for _, target := range v.hiddenBy {
				list = append(list, record.Decision{By: by, Kind: decideHidden, Target: target, Article: articleID})
			}
		}
	}
	seq, err := a.decideQuote(ctx, op, one, c.If, list)
	if err != nil {
		return FoundQuote{}, err
	}
	if a.answering(seq) {
		wait, cancel := context.WithTimeout(ctx, removalWait)
		defer cancel()
		if err := a.WaitSearchable(wait, seq); err != nil {
			a.opts.Log.WarnContext(ctx, "a correction is recorded but searches do not show it yet", "id", id, "err", err)
		}
	}
	return a.Quote(ctx, id, true)
}

// nameIn returns the name that an article, as read, gives an official with an id; empty where it
// names them not or under several names.
func (a *Archive) nameIn(art *article.Article, id string) string {
	var names []string
	for i := range art.Officials {
		one := *art
		one.Officials, one.Quotes = art.Officials[i:i+1], nil
		if told := a.shown(&one); len(told.Officials) == 1 && told.Officials[0].ID == id {
			names = append(names, art.Officials[i].Name)
		}
	}
	if len(names) != 1 {
		return ""
	}
	return names[0]
}

// decideQuote stores decisions about a quote. They are in force before they are in the
// record, because the article is read again as soon as they are in the record. No other decision
// comes between the state for which allowed is asked and these; nil allows all.
func (a *Archive) decideQuote(ctx context.Context, op string, about quoted, allowed func(state string) bool, list []record.Decision) (seq uint64, err error) {
	whole, unlock, err := a.decide(ctx)
	if err != nil {
		return 0, explained(op, err)
	}
	defer unlock()
	if err := a.enforceNew(whole); err != nil { // another process may have decided just now
		return 0, explained(op, a.overdue(whole, err))
	}
	if allowed != nil {
		about.verdict = verdicts((*a.corrected.Load())[about.id], about.art.Quotes)[about.at]
		state, err := about.state()
		if err != nil {
			return 0, fmt.Errorf("%s: %w", op, err)
		}
		if !allowed(state) {
			return 0, &index.Error{Kind: index.Changed, Op: op, Text: "the quote is not as you read it any more: read it again, and correct that"}
		}
	}
	next := a.corrected.Load().clone()
	for _, d := range list {
		if err := next.add(d); err != nil {
			return 0, fmt.Errorf("%s: %w", op, err)
		}
	}
	a.corrected.Store(&next)
	made, err := a.record.Decide(whole, list...)
	if err != nil {
		a.unsure = true // until the record says what is decided
		return 0, errors.Join(explained(op, a.overdue(whole, err)), a.enforce(whole))
	}
	Wrote(ctx, made.Change, made.Seq)
	a.skipOwn(len(list), made.Seq)
	return made.Change, nil
}
