package fairness_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/fairness"
)

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name             string
		group, reference fairness.Group
		rule             fairness.Rule
		want             fairness.Verdict
		code             string
	}{
		{"equal rates", group("g", 5, 10), group("r", 10, 20), fairness.Rule{}, fairness.Passes, ""},
		{"exactly four fifths", group("g", 4, 25), group("r", 1, 5), fairness.Rule{MinPool: 1}, fairness.Passes, ""},
		{"far and many", group("g", 14, 24), group("r", 21, 24), fairness.Rule{}, fairness.Adverse, "fairness.adverse"},
		{"far and few", group("g", 3, 10), group("r", 6, 10), fairness.Rule{}, fairness.BelowFourFifths, "fairness.four-fifths"},
		{"one decides", group("g", 1, 10), group("r", 3, 20), fairness.Rule{}, fairness.Inconclusive, "fairness.inconclusive"},
		{"near and very many", group("g", 900, 2000), group("r", 1000, 2000), fairness.Rule{}, fairness.Significant, "fairness.significant"},
		{"level is not reached", group("g", 14, 24), group("r", 21, 24), fairness.Rule{Level: kam.Fraction{Num: 1, Den: 100}}, fairness.BelowFourFifths, "fairness.four-fifths"},
		{"exactly the level", group("g", 0, 4), group("r", 4, 4), fairness.Rule{MinPool: 4, Level: kam.Fraction{Num: 1, Den: 35}}, fairness.BelowFourFifths, "fairness.four-fifths"},
		{"just below the level", group("g", 0, 4), group("r", 4, 4), fairness.Rule{MinPool: 4, Level: kam.Fraction{Num: 1, Den: 34}}, fairness.Adverse, "fairness.adverse"},
		{"too many for the exact test, near", group("g", 49_000, 100_000), group("r", 50_000, 100_000), fairness.Rule{}, fairness.Significant, "fairness.significant"},
		{"too many for the exact test, equal", group("g", 50_000, 100_000), group("r", 50_000, 100_000), fairness.Rule{}, fairness.Passes, ""},
		{"nobody selected", group("g", 0, 10), group("r", 0, 20), fairness.Rule{}, fairness.NotJudged, ""},
		{"too small a group", group("g", 0, 4), group("r", 10, 20), fairness.Rule{}, fairness.NotJudged, "fairness.too-small"},
		{"just large enough", group("g", 0, 5), group("r", 10, 20), fairness.Rule{}, fairness.BelowFourFifths, "fairness.four-fifths"},
		{"too small a share", group("g", 0, 19), group("r", 500, 981), fairness.Rule{}, fairness.NotJudged, "fairness.too-small"},
		{"just the share", group("g", 0, 20), group("r", 500, 980), fairness.Rule{}, fairness.Adverse, "fairness.adverse"},
		{"too small a reference", group("g", 1, 20), group("r", 4, 4), fairness.Rule{Reference: "r"}, fairness.NotJudged, ""},
		{"ahead of a named reference", group("g", 21, 24), group("r", 14, 24), fairness.Rule{Reference: "r"}, fairness.Passes, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.rule.Reference = "r"
			r := compare(t, c.rule, c.group, c.reference)
			assert.Equal(t, c.want, line(t, r, "g").Verdict)
			about := ""
			for _, f := range r.Findings {
				if f.Place == "group g" && f.Code != "fairness.large" {
					about = f.Code
					assert.Equal(t, c.want.Flagged(), f.Severity == kam.Warning)
				}
			}
			assert.Equal(t, c.code, about)
			flagged := []string{}
			if c.want.Flagged() {
				flagged = append(flagged, "g")
			}
			assert.ElementsMatch(t, flagged, r.Flagged())
		})
	}
}

func TestLineOfAGroup(t *testing.T) {
	r := compare(t, fairness.Rule{}, group("male", 21, 24), group("female", 14, 24))
	assert.Equal(t, group("", 35, 48), r.Total)
	assert.Equal(t, "male", r.Reference)
	assert.Empty(t, r.Tied)
	l := line(t, r, "female")
	equal(t, "0.583333", l.Rate)
	equal(t, "0.666667", l.Ratio)
	equal(t, "0.2", l.Odds)
	equal(t, "-2.273594", l.Z)
	equal(t, "0.024496", l.OneSided)
	equal(t, "0.048991", l.TwoSided)
	equal(t, "0.048991", l.Adjusted)
	equal(t, "17.5", l.Expected)
	assert.Equal(t, 3, l.Shortage, "17 of 24 by 21 of 24 is 0.8095, 16 of 24 is 0.7619")
	assert.True(t, l.BeyondTwo)
	assert.False(t, l.FlipFlop)
	reference := line(t, r, "male")
	assert.Equal(t, fairness.Reference, reference.Verdict)
	equal(t, "", reference.Ratio)
	equal(t, "", reference.TwoSided)
	_, ok := r.Line("nobody")
	assert.False(t, ok)
}

