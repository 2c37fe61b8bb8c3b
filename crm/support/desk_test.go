package support_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/support"
)

func wait(from, until string) crm.Wait { return crm.Wait{From: at(from), Until: at(until)} }

func TestClocks(t *testing.T) {
	runs, anew := gold(), gold()
	runs.Waiting, anew.Reopened = support.WaitingRuns, support.ReopenedAnew
	opened := crm.Request{Level: "gold", Opened: at("2026-03-02 09:00")}
	with := func(change func(*crm.Request)) crm.Request {
		r := opened
		change(&r)
		return r
	}
	waiting := func(waits ...crm.Wait) crm.Request { return with(func(r *crm.Request) { r.Waits = waits }) }
	resolved := func(s string) crm.Request { return with(func(r *crm.Request) { r.Resolved = at(s) }) }
	again := with(func(r *crm.Request) {
		r.Earlier, r.Reopened = []time.Time{at("2026-03-02 11:00")}, []time.Time{at("2026-03-03 10:00")}
	})
	unknown := with(func(r *crm.Request) { r.Reopened = []time.Time{at("2026-03-03 10:00")} })
	for _, c := range []struct {
		name   string
		target support.Target
		of     support.Promise
		r      crm.Request
		now    string
		state  support.State
		used   string
		due    string
	}{
		{"just opened", gold(), support.Response, opened, "2026-03-02 09:00", support.Running, "0s", "2026-03-02 10:00"},
		{"below the risk", gold(), support.Response, opened, "2026-03-02 09:47", support.Running, "47m0s", "2026-03-02 10:00"},
		{"at the risk", gold(), support.Response, opened, "2026-03-02 09:48", support.AtRisk, "48m0s", "2026-03-02 10:00"},
		{"on the due instant", gold(), support.Response, opened, "2026-03-02 10:00", support.AtRisk, "1h0m0s", "2026-03-02 10:00"},
		{"past it", gold(), support.Response, opened, "2026-03-02 10:01", support.Breached, "1h1m0s", "2026-03-02 10:00"},
		{"answered in time", gold(), support.Response, with(func(r *crm.Request) { r.Responded = at("2026-03-02 10:00") }), "2026-03-09 10:00", support.Met, "1h0m0s", "2026-03-02 10:00"},
		{"answered late", gold(), support.Response, with(func(r *crm.Request) { r.Responded = at("2026-03-02 10:01") }), "2026-03-09 10:00", support.Missed, "1h1m0s", "2026-03-02 10:00"},
		{"an answer that is still to come", gold(), support.Response, with(func(r *crm.Request) { r.Responded = at("2026-03-02 10:01") }), "2026-03-02 09:30", support.Running, "30m0s", "2026-03-02 10:00"},
		{"to resolve is to answer", gold(), support.Response, resolved("2026-03-02 09:30"), "2026-03-09 10:00", support.Met, "30m0s", "2026-03-02 10:00"},
		{"the response runs while waiting", gold(), support.Response, waiting(wait("2026-03-02 09:10", "")), "2026-03-02 10:01", support.Breached, "1h1m0s", "2026-03-02 10:00"},

		{"resolved in a day", gold(), support.Resolution, resolved("2026-03-02 18:00"), "2026-03-09 10:00", support.Met, "8h0m0s", "2026-03-02 18:00"},
		{"resolved after hours, too late", gold(), support.Resolution, resolved("2026-03-02 20:00"), "2026-03-09 10:00", support.Missed, "8h0m0s", "2026-03-02 18:00"},
		{"waiting now", gold(), support.Resolution, waiting(wait("2026-03-02 10:00", "")), "2026-03-02 15:00", support.Waits, "1h0m0s", ""},
		{"waiting, by an end that is still to come", gold(), support.Resolution, waiting(wait("2026-03-02 10:00", "2026-03-02 16:00")), "2026-03-02 15:00", support.Waits, "1h0m0s", ""},
		{"a wait that begins later", gold(), support.Resolution, waiting(wait("2026-03-02 15:01", "")), "2026-03-02 15:00", support.Running, "5h0m0s", "2026-03-02 18:00"},
		{"waited", gold(), support.Resolution, waiting(wait("2026-03-02 10:00", "2026-03-02 15:00")), "2026-03-02 16:00", support.Running, "2h0m0s", "2026-03-03 14:00"},
		{"waits that overlap count once", gold(), support.Resolution, waiting(wait("2026-03-02 13:00", "2026-03-02 15:00"), wait("2026-03-02 10:00", "2026-03-02 14:00")), "2026-03-02 16:00", support.Running, "2h0m0s", "2026-03-03 14:00"},
		{"a wait outside of hours changes nothing", gold(), support.Resolution, waiting(wait("2026-03-02 18:00", "2026-03-03 09:00")), "2026-03-03 10:00", support.Breached, "9h0m0s", "2026-03-02 18:00"},
		{"waiting does not stop it", runs, support.Resolution, waiting(wait("2026-03-02 10:00", "")), "2026-03-02 15:00", support.Running, "5h0m0s", "2026-03-02 18:00"},
		{"overdue and waiting since", gold(), support.Resolution, waiting(wait("2026-03-03 10:00", "")), "2026-03-05 15:00", support.Breached, "9h0m0s", "2026-03-02 18:00"},
		{"resolved while waiting", gold(), support.Resolution, with(func(r *crm.Request) {
			r.Waits, r.Resolved = []crm.Wait{wait("2026-03-02 10:00", "")}, at("2026-03-05 10:00")
		}), "2026-03-09 10:00", support.Met, "1h0m0s", ""},

		{"opened again, goes on", gold(), support.Resolution, again, "2026-03-03 11:00", support.Running, "3h0m0s", "2026-03-03 17:00"},
		{"opened again, anew", anew, support.Resolution, again, "2026-03-03 11:00", support.Running, "1h0m0s", "2026-03-04 10:00"},
		{"before it was opened again", gold(), support.Resolution, again, "2026-03-02 12:00", support.Met, "2h0m0s", "2026-03-02 18:00"},
		{"opened again, resolution unknown", gold(), support.Resolution, unknown, "2026-03-03 11:00", support.Breached, "10h0m0s", "2026-03-02 18:00"},
		{"opened again and resolved", gold(), support.Resolution, with(func(r *crm.Request) { *r = again; r.Resolved = at("2026-03-03 17:00") }), "2026-03-09 11:00", support.Met, "8h0m0s", "2026-03-03 17:00"},
		{"opened again after what was last resolved", gold(), support.Resolution, with(func(r *crm.Request) { *r = again; r.Resolved = at("2026-03-02 11:00") }), "2026-03-03 11:00", support.Running, "3h0m0s", "2026-03-03 17:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := desk(t, compile(t, agreement(c.target)), c.now, request("r", c.r))
			require.Len(t, d.Cases, 1)
			clock, ok := d.Cases[0].Clock(c.of)
			require.True(t, ok)
			assert.Equal(t, c.state, clock.State)
			assert.Equal(t, c.used, clock.Used.String())
			assert.True(t, at(c.due).Equal(clock.Due), clock.Due.In(shanghai))
			assert.Equal(t, clock.Target, clock.Used+clock.Left)
			good(t, clock.Why)
		})
	}
	d := desk(t, compile(t, agreement(gold())), "2026-03-03 11:00", request("r", unknown))
	require.NotEmpty(t, d.Findings)
	assert.Equal(t, "support.resolution-unknown", d.Findings[0].Code)
}

