package payroll

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Acknowledgement is what payroll's answers are brought together with. The zero value is none.
type Acknowledgement struct {
	// Into is the commission period that the returns are posted into: one that is open or approved.
	Into kam.Period
	// Lines are those of the pay run, Answers payroll's: to all lines, or to some of them.
	Lines   []Line
	Answers []Answer
	// Snapshot is the ledger's, of a window that holds the whole book.
	Snapshot ledger.Snapshot
}

// Acknowledged is what payroll did, line by line.
type Acknowledged struct {
	// Paid and Rejected are the lines that were answered, and Pending those that were not, each in the order of the lines.
	Paid     []Line         `json:"paid"`
	Rejected []RejectedLine `json:"rejected"`
	Pending  []Line         `json:"pending"`
	// Batch returns what was rejected to what is payable. Its run is "return-" and a digest of the lines that it
	// returns. It is empty when there are none, or when all were returned before.
	Batch ledger.Batch `json:"batch"`
}

// RejectedLine is a line that payroll did not pay.
type RejectedLine struct {
	Line
	Date   kam.Day `json:"date"`
	Reason string  `json:"reason"`
	// Before says that the ledger has the return already.
	Before bool `json:"before,omitempty"`
}

// Acknowledge returns what payroll did and the batch that follows from it: each rejected line moves back from paid to
// payable, and may be paid by a later run. All or nothing: an answer that fits no line, that tells another amount or
// currency than the line, that is about a payout which the ledger does not have, or that says a line is paid which was
// returned before, is a fault, and with any fault there is no batch. A line that was returned before is not returned
// again. The error is a *[kam.InvalidError] with every fault.
func Acknowledge(a Acknowledgement) (Acknowledged, error) {
	f := wording.Faults{Prefix: "payroll"}
	if f.Period("$.into", a.Into, true) {
		closed(&f, a.Snapshot, a.Into)
	}
	lines := map[string]Line{}
	for i, l := range a.Lines {
		if _, twice := lines[l.ID]; twice {
			f.Add("twice", wording.At("$.lines", i), wording.Say("the line %s stands twice", "行号 %s 重复出现", wording.Quote(l.ID)),
				wording.Say("list each line once", "每行只列一次"))
		}
		lines[l.ID] = l
	}
	given, returned := payouts(a.Snapshot.Posted)
	answers := map[string]Answer{}
	for i, answer := range a.Answers {
		if answer.Place == "" {
			answer.Place = wording.At("$.answers", i)
		}
		if _, twice := answers[answer.LineID]; twice {
			f.Add("twice", answer.Place, wording.Say("the line %s is answered twice", "行号 %s 有两条答复", wording.Quote(answer.LineID)),
				wording.Say("keep one answer for each line id", "每个行号只保留一条答复"))
		}
		answers[answer.LineID] = answer
		l, known := lines[answer.LineID]
		if !known {
			f.Add("unknown", answer.Place, wording.Say("the pay run has no line %s", "发放批次中没有行号 %s", wording.Quote(answer.LineID)),
				wording.Say("check that the answer belongs to this pay run", "请确认该答复属于本次发放"))
			continue
		}
		answered(&f, answer, l, given, returned)
	}
	if err := f.Err(); err != nil {
		return Acknowledged{}, err
	}
	done := Acknowledged{Batch: ledger.Batch{Head: a.Snapshot.Head, Period: a.Into}}
	var moved []string
	for _, l := range a.Lines {
		answer, known := answers[l.ID]
		switch {
		case !known:
			done.Pending = append(done.Pending, l)
		case answer.Status == Paid:
			done.Paid = append(done.Paid, l)
		default:
			_, before := returned[l.ID]
			done.Rejected = append(done.Rejected, RejectedLine{Line: l, Date: answer.Date, Reason: answer.Reason, Before: before})
			if !before {
				moved = append(moved, l.ID)
				done.Batch.Entries = append(done.Batch.Entries, ledger.Move(l.entry(ledger.PayoutReturn, a.Into), ledger.PaidAccount, ledger.PayeeAccount, l.Amount)...)
			}
		}
	}
	slices.Sort(moved)
	done.Batch.Run = "return-" + digest(append([]string{"kam payroll return 1"}, moved...)...)
	return done, nil
}

// payoutKey is what a payout is known by in the ledger.
type payoutKey struct {
	line, payee, plan string
	currency          kam.Currency
}

// payouts returns what was paid out by line, and which lines were returned.
func payouts(posted []ledger.Posted) (given map[payoutKey]decimal.Decimal, returned map[string]bool) {
	given, returned = map[payoutKey]decimal.Decimal{}, map[string]bool{}
	for _, x := range posted {
		if x.Account != ledger.PaidAccount || x.Reference == "" {
			continue
		}
		if x.Kind == ledger.Payout {
			key := payoutKey{x.Reference, x.Payee, x.Plan, x.Currency}
			given[key] = given[key].Add(x.Amount)
		}
		if x.Kind == ledger.PayoutReturn {
			returned[x.Reference] = true
		}
	}
	return given, returned
}

// answered reports what does not fit between an answer and its line.
func answered(f *wording.Faults, a Answer, l Line, given map[payoutKey]decimal.Decimal, returned map[string]bool) {
	wording.Choice(f, "status", a.Place, a.Status, Paid, Rejected)
	if !f.Number(a.Place, a.Amount) {
		return
	}
	if !a.Amount.Equal(l.Amount) || a.Currency != l.Currency {
		f.Add("different", a.Place,
			wording.Say("the answer is about %s, the line %s is %s", "答复金额为 %s，而行号 %s 为 %s", money(a.Amount, a.Currency), wording.Quote(l.ID), money(l.Amount, l.Currency)),
			wording.Say("ask payroll to answer for the whole line, and correct what was paid otherwise", "请薪资部门按整行答复，并更正实际发放的差额"))
	}
	if posted := given[payoutKey{l.ID, l.Payee, l.Plan, l.Currency}]; !posted.Equal(l.Amount) {
		f.Add("unposted", a.Place,
			wording.Say("the ledger has %s for the line %s of %s", "账簿中行号 %[2]s 的金额为 %[1]s，而该行为 %[3]s", money(posted, l.Currency), wording.Quote(l.ID), money(l.Amount, l.Currency)),
			wording.Say("append the batch of the pay run before its answers are read", "请先将发放批次记入账簿，再处理答复"))
	}
	if a.Status == Paid && returned[l.ID] {
		f.Add("returned", a.Place,
			wording.Say("the line %s was returned to what is payable, and is said to be paid", "行号 %s 已退回应付金额，答复却称已发放", wording.Quote(l.ID)),
			wording.Say("ask payroll which is right, before it is paid a second time", "请在再次发放前与薪资部门核实"))
	}
}
