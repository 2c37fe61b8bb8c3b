package compare

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// DefaultMinRatees is how many people a rater must have rated for the rater's scores to be adjusted, unless a
// [CalibrationRule] says otherwise: with fewer, a good team and a mild rater cannot be told apart.
const DefaultMinRatees = 10

// factorPlaces are the decimal places of a score by [Factor] before it is rounded to the scale: the exact scores of many
// raters have no common denominator of a reasonable size.
const factorPlaces = 30

// CalibrationMethod says how scores of different raters are made comparable. The zero value is not stated, and refused.
type CalibrationMethod string

// Methods of calibration, with x a score, m and s the mean and standard deviation of its rater, M and S of all.
const (
	// ZScore gives M + S*(x-m)/s: every rater gets the same mean and the same spread.
	ZScore CalibrationMethod = "z-score"
	// Factor gives x/(m/M): every rater gets the same mean, and the proportions between a rater's scores stay. It needs
	// a scale that does not reach below 0.
	Factor CalibrationMethod = "factor"
)

// Rating is the score that a rater gave a person. The zero value is none.
type Rating struct {
	Rater  string `json:"rater"`
	Person string `json:"person"`
	// Score is not valid while unknown; an unknown score counts nowhere and is not 0.
	Score decimal.NullDecimal `json:"score,omitzero"`
}

// CalibrationRule says how ratings are adjusted. The zero value is refused: it has no method and no scale.
type CalibrationRule struct {
	Method CalibrationMethod `json:"method"`
	Scale  Scale             `json:"scale"`
	// Deviation is the standard deviation that [ZScore] takes of each rater and of all. It must be stated for it.
	Deviation Deviation `json:"deviation,omitempty"`
	// MinRatees is the smallest number of known scores with which a rater is adjusted, at least 2.
	// Defaults to [DefaultMinRatees].
	MinRatees int `json:"minRatees,omitempty"`
	// Reference is the mean M and deviation S that are aimed at, such as those of a whole company of which the ratings
	// are a part. Defaults to those of all known ratings, of raters who are not adjusted too.
	Reference *Reference `json:"reference,omitempty"`
}

// Reference is a mean on the scale and a standard deviation above 0, which [Factor] does not need.
type Reference struct {
	Mean      decimal.Decimal `json:"mean"`
	Deviation decimal.Decimal `json:"deviation"`
}

// Skip says why a score was left as it is. The zero value is no reason: the score was adjusted.
type Skip string

// Reasons for leaving a score.
const (
	// SkipUnknown: there is no score.
	SkipUnknown Skip = "unknown"
	// SkipFew: the rater has fewer known scores than MinRatees.
	SkipFew Skip = "few-ratees"
	// SkipNoSpread: the rater gave everybody the same score, so that s is 0. It concerns [ZScore].
	SkipNoSpread Skip = "no-spread"
	// SkipZeroMean: the rater's mean is 0. It concerns [Factor].
	SkipZeroMean Skip = "zero-mean"
)

// Moments are the number, mean and standard deviation of values, the latter two rounded half up to [Places] decimal
// places. The mean is not valid of no values, the deviation when it was not asked for.
type Moments struct {
	N         int                 `json:"n"`
	Mean      decimal.NullDecimal `json:"mean,omitzero"`
	Deviation decimal.NullDecimal `json:"deviation,omitzero"`
}

// momentsOf returns the moments of a tally.
func momentsOf(t *tally, d Deviation) Moments {
	if t.n == 0 {
		return Moments{}
	}
	return moments(t.n, t.mean(), deviationOf(t, d))
}

// deviationOf returns the standard deviation of at least one value, and nil when none is asked for.
func deviationOf(t *tally, d Deviation) *big.Rat {
	if d == "" {
		return nil
	}
	return root(t.variance(d))
}

// moments rounds a mean and a deviation, which is nil when it was not asked for.
func moments(n int, mean, deviation *big.Rat) Moments {
	m := Moments{N: n, Mean: rounded(mean)}
	if deviation != nil {
		m.Deviation = rounded(deviation)
	}
	return m
}

// RaterResult is what calibration saw of one rater.
type RaterResult struct {
	Rater string `json:"rater"`
	Moments
	// Skipped is why this rater's scores were left as they are; empty when they were adjusted.
	Skipped Skip `json:"skipped,omitempty"`
}

