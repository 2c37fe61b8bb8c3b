package goals_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// by returns the usual person of a role.
func by(r goals.Role) string {
	return map[goals.Role]string{goals.Assigner: "bo", goals.Owner: "anna", goals.Authority: "lee"}[r]
}

// move returns a complete move on a day of January 2026; value "" is none.
func move(act goals.Act, role goals.Role, day int, value string) goals.Move {
	m := goals.Move{Act: act, On: kam.MustDay("2026-01-01").AddDays(day - 1), By: by(role), Role: role, Value: known(value)}
	if act == goals.Counter || act == goals.Impose {
		m.Reason = "the largest account left"
		m.Evidence = []kam.Evidence{{Name: "lost revenue", Value: "200000"}}
	}
	return m
}

func negotiate(t testing.TB, moves ...goals.Move) goals.Negotiation {
	t.Helper()
	n, err := goals.Negotiate(moves...)
	require.NoError(t, err)
	return n
}

func proposed() goals.Move  { return move(goals.Propose, goals.Assigner, 5, "120") }
func countered() goals.Move { return move(goals.Counter, goals.Owner, 6, "100") }

func TestNegotiationAllows(t *testing.T) {
	lower := move(goals.Counter, goals.Assigner, 7, "110")
	agreed := move(goals.Agree, goals.Owner, 8, "")
	imposed := move(goals.Impose, goals.Authority, 8, "115")
	acknowledged := move(goals.Acknowledge, goals.Owner, 9, "")
	cases := []struct {
		name                       string
		moves                      []goals.Move
		state                      goals.State
		assigner, owner, authority string
	}{
		{"not begun", nil, goals.NotBegun, "propose", "propose", ""},
		{"proposed", []goals.Move{proposed()}, goals.Proposed, "impose", "counter agree", "impose"},
		{"proposed by the owner", []goals.Move{move(goals.Propose, goals.Owner, 5, "80")}, goals.Proposed, "counter agree impose", "", "impose"},
		{"countered", []goals.Move{proposed(), countered()}, goals.Countered, "counter agree impose", "", "impose"},
		{"countered twice", []goals.Move{proposed(), countered(), lower}, goals.Countered, "impose", "counter agree", "impose"},
		{"agreed", []goals.Move{proposed(), countered(), lower, agreed}, goals.Agreed, "", "acknowledge", ""},
		{"imposed", []goals.Move{proposed(), countered(), imposed}, goals.Imposed, "", "acknowledge", ""},
		{"agreed, acknowledged", []goals.Move{proposed(), countered(), lower, agreed, acknowledged}, goals.Agreed, "", "", ""},
		{"imposed, acknowledged", []goals.Move{proposed(), imposed, acknowledged}, goals.Imposed, "", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := negotiate(t, c.moves...)
			assert.Equal(t, c.state, n.State())
			for role, want := range map[goals.Role]string{goals.Assigner: c.assigner, goals.Owner: c.owner, goals.Authority: c.authority, "clerk": ""} {
				var words []string
				for _, a := range n.Allowed(role) {
					words = append(words, string(a))
				}
				assert.Equal(t, want, strings.Join(words, " "), role)
				for _, act := range []goals.Act{goals.Propose, goals.Counter, goals.Agree, goals.Impose, goals.Acknowledge} {
					if role == "clerk" {
						continue
					}
					value := "1"
					if act == goals.Agree || act == goals.Acknowledge {
						value = ""
					}
					_, err := n.Apply(move(act, role, 20, value))
					if strings.Contains(want, string(act)) {
						assert.NoError(t, err, "%s by %s", act, role)
					} else {
						assert.ErrorIs(t, err, goals.ErrMove, "%s by %s", act, role)
					}
				}
			}
		})
	}
}

