package careerpath_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
)

func TestSmallLadderIsSound(t *testing.T) {
	assert.Empty(t, compile(t, small()).Warnings())
}

func TestFaults(t *testing.T) {
	cases := []struct {
		name   string
		change func(l *careerpath.Ladder)
		want   []string
	}{
		{"nothing", func(l *careerpath.Ladder) { *l = careerpath.Ladder{} }, []string{
			"ladder.period $.effective", "ladder.format $.format", "ladder.id $.id", "ladder.text $.name", "ladder.too-few $.stages",
			"ladder.too-few $.tracks", "ladder.version $.version",
		}},
		{"another format", func(l *careerpath.Ladder) { l.Format = 2 }, []string{"ladder.format $.format"}},
		{"a version before the first", func(l *careerpath.Ladder) { l.Version = -1 }, []string{"ladder.version $.version"}},
		{"a name in one language", func(l *careerpath.Ladder) { l.Name.ZH = "" }, []string{"ladder.text $.name"}},
		{"titles and names of several lines", func(l *careerpath.Ladder) {
			l.Stages[0].Titles[0].EN, l.Stages[1].Titles[0].ZH, l.Stages[2].Titles[0].EN = "Direc\ntor", "初级\u2028销售", "Man\u202eager"
			l.Name.EN, l.Tracks[0].Name.ZH, l.Moves[0].Name = "Small\r", "管理\x00通道", both("up\n")
		}, []string{
			"ladder.text $.stages[0].titles[0]", "ladder.text $.stages[1].titles[0]", "ladder.text $.stages[2].titles[0]",
			"ladder.text $.name", "ladder.text $.tracks[0].name", "ladder.text $.moves[0].name",
		}},
		{"pay in parts of a cent", func(l *careerpath.Ladder) { l.Stages[0].Pay = band("1.005", "2.0001", "3.00000001") }, []string{
			"ladder.pay $.stages[0].pay.min", "ladder.pay $.stages[0].pay.mid", "ladder.pay $.stages[0].pay.max",
		}},
		{"pay in parts of a yen", func(l *careerpath.Ladder) {
			l.Stages[0].Pay = &careerpath.PayBand{Min: dec("1.50"), Max: dec("2.00"), Currency: "JPY"}
			l.Stages[1].Pay = &careerpath.PayBand{Min: dec("1.5000"), Max: dec("2.345"), Currency: "KWD"}
			l.Stages[2].Quota = &kam.Money{Amount: dec("7.5"), Currency: "JPY"}
		}, []string{"ladder.pay $.stages[0].pay.min", "ladder.quota $.stages[2].quota.amount"}},
		{"pay in parts of no currency", func(l *careerpath.Ladder) {
			l.Stages[0].Pay = &careerpath.PayBand{Min: dec("1.005"), Max: dec("2"), Currency: "yuan"}
		}, []string{"ladder.currency $.stages[0].pay.currency"}},
		{"no tracks", func(l *careerpath.Ladder) {
			l.Tracks, l.Stages[1].Rank, l.Moves[0].Kind = nil, 0, "x"
		}, []string{"ladder.too-few $.tracks", "ladder.rank $.stages[1].rank", "ladder.kind $.moves[0].kind"}},
		{"no stages", func(l *careerpath.Ladder) {
			l.Stages, l.Tracks[0].ID, l.Moves[3].Criteria = nil, " ", criteria.Rule{}
			l.Points = points()
			l.Points.Levels[2].From = 1
		}, []string{"ladder.too-few $.stages", "ladder.id $.tracks[0].id", "criteria.rule $.moves[3].criteria", "ladder.points $.points.levels[2].from"}},
		{"too many moves", func(l *careerpath.Ladder) {
			l.Moves, l.Stages[0].Rank = make([]careerpath.Move, careerpath.MaxMoves+1), 0
		}, []string{"ladder.too-many $.moves", "ladder.rank $.stages[0].rank"}},
		{"too many departments", func(l *careerpath.Ladder) {
			l.Departments, l.Tracks[0].Name = make([]evidence.Term, careerpath.MaxTracks+1), kam.Text{}
		}, []string{"ladder.too-many $.departments", "ladder.text $.tracks[0].name"}},
		{"a metric that is wrong in the vocabulary, in use", func(l *careerpath.Ladder) {
			l.Vocabulary.Metrics[0].Direction = "up"
			l.Moves[3].Criteria = criteria.Rule{ID: "m", Metric: &criteria.Metric{
				Of: criteria.Series{Metric: "sales", Currency: "CNY"}, Window: criteria.Window{Step: kam.Month, Last: 2}, Aggregate: criteria.Sum,
				Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("1")},
			}}
		}, []string{"metric.direction $.vocabulary.metrics[0].direction"}},
		{"a source in one language", func(l *careerpath.Ladder) { l.Source.EN = "x" }, []string{"ladder.text $.source"}},
		{"vocabulary", func(l *careerpath.Ladder) { l.Vocabulary.Skills[1].ID = "selling" }, []string{"vocabulary.twice $.vocabulary.skills[1].id"}},
		{"calendar", func(l *careerpath.Ladder) { l.Calendar.Pattern = "4-4-4" }, []string{"calendar.pattern $.calendar.pattern"}},
		{"history", func(l *careerpath.Ladder) { l.History = 361 }, []string{"ladder.history $.history"}},
		{"history below 0", func(l *careerpath.Ladder) { l.History = -1 }, []string{"ladder.history $.history"}},
		{"tracks of one ID", func(l *careerpath.Ladder) { l.Tracks = append(l.Tracks, l.Tracks[0]) }, []string{"ladder.twice $.tracks[3].id"}},
		{"a track without a name", func(l *careerpath.Ladder) { l.Tracks[0].Name = kam.Text{} }, []string{"ladder.text $.tracks[0].name"}},
		{"a department of blanks", func(l *careerpath.Ladder) { l.Tracks[2].Department = " " }, []string{"ladder.id $.tracks[2].department"}},
		{"a department that is not listed", func(l *careerpath.Ladder) {
			l.Departments = []evidence.Term{{ID: "sales", Name: both("Sales")}, {ID: "sales", Name: kam.Text{}}}
		}, []string{"ladder.twice $.departments[1].id", "ladder.text $.departments[1].name", "ladder.department $.tracks[2].department"}},
		{"stages of one ID", func(l *careerpath.Ladder) {
			l.Stages = append(l.Stages, careerpath.Stage{ID: "junior", Track: "desk", Rank: 1, Titles: []kam.Text{both("x")}})
		}, []string{"ladder.twice $.stages[6].id"}},
		{"an unknown track", func(l *careerpath.Ladder) { l.Stages[1].Track = "lines" }, []string{"ladder.track $.stages[1].track"}},
		{"rank 0", func(l *careerpath.Ladder) { l.Stages[1].Rank = 0 }, []string{"ladder.rank $.stages[1].rank"}},
		{"rank 101", func(l *careerpath.Ladder) { l.Stages[4].Rank = 101 }, []string{"ladder.rank $.stages[4].rank"}},
		{"two stages of one rank in a track", func(l *careerpath.Ladder) {
			l.Stages = append(l.Stages, careerpath.Stage{ID: "other", Track: "line", Rank: 1, Titles: []kam.Text{both("x")}})
		}, []string{"ladder.rank $.stages[6].rank"}},
		{"no title", func(l *careerpath.Ladder) { l.Stages[0].Titles = nil }, []string{"ladder.too-few $.stages[0].titles"}},
		{"a title in one language", func(l *careerpath.Ladder) { l.Stages[0].Titles[0].EN = " " }, []string{"ladder.text $.stages[0].titles[0]"}},
		{"about in one language", func(l *careerpath.Ladder) { l.Stages[0].About.EN = "x" }, []string{"ladder.text $.stages[0].about"}},
		{"a negative head count", func(l *careerpath.Ladder) { l.Stages[0].Headcount = heads(-1) }, []string{"ladder.headcount $.stages[0].headcount"}},
		{"an unknown skill", func(l *careerpath.Ladder) { l.Stages[0].Skills = []skills.Requirement{{Skill: "flying", Level: 1}} }, []string{"skills.skill $.stages[0].skills[0].skill"}},
		{"a level beyond the skill", func(l *careerpath.Ladder) { l.Stages[0].Skills = []skills.Requirement{{Skill: "leading", Level: 3}} }, []string{"skills.level $.stages[0].skills[0].level"}},
		{"pay without a currency", func(l *careerpath.Ladder) { l.Stages[0].Pay = &careerpath.PayBand{Min: dec("1"), Max: dec("2")} }, []string{"ladder.currency $.stages[0].pay.currency"}},
		{"pay below 0", func(l *careerpath.Ladder) { l.Stages[0].Pay = band("-1", "", "2") }, []string{"ladder.pay $.stages[0].pay.min"}},
		{"pay that ends before it begins", func(l *careerpath.Ladder) { l.Stages[0].Pay = band("2", "", "1.99") }, []string{"ladder.pay $.stages[0].pay.max"}},
		{"a middle below the band", func(l *careerpath.Ladder) { l.Stages[0].Pay = band("2", "1.99", "3") }, []string{"ladder.pay $.stages[0].pay.mid"}},
		{"a middle above the band", func(l *careerpath.Ladder) { l.Stages[0].Pay = band("2", "3.01", "3") }, []string{"ladder.pay $.stages[0].pay.mid"}},
		{"pay that takes for ever", func(l *careerpath.Ladder) {
			l.Stages[0].Pay = &careerpath.PayBand{Min: decimal.New(1, 900_000), Max: decimal.New(2, 900_000), Currency: "CNY"}
		}, []string{"ladder.number $.stages[0].pay.max", "ladder.number $.stages[0].pay.min"}},
		{"a quota of 0", func(l *careerpath.Ladder) { l.Stages[0].Quota = &kam.Money{Currency: "CNY"} }, []string{"ladder.quota $.stages[0].quota.amount"}},
		{"a quota without a currency", func(l *careerpath.Ladder) { l.Stages[0].Quota = &kam.Money{Amount: dec("1"), Currency: "yuan"} }, []string{"ladder.currency $.stages[0].quota.currency"}},
		{"moves of one ID", func(l *careerpath.Ladder) { l.Moves[2].ID = l.Moves[0].ID }, []string{"ladder.twice $.moves[2].id"}},
		{"a move of no kind", func(l *careerpath.Ladder) { l.Moves[0].Kind = "" }, []string{"ladder.kind $.moves[0].kind"}},
		{"a name of a move in one language", func(l *careerpath.Ladder) { l.Moves[0].Name.EN, l.Moves[1].Source.ZH = "x", "x" }, []string{"ladder.text $.moves[0].name", "ladder.text $.moves[1].source"}},
		{"unknown stages", func(l *careerpath.Ladder) { l.Moves[0].From, l.Moves[1].To = "x", "" }, []string{"ladder.stage $.moves[0].from", "ladder.stage $.moves[1].to"}},
		{"a probation that leads somewhere", func(l *careerpath.Ladder) { l.Moves[8].To = "junior" }, []string{"ladder.to $.moves[8].to"}},
		{"criteria that ask nothing", func(l *careerpath.Ladder) { l.Moves[3].Criteria = criteria.Rule{} }, []string{"criteria.rule $.moves[3].criteria"}},
		{"criteria on an unknown metric", func(l *careerpath.Ladder) {
			l.Moves[3].Criteria = criteria.Rule{All: []criteria.Rule{tenure(1), {ID: "m", Streak: &criteria.Streak{
				Of: criteria.Series{Metric: "profit"}, Step: kam.Month, Length: 3, Where: criteria.EndingNow,
				Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("1")},
			}}}}
		}, []string{"criteria.metric $.moves[3].criteria.all[1].streak.of.metric"}},
		{"a window longer than the history", func(l *careerpath.Ladder) {
			l.History = 6
			l.Moves[3].Criteria = criteria.Rule{ID: "m", Metric: &criteria.Metric{
				Of: criteria.Series{Metric: "sales"}, Window: criteria.Window{Step: kam.Month, Last: 7}, Aggregate: criteria.Sum,
				Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: opt("1")},
			}}
		}, []string{"criteria.window $.moves[3].criteria.metric.window"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := careerpath.Compile(with(c.change))
			assert.ElementsMatch(t, c.want, codes(t, err))
		})
	}
}

