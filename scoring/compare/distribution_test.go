package compare_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

func limited(t testing.TB, shares []string, limits ...[2]int) []compare.Band {
	out := bands(t, shares...)
	for i, l := range limits {
		out[i].Least, out[i].Most = l[0], l[1]
	}
	return out
}

func TestBandPlaces(t *testing.T) {
	usual := []string{"0.2", "0.7", "0.1"}
	cases := []struct {
		name  string
		bands []compare.Band
		n     int
		want  []int
	}{
		{"exact: 2, 7, 1", bands(t, usual...), 10, []int{2, 7, 1}},
		{"equal remainders go to the better band: 0.5 and 0.5", bands(t, "0.5", "0.5"), 1, []int{1, 0}},
		{"halves of three bands: 1.25, 2.5, 1.25 leave one for the half", bands(t, "1/4", "1/2", "1/4"), 5, []int{1, 3, 1}},
		{"a limit above: the place of A goes to B, equally far as C", limited(t, usual, [2]int{0, 1}), 10, []int{1, 8, 1}},
		{"a limit below: C takes 2, from B, the worse of two equally far", limited(t, usual, [2]int{}, [2]int{}, [2]int{2, 0}), 10, []int{2, 6, 2}},
		{"limits on both sides: A at most 1, C at least 4", limited(t, usual, [2]int{0, 1}, [2]int{}, [2]int{4, 0}), 10, []int{1, 5, 4}},
		{"fixed numbers", limited(t, usual, [2]int{3, 3}, [2]int{3, 3}, [2]int{4, 4}), 10, []int{3, 3, 4}},
		{"no share and a least number", limited(t, []string{"0", "1"}, [2]int{1, 0}), 5, []int{1, 4}},
		{"thirds of 100,000", bands(t, "1/3", "1/3", "1/3"), 100_000, []int{33334, 33333, 33333}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := compare.DistributionRule{Bands: c.bands, Ties: compare.ShareBetter}.BandPlaces(c.n)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestBandPlacesRefuses(t *testing.T) {
	rule := compare.DistributionRule{Bands: limited(t, []string{"0.5", "0.5"}, [2]int{2, 3}, [2]int{2, 3}), Ties: compare.ShareBetter}
	for n, good := range map[int]bool{-1: false, 0: false, 3: false, 4: true, 6: true, 7: false, compare.MaxEntries + 1: false} {
		got, err := rule.BandPlaces(n)
		if good {
			require.NoError(t, err)
			continue
		}
		assert.Equal(t, []string{"compare.limits $.bands"}, codes(t, err), "%d people", n)
		assert.Nil(t, got)
	}
	rule.Bands = bands(t, "0.5", "0.5")
	_, err := rule.BandPlaces(-1)
	assert.Equal(t, []string{"compare.limits $.bands"}, codes(t, err))
	_, err = rule.BandPlaces(compare.MaxEntries + 1)
	assert.Equal(t, []string{"compare.limits $.bands"}, codes(t, err))
}

// closest tries all places within the limits and returns the least sum of squared distances from the exact shares.
func closest(bands []compare.Band, n int) *big.Rat {
	var best *big.Rat
	var walk func(i, left int, sum *big.Rat)
	walk = func(i, left int, sum *big.Rat) {
		if i == len(bands) {
			if left == 0 && (best == nil || sum.Cmp(best) < 0) {
				best = sum
			}
			return
		}
		most := n
		if bands[i].Most > 0 {
			most = bands[i].Most
		}
		for p := bands[i].Least; p <= min(most, left); p++ {
			walk(i+1, left-p, new(big.Rat).Add(sum, distance(bands[i], n, p)))
		}
	}
	walk(0, n, new(big.Rat))
	return best
}

func distance(b compare.Band, n, places int) *big.Rat {
	d := new(big.Rat).Mul(b.Share.Rat(), big.NewRat(int64(n), 1))
	d.Sub(d, big.NewRat(int64(places), 1))
	return d.Mul(d, d)
}

func TestBandPlacesAgainstReference(t *testing.T) {
	r := seeded(3)
	tried := 0
	for range 400 {
		k := 1 + r.IntN(4)
		parts, total := make([]int64, k), int64(0)
		for i := range parts {
			parts[i] = r.Int64N(7)
			total += parts[i]
		}
		if total == 0 {
			continue
		}
		n := r.IntN(12)
		list := make([]compare.Band, k)
		for i := range list {
			list[i] = compare.Band{Key: fmt.Sprint(i), Share: kam.Fraction{Num: parts[i], Den: total}}
			if r.IntN(2) == 0 {
				list[i].Least = r.IntN(4)
			}
			if r.IntN(2) == 0 {
				list[i].Most = list[i].Least + 1 + r.IntN(4)
			}
		}
		best := closest(list, n)
		got, err := compare.DistributionRule{Bands: list, Ties: compare.ShareBetter}.BandPlaces(n)
		if best == nil {
			require.Error(t, err)
			continue
		}
		require.NoError(t, err)
		tried++
		sum, people := new(big.Rat), 0
		for i, p := range got {
			require.GreaterOrEqual(t, p, list[i].Least)
			require.True(t, list[i].Most == 0 || p <= list[i].Most)
			sum.Add(sum, distance(list[i], n, p))
			people += p
		}
		require.Equal(t, n, people)
		require.Zero(t, best.Cmp(sum), "%v of %d people are not the closest to %v", got, n, parts)
	}
	assert.Greater(t, tried, 100)
}

func TestDistributionRuleFaults(t *testing.T) {
	good := compare.DistributionRule{Bands: bands(t, "0.2", "0.8"), Ties: compare.ShareBetter}
	require.NoError(t, good.Check())
	most := with(good, func(r *compare.DistributionRule) { r.Bands = nil })
	for i := range compare.MaxBands {
		most.Bands = append(most.Bands, compare.Band{Key: fmt.Sprint(i), Share: kam.Fraction{Num: 1, Den: compare.MaxBands}})
	}
	require.NoError(t, most.Check())
	cases := []struct {
		name string
		rule compare.DistributionRule
		want []string
	}{
		{"zero", compare.DistributionRule{}, []string{"compare.bands $.bands", "compare.ties $.ties"}},
		{"shares of 0.99", with(good, func(r *compare.DistributionRule) { r.Bands = bands(t, "0.2", "0.79") }), []string{"compare.bands $.bands"}},
		{"shares of decimals for thirds", with(good, func(r *compare.DistributionRule) { r.Bands = bands(t, "0.333", "0.333", "0.333") }), []string{"compare.bands $.bands"}},
		{
			"bad shares", with(good, func(r *compare.DistributionRule) {
				r.Bands = []compare.Band{{Key: "A", Share: kam.Fraction{Num: -1, Den: 2}}, {Key: "B", Share: kam.Fraction{Num: 3, Den: 2}}, {Key: "C", Share: kam.Fraction{Num: 1}}}
			}),
			[]string{"compare.share $.bands[0].share", "compare.share $.bands[1].share", "compare.share $.bands[2].share"},
		},
		{
			"names and limits", with(good, func(r *compare.DistributionRule) {
				r.Bands = limited(t, []string{"0.2", "0.2", "0.6"}, [2]int{-1, 0}, [2]int{2, 1}, [2]int{0, compare.MaxEntries + 1})
				r.Bands[0].Key, r.Bands[1].Key, r.Bands[2].Key = "", "x", "x"
			}),
			[]string{
				"compare.name $.bands[0].key", "compare.limits $.bands[0].least", "compare.limits $.bands[1].least",
				"compare.twice $.bands[2].key", "compare.limits $.bands[2].least",
			},
		},
		{"keys without need", with(good, func(r *compare.DistributionRule) { r.TieKeys = []compare.TieKey{{Key: "k"}} }), []string{"compare.key $.tieKeys"}},
		{"need without keys", with(good, func(r *compare.DistributionRule) { r.Ties = compare.SplitByKeys }), []string{"compare.key $.tieKeys"}},
		{
			"bad keys", with(good, func(r *compare.DistributionRule) {
				r.Ties, r.TieKeys = compare.SplitByKeys, []compare.TieKey{{Key: "k"}, {Key: "k", Direction: "up"}, {}}
			}),
			[]string{"compare.twice $.tieKeys[1].key", "compare.direction $.tieKeys[1].direction", "compare.name $.tieKeys[2].key"},
		},
		{"others", with(good, func(r *compare.DistributionRule) { r.Direction, r.MinGroup = "up", 1 }), []string{"compare.direction $.direction", "compare.least $.minGroup"}},
		{"too many bands", with(good, func(r *compare.DistributionRule) { r.Bands = make([]compare.Band, compare.MaxBands+1) }), []string{"compare.size $.bands"}},
		{"too many keys", with(good, func(r *compare.DistributionRule) {
			r.Ties, r.TieKeys = compare.SplitByKeys, make([]compare.TieKey, compare.MaxAttributes+1)
		}), []string{"compare.size $.tieKeys"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, codes(t, c.rule.Check()))
			_, err := c.rule.BandPlaces(5)
			assert.Equal(t, c.want, codes(t, err))
			_, err = compare.Distribute(nil, c.rule)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func placed(d *compare.Distribution) map[string]string {
	out := map[string]string{}
	for _, p := range d.People {
		out[p.Person] = fmt.Sprintf("%d%s", p.Rank, p.Band)
	}
	return out
}

func counts(d *compare.Distribution) (seats, held []int) {
	for _, b := range d.Bands {
		seats, held = append(seats, b.Seats), append(held, b.People)
	}
	return seats, held
}

// Ten people, bands of 2, 5 and 3 places. Places 2 and 3 are equal (b, c), and so are 4 and 5 (d, e), within one band.
func tenPeople() []compare.Candidate {
	list := people("95", "90", "90", "80", "80", "70", "60", "50", "40", "30")
	return append(list, compare.Candidate{Person: "unknown"})
}

func TestDistribute(t *testing.T) {
	rule := compare.DistributionRule{Bands: bands(t, "0.2", "0.5", "0.3"), Ties: compare.ShareBetter}
	d, err := compare.Distribute(tenPeople(), rule)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"a": "1A", "b": "2A", "c": "2A", "d": "4B", "e": "4B", "f": "6B", "g": "7B", "h": "8C", "i": "9C", "j": "10C", "unknown": "0",
	}, placed(d))
	seats, held := counts(d)
	assert.Equal(t, []int{2, 5, 3}, seats)
	assert.Equal(t, []int{3, 4, 3}, held)
	assert.False(t, d.Advisory)
	assert.Equal(t, []string{"compare.shared-seats $.bands[0]"}, codesOf(t, d.Findings))
	assert.Equal(t, []bool{false, false, true, false}, []bool{d.People[0].Raised, d.People[1].Raised, d.People[2].Raised, d.People[3].Raised})
	assert.Equal(t, []int{0, 1, 1, 1}, []int{d.People[0].Tied, d.People[1].Tied, d.People[2].Tied, d.People[3].Tied})
	assert.Equal(t, 10, d.N)

	t.Run("split by keys", func(t *testing.T) {
		list := tenPeople()
		for i := range list {
			list[i].Keys = map[string]decimal.Decimal{"days": dec("3"), "visits": dec("1")}
		}
		list[2].Keys = map[string]decimal.Decimal{"days": dec("2"), "visits": dec("0")}
		split := with(rule, func(r *compare.DistributionRule) {
			r.Ties, r.TieKeys = compare.SplitByKeys, []compare.TieKey{{Key: "days", Direction: kam.LowerIsBetter}, {Key: "visits"}}
		})
		d, err := compare.Distribute(list, split)
		require.NoError(t, err)
		got := placed(d)
		assert.Equal(t, []string{"2A", "3B", "4B", "4B"}, []string{got["c"], got["b"], got["d"], got["e"]}, "fewer days are better")
		assert.Empty(t, d.Findings, "a tie within one band is none")

		list[2].Keys["days"] = dec("3.0")
		d, err = compare.Distribute(list, split)
		require.NoError(t, err)
		got = placed(d)
		assert.Equal(t, []string{"2A", "3B"}, []string{got["b"], got["c"]}, "the second key decides")

		list[2].Keys["visits"] = dec("1")
		d, err = compare.Distribute(list, split)
		require.NoError(t, err)
		assert.Equal(t, []string{"compare.tie $.people 2", "compare.shared-seats $.bands[0]"}, codesOf(t, d.Findings))
		assert.Equal(t, "b, c", evidence(d.Findings[0], "people"))
		assert.Equal(t, []string{"2A", "2A"}, []string{placed(d)["b"], placed(d)["c"]})

		delete(list[4].Keys, "days")
		list[5].Keys["visits"] = decimal.New(1, 99)
		_, err = compare.Distribute(list, split)
		assert.Equal(t, []string{"compare.key $.people[4].keys", "compare.number $.people[5].keys"}, codes(t, err))
	})
	t.Run("refuse", func(t *testing.T) {
		refuse := with(rule, func(r *compare.DistributionRule) { r.Ties = compare.RefuseTies })
		_, err := compare.Distribute(tenPeople(), refuse)
		assert.Equal(t, []string{"compare.tie $.people 2"}, codes(t, err))
		var alike []string
		for range 12 {
			alike = append(alike, "5")
		}
		_, err = compare.Distribute(people(alike...), refuse)
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, "a, b, c, d, e, f, g, h, i, j, …", evidence(invalid.Findings[0], "people"))
		list := tenPeople()
		list[2].Score = known("89.9")
		d, err := compare.Distribute(list, refuse)
		require.NoError(t, err, "a tie within one band stays")
		assert.Equal(t, []string{"4B", "4B"}, []string{placed(d)["d"], placed(d)["e"]})
	})
	t.Run("lower is better", func(t *testing.T) {
		d, err := compare.Distribute(tenPeople(), with(rule, func(r *compare.DistributionRule) { r.Direction = kam.LowerIsBetter }))
		require.NoError(t, err)
		assert.Equal(t, []string{"1A", "2A", "3B", "10C"}, []string{placed(d)["j"], placed(d)["i"], placed(d)["h"], placed(d)["a"]})
	})
	t.Run("all equal share the best", func(t *testing.T) {
		d, err := compare.Distribute(people("1", "1.0", "1.00", "1"), with(rule, func(r *compare.DistributionRule) {
			r.MinGroup, r.Bands = 4, limited(t, []string{"0.2", "0.5", "0.3"}, [2]int{0, 3}, [2]int{1, 0}, [2]int{})
		}))
		require.NoError(t, err)
		_, held := counts(d)
		assert.Equal(t, []int{4, 0, 0}, held)
		assert.Equal(t, []string{"compare.band-limit $.bands[0]", "compare.shared-seats $.bands[0]", "compare.band-limit $.bands[1]"}, codesOf(t, d.Findings))
		assert.Equal(t, "4", evidence(d.Findings[0], "people"))
	})
	t.Run("shared ties up to the limits are named", func(t *testing.T) {
		d, err := compare.Distribute(tenPeople(), with(rule, func(r *compare.DistributionRule) {
			r.Bands = limited(t, []string{"0.2", "0.5", "0.3"}, [2]int{0, 3}, [2]int{4, 0}, [2]int{})
		}))
		require.NoError(t, err)
		_, held := counts(d)
		assert.Equal(t, []int{3, 4, 3}, held)
		assert.Equal(t, []string{"compare.shared-seats $.bands[0]"}, codesOf(t, d.Findings))
	})
	t.Run("a band without places is passed over", func(t *testing.T) {
		d, err := compare.Distribute(people("3", "2", "1"), with(rule, func(r *compare.DistributionRule) { r.Bands = bands(t, "0", "1/3", "0", "2/3") }))
		require.NoError(t, err)
		assert.Equal(t, map[string]string{"a": "1B", "b": "2D", "c": "3D"}, placed(d))
	})
}

func TestSmallGroupIsAdvice(t *testing.T) {
	rule := compare.DistributionRule{Bands: bands(t, "0.2", "0.8"), Ties: compare.ShareBetter}
	for n, small := range map[int]bool{0: true, 1: true, 9: true, 10: false} {
		var list []compare.Candidate
		for i := range n {
			list = append(list, compare.Candidate{Person: fmt.Sprint(i), Score: known(fmt.Sprint(i))})
		}
		d, err := compare.Distribute(append(list, compare.Candidate{Person: "unknown"}), rule)
		require.NoError(t, err)
		assert.Equal(t, small, d.Advisory, "%d people", n)
		if small {
			assert.Equal(t, []string{"compare.small-group $.people"}, codesOf(t, d.Findings))
		} else {
			assert.Empty(t, d.Findings)
		}
	}
	d, err := compare.Distribute(people("1", "2"), with(rule, func(r *compare.DistributionRule) { r.MinGroup = 2 }))
	require.NoError(t, err)
	assert.False(t, d.Advisory)
}

func TestDistributeFaults(t *testing.T) {
	rule := compare.DistributionRule{Bands: limited(t, []string{"0.2", "0.8"}, [2]int{2, 0}), Ties: compare.ShareBetter}
	list := []compare.Candidate{{Person: "a", Score: decimal.NewNullDecimal(decimal.New(1, 40))}, {Score: known("1")}, {Person: "a"}}
	_, err := compare.Distribute(list, rule)
	assert.Equal(t, []string{"compare.number $.people[0].score", "compare.name $.people[1].person", "compare.twice $.people[2].person"}, codes(t, err))
	_, err = compare.Distribute(people("1", ""), rule)
	assert.Equal(t, []string{"compare.limits $.bands"}, codes(t, err), "one person with a score for two places")
	_, err = compare.Distribute(make([]compare.Candidate, compare.MaxEntries+1), rule)
	assert.Equal(t, []string{"compare.size $.people"}, codes(t, err))
}

func TestDistributeProperties(t *testing.T) {
	for seed := range uint64(150) {
		r := seeded(seed)
		var list []compare.Candidate
		for i := range r.IntN(40) {
			p := compare.Candidate{Person: fmt.Sprint(i), Keys: map[string]decimal.Decimal{"k": decimal.New(r.Int64N(3), 0)}}
			if r.IntN(8) > 0 {
				p.Score = decimal.NewNullDecimal(decimal.New(r.Int64N(12), 0))
			}
			list = append(list, p)
		}
		rule := compare.DistributionRule{Bands: bands(t, "1/7", "2/7", "4/7"), Ties: compare.ShareBetter}
		if seed%2 == 1 {
			rule.Ties, rule.TieKeys = compare.SplitByKeys, []compare.TieKey{{Key: "k"}}
		}
		d, err := compare.Distribute(list, rule)
		require.NoError(t, err)
		again, err := compare.Distribute(shuffled(r, list), rule)
		require.NoError(t, err)
		require.Equal(t, asJSON(t, d), asJSON(t, again), "the order of people changes nothing")
		seats, held := counts(d)
		require.Equal(t, d.N, seats[0]+seats[1]+seats[2], "places sum to the number of people")
		require.Equal(t, d.N, held[0]+held[1]+held[2])
		require.Len(t, d.People, len(list))
		byKey := map[string]int{"A": 0, "B": 1, "C": 2}
		for i := 1; i < d.N; i++ {
			a, b := d.People[i-1], d.People[i]
			require.False(t, a.Score.Decimal.LessThan(b.Score.Decimal))
			require.LessOrEqual(t, byKey[a.Band], byKey[b.Band], "no better score is in a worse band")
			if a.Rank == b.Rank {
				require.Equal(t, a.Band, b.Band, "equals have the same band")
			}
		}
	}
}
