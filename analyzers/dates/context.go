package dates

import (
	"fmt"
	"strings"
)

// A context holds the evidence about a date in its sentence.
type context struct {
	law           bool   // the number of a law or a decision stands in the clause before
	dated         bool   // "tertanggal", "per": the date of a paper or of figures
	polling       bool   // the clause speaks of the polling day
	rehearsal     bool   // … but of its rehearsal
	before        bool   // an earlier stage: "sebelumnya", "usai"
	after         bool   // … of the clause only: "usai", "setelah"
	since         bool   // "sejak": its day is an earlier one, unless a range follows
	paper         bool   // a letter or a record was named, whose date may follow
	done          bool   // "telah": over by then, unless it dates itself
	moved         bool   // "semula": what was planned first
	feast         bool   // "menyongsong HUT RI 17 Agustus": its day, not that of the event
	age           bool   // "berusia 17 tahun pada": a day by which ages are counted
	dayBefore     bool   // "sehari sebelumnya"
	last          bool   // "terakhir", which is an earlier one unless it is said to be ahead
	election      bool   // an election is named
	said          bool   // it stands with the speaker of the quotation before: "… ,” kata Budi, Rabu (5/11)"
	ahead         bool   // "akan", "mendatang"
	deadline      bool   // "paling lambat": others have to be done by then
	until         bool   // "hingga": the end of an event
	stage         stages // of an election, not a meeting
	narrates      bool   // "digelar", "berlangsung"
	period        bool   // "triwulan", "periode": a range of months is that of figures
	issued        bool   // "dibacakan": the day of a judgement, where one is named
	invites       bool   // its line is labelled, below "akan menggelar rapat pada:"
	background    bool   // "meninggal", "tindak lanjut": what was before
	besides       bool   // "menjelang", "terkait": another event than the reported one
	reportFollows bool   // a date with its weekday in brackets stands in the same sentence
}

// contextOf reads the sentence around e; what it quotes says nothing about e.
func contextOf(text string, e expression, quoted spans) context {
	var c context
	start, stop := sentenceStart(text, e.Start), sentenceEnd(text[:min(len(text), e.End+400)], e.End)
	c.readBefore(text, start, e.Start, quoted)
	c.readAfter(text, e.End, stop, quoted)
	c.before = c.before || c.last && !c.ahead
	return c
}

// readBefore goes through the words in front of the date. What stands before a
// comma counts for the sentence, not for the clause.
func (c *context) readBefore(text string, i, stop int, quoted spans) {
	var buf [16]byte
	previous := hint(0)
	closed := false // a quotation has just ended
	for first := i; i < stop; {
		if end := quoted.skip(text, first, i); end > i {
			i, closed = end, true
			continue
		}
		if b := text[i]; b == ',' || b == ';' || b == ':' {
			c.law, c.besides, c.deadline, c.until, c.dated, c.paper, c.done = false, false, false, false, false, false, false
			c.moved, c.feast, c.age = false, false, false
			c.before = c.before && !c.after
			i++
			continue
		}
		if isDigit(text[i]) {
			c.moved = false // another date stood there
			if previous == hintNumber {
				c.law = true
			}
			i = skipDigits(text, i)
			continue
		}
		if !isLetter(text[i]) {
			i++
			continue
		}
		word, next := foldWord(text, i, &buf)
		if len(word) == 0 || next == i {
			i++
			continue
		}
		h := hints[string(word)]
		c.said = c.said || closed && h == hintSays
		closed = false
		c.take(h, previous)
		c.stage |= stageWords[string(word)]
		if h == hintPaper {
			c.law = true
		}
		previous = h
		if i = next; len(word) == len(buf) {
			for i < stop && isLetter(text[i]) {
				i++
			}
		}
	}
	if previous == hintDated || c.paper && previous == hintDate {
		c.dated = true
	}
}

// take files one word.
func (c *context) take(h, previous hint) {
	switch h {
	case hintPolling:
		c.polling = true
	case hintRehearsal:
		c.rehearsal = true
	case hintEarlier:
		c.before = true
	case hintLast: // "hari terakhir" is one of the reported days
		c.last = c.last || previous != hintDay
	case hintAfter:
		c.after = c.after || !c.before
		c.before = true
	case hintSince:
		c.since = true
	case hintLetter:
		c.paper = true
	case hintBallot:
		c.paper = false
	case hintPreviously:
		c.before, c.after = true, false
		if previous == hintDay {
			c.dayBefore = true
		}
	case hintAhead:
		c.ahead = true
	case hintDeadline:
		c.deadline = true
	case hintUntil:
		c.until = true
	case hintNarrates:
		c.narrates = true
	case hintBesides:
		c.besides = true
	case hintFeast:
		c.besides, c.feast = true, true
	case hintMoved:
		c.before, c.moved = true, true
	case hintAge:
		c.age = true
	case hintElection:
		c.election = true
	case hintDone:
		c.done = true
	case hintPeriod:
		c.period = true
	case hintIssued:
		c.issued = true
	case hintBackground:
		c.background = true
	default: // those that only change how the next word is taken, and those of other readers
	}
}

