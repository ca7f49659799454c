package main

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

func TestLongWorkSaysPlainlyHowFarItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		a := &app{streams: streams{err: &out}}
		p := a.progress("articles", -1)
		p.add(100)
		if out.Len() != 0 {
			t.Errorf("it talks from the first moment: %q", &out)
		}
		time.Sleep(lineEvery)
		p.add(20)
		p.add(3)
		p.reached(7, 50)
		time.Sleep(lineEvery)
		p.reached(0, 0) // nothing is known yet
		p.reached(60, 50)
		p.hide()
		p.finish()
		if got, want := out.String(), "120 articles\n50 of 50 articles\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
