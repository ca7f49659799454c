package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index/archive"
	"warta/index/search"
	"warta/server/keys"
	"warta/server/web"
)

// quotePage answers GET /kutipan/{id}: the lasting address of one quote. Who has
// signed in finds there how to correct it.
func (s *Server) quotePage(c *gin.Context) error {
	id := c.Param("id")
	if !isName(id) {
		return unknownQuote()
	}
	k, _ := caller(c)
	staff := keys.May(k, keys.Staff)
	found, err := s.archive.Quote(c.Request.Context(), id, staff)
	if err != nil {
		return fmt.Errorf("show a quote: %w", err)
	}
	view := web.NewQuotePageView(s.base(c.Request), found.Hit)
	v, _ := c.Get(keySession)
	if one, ok := v.(session); ok {
		p := newPageParams(c.Request.URL.RawQuery)
		asked := strings.TrimSpace(p.word("cari", maxPrefix))
		var named []search.Suggestion
		if asked != "" {
			if named, err = s.suggested(c.Request.Context(), asked, search.SuggestOfficial); err != nil {
				return err
			}
		}
		view.AddCorrection(web.NewCorrection(found, named, asked, k.Name, one.csrf, p.yes("tersimpan", false)))
	}
	return s.writePage(c, http.StatusOK, func(w io.Writer) error { return s.pages.Quote(w, view) })
}

// correctOnPage answers POST /kutipan/{id}: the forms of the page of a quote.
func (s *Server) correctOnPage(c *gin.Context) error {
	id := c.Param("id")
	if !isName(id) {
		return unknownQuote()
	}
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	fix := archive.QuoteCorrection{Reason: strings.TrimSpace(form.Get("alasan"))}
	switch speaker := form.Get("pembicara"); form.Get("aksi") {
	case web.FixSpeaker:
		if speaker != "" && !isName(speaker) || !form.Has("pembicara") {
			return invalid("pembicara", "pembicara: choose who spoke, or that nobody knows")
		}
		fix.Speaker = &speaker
	case web.FixHide:
		fix.Hidden = new(true)
	case web.FixShow:
		fix.Hidden = new(false)
	default:
		return invalid("aksi", "aksi: want one of %s, %s, %s", web.FixSpeaker, web.FixHide, web.FixShow)
	}
	if fix.Reason == "" {
		return invalid("alasan", "alasan: say why, it is kept with the correction")
	}
	by, _ := caller(c)
	ctx := context.WithoutCancel(c.Request.Context()) // what was begun is ended, whoever leaves
	if _, err := s.archive.CorrectQuote(ctx, id, fix, by.ID); err != nil {
		return fmt.Errorf("correct a quote: %w", err)
	}
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, "/kutipan/"+id+"?tersimpan=true")
	return nil
}
