package desk_test

import (
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

func open(t *testing.T, size sample.Size) (sample.Company, *desk.Desk, *sqlstore.Store) {
	t.Helper()
	c := sample.New(size)
	d, book := openCompany(t, c)
	return c, d, book
}

func openCompany(t *testing.T, c sample.Company) (*desk.Desk, *sqlstore.Store) {
	t.Helper()
	dir := t.TempDir()
	book, err := sqlstore.Open(t.Context(), filepath.Join(dir, "kam.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, book.Close()) })
	kept, err := store.SQLite(t.Context(), filepath.Join(dir, "console.db"))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, kept.Close()) })
	d, err := c.Open(t.Context(), book, kept, func(int, int) {})
	require.NoError(t, err)
	return d, book
}

func equal(t *testing.T, want, got decimal.Decimal, told string) {
	t.Helper()
	assert.True(t, want.Equal(got), "%s: want %s, got %s", told, want, got)
}

// TestFiguresFoot checks that what the pages show sums up: slices to lines, lines to components, components to statements, statements
// to the overview, the overview of the teams to that of the company, and all of it to the ledger.
func TestFiguresFoot(t *testing.T) {
	for name, size := range map[string]sample.Size{"built-in": {}, "grown": {People: 60, Lines: 9_000}} {
		t.Run(name, func(t *testing.T) {
			c, d, book := open(t, size)
			total, lines := decimal.Zero, 0
			for _, a := range c.Roster.Assignments {
				s, err := d.Statement(t.Context(), a.Payee, a.Plan, c.Current)
				require.NoError(t, err)
				sum := decimal.Zero
				for _, part := range s.Components {
					sum = sum.Add(part.Amount)
					of, read := decimal.Zero, 0
					for page := range part.Pages() {
						rows, err := d.Lines(t.Context(), a.Payee, a.Plan, c.Current, part.Name, page)
						require.NoError(t, err)
						for _, l := range rows {
							read++
							whole := l.Cut
							for _, slice := range l.Slices {
								whole = whole.Add(slice.Amount)
							}
							equal(t, l.Amount, whole, l.Transaction)
							assert.NotEmpty(t, l.Customer, l.Transaction)
							of = of.Add(l.Amount)
						}
					}
					assert.Equal(t, part.Lines, read, part.Name)
					equal(t, part.Sum, of, part.Name)
					for _, x := range s.Adjustments {
						if x.Component == part.Name {
							of = of.Add(x.Amount)
						}
					}
					equal(t, part.Amount, of, part.Name)
					lines += read
				}
				equal(t, s.Earned, sum, a.Payee)
				total = total.Add(s.Earned)
			}
			all, err := d.Overview(t.Context(), desk.Everybody, c.Current)
			require.NoError(t, err)
			equal(t, total, all.Pay, "pay of everybody")
			snapshot, err := book.Snapshot(t.Context(), c.Current)
			require.NoError(t, err)
			posted := decimal.Zero
			for _, p := range snapshot.Posted {
				posted = posted.Add(p.Amount)
			}
			equal(t, posted, all.Pay, "the ledger")
			revenue := decimal.Zero
			for x, err := range book.Transactions(t.Context(), c.Current) {
				require.NoError(t, err)
				revenue = revenue.Add(x.Amount)
			}
			equal(t, revenue, all.Revenue, "revenue")
			people := 0
			for _, band := range all.Spread {
				people += band.People
			}
			assert.Equal(t, all.Measured, people, "the bands hold everybody")
			assert.Equal(t, len(c.Roster.Assignments), all.People)
			if size.People > 0 {
				assert.InDelta(t, size.Lines, lines, float64(size.Lines)/20, "about as many lines as asked for")
			}
		})
	}
}

// TestEvidenceIsWhatStatementsSay compares the evidence for promotions with the statements of the same quarter.
func TestEvidenceIsWhatStatementsSay(t *testing.T) {
	c, d, _ := open(t, sample.Size{})
	compared := 0
	for _, a := range c.Roster.Assignments {
		known, err := d.Dossier(t.Context(), a.Payee)
		require.NoError(t, err)
		if known.File == nil {
			continue
		}
		s, err := d.Statement(t.Context(), a.Payee, a.Plan, c.Previous)
		require.NoError(t, err)
		for _, o := range known.File.Observations {
			if o.Metric == "sales.attainment" && o.Period == c.Previous {
				compared++
				equal(t, s.Measures[0].Value, o.Numerator.Decimal, a.Payee)
				equal(t, s.Measures[0].Quota.Decimal, o.Denominator.Decimal, a.Payee)
			}
		}
	}
	assert.Equal(t, 12, compared, "every salesperson")
}

