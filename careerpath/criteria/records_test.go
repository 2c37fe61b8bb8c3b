package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// known says that a file is complete in a kind of record for a period.
func known(of evidence.Kind, p string) evidence.Completeness {
	return evidence.Completeness{Of: of, Period: period(p)}
}

func TestTenure(t *testing.T) {
	held := func(stage, p string) evidence.Position {
		return evidence.Position{Stage: stage, Track: "expert", Department: "south", Held: period(p)}
	}
	everything := []evidence.Completeness{known(evidence.Positions, "2000-01-01/..")}
	for _, c := range []struct {
		name      string
		tenure    criteria.Tenure
		positions []evidence.Position
		complete  []evidence.Completeness
		asOf      string
		want      criteria.State
		value     string
	}{
		{"sixteen months to the day", criteria.Tenure{In: criteria.InCompany, Months: 16}, []evidence.Position{held("a", "2025-03-01/..")}, nil, "2026-07-01", criteria.Met, "16"},
		{"a day short", criteria.Tenure{In: criteria.InCompany, Months: 16}, []evidence.Position{held("a", "2025-03-02/..")}, everything, "2026-07-01", criteria.NotMet, "15"},
		{"a day short, and perhaps longer", criteria.Tenure{In: criteria.InCompany, Months: 16}, []evidence.Position{held("a", "2025-03-02/..")}, nil, "2026-07-01", criteria.Unknown, "15"},
		{"the day before is known", criteria.Tenure{In: criteria.InCompany, Months: 16}, []evidence.Position{held("a", "2025-03-02/..")}, []evidence.Completeness{known(evidence.Positions, "2025-03-01/2025-03-02")}, "2026-07-01", criteria.NotMet, "15"},
		{"another kind of record is known", criteria.Tenure{In: criteria.InCompany, Months: 16}, []evidence.Position{held("a", "2025-03-02/..")}, []evidence.Completeness{known(evidence.Flags, "2000-01-01/..")}, "2026-07-01", criteria.Unknown, "15"},
		{"from the end of January to the end of February", criteria.Tenure{In: criteria.InStage, Months: 1}, []evidence.Position{held("a", "2026-01-31/..")}, everything, "2026-02-28", criteria.Met, "1"},
		{"a day before the end of February", criteria.Tenure{In: criteria.InStage, Months: 1}, []evidence.Position{held("a", "2026-01-31/..")}, everything, "2026-02-27", criteria.NotMet, "0"},
		{"in days", criteria.Tenure{In: criteria.InStage, Days: 181}, []evidence.Position{held("a", "2026-01-01/..")}, everything, "2026-07-01", criteria.Met, "181"},
		{"in days, one short", criteria.Tenure{In: criteria.InStage, Days: 182}, []evidence.Position{held("a", "2026-01-01/..")}, everything, "2026-07-01", criteria.NotMet, "181"},
		{"positions that touch", criteria.Tenure{In: criteria.InCompany, Months: 12}, []evidence.Position{held("b", "2026-01-01/.."), held("a", "2025-07-01/2026-01-01")}, nil, "2026-07-01", criteria.Met, "12"},
		{"of which one is in the stage", criteria.Tenure{In: criteria.InStage, Months: 12}, []evidence.Position{held("b", "2026-01-01/.."), held("a", "2025-07-01/2026-01-01")}, everything, "2026-07-01", criteria.NotMet, "6"},
		{"but both in the track", criteria.Tenure{In: criteria.InTrack, Months: 12}, []evidence.Position{held("b", "2026-01-01/.."), held("a", "2025-07-01/2026-01-01")}, nil, "2026-07-01", criteria.Met, "12"},
		{"and in the department", criteria.Tenure{In: criteria.InDepartment, Name: "south", Months: 12}, []evidence.Position{held("b", "2026-01-01/.."), held("a", "2025-07-01/2026-01-01")}, nil, "2026-07-01", criteria.Met, "12"},
		{"a break of a day", criteria.Tenure{In: criteria.InCompany, Months: 12}, []evidence.Position{held("b", "2026-01-02/.."), held("a", "2025-07-01/2026-01-01")}, everything, "2026-07-01", criteria.NotMet, "5"},
		{"an earlier stage is not where they are", criteria.Tenure{In: criteria.InStage, Name: "a", Months: 1}, []evidence.Position{held("b", "2026-01-01/.."), held("a", "2025-07-01/2026-01-01")}, everything, "2026-07-01", criteria.NotMet, "0"},
		{"the last day does not count", criteria.Tenure{In: criteria.InStage, Name: "a", Months: 1}, []evidence.Position{held("a", "2025-07-01/2026-07-01")}, everything, "2026-07-01", criteria.NotMet, "0"},
		{"two stages at once", criteria.Tenure{In: criteria.InStage, Months: 1}, []evidence.Position{held("b", "2025-07-01/.."), held("a", "2025-07-01/..")}, everything, "2026-07-01", criteria.Unknown, "unknown"},
		{"two stages at once, one named", criteria.Tenure{In: criteria.InStage, Name: "a", Months: 1}, []evidence.Position{held("b", "2025-07-01/.."), held("a", "2025-07-01/..")}, nil, "2026-07-01", criteria.Met, "12"},
		{"nobody knows", criteria.Tenure{In: criteria.InStage, Months: 1}, nil, nil, "2026-07-01", criteria.Unknown, "0"},
		{"not in the company", criteria.Tenure{In: criteria.InCompany, Months: 1}, nil, everything, "2026-07-01", criteria.NotMet, "0"},
		{"in the company from tomorrow", criteria.Tenure{In: criteria.InCompany, Days: 1}, []evidence.Position{held("a", "2026-07-02/..")}, everything, "2026-07-01", criteria.NotMet, "0"},
		{"not too long there", criteria.Tenure{In: criteria.InStage, Comparison: criteria.Below, Months: 7}, []evidence.Position{held("a", "2026-01-01/..")}, everything, "2026-07-01", criteria.Met, "6"},
		{"too long there", criteria.Tenure{In: criteria.InStage, Comparison: criteria.Below, Months: 6}, []evidence.Position{held("a", "2026-01-01/..")}, nil, "2026-07-01", criteria.NotMet, "6"},
		{"perhaps too long there", criteria.Tenure{In: criteria.InStage, Comparison: criteria.Below, Months: 7}, []evidence.Position{held("a", "2026-01-01/..")}, nil, "2026-07-01", criteria.Unknown, "6"},
		{"since the first day there is", criteria.Tenure{In: criteria.InCompany, Days: 100}, []evidence.Position{held("a", "0001-01-01/..")}, nil, "0001-02-01", criteria.NotMet, "31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := evaluate(t, criteria.Rule{ID: "time", Tenure: &c.tenure}, evidence.File{Person: anna, Positions: c.positions, Complete: c.complete}, c.asOf)
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
		})
	}
}

