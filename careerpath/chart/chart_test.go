package chart_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/chart"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestPictures(t *testing.T) {
	p, r := manager(t)
	cases := []struct {
		name string
		draw func(o chart.Options) ([]byte, error)
	}{
		{"ladder", func(o chart.Options) ([]byte, error) { return chart.Ladder(p, o) }},
		{"points", func(o chart.Options) ([]byte, error) { return chart.Ladder(preset(t, "points-to-title"), o) }},
		{"place", func(o chart.Options) ([]byte, error) { return chart.Place(p, r, o) }},
		{"readiness", func(o chart.Options) ([]byte, error) { return chart.Readiness(r, o) }},
	}
	for _, c := range cases {
		for _, l := range looks {
			t.Run(c.name+" "+l.name, func(t *testing.T) {
				data, err := c.draw(l.opt)
				require.NoError(t, err)
				golden(t, c.name+"."+l.name+".svg", data)
			})
		}
	}
}

// Arrows over several rows run beside columns: up and down, to the left and to the right, and in one column.
func TestLongWays(t *testing.T) {
	l := careerpath.Ladder{Format: 1, ID: "long", Version: 1, Name: kam.Text{EN: "Long ways", ZH: "长路径"}, Effective: kam.MustPeriod("2026-01-01/..")}
	for _, track := range []string{"a", "b", "c"} {
		l.Tracks = append(l.Tracks, careerpath.Track{ID: track, Name: kam.Text{EN: "Track " + track, ZH: "通道 " + track}, Department: track})
		for rank := 1; rank <= 4; rank++ {
			title := kam.Text{EN: fmt.Sprint("Stage ", track, rank), ZH: fmt.Sprint("职级 ", track, rank)}
			l.Stages = append(l.Stages, careerpath.Stage{ID: fmt.Sprint(track, rank), Track: track, Rank: rank, Titles: []kam.Text{title}})
		}
	}
	for _, m := range []struct {
		kind     careerpath.MoveKind
		from, to string
	}{
		{careerpath.Promotion, "a1", "a3"},
		{careerpath.Promotion, "a1", "c4"},
		{careerpath.Promotion, "c1", "a4"},
		{careerpath.Promotion, "b1", "b4"},
		{careerpath.Demotion, "b4", "b2"},
		{careerpath.Demotion, "a4", "a1"},
		{careerpath.CrossDepartment, "c4", "a1"},
		{careerpath.Return, "a4", "c2"},
		{careerpath.Promotion, "c1", "c2"},
		{careerpath.CrossDepartment, "b2", "c2"},
	} {
		l.Moves = append(l.Moves, careerpath.Move{
			ID: m.from + m.to, Kind: m.kind, From: m.from, To: m.to, Criteria: criteria.Rule{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 12}},
		})
	}
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	data, err := chart.Ladder(p, chart.Options{})
	got := draw(t, data, err)
	inside(t, got)
	apart(t, got)
	golden(t, "long-ways.en.svg", data)
}

// figure is the readiness for one criterion on a figure.
func figure(t *testing.T, value string, be criteria.Test) careerpath.Readiness {
	t.Helper()
	l := careerpath.Ladder{Format: 1, ID: "one", Version: 1, Name: kam.Text{EN: "One", ZH: "一"}, Effective: kam.MustPeriod("2026-01-01/..")}
	l.Vocabulary.Metrics = []kam.Metric{{Key: "profit", Name: kam.Text{EN: "Profit", ZH: "利润"}, Direction: kam.HigherIsBetter}}
	l.Tracks = []careerpath.Track{{ID: "t", Name: kam.Text{EN: "t", ZH: "t"}}}
	for i, id := range []string{"low", "high"} {
		l.Stages = append(l.Stages, careerpath.Stage{ID: id, Track: "t", Rank: i + 1, Titles: []kam.Text{{EN: id, ZH: id}}})
	}
	l.Moves = []careerpath.Move{{ID: "m", Kind: careerpath.Promotion, From: "low", To: "high", Criteria: criteria.Rule{ID: "profit", Metric: &criteria.Metric{
		Of: criteria.Series{Metric: "profit", Currency: "CNY"}, Window: criteria.Window{Step: kam.Year, Last: 1}, Aggregate: criteria.Sum, Be: be,
	}}}}
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	return readiness(t, p, evidence.File{
		Person: anna, Positions: []evidence.Position{{Stage: "low", Held: kam.MustPeriod("2025-01-01/..")}},
		Observations: []kam.Observation{{Subject: anna, Metric: "profit", Currency: "CNY", Period: kam.MustPeriod("2025-01-01/2026-01-01"), Value: opt(value)}},
	})
}

func TestBarsOfLosses(t *testing.T) {
	r := figure(t, "-40", criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("60")})
	data, err := chart.Readiness(r, chart.Options{})
	got := draw(t, data, err)
	assert.Contains(t, got.description, "not met: -40 CNY, asked: at least 60 CNY")
	golden(t, "loss.en.svg", data)
}

