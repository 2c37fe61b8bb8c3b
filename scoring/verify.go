package scoring

import (
	"fmt"
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
// What nil proves: weights sum to 1 at each level, and multiply to shares; what is left out, and it alone, has no
// effective weight; the attainment of a ratio is its value by its target (of less is better either method's, for a
// result does not state which), growth the value on its base, a percentile the share of its counts; raw points are limited
// to the range of a measure; a node's effective weight times its score is its contribution, and contributions add up to
// the sum; bonus, penalty, limits, vetoes, rounding and grade follow from what is stated, and so does whether there is a
// result.
//
// What it does not prove, for a result does not hold the parameters of functions, nor the cohorts: that values, targets,
// bases and counts are what was observed, that a z follows from its cohort, that the raw points of a measure follow from
// its attainment, growth, percentile, z or value, that a measure without points was rightly left out, and that reasons
// and findings say the same as the figures. For that the card is scored again.
//
// A text of more than [MaxResult] bytes is refused, and so are numbers with more digits than a result can have, before
// anything is computed. Only a result of hundreds of ratios of dozens of digits is longer; [Result.Verify] takes it. When
// the weights of a level do not sum to 1, nothing else is worked out.
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
	if v.bounds() {
		v.verify()
	}
	return v.found.Err()
}

// Verify is [VerifyResult] for a result at hand, of any length as text. Every result that a [Program] gives passes. One
// that [Result.Canonical] cannot write is an error.
func (r Result) Verify() error {
	v := &verifier{r: r}
	if v.bounds() {
		if _, err := r.Canonical(); err != nil {
			return err
		}
		v.verify()
	}
	return v.found.Err()
}

// verifier recomputes one result. Figures are worked out from the stated figures beside and below them, so that the time
// that it takes is that of products of numbers as long as the stated ones.
type verifier struct {
	r      Result
	found  kam.Findings
	scored []pair // the shares of what has a known value
	stop   bool   // a measure blocks the result
	ids    map[string]Node
}

