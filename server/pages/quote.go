package pages

import (
	"fmt"
	"io"
	"net/http"

	"warta/server/keys"
	"warta/server/param"
	"warta/server/web"
)

// Quote answers GET /kutipan/{id}: the lasting address of one quote, for staff with the
// forms to correct it.
func (s *Site) Quote(w http.ResponseWriter, r *http.Request) error {
	id, err := param.QuoteID(r.PathValue("id"))
	if err != nil {
		return err
	}
	release, err := s.Finder.ReadingPlace(r.Context())
	if err != nil {
		return fmt.Errorf("show a quote: %w", err)
	}
	defer release()
	found, err := s.Archive.Quote(r.Context(), id, keys.CallerMay(r.Context(), keys.Staff))
	if err != nil {
		return fmt.Errorf("show a quote: %w", err)
	}
	view := web.NewQuotePageView(s.Base(r), found)
	if err := s.Desk.AddCorrection(view, r, found); err != nil {
		return err
	}
	return s.Sender.HTML(w, r, http.StatusOK, func(out io.Writer) error { return s.Views.Quote(out, view) })
}
