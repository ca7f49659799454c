package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"warta/index/record/postgres"
)

// A manifest is the content of the file beside a backup, by which restore verifies it.
type manifest struct {
	Made    time.Time `json:"made"`
	Program string    `json:"program"`
	Bytes   int64     `json:"bytes"`
	SHA256  string    `json:"sha256"`
}

// manifestOf returns the path of the manifest of a backup.
func manifestOf(backup string) string { return backup + ".json" }

func (a *app) backupCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write one consistent copy of the record",
		Long: `Writes the record (every article as received, versions, keys, decisions) to FILE,
and beside it FILE.json with its size and SHA-256. What is worked out is not in
it: restore builds it again. A running server (--server, a key with "admin") goes
on working and sends the copy over the network; a data folder must have no server
on it. A backup goes on holding what is removed later. A record in PostgreSQL
(--record) is not copied: the command names the pg_dump that does so.`,
		Example: `  warta backup --data ./data /backups/warta-2026-11-23.db
  warta backup --server https://warta.example.id --key warta_... warta.db
  warta backup --json warta.db`,
		Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error { return a.backup(cmd.Context(), args[0], asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the manifest")
	a.settings(cmd, "server", "key", "data", "record", "engine")
	return cmd
}

func (a *app) backup(ctx context.Context, file string, asJSON bool) (err error) {
	if a.cfg.Server == "" && a.cfg.Record != "" {
		copying, err := postgres.CopyCommand(a.cfg.Record)
		if err != nil {
			return fmt.Errorf("back up the record: %w", err)
		}
		return fmt.Errorf("a record in PostgreSQL is copied by PostgreSQL: %s", copying)
	}
	if err := mayBeMade(file); err != nil {
		return fmt.Errorf("back up the record: %w", err)
	}
	if a.cfg.Server == "" {
		err = a.copyFolder(ctx, file)
	} else {
		err = a.download(ctx, file)
	}
	if err != nil {
		return err
	}
	m := manifest{Made: time.Now().UTC().Truncate(time.Second), Program: version()}
	if m.SHA256, m.Bytes, err = checksum(file); err != nil {
		return err
	}
	if err := m.write(manifestOf(file)); err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	if asJSON {
		return json.NewEncoder(a.out).Encode(m)
	}
	fmt.Fprintf(a.err, "%d bytes, SHA-256 %s\n", m.Bytes, m.SHA256)
	return nil
}

// mayBeMade returns an error if a file exists or its folder does not.
func mayBeMade(file string) error {
	switch info, err := os.Lstat(file); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name the file in it", file)
	case err == nil:
		return fmt.Errorf("%s is there already", file)
	}
	if _, err := os.Stat(filepath.Dir(file)); err != nil {
		return fmt.Errorf("%s: %w", filepath.Dir(file), plainCause(err))
	}
	return nil
}

// write writes the manifest and syncs it to disk.
func (m manifest) write(file string) error {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// copyFolder copies the record of the data folder. It holds the lock of the folder, so that
// no other program has the record open for writing.
func (a *app) copyFolder(ctx context.Context, file string) error {
	archive, err := a.openExisting(ctx)
	if err != nil {
		return err
	}
	return errors.Join(archive.Backup(ctx, file), archive.Close())
}

// download copies the record of a running server. The file appears under its name once it
// is complete.
func (a *app) download(ctx context.Context, file string) (err error) {
	part := file + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up the record: %w", plainCause(err))
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part) // incomplete
		}
	}()
	c := dialPatiently(a.cfg.Server, a.cfg.Key)
	defer func() { _ = c.close() }() // no write to lose
	sum := sha256.New()
	bar := a.progress("bytes", -1)
	digest, err := c.save(ctx, "/v1/admin/backup", io.MultiWriter(out, sum, bar))
	bar.finish()
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	if want := "sha-256=:" + base64.StdEncoding.EncodeToString(sum.Sum(nil)) + ":"; digest != want {
		return fmt.Errorf("the backup did not arrive as it was sent: %s, and the server says %s", want, digest)
	}
	return os.Rename(part, file)
}
