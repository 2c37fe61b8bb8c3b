package awards

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// VerifyResult works an exported result out again from what it holds itself, in plain decimals and apart from what decided,
// and returns nil when all of it agrees, else an [*kam.InvalidError] with the codes result.differs and result.number and the
// place of each.
//
// What nil proves: the state of every criterion follows from its figures, that of a candidate from the criteria, and whoever
// was given a benefit without somebody's word was eligible; a budget after is what it was before less what was spent, never
// below zero by what was given, and it was spent on as many as were given it; nobody was passed over while places were left
// that nobody holds; points given and left make up the allowance; the points of an idea follow from the scores; an idea's
// awards sum to its amount; the ID of each award is made of what it is; what payroll takes over is what the awards of this
// result are worth, where they are new.
//
// What it does not prove, for a result does not hold them: that figures are those observed, that thresholds, costs and
// taxable values are those of the catalogue, and what revised or revoked awards were worth before. For that the catalogue
// decides again over the same inputs.
func VerifyResult(data []byte) error {
	r, err := ParseResult(data)
	if err != nil {
		return err
	}
	return r.Verify()
}

// Verify is [VerifyResult] for a result at hand.
func (r Result) Verify() error {
	v := &verifier{Faults: wording.Faults{Prefix: "result"}, r: r, awards: map[string]Award{}}
	if r.Format != Format {
		v.differs("$.format", fmt.Sprint(r.Format), fmt.Sprint(Format))
	}
	for i, a := range r.Awards {
		at := wording.At("$.awards", i)
		v.same(at+".id", a.ID, a.id())
		v.same(at+".currency", string(a.Currency), string(r.Currency))
		if v.usable(at, a.Value, a.Taxable, a.Before) {
			v.awards[a.ID] = a
		}
	}
	for i, item := range r.Items {
		v.item(wording.At("$.items", i), item)
	}
	v.gifts()
	for i, idea := range r.Ideas {
		v.idea(wording.At("$.ideas", i), idea)
	}
	v.pay()
	return v.Err()
}

// verifier recomputes one result.
type verifier struct {
	wording.Faults
	r      Result
	awards map[string]Award
}

func (v *verifier) differs(at, got, want string) {
	v.Add("differs", at, wording.Say("it says %s and computes as %s", "填写为 %s，重算为 %s", wording.Quote(got), wording.Quote(want)), wording.Say("decide again; do not use this result", "请重新评定，勿使用此结果"))
}

func (v *verifier) same(at, got, want string) {
	if got != want {
		v.differs(at, got, want)
	}
}

func (v *verifier) equal(at string, got, want decimal.Decimal) {
	if !got.Equal(want) {
		v.differs(at, wording.Decimal(got), wording.Decimal(want))
	}
}

// usable reports numbers out of bounds, with which nothing is computed.
func (v *verifier) usable(at string, list ...decimal.Decimal) bool {
	ok := true
	for _, d := range list {
		ok = v.Number(at, d) && ok
	}
	return ok
}

func (v *verifier) check(at string, c Check) {
	want := Unknown
	switch {
	case c.Any != nil:
		for i, one := range c.Any {
			v.check(wording.At(at+".any", i), one)
		}
		want = anyOf(c.Any)
	case c.In != nil:
		if c.Is != "" {
			want = NotMet
			if slices.Contains(c.In, c.Is) {
				want = Met
			}
		}
	case c.Value.Valid:
		if !v.usable(at, c.Value.Decimal, c.Denominator.Decimal, c.Threshold.Decimal) {
			return
		}
		left, right := num.Rat(c.Value.Decimal), num.Rat(c.Threshold.Decimal)
		if c.Denominator.Valid {
			if c.Denominator.Decimal.IsZero() {
				break
			}
			left.Quo(left, num.Rat(c.Denominator.Decimal))
		}
		want = compare(left, c.Comparison, right)
	}
	v.same(at+".state", string(c.State), string(want))
}

