package zone_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/internal/zone"
)

func TestOf(t *testing.T) {
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		hour int
		ok   bool
	}{
		{"", 12, true},
		{"UTC", 12, true},
		{"Asia/Shanghai", 20, true},
		{"Europe/Berlin", 14, true},
		{"+08:00", 20, true},
		{"-03:30", 8, true},
		{"Local", 12, false},
		{"Mars", 12, false},
		{"08:00", 12, false},
		{"+0800", 12, false},
		{"../../etc/passwd", 12, false},
	} {
		place, ok := zone.Of(c.name)
		assert.Equal(t, c.ok, ok, c.name)
		assert.Equal(t, c.hour, noon.In(place).Hour(), c.name)
	}
}
