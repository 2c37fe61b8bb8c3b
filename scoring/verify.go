package scoring

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// VerifyResult reads an exported result and works every figure out again from the figures below it, with plain ratios
// and apart from what [Program.Score] computes with. It returns nil when all of them agree, else a [*kam.InvalidError]
// with the path of each that does not.
//
// What nil proves: raw points are limited to the range of a measure; weights sum to 1 at each level, and multiply to
// shares; what is left out, and it alone, has no effective weight; a node's effective weight times its score is its
// contribution, and contributions add up to the sum; bonus, penalty, limits, vetoes, rounding and grade follow from
// what is stated, and so does whether there is a result. What it does not prove: that values, targets and the raw points
// of measures are right; for that the card is scored again. A text of more than [MaxResult] bytes is refused.
func VerifyResult(data []byte) error {
	if len(data) > MaxResult {
		return &kam.InvalidError{Findings: kam.Findings{fault("result.too-large", "$", say("the result has %d bytes", "结果长 %d 字节", len(data)),
			say("state at most %d", "请不超过 %d 字节", MaxResult))}}
	}
	r, err := ParseResult(data)
	if err != nil {
		return err
	}
	v := &verifier{r: r}
	v.verify()
	return v.found.Err()
}

// Verify is [VerifyResult] for the canonical JSON of a result at hand.
func (r Result) Verify() error {
	data, err := r.Canonical()
	if err != nil {
		return err
	}
	return VerifyResult(data)
}

// verifier recomputes one result.
type verifier struct {
	r     Result
	found kam.Findings
	known *big.Rat // the share of weight with a value
	stop  bool     // a measure blocks the result
	ids   map[string]Node
}

// same reports a figure that is not what it has to be; nil is not known.
func (v *verifier) same(place string, got Exact, want *big.Rat) {
	g, ok := got.Rat()
	switch {
	case !ok && want == nil:
	case !ok:
		v.fault(place, "unknown", want.RatString())
	case want == nil:
		v.fault(place, g.RatString(), "unknown")
	case g.Cmp(want) != 0:
		v.fault(place, g.RatString(), want.RatString())
	}
}

func (v *verifier) fault(place, got, want string) {
	v.found.Add(kam.Finding{
		Code: "result.differs", Severity: kam.Error, Place: place,
		Message:  say("it says %s and computes as %s", "填写为%s，重算为%s", worded(got), worded(want)),
		Remedy:   say("score the card again; do not use this result", "请重新评分；请勿使用此结果"),
		Evidence: []kam.Evidence{{Name: "stated", Value: got}, {Name: "recomputed", Value: want}},
	})
}

// worded writes a figure or a word of a result in a message.
func worded(s string) kam.Text {
	switch s {
	case "":
		return say("nothing", "空")
	case "unknown":
		return say("unknown", "未知")
	}
	if strings.Trim(s, "-0123456789/") == "" {
		return say("%s", " %s", show(s))
	}
	return say("%q", " %q", show(s))
}

func (v *verifier) verify() {
	r := &v.r
	if r.Format != Format {
		v.fault("$.format", fmt.Sprint(r.Format), fmt.Sprint(Format))
	}
	if r.Rounding.Places < 0 || r.Rounding.Places > maxPlaces || !num.Mode(r.Rounding.Mode).Valid() {
		v.found.Add(kam.Finding{
			Code: "result.differs", Severity: kam.Error, Place: "$.rounding",
			Message: say("%d places in mode %q is no rounding", "小数位数 %d、方式 %q 不是有效的舍入规则", r.Rounding.Places, show(string(r.Rounding.Mode))),
			Remedy:  say("score the card again; do not use this result", "请重新评分；请勿使用此结果"),
		})
		return
	}
	v.known, v.ids = new(big.Rat), map[string]Node{}
	one := big.NewRat(1, 1)
	kept, score := v.level("$.nodes", r.Nodes, one, one)
	v.same("$.coverage", r.Coverage, v.known)
	minimum, ok := r.MinimumCoverage.Rat()
	if !ok {
		minimum = new(big.Rat)
	}
	unknown := UnknownReason("")
	switch {
	case v.known.Sign() == 0 || kept.Sign() == 0:
		unknown = UnknownNothing
	case v.stop:
		unknown = UnknownBlocked
	case v.known.Cmp(minimum) < 0:
		unknown = UnknownCoverage
	}
	if r.Unknown != unknown || r.Known != (unknown == "") {
		v.fault("$.unknown", string(r.Unknown), string(unknown))
	}
	bonus, penalty := v.adjustments()
	v.vetoes()
	if unknown != "" {
		v.nothing()
		return
	}
	v.conclusion(score, bonus, penalty)
}

