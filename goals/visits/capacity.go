package visits

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Verdict says whether people can do what is planned. The zero value is not checked: there are no people.
type Verdict string

// Verdicts, best first.
const (
	// Fits: every week holds what is planned in it.
	Fits Verdict = "fits"
	// Level: some weeks do not, but all is done in time when work is brought forward to earlier weeks.
	Level Verdict = "level"
	// Short: even with all work brought forward as far as the plan reaches, some of it is not done in time.
	Short Verdict = "short"
)

// Capacity sets what people can do against what is planned. The zero value is not checked.
type Capacity struct {
	// Verdict is that of all resources taken together: the worst of theirs, and Short too when each alone would do and
	// there is no way to keep hours and counts at once.
	Verdict Verdict `json:"verdict"`
	// Resources are hours first, then the activities of which people state counts per day.
	Resources []Resource `json:"resources"`
	// Unplaced is how many hours of work cannot be done in time with hours and counts kept at once: 0 unless Short. It is
	// nil unless people state both.
	Unplaced *big.Rat `json:"unplaced,omitempty"`
	// Scale is the largest factor by which the new business may be multiplied, existing accounts served as planned, so
	// that the verdict is not [Short]: 1 or more when it is not. It is nil when the weeks hold no new business that takes
	// any of the resources.
	Scale *big.Rat `json:"scale,omitempty"`
	// Supported is the revenue within the plan, [Revenue.Within], times Scale, rounded down once to the smallest unit of
	// the currency (to two places without one): above it when people could do more of the same. With a nil Scale it is
	// that revenue.
	Supported decimal.Decimal `json:"supported"`
	// Shortfall is what of the targets cannot be reached any more: what is late, [Revenue.Late], and, when Short, what
	// Supported lacks to the revenue within the plan. What is due later is in neither.
	Shortfall decimal.Decimal `json:"shortfall"`
}

// Resource is one thing that work takes. The zero value is none.
type Resource struct {
	// Activity is what is counted; empty for the resource that is hours.
	Activity Activity `json:"activity,omitempty"`
	// Verdict is that of this resource, as if the others were without limit.
	Verdict Verdict `json:"verdict"`
	// Loads holds one entry for each week.
	Loads []Load `json:"loads"`
	// Need and Capacity are the sums over the weeks.
	Need     *big.Rat `json:"need"`
	Capacity *big.Rat `json:"capacity"`
	// Utilisation is Need / Capacity; nil when there is no capacity.
	Utilisation *big.Rat `json:"utilisation,omitempty"`
	// Missing is the most that is lacking at the end of any week when all work is brought forward; 0 unless Short.
	Missing *big.Rat `json:"missing"`
}

// Name returns what the resource is called.
func (r Resource) Name() kam.Text {
	if r.Activity == "" {
		return kam.Text{EN: "hours", ZH: "工时"}
	}
	return r.Activity.Name()
}

// Load is one week of a resource, in hours or counts: Missing is Need less Capacity, and 0 when that is below 0.
type Load struct {
	Week     string   `json:"week"`
	Need     *big.Rat `json:"need"`
	Capacity *big.Rat `json:"capacity"`
	Missing  *big.Rat `json:"missing"`
}

// Capacity returns what people can do against what is planned, and false when the spec has no people.
//
// A person's capacity in a week is the working days on which the person is not away times what the person states for
// a day, and what all people have is added up: anybody may do any of the work, on any working day of the week. Work may
// be done before the week in which it is planned and never after it.
func (p *WeeklyPlan) Capacity() (Capacity, bool) {
	if p.capacity == nil {
		return Capacity{}, false
	}
	c := *p.capacity
	c.Unplaced, c.Scale = clone(c.Unplaced), clone(c.Scale)
	c.Resources = slices.Clone(c.Resources)
	for i := range c.Resources {
		r := &c.Resources[i]
		r.Need, r.Capacity, r.Utilisation, r.Missing = clone(r.Need), clone(r.Capacity), clone(r.Utilisation), clone(r.Missing)
		r.Loads = slices.Clone(r.Loads)
		for k := range r.Loads {
			l := &r.Loads[k]
			l.Need, l.Capacity, l.Missing = clone(l.Need), clone(l.Capacity), clone(l.Missing)
		}
	}
	return c, true
}

func clone(r *big.Rat) *big.Rat {
	if r == nil {
		return nil
	}
	return new(big.Rat).Set(r)
}

// measure sets the capacity of p.
func (p *WeeklyPlan) measure(t *timeline) {
	people := p.spec.People
	if len(people) == 0 {
		return
	}
	p.capacity = &Capacity{Verdict: Fits}
	present := make([][]int64, len(people))
	for i, person := range people {
		present[i] = person.present(t, p.weeks)
	}
	takes := make(map[Activity]*big.Rat, len(p.spec.Hours))
	for _, e := range p.spec.Hours {
		takes[e.Activity] = e.Hours.Rat()
	}
	if !people[0].Hours.IsZero() {
		p.resource("", present, func(person Person) *big.Rat { return person.Hours.Rat() }, takes)
	}
	for _, limit := range people[0].PerDay {
		a := limit.Activity
		p.resource(a, present, func(person Person) *big.Rat {
			i := slices.IndexFunc(person.PerDay, func(c Cost) bool { return c.Activity == a })
			return person.PerDay[i].Count.Rat()
		}, map[Activity]*big.Rat{a: kam.Whole().Rat()})
	}
	if !people[0].Hours.IsZero() && len(people[0].PerDay) > 0 {
		p.together(takes)
	}
	p.support()
}

