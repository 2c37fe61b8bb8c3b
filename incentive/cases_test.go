package incentive_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference"
	"github.com/kam-go/kam/incentive/ledger"
)

// TestWorkedCases runs published worked examples, and some computed by hand,
// one subtest a case. Each run is also done with the transactions in reverse
// order, compared with the reference, and repeated after posting.
func TestWorkedCases(t *testing.T) {
	seen := map[string]string{}
	for _, f := range caseFiles(t) {
		for _, c := range f.Cases {
			require.Empty(t, seen[c.ID], "case %s stands in %s too", c.ID, f.name)
			seen[c.ID] = f.name
			t.Run(c.ID, func(t *testing.T) { runCase(t, f, c) })
		}
	}
}

func TestCaseFilesAreReadStrictly(t *testing.T) {
	good := `{"about": "x", "plan": {}, "cases": [{"id": "a", "source": "by hand", "shows": "b", "plan": {}, "expect": {"earned": "1"}}]}`
	_, err := readCases([]byte(good))
	require.NoError(t, err)
	for name, replace := range map[string][2]string{
		"unknown key":      {`"earned"`, `"earnt"`},
		"expects nothing":  {`{"earned": "1"}`, `{}`},
		"no source":        {`"by hand"`, `""`},
		"no cases":         {`[{"id": "a", "source": "by hand", "shows": "b", "plan": {}, "expect": {"earned": "1"}}]`, `[]`},
		"something behind": {`}]}`, `}]} {}`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, good, replace[0])
			_, err := readCases([]byte(strings.Replace(good, replace[0], replace[1], 1)))
			assert.Error(t, err)
		})
	}
}

func runCase(t *testing.T, f caseFile, c workedCase) {
	plans, err := f.plansOf(c)
	require.NoError(t, err)
	cal := kam.Gregorian()
	if c.Calendar != nil {
		cal, err = kam.NewCalendar(*c.Calendar)
		require.NoError(t, err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: cal})
	if refused := c.Expect.Refused; len(refused) > 0 {
		assert.ElementsMatch(t, refused, faultsOf(t, err, true))
		return
	}
	require.NoError(t, err)
	roster, err := c.rosterOf(plans, cal)
	require.NoError(t, err)
	var books ledger.Memory
	in := incentive.Inputs{Roster: roster}
	for _, s := range c.steps() {
		in.Period = s.Period
		book(t, &books, plans, s.Posted)
		in.Opening = incentive.Opening{Ledger: snapshot(t, &books), Positions: s.Positions, Prior: s.Prior}
		in.Observations, in.Rates = s.Observations, s.Rates
		transactions := slices.Clone(s.Transactions)
		for x, err := range in.Transactions.All() {
			require.NoError(t, err)
			transactions = append(transactions, x)
		}
		in.Transactions = incentive.Transactions(transactions)
		run, err := program.Run(context.Background(), in, incentive.RunOptions{})
		if len(s.Expect.Stops) > 0 {
			want := make([]string, 0, len(s.Expect.Stops))
			for _, code := range s.Expect.Stops {
				want = append(want, string(code))
			}
			assert.ElementsMatch(t, want, faultsOf(t, err, false))
			continue
		}
		require.NoError(t, err)
		checkRun(t, run, s.Expect)
		checkAlways(t, run)
		if len(s.Expect.Held) == 0 {
			checkNothingLost(t, run, program.Plans()[0], transactions)
		}
		want, err := reference.Evaluate(program.Plans(), cal, in)
		require.NoError(t, err)
		assert.Empty(t, differences(engineView(run), referenceView(want)), "engine and reference differ")

		slices.Reverse(transactions)
		again, err := program.Run(context.Background(), in, incentive.RunOptions{Workers: 1})
		require.NoError(t, err)
		assert.Equal(t, run.ID(), again.ID(), "the order of the transactions does not matter")

		batch, err := s.batch(run)
		require.NoError(t, err)
		checkPosted(t, batch, s.Expect.Posted)
		_, err = books.Append(t.Context(), batch)
		require.NoError(t, err)
		in.Opening.Ledger = snapshot(t, &books)
		again, err = program.Run(context.Background(), in, incentive.RunOptions{})
		require.NoError(t, err)
		batch, err = s.batch(again)
		require.NoError(t, err)
		assert.Empty(t, batch.Entries, "a run that was posted posts nothing again")
	}
}

// batch returns what the step posts.
func (s caseStep) batch(run *incentive.Run) (ledger.Batch, error) {
	if s.Into.IsZero() {
		return run.Batch()
	}
	return run.BatchInto(s.Into)
}

// faultsOf returns the codes, and on request the places, of what an InvalidError reports.
func faultsOf(t *testing.T, err error, places bool) []string {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "nothing was refused: %v", err)
	var out []string
	for _, f := range invalid.Findings {
		if f.Severity != kam.Error {
			continue
		}
		if out = append(out, f.Code); places {
			out[len(out)-1] += " " + f.Place
		}
	}
	return out
}

