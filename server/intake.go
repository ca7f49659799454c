package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"warta/analyzers"
	"warta/analyzers/dates"
	"warta/analyzers/received"
	"warta/analyzers/satker"
	"warta/index"
	"warta/index/archive"
	"warta/server/answer"
	"warta/server/param"
)

// how holds the parameters of storing an article.
type how struct {
	wait    bool // until searches see it
	split   bool // a page of several articles into its articles
	restore bool // a removed article
}

func readHow(p *param.Set) how {
	return how{
		wait:    p.Choice("wait", "searchable") != "",
		split:   p.Bool("split", false),
		restore: p.Bool("restore", false),
	}
}

// A message is one article as sent: the values of a JSON object, or the parameters beside
// a body of text or HTML.
type message struct {
	URL, ExternalID, Title, Body, HTML, Text, Published, Satker, SourceUpdatedAt string

	Delete string // the id of an article to remove, in batches only
}

// field returns the field with a key of JSON, or nil.
func (m *message) field(key string) *string {
	switch key {
	case "url":
		return &m.URL
	case "external_id":
		return &m.ExternalID
	case "title":
		return &m.Title
	case "body":
		return &m.Body
	case "html":
		return &m.HTML
	case "text":
		return &m.Text
	case "published":
		return &m.Published
	case "satker":
		return &m.Satker
	case "source_updated_at":
		return &m.SourceUpdatedAt
	}
	return nil
}

var (
	messageKeys = []string{"url", "external_id", "title", "body", "html", "text", "published", "satker", "source_updated_at"}
	aboutKeys   = slices.DeleteFunc(slices.Clone(messageKeys), func(k string) bool { return k == "body" || k == "html" || k == "text" })
)

// maxTitle bounds a title, in characters.
const maxTitle = 2000

// unsupported returns the refusal of a body whose form is none of kinds.
func unsupported(kinds []string, format string, args ...any) error {
	return &answer.Refusal{
		Status: http.StatusUnsupportedMediaType, Slug: "unsupported-media-type", Title: answer.TitleMediaType,
		Text:   fmt.Sprintf(format, args...),
		Header: http.Header{"Accept": {strings.Join(kinds, ", ")}},
	}
}

// The media types of bodies.
var (
	articleKinds = []string{"application/json", "text/plain", "text/html"}
	objectKinds  = []string{"application/json"}
)

// readIncoming reads and checks the article of a request, in one of articleKinds. It calls
// p.Done.
func (s *Server) readIncoming(c *gin.Context, p *param.Set) (archive.Incoming, error) {
	kind, charset, err := declaredType(c.GetHeader("Content-Type"), articleKinds)
	if err != nil {
		return archive.Incoming{}, err
	}
	var m message
	if kind != "application/json" {
		for _, key := range aboutKeys {
			*m.field(key) = p.Text(key)
		}
	}
	if err := p.Done(); err != nil {
		return archive.Incoming{}, err
	}
	raw, err := s.readBytes(c, s.opts.MaxBody)
	if err != nil {
		return archive.Incoming{}, err
	}
	doc, err := readDocument(raw, kind, charset)
	if err != nil {
		return archive.Incoming{}, err
	}
	switch doc.Form {
	case received.JSON:
		if m, err = decodeMessage([]byte(doc.Text), false); err != nil {
			return archive.Incoming{}, err
		}
	case received.HTML:
		m.HTML = doc.Text
	default:
		m.Text = doc.Text
	}
	return s.incoming(m)
}

