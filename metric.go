package kam

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Direction says which way a metric improves. The zero value is none and refused by [Metric.Check].
type Direction string

// Directions of a metric.
const (
	HigherIsBetter Direction = "higher"
	LowerIsBetter  Direction = "lower"
)

// maxName is the longest key or ID, in bytes.
const maxName = 128

// Metric is something that is measured, such as won revenue or days to reply. The zero value is no metric.
type Metric struct {
	// Key is the stable name that observations carry, at most 128 bytes.
	Key string `json:"key"`
	// Name is what people read.
	Name Text `json:"name"`
	// Unit is what a value counts, such as "deals" or "days"; empty for money.
	Unit string `json:"unit,omitempty"`
	// Direction says whether more or less is better.
	Direction Direction `json:"direction"`
}

// Check returns nil for a metric with a key and a direction, else an [*InvalidError] with every fault.
func (m Metric) Check() error {
	var found Findings
	checkName(&found, "metric.key", "$.key", m.Key)
	if m.Direction != HigherIsBetter && m.Direction != LowerIsBetter {
		found.Add(Finding{
			Code: "metric.direction", Severity: Error, Place: "$.direction",
			Message: Text{EN: "unknown direction " + quote(string(m.Direction)), ZH: "未知的方向 " + quote(string(m.Direction))},
			Remedy:  Text{EN: "use higher or lower, whichever is better", ZH: "请填较好的一侧：higher 或 lower"},
		})
	}
	return found.Err()
}

// Subject is whom or what an observation is about: Kind such as "payee", "team" or "customer", and the host's ID.
// The zero value is nobody. Subjects are comparable with == and usable as map keys.
type Subject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Observation is one measured fact: this metric of this subject in this period was that. It is what flows between the
// rooms. The zero value is no observation.
//
// Unknown is never zero: a Value that is not valid says that nobody knows. A ratio, such as a win rate, travels as
// Numerator and Denominator, because only these can be combined; see [Combine].
type Observation struct {
	Subject Subject `json:"subject"`
	// Metric is the key of a [Metric].
	Metric string `json:"metric"`
	// Scope narrows the metric, such as a product line or a region; empty is all of it.
	Scope string `json:"scope,omitempty"`
	// Period is the time the value covers.
	Period Period `json:"period"`
	// Value is the measured value; not valid while unknown. Of a ratio it may be left out, or be the rounded quotient.
	Value decimal.NullDecimal `json:"value,omitzero"`
	// Numerator and Denominator are the two parts of a ratio, both valid or neither.
	Numerator   decimal.NullDecimal `json:"numerator,omitzero"`
	Denominator decimal.NullDecimal `json:"denominator,omitzero"`
	// Unit is what the value counts; empty for money, whose Currency is stated instead.
	Unit     string   `json:"unit,omitempty"`
	Currency Currency `json:"currency,omitempty"`
	// Count is the number of records the value rests on.
	Count int64 `json:"count,omitempty"`
	// Source names the system or the room the value comes from.
	Source string `json:"source,omitempty"`
	// Revision grows each time the source corrects the value; 0 is the first.
	Revision int64 `json:"revision,omitempty"`
	// AsOf is the day on which the source knew the value; unset when the source does not say.
	AsOf Day `json:"asOf,omitzero"`
}

// IsRatio reports whether o carries a numerator or a denominator.
func (o Observation) IsRatio() bool { return o.Numerator.Valid || o.Denominator.Valid }

// Exact returns the exact value as a new ratio: numerator by denominator of a ratio, else Value. It returns false
// when the value is unknown, when a ratio is divided by zero or lacks a part, and when a number is out of bounds.
func (o Observation) Exact() (*big.Rat, bool) {
	for _, d := range []decimal.NullDecimal{o.Value, o.Numerator, o.Denominator} {
		if d.Valid && num.Check(d.Decimal) != nil {
			return nil, false
		}
	}
	if !o.IsRatio() {
		if !o.Value.Valid {
			return nil, false
		}
		return num.Rat(o.Value.Decimal), true
	}
	if !o.Numerator.Valid || !o.Denominator.Valid || o.Denominator.Decimal.IsZero() {
		return nil, false
	}
	return new(big.Rat).Quo(num.Rat(o.Numerator.Decimal), num.Rat(o.Denominator.Decimal)), true
}

