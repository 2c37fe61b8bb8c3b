package criteria

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the value of [Result].Format that this version writes and reads.
const Format = 1

// State says whether a rule is met. The zero value is not stated.
type State string

// States of a rule.
const (
	Met    State = "met"     // 达标
	NotMet State = "not-met" // 未达标
	// Unknown (未知): what is known neither proves nor disproves it.
	Unknown State = "unknown"
)

// Result says of one person on one day whether a rule is met, with the figures and records that it follows from. It is
// plain data: [VerifyResult] derives the states again from nothing else. The zero value is no result.
type Result struct {
	Format int `json:"format"`
	// Rule is the hash of what was asked, see [Program.Hash]; Version the edition it was stated as.
	Rule    string      `json:"rule"`
	Version int         `json:"version,omitempty"`
	Person  kam.Subject `json:"person"`
	AsOf    kam.Day     `json:"asOf"`
	State   State       `json:"state"`
	// Root is the tree of rules. A rule that asks nothing is a group of all of no rules, which is met.
	Root Node `json:"root"`
}

// Node is one rule of the tree: a group with its children, or a criterion with its figures.
type Node struct {
	ID    string   `json:"id,omitempty"`
	Kind  Kind     `json:"kind"`
	Name  kam.Text `json:"name"`
	State State    `json:"state"`
	// K is how many children have to be met, of [KindAtLeast].
	K        int    `json:"k,omitempty"`
	Children []Node `json:"children,omitempty"`
	// Criterion is what a criterion found; nil for a group.
	Criterion *Criterion `json:"criterion,omitempty"`
}

// Kind is a kind of rule. The zero value is none.
type Kind string

// Kinds of rule: the groups, then the criteria.
const (
	KindAll         Kind = "all"
	KindAny         Kind = "any"
	KindAtLeast     Kind = "at-least"
	KindNot         Kind = "not"
	KindMetric      Kind = "metric"
	KindStreak      Kind = "streak"
	KindTenure      Kind = "tenure"
	KindSkill       Kind = "skill"
	KindCertificate Kind = "certificate"
	KindReview      Kind = "review"
	KindFlag        Kind = "flag"
)

// isGroup reports whether a rule of kind k has members.
func (k Kind) isGroup() bool { return k == KindAll || k == KindAny || k == KindAtLeast || k == KindNot }

// Criterion is the figures and the records that the state of a criterion follows from.
type Criterion struct {
	// Asks is the criterion as it was stated.
	Asks Rule `json:"asks"`
	// Value is the figure: the aggregate of a window, unknown when not everything it is made of is known; the steps of a
	// streak that are known to pass; the months or days of a tenure that are proved; the level of a skill as far as it was
	// assessed; the reviews that are known to pass; the records of a certificate or a flag.
	Value Exact `json:"value,omitzero"`
	// Threshold is what Value is compared with, in the same unit. A ratio is a ratio here, whatever its scale: 92 % is 23/25.
	Threshold Exact `json:"threshold,omitzero"`
	// Gap is how much is missing: above 0 that much more is needed, or less where less is asked for; below 0 there is that
	// much to spare. A comparison that excludes its threshold is not met at a gap of 0. Of a streak it is the largest of the
	// numbers of steps missing. Unknown when Value is, and where there is nothing to measure.
	Gap Exact `json:"gap,omitzero"`
	// Unit is what Value counts.
	Unit kam.Text `json:"unit,omitzero"`
	// Looked is the time that was looked at.
	Looked kam.Period `json:"looked,omitzero"`
	// Steps are the steps of the window in the order of time, with what is known of each.
	Steps []Step `json:"steps,omitempty"`
	// Base is the number of Steps at the beginning that are the base of [Growth].
	Base int `json:"base,omitempty"`
	// Run is the number of Steps before the run of a streak that came closest.
	Run int `json:"run,omitempty"`
	// Records are the positions, assessments, certificates, reviews or flags that were looked at, in the order of time.
	Records []Record `json:"records,omitempty"`
	// Complete says that the file has all such records there are of the time that was looked at, as far as the state may
	// rest on it: with unusable records among them, and with a position that does not say where it was, it does not.
	Complete bool `json:"complete,omitempty"`
	// Unusable is how many records of what is asked for cannot be used, see [evidence.File.Check]. While there are any, that
	// nothing else is there proves nothing, and a skill and a review are unknown.
	Unusable int `json:"unusable,omitempty"`
	// Negative says that the file has a value below 0 of the metric somewhere, so that [Metric].NonNegative does not hold.
	Negative bool `json:"negative,omitempty"`
	// Ratings is the scale of a review, the worst first.
	Ratings []string `json:"ratings,omitempty"`
	// Next is how much the step that is running has to bring for the criterion to be met at its end; only of a sum.
	Next *Next `json:"next,omitempty"`
	// Reason says in a sentence how the state came about.
	Reason kam.Text `json:"reason"`
}

