package scoring

// What the tests of the arithmetic reach into.
var (
	Add   = Exact.add
	Mul   = Exact.mul
	Quo   = Exact.quo
	Less  = Exact.less
	Round = round
)

// IsBig reports whether e is held as a big.Rat.
func IsBig(e Exact) bool { return e.r != nil }