func TestNegotiationSaysWhatIsAllowed(t *testing.T) {
	n := negotiate(t, proposed(), countered())
	_, err := n.Apply(move(goals.Agree, goals.Owner, 7, ""))
	require.EqualError(t, err, "goals: move not allowed: agree by the owner when the negotiation stands at counter by the owner (100); "+
		"allowed: counter by the assigner, agree by the assigner, impose by the assigner, impose by the authority")
	_, err = goals.Negotiation{}.Apply(countered())
	require.EqualError(t, err, "goals: move not allowed: counter by the owner when the negotiation has not begun; allowed: propose by the assigner, propose by the owner")
	over := negotiate(t, proposed(), move(goals.Agree, goals.Owner, 6, ""), move(goals.Acknowledge, goals.Owner, 7, ""))
	_, err = over.Apply(move(goals.Impose, goals.Authority, 8, "1"))
	require.EqualError(t, err, "goals: move not allowed: impose by the authority when the negotiation stands at acknowledge by the owner; nothing is allowed any more")
}

func TestNegotiationRefuses(t *testing.T) {
	n := negotiate(t, proposed())
	early := countered()
	early.On = kam.MustDay("2026-01-04")
	_, err := n.Apply(early)
	require.ErrorIs(t, err, goals.ErrMove)
	same := countered()
	same.On = kam.MustDay("2026-01-05")
	_, err = n.Apply(same)
	require.NoError(t, err, "the day of the proposal is not before it")
	twoHats := countered()
	twoHats.By = by(goals.Assigner)
	_, err = n.Apply(twoHats)
	require.ErrorIs(t, err, goals.ErrMove)
	_, err = goals.Negotiate(proposed(), proposed())
	require.ErrorIs(t, err, goals.ErrMove)
	assert.Equal(t, goals.Proposed, n.State(), "a refused move changes nothing")
}

func TestMoveCheck(t *testing.T) {
	cases := []struct {
		name   string
		change func(m *goals.Move)
		want   string
	}{
		{"act", func(m *goals.Move) { m.Act = "shout" }, "goals.move $.act"},
		{"role", func(m *goals.Move) { m.Role = "clerk" }, "goals.move $.role"},
		{"no day", func(m *goals.Move) { m.On = kam.Day{} }, "goals.move $.on"},
		{"nobody", func(m *goals.Move) { m.By = "" }, "goals.move $.by"},
		{"no figure", func(m *goals.Move) { m.Value = decimal.NullDecimal{} }, "goals.move $.value"},
		{"figure of an agreement", func(m *goals.Move) { m.Act = goals.Agree }, "goals.move $.value"},
		{"out of bounds", func(m *goals.Move) { m.Value = decimal.NewNullDecimal(huge()) }, "goals.number $.value"},
		{"no reason", func(m *goals.Move) { m.Reason = " " }, "goals.move $.reason"},
		{"reason too long", func(m *goals.Move) { m.Reason = strings.Repeat("x", 4097) }, "goals.move $.reason"},
		{"evidence without a name", func(m *goals.Move) { m.Evidence = []kam.Evidence{{}} }, "goals.move $.evidence[0].name"},
		{"evidence too long", func(m *goals.Move) { m.Evidence[0].Value = strings.Repeat("x", 4097) }, "goals.move $.evidence[0].value"},
		{"101 facts", func(m *goals.Move) { m.Evidence = make([]kam.Evidence, 101) }, "goals.move $.evidence"},
	}
	require.NoError(t, countered().Check())
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := countered()
			c.change(&m)
			assert.Equal(t, []string{c.want}, places(invalid(t, m.Check())))
			_, err := negotiate(t, proposed()).Apply(m)
			invalid(t, err)
		})
	}
	imposed := move(goals.Impose, goals.Authority, 8, "115")
	imposed.Reason = ""
	assert.Equal(t, []string{"goals.move $.reason"}, places(invalid(t, imposed.Check())))
	_, err := goals.Negotiate(proposed(), goals.Move{})
	invalid(t, err)
}

