package ledger

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Move returns the two entries that move an amount from one account to another: the amount on the account to and its
// opposite on the account from. Everything else is e's; its own account and amount are not read. An amount below zero
// moves the other way, and an amount of zero gives no entries. A batch of moves sums to zero in each currency.
func Move(e Entry, from, to Account, amount decimal.Decimal) []Entry {
	if amount.IsZero() {
		return nil
	}
	given, taken := e, e
	given.Account, given.Amount = to, amount
	taken.Account, taken.Amount = from, amount.Neg()
	return []Entry{given, taken}
}

// Merge returns the entries with those added up that a batch may have once only: of one payee, plan, version,
// component, kind, reference, period, account and currency. What sums to zero is left out. They are ascending in that
// order. The amounts must be within the bounds of [Batch.Check].
func Merge(entries []Entry) []Entry {
	sums := make(map[entryKey]int, len(entries))
	var merged []Entry
	for _, e := range entries {
		if i, known := sums[e.key()]; known {
			merged[i].Amount = merged[i].Amount.Add(e.Amount)
			continue
		}
		sums[e.key()] = len(merged)
		merged = append(merged, e)
	}
	merged = slices.DeleteFunc(merged, func(e Entry) bool { return e.Amount.IsZero() })
	slices.SortFunc(merged, Entry.compare)
	return merged
}
