package dispute_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/dispute"
	"github.com/kam-go/kam/incentive/payroll"
	"github.com/kam-go/kam/internal/wordtest"
)

func policy() dispute.Policy {
	return dispute.Policy{
		Open: dispute.Deadline{Days: 10, Count: dispute.CalendarDays}, Answer: dispute.Deadline{Days: 2, Count: dispute.WorkingDays},
		Decide: dispute.Deadline{Days: 5, Count: dispute.WorkingDays}, Reopen: dispute.Deadline{Days: 3, Count: dispute.CalendarDays},
		Withhold: dispute.Disputed,
	}
}

func compile(t testing.TB, p dispute.Policy) *dispute.Rules {
	t.Helper()
	calendar, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	r, err := dispute.Compile(p, calendar)
	require.NoError(t, err)
	return r
}

// opening disputes the pay of January on Tuesday, 3 February.
func opening(id string) dispute.Event {
	return dispute.Event{Dispute: id, Seq: 1, Step: dispute.StepOpen, By: "anna", On: kam.MustDay("2026-02-03"), Text: "the deal is missing", Claim: &dispute.Claim{
		Payee: "anna", Plan: "ae", Period: kam.MustPeriod("2026-01-01/2026-02-01"), About: dispute.AboutDeal, Subject: "D-1",
		Amount: decimal.NewNullDecimal(decimal.NewFromInt(300)), Currency: "CNY",
	}}
}

// step is a later event: who does what on which day of February.
func step(id string, seq int, s dispute.Step, by, day string) dispute.Event {
	e := dispute.Event{Dispute: id, Seq: seq, Step: s, By: by, On: kam.MustDay("2026-02-" + day), Text: "seen"}
	if s == dispute.StepAccept {
		e.Award = &dispute.Award{Amount: decimal.NewFromInt(250), Currency: "CNY", Component: "commission", ProposedBy: "cleo"}
	}
	return e
}

