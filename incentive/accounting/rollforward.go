package accounting

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// RollForward is how the assets came from the beginning of a period to its end. The zero value is none.
type RollForward struct {
	Period kam.Period `json:"period"`
	// Rows are ascending by asset and currency; an asset that is zero throughout is left out.
	Rows []Roll `json:"rows,omitempty"`
	// Totals are the sums by currency, ascending, with an empty asset.
	Totals []Roll `json:"totals,omitempty"`
}

// Roll is one line: opening + additions - amortisation - impairment - written off = closing.
type Roll struct {
	Asset        string          `json:"asset,omitempty"`
	Currency     kam.Currency    `json:"currency"`
	Opening      decimal.Decimal `json:"opening"`
	Additions    decimal.Decimal `json:"additions"`
	Amortisation decimal.Decimal `json:"amortisation"`
	Impairment   decimal.Decimal `json:"impairment"`
	WrittenOff   decimal.Decimal `json:"writtenOff"`
	Closing      decimal.Decimal `json:"closing"`
	// Current is what of Closing the twelve months after the period amortise; the rest is not current.
	Current decimal.Decimal `json:"current"`
}

// RollForward returns the movements of all assets in a period. A month belongs to it when its first day does, so that a
// period of whole months is exact; one that cuts a month in two is an [*kam.InvalidError], and so is one without an end.
func (b Book) RollForward(period kam.Period) (RollForward, error) {
	f := newFaults()
	if f.Period("period", period, true) {
		b.whole(f, period)
	}
	if err := f.Err(); err != nil {
		return RollForward{}, err
	}
	out := RollForward{Period: period}
	year := period.Until.AddMonths(12)
	totals := map[kam.Currency]*Roll{}
	for _, a := range b.Assets {
		row := Roll{Asset: a.ID, Currency: a.Currency}
		for _, m := range a.Movements {
			switch {
			case m.Month.From.Before(period.From):
				row.Opening = m.Closing
			case m.Month.From.Before(period.Until):
				row.Additions = row.Additions.Add(m.Additions)
				row.Amortisation = row.Amortisation.Add(m.Amortisation)
				row.Impairment = row.Impairment.Add(m.Impairment)
				row.WrittenOff = row.WrittenOff.Add(m.WrittenOff)
			case !year.IsSet() || m.Month.From.Before(year):
				row.Current = row.Current.Add(m.Amortisation).Add(m.Impairment).Add(m.WrittenOff).Sub(m.Additions)
			}
		}
		row.Closing = row.Opening.Add(row.Additions).Sub(row.Amortisation).Sub(row.Impairment).Sub(row.WrittenOff)
		if row.empty() {
			continue
		}
		out.Rows = append(out.Rows, row)
		total := totals[a.Currency]
		if total == nil {
			total = &Roll{Currency: a.Currency}
			totals[a.Currency] = total
		}
		total.add(row)
	}
	for _, total := range totals {
		out.Totals = append(out.Totals, *total)
	}
	slices.SortFunc(out.Totals, func(x, y Roll) int { return cmp.Compare(x.Currency, y.Currency) })
	return out, nil
}

// whole reports a period that cuts a month of an asset in two.
func (b Book) whole(f *wording.Faults, period kam.Period) {
	for _, a := range b.Assets {
		for _, m := range a.Movements {
			for _, d := range []kam.Day{period.From, period.Until} {
				if m.Month.Contains(d) && m.Month.From != d {
					f.Add("month", "period", wording.Say("%s is within the month %s", "%s 位于月份 %s 之中", d, wording.Days(m.Month)), wording.Say("state whole months", "请使用整月"))
					return
				}
			}
		}
	}
}

func (r Roll) empty() bool {
	for _, d := range []decimal.Decimal{r.Opening, r.Additions, r.Amortisation, r.Impairment, r.WrittenOff} {
		if !d.IsZero() {
			return false
		}
	}
	return true
}

func (r *Roll) add(o Roll) {
	r.Opening = r.Opening.Add(o.Opening)
	r.Additions = r.Additions.Add(o.Additions)
	r.Amortisation = r.Amortisation.Add(o.Amortisation)
	r.Impairment = r.Impairment.Add(o.Impairment)
	r.WrittenOff = r.WrittenOff.Add(o.WrittenOff)
	r.Closing = r.Closing.Add(o.Closing)
	r.Current = r.Current.Add(o.Current)
}