// rat returns a figure, 0 while it is not known.
func rat(e Exact) *big.Rat {
	if r, ok := e.Rat(); ok {
		return r
	}
	return new(big.Rat)
}

// level recomputes siblings; share is that of their parent, and effective its share after what is missing was left out.
// It returns the weights that count, and the score they make.
func (v *verifier) level(place string, nodes []Node, share, effective *big.Rat) (kept, score *big.Rat) {
	total, points := new(big.Rat), new(big.Rat)
	kept = new(big.Rat)
	for _, n := range nodes {
		total.Add(total, rat(n.Weight))
		if n.Score.Known() {
			kept.Add(kept, rat(n.Weight))
			points.Add(points, new(big.Rat).Mul(rat(n.Weight), rat(n.Score)))
		}
	}
	v.same(place, ExactOf(total), big.NewRat(1, 1))
	for i, n := range nodes {
		at := fmt.Sprintf("%s[%d]", place, i)
		v.ids[n.ID] = n
		own := new(big.Rat).Mul(share, rat(n.Weight))
		v.same(at+".share", n.Share, own)
		counts := new(big.Rat)
		if n.Score.Known() && kept.Sign() > 0 {
			counts.Quo(counts.Mul(effective, rat(n.Weight)), kept)
		}
		v.same(at+".effective", n.Effective, counts)
		v.same(at+".contribution", n.Contribution, new(big.Rat).Mul(counts, rat(n.Score)))
		if n.Kind == DimensionNode {
			v.dimension(at, n, own, counts)
		} else {
			v.measure(at, n, own)
		}
	}
	if kept.Sign() > 0 {
		return kept, points.Quo(points, kept)
	}
	return kept, nil
}

// dimension recomputes what is below one.
func (v *verifier) dimension(place string, n Node, share, effective *big.Rat) {
	_, score := v.level(place+".children", n.Children, share, effective)
	v.same(place+".score", n.Score, score)
	below := new(big.Rat)
	for _, c := range n.Children {
		below.Add(below, rat(c.Contribution))
	}
	v.same(place+".contribution", n.Contribution, below)
}

// measure recomputes the limits of one, and notes what is missing.
func (v *verifier) measure(place string, n Node, share *big.Rat) {
	if n.State == Scored {
		v.known.Add(v.known, share)
		v.same(place+".score", n.Score, limited(n.Raw, v.r.Scale))
		return
	}
	v.same(place+".raw", n.Raw, nil)
	v.stop = v.stop || n.State == Blocking
	switch n.State {
	case CountsZero:
		v.same(place+".score", n.Score, limited(whole(0), v.r.Scale))
	case CountsAs:
		v.same(place+".score", n.Score, limited(n.Score, v.r.Scale))
	default:
		v.same(place+".score", n.Score, nil)
	}
}

// limited returns points within the limits of a single measure.
func limited(e Exact, s Scale) *big.Rat {
	r, ok := e.Rat()
	if !ok {
		return nil
	}
	return clamped(r, num.Rat(s.MeasureMin.Decimal), num.Rat(s.MeasureMax.Decimal))
}

func clamped(r, low, high *big.Rat) *big.Rat {
	switch {
	case r.Cmp(low) < 0:
		return low
	case r.Cmp(high) > 0:
		return high
	}
	return r
}

