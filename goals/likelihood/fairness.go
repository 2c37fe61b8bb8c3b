package likelihood

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/stat"
)

// Person is one person's result under a plan. The zero value is nobody, and refused: it has no quota.
type Person struct {
	// ID is the host's own name of the person; it may be empty. An ID that comes twice is a fault, because the person
	// would count twice. At most [MaxID] bytes.
	ID string `json:"id,omitempty"`
	// Reached is what the person brought, and Quota what was asked, above 0, in the same unit.
	Reached decimal.Decimal `json:"reached"`
	Quota   decimal.Decimal `json:"quota"`
	// Territory is the size or the potential of what the person was given to work with, 0 or more, in any one unit.
	Territory decimal.Decimal `json:"territory"`
}

// Codes of the findings that [CheckFairness] makes about a plan.
const (
	// CodeTooEasy (warning): more than 65 % of people reached their quota, see [CheckFairness].
	CodeTooEasy = "likelihood.plan-easy"
	// CodeTooHard (warning): fewer than 55 % of people reached their quota, see [CheckFairness].
	CodeTooHard = "likelihood.plan-hard"
	// CodeTerritory (warning): attainment goes with the size of the territory.
	CodeTerritory = "likelihood.plan-territory"
)

// Fairness says whether quotas were set alike for all. The zero value is a plan without people.
type Fairness struct {
	// N is the number of people, and AtQuota of those who reached their quota, attainment 100 % included.
	N       int `json:"n"`
	AtQuota int `json:"atQuota"`
	// Share is AtQuota/N in lowest terms; 0 without people.
	Share kam.Fraction `json:"share"`
	// Correlation is that of the ranks of attainment and of territory (Spearman's, equals sharing the mean of their
	// ranks), -1 to 1, rounded half up to 4 decimal places: near 0 under fair quotas. It is not valid with fewer than 3
	// people, or when attainments or territories are all the same.
	Correlation decimal.NullDecimal `json:"correlation,omitzero"`
	// PValue is how likely chance alone gives a correlation at least as far from 0, by Student's t with N-2 degrees of
	// freedom, rounded half up to [Places] decimal places. It is valid when Correlation is.
	PValue decimal.NullDecimal `json:"pValue,omitzero"`
	// Findings are the warnings [CodeTooEasy], [CodeTooHard] and [CodeTerritory], as far as they hold.
	Findings kam.Findings `json:"findings,omitempty"`
}

// CheckFairness returns how many people reached their quota, which 55 to 65 % should, both inclusive (the rule of thumb
// of Pavilion), and whether attainment, reached/quota, goes with the territory, which the correlation tells when chance
// alone gives one like it with a probability below 5 %. Of 1, 2, 3, 4 and 6 people no number is 55 to 65 %: there the
// numbers next to the band, such as 1 and 2 of 3, are taken to be in it. The order of people changes nothing. Warnings
// are in Fairness.Findings; without people there are none.
//
// Faults are findings in one [*kam.InvalidError] with the index of each: likelihood.number, .quota, .territory,
// .person-id, .person-twice, .too-many.
func CheckFairness(people []Person) (Fairness, error) {
	var found kam.Findings
	if checkCount(&found, "$", len(people), MaxValues) {
		seen := make(map[string]int, len(people))
		for i, p := range people {
			place := fmt.Sprintf("$[%d]", i)
			if checkID(&found, "person-id", place, p.ID) && p.ID != "" {
				if before, twice := seen[p.ID]; twice {
					found.Add(fault("person-twice", place+".id", say("person %q is already entry %d", "人员 %q 已是第 %d 项（自 0 起）", p.ID, before),
						say("list each person once", "每人只列一次")))
				} else {
					seen[p.ID] = i
				}
			}
			checkNumber(&found, place+".reached", p.Reached)
			checkPositive(&found, "quota", place+".quota", p.Quota)
			checkNotNegative(&found, "territory", place+".territory", p.Territory)
		}
	}
	if err := found.Err(); err != nil {
		return Fairness{}, err
	}
	f := Fairness{N: len(people)}
	if f.N == 0 {
		return f, nil
	}
	attainment, territory := make([]*big.Rat, f.N), make([]*big.Rat, f.N)
	for i, p := range people {
		attainment[i] = new(big.Rat).Quo(num.Rat(p.Reached), num.Rat(p.Quota))
		territory[i] = num.Rat(p.Territory)
		if p.Reached.GreaterThanOrEqual(p.Quota) {
			f.AtQuota++
		}
	}
	f.Share = lowest(f.AtQuota, f.N)
	f.judgeShare()
	f.correlate(ranks(attainment), ranks(territory))
	return f, nil
}

