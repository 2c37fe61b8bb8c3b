package breakdown_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

func values(steps []goals.Step) []decimal.Decimal {
	out := make([]decimal.Decimal, len(steps))
	for i, s := range steps {
		out[i] = s.Target
	}
	return out
}

// east is a region with two teams of two accounts each, by history.
func east() breakdown.OrgSpec {
	node := func(id, parent, level, history string) breakdown.Node {
		return breakdown.Node{ID: id, Parent: parent, Level: level, History: null(history)}
	}
	return breakdown.OrgSpec{
		Total: dec("1000"), Grain: dec("1"),
		Levels: []breakdown.OrgLevel{{Name: "region"}, {Name: "team"}, {Name: "account"}},
		Basis:  []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.Whole()}},
		Nodes: []breakdown.Node{
			node("a1", "a", "account", "1"), node("a2", "a", "account", "3"), node("b1", "b", "account", "1"), node("b2", "b", "account", "1"),
			node("a", "east", "team", "60"), node("b", "east", "team", "40"),
			{ID: "east", Level: "region"},
		},
	}
}

func own(plan breakdown.OrgPlan) string {
	var out []string
	for _, n := range plan.Nodes() {
		out = append(out, n.ID+"="+num.Format(n.Own))
	}
	return strings.Join(out, " ")
}

func handDown(t *testing.T, spec breakdown.OrgSpec) breakdown.OrgPlan {
	t.Helper()
	plan, err := breakdown.OverOrganisation(spec)
	require.NoError(t, err)
	return plan
}