func TestReference(t *testing.T) {
	groups := []fairness.Group{group("b", 10, 20), group("a", 5, 10), group("c", 15, 30), group("d", 5, 20), group("tiny", 3, 3)}
	r := compare(t, fairness.Rule{}, groups...)
	assert.Equal(t, "c", r.Reference, "of equal rates the largest group; the tiny one is not judged")
	assert.Equal(t, []string{"a", "b"}, r.Tied)
	assert.Contains(t, sound(t, r.Findings), "fairness.tie group c")
	r = compare(t, fairness.Rule{Reference: "d"}, groups...)
	assert.Equal(t, "d", r.Reference)
	assert.Empty(t, r.Tied)
	equal(t, "2", line(t, r, "c").Ratio, "a named reference need not have the highest rate")
	r = compare(t, fairness.Rule{}, group("b", 1, 10), group("a", 1, 10))
	assert.Equal(t, "a", r.Reference, "of equal size the first by name")
}

func TestHolmInARule(t *testing.T) {
	groups := []fairness.Group{group("r", 21, 24), group("a", 14, 24), group("b", 14, 24), group("c", 14, 24)}
	alone := compare(t, fairness.Rule{}, groups...)
	assert.Equal(t, []string{"a", "b", "c"}, alone.Flagged())
	assert.Equal(t, fairness.Adverse, line(t, alone, "a").Verdict)
	equal(t, "0.146974", line(t, alone, "a").Adjusted)
	assert.Contains(t, sound(t, alone.Findings), "fairness.several groups")
	together := compare(t, fairness.Rule{Holm: true}, groups...)
	assert.Equal(t, fairness.BelowFourFifths, line(t, together, "a").Verdict)
	assert.Contains(t, together.Findings[0].Message.EN, "0.146974 (adjusted)")
}

func TestSaysWhenItCannotTell(t *testing.T) {
	assert.Equal(t, []string{"fairness.alone groups"}, sound(t, compare(t, fairness.Rule{}, group("a", 3, 10)).Findings))
	assert.Equal(t, []string{"fairness.too-small group a", "fairness.too-small group b", "fairness.alone groups"},
		sound(t, compare(t, fairness.Rule{}, group("a", 1, 3), group("b", 0, 0)).Findings))
	assert.Equal(t, []string{"fairness.nobody group b"},
		sound(t, compare(t, fairness.Rule{}, group("a", 0, 10), group("b", 0, 12)).Findings))
	r := compare(t, fairness.Rule{}, group("a", 50_000, 100_000), group("b", 10_000, 100_000))
	assert.Equal(t, []string{"fairness.adverse group b", "fairness.large group b"}, sound(t, r.Findings))
	equal(t, "", line(t, r, "b").TwoSided)
}

