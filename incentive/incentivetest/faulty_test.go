package incentivetest_test

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/incentivetest"
)

// faulty is a reader with one fault. Without one it keeps every rule.
type faulty struct {
	fault        string
	transactions []incentive.Transaction
	roster       incentive.Roster
	busy         atomic.Bool
	calls        atomic.Int32
}

func (f *faulty) has(fault string) bool { return f.fault == fault }

// transactionFaults maps each fault to the rule that must find it.
var transactionFaults = map[string]string{
	"booked alone":            "dates",
	"first date alone":        "dates",
	"last day left out":       "dates",
	"next day let in":         "dates",
	"everything":              "dates",
	"once for each date":      "dates",
	"open end is empty":       "open-end",
	"open end of this year":   "open-end",
	"no originals":            "originals",
	"original for each":       "originals",
	"reversals of the period": "originals",
	"dated originals":         "originals",
	"lost original fails":     "lost-original",
	"lost original skipped":   "lost-original",
	"empty fails":             "empty",
	"empty yields zero":       "empty",
	"forgets margins":         "content",
	"unknown is zero":         "content",
	"amounts as float":        "content",
	"two places":              "content",
	"decimal shares":          "content",
	"sequence of 32 bits":     "content",
	"forgets empty values":    "content",
	"trims":                   "texts",
	"lower case":              "texts",
	"one page":                "many",
	"resumes":                 "anew",
	"shares its maps":         "anew",
	"one at a time":           "at-once",
	"ignores the context":     "cancelled",
	"goes on after an error":  "cancelled",
}

// openTransactions returns a reader with that fault.
func openTransactions(fault string, seed []incentive.Transaction) incentive.TransactionReader {
	f := &faulty{fault: fault}
	for _, t := range seed {
		f.transactions = append(f.transactions, f.keep(t))
	}
	return f
}

// keep returns what the store makes of a transaction.
func (f *faulty) keep(t incentive.Transaction) incentive.Transaction {
	if f.has("shares its maps") {
		return t
	}
	t = copied(t)
	switch f.fault {
	case "forgets margins":
		t.Margin = decimal.NullDecimal{}
	case "unknown is zero":
		t.Units.Valid = true
	case "amounts as float":
		t.Amount = decimal.NewFromFloat(t.Amount.InexactFloat64())
	case "two places":
		t.Cash.Decimal = t.Cash.Decimal.Round(2)
	case "decimal shares":
		for i, p := range t.Participants {
			r, _ := p.Share.Rat().Float64()
			t.Participants[i].Share = kam.Fraction{Num: int64(r * 1e9), Den: 1e9}
		}
	case "sequence of 32 bits":
		t.Sequence = int64(int32(t.Sequence))
	case "forgets empty values":
		for name, value := range t.Attributes {
			if value == "" {
				delete(t.Attributes, name)
			}
		}
	case "trims":
		t.ID = strings.TrimSpace(t.ID)
	case "lower case":
		t.Owner = strings.ToLower(t.Owner)
	}
	return t
}

func copied(t incentive.Transaction) incentive.Transaction {
	t.Participants = slices.Clone(t.Participants)
	t.Attributes = maps.Clone(t.Attributes)
	t.Numbers = maps.Clone(t.Numbers)
	return t
}

func (f *faulty) Transactions(ctx context.Context, period kam.Period) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		if f.has("one at a time") {
			if !f.busy.CompareAndSwap(false, true) {
				yield(incentive.Transaction{}, errors.New("busy"))
				return
			}
			defer f.busy.Store(false)
		}
		if err := ctx.Err(); err != nil && !f.has("ignores the context") {
			if !yield(incentive.Transaction{}, err) || !f.has("goes on after an error") {
				return
			}
		}
		found, err := f.find(period)
		if f.has("resumes") && f.calls.Add(1) > 1 {
			found = found[min(len(found), 1):]
		}
		for _, t := range found {
			if !f.has("shares its maps") {
				t = copied(t)
			}
			if !yield(t, nil) {
				return
			}
		}
		if err != nil {
			yield(incentive.Transaction{}, err)
		}
	}
}