func TestSkill(t *testing.T) {
	by := func(who string, level int, on, until string) evidence.Assessment {
		a := evidence.Assessment{Skill: "negotiation", Level: level, Assessor: kam.Subject{Kind: "agent", ID: who}, On: day(on)}
		if until != "" {
			a.Until = day(until)
		}
		return a
	}
	for _, c := range []struct {
		name  string
		skill criteria.Skill
		list  []evidence.Assessment
		want  criteria.State
		value string
	}{
		{"seen by one", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 2, "2026-01-01", "")}, criteria.Met, "2"},
		{"a level short", criteria.Skill{Level: 3}, []evidence.Assessment{by("bo", 2, "2026-01-01", "")}, criteria.NotMet, "2"},
		{"seen by the person alone", criteria.Skill{Level: 2}, []evidence.Assessment{by("anna", 3, "2026-01-01", "")}, criteria.Unknown, "unknown"},
		{"one of two assessors", criteria.Skill{Level: 2, Assessors: 2}, []evidence.Assessment{by("bo", 3, "2026-01-01", ""), by("bo", 3, "2026-02-01", "")}, criteria.Unknown, "3"},
		{"the latest of each, then the lowest", criteria.Skill{Level: 2, Assessors: 2}, []evidence.Assessment{by("bo", 1, "2026-01-01", ""), by("bo", 3, "2026-02-01", ""), by("cy", 2, "2026-01-01", "")}, criteria.Met, "2"},
		{"the lower of one day", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 3, "2026-01-01", ""), by("bo", 1, "2026-01-01", "")}, criteria.NotMet, "1"},
		{"expired on the day", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 3, "2025-01-01", "2026-07-01")}, criteria.Unknown, "unknown"},
		{"expires tomorrow", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 3, "2025-01-01", "2026-07-02")}, criteria.Met, "3"},
		{"an expired one has overruled the one before", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 3, "2025-01-01", ""), by("bo", 2, "2025-02-01", "2025-12-01")}, criteria.Unknown, "unknown"},
		{"tomorrow's does not count", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 3, "2026-07-02", "")}, criteria.Unknown, "unknown"},
		{"today's does", criteria.Skill{Level: 2}, []evidence.Assessment{by("bo", 3, "2026-07-01", "")}, criteria.Met, "3"},
		{"the median of three", criteria.Skill{Level: 2, Combine: criteria.Median}, []evidence.Assessment{by("bo", 3, "2026-01-01", ""), by("cy", 1, "2026-01-01", ""), by("di", 2, "2026-01-01", "")}, criteria.Met, "2"},
		{"the median of two is the lower", criteria.Skill{Level: 2, Combine: criteria.Median}, []evidence.Assessment{by("bo", 3, "2026-01-01", ""), by("cy", 1, "2026-01-01", "")}, criteria.NotMet, "1"},
		{"the highest", criteria.Skill{Level: 3, Combine: criteria.Highest}, []evidence.Assessment{by("bo", 3, "2026-01-01", ""), by("cy", 1, "2026-01-01", "")}, criteria.Met, "3"},
		{"no level", criteria.Skill{Level: 1}, []evidence.Assessment{by("bo", -1, "2026-01-01", ""), by("cy", 101, "2026-01-01", "")}, criteria.Unknown, "unknown"},
		{"level 0 is known", criteria.Skill{Level: 1}, []evidence.Assessment{by("bo", 0, "2026-01-01", "")}, criteria.NotMet, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.skill.Skill = "negotiation"
			r := evaluate(t, criteria.Rule{ID: "skill", Skill: &c.skill}, evidence.File{Person: anna, Skills: c.list}, "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
		})
	}
}

