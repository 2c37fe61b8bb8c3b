// Package madeup makes up a quarter of sales of any size, always the same, for programs that show how a payroll is spread over
// processes and machines.
//
// Teams of ten report to a lead. Everything that makes shares depend on
// each other is there: sellers have a commission by attainment, a contest of all sellers and a pool of each team; a lead has a
// part of the commission of the sellers below. One deal in twenty has two owners, one in forty takes another back, in whole or
// in part.
//
// A transaction is made from its number alone, so that any process may make any part of them, and nobody keeps them.
package madeup
