package incentive_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
)

// TestShortTexts holds texts as numbers to the texts themselves: their order, which are equal, and what they are made of.
func TestShortTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	letters := []string{"0123456789", "019", "ab~ ", "\x7f\x1f\x00é", "aA0 ~!"}
	text := func() string {
		from := letters[r.IntN(len(letters))]
		b := make([]byte, r.IntN(20))
		for i := range b {
			b[i] = from[r.IntN(len(from))]
		}
		if r.IntN(4) == 0 && len(b) > 0 {
			b[r.IntN(len(b))] = byte(r.IntN(256))
		}
		return string(b)
	}
	for range 200_000 {
		a, b := text(), text()
		if r.IntN(3) == 0 {
			b = a[:len(a)-min(len(a), r.IntN(2))]
		}
		x := incentive.CompareShort(a, b)
		require.Equal(t, len(a) <= 16 && len(b) <= 16, x.Short, "%q %q", a, b)
		require.Equal(t, printable(a), x.Printable, "%q", a)
		if !x.Short {
			continue
		}
		require.Equal(t, a == b, x.Equal, "%q %q", a, b)
		require.Equal(t, wholeText(a), x.Digits, "%q", a)
		if printable(a) && printable(b) {
			require.Equal(t, a < b, x.Less, "%q %q", a, b)
		}
	}
}

func printable(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c < ' ' || c > '~' }) < 0
}

func wholeText(s string) bool {
	return s != "" && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}
