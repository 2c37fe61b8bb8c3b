package ledger

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Posted is the sum of what was posted on a payee's account for one component, kind and commission period.
type Posted struct {
	Payee     string     `json:"payee"`
	Plan      string     `json:"plan"`
	Version   int        `json:"version"`
	Component string     `json:"component"`
	Kind      Kind       `json:"kind"`
	Period    kam.Period `json:"period"`
	// Amount is in Currency, positive when owed to the payee, and never zero.
	Currency kam.Currency    `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Snapshot is what a ledger held at one moment. The zero value is the snapshot of an empty ledger.
type Snapshot struct {
	// Head is the ledger's head at that moment.
	Head Head `json:"head,omitempty"`
	// Posted are the sums, ascending by payee, plan, version, component, kind, period and currency, each
	// once; texts are compared byte by byte. What sums to zero is left out: it equals nothing posted.
	Posted []Posted `json:"posted,omitempty"`
}

// Sum returns what the entries on [PayeeAccount] sum to, in the order and form of [Snapshot]; entries on other
// accounts are passed over. An error that the sequence yields is returned as it is, without sums.
func Sum(records iter.Seq2[Record, error]) ([]Posted, error) {
	sums := map[postedKey]decimal.Decimal{}
	for record, err := range records {
		if err != nil {
			return nil, err
		}
		if record.Account != PayeeAccount {
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
	period      kam.Period
	currency    kam.Currency
}

func (e Entry) postedKey() postedKey {
	return postedKey{e.Payee, e.Plan, e.Version, e.Component, e.Kind, e.Period, e.Currency}
}

func (k postedKey) posted(amount decimal.Decimal) Posted {
	return Posted{
		Payee: k.payee, Plan: k.plan, Version: k.version, Component: k.component,
		Kind: k.kind, Period: k.period, Currency: k.currency, Amount: amount,
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
		p.Period.Compare(o.Period),
		cmp.Compare(p.Currency, o.Currency),
	)
}
