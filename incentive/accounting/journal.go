package accounting

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Journal is what is booked into the general ledger for one period. The zero value books nothing.
type Journal struct {
	// Period is the period that it is booked into.
	Period kam.Period `json:"period"`
	// Entries are ascending by origin, plan, component, asset, payee, kind and currency, each once.
	Entries []Entry `json:"entries,omitempty"`
}

// Entry is one booking; its debits equal its credits.
type Entry struct {
	// ID is the same whenever the same entry is made again: made of the period, the origin and what the entry is about.
	ID string `json:"id"`
	// Reverses is the ID of the entry that this one takes back. Empty: none.
	Reverses string `json:"reverses,omitempty"`
	// Origin is the commission period that an expense belongs to; zero for movements between accounts of payees.
	Origin kam.Period `json:"origin,omitzero"`
	// Plan, Component, Asset and Payee say what it is about, as far as the entry is cut.
	Plan      string `json:"plan,omitempty"`
	Component string `json:"component,omitempty"`
	Asset     string `json:"asset,omitempty"`
	Payee     string `json:"payee,omitempty"`
	// Kind is a kind of posting, or "capitalisation", "amortisation", "impairment" or "write-off".
	Kind string `json:"kind"`
	// Text is what people read.
	Text     kam.Text     `json:"text"`
	Currency kam.Currency `json:"currency"`
	// Lines are debits first, then credits, each ascending by account.
	Lines []Line `json:"lines"`
}

// Line is one side of an entry. One of Debit and Credit is above zero, the other is zero.
type Line struct {
	Account string          `json:"account"`
	Debit   decimal.Decimal `json:"debit"`
	Credit  decimal.Decimal `json:"credit"`
}

// Balance is debits less credits on an account: expenses and claims are positive, liabilities negative.
type Balance struct {
	Account  string          `json:"account"`
	Currency kam.Currency    `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Reversal returns the journal that takes j back in another period: debits and credits change sides, and each entry names
// the one that it reverses. Booking both leaves every account as it was. A period without an end is an [*kam.InvalidError].
func (j Journal) Reversal(into kam.Period) (Journal, error) {
	f := newFaults()
	if !f.Period("into", into, true) {
		return Journal{}, f.Err()
	}
	out := Journal{Period: into}
	for _, e := range j.Entries {
		r := e
		r.Reverses = e.ID
		r.Text = wording.Say("reversal: %s", "冲销：%s", e.Text)
		r.Lines = make([]Line, len(e.Lines))
		for i, l := range e.Lines {
			r.Lines[i] = Line{Account: l.Account, Debit: l.Credit, Credit: l.Debit}
		}
		slices.SortFunc(r.Lines, Line.compare)
		r.ID = entryID(into, r)
		out.Entries = append(out.Entries, r)
	}
	return out, nil
}

// Balances returns what the journal adds to each account, ascending by account and currency; accounts that it leaves
// unchanged are left out. The sum of each currency is zero.
func (j Journal) Balances() []Balance {
	sums := map[balanceKey]decimal.Decimal{}
	for _, e := range j.Entries {
		for _, l := range e.Lines {
			key := balanceKey{l.Account, e.Currency}
			sums[key] = sums[key].Add(l.Debit).Sub(l.Credit)
		}
	}
	return balances(sums)
}

// Check returns nil when every entry of j balances and every line has one side, else an [*kam.InvalidError].
func (j Journal) Check() error {
	f := newFaults()
	f.Period("$.period", j.Period, true)
	seen := map[string]bool{}
	for i, e := range j.Entries {
		at := wording.At("$.entries", i)
		if seen[e.ID] {
			f.Add("twice", at+".id", wording.Say("%s stands twice", "%s 重复出现", wording.Quote(e.ID)), wording.Say("book it once", "请只入账一次"))
		}
		seen[e.ID] = true
		sum, usable := decimal.Zero, true
		for k, l := range e.Lines {
			place := wording.At(at+".lines", k)
			if !f.Number(place+".debit", l.Debit) || !f.Number(place+".credit", l.Credit) {
				usable = false
				continue
			}
			if l.Debit.Sign() < 0 || l.Credit.Sign() < 0 || (l.Debit.Sign() > 0) == (l.Credit.Sign() > 0) {
				f.Add("side", place, wording.Say("debit %s and credit %s are no line", "借方 %s、贷方 %s 不构成一行", l.Debit, l.Credit),
					wording.Say("state one of them, above zero", "请只填写其中一方，且大于零"))
			}
			sum = sum.Add(l.Debit).Sub(l.Credit)
		}
		if usable && !sum.IsZero() {
			f.Add("unbalanced", at, wording.Say("debits less credits are %s", "借方减贷方为 %s", sum), wording.Say("book equal debits and credits", "借贷金额须相等"))
		}
	}
	return f.Err()
}

// newEntry returns an entry with the sums of accounts, debits positive, and false when all of them are zero.
func newEntry(into kam.Period, e Entry, sums map[string]decimal.Decimal) (Entry, bool) {
	e.Lines = nil
	for account, sum := range sums {
		switch sum.Sign() {
		case 1:
			e.Lines = append(e.Lines, Line{Account: account, Debit: sum})
		case -1:
			e.Lines = append(e.Lines, Line{Account: account, Credit: sum.Neg()})
		}
	}
	slices.SortFunc(e.Lines, Line.compare)
	e.ID = entryID(into, e)
	return e, len(e.Lines) > 0
}

// compare puts debits before credits, then accounts in their order.
func (l Line) compare(o Line) int {
	return cmp.Or(-cmp.Compare(l.Debit.Sign(), o.Debit.Sign()), cmp.Compare(l.Account, o.Account))
}

// compare orders entries by everything but their lines.
func (e Entry) compare(o Entry) int {
	return cmp.Or(
		e.Origin.Compare(o.Origin), cmp.Compare(e.Plan, o.Plan), cmp.Compare(e.Component, o.Component),
		cmp.Compare(e.Asset, o.Asset), cmp.Compare(e.Payee, o.Payee), cmp.Compare(e.Kind, o.Kind),
		cmp.Compare(e.Currency, o.Currency),
	)
}

// entryID names an entry by the period and all that tells entries of a journal apart.
func entryID(into kam.Period, e Entry) string {
	return stableID("kam journal 1", into.String(), e.Reverses, e.Origin.String(), e.Plan, e.Component, e.Asset, e.Payee, e.Kind, string(e.Currency))
}

type balanceKey struct {
	account  string
	currency kam.Currency
}

func (k balanceKey) compare(o balanceKey) int {
	return cmp.Or(cmp.Compare(k.account, o.account), cmp.Compare(k.currency, o.currency))
}

func balances(sums map[balanceKey]decimal.Decimal) []Balance {
	var out []Balance
	for _, key := range slices.SortedFunc(maps.Keys(sums), balanceKey.compare) {
		if sum := sums[key]; !sum.IsZero() {
			out = append(out, Balance{Account: key.account, Currency: key.currency, Amount: sum})
		}
	}
	return out
}