func TestOrganisation(t *testing.T) {
	node := func(s *breakdown.OrgSpec, id string) *breakdown.Node {
		for i := range s.Nodes {
			if s.Nodes[i].ID == id {
				return &s.Nodes[i]
			}
		}
		return nil
	}
	cases := []struct {
		name   string
		change func(s *breakdown.OrgSpec)
		want   string
	}{
		{"by history", func(*breakdown.OrgSpec) {}, "east=1000 a=600 a1=150 a2=450 b=400 b1=200 b2=200"},
		{"over-assigned at one level", func(s *breakdown.OrgSpec) { s.Levels[1].OverAssign = kam.MustFraction("0.1") }, "east=1000 a=600 a1=165 a2=495 b=400 b1=220 b2=220"},
		{"over-assigned at two levels", func(s *breakdown.OrgSpec) {
			s.Levels[0].OverAssign, s.Levels[1].OverAssign = kam.MustFraction("0.2"), kam.MustFraction("0.1")
		}, "east=1000 a=720 a1=198 a2=594 b=480 b1=264 b2=264"},
		{"negative", func(s *breakdown.OrgSpec) { s.Total = dec("-1000") }, "east=-1000 a=-600 a1=-150 a2=-450 b=-400 b1=-200 b2=-200"},
		{"zero", func(s *breakdown.OrgSpec) { s.Total = dec("0") }, "east=0 a=0 a1=0 a2=0 b=0 b1=0 b2=0"},
		{"a held account moves its team alone", func(s *breakdown.OrgSpec) { node(s, "a1").Hold = null("100") }, "east=1000 a=600 a1=100 a2=500 b=400 b1=200 b2=200"},
		{"a held account raises its team", func(s *breakdown.OrgSpec) { node(s, "a1").Hold = null("700") }, "east=1000 a=700 a1=700 a2=0 b=300 b1=150 b2=150"},
		{"bounded accounts lower their team", func(s *breakdown.OrgSpec) { node(s, "a1").Max, node(s, "a2").Max = null("100"), null("100") }, "east=1000 a=200 a1=100 a2=100 b=800 b1=400 b2=400"},
		{"held accounts make their team", func(s *breakdown.OrgSpec) { node(s, "a1").Hold, node(s, "a2").Hold = null("1"), null("2") }, "east=1000 a=3 a1=1 a2=2 b=997 b1=499 b2=498"},
		{"negative with a bound", func(s *breakdown.OrgSpec) { s.Total, node(s, "a1").Max = dec("-1000"), null("-700") }, "east=-1000 a=-700 a1=-700 a2=0 b=-300 b1=-150 b2=-150"},
		{"held below a rounding over-assignment", func(s *breakdown.OrgSpec) {
			s.Total, s.Levels[1].OverAssign = dec("20"), kam.MustFraction("0.05")
			node(s, "a").Hold, node(s, "a1").Hold, node(s, "a2").Hold = null("10"), null("5"), null("6")
		}, "east=20 a=10 a1=5 a2=6 b=10 b1=6 b2=5"},
		{"even", func(s *breakdown.OrgSpec) { s.Basis = []breakdown.OrgBasis{{By: breakdown.ByEven, Share: kam.Whole()}} }, "east=1000 a=500 a1=250 a2=250 b=500 b1=250 b2=250"},
		{"levels of their own", func(s *breakdown.OrgSpec) {
			s.Levels[2].Basis = []breakdown.OrgBasis{{By: breakdown.ByEven, Share: kam.Whole()}}
		}, "east=1000 a=600 a1=300 a2=300 b=400 b1=200 b2=200"},
		{"blend", func(s *breakdown.OrgSpec) {
			s.Basis = []breakdown.OrgBasis{{By: breakdown.ByHistory, Share: kam.MustFraction("0.5")}, {By: breakdown.ByEven, Share: kam.MustFraction("0.5")}}
		}, "east=1000 a=550 a1=206 a2=344 b=450 b1=225 b2=225"},
		{"fixed shares", func(s *breakdown.OrgSpec) {
			s.Levels[1].Basis = []breakdown.OrgBasis{{By: breakdown.ByShare, Share: kam.Whole()}, {By: breakdown.ByPotential}}
			node(s, "a").Share, node(s, "b").Share = kam.MustFraction("1/3"), kam.MustFraction("2/3")
		}, "east=1000 a=333 a1=83 a2=250 b=667 b1=334 b2=333"},
		{"no history, even", func(s *breakdown.OrgSpec) {
			node(s, "a1").History, node(s, "a2").History, s.Zero = null("0"), null("0"), spread.ZeroEven
		}, "east=1000 a=600 a1=300 a2=300 b=400 b1=200 b2=200"},
		{"whole hundreds and an odd rest", func(s *breakdown.OrgSpec) {
			s.Total, s.Grain, s.Odd = dec("1050"), dec("100"), spread.OddToLast
		}, "east=1050 a=600 a1=200 a2=400 b=450 b1=200 b2=250"},
		{"one node", func(s *breakdown.OrgSpec) { s.Nodes = s.Nodes[6:] }, "east=1000"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := east()
			c.change(&spec)
			plan := handDown(t, spec)
			assert.Equal(t, c.want, own(plan))
			footsDown(t, spec, plan)
		})
	}
}

func TestOrganisationViews(t *testing.T) {
	spec := east()
	spec.Levels[0].OverAssign, spec.Levels[1].OverAssign, spec.Levels[2].OverAssign = kam.MustFraction("0.2"), kam.MustFraction("0.1"), kam.MustFraction("0.5")
	plan := handDown(t, spec)
	assert.Equal(t, "8/25", plan.Over().RatString(), "1.2 times 1.1; accounts hand nothing down")
	over, ok := plan.EffectiveOver()
	require.True(t, ok)
	assert.Equal(t, "8/25", over.RatString())
	levels := plan.Levels()
	assert.Equal(t, "region 1000 1200 200", levels[0].Name+" "+num.Format(levels[0].Own)+" "+num.Format(levels[0].Children)+" "+num.Format(levels[0].Cushion))
	assert.Equal(t, "team 1200 1320 120", levels[1].Name+" "+num.Format(levels[1].Own)+" "+num.Format(levels[1].Children)+" "+num.Format(levels[1].Cushion))
	equalDecimal(t, "1320", levels[2].Own)
	a, ok := plan.Node("a")
	require.True(t, ok)
	equalDecimal(t, "72", a.Cushion.Decimal)
	assert.Equal(t, breakdown.Spread, a.Reason)
	assert.Len(t, plan.Leaves(), 4)
	plan.Nodes()[0].Own = dec("0")
	equalDecimal(t, "1000", plan.Total())
	_, ok = plan.Node("nobody")
	assert.False(t, ok)
	_, ok = plan.Assigned("nobody")
	assert.False(t, ok)
	var none breakdown.OrgPlan
	_, ok = none.EffectiveOver()
	assert.False(t, ok)
	equalDecimal(t, "0", none.Total())
	assert.Empty(t, none.Levels())
	assert.Zero(t, none.Over().Sign())
}