func apply(b *dispute.Book, events ...dispute.Event) (*dispute.Book, error) {
	for _, e := range events {
		var err error
		if b, err = b.Apply(e); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func TestSteps(t *testing.T) {
	open, answer, reject := opening("1"), step("1", 2, dispute.StepAnswer, "ben", "04"), step("1", 2, dispute.StepReject, "ben", "05")
	reopened := step("1", 3, dispute.StepReopen, "anna", "08")
	change := func(e dispute.Event, f func(*dispute.Event)) dispute.Event {
		if e.Claim != nil {
			c := *e.Claim
			e.Claim = &c
		}
		f(&e)
		return e
	}
	for name, c := range map[string]struct {
		events []dispute.Event
		want   error
		state  dispute.State
	}{
		"opened":                     {[]dispute.Event{open}, nil, dispute.Open},
		"on the last day":            {[]dispute.Event{change(open, func(e *dispute.Event) { e.On = kam.MustDay("2026-02-10") })}, nil, dispute.Open},
		"a day late":                 {[]dispute.Event{change(open, func(e *dispute.Event) { e.On = kam.MustDay("2026-02-11") })}, dispute.ErrLate, ""},
		"before the period":          {[]dispute.Event{change(open, func(e *dispute.Event) { e.On = kam.MustDay("2025-12-31") })}, dispute.ErrOrder, ""},
		"opened for another":         {[]dispute.Event{change(open, func(e *dispute.Event) { e.By = "ben" })}, dispute.ErrPerson, ""},
		"opened twice":               {[]dispute.Event{open, change(open, func(e *dispute.Event) { e.Seq = 2 })}, dispute.ErrOrder, ""},
		"number left out":            {[]dispute.Event{open, step("1", 3, dispute.StepAnswer, "ben", "04")}, dispute.ErrOrder, ""},
		"dated back":                 {[]dispute.Event{open, step("1", 2, dispute.StepAnswer, "ben", "02")}, dispute.ErrOrder, ""},
		"unknown":                    {[]dispute.Event{answer}, dispute.ErrUnknown, ""},
		"answered":                   {[]dispute.Event{open, answer}, nil, dispute.Answered},
		"answered oneself":           {[]dispute.Event{open, step("1", 2, dispute.StepAnswer, "ANNA", "04")}, dispute.ErrPerson, ""},
		"answered twice":             {[]dispute.Event{open, answer, step("1", 3, dispute.StepAnswer, "ben", "04")}, dispute.ErrOrder, ""},
		"accepted":                   {[]dispute.Event{open, step("1", 2, dispute.StepAccept, "ben", "04")}, nil, dispute.Accepted},
		"accepted late":              {[]dispute.Event{open, step("1", 2, dispute.StepAccept, "ben", "28")}, nil, dispute.Accepted},
		"accepted oneself":           {[]dispute.Event{open, step("1", 2, dispute.StepAccept, "anna", "04")}, dispute.ErrPerson, ""},
		"own award accepted":         {[]dispute.Event{open, step("1", 2, dispute.StepAccept, "Cleo", "04")}, dispute.ErrSamePerson, ""},
		"award by the payee":         {[]dispute.Event{open, change(step("1", 2, dispute.StepAccept, "ben", "04"), func(e *dispute.Event) { e.Award.ProposedBy = "Anna" })}, dispute.ErrPerson, ""},
		"rejected":                   {[]dispute.Event{open, reject}, nil, dispute.Rejected},
		"rejected oneself":           {[]dispute.Event{open, step("1", 2, dispute.StepReject, "anna", "04")}, dispute.ErrPerson, ""},
		"withdrawn":                  {[]dispute.Event{open, answer, step("1", 3, dispute.StepWithdraw, "anna", "05")}, nil, dispute.Withdrawn},
		"withdrawn by another":       {[]dispute.Event{open, step("1", 2, dispute.StepWithdraw, "ben", "05")}, dispute.ErrPerson, ""},
		"withdrawn after a decision": {[]dispute.Event{open, reject, step("1", 3, dispute.StepWithdraw, "anna", "05")}, dispute.ErrOrder, ""},
		"reopened on the last day":   {[]dispute.Event{open, reject, reopened}, nil, dispute.Reopened},
		"reopened a day late":        {[]dispute.Event{open, reject, step("1", 3, dispute.StepReopen, "anna", "09")}, dispute.ErrLate, ""},
		"reopened by another":        {[]dispute.Event{open, reject, step("1", 3, dispute.StepReopen, "ben", "06")}, dispute.ErrPerson, ""},
		"reopened while open":        {[]dispute.Event{open, step("1", 2, dispute.StepReopen, "anna", "06")}, dispute.ErrOrder, ""},
		"reopened after accepting":   {[]dispute.Event{open, step("1", 2, dispute.StepAccept, "ben", "04"), step("1", 3, dispute.StepReopen, "anna", "05")}, dispute.ErrOrder, ""},
		"rejected by the same again": {[]dispute.Event{open, reject, reopened, step("1", 4, dispute.StepReject, "Ben", "09")}, dispute.ErrSamePerson, ""},
		"accepted by who rejected":   {[]dispute.Event{open, reject, reopened, step("1", 4, dispute.StepAccept, "ben", "09")}, dispute.ErrSamePerson, ""},
		"reopened twice":             {[]dispute.Event{open, reject, reopened, step("1", 4, dispute.StepReject, "dora", "09"), step("1", 5, dispute.StepReopen, "anna", "10")}, dispute.ErrOrder, ""},
		"no holidays known": {[]dispute.Event{change(open, func(e *dispute.Event) {
			e.Claim.Period, e.On = kam.MustPeriod("2026-12-01/2027-01-01"), kam.MustDay("2026-12-31")
		})}, kam.ErrNoHolidays, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := apply(compile(t, policy()).Book(), c.events...)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
				if refused, ok := errors.AsType[*dispute.Refused](err); ok {
					wordtest.Formatted(t, refused.Text.EN+refused.Text.ZH)
					assert.NotEmpty(t, refused.Text.ZH)
				}
				return
			}
			require.NoError(t, err)
			d, err := b.Dispute("1")
			require.NoError(t, err)
			assert.Equal(t, c.state, d.State)
		})
	}
	_, err := compile(t, policy()).Book().Dispute("1")
	require.ErrorIs(t, err, dispute.ErrUnknown)
}

// Opened on Tuesday: two working days end on Thursday, five on the Tuesday after.
func TestOverdue(t *testing.T) {
	b, err := apply(compile(t, policy()).Book(), opening("1"))
	require.NoError(t, err)
	d, _ := b.Dispute("1")
	assert.Equal(t, "2026-02-05 2026-02-10", d.AnswerBy.String()+" "+d.DecideBy.String())
	assert.False(t, d.Overdue(kam.MustDay("2026-02-05")))
	assert.True(t, d.Overdue(kam.MustDay("2026-02-06")))
	b, err = b.Apply(step("1", 2, dispute.StepAnswer, "ben", "05"))
	require.NoError(t, err)
	d, _ = b.Dispute("1")
	assert.False(t, d.Overdue(kam.MustDay("2026-02-10")))
	assert.True(t, d.Overdue(kam.MustDay("2026-02-11")))
	b, err = b.Apply(step("1", 3, dispute.StepReject, "ben", "12"))
	require.NoError(t, err)
	d, _ = b.Dispute("1")
	assert.False(t, d.Overdue(kam.MustDay("2026-02-20")))
}

