// Package stat is the few transcendental functions that a statement about probability needs: [Ln], [Exp], [Sqrt],
// the normal distribution ([NormalCDF], [NormalQuantile]) and Student's ([StudentTCDF]).
//
// # Numeric contract
//
// Arguments are exact ratios. A result is a new ratio, a multiple of 10^-[Places], and differs from the true value by
// less than 10^-[Places]. [Sqrt] is rounded correctly. Every operation inside is one of math/big on 384-bit binary
// numbers or on integers, so the result has the same digits on every machine; no float64 takes part.
//
// An argument outside the domain that a function states is refused with an error that wraps [ErrDomain]. The time of
// a call is bounded: it grows with the length of the argument and, for Student's distribution, with the degrees of
// freedom, of which there are at most [MaxDegrees]. Arguments must not be nil and are not changed.
//
// Nothing in this package keeps state; every function may be called from many goroutines at once.
package stat
