package staff

import (
	"fmt"
	"hash/fnv"
	"strings"

	"warta/analyzers"
	"warta/analyzers/article"
	"warta/index/indextest/judged"
)

// A Named is a person whom articles spell in several ways that sound the same, and people
// of names nearby who are others.
type Named struct {
	ID        string
	Spellings []string // the commonest first
	Kinds     []string // of differences between the spellings
	Strangers []string
	Held      bool // a third, by the hash of the commonest spelling
}

// A NameSet is a set of people with other spellings of their names, and of names as they are
// typed: the end of the names of its files.
type NameSet string

// The sets of names, each by another hand that knew no rule.
const (
	FirstNames  NameSet = ""
	SecondNames NameSet = "-second"
)

// Names returns the people of a set.
func Names(set NameSet) ([]Named, error) {
	var all []Named
	err := eachRow("", "names"+string(set)+".tsv", 5, func(c []string) error {
		n := Named{ID: c[0], Spellings: append([]string{c[1]}, parts(c[2], "|")...), Kinds: parts(c[3], ","), Strangers: parts(c[4], "|"), Held: judged.Held(c[1])}
		all = append(all, n)
		return nil
	})
	return all, err
}

// A Typed is a name as it is typed, with titles or in part, and the name that is meant.
type Typed struct {
	Full, Text string
	Held       bool
}

// TypedNames returns the typed names of a set.
func TypedNames(set NameSet) ([]Typed, error) {
	var all []Typed
	err := eachRow("", "nicknames"+string(set)+".tsv", 2, func(c []string) error {
		all = append(all, Typed{Full: c[0], Text: c[1], Held: judged.Held(c[1])})
		return nil
	})
	return all, err
}

func parts(list, by string) []string {
	var out []string
	for p := range strings.SplitSeq(list, by) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// offices are those at which the people of [Names] hold posts.
var offices = []struct{ host, name, place string }{
	{"kota-tegal.kpu.go.id", "KPU Kota Tegal", "Tegal"},
	{"kab-sleman.kpu.go.id", "KPU Kabupaten Sleman", "Sleman"},
	{"kota-bogor.kpu.go.id", "KPU Kota Bogor", "Bogor"},
	{"kab-bantul.kpu.go.id", "KPU Kabupaten Bantul", "Bantul"},
	{"kota-kediri.kpu.go.id", "KPU Kota Kediri", "Kediri"},
	{"kota-ambon.kpu.go.id", "KPU Kota Ambon", "Ambon"},
	{"kota-dumai.kpu.go.id", "KPU Kota Dumai", "Dumai"},
	{"kota-solok.kpu.go.id", "KPU Kota Solok", "Solok"},
}

// NamedArticles returns two articles for each spelling of each person, one in which the
// person speaks as a member of an office and one that merely names the person among
// guests, and the first of these for each stranger. The ID of an article begins with the ID
// of the person and a stroke, or of the stranger and an exclamation mark.
func NamedArticles(r *analyzers.Reader, people []Named) []*article.Article {
	var all []*article.Article
	add := func(id, text string, at int) {
		o := offices[at%len(offices)]
		src := analyzers.Source{
			URL: fmt.Sprintf("https://%s/berita/%s", o.host, id), Published: fmt.Sprintf("2024-0%d-1%dT09:00:00+07:00", 1+at%9, at%10),
			AsOf: "2026-03-01", Text: strings.NewReplacer("OFFICE", o.name, "PLACE", o.place).Replace(text),
		}
		for _, a := range r.Read(src) {
			a.ID = id
			number(&a)
			all = append(all, &a)
		}
	}
	speaks := func(id, name string, at int) {
		add(id, "OFFICE Gelar Rapat "+id+"\n\nPLACE – OFFICE menggelar rapat persiapan "+id+" di aula kantor.\n\n"+
			"Anggota OFFICE, "+name+", membuka rapat tersebut. \"Persiapan nomor "+id+" kita selesaikan pekan ini juga,\" ujar "+name+".\n", at)
	}
	for i, n := range people {
		at := hashed(n.ID)
		for k, name := range n.Spellings {
			speaks(fmt.Sprintf("%s-%d-s", n.ID, k), name, at)
			add(fmt.Sprintf("%s-%d-g", n.ID, k), "OFFICE Terima Kunjungan "+n.ID+"\n\nPLACE – OFFICE menerima kunjungan tamu di aula kantor.\n\n"+
				"Hadir dalam pertemuan itu tokoh masyarakat "+name+" bersama sejumlah undangan lain.\n", at+1+k)
		}
		for k, name := range n.Strangers {
			speaks(fmt.Sprintf("%s!%d", n.ID, k), name, at+3+k+i)
		}
	}
	return all
}

func hashed(text string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(text)) // a hash never fails
	return int(h.Sum32() % 1000)
}
