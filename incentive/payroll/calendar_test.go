package payroll_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payroll"
)

const calendar = `{"id": "office", "dates": [
	{"date": "2026-01-10", "cutoff": "2026-01-05"},
	{"date": "2026-02-10", "cutoff": "2026-02-05"},
	{"date": "2026-03-10", "cutoff": "2026-03-10"}]}`

func TestCalendarDue(t *testing.T) {
	c, err := payroll.ParseCalendar([]byte(calendar))
	require.NoError(t, err)
	for final, want := range map[string]string{
		"2025-01-01": "2026-01-10", "2026-01-05": "2026-01-10", "2026-01-06": "2026-02-10", "2026-02-05": "2026-02-10",
		"2026-02-06": "2026-03-10", "2026-03-10": "2026-03-10", "2026-03-11": "",
	} {
		got, err := c.Due(kam.MustDay(final))
		assert.Equal(t, want, got.Date.String(), final)
		assert.Equal(t, want == "", err != nil)
		if want == "" {
			require.ErrorIs(t, err, payroll.ErrNoPayDate)
		}
	}
	_, err = c.Due(kam.Day{})
	require.ErrorIs(t, err, payroll.ErrNoPayDate)
}

func TestCalendarDueOf(t *testing.T) {
	c, err := payroll.ParseCalendar([]byte(calendar))
	require.NoError(t, err)
	for name, c2 := range map[string]struct{ period, approved, want string }{
		"approved in time":         {"2026-01-01/2026-02-01", "2026-02-05", "2026-02-10"},
		"approved late":            {"2026-01-01/2026-02-01", "2026-02-06", "2026-03-10"},
		"approved before it ended": {"2026-01-01/2026-02-06", "2026-01-02", "2026-02-10"},
		"one day longer":           {"2026-01-01/2026-02-07", "2026-01-02", "2026-03-10"},
		"after the last":           {"2026-01-01/2026-02-01", "2026-03-11", ""},
		"not approved":             {"2026-01-01/2026-02-01", "", ""},
		"without an end":           {"2026-01-01/..", "2026-02-01", ""},
	} {
		var approved kam.Day
		if c2.approved != "" {
			approved = kam.MustDay(c2.approved)
		}
		got, err := c.DueOf(kam.MustPeriod(c2.period), approved)
		assert.Equal(t, c2.want, got.Date.String(), name)
		if c2.want == "" {
			require.ErrorIs(t, err, payroll.ErrNoPayDate, name)
		}
	}
}

func TestCalendarFaults(t *testing.T) {
	for name, c := range map[string]struct {
		json string
		want map[string]string
	}{
		"none":         {`{"id": "a"}`, map[string]string{"$.dates": "payroll.too-few"}},
		"unknown key":  {`{"id": "a", "day": "x"}`, map[string]string{"$.day (1:13)": "payroll.unknown-key"}},
		"no id, a day": {`{"dates": [{"date": "2026-01-10"}]}`, map[string]string{"$.id": "payroll.id", "$.dates[0].cutoff": "payroll.day"}},
		"late cutoff":  {`{"id": "a", "dates": [{"date": "2026-01-10", "cutoff": "2026-01-11"}]}`, map[string]string{"$.dates[0].cutoff": "payroll.order"}},
		"one cutoff twice": {
			`{"id": "a", "dates": [{"date": "2026-01-10", "cutoff": "2026-01-10"}, {"date": "2026-01-12", "cutoff": "2026-01-10"}]}`,
			map[string]string{"$.dates[1]": "payroll.order"},
		},
		"one date twice": {
			`{"id": "a", "dates": [{"date": "2026-01-10", "cutoff": "2026-01-08"}, {"date": "2026-01-10", "cutoff": "2026-01-09"}]}`,
			map[string]string{"$.dates[1]": "payroll.order"},
		},
	} {
		_, err := payroll.ParseCalendar([]byte(c.json))
		assert.Equal(t, c.want, codes(t, err), name)
	}
	many := payroll.Calendar{ID: "a"}
	for i := range 1_001 {
		d := kam.MustDay("2026-01-01").AddDays(i)
		many.Dates = append(many.Dates, payroll.PayDate{Date: d, Cutoff: d})
	}
	assert.Equal(t, map[string]string{"$.dates": "payroll.too-many"}, codes(t, many.Check()))
	many.Dates = many.Dates[1:]
	require.NoError(t, many.Check())
	text, err := many.JSON()
	require.NoError(t, err)
	again, err := payroll.ParseCalendar(text)
	require.NoError(t, err)
	assert.Equal(t, many, again)
}

