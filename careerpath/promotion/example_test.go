package promotion_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
)

// rule asks for one certificate.
func rule() *criteria.Program {
	p, err := criteria.Compile(criteria.Rule{ID: "certificate", Name: kam.Text{EN: "Certificate held", ZH: "持有证书"}, Certificate: &criteria.Certificate{Kind: "kam-2"}},
		evidence.Vocabulary{Certificates: []evidence.Term{{ID: "kam-2", Name: kam.Text{EN: "KAM II", ZH: "大客户管理二级"}}}}, criteria.Options{Version: 1})
	if err != nil {
		panic(err)
	}
	return p
}

// small is a cycle with one seat, one interview and two judges.
func small() promotion.Cycle {
	return promotion.Cycle{
		Format: promotion.Format, ID: "senior-2026", Version: 1, Name: kam.Text{EN: "Senior key-account manager 2026", ZH: "高级大客户经理 2026"},
		Ladder:   promotion.Edition{ID: "key-accounts", Version: 1, Hash: strings.Repeat("0", 64)},
		Criteria: []promotion.Criteria{promotion.CriteriaOf("senior", rule())},
		Openings: []promotion.Opening{{ID: "east", Name: kam.Text{EN: "East", ZH: "华东"}, Stage: "senior", Seats: 1, Criteria: "senior"}},
		Exercises: []promotion.Exercise{{
			ID: "interview", Kind: promotion.Interview, Name: kam.Text{EN: "Interview", ZH: "面试"}, Weight: kam.Whole(),
			Scale: promotion.Scale{Max: decimal.New(10, 0), Step: decimal.New(1, 0)}, Window: kam.MustPeriod("2026-03-16/2026-03-18"), MinJudges: 2,
		}},
		Panel:     []promotion.Judge{{Person: user("lee"), Name: "Ms Lee"}, {Person: user("ito"), Name: "Mr Ito"}},
		Relations: []promotion.Relation{{Kind: promotion.ReportsTo, Of: user("cy"), To: user("lee")}},
		Officers:  []kam.Subject{user("hr")},
		Arbiters:  []kam.Subject{user("council")},
		TieBreaks: []promotion.TieBreak{{By: promotion.TieShare}},
		Schedule: promotion.Schedule{
			Apply: kam.MustPeriod("2026-03-02/2026-03-07"), Freeze: kam.MustDay("2026-03-01"), Publish: kam.MustDay("2026-03-18"),
			Objection: promotion.Term{Days: 5}, Appeal: promotion.Term{Days: 10},
		},
		Contact: kam.Text{EN: "HR", ZH: "人力资源部"},
	}
}

func user(id string) kam.Subject { return kam.Subject{Kind: "user", ID: id} }

// story runs the small cycle to the published ranking: anna 9, bo 7.5.
func story() (*promotion.Program, promotion.State, error) {
	p, err := promotion.Compile(small())
	if err != nil {
		return nil, promotion.State{}, err
	}
	events := []promotion.Event{{Step: promotion.StepOpen, On: kam.MustDay("2026-03-02"), By: user("hr")}}
	for _, id := range []string{"anna", "bo"} {
		events = append(events, promotion.Event{Step: promotion.StepApply, On: kam.MustDay("2026-03-03"), By: user(id), Person: user(id), Openings: []string{"east"}})
	}
	for _, id := range []string{"anna", "bo"} {
		file := evidence.File{Person: user(id), Certificates: []evidence.Certificate{{Kind: "kam-2", Earned: kam.MustDay("2025-05-01")}}}
		frozen, err := p.Freeze(file, nil, rule())
		if err != nil {
			return nil, promotion.State{}, err
		}
		events = append(events, promotion.Event{Step: promotion.StepFreeze, On: kam.MustDay("2026-03-09"), By: user("hr"), Person: user(id), Frozen: &frozen})
	}
	for _, s := range []struct {
		judge, id string
		score     int64
	}{{"lee", "anna", 9}, {"ito", "anna", 9}, {"lee", "bo", 8}, {"ito", "bo", 7}} {
		events = append(events, promotion.Event{
			Step: promotion.StepScore, On: kam.MustDay("2026-03-16"), By: user(s.judge), Person: user(s.id), Exercise: "interview",
			Score: decimal.NewNullDecimal(decimal.New(s.score, 0)),
		})
	}
	events = append(events, promotion.Event{Step: promotion.StepFinish, On: kam.MustDay("2026-03-17"), By: user("hr"), Exercise: "interview"})
	s, err := p.Start().ApplyAll(events...)
	if err != nil {
		return nil, s, err
	}
	digest, err := s.Outcome().Digest()
	if err != nil {
		return nil, s, err
	}
	s, err = s.Apply(promotion.Event{Step: promotion.StepPublish, On: kam.MustDay("2026-03-18"), By: user("hr"), Digest: digest})
	return p, s, err
}

// A cycle from its notice to a decision that anybody who has the record can work out again.
func Example() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, place := range s.Outcome().Openings[0].Ranking {
		fmt.Println(place.Rank, place.Person.ID, place.Total, place.Seat)
	}
	digest, err := s.Outcome().Digest()
	if err != nil {
		fmt.Println(err)
		return
	}
	decide := promotion.Event{Step: promotion.StepDecide, On: kam.MustDay("2026-03-23"), By: user("hr"), Digest: digest}
	_, err = s.Apply(decide)
	fmt.Println(err)
	decide.On = kam.MustDay("2026-03-24")
	s, err = s.Apply(decide)
	fmt.Println(s.Phase(), err)
	fmt.Println("replays:", promotion.Verify(s.Record()))
	// Output:
	// 1 anna 90 true
	// 2 bo 75 false
	// $.on: objections may be raised until 2026-03-23, that day included (decide on 2026-03-24 or later)
	// decided <nil>
	// replays: <nil>
}

