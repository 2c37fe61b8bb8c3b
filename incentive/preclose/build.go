package preclose

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Build returns the report. The error is a *[kam.InvalidError] with every fault of the inputs, or that of
// [incentive.Run.BatchInto] of a late run. The same inputs give the same report.
func Build(in Inputs) (Report, error) {
	if err := in.check(); err != nil {
		return Report{}, err
	}
	late, err := in.corrections()
	if err != nil {
		return Report{}, err
	}
	b := builder{in: in, late: late, now: newWorld(in.Now), before: newWorld(in.Before), earned: map[key]decimal.Decimal{}, last: map[key]decimal.Decimal{}, forecast: map[key]decimal.Decimal{}, statements: map[*incentive.Run]map[account][]incentive.Statement{}}
	for s := range in.Now.Statements() {
		if !s.Open() {
			addStatement(b.earned, s)
		}
	}
	previous := in.Previous
	if len(previous) == 0 && in.Before != nil {
		previous = FiguresOf(in.Before)
	}
	b.knowsLast = len(in.Previous) > 0 || in.Before != nil
	for _, f := range previous {
		b.last[key{f.Payee, f.Plan, f.Component, f.Currency}] = f.Amount
	}
	for _, f := range in.Forecast {
		b.forecast[key{f.Payee, f.Plan, f.Component, f.Currency}] = f.Amount
	}
	r := Report{Period: in.Now.Period(), Label: in.Now.Program().Calendar().Label(in.Now.Period()), Run: in.Now.ID(), Findings: in.Now.Findings()}
	r.Rows = b.rows()
	r.Totals = totals(r.Rows, b.knowsLast)
	r.Held, r.Absent, r.Zero = b.held(), b.absent(), b.zero(r.Rows)
	r.Largest = largest(r.Rows, in.Largest)
	r.Uncredited = slices.Collect(in.Now.House())
	r.Checks = r.checks()
	return r, nil
}

// builder has what a report is made of.
type builder struct {
	in                           Inputs
	now, before                  *world
	late, earned, last, forecast map[key]decimal.Decimal
	knowsLast                    bool
	statements                   map[*incentive.Run]map[account][]incentive.Statement // looked up once
	labels                       map[edition]map[string]kam.Text                      // of components, looked up once
}

// rows returns the rows of everybody who is not held.
func (b *builder) rows() []Row {
	all := map[key]bool{}
	for _, list := range []map[key]decimal.Decimal{b.earned, b.late, b.last, b.forecast} {
		for k := range list {
			all[k] = true
		}
	}
	limits := b.in.Limits.byComponent()
	var out []Row
	for _, k := range slices.SortedFunc(maps.Keys(all), key.compare) {
		if b.now.held[account{k.payee, k.plan}] {
			continue
		}
		r := Row{Payee: k.payee, Plan: k.plan, Component: k.component, Currency: k.currency, Places: b.places(k), Earned: b.earned[k], Late: b.late[k], Now: b.earned[k].Add(b.late[k])}
		if payee, ok := b.in.Now.Payee(k.payee); ok {
			r.Name = payee.Name
		}
		r.Label = b.label(k)
		limit, own := limits[componentKey{k.plan, k.component}]
		if !own {
			limit = b.in.Limits.Default
		}
		if b.knowsLast {
			last := b.last[k]
			variance := r.Now.Sub(last)
			r.Last, r.Variance = decimal.NewNullDecimal(last), decimal.NewNullDecimal(variance)
			if !last.IsZero() {
				ratio := num.Rat(variance.Shift(2))
				r.Percent = decimal.NewNullDecimal(num.RoundRat(ratio.Quo(ratio, num.Rat(last.Abs())), 1, num.HalfUp))
			}
			r.Beyond = limit.beyond(variance, last)
			if !variance.IsZero() {
				r.Parts = b.explain(r)
			}
		}
		if forecast, known := b.forecast[k]; known {
			from := r.Now.Sub(forecast)
			r.Forecast, r.FromForecast = decimal.NewNullDecimal(forecast), decimal.NewNullDecimal(from)
			r.BeyondForecast = limit.beyond(from, forecast)
		}
		out = append(out, r)
	}
	return out
}

