package backtest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a what-if.
const (
	// MaxOpen is the largest number of open deals.
	MaxOpen = 1_000
	// MaxCases is the largest number of cases, stated or combined.
	MaxCases = 4_096
)

// Outcome is what becomes of an open deal.
type Outcome string

// The outcomes.
const (
	// Won: the deal counts as it stands.
	Won Outcome = "won"
	// Lost: it never counts.
	Lost Outcome = "lost"
	// Moved: it is won, on [OpenDeal.MovedTo].
	Moved Outcome = "moved"
)

// OpenDeal is a deal that is not decided.
type OpenDeal struct {
	// Deal is the transaction that it becomes when it is won, with the dates that are expected. Its id is no other's.
	Deal incentive.Transaction `json:"deal"`
	// MovedTo is the day to which it may be moved: its first date comes to lie there, and its other dates move by as many days.
	// Absent: it is not moved.
	MovedTo kam.Day `json:"movedTo,omitzero"`
}

// Case is one way in which the open deals may end.
type Case struct {
	Name string `json:"name"`
	// Outcomes are by the deal's id. A deal that is not named is lost.
	Outcomes map[string]Outcome `json:"outcomes"`
}

// Pipeline asks what a payee's next statement would be. It is plain data. The zero value asks nothing.
type Pipeline struct {
	// Plans are compiled together; they are taken as effective in all periods, as those of a [Side] are.
	Plans []incentive.Plan `json:"plans"`
	// SoFar is what has happened. The last of its periods is that of the statement; those before are calculated first.
	SoFar History `json:"soFar"`
	// Payee is whose statement it is.
	Payee string `json:"payee"`
	// Deals are the open deals, at most [MaxOpen].
	Deals []OpenDeal `json:"deals"`
	// Cases are the ways to calculate, at most [MaxCases]. Absent: every combination of won, lost, and moved for deals that
	// may be moved, in the order of the deals with the first one changing last; more than [MaxCases] are refused.
	Cases []Case `json:"cases,omitempty"`
	// Calendar is the calendar of the plans. Defaults to kam.Gregorian().
	Calendar *kam.Calendar `json:"-"`
}

// Prospect is what a payee's next statement would be in each case. It is plain data and the caller's own.
type Prospect struct {
	// Plans are those of the pipeline, by id and version.
	Plans  []PlanRef  `json:"plans"`
	Payee  string     `json:"payee"`
	Name   string     `json:"name,omitempty"`
	Period kam.Period `json:"period"`
	// Without is the statement without any of the open deals.
	Without Result `json:"without"`
	// Cases are in the order of the question.
	Cases []Result `json:"cases"`
	// Deals say what each deal is worth, in the order of the question.
	Deals []Worth `json:"deals,omitempty"`
}

// Result is the statement of one case.
type Result struct {
	// Name is the case's; empty for a combination.
	Name string `json:"name,omitempty"`
	// Outcomes are those of all deals, in their order.
	Outcomes []DealOutcome `json:"outcomes,omitempty"`
	// Held is why nothing can be said; nothing else is there then.
	Held []kam.Finding `json:"held,omitempty"`
	// Earned is what the period adds under all plans of the payee, by currency.
	Earned []kam.Money `json:"earned,omitempty"`
	// Difference is Earned less that without the open deals; absent where either is held.
	Difference []kam.Money `json:"difference,omitempty"`
	// Components are what makes up Earned, in the order of the plans.
	Components []Amount `json:"components,omitempty"`
	// Ahead says how far it is to the next tiers and gates then.
	Ahead []Distance `json:"ahead,omitempty"`
}

// DealOutcome is what becomes of a deal in a case.
type DealOutcome struct {
	Deal    string  `json:"deal"`
	Outcome Outcome `json:"outcome"`
}

// Amount is what a component pays. The plan's own adjustments have names in brackets, such as "(plan-cap)".
type Amount struct {
	Plan      string          `json:"plan"`
	Component string          `json:"component"`
	Currency  kam.Currency    `json:"currency"`
	Amount    decimal.Decimal `json:"amount"`
}