// adjustments recomputes bonus and penalty.
func (v *verifier) adjustments() (bonus, penalty *big.Rat) {
	bonus, penalty = new(big.Rat), new(big.Rat)
	for i, a := range v.r.Adjustments {
		points := new(big.Rat)
		if units := rat(a.Units); units.Sign() > 0 {
			points.Mul(units, num.Rat(a.PerUnit))
			if a.Max.Valid {
				most := num.Rat(a.Max.Decimal)
				points = clamped(points, new(big.Rat).Neg(most), most)
			}
		}
		v.same(fmt.Sprintf("$.adjustments[%d].points", i), a.Points, points)
		if points.Sign() > 0 {
			bonus.Add(bonus, points)
		} else {
			penalty.Add(penalty, points)
		}
	}
	if most := v.r.MaxBonus; most.Valid && bonus.Cmp(num.Rat(most.Decimal)) > 0 {
		bonus = num.Rat(most.Decimal)
	}
	if most := v.r.MaxPenalty; most.Valid && penalty.Cmp(num.Rat(most.Decimal.Neg())) < 0 {
		penalty = num.Rat(most.Decimal.Neg())
	}
	v.same("$.bonus", v.r.Bonus, bonus)
	v.same("$.penalty", v.r.Penalty, penalty)
	return bonus, penalty
}

// vetoes tests the conditions again.
func (v *verifier) vetoes() {
	for i, x := range v.r.Vetoes {
		n := v.ids[x.On]
		tested := n.Value
		if n.Kind == DimensionNode {
			tested = n.Score
		}
		place := fmt.Sprintf("$.vetoes[%d]", i)
		value, ok := tested.Rat()
		v.same(place+".tested", x.Tested, value)
		want := VetoClear
		switch {
		case !ok:
			want = VetoUnknown
		case x.Below.Valid && value.Cmp(num.Rat(x.Below.Decimal)) < 0, x.Above.Valid && value.Cmp(num.Rat(x.Above.Decimal)) > 0:
			want = VetoTriggered
		}
		if x.State != want {
			v.fault(place+".state", string(x.State), string(want))
		}
	}
}

// nothing checks that a result that is not known states none.
func (v *verifier) nothing() {
	for _, part := range []struct {
		place string
		e     Exact
	}{
		{"$.sum", v.r.Sum},
		{"$.adjusted", v.r.Adjusted},
		{"$.capped", v.r.Capped},
		{"$.total", v.r.Total},
		{"$.score", ExactDecimal(v.r.Score)},
	} {
		v.same(part.place, part.e, nil)
	}
	if v.r.Grade+v.r.GradeBefore != "" {
		v.fault("$.grade", v.r.Grade, "")
	}
}

// conclusion goes from the sum to the grade.
func (v *verifier) conclusion(total, bonus, penalty *big.Rat) {
	r := &v.r
	v.same("$.sum", r.Sum, total)
	below := new(big.Rat)
	for _, n := range r.Nodes {
		below.Add(below, rat(n.Contribution))
	}
	v.same("$.sum", r.Sum, below)
	total = new(big.Rat).Add(total, bonus)
	total.Add(total, penalty)
	v.same("$.adjusted", r.Adjusted, total)
	total = clamped(total, num.Rat(r.Scale.Min), num.Rat(r.Scale.Max))
	v.same("$.capped", r.Capped, total)
	highest := len(r.Grades) - 1
	for _, x := range r.Vetoes {
		if x.State != VetoTriggered {
			continue
		}
		switch x.Effect {
		case VetoLowest:
			total = num.Rat(r.Scale.Min)
		case VetoCapScore:
			total = clamped(total, num.Rat(r.Scale.Min), num.Rat(x.Score.Decimal))
		case VetoCapGrade:
			highest = min(highest, slices.IndexFunc(r.Grades, func(g Grade) bool { return g.Key == x.Grade }))
		}
	}
	v.same("$.total", r.Total, total)
	rounded := num.RoundRat(total, r.Rounding.Places, num.Mode(r.Rounding.Mode))
	v.same("$.score", ExactDecimal(r.Score), num.Rat(rounded))
	v.grade(rounded, highest)
}

// grade finds the grade of a rounded score again.
func (v *verifier) grade(score decimal.Decimal, highest int) {
	key, before := "", ""
	for i, g := range v.r.Grades {
		if score.LessThan(g.From) || !score.LessThan(g.Until) && i < len(v.r.Grades)-1 {
			continue
		}
		if key = g.Key; i > highest && highest >= 0 {
			key, before = v.r.Grades[highest].Key, g.Key
		}
	}
	if v.r.Grade != key {
		v.fault("$.grade", v.r.Grade, key)
	}
	if v.r.GradeBefore != before {
		v.fault("$.gradeBefore", v.r.GradeBefore, before)
	}
}
