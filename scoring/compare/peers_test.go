package compare_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

// peer reads attributes from "role=KAM region=East".
func peer(person, value, attributes string) compare.Peer {
	p := compare.Peer{Person: person, Value: known(value), Attributes: map[string]string{}}
	for _, a := range strings.Fields(attributes) {
		name, v, _ := strings.Cut(a, "=")
		p.Attributes[name] = v
	}
	return p
}

// Values 10, 20, 20, 30, 50: mean 130/5 = 26, squared distances 256 + 36 + 36 + 16 + 576 = 920, population variance 184,
// deviation 13.564660. Quartiles at positions 1, 2 and 3: 20, 20, 30.
func five() []compare.Peer {
	return []compare.Peer{peer("e", "50", ""), peer("a", "10", ""), peer("b", "20", ""), peer("c", "20", ""), peer("d", "30", "")}
}

func everybody() compare.PeerRule {
	return compare.PeerRule{Levels: [][]string{{}}, Deviation: compare.Population}
}

func TestAmongPeersByHand(t *testing.T) {
	out, err := compare.AmongPeers(five(), everybody())
	require.NoError(t, err)
	require.Len(t, out.Groups, 1)
	g := out.Groups[0]
	assert.Equal(t, []string{"26", "13.56466", "20", "20", "30"}, []string{text(g.Mean), text(g.Deviation), text(g.Quartiles.Low), text(g.Quartiles.Median), text(g.Quartiles.High)})
	var got []string
	for _, s := range out.Standings {
		require.True(t, s.Known)
		got = append(got, fmt.Sprintf("%s %d/%d/%d rank %d p %s q%d z %s", s.Person, s.Worse, s.Equal, s.Better, s.Rank, s.Percentile, s.Quarter, text(s.ZScore)))
	}
	assert.Equal(t, []string{
		"a 0/0/4 rank 5 p 0.1 q1 z -1.179536",
		"b 1/1/2 rank 3 p 0.4 q1 z -0.442326",
		"c 1/1/2 rank 3 p 0.4 q1 z -0.442326",
		"d 3/0/1 rank 2 p 0.7 q3 z 0.294884",
		"e 4/0/0 rank 1 p 0.9 q4 z 1.769303",
	}, got)

	t.Run("lower is better", func(t *testing.T) {
		out, err := compare.AmongPeers(five(), with(everybody(), func(r *compare.PeerRule) { r.Direction = kam.LowerIsBetter }))
		require.NoError(t, err)
		a, b, e := out.Standings[0], out.Standings[1], out.Standings[4]
		assert.Equal(t, []any{4, 0, 0, 1, "0.9", 4, "1.179536"}, []any{a.Worse, a.Equal, a.Better, a.Rank, a.Percentile.String(), a.Quarter, text(a.ZScore)})
		assert.Equal(t, []any{2, 1, 1, 2, "0.6", 2}, []any{b.Worse, b.Equal, b.Better, b.Rank, b.Percentile.String(), b.Quarter})
		assert.Equal(t, []any{0, 5, 1, "-1.769303"}, []any{e.Worse, e.Rank, e.Quarter, text(e.ZScore)})
	})
	t.Run("quartiles between values: positions 0.75, 1.5 and 2.25 of 1, 2, 3, 4", func(t *testing.T) {
		out, err := compare.AmongPeers([]compare.Peer{peer("a", "4", ""), peer("b", "1", ""), peer("c", "3", ""), peer("d", "2", "")},
			compare.PeerRule{Levels: [][]string{{}}, MinGroup: 4})
		require.NoError(t, err)
		q := out.Groups[0].Quartiles
		assert.Equal(t, []string{"1.75", "2.5", "3.25"}, []string{text(q.Low), text(q.Median), text(q.High)})
		assert.False(t, out.Groups[0].Deviation.Valid, "no deviation was asked for")
		assert.False(t, out.Standings[0].ZScore.Valid)
	})
	t.Run("all the same", func(t *testing.T) {
		out, err := compare.AmongPeers([]compare.Peer{peer("a", "4", ""), peer("b", "4.0", "")}, with(everybody(), func(r *compare.PeerRule) { r.MinGroup = 2 }))
		require.NoError(t, err)
		for _, s := range out.Standings {
			assert.Equal(t, []any{0, 1, 0, 1, "0.5", 1}, []any{s.Worse, s.Equal, s.Better, s.Rank, s.Percentile.String(), s.Quarter})
			assert.False(t, s.ZScore.Valid)
		}
	})
}

