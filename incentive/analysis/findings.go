package analysis

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Code names a reason for which there is no curve. See the package documentation for the list.
type Code string

// The codes.
const (
	// CodePlan: the plan is not one of the program's.
	CodePlan Code = "analysis.plan"
	// CodePeriod: there is no commission period to ask about.
	CodePeriod Code = "analysis.period"
	// CodeMeasure: the axis is no measure of the plan.
	CodeMeasure Code = "analysis.measure"
	// CodeBasis: the axis cannot be counted in this basis.
	CodeBasis Code = "analysis.basis"
	// CodeRange: the range is empty, or begins below what already counts.
	CodeRange Code = "analysis.range"
	// CodeDeals: the profile has no deal, too many, or one that cannot be part of it.
	CodeDeals Code = "analysis.deals"
	// CodeHeld: a run holds the payee, or refuses the inputs.
	CodeHeld Code = "analysis.held"
	// CodeOthers: pay depends on what others sell or earn.
	CodeOthers Code = "analysis.others"
	// CodeCount: the axis counts deals, and the profile fixes their number.
	CodeCount Code = "analysis.count"
	// CodeStill: the deals of the profile do not move the axis.
	CodeStill Code = "analysis.still"
	// CodeCircular: whether a deal moves the axis depends on its size.
	CodeCircular Code = "analysis.circular"
	// CodeNegative: something takes the axis backwards.
	CodeNegative Code = "analysis.negative"
	// CodeRatio: between two break points pay is no polynomial of the axis.
	CodeRatio Code = "analysis.ratio"
	// CodePieces: the curve has too many pieces.
	CodePieces Code = "analysis.pieces"
)

// faults collects what is wrong with a question.
type faults struct{ wording.Faults }

func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

func quote(s string) string { return wording.Quote(s) }

// num writes a number exactly.
func exactly(r *big.Rat) string { return plain(r) }
