package officials

import (
	"strings"

	"warta/analyzers/internal/names"
	"warta/analyzers/internal/prose"
)

// directions complete the name of a place.
var directions = lists.List("directions")

func isLevel(low string) bool {
	switch low {
	case "kota", "kabupaten", "kab", "provinsi", "prov", "propinsi":
		return true
	}
	return false
}

// readRegion reads the region of a governor, a regent, a mayor or a regional
// secretary, whose body is its government.
func (r *reader) readRegion(t *prose.Text, ro *role) {
	level := governed[ro.head.where]
	end, ok := r.placeAt(t, ro.to)
	if !ok {
		ro.office = r.ownGovernment(level)
		return
	}
	region := r.written(t.Cut(ro.to, end))
	ro.to, ro.named = end, true
	switch typed, _, _ := strings.Cut(region, " "); typed {
	case "Kabupaten", "Kota", "Provinsi", "Daerah":
	default:
		if level == "" {
			level = r.levelOf(region)
		}
		if level != "" {
			region = level + " " + region
		}
	}
	ro.office = "Pemerintah " + region
}

// governed is the level of the region that a head of region has.
var governed = map[string]string{"regency": "Kabupaten", "city": "Kota", "province": "Provinsi"}

// ownGovernment returns the government of the publisher's region where it is of
// that level, or of any level where level is empty.
func (r *reader) ownGovernment(level string) string {
	region := r.ownRegion()
	if region == "" || level != "" && !strings.HasPrefix(region, level) {
		return ""
	}
	return "Pemerintah " + region
}

// ownRegion returns the region of the publisher with its level.
func (r *reader) ownRegion() string {
	_, region, ok := strings.Cut(r.office.Name, " ")
	if !ok || region == "RI" {
		return ""
	}
	if typed, _, _ := strings.Cut(region, " "); typed != "Kabupaten" && typed != "Kota" && typed != "Provinsi" {
		region = "Provinsi " + region // "KIP Aceh"
	}
	return region
}

// levelOf returns the level of a region that is named without one, as far as
// the publisher's own region tells.
func (r *reader) levelOf(region string) string {
	own := r.ownRegion()
	if rest, ok := strings.CutSuffix(own, " "+region); ok {
		return rest
	}
	return ""
}

// readPlaceOf reads the place of a post that implies its body: "Kapolres X".
func (r *reader) readPlaceOf(t *prose.Text, ro *role) {
	i := ro.to
	if ro.head.unit { // "Kadis Pendidikan Kota X"
		end := unitEnd(t, i, false)
		name := ro.head.prefix
		if end > i {
			name += " " + unitName(t, i, end)
			i = end
		} else if bodyStarts(t, i) && t.Upper(i) {
			name += " " + t.At(i)
			i++
		}
		if i > ro.to {
			ro.named = true
		}
		if end, ok := r.placeAt(t, i); ok {
			name, i = name+" "+t.Cut(i, end), end
			ro.named = true
		}
		ro.to, ro.office = i, r.written(name)
		return
	}
	prefix := ro.head.prefix
	if first, _, _ := strings.Cut(prefix, " "); t.Upper(i+1) && (strings.EqualFold(t.At(i), first) || villageLevels[t.Low(i)]) {
		prefix = t.At(i) // "Keuchik Gampong X", "Lurah Kalurahan X"
		i++
	}
	if t.Kind(i) == prose.Number { // "Dandim 0720/Rembang"
		var name strings.Builder
		name.WriteString(ro.head.prefix + " " + t.At(i))
		i++
		if t.Is(i, "/") && i+1 < len(t.Tokens) {
			i++
			end := i
			for end < i+8 && t.Upper(end) && !addressesName(t, end) {
				end++
			}
			if place, ok := r.placeAt(t, i); ok {
				end = place
			} else {
				end = max(i+1, splitName(t, min(i+1, end), end))
			}
			name.WriteString("/" + t.Cut(i, end))
			i = end
			for directions[t.Low(i)] && t.Upper(i) {
				name.WriteString(" " + t.At(i))
				i++
			}
		}
		ro.office, ro.to, ro.named = name.String(), i, true
		return
	}
	if !t.Upper(i) || honorifics[t.Low(i)] != 0 || beginsAnother(t, i) {
		return
	}
	if regions[t.Low(i)+" "+t.Low(i+1)] {
		ro.office, ro.to, ro.named = prefix+" "+t.Cut(i, i+2), i+2, true
		return
	}
	if end := r.placeBeforeComma(t, i); end > i {
		ro.office, ro.to, ro.named = r.written(prefix+" "+t.Cut(i, end)), end, true
		return
	}
	if end, ok := r.placeAt(t, i); ok && !(t.Upper(end) && directions[t.Low(end)]) {
		if low := t.Low(end); t.Upper(end) && t.Upper(end+1) && names.IsPlace(low) && !names.Known(low) && ro.head.prefix != "" {
			end++ // "Camat Batu Ampar Junaidi", though "Batu" alone is a region too
		}
		ro.office, ro.to, ro.named = r.written(prefix+" "+t.Cut(i, end)), end, true
		return
	}
	if notNames[t.Low(i)] {
		return
	}
	end := r.placeEnd(t, i)
	if end == i {
		return
	}
	ro.office, ro.to, ro.named = prefix+" "+t.Cut(i, end), end, true
}