func TestOrganisationReasons(t *testing.T) {
	spec := east()
	spec.Nodes[0].Hold, spec.Nodes[1].Hold, spec.Nodes[2].Max = null("1"), null("2"), null("7")
	plan := handDown(t, spec)
	var got []string
	for _, n := range plan.Nodes() {
		got = append(got, string(n.Reason))
	}
	assert.Equal(t, "total at-minimum held held spread at-maximum spread", strings.Join(got, " "))
}

func TestOrganisationFaults(t *testing.T) {
	cases := []struct {
		name   string
		change func(s *breakdown.OrgSpec)
		want   string
	}{
		{"zero value", func(s *breakdown.OrgSpec) { *s = breakdown.OrgSpec{} }, "breakdown.grain $.grain; breakdown.level $.levels"},
		{"no nodes", func(s *breakdown.OrgSpec) { s.Nodes = nil }, "breakdown.node $.nodes"},
		{"cycle", func(s *breakdown.OrgSpec) { s.Nodes[4].Parent = "a1" }, "breakdown.level $.nodes[4].level; breakdown.cycle $.nodes[0].parent"},
		{"own parent", func(s *breakdown.OrgSpec) { s.Nodes[6].Parent = "east" }, "breakdown.level $.nodes[6].level; breakdown.level $.nodes[6].level; breakdown.root $.nodes; breakdown.cycle $.nodes[6].parent"},
		{"two roots", func(s *breakdown.OrgSpec) { s.Nodes[5].Parent = "" }, "breakdown.root $.nodes[6].parent"},
		{"unknown parent", func(s *breakdown.OrgSpec) { s.Nodes[5].Parent = "west" }, "breakdown.parent $.nodes[5].parent"},
		{"duplicate", func(s *breakdown.OrgSpec) { s.Nodes[3].ID = "b1" }, "breakdown.id $.nodes[3].id"},
		{"unknown level", func(s *breakdown.OrgSpec) { s.Nodes[6].Level = "country" }, "breakdown.level $.nodes[6].level"},
		{"level twice", func(s *breakdown.OrgSpec) { s.Levels = append(s.Levels, breakdown.OrgLevel{Name: "team"}) }, "breakdown.level $.levels[3].name"},
		{"mixed siblings", func(s *breakdown.OrgSpec) { s.Nodes[5].Level = "account" }, "breakdown.level $.nodes[2].level; breakdown.level $.nodes[3].level; breakdown.level $.nodes[5].level"},
		{"bad names and numbers", func(s *breakdown.OrgSpec) {
			s.Nodes[0].ID, s.Nodes[1].History, s.Nodes[2].Share = " ", null("-1"), kam.Fraction{Num: -1, Den: 2}
			s.Nodes[3].Potential = decimal.NewNullDecimal(decimal.New(1, 50))
			s.Levels[0].OverAssign = kam.MustFraction("-0.1")
		}, "breakdown.over-assign $.levels[0].overAssign; breakdown.id $.nodes[0].id; breakdown.weight $.nodes[1].history; breakdown.share $.nodes[2].share; breakdown.number $.nodes[3].potential"},
		{"limit of the root", func(s *breakdown.OrgSpec) { s.Nodes[6].Hold = null("1") }, "breakdown.limit $.nodes[6]"},
		{"hold and bound", func(s *breakdown.OrgSpec) { s.Nodes[0].Hold, s.Nodes[0].Min = null("1"), null("1") }, "breakdown.limit $.nodes[0]"},
		{"bases that are short", func(s *breakdown.OrgSpec) { s.Basis[0].Share = kam.MustFraction("0.9") }, "breakdown.share $.basis"},
		{"unknown basis", func(s *breakdown.OrgSpec) { s.Basis[0].By = "luck" }, "breakdown.basis $.basis[0].by"},
		{"negative basis", func(s *breakdown.OrgSpec) {
			s.Basis = []breakdown.OrgBasis{{By: breakdown.ByEven, Share: kam.MustFraction("1.5")}, {By: breakdown.ByEven, Share: kam.MustFraction("-0.5")}}
		}, "breakdown.share $.basis[1].share"},
		{"too many bases", func(s *breakdown.OrgSpec) { s.Basis = make([]breakdown.OrgBasis, 101) }, "breakdown.basis $.basis"},
		{"no basis", func(s *breakdown.OrgSpec) { s.Basis = nil }, "breakdown.basis $.basis; breakdown.basis $.basis"},
		{"unknown history", func(s *breakdown.OrgSpec) { s.Nodes[0].History.Valid = false }, "breakdown.weight $.nodes[0].history"},
		{"no weight at all", func(s *breakdown.OrgSpec) { s.Nodes[0].History, s.Nodes[1].History = null("0"), null("0") }, "breakdown.zero $.nodes[4]"},
		{"shares that are short", func(s *breakdown.OrgSpec) {
			s.Levels[1].Basis = []breakdown.OrgBasis{{By: breakdown.ByShare, Share: kam.Whole()}}
		}, "breakdown.share $.nodes[6]"},
		{"held above the total", func(s *breakdown.OrgSpec) { s.Nodes[0].Hold = null("1001") }, "breakdown.bounds $.nodes[6]"},
		{"held above a held parent", func(s *breakdown.OrgSpec) { s.Nodes[0].Hold, s.Nodes[4].Hold = null("11"), null("10") }, "breakdown.bounds $.nodes[4]"},
		{"maxima below the total", func(s *breakdown.OrgSpec) { s.Nodes[4].Max, s.Nodes[5].Max = null("499"), null("500") }, "breakdown.bounds $.nodes[6]"},
		{"nothing of the grid between", func(s *breakdown.OrgSpec) { s.Nodes[0].Min, s.Nodes[0].Max = null("0.1"), null("0.9") }, "breakdown.bounds $.nodes[0]"},
		{"odd total", func(s *breakdown.OrgSpec) { s.Total = dec("0.5") }, "breakdown.grain $.nodes[6]"},
		{"far too much handed down", func(s *breakdown.OrgSpec) {
			s.Total, s.Levels[0].OverAssign = dec("100000000000"), kam.MustFraction("1000000000000")
		}, "breakdown.number $.nodes[6]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			spec := east()
			c.change(&spec)
			_, err := breakdown.OverOrganisation(spec)
			assert.Equal(t, c.want, strings.Join(codes(t, err), "; "))
		})
	}
}

