package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/num"
)

// outcome is what a step gave, in the terms of an [Expectation].
type outcome struct {
	stops      []string
	because    []kam.Text
	statements []stated
	held       map[string][]string
	reasons    map[string][]kam.Text
	house      map[string]decimal.Decimal
	findings   []string
	posted     map[string]decimal.Decimal
	run        *incentive.Run
}

// stated is what one statement says.
type stated struct {
	payee, plan string
	version     int
	from        kam.Day
	wanted      Wanted
	statement   incentive.Statement
	// lines are by component and transaction.
	lines map[lineKey]decimal.Decimal
}

type lineKey struct{ component, transaction string }

// keys returns the names of the statement, the shortest first.
func (s stated) keys() []string {
	plan := s.payee + "/" + s.plan
	version := fmt.Sprintf("%s/%d", plan, s.version)
	return []string{s.payee, plan, version, version + "@" + s.from.String()}
}

func (p *played) outcome() outcome {
	o := outcome{held: map[string][]string{}, reasons: map[string][]kam.Text{}, house: map[string]decimal.Decimal{}, posted: map[string]decimal.Decimal{}, run: p.run}
	for _, f := range p.stopped {
		o.stops = append(o.stops, f.Code)
		o.because = append(o.because, kam.Text{EN: f.In(kam.English), ZH: f.In(kam.Chinese)})
	}
	o.stops = unique(o.stops)
	if p.run == nil {
		return o
	}
	for s := range p.run.Statements() {
		o.statements = append(o.statements, state(s))
	}
	o.settle(p)
	for h := range p.run.Held() {
		o.hold(h)
	}
	for h := range p.run.House() {
		key := h.Transaction
		if h.Override {
			key += " override"
		}
		o.house[key] = o.house[key].Add(h.Amount)
	}
	notes := p.run.Findings()
	if p.settled != nil {
		notes = append(notes, p.settled.Findings()...)
	}
	for _, run := range p.late {
		notes = append(notes, run.Findings()...)
	}
	for _, f := range notes {
		o.findings = append(o.findings, f.Code)
	}
	o.findings = unique(o.findings)
	for _, e := range p.entries {
		if e.Account != ledger.PayeeAccount || e.Kind != ledger.Earning && e.Kind != ledger.Correction {
			continue
		}
		for _, key := range []string{e.Payee, e.Payee + "/" + e.Plan, e.Payee + "/" + e.Plan + "/" + e.Component} {
			o.posted[key] = o.posted[key].Add(e.Amount)
		}
	}
	return o
}

// hold takes over why somebody is held.
func (o *outcome) hold(h incentive.Held) {
	for _, f := range h.Findings {
		if f.Severity == kam.Warning || f.Severity == kam.Info || slices.Contains(o.held[h.Payee.ID], f.Code) {
			continue
		}
		o.held[h.Payee.ID] = append(o.held[h.Payee.ID], f.Code)
		o.reasons[h.Payee.ID] = append(o.reasons[h.Payee.ID], kam.Text{EN: f.In(kam.English), ZH: f.In(kam.Chinese)})
	}
	slices.Sort(o.held[h.Payee.ID])
}

// settle adds what the settlement says.
func (o *outcome) settle(p *played) {
	if p.settled == nil {
		return
	}
	for h := range p.settled.Held() {
		o.hold(h)
	}
	if p.begun != nil {
		for h := range p.begun.Held() {
			o.hold(h)
		}
	}
	for s := range p.settled.Statements() {
		plan, version := s.Plan()
		at := -1 // settled is one account: the last statement of the plan has it
		for i, x := range o.statements {
			if x.payee == s.Payee().ID && x.plan == plan {
				at = i
			}
		}
		if at < 0 {
			o.statements = append(o.statements, stated{payee: s.Payee().ID, plan: plan, version: version})
			at = len(o.statements) - 1
		}
		o.statements[at].wanted.Settled = settledOf(s.Payout())
	}
	slices.SortStableFunc(o.statements, func(a, b stated) int {
		return cmp.Or(strings.Compare(a.payee, b.payee), strings.Compare(a.plan, b.plan))
	})
}

func settledOf(r payout.Result) *Settled {
	out := &Settled{
		Steps: map[string]decimal.Decimal{}, Payable: decimal.NewNullDecimal(r.After.Payable), Held: decimal.NewNullDecimal(r.After.HeldTotal()),
		Owed: decimal.NewNullDecimal(r.After.Owed()), Paid: decimal.NewNullDecimal(r.After.Paid),
	}
	for _, s := range r.Steps {
		amount := s.Amount
		switch s.Kind {
		case payout.StepCancelled:
			amount = s.Held
		case payout.StepForgiven:
			amount = s.Owed
		default: // it changes pay
		}
		out.Steps[string(s.Kind)] = out.Steps[string(s.Kind)].Add(amount)
	}
	return out
}

