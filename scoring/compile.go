package scoring

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Program is a card that was checked and made ready. It is immutable and safe for concurrent use.
type Program struct {
	card  Card
	nodes []node // depth first, a parent before its children; the first is the whole card
	// measures are indexes of nodes, in order.
	measures []int

	low, high               Exact // the scale
	measureLow, measureHigh Exact
	zero                    Exact // what a missing value counts as under MissingZero
	minimumCoverage         Exact
	adjustments             []adjustment
	maxBonus, maxPenalty    Exact // not known without a limit
	vetoes                  []veto
	grades                  []grade // rising
	// sources leads from a metric and scope to what reads it.
	sources    map[source]int
	sourceList []source
	readers    [][]reader
	// sourceOf leads from the number of a measure, and of an adjustment beyond them, to what it reads.
	sourceOf []int
	// byID leads from the ID of a measure to its number in measures.
	byID map[string]int
}

// node is a dimension or a measure.
type node struct {
	id     string
	name   kam.Text
	place  string // on the card
	weight Exact  // among the siblings
	share  Exact  // of the whole
	end    int    // the first node that is not below this one
	// Of a measure:
	measure *Measure
	rule    rule
	missing MissingPolicy
	neutral Exact
	slot    int // its number among the measures
}

type adjustment struct {
	spec         *Adjustment
	place        string // on the card
	perUnit, max Exact  // max is not known without a limit
}

type veto struct {
	spec         *Veto
	place        string // on the card
	node         int
	below, above Exact // not known without a bound
	score        Exact
	grade        int
}

type grade struct{ from, until Exact }

// source is what an observation is about.
type source struct{ metric, scope string }

// reader is a measure, by its number, or an adjustment, by its number beyond the measures.
type reader struct {
	slot     int
	unit     string
	currency kam.Currency
	place    string // on the card
}

