// Package reference says what a run must pay, without any of the engine.
//
// It reads plans, roster, transactions and opening as they are, computes in
// exact fractions and rounds at the plan's one step. It is written to be
// compared with: each rule stands alone, nothing is prepared, shared or made
// fast. Only tests use it.
//
// It expects plans that Compile accepts, with every reading stated. It
// answers with statements for the payees that can be calculated and the
// reasons why others are held.
package reference