// Markdown returns the roll-forward for people, in a language.
func (r RollForward) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "Costs to obtain contracts, %s", "取得合同的成本，%s", wording.Days(r.Period))
	if len(r.Rows) == 0 {
		p.Line("Nothing is capitalised.", "没有资本化的成本。")
		return p.String()
	}
	p.Header(page.Text("Asset", "资产"), page.Number("Opening", "期初"), page.Number("Additions", "本期增加"),
		page.Number("Amortisation", "摊销"), page.Number("Impairment", "减值"), page.Number("Written off", "核销"), page.Number("Closing", "期末"), page.Number("Within a year", "一年内摊销"))
	for _, row := range slices.Concat(r.Rows, r.Totals) {
		name := markdown.Escape(wording.Clip(row.Asset))
		if row.Asset == "" {
			name = p.Say("**Total**", "**合计**")
		}
		cells := []string{name}
		for _, d := range []decimal.Decimal{row.Opening, row.Additions, row.Amortisation.Neg(), row.Impairment.Neg(), row.WrittenOff.Neg(), row.Closing, row.Current} {
			cells = append(cells, markdown.Escape(wording.Money(d, row.Currency)))
		}
		p.Row(cells...)
	}
	p.WriteByte('\n')
	p.Line("Closing is opening and the columns after it added up. What leaves the asset is written with a minus sign; what is within a year is amortised, or otherwise leaves, in the twelve months after the period.",
		"期末等于期初与其后各列之和。自资产转出的金额以负数列示；“一年内摊销”是期间之后十二个月内摊销或以其他方式转出的金额。")
	return p.String()
}

// Journal returns the bookings of a period of whole months: what is capitalised moves from the expense accounts of the chart
// to the asset; amortisation, impairment and write-offs leave it. Faults are an [*kam.InvalidError]; the chart needs Costs.
func (b Book) Journal(chart Chart, period kam.Period) (Journal, error) {
	f := newFaults()
	f.Merge("chart", chart.Check())
	if chart.Costs == nil {
		f.Add("missing", "chart.costs", wording.Say("the accounts of capitalised costs are missing", "缺少资本化成本的科目"),
			wording.Say(`add "costs" with asset, amortisation, impairment, writeOff and onCosts`, `请在科目表中添加 "costs"，含 asset、amortisation、impairment、writeOff、onCosts`))
	}
	if f.Period("period", period, true) {
		b.whole(f, period)
	}
	if err := f.Err(); err != nil {
		return Journal{}, err
	}
	expense := map[[2]string]string{}
	for _, a := range chart.Components {
		expense[[2]string{a.Plan, a.Component}] = a.Account
	}
	costs := chart.Costs
	entries := map[entryKey]map[string]decimal.Decimal{}
	book := func(e Entry, debit, credit string, amount decimal.Decimal) {
		key := entryKey{e.Plan, e.Component, e.Asset, e.Kind, e.Currency}
		sums := entries[key]
		if sums == nil {
			sums = map[string]decimal.Decimal{}
			entries[key] = sums
		}
		sums[debit] = sums[debit].Add(amount)
		sums[credit] = sums[credit].Sub(amount)
	}
	for _, d := range b.Decisions {
		if d.Treatment != Capitalise || !period.Contains(d.On) {
			continue
		}
		e := Entry{Plan: d.Plan, Component: d.Component, Asset: d.Asset, Kind: "capitalisation", Currency: d.Amount.Currency}
		book(e, costs.Asset, cmp.Or(expense[[2]string{d.Plan, d.Component}], chart.Expense), d.Amount.Amount)
		book(e, costs.Asset, costs.OnCosts, d.OnCost)
	}
	for _, a := range b.Assets {
		for _, m := range a.Movements {
			if !period.Contains(m.Month.From) {
				continue
			}
			book(Entry{Asset: a.ID, Kind: "amortisation", Currency: a.Currency}, costs.Amortisation, costs.Asset, m.Amortisation)
			book(Entry{Asset: a.ID, Kind: "impairment", Currency: a.Currency}, costs.Impairment, costs.Asset, m.Impairment)
			book(Entry{Asset: a.ID, Kind: "write-off", Currency: a.Currency}, costs.WriteOff, costs.Asset, m.WrittenOff)
		}
	}
	j := Journal{Period: period}
	for key, sums := range entries {
		e := Entry{Plan: key.plan, Component: key.component, Asset: key.asset, Kind: key.kind, Currency: key.currency, Text: key.text()}
		if e, some := newEntry(period, e, sums); some {
			j.Entries = append(j.Entries, e)
		}
	}
	slices.SortFunc(j.Entries, Entry.compare)
	return j, nil
}

type entryKey struct {
	plan, component, asset, kind string
	currency                     kam.Currency
}

func (k entryKey) text() kam.Text {
	asset := wording.Clip(k.asset)
	switch k.kind {
	case "amortisation":
		return wording.Say("amortisation of %s", "%s 摊销", asset)
	case "impairment":
		return wording.Say("impairment of %s", "%s 减值", asset)
	case "write-off":
		return wording.Say("write-off of %s", "%s 核销", asset)
	}
	return wording.Say("%s of %s capitalised as %s", "%[2]s 的 %[1]s 资本化，计入 %[3]s", wording.Clip(k.component), wording.Clip(k.plan), asset)
}