// villageLevels are the kinds of villages and quarters.
var villageLevels = lists.List("village levels")

// keepRun takes the capitalised words after the head into the title where a
// comma or a bracket parts them from a name: "Kepala Suku Lembah Baliem, …".
func (ro *role) keepRun(t *prose.Text) {
	end := ro.to
	for t.Upper(end) && end < ro.to+6 && honorifics[t.Low(end)] == 0 {
		end++
	}
	if end > ro.to && (t.Is(end, ",") || t.Is(end, "(") || t.Is(end, ")")) {
		ro.title += " " + t.Cut(ro.to, end)
		ro.to, ro.units = end, true
	}
}

// keepPlace takes the place after the head into the title: "Bendesa Adat Celuk".
// Where the kind of a village is named, the village is the body: "Ketua Adat Desa X".
func (r *reader) keepPlace(t *prose.Text, ro *role) {
	at := ro.to
	if (villageLevels[t.Low(at)] || t.Is(at, "kecamatan") || t.Is(at, "mukim")) && t.Upper(at) && t.Upper(at+1) {
		if at++; t.Is(at, "adat") {
			at++
		}
		if end := r.placeEnd(t, at); end > at {
			ro.office, ro.named, ro.to = r.written(t.Cut(ro.to, end)), true, end
		}
		return
	}
	end := r.placeEnd(t, ro.to)
	if end > ro.to {
		ro.title += " " + r.written(t.Cut(ro.to, end))
		ro.to, ro.units = end, true
	}
}

// placeEnd returns where the place that begins at token i ends and, where no
// comma parts them, the name of a person begins (N-21). A comma parts them
// where a name follows it; before a verb or the next post of a list the name
// stands in the run: "Lurah Kauman Kidul Joko Prabowo, Camat Sidorejo …".
func (r *reader) placeEnd(t *prose.Text, i int) int {
	if beginsAnother(t, i) {
		return i // "Perbekel I Made Suarta"
	}
	if end := r.placeBeforeComma(t, i); end > i {
		return end
	}
	if end, ok := r.placeAt(t, i); ok && !(t.Upper(end) && directions[t.Low(end)]) {
		return end
	}
	end, words := i, 0
	for t.Upper(end) && (!notNames[t.Low(end)] || r.isPartOfTown(t, end, i)) && !startsAddress(t, end) && !(end > i && nobility[t.Low(end)] && !names.Known(t.Low(end-1))) && end < i+10 {
		if !directions[t.Low(end)] {
			words++
		}
		end++
		if len(t.Low(end-1)) <= 3 && t.Is(end, ".") && t.Glued(end) && t.Upper(end+1) && t.SentenceOf(end+1) == t.SentenceOf(end) {
			end++ // "Dt. Rangkayo"
		}
	}
	switch t.Low(end) {
	case "(", ")":
		return end
	case ",":
		next := end + 1
		if t.Is(next, "dan") || t.Is(next, "serta") {
			next++
		}
		if post := startsPost(t, next); !post && (words < 3 || isNameWord(t, next) || startsAddress(t, next)) {
			return end
		}
	case ".":
		if words < 3 && (words == end-i || directions[t.Low(end-1)]) {
			return end
		}
	}
	if end <= i+1 || t.Upper(end) && (startsAddress(t, end) || nobility[t.Low(end)]) {
		return end
	}
	// A name has run on: it begins where the words say, else the place is one word,
	// or two where enough is left, and what completes it.
	if cut := splitName(t, i+1, end); cut < end && end-cut > 1 {
		return cut
	}
	whole := end - i
	end = i + 1
	if whole >= 4 && !directions[t.Low(end)] {
		end++
	}
	for directions[t.Low(end)] && t.Upper(end) {
		end++
	}
	return end
}

// isPartOfTown reports whether "Kota" at token i completes the place that begins at
// from: "Kupang Kota", and begins no other: "Kauman Kota Padang".
func (r *reader) isPartOfTown(t *prose.Text, i, from int) bool {
	if i == from || !t.Is(i, "kota") {
		return false
	}
	_, ok := r.placeAt(t, i)
	return !ok
}

// placeBeforeComma returns where the run of up to three words at token i ends, as a
// comma and a name follow it and it holds no name: "Raja Negeri Batu Merah, Ali".
func (r *reader) placeBeforeComma(t *prose.Text, i int) int {
	end := i
	for end < i+4 && t.Upper(end) && !startsAddress(t, end) && !startsPost(t, end) {
		end++
	}
	if end-i < 2 || end-i > 3 || !t.Is(end, ",") || startsPost(t, end+1) || !isNameWord(t, end+1) && !startsAddress(t, end+1) {
		return i
	}
	place, ok := r.placeAt(t, i)
	if !ok || place >= end {
		return i
	}
	if score, named := nameScore(t, place, end); named && score > 0 {
		return i
	}
	return end
}
