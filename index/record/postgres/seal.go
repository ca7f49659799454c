package postgres

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
)

// sealedGCM is the first byte of sealed text: AES-256 in Galois/Counter Mode, with a random
// nonce of 12 bytes before it. Another way takes another number.
const sealedGCM = 1

// keyLen is the length of the key of an article, in bytes.
const keyLen = 32

// newKey returns a key for the text of an article.
func newKey() []byte {
	key := make([]byte, keyLen)
	_, _ = rand.Read(key) // it never fails
	return key
}

// seal returns text as it is stored. A text opens only at its place: article and what name it.
func seal(key []byte, article int64, what string, text []byte) ([]byte, error) {
	gcm, err := gcmOf(key)
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, 1+gcm.NonceSize(), 1+gcm.NonceSize()+len(text)+gcm.Overhead())
	sealed[0] = sealedGCM
	_, _ = rand.Read(sealed[1:]) // it never fails
	return gcm.Seal(sealed, sealed[1:], text, placeOf(article, what)), nil
}

// unseal returns the text of what seal returned.
func unseal(key []byte, article int64, what string, sealed []byte) ([]byte, error) {
	if len(key) == 0 {
		return nil, errors.New("the key of the text is not there")
	}
	gcm, err := gcmOf(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < 1+gcm.NonceSize() || sealed[0] != sealedGCM {
		return nil, fmt.Errorf("text of %d bytes is sealed in an unknown way", len(sealed))
	}
	nonce, text := sealed[1:1+gcm.NonceSize()], sealed[1+gcm.NonceSize():]
	plain, err := gcm.Open(nil, nonce, text, placeOf(article, what))
	if err != nil {
		return nil, fmt.Errorf("open the sealed text: %w", err)
	}
	return plain, nil
}

func gcmOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("the key of the text: %w", err)
	}
	return cipher.NewGCM(block)
}

func placeOf(article int64, what string) []byte { return fmt.Appendf(nil, "%d %s", article, what) }

// fit returns arguments as the server takes them: its text holds no byte 0 and nothing but
// UTF-8. Text of articles never comes here unsealed, so that nothing of it is changed.
func fit(args []any) []any {
	for i, arg := range args {
		text, ok := arg.(string)
		if ok && (strings.IndexByte(text, 0) >= 0 || strings.ToValidUTF8(text, "") != text) {
			args[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		}
	}
	return args
}
