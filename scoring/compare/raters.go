package compare

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// DefaultMinRated is the smallest number of people that a rater must have rated to be told anything about, unless a
// [RaterRule] says otherwise.
const DefaultMinRated = 5

// DimensionRating is the score that a rater gave a person in one dimension. The zero value is none.
type DimensionRating struct {
	Rater  string `json:"rater"`
	Person string `json:"person"`
	// Dimension is what was rated; empty for the score as a whole.
	Dimension string `json:"dimension,omitempty"`
	// Score is not valid while unknown; an unknown score counts nowhere.
	Score decimal.NullDecimal `json:"score,omitzero"`
}

// RaterRule says what is worth a word about a rater. The zero value is ready to use.
type RaterRule struct {
	// MinRatees is the smallest number of people with a known score, at least 3. Defaults to [DefaultMinRated].
	MinRatees int `json:"minRatees,omitempty"`
	// Shift is how many standard deviations the mean of a rater may be away from that of the others, above 0.
	// Defaults to 0.8, a large effect by Cohen (1988).
	Shift decimal.Decimal `json:"shift,omitzero"`
	// Narrow is the part of the standard deviation of the others below which that of a rater is narrow, from 0 to 1.
	// Defaults to 0.5.
	Narrow decimal.Decimal `json:"narrow,omitzero"`
	// Halo is the mean correlation between dimensions above which a rater seems to give one impression for all, from 0
	// to 1. Defaults to 0.9.
	Halo decimal.Decimal `json:"halo,omitzero"`
}

// RaterDiagnosis is what is seen of one rater. Standard deviations are those of a [Population].
type RaterDiagnosis struct {
	Rater string `json:"rater"`
	// People and Scores count whom the rater rated and the known scores.
	People int `json:"people"`
	Scores int `json:"scores"`
	// Judged is false when there are too few people or no other rater.
	Judged bool `json:"judged"`
	// Shift is the rater's mean distance from the mean of each dimension less that of the others: above 0 for a lenient
	// rater. Spread is the standard deviation within the rater's dimensions, OtherSpread that within those of the others,
	// each rater and dimension by itself. All are rounded half up to [Places] decimal places, and not valid when the
	// rater is not judged.
	Shift       decimal.NullDecimal `json:"shift,omitzero"`
	Spread      decimal.NullDecimal `json:"spread,omitzero"`
	OtherSpread decimal.NullDecimal `json:"otherSpread,omitzero"`
	// Pairs counts the pairs of dimensions whose correlation is known: enough people with both, and some difference in
	// either. Halo is the mean of those correlations, rounded half up to [Places] decimal places; not valid without a
	// pair, and when the rater is not judged.
	Pairs int                 `json:"pairs,omitempty"`
	Halo  decimal.NullDecimal `json:"halo,omitzero"`
}

// RaterDiagnoses is the outcome of [DiagnoseRaters].
type RaterDiagnoses struct {
	// Raters are in the order of names.
	Raters []RaterDiagnosis `json:"raters"`
	// Findings are warnings: compare.leniency, .severity, .central and .halo, in the order of raters.
	Findings kam.Findings `json:"findings,omitempty"`
}

// DiagnoseRaters returns what the scores say about those who gave them: mild or strict raters, raters who keep to the
// middle, and raters whose dimensions all say the same. The order of ratings changes nothing. Each is a reason to talk,
// not a fault: the people of a rater may really be better, or alike.
//
// A rater is lenient when Shift^2 > limit^2 * V, V being the variance of all scores within their dimensions, and narrow
// when the rater's variance is below limit^2 times that of the others; both comparisons are exact. The halo is compared
// as it is rounded, strictly above the limit.
//
// Faults are findings in one [*kam.InvalidError]: compare.size, .name, .twice, .number, .limit and .least.
func DiagnoseRaters(ratings []DimensionRating, rule RaterRule) (*RaterDiagnoses, error) {
	c := checker{}
	c.raterRule(rule)
	c.dimensionRatings(ratings)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	s := newSheets(ratings)
	out := &RaterDiagnoses{}
	for _, name := range slices.Sorted(maps.Keys(s.raters)) {
		d, found := s.diagnose(name, rule)
		out.Raters = append(out.Raters, d)
		out.Findings.Merge(found)
	}
	return out, nil
}

// sheets are the scores by rater and dimension.
type sheets struct {
	dimensions map[string]*tally
	raters     map[string]*raterSheet
	within     *big.Rat // the sum of squared distances from the means of dimensions, of all raters
	narrow     *big.Rat // from the means of each rater's dimensions
	shift      *big.Rat // the sum of distances from the means of dimensions, of all raters: 0
	n          int
}

// raterSheet is one rater's part.
type raterSheet struct {
	dimensions map[string]*tally
	scores     map[string]map[string]decimal.Decimal // by person, then dimension
	n          int
	shift      *big.Rat // the sum of distances from the means of dimensions
	narrow     *big.Rat // the sum of squared distances from the rater's own means
}

