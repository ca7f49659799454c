package server

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/server/keys"
	"warta/server/web"
)

// Who may correct quotes signs in on the pages with a key. What the browser keeps
// is no key but a word that leads to one here, for some hours and until the service
// starts anew. Only the pages about one quote or one official, and those of signing in,
// look at it: all others are the same for all readers.

const (
	// sessionFor is how long somebody stays signed in.
	sessionFor = 8 * time.Hour
	// maxSessions bounds how many are signed in; the one who came first goes.
	maxSessions = 1000
	sessionName = "warta_sesi"
	// keySession is where a request carries its session, in a gin.Context.
	keySession = "warta.session"
)

// A session is somebody who has signed in.
type session struct {
	secret string // of the key: it is looked up anew each time, so that revoking it ends the session
	csrf   string // what a form must show
	until  time.Time
}

// sessions are those who have signed in, by the hash of what their browser keeps.
type sessions struct {
	mu     sync.Mutex
	byHash map[[sha256.Size]byte]session
}

// newWord returns what cannot be guessed.
func newWord() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program rather
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// begin starts a session for the holder of a key and returns the word that leads to
// it.
func (s *sessions) begin(secret string, now time.Time) string {
	word := newWord()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byHash == nil {
		s.byHash = make(map[[sha256.Size]byte]session)
	}
	var first [sha256.Size]byte
	var until time.Time
	for hash, one := range s.byHash {
		if !now.Before(one.until) {
			delete(s.byHash, hash)
		} else if until.IsZero() || one.until.Before(until) {
			first, until = hash, one.until
		}
	}
	if len(s.byHash) >= maxSessions {
		delete(s.byHash, first)
	}
	s.byHash[sha256.Sum256([]byte(word))] = session{secret, newWord(), now.Add(sessionFor)}
	return word
}

func (s *sessions) find(word string, now time.Time) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.byHash[sha256.Sum256([]byte(word))]
	return one, ok && now.Before(one.until)
}

func (s *sessions) end(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byHash, sha256.Sum256([]byte(word)))
}

// knowsSessions reports whether a page differs for those who have signed in.
func knowsSessions(path string) bool {
	return strings.HasPrefix(path, "/kutipan/") || strings.HasPrefix(path, "/pejabat/") || path == "/masuk" || path == "/keluar"
}

// recognized finds out by its cookie who asks for a page. Who has a session that
// has ended, or whose key was revoked, is a reader like any other.
func (s *Server) recognized(c *gin.Context) {
	if !knowsSessions(c.Request.URL.Path) {
		return
	}
	c.Writer.Header().Add("Vary", "Cookie")
	word, err := c.Cookie(s.cookieName(c))
	if err != nil {
		return
	}
	one, ok := s.sessions.find(word, s.opts.Now())
	if !ok {
		return
	}
	k, err := s.ring.Find(c.Request.Context(), one.secret)
	if err != nil || !keys.May(k, keys.Staff) {
		if errors.Is(err, keys.ErrUnknown) {
			s.sessions.end(word)
		}
		return
	}
	c.Set(keyCaller, k)
	c.Set(keySession, one)
	c.Header("Cache-Control", "no-store")
}

// cookieName is that of the cookie: over TLS one that a browser takes from this
// very host alone.
func (s *Server) cookieName(c *gin.Context) string {
	if s.secure(c) {
		return "__Host-" + sessionName
	}
	return sessionName
}

func (s *Server) secure(c *gin.Context) bool { return strings.HasPrefix(s.base(c.Request), "https://") }

func (s *Server) setCookie(c *gin.Context, word string, lasts time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: s.cookieName(c), Value: word, Path: "/", MaxAge: int(lasts / time.Second),
		Secure: s.secure(c), HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// maxForm bounds what a form of the pages sends, in bytes.
const maxForm = 16 << 10

// readForm reads what a form of ours has sent. A form on another site is turned
// away, and one of a session must show the word that the session gave it.
func (s *Server) readForm(c *gin.Context) (url.Values, error) {
	if err := new(http.CrossOriginProtection).Check(c.Request); err != nil {
		return nil, forbidden("this form stands on another site: open it here")
	}
	if kind, _, _ := strings.Cut(c.ContentType(), ";"); kind != "application/x-www-form-urlencoded" {
		return nil, &refusal{
			status: http.StatusUnsupportedMediaType, slug: "unsupported-media-type", title: titleMediaType,
			text: "send a form: application/x-www-form-urlencoded",
		}
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxForm))
	if err != nil {
		return nil, &index.Error{Kind: index.TooLarge, Op: "server.readForm", Text: fmt.Sprintf("a form may have %d bytes", maxForm), Err: err}
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, invalid("", "the form cannot be read")
	}
	if v, ok := c.Get(keySession); ok {
		one, _ := v.(session)
		if subtle.ConstantTimeCompare([]byte(one.csrf), []byte(form.Get("csrf"))) != 1 {
			return nil, forbidden("this form is too old: load the page again")
		}
	}
	return form, nil
}

// wayBack returns the page shown after signing in: path where it is that of a quote or
// an official, else all quotes.
func wayBack(path string) string {
	for _, page := range [2]string{"/kutipan/", "/pejabat/"} {
		if id, ok := strings.CutPrefix(path, page); ok && isName(id) {
			return path
		}
	}
	return "/kutipan"
}

// signInPage answers GET /masuk.
func (s *Server) signInPage(c *gin.Context) error {
	return s.askForKey(c, http.StatusOK, wayBack(c.Query("kembali")), "")
}

func (s *Server) askForKey(c *gin.Context, status int, back, fault string) error {
	c.Header("Cache-Control", "no-store")
	view := web.NewSignInView(back, fault)
	return s.writePage(c, status, func(w io.Writer) error { return s.pages.SignIn(w, view) })
}

// signIn answers POST /masuk.
func (s *Server) signIn(c *gin.Context) error {
	form, err := s.readForm(c)
	if err != nil {
		return err
	}
	back, secret := wayBack(form.Get("kembali")), strings.TrimSpace(form.Get("kunci"))
	k, err := s.ring.Find(c.Request.Context(), secret)
	switch {
	case errors.Is(err, keys.ErrUnknown):
		return s.askForKey(c, http.StatusUnprocessableEntity, back, "Kunci ini tidak dikenal, sudah kedaluwarsa, atau sudah dicabut.")
	case err != nil:
		return err
	case !keys.May(k, keys.Staff):
		return s.askForKey(c, http.StatusUnprocessableEntity, back, "Kunci ini tidak memberi hak memperbaiki kutipan. Mintalah kunci dengan hak staff.")
	}
	s.setCookie(c, s.sessions.begin(secret, s.opts.Now()), sessionFor)
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, back)
	return nil
}

// signOut answers POST /keluar.
func (s *Server) signOut(c *gin.Context) error {
	if _, err := s.readForm(c); err != nil {
		return err
	}
	if word, err := c.Cookie(s.cookieName(c)); err == nil {
		s.sessions.end(word)
		s.setCookie(c, "", -time.Second)
	}
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusSeeOther, "/kutipan")
	return nil
}
