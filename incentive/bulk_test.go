package incentive_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/reference/gen"
)

// TestRecordsDifferential holds runs that are computed from records to those that are computed credit by credit: every line, sum,
// finding and hash, on random plans. KAM_CASES is the number of cases, from seed KAM_FROM on; 150,000 of them compare more
// than ten million lines.
func TestRecordsDifferential(t *testing.T) {
	n, from := number(t, "KAM_CASES", 300), number(t, "KAM_FROM", 0)
	var lock sync.Mutex
	stated, plain, all := 0, 0, 0
	var widths [3]int
	reasons := map[string]int{}
	inParallel(n, func(seed uint64) bool {
		c := plainCase(from + seed)
		if seed%2 == 0 {
			var err error
			if c, err = recordCase(from + seed); err != nil {
				t.Errorf("seed %d: %v", from+seed, err)
				return false
			}
		}
		found, counted := recordsDiffer(t.Context(), c)
		if found != "" {
			c = gen.Shrink(c, func(c gen.Case) bool { got, _ := recordsDiffer(t.Context(), c); return got != "" })
			found, _ = recordsDiffer(t.Context(), c)
			t.Errorf("seed %d: %s\n%s", from+seed, found, text(c))
			return false
		}
		lock.Lock()
		defer lock.Unlock()
		stated, plain, all = stated+counted.stated, plain+counted.plain, all+counted.all
		for i, lines := range counted.widths {
			widths[i] += lines
		}
		for _, why := range counted.reasons {
			reasons[why]++
		}
		return true
	})
	t.Logf("%d statements: %d from records with sums of fractions, %d in whole numbers alone", all, stated, plain)
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("%5d plans: %s", reasons[why], why)
	}
	lines := widths[0] + widths[1] + widths[2]
	t.Logf("%d lines compared: %d in 64 bits, %d in 128, %d in numbers of any size", lines, widths[0], widths[1], widths[2])
	for i, width := range []string{"64 bits", "128 bits", "any size"} {
		assert.Greater(t, widths[i], lines/10, width)
	}
	assert.Greater(t, stated, all/20, "hardly anything is computed from records with sums of fractions")
}

// An owner's id that differs from a payee's by a zero byte alone is nobody's.
func TestRecordsOfNearlyKnownOwners(t *testing.T) {
	for seed := uint64(1); seed < 100; seed += 2 {
		c := plainCase(seed)
		for i := range c.Transactions {
			if x := &c.Transactions[i]; i%3 == 0 && x.Owner != "" {
				x.Owner += "\x00"
			}
		}
		found, _ := recordsDiffer(t.Context(), c)
		require.Empty(t, found, "seed %d", seed)
	}
	program, in, deals := company(t, throng{20, 4, 0, 0})
	for i := range deals {
		deals[i].Owner += strings.Repeat("\x00", i%2)
	}
	in.Transactions = incentive.Transactions(deals)
	_, want := program.ByCredit(t.Context(), in)
	require.Error(t, want)
	_, _, err := program.FromRecords(t.Context(), in, incentive.RunOptions{})
	require.EqualError(t, err, want.Error())
}

// sheetDiffers computes a case from a sheet too.
func sheetDiffers(ctx context.Context, p *incentive.Program, c gen.Case, want *incentive.Run) string {
	sheet := incentive.NewSheet("class", "product", "region")
	for i, t := range c.Transactions {
		sheet.AddTransaction(t)
		if x, y := fmt.Sprint(sheet.At(i)), fmt.Sprint(t); x != y && len(t.Attributes)+len(t.Numbers) > 0 {
			return fmt.Sprintf("sheet has %s, want %s", x, y)
		}
	}
	in := c.Inputs()
	in.Transactions = sheet.Source()
	got, _, err := p.FromRecords(ctx, in, incentive.RunOptions{Workers: 1 + int(c.Seed%3)})
	switch {
	case err != nil:
		return "from a sheet: " + err.Error()
	case got.ID() != want.ID():
		return "id from a sheet"
	}
	if x, y := itemTexts(got.Items()), itemTexts(want.Items()); !slices.Equal(x, y) {
		return fmt.Sprintf("items from a sheet %v, want %v", x, y)
	}
	if x, y := fmt.Sprint(got.Findings(), slices.Collect(got.House()), slices.Collect(got.Held())), fmt.Sprint(want.Findings(), slices.Collect(want.House()), slices.Collect(want.Held())); x != y {
		return fmt.Sprintf("from a sheet %s, want %s", x, y)
	}
	return ""
}