// Faults stand in the order of their places, whatever the order in which they are found.
func TestFaultsStandInTheOrderOfTheirPlaces(t *testing.T) {
	_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
		l.Version, l.ID, l.Moves[2].Kind, l.Moves[1].From, l.Stages[1].Rank, l.Calendar.Pattern = 0, "", "x", "x", 0, "x"
		l.Stages[4].Titles = nil
	}))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Len(t, invalid.Findings, 7)
	assert.Equal(t, invalid.Findings.Sorted(), invalid.Findings)
}

func band(low, middle, high string) *careerpath.PayBand {
	b := &careerpath.PayBand{Min: dec(low), Max: dec(high), Currency: "CNY"}
	if middle != "" {
		b.Mid = opt(middle)
	}
	return b
}

// A move fits the two stages that it joins.
func TestWays(t *testing.T) {
	cases := []struct {
		kind     careerpath.MoveKind
		from, to string
		fits     bool
	}{
		{careerpath.Promotion, "junior", "manager", true},
		{careerpath.Promotion, "manager", "expert", true},
		{careerpath.Promotion, "manager", "junior", false},
		{careerpath.Promotion, "director", "expert", false},
		{careerpath.Promotion, "junior", "junior", false},
		{careerpath.Promotion, "analyst", "director", true},
		{careerpath.Lateral, "director", "expert", true},
		{careerpath.Lateral, "expert", "director", true},
		{careerpath.Lateral, "manager", "expert", false},
		{careerpath.Lateral, "manager", "analyst", false},
		{careerpath.Lateral, "junior", "junior", false},
		{careerpath.CrossDepartment, "analyst", "manager", true},
		{careerpath.CrossDepartment, "principal", "analyst", true},
		{careerpath.CrossDepartment, "director", "expert", false},
		{careerpath.Return, "expert", "director", true},
		{careerpath.Return, "principal", "director", true},
		{careerpath.Return, "expert", "manager", true},
		{careerpath.Return, "manager", "expert", false},
		{careerpath.Return, "director", "manager", false},
		{careerpath.Demotion, "manager", "junior", true},
		{careerpath.Demotion, "principal", "director", true},
		{careerpath.Demotion, "director", "expert", false},
		{careerpath.Demotion, "junior", "manager", false},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.kind, " ", c.from, " ", c.to), func(t *testing.T) {
			_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
				l.Moves = []careerpath.Move{{ID: "m", Kind: c.kind, From: c.from, To: c.to, Criteria: tenure(1)}}
			}))
			if c.fits {
				require.NoError(t, err)
				return
			}
			found := codes(t, err)
			assert.Contains(t, found, "ladder.way $.moves[0].to")
		})
	}
}

