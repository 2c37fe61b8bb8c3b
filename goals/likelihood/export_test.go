package likelihood

import "math/big"

// OnGrid returns the distribution of deals as bounds on a grid of that step, in units of the last decimal place of the
// amounts, however few sums there are.
func OnGrid(deals []Deal, step int64) *Distribution {
	d, chances := prepare(deals)
	if len(chances) == 0 {
		d.exact = exactly(d.min, chances)
		return d
	}
	d.coarse = coarsely(d.min, chances, big.NewInt(step))
	return d
}
