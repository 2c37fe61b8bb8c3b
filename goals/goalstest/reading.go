package goalstest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func readRules() []rule {
	return []rule{
		{"order", "entries come in the order of the goals' IDs byte by byte, and of one goal in the order of their numbers as numbers", order},
		{"ids", "a query with IDs yields those goals, each once, in the order of the IDs; an ID that is not there is no error", ids},
		{"owner", "a query with an owner yields the goals that the person owns by the last entry that set them, with all their entries", owner},
		{"overlapping", "a query with a period yields the goals whose period, by the last entry that set them, has a day in common with it; its end may be open", overlapping},
		{"together", "what a query states must hold together", together},
		{"never-set", "a goal that was never set has no owner and no period; only its ID and the empty query find it", neverSet},
		{"no-period", "a query whose period is none is an error that wraps kam.ErrPeriod, never read as all or nothing", noPeriod},
		{"content", "every field of an entry comes back as it was: numbers exactly, days of the years 1 to 9999, absent ones absent and not 0", content},
		{"texts", "texts are kept byte for byte; IDs that differ in case, blanks or Unicode form are different goals", texts},
		{"many", "thousands of entries are added in one list and yielded each once", many},
	}
}

func order(ctx context.Context, open func() goals.Store) error {
	var list []goals.Entry
	for _, id := range []string{"Zoe", "a", "a b", "a-b", "a1", "a10", "a2", "é", "目标"} {
		list = append(list, first(id))
		for n := range int64(11) {
			list = append(list, propose(id, n+2, n))
		}
	}
	shuffled := slices.Clone(list)
	slices.SortStableFunc(shuffled, func(a, b goals.Entry) int { // by number, the goals backwards
		if a.Seq != b.Seq {
			return int(a.Seq - b.Seq)
		}
		return -slices.Compare([]byte(a.Goal), []byte(b.Goal))
	})
	s, err := added(ctx, open, shuffled...)
	if err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{}, list...)
}

func ids(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("a"), propose("a", 2, 1), first("b"), first("c"))
	if err != nil {
		return err
	}
	if err := expect(ctx, s, goals.Query{Goals: []string{"c", "nobody's", "a", "c"}}, first("a"), propose("a", 2, 1), first("c")); err != nil {
		return err
	}
	if err := expect(ctx, s, goals.Query{Goals: []string{"A"}}); err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{Goals: []string{}}, first("a"), propose("a", 2, 1), first("b"), first("c"))
}

// moved returns three goals: one of anna's that became bo's, one of both, one of anna's for the year before.
func moved() []goals.Entry {
	before, after, both, old := goal("a", "2026-01-01/2026-04-01"), goal("a", "2026-04-01/2026-07-01"), goal("b", year), goal("c", "2025-01-01/2026-01-01")
	after.Owners = []string{"bo"}
	both.Owners = []string{"anna", "bo"}
	return []goals.Entry{set(1, before), propose("a", 2, 1), set(3, after), propose("a", 4, 2), set(1, both), set(1, old)}
}

func owner(ctx context.Context, open func() goals.Store) error {
	list := moved()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	for name, want := range map[string][]goals.Entry{"bo": list[:5], "anna": list[4:], "Anna": nil, "ann": nil} {
		if err := expect(ctx, s, goals.Query{Owner: name}, want...); err != nil {
			return err
		}
	}
	return nil
}

func overlapping(ctx context.Context, open func() goals.Store) error {
	list := moved()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		period string
		want   []goals.Entry
	}{
		{"2026-06-30/2026-07-01", list[:5]},
		{"2026-07-01/2026-08-01", list[4:5]},
		{"2026-03-31/2026-04-01", list[4:5]},
		{"2026-04-01/2026-04-02", list[:5]},
		{"2025-12-31/2026-01-02", list[4:]},
		{"2025-12-31/2026-01-01", list[5:]},
		{"2026-06-30/..", list[:5]},
		{"2025-12-31/..", list},
		{"2027-01-01/..", nil},
		{"0001-01-01/9999-12-31", list},
	} {
		if err := expect(ctx, s, goals.Query{Overlapping: kam.MustPeriod(c.period)}, c.want...); err != nil {
			return err
		}
	}
	return nil
}

func together(ctx context.Context, open func() goals.Store) error {
	list := moved()
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	second := kam.MustPeriod("2026-04-01/2026-07-01")
	if err := expect(ctx, s, goals.Query{Owner: "anna", Overlapping: second}, list[4:5]...); err != nil {
		return err
	}
	if err := expect(ctx, s, goals.Query{Goals: []string{"a", "c"}, Owner: "bo"}, list[:4]...); err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{Goals: []string{"b", "c"}, Owner: "anna", Overlapping: kam.MustPeriod("2025-01-01/2025-02-01")}, list[5:]...)
}

