package meetingstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// success is the plainest record: a success of a person on a day.
func success(id, person, day string, revision int64) meetings.Record {
	return meetings.Record{Revision: revision, Success: &meetings.Success{ID: id, Person: person, On: kam.MustDay(day), Text: "won"}}
}

// saying returns r, a success, with another text.
func saying(r meetings.Record, text string) meetings.Record {
	r = r.Clone()
	r.Success.Text = text
	return r
}

func number(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

// everyKind returns a record of each kind with something in every field, all under one ID.
func everyKind(id string, revision int64) []meetings.Record {
	day := kam.MustDay
	seen := []meetings.Seen{{By: "bo", On: day("2026-03-06")}, {By: "chen", On: day("2026-03-07")}}
	win := meetings.Success{ID: id, Person: "anna", On: day("2026-03-05"), Text: "line one\nline two\t|", Goal: "revenue", Account: "c-1", Seen: seen}
	need := meetings.Request{
		ID: id, Type: meetings.PreSales, Text: "演示", By: "anna", Owner: "chen", Goal: "revenue",
		Requested: day("2026-03-04"), Due: day("2026-03-10"), Delivered: day("2026-03-09"),
		Before: meetings.Attainment{Reached: number("1"), Asked: number("3")}, After: meetings.Attainment{Reached: number("1"), Asked: number("2")}, AfterOn: day("2026-03-31"),
	}
	return []meetings.Record{
		{Revision: revision, Action: &meetings.Action{
			Task: kam.Task{
				ID: id, Title: kam.Text{EN: "Call", ZH: "致电"}, Owner: "anna", About: kam.Subject{Kind: "customer", ID: "c-1"},
				Due: day("2026-03-10"), Done: day("2026-03-09"), Origin: "goals.gap",
			},
			Opened: day("2026-03-02"), Carried: 2, Evidence: "mail of 9 March",
		}},
		{Revision: revision, Feedback: &meetings.Feedback{
			ID: id, From: "chen", To: "anna", About: kam.Subject{Kind: "goal", ID: "revenue"}, Kind: meetings.Advice, Text: "Reply sooner", On: day("2026-03-02"),
			Acknowledged: day("2026-03-03"),
			Answer:       meetings.Answer{On: day("2026-03-04"), Text: "An hour each day", Action: "t1", Metric: "hours", Before: number("30.25")},
			Again:        meetings.Reading{On: day("2026-03-20"), Metric: "hours", Value: number("0")},
		}},
		{Revision: revision, Meeting: &meetings.Meeting{
			ID: id, Format: "weekly", Chair: "chen", Planned: day("2026-03-02"), On: day("2026-03-03"), Present: []string{"bo", "anna"}, Absent: []string{"dai"},
			Minutes: 40, Discussed: []string{"revenue"}, Carried: []string{"visits"}, Decisions: []string{"Go on"}, Actions: []string{"t2", "t1"},
		}},
		{Revision: revision, Report: &meetings.Report{
			ID: id, Person: "anna", Name: "王安娜", Every: kam.Week, Period: kam.MustPeriod("2026-03-02/2026-03-09"), On: day("2026-03-09"),
			Figures: []meetings.Figure{
				{
					Goal: "revenue", Title: kam.Text{EN: "Revenue"}, Plan: number("300000"), Actual: number("-0.5"), Currency: "CNY",
					Attainment: meetings.Attainment{Reached: number("1"), Asked: number("7")},
					Standing: meetings.Standing{
						Target: number("1200000"), Pace: number("0.75"), Forecast: number("900000.5"), Required: number("-12.25"),
						Per: kam.Text{EN: "working day", ZH: "个工作日"}, Status: kam.Text{EN: "at risk", ZH: "有风险"},
					},
				},
				{Goal: "visits", Title: kam.Text{ZH: "拜访"}, Unit: "visits"},
			},
			Successes: []meetings.Success{win}, Obstacles: []meetings.Obstacle{{Text: "no demo", Goal: "revenue", Account: "c-1"}},
			Requests: []meetings.Request{need}, Next: []string{"b", "a"},
		}},
		{Revision: revision, Request: &need},
		{Revision: revision, Success: &win},
	}
}

// save saves records that must be taken.
func save(ctx context.Context, s meetings.Store, records ...meetings.Record) error {
	if err := s.Save(ctx, records); err != nil {
		return fmt.Errorf("Save of %s: %w", names(records), err)
	}
	return nil
}

// collect reads a query to its end.
func collect(ctx context.Context, s meetings.Store, query meetings.Query) ([]meetings.Record, error) {
	var records []meetings.Record
	var failed error
	for r, err := range s.Records(ctx, query) {
		switch {
		case failed != nil:
			return nil, errors.New("Records went on after its error")
		case err != nil:
			if len(r.Key().ID) > 0 {
				return nil, errors.New("Records yielded a record with its error")
			}
			failed = err
		default:
			records = append(records, r)
		}
	}
	return records, failed
}

// everything asks for all revisions.
func everything() meetings.Query { return meetings.Query{History: true} }

// expect reads a query and compares what it yields, in order.
func expect(ctx context.Context, s meetings.Store, query meetings.Query, want ...meetings.Record) error {
	got, err := collect(ctx, s, query)
	if err != nil {
		return fmt.Errorf("Records: %w", err)
	}
	return same(want, got)
}

// same compares two lists of records by their content.
func same(want, got []meetings.Record) error {
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(want):
			return fmt.Errorf("%d records too many, the first: %s", len(got)-i, name(got[i]))
		case i >= len(got):
			return fmt.Errorf("%d records are missing, the first: %s", len(want)-i, name(want[i]))
		case want[i].Key() != got[i].Key() || want[i].Revision != got[i].Revision:
			return fmt.Errorf("record %d is %s, want %s", i, name(got[i]), name(want[i]))
		}
		if err := sameContent(want[i], got[i]); err != nil {
			return err
		}
	}
	return nil
}

func sameContent(want, got meetings.Record) error {
	if want.Digest() == got.Digest() && got.Digest() != "" {
		return nil
	}
	w, err := want.JSON()
	if err != nil {
		return fmt.Errorf("what was saved is not valid: %w", err)
	}
	g, err := got.JSON()
	if err != nil {
		return fmt.Errorf("%s came back and is not valid: %w", name(want), err)
	}
	return fmt.Errorf("%s came back as\n%s\nand was saved as\n%s", name(want), g, w)
}

func name(r meetings.Record) string {
	return fmt.Sprintf("%s %q revision %d", r.Key().Kind, r.Key().ID, r.Revision)
}

func names(records []meetings.Record) string {
	if len(records) == 1 {
		return name(records[0])
	}
	return fmt.Sprintf("%d records", len(records))
}

// refused tells how a call of Save that must fail with an error did not, or changed the store.
func refused(ctx context.Context, s meetings.Store, want error, before []meetings.Record, records ...meetings.Record) error {
	if err := s.Save(ctx, records); !errors.Is(err, want) {
		return fmt.Errorf("Save of %s: the error is %v, want %v", names(records), err, want)
	}
	return expect(ctx, s, everything(), before...)
}
