package ledger_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

var january = kam.MustPeriod("2026-01-01/2026-02-01")

// marked is a batch with a mark and entries of the kinds.
func marked(run string, state ledger.State, by string, kinds ...ledger.Kind) ledger.Batch {
	b := ledger.Batch{Run: run, Period: january}
	if state != "" {
		b.Mark = &ledger.Mark{State: state, By: by, Reason: "why", On: kam.MustDay("2026-02-03")}
	}
	for _, k := range kinds {
		e := entry("", "1")
		e.Kind = k
		b.Entries = append(b.Entries, ledger.Move(e, ledger.ExpenseAccount, ledger.PayeeAccount, e.Amount)...)
	}
	return b
}

func TestPeriodStateNext(t *testing.T) {
	calculated := marked("c", ledger.Calculated, "ben")
	approved := marked("a", ledger.Approved, "cleo")
	closed := marked("x", ledger.Closed, "cleo")
	reopened := marked("r", ledger.Reopened, "cleo")
	for name, c := range map[string]struct {
		before []ledger.Batch
		batch  ledger.Batch
		want   ledger.State // empty: no change
		err    error
	}{
		"entries into an open one":             {nil, marked("n", "", "", ledger.Earning), "", nil},
		"an empty batch":                       {nil, marked("n", "", ""), "", nil},
		"calculated":                           {nil, calculated, ledger.Calculated, nil},
		"calculated with entries":              {nil, marked("n", ledger.Calculated, "ben", ledger.Earning), ledger.Calculated, nil},
		"calculated again":                     {[]ledger.Batch{calculated}, calculated, ledger.Calculated, nil},
		"open is no mark":                      {[]ledger.Batch{calculated}, marked("n", ledger.Open, "ben"), "", ledger.ErrOrder},
		"no such mark":                         {nil, marked("n", "done", "ben"), "", ledger.ErrOrder},
		"approved at once":                     {nil, approved, "", ledger.ErrOrder},
		"closed at once":                       {nil, closed, "", ledger.ErrOrder},
		"reopened at once":                     {nil, reopened, "", ledger.ErrOrder},
		"approved":                             {[]ledger.Batch{calculated}, approved, ledger.Approved, nil},
		"approved by the same":                 {[]ledger.Batch{calculated}, marked("n", ledger.Approved, "ben"), "", ledger.ErrSamePerson},
		"approved by the same in capitals":     {[]ledger.Batch{calculated}, marked("n", ledger.Approved, "BEN "), "", ledger.ErrSamePerson},
		"approved by one of two":               {[]ledger.Batch{calculated, marked("d", ledger.Calculated, "bea")}, marked("n", ledger.Approved, "ben"), "", ledger.ErrSamePerson},
		"approved after a reopening":           {[]ledger.Batch{calculated, approved, reopened, marked("d", ledger.Calculated, "bea")}, marked("n", ledger.Approved, "ben"), ledger.Approved, nil},
		"approved twice":                       {[]ledger.Batch{calculated, approved}, marked("n", ledger.Approved, "dan"), "", ledger.ErrOrder},
		"calculated when approved":             {[]ledger.Batch{calculated, approved}, calculated, "", ledger.ErrOrder},
		"closed":                               {[]ledger.Batch{calculated, approved}, closed, ledger.Closed, nil},
		"closed by who calculated":             {[]ledger.Batch{calculated, approved}, marked("n", ledger.Closed, "ben"), ledger.Closed, nil},
		"reopened":                             {[]ledger.Batch{calculated, approved}, reopened, ledger.Reopened, nil},
		"approved right after a reopening":     {[]ledger.Batch{calculated, approved, reopened}, marked("n", ledger.Approved, "dan"), "", ledger.ErrOrder},
		"reopened when closed":                 {[]ledger.Batch{calculated, approved, closed}, reopened, "", ledger.ErrOrder},
		"calculated when closed":               {[]ledger.Batch{calculated, approved, closed}, calculated, "", ledger.ErrOrder},
		"entries into an approved one":         {[]ledger.Batch{calculated, approved}, marked("n", "", "", ledger.Earning), "", ledger.ErrApproved},
		"entries and a mark when approved":     {[]ledger.Batch{calculated, approved}, marked("n", ledger.Calculated, "ben", ledger.Manual), "", ledger.ErrApproved},
		"payouts into an approved one":         {[]ledger.Batch{calculated, approved}, marked("n", "", "", ledger.Payout, ledger.PayoutReturn), "", nil},
		"payouts and more":                     {[]ledger.Batch{calculated, approved}, marked("n", "", "", ledger.Payout, ledger.Release), "", ledger.ErrApproved},
		"payouts into a closed one":            {[]ledger.Batch{calculated, approved, closed}, marked("n", "", "", ledger.Payout), "", ledger.ErrClosed},
		"an empty batch when closed":           {[]ledger.Batch{calculated, approved, closed}, marked("n", "", ""), "", nil},
		"entries into a reopened one":          {[]ledger.Batch{calculated, approved, reopened}, marked("n", "", "", ledger.Earning), "", nil},
		"entries after a calculation":          {[]ledger.Batch{calculated}, marked("n", "", "", ledger.Earning), ledger.Open, nil},
		"payouts after a calculation":          {[]ledger.Batch{calculated}, marked("n", "", "", ledger.Payout), "", nil},
		"approval of what was changed by hand": {[]ledger.Batch{calculated, marked("m", "", "", ledger.Manual)}, approved, "", ledger.ErrOrder},
	} {
		t.Run(name, func(t *testing.T) {
			var changes []ledger.Changed
			life := ledger.PeriodState{Period: january}
			for _, b := range c.before {
				change, err := life.Next(b)
				require.NoError(t, err)
				require.NotNil(t, change)
				changes = append(changes, ledger.Changed{Period: january, Change: *change})
				life = ledger.Lives(changes)[0]
			}
			change, err := life.Next(c.batch)
			if c.err != nil {
				require.ErrorIs(t, err, c.err)
				assert.Nil(t, change)
				return
			}
			require.NoError(t, err)
			if c.want == "" {
				assert.Nil(t, change)
				return
			}
			require.NotNil(t, change)
			want := ledger.Change{State: c.want, Run: c.batch.Run}
			if m := c.batch.Mark; m != nil {
				want.By, want.Reason, want.On = m.By, m.Reason, m.On
			}
			assert.Equal(t, want, *change)
		})
	}
}

