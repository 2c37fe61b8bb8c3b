package settlement

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Corrected returns the opening as it will be once what late runs correct is posted into the period open. Its head stays
// that of the opening, so that everything is still posted in one batch.
//
// A plan that looks back, such as one to date, pays in the open period what earlier periods have not been posted yet. Where
// one of them is run anew in the same settlement, its correction must count as posted, or it would be paid twice: run the
// earliest late period from the opening, the next from Corrected of it, and the open period from Corrected of all.
//
//	january, err := program.Run(ctx, inputs(jan, opening), options)
//	opened, err := settlement.Corrected(opening, feb, january)
//	run, err := program.Run(ctx, inputs(feb, opened), options)
//	s, err := settlement.Settle(settlement.Inputs{Run: run, Opening: opening, Late: []settlement.Late{{Run: january, Reason: why}}})
//
// The errors are those of [incentive.Run.BatchInto].
func Corrected(opening ledger.Snapshot, open kam.Period, late ...*incentive.Run) (ledger.Snapshot, error) {
	rows := slices.Clone(opening.Posted)
	at := make(map[ledger.Posted]int, len(rows)) // of rows without their amounts
	for i, r := range rows {
		at[keyOf(r)] = i
	}
	for _, run := range late {
		b, err := run.BatchInto(open)
		if err != nil {
			return ledger.Snapshot{}, err
		}
		for _, e := range b.Entries {
			if e.Account != ledger.PayeeAccount {
				continue
			}
			row := ledger.Posted{
				Payee: e.Payee, Plan: e.Plan, Version: e.Version, Component: e.Component, Kind: e.Kind, Period: e.Period, Into: open,
				Account: e.Account, Reference: e.Reference, Currency: e.Currency, Amount: e.Amount,
			}
			if i, known := at[keyOf(row)]; known {
				rows[i].Amount = rows[i].Amount.Add(row.Amount)
				continue
			}
			at[keyOf(row)] = len(rows)
			rows = append(rows, row)
		}
	}
	opening.Posted = slices.DeleteFunc(rows, func(p ledger.Posted) bool { return p.Amount.IsZero() })
	return opening, nil
}

// keyOf returns a row without its amount.
func keyOf(p ledger.Posted) ledger.Posted {
	p.Amount = decimal.Decimal{}
	return p
}

// onTop reports runs that look back on a late period and were not calculated on top of what it corrects.
func (f *faults) onTop(in Inputs) error {
	late := slices.Clone(in.Late)
	slices.SortStableFunc(late, func(a, b Late) int { return a.Run.Period().Compare(b.Run.Period()) })
	opening := in.Opening
	for i := range late {
		next := in.Run
		place := "run"
		if i+1 < len(late) {
			next, place = late[i+1].Run, "late "+late[i+1].Run.Period().String()
		}
		var err error
		if opening, err = Corrected(opening, in.Run.Period(), late[i].Run); err != nil {
			return err
		}
		want, got := postedBefore(slices.Values(opening.Posted), next), postedBefore(next.Posted(), next)
		for _, k := range slices.SortedFunc(keys(want, got), sumKey.compare) {
			if want[k].Equal(got[k]) {
				continue
			}
			f.Add("not-on-top", place, wording.Say("the run of %s was not calculated on top of what %s corrects: for %s under plan %s, component %s, it counts %s as posted and not %s",
				"期间 %s 的运行未计入对 %s 的更正：%s 在方案 %s 的组成部分 %s 中按已入账 %s 计算，而非 %s", next.Period(), k.period, wording.Quote(k.payee), wording.Quote(k.plan), wording.Quote(k.component), got[k], want[k]),
				wording.Say("run it from Corrected(opening, open, late...)", "请以 Corrected(opening, open, late...) 的结果作为其期初重新运行"))
			break
		}
	}
	return nil
}

// sumKey is what earnings of earlier periods are compared by.
type sumKey struct {
	payee, plan, component string
	period                 kam.Period
}

func (k sumKey) compare(o sumKey) int {
	return cmp.Or(cmp.Compare(k.payee, o.payee), cmp.Compare(k.plan, o.plan), k.period.Compare(o.period), cmp.Compare(k.component, o.component))
}

// postedBefore adds up what was posted as earned for periods before a run, under plans that look back.
func postedBefore(rows func(func(ledger.Posted) bool), run *incentive.Run) map[sumKey]decimal.Decimal {
	sums := map[sumKey]decimal.Decimal{}
	program := run.Program()
	looks := map[string]bool{}
	for _, p := range program.Plans() {
		looks[p.ID] = looks[p.ID] || program.LooksBack(p.ID, p.Version)
	}
	for p := range rows {
		if p.Account == ledger.PayeeAccount && (p.Kind == ledger.Earning || p.Kind == ledger.Correction) && looks[p.Plan] && p.Period.From.Before(run.Period().From) {
			k := sumKey{p.Payee, p.Plan, p.Component, p.Period}
			sums[k] = sums[k].Add(p.Amount)
		}
	}
	return sums
}

// keys yields the keys of both, each once.
func keys(a, b map[sumKey]decimal.Decimal) func(func(sumKey) bool) {
	return func(yield func(sumKey) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if _, both := a[k]; !both && !yield(k) {
				return
			}
		}
	}
}
