package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"warta/index"
	"warta/index/record/sqlite"
)

func (a *app) checkCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Verify record and index against each other",
		Long: `Looks through the whole record for damage (structure, rows that name nothing, the
checksum of each article) and holds against it what was worked out: readings one by
one, the files of the index by their checksums, what it counts, and articles from all
over the record by what a search finds. What was damaged and was rebuilt by itself
since the last check is told too. Prints a line for each finding and exits 1 where there is any. A running server
(--server, a key with "admin") does it itself; else it works on the data folder.`,
		Example: `  warta check --data ./data
  warta check --server http://127.0.0.1:8080 --key warta_...`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := a.check(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				found.Findings = append([]string{}, found.Findings...) // never null
				if err := json.NewEncoder(a.out).Encode(found); err != nil {
					return err
				}
			} else {
				for _, f := range found.Findings {
					fmt.Fprintln(a.out, plain(f, 2000))
				}
			}
			if len(found.Findings) > 0 {
				fmt.Fprintln(a.err, "what is wrong with readings or index is repaired by `warta reindex`, an article that cannot be read by sending it again, a damaged record by `warta restore`")
				return &reported{}
			}
			fmt.Fprintf(a.err, "nothing wrong: %d articles, %d removed, %d changes\n", found.Articles, found.Removed, found.Changes)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: findings, and what there is")
	a.settings(cmd, "server", "key", "data")
	return cmd
}

// A checked archive is what POST /v1/admin/check answers.
type checked struct {
	Findings []string `json:"findings"`
	Articles int      `json:"articles"`
	Removed  int      `json:"removed"`
	Changes  uint64   `json:"changes"`
}

func (a *app) check(ctx context.Context) (found checked, err error) {
	if a.cfg.Server != "" {
		c := dialPatiently(a.cfg.Server, a.cfg.Key)
		defer func() { _ = c.close() }() // nothing was written
		err = c.call(ctx, http.MethodPost, "/v1/admin/check", nil, nil, &found)
		return found, err
	}
	err = a.withArchive(ctx, func(archive *index.Archive) error {
		found.Findings, err = archive.Check(ctx)
		status := archive.Status(ctx)
		found.Articles, found.Removed, found.Changes = status.Articles, status.Removed, status.Head
		return err
	})
	return found, err
}

// withArchive opens the data folder, waits until it has caught up, and closes it
// after f.
func (a *app) withArchive(ctx context.Context, f func(*index.Archive) error) (err error) {
	archive, err := a.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	stop := a.following(ctx, archive)
	err = waitReady(ctx, archive)
	stop()
	if err != nil {
		return err
	}
	return f(archive)
}

// A manifest stands beside a backup and tells what it must be.
type manifest struct {
	Made    time.Time `json:"made"`
	Program string    `json:"program"`
	Bytes   int64     `json:"bytes"`
	SHA256  string    `json:"sha256"`
}

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
on it. A backup goes on holding what is removed later.`,
		Example: `  warta backup --data ./data /backups/warta-2026-11-23.db
  warta backup --server https://warta.example.id --key warta_... warta.db
  warta backup --json warta.db`,
		Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error { return a.backup(cmd.Context(), args[0], asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the manifest")
	a.settings(cmd, "server", "key", "data")
	return cmd
}

func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("%s wants one file", cmd.CommandPath())
	}
	return nil
}

func (a *app) backup(ctx context.Context, file string, asJSON bool) (err error) {
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

// mayBeMade says in plain words why a file cannot be made: there is one, or no folder
// for it.
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

// write writes the manifest so that it is on disk.
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

// copyFolder copies the record of the data folder, under the folder's lock: two
// programs never have one record open for writing.
func (a *app) copyFolder(ctx context.Context, file string) error {
	archive, err := a.openExisting(ctx)
	if err != nil {
		return err
	}
	return errors.Join(archive.Backup(ctx, file), archive.Close())
}

// download copies the record of a running server, into file once it is whole.
func (a *app) download(ctx context.Context, file string) (err error) {
	part := file + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("back up the record: %w", plainCause(err))
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part) // what is there is not the whole
		}
	}()
	c := dialPatiently(a.cfg.Server, a.cfg.Key)
	defer func() { _ = c.close() }() // nothing was written
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

func (a *app) restoreCommand() *cobra.Command {
	var verify, asJSON bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Make a data folder out of a backup",
		Long: `Checks the backup against its manifest and for damage, puts it into a new data
folder, and builds the index. With --verify it only checks, by way of a copy in the
folder for short-lived files (TMPDIR), which needs as much room as the backup.`,
		Example: `  warta restore --verify /backups/warta-2026-11-23.db
  warta restore --data ./new /backups/warta-2026-11-23.db
  warta restore --verify --json /backups/warta-2026-11-23.db`,
		Args: oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			done, err := a.restore(cmd.Context(), args[0], verify)
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
	a.settings(cmd, "data")
	return cmd
}

// A restored backup is what restore tells of.
type restored struct {
	manifest
	Data     string `json:"data,omitempty"`     // folder; none, where it was only checked
	Articles *int   `json:"articles,omitempty"` // that are back
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
		defer os.RemoveAll(dir)
	} else if err := os.MkdirAll(dir, 0o750); err != nil {
		return done, fmt.Errorf("make the data folder: %w", err)
	}
	if err := sqlite.Restore(ctx, file, filepath.Join(dir, sqlite.FileName)); err != nil || verify {
		return done, err
	}
	done.Data = dir
	return done, a.withArchive(ctx, func(archive *index.Archive) error {
		done.Articles = new(archive.Status(ctx).Articles)
		return nil
	})
}

// checkManifest holds a backup against what was written beside it.
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

func checksum(file string) (sum string, size int64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return "", 0, fmt.Errorf("%s: %w", file, plainCause(err))
	}
	defer f.Close()
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return "", 0, fmt.Errorf("%s: %w", file, err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}