func ExampleCompile() {
	c := small()
	c.Openings[0].Seats = 0
	c.Exercises[0].Weight = kam.MustFraction("0.9")
	c.Arbiters = []kam.Subject{user("hr")}
	_, err := promotion.Compile(c)
	fmt.Println(err)
	// Output:
	// $.arbiters[0]: user "hr" runs the cycle or judges in it (name somebody who had no part in the result to rule on appeals)
	// $.openings[0].seats: there are 0 (state 1 or more)
}

func ExampleParseCycle() {
	_, err := promotion.ParseCycle([]byte(`{"format": 1, "openings": [{"seat": 1}]}`))
	fmt.Println(err)
	// Output:
	// $.openings[0].seat (1:29): key "seat" is not known here (did you mean "seats"?)
}

func ExampleState_Apply() {
	p, err := promotion.Compile(small())
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := p.Start().ApplyAll(
		promotion.Event{Step: promotion.StepOpen, On: kam.MustDay("2026-03-02"), By: user("hr")},
		promotion.Event{Step: promotion.StepApply, On: kam.MustDay("2026-03-03"), By: user("cy"), Person: user("cy"), Openings: []string{"east"}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = s.Apply(promotion.Event{
		Step: promotion.StepScore, On: kam.MustDay("2026-03-16"), By: user("ito"), Person: user("cy"), Exercise: "interview", Score: decimal.NewNullDecimal(decimal.New(11, 0)),
	})
	fmt.Println(err)
	// Output:
	// $.score: 11 is not on the scale of "interview" (score 0 to 10 in steps of 1)
	// $.person: user "cy" does not take part in "interview": no evidence is frozen for the candidate (score only those who take part)
}

func ExampleState_Conflict() {
	p, err := promotion.Compile(small())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Start().Conflict(user("lee"), user("cy")))
	// Output: report
}

func ExampleState_OutcomeWithout() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, judge := range s.Judges() {
		out, err := s.OutcomeWithout(promotion.Leave{Judge: judge})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("without", judge.ID, out.Openings[0].Ranking[0].Total, out.Openings[0].Ranking[1].Total)
	}
	fmt.Println(s.Criteria())
	// Output:
	// without lee 90 70
	// without ito 90 80
	// [certificate]
}

func ExampleVerify() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	r := s.Record()
	r.Entries[6].Event.Score = decimal.NewNullDecimal(decimal.New(1, 0))
	err = promotion.Verify(r)
	fmt.Println(strings.HasPrefix(err.Error(), "$.entries[6].digest: "))
	// Output: true
}

func ExampleState_CandidateView() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := s.CandidateView(user("bo"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(v.Markdown(kam.Chinese))
	// Output:
	// # 高级大客户经理 2026
	//
	// - 候选人：bo
	// - 阶段：排名公示，可提出异议
	// - 结果：已排名，未入选
	// - 异议截止（含当日）：2026-03-23
	// - 异议与申诉受理方：人力资源部
	//
	// ## 华东
	//
	// - 名额：1
	// - 排名：第 2 名，共 2 名
	// - 总分：75
	// - 条件：达标
	//
	// | 条件 | 状态 | 数值 | 要求 | 说明 |
	// | --- | --- | --- | --- | --- |
	// | 持有证书 | 达标 | 1 | 1 | 2026-03-01 当日有效 |
	//
	// ## 面试
	//
	// - 评分标尺：0 至 10，步长 1
	// - 权重：100%
	// - 平均分：7.5
	// - 百分制得分：75
	//
	// | 评分 | 处理 |
	// | --- | --- |
	// | 8 | 计入 |
	// | 7 | 计入 |
}

func ExampleState_Notice() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := s.Notice()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(n.Markdown(kam.English))
	// Output:
	// # Public notice: Senior key-account manager 2026
	//
	// - Publication: number 1
	// - Published: 2026-03-18
	// - Objections until, that day included: 2026-03-23
	// - Objections and appeals go to: HR
	//
	// ## East
	//
	// - Seats: 1
	//
	// | Rank | Name | Proposed for a seat |
	// | --- | --- | --- |
	// | 1 | anna | yes |
	// | 2 | bo | - |
}

func ExampleState_PanelView() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := s.PanelView(user("ito"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range v.Exercises[0].Rows {
		fmt.Println(row.Person.ID, row.Score.Decimal)
	}
	// Output:
	// anna 9
	// bo 7
}

func ExampleSave() {
	ctx, store := context.Background(), &careerpathtest.PromotionStore{}
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(promotion.Save(ctx, store, s))
	r, err := promotion.Load(ctx, store, "senior-2026")
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err = promotion.Replay(r)
	fmt.Println(s.Phase(), len(r.Entries), err)
	// Output:
	// <nil>
	// published 12 <nil>
}

func ExampleState_VerifyEvidence() {
	_, s, err := story()
	if err != nil {
		fmt.Println(err)
		return
	}
	file := evidence.File{Person: user("anna"), Certificates: []evidence.Certificate{{Kind: "kam-2", Earned: kam.MustDay("2025-05-01")}}}
	fmt.Println(s.VerifyEvidence(file, rule()))
	file.Certificates = nil
	fmt.Println(s.VerifyEvidence(file, rule()) != nil)
	// Output:
	// <nil>
	// true
}
