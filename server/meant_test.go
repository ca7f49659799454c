package server_test

import (
	"context"
	"strings"
	"testing"

	"warta/index"
)

func TestThePageOffersWhatWasPerhapsMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why  string
		said index.Understood
		want string // link of the offer
	}{
		{"nothing", index.Understood{Text: "surta", Mode: "all"}, ""},
		{"asked instead", index.Understood{Text: "surta", Mode: "all", Corrected: new("surat suara")}, `href="/?q=surat&#43;suara"`},
		{"offered beside the answer", index.Understood{Text: "surta", Mode: "all", Offered: "surat <b>"}, `href="/?q=surat&#43;%3Cb%3E"`},
	} {
		archive := &stub{}
		archive.search = func(context.Context, index.Query) (*index.Page, error) {
			return &index.Page{Total: 1, Query: c.said, Hits: []index.Hit{}}, nil
		}
		body := string(start(t, archive).get("/?q=surta").body)
		_, offer, found := strings.Cut(body, "Mungkin maksud Anda <a ")
		if found != (c.want != "") || !strings.HasPrefix(offer, c.want) {
			t.Errorf("%s: the page says %.80q, want %q", c.why, offer, c.want)
		}
	}
}
