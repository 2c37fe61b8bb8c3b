package settlement

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Start is what is known when a commission period starts, before anything is calculated.
type Start struct {
	// Program and Roster are those that the period's run will have.
	Program *incentive.Program
	Roster  incentive.Roster
	// Period is the commission period that starts.
	Period kam.Period
	// Opening is the ledger from its first day on. The zero value is an empty ledger.
	Opening ledger.Snapshot
	// People are facts about payees, as in [Inputs].
	People []Person
}

// Beginning is what is paid at the start of a period. It is immutable and safe for concurrent use.
type Beginning struct {
	results []payout.Result
	held    []incentive.Held
	batch   ledger.Batch
}

// Begin advances the draws that plans pay at the start of a period, to everybody on the roster who is assigned to such a
// plan in it. A pay run whose terms say [payroll.Terms.BegunDraws] pays them on the first day; [Settle] takes them out of
// the period's earnings. Beginning a period again posts nothing twice; it posts the
// difference where the roster or the draws have changed.
//
// The error is a *[kam.InvalidError] with every fault that concerns nobody in particular. See [Beginning.Held] for the others.
func Begin(in Start) (*Beginning, error) {
	if in.Program == nil {
		return nil, errors.New("settlement: there is no program")
	}
	f := newFaults()
	f.Count("people", len(in.People), 0, maxRows)
	on := accounts{}
	for _, a := range in.Roster.Assignments {
		on.add(a.Payee, a.Plan)
	}
	for _, p := range in.Opening.Posted {
		on.add(p.Payee, p.Plan)
	}
	f.people(in.People, on.plans())
	if f.Period("period", in.Period, true) {
		if _, err := in.Program.Calendar().Containing(kam.Year, in.Period.From); err != nil {
			f.Merge("period", err)
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	x := &Beginning{}
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "kam-beginning-1\n%s\n", in.Period) // a hash takes everything
	s := starter{Start: in, posted: map[account][]ledger.Posted{}, people: map[account]Person{}, payees: map[string]incentive.Payee{}}
	for _, p := range in.Opening.Posted {
		k := account{p.Payee, p.Plan}
		s.posted[k] = append(s.posted[k], p)
	}
	for _, p := range in.People {
		s.people[account{p.Payee, p.Plan}] = p
	}
	for _, p := range in.Roster.Payees {
		s.payees[p.ID] = p
	}
	for _, a := range s.assignments() {
		rules, ok := in.Program.Payout(a.Plan, a.Version)
		if !ok {
			continue
		}
		c, payee := s.begin(a)
		result, err := rules.Begin(c)
		if err != nil {
			st := &statement{account: account{a.Payee, a.Plan}, payee: payee, version: a.Version}
			x.held = append(x.held, *refused(st, err))
			continue
		}
		data, err := strictjson.Canonical(c)
		if err != nil {
			return nil, fmt.Errorf("settlement: %q under plan %q: %w", a.Payee, a.Plan, err)
		}
		_, _ = fmt.Fprintf(h, "%d:%s\n", len(data), data)
		x.results = append(x.results, result)
		x.batch.Entries = append(x.batch.Entries, result.Entries...)
	}
	x.batch.Run, x.batch.Head, x.batch.Period = hex.EncodeToString(h.Sum(nil)), in.Opening.Head, in.Period
	x.batch.Entries = ledger.Merge(x.batch.Entries)
	return x, nil
}

// starter finds who is advanced what.
type starter struct {
	Start
	posted map[account][]ledger.Posted
	people map[account]Person
	payees map[string]incentive.Payee
	// assigned has the last assignment of everybody who has one in the period.
	assigned map[account]incentive.Assignment
}

// assignments returns the last assignment of everybody to each plan that overlaps the period, open positions left out.
func (s *starter) assignments() []incentive.Assignment {
	last := map[account]incentive.Assignment{}
	for _, a := range s.Roster.Assignments {
		payee, known := s.payees[a.Payee]
		if !known || payee.Open || a.Period.Check() != nil {
			continue
		}
		if _, overlaps := a.Period.Intersect(s.Period); !overlaps {
			continue
		}
		k := account{a.Payee, a.Plan}
		if before, ok := last[k]; !ok || before.Period.From.Before(a.Period.From) {
			last[k] = a
		}
	}
	s.assigned = last
	var list []incentive.Assignment
	for _, a := range last {
		list = append(list, a)
	}
	for k, rows := range s.posted { // an advance to somebody who is not assigned any more is taken back
		if _, ok := last[k]; ok || s.payees[k.payee].Open {
			continue
		}
		gone := incentive.Assignment{Payee: k.payee, Plan: k.plan}
		advanced := false
		for _, p := range rows {
			gone.Version = max(gone.Version, p.Version)
			advanced = advanced || p.Into == s.Period && p.Kind == ledger.DrawAdvance
		}
		if advanced {
			list = append(list, gone)
		}
	}
	slices.SortFunc(list, func(a, b incentive.Assignment) int {
		return cmp.Or(strings.Compare(a.Payee, b.Payee), strings.Compare(a.Plan, b.Plan))
	})
	return list
}

// begin makes the case of an assignment.
func (s *starter) begin(a incentive.Assignment) (payout.Case, incentive.Payee) {
	k := account{a.Payee, a.Plan}
	person := personOf(s.people, k)
	c := payout.Case{
		Payee: a.Payee, Plan: a.Plan, Version: a.Version, Period: s.Period, Currency: s.payees[a.Payee].Currency, Posted: s.posted[k],
		Employment: person.Employment, Draw: person.Draw, Guarantee: person.Guarantee, ProtectedMinimum: person.ProtectedMinimum,
		Earlier: map[int]*payout.Rules{}, Labels: s.Program.ComponentLabels(a.Plan, a.Version),
	}
	c.Year, _ = s.Program.Calendar().Containing(kam.Year, s.Period.From) // Begin has asked
	for _, version := range s.Program.Versions(a.Plan) {
		if rules, ok := s.Program.Payout(a.Plan, version); ok && version != a.Version {
			c.Earlier[version] = rules
		}
	}
	if _, ok := s.assigned[k]; !ok {
		if rules, ok := s.Program.Payout(a.Plan, a.Version); ok {
			unentitled(&c, rules)
		}
	}
	return c, s.payees[a.Payee]
}

// Batch returns what the ledger lacks, in one batch that sums to zero.
func (b *Beginning) Batch() ledger.Batch {
	batch := b.batch
	batch.Entries = slices.Clone(batch.Entries)
	return batch
}

// Results yields what each payee is advanced under each plan with payout terms, ordered by payee id and plan id.
func (b *Beginning) Results() iter.Seq[payout.Result] { return slices.Values(b.results) }

// Held yields those to whom nothing is advanced because of a finding, in the same order.
func (b *Beginning) Held() iter.Seq[incentive.Held] { return slices.Values(b.held) }

// refused returns why one account is not begun or settled.
func refused(st *statement, err error) *incentive.Held {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return st.hold("case", wording.Say("it cannot be settled: %s", "无法结算：%s", err), wording.Say("correct the inputs", "请更正输入"))
	}
	h := &incentive.Held{Payee: st.payee, Plan: st.account.plan, Version: st.version}
	for _, f := range invalid.Findings {
		if withoutDate(f) {
			f.Remedy = stateDate()
		}
		f.Place = st.place() + strings.TrimPrefix(f.Place, "$")
		h.Findings.Add(f)
	}
	return h
}
