package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"warta/index/archive"
	"warta/index/record/postgres"
	"warta/index/record/sqlite"
)

func (a *app) restoreCommand() *cobra.Command {
	var verify, asJSON bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make a data folder out of a backup",
		Long: `Checks the backup against its manifest and for damage, puts it into a new data
folder, and builds the index. With --verify it only checks, by way of a copy in the
folder for short-lived files (TMPDIR), which needs as much room as the backup.

A record in PostgreSQL (--record, without FILE) is restored by pg_restore before
(docs/postgres.md). The command then gives it a new lineage, so that no index of
before is believed, and builds the index.`,
		Example: `  warta restore --verify /backups/warta-2026-11-23.db
  warta restore --data ./new /backups/warta-2026-11-23.db
  warta restore --verify --json /backups/warta-2026-11-23.db
  warta restore --data ./new --record 'postgres://warta_owner@db.example.id/warta?sslmode=verify-full'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			done, err := restored{}, error(nil)
			if a.cfg.Record != "" {
				if len(args) > 0 || verify {
					return usagef("a record in PostgreSQL is restored by pg_restore; then run %s --record … without a file", cmd.CommandPath())
				}
				done, err = a.restoreRemote(cmd.Context())
			} else if err = oneFile(cmd, args); err == nil {
				done, err = a.restore(cmd.Context(), args[0], verify)
			}
			switch {
			case err != nil:
				return err
			case asJSON:
				return json.NewEncoder(a.out).Encode(done)
			case verify:
				fmt.Fprintln(a.err, "the backup is whole")
			default:
				fmt.Fprintf(a.err, "%d articles are back in %s\n", *done.Articles, done.Data)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: the manifest, and what is back")
	cmd.Flags().BoolVar(&verify, "verify", false, "check the backup and change nothing")
	a.settings(cmd, "data", "record", "engine")
	return cmd
}

// restored is the result of restore.
type restored struct {
	manifest
	Data     string `json:"data,omitempty"`     // folder; empty: the backup was verified only
	Articles *int   `json:"articles,omitempty"` // number of restored articles
}

func (a *app) restore(ctx context.Context, file string, verify bool) (done restored, err error) {
	if done.manifest, err = checkManifest(file); err != nil {
		return done, err
	}
	dir := a.cfg.Data
	if verify {
		if dir, err = os.MkdirTemp("", "warta-verify-"); err != nil {
			return done, fmt.Errorf("make a throw-away folder: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }() // a folder for temporary files
	} else if err := os.MkdirAll(dir, 0o750); err != nil {
		return done, fmt.Errorf("make the data folder: %w", err)
	}
	if err := sqlite.Restore(ctx, file, filepath.Join(dir, sqlite.FileName)); err != nil || verify {
		return done, err
	}
	done.Data = dir
	return done, a.withArchive(ctx, func(archive *archive.Archive) error {
		done.Articles = new(archive.Status(ctx).Articles)
		return nil
	})
}

// restoreRemote makes a record in PostgreSQL that was restored from a dump one of its own.
func (a *app) restoreRemote(ctx context.Context) (done restored, err error) {
	if err := postgres.NewLineage(ctx, a.cfg.Record); err != nil {
		return done, err
	}
	done.Data = a.cfg.Data
	return done, a.withArchive(ctx, func(archive *archive.Archive) error {
		done.Articles = new(archive.Status(ctx).Articles)
		return nil
	})
}

// checkManifest verifies a backup against its manifest.
func checkManifest(file string) (m manifest, err error) {
	if _, err := os.Stat(file); err != nil {
		return m, fmt.Errorf("%s: %w", file, plainCause(err))
	}
	data, err := os.ReadFile(manifestOf(file))
	if err != nil {
		return m, fmt.Errorf("%s: no manifest beside it (%w): a backup is made by `warta backup`, a copied folder may be torn", file, plainCause(err))
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%s: not a manifest: %w", manifestOf(file), err)
	}
	sum, size, err := checksum(file)
	if err != nil {
		return m, err
	}
	if size != m.Bytes || sum != m.SHA256 {
		return m, fmt.Errorf("%s is not the file that was written: %d bytes and SHA-256 %s, its manifest says %d and %s", file, size, sum, m.Bytes, m.SHA256)
	}
	return m, nil
}

// checksum returns the SHA-256 of a file and its size in bytes.
func checksum(file string) (sum string, size int64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return "", 0, fmt.Errorf("%s: %w", file, plainCause(err))
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return "", 0, fmt.Errorf("%s: %w", file, err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