// visitsDiffer visits a run while it is computed, from records and credit by credit: every statement with all of its items.
func visitsDiffer(ctx context.Context, p *incentive.Program, c gen.Case, want *incentive.Run) string {
	var lock sync.Mutex
	items, sums := map[string][]incentive.Item{}, map[string]string{}
	opt := incentive.RunOptions{Workers: 2, Visit: func(s incentive.Statement, some []incentive.Item) {
		lock.Lock()
		defer lock.Unlock()
		key := fmt.Sprint(s.Payee().ID, s.PlanID(), s.Assignment())
		items[key], sums[key] = append(items[key], some...), s.Earned().String()
	}}
	var same []string
	for _, run := range []func() error{
		func() error { _, _, err := p.FromRecords(ctx, c.Inputs(), opt); return err },
		func() error { _, err := p.Run(ctx, c.Inputs(), opt); return err },
	} {
		clear(items)
		clear(sums)
		if err := run(); err != nil {
			return "visited: " + err.Error()
		}
		var all []string
		for s := range want.Statements() {
			key := fmt.Sprint(s.Payee().ID, s.PlanID(), s.Assignment())
			own := itemTexts(slices.Values(items[key]))
			if x := itemTexts(s.Items()); !slices.Equal(own, x) || sums[key] != s.Earned().String() {
				return fmt.Sprintf("visited %s %v, want %s %v", sums[key], own, s.Earned(), x)
			}
			all = append(all, key)
			delete(items, key)
		}
		if len(items) > 0 {
			return fmt.Sprintf("visited too: %v", items)
		}
		same = append(same, fmt.Sprint(all))
	}
	if same[0] != same[1] {
		return fmt.Sprintf("visited %v and %v", same[0], same[1])
	}
	return ""
}

