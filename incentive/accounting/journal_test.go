package accounting_test

import (
	"encoding/csv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/accounting"
	"github.com/kam-go/kam/incentive/ledger"
)

// balance returns what stands on an account.
func balance(list []accounting.Balance, account string) decimal.Decimal {
	for _, b := range list {
		if b.Account == account {
			return b.Amount
		}
	}
	return decimal.Zero
}

// Case try-10 of testdata/cases.json: the waiting account of a commission agent, from the tests of Tryton's module
// commission_waiting.
func TestWaitingAccount(t *testing.T) {
	rows := []ledger.Posted{posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-01", "2026-01", "10.00")}
	after, err := accounting.Position(chart(), rows, kam.MustDay("2026-02-01"))
	require.NoError(t, err)
	equal(t, "-10.00", balance(after, "2211.1"))
	equal(t, "0.00", balance(after, "2211.3"))
	equal(t, "10.00", balance(after, "6601"))

	rows = append(rows, posted(ledger.PayeeAccount, ledger.Payout, "sales", "2026-01", "2026-02", "-10.00"), posted(ledger.PaidAccount, ledger.Payout, "sales", "2026-01", "2026-02", "10.00"))
	before, err := accounting.Position(chart(), rows, kam.MustDay("2026-02-01"))
	require.NoError(t, err)
	assert.Equal(t, after, before, "what is posted later changes no earlier position")
	settled, err := accounting.Position(chart(), rows, kam.MustDay("2026-03-01"))
	require.NoError(t, err)
	equal(t, "0.00", balance(settled, "2211.1"))
	equal(t, "-10.00", balance(settled, "2211.3"))
	equal(t, "10.00", balance(settled, "6601"))
}

func TestAccrueEachKind(t *testing.T) {
	type sides map[string]string // account -> debits less credits
	cases := map[ledger.Kind]struct {
		rows []ledger.Posted
		want sides
	}{
		ledger.Earning:      {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("10")}}, sides{"6601": "10", "2211.1": "-10"}},
		ledger.Correction:   {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("-4")}}, sides{"6601": "-4", "2211.1": "4"}},
		ledger.Manual:       {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("1")}}, sides{"6601": "1", "2211.1": "-1"}},
		ledger.TopUp:        {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("2")}}, sides{"6601": "2", "2211.1": "-2"}},
		ledger.Forgiveness:  {[]ledger.Posted{{Account: ledger.DebtAccount, Amount: dec("3")}}, sides{"6601": "3", "1221": "-3"}},
		ledger.Clawback:     {[]ledger.Posted{{Account: ledger.HeldAccount, Amount: dec("-3")}}, sides{"6601": "-3", "2211.2": "3"}},
		ledger.Opened:       {[]ledger.Posted{{Account: ledger.DebtAccount, Amount: dec("-7")}}, sides{"4001": "-7", "1221": "7"}},
		ledger.Conversion:   {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("5")}}, sides{"6603": "5", "2211.1": "-5"}},
		ledger.DrawAdvance:  {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("5")}, {Account: ledger.DebtAccount, Amount: dec("-5")}}, sides{"1221": "5", "2211.1": "-5"}},
		ledger.DrawRecovery: {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("-5")}, {Account: ledger.DebtAccount, Amount: dec("5")}}, sides{"1221": "-5", "2211.1": "5"}},
		ledger.Shortfall:    {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("5")}, {Account: ledger.DebtAccount, Amount: dec("-5")}}, sides{"1221": "5", "2211.1": "-5"}},
		ledger.Recovery:     {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("-5")}, {Account: ledger.DebtAccount, Amount: dec("5")}}, sides{"1221": "-5", "2211.1": "5"}},
		ledger.Holdback:     {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("-6")}, {Account: ledger.HeldAccount, Amount: dec("6")}}, sides{"2211.1": "6", "2211.2": "-6"}},
		ledger.Release:      {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("6")}, {Account: ledger.HeldAccount, Amount: dec("-6")}}, sides{"2211.1": "-6", "2211.2": "6"}},
		ledger.Payout:       {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("-6")}, {Account: ledger.PaidAccount, Amount: dec("6")}}, sides{"2211.1": "6", "2211.3": "-6"}},
		ledger.PayoutReturn: {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("6")}, {Account: ledger.PaidAccount, Amount: dec("-6")}}, sides{"2211.1": "-6", "2211.3": "6"}},
		"spot":              {[]ledger.Posted{{Account: ledger.PayeeAccount, Amount: dec("6")}}, sides{"2211.1": "-6", "6601": "6"}},
	}
	c := chart()
	c.Others = []accounting.KindAccount{{Kind: "spot", Against: ledger.ExpenseAccount}}
	for kind, want := range cases {
		t.Run(string(kind), func(t *testing.T) {
			var rows []ledger.Posted
			for _, r := range want.rows {
				rows = append(rows, posted(r.Account, kind, "sales", "2026-01", "2026-01", r.Amount.String()))
			}
			j, err := accounting.Accrue(c, rows, month("2026-01"))
			require.NoError(t, err)
			require.NoError(t, j.Check())
			require.Len(t, j.Entries, 1)
			got := sides{}
			for _, b := range j.Balances() {
				got[b.Account] = b.Amount.String()
			}
			assert.Equal(t, want.want, got)
			assert.NotEmpty(t, j.Entries[0].Text.ZH)
			assert.NotRegexp(t, `[a-z]`, strings.NewReplacer("sales", "", "ae", "", "spot", "").Replace(j.Entries[0].Text.ZH))
		})
	}
}

