package web

import (
	"strconv"
	"time"

	"warta/index"
)

// A Chart is a histogram of dates, drawn as SVG. It is for the eye and the mouse
// alone: beside it stands a table that says the same.
type Chart struct {
	Width, Height int
	Bars          []Bar
	From, To      string // what the axis says at its ends
}

// A Bar is one day, month or year.
type Bar struct {
	X, Y, W, H int
	Label      string
	Count      int
	Href       string // searches for it; takes it off where it is chosen
	Current    bool
}

// Sizes of a chart, in its own units: it grows with the page.
const (
	barWidth    = 10
	barGap      = 2
	chartHeight = 64
	maxBars     = 62
)

// newChart draws counts by date. What lies between them without a count is a bar
// of no height, so that time runs evenly. It returns nil where there is nothing
// to compare.
func newChart(counts []index.Count, href func(value string, current bool) string) *Chart {
	layout := dateLayout(counts)
	if layout == "" {
		return nil
	}
	known, first, last := collect(counts, layout)
	if layout == monthLayout && stretch(first, last, layout) > maxBars {
		layout = yearLayout
		known, first, last = collect(counts, layout)
	}
	n := stretch(first, last, layout)
	if n < 2 {
		return nil
	}
	if n > maxBars { // the newest
		first, n = next(last, layout, 1-maxBars), maxBars
	}
	most := 1
	at := first
	for range n {
		most = max(most, known[at.Format(layout)].Count)
		at = next(at, layout, 1)
	}
	c := &Chart{Width: n*(barWidth+barGap) - barGap, Height: chartHeight, From: LongDate(first.Format(layout)), To: LongDate(last.Format(layout))}
	at = first
	for i := range n {
		value := at.Format(layout)
		k := known[value]
		bar := Bar{X: i * (barWidth + barGap), W: barWidth, Label: LongDate(value), Count: k.Count, Current: k.Selected}
		if k.Count > 0 { // whatever there is shows
			bar.H = max(2, k.Count*chartHeight/most)
			bar.Href = href(value, k.Selected)
		}
		bar.Y = chartHeight - bar.H
		c.Bars = append(c.Bars, bar)
		at = next(at, layout, 1)
	}
	return c
}

const (
	yearLayout  = "2006"
	monthLayout = "2006-01"
)

// dateLayout returns what most of the dates are: days, months or years.
func dateLayout(counts []index.Count) string {
	best, layout := 0, ""
	for _, l := range []string{yearLayout, monthLayout, time.DateOnly} {
		n := 0
		for _, c := range counts {
			if len(c.Value) == len(l) && c.Value != index.NoDate {
				n++
			}
		}
		if n > best {
			best, layout = n, l
		}
	}
	return layout
}

// collect adds the counts up by the layout; dates that are none, or coarser, are
// left out.
func collect(counts []index.Count, layout string) (known map[string]index.Count, first, last time.Time) {
	known = map[string]index.Count{}
	for _, c := range counts {
		if len(c.Value) < len(layout) || c.Value == index.NoDate {
			continue
		}
		value := c.Value[:len(layout)]
		t, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		if len(known) == 0 || t.Before(first) {
			first = t
		}
		if len(known) == 0 || t.After(last) {
			last = t
		}
		sum := known[value]
		sum.Count += c.Count
		sum.Selected = sum.Selected || c.Selected && c.Value == value
		known[value] = sum
	}
	if layout == yearLayout {
		for _, c := range counts { // a chosen year is listed beside its months, which are counted already
			if len(c.Value) == len(layout) && c.Selected && len(counts) > 1 && hasLonger(counts, c.Value) {
				if sum, ok := known[c.Value]; ok {
					sum.Count, sum.Selected = sum.Count-c.Count, true
					known[c.Value] = sum
				}
			}
		}
	}
	return known, first, last
}

func hasLonger(counts []index.Count, year string) bool {
	for _, c := range counts {
		if len(c.Value) > len(year) && c.Value[:len(year)] == year {
			return true
		}
	}
	return false
}

// stretch returns how many bars there are from first to last.
func stretch(first, last time.Time, layout string) int {
	if first.IsZero() {
		return 0
	}
	switch layout {
	case yearLayout:
		return last.Year() - first.Year() + 1
	case monthLayout:
		return (last.Year()-first.Year())*12 + int(last.Month()-first.Month()) + 1
	}
	return int(last.Sub(first).Hours()/24) + 1
}

func next(t time.Time, layout string, n int) time.Time {
	switch layout {
	case yearLayout:
		return t.AddDate(n, 0, 0)
	case monthLayout:
		return t.AddDate(0, n, 0)
	}
	return t.AddDate(0, 0, n)
}

// ViewBox is the attribute of that name.
func (c *Chart) ViewBox() string {
	return "0 0 " + strconv.Itoa(c.Width) + " " + strconv.Itoa(c.Height)
}
