package awards

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Criterion is something that has to be so. Exactly one of Metric, Tenure, Attribute and Any is stated.
type Criterion struct {
	ID string `json:"id"`
	// Name is what people read. Defaults to a sentence that says what is asked.
	Name      kam.Text   `json:"name,omitzero"`
	Metric    *Metric    `json:"metric,omitempty"`
	Tenure    *Tenure    `json:"tenure,omitempty"`
	Attribute *Attribute `json:"attribute,omitempty"`
	// Any is met when one of them is; they hold no Any themselves.
	Any []Criterion `json:"any,omitempty"`
}

// Series names the observations of the period: those whose subject has the kind "payee", and whose period is exactly that of
// the decision.
type Series struct {
	Metric string `json:"metric"`
	Scope  string `json:"scope,omitempty"`
	// Unit is what the figure counts, and Currency that of money; observations have the same.
	Unit     string       `json:"unit,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
}

// Metric compares the figure of the period with a threshold. A ratio counts as it is: 0.92 is 92 %.
type Metric struct {
	Of Series     `json:"of"`
	Be Comparison `json:"be"`
	// Threshold must be stated.
	Threshold decimal.NullDecimal `json:"threshold,omitzero"`
}

// Comparison says on which side of a threshold a figure is to be. The zero value is none and refused.
type Comparison string

// Comparisons.
const (
	AtLeast Comparison = "at-least"
	Above   Comparison = "above"
	AtMost  Comparison = "at-most"
	Below   Comparison = "below"
)

// Tenure asks for calendar months since joining, complete on the last day of the period: whoever joined on 1 January has
// three of them on 31 March.
type Tenure struct {
	// Months is 1 to 1,200.
	Months int `json:"months"`
}

// Attribute asks for one of some values of an attribute of the person, such as the stage on the ladder.
type Attribute struct {
	Key string   `json:"key"`
	In  []string `json:"in"`
}

// State says whether something is so. What is not known is never not met.
type State string

// States.
const (
	Met     State = "met"
	NotMet  State = "not-met"
	Unknown State = "unknown"
)

// Name returns what people call the state.
func (s State) Name() kam.Text {
	switch s {
	case Met:
		return kam.Text{EN: "met", ZH: "达到"}
	case NotMet:
		return kam.Text{EN: "not met", ZH: "未达到"}
	default:
		return kam.Text{EN: "not known", ZH: "未知"}
	}
}

// Check is a criterion applied to one person.
type Check struct {
	Criterion string `json:"criterion"`
	State     State  `json:"state"`
	// Text says what is asked and what is.
	Text kam.Text `json:"text"`
	// Value, by Denominator where it is a ratio, is compared by Comparison with Threshold: of a metric, and of tenure in months.
	Value       decimal.NullDecimal `json:"value,omitzero"`
	Denominator decimal.NullDecimal `json:"denominator,omitzero"`
	Comparison  Comparison          `json:"comparison,omitempty"`
	Threshold   decimal.NullDecimal `json:"threshold,omitzero"`
	// Is is the attribute, In what it may be.
	Is string   `json:"is,omitempty"`
	In []string `json:"in,omitempty"`
	// Any are the criteria of which one is to be met.
	Any []Check `json:"any,omitempty"`
}

// figure is a value of one person in the period; zero when it is not known.
type figure struct{ value, denominator decimal.NullDecimal }

func (f figure) rat() (*big.Rat, bool) {
	if !f.value.Valid {
		return nil, false
	}
	r := num.Rat(f.value.Decimal)
	if f.denominator.Valid {
		if f.denominator.Decimal.IsZero() {
			return nil, false
		}
		r.Quo(r, num.Rat(f.denominator.Decimal))
	}
	return r, true
}

// apply returns the check of one person.
func (c Criterion) apply(in *facts, p *Person) Check {
	out := Check{Criterion: c.ID, State: Unknown}
	switch {
	case c.Metric != nil:
		fig := in.figure(p.ID, c.Metric.Of)
		out.Value, out.Denominator = fig.value, fig.denominator
		out.Comparison, out.Threshold = c.Metric.Be, c.Metric.Threshold
		if r, ok := fig.rat(); ok {
			out.State = compare(r, c.Metric.Be, num.Rat(c.Metric.Threshold.Decimal))
			out.Text = wording.Say("%s is %s, asked: %s %s", "%s 为 %s，要求%s %s", wording.Clip(c.Metric.Of.Metric), r, c.Metric.Be.name(), c.Metric.Threshold.Decimal)
		} else {
			out.Value, out.Denominator = decimal.NullDecimal{}, decimal.NullDecimal{}
			out.Text = wording.Say("%s is not known, asked: %s %s", "%s 未知，要求%s %s", wording.Clip(c.Metric.Of.Metric), c.Metric.Be.name(), c.Metric.Threshold.Decimal)
		}
	case c.Tenure != nil:
		out.Comparison, out.Threshold = AtLeast, number(c.Tenure.Months)
		if months, ok := in.tenure(p); ok {
			out.Value = number(months)
			out.State = compare(num.Rat(out.Value.Decimal), AtLeast, num.Rat(out.Threshold.Decimal))
			out.Text = wording.Say("%d months with the company, asked: at least %d", "入职 %d 个月，要求不少于 %d 个月", months, c.Tenure.Months)
		} else {
			out.Text = wording.Say("the day of joining is not known, asked: at least %d months", "入职日期未知，要求不少于 %d 个月", c.Tenure.Months)
		}
	case c.Attribute != nil:
		out.In = slices.Clone(c.Attribute.In)
		key, allowed := wording.Clip(c.Attribute.Key), clipped(c.Attribute.In)
		if is := p.Attributes[c.Attribute.Key]; is != "" {
			out.Is, out.State = is, NotMet
			if slices.Contains(c.Attribute.In, is) {
				out.State = Met
			}
			out.Text = wording.Say("%s is %s, asked: %s", "%s 为 %s，要求：%s", key, wording.Clip(is), allowed)
		} else {
			out.Text = wording.Say("%s is not known, asked: %s", "%s 未知，要求：%s", key, allowed)
		}
	default:
		states := make([]kam.Text, len(c.Any))
		for i, one := range c.Any {
			check := one.apply(in, p)
			out.Any = append(out.Any, check)
			states[i] = check.Text
		}
		out.State = anyOf(out.Any)
		out.Text = wording.Say("one of: %s", "以下任一：%s", wording.Clauses(states))
	}
	if c.Name != (kam.Text{}) {
		out.Text = wording.Say("%s: %s", "%s：%s", kam.Text{EN: wording.Clip(c.Name.EN), ZH: wording.Clip(c.Name.ZH)}, out.Text)
	}
	return out
}

func clipped(words []string) kam.Text {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = wording.Clip(w)
	}
	return wording.Words(out)
}

func number(n int) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(int64(n))) }

func compare(value *big.Rat, c Comparison, threshold *big.Rat) State {
	order := value.Cmp(threshold)
	ok := false
	switch c {
	case AtLeast:
		ok = order >= 0
	case Above:
		ok = order > 0
	case AtMost:
		ok = order <= 0
	case Below:
		ok = order < 0
	}
	if ok {
		return Met
	}
	return NotMet
}

func (c Comparison) name() kam.Text {
	switch c {
	case Above:
		return kam.Text{EN: "more than", ZH: "高于"}
	case AtMost:
		return kam.Text{EN: "at most", ZH: "不高于"}
	case Below:
		return kam.Text{EN: "less than", ZH: "低于"}
	default:
		return kam.Text{EN: "at least", ZH: "不低于"}
	}
}

// allOf is met when every one is, not met when one is not, and else not known.
func allOf(list []Check) State {
	state := Met
	for _, c := range list {
		switch c.State {
		case NotMet:
			return NotMet
		case Met:
		default:
			state = Unknown
		}
	}
	return state
}

// anyOf is met when one is, not met when none can be, and else not known.
func anyOf(list []Check) State {
	state := NotMet
	for _, c := range list {
		switch c.State {
		case Met:
			return Met
		case NotMet:
		default:
			state = Unknown
		}
	}
	return state
}