func TestCycleIsNamedStageByStage(t *testing.T) {
	_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
		l.Moves = append(l.Moves, careerpath.Move{ID: "round", Kind: careerpath.Promotion, From: "principal", To: "junior", Criteria: tenure(1)})
	}))
	assert.Equal(t, []string{"ladder.cycle $.moves[9]", "ladder.way $.moves[9].to"}, codes(t, err))
	invalid, _ := errors.AsType[*kam.InvalidError](err)
	assert.Equal(t, "promotions lead in a circle: junior → manager → expert → principal → junior", invalid.Findings.Sorted()[0].Message.EN)
	assert.Equal(t, "晋升形成循环：junior → manager → expert → principal → junior", invalid.Findings.Sorted()[0].Message.ZH)
}

// A circle that is entered on the way is told without the way to it.
func TestCycleWithoutTheWayToIt(t *testing.T) {
	_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
		l.Moves = append(l.Moves, careerpath.Move{ID: "round", Kind: careerpath.Promotion, From: "principal", To: "expert", Criteria: tenure(1)})
	}))
	assert.Equal(t, []string{"ladder.cycle $.moves[9]", "ladder.way $.moves[9].to"}, codes(t, err))
	assert.Contains(t, err.Error(), "promotions lead in a circle: expert → principal → expert (")
}