// state reads a statement.
func state(s incentive.Statement) stated {
	out := stated{
		payee: s.Payee().ID, plan: s.PlanID(), version: s.PlanVersion(), from: s.Assignment().Period.From, statement: s, lines: map[lineKey]decimal.Decimal{},
	}
	w := &out.wanted
	w.Earned, w.Payable = decimal.NewNullDecimal(s.Earned()), decimal.NewNullDecimal(s.Payable())
	w.Components, w.ToDate = map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for c := range s.Components() {
		w.Components[c.Name], w.ToDate[c.Name] = c.Amount, c.ToDate
	}
	for l := range s.Lines() {
		name := l.Transaction()
		if name == "" {
			name = "from " + l.From()
		}
		k := lineKey{l.Component(), name}
		out.lines[k] = out.lines[k].Add(l.Amount())
	}
	w.Lines = map[string]decimal.Decimal{}
	for k, amount := range out.lines {
		name := k.component + "/" + k.transaction
		if len(w.Components) == 1 {
			name = k.transaction
		}
		w.Lines[name] = amount
	}
	w.Adjustments = map[string]decimal.Decimal{}
	for a := range s.Adjustments() {
		name := strings.TrimSpace(a.Component + " " + string(a.Kind))
		w.Adjustments[name] = w.Adjustments[name].Add(a.Amount)
	}
	w.Measures = map[string]Standing{}
	for m := range s.Measures() {
		w.Measures[m.Name] = Standing{Value: decimal.NewNullDecimal(m.Value), Quota: m.Quota, Attainment: m.Attainment}
	}
	return out
}

// fill returns everything that a step gave as an expectation.
func (o outcome) fill() Expectation {
	e := Expectation{Stops: slices.Clone(o.stops)}
	if o.run == nil {
		return e
	}
	e.Payees = map[string]Wanted{}
	for _, s := range o.statements {
		e.Payees[o.name(s)] = s.wanted.trimmed()
	}
	if len(o.held) > 0 {
		e.Held = map[string][]string{}
		for payee, codes := range o.held {
			e.Held[payee] = slices.Clone(codes)
		}
	}
	if len(o.house) > 0 {
		e.House = maps.Clone(o.house)
	}
	e.Findings = slices.Clone(o.findings)
	return e
}

// brief is what a statement earns; empty for one without earnings of the period.
func (s stated) brief() string {
	if !s.wanted.Earned.Valid {
		return ""
	}
	return num.Format(s.wanted.Earned.Decimal)
}

// brief tells in one line what came out.
func (o outcome) brief() string {
	if len(o.stops) > 0 {
		return strings.Join(o.stops, ", ")
	}
	var out []string
	for _, s := range o.statements {
		if text := s.brief(); text != "" {
			out = append(out, o.name(s)+" "+text)
		}
	}
	for _, payee := range slices.Sorted(maps.Keys(o.held)) {
		out = append(out, payee+" "+strings.Join(o.held[payee], " "))
	}
	return strings.Join(out, ", ")
}

// name returns the shortest name of a statement that no other one has.
func (o outcome) name(s stated) string {
	keys := s.keys()
	for _, key := range keys {
		if len(o.named(key)) == 1 {
			return key
		}
	}
	return keys[len(keys)-1]
}

// named returns the statements that a name stands for.
func (o outcome) named(key string) []stated {
	var out []stated
	for _, s := range o.statements {
		if slices.Contains(s.keys(), key) {
			out = append(out, s)
		}
	}
	return out
}

// trimmed returns a copy of what says something on its own: payable and to date only where they differ from what is earned.
func (w Wanted) trimmed() Wanted {
	w.Components, w.ToDate, w.Lines, w.Adjustments = maps.Clone(w.Components), maps.Clone(w.ToDate), maps.Clone(w.Lines), maps.Clone(w.Adjustments)
	w.Measures = maps.Clone(w.Measures)
	if w.Settled != nil {
		settled := *w.Settled
		settled.Steps = maps.Clone(settled.Steps)
		w.Settled = &settled
	}
	if w.Payable.Decimal.Equal(w.Earned.Decimal) {
		w.Payable = decimal.NullDecimal{}
	}
	same := len(w.ToDate) == len(w.Components)
	for name, d := range w.Components {
		same = same && d.Equal(w.ToDate[name])
	}
	if same {
		w.ToDate = nil
	}
	return w
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