func TestHolds(t *testing.T) {
	dollars := opening("3")
	dollars.Claim.Currency = "USD"
	events := []dispute.Event{opening("2"), opening("1"), dollars, opening("4"), step("4", 2, dispute.StepReject, "ben", "04")}
	for withhold, want := range map[dispute.Withhold][]dispute.Hold{
		dispute.Nothing: {},
		dispute.Disputed: {
			{Payee: "anna", Plan: "ae", Amount: decimal.NewFromInt(600), Currency: "CNY", Disputes: []string{"1", "2"}},
			{Payee: "anna", Plan: "ae", Amount: decimal.NewFromInt(300), Currency: "USD", Disputes: []string{"3"}},
		},
		dispute.WholePay: {{Payee: "anna", Plan: "ae", Whole: true, Disputes: []string{"1", "2", "3"}}},
	} {
		p := policy()
		p.Withhold = withhold
		b, err := apply(compile(t, p).Book(), events...)
		require.NoError(t, err)
		got := b.Holds()
		require.Len(t, got, len(want))
		for i, h := range got {
			assert.True(t, h.Amount.Equal(want[i].Amount), "%s", h.Amount)
			h.Amount, want[i].Amount = decimal.Zero, decimal.Zero
			assert.Equal(t, want[i], h)
		}
	}
	partly, wholly := dispute.Hold{Payee: "anna", Plan: "ae", Amount: decimal.NewFromInt(300), Currency: "CNY", Disputes: []string{"1", "2"}}, dispute.Hold{Payee: "anna", Plan: "ae", Whole: true, Disputes: []string{"3"}}
	terms := payroll.Terms{Unapproved: payroll.UnapprovedWaits, Holds: []payroll.Hold{partly.Row(kam.MustDay("2026-02-10"), "dan"), wholly.Row(kam.MustDay("2026-02-10"), "dan")}}
	require.NoError(t, terms.Check())
	assert.Equal(t, "300", terms.Holds[0].Amount.Decimal.String())
	assert.Equal(t, "dispute-1, dispute-2", terms.Holds[0].Reason)
	assert.Equal(t, kam.MustPeriod("2026-02-10/2026-02-11"), terms.Holds[0].Days)
	assert.False(t, terms.Holds[1].Amount.Valid)
	silent := opening("1")
	silent.Claim.Amount = decimal.NullDecimal{}
	_, err := compile(t, policy()).Book().Apply(silent)
	require.ErrorContains(t, err, "disputed amount")
}

func TestAdjustments(t *testing.T) {
	nothing := step("2", 2, dispute.StepAccept, "ben", "04")
	nothing.Award = &dispute.Award{ProposedBy: "cleo"}
	b, err := apply(compile(t, policy()).Book(), opening("1"), opening("2"), opening("3"), step("1", 2, dispute.StepAccept, "ben", "28"), nothing)
	require.NoError(t, err)
	got := b.Adjustments(kam.MustPeriod("2026-02-01/2026-03-01"))
	require.Len(t, got, 1)
	a := got[0]
	assert.Equal(t, "anna ae dispute-1 250 commission seen cleo ben", strings.Join([]string{a.Payee, a.Plan, a.ID, a.Amount.String(), a.Component, a.Reason, a.RequestedBy, a.ApprovedBy}, " "))
	assert.Empty(t, b.Adjustments(kam.MustPeriod("2026-03-01/2026-04-01")))
	march := step("3", 2, dispute.StepAccept, "ben", "04")
	march.On = kam.MustDay("2026-03-01")
	b, err = b.Apply(march)
	require.NoError(t, err)
	assert.Len(t, b.Adjustments(kam.MustPeriod("2026-02-01/2026-03-01")), 1, "the day of the decision counts, not that of opening")
	assert.Len(t, b.Adjustments(kam.MustPeriod("2026-03-01/2026-04-01")), 1)
}