func TestCompareRefuses(t *testing.T) {
	good := []fairness.Group{group("a", 1, 10), group("b", 2, 10)}
	for _, c := range []struct {
		name   string
		groups []fairness.Group
		rule   fairness.Rule
		want   []string
	}{
		{"no groups", nil, fairness.Rule{}, []string{"fairness.too-few $.groups"}},
		{"too many groups", make([]fairness.Group, fairness.MaxGroups+1), fairness.Rule{}, []string{"fairness.too-many $.groups"}},
		{
			"names",
			[]fairness.Group{group("", 0, 1), group("a", 0, 1), group("a", 0, 1)},
			fairness.Rule{},
			[]string{"fairness.id $.groups[0].name", "fairness.twice $.groups[2].name"},
		},
		{
			"counts",
			[]fairness.Group{group("a", 0, -1), group("b", -1, 2), group("c", 3, 2), group("d", 0, fairness.MaxPool+1)},
			fairness.Rule{},
			[]string{"fairness.count $.groups[0].pool", "fairness.count $.groups[1].selected", "fairness.count $.groups[2].selected", "fairness.count $.groups[3].pool"},
		},
		{"reference", good, fairness.Rule{Reference: "c"}, []string{"fairness.reference $.rule.reference"}},
		{
			"rule", good,
			fairness.Rule{MinShare: kam.Fraction{Num: 2, Den: 1}, Level: kam.Whole(), MinPool: -1, PrintFrom: fairness.MaxPool + 1},
			[]string{"fairness.share $.rule.minShare", "fairness.level $.rule.level", "fairness.least $.rule.minPool", "fairness.least $.rule.printFrom"},
		},
		{
			"fractions that are none", good,
			fairness.Rule{MinShare: kam.Fraction{Num: 1}, Level: kam.Fraction{Num: -1, Den: 20}},
			[]string{"fairness.share $.rule.minShare", "fairness.level $.rule.level"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := fairness.Compare(c.groups, c.rule)
			assert.Equal(t, c.want, codes(t, err))
			assert.Empty(t, r.Lines)
		})
	}
	_, err := fairness.Compare([]fairness.Group{group("a", 1, fairness.MaxPool), group("b", 0, 0)}, fairness.Rule{MinShare: kam.Whole(), MinPool: fairness.MaxPool, PrintFrom: fairness.MaxPool})
	require.NoError(t, err, "limits are inclusive")
}

// random returns groups with small and large counts.
func random(r *rand.Rand) []fairness.Group {
	groups := make([]fairness.Group, 1+r.IntN(6))
	for i := range groups {
		pool := r.IntN(40)
		groups[i] = group(strings.Repeat("g", i+1), r.IntN(pool+1), pool)
	}
	return groups
}

func TestOrderOfGroupsChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		groups := random(r)
		want, err := json.Marshal(compare(t, fairness.Rule{}, groups...))
		require.NoError(t, err)
		r.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
		before := slices.Clone(groups)
		got, err := json.Marshal(compare(t, fairness.Rule{}, groups...))
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got))
		require.Equal(t, before, groups, "what is handed in stays as it is")
	}
}

func TestReportSurvivesJSON(t *testing.T) {
	r := compare(t, fairness.Rule{}, group("male", 21, 24), group("female", 14, 24), group("other", 1, 2))
	data, err := json.Marshal(r)
	require.NoError(t, err)
	var back fairness.Report
	require.NoError(t, json.Unmarshal(data, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	assert.Equal(t, r.Markdown(kam.English), back.Markdown(kam.English))
}

// Every group passes or is told of, and a verdict follows from the counts.
func TestVerdictsFollowFromCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	seen := map[fairness.Verdict]int{}
	for range 2_000 {
		report := compare(t, fairness.Rule{}, random(r)...)
		reference, _ := report.Line(report.Reference)
		for _, l := range report.Lines {
			seen[l.Verdict]++
			switch l.Verdict {
			case fairness.Adverse, fairness.BelowFourFifths:
				require.True(t, fairness.FourFifths(l.Group, reference.Group) && !fairness.FlipFlop(l.Group, reference.Group))
			case fairness.Inconclusive:
				require.True(t, fairness.FourFifths(l.Group, reference.Group) && fairness.FlipFlop(l.Group, reference.Group))
			case fairness.Passes, fairness.Significant:
				require.False(t, fairness.FourFifths(l.Group, reference.Group))
			case fairness.NotJudged:
				require.True(t, l.Pool < 5 || 50*l.Pool < report.Total.Pool || reference.Selected == 0)
			case fairness.Reference:
				require.Equal(t, report.Reference, l.Name)
			}
		}
	}
	assert.Len(t, seen, 7, "every verdict")
}

func FuzzCompare(f *testing.F) {
	f.Add("a", "b", "", 21, 24, 14, 24, 5)
	f.Add("", "\x00", "b", -1, 0, 1<<40, 5, -3)
	f.Fuzz(func(t *testing.T, a, b, reference string, s1, n1, s2, n2, least int) {
		groups := []fairness.Group{group(a, s1, n1), group(b, s2, n2)}
		r, err := fairness.Compare(groups, fairness.Rule{Reference: reference, MinPool: least, PrintFrom: least})
		if err != nil {
			codes(t, err)
			return
		}
		sound(t, r.Findings)
		require.NotEmpty(t, r.Markdown(kam.English))
		require.NotEmpty(t, r.Markdown(kam.Chinese))
	})
}
