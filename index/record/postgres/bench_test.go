package postgres_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"warta/index/record"
	"warta/index/record/postgres"
	"warta/index/record/postgres/pgtest"
	"warta/index/record/sqlite"
)

// articleText is text of the length of an average article.
func articleText(n int) string {
	return strings.Repeat(fmt.Sprintf("Komisi Pemilihan Umum Kota Semarang menetapkan %d pemilih dalam rapat pleno terbuka di aula. ", n), 28)
}

// BenchmarkPut takes new articles in: into both records, by some writers of one process, and
// into PostgreSQL by writers of three.
func BenchmarkPut(b *testing.B) {
	open := func(b *testing.B, nodes int) (rs []record.Record) {
		record := pgtest.Record(b, b.Name())
		for range nodes {
			rs = append(rs, start(b, record, postgres.Options{}))
		}
		return rs
	}
	lite := func(b *testing.B, _ int) []record.Record {
		s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "record.db"), sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = s.Close() })
		return []record.Record{s}
	}
	for _, c := range []struct {
		name           string
		open           func(*testing.B, int) []record.Record
		nodes, writers int
	}{
		{"sqlite", lite, 1, 1},
		{"sqlite", lite, 1, 8},
		{"sqlite", lite, 1, 64},
		{"postgres", open, 1, 1},
		{"postgres", open, 1, 8},
		{"postgres", open, 1, 64},
		{"postgres", open, 3, 192},
	} {
		b.Run(fmt.Sprintf("%s/nodes=%d/writers=%d", c.name, c.nodes, c.writers), func(b *testing.B) {
			rs := c.open(b, c.nodes)
			var n atomic.Int64
			var g errgroup.Group
			b.ResetTimer()
			for w := range c.writers {
				g.Go(func() error {
					for {
						i := int(n.Add(1))
						if i > b.N {
							return nil
						}
						if _, err := record.PutOver(b.Context(), rs[w%len(rs)], entry(fmt.Sprint("u", i), articleText(i)), nil); err != nil {
							return err
						}
					}
				})
			}
			if err := g.Wait(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// BenchmarkSeal seals and opens the text of an average article, compressed.
func BenchmarkSeal(b *testing.B) {
	key, text := postgres.NewKey(), make([]byte, 2000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		sealed, err := postgres.Seal(key, 1, "version 1", text)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := postgres.Unseal(key, 1, "version 1", sealed); err != nil {
			b.Fatal(err)
		}
	}
}
