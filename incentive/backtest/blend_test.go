package backtest

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive/plandoc"
)

// TestABlendedListTakesTheNewOrder: what stays stands in the order of the later plan once that is taken, what is removed
// where it stood, and what is added behind its neighbour.
func TestABlendedListTakesTheNewOrder(t *testing.T) {
	list := func(names ...string) []any {
		var out []any
		for _, n := range names {
			out = append(out, map[string]any{"name": n})
		}
		return out
	}
	names := func(l []any) []string {
		var out []string
		for i, v := range l {
			out = append(out, nameOf(v, i))
		}
		return out
	}
	before, after := list("a", "b", "gone", "c"), list("c", "new", "a", "b")
	order, added, removed := spot{plandoc.Changed, "$"}, spot{plandoc.Added, "$[1]"}, spot{plandoc.Removed, "$[2]"}
	for _, c := range []struct {
		taken []spot
		want  []string
	}{
		{nil, []string{"a", "b", "gone", "c"}},
		{[]spot{order}, []string{"c", "a", "gone", "b"}},
		{[]spot{removed}, []string{"a", "b", "c"}},
		{[]spot{added}, []string{"a", "b", "gone", "c", "new"}},
		{[]spot{order, added, removed}, []string{"c", "new", "a", "b"}},
	} {
		m := blender{taken: map[spot]bool{}}
		for _, s := range c.taken {
			m.taken[s] = true
		}
		assert.Equal(t, c.want, names(m.list("$", before, after)))
	}
}
