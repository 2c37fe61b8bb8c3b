package careerpath_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
)

// A ladder that comes with the package is loaded, changed and compiled, and tells a person how far the next stage is.
func Example() {
	ladder, err := careerpath.Preset("key-account-manager")
	if err != nil {
		fmt.Println(err)
		return
	}
	first := &ladder.Moves[0] // customer representative to account manager
	first.Criteria = criteria.Rule{All: []criteria.Rule{
		{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 18}},
		{ID: "certified", Certificate: &criteria.Certificate{Kind: "key-account-sales"}},
	}}
	program, err := careerpath.Compile(ladder)
	if err != nil {
		fmt.Println(err)
		return
	}

	file := evidence.File{
		Person:       kam.Subject{Kind: "agent", ID: "anna"},
		Positions:    []evidence.Position{{Stage: "representative", Held: kam.MustPeriod("2025-01-01/..")}},
		Certificates: []evidence.Certificate{{Kind: "key-account-sales", Earned: kam.MustDay("2026-03-01")}},
	}
	for _, day := range []string{"2026-06-30", "2026-07-01"} {
		ready, err := program.Readiness(file, kam.MustDay(day))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(day, ready.Moves[0].State())
	}
	way, err := program.Path("representative", "key-account-director")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, move := range way {
		stage, _ := program.Stage(move.To)
		fmt.Println(stage.Rank, stage.Titles[0].EN, stage.Titles[0].ZH)
	}
	// Output:
	// 2026-06-30 unknown
	// 2026-07-01 met
	// 2 Account manager 客户经理
	// 3 Key account manager 大客户经理
	// 4 Senior key account manager 高级大客户经理
	// 5 Key account director 大客户总监
}

// Faults come all at once, each with its place; a circle of promotions is told stage by stage.
// A row that begins with a name has the verdict behind it; a sentence has both.
func ExampleReadiness_Verdict() {
	ready := careerpath.Readiness{Person: kam.Subject{Kind: "agent", ID: "21"}, Why: careerpath.NoPosition}
	fmt.Println(ready.Verdict().EN)
	fmt.Println(ready.SummaryWith(func(string) string { return "Lin Yue" }).EN)
	fmt.Println(strings.Split(ready.MarkdownWith(kam.English, func(string) string { return "Lin Yue" }), " on ")[0])
	// Output:
	// it is not known at which stage, there is no position on that day
	// Lin Yue: it is not known at which stage, there is no position on that day
	// # Readiness of Lin Yue
}

func ExampleCompile() {
	stage := func(id string, rank int) careerpath.Stage {
		return careerpath.Stage{ID: id, Track: "line", Rank: rank, Titles: []kam.Text{{EN: id, ZH: id}}}
	}
	promotion := func(from, to string) careerpath.Move {
		return careerpath.Move{
			ID: from + "-" + to, Kind: careerpath.Promotion, From: from, To: to,
			Criteria: criteria.Rule{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 12}},
		}
	}
	_, err := careerpath.Compile(careerpath.Ladder{
		Format: careerpath.Format, ID: "sales", Version: 1, Name: kam.Text{EN: "Sales", ZH: "销售"}, Effective: kam.MustPeriod("2026-01-01/.."),
		Tracks: []careerpath.Track{{ID: "line", Name: kam.Text{EN: "Line", ZH: "管理通道"}}},
		Stages: []careerpath.Stage{stage("junior", 1), stage("senior", 2)},
		Moves:  []careerpath.Move{promotion("junior", "senior"), promotion("senior", "junior")},
	})
	invalid, _ := errors.AsType[*kam.InvalidError](err)
	for _, f := range invalid.Findings.Sorted() {
		fmt.Println(f.Code, f)
	}
	fmt.Println(invalid.Findings.Sorted()[0].In(kam.Chinese))
	// Output:
	// ladder.cycle $.moves[1]: promotions lead in a circle: junior → senior → junior (remove one of these promotions, or correct where it leads)
	// ladder.way $.moves[1].to: a promotion from rank 2 to rank 1 (lead it to a higher rank, or call it lateral or a demotion)
	// $.moves[1]：晋升形成循环：junior → senior → junior（请去掉其中一条晋升，或更正其去向）
}

// The published framework from points to titles: 8 points make level 1.2, and 3 more would make 1.3.
func ExampleProgram_Reached() {
	ladder, err := careerpath.Preset("points-to-title")
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := careerpath.Compile(ladder)
	if err != nil {
		fmt.Println(err)
		return
	}
	levels := skills.Levels{}
	framework, _ := program.Points()
	for _, s := range framework.Skills {
		levels[s.Skill] = 0
	}
	levels["servers"], levels["communication"], levels["craft"] = 3, 1, 1
	reached, err := program.Reached(levels)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reached.Points.Least, reached.Summary().EN)
	fmt.Println(reached.Summary().ZH)
	delete(levels, "mentorship") // nobody assessed it: 0 to 20 points more
	reached, err = program.Reached(levels)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reached.Summary().EN)
	// Output:
	// 8 level 1.2: Engineer I; 3 more points for 1.3
	// 级别 1.2：一级工程师；距 1.3 还差 3 分
	// 8 to 28 points, the level is not known
}

func ExampleProgram_Staffing() {
	ladder, err := careerpath.Preset("key-account-manager")
	if err != nil {
		fmt.Println(err)
		return
	}
	two := 2
	ladder.Stages[4].Headcount = &two // key account directors
	program, err := careerpath.Compile(ladder)
	if err != nil {
		fmt.Println(err)
		return
	}
	files := []evidence.File{{
		Person:    kam.Subject{Kind: "agent", ID: "bo"},
		Positions: []evidence.Position{{Stage: "key-account-director", Held: kam.MustPeriod("2025-01-01/..")}},
	}}
	staffing, err := program.Staffing(files, kam.MustDay("2026-07-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	post, _ := staffing.Post("key-account-director")
	fmt.Println(post.Holders, post.Headcount, post.Open)
	// Output:
	// [{agent bo}] 2 1
}

func ExampleProgram_Steps() {
	ladder, err := careerpath.Preset("key-account-manager")
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := careerpath.Compile(ladder)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range program.Steps() {
		if s.Quota.Known() {
			fmt.Println(s.From, s.To, s.Quota)
		}
	}
	// Output:
	// account-manager key-account-manager 2
	// key-account-manager senior-key-account-manager 5/3
	// senior-key-account-manager key-account-director 9/5
}