// Distance is how far a component is from what it may reach next.
type Distance struct {
	Plan      string              `json:"plan"`
	Component string              `json:"component"`
	Kind      incentive.AheadKind `json:"kind"`
	// Missing is what the measure lacks in its own quantity, exactly: a plain decimal such as "12.5" when it has finitely many
	// digits, else a fraction in lowest terms such as "1000/3". Empty: Text alone tells.
	Missing string   `json:"missing,omitempty"`
	Text    kam.Text `json:"text"`
}

// Worth is what winning a deal is worth.
type Worth struct {
	Deal string `json:"deal"`
	// Alone is what winning it adds when no other open deal is won, Last what it adds when all others are won: both, since the
	// deals move each other up and down the tiers. Absent where somebody is held.
	Alone []kam.Money `json:"alone,omitempty"`
	Last  []kam.Money `json:"last,omitempty"`
}

// JSON returns the prospect as indented JSON.
func (p *Prospect) JSON() ([]byte, error) { return strictjson.Pretty(p) }

// WhatIf calculates the payee's statement of the last period for every case. Everybody of the roster is calculated, so
// that overrides, contests, pools and shared caps count as they would.
//
// The error is a *kam.InvalidError with every fault of the pipeline or of a run, or ctx.Err().
func WhatIf(ctx context.Context, p Pipeline, opt Options) (*Prospect, error) {
	f := wording.Faults{Prefix: prefix}
	p.check(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	program, err := incentive.Compile(incentive.Book{Plans: widened(p.Plans, p.SoFar.span()), Calendar: p.Calendar})
	if err != nil {
		return nil, within("plans", err)
	}
	w := asking{Pipeline: p, program: program, plans: expanded(p.Plans), results: map[string]Result{}}
	if len(w.Cases) == 0 {
		w.Cases = combinations(p.Deals)
	}
	none, all := Case{}, Case{Outcomes: map[string]Outcome{}}
	wanted := append([]Case{none}, w.Cases...)
	for _, d := range p.Deals {
		all.Outcomes[d.Deal.ID] = Won
		wanted = append(wanted, Case{Outcomes: map[string]Outcome{d.Deal.ID: Won}})
	}
	wanted = append(wanted, all)
	for _, d := range p.Deals {
		wanted = append(wanted, without(all, d.Deal.ID))
	}
	if err := w.calculate(ctx, wanted, opt); err != nil {
		return nil, err
	}
	out := &Prospect{Plans: refs(p.Plans), Payee: p.Payee, Period: p.SoFar.Periods[len(p.SoFar.Periods)-1], Without: w.results[w.key(none)]}
	for _, x := range p.SoFar.Roster.Payees {
		if x.ID == p.Payee {
			out.Name = x.Name
		}
	}
	for _, c := range w.Cases {
		r := w.results[w.key(c)]
		r.Name, r.Outcomes = c.Name, w.outcomes(c)
		r.Difference = minus(r, out.Without)
		out.Cases = append(out.Cases, r)
	}
	for _, d := range p.Deals {
		one := Case{Outcomes: map[string]Outcome{d.Deal.ID: Won}}
		out.Deals = append(out.Deals, Worth{
			Deal: d.Deal.ID, Alone: minus(w.results[w.key(one)], out.Without), Last: minus(w.results[w.key(all)], w.results[w.key(without(all, d.Deal.ID))]),
		})
	}
	return out, nil
}

func without(all Case, id string) Case {
	c := Case{Outcomes: maps.Clone(all.Outcomes)}
	delete(c.Outcomes, id)
	return c
}

func (p Pipeline) check(f *wording.Faults) {
	p.SoFar.check(f, "$.soFar")
	f.Count("$.plans", len(p.Plans), 1, MaxPlans)
	if !slices.ContainsFunc(p.SoFar.Roster.Payees, func(x incentive.Payee) bool { return x.ID == p.Payee }) {
		f.Add("payee", "$.payee", say("%s is no payee of the roster", "人员名单中没有 %s", wording.Quote(p.Payee)), say("name a payee", "请填写名单中的人员"))
	}
	seen := map[string]bool{}
	for _, t := range p.SoFar.Transactions {
		seen[t.ID] = true
	}
	f.Count("$.deals", len(p.Deals), 1, MaxOpen)
	ids := map[string]*OpenDeal{}
	ways := 1
	for i := range p.Deals {
		d := &p.Deals[i]
		at := wording.At("$.deals", i)
		f.ID(at+".deal.id", d.Deal.ID, seen)
		ids[d.Deal.ID] = d
		ways = min(ways*len(d.ways()), MaxCases+1)
		if d.MovedTo.IsSet() && !firstDate(d.Deal).IsSet() {
			f.Add("day", at+".deal", say("it has no date that could move", "交易没有可移动的日期"), say("state the dates that are expected", "请填写预计日期"))
		}
	}
	switch {
	case len(p.Cases) == 0 && ways > MaxCases:
		f.Add("too-many", "$.cases", say("the deals have more than %d combinations", "交易的组合超过 %d 种", MaxCases), say("state the cases that matter, or fewer deals", "请列出所关心的情形，或减少交易"))
	case len(p.Cases) > MaxCases:
		f.Count("$.cases", len(p.Cases), 1, MaxCases)
	}
	names := map[string]bool{}
	for i, c := range p.Cases {
		at := wording.At("$.cases", i)
		f.ID(at+".name", c.Name, names)
		for _, id := range sortedKeys(c.Outcomes) {
			place := at + ".outcomes." + wording.Clip(id)
			d := ids[id]
			switch {
			case d == nil:
				f.Add("deal", place, say("%s is no open deal", "%s 不是未决交易", wording.Quote(id)), say("name one of the deals", "请填写所列交易的编号"))
			case wording.Choice(f, "outcome", place, c.Outcomes[id], Won, Lost, Moved) && c.Outcomes[id] == Moved && !d.MovedTo.IsSet():
				f.Add("outcome", place, say("%s has no day to move to", "%s 没有移动后的日期", wording.Quote(id)), say("state movedTo", "请填写 movedTo"))
			}
		}
	}
}

// ways are the outcomes that a deal can have.
func (d *OpenDeal) ways() []Outcome {
	if d.MovedTo.IsSet() {
		return []Outcome{Won, Moved, Lost}
	}
	return []Outcome{Won, Lost}
}

// combinations are all cases, the last deal changing first.
func combinations(deals []OpenDeal) []Case {
	out := []Case{{Outcomes: map[string]Outcome{}}}
	for i := range deals {
		var next []Case
		for _, c := range out {
			for _, way := range deals[i].ways() {
				with := maps.Clone(c.Outcomes)
				with[deals[i].Deal.ID] = way
				next = append(next, Case{Outcomes: with})
			}
		}
		out = next
	}
	return out
}

// firstDate is the first of a deal's dates.
func firstDate(t incentive.Transaction) kam.Day {
	var first kam.Day
	for _, d := range []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered} {
		if d.IsSet() && (!first.IsSet() || d.Before(first)) {
			first = d
		}
	}
	return first
}

