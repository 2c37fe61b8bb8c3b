package main

import (
	"fmt"
	"html/template"
	"slices"

	"github.com/kam-go/kam"
)

// view is what the page shows.
type view struct {
	Lang              kam.Lang
	Style             template.CSS
	Title, Name       kam.Text
	Facts             []fact
	Passes            bool
	Verdict           kam.Text
	Failures, Notices []link
	Menu              []link
	Findings          []foundItem
	FindingsNote      kam.Text
	Refused           bool
	Assumed           []kam.Text
	Undrawn           []foundItem
	Curves            []curveView
	Edges, Missed     *table
	EdgesCut          kam.Text
	Scenarios         scenarioView
	Coverage          coverageView
	Mutants           mutantView
}

// fact is a labelled value.
type fact struct{ Label, Value kam.Text }

// link leads to a section.
type link struct {
	Section string
	Text    kam.Text
}

// foundItem is a finding.
type foundItem struct {
	Class                 string
	Weight                kam.Text
	Code, Place           string
	Message, Remedy, More kam.Text
}

// table is a table of the page; the first cell of a row is its heading.
type table struct {
	ID      string
	Caption kam.Text
	Heads   []head
	Rows    [][]cell
	After   kam.Text
	// Dense tables have short cells, so that they stay tables on a phone.
	Dense bool
}

// head is the heading of a column.
type head struct {
	Text   kam.Text
	Number bool
}

// cell is a cell of a table.
type cell struct {
	Text kam.Text
	// Head is the heading of its column.
	Head  head
	Code  bool
	Class string
}

// column is a column of texts, numbers one of numbers.
func column(en, zh string) head  { return head{Text: kam.Text{EN: en, ZH: zh}} }
func numbers(en, zh string) head { return head{Text: kam.Text{EN: en, ZH: zh}, Number: true} }

// Compact tells whether the table stays one on a phone; others become a list of rows.
func (t *table) Compact() bool {
	return t.Dense || len(t.Heads) <= 4 && !slices.ContainsFunc(t.Heads[1:], func(h head) bool { return !h.Number })
}

// add adds a row.
func (t *table) add(cells ...cell) {
	for i := range cells {
		cells[i].Head = t.Heads[i]
	}
	t.Rows = append(t.Rows, cells)
}

// says is a cell of a text, code one of a name or a path.
func says(t kam.Text) cell    { return cell{Text: t} }
func code(s string) cell      { return cell{Text: plain(s), Code: true} }
func counts(n int) cell       { return cell{Text: plain(fmt.Sprint(n))} }
func said(en, zh string) cell { return cell{Text: kam.Text{EN: en, ZH: zh}} }

// curveView is one curve.
type curveView struct {
	ID         string
	Title      kam.Text
	Pictures   []picture
	Figures    []fact
	Pay, Parts *table
	Course     *table
	Jumps      *table
	Limits     *table
	Even       []kam.Text
}

// picture is a curve in one language and width.
type picture struct {
	Class string
	SVG   template.HTML
}

// scenarioView is what the scenarios say.
type scenarioView struct {
	Ran     bool
	Summary kam.Text
	Failed  []failedScenario
	Passed  []string
}

// failedScenario is a scenario with what is not as expected.
type failedScenario struct {
	Name   string
	Checks []failedCheck
}

// failedCheck is an expectation that is not met.
type failedCheck struct {
	Period, Place    string
	Said             kam.Text
	Expected, Actual kam.Text
	Trail            []kam.Text
}

// coverageView is what the scenarios exercise.
type coverageView struct {
	Summary      kam.Text
	Missing, All *table
}

// mutantView is which mistakes the scenarios notice.
type mutantView struct {
	Hunted                             bool
	Summary                            kam.Text
	Kinds, Survived, Alike, Equivalent *table
	AdviseSurvived, AdviseAlike        kam.Text
	Suggested                          string
}