func TestTheMostSpecificTargetHolds(t *testing.T) {
	target := func(level, priority string) support.Target {
		return support.Target{Level: level, Priority: priority, Schedule: "always", Response: 60}
	}
	terms := compile(t, agreement(target("", ""), target("", "high"), target("gold", ""), target("gold", "high")))
	for want, key := range [][2]string{{"tin", "low"}, {"tin", "high"}, {"gold", "low"}, {"gold", "high"}} {
		d := desk(t, terms, "2026-03-02 10:00", request("r", crm.Request{Level: key[0], Priority: key[1], Opened: at("2026-03-02 09:00")}))
		require.Len(t, d.Cases, 1)
		assert.Equal(t, want, d.Cases[0].Target, key)
		_, promised := d.Cases[0].Clock(support.Resolution)
		assert.False(t, promised)
	}
	assert.Len(t, desk(t, compile(t, agreement(target("gold", ""))), "2026-03-02 10:00", request("r", crm.Request{Level: "tin", Opened: at("2026-03-02 09:00")})).Unmatched, 1)
}

func TestUnclearRequests(t *testing.T) {
	terms := compile(t, agreement(gold()))
	o, l := at("2026-03-02 09:00"), at("2026-03-02 08:00")
	for _, r := range []crm.Request{
		{},
		{Opened: o, Responded: l},
		{Opened: o, Resolved: l},
		{Opened: o, Reopened: []time.Time{l}},
		{Opened: o, Reopened: []time.Time{o}, Earlier: []time.Time{o, o}},
		{Opened: o, Reopened: []time.Time{o}, Earlier: []time.Time{l}},
		{Opened: o, Reopened: []time.Time{o}, Earlier: []time.Time{o.Add(1000)}},
		{Opened: o, Waits: []crm.Wait{{From: o, Until: l}}},
		{Opened: o, Waits: []crm.Wait{{}}},
	} {
		r.Level = "gold"
		d := desk(t, terms, "2026-03-03 10:00", request("r", r))
		assert.Len(t, d.Unclear, 1, r)
		assert.Empty(t, d.Cases)
		require.Len(t, d.Findings, 1)
		good(t, d.Findings[0].Message, d.Findings[0].Remedy)
	}
	d := desk(t, terms, "2026-03-02 08:59", request("r", crm.Request{Level: "gold", Opened: o}))
	assert.Empty(t, d.Cases, "it has not come in yet")
	_, err := terms.At(time.Time{}, nil)
	require.ErrorIs(t, err, support.ErrInstant)
}

