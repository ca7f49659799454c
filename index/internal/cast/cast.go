// Package cast makes articles that name people, for tests and benchmarks.
package cast

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"warta/analyzers/article"
	"warta/index/roster"
)

// A Post is a name and where its bearer holds office, as one article tells it:
// "33.74" is a satker, "33.74!Ketua" one with the post, "/bawaslu" another body,
// "~33.74" somewhere near that one, "?33.74" a name without a post, and "-33.74" a
// private person. "Handi Ujiono (Inu)" is a name with a declared nickname.
type Post struct{ Name, At string }

// Telling returns an article that names the people.
func Telling(id, date string, people ...Post) *article.Article {
	a := Plain(id, date, "Rapat "+id, "Rapat dibuka pada pagi hari.")
	for i, p := range people {
		o := article.Official{ID: fmt.Sprintf("o%d", i), Public: true}
		o.Name, o.Aliases = Nicknamed(p.Name)
		switch p.At[0] {
		case '/':
			o.Roles = []article.Role{{Title: "Ketua", Office: p.At[1:]}}
		case '~', '?', '-':
			o.Public, o.Private = p.At[0] == '~', p.At[0] == '-'
			a.Publisher, a.Satker = &article.Office{Code: p.At[1:]}, []string{p.At[1:]}
		default:
			o.Roles = []article.Role{PostAt(p.At)}
		}
		a.Officials = append(a.Officials, o)
		a.Quotes = append(a.Quotes, article.Quote{
			ID: fmt.Sprintf("%s-%d", id, i), Kind: article.Direct, Text: fmt.Sprintf("Kita mulai %d.", i), Confidence: 0.9,
			Speaker: &article.Person{ID: o.ID, Name: o.Name},
		})
	}
	return a
}

// Nicknamed parts a name from a nickname in brackets behind it.
func Nicknamed(name string) (full string, aliases []string) {
	full, alias, ok := strings.Cut(strings.TrimSuffix(name, ")"), " (")
	if ok {
		aliases = []string{alias}
	}
	return full, aliases
}

// PostAt reads "33.74!Ketua"; without a post it is a member.
func PostAt(at string) article.Role {
	code, title, ok := strings.Cut(at, "!")
	if !ok {
		title = "Anggota"
	}
	return article.Role{Title: title, Satker: code}
}

// Plain is an article without people.
func Plain(id, date, title, body string) *article.Article {
	return &article.Article{ID: id, Date: date, Title: title, Paragraphs: []string{body}}
}

// Office is a list of office holders: "NAME, POST @SATKER FROM..TO" a row.
func Office(rows ...string) []roster.Row {
	var out []roster.Row
	for _, row := range rows {
		who, at, _ := strings.Cut(row, " @")
		comma := strings.LastIndex(who, ", ")
		satker, days, _ := strings.Cut(at, " ")
		from, to, _ := strings.Cut(days, "..")
		out = append(out, roster.Row{Name: who[:comma], Post: who[comma+2:], Satker: satker, From: from, To: to})
	}
	return out
}

// Crowd makes articles that name about n different people in 553 offices, a tenth of
// them in a second spelling.
func Crowd(n int) []*article.Article {
	first := []string{"Ahmad", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gunawan", "Hadi", "Indra", "Joko", "Kartika", "Lestari", "Made", "Nur", "Oki", "Putri", "Rahmat", "Siti", "Tri", "Wahyu"}
	second := []string{"Santoso", "Wijaya", "Pratama", "Lubis", "Siregar", "Hidayat", "Kurniawan", "Saputra", "Nugroho", "Rahman", "Aminah", "Susanto", "Hasibuan", "Setiawan", "Maulana", "Purnomo", "Yusuf", "Harahap", "Mustofa", "Lestari"}
	third := []string{"", " Amron", " Darma", " Eka", " Firdaus", " Gita", " Hakim", " Jaya", " Karim", " Latif", " Mahendra", " Nasution", " Oktavia", " Pane", " Ramadhan", " Suryani", " Tanjung", " Utama", " Wibowo", " Zain"}
	rng := rand.New(rand.NewPCG(1, 2))
	list := make([]*article.Article, n)
	for i := range list {
		name := Pick(rng, first...) + " " + Pick(rng, second...) + Pick(rng, third...)
		if i%10 == 0 && len(name) > 14 {
			name = name[:9] + name[10:]
		}
		list[i] = Telling(fmt.Sprintf("a%d", i), "2024-06-01", Post{Name: name, At: fmt.Sprintf("%02d.%02d", 11+i%38, 1+i/38%15)})
	}
	return list
}

// AlikeCrowds make names of one office that are all alike: the worst case for a registry
// that compares names.
var AlikeCrowds = []struct {
	What string
	Name func(i int) string
}{
	{"one name in many spellings", func(i int) string { return spelt("Budi", i) + " Santoso" }},
	{"two words in common", func(i int) string { return "Ketua Panitia " + Letters(i, 4) }},
	{"a letter or two differ", func(i int) string { return "Abdurrahman Wah" + Letters(i, 3) + "id" }},
	{"each a part of others", func(i int) string { return parts(i) }},
	{"initials between", func(i int) string { return "Budi " + initials(i) + "Santoso" }},
}

// Letters writes i in letters that no spelling takes for each other, n at least.
func Letters(i, n int) string {
	const of = "abdefgiklmnoprstu"
	var b []byte
	for ; i > 0 || len(b) < n; i /= len(of) {
		b = append(b, of[i%len(of)])
	}
	return string(b)
}

// spelt doubles letters of a word as often as the digits of i say.
func spelt(word string, i int) string {
	var b strings.Builder
	for _, c := range word {
		b.WriteString(strings.Repeat(string(c), 1+i%16))
		i /= 16
	}
	return b.String()
}

// parts returns the words that the bits of i say.
func parts(i int) string {
	words := []string{"Ahmad", "Budi", "Candra", "Dewi", "Eko", "Fajar", "Galih", "Hasan", "Indra", "Joko", "Kartika", "Lestari", "Mahendra", "Nugroho", "Oktavia", "Pratama"}
	var list []string
	for n, w := range words {
		if i>>n&1 == 1 {
			list = append(list, w)
		}
	}
	return strings.Join(append(list, "Wibowo", "Saputra"), " ")
}

func initials(i int) string {
	var b strings.Builder
	for ; i > 0; i /= 20 {
		b.WriteString(strings.ToUpper(Letters(i%20, 1)[:1]) + " ")
	}
	return b.String()
}

// Pick returns one of xs.
func Pick[T any](rng *rand.Rand, xs ...T) T { return xs[rng.IntN(len(xs))] }
