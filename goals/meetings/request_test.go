package meetings_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/internal/num"
)

func request(id, requested, due, delivered, declined string) meetings.Request {
	r := meetings.Request{ID: id, Type: meetings.Budget, Text: "A fair", By: "anna", Goal: "revenue", Requested: day(requested)}
	for _, x := range []struct {
		to   *kam.Day
		text string
	}{{&r.Due, due}, {&r.Delivered, delivered}, {&r.Declined, declined}} {
		if x.text != "" {
			*x.to = day(x.text)
		}
	}
	return r
}

func attained(reached, asked string) meetings.Attainment {
	return meetings.Attainment{Reached: known(reached), Asked: known(asked)}
}

func TestRequestEffect(t *testing.T) {
	zero, huge := attained("1", "0"), attained("1", "1")
	huge.Asked.Decimal = decimal.New(1, 31)
	cases := []struct {
		name          string
		before, after meetings.Attainment
		delivered     string
		want          string
	}{
		{"more", attained("45", "60"), attained("51", "60"), "2026-03-10", "1/10"},
		{"less", attained("2", "3"), attained("1", "3"), "2026-03-10", "-1/3"},
		{"the same of another target", attained("45", "60"), attained("90", "120"), "2026-03-10", "0"},
		{"not delivered", attained("45", "60"), attained("51", "60"), "", ""},
		{"unknown before", meetings.Attainment{}, attained("51", "60"), "2026-03-10", ""},
		{"unknown after", attained("45", "60"), meetings.Attainment{Asked: known("60")}, "2026-03-10", ""},
		{"nothing asked", zero, attained("51", "60"), "2026-03-10", ""},
		{"out of bounds", huge, attained("51", "60"), "2026-03-10", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := request("r", "2026-03-02", "", c.delivered, "")
			r.Before, r.After, r.AfterOn = c.before, c.after, day("2026-03-20")
			got, ok := r.Effect(day("2026-03-20"))
			require.Equal(t, c.want != "", ok)
			if ok {
				assert.Equal(t, c.want, got.RatString())
			}
		})
	}
}

func TestRequestEffectIsKnownFromTheDayOfItsReading(t *testing.T) {
	r := request("r", "2026-03-02", "", "2026-03-10", "")
	r.Before, r.After, r.AfterOn = attained("1", "2"), attained("3", "4"), day("2026-03-20")
	require.NoError(t, r.Check())
	_, known := r.Effect(day("2026-03-19"))
	assert.False(t, known)
	s, err := meetings.SumRequests([]meetings.Request{r}, day("2026-03-19"), nil)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1}, []int{s.Better, s.Unknown})
	assert.False(t, s.Effect.Valid)
	s, err = meetings.SumRequests([]meetings.Request{r}, day("2026-03-20"), nil)
	require.NoError(t, err)
	assert.Equal(t, []int{1, 0}, []int{s.Better, s.Unknown})
	assert.Equal(t, "0.25", num.Format(s.Effect.Decimal))

	r.AfterOn = kam.Day{}
	_, known = r.Effect(day("2026-03-20"))
	assert.False(t, known, "nobody knows when it was read")
	assert.Equal(t, []string{"meetings.day $.afterOn"}, codes(t, r.Check()))
	r.AfterOn = day("2026-03-09")
	assert.Equal(t, []string{"meetings.day $.afterOn"}, codes(t, r.Check()), "before delivery")
}

// Effects that no decimal writes are rounded each, to twelve places; a sum beyond the bounds is unknown.
func TestSumOfEffects(t *testing.T) {
	var requests []meetings.Request
	for i, after := range []string{"2", "2", "0"} {
		r := request(fmt.Sprint(i), "2026-03-02", "", "2026-03-10", "")
		r.Before, r.After, r.AfterOn = attained("1", "3"), attained(after, "3"), day("2026-03-11")
		requests = append(requests, r)
	}
	s, err := meetings.SumRequests(requests, day("2026-03-12"), nil)
	require.NoError(t, err)
	assert.Equal(t, "0.333333333333", num.Format(s.Effect.Decimal))
	assert.Contains(t, s.Text().EN, "2 higher, 0 the same, 1 lower, 0 unknown; ≈+33.3 percentage points in sum")

	requests[2].After = attained("0", "1")
	requests[2].Before = attained("1", "1")
	s, err = meetings.SumRequests(requests, day("2026-03-12"), nil)
	require.NoError(t, err)
	assert.Equal(t, "-0.333333333334", num.Format(s.Effect.Decimal))
	assert.Contains(t, s.Text().ZH, "合计 ≈-33.3 个百分点")

	requests[0].After = meetings.Attainment{Reached: decimal.NewNullDecimal(decimal.New(1, 25)), Asked: decimal.NewNullDecimal(decimal.New(1, -25))}
	s, err = meetings.SumRequests(requests, day("2026-03-12"), nil)
	require.NoError(t, err)
	assert.Equal(t, 2, s.Better)
	assert.False(t, s.Effect.Valid)
}

