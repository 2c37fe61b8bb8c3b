package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

// answers are the responses of the round as they came, and checked.
type answers struct {
	round     feedback.RoundSpec
	responses []feedback.Response
	checked   *feedback.Answers
}

// readFeedback reads who was asked and what came back: each row is an invitation, and a response when it has a day. Of the
// zero file there is no round.
func (b book) readFeedback(f crmfile.File, found *kam.Findings) (answers, bool) {
	var a answers
	if f.Open == nil {
		return a, true
	}
	data, ok := crmfile.ReadAll(crmfile.BuiltIn(embedded, "rules/round.json"), found)
	if !ok {
		return a, false
	}
	var err error
	if a.round, err = feedback.ParseRound(data); err != nil {
		found.Merge(of(err, "rules/round.json"))
		return a, false
	}
	label := b.calendar.Label(b.year)
	a.round.ID, a.round.Name, a.round.Due = label, kam.Text{EN: label, ZH: label}, b.asOf
	columns := []string{"rater", "subject", "group", "answered", "comment"}
	questions := len(columns)
	var invited, answered []string // where the rows stand
	for _, d := range a.round.Dimensions {
		for _, q := range d.Questions {
			columns = append(columns, q.ID)
		}
	}
	crmfile.Read(f, columns, found, func(in *crmfile.Record) {
		r := feedback.Response{Rater: in.Cell("rater"), Subject: in.Cell("subject"), Group: in.Cell("group"), On: in.Day("answered", "YYYY-MM-DD")}
		if !b.team.Has(r.Subject) {
			in.Fail("subject", "review.feedback", findings.Say("%s is not in the team", "%s 不在团队中", findings.Quote(r.Subject)), findings.Say("correct the row, or leave it out", "请更正或删去该行"))
			return
		}
		for _, q := range columns[questions:] {
			if value := in.Number(q); value.Valid {
				r.Answers = append(r.Answers, feedback.Answer{Question: q, Value: value})
			}
		}
		if text := in.Cell("comment"); text != "" {
			r.Comments = []feedback.Comment{{Text: text}}
		}
		if !r.On.IsSet() && len(r.Answers)+len(r.Comments) > 0 {
			in.Fail("answered", "review.feedback", findings.Say("there are answers and no day", "有答复但没有日期"), findings.Say("state the day of answering", "请填写答复日期"))
		}
		if in.Bad() {
			return
		}
		invited = append(invited, in.Place("rater"))
		a.round.Invitations = append(a.round.Invitations, feedback.Invitation{Rater: r.Rater, Subject: r.Subject, Group: r.Group})
		if !slices.Contains(a.round.Subjects, r.Subject) {
			a.round.Subjects = append(a.round.Subjects, r.Subject)
		}
		if r.On.IsSet() {
			a.responses, answered = append(a.responses, r), append(answered, in.Place("rater"))
		}
	})
	if found.HasErrors() {
		return a, false
	}
	round, err := feedback.Compile(a.round)
	if err != nil {
		found.Merge(inRows(err, f.Name, "$.invitations", invited))
		return a, false
	}
	if a.checked, err = round.Collect(a.responses); err != nil {
		found.Merge(inRows(err, f.Name, "$", answered))
	}
	return a, err == nil
}

// inRows returns the findings of an error with the row that each is about in place of the element of a list.
func inRows(err error, file, list string, rows []string) kam.Findings {
	found := of(err, "")
	for i, f := range found {
		element, rest, _ := strings.Cut(f.Place, "]")
		if n, err := strconv.Atoi(strings.TrimPrefix(element, list+"[")); err == nil && n < len(rows) {
			found[i].Place = strings.TrimSuffix(rows[n]+": "+strings.TrimPrefix(rest, "."), ": ")
		} else {
			found[i].Place = file + ":" + f.Place
		}
	}
	return found
}

// report returns what may be told about each subject besides what the ledger says was told, and the records to be kept
// before anybody reads it. What tells the same as an earlier report is no new publication.
func (a answers) report(asOf kam.Day, ledger []feedback.Publication) ([]*feedback.Report, []improve.Record, error) {
	var reports []*feedback.Report
	var records []improve.Record
	for _, s := range a.round.Subjects {
		id := a.round.ID + "/" + s
		report, told, err := a.checked.Report(feedback.ReportSpec{ID: id, Subjects: []string{s}, On: asOf}, ledger)
		if err != nil {
			return nil, nil, err
		}
		if i := slices.IndexFunc(ledger, told.Same); i >= 0 {
			told = ledger[i]
		} else {
			ledger = append(ledger, told)
		}
		reports = append(reports, report)
		records = append(records, improve.Record{
			Stream: "publications/" + a.round.ID, On: told.On, By: recorder, About: subject(s), Publication: &told,
		})
	}
	return reports, records, nil
}

// records returns the responses to be kept, each under the pseudonym of who gave it.
func (a answers) records() ([]improve.Record, error) {
	out := make([]improve.Record, len(a.responses))
	for i, r := range a.responses {
		document, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		out[i] = improve.Record{
			Stream: "response/" + a.round.ID + "/" + r.Subject + "/" + r.Rater, On: r.On, By: recorder, About: subject(r.Subject),
			Response: &improve.Response{Round: a.round.ID, Rater: r.Rater, Document: string(document)},
		}
	}
	return out, nil
}
