package feedback_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring/feedback"
)

var usual = feedback.Thresholds{"self": 1, "boss": 1, "peers": 3, "reports": 3, "clients": 5}

// sum is the aggregate that a text describes: "ann peers listens p1 p2; ann boss listens b".
func sum(s string) feedback.Aggregate {
	a := feedback.Aggregate{ID: strings.ReplaceAll(s, " ", "_")}
	if len(a.ID) > 100 {
		a.ID = a.ID[:100]
	}
	for part := range strings.SplitSeq(s, "; ") {
		f := strings.Fields(part)
		a.Parts = append(a.Parts, feedback.Part{Subject: f[0], Group: f[1], Question: f[2], Raters: f[3:]})
	}
	return a
}

func ledgerOf(sums ...string) []feedback.Publication {
	var list []feedback.Publication
	for i, s := range sums {
		list = append(list, feedback.Publication{
			Round: "round-1", Report: fmt.Sprint("r", i), Sequence: int64(i + 1), On: day("2026-03-01"), Aggregates: []feedback.Aggregate{sum(s)},
		})
	}
	return list
}

func TestPublish(t *testing.T) {
	tests := []struct {
		name   string
		ledger []string
		asked  []string
		want   []feedback.Reason // of each candidate
	}{
		{"at the threshold", nil, []string{"ann peers q p1 p2 p3"}, []feedback.Reason{""}},
		{"below the threshold", nil, []string{"ann peers q p1 p2"}, []feedback.Reason{feedback.TooFew}},
		{"a boss is not anonymous", nil, []string{"ann boss q b"}, []feedback.Reason{""}},
		{"a threshold of its own", nil, []string{"ann clients q c1 c2 c3 c4", "ann clients q c1 c2 c3 c4 c5"}, []feedback.Reason{feedback.TooFew, ""}},
		{"one rater about two subjects is one", nil, []string{"ann peers q p1 p2; bob peers q p1 p2"}, []feedback.Reason{feedback.TooFew}},
		{"two small groups together", nil, []string{"ann peers q p1 p2; ann reports q r1 r2"}, []feedback.Reason{""}},
		{"the strictest group of a total decides", nil, []string{"ann peers q p1 p2 p3; ann clients q c1"}, []feedback.Reason{feedback.TooFew}},
		{"overall less groups", nil, []string{
			"ann boss q b; ann peers q p1 p2 p3; ann reports q r1 r2", "ann peers q p1 p2 p3",
		}, []feedback.Reason{"", feedback.Differencing}},
		{"groups, then overall", nil, []string{
			"ann peers q p1 p2 p3", "ann boss q b; ann peers q p1 p2 p3; ann reports q r1 r2",
		}, []feedback.Reason{"", feedback.Differencing}},
		{"overall with a named group hides nothing", nil, []string{
			"ann boss q b; ann peers q p1 p2 p3", "ann peers q p1 p2 p3", "ann boss q b",
		}, []feedback.Reason{"", "", ""}},
		{"dimension with an unanswered question", nil, []string{
			"ann peers q1 p1 p2 p3; ann peers q2 p1 p2", "ann peers q1 p1 p2 p3",
		}, []feedback.Reason{"", feedback.Differencing}},
		{"dimension that all answered", nil, []string{
			"ann peers q1 p1 p2 p3; ann peers q2 p1 p2 p3", "ann peers q1 p1 p2 p3",
		}, []feedback.Reason{"", ""}},
		{"one more answered", []string{"ann peers q p1 p2 p3"}, []string{"ann peers q p1 p2 p3 p4"}, []feedback.Reason{feedback.Differencing}},
		{"two more answered", []string{"ann peers q p1 p2 p3"}, []string{"ann peers q p1 p2 p3 p4 p5"}, []feedback.Reason{feedback.Differencing}},
		{"three more answered", []string{"ann peers q p1 p2 p3"}, []string{"ann peers q p1 p2 p3 p4 p5 p6"}, []feedback.Reason{""}},
		{"one answer taken back", []string{"ann peers q p1 p2 p3 p4"}, []string{"ann peers q p1 p2 p3"}, []feedback.Reason{feedback.Differencing}},
		{"one exchanged for another", []string{"ann peers q p1 p2 p3"}, []string{"ann peers q p1 p2 p4"}, []feedback.Reason{feedback.Differencing}},
		{"exchanged by pairs of which each is hidden", []string{"ann peers q p1 p2 p3 p4"}, []string{"ann peers q p1 p2 p5 p6"}, []feedback.Reason{""}},
		{"the same again, in another order", []string{"ann peers q p1 p2 p3"}, []string{"ann peers q p3 p1 p2"}, []feedback.Reason{""}},
		{"team less its parts", []string{"ann peers q p1 p2 p3"}, []string{"ann peers q p1 p2 p3; bob peers q p4 p5"}, []feedback.Reason{feedback.Differencing}},
		{"team with two hidden parts", []string{"ann peers q p1 p2 p3"}, []string{
			"ann peers q p1 p2 p3; bob peers q p4 p5; eve peers q p6 p7",
		}, []feedback.Reason{""}},
		{"three teams that overlap", nil, []string{
			"ann peers q a1 a2; bob peers q b1 b2", "bob peers q b1 b2; eve peers q e1 e2", "ann peers q a1 a2; eve peers q e1 e2",
		}, []feedback.Reason{"", "", feedback.Differencing}},
		{"half a difference", nil, []string{
			"ann peers q p1 p2; bob peers q p3 p4", "ann peers q p1 p2; eve peers q p5 p6", "bob peers q p3 p4; eve peers q p5 p6",
		}, []feedback.Reason{"", "", feedback.Differencing}},
		{"merged first, then apart", []string{"ann peers q p1 p2 p3; ann reports q r1 r2"}, []string{
			"ann peers q p1 p2 p3", "ann reports q r1 r2 r3",
		}, []feedback.Reason{feedback.Differencing, ""}},
		{"the first of two that exclude each other", nil, []string{
			"ann peers q p1 p2 p3", "ann peers q p1 p2 p3 p4", "ann peers q p4 p5 p6",
		}, []feedback.Reason{"", feedback.Differencing, ""}},
		{"a group of 5 told with one of 3", nil, []string{
			"ann peers q p1 p2 p3; ann clients q c1 c2", "ann peers q p1 p2 p3",
		}, []feedback.Reason{"", feedback.Differencing}},
		{"a group of 3 told with one of 5", nil, []string{
			"ann peers q p1 p2 p3; ann clients q c1 c2 c3 c4 c5", "ann peers q p1 p2 p3",
		}, []feedback.Reason{"", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var asked []feedback.Aggregate
			for _, s := range tt.asked {
				asked = append(asked, sum(s))
			}
			ledger := ledgerOf(tt.ledger...)
			v, err := feedback.Publish(usual, ledger, asked)
			require.NoError(t, err)
			got := make([]feedback.Reason, len(asked))
			for _, w := range v.Withheld {
				got[w.Place] = w.Reason
				assert.Equal(t, asked[w.Place].ID, w.ID)
			}
			assert.Equal(t, tt.want, got)
			assert.Nil(t, exposes(usual, append(allOf(ledger), v.Published...)))
		})
	}
}

