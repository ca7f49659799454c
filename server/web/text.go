package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"
)

var (
	weekdays = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
	months   = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}
)

// LongDate writes an ISO date as Indonesians read it: "Selasa, 4 November 2025".
// A month or year is written without what it lacks; anything else stays as it is.
func LongDate(iso string) string {
	switch len(iso) {
	case len("2025-11-04"):
		if t, err := time.Parse(time.DateOnly, iso); err == nil {
			return weekdays[t.Weekday()] + ", " + strconv.Itoa(t.Day()) + " " + months[t.Month()-1] + " " + strconv.Itoa(t.Year())
		}
	case len("2025-11"):
		if t, err := time.Parse("2006-01", iso); err == nil {
			return months[t.Month()-1] + " " + strconv.Itoa(t.Year())
		}
	}
	return iso
}

// ShortDate writes a day without its weekday, for lists: "4 November 2025".
func ShortDate(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return strconv.Itoa(t.Day()) + " " + months[t.Month()-1] + " " + strconv.Itoa(t.Year())
	}
	return LongDate(iso)
}

// wib is the zone of times of day: western Indonesia.
var wib = time.FixedZone("WIB", 7*60*60)

// LongTime writes a time as "4 November 2025, 14.05 WIB".
func LongTime(t time.Time) string {
	t = t.In(wib)
	return strconv.Itoa(t.Day()) + " " + months[t.Month()-1] + " " + strconv.Itoa(t.Year()) + ", " + t.Format("15.04") + " WIB"
}

// Ago returns the time since a day: "3 hari lalu"; empty for a day in the future or a text
// that is no day.
func Ago(iso string, now time.Time) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	today, err := time.Parse(time.DateOnly, now.In(wib).Format(time.DateOnly))
	days := int(today.Sub(t).Hours() / 24)
	switch {
	case err != nil || days < 0:
		return ""
	case days == 0:
		return "hari ini"
	case days == 1:
		return "kemarin"
	case days < 60:
		return Number(days) + " hari lalu"
	case days < 730:
		return Number(days/30) + " bulan lalu"
	}
	return Number(days/365) + " tahun lalu"
}

// Number writes a whole number with Indonesian separators: 12.345.
func Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return sign + digits
}

// A Piece is a stretch of text that is marked as found, or not.
type Piece struct {
	Text string `json:"t"`
	Mark bool   `json:"m,omitempty"`
}

// Spoken is [Marked] for the words of a quote. The comma before "ujar" belongs to
// the sentence around it and is left out where the quote stands alone.
func Spoken(s string) []Piece {
	pieces := Marked(s)
	if n := len(pieces); n > 0 {
		pieces[n-1].Text = strings.TrimSuffix(pieces[n-1].Text, ",")
	}
	return pieces
}

// Marked takes apart the only markup that an archive gives out, <mark> around
// found words in escaped text, so that a template escapes the text again. What
// else may look like markup in s ends up as text.
func Marked(s string) []Piece {
	var pieces []Piece
	mark := false
	for s != "" {
		tag := "<mark>"
		if mark {
			tag = "</mark>"
		}
		text, rest, found := strings.Cut(s, tag)
		if text != "" {
			pieces = append(pieces, Piece{html.UnescapeString(text), mark})
		}
		if found {
			mark = !mark
		}
		s = rest
	}
	return pieces
}

// indented writes v as JSON for people.
func indented(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSpace(b.String())
}

// Shorten cuts s to n code points.
func Shorten(s string, n int) string { return shorten(s, n) }
