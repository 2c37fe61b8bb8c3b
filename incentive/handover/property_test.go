package handover_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/handover"
	"github.com/kam-go/kam/internal/wordtest"
)

// world is a random company.
type world struct {
	book   handover.Book
	roster incentive.Roster
	payees []string
	deals  []handover.Deal
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func randomDay(r *rand.Rand) kam.Day { return kam.MustDay("2026-01-01").AddDays(r.IntN(365)) }

// randomTeam gives owners to every day, or to none.
func randomTeam(r *rand.Rand, payees []string) []handover.Member {
	var rows []handover.Member
	period := kam.MustPeriod(ever)
	spans := []kam.Period{period}
	if r.IntN(2) == 0 {
		cut := randomDay(r).AddDays(1)
		spans = []kam.Period{{From: period.From, Until: cut}, {From: cut}}
	}
	for _, s := range spans {
		order := r.Perm(len(payees))
		switch r.IntN(3) {
		case 0:
			rows = append(rows, handover.Member{Payee: payees[order[0]], Share: kam.Whole(), Period: s})
		case 1:
			rows = append(rows, handover.Member{Payee: payees[order[0]], Share: kam.MustFraction("1/3"), Period: s}, handover.Member{Payee: payees[order[1]], Share: kam.MustFraction("2/3"), Period: s})
		default:
			for _, i := range order[:4] {
				rows = append(rows, handover.Member{Payee: payees[i], Share: kam.MustFraction("0.25"), Period: s})
			}
		}
		if r.IntN(3) == 0 {
			rows = append(rows, handover.Member{Payee: payees[order[5]], Role: "expert", Share: kam.MustFraction("0.5"), Period: s})
		}
	}
	return rows
}

func randomWorld(r *rand.Rand) world {
	w := world{book: handover.Book{Policy: byTeam()}}
	for i := range 6 + r.IntN(4) {
		w.payees = append(w.payees, fmt.Sprint("p", i))
	}
	w.roster = roster(w.payees...)
	for i := range w.roster.Assignments {
		for j := range w.roster.Assignments[i].Quotas {
			w.roster.Assignments[i].Quotas[j].Amount = decimal.New(r.Int64N(1_000_000), -int32(r.IntN(4)))
		}
	}
	for i := 1; i < len(w.payees); i++ {
		w.roster.Reporting = append(w.roster.Reporting, incentive.ReportingLine{Payee: w.payees[i], Manager: w.payees[r.IntN(i)], Period: kam.MustPeriod(ever)})
	}
	if r.IntN(2) == 0 {
		w.book.Policy = handover.Policy{By: handover.ByStages, House: "house", Handed: pick(r, []handover.Handed{handover.LastOwner, handover.FirstOwner, handover.ByDays}), Stages: []handover.StageShare{
			{Stage: "found", Share: kam.MustFraction("1/3")}, {Stage: "closed", Share: kam.MustFraction("2/3")},
		}}
	}
	for i := range 4 {
		t := handover.Territory{ID: fmt.Sprint("t", i)}
		if i == 0 || r.IntN(2) == 0 {
			t.Team = randomTeam(r, w.payees)
		}
		if i > 0 {
			t.Within = []handover.Placement{{Territory: fmt.Sprint("t", r.IntN(i)), Period: kam.MustPeriod(ever)}}
		}
		w.book.Territories = append(w.book.Territories, t)
	}
	for i := range 8 {
		a := in(account(fmt.Sprint("a", i)), fmt.Sprint("t", r.IntN(4)))
		a.Weight = decimal.NewNullDecimal(decimal.New(1+r.Int64N(50), -1))
		if r.IntN(2) == 0 {
			a.Team = randomTeam(r, w.payees)
		}
		w.book.Accounts = append(w.book.Accounts, a)
	}
	for i := range 5 {
		o := handover.Opportunity{ID: fmt.Sprint("o", i), Account: pick(r, w.book.Accounts).ID, Open: kam.MustPeriod(ever)}
		for _, stage := range []string{"found", "closed"} {
			if r.IntN(4) > 0 {
				o.Stages = append(o.Stages, handover.StageOwner{Stage: stage, Payee: pick(r, w.payees), Period: kam.Period{From: randomDay(r)}})
			}
		}
		w.book.Opportunities = append(w.book.Opportunities, o)
	}
	for i := range 20 {
		d := handover.Deal{ID: fmt.Sprint("d", i), Account: pick(r, w.book.Accounts).ID, On: randomDay(r), Amount: decimal.New(r.Int64N(2_000_000)-1_000_000, -int32(r.IntN(5)))}
		if r.IntN(3) == 0 {
			o := pick(r, w.book.Opportunities)
			d.Account, d.Opportunity = o.Account, o.ID
		}
		w.deals = append(w.deals, d)
	}
	return w
}

func (w world) receivers(r *rand.Rand) []handover.Receiver {
	order := r.Perm(len(w.payees))
	switch r.IntN(3) {
	case 0:
		return []handover.Receiver{to(w.payees[order[0]], "1")}
	case 1:
		return []handover.Receiver{to(w.payees[order[0]], "0.3"), to(w.payees[order[1]], "0.7")}
	default:
		return []handover.Receiver{to(w.payees[order[0]], "1/3"), to(w.payees[order[1]], "1/3"), to(w.payees[order[2]], "1/3")}
	}
}

func (w world) change(r *rand.Rand) handover.Change {
	c := change()
	c.On = randomDay(r)
	c.Unowned = pick(r, []handover.Unowned{handover.UnownedHouse, handover.UnownedHouse, handover.UnownedRefuse})
	for range r.IntN(3) {
		m := handover.Move{From: pick(r, w.payees), To: w.receivers(r), Opportunities: pick(r, []handover.Opportunities{handover.OpportunitiesMove, handover.OpportunitiesStay})}
		switch r.IntN(3) {
		case 0:
			m.All = true
		case 1:
			m.Territories = []string{fmt.Sprint("t", r.IntN(4))}
		default:
			m.Accounts = []string{pick(r, w.book.Accounts).ID}
		}
		if r.IntN(4) == 0 {
			m.Role, m.Opportunities = "expert", ""
		}
		if r.IntN(5) == 0 {
			m.To = nil
		}
		c.Moves = append(c.Moves, m)
	}
	if r.IntN(2) == 0 {
		p := handover.Place{Account: pick(r, w.book.Accounts).ID, Into: fmt.Sprint("t", r.IntN(4))}
		if r.IntN(2) == 0 {
			p = handover.Place{Territory: "t3", Into: fmt.Sprint("t", r.IntN(3))}
		}
		c.Places = append(c.Places, p)
	}
	if r.IntN(3) == 0 {
		c.Transition = []handover.Step{{Months: 1 + r.IntN(3), Old: kam.MustFraction("0.5")}}
	}
	if r.IntN(3) == 0 {
		d := pick(r, w.deals)
		c.Keep = []handover.Keep{{Account: d.Account, Deals: []string{d.ID}, Until: c.On.AddDays(1 + r.IntN(200))}}
	}
	if r.IntN(2) == 0 {
		places := int32(r.IntN(4))
		q := handover.QuotaMove{From: pick(r, w.payees), Plan: "kam", Measure: "revenue", Places: &places, By: handover.QuotaStated, Cut: pick(r, []handover.Cut{handover.CutByDays, handover.CutNothing, handover.CutWhole})}
		for _, x := range w.receivers(r) {
			if x.Payee != q.From {
				q.To = append(q.To, x)
			}
		}
		if r.IntN(2) == 0 && len(c.Moves) > 0 {
			q.From, q.To, q.By = c.Moves[0].From, nil, pick(r, []handover.QuotaBasis{handover.QuotaByAccounts, handover.QuotaByWeight})
		}
		c.Quotas = append(c.Quotas, q)
	}
	if r.IntN(2) == 0 {
		c.Reporting = append(c.Reporting, handover.Report{Payee: pick(r, w.payees), Manager: pick(r, w.payees)})
	}
	return c
}

// Random reorganisations lose nothing, leave nobody's days before them changed, do what they show, and can be undone.
func TestReorganisationsConserveEverything(t *testing.T) {
	done, refused, moved, touched := 0, 0, 0, 0
	for seed := range seeds() {
		r := rand.New(rand.NewPCG(seed, 4))
		w := randomWorld(r)
		o, err := handover.Compile(w.book)
		require.NoError(t, err, seed)
		c := w.change(r)
		p, err := o.Preview(c, w.roster, w.deals)
		require.NotErrorIs(t, err, handover.ErrTotals, seed)
		if err != nil {
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, seed)
			for _, f := range invalid.Findings {
				good(t, f)
			}
			refused++
			continue
		}
		done++
		quotas := func(r incentive.Roster) decimal.Decimal {
			sum := decimal.Zero
			for _, a := range r.Assignments {
				for _, q := range a.Quotas {
					require.False(t, q.Amount.IsNegative(), seed)
					sum = sum.Add(q.Amount)
				}
			}
			return sum
		}
		assert.True(t, quotas(w.roster).Equal(quotas(p.Roster())), seed)
		moved += len(p.Quotas())
		touched += len(p.Accounts())

		for _, d := range w.deals {
			was, _ := o.Participants(d)
			now, found := p.Ownership().Participants(d)
			assert.False(t, found.HasErrors(), seed)
			sum := new(big.Rat)
			for _, x := range now {
				if x.Role == handover.RoleOwner {
					sum.Add(sum, x.Share.Rat())
				}
			}
			assert.Equal(t, "1", sum.RatString(), seed)
			if d.On.Before(c.On) {
				assert.Equal(t, was, now, "%d: a deal from before the change", seed)
			}
		}
		for _, a := range w.book.Accounts {
			for day := kam.MustDay("2026-01-01"); day.Before(kam.MustDay("2027-06-01")); day = day.AddDays(1 + r.IntN(20)) {
				was, now := o.TeamOn(a.ID, day), p.Ownership().TeamOn(a.ID, day)
				if day.Before(c.On) {
					assert.Equal(t, was, now, seed)
				}
				assert.Equal(t, handover.RoleOwner, now[0].Role, "%d: %s has no owner on %s", seed, a.ID, day)
			}
		}
		after, applied, err := o.Apply(c, w.roster, p.Digest())
		require.NoError(t, err, seed)
		assert.Equal(t, p.Ownership().Book(), after.Book(), seed)
		assert.Equal(t, p.Roster(), applied, seed)

		again := c
		again.Places, again.Moves, again.Keep, again.Quotas, again.Reporting, again.Transition = nil, nil, nil, nil, nil, nil
		again.Set, again.Unowned = p.Settings(), handover.UnownedLeave
		same, err := o.Preview(again, w.roster, w.deals)
		require.NoError(t, err, seed)
		assert.Equal(t, after.Book(), same.Ownership().Book(), "%d: the settings say the same", seed)
		assertRosters(t, applied, same.Roster(), seed)

		undo := p.Reverse("undo", "mistaken", "vera")
		back, err := after.Preview(undo, applied, w.deals)
		require.NoError(t, err, seed)
		assert.Equal(t, o.Book(), back.Ownership().Book(), "%d: undone", seed)
		assertRosters(t, w.roster, back.Roster(), seed)
		for _, l := range []kam.Lang{kam.English, kam.Chinese} {
			wordtest.Formatted(t, p.Markdown(l))
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d changes done, %d refused; %d quotas and %d accounts changed", done, refused, moved, touched)
	assert.Greater(t, done, 50)
	assert.Greater(t, moved, 50)
	assert.Greater(t, touched, 50)
}

// assertRosters compares the quotas and the managers of every day that matters.
func assertRosters(t *testing.T, want, got incentive.Roster, seed uint64) {
	t.Helper()
	require.Len(t, got.Assignments, len(want.Assignments), seed)
	for i, a := range want.Assignments {
		for j, q := range a.Quotas {
			assert.True(t, q.Amount.Equal(got.Assignments[i].Quotas[j].Amount), seed)
		}
	}
	assert.ElementsMatch(t, want.Reporting, got.Reporting, seed)
}

// The order of everything in the book and the roster says nothing.
func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 9))
		w := randomWorld(r)
		c := w.change(r)
		o, err := handover.Compile(w.book)
		require.NoError(t, err)
		first, err := o.Preview(c, w.roster, w.deals)
		b := w.book
		for i := range b.Accounts {
			r.Shuffle(len(b.Accounts[i].Team), func(x, y int) {
				b.Accounts[i].Team[x], b.Accounts[i].Team[y] = b.Accounts[i].Team[y], b.Accounts[i].Team[x]
			})
		}
		r.Shuffle(len(b.Accounts), func(x, y int) { b.Accounts[x], b.Accounts[y] = b.Accounts[y], b.Accounts[x] })
		r.Shuffle(len(b.Territories), func(x, y int) { b.Territories[x], b.Territories[y] = b.Territories[y], b.Territories[x] })
		r.Shuffle(len(w.deals), func(x, y int) { w.deals[x], w.deals[y] = w.deals[y], w.deals[x] })
		r.Shuffle(len(w.roster.Reporting), func(x, y int) {
			w.roster.Reporting[x], w.roster.Reporting[y] = w.roster.Reporting[y], w.roster.Reporting[x]
		})
		o, compileErr := handover.Compile(b)
		require.NoError(t, compileErr)
		second, again := o.Preview(c, w.roster, w.deals)
		if err != nil {
			assert.Equal(t, err.Error(), again.Error(), seed)
			continue
		}
		require.NoError(t, again)
		assert.Equal(t, first.Markdown(kam.Chinese), second.Markdown(kam.Chinese), seed)
	}
}

// seeds is how many random worlds are tried: more with KAM_LONG.
func seeds() uint64 {
	if os.Getenv("KAM_LONG") != "" {
		return 5000
	}
	return 200
}