// book posts what stands in the ledger before a run.
func book(t *testing.T, books *ledger.Memory, plans []incentive.Plan, posted []ledger.Posted) {
	t.Helper()
	for i, p := range posted {
		if p.Payee == "" {
			p.Payee = "rep"
		}
		if p.Plan == "" {
			p.Plan, p.Version, p.Currency = plans[0].ID, plans[0].Version, plans[0].Currency
		}
		e := ledger.Entry{
			Payee: p.Payee, Plan: p.Plan, Version: p.Version, Component: p.Component, Kind: ledger.Earning,
			Period: p.Period, Account: ledger.PayeeAccount, Amount: p.Amount, Currency: p.Currency,
		}
		other := e
		other.Account, other.Amount = ledger.ExpenseAccount, p.Amount.Neg()
		batch := ledger.Batch{Run: "before-" + string(rune('a'+i)), Head: snapshot(t, books).Head, Period: p.Period, Entries: []ledger.Entry{e, other}}
		_, err := books.Append(t.Context(), batch)
		require.NoError(t, err)
	}
}

func snapshot(t *testing.T, books *ledger.Memory) ledger.Snapshot {
	t.Helper()
	s, err := books.Snapshot(t.Context(), kam.MustPeriod("2020-01-01/2030-01-01"))
	require.NoError(t, err)
	return s
}

func checkRun(t *testing.T, run *incentive.Run, want expectation) {
	t.Helper()
	held := map[string][]incentive.Code{}
	for h := range run.Held() {
		for _, f := range h.Findings {
			if code := incentive.Code(f.Code); !slices.Contains(held[h.Payee.ID], code) {
				held[h.Payee.ID] = append(held[h.Payee.ID], code)
			}
		}
	}
	assert.Len(t, held, len(want.Held), "held: %v", held)
	for payee, codes := range want.Held {
		assert.ElementsMatch(t, codes, held[payee], "held %s", payee)
	}
	house := map[string]decimal.Decimal{}
	for h := range run.House() {
		key := h.Transaction + " " + h.Owner
		if h.Override {
			key += " override"
		}
		house[key] = house[key].Add(h.Amount)
	}
	compareAmounts(t, "house", want.House, house)
	for _, code := range want.Warns {
		assert.True(t, slices.ContainsFunc(run.Findings(), func(f kam.Finding) bool { return f.Code == string(code) && f.Severity == kam.Warning }), "no %s", code)
	}
	if want.resultWanted.states() {
		checkStatement(t, run, "rep", want.resultWanted)
	}
	for payee, result := range want.Payees {
		checkStatement(t, run, payee, result)
	}
}

// checkStatement compares one statement; "payee/plan" names the plan too.
func checkStatement(t *testing.T, run *incentive.Run, who string, want resultWanted) {
	t.Helper()
	payee, plan, _ := strings.Cut(who, "/")
	var found []incentive.Statement
	for s := range run.Statements() {
		if s.Payee().ID == payee && (plan == "" || s.PlanID() == plan) {
			found = append(found, s)
		}
	}
	require.Len(t, found, 1, "statements of %s", who)
	s := found[0]
	equalText(t, who+" earned", want.Earned, s.Earned())
	equalText(t, who+" payable", want.Payable, s.Payable())
	toDate, adds := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for k := range s.Components() {
		toDate[k.Name], adds[k.Name] = k.ToDate, k.Amount
	}
	if want.ToDate != nil {
		compareAmounts(t, who+" to date", want.ToDate, toDate)
	}
	if want.Components != nil {
		compareAmounts(t, who+" components", want.Components, adds)
	}
	checkLines(t, s, who, want)
	for name, m := range want.Measures {
		got, ok := s.Measure(name)
		require.True(t, ok, "%s measure %s", who, name)
		equalText(t, who+" measure "+name, m[0], got.Value)
		equalText(t, who+" attainment "+name, m[1], got.Attainment.Decimal)
		equalText(t, who+" quota "+name, m[2], got.Quota.Decimal)
	}
	if want.Adjustments != nil {
		got := map[string]decimal.Decimal{}
		for a := range s.Adjustments() {
			if a.Kind != incentive.AdjustEarlier && a.Kind != incentive.AdjustPosted {
				key := strings.TrimSpace(a.Component + " " + string(a.Kind))
				got[key] = got[key].Add(a.Amount)
			}
		}
		compareAmounts(t, who+" adjustments", want.Adjustments, got)
	}
	for transaction, code := range want.Why {
		var codes []string
		for _, r := range run.Why(payee, transaction).Reasons {
			codes = append(codes, r.Code)
		}
		assert.Contains(t, codes, string(code), "%s why %s", who, transaction)
	}
}

