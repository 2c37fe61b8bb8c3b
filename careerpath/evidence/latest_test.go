package evidence_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestLatest(t *testing.T) {
	from := func(o kam.Observation, source string) kam.Observation { o.Source = source; return o }
	january, february := "2026-01-01/2026-02-01", "2026-02-01/2026-03-01"
	list := []kam.Observation{
		revenue("3", february, 0),
		revenue("1", january, 0), revenue("2", january, 1),
		revenue("7", "2026-03-01/2026-04-01", 2), revenue("8", "2026-03-01/2026-04-01", 2),
		from(revenue("9", "2026-04-01/2026-05-01", 0), "erp"), from(revenue("9.0", "2026-04-01/2026-05-01", 0), "crm"),
	}
	want := []kam.Observation{list[2], list[0], list[6]}
	for seed := range uint64(20) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		require.Equal(t, want, evidence.Latest(list))
	}
	assert.Empty(t, evidence.Latest(nil))
}

func TestSameFigures(t *testing.T) {
	january := "2026-01-01/2026-02-01"
	assert.True(t, evidence.SameFigures(revenue("1", january, 0), revenue("1.00", january, 3)))
	assert.False(t, evidence.SameFigures(revenue("1", january, 0), revenue("", january, 0)))
	assert.True(t, evidence.SameFigures(revenue("", january, 0), revenue("", january, 0)))
	endless := revenue("1", january, 0)
	endless.Value.Decimal = endless.Value.Decimal.Shift(2_000_000_000)
	assert.False(t, evidence.SameFigures(revenue("1", january, 0), endless))
	assert.True(t, evidence.SameFigures(endless, endless))
}

func TestCovers(t *testing.T) {
	f := evidence.File{Complete: []evidence.Completeness{
		{Of: evidence.Flags, Name: "breach", Period: kam.MustPeriod("2026-04-01/2026-07-01")},
		{Of: evidence.Flags, Period: kam.MustPeriod("2026-01-01/2026-05-01")},
		{Of: evidence.Flags, Period: kam.MustPeriod("2026-08-01/..")},
		{Of: evidence.Reviews, Period: kam.MustPeriod("2026-07-01/2026-08-01")},
		{Of: evidence.Flags, Period: kam.Period{}},
	}}
	for _, c := range []struct {
		of     evidence.Kind
		name   string
		period string
		want   bool
	}{
		{evidence.Flags, "breach", "2026-01-01/2026-07-01", true},
		{evidence.Flags, "breach", "2026-01-01/2026-07-02", false},
		{evidence.Flags, "breach", "2025-12-31/2026-07-01", false},
		{evidence.Flags, "other", "2026-01-01/2026-05-01", true},
		{evidence.Flags, "other", "2026-01-01/2026-05-02", false},
		{evidence.Flags, "", "2026-01-01/2026-05-01", true},
		{evidence.Flags, "", "2026-04-01/2026-07-01", false},
		{evidence.Flags, "breach", "2026-08-01/..", true},
		{evidence.Flags, "breach", "2026-01-01/..", false},
		{evidence.Reviews, "annual", "2026-07-01/2026-08-01", true},
		{evidence.Skills, "", "2026-07-01/2026-08-01", false},
	} {
		assert.Equal(t, c.want, f.Covers(c.of, c.name, kam.MustPeriod(c.period)), "%s %s %s", c.of, c.name, c.period)
	}
	assert.False(t, f.Covers(evidence.Flags, "breach", kam.Period{}))
}

// TestCoversDayByDay holds the way that leaps against looking at each day.
func TestCoversDayByDay(t *testing.T) {
	start := kam.MustDay("2026-01-01")
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 2))
		some := func() kam.Period {
			from := start.AddDays(rng.IntN(30))
			return kam.Period{From: from, Until: from.AddDays(1 + rng.IntN(15))}
		}
		var f evidence.File
		for range rng.IntN(6) {
			f.Complete = append(f.Complete, evidence.Completeness{Of: evidence.Flags, Name: []string{"", "a", "b"}[rng.IntN(3)], Period: some()})
		}
		p, want := some(), true
		for d := p.From; d.Before(p.Until); d = d.AddDays(1) {
			known := false
			for _, c := range f.Complete {
				known = known || c.Name != "b" && c.Period.Contains(d)
			}
			want = want && known
		}
		require.Equal(t, want, f.Covers(evidence.Flags, "a", p), "seed %d", seed)
	}
}

func TestPositionsOn(t *testing.T) {
	f := good()
	assert.Len(t, f.PositionsOn(kam.MustDay("2025-01-01")), 1)
	assert.Empty(t, f.PositionsOn(kam.MustDay("2024-12-31")))
}

func TestClone(t *testing.T) {
	f, want := good(), good()
	g := f.Clone()
	g.Observations[0].Metric, g.Positions[0].Stage, g.Skills[0].Level = "x", "x", 9
	g.Certificates[0].Kind, g.Reviews[0].Rating, g.Flags[0].Kind, g.Complete[0].Name = "x", "x", "x", "x"
	assert.Equal(t, want, f)
}

func TestIndex(t *testing.T) {
	v := goodVocabulary()
	v.Metrics = append(v.Metrics, kam.Metric{Key: "revenue", Unit: "second"})
	ix := evidence.NewIndex(v)
	m, ok := ix.Metric("revenue")
	assert.True(t, ok)
	assert.Empty(t, m.Unit)
	s, ok := ix.Skill("negotiation")
	assert.True(t, ok)
	v.Skills[0].Levels[0], v.Reviews[0].Ratings[0] = kam.Text{}, "Z"
	assert.Equal(t, "none", s.Levels[0].EN)
	r, ok := ix.Review("annual")
	assert.True(t, ok)
	assert.Equal(t, "C", r.Ratings[0])
	_, ok = ix.Certificate("kam")
	assert.True(t, ok)
	_, ok = ix.Flag("breach")
	assert.True(t, ok)
	_, ok = ix.Flag("kam")
	assert.False(t, ok)
}
