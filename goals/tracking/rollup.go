package tracking

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Method says how the attainments below a node make up its own. The zero value of a [Node] reads as that of the
// [RollUpRule], and there as [Combined].
type Method string

// Methods of rolling up.
const (
	// Combined is the sum of the numerators of all leaves below by the sum of their denominators: what was reached by
	// what was asked. It looks through nodes between to the leaves, whatever their methods.
	Combined Method = "combined"
	// Mean is the mean of the children.
	Mean Method = "mean"
	// Weighted is the mean of the children weighted by [Node].Weight, whatever these sum to. A child of weight 0 counts
	// for nothing, known or not; where no child of a parent states a weight all count alike.
	Weighted Method = "weighted"
	// Latest is the child with the latest [Node].On.
	Latest Method = "latest"
)

// UnknownPolicy says what a child whose attainment is not known does to its parent. The zero value reads as
// [UnknownSpreads].
type UnknownPolicy string

// Policies for what is not known.
const (
	// UnknownSpreads: the parent is not known either.
	UnknownSpreads UnknownPolicy = "unknown"
	// UnknownExcluded: the parent is made up of the others; when there are none it is not known.
	UnknownExcluded UnknownPolicy = "exclude"
	// UnknownZero: it counts as an attainment of 0. Combined, its denominator counts when it is known.
	UnknownZero UnknownPolicy = "zero"
)

// Node is one goal of a cascade. A node that others name as their Parent is made up of these and must not have parts
// of its own; any other is a leaf. The zero value has no ID and is refused.
type Node struct {
	// ID is unique in the tree, and Parent the ID of the node above; empty at the top.
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	// Weight is the part in a weighted parent, 0 or more. Not stated for all children of a parent, it is 1 for each.
	Weight kam.Fraction `json:"weight,omitzero"`
	// Numerator and Denominator are the attainment of a leaf, as [Progress.Observation] gives them; the denominator is
	// not negative. A leaf is not known when either is not valid or the denominator is 0.
	Numerator   decimal.NullDecimal `json:"numerator,omitzero"`
	Denominator decimal.NullDecimal `json:"denominator,omitzero"`
	// On is the day of a leaf's value. A node has the latest day below it.
	On kam.Day `json:"on,omitzero"`
	// Method makes up a node from its children. Defaults to that of the rule.
	Method Method `json:"method,omitempty"`
}

// RollUpRule says how a tree is rolled up. The zero value is combined, without bounds, and unknown spreads.
type RollUpRule struct {
	// Method is that of nodes that state none. Defaults to [Combined].
	Method Method `json:"method,omitempty"`
	// Floor lets attainments below 0 count as 0.
	Floor bool `json:"floor,omitempty"`
	// Cap is the largest attainment that counts, such as 1 for no over-achievement. 0 is none.
	Cap kam.Fraction `json:"cap,omitzero"`
	// Unknown says what is done about leaves that are not known. Defaults to [UnknownSpreads].
	Unknown UnknownPolicy `json:"unknown,omitempty"`
}

// Rolled is the result for one node. Floor and cap of the rule have been applied to it.
type Rolled struct {
	ID string `json:"id"`
	// Attainment is exact, and not known as the rule says.
	Attainment Exact `json:"attainment"`
	// Contribution is what the node adds to the attainment of its parent by mean or weight, 0 where its weight is;
	// elsewhere not known.
	Contribution Exact `json:"contribution,omitzero"`
	// Leaves is how many leaves are below, or 1 for a leaf, and Known how many of them are known.
	Leaves int `json:"leaves"`
	Known  int `json:"known"`
	// On is the latest day below.
	On kam.Day `json:"on,omitzero"`
}

// RollUp returns the attainment of every node of a tree or of several, in the order of nodes, exact and without
// rounding. Floor and cap apply to each leaf and so to everything above.
//
// There are at most [MaxNodes] nodes. Faults come all at once in a [*kam.InvalidError]: tracking.node (an ID that
// comes twice, a node with both children and parts, a denominator or weight below 0), tracking.id, tracking.parent (an
// unknown one, a node above itself), tracking.method, tracking.cap, tracking.unknown, tracking.number, tracking.tie
// (two latest children of one day that differ), tracking.too-many, and tracking.size where a mean has so many
// different denominators that its exact value would be too long.
func RollUp(nodes []Node, rule RollUpRule) ([]Rolled, error) {
	var found kam.Findings
	rule.check(&found)
	t := plant(nodes, rule, &found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	for i := len(t.order) - 1; i >= 0; i-- {
		t.grow(t.order[i])
	}
	if err := t.found.Err(); err != nil {
		return nil, err
	}
	return t.out, nil
}

func (r RollUpRule) check(found *kam.Findings) {
	checkMethod(found, "$.rule.method", r.Method)
	if r.Cap.Check() != nil || r.Cap.Num < 0 {
		found.Add(fault("cap", "$.rule.cap", say("%d/%d is no ratio of 0 or more", "%d/%d 不是非负比率", r.Cap.Num, r.Cap.Den),
			say("use a ratio such as 1 or 1.2, or leave it out", "请填写 1 或 1.2 等比率，或删去")))
	}
	switch r.Unknown {
	case "", UnknownSpreads, UnknownExcluded, UnknownZero:
	default:
		found.Add(fault("unknown", "$.rule.unknown", say("unknown policy %q", "未知的处理方式 %q", show(string(r.Unknown))),
			say("use unknown, exclude or zero", "请填 unknown、exclude 或 zero")))
	}
}

func checkMethod(found *kam.Findings, place string, m Method) {
	switch m {
	case "", Combined, Mean, Weighted, Latest:
	default:
		found.Add(fault("method", place, say("unknown method %q", "未知的汇总方法 %q", show(string(m))),
			say("use combined, mean, weighted or latest", "请填 combined、mean、weighted 或 latest")))
	}
}

func (n Node) check(found *kam.Findings, place string) {
	badName(found, place+".id", n.ID)
	checkMethod(found, place+".method", n.Method)
	if n.Weight.Check() != nil || n.Weight.Num < 0 {
		found.Add(fault("node", place+".weight", say("%d/%d is no weight of 0 or more", "权重 %d/%d 不是非负数", n.Weight.Num, n.Weight.Den),
			say("use a weight such as 0.3", "请填写权重，例如 0.3")))
	}
	if n.Numerator.Valid {
		number(found, place+".numerator", n.Numerator.Decimal)
	}
	if n.Denominator.Valid && number(found, place+".denominator", n.Denominator.Decimal) && n.Denominator.Decimal.IsNegative() {
		found.Add(fault("node", place+".denominator", say("%s was asked for", "分母为 %s", num.Format(n.Denominator.Decimal)),
			say("use a denominator of 0 or more", "分母请填 0 或以上")))
	}
}
