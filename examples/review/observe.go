package main

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/attain"
)

// lateStart is the days by which the first deal of a period may be late before the export is taken to begin within it.
const lateStart = 31

// wonRevenue is the key of the metric that has a target.
const wonRevenue = "won-revenue"

// book is what the deals say about the last year with a win.
type book struct {
	calendar *kam.Calendar
	currency kam.Currency
	source   string
	team     crmset.Team
	deals    []crmset.Deal // closed in the year, so none of them is open
	year     kam.Period
	next     kam.Period // the quarter after it
	quarters []kam.Period
	whole    []kam.Period // the quarters that the export covers from their first month on, without a gap
	asOf     kam.Day      // the last day of the year
}

// newBook finds the year. Without a win there is none to be reviewed.
func newBook(deals []crmset.Deal, people crmset.Team, set crmset.Set, found *kam.Findings) (book, bool) {
	b := book{calendar: set.Calendar, currency: set.Currency, source: set.Mapping.Name, team: people}
	var last kam.Day
	for _, d := range deals {
		if d.Outcome == crmset.Won && d.Closed.After(last) {
			last = d.Closed
		}
	}
	var errs [3]error
	if b.year, errs[0] = b.calendar.Containing(kam.Year, last); errs[0] == nil {
		b.quarters, errs[1] = b.calendar.Split(b.year, kam.Quarter)
		b.next, errs[2] = b.calendar.Containing(kam.Quarter, b.year.Until)
	}
	for _, err := range errs {
		if err != nil {
			found.Add(findings.Fault("review.no-wins", set.Deals.Name, findings.Say("there is no year with a won deal to review", "没有可供评价的赢单年度"),
				findings.Say("export the closed deals of a year", "请导出一年内已关闭的商机")))
			return b, false
		}
	}
	b.asOf = b.year.Until.AddDays(-1)
	first := last
	for _, d := range deals {
		if b.year.Contains(d.Closed) {
			b.deals = append(b.deals, d)
			if d.Closed.Before(first) {
				first = d.Closed
			}
		}
	}
	b.whole = slices.DeleteFunc(slices.Clone(b.quarters), func(q kam.Period) bool { return first.Sub(q.From) > lateStart })
	if first.Sub(b.year.From) > lateStart {
		found.Add(findings.Remark(kam.Warning, "review.late-start", set.Deals.Name,
			findings.Say("the first deal of %s was closed on %s: what was closed before is not in the export, scores lack it, and trends leave out the quarters that it falls in", "%s 年首个关闭的商机在 %s：此前关闭的不在导出文件中，得分未包含该部分，走势不含所涉季度", b.calendar.Label(b.year), first),
			findings.Say("export the whole year", "请导出全年数据")))
	}
	return b, true
}

// subject is how the rooms call a person.
func subject(person string) kam.Subject { return kam.Subject{Kind: "agent", ID: person} }

// reviewed are the people who are to be scored, in the order of the team: whoever closed a deal, and whoever reports to
// somebody and leads nobody.
func (b book) reviewed() []string {
	leads, closed := map[string]bool{}, map[string]bool{}
	for _, p := range b.team.People {
		leads[p.Manager] = true
	}
	for _, d := range b.deals {
		closed[d.Owner] = true
	}
	var out []string
	for _, p := range b.team.People {
		if closed[p.ID] || p.Manager != "" && !leads[p.ID] {
			out = append(out, p.ID)
		}
	}
	return out
}

// tally is what one person closed in a period.
type tally struct {
	closed, wins, timed, days int64
	won, net                  decimal.Decimal // before and after refunds
	accounts                  map[string]decimal.Decimal
}

func (b book) tally(person string, p kam.Period) tally {
	t := tally{accounts: map[string]decimal.Decimal{}}
	for _, d := range b.deals {
		if d.Owner != person || !p.Contains(d.Closed) {
			continue
		}
		if d.Outcome == crmset.Refunded {
			t.net = t.net.Add(d.Amount.Decimal)
			continue
		}
		t.closed++
		if d.Outcome != crmset.Won {
			continue
		}
		t.wins++
		t.won, t.net = t.won.Add(d.Amount.Decimal), t.net.Add(d.Amount.Decimal)
		t.accounts[d.Account] = t.accounts[d.Account].Add(d.Amount.Decimal)
		if d.Opened.IsSet() && !d.Opened.After(d.Closed) {
			t.timed++
			t.days += int64(d.Closed.Sub(d.Opened))
		}
	}
	return t
}

// observe returns what is known of a person in a period: nothing at all when no deal was closed in it.
func (b book) observe(person string, p kam.Period) ([]kam.Observation, error) {
	t := b.tally(person, p)
	if t.closed == 0 && t.net.IsZero() {
		return nil, nil
	}
	like := kam.Observation{Subject: subject(person), Period: p, Count: t.closed, Source: b.source, AsOf: b.asOf}
	revenue, accounts := like, like
	revenue.Metric, revenue.Value, revenue.Currency = wonRevenue, decimal.NewNullDecimal(t.net), b.currency
	accounts.Metric, accounts.Value, accounts.Unit = "accounts-won", whole(int64(len(t.accounts))), "accounts"
	out := []kam.Observation{revenue, accounts}
	var largest decimal.Decimal
	for _, amount := range t.accounts {
		largest = decimal.Max(largest, amount)
	}
	for _, r := range []struct {
		metric, unit string
		part, of     decimal.NullDecimal
	}{
		{"win-rate", "", whole(t.wins), whole(t.closed)},
		{"sales-cycle", "days", whole(t.days), whole(t.timed)},
		{"largest-account", "", decimal.NewNullDecimal(largest), decimal.NewNullDecimal(t.won)},
	} {
		ratio, err := attain.RatioOf(r.part, r.of)
		if err != nil {
			return nil, err
		}
		o := like
		o.Metric, o.Unit = r.metric, r.unit
		if o, err = ratio.Observation(o); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func whole(n int64) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.NewFromInt(n)) }

// batch returns the inputs of all scores of a period. An export states no targets: each person's is an equal part of
// what all won in the year, for a quarter by its working days.
func (b book) batch(program *scoring.Program, p kam.Period) (scoring.Batch, error) {
	in := scoring.Batch{Period: p, OtherMetrics: true}
	total, active := decimal.Zero, int64(0)
	for _, person := range b.reviewed() {
		observed, err := b.observe(person, p)
		if err != nil {
			return in, err
		}
		in.Subjects = append(in.Subjects, subject(person))
		in.Observations = append(in.Observations, observed...)
		if t := b.tally(person, b.year); t.closed > 0 {
			total = total.Add(t.net)
			active++
		}
	}
	in.Cohorts = program.Cohorts(in.Observations)
	part, err := attain.Prorate(b.calendar, attain.PartPeriod{
		Target: decimal.NewNullDecimal(total.DivRound(decimal.NewFromInt(active), b.currency.MinorUnits())),
		Period: b.year, Part: p, Basis: attain.WorkingDays,
	})
	if err != nil {
		return in, err
	}
	card := program.Card()
	i := slices.IndexFunc(card.Measures, func(m scoring.Measure) bool { return m.Metric == wonRevenue })
	in.Targets = []scoring.Target{{Measure: card.Measures[i].ID, Target: part.Round(b.currency.MinorUnits())}}
	return in, nil
}
