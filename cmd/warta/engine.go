package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"warta/index"
	"warta/index/generations"
	"warta/index/generations/shared"
	"warta/index/opensearch"
	"warta/internal/engineurl"
)

// searchServers are the servers of the setting engine, as [shared.Engines] wants them.
type searchServers struct {
	a       *app
	client  *opensearch.Client
	spread  opensearch.IndexOptions
	prefix  string
	address string
}

var _ shared.Engines = (*searchServers)(nil)

// checkServersFor bounds the first question to the servers.
const checkServersFor = 10 * time.Second

// followsItself is how long a view of a search may be old. The archive looks by itself what
// another node has applied, once the people in it are known here.
const followsItself = time.Hour

// leastDeadline bounds a search at the servers, where query_timeout is not longer. What the
// archive itself asks may take that long.
const leastDeadline = 5 * time.Second

// searchServers returns the servers of the setting engine. Settings that they refuse are an
// error; servers that do not answer are not: they may come later.
func (a *app) searchServers(ctx context.Context) (*searchServers, error) {
	t, err := engineurl.Parse(a.cfg.Engine)
	if err != nil {
		return nil, &usageError{fmt.Errorf("settings: engine: %w", err)}
	}
	password, err := secret(a.cfg.EnginePassword, "password_file", t.PasswordFile)
	if err != nil {
		return nil, err
	}
	apiKey, err := secret(a.cfg.EngineAPIKey, "api_key_file", t.APIKeyFile)
	if err != nil {
		return nil, err
	}
	client, err := opensearch.NewClient(opensearch.ClientOptions{
		URLs: t.Nodes, User: t.User, Password: password, APIKey: apiKey, CA: t.CA, Cert: t.Cert, Key: t.Key,
	})
	if err != nil {
		return nil, &usageError{fmt.Errorf("settings: engine: %w", err)}
	}
	s := &searchServers{a, client, opensearch.IndexOptions{Shards: t.Shards, Replicas: t.Replicas}, t.Prefix, a.cfg.Engine}
	ctx, cancel := context.WithTimeout(ctx, checkServersFor)
	defer cancel()
	if _, err := client.Check(ctx); opensearch.IsAway(err) || errors.Is(err, context.DeadlineExceeded) {
		a.log.WarnContext(ctx, "the search servers do not answer: searches are refused until they do", "engine", s.address, "err", err)
	} else if err != nil {
		client.Close()
		return nil, fmt.Errorf("engine %s: %s%w", s.address, adviceOn(err), err)
	} else {
		s.adviseOnSettings(ctx)
	}
	return s, nil
}

// reachServers returns an error unless the servers of the setting engine answer now.
func (a *app) reachServers(ctx context.Context) error {
	s, err := a.searchServers(ctx)
	if err != nil {
		return err
	}
	defer s.client.Close()
	ctx, cancel := context.WithTimeout(ctx, checkServersFor)
	defer cancel()
	if _, err := s.client.Check(ctx); err != nil {
		return fmt.Errorf("start the search servers %s, or name others with --engine: %w", s.address, err)
	}
	return nil
}

// adviseOnSettings warns where the cluster makes an index by itself at a write that comes after
// the end of the index. Where the user may not ask for that, nothing is said.
func (s *searchServers) adviseOnSettings(ctx context.Context) {
	if makes, err := s.client.AutoCreates(ctx, s.prefix+"-00000000-000001"); err != nil || !makes {
		return
	}
	s.a.log.WarnContext(ctx, "the search servers make an index by themselves where a late write misses one: set action.auto_create_index",
		"engine", s.address, "value", "-"+s.prefix+"-*,+*")
}

// adviceOn says what to do about an answer of the servers.
func adviceOn(err error) string {
	switch {
	case opensearch.IsForbidden(err):
		return "the user of the engine lacks a right on the servers; give it those that docs/opensearch.md names: "
	case opensearch.IsRefused(err):
		return "the servers refuse the user, its password or the API key; check user and password_file in the URL, or the variables WARTA_ENGINE_PASSWORD and WARTA_ENGINE_API_KEY: "
	case opensearch.IsUntrusted(err):
		return "the certificate of a server cannot be verified; name the file of its authority with ca=FILE, and the server as its certificate does: "
	}
	return ""
}

// secret returns the value of a setting, or the first line of a file that a parameter of the
// URL names.
func secret(value, parameter, file string) (string, error) {
	if file == "" {
		return value, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", &usageError{fmt.Errorf("settings: engine: %s %s: %w", parameter, file, plainCause(err))}
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", &usageError{fmt.Errorf("settings: engine: %s %s: the first line is empty", parameter, file)}
	}
	return line, nil
}

// Create implements [shared.Engines].
func (s *searchServers) Create(ctx context.Context, name string) error {
	return opensearch.Create(ctx, s.client, name, s.spread)
}

// Open implements [shared.Engines].
func (s *searchServers) Open(ctx context.Context, name string) (index.Engine, error) {
	e, err := opensearch.Open(ctx, s.client, name, opensearch.Options{Deadline: max(s.a.cfg.QueryTimeout, leastDeadline), Follow: followsItself, Log: s.a.log})
	if errors.Is(err, opensearch.ErrMissing) {
		err = fmt.Errorf("%w: %w", index.ErrDamaged, err)
	}
	if err != nil {
		return nil, err // not a non-nil interface holding a nil *Engine
	}
	return e, nil
}

// Delete implements [shared.Engines].
func (s *searchServers) Delete(ctx context.Context, name string) error {
	return opensearch.Delete(ctx, s.client, name)
}

// Names implements [shared.Engines].
func (s *searchServers) Names(ctx context.Context, prefix string) ([]string, error) {
	return opensearch.List(ctx, s.client, prefix)
}

// Away implements [shared.Engines].
func (s *searchServers) Away(ctx context.Context, name string) error {
	err := s.client.Health(ctx, name)
	if err == nil || ctx.Err() != nil || opensearch.IsAway(err) || opensearch.IsUntrusted(err) {
		return err
	}
	return fmt.Errorf("%w: %w", generations.ErrUnwell, err)
}

// String implements [shared.Engines].
func (s *searchServers) String() string { return s.address }
