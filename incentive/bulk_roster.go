package incentive

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/bulk"
)

// bulkRoster is a roster laid out for records: what the deals of each payee are credited to, in which whole numbers. It is
// read by many runs at once and never changed.
type bulkRoster struct {
	c *calculation
	// first is the day that records count from, days how many there are, segments those on which reporting lines change.
	first    kam.Day
	days     int
	segments []uint32
	// since is the first day of the run's period, counted so.
	since uint32
	// order is how the plans order deals, but for mixed ones; numeric says that one of them takes ids for numbers.
	order          Order
	mixed, numeric bool
	// scales are each plan's whole numbers, plain the plans whose money is whole numbers too.
	scales map[*plan]scales
	plain  map[*plan]*plainPlan
	// at is where each unit stands among all, sums where its components do.
	at   map[*unit]uint32
	sums []uint32
	// targets are what the deals of each payee are credited to, lanes the plainest of them, read the attributes that rules
	// weigh by.
	targets map[string][]target
	lanes   lanes
	read    []string
	// opened are units that the opening knows something of, earlier those of which it knows what deals have earned.
	opened, earlier []bool
	// even are the units of plain plans that are computed in whole numbers, quotas those of their components, and most what they
	// earn at most.
	even         []bool
	quotas, most []int64
	// balanced are units that have a balance in common with another one.
	balanced []bool
	// prior are the deals that only the opening knows, by their ids.
	prior map[string][]Prior
	// fed says that every credit of a unit has a record, so that records tell what a statement was computed from.
	fed map[*plan]bool
}

// scales are the whole numbers that quantities and rates are multiplied by.
type scales struct {
	// unit is that of quantities and positions; share that of shares of payouts, 1 where nobody shares.
	unit, share int64
}

// layRoster lays the roster of a calculation out; nil when records cannot say all that its plans need.
func (c *calculation) layRoster() *bulkRoster {
	plans := c.program.plans
	if c.program.stages > 1 || c.program.waits || len(plans) == 0 {
		return nil
	}
	r := &bulkRoster{c: c, first: c.period.From, order: plans[0].Order, scales: map[*plan]scales{}, plain: map[*plan]*plainPlan{}, at: map[*unit]uint32{}, fed: map[*plan]bool{}, prior: map[string][]Prior{}}
	for _, p := range plans {
		if p.Order != r.order {
			r.mixed = true
		}
		r.numeric = r.numeric || p.Order == ByNumericID
		if start := c.starts[p.widest]; start.Before(r.first) {
			r.first = start
		}
	}
	if r.days = c.period.Until.Sub(r.first); r.days > bulk.MaxDays {
		return nil
	}
	r.since = uint32(c.period.From.Sub(r.first))
	places := int32(0)
	for _, u := range c.people.units {
		for i := range u.Quotas {
			places = max(places, min(decimals(u.Quotas[i].Amount), maxDecimals))
		}
	}
	for _, p := range plans {
		s := scales{unit: lcm(powers[maxDecimals], 1), share: 1}
		if s.unit = lcm(s.unit*p.layout.den, shareDen*powers[places]); s.unit == 0 {
			return nil
		}
		r.scales[p] = s
		r.plain[p] = r.plainOf(p)
		r.fed[p] = !p.layout.bare && p.layout.feedsAll()
	}
	r.segments = r.changes()
	r.index()
	for _, id := range sortedKeys(c.people.payees) {
		r.owned(id)
	}
	for _, id := range sortedKeys(c.people.lines) {
		r.managed(id)
	}
	r.lanes = r.layLanes()
	return r
}

// index numbers units and their components, and notes which of them the opening knows.
func (r *bulkRoster) index() {
	units := r.c.people.units
	r.targets = make(map[string][]target, len(r.c.people.payees))
	r.sums, r.opened, r.earlier = make([]uint32, len(units)+1), make([]bool, len(units)), make([]bool, len(units))
	known, deals := map[string]bool{}, map[string]bool{}
	for _, p := range r.c.in.Opening.Positions {
		known[p.Payee] = true
	}
	for _, p := range r.c.in.Opening.Prior {
		known[p.Payee], deals[p.Payee] = true, true
		r.prior[p.Transaction.ID] = append(r.prior[p.Transaction.ID], p)
	}
	for _, p := range r.c.in.Opening.Ledger.Posted {
		known[p.Payee] = true
	}
	for i, u := range units {
		r.at[u] = uint32(i)
		r.sums[i+1] = r.sums[i] + uint32(len(u.plan.parts))
		r.opened[i], r.earlier[i] = known[u.payee.ID], deals[u.payee.ID]
	}
	r.shareBalances()
	r.layUnits()
}

