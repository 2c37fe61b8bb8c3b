package scoringtest

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

// full returns a record of each kind that says as much as one can, and bare ones, in the order of a store.
func full() []improve.Record {
	first, last := kam.MustDay("0001-01-01"), kam.MustDay("9999-12-31")
	list := []improve.Record{
		{Card: fullCard()},
		{Card: &scoring.Card{Format: scoring.Format, ID: "bare", Version: 1 << 40}},
		{About: anna(), PIP: fullDraft()},
		{About: anna(), PIP: &improve.PIPEvent{
			Step: improve.PIPHold, On: first, By: "bo", Reason: "两行\nline two \"quoted\" <&>", CheckPoint: kam.MustDay("2024-02-29"), Outcome: improve.OffTrack,
		}},
		{About: anna(), PIP: &improve.PIPEvent{
			Step: improve.PIPExtend, On: first, By: "bo", Reason: "r", Approver: "cy", Until: last, CheckPoints: []kam.Day{kam.MustDay("9999-12-30")},
		}},
		{About: anna(), Plan: fullPlan()},
		{About: anna(), Response: &improve.Response{Round: "2026", Rater: "匿名 7", Document: "{\"a\": 1.0,  \"a\": 1.00}\n"}},
		{About: anna(), Publication: fullPublication()},
		{About: anna(), Result: fullResult()},
		{About: anna(), Result: &scoring.Result{Format: scoring.Format, Card: "bare", Version: 1, Subject: anna(), Period: kam.Period{From: first, Until: last}}},
		{About: anna(), Review: fullOpening()},
		{About: anna(), Review: &improve.ReviewEvent{
			Step: improve.ReviewManager, On: first, By: "bo", Reason: "理由", Score: decimal.NewNullDecimal(decimal.RequireFromString("-0.000000000000000000000000000001")), Grade: "C",
		}},
		{About: anna(), Review: &improve.ReviewEvent{Step: improve.ReviewSelf, On: first, By: "anna"}},
		{About: anna(), Review: &improve.ReviewEvent{Step: improve.ReviewSelf, On: first, By: "anna", Score: decimal.NewNullDecimal(decimal.Zero)}},
	}
	for i := range list {
		list[i].Stream, list[i].Seq, list[i].On, list[i].By = "s", int64(i+1), last, "系统"
		if p := list[i].Publication; p != nil {
			p.Sequence = list[i].Seq
		}
	}
	return list
}

func null(text string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(text))
}

func exact(text string) scoring.Exact {
	r, _ := new(big.Rat).SetString(text)
	return scoring.ExactOf(r)
}

func fullCard() *scoring.Card {
	return &scoring.Card{
		Format: scoring.Format, ID: "kam", Version: 7, Name: kam.Text{EN: "Key accounts", ZH: "大客户"}, Source: kam.Text{EN: "board"},
		Scale:    scoring.Scale{Min: decimal.Zero, Max: decimal.New(100, 0), MeasureMin: null("0"), MeasureMax: null("120.50")},
		Rounding: scoring.Rounding{Places: 2, Mode: scoring.HalfEven}, Weights: scoring.WeightsNormalised,
		Missing: scoring.Missing{Policy: scoring.MissingNeutral, Neutral: null("0")}, MinimumCoverage: kam.MustFraction("2/3"),
		Dimensions: []scoring.Dimension{{
			ID: "market", Weight: kam.MustFraction("1/3"),
			Measures: []scoring.Measure{{
				ID: "growth", Name: kam.Text{ZH: "增长"}, Weight: kam.Whole(), Metric: "revenue", Scope: "north", Currency: "CNY",
				Direction: kam.HigherIsBetter, Missing: scoring.Missing{Policy: scoring.MissingBlock},
				Function: scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{
					{Value: decimal.RequireFromString("-0.1"), Score: decimal.Zero},
					{Value: decimal.RequireFromString("12345678901234567890123456789012345678"), Score: decimal.New(100, 0)},
				}, Outside: scoring.OutsideExtrapolate}},
			}},
		}},
		Measures: []scoring.Measure{{
			ID: "errors", Weight: kam.MustFraction("2/3"), Metric: "errors", Unit: "份", Direction: kam.LowerIsBetter,
			Function: scoring.Function{Deduction: &scoring.Deduction{PerUnit: decimal.New(2, 0), Full: null("100")}},
		}},
		Adjustments: []scoring.Adjustment{{ID: "award", Metric: "awards", PerUnit: decimal.New(5, 0), Max: null("10")}},
		MaxBonus:    null("0"), MaxPenalty: null("15"),
		Vetoes: []scoring.Veto{{ID: "safety", On: "errors", Above: null("0"), Effect: scoring.VetoCapGrade, Grade: "C"}},
		Grades: []scoring.Grade{{Key: "C", From: decimal.Zero, Until: decimal.New(60, 0)}, {Key: "A", Name: kam.Text{ZH: "优"}, From: decimal.New(60, 0), Until: decimal.New(100, 0)}},
	}
}

