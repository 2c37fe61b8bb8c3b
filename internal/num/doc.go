// Package num is exact arithmetic on bounded decimals: reading numbers that come from outside, rounding once
// in a named mode, and cutting a total into parts that sum to it again.
//
// # Bounds
//
// A number is usable when, written out in plain notation without leading zeros, it has at most [MaxDigits] digits,
// at most [MaxExponent] of them after the decimal point, and its decimal exponent is between -[MaxExponent] and
// +[MaxExponent]. [Parse] gives only usable numbers; [Check] tells of a decimal that a program hands in.
// Every usable number is written by [Format] and read back by [Parse] without loss.
//
// # Rounding
//
// [Round] and [RoundRat] round once, from the exact value to the grid of 10^-places, in one of seven [Mode]s.
// They work on integers, so no precision setting of the decimal package reaches them.
//
// # Splitting
//
// [Distribute] and [Split] use the method of largest remainders: the results always sum to the total.
//
// Nothing in this package keeps state; every function may be called from many goroutines at once.
package num
