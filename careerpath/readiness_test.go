package careerpath_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
)

// quarters are periods of a year and a half before today.
var quarters = []string{
	"2025-01-01/2025-04-01", "2025-04-01/2025-07-01", "2025-07-01/2025-10-01", "2025-10-01/2026-01-01", "2026-01-01/2026-04-01", "2026-04-01/2026-07-01",
}

// manager is an account manager of the key-account ladder with 17 months at the stage, four good quarters, two joint deals
// of the three asked for, skills that are known in part, and a clean record for a year.
func manager() evidence.File {
	f := file(evidence.Position{Stage: "account-manager", Track: "account", Department: "sales", Held: kam.MustPeriod("2025-02-01/..")})
	for i, attainment := range []string{"80", "85", "92", "101", "95", "104"} {
		f.Observations = append(f.Observations, kam.Observation{Subject: anna, Metric: "sales.attainment", Period: kam.MustPeriod(quarters[i]), Numerator: opt(attainment), Denominator: opt("100")})
	}
	year, err := kam.MustPeriod("2025-07-01/2026-07-01").SplitMonths(1)
	if err != nil {
		return evidence.File{}
	}
	for i, month := range year {
		joint := "0"
		if i == 3 || i == 10 {
			joint = "1"
		}
		f.Observations = append(f.Observations, kam.Observation{Subject: anna, Metric: "sales.joint-deals", Unit: "deals", Period: month, Value: opt(joint)})
	}
	for skill, level := range map[string]int{"account-planning": 2, "negotiation": 1, "presentation": 3} {
		f.Skills = append(f.Skills, evidence.Assessment{Skill: skill, Level: level, Assessor: boss, On: kam.MustDay("2026-05-04")})
	}
	f.Skills = append(f.Skills, evidence.Assessment{Skill: "industry-insight", Level: 4, Assessor: anna, On: kam.MustDay("2026-05-04")})
	f.Certificates = []evidence.Certificate{{Kind: "compliance", Earned: kam.MustDay("2026-01-15"), Until: kam.MustDay("2027-01-15")}}
	f.Complete = []evidence.Completeness{{Of: evidence.Flags, Period: kam.MustPeriod("2025-02-01/..")}, {Of: evidence.Positions, Period: kam.MustPeriod("2020-01-01/..")}}
	return f
}

func ready(t testing.TB, p *careerpath.Program, f evidence.File) careerpath.Readiness {
	t.Helper()
	r, err := p.Readiness(f, today)
	require.NoError(t, err)
	return r
}