// readDocument decodes the body of an article of one of articleKinds. A page declared as
// text is read as a page, text declared as a page as text. Other forms are refused by
// name.
func readDocument(raw []byte, kind, charset string) (received.Document, error) {
	form := map[string]received.Form{"application/json": received.JSON, "text/html": received.HTML, "text/plain": received.Text}[kind]
	doc, err := received.Read(raw, received.Hints{Form: form, Charset: charset})
	switch {
	case errors.Is(err, received.ErrBytes):
		return doc, answer.Invalid("", "the body is %v: save it as UTF-8, or say its charset, as Content-Type: %s; charset=windows-1252", err, kind)
	case err != nil:
		return doc, fmt.Errorf("decode a body: %w", err)
	}
	controls := doc.Form == received.Binary && doc.Text != "" // text with control characters among it is still text
	switch {
	case doc.Form.MayHoldArticles():
	case controls, doc.Form == received.Empty, doc.Form == received.XML:
		doc.Form = form
	default:
		return doc, unsupported(articleKinds, "the body is %v and no article: %s", doc.Form, doc.Form.Advice())
	}
	return doc, nil
}

// mediaType returns the form of a body, one of kinds, in UTF-8.
func mediaType(header string, kinds []string) (string, error) {
	kind, charset, err := declaredType(header, kinds)
	if err == nil && charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "us-ascii") {
		return "", unsupported(kinds, "charset %.40q is not read: send UTF-8", charset)
	}
	return kind, err
}

// declaredType returns the form of a body, one of kinds, and the charset that it is
// said to be in.
func declaredType(header string, kinds []string) (kind, charset string, err error) {
	known := kinds[0]
	if before := len(kinds) - 1; before > 0 {
		known = strings.Join(kinds[:before], ", ") + " or " + kinds[before]
	}
	if header == "" {
		return "", "", unsupported(kinds, "say what the body is: Content-Type: %s", known)
	}
	kind, about, err := mime.ParseMediaType(header)
	if err != nil {
		return "", "", unsupported(kinds, "Content-Type cannot be read: use %s", known)
	}
	if !slices.Contains(kinds, kind) {
		return "", "", unsupported(kinds, "Content-Type %.60q is not read: use %s", kind, known)
	}
	if charset = about["charset"]; !received.KnownCharset(charset) {
		return "", "", unsupported(kinds, "charset %.40q is not known: send UTF-8", charset)
	}
	return kind, charset, nil
}