func TestOrderAndEscalation(t *testing.T) {
	terms := compile(t, agreement(gold()))
	records := []crm.Record{
		{Ref: ref(crm.KindUser, "anna"), Modified: at("2026-01-01 00:00"), Data: &crm.User{Name: "Anna", Manager: "vera"}},
		request("1-done", crm.Request{Level: "gold", Owner: "anna", Opened: at("2026-03-02 09:00"), Resolved: at("2026-03-02 09:30")}),
		request("2-new", crm.Request{Level: "gold", Owner: "anna", Opened: at("2026-03-03 15:00"), Responded: at("2026-03-03 15:10")}),
		request("3-late", crm.Request{Level: "gold", Owner: "anna", Subject: "no light", Number: "R3", Opened: at("2026-03-02 09:00"), Responded: at("2026-03-02 09:10")}),
		request("4-risk", crm.Request{Level: "gold", Owner: "bo", Opened: at("2026-03-03 09:00"), Responded: at("2026-03-03 09:10")}),
		request("5-waits", crm.Request{Level: "gold", Owner: "anna", Opened: at("2026-03-02 09:00"), Responded: at("2026-03-02 09:10"), Waits: []crm.Wait{wait("2026-03-02 10:00", "")}}),
		request("6-later", crm.Request{Level: "gold", Owner: "anna", Opened: at("2026-03-02 10:00"), Responded: at("2026-03-02 10:10")}),
	}
	d := desk(t, terms, "2026-03-03 16:30", records...)
	var order []string
	for _, c := range d.Cases {
		order = append(order, c.Request.ID)
	}
	assert.Equal(t, []string{"3-late", "6-later", "4-risk", "2-new", "5-waits", "1-done"}, order)
	assert.Len(t, d.Breaches(), 2)
	assert.Len(t, d.AtRisk(), 1)
	var raised []string
	for _, e := range d.Escalations {
		raised = append(raised, e.Request.ID+" "+e.Step.At.String()+" "+e.User+" "+e.At.In(shanghai).Format("02 15:04"))
		good(t, e.Why)
	}
	assert.Equal(t, []string{
		"3-late 0.5 anna 02 14:00", "6-later 0.5 anna 02 15:00", "3-late 0.8 vera 02 16:24", "6-later 0.8 vera 02 17:24", "3-late 1 boss 02 18:00",
		"6-later 1 boss 03 10:00", "4-risk 0.5 bo 03 14:00", "4-risk 0.8  03 16:24",
	}, raised)
	require.Len(t, d.Findings, 1)
	assert.Equal(t, "support.nobody", d.Findings[0].Code)
	tasks := d.Tasks("zoho")
	require.Len(t, tasks, 7)
	ids := map[string]bool{}
	for _, task := range tasks {
		require.NoError(t, task.Check())
		good(t, task.Title)
		ids[task.ID] = true
	}
	assert.Len(t, ids, 7)
	assert.Equal(t, "2026-03-03", tasks[0].Due.String(), "what has passed is due today")
	assert.Equal(t, "2026-03-03", tasks[6].Due.String())
	assert.Empty(t, d.Tasks("fxiaoke"))
	slices.Reverse(records)
	assert.Equal(t, d.Cases, desk(t, terms, "2026-03-03 16:30", records...).Cases, "the order of records does not matter")
	assert.Equal(t, tasks[0].ID, desk(t, terms, "2026-03-03 17:30", records...).Tasks("zoho")[0].ID)
}