// find returns the transactions of the period with their originals.
func (f *faulty) find(period kam.Period) ([]incentive.Transaction, error) {
	var found []incentive.Transaction
	ids := map[string]bool{}
	for _, t := range f.transactions {
		for range f.dated(t, period) {
			found, ids[t.ID] = append(found, t), true
		}
	}
	known := map[string]bool{}
	for _, t := range f.transactions {
		known[t.ID] = true
	}
	reversals := map[string]int{}
	for _, t := range slices.Clone(found) {
		if t.Reverses == "" || f.has("no originals") {
			continue
		}
		reversals[t.Reverses]++
		switch {
		case known[t.Reverses]:
		case f.has("lost original fails"):
			return nil, errors.New("no original")
		case f.has("lost original skipped"):
			found = slices.DeleteFunc(found, func(o incentive.Transaction) bool { return o.ID == t.ID })
		}
	}
	for _, o := range f.transactions {
		for range reversals[o.ID] {
			if f.has("dated originals") && !o.Booked.IsSet() {
				continue
			}
			if !ids[o.ID] || f.has("original for each") {
				found, ids[o.ID] = append(found, o), true
			}
		}
		if f.has("reversals of the period") && ids[o.Reverses] && !ids[o.ID] {
			found, ids[o.ID] = append(found, o), true
		}
	}
	if len(found) == 0 && f.has("empty fails") {
		return nil, errors.New("nothing found")
	}
	if len(found) == 0 && f.has("empty yields zero") {
		found = append(found, incentive.Transaction{})
	}
	if f.has("one page") {
		found = found[:min(len(found), 1000)]
	}
	return found, nil
}

// dated returns how often the transaction is found in the period.
func (f *faulty) dated(t incentive.Transaction, period kam.Period) int {
	days := []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered}
	if f.has("booked alone") {
		days = days[:1]
	}
	if period.IsOpen() && f.has("open end of this year") {
		period.Until = kam.MustDay("2027-01-01")
	}
	if f.has("last day left out") && !period.IsOpen() {
		period.Until = period.Until.AddDays(-1)
	}
	if f.has("next day let in") && !period.IsOpen() {
		period.Until = period.Until.AddDays(1)
	}
	times := 0
	for _, day := range days {
		if !day.IsSet() {
			continue
		}
		if period.Contains(day) && (!period.IsOpen() || !f.has("open end is empty")) {
			times++
		}
		if f.has("first date alone") {
			break
		}
	}
	if f.has("everything") {
		return 1
	}
	if f.has("once for each date") {
		return times
	}
	return min(times, 1)
}

// rosterFaults maps each fault to the rule that must find it.
var rosterFaults = map[string]string{
	"assigned payees alone":  "payees",
	"people alone":           "payees",
	"contained alone":        "assignments",
	"touching too":           "assignments",
	"all assignments":        "assignments",
	"open ones left out":     "assignments",
	"one for each payee":     "assignments",
	"all reporting":          "reporting",
	"reporting contained":    "reporting",
	"managers that are paid": "reporting",
	"cut assignments":        "whole",
	"cut quotas":             "whole",
	"cut ramps":              "whole",
	"cut absences":           "whole",
	"cut changes":            "whole",
	"empty is an error":      "empty",
	"quotas as float":        "content",
	"forgets the target":     "content",
	"target always known":    "content",
	"first version":          "content",
	"forgets the currency":   "content",
	"forgets reliefs":        "entitlement",
	"one relief":             "entitlement",
	"reliefs turned":         "entitlement",
	"reliefs of the first":   "entitlement",
	"forgets who approved":   "entitlement",
	"relief without absence": "entitlement",
	"no amount is zero":      "entitlement",
	"shares of two places":   "entitlement",
	"absences without end":   "entitlement",
	"forgets prorates":       "entitlement",
	"forgets reasons":        "entitlement",
	"changes turned":         "entitlement",
	"ramps of the first":     "entitlement",
	"trims":                  "texts",
	"trims absences":         "texts",
	"shares its ramps":       "own",
	"shares its reliefs":     "own",
	"one page":               "many",
	"shares its slices":      "own",
	"shares with the seed":   "own",
	"one at a time":          "at-once",
	"ignores the context":    "cancelled",
}

// openRoster returns a reader with that fault.
func openRoster(fault string, seed incentive.Roster) incentive.RosterReader {
	if fault != "shares with the seed" {
		seed = incentivetest.NewStore(nil, seed).All()
	}
	return &faulty{fault: fault, roster: seed}
}