func TestEventFaults(t *testing.T) {
	long := opening(strings.Repeat("x", 101))
	amount := opening("1")
	amount.Claim = &dispute.Claim{Payee: "anna", Plan: "ae", Period: kam.MustPeriod("2026-01-01/.."), About: "x", Amount: decimal.NewNullDecimal(decimal.RequireFromString("0.001")), Currency: "CNY"}
	award := step("1", 2, dispute.StepAccept, "ben", "04")
	award.Award = &dispute.Award{Amount: decimal.New(1, 900000), Currency: "CNY", ProposedBy: ""}
	below := opening("1")
	below.Claim.Amount = decimal.NewNullDecimal(decimal.Zero)
	for name, c := range map[string]struct {
		event dispute.Event
		want  string
	}{
		"nothing":      {dispute.Event{}, "dispute.day $.on; dispute.id $.by; dispute.id $.dispute; dispute.number $.seq; dispute.step $.step; dispute.text $.text"},
		"long id":      {long, "dispute.id $.dispute"},
		"claim":        {amount, "dispute.about $.claim.about; dispute.amount $.claim.amount; dispute.id $.claim.subject; dispute.period $.claim.period"},
		"zero claimed": {below, "dispute.amount $.claim.amount"},
		"award":        {award, "dispute.id $.award.proposedBy; dispute.number $.award.amount"},
		"no award":     {dispute.Event{Dispute: "1", Seq: 2, Step: dispute.StepAccept, By: "ben", On: kam.MustDay("2026-02-04"), Text: "x"}, "dispute.award $.award"},
	} {
		t.Run(name, func(t *testing.T) {
			invalid := new(kam.InvalidError)
			require.ErrorAs(t, c.event.Check(), &invalid)
			var got []string
			for _, f := range invalid.Findings.Sorted() {
				got = append(got, f.Code+" "+f.Place)
				wordtest.Formatted(t, f.In(kam.English)+f.In(kam.Chinese))
			}
			assert.ElementsMatch(t, strings.Split(c.want, "; "), got)
		})
	}
	_, err := dispute.Compile(dispute.Policy{Open: dispute.Deadline{Days: -1}, Answer: dispute.Deadline{Days: 3661}}, nil)
	invalid := new(kam.InvalidError)
	require.ErrorAs(t, err, &invalid)
	assert.Len(t, invalid.Findings, 7)
}

func golden(t *testing.T, name, text string) {
	t.Helper()
	wordtest.Formatted(t, text)
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), text)
}

func TestMarkdown(t *testing.T) {
	other := opening("2")
	other.Claim.About, other.Claim.Subject, other.Text = dispute.AboutOther, "", "a | b <b>"
	b, err := apply(compile(t, policy()).Book(), opening("1"), step("1", 2, dispute.StepReject, "ben", "04"), step("1", 3, dispute.StepReopen, "anna", "05"), step("1", 4, dispute.StepAccept, "dora", "06"), other)
	require.NoError(t, err)
	stats := b.Statistics(kam.MustPeriod("2026-02-01/2026-03-01"), kam.MustDay("2026-02-20"))
	assert.Equal(t, 2, stats.Opened)
	assert.Equal(t, 1, stats.Overdue)
	assert.Equal(t, 0, b.Statistics(kam.MustPeriod("2026-03-01/2026-04-01"), kam.MustDay("2026-02-20")).Opened)
	for lang, suffix := range map[kam.Lang]string{kam.English: ".en.md", kam.Chinese: ".zh-CN.md"} {
		text := ""
		for d := range b.Disputes() {
			text += d.Markdown(lang) + "\n"
		}
		golden(t, "disputes"+suffix, text)
		golden(t, "statistics"+suffix, stats.Markdown(lang))
	}
}

// What a book hands out is the caller's.
func TestBooksShareNothing(t *testing.T) {
	in := opening("1")
	first, err := apply(compile(t, policy()).Book(), in)
	require.NoError(t, err)
	in.Claim.Subject = "changed"
	d, _ := first.Dispute("1")
	d.Events[0].Claim.Subject = "changed"
	second, err := first.Apply(step("1", 2, dispute.StepAccept, "ben", "04"))
	require.NoError(t, err)
	d, _ = first.Dispute("1")
	assert.Equal(t, "D-1", d.Events[0].Claim.Subject)
	assert.Equal(t, dispute.Open, d.State)
	d, _ = second.Dispute("1")
	d.Award.Amount = decimal.Zero
	assert.Len(t, second.Adjustments(kam.MustPeriod("2026-02-01/2026-03-01")), 1)
}