func TestMeasures(t *testing.T) {
	terms := compile(t, agreement(gold()))
	records := []crm.Record{
		request("a", crm.Request{Level: "gold", Priority: "high", Owner: "anna", Account: "acme", Opened: at("2026-03-02 09:00"), Responded: at("2026-03-02 09:20"), Resolved: at("2026-03-02 11:00")}),
		request("b", crm.Request{Level: "gold", Owner: "anna", Opened: at("2026-03-02 09:00"), Responded: at("2026-03-02 09:31"), Resolved: at("2026-03-03 09:30")}),
		request("c", crm.Request{Level: "gold", Owner: "bo", Opened: at("2026-03-02 09:00"), Responded: at("2026-03-02 11:00"), Earlier: []time.Time{at("2026-03-02 11:00")}, Reopened: []time.Time{at("2026-03-04 09:00")}}),
		request("d", crm.Request{Level: "gold", Owner: "bo", Opened: at("2026-03-04 09:30")}),
		request("e", crm.Request{Level: "gold", Owner: "bo", Opened: at("2026-03-05 09:30")}),
		request("odd", crm.Request{Level: "tin", Owner: "bo", Opened: at("2026-03-02 09:30")}),
	}
	d := desk(t, terms, "2026-03-05 09:40", records...)
	us := kam.Subject{Kind: "organisation", ID: "us"}
	list, err := d.Measures(us, kam.MustPeriod("2026-03-01/2026-03-05"))
	require.NoError(t, err)
	got := map[string]string{}
	for _, m := range list {
		require.NoError(t, m.Check())
		assert.Equal(t, int64(len(m.Refs)), m.Count)
		text := "unknown"
		if m.IsRatio() {
			text = m.Numerator.Decimal.String() + "/" + m.Denominator.Decimal.String()
		} else if m.Value.Valid {
			text = m.Value.Decimal.String()
		}
		if m.Subject == us && m.Scope == "" {
			got[m.Metric] = text
		}
		if m.Subject.ID == "bo" && m.Metric == support.MetricResolutionMean {
			assert.Equal(t, "unknown", text, "nothing of bo's is resolved")
		}
	}
	assert.Equal(t, map[string]string{
		"support.requests": "4", "support.breaches": "3", "support.reopened": "1/3",
		"support.response-in-time": "2/4", "support.response-mean": "10260/180", "support.response-median": "1860/60",
		"support.resolution-in-time": "1/4", "support.resolution-mean": "37800/120", "support.resolution-median": "37800/120",
	}, got)
	scopes := map[string]bool{}
	for _, m := range list {
		scopes[m.Subject.Kind+" "+m.Subject.ID+" "+m.Scope] = true
	}
	assert.Equal(t, map[string]bool{"organisation us ": true, "organisation us gold/high": true, "organisation us gold/": true, "user anna ": true, "user bo ": true, "account acme ": true}, scopes)
	list, err = d.Measures(us, kam.MustPeriod("2026-03-01/2026-03-06"))
	require.NoError(t, err)
	for _, m := range list {
		require.NoError(t, m.Check())
		assert.False(t, m.Value.Valid || m.Numerator.Valid, "the period is not over")
	}
	_, err = d.Measures(us, kam.MustPeriod("2026-03-01/.."))
	require.ErrorIs(t, err, support.ErrMeasure)
	for _, m := range support.Metrics() {
		require.NoError(t, m.Check())
	}
}

