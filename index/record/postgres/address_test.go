package postgres_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warta/index/record/postgres"
)

func TestAURLToAnotherMachineSaysHowItIsSecured(t *testing.T) {
	for _, c := range []struct{ url, fault string }{
		{"postgres://warta@127.0.0.1/warta", ""},
		{"postgres://warta@localhost:5433/warta", ""},
		{"postgres://warta@[::1]/warta", ""},
		{"postgresql:///warta?host=/run/postgresql", ""},
		{"postgres://warta@db.example.id/warta?sslmode=verify-full", ""},
		{"postgres://warta@db.example.id/warta?sslmode=disable", ""},
		{"postgres://warta@127.0.0.1/warta?schema=other_1", ""},
		{"postgres://warta@db.example.id/warta", "sslmode=verify-full"},
		{"postgres://warta@10.0.0.7/warta", "10.0.0.7 is another machine"},
		{"postgres://warta@localhost,db.example.id/warta", "db.example.id is another machine"},
		{"postgres://warta@localhost/warta?target_session_attrs=any", `target_session_attrs="any": leave it out`},
		{"postgres://warta@localhost/warta?target_session_attrs=prefer-standby", "a standby, which is behind"},
		{"postgres://warta@127.0.0.1/warta?schema=Other", "schema: want"},
		{"postgres://warta@127.0.0.1/warta?schema=a;drop", "cannot be read"},
		{"postgres://warta@127.0.0.1/warta?sslmode=yes", "sslmode is disable"},
		{"mysql://warta@127.0.0.1/warta", "postgres://"},
		{"./data", "postgres://"},
	} {
		err := postgres.CheckURL(c.url)
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: got %v, want %q", c.url, err, c.fault)
		}
	}
}

func TestAnEnvironmentThatNamesTheSSLModeIsExplicitToo(t *testing.T) {
	t.Setenv("PGSSLMODE", "verify-full")
	if err := postgres.CheckURL("postgres://warta@db.example.id/warta"); err != nil {
		t.Error(err)
	}
}

func TestNoErrorShowsThePassword(t *testing.T) {
	t.Setenv("PGPASSWORD", "rahasia-lain")
	for _, url := range []string{
		"postgres://warta:rahasia@db.example.id/warta",
		"postgres://warta:rahasia@127.0.0.1/warta?schema=Other",
		"postgres://warta:rahasia@127.0.0.1/warta?sslmode=yes",
		"postgres://warta:rahasia@127.0.0.1:port/warta",
		"postgres://warta:rahasia%zz@127.0.0.1/warta",
		"postgres://warta:ra%68asia%zz@127.0.0.1/warta",
		"postgres://warta@127.0.0.1/warta?password=rahasia&sslmode=yes",
		"postgres://warta@127.0.0.1/warta?PassWord=rahasia&schema=Other",
		"postgres://warta:rahasia@127.0.0.1:1/warta", // nothing listens there
		"postgres://warta@127.0.0.1:1/warta?password=rahasia",
	} {
		s, err := postgres.Open(t.Context(), url, postgres.Options{})
		if err == nil {
			t.Errorf("%s: opened", url)
			_ = s.Close()
			continue
		}
		if text := err.Error(); strings.Contains(text, "asia") { // also where %68 was read as h
			t.Errorf("%s is in %q", url, text)
		}
	}
}

func TestAURLThatAPasswordHasCutIsRefused(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"postgres://warta:%zz@db/warta",
		"postgres://warta:12/rahasia@db/warta",
		"postgres://warta:12?rahasia@db/warta",
		"postgres://warta:12#rahasia@db/warta",
		"postgres://warta:12/rahasia%40db/warta",
	} {
		if err := postgres.CheckURL(url); err == nil || !strings.Contains(err.Error(), "%XX") || strings.Contains(err.Error(), "rahasia") {
			t.Errorf("%s: got %v, want an error that says how a password is written", url, err)
		}
	}
}

func TestThePasswordMayComeFromAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pgpass")
	if err := os.WriteFile(file, []byte("127.0.0.1:5433:warta:warta:dari-berkas\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PGPASSFILE", file)
	if got, err := postgres.PasswordOf("postgres://warta@127.0.0.1:5433/warta"); err != nil || got != "dari-berkas" {
		t.Errorf("got %q, %v", got, err)
	}
	t.Setenv("PGPASSWORD", "dari-lingkungan")
	if got, err := postgres.PasswordOf("postgres://warta@127.0.0.1:5433/warta"); err != nil || got != "dari-lingkungan" {
		t.Errorf("got %q, %v", got, err)
	}
}
