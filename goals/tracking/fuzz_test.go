package tracking_test

import (
	"encoding/json"
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/goals/tracking"
)

// tape reads choices from fuzzed bytes; past the end it reads zeros.
type tape struct{ data []byte }

func (s *tape) next() int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b)
}

func (s *tape) text() string {
	n := min(s.next()%4, len(s.data))
	out := string(s.data[:n])
	s.data = s.data[n:]
	return out
}

func (s *tape) decimal() decimal.Decimal {
	switch s.next() % 6 {
	case 0:
		return decimal.Decimal{}
	case 1:
		return decimal.New(int64(s.next())-128, int32(s.next()-128)*16_000_000)
	case 2:
		return decimal.New(int64(s.next())<<50, -int32(s.next()%31))
	default:
		return decimal.New(int64(s.next())-64, -int32(s.next()%3))
	}
}

func (s *tape) null() decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: s.decimal(), Valid: s.next()%4 > 0}
}

func (s *tape) day() kam.Day {
	n := s.next()
	switch n {
	case 255:
		return kam.Day{}
	case 254:
		return kam.MustDay("9999-12-31")
	case 253:
		return kam.MustDay("0001-01-01")
	}
	return kam.MustDay("2026-06-01").AddDays(n%40 - 5)
}

func (s *tape) period() kam.Period {
	from := s.day()
	return kam.Period{From: from, Until: from.AddDays(s.next()%35 - 2)}
}

func (s *tape) fraction() kam.Fraction {
	return kam.Fraction{Num: int64(s.next()) - 8, Den: int64(s.next()) - 4}
}

func (s *tape) goal() goals.Goal {
	g := goals.Goal{
		ID: "g" + s.text(), Metric: "calls", Direction: []kam.Direction{kam.HigherIsBetter, kam.LowerIsBetter, ""}[s.next()%3],
		Tracking: []goals.Tracking{goals.Flow, goals.Stock, ""}[s.next()%3], Baseline: s.null(), Target: s.decimal(), Unit: s.text(),
		Period: s.period(), Cadence: []kam.PeriodKind{"", kam.Week, kam.Month, kam.Year, "age"}[s.next()%5],
	}
	for range s.next() % 3 {
		g.Amendments = append(g.Amendments, goals.Amendment{Effective: s.day(), Target: s.decimal(), Reason: "r", Approver: "li", Decided: s.day()})
	}
	for range s.next() % 3 {
		g.Milestones = append(g.Milestones, goals.Milestone{Day: s.day(), Value: s.decimal()})
	}
	return g
}

func (s *tape) input(c *kam.Calendar) tracking.Input {
	in := tracking.Input{
		Goal: s.goal(), AsOf: s.day(), Calendar: c, Best: s.null(), Strain: s.fraction(),
		Basis: []tracking.Basis{"", tracking.CalendarDays, tracking.WorkingDays, tracking.Seasonal, "x"}[s.next()%5],
		Gaps:  []tracking.Gaps{"", tracking.GapsUnknown, tracking.GapsZero, "x"}[s.next()%4],
	}
	if in.Strain.Check() != nil || in.Strain.Num < 0 {
		in.Strain = kam.Fraction{}
	}
	if cut := in.Goal.Period.From.AddDays(1 + s.next()%20); s.next()%2 == 0 {
		in.Plan = []goals.Step{
			{Period: kam.Period{From: in.Goal.Period.From, Until: cut}, Target: s.decimal()},
			{Period: kam.Period{From: cut, Until: in.Goal.Period.Until}, Target: s.decimal()},
		}
	}
	for range s.next() % 5 {
		o := kam.Observation{
			Subject: kam.Subject{Kind: "payee", ID: "anna" + s.text()}, Metric: "calls", Unit: in.Goal.Unit, Period: s.period(), Value: s.null(),
			AsOf: s.day(), Revision: int64(s.next() % 3),
		}
		if s.next()%4 == 0 {
			o.Value, o.Numerator, o.Denominator = decimal.NullDecimal{}, s.null(), s.null()
		}
		in.Observations = append(in.Observations, o)
	}
	for range s.next() % 3 {
		in.Deals = append(in.Deals, likelihood.Deal{Amount: s.decimal(), Win: s.fraction()})
	}
	for range s.next() % 5 {
		in.Rest = append(in.Rest, s.decimal())
	}
	return in
}