func (f *faulty) Roster(ctx context.Context, period kam.Period) (incentive.Roster, error) {
	if f.has("one at a time") {
		if !f.busy.CompareAndSwap(false, true) {
			return incentive.Roster{}, errors.New("busy")
		}
		time.Sleep(50 * time.Millisecond)
		defer f.busy.Store(false)
	}
	if err := ctx.Err(); err != nil && !f.has("ignores the context") {
		return incentive.Roster{}, err
	}
	r := f.roster
	if !f.has("shares its slices") {
		r = incentivetest.NewStore(nil, r).All()
	}
	for i, a := range f.roster.Assignments {
		if f.has("shares its ramps") {
			r.Assignments[i].Ramps = a.Ramps
		}
		for j := range a.Quotas {
			if f.has("shares its reliefs") {
				r.Assignments[i].Quotas[j].Relief = a.Quotas[j].Relief
			}
		}
	}
	seen := map[string]bool{}
	r.Assignments = slices.DeleteFunc(slices.Clone(r.Assignments), func(a incentive.Assignment) bool {
		in := f.overlaps(a.Period, period, "contained alone") && (!seen[a.Payee] || !f.has("one for each payee"))
		seen[a.Payee] = true
		return !in && !f.has("all assignments")
	})
	r.Reporting = slices.DeleteFunc(slices.Clone(r.Reporting), func(l incentive.ReportingLine) bool {
		if f.has("managers that are paid") && l.Manager == "not a payee" {
			return true
		}
		return !f.overlaps(l.Period, period, "reporting contained") && !f.has("all reporting")
	})
	if len(r.Payees) == 0 && f.has("empty is an error") {
		return r, errors.New("no payees")
	}
	r.Payees = slices.DeleteFunc(slices.Clone(r.Payees), func(p incentive.Payee) bool {
		return f.has("assigned payees alone") && !seen[p.ID] || f.has("people alone") && p.Open
	})
	if f.has("one page") {
		r.Payees = r.Payees[:min(len(r.Payees), 100)]
	}
	if f.has("trims") {
		for i := range r.Payees {
			r.Payees[i].ID = strings.TrimSpace(r.Payees[i].ID)
		}
	}
	for i := range r.Payees {
		if f.has("forgets the currency") {
			r.Payees[i].Currency = ""
		}
	}
	for i := range r.Assignments {
		f.spoil(&r.Assignments[i], period)
		f.spoilEntitlement(&r.Assignments[i], &r.Assignments[0], period)
	}
	return r, nil
}

func (f *faulty) overlaps(data, asked kam.Period, contained string) bool {
	switch {
	case f.has(contained):
		return asked.ContainsPeriod(data)
	case f.has("open ones left out") && data.IsOpen():
		return false
	case f.has("touching too") && data.Until == asked.From:
		return true
	}
	return asked.Overlaps(data)
}

// spoil changes an assignment in the way of the fault.
func (f *faulty) spoil(a *incentive.Assignment, period kam.Period) {
	switch f.fault {
	case "cut assignments":
		a.Period, _ = a.Period.Intersect(period)
	case "cut quotas":
		a.Quotas = slices.DeleteFunc(a.Quotas, func(q incentive.Quota) bool { return !q.Period.Overlaps(period) })
	case "quotas as float":
		for i, q := range a.Quotas {
			a.Quotas[i].Amount = decimal.NewFromFloat(q.Amount.InexactFloat64())
		}
	case "forgets the target":
		a.Target = incentive.Target{}
	case "target always known":
		a.Target.Amount.Valid = true
	case "first version":
		a.Version = 1
	}
}

// spoilEntitlement changes what stands beside an assignment's quotas in the way of the fault.
func (f *faulty) spoilEntitlement(a, first *incentive.Assignment, period kam.Period) {
	switch f.fault {
	case "cut ramps":
		a.Ramps = slices.DeleteFunc(a.Ramps, func(x incentive.Ramp) bool { return !x.Period.Overlaps(period) })
	case "cut absences":
		a.Absences = slices.DeleteFunc(a.Absences, func(x incentive.Absence) bool { return !x.Period.Overlaps(period) })
	case "cut changes":
		a.Target.Changes = slices.DeleteFunc(a.Target.Changes, func(x incentive.TargetChange) bool { return !period.Contains(x.From) })
	case "changes turned":
		slices.Reverse(a.Target.Changes)
	case "ramps of the first":
		a.Ramps = slices.Clone(first.Ramps)
	case "shares of two places":
		for i, r := range a.Ramps {
			a.Ramps[i].Share = r.Share.Round(2)
		}
	}
	for i := range a.Absences {
		x := &a.Absences[i]
		switch f.fault {
		case "absences without end":
			x.Period.Until = kam.Day{}
		case "forgets prorates":
			x.Prorates = false
		case "forgets reasons":
			x.Reason = ""
		case "trims absences":
			x.ID = strings.TrimSpace(x.ID)
		}
	}
	for i := range a.Quotas {
		f.spoilRelief(&a.Quotas[i], a.Quotas[0])
	}
}

// spoilRelief changes a quota's reliefs in the way of the fault.
func (f *faulty) spoilRelief(q *incentive.Quota, first incentive.Quota) {
	switch f.fault {
	case "forgets reliefs":
		q.Relief = nil
	case "one relief":
		q.Relief = q.Relief[:min(len(q.Relief), 1)]
	case "reliefs turned":
		slices.Reverse(q.Relief)
	case "reliefs of the first":
		q.Relief = slices.Clone(first.Relief)
	}
	for i := range q.Relief {
		r := &q.Relief[i]
		switch f.fault {
		case "forgets who approved":
			r.ApprovedBy = ""
		case "relief without absence":
			r.For = ""
		case "no amount is zero":
			r.Amount.Valid = true
		}
	}
}
