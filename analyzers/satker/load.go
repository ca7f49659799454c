package satker

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data
var data embed.FS

// A nameEntry says that a name means an office. Via is the level that was typed
// with the name; Alone is set where the name stands for the office without
// "KPU" in front.
type nameEntry struct {
	office uint16
	via    Level
	alone  bool
}

// A placeEntry says that a place belongs to the region of an office.
type placeEntry struct {
	office uint16
	name   string
}

// Load returns the gazetteer of the embedded tables. The first call reads them and checks that
// they fit together; later calls return the same gazetteer. All faults are reported at once.
func Load() (*Gazetteer, error) { return embedded() }

var embedded = sync.OnceValues(load)

// load reads the embedded tables.
func load() (*Gazetteer, error) {
	g := &Gazetteer{
		byCode: make(map[string]int), hosts: make(map[string]int), oldHosts: make(map[string]oldHost), glued: make(map[string]int),
		names: newTrie[nameEntry](), places: newTrie[placeEntry](),
	}
	if err := errors.Join(g.loadOffices(), g.loadHosts(), g.loadOldHosts(), g.loadPlaces()); err != nil {
		return nil, fmt.Errorf("load gazetteer: %w", err)
	}
	return g, nil
}

// table returns the rows of an embedded table below its header.
func table(name string, columns int) ([][]string, error) {
	f, err := data.Open("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("%s: no rows", name)
	}
	return rows[1:], nil
}

func (g *Gazetteer) loadOffices() error {
	rows, err := table("satker.csv", 11)
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range rows {
		o := Office{
			Code: r[0], Level: Level(max(slices.Index(levelNames[:], r[1]), 0)), Parent: r[2], Kind: r[3], Name: r[4],
			Region: r[5], Province: r[6], Seat: r[7], Domain: r[8], Verified: r[9] == "yes", Aliases: strings.Split(r[10], "|"),
			Zone: zoneOf(r[0][:min(2, len(r[0]))]),
		}
		if _, twice := g.byCode[o.Code]; twice || o.Code == "" || o.Name == "" || o.Region == "" || o.Level == AnyLevel {
			faults = append(faults, fmt.Errorf("satker.csv: office %q: code twice, or code, name, region or level missing", o.Code))
			continue
		}
		if _, ok := g.byCode[o.Parent]; !ok && o.Level != National {
			faults = append(faults, fmt.Errorf("satker.csv: office %s: unknown parent %q", o.Code, o.Parent))
		}
		g.byCode[o.Code] = len(g.offices)
		g.offices = append(g.offices, o)
		g.addNames(len(g.offices) - 1)
	}
	return errors.Join(faults...)
}

// addNames enters all names of an office into the trie, each once.
func (g *Gazetteer) addNames(i int) {
	o := &g.offices[i]
	add := func(name string, e nameEntry) {
		e.office = uint16(i)
		if !slices.Contains(g.names.exact(name), e) {
			g.names.add(name, e)
		}
	}
	add(o.Region, nameEntry{via: o.Level})
	if o.Level != National {
		add(o.Region, nameEntry{via: o.Level, alone: true})
	}
	for _, alias := range append([]string{o.Name}, o.Aliases...) {
		if end, _ := head(alias, 0); end > 0 {
			rest := strings.TrimLeft(alias[end:], " ")
			level, n := levelWord(rest, 0)
			add(rest[n:], nameEntry{via: level})
			if level != AnyLevel { // "Kotabaru", "Kota Mobagu": the level may be part of the name
				add(rest, nameEntry{})
			}
			continue
		}
		if key := strings.ToLower(alias); strings.HasPrefix(key, "kpu") && !strings.Contains(key, " ") {
			g.glued[key] = i
			continue
		}
		add(alias, nameEntry{alone: true})
		add(alias, nameEntry{})
	}
}