// Check returns nil when o names its subject, metric and period, its numbers are within bounds and do not contradict
// each other, and it has not both a unit and a currency. Otherwise it returns an [*InvalidError] with every fault.
// An unknown value is no fault; nor is a denominator of 0, as long as no Value is claimed for it.
func (o Observation) Check() error {
	var found Findings
	checkName(&found, "observation.subject", "$.subject.kind", o.Subject.Kind)
	checkName(&found, "observation.subject", "$.subject.id", o.Subject.ID)
	checkName(&found, "observation.metric", "$.metric", o.Metric)
	if err := o.Period.Check(); err != nil {
		found.Add(observationFault("period", "$.period", "it has no first day, or does not end after it", "缺少首日，或止日不在首日之后"))
	}
	if o.checkNumbers(&found) {
		o.checkRatio(&found)
	}
	if o.Currency != "" {
		if _, err := ParseCurrency(string(o.Currency)); err != nil {
			found.Add(observationFault("currency", "$.currency", quote(string(o.Currency))+" is no ISO 4217 currency", quote(string(o.Currency))+" 不是 ISO 4217 币种"))
		}
		if o.Unit != "" {
			found.Add(observationFault("unit", "$.unit", "unit and currency are both stated; a value has one of them", "单位与币种只能填一项"))
		}
	}
	if o.Count < 0 {
		found.Add(observationFault("count", "$.count", fmt.Sprintf("%d records are fewer than none", o.Count), fmt.Sprintf("记录数 %d 为负", o.Count)))
	}
	if o.Revision < 0 {
		found.Add(observationFault("revision", "$.revision", fmt.Sprintf("revision %d is before the first, which is 0", o.Revision), fmt.Sprintf("修订号 %d 为负；首个修订号为 0", o.Revision)))
	}
	return found.Err()
}

// checkNumbers reports numbers out of bounds, and whether there are none.
func (o Observation) checkNumbers(found *Findings) bool {
	good := true
	for _, d := range []struct {
		place string
		value decimal.NullDecimal
	}{{"$.value", o.Value}, {"$.numerator", o.Numerator}, {"$.denominator", o.Denominator}} {
		if !d.value.Valid {
			continue
		}
		if num.Check(d.value.Decimal) != nil {
			found.Add(observationFault("number", d.place, "the number is too large or too long", "数值过大或位数过多"))
			good = false
		}
	}
	return good
}

// checkRatio reports a ratio that lacks a part or contradicts its value.
func (o Observation) checkRatio(found *Findings) {
	if !o.IsRatio() {
		return
	}
	if !o.Numerator.Valid || !o.Denominator.Valid {
		found.Add(observationFault("ratio", "$.numerator", "a ratio has both a numerator and a denominator", "比率须同时有分子与分母"))
		return
	}
	if !o.Value.Valid {
		return
	}
	ratio, ok := o.Exact()
	if !ok {
		found.Add(observationFault("ratio", "$.value", "a ratio with the denominator 0 has no value", "分母为 0 的比率没有数值"))
		return
	}
	value := num.Rat(o.Value.Decimal)
	places := max(0, -o.Value.Decimal.Exponent())
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	if away := new(big.Rat).Sub(ratio, value); away.Abs(away).Cmp(unit) >= 0 {
		found.Add(observationFault("ratio", "$.value",
			fmt.Sprintf("%s is not %s / %s", num.Format(o.Value.Decimal), num.Format(o.Numerator.Decimal), num.Format(o.Denominator.Decimal)),
			fmt.Sprintf("%s 不等于 %s / %s", num.Format(o.Value.Decimal), num.Format(o.Numerator.Decimal), num.Format(o.Denominator.Decimal))))
	}
}

