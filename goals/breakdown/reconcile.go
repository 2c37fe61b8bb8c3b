package breakdown

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Commitment is what a node says from below that it will bring. The zero value is refused.
type Commitment struct {
	Node  string          `json:"node"`
	Value decimal.Decimal `json:"value"`
}

// Reconciled is a node with both versions of its target side by side. The zero value is none.
type Reconciled struct {
	NodePlan
	// Stated is what the node itself committed to; not valid when it said nothing.
	Stated decimal.NullDecimal `json:"stated,omitzero"`
	// BottomUp is what the commitments below it sum to: of each child its own BottomUp or, where that is not known,
	// what it stated. Of a node without children it is what it stated. Not valid while Missing is above 0.
	BottomUp decimal.NullDecimal `json:"bottomUp,omitzero"`
	// Gap is BottomUp less the own target: negative where less is promised from below than is asked for.
	Gap decimal.NullDecimal `json:"gap,omitzero"`
	// Said is what the node stated beyond BottomUp; not valid unless both are known.
	Said decimal.NullDecimal `json:"said,omitzero"`
	// Missing is how many nodes at or below it have said nothing, neither themselves nor for them one in between.
	Missing int `json:"missing,omitempty"`
	// Assigned is what the targets of the nodes without children below it sum to: the sum of account targets against
	// which the assigned quota, Own, stands. AssignedGap is Assigned less Own.
	Assigned    decimal.Decimal `json:"assigned"`
	AssignedGap decimal.Decimal `json:"assignedGap"`
}

// Reconcile returns every node of plan in the order of [OrgPlan.Nodes], its target beside what is committed to from
// below. Neither changes the other. An unknown node, a node that commits twice and a number out of bounds are reported
// in one [*kam.InvalidError].
func Reconcile(plan OrgPlan, commitments []Commitment) ([]Reconciled, error) {
	var f faults
	out := make([]Reconciled, len(plan.nodes))
	for i, n := range plan.nodes {
		out[i].NodePlan = n
	}
	for i, c := range commitments {
		place := fmt.Sprintf("$[%d]", i)
		at, known := plan.index[c.Node]
		switch {
		case !f.number(place+".value", c.Value):
		case !known:
			f.add("node", place+".node", say("there is no node %q", "没有节点 %q", clip(c.Node)), say("name a node of the plan", "请填写计划中的节点"))
		case out[at].Stated.Valid:
			f.add("node", place+".node", say("%q commits twice: %s and %s", "%q 重复承诺：%s 与 %s", clip(c.Node), num.Format(out[at].Stated.Decimal), num.Format(c.Value)), say("keep the one that counts", "只保留有效的一项"))
		default:
			out[at].Stated = decimal.NewNullDecimal(c.Value)
		}
	}
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	sums := make([]decimal.Decimal, len(out))
	for at := len(out) - 1; at >= 0; at-- {
		n := &out[at]
		n.sum(sums[at])
		if n.Parent == "" {
			continue
		}
		up := plan.index[n.Parent]
		out[up].Assigned = out[up].Assigned.Add(n.Assigned)
		switch {
		case n.BottomUp.Valid:
			sums[up] = sums[up].Add(n.BottomUp.Decimal)
		case n.Stated.Valid:
			sums[up] = sums[up].Add(n.Stated.Decimal)
		default:
			out[up].Missing += n.Missing
		}
	}
	return out, nil
}

// sum completes a node whose children are done and sum to below.
func (n *Reconciled) sum(below decimal.Decimal) {
	if n.Children.Valid {
		if n.Missing == 0 {
			n.BottomUp = decimal.NewNullDecimal(below)
		}
	} else {
		n.Assigned = n.Own
		if n.BottomUp = n.Stated; !n.Stated.Valid {
			n.Missing = 1
		}
	}
	n.AssignedGap = n.Assigned.Sub(n.Own)
	if n.BottomUp.Valid {
		n.Gap = decimal.NewNullDecimal(n.BottomUp.Decimal.Sub(n.Own))
		if n.Stated.Valid {
			n.Said = decimal.NewNullDecimal(n.Stated.Decimal.Sub(n.BottomUp.Decimal))
		}
	}
}
