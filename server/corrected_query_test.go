package server_test

import (
	"context"
	"strings"
	"testing"

	"warta/index/search"
	"warta/index/understand"
)

func TestThePageOffersACorrectedQuery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why  string
		said understand.Understood
		says string // before the link
		want string // the link
	}{
		{"nothing", understand.Understood{Text: "surta", Mode: "all"}, "Mungkin maksud Anda <a ", ""},
		{"asked instead", understand.Understood{Text: "surta", Mode: "all", Corrected: new("surat suara")}, "Ini hasil untuk <a ", `href="/?q=surat&#43;suara"`},
		{"asked instead, with a way back", understand.Understood{Text: "surta", Mode: "all", Corrected: new("surat suara")}, "surat suara</a>. <a ", `href="/?correct=false&amp;q=surta"`},
		{"offered beside the answer", understand.Understood{Text: "surta", Mode: "all", Offered: "surat <b>"}, "Mungkin maksud Anda <a ", `href="/?q=surat&#43;%3Cb%3E"`},
	} {
		archive := &stub{}
		archive.search = func(context.Context, search.Query) (*search.Page, error) {
			return &search.Page{Total: 1, Query: c.said, Hits: []search.Hit{}}, nil
		}
		body := string(start(t, archive).get("/?q=surta").body)
		_, offer, found := strings.Cut(body, c.says)
		if found != (c.want != "") || !strings.HasPrefix(offer, c.want) {
			t.Errorf("%s: the page says %.80q, want %q", c.why, offer, c.want)
		}
	}
}