func TestAccrueCutsByOriginComponentAndPayee(t *testing.T) {
	rows := []ledger.Posted{
		posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-02", "2026-02", "100"),
		posted(ledger.PayeeAccount, ledger.Earning, "bonus", "2026-02", "2026-02", "50"),
		posted(ledger.PayeeAccount, ledger.Correction, "sales", "2026-01", "2026-02", "-20"),
		posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-01", "2026-01", "70"),
	}
	other := posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-02", "2026-02", "1")
	other.Payee = "bo"
	rows = append(rows, other)
	j, err := accounting.Accrue(chart(), rows, month("2026-02"))
	require.NoError(t, err)
	require.Len(t, j.Entries, 3)
	assert.Equal(t, "2026-01-01/2026-02-01", j.Entries[0].Origin.String())
	equal(t, "150", balance(j.Balances(), "6602").Add(dec("100")))
	equal(t, "81", balance(j.Balances(), "6601"))
	equal(t, "-131", balance(j.Balances(), "2211.1"))

	c := chart()
	c.Detail = accounting.ByPayee
	fine, err := accounting.Accrue(c, rows, month("2026-02"))
	require.NoError(t, err)
	assert.Len(t, fine.Entries, 4)
	assert.Equal(t, j.Balances(), fine.Balances())

	expenses, err := accounting.Expenses(chart(), rows)
	require.NoError(t, err)
	require.Len(t, expenses, 3)
	equal(t, "50", expenses[0].Amount, "January is 70 less 20, whenever it was posted")
	equal(t, "101", expenses[2].Amount)
}

