package fromcrm_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// stage returns r in another stage.
func stage(r fromcrm.Revision, name string) fromcrm.Revision {
	r.Stage = name
	return r
}

func TestTransactions(t *testing.T) {
	type revision = fromcrm.Revision
	type policy = fromcrm.Policy
	day := kam.MustDay
	owner := func(r revision, name string) revision { r.Owner = name; return r }
	closed := func(r revision, on string) revision { r.Closed = day(on); return r }
	product := func(r revision, name string) revision { r.Attributes = map[string]string{"product": name}; return r }
	delivered := func(r revision) revision { r.Delivered = day("2026-02-09"); return r }
	invoice := func(r revision, on string) revision { r.Invoiced = day(on); return r }
	margin := func(r revision, m string) revision { r.Margin = amount(m); return r }
	difference := func(p *policy) { p.Repriced = fromcrm.RepricedDifference }
	original := func(p *policy) { p.Dating = fromcrm.OnOriginal }
	invoiced := func(p *policy) { p.CreditDate = incentive.Invoiced }

	tests := []struct {
		name   string
		policy func(p *policy)
		revs   []revision
		want   []string
		found  []string
	}{
		{name: "nothing"},
		{
			name: "one won revision is one transaction under its own id", revs: []revision{won(0, "", "100")},
			want: []string{"D-1 100 anna 2026-01-15"},
		},
		{
			name: "a late first record keeps the deal's date", revs: []revision{won(1, "2026-04-05", "100")},
			want: []string{"D-1 100 anna 2026-01-15"},
		},
		{
			name: "open, then won", revs: []revision{stage(won(1, "", ""), "Open"), won(2, "", "100")},
			want: []string{"D-1 100 anna 2026-01-15"},
		},
		{name: "an open deal needs nothing else", revs: []revision{{Opportunity: "D-1", Stage: "Open"}}},
		{
			name: "an unchanged revision does nothing", revs: []revision{won(1, "2026-01-15", "100"), won(2, "2026-02-01", "100.00")},
			want: []string{"D-1 100 anna 2026-01-15"},
		},

		{
			name: "repriced", revs: []revision{won(1, "2026-01-15", "100"), won(2, "2026-03-02", "120")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 120 anna 2026-03-02"},
		},
		{
			name: "repriced, on the original dates", policy: original, revs: []revision{won(1, "", "100"), won(2, "", "120")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-01-15", "D-1#2.2 120 anna 2026-01-15"},
		},
		{
			name: "repriced twice reverses what stands", revs: []revision{won(1, "", "100"), won(5, "2026-03-02", "120"), won(7, "2026-03-03", "90")},
			want: []string{
				"D-1 100 anna 2026-01-15", "D-1#5.1 -100 of D-1 2026-03-02", "D-1#5.2 120 anna 2026-03-02",
				"D-1#7.1 -120 of D-1#5.2 2026-03-03", "D-1#7.2 90 anna 2026-03-03",
			},
		},
		{
			name: "difference: higher", policy: difference, revs: []revision{won(1, "", "100"), won(2, "2026-03-02", "120")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 20 anna 2026-03-02"},
		},
		{
			name: "difference: lower", policy: difference, revs: []revision{won(1, "", "100"), won(2, "2026-03-02", "70")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -30 of D-1 2026-03-02"},
		},
		{
			name: "difference: lower takes the latest addition first", policy: difference,
			revs: []revision{won(1, "", "100"), won(2, "2026-03-02", "120"), won(3, "2026-03-03", "150"), won(4, "2026-03-04", "95")},
			want: []string{
				"D-1 100 anna 2026-01-15", "D-1#2.1 20 anna 2026-03-02", "D-1#3.1 30 anna 2026-03-03",
				"D-1#4.1 -30 of D-1#3.1 2026-03-04", "D-1#4.2 -20 of D-1#2.1 2026-03-04", "D-1#4.3 -5 of D-1 2026-03-04",
			},
		},
		{
			name: "difference: lower by exactly an addition", policy: difference,
			revs: []revision{won(1, "", "100"), won(2, "2026-03-02", "120"), won(3, "2026-03-03", "100")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 20 anna 2026-03-02", "D-1#3.1 -20 of D-1#2.1 2026-03-03"},
		},
		{
			name: "difference: lost after a partial reversal takes back the rest", policy: difference,
			revs: []revision{won(1, "", "100"), won(2, "2026-03-02", "70"), won(3, "2026-03-03", "80"), stage(won(4, "2026-03-04", "80"), "Lost")},
			want: []string{
				"D-1 100 anna 2026-01-15", "D-1#2.1 -30 of D-1 2026-03-02", "D-1#3.1 10 anna 2026-03-03",
				"D-1#4.1 -70 of D-1 2026-03-04", "D-1#4.2 -10 of D-1#3.1 2026-03-04",
			},
		},
		{
			name: "difference: price and owner together are booked anew", policy: difference,
			revs: []revision{won(1, "", "100"), owner(won(2, "2026-03-02", "70"), "ben")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 70 ben 2026-03-02"},
		},
		{
			name: "difference: too many digits between the prices", policy: difference,
			revs:  []revision{won(1, "", "999999999999999"), won(2, "2026-03-02", "0.0001")},
			want:  []string{"D-1 999999999999999 anna 2026-01-15", "D-1#2.1 -999999999999999 of D-1 2026-03-02", "D-1#2.2 0.0001 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: too many digits to add", policy: difference,
			revs:  []revision{won(1, "", "0.0001"), won(2, "2026-03-02", "999999999999999")},
			want:  []string{"D-1 0.0001 anna 2026-01-15", "D-1#2.1 -0.0001 of D-1 2026-03-02", "D-1#2.2 999999999999999 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: too many digits left", policy: difference,
			revs: []revision{
				margin(won(1, "", "100"), "-50"), margin(won(2, "2026-03-02", "200"), "99999999999990"),
				margin(won(3, "2026-03-03", "150"), "99999999999989.5"),
			},
			want: []string{
				"D-1 100 anna 2026-01-15", "D-1#2.1 100 anna 2026-03-02",
				"D-1#3.1 -100 of D-1 2026-03-03", "D-1#3.2 -100 of D-1#2.1 2026-03-03", "D-1#3.3 150 anna 2026-03-03",
			},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: a lower price with a greater loss", policy: difference,
			revs:  []revision{margin(won(1, "", "100"), "-10"), margin(won(2, "2026-03-02", "80"), "-12")},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 80 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: a lower price that takes the whole margin", policy: difference,
			revs: []revision{margin(won(1, "", "100"), "10"), margin(won(2, "2026-03-02", "80"), "0")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -20 of D-1 2026-03-02"},
		},
		{
			name: "difference: margin that becomes known", policy: difference,
			revs:  []revision{won(1, "", "100"), margin(won(2, "2026-03-02", "120"), "10")},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 120 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: margin alone", policy: difference,
			revs: []revision{
				margin(won(1, "", "100"), "10"),
				margin(won(2, "2026-03-02", "100"), "9"),
			},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 100 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: a higher price with a lower margin", policy: difference,
			revs: []revision{
				margin(won(1, "", "100"), "10"),
				margin(won(2, "2026-03-02", "120"), "9"),
			},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 120 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: a lower price with a margin that turns negative", policy: difference,
			revs: []revision{
				margin(won(1, "", "100"), "10"),
				margin(won(2, "2026-03-02", "80"), "-1"),
			},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 80 anna 2026-03-02"},
			found: []string{"info fromcrm.rebooked"},
		},
		{
			name: "difference: taking an addition back leaves units to add", policy: difference,
			revs: []revision{
				with(won(1, "", "100"), func(r *revision) { r.Units = amount("10") }),
				with(won(2, "2026-03-02", "120"), func(r *revision) { r.Units = amount("15") }),
				with(won(3, "2026-03-03", "100"), func(r *revision) { r.Units = amount("12") }),
			},
			want: []string{
				"D-1 100 anna 2026-01-15", "D-1#2.1 20 anna 2026-03-02",
				"D-1#3.1 -100 of D-1 2026-03-03", "D-1#3.2 -20 of D-1#2.1 2026-03-03", "D-1#3.3 100 anna 2026-03-03",
			},
			found: []string{"info fromcrm.rebooked"},
		},

		{
			name: "re-owned", revs: []revision{won(1, "", "100"), owner(won(2, "2026-03-02", "100"), "ben")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 100 ben 2026-03-02"},
		},
		{
			name: "re-owned, kept", policy: func(p *policy) { p.Reowned = fromcrm.Keep },
			revs:  []revision{won(1, "", "100"), owner(won(2, "2026-03-02", "100"), "ben"), owner(won(3, "2026-03-03", "120"), "ben")},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#3.1 -100 of D-1 2026-03-03", "D-1#3.2 120 anna 2026-03-03"},
			found: []string{"info fromcrm.kept"},
		},
		{
			name: "re-owned, kept until it is won again", policy: func(p *policy) { p.Reowned = fromcrm.Keep },
			revs: []revision{won(1, "", "100"), stage(owner(won(2, "2026-03-02", "100"), "ben"), "Lost"), owner(won(3, "2026-03-03", "100"), "ben")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#3.1 100 ben 2026-03-03"},
		},
		{
			name: "re-owned to nobody, kept", policy: func(p *policy) { p.Reowned = fromcrm.Keep },
			revs:  []revision{won(1, "", "100"), owner(won(2, "2026-03-02", "100"), "")},
			want:  []string{"D-1 100 anna 2026-01-15"},
			found: []string{"info fromcrm.kept"},
		},
		{
			name: "split anew", revs: []revision{won(1, "", "90"), with(owner(won(2, "2026-03-02", "90"), ""), func(r *revision) {
				r.Participants = []incentive.Participant{
					{Payee: "cleo", Role: "engineer", Share: kam.Fraction{Num: 1, Den: 2}},
					{Payee: "ben", Share: kam.Fraction{Num: 2, Den: 6}},
					{Payee: "anna", Role: "owner", Share: kam.Fraction{Num: 2, Den: 3}},
				}
			})},
			want: []string{"D-1 90 anna 2026-01-15", "D-1#2.1 -90 of D-1 2026-03-02", "D-1#2.2 90 [engineer cleo 1/2, owner anna 2/3, owner ben 1/3] 2026-03-02"},
		},

		{
			name: "attribute changed", revs: []revision{product(won(1, "", "100"), "A"), product(won(2, "2026-03-02", "100"), "B")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 100 anna 2026-03-02"},
		},
		{
			name: "attribute changed, kept", policy: func(p *policy) { p.Attributes = fromcrm.Keep },
			revs:  []revision{product(won(1, "", "100"), "A"), product(won(2, "2026-03-02", "100"), "B"), product(won(3, "2026-03-03", "100"), "B")},
			want:  []string{"D-1 100 anna 2026-01-15"},
			found: []string{"info fromcrm.kept"},
		},
		{
			name: "number changed", revs: []revision{won(1, "", "100"), with(won(2, "2026-03-02", "100"), func(r *revision) {
				r.Numbers = map[string]decimal.Decimal{"discount": decimal.RequireFromString("0.1")}
			})},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 100 anna 2026-03-02"},
		},

		{
			name: "moved back: both on the day of the change", revs: []revision{won(1, "", "100"), closed(won(2, "2026-03-02", "100"), "2026-01-10")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 100 anna 2026-03-02"},
		},
		{
			name: "moved ahead: the new booking waits for its day", revs: []revision{won(1, "", "100"), closed(won(2, "2026-03-02", "100"), "2026-06-10")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 100 anna 2026-06-10"},
		},
		{
			name: "moved, on the original dates", policy: original, revs: []revision{won(1, "", "100"), closed(won(2, "2026-03-02", "100"), "2026-01-10")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-01-15", "D-1#2.2 100 anna 2026-01-10"},
		},
		{
			name: "moved, kept", policy: func(p *policy) { p.Moved = fromcrm.Keep; p.Dating = fromcrm.OnOriginal },
			revs:  []revision{won(1, "", "100"), closed(won(2, "2026-03-02", "100"), "2026-01-10"), closed(won(3, "2026-03-02", "80"), "2026-01-10")},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#3.1 -100 of D-1 2026-01-15", "D-1#3.2 80 anna 2026-01-15"},
			found: []string{"info fromcrm.kept"},
		},
		{
			name: "a reversal never comes before its original", revs: []revision{won(1, "2026-01-02", "100"), stage(won(2, "2026-01-05", "100"), "Lost")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-01-15"},
		},
		{
			name: "a change on the credit date itself", revs: []revision{won(1, "2026-01-02", "100"), won(2, "2026-01-15", "110")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-01-15", "D-1#2.2 110 anna 2026-01-15"},
		},

		{
			name: "reopened", revs: []revision{won(1, "", "100"), stage(won(2, "2026-03-02", "100"), "Open")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02"},
		},
		{
			name: "reopened, lost and won again", revs: []revision{
				won(1, "", "100"), stage(won(2, "2026-03-02", "100"), "Open"),
				stage(won(3, "2026-03-03", "100"), "Lost"), closed(won(4, "2026-05-20", "110"), "2026-05-19"),
			},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#4.1 110 anna 2026-05-20"},
		},
		{
			name: "deleted and restored", revs: []revision{won(1, "", "100"), {Opportunity: "D-1", Number: 2, On: day("2026-03-02"), Deleted: true}, won(3, "2026-03-09", "100")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#3.1 100 anna 2026-03-09"},
		},
		{
			name: "deleted while its stage says won", revs: []revision{won(1, "", "100"), with(won(2, "2026-03-02", "100"), func(r *revision) { r.Deleted = true })},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02"},
		},
		{
			name: "deleted, kept", policy: func(p *policy) { p.Deleted = fromcrm.DeletedKeep },
			revs: []revision{won(1, "", "100"), {Opportunity: "D-1", Number: 2, Deleted: true}, won(3, "2026-03-09", "90")},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#3.1 -100 of D-1 2026-03-09", "D-1#3.2 90 anna 2026-03-09"},
		},
		{name: "deleted before it was won", revs: []revision{stage(won(1, "", ""), "Open"), {Opportunity: "D-1", Number: 2, Deleted: true}}},

		{
			name: "currency changed", policy: difference,
			revs:  []revision{won(1, "", "100"), with(won(2, "2026-03-02", "120"), func(r *revision) { r.Currency = "USD" })},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-03-02", "D-1#2.2 120 anna 2026-03-02"},
			found: []string{"info fromcrm.currency-changed"},
		},

		{
			name: "invoiced: counts once it has the date", policy: invoiced,
			revs:  []revision{won(1, "2026-01-15", "100"), won(2, "2026-01-20", "110"), invoice(won(3, "2026-02-01", "110"), "2026-02-01")},
			want:  []string{"D-1 110 anna 2026-01-15"},
			found: []string{"info fromcrm.waiting"},
		},
		{
			name: "invoiced: an invoice withdrawn reverses", policy: invoiced,
			revs: []revision{
				invoice(won(1, "", "100"), "2026-02-01"), won(2, "2026-02-10", "100"),
			},
			want:  []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-01-15"},
			found: []string{"info fromcrm.waiting"},
		},
		{
			name: "invoiced: an invoice moved, kept", policy: func(p *policy) { p.CreditDate, p.Moved = incentive.Invoiced, fromcrm.Keep },
			revs:  []revision{invoice(won(1, "", "100"), "2026-02-01"), invoice(won(2, "2026-02-10", "100"), "2026-02-05")},
			want:  []string{"D-1 100 anna 2026-01-15"},
			found: []string{"info fromcrm.kept"},
		},
		{
			name: "another date arrives later", revs: []revision{won(1, "", "100"), delivered(won(2, "2026-02-10", "100"))},
			want: []string{"D-1 100 anna 2026-01-15", "D-1#2.1 -100 of D-1 2026-02-10", "D-1#2.2 100 anna 2026-02-10"},
		},
		{
			name: "another date arrives later, kept", policy: func(p *policy) { p.Dates = fromcrm.Keep },
			revs:  []revision{won(1, "", "100"), delivered(won(2, "2026-02-10", "100")), delivered(won(3, "2026-02-11", "100"))},
			want:  []string{"D-1 100 anna 2026-01-15"},
			found: []string{"info fromcrm.kept"},
		},

		{
			name: "passed over: a faulty revision that was replaced", revs: []revision{won(1, "", "100"), won(2, "2026-03-02", ""), won(3, "2026-03-03", "100")},
			want:  []string{"D-1 100 anna 2026-01-15"},
			found: []string{"warning fromcrm.passed-over"},
		},
		{
			name: "held: a faulty revision that was replaced", policy: func(p *policy) { p.Faulty = fromcrm.Hold },
			revs:  []revision{won(1, "", "100"), won(2, "2026-03-02", ""), won(3, "2026-03-03", "100")},
			found: []string{"error fromcrm.amount"},
		},
		{
			name: "the latest revision is faulty", revs: []revision{won(1, "", "100"), won(2, "2026-03-02", "")},
			found: []string{"error fromcrm.amount"},
		},
		{
			name: "a deletion that is kept replaces nothing", policy: func(p *policy) { p.Deleted = fromcrm.DeletedKeep },
			revs:  []revision{won(1, "", ""), {Opportunity: "D-1", Number: 2, Deleted: true}},
			found: []string{"error fromcrm.amount"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := compile(t, tt.policy)
			got, found := c.Transactions(tt.revs)
			assert.Equal(t, tt.want, lines(got))
			assert.Equal(t, tt.found, codes(found))
			backwards := slices.Clone(tt.revs)
			slices.Reverse(backwards)
			again, foundAgain := c.Transactions(backwards)
			assert.Equal(t, got, again, "input order matters")
			assert.Equal(t, found, foundAgain, "input order matters")
		})
	}
}

func TestTransactionCarriesEverything(t *testing.T) {
	r := won(7, "", "100.50")
	r.Margin, r.Units, r.Cash = amount("20"), amount("3"), amount("0")
	r.Invoiced, r.CashDate, r.Delivered = kam.MustDay("2026-02-01"), kam.MustDay("2026-03-01"), kam.MustDay("2026-04-01")
	r.Attributes = map[string]string{"product": "A", "note": ""}
	r.Numbers = map[string]decimal.Decimal{"discount": decimal.RequireFromString("0.10")}
	r.Participants = []incentive.Participant{{Payee: "cleo", Role: "engineer", Share: kam.Fraction{Num: 5, Den: 10}}}
	r.Place = "deals.csv:2:1"
	lost := stage(won(8, "2026-05-02", ""), "Lost")
	lost.Place = "deals.csv:3:1"

	got, found := compile(t, nil).Transactions([]fromcrm.Revision{r, lost})
	require.Empty(t, found)
	require.Len(t, got, 2)
	deal, back := got[0], got[1]
	assert.Equal(t, "100.5", deal.Amount.String())
	assert.Equal(t, "20", deal.Margin.Decimal.String())
	assert.Equal(t, "3", deal.Units.Decimal.String())
	assert.True(t, deal.Cash.Valid, "zero is known")
	assert.Equal(t, "0.1", deal.Numbers["discount"].String())
	assert.Equal(t, map[string]string{"product": "A", "note": ""}, deal.Attributes)
	assert.Equal(t, []incentive.Participant{{Payee: "cleo", Role: "engineer", Share: kam.Fraction{Num: 1, Den: 2}}}, deal.Participants)
	assert.Equal(t, int64(7), deal.Sequence)
	assert.Equal(t, "anna", deal.Owner)
	assert.Equal(t, kam.Currency("CNY"), deal.Currency)
	assert.Equal(t, "deals.csv:2:1", deal.Place)
	for _, d := range []struct{ got, back, want string }{
		{deal.Booked.String(), back.Booked.String(), "2026-01-15"},
		{deal.Invoiced.String(), back.Invoiced.String(), "2026-02-01"},
		{deal.CashDate.String(), back.CashDate.String(), "2026-03-01"},
		{deal.Delivered.String(), back.Delivered.String(), "2026-04-01"},
	} {
		assert.Equal(t, d.want, d.got)
		if d.want != "2026-01-15" {
			assert.Equal(t, d.want, d.back, "only the credit date of a reversal is the day of the change")
		}
	}
	assert.Equal(t, "2026-05-02", back.Booked.String())
	assert.Equal(t, "D-1", back.Reverses)
	assert.Equal(t, int64(8), back.Sequence)
	assert.Equal(t, kam.Currency("CNY"), back.Currency)
	assert.Equal(t, []string{"-100.5", "-20", "-3", "0"},
		[]string{back.Amount.String(), back.Margin.Decimal.String(), back.Units.Decimal.String(), back.Cash.Decimal.String()})
	assert.True(t, back.Cash.Valid)
	assert.Empty(t, back.Owner)
	assert.Nil(t, back.Participants)
	assert.Nil(t, back.Attributes)
	assert.Nil(t, back.Numbers)
	assert.Equal(t, "deals.csv:3:1", back.Place)

	deal.Attributes["product"], deal.Numbers["discount"], deal.Participants[0].Payee = "B", decimal.Zero, "dan"
	assert.Equal(t, "A", r.Attributes["product"])
	assert.Equal(t, "0.1", r.Numbers["discount"].String())
	assert.Equal(t, incentive.Participant{Payee: "cleo", Role: "engineer", Share: kam.Fraction{Num: 5, Den: 10}}, r.Participants[0])
}

func TestTransactionsShareNoMemory(t *testing.T) {
	first, second := won(1, "", "100"), won(2, "2026-03-02", "120")
	first.Attributes, first.Numbers = map[string]string{"product": "A"}, map[string]decimal.Decimal{"discount": decimal.Zero}
	first.Participants = []incentive.Participant{{Payee: "cleo", Role: "engineer", Share: kam.Fraction{Num: 1, Den: 2}}}
	got, _ := compile(t, func(p *fromcrm.Policy) { p.Attributes, p.Reowned = fromcrm.Keep, fromcrm.Keep }).
		Transactions([]fromcrm.Revision{first, second})
	require.Len(t, got, 3)
	got[0].Attributes["product"], got[0].Numbers["discount"], got[0].Participants[0].Payee = "B", decimal.New(1, 0), "dan"
	assert.Equal(t, "A", got[2].Attributes["product"])
	assert.Equal(t, "0", got[2].Numbers["discount"].String())
	assert.Equal(t, "cleo", got[2].Participants[0].Payee)
}

func TestCreditDateOfChanges(t *testing.T) {
	full := func(r fromcrm.Revision) fromcrm.Revision {
		r.Invoiced, r.CashDate, r.Delivered = kam.MustDay("2026-01-16"), kam.MustDay("2026-01-17"), kam.MustDay("2026-01-18")
		return r
	}
	for _, name := range []incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered} {
		t.Run(string(name), func(t *testing.T) {
			c := compile(t, func(p *fromcrm.Policy) { p.CreditDate = name })
			got, found := c.Transactions([]fromcrm.Revision{full(won(1, "", "100")), full(won(2, "2026-03-02", "120"))})
			require.Empty(t, found)
			require.Len(t, got, 3)
			for _, tx := range got[1:] {
				for _, other := range []incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered} {
					if other == name {
						assert.Equal(t, "2026-03-02", tx.Date(other).String())
					} else {
						assert.Equal(t, got[0].Date(other), tx.Date(other))
					}
				}
			}
		})
	}
}

func TestPartialReversalTakesEachQuantity(t *testing.T) {
	first, second := won(1, "", "100"), won(2, "2026-03-02", "80")
	first.Margin, first.Units, first.Cash = amount("-10"), amount("4"), amount("50")
	second.Margin, second.Units, second.Cash = amount("-8"), amount("4"), amount("30")
	got, found := compile(t, func(p *fromcrm.Policy) { p.Repriced = fromcrm.RepricedDifference }).
		Transactions([]fromcrm.Revision{first, second})
	require.Empty(t, found)
	require.Len(t, got, 2)
	back := got[1]
	assert.Equal(t, []string{"-20", "2", "0", "-20"},
		[]string{back.Amount.String(), back.Margin.Decimal.String(), back.Units.Decimal.String(), back.Cash.Decimal.String()})
	assert.True(t, back.Units.Valid, "stated, so that the units of the original stay")
}