func (v *verifier) item(at string, item Item) {
	if !v.usable(at+".cost", item.Cost) {
		return
	}
	granted, short := 0, false
	for i, c := range item.Candidates {
		place := wording.At(at+".candidates", i)
		for k, check := range c.Checks {
			v.check(wording.At(place+".checks", k), check)
		}
		v.same(place+".state", string(c.State), string(allOf(c.Checks)))
		a, given := v.awards[c.Award]
		switch c.Outcome {
		case Granted:
			granted++
			if !given {
				v.differs(place+".award", c.Award, "an award of the result")
				continue
			}
			v.same(place+".payee", c.Payee, a.Payee)
			v.same(place+".award", c.Award, AwardID(v.r.Catalogue, item.Kind, item.ID, "", c.Payee, v.r.Period))
			v.equal(wording.At("$.awards", v.place(a.ID))+".value", a.Value, item.Cost)
			if a.By == "" {
				v.same(place+".state", string(c.State), string(Met))
			}
		case NotEligible:
			v.same(place+".state", string(c.State), string(NotMet))
		case NoBudget:
			short = true
		default:
		}
	}
	b := item.Budget
	v.budget(at+".budget", b)
	v.equal(at+".budget.spent", b.Spent, item.Cost.Mul(decimal.NewFromInt(int64(granted))))
	if b.Heads != granted {
		v.differs(at+".budget.heads", fmt.Sprint(b.Heads), fmt.Sprint(granted))
	}
	tied := slices.ContainsFunc(item.Candidates, func(c Candidate) bool { return c.Outcome == Tied })
	if short && !tied {
		left := b.After.Valid && b.After.Decimal.Cmp(item.Cost.Mul(decimal.NewFromInt(int64(b.Reserved+1)))) < 0
		if heads := b.HeadsAfter != nil && *b.HeadsAfter <= b.Reserved; !left && !heads {
			v.differs(at+".budget", "no place left", "a place that nobody holds")
		}
	}
	v.order(at, item)
}

// order reports somebody who was left out of a ranking although another one, with a figure that comes after, was not.
func (v *verifier) order(at string, item Item) {
	var first, last *big.Rat
	up, down := false, false
	rank := func(c Candidate) *big.Rat {
		if !c.Rank.Valid || num.Check(c.Rank.Decimal) != nil || num.Check(c.RankDivisor.Decimal) != nil {
			return nil
		}
		r := num.Rat(c.Rank.Decimal)
		if c.RankDivisor.Valid && !c.RankDivisor.Decimal.IsZero() {
			r.Quo(r, num.Rat(c.RankDivisor.Decimal))
		}
		return r
	}
	for _, c := range item.Candidates {
		if r := rank(c); r != nil && c.Outcome == Granted {
			if first == nil || r.Cmp(first) < 0 {
				first = r
			}
			if last == nil || r.Cmp(last) > 0 {
				last = r
			}
		}
	}
	for _, c := range item.Candidates {
		if r := rank(c); r != nil && first != nil && (c.Outcome == NoBudget || c.Outcome == Tied) {
			up = up || r.Cmp(first) > 0
			down = down || r.Cmp(last) < 0
		}
	}
	if up && down {
		v.differs(at+".candidates", "an order", "none: some were left out on both sides of those who were not")
	}
}

func (v *verifier) place(id string) int {
	return slices.IndexFunc(v.r.Awards, func(a Award) bool { return a.ID == id })
}

func (v *verifier) budget(at string, b BudgetState) {
	if !v.usable(at, b.Spent, b.Before.Decimal, b.After.Decimal) {
		return
	}
	if b.Before.Valid != b.After.Valid {
		v.differs(at+".after", "both or none", "before and after")
	}
	if b.Before.Valid && b.After.Valid {
		v.equal(at+".after", b.After.Decimal, b.Before.Decimal.Sub(b.Spent))
		if b.Spent.Sign() > 0 && b.After.Decimal.Sign() < 0 {
			v.differs(at+".after", wording.Decimal(b.After.Decimal), "0 or more")
		}
	}
	if (b.HeadsBefore == nil) != (b.HeadsAfter == nil) {
		v.differs(at+".headsAfter", "both or none", "before and after")
	}
	if b.HeadsBefore != nil && b.HeadsAfter != nil {
		if *b.HeadsAfter != *b.HeadsBefore-b.Heads {
			v.differs(at+".headsAfter", fmt.Sprint(*b.HeadsAfter), fmt.Sprint(*b.HeadsBefore-b.Heads))
		}
		if b.Heads > 0 && *b.HeadsAfter < 0 {
			v.differs(at+".headsAfter", fmt.Sprint(*b.HeadsAfter), "0 or more")
		}
	}
}

