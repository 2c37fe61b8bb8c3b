package careerpathtest

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
)

// full returns a cycle and events that say as much as they can, and bare ones, in the order of a store. The events need not
// be sound, only complete.
func full() []promotion.Entry {
	early, late := kam.MustDay("0001-01-01"), kam.MustDay("9999-12-31")
	by := kam.Subject{Kind: "系统", ID: "人事 \"1\""}
	events := []promotion.Event{
		{Step: promotion.StepOpen, On: early},
		{Step: promotion.StepApply, Person: anna(), Name: "安娜 <&>", Openings: []string{"west", "east"}, Reason: " 两行\nline two \n"},
		{Step: promotion.StepNominate, Person: anna(), Openings: []string{"east"}, Reason: "r"},
		{Step: promotion.StepFreeze, Person: anna(), Reason: "again", Frozen: fullFrozen()},
		{Step: promotion.StepDeclare, Person: anna(), Judge: by, Relation: promotion.OtherInterest, Reason: "r"},
		{Step: promotion.StepRecuse, Judge: by, Reason: "r"},
		{Step: promotion.StepScore, Person: anna(), Exercise: "面试", Score: decimal.NewNullDecimal(decimal.Zero), Comment: "c"},
		{Step: promotion.StepScore, Person: anna(), Exercise: "x", Score: decimal.NewNullDecimal(decimal.New(-1, -30))},
		{Step: promotion.StepScore, Person: anna(), Exercise: "x", Score: decimal.NewNullDecimal(decimal.NewFromBigInt(nines(), 0))},
		{Step: promotion.StepFinish, Exercise: "x"},
		{Step: promotion.StepAddJudge, Judge: anna(), Name: "n", Exercise: "x", Reason: "r"},
		{Step: promotion.StepReopen, Exercise: "x", Reason: "r"},
		{Step: promotion.StepSeed, Seed: "04 11 23", Reason: "r"},
		{Step: promotion.StepPublish, Digest: digest(3)},
		{Step: promotion.StepObject, ID: "o", Reason: "r", Person: anna()},
		{Step: promotion.StepAnswer, ID: "o", Ruling: promotion.Upheld, Reason: "r", Changes: fullChanges(by)},
		{Step: promotion.StepAnswer, ID: "o", Ruling: promotion.Rejected, Reason: "r"},
		{Step: promotion.StepAppoint, Person: anna(), Opening: "east"},
		{Step: promotion.StepClose, On: late, Reason: "r"},
	}
	out := []promotion.Entry{{Stream: "s", Seq: 1, Digest: digest(1), Cycle: fullCycle(by)}}
	for i := range events {
		events[i].By = by
		if !events[i].On.IsSet() {
			events[i].On = kam.MustDay("2024-02-29")
		}
		out = append(out, promotion.Entry{Stream: "s", Seq: int64(i) + 2, Digest: digest(int64(i)), Event: &events[i]})
	}
	return append(out, promotion.Entry{Stream: "t", Seq: 1, Digest: digest(2), Cycle: &promotion.Cycle{ID: "t"}})
}

// nines is the largest number there is: 38 nines.
func nines() *big.Int {
	n := new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)
	return n.Sub(n, big.NewInt(1))
}

func fullChanges(judge kam.Subject) []promotion.Change {
	return []promotion.Change{
		{Kind: promotion.ChangeScore, Person: anna(), Judge: judge, Exercise: "x", Score: decimal.NewNullDecimal(decimal.Zero)},
		{Kind: promotion.ChangeVoid, Judge: judge},
		{Kind: promotion.ChangeEvidence, Person: anna(), Frozen: fullFrozen()},
		{Kind: promotion.ChangeSeat, Opening: "east"},
	}
}