func TestLongFigures(t *testing.T) {
	long := "12345678901234567890123456789012345678"
	for _, width := range []int{360, 640} {
		data, err := chart.Readiness(figure(t, "-"+long, criteria.Test{Comparison: criteria.Above, Threshold: opt(long)}), chart.Options{Width: width})
		got := draw(t, data, err)
		inside(t, got)
		assert.Contains(t, got.description, "-"+long)
	}
}

func TestWhatALadderSays(t *testing.T) {
	p := preset(t, "key-account-manager")
	data, err := chart.Ladder(p, chart.Options{Width: 900})
	got := draw(t, data, err)
	assert.Equal(t, "Career ladder of key-account sales", got.title)
	for _, want := range []string{
		"Version 1", "Key-account sales, Rank 5: Key account director", "Customer success, Rank 2: Customer success manager",
		"Key-account sales, Rank 2: Account manager, with probation", "promotion: Customer representative → Account manager",
		"return: Chief key account expert → Senior key account manager", "demotion: Key account director → Senior key account manager",
	} {
		assert.Contains(t, got.description, want)
	}
	assert.Len(t, got.boxes, 11)
	assert.Len(t, got.lines, 20, "each move but the three probations")
	for _, want := range []string{"Pre-sales", "cross-department move", "lateral move", "return", "demotion", "probation", "Key account expert"} {
		assert.Contains(t, got.texts(), want)
	}
	assert.NotContains(t, got.texts(), "\nhere\n")
}

func TestWhatAPlaceSays(t *testing.T) {
	p, r := manager(t)
	data, err := chart.Place(p, r, chart.Options{Lang: kam.Chinese, Names: map[kam.Subject]string{anna: "王安娜"}})
	got := draw(t, data, err)
	assert.Equal(t, "王安娜 在职级体系中的位置（2026-07-01）", got.title)
	assert.Contains(t, got.description, "大客户销售通道，第 3 级：大客户经理（在此），设观察期")
	for _, want := range []string{"在此", "未达标", "未知", "尚不具备晋升至高级大客户经理条件"} {
		assert.Contains(t, got.texts(), want)
	}
	for _, m := range r.Moves {
		assert.Contains(t, got.description, m.Summary().ZH)
	}
	for _, m := range r.Standing {
		assert.Contains(t, got.description, m.Summary().ZH)
	}
}

func TestPlaceThatIsNotKnown(t *testing.T) {
	p := preset(t, "key-account-manager")
	data, err := chart.Place(p, readiness(t, p, evidence.File{Person: anna}), chart.Options{})
	got := draw(t, data, err)
	assert.Contains(t, got.description, "agent anna: it is not known at which stage, there is no position on that day")
	assert.NotContains(t, got.texts(), "\nhere\n")
	data, err = chart.Readiness(readiness(t, p, evidence.File{Person: anna}), chart.Options{})
	got = draw(t, data, err)
	assert.Contains(t, got.texts(), "it is not known at which stage")
	assert.Empty(t, got.lines)
}

func TestWhatReadinessSays(t *testing.T) {
	_, r := manager(t)
	data, err := chart.Readiness(r, chart.Options{Moves: []string{"to-senior-key-account-manager"}})
	got := draw(t, data, err)
	assert.Equal(t, "Readiness of anna, 2026-07-01", got.title)
	for _, want := range []string{
		"24 months or more in the present stage: met: 29 months, asked: at least 24 months",
		"any of: met",
		"Quota attainment: overall ratio of the last 2 years more than 100 %: met: 101.1 %, asked: more than 100 %",
		"Gross revenue retention: overall ratio of the last 1 year at least 95 %: not met: ≈66.6667 %, asked: at least 95 %",
		"New key accounts: total of the last 1 year at least 8 accounts: not met: 5 accounts, asked: at least 8 accounts",
		"Negotiation: level 3 or above: not met: level 2, asked: at least level 3",
		"Annual review: last rating at least \"3\": unknown, asked: at least 1 review",
		"no improvement plan within 12 months: met", "holds yearly compliance training: met",
	} {
		assert.Contains(t, got.description, want)
	}
	assert.NotContains(t, got.description, "probation", "moves that were not chosen are not drawn")
	assert.Contains(t, got.notes, mustFind(t, r, "new-accounts").Criterion.Reason.EN, "pointing at figures tells how they came about")
	data, err = chart.Readiness(r, chart.Options{})
	got = draw(t, data, err)
	for _, m := range append(r.Moves, r.Standing...) {
		assert.Contains(t, got.description, m.Summary().EN)
	}
}

func mustFind(t *testing.T, r careerpath.Readiness, id string) criteria.Node {
	t.Helper()
	n, ok := r.Moves[0].Result.Find(id)
	require.True(t, ok)
	return n
}

func TestChosenTracks(t *testing.T) {
	p := preset(t, "key-account-manager")
	data, err := chart.Ladder(p, chart.Options{Tracks: []string{"expert", "account"}, Title: kam.Text{EN: "Sales", ZH: "销售"}})
	got := draw(t, data, err)
	assert.Equal(t, "Sales", got.title)
	assert.Len(t, got.boxes, 7)
	assert.NotContains(t, got.description, "cross-department", "moves to what is not drawn are left out")
	first := got.labels[2]
	assert.Equal(t, "Key-account experts", first.text)
}

