package scoring

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Result is one score and how it came about, as plain data that marshals to JSON. The steps, in this order:
//
//	Sum       the weighted sum of the tree
//	Adjusted  with the bonus and penalty points, each limited, then all limited together
//	Capped    limited to the scale
//	Total     after the vetoes
//	Score     rounded, once
//	Grade     of the rounded score, then limited by the vetoes
//
// All of them are exact but Score. While the result is not known, Known is false and they are not known either; the
// tree still tells what is. The zero value is no result.
type Result struct {
	Format  int         `json:"format"`
	Card    string      `json:"card"`
	Version int         `json:"version"`
	Name    kam.Text    `json:"name,omitzero"`
	Subject kam.Subject `json:"subject"`
	Period  kam.Period  `json:"period"`
	// Scale, Rounding and Grades are those of the card; the limits of a single measure are stated. Grades are in
	// rising order.
	Scale    Scale    `json:"scale"`
	Rounding Rounding `json:"rounding"`
	Grades   []Grade  `json:"grades,omitempty"`
	// MaxBonus and MaxPenalty are those of the card.
	MaxBonus   decimal.NullDecimal `json:"maxBonus,omitzero"`
	MaxPenalty decimal.NullDecimal `json:"maxPenalty,omitzero"`

	// Nodes are the first level of the tree, in the order of the card: dimensions, then measures.
	Nodes []Node `json:"nodes"`
	// Coverage is the share of weight whose values are known, from 0 to 1; MinimumCoverage what the card asks for.
	Coverage        Exact `json:"coverage"`
	MinimumCoverage Exact `json:"minimumCoverage"`

	// Known tells whether there is a result. When it is false, Unknown says why.
	Known   bool          `json:"known"`
	Unknown UnknownReason `json:"unknown,omitempty"`

	Sum         Exact              `json:"sum,omitzero"`
	Adjustments []AdjustmentResult `json:"adjustments,omitempty"`
	// Bonus and Penalty are the points of all adjustments after all limits; Penalty is at most 0.
	Bonus    Exact `json:"bonus,omitzero"`
	Penalty  Exact `json:"penalty,omitzero"`
	Adjusted Exact `json:"adjusted,omitzero"`
	Capped   Exact `json:"capped,omitzero"`
	// Vetoes are all vetoes of the card, those that did nothing too.
	Vetoes []VetoResult        `json:"vetoes,omitempty"`
	Total  Exact               `json:"total,omitzero"`
	Score  decimal.NullDecimal `json:"score,omitzero"`
	// Grade is the key of a grade; empty when the result is not known or the card has no grades. GradeBefore is the one
	// that a veto limited.
	Grade       string `json:"grade,omitempty"`
	GradeBefore string `json:"gradeBefore,omitempty"`

	// Findings says what could not be computed and why, in the order of the card, each with the JSON path on the card as
	// its place. None of them is an error.
	Findings kam.Findings `json:"findings,omitempty"`
}

// UnknownReason says why there is no result. The zero value is none.
type UnknownReason string

// Why there is no result. When several hold, it is the first of them.
const (
	UnknownBlocked  UnknownReason = "blocked"       // a measure that must have points has none, see [MissingBlock]
	UnknownNothing  UnknownReason = "nothing-known" // no measure with a weight has points from its own value
	UnknownCoverage UnknownReason = "coverage"      // too little weight is known
)

// NodeKind tells dimensions and measures apart.
type NodeKind string

// Kinds of nodes.
const (
	DimensionNode NodeKind = "dimension"
	MeasureNode   NodeKind = "measure"
)

// Node is a dimension or a measure of a result.
type Node struct {
	Kind NodeKind `json:"kind"`
	ID   string   `json:"id"`
	Name kam.Text `json:"name,omitzero"`
	// Weight is the share among the siblings, Share the share of the whole: the weights on the way to the node
	// multiplied. Both are as the card states them, in parts of 1.
	Weight Exact `json:"weight"`
	Share  Exact `json:"share"`
	// Effective is the share of the whole after what is missing was left out: 0 for what was left out.
	Effective Exact `json:"effective"`
	// Score is the points of the node on the card's scale, not known for what was left out. Contribution is
	// Effective * Score, of a dimension also the sum of what is below it; 0 for what was left out.
	Score        Exact `json:"score,omitzero"`
	Contribution Exact `json:"contribution"`
	// State says where the score of a measure comes from, or that a dimension has one.
	State NodeState `json:"state"`
	// Children are what hangs below a dimension, in the order of the card: dimensions, then measures.
	Children []Node `json:"children,omitempty"`

	// What follows is stated for measures only.

	Metric    string        `json:"metric,omitempty"`
	Scope     string        `json:"scope,omitempty"`
	Unit      string        `json:"unit,omitempty"`
	Currency  kam.Currency  `json:"currency,omitempty"`
	Direction kam.Direction `json:"direction,omitempty"`
	// Function is the key of the function, such as "ratio".
	Function string `json:"function,omitempty"`
	// Value is the observed value; not known while nobody knows.
	Value Exact `json:"value,omitzero"`
	// Period is the time that the observation covers, which may be less than the period of the result; Revision and
	// Source are those of the observation. They are not stated without an observation.
	Period   kam.Period `json:"period,omitzero"`
	Revision int64      `json:"revision,omitempty"`
	Source   string     `json:"source,omitempty"`
	// Target and Base are what the value was compared with, where the function does that: the target of a ratio, the
	// base of growth. Attainment is the ratio before its limits, Growth in per cent, Percentile from 0 to 1, ZScore in
	// standard deviations: whichever the function has.
	Target     Exact `json:"target,omitzero"`
	Base       Exact `json:"base,omitzero"`
	Attainment Exact `json:"attainment,omitzero"`
	Growth     Exact `json:"growth,omitzero"`
	Percentile Exact `json:"percentile,omitzero"`
	ZScore     Exact `json:"zScore,omitzero"`
	// Cohort is the number of values compared with. Of a percentile, Beaten is how many of them the value is better than
	// and Equal how many are the same, of which Ties says what they count.
	Cohort int  `json:"cohort,omitempty"`
	Beaten int  `json:"beaten,omitempty"`
	Equal  int  `json:"equal,omitempty"`
	Ties   Ties `json:"ties,omitempty"`
	// Raw is what the function gave before the limits of a single measure.
	Raw Exact `json:"raw,omitzero"`
	// Reason says in a sentence how the score came about.
	Reason kam.Text `json:"reason,omitzero"`
}