// present returns on how many working days of each week the person is there.
func (x Person) present(t *timeline, weeks []Week) []int64 {
	away := slices.Clone(x.Away)
	slices.SortFunc(away, kam.Period.Compare)
	out := make([]int64, len(weeks))
	for w, week := range weeks {
		out[w] = int64(week.Working)
		rest := week.Days // what no absence has covered yet
		for len(away) > 0 && !away[0].IsOpen() && !away[0].Until.After(rest.From) {
			away = away[1:] // over before this week
		}
		for _, a := range away {
			if !a.From.Before(week.Days.Until) {
				break
			}
			gone, ok := rest.Intersect(a)
			if !ok {
				continue
			}
			out[w] -= int64(t.count(gone))
			rest.From = gone.Until
		}
	}
	return out
}

// resource adds one resource: what each person has of it on a working day, and what one of each activity takes.
func (p *WeeklyPlan) resource(a Activity, present [][]int64, perDay func(Person) *big.Rat, takes map[Activity]*big.Rat) {
	r := Resource{
		Activity: a, Verdict: Fits, Loads: make([]Load, len(p.weeks)),
		Need: new(big.Rat), Capacity: new(big.Rat), Missing: new(big.Rat),
	}
	days := make([]*big.Rat, len(present))
	for i, person := range p.spec.People {
		days[i] = perDay(person)
	}
	can := perWeek(days, present, len(p.weeks))
	fresh, kept := p.takes(NewBusiness, takes), p.takes(Existing, takes)
	scale := new(scaling)
	for w, week := range p.weeks {
		l := Load{Week: week.Label, Need: new(big.Rat).Add(fresh[w], kept[w]), Capacity: can[w], Missing: new(big.Rat)}
		if l.Need.Cmp(l.Capacity) > 0 {
			l.Missing.Sub(l.Need, l.Capacity)
			r.Verdict = Level
		}
		r.Need.Add(r.Need, l.Need)
		r.Capacity.Add(r.Capacity, l.Capacity)
		if lack := new(big.Rat).Sub(r.Need, r.Capacity); lack.Cmp(r.Missing) > 0 {
			r.Missing = lack
		}
		scale.week(fresh[w], kept[w], l.Capacity)
		r.Loads[w] = l
	}
	if r.Missing.Sign() > 0 {
		r.Verdict = Short
	}
	if r.Capacity.Sign() > 0 {
		r.Utilisation = new(big.Rat).Quo(r.Need, r.Capacity)
	}
	c := p.capacity
	c.Resources = append(c.Resources, r)
	if r.Verdict == Short || r.Verdict == Level && c.Verdict == Fits {
		c.Verdict = r.Verdict
	}
	if s := scale.most; s != nil && (c.Scale == nil || s.Cmp(c.Scale) < 0) {
		c.Scale = s
	}
}

// takes returns what the lines of a kind take of a resource in each week.
func (p *WeeklyPlan) takes(kind Kind, each map[Activity]*big.Rat) []*big.Rat {
	var rates []*big.Rat
	var counts [][]int64
	for _, a := range p.activities {
		if each[a] == nil {
			continue
		}
		sum := make([]int64, len(p.weeks))
		for _, l := range p.lines {
			if l.Kind != kind || l.Activity != a {
				continue
			}
			for w, n := range l.Weeks {
				sum[w] += n
			}
		}
		rates, counts = append(rates, each[a]), append(counts, sum)
	}
	return perWeek(rates, counts, len(p.weeks))
}

// perWeek returns for each week the sum of rates times counts, counts holding one list of weeks for each rate.
func perWeek(rates []*big.Rat, counts [][]int64, weeks int) []*big.Rat {
	units, common := inUnits(rates)
	out := make([]*big.Rat, weeks)
	sum, term := new(big.Int), new(big.Int)
	for w := range out {
		sum.SetInt64(0)
		for i, u := range units {
			sum.Add(sum, term.Mul(u, term.SetInt64(counts[i][w])))
		}
		out[w] = new(big.Rat).SetFrac(sum, common)
	}
	return out
}

// scaling finds the largest factor f with f x fresh + kept <= capacity for the sums up to every week. The zero value
// has seen no week; most is nil until there is new business.
type scaling struct {
	fresh, left big.Rat // sums of new business, and of capacity less service
	behind      bool    // service alone was too much in some week
	most        *big.Rat
}

func (s *scaling) week(fresh, kept, capacity *big.Rat) {
	s.fresh.Add(&s.fresh, fresh)
	s.left.Add(&s.left, capacity)
	s.left.Sub(&s.left, kept)
	s.behind = s.behind || s.left.Sign() < 0
	if s.fresh.Sign() == 0 {
		return
	}
	f := new(big.Rat)
	if !s.behind {
		f.Quo(&s.left, &s.fresh)
	}
	if s.most == nil || f.Cmp(s.most) < 0 {
		s.most = f
	}
}

// support sets the revenue that the capacity supports.
func (p *WeeklyPlan) support() {
	c, r := p.capacity, p.revenue
	c.Supported, c.Shortfall = r.Within, r.Late
	if c.Scale == nil {
		return
	}
	within := num.Rat(r.Within)
	c.Supported = num.RoundRat(within.Mul(within, c.Scale), p.spec.Currency.MinorUnits(), num.Floor)
	if c.Verdict == Short {
		c.Shortfall = r.Late.Add(r.Within.Sub(c.Supported))
	} else {
		c.Supported = decimal.Max(c.Supported, r.Within) // a target may be finer than the unit
	}
}
