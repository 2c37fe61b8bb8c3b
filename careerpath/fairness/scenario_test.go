package fairness_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
)

// scenario is a competition of 40 candidates for 3 seats before 5 judges. Twenty are of one group and twenty of another, and
// worth the same: of each group the candidates have the merits 1 to 20. Scores follow merit, the strictness of the judge,
// and chance.
type scenario struct {
	seed uint64
	// proxy gives the criterion rotation to 18 of one group and to 5 of the other, whatever their merit; else to 12 of each.
	proxy bool
	// bias takes so many points off the scores that one judge gives the second group; the judge is [biased] unless stated.
	bias int
	by   string
	// weaker takes so many points off the scores that every judge gives the second group, which has earned no more.
	weaker int
	// twin adds a criterion that the same people meet as rotation.
	twin bool
	// lot makes scores follow merit alone, so that there are equals, and parts them by lot.
	lot bool
	// unknown keeps files incomplete, so that a certificate that is not there proves nothing, and excludes who is not known
	// to meet the criteria.
	unknown bool
	// barred is a judge who is kept by family from so many of those of the second group, and kept from none of the first.
	barred string
	kin    int
	// gone is how many apply and leave again.
	gone int
	// screening says when criteria take effect.
	screening promotion.Screening
	// people is how many candidates there are, 40 unless stated.
	people int
	// panel is how many judges there are, 5 unless stated.
	panel int
}

const biased = "judge-3"

func day(n int) kam.Day { return kam.MustDay("2026-03-01").AddDays(n) }

func period(from, until int) kam.Period { return kam.Period{From: day(from), Until: day(until)} }