func TestLongCycleIsTold(t *testing.T) {
	l := small()
	l.Stages, l.Moves = nil, nil
	for i := range careerpath.MaxRank {
		id := fmt.Sprint("s", i)
		l.Stages = append(l.Stages, careerpath.Stage{ID: id, Track: "line", Rank: i + 1, Titles: []kam.Text{both(id)}})
		l.Moves = append(l.Moves, careerpath.Move{ID: id, Kind: careerpath.Promotion, From: id, To: fmt.Sprint("s", (i+1)%careerpath.MaxRank), Criteria: tenure(1)})
	}
	_, err := careerpath.Compile(l)
	assert.Equal(t, []string{"ladder.cycle $.moves[99]", "ladder.way $.moves[99].to"}, codes(t, err))
	assert.Contains(t, err.Error(), "s0 → s1 → s2 → s3 → s4 → s5 → … → s95 → s96 → s97 → s98 → s99 → s0 (")
}

func TestTooMany(t *testing.T) {
	_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
		l.Tracks = make([]careerpath.Track, careerpath.MaxTracks+1)
		l.Stages = make([]careerpath.Stage, careerpath.MaxStages+1)
		l.Moves = make([]careerpath.Move, careerpath.MaxMoves+1)
		l.Departments = make([]evidence.Term, careerpath.MaxTracks+1)
	}))
	assert.Equal(t, []string{"ladder.too-many $.departments", "ladder.too-many $.moves", "ladder.too-many $.stages", "ladder.too-many $.tracks"}, codes(t, err))
	_, err = careerpath.Compile(with(func(l *careerpath.Ladder) { l.Stages[0].Titles = make([]kam.Text, careerpath.MaxTitles+1) }))
	assert.Equal(t, []string{"ladder.too-many $.stages[0].titles"}, codes(t, err))
}