func fullResult() *scoring.Result {
	return &scoring.Result{
		Format: scoring.Format, Card: "kam", Version: 7, Subject: anna(), Period: kam.MustPeriod(year), Known: true,
		Scale: scoring.Scale{Max: decimal.New(100, 0)}, Rounding: scoring.Rounding{Places: 1, Mode: scoring.HalfUp},
		Nodes: []scoring.Node{{
			Kind: scoring.DimensionNode, ID: "market", Weight: exact("1"), Share: exact("1"), Effective: exact("1"), Score: exact("0"), Contribution: exact("0"), State: scoring.Scored,
			Children: []scoring.Node{{
				Kind: scoring.MeasureNode, ID: "growth", Weight: exact("1/3"), State: scoring.CountsZero, Metric: "revenue", Direction: kam.HigherIsBetter,
				Value: exact("-1/" + strings.Repeat("9", 200)), Target: exact("0"), Cohort: 12, Reason: kam.Text{EN: "because", ZH: "因为"},
			}},
		}},
		Coverage: exact("0"), Sum: exact("9007199254740993/7"), Total: exact("1"), Score: null("0"), Grade: "C", GradeBefore: "A",
		Adjustments: []scoring.AdjustmentResult{{ID: "award", Units: exact("0"), PerUnit: decimal.Zero, Points: exact("0")}},
		Vetoes:      []scoring.VetoResult{{ID: "safety", On: "errors", Effect: scoring.VetoCapGrade, Grade: "C", State: scoring.VetoTriggered}},
		Findings: kam.Findings{{
			Code: "score.x", Severity: kam.Warning, Place: "growth", Message: kam.Text{EN: "m", ZH: "消息"},
			Evidence: []kam.Evidence{{Name: "b", Value: "2"}, {Name: "a"}}, More: 3,
		}},
	}
}

func fullOpening() *improve.ReviewEvent {
	return &improve.ReviewEvent{
		Step: improve.ReviewOpen, On: kam.MustDay("0001-01-01"), By: "hr", Reason: "year end",
		Opening: &improve.Opening{
			Person: "anna", Period: kam.MustPeriod(year), RunBy: "hr", Manager: "bo", Calibrators: []string{"zoe", "cy"}, Approver: "bo", Arbiters: []string{"eve"},
			ManagerApproves: true,
			Deadlines: improve.Deadlines{
				Self: kam.MustDay("2024-02-29"), Manager: kam.MustDay("2024-02-29"), Calibration: kam.MustDay("9999-12-30"), SignOff: kam.MustDay("9999-12-31"),
			},
			AppealDays: 1, DecisionDays: 5, ClosingDays: improve.MaxDays,
		},
	}
}

func fullDraft() *improve.PIPEvent {
	return &improve.PIPEvent{
		Step: improve.PIPDraft, On: kam.MustDay("0001-01-01"), By: "bo", Reason: "score 40",
		Terms: &improve.Terms{
			Person: "anna", Manager: "bo", Approvers: []string{"zoe", "cy"}, Period: kam.MustPeriod("2026-01-01/2026-04-01"), Minimum: 30, MaxExtension: 10,
			Goals: []improve.PIPGoal{
				{Measure: "growth", Target: decimal.Zero, Statement: kam.Text{EN: "grow", ZH: "增长"}},
				{Measure: "errors", Target: decimal.RequireFromString("12345678901234567890123456789012345678")},
			},
			CheckPoints: []kam.Day{kam.MustDay("2026-01-05"), kam.MustDay("2026-03-31")},
		},
	}
}

func fullPublication() *feedback.Publication {
	part := feedback.Part{Subject: "安娜 | \"a\"", Group: "peers", Question: "倾听", Raters: []string{"r2", "r10", "匿名 1"}}
	other, comments := part, part
	other.Subject, comments.Question = "bo", ""
	return &feedback.Publication{
		Round: "2026", Report: "安娜", On: kam.MustDay("0001-01-01"),
		Aggregates: []feedback.Aggregate{
			{ID: "peers/倾听", Parts: []feedback.Part{part, other}, Sum: null("12.345678")},
			{ID: "peers/0", Parts: []feedback.Part{other}, Sum: null("0")},
			{ID: "unknown", Kind: feedback.KindSquares, Parts: []feedback.Part{part}},
			{ID: "squares", Kind: feedback.KindSquares, Parts: []feedback.Part{part}, Sum: null("41.25")},
			{ID: "comments", Kind: feedback.KindComments, Parts: []feedback.Part{comments}},
			{ID: "written", Kind: feedback.KindComments, Parts: []feedback.Part{comments}, Written: []string{
				"00112233445566778899aabbccddeeff", "00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100",
			}},
		},
	}
}

func fullPlan() *improve.Plan {
	return &improve.Plan{
		ID: "p", Subject: anna(), Card: "kam", Version: 7, ResultPeriod: kam.MustPeriod(year), Total: exact("0"), Full: exact("301/3"),
		Period: kam.MustPeriod("2027-01-01/2027-07-01"), Order: improve.ByPointsPerEffort,
		Gaps: []improve.Gap{{
			Measure: "growth", Name: kam.Text{ZH: "增长"}, Metric: "revenue", Weight: exact("1/3"), Score: exact("0"), Target: exact("80"), Gap: exact("80"),
			Points: exact("80/3"), Planned: exact("0"),
		}},
		Actions: []improve.Action{{
			Kind: improve.PullLever, Measure: "growth", Lever: "visits", Points: exact("1/7"), Effort: null("0.50"),
			Task: kam.Task{
				ID: "p/1", Title: kam.Text{EN: "visit", ZH: "拜访"}, Owner: "anna", About: anna(), Due: kam.MustDay("2027-02-01"), Done: kam.MustDay("2027-01-31"), Origin: "improve.lever",
			},
		}},
		PassedOver:  []improve.PassedOver{{Lever: "calls", Measure: "growth", Reason: improve.PassEffort}},
		CheckPoints: []kam.Day{kam.MustDay("2027-02-01"), kam.MustDay("2027-06-30")},
	}
}
