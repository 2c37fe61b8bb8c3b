// Package accounting makes general-ledger bookings of what the commission ledger holds, and capitalises the cost of obtaining
// contracts.
//
// # Accrual
//
// [Accrue] turns what was posted into a period into a [Journal]: what payees earn is an expense of the commission period it
// belongs to and a liability on the waiting account; what is paid out moves from there to the payable one.
//
//	posted                       debit      credit
//	earned 10                    expense    waiting
//	held back 3                  waiting    held
//	handed over to payroll 7     waiting    payable
//	advanced 5                   advances   waiting
//	taken back 2                 waiting    expense
//
// Signs: on the ledger's accounts an amount above zero is owed to the payee; in a [Balance] it is debits less credits, so
// that liabilities are negative. Every entry balances, and so does each currency. [Journal.Reversal] takes a journal back.
//
// # Costs to obtain a contract
//
// A [Policy] says which components are incremental costs of obtaining a contract (ASC 340-40, IFRS 15.91 to 104), over what
// they are amortised and how. [NewBook] applies it to contracts and costs; [Book.RollForward] shows how a period's opening
// balance became the closing one, [Book.Journal] books it.
//
// Commission is charged as an expense first and moved to the asset by the capitalisation, so that both journals may be made
// apart. A cost of 2,400 over 24 full months is 100 in the first.
//
// In a month things happen in this order: costs, those above zero of a day first; modifications and terminations; the month's
// amortisation; tests for impairment. An asset is never below zero: what a refund takes back beyond what is left is income of
// the month, shown as amortisation below zero, or as written off below zero once the contract has ended. In the month in which
// a contract ends nothing is amortised, and everything left is written off.
//
// A portfolio's contracts that begin in one month are one asset. A single contract that ends does not touch it, since the
// stated length includes that some do; refunds of its costs do.
//
// # Numbers
//
// Amounts are decimals with no more places than the minor unit of their currency. Rounded are, each to that unit: the on-costs
// of one cost, the part of a late cost that is made up at once, the part of a refund that the asset bears, and what of an
// asset falls to each month. The months of an asset sum to what was capitalised, exactly. When something changes an asset,
// what is left of it is spread anew over the months that are left.
//
// # Texts
//
// The codes and headings of CSV are English, for programs; texts and Markdown are in English or Chinese.
//
// # Faults
//
// All faults come at once in one [*kam.InvalidError]: accounting.format, .id, .twice, .choice, .kind, .account, .currency,
// .number, .places, .period, .day, .month, .unbalanced, .side, .missing, .unused, .share, .length, .delivery, .contract,
// .component, .portfolio, .asset, .reason, .negative, .too-few, .too-many, and those of reading JSON. The limits are the
// constants of the package.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use.
package accounting