func TestTextThatIsNoUTF8(t *testing.T) {
	_, err := careerpath.Compile(with(func(l *careerpath.Ladder) { l.Name.EN = "\xff" }))
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Equal(t, "ladder.json", invalid.Findings[0].Code)
}

func TestWarnings(t *testing.T) {
	cases := []struct {
		name   string
		change func(l *careerpath.Ladder)
		want   []string
	}{
		{"a stage that nothing leads to", func(l *careerpath.Ladder) { l.Moves = append(l.Moves[:3:3], l.Moves[5:]...) }, []string{"ladder.dead-end $.stages[3]", "ladder.unreachable $.stages[4]"}},
		{"a stage that only a demotion leads to", func(l *careerpath.Ladder) {
			l.Moves = []careerpath.Move{{ID: "m", Kind: careerpath.Demotion, From: "director", To: "manager", Criteria: tenure(1)}}
			l.Stages = l.Stages[:3]
		}, []string{"ladder.unreachable $.stages[0]", "ladder.dead-end $.stages[1]", "ladder.dead-end $.stages[2]", "ladder.unreachable $.stages[2]"}},
		{"an island whose stages lead to each other alone", func(l *careerpath.Ladder) {
			l.Moves = append(l.Moves[:2:2], l.Moves[3], l.Moves[5], l.Moves[6])
			l.Moves[3].From, l.Moves[3].To, l.Moves[3].Kind = "expert", "director", careerpath.Lateral
			l.Moves = append(l.Moves, careerpath.Move{ID: "p", Kind: careerpath.Promotion, From: "expert", To: "principal", Criteria: tenure(1)})
			l.Moves = append(l.Moves[:2:2], l.Moves[3:]...)
		}, []string{"ladder.unreachable $.stages[3]", "ladder.unreachable $.stages[4]"}},
		{"pay whose lower end falls", func(l *careerpath.Ladder) {
			l.Stages[1].Pay, l.Stages[2].Pay = band("10", "", "20"), band("9.99", "", "20")
		}, []string{"ladder.pay-falls $.moves[0]"}},
		{"pay whose upper end falls", func(l *careerpath.Ladder) {
			l.Stages[1].Pay, l.Stages[2].Pay = band("10", "", "20"), band("10", "", "19.99")
		}, []string{"ladder.pay-falls $.moves[0]"}},
		{"pay that overlaps", func(l *careerpath.Ladder) {
			l.Stages[1].Pay, l.Stages[2].Pay = band("10", "", "20"), band("10", "", "20")
		}, nil},
		{"pay in two currencies", func(l *careerpath.Ladder) {
			l.Stages[1].Pay, l.Stages[2].Pay = band("10", "", "20"), band("1", "", "2")
			l.Stages[2].Pay.Currency = "USD"
		}, []string{"ladder.pay-currency $.moves[0]"}},
		{"criteria that are seldom meant", func(l *careerpath.Ladder) {
			l.Vocabulary.Metrics = append(l.Vocabulary.Metrics, kam.Metric{Key: "share", Unit: "percent", Direction: kam.HigherIsBetter})
			l.Moves[0].Criteria = criteria.Rule{ID: "share", Metric: &criteria.Metric{
				Of: criteria.Series{Metric: "share"}, Window: criteria.Window{Step: kam.Month, Last: 1}, Aggregate: criteria.Latest,
				Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: decimal.NewNullDecimal(dec("92"))},
			}}
		}, []string{"criteria.scale $.moves[0].criteria.metric.be.scale"}},
		{"pay that falls with a demotion", func(l *careerpath.Ladder) {
			l.Stages[0].Pay, l.Stages[3].Pay = band("10", "", "20"), band("5", "", "6")
		}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			found := compile(t, with(c.change)).Warnings()
			assert.ElementsMatch(t, c.want, listed(t, found))
			for _, f := range found {
				assert.Equal(t, kam.Warning, f.Severity)
			}
		})
	}
}