func newSheets(ratings []DimensionRating) *sheets {
	places := finest(ratings, func(r DimensionRating) decimal.NullDecimal { return r.Score })
	s := &sheets{
		dimensions: map[string]*tally{}, raters: map[string]*raterSheet{},
		within: new(big.Rat), narrow: new(big.Rat), shift: new(big.Rat),
	}
	for _, r := range ratings {
		sheet := s.raters[r.Rater]
		if sheet == nil {
			sheet = &raterSheet{dimensions: map[string]*tally{}, scores: map[string]map[string]decimal.Decimal{}, shift: new(big.Rat), narrow: new(big.Rat)}
			s.raters[r.Rater] = sheet
		}
		if !r.Score.Valid {
			continue
		}
		for _, m := range []map[string]*tally{s.dimensions, sheet.dimensions} {
			if m[r.Dimension] == nil {
				m[r.Dimension] = newTally(places)
			}
			m[r.Dimension].add(r.Score.Decimal)
		}
		if sheet.scores[r.Person] == nil {
			sheet.scores[r.Person] = map[string]decimal.Decimal{}
		}
		sheet.scores[r.Person][r.Dimension] = r.Score.Decimal
		sheet.n++
		s.n++
	}
	means := map[string]*big.Rat{}
	for name, t := range s.dimensions {
		means[name] = t.mean()
		s.within.Add(s.within, t.scatter())
	}
	for _, sheet := range s.raters {
		for name, t := range sheet.dimensions {
			expected := new(big.Rat).Mul(means[name], whole(t.n))
			sheet.shift.Add(sheet.shift, expected.Sub(t.total(), expected))
			sheet.narrow.Add(sheet.narrow, t.scatter())
		}
		s.shift.Add(s.shift, sheet.shift)
		s.narrow.Add(s.narrow, sheet.narrow)
	}
	return s
}

// diagnose returns what is seen of a rater, and what is worth a word.
func (s *sheets) diagnose(name string, rule RaterRule) (RaterDiagnosis, kam.Findings) {
	sheet := s.raters[name]
	d := RaterDiagnosis{Rater: name, People: len(sheet.scores), Scores: sheet.n}
	others := s.n - sheet.n
	least := orDefault(rule.MinRatees, DefaultMinRated)
	if d.People < least || others == 0 {
		return d, nil
	}
	d.Judged = true
	var found kam.Findings

	shift := new(big.Rat).Quo(sheet.shift, whole(sheet.n))
	rest := new(big.Rat).Sub(s.shift, sheet.shift)
	shift.Sub(shift, rest.Quo(rest, whole(others)))
	d.Shift = rounded(shift)
	allowed := square(orNumber(rule.Shift, big.NewRat(4, 5)))
	variance := new(big.Rat).Quo(s.within, whole(s.n))
	if square(shift).Cmp(allowed.Mul(allowed, variance)) > 0 {
		found.Add(d.shifted(shift.Sign() > 0, rounded(root(variance)).Decimal))
	}

	own := new(big.Rat).Quo(sheet.narrow, whole(sheet.n))
	theirs := new(big.Rat).Sub(s.narrow, sheet.narrow)
	theirs.Quo(theirs, whole(others))
	d.Spread, d.OtherSpread = rounded(root(own)), rounded(root(theirs))
	part := square(orNumber(rule.Narrow, big.NewRat(1, 2)))
	if own.Cmp(part.Mul(part, theirs)) < 0 {
		found.Add(d.central())
	}

	d.Pairs, d.Halo = sheet.halo(least)
	if d.Halo.Valid && num.Rat(d.Halo.Decimal).Cmp(orNumber(rule.Halo, big.NewRat(9, 10))) > 0 {
		found.Add(d.haloed())
	}
	return d, found
}

func (d RaterDiagnosis) warn(code string, message, remedy kam.Text, evidence ...kam.Evidence) kam.Finding {
	evidence = append([]kam.Evidence{fact("rater", show(d.Rater)), count("people", d.People), count("scores", d.Scores)}, evidence...)
	return warn(code, "$.ratings", say("%q: %s", "%q：%s", show(d.Rater), message), remedy, evidence...)
}

// shifted says that a rater is milder or stricter than the others.
func (d RaterDiagnosis) shifted(mild bool, deviation decimal.Decimal) kam.Finding {
	evidence := []kam.Evidence{fact("shift", write(d.Shift.Decimal)), fact("standard deviation", write(deviation))}
	remedy := say("compare the reasons given for the scores; the people may really differ", "请对照评分依据；也可能是被评人确有差异")
	if mild {
		return d.warn("leniency", say("scores are %s above those of the others on average", "评分平均比其他人高 %s", write(d.Shift.Decimal)), remedy, evidence...)
	}
	return d.warn("severity", say("scores are %s below those of the others on average", "评分平均比其他人低 %s", write(d.Shift.Decimal.Neg())), remedy, evidence...)
}

// central says that a rater keeps close together.
func (d RaterDiagnosis) central() kam.Finding {
	return d.warn("central",
		say("the spread of the scores is %s, that of the others %s", "评分离散度为 %s，其他人为 %s", write(d.Spread.Decimal), write(d.OtherSpread.Decimal)),
		say("ask what sets the best apart from the rest, and use the whole scale", "请说明最优者与其他人的区别，并用足整个量表"),
		fact("spread", write(d.Spread.Decimal)), fact("spread of the others", write(d.OtherSpread.Decimal)))
}

// haloed says that the dimensions of a rater say the same.
func (d RaterDiagnosis) haloed() kam.Finding {
	return d.warn("halo",
		say("the dimensions say nearly the same: their mean correlation is %s", "各维度评分几乎一致：平均相关系数为 %s", write(d.Halo.Decimal)),
		say("rate one dimension for all people before the next", "请逐个维度评完所有人，再评下一个维度"),
		count("pairs", d.Pairs), fact("mean correlation", write(d.Halo.Decimal)))
}
