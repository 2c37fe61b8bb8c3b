package chart_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/chart"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/svg"
)

// inside asserts that no text leaves the picture and no two lie over each other.
func inside(t testing.TB, p picture) {
	t.Helper()
	for i, a := range p.labels {
		require.True(t, a.left >= 0 && a.right <= p.width && a.top >= 0 && a.bottom <= p.height, "%q leaves the picture", a.text)
		for _, b := range p.labels[:i] {
			apart := a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
			require.True(t, apart, "%q lies over %q", a.text, b.text)
		}
	}
}

// apart asserts that lines run level or upright, outside of stages, and share no stretch.
func apart(t testing.TB, p picture) {
	t.Helper()
	type stretch struct {
		line, at, from, to svg.Px
		level              bool
	}
	var list []stretch
	for i, line := range p.lines {
		for k := range len(line) - 1 {
			a, b := line[k], line[k+1]
			require.True(t, a.X == b.X || a.Y == b.Y, "%v to %v", a, b)
			s := stretch{svg.Px(i), a.X, min(a.Y, b.Y), max(a.Y, b.Y), false}
			if a.Y == b.Y {
				s = stretch{svg.Px(i), a.Y, min(a.X, b.X), max(a.X, b.X), true}
			}
			require.True(t, min(a.X, b.X) >= 0 && max(a.X, b.X) <= p.width)
			for _, box := range p.boxes {
				through := max(a.X, b.X) > box.left && min(a.X, b.X) < box.right && max(a.Y, b.Y) > box.top && min(a.Y, b.Y) < box.bottom
				require.False(t, through, "a line runs through a stage")
			}
			for _, o := range list {
				shared := o.level == s.level && o.at == s.at && o.line != s.line && o.from < s.to && s.from < o.to
				require.False(t, shared, "two lines share a stretch: %v and %v", o, s)
			}
			list = append(list, s)
		}
	}
}

func TestTextsStayApartAndInside(t *testing.T) {
	for _, stage := range []string{"account-manager", "key-account-manager", "key-account-director", "senior-presales-consultant"} {
		p := preset(t, "key-account-manager")
		r := readiness(t, p, file(stage))
		for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
			for _, width := range []int{360, 420, 480, 640, 1000, 2000} {
				o := chart.Options{Lang: lang, Width: width}
				data, err := chart.Place(p, r, o)
				got := draw(t, data, err)
				inside(t, got)
				apart(t, got)
				data, err = chart.Readiness(r, o)
				inside(t, draw(t, data, err))
			}
		}
	}
}

// made makes a ladder of up to five tracks up at random, with moves of every kind over any number of ranks.
func made(t testing.TB, rng *rand.Rand) *careerpath.Program {
	t.Helper()
	words := strings.Fields("senior key account manager of customers 大客户 首席专家 总监 representative pre-sales consultant 经理 business-to-business/industry")
	name := func() kam.Text {
		list := make([]string, 1+rng.IntN(4))
		for i := range list {
			list[i] = words[rng.IntN(len(words))]
		}
		return kam.Text{EN: strings.Join(list, " "), ZH: strings.Join(list, "")}
	}
	l := careerpath.Ladder{Format: 1, ID: "made", Version: 1, Name: name(), Effective: kam.MustPeriod("2026-01-01/..")}
	for i := range 1 + rng.IntN(5) {
		track := careerpath.Track{ID: fmt.Sprint("t", i), Name: name(), Department: []string{"", "sales", "service"}[rng.IntN(3)]}
		l.Tracks = append(l.Tracks, track)
		for rank := 1; rank <= 6; rank++ {
			if i == 0 && rank == 1 || rng.IntN(3) > 0 {
				l.Stages = append(l.Stages, careerpath.Stage{ID: fmt.Sprint("s", i, "-", rank), Track: track.ID, Rank: rank, Titles: []kam.Text{name()}})
			}
		}
	}
	kinds := []careerpath.MoveKind{careerpath.Promotion, careerpath.Lateral, careerpath.CrossDepartment, careerpath.Return, careerpath.Demotion, careerpath.Probation}
	for range 40 {
		a, b := l.Stages[rng.IntN(len(l.Stages))], l.Stages[rng.IntN(len(l.Stages))]
		m := careerpath.Move{
			ID: fmt.Sprint("m", len(l.Moves)), Kind: kinds[rng.IntN(len(kinds))], From: a.ID, To: b.ID,
			Criteria: criteria.Rule{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 1 + rng.IntN(24)}},
		}
		if m.Kind == careerpath.Probation {
			m.To = ""
		}
		tried := l
		tried.Moves = append(l.Moves[:len(l.Moves):len(l.Moves)], m)
		if _, err := careerpath.Compile(tried); err == nil {
			l = tried
		}
	}
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	return p
}

func TestArrowsStayApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 6))
	drawn := 0
	for range 60 {
		p := made(t, rng)
		stages := p.Stages()
		r := readiness(t, p, evidence.File{Person: anna, Positions: []evidence.Position{{Stage: stages[rng.IntN(len(stages))].ID, Held: kam.MustPeriod("2025-06-01/..")}}})
		o := chart.Options{Width: 360 + rng.IntN(600), Lang: []kam.Lang{kam.English, kam.Chinese}[rng.IntN(2)]}
		data, err := chart.Place(p, r, o)
		if err != nil {
			require.Equal(t, []string{"chart.narrow $.options.width"}, codes(t, err))
			continue
		}
		drawn++
		got := draw(t, data, err)
		inside(t, got)
		apart(t, got)
		arrows := 0
		for _, s := range stages {
			for _, m := range p.Moves(s.ID) {
				if m.Kind != careerpath.Probation {
					arrows++
				}
			}
		}
		require.GreaterOrEqual(t, len(got.lines), arrows)
		data, err = chart.Readiness(r, o)
		inside(t, draw(t, data, err))
	}
	assert.Greater(t, drawn, 40)
}

// The width that a refused picture is told to need is enough.
func TestNarrowSaysHowWide(t *testing.T) {
	l := careerpath.Ladder{Format: 1, ID: "wide", Version: 1, Name: kam.Text{EN: "Wide", ZH: "宽"}, Effective: kam.MustPeriod("2026-01-01/..")}
	for i := range 7 {
		id := fmt.Sprint(i)
		l.Tracks = append(l.Tracks, careerpath.Track{ID: id, Name: kam.Text{EN: id, ZH: id}})
		l.Stages = append(l.Stages, careerpath.Stage{ID: id, Track: id, Rank: 1, Titles: []kam.Text{{EN: id, ZH: id}}})
	}
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	_, err = chart.Ladder(p, chart.Options{Width: 400})
	require.Equal(t, []string{"chart.narrow $.options.width"}, codes(t, err))
	assert.Contains(t, err.Error(), "7 tracks need 536 pixels, the width is 400")
	_, err = chart.Ladder(p, chart.Options{Width: 535})
	require.Error(t, err)
	_, err = chart.Ladder(p, chart.Options{Width: 536})
	require.NoError(t, err)
}

func TestTooManyArrows(t *testing.T) {
	l := careerpath.Ladder{Format: 1, ID: "many", Version: 1, Name: kam.Text{EN: "Many", ZH: "多"}, Effective: kam.MustPeriod("2026-01-01/..")}
	l.Tracks = []careerpath.Track{{ID: "t", Name: kam.Text{EN: "t", ZH: "t"}}}
	for i := range 2 {
		id := fmt.Sprint(i)
		l.Stages = append(l.Stages, careerpath.Stage{ID: id, Track: "t", Rank: i + 1, Titles: []kam.Text{{EN: id, ZH: id}}})
	}
	for i := range chart.MaxArrows + 1 {
		l.Moves = append(l.Moves, careerpath.Move{
			ID: fmt.Sprint(i), Kind: careerpath.Promotion, From: "0", To: "1",
			Criteria: criteria.Rule{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 1}},
		})
	}
	p, err := careerpath.Compile(l)
	require.NoError(t, err)
	_, err = chart.Ladder(p, chart.Options{})
	assert.Equal(t, []string{"chart.many $.program"}, codes(t, err))
	l.Moves = l.Moves[1:]
	p, err = careerpath.Compile(l)
	require.NoError(t, err)
	data, err := chart.Ladder(p, chart.Options{})
	apart(t, draw(t, data, err))
}

// Any text in any place gives well-formed XML.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"客户", "</svg>", "]]>", "<script>", "&amp;", "\u202e", strings.Repeat("长", 3000), "a b-c/d"} {
		f.Add(s, 640)
	}
	l, err := careerpath.Preset("key-account-manager")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, s string, width int) {
		changed := l
		changed.Name = kam.Text{EN: s, ZH: s}
		changed.Stages = append([]careerpath.Stage(nil), l.Stages...)
		changed.Stages[2].Titles = []kam.Text{{EN: s, ZH: s}}
		changed.Tracks = append([]careerpath.Track(nil), l.Tracks...)
		changed.Tracks[1].Name = kam.Text{EN: s, ZH: s}
		p, err := careerpath.Compile(changed)
		if err != nil {
			return
		}
		r := readiness(t, p, file("key-account-manager"))
		o := chart.Options{Width: width, Names: map[kam.Subject]string{anna: s}}
		for _, picture := range []func() ([]byte, error){
			func() ([]byte, error) { return chart.Ladder(p, o) },
			func() ([]byte, error) { return chart.Place(p, r, o) },
			func() ([]byte, error) { return chart.Readiness(r, o) },
		} {
			data, err := picture()
			if err != nil {
				codes(t, err)
				continue
			}
			read(t, data)
			assert.NotContains(t, string(data), "<script")
		}
	})
}

// Whatever a stored readiness says, there is a picture or a fault.
func FuzzReadiness(f *testing.F) {
	p, err := simple()
	require.NoError(f, err)
	for _, stage := range []string{"junior", "nowhere"} {
		text, err := readiness(f, p, file(stage)).JSON()
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := careerpath.ParseReadiness(text)
		if err != nil {
			return
		}
		data, err := chart.Readiness(r, chart.Options{Width: 360})
		if err != nil {
			codes(t, err)
			return
		}
		read(t, data)
	})
}