// text is a case as the regressions of the differential test keep it.
func text(c gen.Case) string {
	data, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

type recordCount struct {
	stated, plain, all int
	widths             [3]int
	reasons            []string
}

// recordsDiffer returns what is different between a run from records and one credit by credit; empty when nothing is.
func recordsDiffer(ctx context.Context, c gen.Case) (string, recordCount) {
	var count recordCount
	p, err := compiledCase(c)
	if err != nil {
		return "", count
	}
	slow, err1 := p.Run(ctx, c.Inputs(), incentive.RunOptions{Workers: 1})
	fast, can, err2 := p.FromRecords(ctx, c.Inputs(), incentive.RunOptions{Workers: 2})
	count.reasons = p.Unlaid()
	switch {
	case !can && err2 == nil:
		return "", count
	case err1 != nil && err2 != nil:
		return "", count
	case err1 != nil || err2 != nil:
		return fmt.Sprintf("errors %v and %v", err1, err2), count
	}
	count.stated, count.plain = fast.Recorded()
	count.widths = fast.Widths()
	if why := sheetDiffers(ctx, p, c, fast); why != "" {
		return why, count
	}
	for range fast.Statements() {
		count.all++
	}
	if x, y := sumsOf(fast), sumsOf(slow); !slices.Equal(x, y) {
		return fmt.Sprintf("sums %v, want %v", x, y), count
	}
	if fast.ID() != slow.ID() {
		return "id", count
	}
	if x, y := itemTexts(fast.Items()), lineTexts(slow); !slices.Equal(x, y) {
		return fmt.Sprintf("items %v, want %v", x, y), count
	}
	if x, y := itemTexts(fast.Items()), slices.Concat(itemTexts(fast.ItemsIn(3)[0]), itemTexts(fast.ItemsIn(3)[1]), itemTexts(fast.ItemsIn(3)[2])); !slices.Equal(x, y) {
		return fmt.Sprintf("items in three %v, want %v", y, x), count
	}
	if why := visitsDiffer(ctx, p, c, fast); why != "" {
		return why, count
	}
	if why := tiersDiffer(fast, slow); why != "" {
		return why, count
	}
	x, y := engineView(fast), engineView(slow)
	for _, k := range slices.Sorted(maps.Keys(y)) {
		if x[k] != y[k] {
			return fmt.Sprintf("%s: %q, want %q", k, x[k], y[k]), count
		}
	}
	if len(x) != len(y) {
		return "more than there is", count
	}
	for _, same := range [][2]any{{fast.DealsByPayee(), slow.DealsByPayee()}, {slices.Collect(fast.Direct()), slices.Collect(slow.Direct())}} {
		if fmt.Sprint(same[0]) != fmt.Sprint(same[1]) {
			return fmt.Sprintf("%v, want %v", same[0], same[1]), count
		}
	}
	for i := 0; i < len(c.Transactions); i += 7 {
		id := c.Transactions[i].ID
		for _, p := range c.Roster.Payees {
			if x, y := fmt.Sprint(fast.Why(p.ID, id)), fmt.Sprint(slow.Why(p.ID, id)); x != y {
				return fmt.Sprintf("why %s %s: %s, want %s", p.ID, id, x, y), count
			}
		}
		for _, p := range c.Plans {
			if x, y := fast.CreditDate(p.ID, p.Version, id), slow.CreditDate(p.ID, p.Version, id); x != y {
				return fmt.Sprintf("credit date %s: %s, want %s", id, x, y), count
			}
		}
	}
	b1, e1 := fast.Batch()
	b2, e2 := slow.Batch()
	for _, same := range [][2]any{{b1, b2}, {e1, e2}, {fast.Findings(), slow.Findings()}, {slices.Collect(fast.House()), slices.Collect(slow.House())}} {
		if fmt.Sprint(same[0]) != fmt.Sprint(same[1]) {
			return fmt.Sprintf("%v, want %v", same[0], same[1]), count
		}
	}
	return "", count
}

// itemTexts and lineTexts write what items and lines have in common.
func itemTexts(items iter.Seq[incentive.Item]) []string {
	var out []string
	for i := range items {
		before, after := i.Position()
		s := i.Statement()
		out = append(out, fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", i.Transaction(), " ", i.Reverses(), " ", i.Component(), " ", i.Credit(), " ", i.Date(), " ", string(i.AppendAmount(nil)), " ", before, " ", after))
	}
	return out
}

func lineTexts(r *incentive.Run) []string { return slices.Collect(lineTextsOf(r)) }

func lineTextsOf(r *incentive.Run) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := range r.Statements() {
			for l := range s.Lines() {
				before, after := l.Position()
				if !yield(fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", l.Transaction(), " ", l.Reverses(), " ", l.Component(), " ", l.Credit(), " ", l.Date(), " ", l.Amount().StringFixed(s.Places()), " ", before, " ", after)) {
					return
				}
			}
		}
	}
}

// tiersDiffer compares the tiers of items with the slices of lines; empty when they agree.
func tiersDiffer(fast, slow *incentive.Run) string {
	next, stop := iter.Pull(fast.Items())
	defer stop()
	for s := range slow.Statements() {
		for l := range s.Lines() {
			i, _ := next()
			first, last, ok := i.Tiers()
			if !ok || first < 0 || last < 0 {
				continue
			}
			var from []decimal.NullDecimal
			for x := range l.Slices() {
				from = append(from, x.From)
			}
			if len(from) > 0 && len(from) != max(first-last, last-first)+1 {
				return fmt.Sprintf("line %s pays by tiers %d to %d, slices from %v", l.Transaction(), first, last, from)
			}
		}
	}
	return ""
}

