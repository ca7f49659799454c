package page

import (
	"strings"

	"warta/analyzers/article"
)

// namesCommission reports whether a text names a commission.
func namesCommission(s string) bool {
	for word := range strings.FieldsSeq(s) {
		switch strings.Trim(word, ",.:;()\"“”") {
		case "KPU", "KIP", "KPUD", "Kpu", "PPK", "PPS", "KPPS":
			return true
		}
	}
	return false
}

// kindOf judges what sort of text a draft is. A story with a dateline or
// a report of something that took place is news, whatever its label says.
func kindOf(d *Draft) article.Kind {
	title := lettersAndDigits(d.Title)
	first := ""
	if len(d.Paragraphs) > 0 {
		first = d.Paragraphs[0]
	}
	head := lettersAndDigits(first[:lastBoundary(first, min(len(first), shortLine))])
	section := labelKey(strings.ToLower(d.Section))
	dateline := opensLikeNews(first)
	switch {
	case d.Byline != "" || section == "opini" || section == "kolom":
		return article.Opinion
	case startsAny(title, "press release", "siaran pers", "rilis pers") || startsAny(head, "press release", "siaran pers", "rilis pers") ||
		(section == "siaranpers" || section == "pressrelease") && !dateline:
		return article.PressRelease
	case isAward(title):
		return article.Announcement
	case isForm(d.Paragraphs):
		return article.Form
	case dateline && announces(title, d.Paragraphs):
		return article.Announcement
	case dateline && explains(d.Paragraphs):
		return article.Explainer
	case dateline:
		return article.News
	case isGreeting(title, head):
		return article.Greeting
	case isDocument(title, d.Paragraphs):
		return article.Document
	case isAnnouncement(title, section, head, d.Paragraphs):
		return article.Announcement
	case isExplainer(title, d.Paragraphs):
		return article.Explainer
	case isEssay(d.Paragraphs):
		return article.Opinion
	}
	return article.News
}

// isEssay reports whether a text without a day speaks in the first person outside of
// quotations all through: "Menurut saya …", "kita".
func isEssay(paragraphs []string) bool {
	first, me := 0, 0
	for _, p := range paragraphs {
		if hasDay(p) {
			return false
		}
		inside := false
		for word := range strings.FieldsSeq(p) {
			inside = inside != (strings.Count(word, "\"")%2 == 1) || strings.Contains(word, "“")
			if strings.Contains(word, "”") {
				inside = false
			}
			if inside {
				continue
			}
			switch strings.ToLower(strings.Trim(word, ",.;:?!")) {
			case "saya", "aku":
				first++
				me++
			case "kita":
				first++
			}
		}
	}
	return len(paragraphs) >= 3 && me >= 2 && first >= 5
}

func startsAny(s string, heads ...string) bool {
	for _, h := range heads {
		if strings.HasPrefix(s, h) && (len(s) == len(h) || s[len(h)] == ' ') {
			return true
		}
	}
	return false
}

// isForm reports whether the body is a form: lines of "Label : value", each label once. An
// interview has the labels of questions and answers again and again.
func isForm(paragraphs []string) bool {
	filled := 0
	labels := make(map[string]bool)
	for i, p := range paragraphs {
		if i > 40 {
			break
		}
		mark, value, ok := strings.Cut(p, ":")
		if ok && value != "" && len(mark) <= 40 && countWords(mark) <= 4 && !strings.ContainsAny(mark, ".,\"“”") && !labels[mark] {
			labels[mark] = true
			filled++
		}
	}
	if len(paragraphs) == 1 {
		return startsAny(lettersAndDigits(paragraphs[0][:lastBoundary(paragraphs[0], min(len(paragraphs[0]), 80))]), "nama kegiatan") &&
			strings.Count(paragraphs[0], " : ")+strings.Count(paragraphs[0], ": ") >= 3
	}
	return filled >= 3 && filled*2 > len(paragraphs)
}

func isGreeting(title, head string) bool {
	greets := func(s string) bool {
		return startsAny(s, "selamat", "dirgahayu", "selamat dan sukses", "turut berduka", "turut berdukacita", "ucapan selamat",
			"ucapan duka", "belasungkawa", "duka cita", "berita duka", "mengucapkan", "marhaban", "minal aidin")
	}
	if greets(title) && !startsAny(title, "selamat tinggal") {
		return true
	}
	return greets(head) && (strings.Contains(head, "mengucapkan") || startsAny(head, "selamat dan sukses", "selamat hari", "dirgahayu")) ||
		strings.Contains(head, "keluarga besar") && (strings.Contains(head, "mengucapkan") || strings.Contains(head, "berduka"))
}

// isDocument reports whether the text only leads to a decree or a file.
func isDocument(title string, paragraphs []string) bool {
	if len(paragraphs) > 4 {
		return false
	}
	size := 0
	for _, p := range paragraphs {
		size += len(p)
	}
	if describesItself(title, paragraphs) {
		return true
	}
	if size > 700 {
		return false
	}
	named := startsAny(title, documents...)
	first := ""
	if len(paragraphs) > 0 {
		first = lettersAndDigits(paragraphs[0])
	}
	leads := startsAny(first, "berikut", "berikut ini", "terlampir", "dengan ini disampaikan", "silakan", "silahkan", "unduh", "salinan", "dokumen") ||
		strings.Contains(first, "dapat diunduh") || strings.Contains(first, "dapat didownload") || strings.Contains(first, "beserta lampiran") ||
		size == 0
	return named && leads || leads && size < 400 && (strings.Contains(first, "keputusan kpu") || strings.Contains(first, "berita acara") ||
		strings.Contains(first, "peraturan kpu")) && !strings.Contains(title, "pengumuman")
}

