package goals_test

import (
	"testing"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func TestRelevant(t *testing.T) {
	check(t, goals.Relevant, []smartCase{
		{"no parent", func(g *goals.Goal, _ *goals.Situation) { g.Parent = "" }, "parent", kam.Error, goals.Failed},
		{"a top goal", func(g *goals.Goal, s *goals.Situation) { g.Parent, s.Top = "", true }, "", "", goals.Met},
		{"parent not given", func(_ *goals.Goal, s *goals.Situation) { s.Parent = nil }, "parent-unknown", kam.Info, goals.UnknownVerdict},
		{"another parent", func(_ *goals.Goal, s *goals.Situation) { s.Parent.ID = "company" }, "parent", kam.Error, goals.Failed},
		{"parent that cannot be computed with", func(_ *goals.Goal, s *goals.Situation) { s.Parent.Target = huge() }, "parent-unknown", kam.Info, goals.UnknownVerdict},
		{"parent of another metric", func(_ *goals.Goal, s *goals.Situation) { s.Parent.Metric = "margin" }, "metric", kam.Error, goals.Failed},
		{"declared driver", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Metric, s.Drivers = "margin", []goals.Driver{{From: "revenue", To: "margin"}}
		}, "", "", goals.Met},
		{"driven the other way round", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Metric, s.Drivers = "margin", []goals.Driver{{From: "margin", To: "revenue"}}
		}, "metric", kam.Error, goals.Failed},
		{"driver of unknown share", func(g *goals.Goal, s *goals.Situation) {
			g.Share, s.Parent.Metric, s.Drivers = kam.Fraction{}, "margin", []goals.Driver{{From: "revenue", To: "margin"}}
		}, "share-unknown", kam.Info, goals.UnknownVerdict},
		{"outside the parent's period", func(g *goals.Goal, _ *goals.Situation) { g.Period = kam.MustPeriod("2026-01-01/2027-01-02") }, "period", kam.Warning, goals.Doubtful},
		{"a small share", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Target, s.Siblings = number("120000001"), nil
		}, "share", kam.Warning, goals.Doubtful},
		{"the smallest share", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Target, s.Siblings = number("120000000"), nil
		}, "", "", goals.Met},
		{"children leave a gap", func(_ *goals.Goal, s *goals.Situation) { s.Parent.Target = number("4000000.01") }, "children-gap", kam.Warning, goals.Doubtful},
		{"children assigned on top", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Target = number("3600000") }, "", "", goals.Met},
		{"children assigned far on top", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Target = number("3600001") }, "children-over", kam.Warning, goals.Doubtful},
		{"a sibling of another parent", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Parent = "x" }, "children-gap", kam.Warning, goals.Doubtful},
		{"a sibling of another metric", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Metric = "visits" }, "children-gap", kam.Warning, goals.Doubtful},
		{"itself among its siblings", func(_ *goals.Goal, s *goals.Situation) { s.Siblings = append(s.Siblings, sound()) }, "", "", goals.Met},
		{"levels do not add up", func(g *goals.Goal, s *goals.Situation) {
			g.Tracking, s.Parent.Tracking, s.Parent.Target, s.AccountTargets = goals.Stock, goals.Stock, number("9"), nil
		}, "", "", goals.Met},
		{"accounts leave a gap", func(_ *goals.Goal, s *goals.Situation) { s.AccountTargets[0] = number("699999") }, "accounts-gap", kam.Warning, goals.Doubtful},
		{"accounts on top", func(_ *goals.Goal, s *goals.Situation) { s.AccountTargets[0] = number("940000") }, "", "", goals.Met},
		{"accounts far on top", func(_ *goals.Goal, s *goals.Situation) { s.AccountTargets[0] = number("940001") }, "accounts-over", kam.Warning, goals.Doubtful},
		{"the other way", func(_ *goals.Goal, s *goals.Situation) { s.Others = []goals.Goal{against()} }, "conflict", kam.Error, goals.Failed},
		{"the other way, later", func(_ *goals.Goal, s *goals.Situation) {
			o := against()
			o.Period = kam.MustPeriod("2027-01-01/2028-01-01")
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"the other way, others' scope", func(_ *goals.Goal, s *goals.Situation) {
			o := against()
			o.Owners, o.Scope = []string{"zoe"}, "x"
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"the other way, same scope", func(_ *goals.Goal, s *goals.Situation) {
			o := against()
			o.Owners = []string{"zoe"}
			s.Others = []goals.Goal{o}
		}, "conflict", kam.Error, goals.Failed},
		{"twice", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID = "other"
			s.Others = []goals.Goal{o}
		}, "twice", kam.Error, goals.Failed},
		{"twice, another period", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Period = "other", kam.MustPeriod("2026-01-01/2026-07-01")
			s.Others = []goals.Goal{o}
		}, "twice", kam.Error, goals.Failed},
		{"twice, another time", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Period = "other", kam.MustPeriod("2027-01-01/2028-01-01")
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"twice, all of the owner's", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Scope = "other", goals.All
			s.Others = []goals.Goal{o}
		}, "twice", kam.Error, goals.Failed},
		{"all of somebody else", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Scope, o.Owners = "other", goals.All, []string{"bo"}
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"a circle", func(g *goals.Goal, s *goals.Situation) { s.Parent.Parent = g.ID }, "parent", kam.Error, goals.Failed},
		{"shared with others", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Owners = "other", []string{"zoe"}
			s.Others = []goals.Goal{o}
		}, "shared", kam.Warning, goals.Doubtful},
		{"all that each answers for", func(g *goals.Goal, s *goals.Situation) {
			o := sound()
			g.Scope = goals.All
			o.ID, o.Owners, o.Scope = "other", []string{"zoe"}, goals.All
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
	})
}

// against is a goal of anna's that moves the same metric down.
func against() goals.Goal {
	o := sound()
	o.ID, o.Direction = "other", kam.LowerIsBetter
	return o
}