func TestPointsFaults(t *testing.T) {
	cases := []struct {
		name   string
		change func(p *careerpath.Points)
		want   []string
	}{
		{"nothing", func(p *careerpath.Points) { *p = careerpath.Points{} }, []string{"ladder.too-few $.points.levels", "ladder.too-few $.points.skills", "ladder.too-few $.points.worth"}},
		{"groups", func(p *careerpath.Points) {
			p.Groups = append(p.Groups, careerpath.PointGroup{ID: "g"})
			p.Skills[0].Group = "h"
		}, []string{"ladder.twice $.points.groups[1].id", "ladder.text $.points.groups[1].name", "ladder.group $.points.skills[0].group"}},
		{"an unknown skill", func(p *careerpath.Points) { p.Skills[0].Skill = "x" }, []string{"ladder.skill $.points.skills[0].skill"}},
		{"a skill twice", func(p *careerpath.Points) { p.Skills[0].Skill = "leading" }, []string{"ladder.twice $.points.skills[1].skill"}},
		{"levels without a worth", func(p *careerpath.Points) { p.Worth = p.Worth[:3] }, []string{"ladder.worth $.points.skills[0].skill"}},
		{"worth that falls", func(p *careerpath.Points) { p.Worth[2] = 1 }, []string{"ladder.worth $.points.worth[2]"}},
		{"worth below 0", func(p *careerpath.Points) { p.Worth[0] = -1 }, []string{"ladder.worth $.points.worth[0]"}},
		{"worth above the most", func(p *careerpath.Points) { p.Worth[3] = careerpath.MaxPoints + 1 }, []string{"ladder.worth $.points.worth[3]"}},
		{"a first level above 0", func(p *careerpath.Points) { p.Levels[0].From = 1 }, []string{"ladder.points $.points.levels[0].from"}},
		{"levels that do not rise", func(p *careerpath.Points) { p.Levels[2].From = 3 }, []string{"ladder.points $.points.levels[2].from"}},
		{"levels that stand still", func(p *careerpath.Points) { p.Levels[2].From = 4 }, []string{"ladder.points $.points.levels[2].from"}},
		{"levels beyond everything", func(p *careerpath.Points) { p.Levels[2].From = 1 << 30 }, []string{"ladder.points $.points.levels[2].from"}},
		{"levels of one ID", func(p *careerpath.Points) { p.Levels[2].ID = "I" }, []string{"ladder.twice $.points.levels[2].id"}},
		{"an unknown stage", func(p *careerpath.Points) { p.Levels[1].Stages = []string{"x", "junior", "junior"} }, []string{"ladder.stage $.points.levels[1].stages[0]", "ladder.twice $.points.levels[1].stages[2]"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
				l.Points = points()
				c.change(l.Points)
			}))
			assert.ElementsMatch(t, c.want, codes(t, err))
		})
	}
}