// NodeState says where the score of a node comes from.
type NodeState string

// States of nodes.
const (
	Scored     NodeState = "scored"      // from the observed value, or from what is below
	CountsZero NodeState = "zero"        // not known and counted as 0
	CountsAs   NodeState = "neutral"     // not known and counted as a stated score
	LeftOut    NodeState = "left-out"    // not known, and its weight went to its siblings
	Blocking   NodeState = "blocked"     // not known, and so is the result
	NotCounted NodeState = "not-counted" // of no weight and not known
)

// AdjustmentResult is what one adjustment brought.
type AdjustmentResult struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name,omitzero"`
	// Units is the observed number, not known while nobody knows.
	Units Exact `json:"units,omitzero"`
	// Period, Revision and Source are those of the observation; they are not stated without one.
	Period   kam.Period          `json:"period,omitzero"`
	Revision int64               `json:"revision,omitempty"`
	Source   string              `json:"source,omitempty"`
	PerUnit  decimal.Decimal     `json:"perUnit"`
	Max      decimal.NullDecimal `json:"max,omitzero"`
	// Points is Units * PerUnit within Max; 0 when Units is not known.
	Points Exact `json:"points"`
}

// VetoState says what became of a veto.
type VetoState string

// States of vetoes.
const (
	VetoClear     VetoState = "clear"     // the condition does not hold
	VetoTriggered VetoState = "triggered" // it does
	VetoUnknown   VetoState = "unknown"   // what it tests is not known
)

// VetoResult is what became of one veto.
type VetoResult struct {
	ID     string              `json:"id"`
	Name   kam.Text            `json:"name,omitzero"`
	On     string              `json:"on"`
	Tested Exact               `json:"tested,omitzero"`
	Below  decimal.NullDecimal `json:"below,omitzero"`
	Above  decimal.NullDecimal `json:"above,omitzero"`
	Effect VetoEffect          `json:"effect"`
	Score  decimal.NullDecimal `json:"score,omitzero"`
	Grade  string              `json:"grade,omitempty"`
	State  VetoState           `json:"state"`
}

// Measures returns the measures of the tree in the order of the card, depth first.
func (r Result) Measures() []Node {
	var out []Node
	var walk func([]Node)
	walk = func(nodes []Node) {
		for _, n := range nodes {
			if n.Kind == MeasureNode {
				out = append(out, n)
				continue
			}
			walk(n.Children)
		}
	}
	walk(r.Nodes)
	return out
}

// Node returns the node with the given ID, and whether there is one.
func (r Result) Node(id string) (Node, bool) { return findNode(r.Nodes, id) }

func findNode(nodes []Node, id string) (Node, bool) {
	for _, n := range nodes {
		if n.ID == id {
			return n, true
		}
		if found, ok := findNode(n.Children, id); ok {
			return found, true
		}
	}
	return Node{}, false
}

// ParseResult reads a result from a JSON object, strictly as [ParseCard] does, and returns it as written;
// [VerifyResult] tells whether it adds up.
func ParseResult(data []byte) (Result, error) {
	var r Result
	if err := strictjson.Decode(data, &r, "result").Err(); err != nil {
		return Result{}, err
	}
	return r, nil
}

// JSON returns r as indented JSON that [ParseResult] reads back.
func (r Result) JSON() ([]byte, error) { return strictjson.Pretty(r) }

// Canonical returns r as JSON bytes that depend on what it says alone: keys sorted, decimals normalised, absent fields
// left out, so that equal results give equal bytes. [ParseResult] reads them back.
func (r Result) Canonical() ([]byte, error) { return strictjson.Canonical(r) }