// changes returns the days on which reporting lines change, counted as records do, the first day included.
func (r *bulkRoster) changes() []uint32 {
	days := []uint32{0}
	for _, lines := range r.c.people.lines {
		for _, l := range lines {
			for _, d := range []kam.Day{l.Period.From, l.Period.Until} {
				if n := d.Sub(r.first); d.IsSet() && n > 0 && n < r.days {
					days = append(days, uint32(n))
				}
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// target is one feed that credits one unit for the deals of a payee, while both hold.
type target struct {
	plan *plan
	f    *feed
	// unit is the unit's number, number the feed's in its plan.
	unit   uint32
	number int
	// attribute is which of the attributes that are read the rule weighs by.
	attribute int
	// from and until limit the days on which deals count, counted from the first one: those on which the unit holds and
	// the payee reports to it.
	from, until uint32
	// held are the days on which the unit holds, reports those on which the payee reports to it. They differ for what takes
	// a deal back: it counts on a day of its own, for the one who was above on the deal's.
	held, reports dayRange
	// role is the participants' role that is credited.
	role string
	by   DateName
	// scale is what a quantity of maxDecimals decimals is multiplied by, besides its weight, for whole numbers of the plan's scale.
	scale int64
}

// dayRange is some days, counted from the first one; until is exclusive.
type dayRange struct{ from, until uint32 }

func (r dayRange) contains(day uint32) bool { return day >= r.from && day < r.until }

// owned finds what the deals of a payee are credited to at the payee's own.
func (r *bulkRoster) owned(id string) {
	var list []target
	for _, u := range r.c.people.byPayee[id] {
		for n := range u.plan.Credits {
			role := u.plan.Credits[n].Role
			if u.plan.Credits[n].To == ToOwner {
				role = roleOwner
			}
			if u.plan.Credits[n].To != ToManager {
				list = r.target(list, u, n, role, 0, uint32(r.days))
			}
		}
	}
	r.targets[id] = list
}

// managed adds what the deals of a payee are credited to above.
func (r *bulkRoster) managed(id string) {
	list := r.targets[id]
	for _, m := range r.c.program.onDeals {
		for s, from := range r.segments {
			until := uint32(r.days)
			if s+1 < len(r.segments) {
				until = r.segments[s+1]
			}
			manager, ok, loop := r.c.chain(id, r.first.AddDays(int(from)), m.rule.Level, m.rule.Vacancy)
			switch {
			case loop || ok && manager.Open: // somebody is held, or the house gets it
				list = append(list, target{from: from, until: until, reports: dayRange{from, until}, role: roleOwner, by: m.plan.CreditDate})
			case ok:
				for _, u := range r.c.people.byPayee[manager.ID] {
					if u.plan == m.plan {
						list = r.target(list, u, m.index, roleOwner, from, until)
					}
				}
			}
		}
	}
	r.targets[id] = list
}

// target adds the targets of one rule of a unit on some days.
func (r *bulkRoster) target(list []target, u *unit, rule int, role string, from, until uint32) []target {
	p := u.plan
	for n := range p.layout.feeds {
		f := &p.layout.feeds[n]
		if f.rule != rule {
			continue
		}
		to := target{plan: p, f: f, unit: r.at[u], number: min(n, bulk.MaxRules-1), role: role, by: p.CreditDate}
		if by := p.Credits[rule].Factor; by != nil && !p.layout.bare {
			if to.attribute = slices.Index(r.read, by.By); to.attribute < 0 {
				to.attribute = len(r.read)
				r.read = append(r.read, by.By)
			}
		}
		to.scale = r.scales[p].unit / powers[maxDecimals] / f.weigher.den
		to.held = dayRange{uint32(max(u.Period.From.Sub(r.first), r.c.span(u).From.Sub(r.first), 0)), uint32(r.days)}
		if u.Period.Until.IsSet() {
			to.held.until = uint32(max(min(u.Period.Until.Sub(r.first), r.days), 0))
		}
		to.reports = dayRange{from, until}
		to.from, to.until = max(to.held.from, from), min(to.held.until, until)
		if to.held.from < to.held.until {
			list = append(list, to)
		}
	}
	return list
}

// chain walks up the reporting lines of a day as [calculation.above] does, and tells of a circle instead of holding anybody.
func (c *calculation) chain(payee string, day kam.Day, level int, vacancy Vacancy) (manager *Payee, ok, loop bool) {
	seen := []string{payee}
	for at := payee; ; {
		next := ""
		for _, l := range c.people.lines[at] {
			if l.Period.Contains(day) {
				next = l.Manager
				break
			}
		}
		if next == "" {
			return nil, false, false
		}
		if slices.Contains(seen, next) {
			return nil, false, true
		}
		seen, at = append(seen, next), next
		m := c.people.payees[at]
		if m != nil && m.Open && vacancy == VacancySkip {
			continue
		}
		if level--; level == 0 {
			return m, m != nil, false
		}
	}
}

// shareBalances notes the units of payees several of whose assignments to a plan have a balance in common.
func (r *bulkRoster) shareBalances() {
	units := r.c.people.units
	r.balanced = make([]bool, len(units))
	for i := 1; i < len(units); i++ { // those of one payee and plan lie together
		u, before := units[i], units[i-1]
		if u.payee != before.payee || u.Plan != before.Plan {
			continue
		}
		first := i - 1
		common := before.plan.balances()
		for ; i < len(units) && units[i].payee == before.payee && units[i].Plan == before.Plan; i++ {
			common = common || units[i].plan.balances()
		}
		for j := first; j < i; j++ {
			r.balanced[j] = common
		}
	}
}

// balances reports whether a plan carries a balance from one period to the next.
func (p *plan) balances() bool { return p.carries() != nil || p.caps(PerLifetime) }
