package server

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/server/answer"
	"warta/server/param"
)

// upkeepFor is how long a check or a backup may take before its answer begins:
// both read the whole record.
const upkeepFor = 2 * time.Hour

// beginUpkeep takes the place of the one check or backup that may run.
func (s *Server) beginUpkeep() (release func(), err error) {
	if !s.upkeep.TryLock() {
		return nil, &index.Error{Kind: index.Busy, Op: "server.beginUpkeep", RetryAfter: time.Minute, Text: "a check or a backup is running: ask again when it has ended"}
	}
	return s.upkeep.Unlock, nil
}

// check answers POST /v1/admin/check once the check has ended.
func (s *Server) check(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	release, err := s.beginUpkeep()
	if err != nil {
		return err
	}
	defer release()
	answer.Extend(c.Writer, upkeepFor)
	findings, err := s.archive.Check(c.Request.Context())
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	answer.Extend(c.Writer, s.opts.WriteTimeout)
	status := s.archive.Status(c.Request.Context())
	found := gin.H{"findings": append([]string{}, findings...), "articles": status.Articles, "removed": status.Removed, "changes": status.Head}
	for key, place := range map[string]string{"record": status.Record, "index": status.Index} {
		if place != "" {
			found[key] = place
		}
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, found)
}

// backup answers POST /v1/admin/backup with a copy of the record and its SHA-256 in
// Repr-Digest. The copy is a temporary file in BackupDir, which is removed.
func (s *Server) backup(c *gin.Context) error {
	if err := param.New(c.Request.URL.RawQuery).Done(); err != nil {
		return err
	}
	if s.opts.Backup == nil {
		return &index.Error{Kind: index.Unavailable, Op: "server.backup", Text: "this service makes no backups"}
	}
	release, err := s.beginUpkeep()
	if err != nil {
		return err
	}
	defer release()
	answer.Extend(c.Writer, upkeepFor)
	file, sum, size, err := s.copyRecord(c.Request.Context())
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	name := s.opts.Now().UTC().Format("warta-20060102T150405Z.db")
	c.Header("Content-Type", "application/vnd.sqlite3")
	c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	c.Header("Content-Length", strconv.FormatInt(size, 10))
	c.Header("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":")
	c.Status(http.StatusOK)
	for sent := int64(0); sent < size; sent += backupPiece {
		answer.Extend(c.Writer, s.opts.WriteTimeout)
		if _, err := io.CopyN(c.Writer, file, min(backupPiece, size-sent)); err != nil {
			return fmt.Errorf("send a backup: %w", err)
		}
	}
	return nil
}

// backupPiece is how many bytes of a backup are sent within WriteTimeout.
const backupPiece = 4 << 20

// copyRecord writes a copy of the record into a file that is open for reading and has no
// name.
func (s *Server) copyRecord(ctx context.Context) (file *os.File, sum []byte, size int64, err error) {
	if err := os.MkdirAll(s.opts.BackupDir, 0o700); err != nil {
		return nil, nil, 0, fmt.Errorf("make the folder of backups: %w", err)
	}
	// A process that was killed leaves its copy behind. Only one copy is made at a time.
	old, err := filepath.Glob(filepath.Join(s.opts.BackupDir, "sending-*"))
	for _, name := range old {
		err = errors.Join(err, os.RemoveAll(name))
	}
	if err != nil {
		return nil, nil, 0, fmt.Errorf("tidy the folder of backups: %w", err)
	}
	dir, err := os.MkdirTemp(s.opts.BackupDir, "sending-*")
	if err != nil {
		return nil, nil, 0, fmt.Errorf("make a folder for a backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	name := filepath.Join(dir, "record.db")
	if err := s.opts.Backup(ctx, name); err != nil {
		return nil, nil, 0, err
	}
	if file, err = os.Open(name); err != nil {
		return nil, nil, 0, fmt.Errorf("read a backup: %w", err)
	}
	hash := sha256.New()
	size, err = io.Copy(hash, file)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, nil, 0, errors.Join(fmt.Errorf("read a backup: %w", err), file.Close())
	}
	return file, hash.Sum(nil), size, nil
}