func TestReadinessOfAnAccountManager(t *testing.T) {
	p := preset(t, "key-account-manager")
	r := ready(t, p, manager())
	assert.Equal(t, "account-manager", r.Stage)
	assert.Empty(t, r.Why)
	assert.Equal(t, "客户经理", r.Title.ZH)
	assert.Equal(t, kam.MustDay("2025-02-01"), r.Since)
	assert.Equal(t, p.Hash(), r.Hash)
	require.Len(t, r.Moves, 2)
	up := r.Moves[0]
	assert.Equal(t, "to-key-account-manager", up.Move)
	assert.Equal(t, criteria.NotMet, up.State())
	want := map[string]criteria.State{
		"tenure": criteria.Met, "quarters": criteria.Met, "joint-deals": criteria.NotMet, "skill-account-planning": criteria.Met, "skill-negotiation": criteria.NotMet,
		"skill-industry-insight": criteria.Unknown, "no-improvement-plan": criteria.Met, "no-compliance-breach": criteria.Met, "holds-compliance": criteria.Met,
	}
	for _, n := range up.Result.Criteria() {
		assert.Equal(t, want[n.ID], n.State, n.ID)
	}
	assert.Len(t, up.Result.Criteria(), len(want))
	assert.Equal(t, []string{"account-planning", "negotiation", "industry-insight"}, []string{up.Skills[0].Gap.Skill, up.Skills[1].Gap.Skill, up.Skills[2].Gap.Skill})
	assert.Equal(t, []skills.State{skills.Met, skills.NotMet, skills.Unknown}, []skills.State{up.Skills[0].Gap.State, up.Skills[1].Gap.State, up.Skills[2].Gap.State})
	assert.Equal(t, skills.Levels{"account-planning": 2, "negotiation": 1}, up.Levels(), "what nobody assessed is not there")
	assert.Empty(t, careerpath.MoveReadiness{}.Levels())
	assert.Equal(t, careerpath.CrossDepartment, r.Moves[1].Kind)
	require.Len(t, r.Standing, 2)
	assert.Equal(t, []careerpath.MoveKind{careerpath.Demotion, careerpath.Probation}, []careerpath.MoveKind{r.Standing[0].Kind, r.Standing[1].Kind})
	assert.Equal(t, criteria.Unknown, r.Standing[0].State(), "quarters do not tell of months")
	assert.Empty(t, r.Standing[1].To)
	assert.Nil(t, r.Points)
	assert.Equal(t, kam.Text{
		EN: "agent anna, Account manager: not ready for promotion to Key account manager (6 of 9 criteria met, 2 not met, 1 unknown); not known whether ready for cross-department move to Pre-sales consultant (4 of 5 criteria met, 1 unknown)",
		ZH: "agent anna，客户经理：尚不具备晋升至大客户经理条件（9 项标准中达标 6 项，未达标 2 项，未知 1 项）；是否具备跨部门调动至售前顾问条件未知（5 项标准中达标 4 项，未知 1 项）",
	}, r.Summary())
	names := kam.Names(func(id string) string { return map[string]string{"anna": "Anna | 安娜"}[id] })
	assert.Equal(t, "Anna | 安娜, "+r.Verdict().EN, r.SummaryWith(names).EN)
	assert.Equal(t, "agent anna，"+r.Verdict().ZH, r.Summary().ZH)
	assert.Equal(t, strings.Replace(r.Markdown(kam.English), "agent anna", `Anna \| 安娜`, 1), r.MarkdownWith(kam.English, names))
	nowhere := careerpath.Readiness{Person: r.Person, Why: careerpath.NoPosition}
	assert.Equal(t, "Anna | 安娜: "+nowhere.Verdict().EN, nowhere.SummaryWith(names).EN)
	assert.Equal(t, "agent anna: "+nowhere.Verdict().EN, nowhere.Summary().EN)
	golden(t, "readiness.en.md", r.Markdown(kam.English))
	golden(t, "readiness.zh-CN.md", r.Markdown(kam.Chinese))
}

// With what was missing she is ready, and three poor months make a demotion due.
func TestReadinessChanges(t *testing.T) {
	p := preset(t, "key-account-manager")
	f := manager()
	for i := range f.Skills {
		f.Skills[i].Level, f.Skills[i].Assessor = 2, boss
	}
	for i := range f.Observations {
		if f.Observations[i].Metric == "sales.joint-deals" {
			f.Observations[i].Value = opt("1")
		}
	}
	r := ready(t, p, f)
	assert.Equal(t, criteria.Met, r.Moves[0].State())
	assert.Contains(t, r.Summary().EN, "ready for promotion to Key account manager; ")
	for _, month := range []string{"2026-04-01/2026-05-01", "2026-05-01/2026-06-01", "2026-06-01/2026-07-01"} {
		f.Observations = append(f.Observations, kam.Observation{Subject: anna, Metric: "sales.attainment", Period: kam.MustPeriod(month), Numerator: opt("99"), Denominator: opt("100")})
	}
	r = ready(t, p, f)
	assert.Equal(t, criteria.Met, r.Standing[0].State())
	assert.Contains(t, r.Summary().EN, "demotion to Customer representative is due; probation is due")
	assert.Contains(t, r.Summary().ZH, "降级至客户代表条件已成立；观察期条件已成立")
	assert.Contains(t, r.Markdown(kam.English), "## Demotion to Customer representative: due")
	f.Flags = []evidence.Flag{{Kind: "leave", Held: kam.MustPeriod("2026-05-01/2026-05-20")}}
	r = ready(t, p, f)
	assert.Equal(t, criteria.NotMet, r.Standing[0].State(), "nobody is judged by months of leave")
	assert.Contains(t, r.Markdown(kam.English), "## Demotion to Customer representative: not due")
}

