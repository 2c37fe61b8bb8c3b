package bulk

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// A divider gives what dividing does, at the edges of multiples too.
func TestDivider(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300_000 {
		by := max(r.Uint64()>>(1+r.IntN(63)), 1)
		d := newDivider(by)
		for _, x := range []uint64{0, 1, by - 1, by, by + 1, 1<<63 - 1, r.Uint64() >> (1 + r.IntN(63)), (1<<63 - 1) / by * by, (1<<63-1)/by*by - 1} {
			if x < 1<<63 {
				require.Equal(t, x/by, d.quotient(x), "%d ÷ %d", x, by)
			}
		}
	}
	for shift := range 62 {
		for _, by := range []uint64{1 << shift, 1<<shift + 1, 1<<(shift+1) - 1} {
			d := newDivider(by)
			for _, x := range []uint64{by - 1, by, 2*by - 1, 1<<63 - 1, 1<<63 - 2} {
				if x < 1<<63 {
					require.Equal(t, x/by, d.quotient(x), "%d ÷ %d", x, by)
				}
			}
		}
	}
}