// Whatever is tried, an approval never follows on a calculation by the same person, nor on entries that nobody
// calculated, and a closed period stays as it is.
func TestLivesOfManyMarks(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	states := []ledger.State{"", ledger.Calculated, ledger.Approved, ledger.Closed, ledger.Reopened}
	people := []string{"ben", "cleo", "dan"}
	seen := map[ledger.State]int{}
	for range 400 {
		var changes []ledger.Changed
		var calculators []string
		fresh, closed := false, false
		for range 20 {
			life := ledger.PeriodState{Period: january}
			if lives := ledger.Lives(changes); len(lives) > 0 {
				life = lives[0]
			}
			b := marked("n", states[r.IntN(len(states))], people[r.IntN(len(people))])
			if b.Mark == nil || b.Mark.State == ledger.Calculated && r.IntN(2) == 0 {
				b.Entries = marked("n", "", "", ledger.Earning).Entries
			}
			change, err := life.Next(b)
			if closed {
				require.Error(t, err)
			}
			if err != nil {
				continue
			}
			if change != nil {
				changes = append(changes, ledger.Changed{Period: january, Change: *change})
				seen[change.State]++
			}
			switch {
			case b.Mark == nil:
				require.NotEqual(t, ledger.Approved, life.State)
				fresh = false
			case b.Mark.State == ledger.Calculated:
				calculators, fresh = append(calculators, b.Mark.By), true
			case b.Mark.State == ledger.Reopened:
				calculators, fresh = nil, false
			case b.Mark.State == ledger.Approved:
				require.True(t, fresh)
				require.NotContains(t, calculators, b.Mark.By)
			case b.Mark.State == ledger.Closed:
				require.Equal(t, ledger.Approved, life.State)
				closed = true
			}
		}
	}
	for _, s := range []ledger.State{ledger.Open, ledger.Calculated, ledger.Approved, ledger.Closed, ledger.Reopened} {
		assert.Greater(t, seen[s], 50, "%s", s)
	}
}