func (g *Gazetteer) loadHosts() error {
	rows, err := table("domains.csv", 4)
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range rows {
		i, ok := g.byCode[r[1]]
		if _, twice := g.hosts[r[0]]; twice || !ok {
			faults = append(faults, fmt.Errorf("domains.csv: host %q stands twice or has the unknown code %q", r[0], r[1]))
			continue
		}
		g.hosts[r[0]] = i
	}
	for _, o := range g.offices {
		if i, ok := g.hosts[o.Domain]; !ok || g.offices[i].Code != o.Code {
			faults = append(faults, fmt.Errorf("satker.csv: office %s: its host %q is not its own in domains.csv", o.Code, o.Domain))
		}
	}
	return errors.Join(faults...)
}

// loadOldHosts reads where offices had their sites before: hosts, and forms of hosts
// with {name} in them, which hold for the offices of the province in the row.
func (g *Gazetteer) loadOldHosts() error {
	rows, err := table("oldhosts.csv", 5)
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range rows {
		host := r[0]
		i, known := g.byCode[r[1]]
		from, errFrom := strconv.Atoi(r[2])
		to, errTo := strconv.Atoi(r[3])
		before, after, isForm := strings.Cut(host, "{name}")
		_, twice := g.oldHosts[host]
		_, standing := g.hosts[host]
		switch {
		case !known || twice || standing || host == "":
			faults = append(faults, fmt.Errorf("oldhosts.csv: host %q stands twice, or has the unknown code %q", host, r[1]))
		case errFrom != nil || errTo != nil || from < 1999 || to < from:
			faults = append(faults, fmt.Errorf("oldhosts.csv: host %q: want years from 1999 on, not %q to %q", host, r[2], r[3]))
		case r[4] == "":
			faults = append(faults, fmt.Errorf("oldhosts.csv: host %q has no evidence", host))
		case isForm && g.offices[i].Level != Province:
			faults = append(faults, fmt.Errorf("oldhosts.csv: the form %q needs the code of a province, not %q", host, r[1]))
		case isForm:
			g.oldForms = append(g.oldForms, oldForm{before, after, r[1], from, to})
		default:
			g.oldHosts[host] = oldHost{i, from, to}
		}
	}
	return errors.Join(faults...)
}

func (g *Gazetteer) loadPlaces() error {
	rows, err := table("towns.csv", 4)
	if err != nil {
		return err
	}
	var faults []error
	for _, r := range rows {
		i, ok := g.byCode[r[1]]
		if !ok {
			faults = append(faults, fmt.Errorf("towns.csv: %s: unknown code %q", r[0], r[1]))
			continue
		}
		g.addPlace(r[0], i)
	}
	for i := range g.offices {
		o := &g.offices[i]
		g.addPlace(o.Region, i)
		for _, alias := range o.Aliases {
			if end, _ := head(alias, 0); end == 0 && !strings.HasPrefix(alias, "KPU") {
				g.addPlace(alias, i)
			}
		}
	}
	return errors.Join(faults...)
}

func (g *Gazetteer) addPlace(name string, office int) {
	for _, e := range g.places.exact(name) {
		if int(e.office) == office {
			return
		}
	}
	g.places.add(name, placeEntry{office: uint16(office), name: name})
}

// A Place is a town or a region that datelines name.
type Place struct {
	Name  string   // as the gazetteer writes it
	Codes []string // offices of the regions that it may lie in
}

// Place looks up a town, a region or a short name of one ("Painan", "Jateng").
func (g *Gazetteer) Place(name string) (Place, bool) {
	return g.place(g.places.exact(name))
}

// PlaceAt returns the longest place whose name begins at text[i:], and where
// it ends. The name must end with a word; where it begins is up to the caller.
func (g *Gazetteer) PlaceAt(text string, i int) (p Place, end int, ok bool) {
	entries, end := g.places.longest(text, i)
	p, ok = g.place(entries)
	return p, end, ok
}

func (g *Gazetteer) place(entries []placeEntry) (Place, bool) {
	if len(entries) == 0 {
		return Place{}, false
	}
	p := Place{Name: entries[0].name}
	for _, e := range entries {
		p.Codes = append(p.Codes, g.offices[e.office].Code)
	}
	return p, true
}