func TestCertificate(t *testing.T) {
	held := func(from, until string) evidence.Certificate {
		c := evidence.Certificate{Kind: "kam", Earned: day(from)}
		if until != "" {
			c.Until = day(until)
		}
		return c
	}
	complete := []evidence.Completeness{{Of: evidence.Certificates, Name: "kam", Period: period("2026-07-01/2026-07-02")}}
	for _, c := range []struct {
		name     string
		list     []evidence.Certificate
		complete []evidence.Completeness
		want     criteria.State
	}{
		{"held", []evidence.Certificate{held("2020-01-01", "")}, nil, criteria.Met},
		{"earned today", []evidence.Certificate{held("2026-07-01", "")}, nil, criteria.Met},
		{"expires today", []evidence.Certificate{held("2020-01-01", "2026-07-01")}, complete, criteria.NotMet},
		{"expires today, and perhaps there is another", []evidence.Certificate{held("2020-01-01", "2026-07-01")}, nil, criteria.Unknown},
		{"earned tomorrow", []evidence.Certificate{held("2026-07-02", "")}, complete, criteria.NotMet},
		{"none", nil, complete, criteria.NotMet},
		{"none known", nil, nil, criteria.Unknown},
		{"another kind", []evidence.Certificate{{Kind: "other", Earned: day("2020-01-01")}}, complete, criteria.NotMet},
		{"other kinds are known", nil, []evidence.Completeness{{Of: evidence.Certificates, Name: "other", Period: period("2000-01-01/..")}}, criteria.Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := evidence.File{Person: anna, Certificates: c.list, Complete: c.complete}
			r := evaluate(t, criteria.Rule{ID: "certificate", Certificate: &criteria.Certificate{Kind: "kam"}}, f, "2026-07-01")
			assert.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
		})
	}
}

