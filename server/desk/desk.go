// Package desk is what staff see and do on the pages: signing in with a key, correcting
// quotes, and the evidence on who is one person with whom.
//
// A browser keeps the token of a session, never a key. Only the pages about one quote
// or one official and those of signing in read it; all other pages are the same for all
// readers.
package desk

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"warta/index"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/directory"
	"warta/server/finder"
	"warta/server/keys"
	"warta/server/param"
	"warta/server/web"
)

const (
	// SessionFor is how long a session lasts.
	SessionFor  = 8 * time.Hour
	sessionName = "warta_sesi"
	// maxForm bounds the body of a form, in bytes.
	maxForm = 16 << 10
)

// An Archive keeps corrections of quotes.
type Archive interface {
	// CorrectQuote keeps a correction, in the name of the key with the id by.
	CorrectQuote(ctx context.Context, id string, c archive.QuoteCorrection, by string) (archive.FoundQuote, error)
}

// Options are the parts of a [Desk]. All are needed.
type Options struct {
	Archive  Archive
	Finder   *finder.Finder
	Ring     *keys.Ring
	Sessions Sessions
	Pages    *web.Pages
	Names    *directory.Directory
	Sender   answer.Sender
	Base     func(*http.Request) string // scheme and host under which readers reach the service
	Now      func() time.Time
}

// A Desk answers staff. It is safe for concurrent use.
type Desk struct{ Options }

// New returns a desk.
func New(o Options) *Desk { return &Desk{o} }

// readsSessions reports whether a page may differ for staff.
func readsSessions(path string) bool {
	return strings.HasPrefix(path, "/kutipan/") || strings.HasPrefix(path, "/pejabat/") || path == "/masuk" || path == "/keluar"
}

type sessionKey struct{}

// sessionOf returns the session of a request.
func sessionOf(ctx context.Context) (Session, bool) {
	s, ok := ctx.Value(sessionKey{}).(Session)
	return s, ok
}

// Recognize returns r with the session and the key of its cookie. A session that has
// ended, or whose key was revoked, is ignored: the caller is an ordinary reader. It sets
// the headers that keep caches from mixing up readers.
func (d *Desk) Recognize(w http.ResponseWriter, r *http.Request) *http.Request {
	if !readsSessions(r.URL.Path) {
		return r
	}
	w.Header().Add("Vary", "Cookie")
	cookie, err := r.Cookie(d.cookieName(r))
	if err != nil {
		return r
	}
	ctx := r.Context()
	session, ok, err := d.Sessions.Find(ctx, cookie.Value, d.Now())
	if err != nil || !ok {
		return r
	}
	k, err := d.Ring.Find(ctx, session.Secret)
	if err != nil || !keys.May(k, keys.Staff) {
		if errors.Is(err, keys.ErrUnknown) {
			_ = d.Sessions.End(ctx, cookie.Value, d.Now()) // without its key it is ignored anyway
		}
		return r
	}
	w.Header().Set("Cache-Control", "no-store")
	return r.WithContext(context.WithValue(keys.WithCaller(ctx, k), sessionKey{}, session))
}

// cookieName is the name of the cookie: over TLS one that a browser accepts from the
// same host only.
func (d *Desk) cookieName(r *http.Request) string {
	if d.secure(r) {
		return "__Host-" + sessionName
	}
	return sessionName
}

func (d *Desk) secure(r *http.Request) bool { return strings.HasPrefix(d.Base(r), "https://") }

func (d *Desk) setCookie(w http.ResponseWriter, r *http.Request, token string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: d.cookieName(r), Value: token, Path: "/", MaxAge: int(lasts / time.Second),
		Secure: d.secure(r), HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// readForm reads a form of the pages. Forms on other sites are refused, and forms
// without the CSRF token of the session.
func (d *Desk) readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if err := new(http.CrossOriginProtection).Check(r); err != nil {
		return nil, answer.Forbidden("this form stands on another site: open it here")
	}
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/x-www-form-urlencoded" {
		return nil, &answer.Refusal{
			Status: http.StatusUnsupportedMediaType, Slug: "unsupported-media-type", Title: answer.TitleMediaType,
			Text: "send a form: application/x-www-form-urlencoded",
		}
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		return nil, &index.Error{Kind: index.TooLarge, Op: "desk.readForm", Text: fmt.Sprintf("a form may have %d bytes", maxForm), Err: err}
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, answer.Invalid("", "the form cannot be read")
	}
	if s, ok := sessionOf(r.Context()); ok && subtle.ConstantTimeCompare([]byte(s.CSRF), []byte(form.Get("csrf"))) != 1 {
		return nil, answer.Forbidden("this form is too old: load the page again")
	}
	return form, nil
}

// pageAfter returns the page shown after signing in: path if it is the page of a quote or
// of an official, else all quotes.
func pageAfter(path string) string {
	for _, page := range [2]string{"/kutipan/", "/pejabat/"} {
		if id, ok := strings.CutPrefix(path, page); ok && param.IsName(id) {
			return path
		}
	}
	return "/kutipan"
}

// SignInPage answers GET /masuk.
func (d *Desk) SignInPage(w http.ResponseWriter, r *http.Request) error {
	return d.askForKey(w, r, http.StatusOK, pageAfter(r.URL.Query().Get("kembali")), "")
}

func (d *Desk) askForKey(w http.ResponseWriter, r *http.Request, status int, back, fault string) error {
	w.Header().Set("Cache-Control", "no-store")
	view := web.NewSignInView(back, fault)
	return d.Sender.HTML(w, r, status, func(out io.Writer) error { return d.Pages.SignIn(out, view) })
}

// SignIn answers POST /masuk.
func (d *Desk) SignIn(w http.ResponseWriter, r *http.Request) error {
	form, err := d.readForm(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	back, secret := pageAfter(form.Get("kembali")), strings.TrimSpace(form.Get("kunci"))
	k, err := d.Ring.Find(ctx, secret)
	switch {
	case errors.Is(err, keys.ErrUnknown):
		return d.askForKey(w, r, http.StatusUnprocessableEntity, back, "Kunci ini tidak dikenal, sudah kedaluwarsa, atau sudah dicabut.")
	case err != nil:
		return err
	case !keys.May(k, keys.Staff):
		return d.askForKey(w, r, http.StatusUnprocessableEntity, back, "Kunci ini tidak memberi hak memperbaiki kutipan. Mintalah kunci dengan hak staff.")
	}
	now := d.Now()
	token, err := d.Sessions.Begin(ctx, Session{Secret: secret, CSRF: newToken(), Until: now.Add(SessionFor)}, now)
	if err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	d.setCookie(w, r, token, SessionFor)
	redirect(w, r, back)
	return nil
}

// SignOut answers POST /keluar.
func (d *Desk) SignOut(w http.ResponseWriter, r *http.Request) error {
	if _, err := d.readForm(w, r); err != nil {
		return err
	}
	if cookie, err := r.Cookie(d.cookieName(r)); err == nil {
		if err := d.Sessions.End(r.Context(), cookie.Value, d.Now()); err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		d.setCookie(w, r, "", -time.Second)
	}
	redirect(w, r, "/kutipan")
	return nil
}

// redirect sends a browser to a page after a form.
func redirect(w http.ResponseWriter, r *http.Request, page string) {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, page, http.StatusSeeOther)
}