func text(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

func employee(id string) kam.Subject { return kam.Subject{Kind: "employee", ID: id} }

func names() evidence.Vocabulary {
	return evidence.Vocabulary{Certificates: []evidence.Term{{ID: "exam", Name: text("exam")}, {ID: "rotation", Name: text("rotation")}, {ID: "travel", Name: text("travel")}}}
}

func (s scenario) rule() criteria.Rule {
	all := []criteria.Rule{
		{ID: "exam", Certificate: &criteria.Certificate{Kind: "exam"}},
		{ID: "rotation", Certificate: &criteria.Certificate{Kind: "rotation"}},
	}
	if s.twin {
		all = append(all, criteria.Rule{ID: "travel", Certificate: &criteria.Certificate{Kind: "travel"}})
	}
	return criteria.Rule{ID: "ready", All: all}
}

// run plays the scenario and returns its record and the group of each candidate.
func (s scenario) run(t testing.TB) (promotion.Record, map[kam.Subject]string) {
	t.Helper()
	record, groups, err := s.play()
	require.NoError(t, err)
	return record, groups
}

func (s scenario) play() (promotion.Record, map[kam.Subject]string, error) {
	if s.people == 0 {
		s.people = 40
	}
	if s.panel == 0 {
		s.panel = 5
	}
	if s.by == "" {
		s.by = biased
	}
	r := rand.New(rand.NewPCG(s.seed, 1))
	conditions, err := criteria.Compile(s.rule(), names(), criteria.Options{})
	if err != nil {
		return promotion.Record{}, nil, err
	}
	officer := employee("officer")
	cycle := promotion.Cycle{
		Format: promotion.Format, ID: "spring", Version: 1, Name: text("Spring"), Contact: text("HR"),
		Ladder:   promotion.Edition{ID: "ladder", Version: 1, Hash: conditions.Hash()},
		Criteria: []promotion.Criteria{promotion.CriteriaOf("ready", conditions)},
		Openings: []promotion.Opening{{ID: "lead", Name: text("lead"), Stage: "P6", Seats: 3, Criteria: "ready"}},
		Officers: []kam.Subject{officer}, Arbiters: []kam.Subject{employee("arbiter")},
		TieBreaks: []promotion.TieBreak{{By: promotion.TieShare}}, Screening: s.screening,
		Schedule: promotion.Schedule{
			Apply: period(0, 5), Freeze: day(5), Publish: day(20), Objection: promotion.Term{Days: 3}, Appeal: promotion.Term{Days: 3},
		},
	}
	for _, id := range []string{"presentation", "interview"} {
		cycle.Exercises = append(cycle.Exercises, promotion.Exercise{
			ID: id, Kind: promotion.Interview, Name: text(id), Weight: kam.MustFraction("1/2"), Window: period(6, 20), MinJudges: 1,
			Scale: promotion.Scale{Min: decimal.Zero, Max: decimal.New(100, 0), Step: decimal.New(1, 0)},
		})
	}
	for j := range s.panel {
		cycle.Panel = append(cycle.Panel, promotion.Judge{Person: employee(fmt.Sprintf("judge-%d", j+1))})
	}
	groups := map[kam.Subject]string{officer: "first"}
	if s.lot {
		cycle.TieBreaks[0].By = promotion.TieLot
		cycle.Draw = promotion.Draw{Source: text("the lottery of the day"), Day: day(19)}
	}
	if s.unknown {
		cycle.Unknown = promotion.UnknownExcludes
	}
	places := r.Perm(s.people)
	kept := map[kam.Subject]bool{}
	for i, place := range places {
		if person := employee(fmt.Sprintf("secret-%02d", i+1)); place%2 == 1 && len(kept) < s.kin {
			kept[person] = true
			cycle.Relations = append(cycle.Relations, promotion.Relation{Kind: promotion.Relative, Of: person, To: employee(s.barred)})
		}
	}
	p, err := promotion.Compile(cycle)
	if err != nil {
		return promotion.Record{}, nil, err
	}
	var apply, freeze, score []promotion.Event
	for i, place := range places {
		person := employee(fmt.Sprintf("secret-%02d", i+1))
		second, merit := place%2 == 1, place/2+1
		groups[person] = "first"
		if second {
			groups[person] = "second"
		}
		apply = append(apply, promotion.Event{Step: promotion.StepApply, On: day(1), By: person, Person: person, Name: "Person " + person.ID, Openings: []string{"lead"}})
		if i < s.gone {
			apply = append(apply, promotion.Event{Step: promotion.StepWithdraw, On: day(1), By: person, Person: person})
			continue
		}
		freeze = append(freeze, promotion.Event{
			Step: promotion.StepFreeze, On: day(5), By: officer, Person: person,
			Frozen: &promotion.Frozen{Digest: conditions.Hash(), AsOf: day(5), Checks: []promotion.Check{{Criteria: "ready", Result: s.check(conditions, person, second, merit)}}},
		})
		if s.screening == promotion.ScreenBefore && freeze[len(freeze)-1].Frozen.Checks[0].Result.State != criteria.Met {
			continue
		}
		for _, x := range cycle.Exercises {
			for j, judge := range cycle.Panel {
				if kept[person] && judge.Person.ID == s.barred {
					continue
				}
				points := 40 + 2*merit - 3*j + r.IntN(9)
				if s.lot {
					points = 40 + 2*merit
				}
				if second {
					points -= s.weaker
				}
				if second && judge.Person.ID == s.by {
					points -= s.bias
				}
				score = append(score, promotion.Event{
					Step: promotion.StepScore, On: day(7), By: judge.Person, Person: person, Exercise: x.ID,
					Score: decimal.NewNullDecimal(decimal.New(int64(points), 0)),
				})
			}
		}
	}
	events := append([]promotion.Event{{Step: promotion.StepOpen, On: day(0), By: officer}}, apply...)
	events = append(events, freeze...)
	events = append(events, score...)
	for _, x := range cycle.Exercises {
		events = append(events, promotion.Event{Step: promotion.StepFinish, On: day(8), By: officer, Exercise: x.ID})
	}
	if s.lot {
		events = append(events, promotion.Event{Step: promotion.StepSeed, On: day(19), By: officer, Seed: "04 11 23"})
	}
	state, err := p.Start().ApplyAll(events...)
	return state.Record(), groups, err
}

// check says whether a candidate meets the criteria: exam by merit, rotation by group or by neither.
func (s scenario) check(conditions *criteria.Program, person kam.Subject, second bool, merit int) criteria.Result {
	rotation := merit*7%20 < 12
	if s.proxy {
		rotation = merit*7%20 < 18
		if second {
			rotation = merit*7%20 < 5
		}
	}
	file := evidence.File{Person: person, Complete: []evidence.Completeness{{Of: evidence.Certificates, Period: period(-4000, 100)}}}
	if s.unknown {
		file.Complete = nil
	}
	for kind, held := range map[string]bool{"exam": merit > 4, "rotation": rotation, "travel": rotation} {
		if held {
			file.Certificates = append(file.Certificates, evidence.Certificate{Kind: kind, Earned: day(-100)})
		}
	}
	return conditions.Evaluate(file, day(5))
}
