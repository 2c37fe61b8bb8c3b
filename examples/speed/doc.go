// Package speed measures the library against a benchmark kit that has other programs compute the same commission: four
// marginal tiers by attainment for owners and managers, a cap on each deal, a gate and a cap on pay. The kit is no part of
// this repository; without it there is nothing to run.
//
//	KAM_KIT=/path/to/kit KAM_KIT_DEALS=10000000 KAM_KIT_PAYEES=10000 go test ./examples/speed -v -timeout 1h
//
// The kit's own generator makes the deals, and its own checker hashes the lines and statements that are written: they are
// those of the kit when the hashes are the same. What is timed ends when every line has been visited and its amount read, and
// every statement's sum. Decimals lie in memory before, as a host has them. KAM_KIT_SKEW=0.2 gives one payee a fifth of all
// deals; KAM_KIT_RIVALS=1 runs the kit's other programs in the same test, those that are installed, and prints the ratios.
package speed