// label returns what people read for a component; the zero Text where no plan of the run says so.
func (b *builder) label(k key) kam.Text {
	version := 0
	if u := b.now.units[account{k.payee, k.plan}]; u != nil {
		version = u.version
	}
	at := edition{k.plan, version}
	labels, known := b.labels[at]
	if !known {
		labels = b.in.Now.Program().ComponentLabels(k.plan, version)
		if b.labels == nil {
			b.labels = map[edition]map[string]kam.Text{}
		}
		b.labels[at] = labels
	}
	return labels[k.component]
}

// places returns the decimal places of a plan's amounts.
func (b *builder) places(k key) int32 {
	for _, w := range []*world{b.now, b.before} {
		if u := w.units[account{k.payee, k.plan}]; u != nil && u.last.Currency() == k.currency {
			return u.places
		}
	}
	return k.currency.MinorUnits()
}

func totals(rows []Row, knowsLast bool) []Total {
	sums, payees := map[kam.Currency]*Total{}, map[kam.Currency]map[string]bool{}
	for _, r := range rows {
		t := sums[r.Currency]
		if t == nil {
			t = &Total{Currency: r.Currency}
			sums[r.Currency], payees[r.Currency] = t, map[string]bool{}
			if knowsLast {
				t.Last, t.Variance = decimal.NewNullDecimal(decimal.Zero), decimal.NewNullDecimal(decimal.Zero)
			}
		}
		payees[r.Currency][r.Payee] = true
		t.Earned, t.Late, t.Now = t.Earned.Add(r.Earned), t.Late.Add(r.Late), t.Now.Add(r.Now)
		t.Last.Decimal, t.Variance.Decimal = t.Last.Decimal.Add(r.Last.Decimal), t.Variance.Decimal.Add(r.Variance.Decimal)
		if r.Forecast.Valid {
			t.Forecast = decimal.NewNullDecimal(t.Forecast.Decimal.Add(r.Forecast.Decimal))
		}
	}
	var out []Total
	for _, c := range slices.Sorted(maps.Keys(sums)) {
		sums[c].Payees = len(payees[c])
		out = append(out, *sums[c])
	}
	return out
}

// held returns those whose pay is not known, with what they had last time.
func (b *builder) held() []HeldPayee {
	var out []HeldPayee
	for h := range b.in.Now.Held() {
		p := HeldPayee{Payee: h.Payee.ID, Plan: h.Plan, Version: h.Version, Findings: slices.Clone(h.Findings)}
		for _, s := range b.lastOf(func(k key) bool { return k.payee == p.Payee && k.plan == p.Plan }) {
			p.Last = append(p.Last, kam.Money{Amount: s.Amount, Currency: s.Currency})
		}
		out = append(out, p)
	}
	return out
}

// absent returns those who had figures last time and have neither a statement nor a finding now.
func (b *builder) absent() []Standing {
	return b.lastOf(func(k key) bool {
		at := account{k.payee, k.plan}
		return b.now.units[at] == nil && !b.now.held[at]
	})
}

// lastOf sums last figures by payee, plan and currency; zeros are left out.
func (b *builder) lastOf(chosen func(key) bool) []Standing {
	sums := map[key]decimal.Decimal{}
	for k, amount := range b.last {
		if chosen(k) {
			k.component = ""
			sums[k] = sums[k].Add(amount)
		}
	}
	var out []Standing
	for _, f := range figures(sums) {
		out = append(out, Standing{f.Payee, f.Plan, f.Currency, f.Amount})
	}
	return out
}

// largest returns the best paid of each currency.
func largest(rows []Row, n int) []Standing {
	sums := map[key]decimal.Decimal{}
	for _, r := range rows {
		k := key{payee: r.Payee, currency: r.Currency}
		sums[k] = sums[k].Add(r.Now)
	}
	list := figures(sums)
	slices.SortStableFunc(list, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), b.Amount.Abs().Cmp(a.Amount.Abs()), cmp.Compare(a.Payee, b.Payee))
	})
	var out []Standing
	taken := map[kam.Currency]int{}
	for _, f := range list {
		if taken[f.Currency]++; taken[f.Currency] <= n {
			out = append(out, Standing{Payee: f.Payee, Currency: f.Currency, Amount: f.Amount})
		}
	}
	return out
}