func TestWhereAPersonStands(t *testing.T) {
	p := compile(t, small())
	cases := []struct {
		name      string
		positions []evidence.Position
		stage     string
		why       careerpath.PlaceWhy
		since     string
		text      string
	}{
		{"none", nil, "", careerpath.NoPosition, "", "agent anna: it is not known at which stage, there is no position on that day"},
		{"one that is over", []evidence.Position{held("manager", "2025-01-01/2026-07-01")}, "", careerpath.NoPosition, "", ""},
		{"one", []evidence.Position{held("manager", "2025-01-01/2026-07-02")}, "manager", "", "2025-01-01", ""},
		{"of another ladder", []evidence.Position{held("painter", "2025-01-01/..")}, "", careerpath.OffLadder, "", "agent anna: it is not known at which stage, no position of that day is on this ladder"},
		{"of two ladders", []evidence.Position{held("painter", "2025-01-01/.."), held("manager", "2025-06-01/..")}, "manager", "", "2025-06-01", ""},
		{"two stages", []evidence.Position{held("junior", "2025-01-01/.."), held("manager", "2025-06-01/..")}, "", careerpath.TwoStages, "", "agent anna: it is not known at which stage, there are positions of several stages on that day"},
		{"one stage twice", []evidence.Position{held("manager", "2026-06-01/.."), held("manager", "2025-06-01/2026-08-01")}, "manager", "", "2025-06-01", ""},
		{"without a break", []evidence.Position{held("manager", "2026-06-01/.."), held("manager", "2024-06-01/2026-06-01")}, "manager", "", "2024-06-01", ""},
		{"with a break", []evidence.Position{held("manager", "2026-06-01/.."), held("manager", "2024-06-01/2026-05-31")}, "manager", "", "2026-06-01", ""},
		{"at the end", []evidence.Position{held("principal", "2026-06-01/..")}, "principal", "", "2026-06-01", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := ready(t, p, file(c.positions...))
			assert.Equal(t, c.stage, r.Stage)
			assert.Equal(t, c.why, r.Why)
			assert.Equal(t, c.since, r.Since.String())
			if c.why != "" {
				assert.Empty(t, r.Moves)
				assert.Empty(t, r.Standing)
				assert.Contains(t, r.Markdown(kam.English), "It is not known at which stage: ")
			}
			if c.text != "" {
				assert.Equal(t, c.text, r.Summary().EN)
			}
			chinese(t, r.Summary().ZH)
		})
	}
	l := with(func(l *careerpath.Ladder) { l.Moves = l.Moves[:2] })
	r := ready(t, compile(t, l), file(held("director", "2026-01-01/..")))
	assert.Equal(t, "agent anna, director: no move leads on from there", r.Summary().EN)
}

func TestReadinessErrors(t *testing.T) {
	p := compile(t, small())
	for _, day := range []kam.Day{{}, kam.MustDay("2025-12-31")} {
		_, err := p.Readiness(file(), day)
		require.ErrorIs(t, err, careerpath.ErrNotInForce)
	}
	_, err := p.Readiness(evidence.File{}, today)
	assert.Equal(t, []string{"file.subject $.person.id", "file.subject $.person.kind"}, codes(t, err))
	f := file(held("manager", "2026-01-01/.."))
	f.Skills = []evidence.Assessment{{Skill: "leading", Level: 3, Assessor: boss, On: today}}
	_, err = p.Readiness(f, today)
	assert.Len(t, codes(t, err), 1, "a level that the skill does not have")
	f.Skills[0].Skill = "of another vocabulary"
	_, err = p.Readiness(f, today)
	require.NoError(t, err)
}

