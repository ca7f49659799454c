package officials

import (
	"slices"
	"strings"

	"warta/analyzers/article"
	"warta/analyzers/internal/prose"
)

// A post may stand in the text before the name of its holder: "Ketua KPU X membuka
// acara. … Dian Lestiyani, demikian nama ketua itu, …". Posts without
// a name are kept; a person whose introduction points back to one of them gets it.

// pending is a post that the text gives to no name.
type pending struct {
	unit int
	role article.Role
}

// lateReach bounds, in paragraphs, how far behind its post a name may stand whose
// introduction names a part of the post.
const lateReach = 4

// adoptPosts gives the posts without a name to the people who are introduced behind
// them by a post that points back.
func (r *reader) adoptPosts() {
	open := r.pendingPosts()
	if len(open) == 0 {
		return
	}
	for i := range r.units {
		u := &r.units[i]
		for j := range u.names {
			n := &u.names[j]
			if n.person < 0 || u.paragraph == InTitle {
				continue
			}
			p := &r.people[n.person]
			switch {
			case n.late:
				r.adopt(p, open, i, !u.namesOffice(n), func(have article.Role, role article.Role) bool {
					return sameKind(have.Title, role.Title) || (have.Title == "Anggota" || have.Title == "Komisioner") && strings.Contains(role.Title, " Divisi ")
				})
			case n.leads != nil && len(n.roles) == 0:
				for _, o := range open {
					if o.unit <= i && o.role == *n.leads {
						p.hold(*n.leads)
						break
					}
				}
			case len(n.roles) > 0:
				r.adopt(p, open, i, false, func(have article.Role, role article.Role) bool {
					return strings.HasPrefix(role.Title, have.Title+" ") && u.roles[n.roles[0]].small && strings.HasPrefix(have.Title, "Kepala ")
				})
			}
		}
	}
}

// namesOffice reports whether one of the posts of n is typed with its office.
func (u *unit) namesOffice(n *name) bool {
	return slices.ContainsFunc(n.roles, func(i int) bool { return u.roles[i].named })
}

// adopt gives p the last post of open before unit i that fits one of the posts of p. Where
// anyOffice is set, the office of that post is not typed beside the name: the one of the
// open post counts ("nama ketua itu").
func (r *reader) adopt(p *person, open []pending, i int, anyOffice bool, fits func(have, role article.Role) bool) {
	for k := len(open) - 1; k >= 0; k-- {
		o := open[k]
		if o.unit > i || o.unit < i-lateReach {
			continue
		}
		for h, have := range p.roles {
			if have == o.role || !anyOffice && (have.Office != o.role.Office || have.Title == o.role.Title) || !fits(have, o.role) {
				continue
			}
			p.roles[h] = o.role
			return
		}
	}
}

// pendingPosts returns the posts for one person that have no holder in the article.
func (r *reader) pendingPosts() []pending {
	var open []pending
	for i := range r.units {
		u := &r.units[i]
		if u.paragraph == InTitle {
			continue
		}
		for j := range u.roles {
			ro := &u.roles[j]
			if ro.person != -1 || ro.group || ro.candidate || ro.demo || ro.prefix != "" || ro.head.event || ro.office == "" || !ro.head.sole && !ro.units {
				continue
			}
			if len(open) < mostPending {
				open = append(open, pending{i, ro.article()})
			}
		}
	}
	if len(open) == 0 {
		return nil
	}
	held := make(map[article.Role]bool)
	for i := range r.people {
		for _, role := range r.people[i].roles {
			held[role] = true
		}
	}
	return slices.DeleteFunc(open, func(o pending) bool { return held[o.role] })
}

// mostPending bounds the posts without a name that are kept.
const mostPending = 64

// readLead notes the office of the KPU that the clause behind n says n leads: "Irfan
// Labato, yang baru setahun memimpin KPU X".
func (r *reader) readLead(t *prose.Text, n *name) {
	if !t.Is(n.to, ",") || !t.Is(n.to+1, "yang") {
		return
	}
	for k := n.to + 2; k < n.to+8 && t.Kind(k) == prose.Word; k++ {
		if !t.Is(k, "memimpin") && !t.Is(k, "mengetuai") && !t.Is(k, "menakhodai") {
			if !sinceWhen[t.Low(k)] {
				return
			}
			continue
		}
		if isKPU(t.Low(k + 1)) {
			if o, _, ok := r.officeAt(t, k+1); ok {
				n.leads = &article.Role{Title: "Ketua", Office: o.Name, Satker: o.Code}
			}
		}
		return
	}
}

// sinceWhen are words for the time since which an office is led.
var sinceWhen = map[string]bool{
	"baru": true, "kini": true, "telah": true, "sudah": true, "sekarang": true, "saat": true, "ini": true, "setahun": true, "sebulan": true, "sepekan": true,
	"lama": true, "dua": true, "tiga": true, "empat": true, "lima": true, "tahun": true, "bulan": true, "pekan": true, "beberapa": true, "kembali": true, "masih": true,
}

// fullNameBehind returns the full name by which the words behind n explain it: "Ra
// Fawaid, begitu KH. Fawaid Syarqawi biasa disapa"; nil where they do not.
func fullNameBehind(u *unit, n *name) *name {
	t := u.text
	if !t.Is(n.to, ",") || !isCalledSo(t, n.to+1) {
		return nil
	}
	i, found := slices.BinarySearchFunc(u.names, n.to+2, func(m name, at int) int { return m.from - at })
	if !found || len(u.names[i].words) < 2 {
		return nil
	}
	return &u.names[i]
}

// shareBracket gives the post in brackets behind the name of item k to the names of
// the list before it that have none: "A dan B (keduanya Anggota)", "A, B dan C
// (Anggota KPU X)".
func (r *reader) shareBracket(u *unit, k int, ro int) {
	t := u.text
	for j := k - 1; j >= 0 && j > k-12; j-- {
		if u.items[j].isRole {
			return
		}
		n := &u.names[u.items[j].at]
		if len(n.roles) > 0 || !isListGlue(t, u.items[j].to, u.items[j+1].from) || r.isRegion(t, n) {
			return
		}
		n.roles, n.roleAfter, n.listed = append(n.roles, ro), true, true
	}
}

// namedBefore returns the office of the KPU that the sentence names last before token
// i: "rombongan KPU X, Rina dan Sari (keduanya anggota)".
func (r *reader) namedBefore(t *prose.Text, i int) (name, code string) {
	low := t.Sentences[t.SentenceOf(i)].Start
	for k := i - 1; k >= low && k > i-48; k-- {
		if !isKPU(t.Low(k)) {
			continue
		}
		if o, _, ok := r.officeAt(t, k); ok {
			return o.Name, o.Code
		}
		return "", ""
	}
	return "", ""
}
