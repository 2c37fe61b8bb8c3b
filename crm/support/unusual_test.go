package support_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/support"
)

func TestOneImpossibleRequestStopsNobody(t *testing.T) {
	terms := compile(t, agreement(gold()))
	d := desk(t, terms, "2026-03-02 10:00",
		request("epoch", crm.Request{Level: "gold", Opened: time.Unix(1, 0)}),
		request("good", crm.Request{Level: "gold", Opened: at("2026-03-02 09:50")}))
	require.Len(t, d.Cases, 1)
	assert.Equal(t, "good", d.Cases[0].Request.ID)
	assert.Equal(t, []crm.Ref{ref(crm.KindRequest, "epoch")}, d.Unclear)
	require.Len(t, d.Findings, 1)
	assert.Equal(t, "support.unclear", d.Findings[0].Code)
	good(t, d.Findings[0].Message, d.Findings[0].Remedy)
}

func TestStepsAskNothingOfDaysToCome(t *testing.T) {
	target := gold()
	target.Escalation = []support.Step{{Of: support.Resolution, At: kam.MustFraction("10"), To: support.ToOwner}}
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026}})
	require.NoError(t, err)
	terms, err := support.Compile(agreement(target), c, shanghai)
	require.NoError(t, err)
	d, err := terms.At(at("2026-12-28 10:00"), []crm.Record{request("r", crm.Request{Level: "gold", Opened: at("2026-12-28 09:00")})})
	require.NoError(t, err, "ten times the target would be in 2027, of which nothing is known yet")
	assert.Empty(t, d.Escalations)
}

func TestToResolveIsToAnswer(t *testing.T) {
	terms := compile(t, agreement(gold()))
	for _, c := range []struct {
		name, responded, resolved string
		earlier, reopened         []time.Time
		done                      string
		state                     support.State
	}{
		{name: "the note after the solution is not the answer", responded: "2026-03-02 15:00", resolved: "2026-03-02 09:30", done: "2026-03-02 09:30", state: support.Met},
		{name: "nor is one after it was opened again", responded: "2026-03-02 15:00", resolved: "2026-03-02 16:00", earlier: []time.Time{at("2026-03-02 09:40")}, reopened: []time.Time{at("2026-03-02 14:00")}, done: "2026-03-02 09:40", state: support.Met},
		{name: "an answer before is", responded: "2026-03-02 09:20", resolved: "2026-03-02 09:30", done: "2026-03-02 09:20", state: support.Met},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, now := range []string{"2026-03-02 14:30", "2026-03-02 18:00"} {
				d := desk(t, terms, now, request("r", crm.Request{Level: "gold", Opened: at("2026-03-02 09:00"), Responded: at(c.responded), Resolved: at(c.resolved), Earlier: c.earlier, Reopened: c.reopened}))
				clock, ok := d.Cases[0].Clock(support.Response)
				require.True(t, ok)
				assert.True(t, clock.Done.Equal(at(c.done)), "%s at %s", clock.Done, now)
				assert.Equal(t, c.state, clock.State)
			}
		})
	}
}

func TestOddNamesInSupport(t *testing.T) {
	d := desk(t, compile(t, agreement(gold())), "2026-03-03 18:00", request("r", crm.Request{Number: "7", Level: "gold", Owner: "a\nb", Account: " x", Opened: at("2026-03-02 09:00")}))
	measures, err := d.Measures(kam.Subject{Kind: "organisation", ID: "us"}, kam.MustPeriod("2026-03-02/2026-03-03"))
	require.NoError(t, err)
	for _, m := range measures {
		require.NoError(t, m.Check())
	}
	for _, task := range d.Tasks("zoho") {
		assert.NotContains(t, task.Title.EN, "  ")
		assert.Contains(t, task.Title.EN, "request 7: ")
	}
}
