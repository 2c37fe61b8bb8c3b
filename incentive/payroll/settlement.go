package payroll

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Frequency says how documents are gathered into settlements. The zero value is none.
type Frequency string

// The frequencies, in civil months.
const (
	// HalfMonthly settles the 1st to the 15th, and the 16th to the end of the month.
	HalfMonthly Frequency = "half-month"
	// Monthly settles a month.
	Monthly Frequency = "month"
	// Quarterly settles three months from January, April, July or October.
	Quarterly Frequency = "quarter"
	// HalfYearly settles six months from January or July.
	HalfYearly Frequency = "half-year"
	// Yearly settles a year.
	Yearly Frequency = "year"
	// AllPending settles everything that is pending at once.
	AllPending Frequency = "all-pending"
)

// maxPending is how many documents are settled at a time.
const maxPending = 1_000_000

// Pending is a document whose commission is not settled yet.
type Pending struct {
	// ID names the document, Payee whose commission it is; 1 to 128 bytes.
	ID    string `json:"id"`
	Payee string `json:"payee"`
	// Day is the document's.
	Day    kam.Day         `json:"day"`
	Amount decimal.Decimal `json:"amount"`
	// Currency is that of Amount.
	Currency kam.Currency `json:"currency"`
}

// Settlement is what one payee gets for the documents of one period in one currency.
type Settlement struct {
	Payee    string       `json:"payee"`
	Currency kam.Currency `json:"currency"`
	// Period is the days that it settles. Of [AllPending], it begins with the day of the first document.
	Period kam.Period `json:"period"`
	// Lines are the documents, by day and then id, and Total is the sum of their amounts.
	Lines []Pending       `json:"lines"`
	Total decimal.Decimal `json:"total"`
}

// Group gathers documents into settlements, ascending by payee, period and currency. It settles the periods that have
// ended by until, which is the first day not settled any more; of [AllPending], the documents of all days before it.
// Other documents stay pending and are in no settlement. Documents come in any order.
func Group(pending []Pending, f Frequency, until kam.Day) ([]Settlement, error) {
	if err := checkPending(pending, f, until); err != nil {
		return nil, err
	}
	first := until
	for _, p := range pending {
		if p.Day.Before(first) {
			first = p.Day
		}
	}
	found := map[settlementKey]*Settlement{}
	for _, p := range pending {
		if !p.Day.Before(until) {
			continue
		}
		period := kam.Period{From: first, Until: until}
		if f != AllPending {
			period = f.period(p.Day)
		}
		if period.Until.After(until) || !period.Until.IsSet() {
			continue
		}
		key := settlementKey{p.Payee, period, p.Currency}
		s := found[key]
		if s == nil {
			s = &Settlement{Payee: p.Payee, Currency: p.Currency, Period: period}
			found[key] = s
		}
		s.Lines, s.Total = append(s.Lines, p), s.Total.Add(p.Amount)
	}
	settlements := make([]Settlement, 0, len(found))
	for _, s := range found {
		slices.SortFunc(s.Lines, func(a, b Pending) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.ID, b.ID)) })
		settlements = append(settlements, *s)
	}
	slices.SortFunc(settlements, func(a, b Settlement) int {
		return cmp.Or(cmp.Compare(a.Payee, b.Payee), a.Period.Compare(b.Period), cmp.Compare(a.Currency, b.Currency))
	})
	return settlements, nil
}

type settlementKey struct {
	payee    string
	period   kam.Period
	currency kam.Currency
}

// period returns the settlement period of a day.
func (f Frequency) period(d kam.Day) kam.Period {
	months := 1
	switch f {
	case HalfMonthly:
		first := d.AddDays(1 - d.DayOfMonth())
		if sixteenth := first.AddDays(15); d.Before(sixteenth) {
			return kam.Period{From: first, Until: sixteenth}
		}
		return kam.Period{From: first.AddDays(15), Until: first.AddMonths(1)}
	case Quarterly:
		months = 3
	case HalfYearly:
		months = 6
	case Yearly:
		months = 12
	case Monthly, AllPending:
	}
	first := d.AddDays(1 - d.DayOfMonth()).AddMonths(-(int(d.Month()-time.January) % months))
	return kam.Period{From: first, Until: first.AddMonths(months)}
}

func checkPending(pending []Pending, f Frequency, until kam.Day) error {
	faults := wording.Faults{Prefix: "payroll"}
	wording.Choice(&faults, "frequency", "$.frequency", f, HalfMonthly, Monthly, Quarterly, HalfYearly, Yearly, AllPending)
	day(&faults, "$.until", until)
	if !faults.Count("$.pending", len(pending), 0, maxPending) {
		return faults.Err()
	}
	seen := make(map[[2]string]bool, len(pending))
	for i, p := range pending {
		place := wording.At("$.pending", i)
		faults.ID(place+".id", p.ID, nil)
		faults.ID(place+".payee", p.Payee, nil)
		day(&faults, place+".day", p.Day)
		faults.Number(place+".amount", p.Amount)
		currency(&faults, place+".currency", p.Currency)
		if key := [2]string{p.Payee, p.ID}; seen[key] {
			faults.Add("twice", place, wording.Say("%s of %s stands twice", "%[2]s 的单据 %[1]s 重复出现", wording.Quote(p.ID), wording.Quote(p.Payee)),
				wording.Say("list each document once for a payee", "同一收款人的每张单据只列一次"))
		} else {
			seen[key] = true
		}
	}
	return faults.Err()
}

// currency reports a code that is no currency.
func currency(f *wording.Faults, place string, c kam.Currency) bool {
	if _, err := kam.ParseCurrency(string(c)); err == nil {
		return true
	}
	f.Add("currency", place, wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(c))),
		wording.Say("use an ISO 4217 code such as CNY", "请使用 ISO 4217 代码，例如 CNY"))
	return false
}