// judgeShare adds a warning when too many or too few reached their quota. Where no whole number of people is in the
// band, the numbers next to it on both sides are as fair as can be.
func (f *Fairness) judgeShare() {
	evidence := []kam.Evidence{count("people", f.N), count("at quota", f.AtQuota)}
	least, most := (f.N*55+99)/100, f.N*65/100
	if most < least {
		least, most = most, least
	}
	fair := say("%d to %d", "%d 至 %d", least, most)
	if least == most {
		fair = say("%d", "%d", least)
	}
	remedy := say("set quotas that 55 to 65 %% of people reach, here %s", "目标宜使 55%% 至 65%% 的人达标，此处为 %s 人", fair)
	switch {
	case f.AtQuota > most:
		f.Findings.Add(kam.Finding{
			Code: CodeTooEasy, Severity: kam.Warning, Place: "plan", Evidence: evidence, Remedy: remedy,
			Message: say("%d of %d people reached their quota, more than 65 %%: the plan is soft", "%[2]d 人中有 %[1]d 人达标，超过 65%%：计划偏松", f.AtQuota, f.N),
		})
	case f.AtQuota < least:
		f.Findings.Add(kam.Finding{
			Code: CodeTooHard, Severity: kam.Warning, Place: "plan", Evidence: evidence, Remedy: remedy,
			Message: say("%d of %d people reached their quota, fewer than 55 %%: the plan is out of reach for too many", "%[2]d 人中有 %[1]d 人达标，不足 55%%：计划对过多的人遥不可及", f.AtQuota, f.N),
		})
	}
}

// correlate sets the correlation of two lists of doubled ranks, and adds a warning when it is not chance.
func (f *Fairness) correlate(a, b []int64) {
	c, ok := correlationOf(a, b)
	if !ok {
		return
	}
	f.Correlation = decimal.NewNullDecimal(c.r)
	f.PValue = decimal.NewNullDecimal(num.RoundRat(c.p, Places, num.HalfUp))
	if c.significant() {
		more := say("larger", "较大")
		if c.falls {
			more = say("smaller", "较小")
		}
		f.Findings.Add(kam.Finding{
			Code: CodeTerritory, Severity: kam.Warning, Place: "plan",
			Message:  say("people with %s territories reach more of their quota: the rank correlation is %s", "负责%s区域的人达成率更高：秩相关系数为 %s", more, num.Format(c.r)),
			Remedy:   say("set quotas by the potential of each territory", "请按各区域的潜力设定目标"),
			Evidence: []kam.Evidence{count("people", f.N), fact("correlation", num.Format(c.r)), fact("p-value", num.Format(f.PValue.Decimal))},
		})
	}
}

// correlation is Spearman's, rounded half up to 4 decimal places, with its exact sign and its two-sided p-value.
type correlation struct {
	r     decimal.Decimal
	falls bool
	p     *big.Rat
}

// significant reports whether chance alone gives a correlation like c with a probability below 5 %.
func (c correlation) significant() bool { return c.p.Cmp(big.NewRat(5, 100)) < 0 }

// correlationOf returns the correlation of two lists of doubled ranks, and false when there is none: with fewer than 3
// ranks, or when those of one list are all the same.
func correlationOf(a, b []int64) (correlation, bool) {
	n := int64(len(a))
	if n < 3 {
		return correlation{}, false
	}
	// The mean of doubled ranks is n+1.
	var ab, aa, bb int64 // below 10^4 * (10^4)^2
	for i := range a {
		x, y := a[i]-n-1, b[i]-n-1
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return correlation{}, false
	}
	square := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(ab), big.NewInt(ab)), new(big.Int).Mul(big.NewInt(aa), big.NewInt(bb)))
	c := correlation{r: ratio{square.Num(), square.Denom()}.root(4), falls: ab < 0, p: chanceOf(square, int(n)-2)}
	if c.falls {
		c.r = c.r.Neg()
	}
	return c, true
}

// chanceOf returns the two-sided p-value of a correlation with that square: t^2 = r^2 * degrees / (1 - r^2).
func chanceOf(square *big.Rat, degrees int) *big.Rat {
	rest := new(big.Rat).Sub(big.NewRat(1, 1), square)
	if rest.Sign() == 0 {
		return new(big.Rat)
	}
	t := new(big.Rat).Mul(square, big.NewRat(int64(degrees), 1))
	t = rootOf(t.Quo(t, rest))
	below, err := stat.StudentTCDF(t.Neg(t), degrees)
	if err != nil { // not reached: there are at most MaxValues people
		return big.NewRat(1, 1)
	}
	return below.Mul(below, big.NewRat(2, 1))
}

// ranks returns twice the rank of each value, 2 for the least; equals share the mean of their ranks.
func ranks(values []*big.Rat) []int64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(values[a].Cmp(values[b]), cmp.Compare(a, b)) })
	out := make([]int64, len(values))
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && values[order[j]].Cmp(values[order[i]]) == 0 {
			j++
		}
		for _, k := range order[i:j] {
			out[k] = int64(i + 1 + j)
		}
		i = j
	}
	return out
}