// Compile checks c and makes it ready, or returns every fault in one [*kam.InvalidError], each with its JSON path in
// the card. The program keeps no hold of c.
func Compile(c Card) (*Program, error) {
	k := &checker{card: c, ids: map[string]string{}}
	p := k.compile()
	if err := k.found.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// Card returns the card that p was compiled from, a copy that the caller may change.
func (p *Program) Card() Card { return clone(p.card) }

// MeasureIDs returns the IDs of the measures in the order of the card, depth first.
func (p *Program) MeasureIDs() []string {
	out := make([]string, len(p.measures))
	for i, n := range p.measures {
		out[i] = p.nodes[n].id
	}
	return out
}

// clone returns a copy of c, which is of a limited depth, that shares nothing that can be changed.
func clone(c Card) Card {
	c.Dimensions, c.Measures = cloneDimensions(c.Dimensions), cloneMeasures(c.Measures)
	c.Adjustments, c.Vetoes, c.Grades = slices.Clone(c.Adjustments), slices.Clone(c.Vetoes), slices.Clone(c.Grades)
	return c
}

func cloneDimensions(list []Dimension) []Dimension {
	list = slices.Clone(list)
	for i := range list {
		list[i].Dimensions, list[i].Measures = cloneDimensions(list[i].Dimensions), cloneMeasures(list[i].Measures)
	}
	return list
}

func cloneMeasures(list []Measure) []Measure {
	list = slices.Clone(list)
	for i := range list {
		list[i].Function = list[i].Function.clone()
	}
	return list
}

func (f Function) clone() Function {
	f.Points, f.Ratio, f.ThresholdTargetStretch = copied(f.Points), copied(f.Ratio), copied(f.ThresholdTargetStretch)
	f.MinMax, f.Shortfall, f.Deduction = copied(f.MinMax), copied(f.Shortfall), copied(f.Deduction)
	f.Efficacy, f.Binary, f.Growth, f.Rescale = copied(f.Efficacy), copied(f.Binary), copied(f.Growth), copied(f.Rescale)
	f.Percentile, f.ZScore = copied(f.Percentile), copied(f.ZScore)
	f.Anchors, f.GradedEfficacy, f.Bands = copied(f.Anchors), copied(f.GradedEfficacy), copied(f.Bands)
	if f.Anchors != nil {
		f.Anchors.Points = slices.Clone(f.Anchors.Points)
	}
	if f.GradedEfficacy != nil {
		f.GradedEfficacy.Tiers = slices.Clone(f.GradedEfficacy.Tiers)
	}
	if f.Bands != nil {
		f.Bands.Bands = slices.Clone(f.Bands.Bands)
	}
	return f
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// compile builds the program as it checks. With faults, the program is not meant to be used.
func (k *checker) compile() *Program {
	k.p = &Program{sources: map[source]int{}, byID: map[string]int{}}
	fits := k.fits()
	if fits {
		k.card = clone(k.card)
	}
	k.frame()
	if !fits {
		return k.p
	}
	k.tree()
	k.bonuses()
	k.bands()
	k.vetoes()
	k.p.card = k.card
	return k.p
}

// frame checks what stands at the top of the card.
func (k *checker) frame() {
	c, p := &k.card, k.p
	if c.Format != Format {
		k.add("card.format", "$.format", say("format %d is not known", "未知的格式 %d", c.Format), say("write %d", "请填 %d", Format))
	}
	k.name("$.id", c.ID)
	k.label("$.name", c.Name)
	k.prose("$.source", c.Source)
	if c.Version < 1 {
		k.add("card.version", "$.version", say("version %d is before the first", "版本 %d 小于 1", c.Version), say("count versions from 1", "版本号请从 1 起"))
	}
	k.rounding()
	k.scale()
	if c.Weights == "" {
		c.Weights = WeightsExact
	}
	if c.Weights != WeightsExact && c.Weights != WeightsNormalised {
		k.word("card.weights", "$.weights", string(c.Weights), "exact, normalised")
	}
	if c.Missing == (Missing{}) {
		k.add("card.missing", "$.missing", say("it is not stated what a missing value counts as", "未说明缺失值如何计分"),
			say("choose zero, renormalise, neutral or block", "请选择 zero、renormalise、neutral 或 block"))
	} else {
		k.missing("$.missing", c.Missing)
	}
	f, remedy := c.MinimumCoverage, say("state a share from 0 to 1", "请填 0 至 1 之间的份额")
	switch {
	case !k.fraction("card.coverage", "$.minimumCoverage", f, remedy):
	case f.Cmp(kam.Whole()) > 0:
		k.add("card.coverage", "$.minimumCoverage", say("%s is more than all of the weight", "%s 超过全部权重", f), remedy)
	default:
		p.minimumCoverage = fromFraction(f)
	}
}

func (k *checker) rounding() {
	r := k.card.Rounding
	if r.Places < 0 || r.Places > maxPlaces {
		k.add("card.rounding", "$.rounding.places", say("%d decimal places", "小数位数为 %d", r.Places), say("state 0 to %d", "请填 0 至 %d", maxPlaces))
	}
	if !num.Mode(r.Mode).Valid() {
		k.word("card.rounding", "$.rounding.mode", string(r.Mode), "half-up, half-even, half-down, up, down, ceil, floor")
	}
}

// maxPlaces is the largest number of decimal places of a score.
const maxPlaces = 9

func (k *checker) scale() {
	s, p := &k.card.Scale, k.p
	var ok1, ok2, ok3, ok4 bool
	p.low, ok1 = k.number("$.scale.min", s.Min)
	p.high, ok2 = k.number("$.scale.max", s.Max)
	p.measureLow, ok3 = k.numberOr("$.scale.measureMin", s.MeasureMin, p.low)
	p.measureHigh, ok4 = k.numberOr("$.scale.measureMax", s.MeasureMax, p.high)
	if k.sane = ok1 && ok2 && ok3 && ok4; !k.sane {
		return
	}
	switch {
	case !p.low.less(p.high):
		k.sane = false
		k.add("card.scale", "$.scale", say("it runs from %s to %s", "分值范围为 %s 至 %s", p.low, p.high), say("state a minimum below the maximum", "最低分须小于最高分"))
	case p.low.less(p.measureLow) || p.measureHigh.less(p.high):
		k.add("card.scale", "$.scale", say("a single measure is limited to %s to %s, less than the scale", "单项限于 %s 至 %s，小于分值范围", p.measureLow, p.measureHigh),
			say("leave the limits out, or state wider ones than %s to %s", "请删去该限制，或填写比 %s 至 %s 更宽的范围", p.low, p.high))
	}
	for _, edge := range []struct {
		place string
		d     decimal.Decimal
	}{{"$.scale.min", s.Min}, {"$.scale.max", s.Max}} {
		k.onGrid("card.scale", edge.place, edge.d)
	}
	p.zero = whole(0).within(p.measureLow, p.measureHigh)
}

// fits reports whether the card is small enough to be checked in detail.
func (k *checker) fits() bool {
	nodes, deep := 0, false
	var walk func(dimensions []Dimension, measures, depth int)
	walk = func(dimensions []Dimension, measures, depth int) {
		nodes += measures + len(dimensions)
		if deep = deep || depth > MaxDepth; deep || nodes > MaxNodes {
			return
		}
		for i := range dimensions {
			walk(dimensions[i].Dimensions, len(dimensions[i].Measures), depth+1)
		}
	}
	walk(k.card.Dimensions, len(k.card.Measures), 1)
	if deep {
		k.add("card.too-many", "$.dimensions", say("the card has more than %d levels", "评分卡超过 %d 层", MaxDepth), say("make it flatter", "请减少层级"))
		return false
	}
	fits := true
	for _, list := range []struct {
		place string
		n     int
	}{
		{"$.dimensions", nodes},
		{"$.adjustments", len(k.card.Adjustments)},
		{"$.vetoes", len(k.card.Vetoes)},
		{"$.grades", len(k.card.Grades)},
	} {
		if list.n > MaxNodes {
			fits = false
			k.add("card.too-many", list.place, say("there are more than %d", "数量超过 %d", MaxNodes), say("split the card", "请拆分评分卡"))
		}
	}
	return fits
}