func TestReview(t *testing.T) {
	rated := func(year, rating string, revision int64) evidence.Review {
		from := day(year + "-01-01")
		return evidence.Review{Kind: "annual", Period: kam.Period{From: from, Until: from.AddMonths(12)}, Rating: rating, Revision: revision}
	}
	poor := criteria.Review{Rating: "C", Comparison: criteria.AtMost, Against: true, Last: 2}
	for _, c := range []struct {
		name   string
		review criteria.Review
		list   []evidence.Review
		known  string
		want   criteria.State
		value  string
	}{
		{"the last one", criteria.Review{Rating: "B"}, []evidence.Review{rated("2024", "D", 0), rated("2025", "B", 0)}, "", criteria.Met, "1"},
		{"the last one is worse", criteria.Review{Rating: "B"}, []evidence.Review{rated("2024", "A", 0), rated("2025", "C", 0)}, "", criteria.NotMet, "0"},
		{"this year's is not over", criteria.Review{Rating: "B"}, []evidence.Review{rated("2025", "B", 0), rated("2026", "D", 0)}, "", criteria.Met, "1"},
		{"one of two", criteria.Review{Rating: "B", Last: 2, Hits: 1}, []evidence.Review{rated("2024", "A", 0), rated("2025", "C", 0)}, "", criteria.Met, "1"},
		{"both of two", criteria.Review{Rating: "B", Last: 2}, []evidence.Review{rated("2024", "A", 0), rated("2025", "C", 0)}, "", criteria.NotMet, "1"},
		{"one of two is missing", criteria.Review{Rating: "B", Last: 2}, []evidence.Review{rated("2025", "A", 0)}, "", criteria.Unknown, "1"},
		{"one is missing, the other too low", criteria.Review{Rating: "B", Last: 2}, []evidence.Review{rated("2025", "C", 0)}, "", criteria.NotMet, "0"},
		{"one is missing, and known not to exist", criteria.Review{Rating: "B", Last: 2, Within: 30}, []evidence.Review{rated("2025", "A", 0)}, "2024-01-01/..", criteria.NotMet, "1"},
		{"too long ago", criteria.Review{Rating: "B", Within: 5}, []evidence.Review{rated("2025", "A", 0)}, "", criteria.Unknown, "0"},
		{"a day too long ago", criteria.Review{Rating: "B", Within: 6}, []evidence.Review{rated("2025", "A", 0)}, "", criteria.Unknown, "0"},
		{"a day too long ago, and none after it", criteria.Review{Rating: "B", Within: 6}, []evidence.Review{rated("2025", "A", 0)}, "2026-01-01/2026-07-01", criteria.NotMet, "0"},
		{"just not too long ago", criteria.Review{Rating: "B", Within: 6}, []evidence.Review{{Kind: "annual", Period: period("2025-01-01/2026-01-02"), Rating: "A"}}, "", criteria.Met, "1"},
		{"corrected", criteria.Review{Rating: "B"}, []evidence.Review{rated("2025", "B", 1), rated("2025", "D", 0)}, "", criteria.Met, "1"},
		{"contradictory", criteria.Review{Rating: "B"}, []evidence.Review{rated("2025", "B", 0), rated("2025", "A", 0)}, "", criteria.Unknown, "0"},
		{"off the scale", criteria.Review{Rating: "B"}, []evidence.Review{rated("2025", "excellent", 0)}, "", criteria.Unknown, "0"},
		{"poor twice", poor, []evidence.Review{rated("2024", "C", 0), rated("2025", "D", 0)}, "", criteria.Met, "2"},
		{"poor once", poor, []evidence.Review{rated("2024", "B", 0), rated("2025", "D", 0)}, "", criteria.NotMet, "1"},
		{"none", criteria.Review{Rating: "B"}, nil, "", criteria.Unknown, "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.review.Kind = "annual"
			f := evidence.File{Person: anna, Reviews: c.list}
			if c.known != "" {
				f.Complete = []evidence.Completeness{known(evidence.Reviews, c.known)}
			}
			r := evaluate(t, criteria.Rule{ID: "review", Review: &c.review}, f, "2026-07-01")
			require.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
			exact(t, c.value, r.Root.Criterion.Value)
		})
	}
}