func neverSet(ctx context.Context, open func() goals.Store) error {
	list := []goals.Entry{propose("g", 1, 1), propose("g", 2, 2)}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	for _, q := range []goals.Query{{}, {Goals: []string{"g"}}} {
		if err := expect(ctx, s, q, list...); err != nil {
			return err
		}
	}
	for _, q := range []goals.Query{{Owner: "bo"}, {Overlapping: kam.MustPeriod("0001-01-01/..")}} {
		if err := expect(ctx, s, q); err != nil {
			return err
		}
	}
	return nil
}

func noPeriod(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	day, later := kam.MustDay("2026-01-01"), kam.MustDay("2026-02-01")
	for _, p := range []kam.Period{{From: later, Until: day}, {From: day, Until: day}, {Until: later}} {
		got, err := collect(ctx, s, goals.Query{Overlapping: p})
		if !errors.Is(err, kam.ErrPeriod) || len(got) > 0 {
			return fmt.Errorf("a query for what is no period gives %d entries and the error %v", len(got), err)
		}
	}
	return nil
}

func content(ctx context.Context, open func() goals.Store) error {
	number := func(s string) decimal.Decimal { return decimal.RequireFromString(s) }
	full := goal("full", "0001-01-01/9999-12-31")
	full.Owners = []string{"zoe", "anna"}
	full.Statement = " 两行\r\nline two \"quoted\" <&>\t\n "
	full.Title = kam.Text{EN: " a \"title\"\n", ZH: "标题 <&>"}
	full.Baseline = decimal.NewNullDecimal(decimal.Zero)
	full.Target = number("12345678901234567890123456789012345678")
	full.Currency, full.Unit = "", "份"
	full.Parent, full.Share, full.Weight = "parent", kam.MustFraction("1/3"), kam.MustFraction("0.35")
	full.Source, full.Cadence, full.Tracking = "CRM", kam.HalfYear, goals.Stock
	full.Survey = &goals.Survey{Invited: 1 << 40, Responses: 3, Spread: decimal.NewNullDecimal(number("0.000000000000000000000000000001"))}
	full.Milestones = []goals.Milestone{{Day: kam.MustDay("2024-02-29"), Value: number("-0.1")}, {Day: kam.MustDay("9999-12-30")}}
	bare := goals.Goal{ID: "bare", Metric: "m", Target: decimal.Zero, Period: kam.MustPeriod(year)}
	day := kam.MustDay("9999-12-31")
	move := goals.Entry{Goal: "full", Seq: 2, On: day, By: "bo", Move: &goals.Move{
		Act: goals.Counter, On: kam.MustDay("0001-01-01"), By: "zoe", Role: goals.Owner,
		Value: decimal.NewNullDecimal(decimal.Zero), Reason: "\n理由 ", Evidence: []kam.Evidence{{Name: "b", Value: "2"}, {Name: "a"}},
	}}
	agree := goals.Entry{Goal: "full", Seq: 3, On: day, By: "bo", Move: &goals.Move{Act: goals.Agree, On: day, By: "bo", Role: goals.Assigner}}
	amendment := goals.Entry{Goal: "full", Seq: 4, On: day, By: "bo", Amendment: &goals.Amendment{
		Effective: kam.MustDay("2026-06-01"), Target: number("9007199254740993.1"), Reason: " r\n", Approver: "cy", Decided: day,
	}}
	closing := goals.Entry{Goal: "full", Seq: 5, On: day, By: "bo", Closed: &goals.Closing{Reason: " over\n", Reached: decimal.NewNullDecimal(decimal.Zero)}}
	unknown := goals.Entry{Goal: "bare", Seq: 2, On: day, By: "bo", Closed: &goals.Closing{Reason: "over"}}
	list := []goals.Entry{set(1, bare), unknown, set(1, full), move, agree, amendment, closing}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{}, list...)
}

func texts(ctx context.Context, open func() goals.Store) error {
	odd := []string{
		"%", "'", "A", "\"", "\\", "_", "a", "a  b", "a b", "a'; DROP TABLE goals; --", "a\u00a0b", "e\u0301", "null", "\u00e9", "\u4e2d", "\U0001f600",
	}
	var list []goals.Entry
	for _, id := range odd {
		g := goal(id, year)
		g.Owners, g.Scope = []string{id}, id
		list = append(list, set(1, g))
	}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b goals.Entry) int { return slices.Compare([]byte(a.Goal), []byte(b.Goal)) })
	if err := expect(ctx, s, goals.Query{}, list...); err != nil {
		return err
	}
	for _, e := range list {
		if err := expect(ctx, s, goals.Query{Goals: []string{e.Goal}, Owner: e.Goal}, e); err != nil {
			return err
		}
	}
	return nil
}

func many(ctx context.Context, open func() goals.Store) error {
	var list []goals.Entry
	for g := range 100 {
		id := fmt.Sprintf("g%03d", g)
		list = append(list, first(id))
		for n := range int64(29) {
			list = append(list, propose(id, n+2, n))
		}
	}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{}, list...)
}