// describesItself reports whether the first paragraph repeats the title, which names a
// document, as its subject: "Renstra KPU X Tahun 2020-2024 ditetapkan dengan …".
func describesItself(title string, paragraphs []string) bool {
	return len(paragraphs) > 0 && countWords(title) >= 4 && startsAny(title, documents...) && strings.HasPrefix(lettersAndDigits(paragraphs[0]), title+" ") &&
		!strings.ContainsAny(strings.Join(paragraphs, " "), "\"“”")
}

// documents are first words of the titles of documents.
var documents = []string{
	"keputusan", "surat keputusan", "sk", "peraturan", "pkpu", "berita acara", "surat edaran", "salinan", "lampiran", "rencana strategis", "renstra", "laporan",
	"dokumen", "formulir", "daftar informasi publik", "rekapitulasi", "model", "rencana kerja", "perjanjian kinerja", "lkjip", "standar operasional",
}

func isAnnouncement(title, section, head string, paragraphs []string) bool {
	if startsAny(title, "pengumuman", "hasil pengumuman", "panggilan", "call for", "undangan terbuka", "lowongan", "permintaan", "daftar nama",
		"pemenang", "daftar pemenang", "jadwal", "ralat", "perpanjangan", "edaran", "maklumat", "lelang", "pembukaan pendaftaran") &&
		!reports(paragraphs) {
		return true
	}
	if section == "pengumuman" && !reports(paragraphs) {
		return true
	}
	return startsAny(head, "pengumuman", "diumumkan kepada", "dengan ini diumumkan", "memperhatikan ketentuan", "diberitahukan kepada")
}

// isAward reports whether a folded title announces winners.
func isAward(title string) bool {
	return startsAny(title, "daftar pemenang", "pemenang", "pengumuman pemenang", "nama nama pemenang", "daftar nama")
}

// announces reports whether a text with a dateline is an announcement all the same: its
// title says so, and its first words do not report an act of an office.
func announces(title string, paragraphs []string) bool {
	return startsAny(title, "pengumuman", "panggilan", "maklumat", "ralat", "lowongan", "undangan terbuka") &&
		!hasDay(paragraphs[0]) && !strings.ContainsAny(strings.Join(paragraphs[:min(len(paragraphs), 4)], " "), "\"“”")
}

// explains reports whether a text without a day and without quotations has sub-headings
// that run into their sentences: "Pencatatan dan Registrasi Setiap permohonan dicatat."
func explains(paragraphs []string) bool {
	headings := 0
	for _, p := range paragraphs {
		if hasDay(p) || strings.ContainsAny(p, "\"“”") {
			return false
		}
		for sentence := range strings.SplitSeq(p, ". ") {
			if runsIn(sentence) {
				headings++
			}
		}
	}
	return headings >= 3
}

// runsIn reports whether a sentence begins with a heading: at least three words with
// capitals, particles apart, none of which names a post or, in a short run, an office.
func runsIn(sentence string) bool {
	run, commission := 0, false
	for word := range strings.FieldsSeq(sentence) {
		folded := strings.ToLower(strings.Trim(word, ",:;"))
		switch {
		case isRoleWord(folded):
			return false
		case isCommissionWord(folded):
			commission = true
		}
		if !known().particle[word] {
			if isLower(word) {
				return run >= 6 || run >= 3 && !commission
			}
			run++
		}
		if strings.HasSuffix(word, ",") || run > 14 {
			return false
		}
	}
	return false
}

// reports reports whether the first paragraph describes an act: an office is its
// subject and a verb of doing follows.
func reports(paragraphs []string) bool {
	if len(paragraphs) == 0 {
		return false
	}
	n := 0
	for word := range strings.FieldsSeq(paragraphs[0]) {
		switch word {
		case "menggelar", "melaksanakan", "mengadakan", "menyelenggarakan", "mengikuti", "menghadiri", "menerima", "melakukan", "melantik",
			"digelar", "dilaksanakan", "menetapkan", "mengundang", "membuka", "melepas", "mengatakan", "menjelaskan":
			return true
		}
		if n++; n > 40 {
			break
		}
	}
	return false
}

// isExplainer reports whether the text explains a matter: a title that asks or
// promises to explain, or sub-headings that ask.
func isExplainer(title string, paragraphs []string) bool {
	if reports(paragraphs) {
		return false
	}
	asks := startsAny(title, "apa itu", "apa", "bagaimana", "begini", "mengenal", "memahami", "cara", "tata cara", "syarat", "ini syarat", "panduan",
		"mengapa", "kenapa", "siapa", "kapan", "di mana", "yuk", "simak", "perbedaan", "beda", "ketahui", "serba serbi", "tanya jawab", "faq",
		"langkah", "tips", "inilah", "pengertian")
	questions, headings := 0, 0
	for _, p := range paragraphs {
		if len(p) > 120 {
			continue
		}
		if strings.HasSuffix(p, "?") {
			questions++
		}
		if titleLike(p) {
			headings++
		}
	}
	return questions >= 2 || asks && (headings >= 1 || questions >= 1 || len(paragraphs) >= 2) || headings >= 3 && headings*3 >= len(paragraphs)
}
