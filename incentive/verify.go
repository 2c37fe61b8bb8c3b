package incentive

import (
	"github.com/kam-go/kam/incentive/internal/verify"
)

// Findings about an exported statement, from [VerifyStatement]. It also uses
// the prefix "statement" with json-syntax, trailing-data, unknown-key,
// duplicate-key, key-case, wrong-type, null, number, text, too-deep, too-large
// and encoding for faults of the JSON itself.
const (
	// CodeStatementFormat: the format is not [ExportFormat].
	CodeStatementFormat Code = verify.CodeFormat
	// CodeStatementPlan: the embedded plan cannot be calculated with.
	CodeStatementPlan Code = verify.CodePlan
	// CodeStatementPlanHash: the embedded plan is not the one that plan_hash names.
	CodeStatementPlanHash Code = verify.CodePlanHash
	// CodeStatementDigest: the statement was changed after its export.
	CodeStatementDigest Code = verify.CodeDigest
	// CodeStatementNumber: a number is not written as exports write it, or is out of bounds.
	CodeStatementNumber Code = verify.CodeNumber
	// CodeStatementDifference: a figure does not follow; the evidence has "expected" and "found".
	CodeStatementDifference Code = verify.CodeDifference
	// CodeStatementConflict: two parts of the statement, or a credit and the plan, exclude each other.
	CodeStatementConflict Code = verify.CodeConflict
	// CodeStatementMissing: something is not listed that has to be.
	CodeStatementMissing Code = verify.CodeMissing
)

// VerifyStatement recomputes a statement from the bytes that
// [Statement.Export] gave, and returns nil when every figure follows. Else the
// error is a *kam.InvalidError with every difference: the JSON path, the figure
// found and the one expected, in English and Chinese.
//
// What nil proves: the embedded plan is the one that plan_hash names; each
// position, slice, line, curve, prize, share of a pool, gate, multiplier, cap,
// floor and adjustment, each quota and target incentive after proration and
// relief, each converted number, each rounding, what is earned and what is
// payable follow from that plan's own figures and from the credits, the
// assignment, the exchange rates and the earlier earnings that the statement
// lists; and what it lists is consistent and as it was exported. The arithmetic is done anew, in
// exact fractions and without the engine.
//
// What nil does not prove: that the plan is the approved one, compare plan_hash
// with the hash that was approved; and that the credits, their order and
// conditions, the table coordinates, the assignment, the calendar, the exchange
// rates, the earlier earnings, and the standings and sums of other payees are
// the right ones. For that, compare input_hash with the [Statement.InputHash] of
// a run over the host's own records. The payee's name is not checked.
//
// White space, the order of keys and escapes in texts do not count, so that a
// statement may be stored as JSON of any kind. It reads at most 16 MiB, never panics, whatever the bytes are, does no I/O
// and is safe for concurrent use.
func VerifyStatement(exported []byte) error { return verify.Check(exported).Err() }