func TestPublishKindsApart(t *testing.T) {
	five := sum("ann peers q p1 p2 p3 p4 p5")
	squares, comments := sum("ann peers q p1 p2 p3 p4"), sum("ann peers q p1 p2 p3")
	squares.Kind, comments.Kind, comments.Parts[0].Question = feedback.KindSquares, feedback.KindComments, ""
	v, err := feedback.Publish(usual, nil, []feedback.Aggregate{five, squares, comments})
	require.NoError(t, err)
	assert.Equal(t, []feedback.Withheld{{Place: 1, ID: squares.ID, Reason: feedback.TooFew}}, v.Withheld)
	squares.Parts[0].Raters = five.Parts[0].Raters
	v, err = feedback.Publish(usual, nil, []feedback.Aggregate{five, squares, comments})
	require.NoError(t, err)
	assert.Empty(t, v.Withheld)
}

func TestPublishFaults(t *testing.T) {
	a := sum("ann peers q p1 p2 p3")
	for _, tt := range []struct {
		name   string
		change func(a *feedback.Aggregate)
		want   []string
	}{
		{"no id", func(a *feedback.Aggregate) { a.ID = "" }, []string{"feedback.id $.candidates[0].id"}},
		{"kind", func(a *feedback.Aggregate) { a.Kind = "x" }, []string{"feedback.aggregate $.candidates[0].kind"}},
		{"nothing", func(a *feedback.Aggregate) { a.Parts = nil }, []string{"feedback.aggregate $.candidates[0].parts"}},
		{"nobody", func(a *feedback.Aggregate) { a.Parts[0].Raters = nil }, []string{"feedback.aggregate $.candidates[0].parts[0].raters"}},
		{"no question", func(a *feedback.Aggregate) { a.Parts[0].Question = "" }, []string{"feedback.aggregate $.candidates[0].parts[0].question"}},
		{"rater twice", func(a *feedback.Aggregate) { a.Parts[0].Raters = []string{"p1", "p1"} }, []string{"feedback.twice $.candidates[0].parts[0].raters[1]"}},
		{"unknown group", func(a *feedback.Aggregate) { a.Parts[0].Group = "x" }, []string{"feedback.group $.candidates[0].parts[0].group"}},
		{"rater in two groups", func(a *feedback.Aggregate) {
			a.Parts = append(a.Parts, feedback.Part{Subject: "ann", Group: "reports", Question: "q2", Raters: []string{"p1"}})
		}, []string{"feedback.group $.candidates[0].parts[1].raters[0]"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := sum("ann peers q p1 p2 p3")
			tt.change(&b)
			_, err := feedback.Publish(usual, nil, []feedback.Aggregate{b})
			assert.Equal(t, tt.want, codes(t, err))
		})
	}
	_, err := feedback.Publish(feedback.Thresholds{"peers": 2}, nil, []feedback.Aggregate{a})
	assert.Equal(t, []string{"feedback.group $.candidates[0].parts[0].group"}, codes(t, err))
}