// AdjustedRating is one rating with what became of it.
type AdjustedRating struct {
	Rater  string `json:"rater"`
	Person string `json:"person"`
	// Raw is the score as it was given.
	Raw decimal.NullDecimal `json:"raw,omitzero"`
	// Adjusted is the comparable score, limited to the scale and rounded half up to its places, once. Of a score that
	// was left it is the raw one as it was given; it is valid when Raw is.
	Adjusted decimal.NullDecimal `json:"adjusted,omitzero"`
	// Method is how it was adjusted; empty when it was not, and then Skipped says why.
	Method  CalibrationMethod `json:"method,omitempty"`
	Skipped Skip              `json:"skipped,omitempty"`
	// Limited tells that the formula led outside the scale.
	Limited bool `json:"limited,omitempty"`
	// Text says in a sentence how the adjusted score came about.
	Text kam.Text `json:"text"`

	exact *big.Rat // before rounding
}

// AdjustedPerson is one person with the means over all raters who gave a known score.
type AdjustedPerson struct {
	Person string `json:"person"`
	// Raters counts the known scores, and Calibrated those of them that were adjusted.
	Raters     int `json:"raters"`
	Calibrated int `json:"calibrated"`
	// Raw and Adjusted are the means of the scores and of the adjusted scores before these were rounded, themselves
	// rounded half up to the places of the scale, once. They are not valid without a known score.
	Raw      decimal.NullDecimal `json:"raw,omitzero"`
	Adjusted decimal.NullDecimal `json:"adjusted,omitzero"`
}

// Calibration is the outcome of [Calibrate]. The raw scores are all in it.
type Calibration struct {
	Method    CalibrationMethod `json:"method"`
	Deviation Deviation         `json:"deviation,omitempty"`
	// All are the moments of all known ratings; Aim is the mean and deviation that were aimed at.
	All Moments `json:"all"`
	Aim Moments `json:"aim"`
	// Raters are in the order of their names, Ratings in that of person, then rater, People in that of their names.
	Raters  []RaterResult    `json:"raters"`
	Ratings []AdjustedRating `json:"ratings"`
	People  []AdjustedPerson `json:"people"`
}

// Calibrate returns the ratings made comparable across raters, each beside its raw score. The order of ratings changes
// nothing. Before rounding and limits the mean of every adjusted rater is the aim, by [ZScore] exactly, and no two people
// change places with one rater: whoever was ahead is not behind.
//
// The quotient S/s is exact when it is a ratio, and else taken to 30 decimal places; a score by [Factor] is taken to 30
// decimal places, half up, before the mean of a person is made of it. Scores by [ZScore] are added exactly for a person
// until their common denominator has more than 4096 bits, which takes very many raters with nothing in common; each
// further one, in the order of raters, is taken to 30 decimal places. Everything else is exact until the one rounding at
// the end.
//
// Faults are findings in one [*kam.InvalidError]: compare.size, .name, .twice (a rater rates a person twice), .number,
// .score (outside the scale), .method, .scale, .deviation, .least and .reference.
func Calibrate(ratings []Rating, rule CalibrationRule) (*Calibration, error) {
	c := checker{}
	c.calibration(ratings, rule)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	places := finest(ratings, func(r Rating) decimal.NullDecimal { return r.Score })
	all, byRater := newTally(places), map[string]*tally{}
	for _, r := range ratings {
		if byRater[r.Rater] == nil {
			byRater[r.Rater] = newTally(places)
		}
		if r.Score.Valid {
			all.add(r.Score.Decimal)
			byRater[r.Rater].add(r.Score.Decimal)
		}
	}
	aim := rule.aim(all)
	out := &Calibration{Method: rule.Method, Deviation: rule.Deviation, All: momentsOf(all, rule.Deviation), Aim: aim.moments(all.n, rule.Deviation)}
	adjusters := make(map[string]adjuster, len(byRater))
	for _, rater := range slices.Sorted(maps.Keys(byRater)) {
		t := byRater[rater]
		result := RaterResult{Rater: rater}
		var own *big.Rat
		if t.n > 0 {
			own = deviationOf(t, rule.Deviation)
			result.Moments = moments(t.n, t.mean(), own)
		}
		a := rule.adjuster(t, own, aim)
		adjusters[rater] = a
		result.Skipped = a.skip
		out.Raters = append(out.Raters, result)
	}
	for _, r := range ratings {
		out.Ratings = append(out.Ratings, adjusters[r.Rater].adjust(r, rule))
	}
	slices.SortFunc(out.Ratings, func(a, b AdjustedRating) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Rater, b.Rater))
	})
	out.People = people(out.Ratings, rule.Scale.Places, places)
	return out, nil
}