// zero returns those with a statement whose rows are all zero together.
func (b *builder) zero(rows []Row) []ZeroPayer {
	sums := map[account]decimal.Decimal{}
	for _, r := range rows {
		sums[account{r.Payee, r.Plan}] = sums[account{r.Payee, r.Plan}].Add(r.Now)
	}
	deals := b.in.Now.DealsByPayee()
	var out []ZeroPayer
	for k, u := range b.now.units {
		if sums[k].IsZero() {
			out = append(out, ZeroPayer{Payee: k.payee, Plan: k.plan, Reasons: b.reasons(k, u, deals[k.payee])})
		}
	}
	slices.SortFunc(out, func(x, y ZeroPayer) int {
		return cmp.Or(strings.Compare(x.Payee, y.Payee), strings.Compare(x.Plan, y.Plan))
	})
	return out
}

// reasons counts why the deals of the period pay nothing, ascending by code.
func (b *builder) reasons(k account, u *unit, deals []string) []ZeroReason {
	found := map[string]*ZeroReason{}
	for _, id := range slices.Sorted(slices.Values(deals)) {
		if day := b.in.Now.CreditDate(k.plan, u.version, id); day.IsSet() && !b.in.Now.Period().Contains(day) {
			continue
		}
		said := map[string]bool{}
		for _, f := range b.in.Now.Why(k.payee, id).Reasons {
			if said[f.Code] {
				continue
			}
			said[f.Code] = true
			if found[f.Code] == nil {
				found[f.Code] = &ZeroReason{Code: f.Code, First: id, Text: f.Message}
			}
			found[f.Code].Deals++
		}
	}
	if len(found) == 0 {
		return []ZeroReason{{Code: "preclose.no-deals", Text: wording.Say("no deal of the period names the payee", "本期没有涉及该人员的交易")}}
	}
	var out []ZeroReason
	for _, code := range slices.Sorted(maps.Keys(found)) {
		out = append(out, *found[code])
	}
	return out
}

// checks says what to tick.
func (r Report) checks() []Check {
	var beyond, forecast, unexplained, late, house int
	for _, row := range r.Rows {
		if row.Beyond {
			beyond++
		}
		if row.BeyondForecast {
			forecast++
		}
		if !row.Late.IsZero() {
			late++
		}
		if slices.ContainsFunc(row.Parts, func(p Part) bool { return p.Cause == CauseUnexplained }) {
			unexplained++
		}
	}
	for _, h := range r.Uncredited {
		if !h.Override {
			house++
		}
	}
	var out []Check
	add := func(code string, n int, en, zh string) {
		out = append(out, Check{Code: code, Count: n, Clear: n == 0, Text: wording.Say(en, zh, n)})
	}
	add("held", len(r.Held), "held payees: %d", "暂停结算的人员：%d")
	add("beyond", beyond, "variances from the last period beyond the limit: %d", "与上期差异超限：%d")
	add("unexplained", unexplained, "variances without an explanation: %d", "未能解释的差异：%d")
	add("forecast", forecast, "variances from the forecast beyond the limit: %d", "与预测差异超限：%d")
	add("late", late, "late corrections: %d", "迟到的更正：%d")
	add("zero", len(r.Zero), "payees who get nothing: %d", "提成为零的人员：%d")
	add("absent", len(r.Absent), "payees of the last period who are absent: %d", "上期有而本期没有的人员：%d")
	add("uncredited", house, "parts of deals that nobody is credited for: %d", "无人计入的交易份额：%d")
	add("findings", len(r.Findings), "findings of the run: %d", "运行提示：%d")
	out = append(out, Check{Code: "four-eyes", Count: 1, Text: wording.Say("who approves has not calculated the period", "批准人未参与本期计算")})
	return out
}