// same reports a figure that is not what it has to be, and returns the one to go on with: what it has to be, unless the
// stated one is shorter, being the same or wrong with many digits.
func (v *verifier) same(place string, got Exact, want pair) pair {
	stated := pairOf(got)
	if stated.known() == want.known() && (!want.known() || stated.cmp(want) == 0) {
		return stated
	}
	v.fault(place, stated.String(), want.String())
	if stated.known() && want.long() {
		return stated
	}
	return want
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
	if strings.Trim(s, "≈?.-0123456789/") == "" {
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
	if v.weights("$.nodes", r.Nodes); v.found.HasErrors() {
		return
	}
	v.ids = map[string]Node{}
	kept, score := v.level("$.nodes", r.Nodes, pairOfInt(1), pairOfInt(1))
	covered := total(v.scored)
	v.same("$.coverage", r.Coverage, covered)
	unknown := UnknownReason("")
	switch {
	case v.stop:
		unknown = UnknownBlocked
	case covered.sign() == 0 || kept.sign() == 0:
		unknown = UnknownNothing
	case covered.cmp(amount(r.MinimumCoverage)) < 0:
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

// amount returns a figure, 0 while it is not known.
func amount(e Exact) pair { return pairOf(e.or(whole(0))) }

// weights checks that those of each level sum to 1.
func (v *verifier) weights(place string, nodes []Node) {
	list := make([]pair, len(nodes))
	for i, n := range nodes {
		list[i] = amount(n.Weight)
		if n.Kind == DimensionNode {
			v.weights(fmt.Sprintf("%s[%d].children", place, i), n.Children)
		}
	}
	if sum := total(list); sum.cmp(pairOfInt(1)) != 0 {
		v.fault(place, sum.String(), "1")
	}
}

// level recomputes siblings; share is that of their parent, and effective its share after what is missing was left out.
// It returns the weights that count, and the score they make.
func (v *verifier) level(place string, nodes []Node, share, effective pair) (kept, score pair) {
	var weights, points []pair
	for _, n := range nodes {
		if n.Score.Known() {
			weights = append(weights, amount(n.Weight))
			points = append(points, amount(n.Weight).times(pairOf(n.Score)))
		}
	}
	kept = total(weights)
	for i, n := range nodes {
		at := fmt.Sprintf("%s[%d]", place, i)
		v.ids[n.ID] = n
		own := v.same(at+".share", n.Share, share.times(amount(n.Weight)))
		counts := pairOfInt(0)
		if n.Score.Known() && kept.sign() > 0 {
			counts = effective.times(amount(n.Weight)).over(kept)
		}
		counts = v.same(at+".effective", n.Effective, counts)
		v.same(at+".contribution", n.Contribution, counts.times(amount(n.Score)))
		if n.Kind == DimensionNode {
			v.dimension(at, n, own, counts)
		} else {
			v.measure(at, n, own)
		}
	}
	if kept.sign() > 0 {
		score = total(points).over(kept)
	}
	return kept, score
}

// dimension recomputes what is below one.
func (v *verifier) dimension(place string, n Node, share, effective pair) {
	_, score := v.level(place+".children", n.Children, share, effective)
	v.same(place+".score", n.Score, score)
	v.same(place+".contribution", n.Contribution, contributions(n.Children))
}

func contributions(nodes []Node) pair {
	list := make([]pair, len(nodes))
	for i, n := range nodes {
		list[i] = amount(n.Contribution)
	}
	return total(list)
}

// measure recomputes the limits of one, and notes what is missing.
func (v *verifier) measure(place string, n Node, share pair) {
	v.compared(place, n)
	if n.State == Scored {
		v.scored = append(v.scored, share)
		v.same(place+".score", n.Score, v.limited(n.Raw))
		return
	}
	v.same(place+".raw", n.Raw, pair{})
	v.stop = v.stop || n.State == Blocking
	switch n.State {
	case CountsZero:
		v.same(place+".score", n.Score, v.limited(whole(0)))
	case CountsAs:
		v.same(place+".score", n.Score, v.limited(n.Score))
	default:
		v.same(place+".score", n.Score, pair{})
	}
}

// limited returns points within the limits of a single measure.
func (v *verifier) limited(e Exact) pair {
	p := pairOf(e)
	if !p.known() {
		return p
	}
	return p.within(pairOfDecimal(v.r.Scale.MeasureMin.Decimal), pairOfDecimal(v.r.Scale.MeasureMax.Decimal))
}

// adjustments recomputes bonus and penalty.
func (v *verifier) adjustments() (bonus, penalty pair) {
	var bonuses, penalties []pair
	for i, a := range v.r.Adjustments {
		points := pairOfInt(0)
		if units := amount(a.Units); units.sign() > 0 {
			points = units.times(pairOfDecimal(a.PerUnit))
			if a.Max.Valid {
				most := pairOfDecimal(a.Max.Decimal)
				points = points.within(most.neg(), most)
			}
		}
		v.same(fmt.Sprintf("$.adjustments[%d].points", i), a.Points, points)
		if points.sign() > 0 {
			bonuses = append(bonuses, points)
		} else {
			penalties = append(penalties, points)
		}
	}
	bonus, penalty = total(bonuses), total(penalties)
	if most := v.r.MaxBonus; most.Valid && bonus.cmp(pairOfDecimal(most.Decimal)) > 0 {
		bonus = pairOfDecimal(most.Decimal)
	}
	if most := v.r.MaxPenalty; most.Valid && penalty.neg().cmp(pairOfDecimal(most.Decimal)) > 0 {
		penalty = pairOfDecimal(most.Decimal).neg()
	}
	return v.same("$.bonus", v.r.Bonus, bonus), v.same("$.penalty", v.r.Penalty, penalty)
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
		value := pairOf(tested)
		v.same(place+".tested", x.Tested, value)
		want := VetoClear
		switch {
		case !value.known():
			want = VetoUnknown
		case x.Below.Valid && value.cmp(pairOfDecimal(x.Below.Decimal)) < 0, x.Above.Valid && value.cmp(pairOfDecimal(x.Above.Decimal)) > 0:
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
		v.same(part.place, part.e, pair{})
	}
	if v.r.Grade+v.r.GradeBefore != "" {
		v.fault("$.grade", v.r.Grade, "")
	}
}

// conclusion goes from the sum to the grade.
func (v *verifier) conclusion(points, bonus, penalty pair) {
	r := &v.r
	points = v.same("$.sum", r.Sum, points)
	v.same("$.sum", r.Sum, contributions(r.Nodes))
	low, high := pairOfDecimal(r.Scale.Min), pairOfDecimal(r.Scale.Max)
	points = v.same("$.adjusted", r.Adjusted, points.plus(bonus).plus(penalty))
	points = v.same("$.capped", r.Capped, points.within(low, high))
	highest := len(r.Grades) - 1
	for _, x := range r.Vetoes {
		if x.State != VetoTriggered {
			continue
		}
		switch x.Effect {
		case VetoLowest:
			points = low
		case VetoCapScore:
			points = points.within(low, pairOfDecimal(x.Score.Decimal))
		case VetoCapGrade:
			highest = min(highest, slices.IndexFunc(r.Grades, func(g Grade) bool { return g.Key == x.Grade }))
		}
	}
	if points = v.same("$.total", r.Total, points); points.long() && !r.Total.Known() {
		return // to bring it to lowest terms takes long, and the result is wrong as it is
	}
	rounded := num.RoundRat(points.rat(), r.Rounding.Places, num.Mode(r.Rounding.Mode))
	v.same("$.score", ExactDecimal(r.Score), pairOfDecimal(rounded))
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