func TestNegotiationKeepsBothFigures(t *testing.T) {
	second := move(goals.Counter, goals.Assigner, 7, "116")
	third := move(goals.Counter, goals.Owner, 8, "108")
	open := negotiate(t, proposed(), countered(), second, third)
	assert.False(t, open.Value().Valid)
	assert.False(t, open.Closed())
	_, ok := open.FromProposal()
	assert.False(t, ok)

	n := negotiate(t, proposed(), countered(), second, third, move(goals.Impose, goals.Assigner, 9, "114"))
	equalDecimal(t, "120", n.Proposal().Decimal)
	equalDecimal(t, "100", n.Answer().Decimal)
	equalDecimal(t, "108", n.LastCounter().Decimal)
	equalDecimal(t, "114", n.Value().Decimal)
	d, ok := n.FromProposal()
	require.True(t, ok)
	assert.Equal(t, "-1/20", d.RatString())
	d, ok = n.FromCounter()
	require.True(t, ok)
	assert.Equal(t, "1/20", d.RatString())

	agreed := negotiate(t, proposed(), countered(), move(goals.Agree, goals.Assigner, 7, ""), move(goals.Acknowledge, goals.Owner, 8, ""))
	equalDecimal(t, "100", agreed.Value().Decimal)
	day, done := agreed.Acknowledged()
	assert.True(t, done)
	assert.Equal(t, "2026-01-08", day.String())
	_, done = n.Acknowledged()
	assert.False(t, done)

	var none goals.Negotiation
	assert.False(t, none.Proposal().Valid || none.Answer().Valid || none.LastCounter().Valid || none.Value().Valid)
}

func TestDistanceOfOddProposals(t *testing.T) {
	zero := negotiate(t, move(goals.Propose, goals.Assigner, 1, "0"), move(goals.Counter, goals.Owner, 2, "-5"), move(goals.Agree, goals.Assigner, 3, ""))
	_, ok := zero.FromProposal()
	assert.False(t, ok)
	_, ok = zero.FromCounter()
	assert.False(t, ok)
	negative := negotiate(t, move(goals.Propose, goals.Assigner, 1, "-100"), move(goals.Counter, goals.Owner, 2, "-120"), move(goals.Agree, goals.Assigner, 3, ""))
	d, ok := negative.FromProposal()
	require.True(t, ok)
	assert.Equal(t, "-1/5", d.RatString(), "it fell, by a fifth of the proposal's size")
	straight := negotiate(t, proposed(), move(goals.Agree, goals.Owner, 6, ""))
	_, ok = straight.FromCounter()
	assert.False(t, ok)
	d, ok = straight.FromProposal()
	require.True(t, ok)
	assert.Zero(t, d.Sign())
}

func TestNegotiationIsImmutable(t *testing.T) {
	facts := []kam.Evidence{{Name: "a", Value: "1"}}
	counter := countered()
	counter.Evidence = facts
	n := negotiate(t, proposed(), counter)
	facts[0].Value = "2"
	n.Moves()[1].Evidence[0].Value = "3"
	n.Moves()[0].By = "zoe"
	left, err := n.Apply(move(goals.Agree, goals.Assigner, 7, ""))
	require.NoError(t, err)
	right, err := n.Apply(move(goals.Impose, goals.Assigner, 7, "119"))
	require.NoError(t, err)
	assert.Equal(t, goals.Countered, n.State())
	assert.Equal(t, goals.Agreed, left.State())
	assert.Equal(t, goals.Imposed, right.State())
	assert.Equal(t, "1", n.Moves()[1].Evidence[0].Value)
	assert.Equal(t, "bo", n.Moves()[0].By)
}

// Two moves on one negotiation make two, however many came before.
func TestNegotiationBranches(t *testing.T) {
	n := negotiate(t, proposed())
	for i := range 20 {
		role := []goals.Role{goals.Owner, goals.Assigner}[i%2]
		left, err := n.Apply(move(goals.Counter, role, 6, "1"))
		require.NoError(t, err)
		right, err := n.Apply(move(goals.Counter, role, 6, "2"))
		require.NoError(t, err)
		equalDecimal(t, "1", left.LastCounter().Decimal)
		equalDecimal(t, "2", right.LastCounter().Decimal)
		n = left
	}
}