// target is what is aimed at, and how that is written for people.
type target struct {
	mean, variance *big.Rat
	middle, wide   string
}

func (r CalibrationRule) aim(all *tally) target {
	var t target
	switch {
	case r.Reference != nil:
		t = target{mean: num.Rat(r.Reference.Mean), variance: square(num.Rat(r.Reference.Deviation))}
	case all.n == 0:
		return t
	default:
		t = target{mean: all.mean(), variance: all.variance(r.Deviation)}
	}
	t.middle, t.wide = about(t.mean), aboutRoot(t.variance)
	return t
}

func (t target) moments(n int, d Deviation) Moments {
	switch {
	case t.mean == nil:
		return Moments{N: n}
	case d == "":
		return moments(n, t.mean, nil)
	}
	return moments(n, t.mean, root(t.variance))
}

// adjuster adjusts the scores of one rater.
type adjuster struct {
	skip              Skip
	line              line
	low, high         *big.Rat // of the scale
	wide, own         string   // S and s, for people
	meanText, aimText string
}

// adjuster returns that of a rater with a mean and, where it is asked for, a deviation.
func (r CalibrationRule) adjuster(t *tally, own *big.Rat, aim target) adjuster {
	if t.n < orDefault(r.MinRatees, DefaultMinRatees) {
		return adjuster{skip: SkipFew}
	}
	mean := t.mean()
	a := adjuster{low: num.Rat(r.Scale.Low), high: num.Rat(r.Scale.High), meanText: about(mean), aimText: aim.middle}
	if r.Method == Factor {
		if mean.Sign() == 0 {
			return adjuster{skip: SkipZeroMean}
		}
		a.line = lineOf(t.places, new(big.Rat), new(big.Rat).Quo(aim.mean, mean), new(big.Rat))
		return a
	}
	if own.Sign() == 0 {
		return adjuster{skip: SkipNoSpread}
	}
	a.line = lineOf(t.places, aim.mean, root(new(big.Rat).Quo(aim.variance, t.variance(r.Deviation))), mean)
	a.wide, a.own = aim.wide, about(own)
	return a
}

// adjust returns one rating with its adjusted score.
func (a adjuster) adjust(r Rating, rule CalibrationRule) AdjustedRating {
	out := AdjustedRating{Rater: r.Rater, Person: r.Person, Raw: r.Score, Adjusted: r.Score, Skipped: a.skip}
	if !r.Score.Valid {
		out.Skipped = SkipUnknown
		out.Text = say("there is no score", "没有评分")
		return out
	}
	if a.skip != "" {
		out.exact, out.Text = num.Rat(r.Score.Decimal), a.skip.text(rule)
		return out
	}
	out.Method = rule.Method
	exact := a.line.at(r.Score.Decimal)
	if rule.Method == Factor {
		exact = num.Rat(num.RoundRat(exact, factorPlaces, num.HalfUp))
	}
	free := equals(exact)
	switch {
	case exact.Cmp(a.low) < 0:
		exact, out.Limited = a.low, true
	case exact.Cmp(a.high) > 0:
		exact, out.Limited = a.high, true
	}
	out.exact = exact
	out.Adjusted = decimal.NewNullDecimal(num.RoundRat(exact, rule.Scale.Places, num.HalfUp))
	formula := say("%s / (%s / %s) %s", "%s / (%s / %s) %s", write(r.Score.Decimal), a.meanText, a.aimText, free)
	if rule.Method == ZScore {
		formula = say("%s + %s × (%s − %s) / %s %s", "%s + %s × (%s − %s) / %s %s",
			a.aimText, a.wide, write(r.Score.Decimal), a.meanText, a.own, free)
	}
	out.Text = say("%s, written as %s", "%s，记为 %s", formula, write(out.Adjusted.Decimal))
	if out.Limited {
		out.Text = say("%s, limited to the scale: %s", "%s，限于量表范围：%s", formula, write(out.Adjusted.Decimal))
	}
	return out
}

