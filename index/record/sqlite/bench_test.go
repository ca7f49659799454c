package sqlite_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"warta/index/record/sqlite"
)

// articleText returns text of the length of an average article.
func articleText(n int) string {
	return strings.Repeat(fmt.Sprintf("Komisi Pemilihan Umum Kota Semarang menetapkan %d pemilih dalam rapat pleno terbuka di aula. ", n), 28)
}

func BenchmarkPut(b *testing.B) {
	for _, writers := range []int{1, 32} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s := open(b, filepath.Join(b.TempDir(), "record.db"), sqlite.Options{})
			b.SetBytes(int64(len(articleText(1))))
			b.ReportAllocs()
			b.SetParallelism((writers + 1) / 2) // of two processors
			var n atomic.Int64
			if writers == 1 {
				for b.Loop() {
					i := int(n.Add(1))
					put(b, s, entry(fmt.Sprint("u", i), articleText(i)))
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := int(n.Add(1))
					put(b, s, entry(fmt.Sprint("u", i), articleText(i)))
				}
			})
		})
	}
}

func BenchmarkPutUnchanged(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "record.db"), sqlite.Options{})
	e := entry("u", articleText(1))
	put(b, s, e)
	b.ReportAllocs()
	for b.Loop() {
		put(b, s, e)
	}
}
