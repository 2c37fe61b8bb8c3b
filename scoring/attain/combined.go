package attain

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Item is one of the targets that are taken together, such as an account or a product, with what was reached of it.
type Item struct {
	// ID is unique among the items, at most 128 bytes.
	ID string `json:"id"`
	// Actual and Target are not valid while they are not known. Both are in the same unit for all items.
	Actual decimal.NullDecimal `json:"actual,omitzero"`
	Target decimal.NullDecimal `json:"target,omitzero"`
}

// ZeroTargets says what [Combine] does about items whose target is 0. The zero value refuses them, because both
// answers are in use.
type ZeroTargets string

// Answers to targets of 0.
const (
	// ZeroCounts: what was reached counts and adds nothing to what was asked.
	ZeroCounts ZeroTargets = "count"
	// ZeroLeftOut: the item is left out and listed.
	ZeroLeftOut ZeroTargets = "leave-out"
)

// UnknownItems says what [Combine] does about items with a value that is not known. The zero value reads as
// [UnknownSpreads].
type UnknownItems string

// Answers to values that are not known.
const (
	// UnknownSpreads: the combined attainment is not known either.
	UnknownSpreads UnknownItems = "unknown"
	// UnknownLeftOut: the item is left out, its target too, and listed.
	UnknownLeftOut UnknownItems = "leave-out"
)

// CombineRule says how items are taken together.
type CombineRule struct {
	// Method is required.
	Method Method `json:"method"`
	// Zero answers targets of 0. Defaults to refusing them.
	Zero ZeroTargets `json:"zero,omitempty"`
	// Unknown answers values that are not known. Defaults to [UnknownSpreads].
	Unknown UnknownItems `json:"unknown,omitempty"`
}

// Combined is what several targets come to together. The zero value is not known.
type Combined struct {
	// Attainment is made of the sums: what was reached of all by what was asked of all.
	Attainment Ratio `json:"attainment"`
	// Mean is the mean of the single attainments, in which a small target counts like a large one. It is here to be
	// compared with, not to be paid or scored. Not known where a single attainment is not, or with too many digits.
	Mean Ratio `json:"mean"`
	// Difference is Mean less Attainment: 0.05 is five percentage points. Not known when either is not.
	Difference Ratio `json:"difference"`
	// Counted is how many items count, and LeftOut the IDs of the others, in their order.
	Counted int      `json:"counted"`
	LeftOut []string `json:"leftOut,omitempty"`
}

// Combine returns the attainment of all items together, ΣA / ΣT by [ActualByTarget] and alike by the other methods, beside
// the mean of their attainments, which it is not. The order of items does not change a number. Of no items it is not
// known. Items are at most [MaxItems]; faults come all at once in a [*kam.InvalidError]: attain.method, .rule, .count,
// .id, .number, .actual, .target.
func Combine(items []Item, rule CombineRule) (Combined, error) {
	var found kam.Findings
	rule.check(&found)
	if !count(&found, "$.items", len(items), 0, MaxItems) {
		return Combined{}, found.Err()
	}
	var out Combined
	c, seen := combining{rule: rule}, make(map[string]bool, len(items))
	for i, item := range items {
		place := fmt.Sprintf("$.items[%d]", i)
		name(&found, place+".id", item.ID, seen)
		actual, target := value(&found, place+".actual", item.Actual), value(&found, place+".target", item.Target)
		rule.Method.checkValues(&found, place, actual, target)
		if !c.counts(actual, target, place, &found) {
			out.LeftOut = append(out.LeftOut, item.ID)
		}
	}
	if err := found.Err(); err != nil {
		return Combined{}, err
	}
	out.Counted = len(items) - len(out.LeftOut)
	out.Attainment, out.Mean = c.attainment(), c.mean()
	if combined, mean := out.Attainment.quotient(), out.Mean.quotient(); combined != nil && mean != nil {
		out.Difference = pure(mean.Sub(mean, combined))
	} else {
		out.Difference = Ratio{reason: UnknownInput}
	}
	return out, nil
}

func (r CombineRule) check(found *kam.Findings) {
	r.Method.check(found, "$.rule.method")
	switch r.Zero {
	case "", ZeroCounts, ZeroLeftOut:
	default:
		unknownWord(found, "rule", "$.rule.zero", string(r.Zero), "count, leave-out")
	}
	switch r.Unknown {
	case "", UnknownSpreads, UnknownLeftOut:
	default:
		unknownWord(found, "rule", "$.rule.unknown", string(r.Unknown), "unknown, leave-out")
	}
}

// combining holds the values that count.
type combining struct {
	rule            CombineRule
	actuals, target []*big.Rat
	unknown         bool
}

// counts takes an item in, and returns false when the rule leaves it out.
func (c *combining) counts(actual, target *big.Rat, place string, found *kam.Findings) bool {
	if target != nil && target.Sign() == 0 {
		switch c.rule.Zero {
		case ZeroLeftOut:
			return false
		case ZeroCounts:
		default:
			found.Add(fault("target", place+".target", say("the target is 0", "目标为 0"),
				say("say whether items without a target count or leave-out, in $.rule.zero", "请在 $.rule.zero 中说明无目标的项目是计入（count）还是剔除（leave-out）")))
		}
	}
	if actual == nil || target == nil {
		if c.rule.Unknown == UnknownLeftOut {
			return false
		}
		c.unknown = true
		return true
	}
	c.actuals, c.target = append(c.actuals, actual), append(c.target, target)
	return true
}

func (c *combining) attainment() Ratio {
	switch {
	case c.unknown:
		return Ratio{reason: UnknownInput}
	case len(c.actuals) == 0:
		return Ratio{reason: NothingGiven}
	}
	return c.rule.Method.of(sum(c.actuals), sum(c.target))
}

func sum(rs []*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, r := range rs {
		total.Add(total, r)
	}
	return total
}

// maxBits is the longest denominator of a mean, in bits.
const maxBits = 1 << 14

func (c *combining) mean() Ratio {
	switch {
	case c.unknown:
		return Ratio{reason: UnknownInput}
	case len(c.actuals) == 0:
		return Ratio{reason: NothingGiven}
	}
	total := new(big.Rat)
	for i := range c.actuals {
		single := c.rule.Method.of(c.actuals[i], c.target[i])
		if !single.Known() {
			return Ratio{reason: single.reason}
		}
		total.Add(total, single.quotient())
		if total.Denom().BitLen() > maxBits {
			return Ratio{reason: TooLong}
		}
	}
	return pure(total.Mul(total, big.NewRat(1, int64(len(c.actuals)))))
}

// Explain returns the combined attainment beside the mean of percentages, and how many items were left out.
func (c Combined) Explain() kam.Text {
	text := c.Attainment.Explain()
	if mean := c.Mean.quotient(); mean != nil && c.Attainment.Known() && c.Counted > 1 {
		text = say("%s; the mean of the %d percentages would be %s %%, a difference of %s percentage points", "%s；若取 %d 个百分比的平均值则为 %s%%，相差 %s 个百分点",
			text, c.Counted, percent(mean), signed(c.Difference.quotient()))
	}
	if len(c.LeftOut) > 0 {
		text = say("%s; left out: %d", "%s；剔除 %d 项", text, len(c.LeftOut))
	}
	return text
}
