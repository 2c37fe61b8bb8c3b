package backtest

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"strconv"
)

// drawBits are how many bits a draw has, classBits how many of them choose a class of the normal distribution.
const (
	drawBits  = 64
	classBits = 12
)

// draw returns the random number of a place in a simulation, of 64 bits, each value equally likely: the first eight bytes,
// the highest first, of the SHA-256 of "kam-backtest-1", the seed in decimal, and the names of the place, each with its
// length in bytes in decimal and a colon before it. A number depends on its seed and place alone, so that it is the same
// whatever else is simulated, in whatever order and by however many workers.
func draw(seed uint64, names ...string) uint64 {
	text := make([]byte, 0, 96)
	put := func(s string) {
		text = strconv.AppendInt(text, int64(len(s)), 10)
		text = append(text, ':')
		text = append(text, s...)
	}
	put("kam-backtest-1")
	put(strconv.FormatUint(seed, 10))
	for _, name := range names {
		put(name)
	}
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}

// middle returns the middle of the class of a draw, of 2^bits equal classes between 0 and 1: never 0 and never 1.
func middle(u uint64, bits uint) *big.Rat {
	class := new(big.Int).SetUint64(u >> (drawBits - bits))
	class.Lsh(class, 1).Add(class, big.NewInt(1))
	return new(big.Rat).SetFrac(class, new(big.Int).Lsh(big.NewInt(1), bits+1))
}
