package main_test

import (
	"strings"
	"testing"

	"warta/config"
	"warta/index/archive"
	"warta/server"
)

// What the archive refuses in any case cannot be allowed by a setting.
func TestSettingsOnlyTightenTheLimitsOfTheArchive(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		maxBody int
		refused bool
	}{
		{archive.MaxIncoming, false},
		{archive.MaxIncoming + 1, true},
	} {
		settings := config.Config{MaxBody: c.maxBody}
		if got := strings.Contains(settings.Validate().Error(), "max_body"); got != c.refused {
			t.Errorf("the settings refuse max_body %d: %v", c.maxBody, got)
		}
		if got := strings.Contains(server.Options{MaxBody: c.maxBody}.Validate().Error(), "max_body"); got != c.refused {
			t.Errorf("the server refuses max_body %d: %v", c.maxBody, got)
		}
	}
}
