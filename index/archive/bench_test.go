package archive_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"warta/analyzers"
	"warta/index"
	"warta/index/archive"
	"warta/index/embedded"
)

// ofProduct opens an archive with the reader and the engine of the product.
func ofProduct(b *testing.B) *archive.Archive {
	b.Helper()
	o := options(b.TempDir())
	r, err := analyzers.New()
	if err != nil {
		b.Fatal(err)
	}
	o.Reader = r
	o.OpenEngine = func(ctx context.Context, dir string) (index.Engine, error) {
		return embedded.Open(ctx, dir, embedded.Options{})
	}
	return open(b, o)
}

func benchArticle(n int) archive.Incoming {
	p := fmt.Sprintf("Ketua KPU Kota Semarang menetapkan %d pemilih dalam rapat pleno terbuka di aula, Selasa (4/11). ", n)
	return archive.Incoming{Source: analyzers.Source{
		URL: fmt.Sprint(site, n), Title: fmt.Sprintf("KPU Kota Semarang Tetapkan %d Pemilih", n),
		Body: "Semarang - " + strings.Repeat(p+"\n\n", 25), Published: "2025-11-05",
	}, Key: "k1"}
}

// BenchmarkPutSearchable is how long a lone article takes until a search finds
// it.
func BenchmarkPutSearchable(b *testing.B) {
	a := ofProduct(b)
	n := 0
	for b.Loop() {
		r := put(b, a, benchArticle(n))
		if err := a.WaitSearchable(b.Context(), r.Seq); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

// BenchmarkIngest is the steady rate of 16 clients, until searches see it all.
func BenchmarkIngest(b *testing.B) {
	a := ofProduct(b)
	var n atomic.Int64
	b.SetParallelism(8)
	b.SetBytes(int64(len(benchArticle(1).Source.Body)))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := a.Put(b.Context(), benchArticle(int(n.Add(1)))); err != nil {
				b.Error(err)
				return
			}
		}
	})
	if err := a.WaitSearchable(b.Context(), a.Status(b.Context()).Head); err != nil {
		b.Fatal(err)
	}
}
