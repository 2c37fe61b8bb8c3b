package web

import (
	"net/http"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm/followup"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/scoring/chart"
)

type personView struct {
	Statements []desk.Statement
	Goals      []desk.Goal
	Due        []desk.Invoice
}

// person is the first page about somebody: pay, goals and what customers owe.
func person(x *exchange) error {
	var v personView
	var err error
	if v.Statements, err = x.Desk.Statements(x.r.Context(), x.person); err != nil {
		return err
	}
	if v.Goals, err = x.Desk.Goals(x.r.Context(), x.person); err != nil {
		return err
	}
	known, err := x.Desk.Dossier(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	for _, i := range known.Due {
		if i.Overdue(x.Desk.Today).IsPositive() {
			v.Due = append(v.Due, i)
		}
	}
	return x.page("person", called("%s", "%s", x.Desk.Name(x.person)), v)
}

func goals(x *exchange) error {
	list, err := x.Desk.Goals(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	return x.page("goals", called("Goals of %s", "%s 的目标", x.Desk.Name(x.person)), list)
}

func scorecard(x *exchange) error {
	result, known, err := x.Desk.Score(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	if !known {
		return x.page("scorecard", called("Scorecard of %s", "%s 的评分卡", x.Desk.Name(x.person)), nil)
	}
	return x.page("scorecard", called("Scorecard of %s", "%s 的评分卡", x.Desk.Name(x.person)), result)
}

// scorePicture draws the scorecard.
func scorePicture(x *exchange) error {
	result, known, err := x.Desk.Score(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	options := chart.Options{Lang: x.lang, Width: x.width(480), Names: map[kam.Subject]string{result.Subject: x.Desk.Name(x.person)}}
	var drawing []byte
	switch name := x.r.PathValue("picture"); {
	case !known:
		return errMissing
	case name == "radar.svg":
		drawing, err = chart.Radar(result, options)
	case name == "contributions.svg":
		drawing, err = chart.Contributions(result, options)
	default:
		return errMissing
	}
	if err != nil {
		return err
	}
	x.object = x.person + " / " + x.r.PathValue("picture")
	x.picture(drawing)
	return nil
}

func development(x *exchange) error {
	career, known, err := x.Desk.Career(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	title := called("Development of %s", "%s 的发展", x.Desk.Name(x.person))
	if !known {
		return x.page("development", title, nil)
	}
	return x.page("development", title, career)
}

type customersView struct {
	*followup.Overview
	Notes map[string][]store.Note
}

// Overdue tells whether a rhythm is overdue.
func (customersView) Overdue(l followup.Line) bool { return l.Status == followup.Overdue }

// Late counts the customers who are overdue, as the team's list does.
func (v customersView) Late() int { return desk.Behind(v.Overview) }

func customers(x *exchange) error {
	overview, err := x.Desk.Customers(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	notes, err := x.Store.Notes(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	return x.page("customers", called("Customers of %s", "%s 的客户", x.Desk.Name(x.person)), customersView{overview, notes})
}

// addNote keeps a note on a customer of the person.
func addNote(x *exchange) error {
	customer := x.r.PathValue("customer")
	text, err := x.textField("note", store.MaxNote, kam.Text{EN: "The note", ZH: "备注"})
	if err != nil {
		return err
	}
	overview, err := x.Desk.Customers(x.r.Context(), x.person)
	if err != nil {
		return err
	}
	if !hasCustomer(overview, customer) {
		return errMissing
	}
	if err := x.Store.AddNote(x.r.Context(), x.person, customer, store.Note{At: x.Now(), By: x.account.ID, Text: text}); err != nil {
		return err
	}
	x.object = x.person + " / " + customer
	x.redirect("/people/" + segment(x.person) + "/customers")
	x.status = http.StatusSeeOther
	return nil
}

func hasCustomer(o *followup.Overview, id string) bool {
	for _, l := range o.Lines {
		if l.Account.ID == id {
			return true
		}
	}
	for _, n := range o.Never {
		if n.Account.ID == id {
			return true
		}
	}
	return false
}