// moved returns the deal with its dates moved.
func (d *OpenDeal) moved() incentive.Transaction {
	t := d.Deal
	days := d.MovedTo.Sub(firstDate(t))
	for _, at := range []*kam.Day{&t.Booked, &t.Invoiced, &t.CashDate, &t.Delivered} {
		if at.IsSet() {
			*at = at.AddDays(days)
		}
	}
	return t
}

// asking is a what-if under way.
type asking struct {
	Pipeline
	program *incentive.Program
	plans   []incentive.Plan
	mu      sync.Mutex
	results map[string]Result
}

// key names a case by what is won and moved in it.
func (w *asking) key(c Case) string {
	var b strings.Builder
	for _, d := range w.Deals {
		switch c.Outcomes[d.Deal.ID] {
		case Won:
			b.WriteByte('w')
		case Moved:
			b.WriteByte('m')
		default:
			b.WriteByte('l')
		}
	}
	return b.String()
}

func (w *asking) outcomes(c Case) []DealOutcome {
	out := make([]DealOutcome, len(w.Deals))
	for i, d := range w.Deals {
		out[i] = DealOutcome{d.Deal.ID, Lost}
		if o := c.Outcomes[d.Deal.ID]; o != "" {
			out[i].Outcome = o
		}
	}
	return out
}