func TestPublishRevised(t *testing.T) {
	a := sum("ann peers q p1 p2 p3")
	a.Sum = known("12")
	ledger := []feedback.Publication{{Round: "r", Report: "x", Sequence: 1, On: day("2026-03-01"), Aggregates: []feedback.Aggregate{a}}}
	again := sum("ann peers q p3 p2 p1")
	again.Sum = known("12.0")
	_, err := feedback.Publish(usual, ledger, []feedback.Aggregate{again})
	require.NoError(t, err)
	again.Sum = known("13")
	_, err = feedback.Publish(usual, ledger, []feedback.Aggregate{again})
	require.ErrorIs(t, err, feedback.ErrRevised)
}

func TestPublishTooMuch(t *testing.T) {
	a := sum("ann peers q p1")
	a.Parts[0].Raters = make([]string, feedback.MaxCells+1)
	_, err := feedback.Publish(usual, nil, []feedback.Aggregate{a})
	require.ErrorIs(t, err, feedback.ErrSize)
}

func TestPublishIsBounded(t *testing.T) {
	// Overlapping teams of ever other pairs: far too much to search through, and decided all the same.
	rng := rand.New(rand.NewPCG(1, 2))
	thresholds := feedback.Thresholds{"peers": 20}
	var asked []feedback.Aggregate
	for range 60 {
		s := make([]string, 0, 40)
		for _, i := range rng.Perm(80)[:40] {
			s = append(s, fmt.Sprintf("s%d peers q p%d", i, i))
		}
		asked = append(asked, sum(strings.Join(s, "; ")))
	}
	v, err := feedback.Publish(thresholds, nil, asked)
	require.NoError(t, err)
	assert.NotEmpty(t, v.Published)
	assert.NotEmpty(t, v.Withheld)
}

// TestPublishAgainstEverySet compares with the reference: what is published exposes nobody, and each candidate that was
// withheld would have, beside what was published before it. The order of the ledger does not matter.
func TestPublishAgainstEverySet(t *testing.T) {
	groups := []string{"peers", "reports", "boss", "clients"}
	thresholds := feedback.Thresholds{"boss": 1, "peers": 3, "reports": 3, "clients": 4}
	withheld, published := 0, 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 7))
		of := map[string]string{}
		random := func() feedback.Aggregate {
			var parts []string
			for _, subject := range []string{"ann", "bob"} {
				for _, q := range []string{"q1", "q2"} {
					if rng.IntN(3) == 0 {
						continue
					}
					for r := range 7 {
						if rng.IntN(2) == 0 {
							continue
						}
						who := subject + fmt.Sprint(r)
						if of[who] == "" {
							of[who] = groups[rng.IntN(len(groups))]
						}
						parts = append(parts, fmt.Sprintf("%s %s %s p%d", subject, of[who], q, r))
					}
				}
			}
			if parts == nil {
				parts = []string{"ann boss q1 b"}
			}
			return sum(strings.Join(parts, "; "))
		}
		var ledger []feedback.Publication
		var all []feedback.Aggregate
		for range 2 {
			asked := []feedback.Aggregate{random(), random(), random(), random()}
			v, err := feedback.Publish(thresholds, ledger, asked)
			require.NoError(t, err)
			hidden := map[int]feedback.Reason{}
			for _, w := range v.Withheld {
				hidden[w.Place] = w.Reason
			}
			for i, a := range asked {
				with := append(slices.Clone(all), a)
				if hidden[i] == "" {
					all = with
					published++
					continue
				}
				withheld++
				require.NotNil(t, exposes(thresholds, with), "seed %d: withheld without need: %v", seed, a)
			}
			require.Nil(t, exposes(thresholds, all), "seed %d", seed)

			backwards := slices.Clone(ledger)
			slices.Reverse(backwards)
			again, err := feedback.Publish(thresholds, backwards, asked)
			require.NoError(t, err)
			require.Equal(t, v, again)
			ledger = append(ledger, feedback.Publication{Aggregates: v.Published})
		}
	}
	assert.Greater(t, withheld, 100)
	assert.Greater(t, published, 300)
}