func TestReadinessWithPoints(t *testing.T) {
	p := scored(t)
	f := file(held("manager", "2026-01-01/.."))
	r := ready(t, p, f)
	require.NotNil(t, r.Points)
	assert.Equal(t, careerpath.Range{Most: 13}, r.Points.Points)
	assert.Contains(t, r.Markdown(kam.English), "0 to 13 of 13 attainable points; skills not assessed: 2.\n\nThe level is not known.")
	f.Skills = []evidence.Assessment{
		{Skill: "selling", Level: 3, Assessor: boss, On: today},
		{Skill: "selling", Level: 2, Assessor: kam.Subject{Kind: "agent", ID: "bo"}, On: today},
		{Skill: "leading", Level: 1, Assessor: boss, On: today},
		{Skill: "leading", Level: 2, Assessor: anna, On: today},
	}
	r = ready(t, p, f)
	assert.Equal(t, careerpath.Range{Least: 6, Most: 6}, r.Points.Points, "the lowest of others counts")
	assert.Contains(t, r.Markdown(kam.English), "6 of 13 attainable points.\n\nlevel II: manager; 5 more points for III.")
	r.Points = nil
	assert.NotContains(t, r.Markdown(kam.English), "## Points")
}

func TestReadinessWithoutSkills(t *testing.T) {
	p := compile(t, with(func(l *careerpath.Ladder) { l.Vocabulary.Skills = nil }))
	r := ready(t, p, file(held("manager", "2025-01-01/..")))
	assert.Equal(t, criteria.Met, r.Moves[0].State())
}

// What a result says survives being stored, and the same file gives the same bytes whatever the order of its records.
func TestReadinessIsStable(t *testing.T) {
	for _, p := range []*careerpath.Program{preset(t, "key-account-manager"), scored(t)} {
		f := manager()
		f.Positions = append(f.Positions, held("manager", "2026-01-01/.."))
		first, err := ready(t, p, f).JSON()
		require.NoError(t, err)
		back, err := careerpath.ParseReadiness(first)
		require.NoError(t, err)
		again, err := back.JSON()
		require.NoError(t, err)
		assert.Equal(t, string(first), string(again))
		assert.Equal(t, ready(t, p, f).Markdown(kam.Chinese), back.Markdown(kam.Chinese))
		rng := rand.New(rand.NewPCG(2, 3))
		for range 10 {
			rng.Shuffle(len(f.Observations), func(i, j int) { f.Observations[i], f.Observations[j] = f.Observations[j], f.Observations[i] })
			rng.Shuffle(len(f.Skills), func(i, j int) { f.Skills[i], f.Skills[j] = f.Skills[j], f.Skills[i] })
			rng.Shuffle(len(f.Positions), func(i, j int) { f.Positions[i], f.Positions[j] = f.Positions[j], f.Positions[i] })
			text, err := ready(t, p, f).JSON()
			require.NoError(t, err)
			require.Equal(t, string(first), string(text))
		}
	}
	_, err := careerpath.ParseReadiness([]byte(`{"stages": 1}`))
	assert.Equal(t, []string{"readiness.unknown-key $.stages (1:2)"}, faultCodes(t, err))
}

func BenchmarkReadiness(b *testing.B) {
	p, f := preset(b, "key-account-manager"), manager()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Readiness(f, today); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStaffing(b *testing.B) {
	p := preset(b, "key-account-manager")
	files := make([]evidence.File, 1000)
	stages := p.Stages()
	for i := range files {
		files[i] = evidence.File{Person: kam.Subject{Kind: "agent", ID: fmt.Sprint(i)}, Positions: []evidence.Position{held(stages[i%len(stages)].ID, "2026-01-01/..")}}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Staffing(files, today); err != nil {
			b.Fatal(err)
		}
	}
}