// cases are the worked ones of testdata.
type cases struct {
	Settlements []struct {
		ID        string            `json:"id"`
		Frequency payroll.Frequency `json:"frequency"`
		Until     kam.Day           `json:"until"`
		Documents []struct {
			Day    kam.Day `json:"day"`
			Amount string  `json:"amount"`
		} `json:"documents"`
		Lines  []int    `json:"lines"`
		Totals []string `json:"totals"`
	} `json:"settlements"`
	Withholding []struct {
		ID       string       `json:"id"`
		Amount   string       `json:"amount"`
		Currency kam.Currency `json:"currency"`
		Mode     string       `json:"mode"`
		Rates    []string     `json:"rates"`
		Parts    []string     `json:"parts"`
		Net      string       `json:"net"`
	} `json:"withholding"`
	Late []struct {
		ID         string     `json:"id"`
		Closed     kam.Period `json:"closed"`
		Day        kam.Day    `json:"day"`
		Adjustment string     `json:"adjustment"`
		Into       kam.Period `json:"into"`
	} `json:"late"`
}

func worked(t *testing.T) cases {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var c cases
	require.NoError(t, json.Unmarshal(data, &c))
	return c
}

func TestWorkedSettlements(t *testing.T) {
	for _, c := range worked(t).Settlements {
		t.Run(c.ID, func(t *testing.T) {
			var pending []payroll.Pending
			for i, d := range c.Documents {
				amount := d.Amount
				if amount == "" {
					amount = "1"
				}
				pending = append(pending, payroll.Pending{ID: string(rune('a' + i)), Payee: "anna", Day: d.Day, Amount: dec(amount), Currency: "CNY"})
			}
			found, err := payroll.Group(pending, c.Frequency, c.Until)
			require.NoError(t, err)
			var counts []int
			for i, s := range found {
				counts = append(counts, len(s.Lines))
				if c.Totals != nil {
					assert.Equal(t, c.Totals[i], s.Total.StringFixed(2))
				}
				for _, l := range s.Lines {
					assert.True(t, s.Period.Contains(l.Day), "%s in %s", l.Day, s.Period)
				}
			}
			assert.Equal(t, c.Lines, counts)
		})
	}
}

func TestWorkedWithholding(t *testing.T) {
	for _, c := range worked(t).Withholding {
		t.Run(c.ID, func(t *testing.T) {
			var rates []payroll.Rate
			for i, r := range c.Rates {
				rates = append(rates, payroll.Rate{Name: string(rune('a' + i)), Rate: dec(r)})
			}
			w, err := payroll.Withhold(kam.Money{Amount: dec(c.Amount), Currency: c.Currency}, rates, payroll.Rounding{Mode: c.Mode})
			require.NoError(t, err)
			for i, p := range w.Parts {
				assert.True(t, dec(c.Parts[i]).Equal(p.Amount), "%s", p.Amount)
			}
			assert.True(t, dec(c.Net).Equal(w.Net.Amount), "%s", w.Net)
			assert.True(t, dec(c.Amount).Equal(w.Net.Amount.Add(w.Total.Amount)))
		})
	}
}

// A late event of a closed month belongs to the next open one, and its adjustment is posted there.
func TestWorkedLateEvents(t *testing.T) {
	for _, c := range worked(t).Late {
		t.Run(c.ID, func(t *testing.T) {
			s := &store{t: t}
			s.post("run", c.Closed, owed("anna", "kam", "50000", func(e *ledger.Entry) { e.Period = c.Closed }))
			s.approve(c.Closed)
			s.mark(c.Closed, ledger.Closed, "ben")
			months, err := kam.MustPeriod("2026-01-01/2027-01-01").SplitMonths(1)
			require.NoError(t, err)
			into, err := s.snapshot().FirstOpen(months[7:], c.Day)
			require.NoError(t, err)
			assert.Equal(t, c.Into, into)
			late := owed("anna", "kam", c.Adjustment, func(e *ledger.Entry) { e.Period, e.Kind = c.Closed, ledger.Manual })
			_, err = s.Append(t.Context(), ledger.Batch{Run: "late", Head: s.snapshot().Head, Period: c.Closed, Entries: late})
			require.ErrorIs(t, err, ledger.ErrClosed)
			s.post("late", into, late)
			rows := s.snapshot().Posted
			require.Len(t, rows, 2)
			assert.Equal(t, c.Into, rows[0].Into)
			assert.Equal(t, c.Closed, rows[0].Period)
			s.conserved()
		})
	}
}

