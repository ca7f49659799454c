package desk

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"warta/index/archive"
	"warta/index/search"
	"warta/server/answer"
	"warta/server/keys"
	"warta/server/param"
	"warta/server/web"
)

// AddCorrection adds the forms for correcting a quote to its page, if the request has a
// session.
func (d *Desk) AddCorrection(view *web.QuotePageView, r *http.Request, found archive.FoundQuote) error {
	session, ok := sessionOf(r.Context())
	if !ok {
		return nil
	}
	p := param.ForPage(r.URL.RawQuery)
	asked := strings.TrimSpace(p.Word("cari", param.MaxPrefix))
	var named []search.Suggestion
	if asked != "" {
		var err error
		if named, err = d.Finder.SuggestOfficials(r.Context(), asked); err != nil {
			return err
		}
	}
	k, _ := keys.Caller(r.Context())
	view.AddCorrection(web.NewCorrection(found, named, asked, k.Name, session.CSRF, p.Bool("tersimpan", false)))
	return nil
}

// CorrectQuote answers POST /kutipan/{id}: the forms of the page of a quote.
func (d *Desk) CorrectQuote(w http.ResponseWriter, r *http.Request) error {
	id, err := param.QuoteID(r.PathValue("id"))
	if err != nil {
		return err
	}
	form, err := d.readForm(w, r)
	if err != nil {
		return err
	}
	fix := archive.QuoteCorrection{Reason: strings.TrimSpace(form.Get("alasan"))}
	switch speaker := form.Get("pembicara"); form.Get("aksi") {
	case web.FixSpeaker:
		if speaker != "" && !param.IsName(speaker) || !form.Has("pembicara") {
			return answer.Invalid("pembicara", "pembicara: choose who spoke, or that it is not known")
		}
		fix.Speaker = &speaker
	case web.FixHide:
		fix.Hidden = new(true)
	case web.FixShow:
		fix.Hidden = new(false)
	default:
		return answer.Invalid("aksi", "aksi: want one of %s, %s, %s", web.FixSpeaker, web.FixHide, web.FixShow)
	}
	if fix.Reason == "" {
		return answer.Invalid("alasan", "alasan: say why, it is kept with the correction")
	}
	by, _ := keys.Caller(r.Context())
	ctx := context.WithoutCancel(r.Context()) // a correction ends also when its browser has gone
	if _, err := d.Archive.CorrectQuote(ctx, id, fix, by.ID); err != nil {
		return fmt.Errorf("correct a quote: %w", err)
	}
	redirect(w, r, "/kutipan/"+id+"?tersimpan=true")
	return nil
}
