package kpi

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// MaxRecords is the most records that are read at once.
const MaxRecords = 5_000_000

// Conditions of [Rules.Read].
var (
	// ErrRecords says that there are more than [MaxRecords] records.
	ErrRecords = errors.New("kpi: too many records")
	// ErrSystems says that records are of several systems, which know the same customers: merge them first, as package
	// picture does, or read each on its own.
	ErrSystems = errors.New("kpi: records of several systems")
)

// Book is records sorted for figures. It is immutable, may be used by several goroutines at once, and keeps references to
// the data of the records.
type Book struct {
	rules      *Rules
	system     crm.System
	accounts   []customer // by ref
	index      map[string]int
	products   map[string]*crm.Product
	people     map[string]person
	sales      []sale // by ref, as everything below
	purchases  []sale // the records of the policy's Products
	deals      []deal
	activities []activity
	answers    []answer
	findings   kam.Findings
}

// nobody is the index of an account that is not known.
const nobody = -1

type customer struct {
	ref     crm.Ref
	account *crm.Account
	people  []string // by ref
}

type person struct {
	account int
	who     *crm.Contact
}

// sale is a record that is revenue.
type sale struct {
	ref     crm.Ref
	account int
	owner   string
	on      kam.Day
	amount  sum
	margin  sum
	stated  stated
	lines   []crm.Line
}

type deal struct {
	ref     crm.Ref
	account int
	data    *crm.Opportunity
}

type activity struct {
	ref     crm.Ref
	account int
	on      kam.Day
	data    *crm.Activity
}

type answer struct {
	ref     crm.Ref
	account int
	on      kam.Day
	data    *crm.Survey
}

// Read sorts records of one system. Deleted records are none; of two with one ref the one modified later counts, of equals
// the later in the list. It returns [ErrRecords] or [ErrSystems] for records that cannot be read together. What single
// records lack is told by [Book.Findings].
func (r *Rules) Read(records []crm.Record) (*Book, error) {
	if len(records) > MaxRecords {
		return nil, fmt.Errorf("%w: %d are more than %d", ErrRecords, len(records), MaxRecords)
	}
	b := &Book{rules: r, index: map[string]int{}, products: map[string]*crm.Product{}, people: map[string]person{}}
	if len(records) > 0 {
		b.system = records[0].Ref.System
	}
	for i := range records {
		if records[i].Ref.System != b.system {
			return nil, fmt.Errorf("%w: %s and %s", ErrSystems, wording.Quote(string(b.system)), wording.Quote(string(records[i].Ref.System)))
		}
	}
	kept := latest(records)
	parents := map[string]string{} // accounts of contacts and deals
	for _, rec := range kept {
		switch d := rec.Data.(type) {
		case *crm.Account:
			b.index[rec.Ref.ID] = len(b.accounts)
			b.accounts = append(b.accounts, customer{ref: rec.Ref, account: d})
		case *crm.Product:
			b.products[rec.Ref.ID] = d
		case *crm.Opportunity:
			parents[string(crm.KindOpportunity)+rec.Ref.ID] = d.Account
		case *crm.Contact:
			parents[string(crm.KindContact)+rec.Ref.ID] = d.Account
		}
	}
	for _, rec := range kept {
		b.add(rec, parents)
	}
	return b, nil
}

// latest returns the records that are not deleted, each ref once, by ref.
func latest(records []crm.Record) []*crm.Record {
	out := make([]*crm.Record, len(records))
	for i := range records {
		out[i] = &records[i]
	}
	slices.SortStableFunc(out, func(a, b *crm.Record) int {
		if c := a.Ref.Compare(b.Ref); c != 0 {
			return c
		}
		return a.Modified.Compare(b.Modified)
	})
	kept := out[:0]
	for i, rec := range out {
		if i+1 < len(out) && out[i+1].Ref == rec.Ref || rec.Deleted || crm.KindOf(rec.Data) != rec.Ref.Kind {
			continue
		}
		kept = append(kept, rec)
	}
	return kept
}

// add sorts one record in.
func (b *Book) add(rec *crm.Record, parents map[string]string) {
	switch d := rec.Data.(type) {
	case *crm.Contact:
		p := person{account: b.account(rec.Ref, d.Account), who: d}
		b.people[rec.Ref.ID] = p
		if p.account != nobody {
			b.accounts[p.account].people = append(b.accounts[p.account].people, rec.Ref.ID)
		}
	case *crm.Opportunity:
		at := b.account(rec.Ref, d.Account)
		b.deals = append(b.deals, deal{rec.Ref, at, d})
		if (d.Status == crm.Won || d.Status == crm.Lost) && !d.Close.IsSet() {
			b.tell("undated", rec.Ref, say("the deal is closed and says not when; it counts nowhere", "商机已关闭但没有关闭日期，未计入"), say("state when it was won or lost", "请补填赢单或输单日期"))
			return
		}
		if d.Status == crm.Won {
			s := sale{ref: rec.Ref, account: at, owner: d.Owner, on: d.Close, stated: stated{d.Amount, d.Currency, d.Rate}, lines: d.Lines}
			b.sell(FromDeals, s, d.Margin)
		}
	case *crm.Order:
		if b.rules.counts(d.Status) {
			s := sale{ref: rec.Ref, account: b.account(rec.Ref, d.Account), owner: d.Owner, on: d.Ordered, stated: stated{d.Amount, d.Currency, d.Rate}, lines: d.Lines}
			b.sell(FromOrders, s, d.Margin)
		}
	case *crm.Invoice:
		if b.rules.counts(d.Status) {
			s := sale{ref: rec.Ref, account: b.account(rec.Ref, d.Account), owner: d.Owner, on: d.Issued, stated: stated{d.Amount, d.Currency, d.Rate}}
			b.sell(FromInvoices, s, decimal.NullDecimal{})
		}
	case *crm.Payment:
		s := sale{ref: rec.Ref, account: b.account(rec.Ref, d.Account), owner: d.Owner, on: d.Received, stated: stated{d.Amount, d.Currency, d.Rate}}
		b.sell(FromPayments, s, decimal.NullDecimal{})
	case *crm.Activity:
		b.addActivity(rec.Ref, d, parents)
	case *crm.Survey:
		on := d.Answered
		if !on.IsSet() {
			on = d.Asked
		}
		if !on.IsSet() && d.Score.Valid {
			b.tell("undated", rec.Ref, say("it says not when it was answered; it counts nowhere", "没有答复日期，未计入"), say("state when it was answered", "请补填答复日期"))
			return
		}
		b.answers = append(b.answers, answer{rec.Ref, b.account(rec.Ref, d.Account), on, d})
	}
}

