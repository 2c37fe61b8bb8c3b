package verify

import "math/big"

// Round and Spread are the package's own rounding and largest remainders, for comparison with those of the engine.
func Round(places int, mode string, x *big.Rat) *big.Rat { return grid{places, mode}.round(x) }

func Spread(places int, total *big.Rat, parts []*big.Rat) []*big.Rat {
	return grid{places: places}.spread(total, parts)
}

// Read and Text are how exact numbers are read and written.
func Read(s string) (*big.Rat, bool) { return read(s) }

func Text(x *big.Rat) string { return text(x) }