func TestReconcile(t *testing.T) {
	plan := handDown(t, east())
	got, err := breakdown.Reconcile(plan, []breakdown.Commitment{
		{Node: "a1", Value: dec("100")}, {Node: "a2", Value: dec("460")}, {Node: "b", Value: dec("390")}, {Node: "a", Value: dec("600")}, {Node: "b1", Value: dec("1")},
	})
	require.NoError(t, err)
	show := func(d decimal.NullDecimal) string {
		if !d.Valid {
			return "?"
		}
		return num.Format(d.Decimal)
	}
	var lines []string
	for _, n := range got {
		lines = append(lines, strings.Join([]string{n.ID, num.Format(n.Own), show(n.Stated), show(n.BottomUp), show(n.Gap), show(n.Said), string(rune('0' + n.Missing))}, " "))
	}
	assert.Equal(t, []string{
		"east 1000 ? 950 -50 ? 0", "a 600 600 560 -40 40 0", "a1 150 100 100 -50 0 0", "a2 450 460 460 10 0 0",
		"b 400 390 ? ? ? 1", "b1 200 1 1 -199 0 0", "b2 200 ? ? ? ? 1",
	}, lines)

	t.Run("assigned quota against account targets", func(t *testing.T) {
		spec := east()
		spec.Levels[1].OverAssign = kam.MustFraction("0.1")
		got, err := breakdown.Reconcile(handDown(t, spec), nil)
		require.NoError(t, err)
		equalDecimal(t, "1100", got[0].Assigned)
		equalDecimal(t, "100", got[0].AssignedGap)
		assert.Equal(t, 4, got[0].Missing)
		assert.False(t, got[0].BottomUp.Valid)
	})
	_, err = breakdown.Reconcile(plan, []breakdown.Commitment{{Node: "x"}, {Node: "a"}, {Node: "a"}, {Node: "b", Value: decimal.New(1, 40)}})
	assert.Equal(t, []string{"breakdown.node $[0].node", "breakdown.node $[2].node", "breakdown.number $[3].value"}, codes(t, err))
}

