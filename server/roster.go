package server

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"warta/index"
	"warta/index/archive"
	"warta/index/dockeys"
	"warta/index/roster"
	"warta/server/answer"
	"warta/server/param"
)

// rosterKinds are the forms in which a list of office holders is sent.
var rosterKinds = []string{"text/csv", "text/tab-separated-values", "application/x-ndjson"}

// A rosterAnswer is a version of the list of office holders.
type rosterAnswer struct {
	archive.RosterVersion
	Holders []roster.Row `json:"holders"`
}

// roster answers GET /v1/roster: the newest version of the list of office holders, or an
// earlier one.
func (s *Server) roster(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	offices := p.List("satker", "the code of a satker, as 33.74", param.IsPlace)
	version := p.Integer("version", 1, maxVersion, 0)
	format := p.Choice("format", "json", "csv", "ndjson")
	if err := p.Done(); err != nil {
		return err
	}
	v, rows, err := s.archive.Roster(c.Request.Context(), uint64(version)) // not less than 0
	if err != nil {
		return fmt.Errorf("show the roster: %w", err)
	}
	kept := []roster.Row{}
	for _, r := range rows {
		if len(offices) == 0 || dockeys.IsOffice(r.Satker, offices) {
			kept = append(kept, r)
		}
	}
	c.Header("Cache-Control", "no-store")
	if format == "" {
		format = rosterFormat(c.GetHeader("Accept"))
	}
	if format == "json" {
		return s.sender.JSON(c.Writer, c.Request, http.StatusOK, rosterAnswer{v, kept})
	}
	var body bytes.Buffer
	kind, write := "text/csv; charset=utf-8; header=present", roster.WriteCSV
	if format == "ndjson" {
		kind, write = "application/x-ndjson; charset=utf-8", roster.WriteNDJSON
	}
	if err := write(&body, kept); err != nil {
		return fmt.Errorf("write the roster: %w", err)
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="warta-roster.%s"`, format))
	s.sender.Send(c.Writer, c.Request, http.StatusOK, kind, body.Bytes())
	return nil
}

// maxVersion bounds the number of a version in a request.
const maxVersion = 1 << 40

// rosterFormat returns the first known format in the header Accept; json if there is
// none.
func rosterFormat(accept string) string {
	for one := range strings.SplitSeq(accept, ",") {
		kind, _, err := mime.ParseMediaType(one)
		switch {
		case err != nil:
		case kind == "text/csv":
			return "csv"
		case kind == "application/x-ndjson":
			return "ndjson"
		case kind == "application/json":
			return "json"
		}
	}
	return "json"
}

// A rosterReceipt is the result of an import of a list of office holders.
type rosterReceipt struct {
	archive.RosterVersion
	Taken  int            `json:"taken"`  // rows of the list that was sent
	Wrong  int            `json:"wrong"`  // lines that were left out
	Faults []roster.Fault `json:"faults"` // of the lines left out, the first hundred
	// Warnings are about rows that were taken but look unusual, the first hundred.
	Warnings []roster.Fault `json:"warnings"`
	DryRun   bool           `json:"dry_run,omitempty"`
}

// putRoster answers PUT /v1/roster: a list replaces the rows of the satker that it names,
// or the complete roster. With allow_empty a list without rows empties it.
func (s *Server) putRoster(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	all := p.Choice("replace", "named", "all") == "all"
	empty := p.Bool("allow_empty", false)
	partial := p.Bool("partial", false)
	try := p.Bool("dry_run", false)
	if err := p.Done(); err != nil {
		return err
	}
	kind, err := mediaType(c.GetHeader("Content-Type"), rosterKinds)
	if err != nil {
		return err
	}
	raw, err := s.readBytes(c, roster.MaxBytes)
	if err != nil {
		return err
	}
	format := roster.CSV
	if kind == "application/x-ndjson" {
		format = roster.NDJSON
	}
	list := roster.Read(raw, format)
	switch {
	case list.Wrong > 0 && (!partial || len(list.Rows) == 0):
		return faultyRoster(list)
	case len(list.Rows) == 0 && (!all || !empty):
		return answer.Invalid("allow_empty", "the list has no rows: send at least one, or replace=all and allow_empty=true to empty the roster")
	}
	by, _ := caller(c)
	v, err := s.archive.ImportRoster(c.Request.Context(), archive.RosterImport{Rows: list.Rows, All: all, Try: try}, by.ID)
	if err != nil {
		return fmt.Errorf("take in a roster: %w", err)
	}
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, rosterReceipt{
		RosterVersion: v, Taken: len(list.Rows), Wrong: list.Wrong,
		Faults: append([]roster.Fault{}, list.Faults...), Warnings: append([]roster.Fault{}, list.Warnings...), DryRun: try,
	})
}

// faultyRoster returns the refusal of a list with faulty lines.
func faultyRoster(list *roster.List) error {
	const shown = 3
	var faults []string
	for _, f := range list.Faults[:min(shown, len(list.Faults))] {
		faults = append(faults, f.String())
	}
	text := fmt.Sprintf("%d lines of the list are wrong, and nothing was taken: %s", list.Wrong, strings.Join(faults, "; "))
	if list.Wrong == 1 {
		text = "a line of the list is wrong, and nothing was taken: " + strings.Join(faults, "; ")
	}
	if len(list.Rows) > 0 {
		text += "; mend the list, or take the rest with partial=true"
	}
	return answer.Unreadable(text, list)
}

// rosterVersions answers GET /v1/roster/versions: the changes of the list of office
// holders with the keys that made them, the newest first.
func (s *Server) rosterVersions(c *gin.Context) error {
	p := param.New(c.Request.URL.RawQuery)
	size := p.Integer("size", 1, index.MaxSize, index.MaxSize)
	before, err := param.ReadOffset(p.Word("cursor", param.MaxCursor))
	if err != nil {
		p.Fault(err)
	}
	if err := p.Done(); err != nil {
		return err
	}
	found, err := s.archive.RosterVersions(c.Request.Context(), uint64(before), size+1) // not less than 0
	if err != nil {
		return fmt.Errorf("list the versions of the roster: %w", err)
	}
	list := struct {
		Versions []archive.RosterVersion `json:"versions"`
		Next     *string                 `json:"next"`
	}{Versions: append([]archive.RosterVersion{}, found[:min(size, len(found))]...)}
	if len(found) > size {
		list.Next = new(param.WriteOffset(int(found[size-1].Version))) // versions are few
	}
	c.Header("Cache-Control", "no-store")
	return s.sender.JSON(c.Writer, c.Request, http.StatusOK, list)
}