// sumsOf writes what statements show without looking at a line.
func sumsOf(r *incentive.Run) []string {
	var out []string
	for s := range r.Statements() {
		units, ok := s.EarnedUnits()
		x := fmt.Sprint(s.Payee().ID, " ", s.PlanID(), " ", s.Earned(), " ", units, " ", ok)
		for k := range s.Components() {
			x += fmt.Sprint(" ", k.Name, " ", k.ToDate, " ", k.Before)
		}
		for m := range s.Measures() {
			x += fmt.Sprint(" ", m.Name, " ", m.Value, " ", m.Quota, " ", m.Attainment)
		}
		out = append(out, x)
	}
	return out
}

func TestEnrolment(t *testing.T) {
	program, in := busy(t)
	e, err := program.Enrol(t.Context(), in)
	require.NoError(t, err)
	want, err := program.Run(t.Context(), in, incentive.RunOptions{Workers: 1})
	require.NoError(t, err)
	lines := lineTexts(want)
	space := new(incentive.Workspace)
	var before *incentive.Run
	for range 3 {
		run, err := e.Run(t.Context(), in.Transactions, incentive.RunOptions{Workspace: space})
		require.NoError(t, err)
		assert.Equal(t, want.ID(), run.ID())
		assert.Equal(t, sumsOf(want), sumsOf(run))
		if before != nil {
			assert.Equal(t, sumsOf(want), sumsOf(before), "sums stay")
			assert.Equal(t, lines[:150], firstLines(before, 150), "lines are computed from the transactions")
		}
		before = run
	}
}

// firstLines writes the first n lines of a run.
func firstLines(r *incentive.Run, n int) []string {
	var out []string
	for text := range lineTextsOf(r) {
		if out = append(out, text); len(out) == n {
			break
		}
	}
	return out
}

func TestEnrolmentIsSafeForConcurrentUse(t *testing.T) {
	program, in := busy(t)
	e, err := program.Enrol(t.Context(), in)
	require.NoError(t, err)
	want, err := program.Run(t.Context(), in, incentive.RunOptions{Workers: 1})
	require.NoError(t, err)
	lines := lineTexts(want)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			run, err := e.Run(t.Context(), in.Transactions, incentive.RunOptions{Workers: 2})
			if err != nil {
				t.Error(err)
				return
			}
			for range 2 {
				wg.Go(func() { assert.Equal(t, lines, itemTexts(run.Items())) })
				wg.Go(func() { assert.Equal(t, want.ID(), run.ID()) })
				wg.Go(func() { assert.Equal(t, lines[:250], firstLines(run, 250)) })
			}
		})
	}
	wg.Wait()
}

// A run whose workspace is in use is refused, and leaves the other alone.
func TestWorkspaceIsUsedByOneRunAtATime(t *testing.T) {
	program, in := busy(t)
	space := new(incentive.Workspace)
	inner := errors.New("not tried")
	_, err := program.Run(t.Context(), in, incentive.RunOptions{Workers: 1, Workspace: space, Progress: func(done, _ int) {
		if done == 0 {
			return
		}
		_, inner = program.Run(t.Context(), in, incentive.RunOptions{Workspace: space})
	}})
	require.NoError(t, err)
	require.ErrorIs(t, inner, incentive.ErrWorkspaceInUse)
	_, err = program.Run(t.Context(), in, incentive.RunOptions{Workspace: space})
	require.NoError(t, err, "it is free again")
}

// Few transactions are computed as records when somebody asks for it.
func TestRecordsForFewTransactions(t *testing.T) {
	in := quarterInputs(quarterDeals()...)
	for records, want := range map[bool]bool{false: false, true: true} {
		run, err := onePlanProgram().Run(t.Context(), in, incentive.RunOptions{Records: records})
		require.NoError(t, err)
		for i := range run.Items() {
			_, _, ok := i.Tiers()
			assert.Equal(t, want, ok, i.Transaction())
			_, ok = i.CreditedUnits()
			assert.Equal(t, want, ok, i.Transaction())
		}
	}
}
