package desk

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"warta/server/keys"
)

// Ends keeps which sessions were signed out before their time.
type Ends interface {
	// End ends a session, in the name of the key with the id by.
	End(ctx context.Context, id, by string) error
	// Ended reports whether a session was ended.
	Ended(ctx context.Context, id string) (bool, error)
}

// Sealed sessions lie with the browser alone: a token is the session, encrypted. All
// processes with the same key know them, and after a restart too. Of a session that was
// signed out Ends keeps the id.
type Sealed struct {
	aead cipher.AEAD
	ends Ends
}

// sealedAs is authenticated with each token, so that another use of the key makes no session.
const sealedAs = "warta session 1"

// tokenText is the text form of a token. It is strict: a token has one spelling.
var tokenText = base64.RawURLEncoding.Strict()

// maxToken bounds a token, in bytes: twice the length of one.
const maxToken = 1024

// NewSealed returns sessions that are encrypted with a key of 32 bytes.
func NewSealed(key []byte, ends Ends) (*Sealed, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal sessions: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("seal sessions: %w", err)
	}
	return &Sealed{aead: aead, ends: ends}, nil
}

// Begin implements [Sessions].
func (s *Sealed) Begin(_ context.Context, session Session, _ time.Time) (string, error) {
	data, err := json.Marshal(session)
	if err != nil {
		return "", fmt.Errorf("seal a session: %w", err)
	}
	nonce := make([]byte, s.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return tokenText.EncodeToString(s.aead.Seal(nonce, nonce, data, []byte(sealedAs))), nil
}

// open returns the session of a token that has not ended by itself, and its id.
func (s *Sealed) open(token string, now time.Time) (session Session, id string, ok bool) {
	if len(token) > maxToken || strings.ContainsAny(token, "\r\n") { // the decoder skips line breaks
		return Session{}, "", false
	}
	sealed, err := tokenText.DecodeString(token)
	if err != nil || len(sealed) < s.aead.NonceSize() {
		return Session{}, "", false
	}
	nonce, box := sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():]
	data, err := s.aead.Open(nil, nonce, box, []byte(sealedAs))
	if err != nil || json.Unmarshal(data, &session) != nil {
		return Session{}, "", false
	}
	return session, idOf(sealed), now.Before(session.Until)
}

// idOf names a session by the bytes of its token, not by their text. The id does not open it.
func idOf(sealed []byte) string {
	sum := sha256.Sum256(sealed)
	return "session-" + hex.EncodeToString(sum[:12])
}

// Find implements [Sessions].
func (s *Sealed) Find(ctx context.Context, token string, now time.Time) (Session, bool, error) {
	session, _, ok, err := s.find(ctx, token, now)
	return session, ok, err
}

// find is Find, and returns the id of the session.
func (s *Sealed) find(ctx context.Context, token string, now time.Time) (Session, string, bool, error) {
	session, id, ok := s.open(token, now)
	if !ok {
		return Session{}, "", false, nil
	}
	ended, err := s.ends.Ended(ctx, id)
	if err != nil || ended {
		return Session{}, "", false, err
	}
	return session, id, true, nil
}

// End implements [Sessions].
func (s *Sealed) End(ctx context.Context, token string, now time.Time) error {
	_, id, ok, err := s.find(ctx, token, now)
	if err != nil || !ok {
		return err // a text that is no session, and one that has ended, leave no line
	}
	by, _ := keys.Caller(ctx)
	return s.ends.End(ctx, id, by.ID)
}
