package backtest

import (
	"context"
	"math/big"
	"slices"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Simulate draws and calculates every trial and returns how the cost spreads. The result depends on the simulation alone,
// not on the number of workers. In a trial each period is calculated after the one before it, as [Compare] does.
//
// The error is a *kam.InvalidError with every fault of the simulation or of the first trial that a run refuses, or ctx.Err().
func Simulate(ctx context.Context, s Simulation, opt Options) (*Forecast, error) {
	m, err := newSimulating(s)
	if err != nil {
		return nil, err
	}
	if err := m.run(ctx, opt); err != nil {
		return nil, err
	}
	return m.forecast(), nil
}

// simulating is a simulation under way.
type simulating struct {
	s       Simulation
	program *incentive.Program
	plans   []incentive.Plan
	sources []source
	used    map[string]bool

	mu   sync.Mutex
	done int
	// costs, payees, parts and revenue are the sums of each trial.
	costs, revenue map[kam.Currency][]decimal.Decimal
	payees         map[account][]decimal.Decimal
	parts          map[partKey][]decimal.Decimal
	held           map[string]*HeldTrials
	failed         int
	failure        error
}

type partKey struct {
	plan, component string
	currency        kam.Currency
}

// source is an outlook for one payee in one period.
type source struct {
	outlook *Outlook
	sampler *sampler
	measure incentive.Measure
	payee   string
	period  kam.Period
	index   int
	// unit is what one of the basis is in the measure's own quantity.
	unit   *big.Rat
	days   []kam.Period
	places int32
}

func newSimulating(s Simulation) (*simulating, error) {
	f := wording.Faults{Prefix: prefix}
	s.check(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	program, err := incentive.Compile(incentive.Book{Plans: widened(s.Plans, s.Base.span()), Calendar: s.Calendar})
	if err != nil {
		return nil, within("plans", err)
	}
	m := &simulating{
		s: s, program: program, plans: expanded(s.Plans), used: map[string]bool{}, costs: map[kam.Currency][]decimal.Decimal{}, revenue: map[kam.Currency][]decimal.Decimal{},
		payees: map[account][]decimal.Decimal{}, parts: map[partKey][]decimal.Decimal{}, held: map[string]*HeldTrials{},
	}
	for _, t := range s.Base.Transactions {
		m.used[t.ID] = true
	}
	for _, p := range s.Plans {
		m.costs[p.Currency], m.revenue[p.Currency] = make([]decimal.Decimal, s.Trials), make([]decimal.Decimal, s.Trials)
	}
	for i := range s.Outlooks {
		m.open(&f, &s.Outlooks[i], wording.At("$.outlooks", i))
	}
	return m, f.Err()
}

// open finds whom an outlook draws for, and in which periods.
func (m *simulating) open(f *wording.Faults, o *Outlook, at string) {
	payees := o.Payees
	if len(payees) == 0 {
		for _, p := range m.s.Base.Roster.Payees {
			payees = append(payees, p.ID)
		}
	}
	measure, _ := m.s.measure(*o)
	drawn := newSampler(o.Distribution)
	places := int32(0)
	switch measure.Base {
	case incentive.BaseAmount, incentive.BaseMargin, incentive.BaseCash:
		places = min(m.currency(o).MinorUnits(), amountPlaces)
	case incentive.BaseObservation:
		places = amountPlaces
	case incentive.BaseUnits, incentive.BaseCount: // whole ones
	}
	found := false
	for _, id := range slices.Sorted(slices.Values(payees)) {
		for index, period := range m.s.Base.Periods {
			if len(o.Periods) > 0 && !slices.Contains(o.Periods, period) {
				continue
			}
			days := assigned(m.s.Base.Roster, id, o.Plan, period)
			if len(days) == 0 {
				continue
			}
			found = true
			x := source{outlook: o, sampler: drawn, measure: measure, payee: id, period: period, index: index, unit: big.NewRat(1, 1), days: days, places: places}
			if o.Basis == incentive.ByAttainment {
				x.unit = quotaOf(m.s.Base.Roster, id, o.Plan, o.Measure, period)
				if x.unit.Sign() <= 0 {
					f.Add("quota", at, say("%s has no quota of %s in %s", "%s 在 %[3]s 没有指标 %[2]s 的目标", wording.Quote(id), wording.Quote(o.Measure), wording.Days(period)), say("state the quota, or draw amounts", "请填写目标，或按金额抽取"))
				}
			}
			if o.Distribution.Kind == KindOwn && len(o.Distribution.Own[id])+len(o.Distribution.Own[""]) == 0 {
				f.Add("missing", at+".distribution.own", say("%s has no value", "%s 没有历史值", wording.Quote(id)), say("state some, or values for \"\"", "请填写其历史值，或填写 \"\" 的值"))
			}
			m.sources = append(m.sources, x)
		}
	}
	if !found {
		f.Add("payee", at, say("nobody of the outlook is assigned to plan %s in its periods", "其中无人在所列期间分配到方案 %s", wording.Quote(o.Plan)), say("correct payees, plan or periods", "请更正人员、方案或期间"))
	}
}

// amountPlaces are the decimals that a run accepts of an amount.
const amountPlaces = 4

// currency is what the deals of an outlook are in.
func (m *simulating) currency(o *Outlook) kam.Currency {
	if o.Deal.Currency != "" {
		return o.Deal.Currency
	}
	for _, p := range m.s.Plans {
		if p.ID == o.Plan {
			return p.Currency
		}
	}
	return ""
}

// assigned returns the days of a period on which a payee is assigned to a plan, in their order.
func assigned(r incentive.Roster, payee, plan string, period kam.Period) []kam.Period {
	var out []kam.Period
	for _, a := range r.Assignments {
		if a.Payee == payee && a.Plan == plan && a.Period.Check() == nil {
			if days, ok := a.Period.Intersect(period); ok {
				out = append(out, days)
			}
		}
	}
	slices.SortFunc(out, kam.Period.Compare)
	return out
}

// quotaOf returns the quota of a measure in a period, by days.
func quotaOf(r incentive.Roster, payee, plan, measure string, period kam.Period) *big.Rat {
	sum := new(big.Rat)
	for _, a := range r.Assignments {
		if a.Payee != payee || a.Plan != plan || a.Period.Check() != nil {
			continue
		}
		days, ok := a.Period.Intersect(period)
		if !ok {
			continue
		}
		for _, q := range a.Quotas {
			if q.Measure != measure || q.Period.Check() != nil || q.Period.IsOpen() || num.Check(q.Amount) != nil {
				continue
			}
			if part, ok := q.Period.Intersect(days); ok {
				share := new(big.Rat).Mul(num.Rat(q.Amount), big.NewRat(int64(part.Days()), int64(q.Period.Days())))
				sum.Add(sum, share)
			}
		}
	}
	return sum
}

// run calculates all trials.
func (m *simulating) run(ctx context.Context, opt Options) error {
	next := 0
	take := func() int {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.failure != nil || ctx.Err() != nil || next == m.s.Trials {
			return -1
		}
		next++
		return next - 1
	}
	var all sync.WaitGroup
	for range min(opt.workers(), m.s.Trials) {
		all.Go(func() {
			for trial := take(); trial >= 0; trial = take() {
				out, err := m.trial(ctx, trial)
				m.finish(trial, out, err, opt.Progress)
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return m.failure
}

// trial draws and calculates one trial.
func (m *simulating) trial(ctx context.Context, trial int) (*played, error) {
	h := m.s.Base
	h.Transactions, h.Observations = slices.Clone(h.Transactions), slices.Clone(h.Observations)
	id := firstID
	for i := range m.sources {
		x := &m.sources[i]
		value, err := x.sampler.value(draw(m.s.Seed, x.names(trial)...), x.payee)
		if err != nil {
			return nil, err
		}
		value = value.Mul(value, x.unit)
		amount := num.RoundRat(value, x.places, num.HalfUp)
		if x.measure.Base == incentive.BaseObservation {
			h.Observations = append(h.Observations, kam.Observation{
				Subject: kam.Subject{Kind: "payee", ID: x.payee}, Metric: x.measure.Metric, Period: x.period, Value: decimal.NewNullDecimal(amount),
			})
			continue
		}
		for _, t := range x.deals(amount) {
			for t.ID = strconv.Itoa(id); m.used[t.ID]; t.ID = strconv.Itoa(id) {
				id++
			}
			id++
			h.Transactions = append(h.Transactions, t)
		}
	}
	p := player{program: m.program, plans: m.plans, history: h, roster: h.Roster}
	return p.play(ctx, 1)
}

// firstID is the first id of a deal that is made up: a whole number, for plans that order by it.
const firstID = 1_000_000_000

// names is the place of a draw.
func (x *source) names(trial int) []string {
	payee, period := x.payee, x.period.String()
	if x.outlook.Between == Together {
		payee = ""
	}
	if x.outlook.Over == Once {
		period = ""
	}
	return []string{strconv.Itoa(trial), x.outlook.Name, payee, period}
}

// deals are what an amount of the measure becomes.
func (x *source) deals(amount decimal.Decimal) []incentive.Transaction {
	if !amount.IsPositive() {
		return nil
	}
	n := max(x.outlook.Deals, 1)
	if x.measure.Base == incentive.BaseCount {
		n = int(min(amount.IntPart(), MaxDeals))
	}
	parts := make([]*big.Rat, n)
	each := new(big.Rat).Quo(num.Rat(amount), big.NewRat(int64(n), 1))
	for i := range parts {
		parts[i] = each
	}
	out := make([]incentive.Transaction, 0, n)
	for i, part := range num.Distribute(amount, parts, x.places) {
		t := x.outlook.Deal
		t.Owner = x.payee
		day := x.day(i, n)
		t.Booked, t.Invoiced, t.CashDate, t.Delivered = day, day, day, day
		x.size(&t, part)
		out = append(out, t)
	}
	return out
}

// size gives a deal its quantities: the drawn one, and the others in proportion.
func (x *source) size(t *incentive.Transaction, part decimal.Decimal) {
	var own decimal.NullDecimal
	switch x.measure.Base {
	case incentive.BaseAmount:
		own = decimal.NewNullDecimal(t.Amount)
	case incentive.BaseMargin:
		own = t.Margin
	case incentive.BaseUnits:
		own = t.Units
	case incentive.BaseCash:
		own = t.Cash
	default:
		return // deals are counted as they are
	}
	factor := num.Rat(part)
	if own.Valid && !own.Decimal.IsZero() {
		factor.Quo(factor, num.Rat(own.Decimal))
	}
	scale := func(d decimal.Decimal) decimal.Decimal {
		return num.RoundRat(new(big.Rat).Mul(num.Rat(d), factor), amountPlaces, num.HalfUp)
	}
	t.Amount = scale(t.Amount)
	for _, n := range []*decimal.NullDecimal{&t.Margin, &t.Units, &t.Cash} {
		if n.Valid {
			n.Decimal = scale(n.Decimal)
		}
	}
	switch x.measure.Base {
	case incentive.BaseAmount:
		t.Amount = part
	case incentive.BaseMargin:
		t.Margin = decimal.NewNullDecimal(part)
	case incentive.BaseUnits:
		t.Units = decimal.NewNullDecimal(part)
	default:
		t.Cash = decimal.NewNullDecimal(part)
	}
}

// day is that of the i-th of n deals: the middle of the i-th of n equal parts of the days assigned.
func (x *source) day(i, n int) kam.Day {
	total := 0
	for _, p := range x.days {
		total += p.Days()
	}
	at := total * (2*i + 1) / (2 * n)
	for _, p := range x.days {
		if at < p.Days() {
			return p.From.AddDays(at)
		}
		at -= p.Days()
	}
	return x.days[0].From
}