func TestLives(t *testing.T) {
	february := kam.MustPeriod("2026-02-01/2026-03-01")
	one, two, three := ledger.Change{State: ledger.Calculated, Run: "1"}, ledger.Change{State: ledger.Calculated, Run: "2"}, ledger.Change{State: ledger.Approved, Run: "3"}
	lives := ledger.Lives([]ledger.Changed{{february, one}, {january, two}, {february, three}})
	assert.Equal(t, []ledger.PeriodState{
		{Period: january, Change: two, History: []ledger.Change{two}},
		{Period: february, Change: three, History: []ledger.Change{one, three}},
	}, lives)
	assert.Empty(t, ledger.Lives(nil))

	s := ledger.Snapshot{Periods: lives}
	assert.Equal(t, ledger.Approved, s.Period(february).State)
	march := kam.MustPeriod("2026-03-01/2026-04-01")
	assert.Equal(t, ledger.PeriodState{Period: march, Change: ledger.Change{State: ledger.Open}}, s.Period(march))
}

func TestBatchCheckOfMarks(t *testing.T) {
	good := func() ledger.Batch { return marked("run", ledger.Reopened, "cleo") }
	for name, c := range map[string]struct {
		change func(b *ledger.Batch)
		places []string
	}{
		"valid":                     {func(*ledger.Batch) {}, nil},
		"calculated with entries":   {func(b *ledger.Batch) { *b = marked("run", ledger.Calculated, "ben", ledger.Earning) }, nil},
		"calculated without reason": {func(b *ledger.Batch) { b.Mark.State, b.Mark.Reason = ledger.Calculated, "" }, nil},
		"reason of 1024 bytes":      {func(b *ledger.Batch) { b.Mark.Reason = strings.Repeat("x", 1024) }, nil},
		"approved with entries":     {func(b *ledger.Batch) { *b = marked("run", ledger.Approved, "ben", ledger.Payout) }, []string{"$.mark.state"}},
		"open":                      {func(b *ledger.Batch) { b.Mark.State = ledger.Open }, []string{"$.mark.state"}},
		"no state":                  {func(b *ledger.Batch) { b.Mark.State = "" }, []string{"$.mark.state"}},
		"nobody":                    {func(b *ledger.Batch) { b.Mark.By = "" }, []string{"$.mark.by"}},
		"no reason":                 {func(b *ledger.Batch) { b.Mark.Reason = " " }, []string{"$.mark.reason"}},
		"reason of 1025 bytes":      {func(b *ledger.Batch) { b.Mark.Reason = strings.Repeat("x", 1025) }, []string{"$.mark.reason"}},
		"reason with a line break":  {func(b *ledger.Batch) { b.Mark.Reason = "a\nb" }, []string{"$.mark.reason"}},
		"no day":                    {func(b *ledger.Batch) { b.Mark.On = kam.Day{} }, []string{"$.mark.on"}},
		"all at once": {
			func(b *ledger.Batch) { *b.Mark = ledger.Mark{} },
			[]string{"$.mark.state", "$.mark.by", "$.mark.on"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := good()
			c.change(&b)
			assert.Equal(t, c.places, places(t, b.Check()))
		})
	}
}

func TestFirstOpen(t *testing.T) {
	year, err := kam.MustPeriod("2026-01-01/2027-01-01").SplitMonths(1)
	require.NoError(t, err)
	life := func(month int, state ledger.State) ledger.PeriodState {
		return ledger.PeriodState{Period: year[month-1], Change: ledger.Change{State: state}}
	}
	s := ledger.Snapshot{Periods: []ledger.PeriodState{
		life(7, ledger.Closed), life(8, ledger.Closed), life(10, ledger.Approved), life(11, ledger.Calculated), life(12, ledger.Closed),
	}}
	for day, want := range map[string]string{
		"2026-06-30": "2026-06-01", "2026-07-01": "2026-09-01", "2026-08-25": "2026-09-01", "2026-09-30": "2026-09-01",
		"2026-10-01": "2026-11-01", "2026-11-30": "2026-11-01", "2026-12-01": "", "2027-01-01": "", "2025-01-01": "2026-01-01",
	} {
		got, err := s.FirstOpen(year, kam.MustDay(day))
		assert.Equal(t, want, got.From.String(), day)
		if want == "" {
			require.ErrorIs(t, err, ledger.ErrNoOpenPeriod)
		} else {
			require.NoError(t, err)
		}
	}
	open := kam.MustPeriod("2026-01-01/..")
	got, err := ledger.Snapshot{}.FirstOpen([]kam.Period{open}, kam.MustDay("2030-01-01"))
	require.NoError(t, err)
	assert.Equal(t, open, got)
}
