package ledger

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Posted is the sum of what was posted on one account of a payee for one component, kind, reference and commission
// period into one open period. The zero value is no sum.
type Posted struct {
	Payee     string     `json:"payee"`
	Plan      string     `json:"plan"`
	Version   int        `json:"version"`
	Component string     `json:"component"`
	Kind      Kind       `json:"kind"`
	Period    kam.Period `json:"period"`
	// Into is the open period that it was posted into: the [Batch.Period].
	Into kam.Period `json:"into"`
	// Account is where it stands: one that is [Account.OfPayee]; the house's own side is left out.
	Account Account `json:"account"`
	// Reference is that of the entries; empty where they have none.
	Reference string `json:"reference,omitempty"`
	// Amount is in Currency and never zero. On the payee's account, held and paid it is positive when it is the
	// payee's; a debt is negative.
	Currency kam.Currency    `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Snapshot is what a ledger held at one moment. The zero value is the snapshot of an empty ledger.
type Snapshot struct {
	// Head is the ledger's head at that moment.
	Head Head `json:"head,omitempty"`
	// Posted are the sums, ascending by payee, plan, version, component, kind, reference, period, open period,
	// account and currency, each once; texts are compared byte by byte. What sums to zero is left out: it equals
	// nothing posted.
	Posted []Posted `json:"posted,omitempty"`
	// Periods are the lives of the periods that a mark was ever put on, ascending, each once. A period that is not
	// among them is open.
	Periods []PeriodState `json:"periods,omitempty"`
}

// Period returns the life of a period of the snapshot; one that no mark was put on is open.
func (s Snapshot) Period(p kam.Period) PeriodState {
	for _, state := range s.Periods {
		if state.Period == p {
			return state
		}
	}
	return PeriodState{Period: p, Change: Change{State: Open}}
}

// Sum returns what the entries on the accounts of payees sum to, in the order and form of [Snapshot]; entries on the
// house's accounts are passed over. An error that the sequence yields is returned as it is, without sums.
func Sum(records iter.Seq2[Record, error]) ([]Posted, error) {
	sums := map[postedKey]decimal.Decimal{}
	for record, err := range records {
		if err != nil {
			return nil, err
		}
		if !record.Account.OfPayee() {
			continue
		}
		key := record.postedKey()
		sums[key] = sums[key].Add(record.Amount)
	}
	posted := make([]Posted, 0, len(sums))
	for key, amount := range sums {
		if !amount.IsZero() {
			posted = append(posted, key.posted(amount))
		}
	}
	slices.SortFunc(posted, Posted.compare)
	return posted, nil
}

// postedKey is what entries are summed by.
type postedKey struct {
	payee, plan string
	version     int
	component   string
	kind        Kind
	reference   string
	period      kam.Period
	into        kam.Period
	account     Account
	currency    kam.Currency
}

func (r Record) postedKey() postedKey {
	return postedKey{
		r.Payee, r.Plan, r.Version, r.Component, r.Kind, r.Reference, r.Period, r.Into, r.Account, r.Currency,
	}
}

func (k postedKey) posted(amount decimal.Decimal) Posted {
	return Posted{
		Payee: k.payee, Plan: k.plan, Version: k.version, Component: k.component,
		Kind: k.kind, Reference: k.reference, Period: k.period, Into: k.into, Account: k.account,
		Currency: k.currency, Amount: amount,
	}
}

// compare orders sums by everything but the amount.
func (p Posted) compare(o Posted) int {
	return cmp.Or(
		cmp.Compare(p.Payee, o.Payee),
		cmp.Compare(p.Plan, o.Plan),
		cmp.Compare(p.Version, o.Version),
		cmp.Compare(p.Component, o.Component),
		cmp.Compare(p.Kind, o.Kind),
		cmp.Compare(p.Reference, o.Reference),
		p.Period.Compare(o.Period),
		p.Into.Compare(o.Into),
		cmp.Compare(p.Account, o.Account),
		cmp.Compare(p.Currency, o.Currency),
	)
}
