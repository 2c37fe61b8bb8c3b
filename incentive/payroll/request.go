package payroll

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Request is what a pay run starts from. The zero value is no request.
type Request struct {
	// Run is the id of the pay run, and of its batch in the ledger: 1 to 128 bytes, another one for each pay run.
	Run string
	// PayDate is a date of the payroll calendar. Of an off-cycle run, Cutoff may be unset: nothing is too late then.
	PayDate PayDate
	// Into is the commission period that the payouts are posted into: one that is approved, or the open one.
	Into kam.Period
	// OffCycle makes it a run apart from the calendar. Nil: a regular run.
	OffCycle *OffCycle
	// Snapshot is the ledger's, of a window that holds the whole book.
	Snapshot ledger.Snapshot
	Terms    Terms
}

// OffCycle is a pay run apart from the calendar, such as the final settlement of a leaver.
type OffCycle struct {
	// Reason and By say why and who decided it; Reason has 1 to 1024 bytes.
	Reason string
	By     string
	// Payees are those who are paid, each once. Empty: all.
	Payees []string
	// BelowMinimum pays amounts below the minimums too, which a last payment must.
	BelowMinimum bool
}

// check returns every fault of the request but those that the ledger shows.
func (r Request) check() *wording.Faults {
	f := &wording.Faults{Prefix: "payroll"}
	f.ID("$.run", r.Run, nil)
	if day(f, "$.payDate.date", r.PayDate.Date) && r.PayDate.Cutoff.After(r.PayDate.Date) {
		f.Add("order", "$.payDate.cutoff",
			wording.Say("the cutoff %s is after the pay date %s", "截止日 %s 晚于发放日 %s", r.PayDate.Cutoff, r.PayDate.Date),
			wording.Say("state a day on or before the pay date", "截止日不得晚于发放日"))
	}
	if r.OffCycle == nil {
		day(f, "$.payDate.cutoff", r.PayDate.Cutoff)
	} else {
		reason(f, "$.offCycle.reason", r.OffCycle.Reason)
		f.ID("$.offCycle.by", r.OffCycle.By, nil)
		seen := map[string]bool{}
		if f.Count("$.offCycle.payees", len(r.OffCycle.Payees), 0, maxRows) {
			for i, payee := range r.OffCycle.Payees {
				f.ID(wording.At("$.offCycle.payees", i), payee, seen)
			}
		}
	}
	f.Period("$.into", r.Into, true)
	r.Terms.check(f, "$.terms")
	return f
}

// closed reports a period that payouts cannot be posted into.
func closed(f *wording.Faults, s ledger.Snapshot, into kam.Period) {
	if s.Period(into).State != ledger.Closed {
		return
	}
	f.Add("closed", "$.into", wording.Say("the period %s is closed", "结算期 %s 已关闭", into),
		wording.Say("post into the next period that is open or approved", "请记入下一个未关闭的结算期"))
}

// asks tells whether the run is about a payee.
func (r Request) asks() func(payee string) bool {
	if r.OffCycle == nil || len(r.OffCycle.Payees) == 0 {
		return func(string) bool { return true }
	}
	payees := slices.Sorted(slices.Values(r.OffCycle.Payees))
	return func(payee string) bool {
		_, found := slices.BinarySearch(payees, payee)
		return found
	}
}