// counts reports whether an order or an invoice of a status counts.
func (r *Rules) counts(status string) bool { return len(r.statuses) == 0 || r.statuses[status] }

// account returns the index of an account, and tells when it is not known.
func (b *Book) account(of crm.Ref, id string) int {
	if id == "" {
		return nobody
	}
	at, ok := b.index[id]
	if !ok {
		b.tell("account", of, say("its account %s is not among the records", "其客户 %s 不在记录中", wording.Quote(id)), say("read the accounts too", "请一并读取客户记录"))
		return nobody
	}
	return at
}

// sell takes in a record that may be revenue, a purchase or both.
func (b *Book) sell(source Source, s sale, margin decimal.NullDecimal) {
	revenue, products := b.rules.policy.Revenue == source, b.rules.policy.Products == source
	if !revenue && !products {
		return
	}
	if !s.on.IsSet() {
		b.tell("undated", s.ref, say("it has no day; it counts nowhere", "没有日期，未计入"), say("state its day", "请补填日期"))
		return
	}
	s.amount = b.rules.convert(s.stated, s.on)
	s.margin = b.rules.convert(stated{margin, s.stated.currency, s.stated.rate}, s.on)
	if s.owner == "" && s.account != nobody {
		s.owner = b.accounts[s.account].account.Owner
	}
	if revenue {
		b.tellMoney(s.ref, s.stated, s.amount)
		b.sales = append(b.sales, s)
	}
	if products {
		b.purchases = append(b.purchases, s)
	}
}

// tellMoney tells why an amount is missing.
func (b *Book) tellMoney(of crm.Ref, s stated, got sum) {
	switch {
	case got.ok:
	case !s.amount.Valid:
		b.tell("amount", of, say("it has no amount", "没有金额"), say("state the amount", "请补填金额"))
	case s.currency == "" && b.rules.policy.Assume == "":
		b.tell("currency", of, say("its amount has no currency", "金额没有币种"), say("state the currency, or one to assume in the policy", "请补填币种，或在口径中指定默认币种"))
	case s.currency != "" && !isCurrency(s.currency):
		b.tell("currency", of, say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 币种", wording.Quote(string(s.currency))), say("use a code such as CNY", "请使用 CNY 之类的代码"))
	default:
		b.tell("rate", of, say("%s cannot be converted into %s on its day", "当日无法将 %s 换算为 %s", s.currency, got.currency), say("state a rate for the day", "请提供当日汇率"))
	}
}

// addActivity takes in a contact that was made. It belongs to the account that it names, else to that of its deal, else to
// that of the first person who has one.
func (b *Book) addActivity(ref crm.Ref, a *crm.Activity, parents map[string]string) {
	if !b.rules.isContact(a) {
		return
	}
	account := a.Account
	if account == "" && a.Opportunity != "" {
		account = parents[string(crm.KindOpportunity)+a.Opportunity]
	}
	for i := 0; account == "" && i < len(a.Contacts); i++ {
		account = parents[string(crm.KindContact)+a.Contacts[i]]
	}
	on := b.rules.dayOf(a)
	if !on.IsSet() {
		b.tell("undated", ref, say("the activity says not when it was; it counts nowhere", "该活动没有时间，未计入"), say("state when it happened", "请补填发生时间"))
		return
	}
	b.activities = append(b.activities, activity{ref, b.account(ref, account), on, a})
}

// isContact reports whether an activity is a contact that was made.
func (r *Rules) isContact(a *crm.Activity) bool {
	if a.Status != crm.Done && (a.Status != "" || !r.policy.Unstated) {
		return false
	}
	if len(r.contacts) == 0 {
		return a.Type != crm.ToDo
	}
	return r.contacts[a.Type]
}

// dayOf is the day of an activity: when it began, else when somebody checked in, else when it ended.
func (r *Rules) dayOf(a *crm.Activity) kam.Day {
	switch {
	case !a.Start.IsZero():
		return kam.DayAt(a.Start, r.zone)
	case a.CheckIn != nil && !a.CheckIn.At.IsZero():
		return kam.DayAt(a.CheckIn.At, r.zone)
	case !a.End.IsZero():
		return kam.DayAt(a.End, r.zone)
	}
	return kam.Day{}
}

// tell notes what a record lacks.
func (b *Book) tell(code string, of crm.Ref, message, remedy kam.Text) {
	b.findings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Warning, Place: of.String(), Message: message, Remedy: remedy})
}

// Findings tells what records lack: kpi.undated, kpi.amount, kpi.currency, kpi.rate and kpi.account, by ref. They are
// warnings: a record that cannot be read in one figure still counts in others.
func (b *Book) Findings() kam.Findings { return b.findings.Sorted() }