func TestFaults(t *testing.T) {
	_, err := support.Compile(support.Agreement{}, nil, nil)
	assert.Equal(t, []string{"support.too-few $.schedules", "support.too-few $.targets", "support.at-risk $.atRisk"}, codes(t, err))
	bad := agreement(
		support.Target{Schedule: "x"}, support.Target{Schedule: "office", Response: -1}, support.Target{Level: " ", Schedule: "office", Resolution: support.MaxMinutes + 1},
		support.Target{Level: "g", Schedule: "office", Response: 1, Escalation: []support.Step{
			{}, {Of: support.Resolution, At: kam.MustFraction("11"), To: support.ToUser}, {Of: support.Response, At: kam.Whole(), To: support.ToOwner, User: "x"}, {Of: support.Response, At: kam.Whole(), To: support.ToUser, User: " "},
		}},
	)
	bad.Schedules = append(bad.Schedules, support.Schedule{Name: "office", Days: "x", Hours: []crm.Hours{{Weekday: 7, Until: 1}, {Weekday: 1, From: 5, Until: 5}, {Weekday: 2, From: 5, Until: 9}, {Weekday: 2, From: 8, Until: 10}}, MakeUp: new(time.Friday)}, support.Schedule{Name: "none"})
	bad.AtRisk = kam.Whole()
	_, err = support.Compile(bad, nil, nil)
	assert.Equal(t, []string{
		"support.twice $.schedules[2].name", "support.days $.schedules[2].days", "support.hours $.schedules[2].hours[0]", "support.hours $.schedules[2].hours[1]",
		"support.overlap $.schedules[2].hours", "support.make-up $.schedules[2].makeUp", "support.days $.schedules[3].days", "support.too-few $.schedules[3].hours",
		"support.schedule $.targets[0].schedule", "support.minutes $.targets[0]", "support.twice $.targets[1]", "support.minutes $.targets[1].response",
		"support.id $.targets[2].level", "support.minutes $.targets[2].resolution", "support.waiting $.targets[2].waiting", "support.reopened $.targets[2].reopened",
		"support.step $.targets[3].escalation[0].of", "support.step $.targets[3].escalation[0].at", "support.step $.targets[3].escalation[0].to",
		"support.step $.targets[3].escalation[1].of", "support.step $.targets[3].escalation[1].at", "support.step $.targets[3].escalation[1].user",
		"support.step $.targets[3].escalation[2].user", "support.id $.targets[3].escalation[3].user", "support.at-risk $.atRisk",
	}, codes(t, err))
}

func TestTheTermsKeepNothingOfTheAgreement(t *testing.T) {
	a := agreement(gold())
	terms := compile(t, a)
	a.Targets[0].Escalation[0].To, *a.Schedules[0].MakeUp, a.Schedules[0].Hours[0].From = "x", 0, 0
	b := terms.Agreement()
	b.Targets[0].Escalation[0].To, *b.Schedules[0].MakeUp, b.Schedules[0].Hours[0].From = "x", 0, 0
	assert.Equal(t, agreement(gold()), terms.Agreement())
}

func FuzzParseAgreement(f *testing.F) {
	f.Add([]byte(`{"schedules":[{"name":"o","days":"working-days","hours":[{"weekday":1,"from":540,"until":1080}],"makeUp":1}],"targets":[{"schedule":"o","response":60}],"atRisk":"0.8"}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		a, err := support.ParseAgreement(data)
		if err != nil {
			return
		}
		if terms, err := support.Compile(a, kam.Gregorian(), nil); err == nil {
			_, _ = terms.Due(a.Schedules[0].Name, time.Unix(0, 0), time.Hour)
		}
	})
}