// readAfter goes through what follows the date in its sentence.
func (c *context) readAfter(text string, i, stop int, quoted spans) {
	var buf [16]byte
	for first, n := i, 0; i < stop; {
		if end := quoted.skip(text, first, i); end > i {
			i = end
			continue
		}
		if text[i] == ',' {
			n += 3
		}
		if !isLetter(text[i]) {
			i++
			continue
		}
		if day, at := weekdayWord(text, i); day != noWeekday {
			if at, bracket := toDay(text, at); bracket && at < len(text) && isDigit(text[at]) {
				c.reportFollows = true
			}
		}
		word, next := foldWord(text, i, &buf)
		if h := hints[string(word)]; n < 3 {
			switch h {
			case hintAhead:
				c.ahead = true
			case hintPast:
				c.before = true
			case hintNarrates:
				c.narrates = true
			case hintPeriod:
				c.period = true
			default: // those that are taken before the date only
			}
		}
		n++
		if i = max(next, i+1); len(word) == len(buf) {
			for i < stop && isLetter(text[i]) {
				i++
			}
		}
	}
}

// periodDays is the least number of days from the first to the last one of a
// period that figures are of.
const periodDays = 27

// spansPeriod reports whether e is the period of figures: "Triwulan III (1 Juli-30
// September 2025)". That of a stage is none: "masa kampanye, periode 1-30 September".
func (c *context) spansPeriod(e *expression) bool {
	if !c.period || c.stage != 0 || e.n != 2 || e.list || e.hasWeekday() {
		return false
	}
	ends, ok := e.inYear(max(firstYear, e.ends[0].Year))
	return ok && ends[1].after(ends[0].Date) >= periodDays
}

// A hint is the evidence of one word about the dates of its sentence.
type hint uint8

const (
	_ hint = iota
	hintNumber
	hintPaper
	hintDated
	hintPolling
	hintRehearsal
	hintEarlier
	hintPreviously
	hintDay
	hintAhead
	hintDeadline
	hintUntil
	hintLast
	hintElection
	hintDone
	hintFeast
	hintMoved
	hintAge
	hintSays
	hintAfter
	hintSince
	hintLetter
	hintBallot
	hintDate
	hintNarrates
	hintBesides
	hintPast
	hintPeriod
	hintIssued
	hintBackground
)

var hints = func() map[string]hint {
	m := make(map[string]hint)
	for h, words := range map[hint]string{
		hintNumber:    "nomor no",
		hintPaper:     "undang keputusan peraturan pkpu putusan edaran sk perppu",
		hintDated:     "tertanggal bertanggal per",
		hintPolling:   "pemungutan pencoblosan coblosan mencoblos nyoblos pungut pilihnya pilih",
		hintRehearsal: "simulasi gladi bimtek bimbingan",
		hintEarlier:   "lahir kelahiran awalnya menyusul berdiri didirikan",
		hintLast:      "terakhir",
		hintDone:      "telah",
		hintElection:  "pemilu pilkada pemilukada pemilihan pilgub pilbup pilwako pilwalkot pilwali pilpres pileg",
		hintSays: `kata ujar tutur ucap jelas terang tegas ungkap sebut imbuh papar katanya ujarnya tuturnya ucapnya jelasnya
			terangnya tegasnya ungkapnya sebutnya imbuhnya paparnya tandasnya pungkasnya`,
		hintAfter:      "usai setelah pasca",
		hintSince:      "sejak",
		hintLetter:     "surat memo nota instruksi berita",
		hintBallot:     "suara", // "surat suara" is no letter
		hintDate:       "tanggal tgl",
		hintPreviously: "sebelumnya",
		hintDay:        "sehari hari",
		hintAhead:      "akan dijadwalkan direncanakan rencananya mendatang nanti besok lusa bakal",
		hintDeadline:   "lambat selambat batas tenggat deadline",
		hintUntil:      "hingga sampai berakhir",
		hintNarrates: `dilaksanakan digelar berlangsung diselenggarakan diadakan dilakukan menggelar melaksanakan kegiatan acara
			rapat pertemuan dilanjutkan mengikuti menghadiri menyelenggarakan mengadakan kunjungan apel`,
		hintFeast:      "menjelang jelang menyambut menyongsong memperingati",
		hintMoved:      "semula sedianya seharusnya mestinya",
		hintAge:        "usia berusia umur berumur genap",
		hintBesides:    "terkait persiapan menuju menghadapi tentang soal",
		hintPast:       "silam lampau",
		hintPeriod:     "triwulan caturwulan kuartal semester periode",
		hintIssued:     "dibacakan diucapkan diputus diterbitkan dikeluarkan",
		hintBackground: "meninggal wafat berpulang foto tindak menindaklanjuti tindaklanjut",
	} {
		for w := range strings.FieldsSeq(words) {
			if m[w] != 0 {
				panic(fmt.Sprintf("dates: %q has two hints", w))
			}
			m[w] = h
		}
	}
	return m
}()

// stages is a set of the stages of an election that words name.
type stages uint16

// stageWords are the words for stages, each with its bit.
var stageWords = func() map[string]stages {
	m := make(map[string]stages)
	for i, w := range [...]string{"tahapan", "pendaftaran", "masa", "kampanye", "coklit"} {
		m[w] = 1 << i
	}
	return m
}()

// stagesIn returns the stages that a text names.
func stagesIn(text string) (all stages) {
	var buf [16]byte
	for i := 0; i < len(text); {
		if !isLetter(text[i]) || !dateMayStart(text, i) {
			i++
			continue
		}
		word, next := foldWord(text, i, &buf)
		all |= stageWords[string(word)]
		i = max(next, i+1)
	}
	return all
}