func checkLines(t *testing.T, s incentive.Statement, who string, want resultWanted) {
	t.Helper()
	amounts, positions := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	slicesOf := map[string][][3]string{}
	byComponent := keysHaveParts(want.Lines)
	for l := range s.Lines() {
		key := l.Transaction()
		full := l.Component() + "/" + key
		if byComponent {
			amounts[full] = amounts[full].Add(l.Amount())
		} else {
			amounts[key] = amounts[key].Add(l.Amount())
		}
		_, positions[key] = l.Position()
		positions[full] = positions[key]
		for slice := range l.Slices() {
			rate := ""
			if slice.Rate.Valid {
				rate = slice.Rate.Decimal.String()
			}
			row := [3]string{slice.Base.String(), rate, slice.Amount.String()}
			slicesOf[key] = append(slicesOf[key], row)
			slicesOf[full] = append(slicesOf[full], row)
		}
	}
	if want.Lines != nil {
		compareAmounts(t, who+" lines", want.Lines, amounts)
	}
	for key, position := range want.Positions {
		assert.Contains(t, positions, key, "%s positions", who)
		equalText(t, who+" position after "+key, position, positions[key])
	}
	for key, rows := range want.Slices {
		assert.Equal(t, rows, slicesOf[key], "%s slices of %s", who, key)
	}
}

// checkAlways checks what holds of every statement.
func checkAlways(t *testing.T, run *incentive.Run) {
	t.Helper()
	for s := range run.Statements() {
		total := decimal.Zero
		for l := range s.Lines() {
			total = total.Add(l.Amount())
			parts := l.Cut()
			for slice := range l.Slices() {
				parts = parts.Add(slice.Amount)
			}
			equalText(t, "slices and cut of "+l.Transaction(), l.Amount().String(), parts)
			assert.NotEmpty(t, run.Why(s.Payee().ID, l.Transaction()).Reasons)
		}
		for a := range s.Adjustments() {
			total = total.Add(a.Amount)
		}
		equalText(t, "lines and adjustments of "+s.Payee().ID, s.Earned().String(), total)
		exported, err := s.Export()
		require.NoError(t, err)
		assert.NoError(t, incentive.VerifyStatement(exported), "statement of %s", s.Payee().ID)
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			assert.NotEmpty(t, s.Markdown(lang))
		}
	}
}

// checkNothingLost checks that every deal of the period is somebody's or the house's.
func checkNothingLost(t *testing.T, run *incentive.Run, plan incentive.Plan, transactions []incentive.Transaction) {
	t.Helper()
	byID := map[string]incentive.Transaction{}
	for _, x := range transactions {
		byID[x.ID] = x
	}
	total := decimal.Zero
	for _, x := range byID {
		dated := x
		if original, ok := byID[x.Reverses]; ok && plan.Refunds.Period == incentive.Origin {
			dated = original
		}
		if date := dated.Date(plan.CreditDate); run.Period().Contains(date) {
			total = total.Add(x.Amount)
		}
	}
	credited := decimal.Zero
	for d := range run.Direct() {
		credited = credited.Add(d.Amount)
	}
	for h := range run.House() {
		if !h.Override {
			credited = credited.Add(h.Amount)
		}
	}
	equalText(t, "direct and house credits", total.String(), credited)
}

// checkPosted compares what a batch adds: by payee, or by payee, plan and component when the keys say so.
func checkPosted(t *testing.T, batch ledger.Batch, want map[string]string) {
	t.Helper()
	if want == nil {
		return
	}
	detailed := keysHaveParts(want)
	got := map[string]decimal.Decimal{}
	for _, e := range batch.Entries {
		if e.Account != ledger.PayeeAccount {
			continue
		}
		key := e.Payee
		if detailed {
			key += "/" + e.Plan + "/" + e.Component
		}
		got[key] = got[key].Add(e.Amount)
	}
	compareAmounts(t, "posted", want, got)
}

// keysHaveParts reports whether amounts are stated by parts with "/" between them.
func keysHaveParts(stated map[string]string) bool {
	for key := range stated {
		if strings.Contains(key, "/") {
			return true
		}
	}
	return false
}

// compareAmounts compares two complete lists of amounts.
func compareAmounts(t *testing.T, what string, want map[string]string, got map[string]decimal.Decimal) {
	t.Helper()
	for key, amount := range want {
		d, ok := got[key]
		if assert.True(t, ok, "%s: no %q among %v", what, key, got) {
			equalText(t, what+" "+key, amount, d)
		}
	}
	for key, amount := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: %q of %s is not expected", what, key, amount)
		}
	}
}

// equalText compares an amount with a text; the empty text is not compared.
func equalText(t *testing.T, what, want string, got decimal.Decimal) {
	t.Helper()
	if want == "" {
		return
	}
	d, err := decimal.NewFromString(want)
	require.NoError(t, err, what)
	if !d.Equal(got) {
		t.Errorf("%s: want %s, got %s", what, want, got)
	}
}