func observationFault(code, place, en, zh string) Finding {
	return Finding{Code: "observation." + code, Severity: Error, Place: place, Message: Text{EN: en, ZH: zh}, Remedy: observationRemedy(code)}
}

// observationRemedy says what would be right instead of a fault with a code.
func observationRemedy(code string) Text {
	switch code {
	case "period":
		return Text{
			EN: "state it as from/until, such as 2026-01-01/2026-04-01; the second day is no longer part of it",
			ZH: "请按 首日/止日 填写，如 2026-01-01/2026-04-01，止日不计入",
		}
	case "currency":
		return Text{EN: "use a code such as CNY", ZH: "请使用 CNY 之类的代码"}
	case "unit":
		return Text{EN: "state the currency of money, and the unit of anything else", ZH: "金额请只填币种，其他数值请只填单位"}
	case "number":
		return Text{
			EN: fmt.Sprintf("use at most %d digits, at most %d of them after the point", num.MaxDigits, num.MaxExponent),
			ZH: fmt.Sprintf("最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent),
		}
	case "ratio":
		return Text{
			EN: "state numerator and denominator, and leave the value out or state their quotient as a ratio such as 0.92",
			ZH: "请同时填写分子与分母；数值可不填，或按比率填写二者之商，如 0.92",
		}
	case "mixed":
		return Text{EN: "take observations together that have one metric, unit, currency and form", ZH: "请只合并指标、单位、币种与形式均相同的观测"}
	case "twice":
		return Text{EN: "keep one observation for each day of a subject and scope", ZH: "同一对象、同一范围的同一天只保留一项观测"}
	default:
		return Text{EN: "use 0 or more", ZH: "请使用 0 或更大的数"}
	}
}

// checkName reports a key or ID that is empty, too long, not UTF-8, or has control characters or blanks at its ends.
func checkName(found *Findings, code, place, name string) {
	var fault Text
	switch {
	case name == "":
		fault = Text{EN: "it is empty", ZH: "为空"}
	case len(name) > maxName:
		fault = Text{EN: fmt.Sprintf("it has %d bytes, more than %d", len(name), maxName), ZH: fmt.Sprintf("长 %d 字节，超过 %d", len(name), maxName)}
	case !utf8.ValidString(name):
		fault = Text{EN: "it is not UTF-8", ZH: "不是 UTF-8"}
	case strings.ContainsFunc(name, unicode.IsControl) || strings.TrimSpace(name) != name:
		fault = Text{EN: quote(name) + " has a control character, or a blank at an end", ZH: quote(name) + " 含控制字符或首尾空白"}
	default:
		return
	}
	found.Add(Finding{
		Code: code, Severity: Error, Place: place, Message: fault,
		Remedy: Text{EN: fmt.Sprintf("give a name of 1 to %d bytes", maxName), ZH: fmt.Sprintf("请填 1 至 %d 字节的名称", maxName)},
	})
}

// Combine returns the exact value of several observations taken together as a numerator and a denominator: of ratios
// the sum of numerators and the sum of denominators, so that combined attainment is what was reached by what was asked
// and never a mean of percentages; of plain values their sum and 1. Both are not valid when any observation is
// unknown, and when there are none. Nothing is rounded, and the order of obs does not matter.
//
// Faults are reported in one [*InvalidError] with the index of each: what [Observation.Check] finds, a metric, unit,
// currency or form (ratio or plain) unlike that of the first, and two observations of one subject and scope whose
// periods overlap, which would count the same days twice. Revisions are resolved before: one observation per fact.
func Combine(obs []Observation) (numerator, denominator decimal.NullDecimal, err error) {
	if err := combinable(obs); err != nil {
		return decimal.NullDecimal{}, decimal.NullDecimal{}, err
	}
	var top, bottom decimal.Decimal
	for _, o := range obs {
		switch {
		case o.IsRatio():
			top, bottom = top.Add(o.Numerator.Decimal), bottom.Add(o.Denominator.Decimal)
		case o.Value.Valid:
			top, bottom = top.Add(o.Value.Decimal), decimal.New(1, 0)
		default:
			return decimal.NullDecimal{}, decimal.NullDecimal{}, nil
		}
	}
	if len(obs) == 0 {
		return decimal.NullDecimal{}, decimal.NullDecimal{}, nil
	}
	return decimal.NewNullDecimal(top), decimal.NewNullDecimal(bottom), nil
}

// combinable returns every reason why obs cannot be taken together.
func combinable(obs []Observation) error {
	var found Findings
	form := -1 // the first observation whose form is known
	for i, o := range obs {
		place := fmt.Sprintf("$[%d]", i)
		if invalid, ok := errors.AsType[*InvalidError](o.Check()); ok {
			for _, f := range invalid.Findings {
				f.Place = place + strings.TrimPrefix(f.Place, "$")
				found.Add(f)
			}
		}
		if o.Metric != obs[0].Metric || o.Unit != obs[0].Unit || o.Currency != obs[0].Currency {
			found.Add(observationFault("mixed", place,
				"metric, unit or currency differ from the first observation", "指标、单位或币种与第一项不同"))
		}
		if !o.IsRatio() && !o.Value.Valid {
			continue
		}
		if form < 0 {
			form = i
		}
		if o.IsRatio() != obs[form].IsRatio() {
			found.Add(observationFault("mixed", place,
				fmt.Sprintf("a ratio and a plain value do not add up; observation %d is of the other form", form),
				fmt.Sprintf("比率与普通数值不能相加；第 %d 项为另一种形式", form)))
		}
	}
	found.Merge(doubled(obs))
	return found.Err()
}

// doubled returns the observations that count days of an earlier one again, in the order of obs within a fact.
func doubled(obs []Observation) Findings {
	order := make([]int, len(obs))
	for i := range order {
		order[i] = i
	}
	fact := func(a, b int) int {
		p, q := obs[a], obs[b]
		return cmp.Or(cmp.Compare(p.Subject.Kind, q.Subject.Kind), cmp.Compare(p.Subject.ID, q.Subject.ID), cmp.Compare(p.Scope, q.Scope))
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(fact(a, b), obs[a].Period.Compare(obs[b].Period), cmp.Compare(a, b))
	})
	var found Findings
	reaching := -1 // the observation of the same fact that ends last so far
	for _, i := range order {
		if reaching < 0 || fact(reaching, i) != 0 {
			reaching = i
			continue
		}
		before, p := obs[reaching].Period, obs[i].Period
		if before.Overlaps(p) {
			found.Add(observationFault("twice", fmt.Sprintf("$[%d]", i),
				fmt.Sprintf("its period overlaps that of observation %d of the same subject and scope", reaching),
				fmt.Sprintf("期间与同一对象、同一范围的第 %d 项重叠", reaching)))
		}
		if !before.IsOpen() && (p.IsOpen() || p.Until.After(before.Until)) {
			reaching = i
		}
	}
	return found
}

// Names says what people call somebody or something with an ID, such as a person, a customer or a deal, and "" for what it
// has no name for. Rooms that write for people take it beside what they write, because what is computed with knows IDs
// alone. It says the same each time, and it is called from one goroutine at a time. The zero value, nil, has no names.
type Names func(id string) string

// Of returns the name, and the ID itself where there is none.
func (n Names) Of(id string) string {
	if n != nil {
		if name := n(id); name != "" {
			return name
		}
	}
	return id
}

// Known tells whether there is a name.
func (n Names) Known(id string) bool { return n != nil && n(id) != "" }