func TestReversalLeavesNothing(t *testing.T) {
	rows := []ledger.Posted{posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-01", "2026-01", "100")}
	j, err := accounting.Accrue(chart(), rows, month("2026-01"))
	require.NoError(t, err)
	r, err := j.Reversal(month("2026-02"))
	require.NoError(t, err)
	require.NoError(t, r.Check())
	assert.Equal(t, j.Entries[0].ID, r.Entries[0].Reverses)
	assert.NotEqual(t, j.Entries[0].ID, r.Entries[0].ID)
	both := accounting.Journal{Period: j.Period, Entries: slices.Concat(j.Entries, r.Entries)}
	assert.Empty(t, both.Balances())
	assert.Equal(t, "reversal: commission earned, sales of ae, 2026-01-01 to 2026-01-31", r.Entries[0].Text.EN)
	assert.Equal(t, "冲销：提成计提，ae 的 sales，2026-01-01 至 2026-01-31", r.Entries[0].Text.ZH)
	_, err = j.Reversal(kam.Period{})
	assert.Equal(t, []string{"accounting.period into"}, faults(t, err))
}

func TestJournalCheck(t *testing.T) {
	j := accounting.Journal{Period: month("2026-01"), Entries: []accounting.Entry{
		{ID: "a", Currency: "CNY", Lines: []accounting.Line{{Account: "1", Debit: dec("1")}, {Account: "2", Credit: dec("1.01")}}},
		{ID: "a", Currency: "CNY", Lines: []accounting.Line{{Account: "1", Debit: dec("1"), Credit: dec("1")}, {Account: "2"}, {Account: "3", Debit: dec("-1")}, {Account: "3", Debit: dec("1")}}},
		{ID: "c", Currency: "CNY", Lines: []accounting.Line{{Account: "1", Debit: decimal.New(1, 1_000_000)}}},
	}}
	assert.Equal(t, []string{
		"accounting.unbalanced $.entries[0]", "accounting.twice $.entries[1].id", "accounting.side $.entries[1].lines[0]",
		"accounting.side $.entries[1].lines[1]", "accounting.side $.entries[1].lines[2]", "accounting.number $.entries[2].lines[0].debit",
	}, faults(t, j.Check()))
}

func TestAccrueRefuses(t *testing.T) {
	good := posted(ledger.PayeeAccount, ledger.Earning, "sales", "2026-01", "2026-01", "1")
	bad := func(change func(*ledger.Posted)) []ledger.Posted {
		row := good
		change(&row)
		return []ledger.Posted{row}
	}
	for name, c := range map[string]struct {
		rows []ledger.Posted
		want []string
	}{
		"no period":    {bad(func(r *ledger.Posted) { r.Period = kam.Period{} }), []string{"accounting.period rows[0].period"}},
		"no into":      {bad(func(r *ledger.Posted) { r.Into = kam.Period{} }), []string{"accounting.period rows[0].into"}},
		"number":       {bad(func(r *ledger.Posted) { r.Amount = decimal.New(1, 50_000_000) }), []string{"accounting.number rows[0].amount"}},
		"currency":     {bad(func(r *ledger.Posted) { r.Currency = "RMB" }), []string{"accounting.currency rows[0].currency"}},
		"house":        {bad(func(r *ledger.Posted) { r.Account = ledger.ExpenseAccount }), []string{"accounting.account rows[0].account"}},
		"unknown kind": {bad(func(r *ledger.Posted) { r.Kind = "spot" }), []string{"accounting.kind rows[0].kind"}},
		"one-sided":    {bad(func(r *ledger.Posted) { r.Kind = ledger.Payout }), []string{"accounting.unbalanced rows"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := accounting.Accrue(chart(), c.rows, month("2026-01"))
			assert.Equal(t, c.want, faults(t, err))
			_, err = accounting.Position(chart(), c.rows, kam.MustDay("2026-02-01"))
			assert.Equal(t, c.want, faults(t, err))
		})
	}
	_, err := accounting.Accrue(accounting.Chart{}, nil, kam.Period{})
	assert.Contains(t, faults(t, err), "accounting.format chart.format")
	_, err = accounting.Position(chart(), nil, kam.Day{})
	assert.Equal(t, []string{"accounting.day on"}, faults(t, err))
}

func TestChart(t *testing.T) {
	data, err := chart().JSON()
	require.NoError(t, err)
	again, err := accounting.ParseChart(data)
	require.NoError(t, err)
	assert.Equal(t, chart(), again)
	_, err = accounting.ParseChart([]byte(`{"format": 1, "wating": "x"}`))
	assert.Contains(t, faults(t, err)[0], "accounting.unknown-key")

	c := chart()
	c.Detail, c.Waiting = "", ""
	c.Components = append(c.Components, c.Components[0])
	c.Others = []accounting.KindAccount{{Kind: ledger.Earning, Against: ledger.HeldAccount}, {Kind: "x", Against: ledger.PayeeAccount}, {Kind: "x", Against: ledger.PayeeAccount}}
	c.Costs.Asset = " x"
	assert.Equal(t, []string{
		"accounting.choice $.detail", "accounting.id $.waiting", "accounting.twice $.components[1]", "accounting.choice $.others[0].against",
		"accounting.kind $.others[0].kind", "accounting.twice $.others[2]", "accounting.id $.costs.asset",
	}, faults(t, c.Check()))
}

func TestCSV(t *testing.T) {
	rows := []ledger.Posted{posted(ledger.PayeeAccount, ledger.Earning, "=cmd()", "2026-01", "2026-01", "1234.5")}
	c := chart()
	c.Detail = accounting.ByPayee
	j, err := accounting.Accrue(c, rows, month("2026-01"))
	require.NoError(t, err)
	golden(t, "journal.en.csv", string(j.CSV(kam.English)))
	golden(t, "journal.zh-CN.csv", string(j.CSV(kam.Chinese)))
	records, err := csv.NewReader(strings.NewReader(string(j.CSV(kam.Chinese)))).ReadAll()
	require.NoError(t, err)
	require.Len(t, records, 3)
	assert.Equal(t, "'=cmd()", records[1][5])
	assert.Equal(t, []string{"1234.50", ""}, records[1][12:])
	assert.Equal(t, []string{"", "1234.50"}, records[2][12:])
}

// Whatever is posted, every entry balances, journals of all periods add up to the position, the order of the rows does not
// matter, and reversing gives zero.
func TestAccrueProperties(t *testing.T) {
	kinds := []ledger.Kind{ledger.Earning, ledger.Correction, ledger.Clawback, ledger.Payout, ledger.Holdback, ledger.DrawAdvance, ledger.Conversion, ledger.Opened}
	months := []string{"2026-01", "2026-02", "2026-03"}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		var rows []ledger.Posted
		for range r.IntN(30) {
			kind := kinds[r.IntN(len(kinds))]
			amount := decimal.New(r.Int64N(200_001)-100_000, -2)
			row := posted(ledger.PayeeAccount, kind, []string{"sales", "bonus"}[r.IntN(2)], months[r.IntN(3)], months[r.IntN(3)], amount.String())
			row.Payee = []string{"anna", "bo"}[r.IntN(2)]
			if r.IntN(4) == 0 {
				row.Currency = "USD"
			}
			rows = append(rows, row)
			if kind == ledger.Payout || kind == ledger.Holdback || kind == ledger.DrawAdvance {
				row.Account = map[ledger.Kind]ledger.Account{ledger.Payout: ledger.PaidAccount, ledger.Holdback: ledger.HeldAccount, ledger.DrawAdvance: ledger.DebtAccount}[kind]
				row.Amount, row.Component = amount.Neg(), "other"
				rows = append(rows, row)
			}
		}
		shuffled := slices.Clone(rows)
		r.Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
		total := map[accounting.Balance]decimal.Decimal{}
		for _, m := range months {
			j, err := accounting.Accrue(chart(), rows, month(m))
			require.NoError(t, err)
			require.NoError(t, j.Check(), "seed %d", seed)
			again, err := accounting.Accrue(chart(), shuffled, month(m))
			require.NoError(t, err)
			require.Equal(t, string(j.CSV(kam.English)), string(again.CSV(kam.English)), "seed %d", seed)
			for _, b := range j.Balances() {
				key := accounting.Balance{Account: b.Account, Currency: b.Currency}
				total[key] = total[key].Add(b.Amount)
			}
		}
		position, err := accounting.Position(chart(), rows, kam.MustDay("2026-04-01"))
		require.NoError(t, err)
		zero := map[kam.Currency]decimal.Decimal{}
		for _, b := range position {
			key := accounting.Balance{Account: b.Account, Currency: b.Currency}
			require.True(t, b.Amount.Equal(total[key]), "seed %d", seed)
			zero[b.Currency] = zero[b.Currency].Add(b.Amount)
		}
		for _, sum := range zero {
			require.True(t, sum.IsZero())
		}
	}
}