func TestSummariesSayNothingOfWhatIsUnknown(t *testing.T) {
	assert.Equal(t, "Requests: 0 waiting, 0 delivered, 0 declined; 0 overdue", meetings.RequestSummary{}.Text().EN)
	assert.Equal(t, "行动项：未完成 0 项，已完成 0 项；逾期 0 项；顺延 0 项", meetings.ActionSummary{}.Text().ZH)
	huge := decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	assert.Equal(t, "Requests: 0 waiting, 0 delivered, 0 declined; 0 overdue", meetings.RequestSummary{MedianDays: huge, Effect: huge}.Text().EN)
}

func TestSumRequests(t *testing.T) {
	better := request("better", "2026-03-02", "2026-03-05", "2026-03-05", "")
	better.Before, better.After = attained("1", "2"), attained("3", "4")
	worse := request("worse", "2026-03-02", "2026-03-05", "2026-03-06", "")
	worse.Before, worse.After = attained("1", "2"), attained("1", "4")
	same := request("same", "2026-03-02", "", "2026-03-13", "")
	same.Before, same.After = attained("1", "2"), attained("2", "4")
	for _, r := range []*meetings.Request{&better, &worse, &same} {
		r.AfterOn = day("2026-03-13")
	}
	requests := []meetings.Request{
		better, worse, same,
		request("overdue", "2026-03-02", "2026-03-12", "", ""),
		request("waiting", "2026-03-02", "2026-03-13", "", ""),
		request("declined", "2026-03-02", "2026-03-03", "", "2026-03-04"),
		request("delivered tomorrow", "2026-03-02", "2026-03-20", "2026-03-14", ""),
		request("asked tomorrow", "2026-03-14", "", "", ""),
	}
	s, err := meetings.SumRequests(requests, day("2026-03-13"), nil)
	require.NoError(t, err)
	assert.Equal(t, 3, s.Waiting)
	assert.Equal(t, 3, s.Delivered)
	assert.Equal(t, 1, s.Declined)
	assert.Equal(t, 1, s.Overdue)
	assert.Equal(t, "3/7", s.Fill.String())
	assert.Equal(t, "1/3", s.OnTime.String(), "of better, worse, overdue")
	assert.Equal(t, "4", num.Format(s.MedianDays.Decimal), "of 3, 4 and 11")
	assert.Equal(t, []int{1, 1, 1, 0}, []int{s.Better, s.Same, s.Worse, s.Unknown})
	assert.Equal(t, "0", num.Format(s.Effect.Decimal), "of 1/4, -1/4 and 0")
	assert.True(t, s.Effect.Valid)

	s, err = meetings.SumRequests(requests[2:3], day("2026-03-13"), china(t))
	require.NoError(t, err)
	assert.Equal(t, "9", num.Format(s.MedianDays.Decimal), "working days")

	unknown, err := meetings.SumRequests([]meetings.Request{request("r", "2026-03-02", "", "2026-03-02", "")}, day("2026-03-13"), nil)
	require.NoError(t, err)
	assert.Equal(t, 1, unknown.Unknown)
	assert.Equal(t, "0", num.Format(unknown.MedianDays.Decimal))
	assert.False(t, unknown.OnTime.Known())

	nothing, err := meetings.SumRequests(nil, day("2026-03-13"), nil)
	require.NoError(t, err)
	assert.Equal(t, meetings.RequestSummary{AsOf: day("2026-03-13")}, nothing)
}

func TestSumRequestsRefuses(t *testing.T) {
	_, err := meetings.SumRequests(nil, kam.Day{}, nil)
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = meetings.SumRequests([]meetings.Request{request("r", "2025-03-02", "", "2025-03-09", "")}, day("2026-03-13"), china(t))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = meetings.SumRequests([]meetings.Request{request("r", "2026-03-02", "", "", ""), request("r", "2026-03-02", "2026-03-01", "", "")}, day("2026-03-13"), nil)
	assert.Equal(t, []string{"meetings.day $[1].due", "meetings.twice $[1].id"}, codes(t, err))
}

func TestRequestCheck(t *testing.T) {
	r := request("r", "2026-03-02", "2026-03-02", "2026-03-02", "")
	require.NoError(t, r.Check())
	r = request("r", "2026-03-02", "2026-03-01", "2026-03-01", "2026-03-01")
	r.Before.Asked = decimal.NewNullDecimal(decimal.New(1, 31))
	assert.Equal(t, []string{"meetings.day $.due", "meetings.day $.delivered", "meetings.day $.declined", "meetings.step $.declined", "meetings.number $.before.asked"}, codes(t, r.Check()))
	r = request("r", "2026-03-02", "", "", "")
	r.After.Reached = known("1")
	assert.Equal(t, []string{"meetings.day $.afterOn", "meetings.step $.after"}, codes(t, r.Check()))
	assert.True(t, r.Waiting(day("2026-03-02")))
	assert.False(t, r.Waiting(day("2026-03-01")))
	assert.False(t, r.Waiting(kam.Day{}))
}

func TestResourceTypesAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range []meetings.ResourceType{meetings.Budget, meetings.People, meetings.PreSales, meetings.Technical, meetings.Marketing, meetings.Training} {
		assert.NotEqual(t, x.Name().EN, x.Name().ZH)
		seen[x.Name().ZH] = true
	}
	assert.Len(t, seen, 6)
	assert.Equal(t, kam.Text{EN: "lawyer", ZH: "lawyer"}, meetings.ResourceType("lawyer").Name())
}
