package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func told(round, from int, figures string) []byte {
	return message{round: round, from: from, figures: []byte(figures)}.bytes()
}

func TestWhatAShareHears(t *testing.T) {
	f := &stepFn{Job: Job{Shares: 2}, Step: 2}
	for name, c := range map[string]struct {
		told  [][]byte
		want  [][][]byte
		fault string
	}{
		"everything, in any order": {
			told: [][]byte{told(1, 1, "d"), told(0, 0, "a"), told(1, 0, "c"), told(0, 1, "b")},
			want: [][][]byte{{[]byte("a"), []byte("b")}, {[]byte("c"), []byte("d")}},
		},
		"all were done before":      {told: [][]byte{told(0, 1, "b"), told(0, 0, "a")}, want: [][][]byte{{[]byte("a"), []byte("b")}}},
		"one did not tell":          {told: [][]byte{told(0, 0, "a"), told(0, 1, "b"), told(1, 0, "c")}, fault: "figures of 1 of 2 shares in round 1"},
		"a round that is yet to be": {told: [][]byte{told(2, 0, "a")}, fault: "share 0 in round 2"},
		"a share that is none":      {told: [][]byte{told(0, 2, "a")}, fault: "share 2 in round 0"},
		"cut off":                   {told: [][]byte{{0x80}}, fault: "cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			heard, err := f.heard(next(c.told...))
			if c.fault != "" {
				assert.ErrorContains(t, err, c.fault)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, heard)
		})
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(told(0, 0, ""))
	f.Add(told(79, 4095, "{}"))
	f.Add([]byte{0x80})
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := readMessage(text)
		if err != nil {
			return
		}
		again, err := readMessage(m.bytes())
		require.NoError(t, err)
		assert.Equal(t, m, again)
	})
}