// fullFrozen is evidence with a ratio that no decimal is, and records of every kind.
func fullFrozen() *promotion.Frozen {
	third := criteria.ExactOf(big.NewRat(1, 3))
	return &promotion.Frozen{
		Digest: digest(4), AsOf: kam.MustDay("2026-03-01"),
		Figures: []promotion.Figure{{Fact: "tenure", Value: decimal.Zero, Source: digest(7)}, {Fact: "负数", Value: decimal.New(-15, -1)}},
		Checks: []promotion.Check{{Criteria: "senior", Result: criteria.Result{
			Format: criteria.Format, Rule: digest(5), Version: 2, Person: anna(), AsOf: kam.MustDay("2026-03-01"), State: criteria.NotMet,
			Root: criteria.Node{Kind: criteria.KindAtLeast, K: 1, State: criteria.NotMet, Children: []criteria.Node{{
				ID: "win-rate", Kind: criteria.KindMetric, Name: kam.Text{EN: "Win rate", ZH: "赢单率"}, State: criteria.NotMet,
				Criterion: &criteria.Criterion{
					Asks: criteria.Rule{
						ID: "win-rate", Metric: &criteria.Metric{
							Of:     criteria.Series{Metric: "win-rate", Scope: "e\u0301"},
							Window: criteria.Window{Step: kam.Quarter, Last: 4}, Aggregate: criteria.Ratio,
							Be: criteria.Test{Comparison: criteria.AtLeast, Threshold: decimal.NewNullDecimal(decimal.New(35, 0)), Scale: criteria.AsPercent},
						},
					},
					Value: third, Threshold: criteria.ExactOf(big.NewRat(7, 20)), Gap: criteria.ExactOf(big.NewRat(1, 60)),
					Looked: kam.MustPeriod("2025-03-01/2026-03-01"),
					Steps: []criteria.Step{
						{Period: kam.MustPeriod("2025-03-01/2025-06-01"), Value: criteria.ExactOf(new(big.Rat)), Numerator: criteria.ExactOf(new(big.Rat)), Denominator: criteria.ExactOf(big.NewRat(3, 1)), Source: "crm"},
						{Period: kam.MustPeriod("2025-06-01/2025-09-01"), Why: criteria.NoObservation},
					},
					Reason: kam.Text{EN: "one third is less than 35 %", ZH: "三分之一低于 35%"},
				},
			}}},
		}}},
	}
}

func fullCycle(by kam.Subject) *promotion.Cycle {
	return &promotion.Cycle{
		Format: promotion.Format, ID: "s", Version: 1 << 40, Name: kam.Text{EN: "Spring", ZH: "春季"},
		Ladder:   promotion.Edition{ID: "ladder", Version: 3, Hash: digest(6)},
		Criteria: []promotion.Criteria{{ID: "senior", Version: 2, Hash: digest(5), Rule: criteria.Rule{All: []criteria.Rule{{ID: "c", Certificate: &criteria.Certificate{Kind: "kam"}}}}}},
		Openings: []promotion.Opening{{ID: "east", Name: kam.Text{ZH: "华东"}, Stage: "senior", Move: "up", Department: "East", Seats: 3, Criteria: "senior"}},
		Exercises: []promotion.Exercise{{
			ID: "x", Kind: promotion.Interview, Openings: []string{"east"}, Weight: kam.MustFraction("1/3"), Scale: promotion.Scale{Min: decimal.Zero, Max: decimal.New(10, 0), Step: decimal.New(5, -1)},
			Window: kam.MustPeriod("2026-03-16/2026-03-18"), Judges: []kam.Subject{by}, MinJudges: 4, DropFrom: 4, Standardise: promotion.StandardiseMean, Pass: decimal.NewNullDecimal(decimal.Zero),
		}},
		Panel:       []promotion.Judge{{Person: by, Name: "评委"}},
		Relations:   []promotion.Relation{{Kind: promotion.ReportsTo, Of: anna(), To: by}},
		Officers:    []kam.Subject{by},
		Arbiters:    []kam.Subject{{Kind: "user", ID: "works-council"}},
		Facts:       []promotion.Fact{{ID: "tenure", Name: kam.Text{EN: "Tenure"}, Direction: kam.LowerIsBetter, From: promotion.FactTenure}},
		TieBreaks:   []promotion.TieBreak{{By: promotion.TieExercise, Exercise: "x"}, {By: promotion.TieFact, Fact: "tenure"}, {By: promotion.TieLot}},
		Draw:        promotion.Draw{Source: kam.Text{EN: "Lottery", ZH: "彩票"}, Day: kam.MustDay("2026-03-18")},
		Pass:        decimal.NewNullDecimal(decimal.Zero),
		Screening:   promotion.ScreenAfter,
		Unknown:     promotion.UnknownAdmits,
		Assignment:  promotion.ByOpening,
		MaxOpenings: 1,
		Schedule: promotion.Schedule{
			Apply: kam.MustPeriod("0001-01-01/9999-12-31"), Freeze: kam.MustDay("2026-03-01"), Publish: kam.MustDay("9999-12-30"),
			Objection: promotion.Term{Days: 5, Working: true}, Appeal: promotion.Term{Days: 10},
		},
		Calendar:   kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{kam.MustDay("2026-01-01")}, Working: []kam.Day{kam.MustDay("2026-01-04")}}}, Declared: []int{2027}},
		Disclosure: promotion.Disclosure{Judges: true, Comments: true, Totals: true},
		Contact:    kam.Text{EN: "HR", ZH: "人事"},
	}
}

// copies returns n copies of an entry.
func copies(e promotion.Entry, n int) []promotion.Entry {
	return slices.Repeat([]promotion.Entry{e}, n)
}