func TestSummarize(t *testing.T) {
	imposed := negotiate(t, proposed(), countered(), move(goals.Impose, goals.Assigner, 9, "114"), move(goals.Acknowledge, goals.Owner, 9, ""))
	agreed := negotiate(t, proposed(), countered(), move(goals.Agree, goals.Assigner, 7, "")) // -1/6 from 120, 0 from the counter
	straight := negotiate(t, proposed(), move(goals.Agree, goals.Owner, 6, ""))               // 0, no counter
	open := negotiate(t, proposed())
	s := goals.Summarize([]goals.Negotiation{imposed, open, agreed, {}, straight})
	assert.Equal(t, []int{4, 2, 1, 1, 2, 1}, []int{s.Begun, s.Agreed, s.Imposed, s.Open, s.Countered, s.Acknowledged})
	rate, ok := s.Acceptance()
	require.True(t, ok)
	assert.Zero(t, rate.Cmp(kam.MustFraction("2/3")))
	assert.Equal(t, "-1/20", s.FromProposal.RatString()) // -1/6, -1/20, 0
	assert.Equal(t, "7/120", s.FromCounter.RatString())  // the mean of 0 and 14/120
	assert.Equal(t, s, goals.Summarize([]goals.Negotiation{straight, agreed, open, imposed}))
	assert.Equal(t, "4 targets negotiated: 2 agreed, 1 imposed, 1 open; 2 countered, 1 acknowledged; 66.7% accepted; "+
		"in the median the outcome is -5% from the proposal, and 5.8% from the last counter", s.Text().EN)
	assert.Equal(t, "共协商 4 个目标：达成一致 2 个，直接下达 1 个，进行中 1 个；有还价 2 个，已确认 1 个；接受率 66.7%；"+
		"结果较最初提议变动 -5%（中位数），较最后一次还价变动 5.8%（中位数）", s.Text().ZH)

	none := goals.Summarize(nil)
	_, ok = none.Acceptance()
	assert.False(t, ok)
	assert.Nil(t, none.FromProposal)
	assert.Equal(t, "0 targets negotiated: 0 agreed, 0 imposed, 0 open; 0 countered, 0 acknowledged", none.Text().EN)
}

// Whatever is tried, what was accepted replays to the same negotiation, and its figures are among those named.
func TestNegotiationReplays(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 2))
	acts := []goals.Act{goals.Propose, goals.Counter, goals.Agree, goals.Impose, goals.Acknowledge}
	roles := []goals.Role{goals.Assigner, goals.Owner, goals.Authority}
	closed := 0
	for range 500 {
		var n goals.Negotiation
		for day := range 20 {
			act, value := acts[random.IntN(len(acts))], ""
			if act == goals.Propose || act == goals.Counter || act == goals.Impose {
				value = decimal.New(random.Int64N(1000), 0).String()
			}
			m := move(act, roles[random.IntN(len(roles))], day+1, value)
			next, err := n.Apply(m)
			if err != nil {
				require.ErrorIs(t, err, goals.ErrMove)
				continue
			}
			assert.Contains(t, n.Allowed(m.Role), m.Act)
			n = next
		}
		again := negotiate(t, n.Moves()...)
		assert.Equal(t, n, again)
		if !n.Closed() {
			continue
		}
		closed++
		var named []string
		for _, m := range n.Moves() {
			if m.Value.Valid {
				named = append(named, m.Value.Decimal.String())
			}
		}
		assert.Contains(t, named, n.Value().Decimal.String())
		assert.Equal(t, named[0], n.Proposal().Decimal.String())
	}
	assert.Greater(t, closed, 100)
}

func TestNegotiationIsBounded(t *testing.T) {
	n := negotiate(t, proposed())
	for i := range 999 {
		role := goals.Owner
		if i%2 == 1 {
			role = goals.Assigner
		}
		next, err := n.Apply(move(goals.Counter, role, 6, "1"))
		require.NoError(t, err)
		n = next
	}
	_, err := n.Apply(move(goals.Impose, goals.Authority, 6, "1"))
	require.ErrorIs(t, err, goals.ErrMove)
}
