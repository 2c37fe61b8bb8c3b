package season_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
)

func days(from, until string) season.Days {
	var out season.Days
	if from != "" {
		out.From = kam.MustDay(from)
	}
	if until != "" {
		out.Until = kam.MustDay(until)
	}
	return out
}

func TestDays(t *testing.T) {
	spring := days("2024-02-28", "2024-03-02") // in a leap year
	for _, c := range []struct {
		days     season.Days
		day      string
		contains bool
		nearest  string
	}{
		{days: spring, day: "2024-02-27", nearest: "2024-02-28"},
		{days: spring, day: "2024-02-28", contains: true, nearest: "2024-02-28"},
		{days: spring, day: "2024-02-29", contains: true, nearest: "2024-02-29"},
		{days: spring, day: "2024-03-01", contains: true, nearest: "2024-03-01"},
		{days: spring, day: "2024-03-02", nearest: "2024-03-01"},
		{days: days("", "2024-03-01"), day: "0001-01-02", contains: true, nearest: "0001-01-02"},
		{days: days("", "2024-03-01"), day: "2024-06-01", nearest: "2024-02-29"},
		{days: days("2024-03-01", ""), day: "2024-02-01", nearest: "2024-03-01"},
		{days: days("2024-03-01", ""), day: "9999-12-31", contains: true, nearest: "9999-12-31"},
		{day: "2024-02-01", contains: true, nearest: "2024-02-01"},
	} {
		assert.Equal(t, c.contains, c.days.Contains(kam.MustDay(c.day)), c)
		assert.Equal(t, c.nearest, c.days.Nearest(kam.MustDay(c.day)).String(), c)
		assert.False(t, c.days.Contains(kam.Day{}), "no date")
	}
}

func TestDaysOfTwo(t *testing.T) {
	year := days("2026-01-01", "2027-01-01")
	for _, c := range []struct{ a, b, both season.Days }{
		{year, days("2026-07-01", ""), days("2026-07-01", "2027-01-01")},
		{year, days("", "2026-07-01"), days("2026-01-01", "2026-07-01")},
		{year, days("2025-07-01", "2028-01-01"), year},
		{year, season.Days{}, year},
		{season.Days{}, season.Days{}, season.Days{}},
	} {
		assert.Equal(t, c.both, c.a.Both(c.b))
		assert.Equal(t, c.both, c.b.Both(c.a))
		assert.Equal(t, c.both == c.a, c.a.Within(c.b))
		assert.False(t, c.both.Empty())
	}
	assert.True(t, days("2026-07-01", "").Both(days("", "2026-07-01")).Empty())
	assert.False(t, days("2026-07-01", "").Both(days("", "2026-07-02")).Empty())
	assert.True(t, days("", "0001-01-01").Empty(), "no day is before the first one")
	assert.True(t, days("2026-07-02", "2026-07-01").Empty())
}

func TestDates(t *testing.T) {
	var deal incentive.Transaction
	for i, name := range season.Dates() {
		day := kam.MustDay("2026-01-01").AddDays(i)
		season.SetDate(&deal, name, day)
		assert.Equal(t, day, deal.Date(name))
	}
	before := deal
	season.SetDate(&deal, "signed", kam.MustDay("2026-06-01"))
	assert.Equal(t, before, deal)
	assert.Equal(t, days("2026-01-01", "2026-02-01"), season.Of(incentive.Condition{Date: incentive.Booked, From: kam.MustDay("2026-01-01"), Until: kam.MustDay("2026-02-01")}))
}
