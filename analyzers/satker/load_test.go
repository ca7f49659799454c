package satker

import "testing"

// The gazetteer takes megabytes: all packages of the program share one.
func TestAllLoadsReturnOneGazetteer(t *testing.T) {
	t.Parallel()
	got := make(chan *Gazetteer)
	for range 8 {
		go func() {
			g, err := Load()
			if err != nil {
				t.Error(err)
			}
			got <- g
		}()
	}
	first := <-got
	for range 7 {
		if g := <-got; g == nil || g != first {
			t.Error("a load of its own")
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load(); err != nil {
			b.Fatal(err)
		}
	}
}