func TestPeerGroupsFallBack(t *testing.T) {
	rule := compare.PeerRule{Levels: [][]string{{"role", "region"}, {"role"}}, MinGroup: 3}
	list := []compare.Peer{
		peer("e1", "1", "role=KAM region=East"), peer("e2", "2", "role=KAM region=East"), peer("e3", "3", "role=KAM region=East"),
		peer("w1", "4", "role=KAM region=West"), peer("w2", "5", "role=KAM region=West"), peer("w3", "", "role=KAM region=West"),
		peer("x", "6", "role=KAM"), peer("lone", "7", "role=CEO region=East"), peer("none", "8", "region=East"),
	}
	out, err := compare.AmongPeers(list, rule)
	require.NoError(t, err)
	require.Len(t, out.Groups, 2)
	assert.Equal(t, []compare.Attribute{{Name: "role", Value: "KAM"}, {Name: "region", Value: "East"}}, out.Groups[0].Shared)
	assert.Equal(t, []int{3, 6}, []int{out.Groups[0].N, out.Groups[1].N}, "the wider group has those of the closer one too, and nobody without a value")
	got := map[string]string{}
	for _, s := range out.Standings {
		got[s.Person] = fmt.Sprintf("%v %d %d", s.Known, s.Group, s.Rank)
	}
	assert.Equal(t, map[string]string{
		"e1": "true 0 3", "e2": "true 0 2", "e3": "true 0 1", "w1": "true 1 3", "w2": "true 1 2", "w3": "false 0 0",
		"x": "true 1 1", "lone": "false 0 0", "none": "false 0 0",
	}, got)

	t.Run("values that look alike when joined are unlike groups", func(t *testing.T) {
		rule := compare.PeerRule{Levels: [][]string{{"a", "b"}}, MinGroup: 2}
		x, y := peer("x", "1", ""), peer("y", "2", "")
		x.Attributes = map[string]string{"a": `1""2`, "b": "3"}
		y.Attributes = map[string]string{"a": "1", "b": `2""3`}
		out, err := compare.AmongPeers([]compare.Peer{x, y}, rule)
		require.NoError(t, err)
		assert.Empty(t, out.Groups)
	})
	t.Run("an unknown attribute makes nobody a peer", func(t *testing.T) {
		list := []compare.Peer{peer("x", "1", "region="), peer("y", "2", ""), peer("z", "3", "region=")}
		out, err := compare.AmongPeers(list, compare.PeerRule{Levels: [][]string{{"region"}}, MinGroup: 2})
		require.NoError(t, err)
		assert.Empty(t, out.Groups)
	})
	t.Run("five by default", func(t *testing.T) {
		out, err := compare.AmongPeers(five()[:4], everybody())
		require.NoError(t, err)
		assert.Empty(t, out.Groups)
		assert.False(t, out.Standings[0].Known)
	})
}

func TestAmongPeersFaults(t *testing.T) {
	_, err := compare.AmongPeers(nil, compare.PeerRule{MinGroup: 1, Deviation: "x", Direction: "x"})
	assert.Equal(t, []string{"compare.levels $.levels", "compare.least $.minGroup", "compare.deviation $.deviation", "compare.direction $.direction"}, codes(t, err))
	_, err = compare.AmongPeers(nil, compare.PeerRule{Levels: [][]string{{"a", "a"}, {""}, make([]string, compare.MaxAttributes+1)}})
	assert.Equal(t, []string{"compare.twice $.levels[0]", "compare.name $.levels[1]", "compare.size $.levels[2]"}, codes(t, err))
	_, err = compare.AmongPeers(nil, compare.PeerRule{Levels: make([][]string, compare.MaxAttributes+1)})
	assert.Equal(t, []string{"compare.size $.levels"}, codes(t, err))
	crowded := peer("c", "1", "")
	for i := range compare.MaxAttributes + 1 {
		crowded.Attributes[fmt.Sprint(i)] = "x"
	}
	list := []compare.Peer{peer("", "1", ""), peer("a", "1", "role=\x01 =x"), peer("a", "1", ""), {Person: "b", Value: decimal.NewNullDecimal(decimal.New(1, -31))}, crowded}
	_, err = compare.AmongPeers(list, everybody())
	assert.Equal(t, []string{
		"compare.name $.people[0].person", "compare.name $.people[1].attributes", "compare.name $.people[1].attributes",
		"compare.twice $.people[2].person", "compare.number $.people[3].value", "compare.size $.people[4].attributes",
	}, codes(t, err))
	_, err = compare.AmongPeers(make([]compare.Peer, compare.MaxEntries+1), everybody())
	assert.Equal(t, []string{"compare.size $.people"}, codes(t, err))
}