// Whatever comes in, tracking answers with numbers that agree or with findings in both languages, and never panics.
func FuzzTrack(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x00\x00\x00\x01\x00\x00\x03\x80\x00\x00\x05\x20\x01\x00\x0f\x04\x01\x02\x03\x01\x02\x02\x00\x05\x0a\x03\x50\x00"))
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &tape{data: data}
		p, err := tracking.Track(s.input(c))
		var invalid *kam.InvalidError
		if errors.As(err, &invalid) {
			if len(codesOf(t, invalid.Findings)) == 0 {
				t.Fatal("no findings")
			}
			return
		}
		if err != nil {
			if !errors.Is(err, kam.ErrNoHolidays) && !errors.Is(err, kam.ErrNumber) {
				t.Fatalf("unexpected error %v", err)
			}
			return
		}
		codesOf(t, p.Findings)
		if len(p.ExplainMilestones()) != len(p.Milestones) {
			t.Fatal("milestones without a text")
		}
		for _, m := range p.Milestones {
			if m.Day == p.AsOf && p.Phase == tracking.Running && m.Actual.String() != p.Actual.String() {
				t.Fatalf("a milestone of today has %s of %s", m.Actual, p.Actual)
			}
		}
		text := p.Explain()
		if !utf8.ValidString(text.EN) || !utf8.ValidString(text.ZH) {
			t.Fatalf("not UTF-8: %q", text)
		}
		if p.Required.Known() {
			sum := mustRat(t, p.Required)
			sum.Mul(sum, mustRat(t, p.Remaining)).Add(sum, mustRat(t, p.Actual))
			if sum.Cmp(mustRat(t, p.Target)) != 0 {
				t.Fatal("required rate does not reach the target")
			}
		}
		state, err := tracking.NextStatus(tracking.State{}, p, tracking.Thresholds{})
		if err != nil || state.Status == "" {
			t.Fatalf("no status: %v", err)
		}
		encoded, err := json.Marshal(p)
		var back tracking.Progress
		if err != nil || json.Unmarshal(encoded, &back) != nil || back.Required.String() != p.Required.String() {
			t.Fatalf("does not come back from JSON: %v %s", err, encoded)
		}
		p.Gap()
		tracking.Table([]tracking.Row{{Progress: p, Status: state.Status}}, kam.Chinese)
		if o, err := p.Observation(kam.Subject{Kind: "payee", ID: "anna"}); err == nil && o.Check() != nil {
			t.Fatalf("observation: %v", o.Check())
		}
	})
}

func FuzzRollUp(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x04\x01\x00\x03\x50\x00\x01\x03\x60\x00\x01\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &tape{data: data}
		methods := []tracking.Method{"", tracking.Combined, tracking.Mean, tracking.Weighted, tracking.Latest, "x"}
		rule := tracking.RollUpRule{
			Method: methods[s.next()%6], Floor: s.next()%2 == 0, Cap: s.fraction(),
			Unknown: []tracking.UnknownPolicy{"", tracking.UnknownSpreads, tracking.UnknownExcluded, tracking.UnknownZero}[s.next()%4],
		}
		var nodes []tracking.Node
		var members []tracking.Member
		for range s.next() % 8 {
			n := tracking.Node{ID: string(rune('a' + s.next()%8)), Weight: s.fraction(), Method: methods[s.next()%6], On: s.day()}
			if s.next()%3 > 0 {
				n.Parent = string(rune('a' + s.next()%8))
			}
			if s.next()%2 == 0 {
				n.Numerator, n.Denominator = s.null(), s.null()
			}
			nodes = append(nodes, n)
			members = append(members, tracking.Member{ID: n.ID, Weight: n.Weight, Numerator: n.Numerator, Denominator: n.Denominator})
		}
		out, err := tracking.RollUp(nodes, rule)
		if err == nil && len(out) != len(nodes) {
			t.Fatalf("%d of %d", len(out), len(nodes))
		}
		if err != nil && len(codes(t, err)) == 0 {
			t.Fatal("no findings")
		}
		if p, err := tracking.TeamPicture(members); err == nil && len(p.Order) != len(members) {
			t.Fatalf("%d of %d", len(p.Order), len(members))
		}
	})
}