func TestFlag(t *testing.T) {
	absent := criteria.Flag{Kind: "breach", Be: criteria.Absent, Months: 6}
	present := criteria.Flag{Kind: "breach", Be: criteria.Present, Months: 6}
	now := criteria.Flag{Kind: "breach", Be: criteria.Absent}
	all := known(evidence.Flags, "2026-01-01/2026-07-02")
	for _, c := range []struct {
		name     string
		flag     criteria.Flag
		held     string
		complete []evidence.Completeness
		want     criteria.State
	}{
		{"none is known", absent, "", nil, criteria.Unknown},
		{"none there is", absent, "", []evidence.Completeness{all}, criteria.Met},
		{"known a day less at the beginning", absent, "", []evidence.Completeness{known(evidence.Flags, "2026-01-02/..")}, criteria.Unknown},
		{"known a day less at the end", absent, "", []evidence.Completeness{known(evidence.Flags, "2026-01-01/2026-07-01")}, criteria.Unknown},
		{"known in pieces", absent, "", []evidence.Completeness{known(evidence.Flags, "2026-04-01/2026-07-02"), known(evidence.Flags, "2025-01-01/2026-04-01")}, criteria.Met},
		{"known with a hole", absent, "", []evidence.Completeness{known(evidence.Flags, "2026-04-02/2026-07-02"), known(evidence.Flags, "2025-01-01/2026-04-01")}, criteria.Unknown},
		{"known of another kind", absent, "", []evidence.Completeness{{Of: evidence.Flags, Name: "improvement-plan", Period: period("2000-01-01/..")}}, criteria.Unknown},
		{"one that holds", absent, "2025-01-01/..", nil, criteria.NotMet},
		{"one that ended on the first day", absent, "2025-01-01/2026-01-02", nil, criteria.NotMet},
		{"one that ended before", absent, "2025-01-01/2026-01-01", []evidence.Completeness{all}, criteria.Met},
		{"one that began today", absent, "2026-07-01/..", nil, criteria.NotMet},
		{"one that begins tomorrow", absent, "2026-07-02/..", []evidence.Completeness{all}, criteria.Met},
		{"present", present, "2026-03-01/2026-03-02", nil, criteria.Met},
		{"not present", present, "", []evidence.Completeness{all}, criteria.NotMet},
		{"not known to be present", present, "", nil, criteria.Unknown},
		{"not today", now, "2026-03-01/2026-07-01", []evidence.Completeness{known(evidence.Flags, "2026-07-01/2026-07-02")}, criteria.Met},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := evidence.File{Person: anna, Complete: c.complete}
			if c.held != "" {
				f.Flags = []evidence.Flag{{Kind: "breach", Held: period(c.held)}, {Kind: "improvement-plan", Held: period("2000-01-01/..")}}
			}
			r := evaluate(t, criteria.Rule{ID: "flag", Flag: &c.flag}, f, "2026-07-01")
			assert.Equal(t, c.want, r.State, r.Root.Criterion.Reason.EN)
		})
	}
}

// TestLogic combines a rule that is met, one that is not and one that is unknown.
func TestLogic(t *testing.T) {
	yes := criteria.Rule{ID: "yes", Certificate: &criteria.Certificate{Kind: "kam"}}
	no := criteria.Rule{ID: "no", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent}}
	open := criteria.Rule{ID: "open", Flag: &criteria.Flag{Kind: "improvement-plan", Be: criteria.Absent}}
	f := evidence.File{
		Person: anna, Certificates: []evidence.Certificate{{Kind: "kam", Earned: day("2020-01-01")}},
		Flags: []evidence.Flag{{Kind: "breach", Held: period("2020-01-01/..")}},
	}
	of := func(list ...criteria.Rule) []criteria.Rule { return list }
	for _, c := range []struct {
		name string
		rule criteria.Rule
		want criteria.State
	}{
		{"all of what is met", criteria.Rule{All: of(yes)}, criteria.Met},
		{"all, one unknown", criteria.Rule{All: of(yes, open)}, criteria.Unknown},
		{"all, one not met and one unknown", criteria.Rule{All: of(yes, no, open)}, criteria.NotMet},
		{"any, one met and one unknown", criteria.Rule{Any: of(yes, no, open)}, criteria.Met},
		{"any, one unknown", criteria.Rule{Any: of(no, open)}, criteria.Unknown},
		{"any of what is not met", criteria.Rule{Any: of(no)}, criteria.NotMet},
		{"one of three", criteria.Rule{AtLeast: &criteria.Some{K: 1, Of: of(yes, no, open)}}, criteria.Met},
		{"two of three", criteria.Rule{AtLeast: &criteria.Some{K: 2, Of: of(yes, no, open)}}, criteria.Unknown},
		{"three of three", criteria.Rule{AtLeast: &criteria.Some{K: 3, Of: of(yes, no, open)}}, criteria.NotMet},
		{"not what is met", criteria.Rule{Not: &yes}, criteria.NotMet},
		{"not what is not met", criteria.Rule{Not: &no}, criteria.Met},
		{"not what is unknown", criteria.Rule{Not: &open}, criteria.Unknown},
		{"not all", criteria.Rule{Not: &criteria.Rule{All: of(yes, no, open)}}, criteria.Met},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, evaluate(t, c.rule, f, "2026-07-01").State)
		})
	}
}