// TestTwoAssignmentsToOnePlan gives somebody a second assignment in mid-quarter: both statements are there, and both count.
func TestTwoAssignmentsToOnePlan(t *testing.T) {
	c := sample.New(sample.Size{})
	for i, a := range c.Roster.Assignments {
		if a.Payee == "anna.berg" {
			second := a
			c.Roster.Assignments[i].Period.Until = kam.MustDay("2026-08-15")
			second.Period.From = kam.MustDay("2026-08-15")
			c.Roster.Assignments = append(c.Roster.Assignments, second)
		}
	}
	d, _ := openCompany(t, c)
	list, err := d.Statements(t.Context(), "anna.berg")
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, []string{"key-account-manager", "key-account-manager~2", "key-account-manager"}, []string{list[0].Ref, list[1].Ref, list[2].Ref})
	o, err := d.Overview(t.Context(), desk.Everybody, c.Current)
	require.NoError(t, err)
	assert.Equal(t, 15, o.People)
	lines, err := d.Lines(t.Context(), "anna.berg", list[1].Ref, c.Current, "commission", 0)
	require.NoError(t, err)
	assert.Len(t, lines, list[1].Components[0].Lines)
	assert.False(t, lines[0].Date.Before(kam.MustDay("2026-08-15")))
}

func TestTeamsAreParts(t *testing.T) {
	c, d, _ := open(t, sample.Size{})
	whole, err := d.Overview(t.Context(), "lin.hao", c.Current)
	require.NoError(t, err)
	revenue, due := decimal.Zero, decimal.Zero
	for _, manager := range []string{"chen.yu", "maria.keller"} {
		o, err := d.Overview(t.Context(), manager, c.Current)
		require.NoError(t, err)
		assert.Equal(t, 6, o.People, "without the manager")
		revenue, due = revenue.Add(o.Revenue), due.Add(o.Due)
	}
	equal(t, whole.Revenue, revenue, "revenue")
	equal(t, whole.Due, due, "due")
	_, err = d.Overview(t.Context(), "anna.berg", c.Current)
	assert.ErrorIs(t, err, desk.ErrUnknown, "who leads nobody has no team")
}

// TestWhatIfIsWhatTheEnginePays compares a what-if with the calculation of the same deal for everybody.
func TestWhatIfIsWhatTheEnginePays(t *testing.T) {
	c, d, book := open(t, sample.Size{})
	for _, payee := range []string{"anna.berg", "chen.yu"} {
		known, err := d.Dossier(t.Context(), "anna.berg")
		require.NoError(t, err)
		deal := known.Open[0].Deal
		w, err := d.WhatIf(t.Context(), payee, c.Current, []string{deal.ID}, decimal.NewFromInt(200_000))
		require.NoError(t, err)
		require.Empty(t, w.Why)
		plan := map[string]string{"anna.berg": "key-account-manager", "chen.yu": "sales-manager"}[payee]
		s, err := d.Statement(t.Context(), payee, plan, c.Current)
		require.NoError(t, err)
		equal(t, s.Earned, w.Now, payee)
	}
	known, err := d.Dossier(t.Context(), "anna.berg")
	require.NoError(t, err)
	deal := known.Open[0].Deal
	w, err := d.WhatIf(t.Context(), "anna.berg", c.Current, []string{deal.ID}, decimal.Zero)
	require.NoError(t, err)
	_, err = book.PutTransactions(t.Context(), incentive.Transactions([]incentive.Transaction{deal}).All())
	require.NoError(t, err)
	require.NoError(t, d.CalculateNow(t.Context(), c.Current, "somebody", kam.MustDay("2026-09-18"), func(int, int) {}))
	s, err := d.Statement(t.Context(), "anna.berg", "key-account-manager", c.Current)
	require.NoError(t, err)
	equal(t, s.Earned, w.Then, "won as thought")
}