// calculate runs every case once.
func (w *asking) calculate(ctx context.Context, cases []Case, opt Options) error {
	seen := map[string]bool{}
	cases = slices.DeleteFunc(cases, func(c Case) bool {
		k := w.key(c)
		defer func() { seen[k] = true }()
		return seen[k]
	})
	next, done, failed := 0, 0, len(cases)
	var failure error
	take := func() int {
		w.mu.Lock()
		defer w.mu.Unlock()
		if failure != nil || ctx.Err() != nil || next == len(cases) {
			return -1
		}
		next++
		return next - 1
	}
	var all sync.WaitGroup
	for range min(opt.workers(), len(cases)) {
		all.Go(func() {
			for i := take(); i >= 0; i = take() {
				r, err := w.result(ctx, cases[i])
				w.mu.Lock()
				if w.results[w.key(cases[i])] = r; err != nil && i < failed {
					failed, failure = i, err
				}
				if done++; err == nil && opt.Progress != nil {
					opt.Progress(done, len(cases))
				}
				w.mu.Unlock()
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return failure
}

// result calculates one case.
func (w *asking) result(ctx context.Context, c Case) (Result, error) {
	h := w.SoFar
	h.Transactions = slices.Clone(h.Transactions)
	for i := range w.Deals {
		d := &w.Deals[i]
		switch c.Outcomes[d.Deal.ID] {
		case Won:
			h.Transactions = append(h.Transactions, d.Deal)
		case Moved:
			h.Transactions = append(h.Transactions, d.moved())
		default: // it never counts
		}
	}
	p := player{program: w.program, plans: w.plans, history: h, roster: h.Roster, keep: true}
	out, err := p.play(ctx, 1)
	if err != nil {
		return Result{}, err
	}
	run := out.runs[len(out.runs)-1]
	var r Result
	for held := range run.Held() {
		if held.Payee.ID == w.Payee {
			r.Held = append(r.Held, held.Findings...)
		}
	}
	if len(r.Held) > 0 {
		return r, nil
	}
	earned := map[kam.Currency]decimal.Decimal{}
	for s := range run.Statements() {
		if s.Payee().ID == w.Payee {
			r.read(s)
			earned[s.Currency()] = earned[s.Currency()].Add(s.Earned())
		}
	}
	for _, currency := range slices.Sorted(maps.Keys(earned)) {
		r.Earned = append(r.Earned, kam.Money{Amount: earned[currency], Currency: currency})
	}
	return r, nil
}

// read adds what a statement says.
func (r *Result) read(s incentive.Statement) {
	add := func(component string, amount decimal.Decimal) {
		i := slices.IndexFunc(r.Components, func(a Amount) bool {
			return a.Plan == s.PlanID() && a.Component == component && a.Currency == s.Currency()
		})
		if i < 0 {
			i = len(r.Components)
			r.Components = append(r.Components, Amount{Plan: s.PlanID(), Component: component, Currency: s.Currency()})
		}
		r.Components[i].Amount = r.Components[i].Amount.Add(amount)
	}
	for c := range s.Components() {
		add(c.Name, c.Amount)
	}
	for a := range s.Adjustments() {
		if a.Component == "" {
			add("("+string(a.Kind)+")", a.Amount)
		}
	}
	for _, a := range s.Ahead() {
		d := Distance{Plan: s.PlanID(), Component: a.Component, Kind: a.Kind, Text: a.Text}
		if a.Missing != nil {
			d.Missing = a.Missing.RatString()
			if places, finite := a.Missing.FloatPrec(); finite {
				d.Missing = a.Missing.FloatString(places)
			}
		}
		r.Ahead = append(r.Ahead, d)
	}
}

// minus returns what a earns less what b does, by currency; nothing where either is held.
func minus(a, b Result) []kam.Money {
	if len(a.Held)+len(b.Held) > 0 {
		return nil
	}
	by := map[kam.Currency]decimal.Decimal{}
	for _, m := range a.Earned {
		by[m.Currency] = by[m.Currency].Add(m.Amount)
	}
	for _, m := range b.Earned {
		by[m.Currency] = by[m.Currency].Sub(m.Amount)
	}
	var out []kam.Money
	for _, currency := range slices.Sorted(maps.Keys(by)) {
		out = append(out, kam.Money{Amount: by[currency], Currency: currency})
	}
	return out
}
