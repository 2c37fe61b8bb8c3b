package main

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/csvsafe"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/goals"
)

// result is everything that one call works out.
type result struct {
	plan     plan
	goals    []goals.Goal
	work     map[string]workload
	judged   []judgement
	meetings []firstMeeting
}

// newResult works everything out, from the plan on.
func newResult(p plan) (r result, err error) {
	r.plan = p
	r.goals = p.goals()
	if r.work, err = p.workloads(); err != nil {
		return r, err
	}
	if r.judged, err = p.judge(r.goals, r.work); err != nil {
		return r, err
	}
	r.meetings, err = p.firstMeetings(r.judged)
	return r, err
}

// stage writes all files beside their places and returns their names.
func (r result) stage(files *staged.Set, lang kam.Lang) ([]string, error) {
	var smart, weekly, agendas []string
	for _, j := range r.judged {
		smart = append(smart, r.titled(j.node, j.report.Markdown(lang)))
		weekly = append(weekly, r.titled(j.node, r.work[j.node.owner].plan.Markdown(lang)))
	}
	for _, m := range r.meetings {
		agendas = append(agendas, r.titled(m.team, m.agenda.Markdown(lang)))
	}
	list := []struct {
		name  string
		write func(io.Writer) error
	}{
		{"plan.csv", r.writePlan},
		{"weeks.csv", r.writeWeeks},
		{"goals.json", r.writeGoals},
		{"smart." + string(lang) + ".md", document(smart)},
		{"visits." + string(lang) + ".md", document(weekly)},
		{"agenda." + string(lang) + ".md", document(agendas)},
	}
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = f.name
		if err := files.Add(f.name, f.write); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// titled returns a document below the name of whose it is.
func (r result) titled(n node, text string) string {
	name := strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "<", "\\<", "&", "\\&", "~", "\\~").Replace(r.plan.Label(n.owner))
	return "**" + terminal.Clean(name) + "**\n\n" + text
}

// document writes texts one after the other with a rule between them.
func document(parts []string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(parts, "\n---\n\n"))
		return err
	}
}

// writePlan writes one row an account. Rows and columns foot: the grid says so, and a spreadsheet can add them up again.
func (r result) writePlan(w io.Writer) error {
	header := []string{"team", "person", "account", "last_year", "year"}
	for _, c := range r.plan.grid.Time().Cells(kam.Month) {
		header = append(header, c.Label)
	}
	out := csvsafe.NewWriter(w, header...)
	for _, n := range r.plan.at(accountLevel, "") {
		row := []string{r.plan.Lead(n.owner), n.owner, n.account, r.plan.wonBefore(n, r.plan.next).String(), r.plan.target(n, r.plan.next).String()}
		for _, s := range r.plan.months(n, r.plan.next) {
			row = append(row, s.Target.String())
		}
		out.Row(row...)
	}
	return out.Flush()
}

// writeWeeks writes one row a person and one column a week; a week that a month parts has a column for each part, so that
// the columns sum to months too.
func (r result) writeWeeks(w io.Writer) error {
	header := []string{"team", "person"}
	for _, c := range r.plan.grid.Time().Cells(kam.Week) {
		header = append(header, c.Label)
	}
	out := csvsafe.NewWriter(w, header...)
	for _, n := range r.plan.at(personLevel, "") {
		row := []string{r.plan.Lead(n.owner), n.owner}
		for _, s := range r.plan.grid.Steps(n.id, kam.Week) {
			row = append(row, s.Target.String())
		}
		out.Row(row...)
	}
	return out.Flush()
}

// writeGoals writes the goals as [goals.ParseGoals] reads them.
func (r result) writeGoals(w io.Writer) error {
	list := make([]json.RawMessage, len(r.goals))
	for i, g := range r.goals {
		var err error
		if list[i], err = g.Canonical(); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(map[string]any{"goals": list}, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}