func TestNumberedStages(t *testing.T) {
	p := preset(t, "key-account-manager")
	data, err := chart.Ladder(p, chart.Options{Width: 360})
	got := draw(t, data, err)
	assert.Contains(t, got.texts(), "\n1 Key account director\n2 Chief key account expert\n")
	data, err = chart.Ladder(p, chart.Options{Width: 360, Lang: kam.Chinese})
	got = draw(t, data, err)
	assert.NotContains(t, got.texts(), "\n1 大客户总监\n", "Chinese titles break anywhere, so that they fit")
}

func TestFaults(t *testing.T) {
	p, r := manager(t)
	l, err := careerpath.Preset("key-account-manager")
	require.NoError(t, err)
	l.Tracks = append(l.Tracks, careerpath.Track{ID: "empty", Name: kam.Text{EN: "Empty", ZH: "预留通道"}})
	empty, err := careerpath.Compile(l)
	require.NoError(t, err)
	ladder := func(o chart.Options) error { _, err := chart.Ladder(p, o); return err }
	assert.Equal(t, []string{"chart.width $.options.width", "chart.lang $.options.lang", "chart.theme $.options.theme", "chart.id $.options.id"},
		codes(t, ladder(chart.Options{Width: 359, Lang: "fr", Theme: "neon", ID: "1"})))
	assert.Equal(t, []string{"chart.width $.options.width"}, codes(t, ladder(chart.Options{Width: 2001})))
	assert.Equal(t, []string{"chart.track $.options.tracks[0]", "chart.twice $.options.tracks[2]"}, codes(t, ladder(chart.Options{Tracks: []string{"x", "account", "account"}})))
	assert.Equal(t, []string{"chart.too-many $.options.tracks"}, codes(t, ladder(chart.Options{Tracks: make([]string, careerpath.MaxTracks+1)})))
	_, err = chart.Ladder(empty, chart.Options{Tracks: []string{"empty"}})
	assert.Equal(t, []string{"chart.empty $.options.tracks[0]"}, codes(t, err))
	_, err = chart.Ladder(nil, chart.Options{})
	assert.Equal(t, []string{"chart.empty $.program"}, codes(t, err))
	_, err = chart.Place(nil, r, chart.Options{Width: 1})
	assert.Equal(t, []string{"chart.width $.options.width", "chart.empty $.program"}, codes(t, err))
	_, err = chart.Place(empty, r, chart.Options{})
	assert.Equal(t, []string{"chart.mixed $.readiness.hash"}, codes(t, err))
	_, err = chart.Readiness(r, chart.Options{Width: 1, Moves: []string{"to-key-account-expert", "x", "to-key-account-expert"}})
	assert.Equal(t, []string{"chart.width $.options.width", "chart.move $.options.moves[1]", "chart.twice $.options.moves[2]"}, codes(t, err))
	_, err = chart.Readiness(r, chart.Options{Moves: make([]string, careerpath.MaxMoves+1)})
	assert.Equal(t, []string{"chart.too-many $.options.moves"}, codes(t, err))
	for _, id := range []string{"a", "Z-_9"} {
		require.NoError(t, ladder(chart.Options{ID: id}))
	}
}

func TestTooMuchToDraw(t *testing.T) {
	_, r := manager(t)
	node := r.Moves[0].Result.Root
	for range 17 {
		node = criteria.Node{Kind: criteria.KindNot, Children: []criteria.Node{node}}
	}
	r.Moves[0].Result.Root = node
	_, err := chart.Readiness(r, chart.Options{})
	assert.Equal(t, []string{"chart.many $.readiness"}, codes(t, err), "a tree that is too deep")
	r.Moves[0].Result.Root = criteria.Node{Kind: criteria.KindAll, Children: make([]criteria.Node, chart.MaxRows)}
	_, err = chart.Readiness(r, chart.Options{})
	assert.Equal(t, []string{"chart.many $.readiness"}, codes(t, err))
	r.Moves[0].Result.Root.Children = make([]criteria.Node, 10)
	_, err = chart.Readiness(r, chart.Options{})
	require.NoError(t, err)
}

func TestSameInputSameBytes(t *testing.T) {
	p, r := manager(t)
	first, err := chart.Place(p, r, chart.Options{})
	require.NoError(t, err)
	stored, err := r.JSON()
	require.NoError(t, err)
	back, err := careerpath.ParseReadiness(stored)
	require.NoError(t, err)
	for range 5 {
		again, err := chart.Place(p, back, chart.Options{})
		require.NoError(t, err)
		require.True(t, bytes.Equal(first, again))
	}
	a, err := chart.Readiness(r, chart.Options{})
	require.NoError(t, err)
	b, err := chart.Readiness(back, chart.Options{})
	require.NoError(t, err)
	assert.True(t, bytes.Equal(a, b))
}

func BenchmarkPlace(b *testing.B) {
	p, r := manager(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := chart.Place(p, r, chart.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadiness(b *testing.B) {
	_, r := manager(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := chart.Readiness(r, chart.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