// gifts adds up what givers gave in each month.
func (v *verifier) gifts() {
	type key struct {
		giver string
		month kam.Day
	}
	given := map[key]int{}
	for i, g := range v.r.Gifts {
		if g.Outcome != Granted {
			continue
		}
		if g.From == g.To {
			v.differs(wording.At("$.gifts", i)+".outcome", string(g.Outcome), string(NotEligible))
		}
		given[key{g.From, g.On.AddDays(1 - g.On.DayOfMonth())}] += g.Points
	}
	for i, a := range v.r.Allowances {
		at := wording.At("$.allowances", i)
		k := key{a.Giver, a.Month.From}
		if a.Given != given[k] {
			v.differs(at+".given", fmt.Sprint(a.Given), fmt.Sprint(given[k]))
		}
		if a.Left != a.Points-a.Given || a.Left < 0 {
			v.differs(at+".left", fmt.Sprint(a.Left), fmt.Sprint(max(a.Points-a.Given, 0)))
		}
		delete(given, k)
	}
	if len(given) > 0 {
		v.differs("$.allowances", "no allowance", "one for each giver and month")
	}
}

func (v *verifier) idea(at string, idea IdeaResult) {
	if !v.usable(at, idea.Points, idea.Divisor, idea.Amount) {
		return
	}
	sums := make([]decimal.Decimal, len(idea.Scores))
	for i, s := range idea.Scores {
		if !v.usable(wording.At(at+".scores", i), s.Sum) {
			return
		}
		sums[i] = s.Sum
	}
	if idea.Divisor.Sign() > 0 { // the sum of all scores, or of those in the middle
		all, middle := decimal.Zero, decimal.Zero
		slices.SortFunc(sums, decimal.Decimal.Cmp)
		for i, s := range sums {
			all = all.Add(s)
			if i >= (len(sums)-1)/2 && i <= len(sums)/2 {
				middle = middle.Add(s)
			}
		}
		if !idea.Points.Equal(all) && !idea.Points.Equal(middle) {
			v.differs(at+".points", wording.Decimal(idea.Points), wording.Decimal(all))
		}
	}
	if idea.Outcome != Granted {
		return
	}
	total, whole := decimal.Zero, true
	for _, id := range idea.Awards {
		a, ok := v.awards[id]
		whole = whole && ok && a.Revoked == nil
		total = total.Add(a.Value)
	}
	if whole {
		v.equal(at+".amount", idea.Amount, total)
	}
}

// pay compares what payroll takes over with the awards.
func (v *verifier) pay() {
	seen := map[string]bool{}
	for i, p := range v.r.Pay {
		at := wording.At("$.pay", i)
		a, ok := v.awards[p.Award]
		if !ok || seen[p.Award] {
			v.differs(at+".award", p.Award, "each award of the result once")
			continue
		}
		seen[p.Award] = true
		v.same(at+".payee", p.Payee, a.Payee)
		v.same(at+".currency", string(p.Currency), string(a.Currency))
		v.same(at+".revision", fmt.Sprint(p.Revision), fmt.Sprint(a.Revision))
		if !v.usable(at, p.Amount, p.Taxable) {
			continue
		}
		switch {
		case a.Revoked != nil:
			if v.usable(at, a.Revoked.Value) {
				v.equal(at+".amount", p.Amount, a.Revoked.Value.Neg())
			}
		case a.Revision == 0:
			v.equal(at+".amount", p.Amount, a.Value)
			v.equal(at+".taxable", p.Taxable, a.Taxable)
		}
		if a.Revision == 0 && (a.Taxable.Sign() < 0 || a.Taxable.Cmp(a.Value) > 0) {
			v.differs(at+".taxable", wording.Decimal(a.Taxable), "from 0 to the value")
		}
	}
	for i, a := range v.r.Awards {
		if a.Revision == 0 && !a.Value.IsZero() && !seen[a.ID] {
			v.differs(wording.At("$.awards", i), "an award that payroll does not see", "a line of pay")
		}
	}
	if !slices.IsSortedFunc(v.r.Awards, func(a, b Award) int { return cmp.Compare(a.ID, b.ID) }) {
		v.differs("$.awards", "another order", "ascending by ID")
	}
}