func TestCurve(t *testing.T) {
	c, d, _ := open(t, sample.Size{})
	curve, err := d.Curve("anna.berg", "key-account-manager", c.Current)
	require.NoError(t, err)
	p := desk.PointOn(curve, big.NewRat(1, 1))
	assert.Equal(t, "19800.00", p.Pay.FloatString(2), "720,000 at 2 % and 180,000 at 3 %")
	assert.Equal(t, "0.05", p.Marginal.FloatString(2))
	assert.Equal(t, p.Pay, desk.PointOn(curve, big.NewRat(1, 1)).Pay)
	assert.Equal(t, "2", desk.PointOn(curve, big.NewRat(900, 1)).At.RatString(), "beyond the end is the end")
	_, err = d.Curve("anna.berg", "sales-manager", c.Current)
	require.ErrorIs(t, err, desk.ErrUnknown)
	_, err = d.Curve("chen.yu", "sales-manager", c.Current)
	invalid, ok := err.(*kam.InvalidError) //nolint:errorlint // what it is, and not what it wraps
	require.True(t, ok, "%v", err)
	assert.NotEmpty(t, invalid.Findings)
}

func TestOneCalculationAtATime(t *testing.T) {
	c, d, _ := open(t, sample.Size{})
	job, err := d.Calculate(t.Context(), c.Current, "dora.weiss", c.Today)
	require.NoError(t, err)
	_, err = d.Calculate(t.Context(), c.Current, "dora.weiss", c.Today)
	require.ErrorIs(t, err, desk.ErrBusy)
	<-job.Over()
	_, err = d.Calculate(t.Context(), c.Previous, "dora.weiss", c.Today)
	require.ErrorIs(t, err, ledger.ErrOrder, "what is closed")
	d.Wait()
}

func TestOnPostgreSQL(t *testing.T) {
	dsn := pgtest.Schema(t)
	book, err := pgstore.Open(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(book.Close)
	kept, err := store.PostgreSQL(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, kept.Close()) })
	c := sample.New(sample.Size{})
	d, err := c.Open(t.Context(), book, kept, func(int, int) {})
	require.NoError(t, err)
	_, other, _ := open(t, sample.Size{})
	for _, a := range c.Roster.Assignments {
		there, err := d.Statement(t.Context(), a.Payee, a.Plan, c.Current)
		require.NoError(t, err)
		here, err := other.Statement(t.Context(), a.Payee, a.Plan, c.Current)
		require.NoError(t, err)
		there.Run, here.Run = "", ""
		assert.Equal(t, here, there, "the same on both")
	}
	again, err := c.Open(t.Context(), book, kept, func(int, int) {})
	require.NoError(t, err)
	assert.Equal(t, ledger.Calculated, again.Life(c.Current).Now, "opened again, and not written again")
}