// Step is one step of a window.
type Step struct {
	Period kam.Period `json:"period"`
	// Label names the period in the calendar of the rule, such as 2026-Q1.
	Label string `json:"label,omitempty"`
	// Value is the value, the exact quotient of a ratio; unknown with the reason in Why.
	Value Exact `json:"value,omitzero"`
	// Numerator and Denominator are those of a ratio.
	Numerator   Exact `json:"numerator,omitzero"`
	Denominator Exact `json:"denominator,omitzero"`
	// Parts is how many observations of shorter periods the value is the sum of; 0 when one covers the step.
	Parts int `json:"parts,omitempty"`
	// Revision and Source are those of the observation, if it is one.
	Revision int64  `json:"revision,omitempty"`
	Source   string `json:"source,omitempty"`
	Why      Why    `json:"why,omitempty"`
	// Other is the unit or the currency of what there is instead, with [OtherUnit] only; empty when it has neither.
	Other string `json:"other,omitempty"`
}

// Why says why the value of a step is unknown. The zero value is none: it is known.
type Why string

// Reasons why the value of a step is unknown.
const (
	NoObservation Why = "none"        // no observation covers it
	OtherUnit     Why = "unit"        // there is one in another unit or currency only, see [Step].Other
	Partial       Why = "partial"     // there are known values of shorter periods at most, which do not cover it day by day
	NotKnown      Why = "not-known"   // the observation says that nobody knows
	Conflicting   Why = "conflict"    // two observations of one revision differ, or two ways to add up shorter periods
	OtherForm     Why = "form"        // a ratio where a plain value is asked for, or the other way round
	NoDenominator Why = "denominator" // the denominator of the ratio is 0
	OutOfBounds   Why = "number"      // a number beyond the bounds of the library, or a revision or a count below 0
	NotOverYet    Why = "not-over"    // the step is not over on the as-of day
)

// Record is a position, an assessment, a certificate, a review or a flag that was looked at.
type Record struct {
	Of   evidence.Kind `json:"of"`
	Name string        `json:"name"`
	// Held is when it held: from the day of an assessment or a certificate to before its expiry; the period of a review.
	Held kam.Period `json:"held"`
	// Level is that of an assessment, by By.
	Level int         `json:"level,omitempty"`
	By    kam.Subject `json:"by,omitzero"`
	// Rating and Revision are those of a review.
	Rating   string `json:"rating,omitempty"`
	Revision int64  `json:"revision,omitempty"`
}

// Next is what a step that is running has to bring.
type Next struct {
	// Amount is what is needed in the whole step; 0 or less when nothing is.
	Amount Exact `json:"amount"`
	// By is the first day after the step.
	By kam.Day `json:"by"`
}

// JSON returns r as indented JSON that [ParseResult] reads back.
func (r Result) JSON() ([]byte, error) { return strictjson.Pretty(r) }

// ParseResult reads a result that [Result.JSON] wrote. Reading is strict; the error is an [*kam.InvalidError] with every
// fault. Whether the states follow from the figures is told by [VerifyResult].
func ParseResult(data []byte) (Result, error) {
	var r Result
	if err := strictjson.Decode(data, &r, "result").Err(); err != nil {
		return Result{}, err
	}
	return r, nil
}

// Criteria returns the criteria of the tree in its order, without the groups.
func (r Result) Criteria() []Node {
	var out []Node
	var walk func(n Node)
	walk = func(n Node) {
		if n.Criterion != nil {
			out = append(out, n)
		}
		for _, child := range n.Children {
			walk(child)
		}
	}
	walk(r.Root)
	return out
}

// Find returns the rule with an ID, and false when there is none.
func (r Result) Find(id string) (Node, bool) {
	var found *Node
	var walk func(n *Node)
	walk = func(n *Node) {
		if found == nil && id != "" && n.ID == id {
			found = n
		}
		for i := range n.Children {
			walk(&n.Children[i])
		}
	}
	walk(&r.Root)
	if found == nil {
		return Node{}, false
	}
	return *found, true
}