func TestWorthMayStandStill(t *testing.T) {
	p := compile(t, with(func(l *careerpath.Ladder) {
		l.Points = points()
		l.Points.Worth = []int{1, 1, 2, 9}
	}))
	r, err := p.Reached(levels(t, "selling=1 leading=0"))
	require.NoError(t, err)
	assert.Equal(t, 2, r.Points.Least)
}

// points is a framework of two skills, of which the second has one level less: at most 9 + 4 points.
func points() *careerpath.Points {
	return &careerpath.Points{
		Groups: []careerpath.PointGroup{{ID: "g", Name: kam.Text{EN: "People", ZH: "人"}}},
		Skills: []careerpath.PointSkill{{Skill: "selling"}, {Skill: "leading", Group: "g"}},
		Worth:  []int{0, 2, 4, 9},
		Levels: []careerpath.PointLevel{{ID: "I"}, {ID: "II", From: 4, Stages: []string{"manager"}}, {ID: "III", From: 11, Stages: []string{"director", "expert"}}},
	}
}

func TestLevelsOutOfReach(t *testing.T) {
	for from, want := range map[int][]string{12: nil, 13: {"ladder.out-of-reach $.points.levels[2].from"}, 14: {"ladder.out-of-reach $.points.levels[2].from"}} {
		p := compile(t, with(func(l *careerpath.Ladder) {
			l.Points = points()
			l.Points.Levels[2].From = from
		}))
		assert.ElementsMatch(t, want, listed(t, p.Warnings()), from)
	}
	p := compile(t, with(func(l *careerpath.Ladder) {
		l.Points = points()
		l.Points.Levels[2].From = 14
	}))
	assert.Equal(t, `level "III" asks for 14 points, all skills at their top bring 13`, p.Warnings()[0].Message.EN)
}

// Whatever is at fault is told at once.
func TestAllFaultsAtOnce(t *testing.T) {
	_, err := careerpath.Compile(with(func(l *careerpath.Ladder) {
		l.Format, l.Stages[0].Headcount, l.Moves[0].To = 0, heads(-3), strings.Repeat("x", 200)
		l.Moves[1].Criteria = criteria.Rule{}
		l.Points = &careerpath.Points{}
	}))
	assert.Equal(t, []string{
		"ladder.format $.format", "ladder.stage $.moves[0].to", "criteria.rule $.moves[1].criteria", "ladder.too-few $.points.levels", "ladder.too-few $.points.skills",
		"ladder.too-few $.points.worth", "ladder.headcount $.stages[0].headcount",
	}, codes(t, err))
}

// A weight that is left out is 1; one of 0 is refused in a text, where it is read, and in a ladder.
func TestWeightsOfZero(t *testing.T) {
	l := rich()
	l.Stages[2].Skills[0].Weight, l.Stages[2].Skills[1].Weight = kam.MustFraction("7/3"), kam.Fraction{}
	data, err := l.JSON()
	require.NoError(t, err)
	read, err := careerpath.ParseLadder(data)
	require.NoError(t, err)
	assert.Equal(t, l.Stages[2].Skills, read.Stages[2].Skills)
	for _, zero := range []string{"0", "0.00", "0/5", "-0"} {
		_, err = careerpath.ParseLadder([]byte(strings.Replace(string(data), `"7/3"`, `"`+zero+`"`, 1)))
		assert.Equal(t, []string{"skills.weight $.stages[2].skills[0].weight"}, codes(t, err), zero)
	}
	l.Stages[2].Skills[0].Weight = kam.Fraction{Den: 1}
	_, err = careerpath.Compile(l)
	assert.Equal(t, []string{"skills.weight $.stages[2].skills[0].weight"}, codes(t, err))
}