func TestRates(t *testing.T) {
	over, err := breakdown.TotalOver(fractions("0.1", "0.2")...)
	require.NoError(t, err)
	assert.Equal(t, "8/25", over.RatString())
	over, err = breakdown.TotalOver()
	require.NoError(t, err)
	assert.Zero(t, over.Sign())
	under, err := breakdown.UnderOfOver(kam.MustFraction("0.25"))
	require.NoError(t, err)
	assert.Equal(t, "1/5", under.RatString())
	for _, u := range fractions("0", "0.1", "1/3", "0.99") {
		over, err := breakdown.OverOfUnder(u)
		require.NoError(t, err)
		back, err := breakdown.UnderOfOver(kam.Fraction{Num: over.Num().Int64(), Den: over.Denom().Int64()})
		require.NoError(t, err)
		assert.Zero(t, back.Cmp(u.Rat()), u)
	}
	bad := kam.Fraction{Num: 1}
	for name, err := range map[string]error{
		"under 1":      second(breakdown.OverOfUnder(kam.Whole())),
		"under < 0":    second(breakdown.OverOfUnder(kam.MustFraction("-0.1"))),
		"under > 1":    second(breakdown.OverOfUnder(kam.MustFraction("1.1"))),
		"under bad":    second(breakdown.OverOfUnder(bad)),
		"over < 0":     second(breakdown.UnderOfOver(kam.MustFraction("-0.1"))),
		"over < -1":    second(breakdown.UnderOfOver(kam.MustFraction("-1.1"))),
		"rate < -1":    second(breakdown.TotalOver(kam.MustFraction("-1.1"))),
		"growth bad":   second(breakdown.Grown(dec("1"), bad, dec("1"))),
		"growth < -1":  second(breakdown.Grown(dec("1"), kam.MustFraction("-1.1"), dec("1"))),
		"share > 1":    second(breakdown.WeightedShare(kam.MustFraction("1.1"), bad, bad)),
		"weight bad":   second(breakdown.WeightedShare(kam.Whole(), kam.Whole(), bad)),
		"assigned bad": second(breakdown.OverAssigned(dec("1"), bad, dec("1"))),
	} {
		require.ErrorIs(t, err, kam.ErrFraction, name)
	}
	for _, grain := range []decimal.Decimal{{}, dec("-1"), decimal.New(1, 99)} {
		_, err := breakdown.Grown(dec("1"), kam.Whole(), grain)
		require.ErrorIs(t, err, kam.ErrNumber)
	}
	_, err = breakdown.Grown(decimal.New(1, 99), kam.Whole(), dec("1"))
	require.ErrorIs(t, err, kam.ErrNumber)
	for _, c := range []struct{ history, growth, grain, want string }{
		{"100", "0.005", "1", "101"}, {"-100", "0.005", "1", "-101"}, {"100", "-1", "1", "0"}, {"1234", "0", "100", "1200"}, {"1250", "0", "100", "1300"},
	} {
		got, err := breakdown.Grown(dec(c.history), kam.MustFraction(c.growth), dec(c.grain))
		require.NoError(t, err)
		equalDecimal(t, c.want, got)
	}
}

func second[T any](_ T, err error) error { return err }
