package ostest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"warta/index/opensearch"
)

// SecureVariable names the environment variable with the folder of a node with the security plugin,
// that `WARTA_OPENSEARCH_SECURE=yes .ci/opensearch up DIR` started.
const SecureVariable = "WARTA_TEST_OPENSEARCH_SECURE"

// A Secured is a node with the security plugin, which takes connections by TLS alone.
type Secured struct {
	URLs []string
	keys string // the folder of what `.ci/opensearch-secure keys` makes
}

// Secure returns the node. Without it the test is skipped, and fails in CI.
func Secure(t testing.TB) *Secured {
	t.Helper()
	dir := os.Getenv(SecureVariable)
	const advice = "`WARTA_OPENSEARCH_SECURE=yes .ci/opensearch up DIR` starts one, whose folder this names"
	if dir == "" && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not set: %s", SecureVariable, advice)
	}
	if dir == "" {
		t.Skipf("no OpenSearch with the security plugin: %s is not set (%s)", SecureVariable, advice)
	}
	s := &Secured{keys: filepath.Join(dir, "secure")}
	urls, err := os.ReadFile(s.File("urls"))
	if err != nil {
		t.Fatalf("%s: %v", SecureVariable, err)
	}
	s.URLs = strings.Split(strings.TrimSpace(string(urls)), ",")
	return s
}

// File returns the path of a file of the folder in which the keys of the node are.
func (s *Secured) File(name string) string { return filepath.Join(s.keys, name) }

// Password returns the password of the user warta.
func (s *Secured) Password(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(s.File("warta.password"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

// ByPassword returns what a client needs that comes as a user with a password.
func (s *Secured) ByPassword(user, password string) opensearch.ClientOptions {
	return opensearch.ClientOptions{URLs: s.URLs, User: user, Password: password, CA: s.File("ca.pem")}
}

// ByCertificate returns what a client needs that shows the certificate of a name: warta, or admin,
// who may do all.
func (s *Secured) ByCertificate(name string) opensearch.ClientOptions {
	return opensearch.ClientOptions{URLs: s.URLs, CA: s.File("ca.pem"), Cert: s.File(name + ".pem"), Key: s.File(name + ".key")}
}

// Expired makes a certificate that the authority of the node signed, for 127.0.0.1 and for a
// client of a name, and that has expired. It returns the paths of its files.
func (s *Secured) Expired(t testing.TB, name string) (cert, key string) {
	t.Helper()
	authority, err := tls.LoadX509KeyPair(s.File("ca.pem"), s.File("ca.key"))
	if err != nil {
		t.Fatal(err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(-24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, of, authority.Leaf, &private.PublicKey, authority.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return WriteCertificate(t, der, private)
}

// WriteCertificate writes a certificate in DER and its key into files in PEM, and returns their
// paths.
func WriteCertificate(t testing.TB, der []byte, private *ecdsa.PrivateKey) (cert, key string) {
	t.Helper()
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}