// text says why scores of a rater were left.
func (s Skip) text(rule CalibrationRule) kam.Text {
	switch s {
	case SkipFew:
		return say("not adjusted: the rater has fewer than %d scores", "未校准：该评分人的评分少于 %d 个", orDefault(rule.MinRatees, DefaultMinRatees))
	case SkipNoSpread:
		return say("not adjusted: the rater gave everybody the same score", "未校准：该评分人给所有人打了相同的分数")
	default:
		return say("not adjusted: the mean of the rater is 0", "未校准：该评分人的平均分为 0")
	}
}

// people returns the means of each person, of ratings in the order of people.
// The raw scores lie on the grid of 10^-grid.
func people(ratings []AdjustedRating, places, grid int32) []AdjustedPerson {
	var out []AdjustedPerson
	for from := 0; from < len(ratings); {
		p := AdjustedPerson{Person: ratings[from].Person}
		raw, adjusted := newTally(grid), heap{}
		until := from
		for ; until < len(ratings) && ratings[until].Person == p.Person; until++ {
			r := ratings[until]
			if !r.Raw.Valid {
				continue
			}
			p.Raters++
			if r.Skipped == "" {
				p.Calibrated++
			}
			raw.add(r.Raw.Decimal)
			adjusted.add(r.exact)
		}
		if p.Raters > 0 {
			p.Raw = decimal.NewNullDecimal(num.RoundRat(raw.mean(), places, num.HalfUp))
			p.Adjusted = decimal.NewNullDecimal(num.RoundRat(adjusted.mean(p.Raters), places, num.HalfUp))
		}
		out = append(out, p)
		from = until
	}
	return out
}

// calibration checks ratings and their rule.
func (c *checker) calibration(ratings []Rating, rule CalibrationRule) {
	scaled := c.scale("scale", rule.Scale)
	switch rule.Method {
	case ZScore:
		c.deviation(field("deviation"), rule.Deviation)
	case Factor:
		if rule.Deviation != "" {
			c.deviation(field("deviation"), rule.Deviation)
		}
		if scaled && rule.Scale.Low.IsNegative() {
			c.add("scale", field("scale.low"), say("the scale begins at %s, and proportions mean nothing below 0", "量表下限为 %s，低于 0 时比例没有意义", write(rule.Scale.Low)),
				say("use z-score, or a scale from 0 up", "请改用 z-score（标准分），或使用不低于 0 的量表"))
		}
	default:
		c.word("method", field("method"), say("method", "校准方法"), string(rule.Method),
			say("use z-score or factor", "请填 z-score（标准分）或 factor（系数）"))
	}
	c.least(field("minRatees"), rule.MinRatees, 2)
	if ref := rule.Reference; ref != nil {
		if c.number(field("reference.mean"), ref.Mean) && scaled &&
			(ref.Mean.LessThan(rule.Scale.Low) || ref.Mean.GreaterThan(rule.Scale.High)) {
			c.add("reference", field("reference.mean"), say("the mean %s is outside the scale from %s to %s", "均值 %s 不在量表 %s 至 %s 之内",
				write(ref.Mean), write(rule.Scale.Low), write(rule.Scale.High)), say("give a mean of the scale", "请填量表内的均值"))
		}
		c.atLeast("reference", field("reference.deviation"), ref.Deviation, 0, rule.Method == Factor)
	}
	if !c.size(field("ratings"), len(ratings), MaxEntries) {
		return
	}
	type pair struct{ rater, person string }
	seen := make(map[pair]bool, len(ratings))
	for i, r := range ratings {
		at := spot{list: "$.ratings", index: i}
		c.name(at.of(".rater"), r.Rater)
		c.name(at.of(".person"), r.Person)
		if key := (pair{r.Rater, r.Person}); seen[key] {
			c.add("twice", at.of(".person"), say("%q has rated %q already", "%q 已评过 %q", show(r.Rater), show(r.Person)), say("state each rating once", "每位评分人对每人只填一个评分"))
		} else {
			seen[key] = true
		}
		if c.value(at.of(".score"), r.Score) && scaled {
			c.within(at.of(".score"), r.Score, rule.Scale)
		}
	}
}

// of is a field of what stands at s.
func (s spot) of(field string) spot {
	s.field = field
	return s
}
