package dates

import (
	"strings"

	"warta/analyzers/internal/scan"
)

// longestLabel is how long, in bytes, what stands before the colon of a line of
// an invitation may be, and longestBlock how many such lines stand together.
const (
	longestLabel = 40
	longestBlock = 8
)

// labelOf returns the words before the colon of a line such as "Hari/Tanggal : Rabu,
// 12 November 2025", in lower case, and where they end behind the colon. It is empty
// where the line is none.
func labelOf(text string) (label string, stop int) {
	at := strings.IndexByte(text[:min(len(text), longestLabel)], ':')
	if at < 0 || strings.HasSuffix(strings.TrimSpace(text), ":") {
		return "", 0
	}
	return strings.ToLower(strings.Trim(text[:at], " \t\u00a0-–•*.()0123456789")), at + 1
}

// ofDay reports whether a label says that the day follows.
func ofDay(label string) bool {
	day := false
	for word := range strings.FieldsFuncSeq(label, func(r rune) bool { return strings.ContainsRune(" \t/,&.\u00a0", r) }) {
		switch word {
		case "tanggal", "tgl", "hari", "waktu":
			day = true
		case "dan", "pada", "pelaksanaan", "kegiatan", "acara":
		default:
			return false
		}
	}
	return day
}

// invites reports whether e stands in paragraph p behind a label, in a block of
// labelled lines below a line that ends with a colon: "akan menggelar rapat pada:",
// "Hari : Rabu", "Tanggal : 12 November 2025". The head of a letter is no such
// block. A weekday that has a line of its own becomes that of e.
func (c *collector) invites(p int, text string, e *expression) bool {
	if e.Start > 2*longestLabel {
		return false
	}
	label, stop := labelOf(text)
	if stop == 0 || !ofDay(label) || e.Start < stop || strings.Trim(text[stop:e.Start], " \t\u00a0(") != "" {
		return false
	}
	for back := 1; back <= longestBlock && back <= p; back++ {
		line := c.in.Paragraphs[p-back]
		label, stop := labelOf(line)
		switch label {
		case "":
			return strings.HasSuffix(strings.TrimSpace(line), ":")
		case "nomor", "no", "perihal", "hal", "lampiran", "sifat", "kepada":
			return false
		case "hari":
			if day, _ := weekdayWord(line, scan.SkipSpaces(line, stop)); e.n == 1 && !e.hasWeekday() {
				e.ends[0].weekday = day
			}
		}
	}
	return false
}