// checkUTF8 turns away what is not UTF-8 and takes off the mark that some
// editors put before it.
func checkUTF8(raw []byte) ([]byte, error) {
	if !utf8.Valid(raw) {
		at := 0
		for at < len(raw) {
			r, n := utf8.DecodeRune(raw[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return nil, answer.Invalid("", "the body is not UTF-8 (byte %d): save or convert it as UTF-8 and send it again", at)
	}
	return bytes.TrimPrefix(raw, []byte("\uFEFF")), nil
}

// decodeMessage reads the JSON object of one article. Unknown keys, keys given twice and
// values that are not strings are faults, because a misspelt key would lose its value
// silently.
func decodeMessage(raw []byte, inBatch bool) (message, error) {
	var m message
	if len(bytes.TrimSpace(raw)) == 0 {
		return m, answer.Invalid("", "the body is empty: send a JSON object with url and one of text, body, html")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	broken := func(err error) error {
		at := dec.InputOffset()
		if e, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = e.Offset
		}
		return answer.Invalid("", "the JSON is broken near byte %d: send one object with strings for values", at)
	}
	switch token, err := dec.Token(); {
	case err != nil:
		return m, broken(err)
	case token != json.Delim('{'):
		return m, answer.Invalid("", "send a JSON object, {\"url\": …, \"text\": …}")
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return m, broken(err)
		}
		key, _ := token.(string)
		to := m.field(key)
		if key == "delete" && inBatch {
			to = &m.Delete
		}
		if to == nil {
			return m, answer.Invalid(param.Printable(key), "there is no key %.40q; an article has %s", key, strings.Join(messageKeys, ", "))
		}
		if seen[key] {
			return m, answer.Invalid(key, "the key %s is given twice", key)
		}
		seen[key] = true
		var value *string // null counts as missing
		if err := dec.Decode(&value); err != nil {
			if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
				return m, answer.Invalid(key, "%s must be a string", key)
			}
			return m, broken(err)
		}
		if value != nil {
			*to = *value
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return m, broken(err)
	}
	if !ended(dec) {
		return m, answer.Invalid("", "there is something after the JSON object: send one object")
	}
	return m, nil
}

// incoming checks a message and returns it for the archive.
func (s *Server) incoming(m message) (archive.Incoming, error) {
	var in archive.Incoming
	given := 0
	for _, v := range []string{m.Text, m.HTML, m.Body} {
		if v != "" {
			given++
		}
	}
	switch {
	case given == 0 || strings.TrimSpace(m.Text+m.HTML+m.Body) == "":
		return in, answer.Invalid("text", "the article is empty: give text, body or html")
	case given > 1:
		return in, answer.Invalid("text", "give one of text (as copied from a page), html (a page) and body (the article alone)")
	case len(m.Text)+len(m.HTML)+len(m.Body) > s.opts.MaxBody:
		return in, &index.Error{Kind: index.TooLarge, Op: "server.incoming", Text: fmt.Sprintf("an article may have %d bytes", s.opts.MaxBody)}
	case utf8.RuneCountInString(m.ExternalID) > archive.MaxExternalID || strings.ContainsFunc(m.ExternalID, unicode.IsControl):
		return in, answer.Invalid("external_id", "external_id may have %d characters, none of them a control character", archive.MaxExternalID)
	case utf8.RuneCountInString(m.Title) > maxTitle:
		return in, answer.Invalid("title", "a title may have %d characters", maxTitle)
	case m.Published != "" && !param.IsDay(m.Published) && !param.IsTime(m.Published):
		return in, answer.Invalid("published", "published=%.40q: want a date that exists, as 2025-11-04, or a time with its zone, as 2025-11-04T23:30:00+07:00", m.Published)
	case m.Satker != "" && !s.names.Has(m.Satker):
		return in, answer.Invalid("satker", "there is no satker %.40q: want a code as 33.74; /v1/satker lists all", m.Satker)
	}
	if m.URL != "" {
		if _, err := param.WebAddress(m.URL); err != nil {
			return in, answer.Invalid("url", "url must be a web address as https://kota-semarang.kpu.go.id/berita/1, of at most %d bytes", param.MaxWebAddress)
		}
	}
	if m.SourceUpdatedAt != "" {
		t, ok := param.ReadTime(m.SourceUpdatedAt)
		if !ok {
			return in, answer.Invalid("source_updated_at", "source_updated_at=%.40q: want a time as 2025-11-04T09:30:00+07:00", m.SourceUpdatedAt)
		}
		if err := dates.PlausibleTime(t, s.opts.Now()); err != nil {
			return in, s.implausible("source_updated_at", m.SourceUpdatedAt, err)
		}
		in.SourceUpdatedAt = t.UTC()
	}
	if err := s.plausiblePublished(m.Published); err != nil {
		return in, s.implausible("published", m.Published, err)
	}
	in.ExternalID = m.ExternalID
	in.Source = analyzers.Source{
		URL: m.URL, Title: m.Title, Body: m.Body, HTML: m.HTML, Text: m.Text, Published: m.Published, Satker: m.Satker,
	}
	return in, nil
}

// plausiblePublished checks a day or time of publication against the clock of the server.
func (s *Server) plausiblePublished(published string) error {
	if t, ok := param.ReadTime(published); ok {
		return dates.PlausibleTime(t, s.opts.Now())
	}
	if day := dates.ISO(published); !day.IsZero() {
		return dates.Plausible(day, dates.DayOf(s.opts.Now().In(satker.WIB.Location())))
	}
	return nil
}

// implausible returns the error for a day or time that cannot be right.
func (s *Server) implausible(field, value string, why error) error {
	hint := "leave it out if it is unknown"
	if errors.Is(why, dates.ErrFuture) {
		hint = fmt.Sprintf("it is %s here, and a day ahead is the most; %s", s.opts.Now().In(satker.WIB.Location()).Format(time.RFC3339), hint)
	}
	return answer.Invalid(field, "%s=%.40q %v: %s", field, value, why, hint)
}