// TestOnlyWhatIsShownIsKept calculates again and again, by two people and after a reopening, with and without a change: every time there is
// a mark of its own, the figures are there, and what the calculation before had shown is not.
func TestOnlyWhatIsShownIsKept(t *testing.T) {
	c, d, book := open(t, sample.Size{})
	kept := func() map[string]bool {
		runs, err := d.Store.Of(t.Context(), "run")
		require.NoError(t, err)
		out := map[string]bool{}
		for _, run := range runs {
			out[strings.TrimSuffix(run, "|")] = true
		}
		return out
	}
	shown := func(p kam.Period) string {
		s, err := d.Statement(t.Context(), "anna.berg", "key-account-manager", p)
		require.NoError(t, err)
		return s.Run
	}
	before := shown(c.Previous)
	w := d.Store.Writer()
	for _, key := range []store.Key{{Kind: "run", Of: "cut-off|"}, {Kind: "statement", Of: "cut-off|anna.berg|key-account-manager"}, {Kind: "lines", Of: "cut-off|anna.berg|key-account-manager|commission", Number: 7}} {
		require.NoError(t, w.Put(t.Context(), key, 1))
	}
	require.NoError(t, w.Flush(t.Context()))
	marks := len(d.Life(c.Current).History)
	runs := map[string]bool{shown(c.Current): true}
	for i, by := range []string{"dora.weiss", "dora.weiss", "tang.rui", "dora.weiss"} {
		if i == 3 {
			require.NoError(t, d.Mark(t.Context(), c.Current, ledger.Approved, "a.third", "", c.Today))
			require.NoError(t, d.Mark(t.Context(), c.Current, ledger.Reopened, by, "a late deal", c.Today))
			_, err := book.PutTransactions(t.Context(), incentive.Transactions([]incentive.Transaction{
				{ID: "late", Owner: "anna.berg", Amount: decimal.NewFromInt(1_000), Booked: kam.MustDay("2026-09-10"), Attributes: map[string]string{"customer": "x", "kind": "new"}},
			}).All())
			require.NoError(t, err)
			marks += 2
		}
		require.NoError(t, d.CalculateNow(t.Context(), c.Current, by, kam.MustDay("2026-09-18"), func(int, int) {}), "%d by %s", i, by)
		marks++
		history := d.Life(c.Current).History
		require.Len(t, history, marks)
		assert.Equal(t, by, history[marks-1].By)
		run := shown(c.Current)
		assert.False(t, runs[run], "a run of its own")
		runs[run] = true
		assert.Equal(t, map[string]bool{before: true, run: true}, kept())
		o, err := d.Overview(t.Context(), desk.Everybody, c.Current)
		require.NoError(t, err)
		assert.Equal(t, 14, o.Members)
	}
	assert.Equal(t, before, shown(c.Previous), "the other period stays")
	for _, kind := range []string{"statement", "lines", "deals", "overview", "findings", "members by attainment", "members by pay", "members by name"} {
		of, err := d.Store.Of(t.Context(), kind)
		require.NoError(t, err)
		require.NotEmpty(t, of, kind)
		for _, one := range of {
			run, _, _ := strings.Cut(one, "|")
			assert.Contains(t, kept(), run, "%s of %s", kind, one)
		}
	}
	known, err := d.Dossier(t.Context(), "anna.berg")
	require.NoError(t, err)
	assert.NotEmpty(t, known.Open, "what no run has written stays")
}

// TestOrders reads lists of people in every order, both ways, page by page.
func TestOrders(t *testing.T) {
	c, d, _ := open(t, sample.Size{People: 130, Lines: 400})
	read := func(order desk.Order, turned bool) (list []desk.Member) {
		for page := range 3 {
			rows, err := d.Members(t.Context(), desk.Everybody, c.Current, order, turned, page)
			require.NoError(t, err)
			list = append(list, rows...)
		}
		_, err := d.Members(t.Context(), desk.Everybody, c.Current, order, turned, 3)
		require.ErrorIs(t, err, desk.ErrUnknown)
		_, err = d.Members(t.Context(), desk.Everybody, c.Current, order, turned, -1)
		require.ErrorIs(t, err, desk.ErrUnknown)
		return list
	}
	first := read(desk.ByAttainment, false)
	require.Greater(t, len(first), 2*desk.PageMembers)
	sorted := map[desk.Order]func(a, b desk.Member) bool{
		desk.ByAttainment: func(a, b desk.Member) bool { return a.Attainment.Decimal.GreaterThanOrEqual(b.Attainment.Decimal) },
		desk.ByPay:        func(a, b desk.Member) bool { return a.Pay.GreaterThanOrEqual(b.Pay) },
		desk.ByName:       func(a, b desk.Member) bool { return strings.ToLower(a.Name) <= strings.ToLower(b.Name) },
	}
	for _, order := range desk.Orders() {
		list, turned := read(order, false), read(order, true)
		assert.ElementsMatch(t, refs(first), refs(list), order)
		for i := 1; i < len(list); i++ {
			assert.True(t, sorted[order](list[i-1], list[i]), "%s: %v before %v", order, list[i-1], list[i])
		}
		slices.Reverse(turned)
		assert.Equal(t, refs(list), refs(turned), order)
	}
	_, err := d.Members(t.Context(), desk.Everybody, c.Current, "height", false, 0)
	require.ErrorIs(t, err, desk.ErrUnknown)
}

func refs(list []desk.Member) (out []string) {
	for _, m := range list {
		out = append(out, m.Payee+" "+m.Ref)
	}
	return out
}