func TestGroupKeepsPayeesAndCurrenciesApart(t *testing.T) {
	day := kam.MustDay("2026-01-10")
	found, err := payroll.Group([]payroll.Pending{
		{ID: "b", Payee: "bo", Day: day, Amount: dec("1"), Currency: "CNY"},
		{ID: "a", Payee: "bo", Day: day, Amount: dec("2"), Currency: "CNY"},
		{ID: "c", Payee: "bo", Day: day.AddDays(-1), Amount: dec("-3"), Currency: "CNY"},
		{ID: "d", Payee: "bo", Day: day, Amount: dec("4"), Currency: "USD"},
		{ID: "a", Payee: "anna", Day: day, Amount: dec("5"), Currency: "CNY"},
	}, payroll.Monthly, kam.MustDay("2026-02-01"))
	require.NoError(t, err)
	require.Len(t, found, 3)
	assert.Equal(t, "anna", found[0].Payee)
	assert.True(t, found[1].Total.IsZero())
	assert.Equal(t, []string{"c", "a", "b"}, []string{found[1].Lines[0].ID, found[1].Lines[1].ID, found[1].Lines[2].ID})
	assert.Equal(t, kam.Currency("USD"), found[2].Currency)
	none, err := payroll.Group(nil, payroll.AllPending, day)
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestGroupAtTheEndOfTime(t *testing.T) {
	last := kam.MustDay("9999-12-31")
	found, err := payroll.Group([]payroll.Pending{{ID: "a", Payee: "bo", Day: last.AddDays(-1), Amount: dec("1"), Currency: "CNY"}}, payroll.Yearly, last)
	require.NoError(t, err)
	assert.Empty(t, found)
}

func TestGroupFaults(t *testing.T) {
	good := payroll.Pending{ID: "a", Payee: "anna", Day: kam.MustDay("2026-01-10"), Amount: dec("1"), Currency: "CNY"}
	_, err := payroll.Group([]payroll.Pending{good, good, {}}, "weekly", kam.Day{})
	assert.Equal(t, map[string]string{
		"$.frequency": "payroll.frequency", "$.until": "payroll.day", "$.pending[1]": "payroll.twice", "$.pending[2].id": "payroll.id",
		"$.pending[2].payee": "payroll.id", "$.pending[2].day": "payroll.day", "$.pending[2].currency": "payroll.currency",
	}, codes(t, err))
}

func TestWithholdFaults(t *testing.T) {
	yuan := func(s string) kam.Money { return kam.Money{Amount: dec(s), Currency: "CNY"} }
	rate := func(list ...string) []payroll.Rate {
		var rates []payroll.Rate
		for i, r := range list {
			rates = append(rates, payroll.Rate{Name: string(rune('a' + i)), Rate: dec(r)})
		}
		return rates
	}
	seven, minus := int32(7), int32(-1)
	for name, c := range map[string]struct {
		amount   kam.Money
		rates    []payroll.Rate
		rounding payroll.Rounding
		want     map[string]string
	}{
		"no mode":        {yuan("1"), rate("0.1"), payroll.Rounding{}, map[string]string{"$.rounding.mode": "payroll.rounding"}},
		"seven places":   {yuan("1"), rate("0.1"), payroll.Rounding{Places: &seven, Mode: "up"}, map[string]string{"$.rounding.places": "payroll.rounding"}},
		"minus places":   {yuan("1"), rate("0.1"), payroll.Rounding{Places: &minus, Mode: "up"}, map[string]string{"$.rounding.places": "payroll.rounding"}},
		"below zero":     {yuan("-0.01"), rate("0.1"), payroll.Rounding{Mode: "down"}, map[string]string{"$.amount": "payroll.number"}},
		"no currency":    {kam.Money{Amount: dec("1")}, rate("0.1"), payroll.Rounding{Mode: "down"}, map[string]string{"$.amount.currency": "payroll.currency"}},
		"negative rate":  {yuan("1"), rate("-0.1"), payroll.Rounding{Mode: "down"}, map[string]string{"$.rates[0].rate": "payroll.rate"}},
		"everything":     {yuan("1"), rate("0.5", "0.5"), payroll.Rounding{Mode: "down"}, nil},
		"more than all":  {yuan("1"), rate("0.5", "0.51"), payroll.Rounding{Mode: "down"}, map[string]string{"$.rates": "payroll.rate"}},
		"rounded to all": {yuan("0.01"), rate("0.5", "0.5"), payroll.Rounding{Mode: "up"}, map[string]string{"$.rates": "payroll.rate"}},
		"a name twice": {
			yuan("1"),
			[]payroll.Rate{{Name: "a", Rate: dec("0.1")}, {Name: "a", Rate: dec("0.1")}},
			payroll.Rounding{Mode: "down"},
			map[string]string{"$.rates[1].name": "payroll.twice"},
		},
		"nothing": {yuan("0"), nil, payroll.Rounding{Mode: "floor"}, nil},
	} {
		_, err := payroll.Withhold(c.amount, c.rates, c.rounding)
		assert.Equal(t, c.want, codes(t, err), name)
	}
}