func TestAmongPeersProperties(t *testing.T) {
	for seed := range uint64(60) {
		r := seeded(seed)
		var list []compare.Peer
		for i := range 5 + r.IntN(40) {
			list = append(list, peer(fmt.Sprint(i), fmt.Sprint(r.IntN(15)), fmt.Sprintf("role=%d region=%d", r.IntN(3), r.IntN(3))))
		}
		rule := compare.PeerRule{Levels: [][]string{{"role", "region"}, {"role"}, {}}, Deviation: compare.Sample}
		out, err := compare.AmongPeers(list, rule)
		require.NoError(t, err)
		again, err := compare.AmongPeers(shuffled(r, list), rule)
		require.NoError(t, err)
		require.Equal(t, asJSON(t, out), asJSON(t, again), "the order of people changes nothing")
		for _, s := range out.Standings {
			require.True(t, s.Known, "everybody is a group")
			g := out.Groups[s.Group]
			require.Equal(t, g.N, s.Worse+s.Equal+s.Better+1)
			// The slow way: count.
			worse, equal := 0, 0
			for _, p := range list {
				same := true
				for _, a := range g.Shared {
					same = same && p.Attributes[a.Name] == a.Value
				}
				if !same {
					continue
				}
				switch p.Value.Decimal.Cmp(s.Value.Decimal) {
				case -1:
					worse++
				case 0:
					equal++
				}
			}
			require.Equal(t, []int{worse, equal - 1}, []int{s.Worse, s.Equal})
			require.Zero(t, big.NewRat(int64(2*worse+equal), int64(2*g.N)).Cmp(s.Percentile.Rat()))
		}
		everyone, err := compare.AmongPeers(list, compare.PeerRule{Levels: [][]string{{}}})
		require.NoError(t, err)
		sum := new(big.Rat)
		for _, s := range everyone.Standings {
			sum.Add(sum, s.Percentile.Rat())
		}
		require.Zero(t, sum.Cmp(big.NewRat(int64(len(list)), 2)), "mid-ranks have the mean 1/2")
	}
}

// TestNamesOfAttributes names the group for people: in Chinese by the name of the attribute or without it.
func TestNamesOfAttributes(t *testing.T) {
	people := []compare.Peer{peer("a", "1", "team=North role=KAM"), peer("b", "2", "team=North role=KAM"), peer("c", "3", "team=North role=KAM")}
	rule := compare.PeerRule{Levels: [][]string{{"team", "role"}}, MinGroup: 3}
	said := func() kam.Text {
		out, err := compare.AmongPeers(people, rule)
		require.NoError(t, err)
		return out.Standings[0].Text
	}
	assert.Contains(t, said().EN, "(team North, role KAM)")
	assert.Contains(t, said().ZH, "（North、KAM）")
	rule.Names = map[string]kam.Text{"team": {EN: "the team of", ZH: "团队"}}
	assert.Contains(t, said().EN, "(the team of North, role KAM)")
	assert.Contains(t, said().ZH, "（团队 North、KAM）")
	rule.Names = map[string]kam.Text{"team": {EN: "team"}, "role": {ZH: "岗位\n", EN: "role"}}
	_, err := compare.AmongPeers(people, rule)
	assert.Equal(t, []string{"compare.name $.names", "compare.name $.names"}, codes(t, err))
}
