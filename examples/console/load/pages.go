package main

import (
	"fmt"
	"slices"
)

// page is a kind of page.
type page struct {
	name string
	// roles may ask for it; all when there are none.
	roles []string
	// path returns an address of that kind, of somebody whom the user may see; empty when there is none.
	path func(u *user, of someone) string
}

var leaders = []string{"manager", "administrator"}

// sellersPlan is the plan of those who have a pay curve and a scorecard.
const sellersPlan = "key-account-manager"

// linesAPage is how many deals a page of a statement has.
const linesAPage = 100

// pages are what users ask for, each as often as the others.
var pages = []page{
	{"team", leaders, func(u *user, _ someone) string {
		order := []string{"attainment", "pay", "name"}[u.random.IntN(3)]
		return fmt.Sprintf("/team?order=%s&turned=%d&page=%d", order, u.random.IntN(2), 1+u.random.IntN(u.pages))
	}},
	{"team, picture", leaders, func(u *user, _ someone) string { return "/team/spread.svg?period=" + u.label }},
	{"team, data", leaders, func(u *user, _ someone) string { return fmt.Sprintf("/api/team?page=%d", 1+u.random.IntN(u.pages)) }},
	{"find", leaders, func(_ *user, of someone) string { return "/find?q=" + of.id[len(of.id)/2:] }},
	{"person", nil, func(_ *user, of someone) string { return "/people/" + of.id }},
	{"statement", nil, func(u *user, of someone) string {
		path := "/people/" + of.id + "/statements/" + of.ref + "/" + u.label
		if n := (of.lines + linesAPage - 1) / linesAPage; n > 1 {
			path += fmt.Sprintf("?component=%s&page=%d", of.component, 1+u.random.IntN(n))
		}
		return path
	}},
	{"statement, data", nil, func(u *user, of someone) string {
		return "/api/people/" + of.id + "/statements/" + of.ref + "/" + u.label
	}},
	{"deal", nil, func(u *user, of someone) string {
		if of.lines == 0 {
			return ""
		}
		return fmt.Sprintf("/people/%s/statements/%s/%s/%s/%d", of.id, of.ref, u.label, of.component, 1+u.random.IntN(of.lines))
	}},
	{"pay curve", nil, func(u *user, of someone) string { return "/people/" + of.id + "/explorer/" + of.plan + "/" + u.label }},
	{"pay curve, picture", nil, func(u *user, of someone) string {
		if of.plan != sellersPlan {
			return ""
		}
		return fmt.Sprintf("/people/%s/explorer/%s/%s/curve.svg?at=%d", of.id, of.plan, u.label, u.random.IntN(200))
	}},
	{"pay curve, slider", nil, func(u *user, of someone) string {
		if of.plan != sellersPlan {
			return ""
		}
		return fmt.Sprintf("/api/people/%s/pay/%s/%s?at=%d", of.id, of.plan, u.label, u.random.IntN(200))
	}},
	{"what if", nil, func(u *user, of someone) string {
		return fmt.Sprintf("/people/%s/explorer/%s/%s?further=%d", of.id, of.plan, u.label, 1_000*(1+u.random.IntN(500)))
	}},
	{"goals", nil, func(_ *user, of someone) string { return "/people/" + of.id + "/goals" }},
	{"scorecard", nil, func(_ *user, of someone) string { return "/people/" + of.id + "/scorecard" }},
	{"scorecard, picture", nil, func(u *user, of someone) string {
		if of.plan != sellersPlan {
			return ""
		}
		return "/people/" + of.id + "/scorecard/" + []string{"radar.svg", "contributions.svg"}[u.random.IntN(2)]
	}},
	{"development", nil, func(_ *user, of someone) string { return "/people/" + of.id + "/development" }},
	{"customers", nil, func(_ *user, of someone) string { return "/people/" + of.id + "/customers" }},
	{"periods", []string{"administrator"}, func(*user, someone) string { return "/periods" }},
	{"period", []string{"administrator"}, func(u *user, _ someone) string { return "/periods/" + u.label }},
	{"audit", []string{"administrator"}, func(u *user, of someone) string {
		return []string{"/audit", "/audit?about=" + of.id, "/audit?by=" + u.name, "/audit?day=2026-09-18"}[u.random.IntN(4)]
	}},
}

// draw draws a page and an address of it.
func (u *user) draw() (page, string) {
	for {
		p, of := pages[u.random.IntN(len(pages))], u.seen[u.random.IntN(len(u.seen))]
		if len(p.roles) > 0 && !slices.Contains(p.roles, u.role) {
			continue
		}
		if path := p.path(u, of); path != "" {
			return p, path
		}
	}
}
