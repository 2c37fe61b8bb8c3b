package storable_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive"
)

func transaction() incentive.Transaction {
	return incentive.Transaction{
		ID: "1", Owner: "anna", Amount: decimal.RequireFromString("100.5"), Currency: "CNY", Booked: kam.MustDay("2026-01-15"),
		Attributes: map[string]string{"product": "A", "region": "<北>"}, Numbers: map[string]decimal.Decimal{"discount": decimal.RequireFromString("0.10")},
		Participants: []incentive.Participant{{Payee: "bo", Role: "engineer", Share: kam.MustFraction("1/3")}},
	}
}

func roster() incentive.Roster {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	return incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna", Name: "Anna", Currency: "EUR"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "ae", Version: 1, Period: year,
			Target:   incentive.Target{Changes: []incentive.TargetChange{{From: kam.MustDay("2026-05-01"), Amount: decimal.New(1, 0)}}},
			Ramps:    []incentive.Ramp{{Period: year, Share: decimal.New(5, -1)}},
			Absences: []incentive.Absence{{ID: "leave", Period: year}},
			Quotas:   []incentive.Quota{{Measure: "revenue", Period: year, Relief: []incentive.Relief{{Reason: "flood", ApprovedBy: "cy"}}}},
		}},
		Reporting: []incentive.ReportingLine{{Payee: "anna", Manager: "bo", Period: year}},
	}
}

func null(text string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(text))
}

// fault is how something stored is changed, and the code that this is found under.
type fault[T any] struct {
	change func(*T)
	code   string
}

var long = strings.Repeat("x", storable.MaxText+1)

func TestCheckOfTransactions(t *testing.T) {
	cases := map[string]fault[incentive.Transaction]{
		"no id":               {func(t *incentive.Transaction) { t.ID = "" }, "id"},
		"long id":             {func(t *incentive.Transaction) { t.ID = strings.Repeat("x", storable.MaxID+1) }, "id"},
		"control in id":       {func(t *incentive.Transaction) { t.ID = "a\nb" }, "id"},
		"id GBK":              {func(t *incentive.Transaction) { t.ID = "\xc4\xe3" }, "text"},
		"owner NUL":           {func(t *incentive.Transaction) { t.Owner = "a\x00" }, "text"},
		"currency GBK":        {func(t *incentive.Transaction) { t.Currency = "\xff" }, "text"},
		"long original":       {func(t *incentive.Transaction) { t.Reverses = long }, "text"},
		"long place":          {func(t *incentive.Transaction) { t.Place = long }, "text"},
		"amount":              {func(t *incentive.Transaction) { t.Amount = decimal.New(1, 31) }, "number"},
		"margin":              {func(t *incentive.Transaction) { t.Margin = null("1e-31") }, "number"},
		"units":               {func(t *incentive.Transaction) { t.Units = null("123456789012345678901234567890123456789") }, "number"},
		"cash":                {func(t *incentive.Transaction) { t.Cash = null("1234567890e29") }, "number"},
		"participant":         {func(t *incentive.Transaction) { t.Participants[0].Payee = "\xff" }, "text"},
		"role":                {func(t *incentive.Transaction) { t.Participants[0].Role = long }, "text"},
		"share":               {func(t *incentive.Transaction) { t.Participants[0].Share.Den = 0 }, "share"},
		"name of attribute":   {func(t *incentive.Transaction) { t.Attributes["\xff"] = "" }, "text"},
		"attribute":           {func(t *incentive.Transaction) { t.Attributes["a"] = "\x00" }, "text"},
		"name of number":      {func(t *incentive.Transaction) { t.Numbers["\xff"] = decimal.Zero }, "text"},
		"number":              {func(t *incentive.Transaction) { t.Numbers["a"] = decimal.New(1, 99) }, "number"},
		"number of zero size": {func(t *incentive.Transaction) { t.Numbers["a"] = decimal.New(0, 99) }, "number"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			x := transaction()
			c.change(&x)
			var check storable.Checker
			assert.False(t, check.Transaction(x))
			found(t, check.Err(), c.code)
		})
	}
}

func TestCheckOfRosters(t *testing.T) {
	cases := map[string]fault[incentive.Roster]{
		"payee":           {func(r *incentive.Roster) { r.Payees[0].ID = "" }, "id"},
		"payee twice":     {func(r *incentive.Roster) { r.Payees = append(r.Payees, r.Payees[0]) }, "twice"},
		"name":            {func(r *incentive.Roster) { r.Payees[0].Name = "\xff" }, "text"},
		"currency":        {func(r *incentive.Roster) { r.Payees[0].Currency = "\xff" }, "text"},
		"assigned":        {func(r *incentive.Roster) { r.Assignments[0].Payee = "" }, "id"},
		"assigned twice":  {func(r *incentive.Roster) { r.Assignments = append(r.Assignments, r.Assignments[0]) }, "twice"},
		"plan":            {func(r *incentive.Roster) { r.Assignments[0].Plan = "" }, "id"},
		"period":          {func(r *incentive.Roster) { r.Assignments[0].Period = kam.Period{} }, "period"},
		"stretch":         {func(r *incentive.Roster) { r.Assignments[0].Target.Per = "\xff" }, "text"},
		"target":          {func(r *incentive.Roster) { r.Assignments[0].Target.Amount = null("1e99") }, "number"},
		"change":          {func(r *incentive.Roster) { r.Assignments[0].Target.Changes[0].Amount = decimal.New(1, 99) }, "number"},
		"change day":      {func(r *incentive.Roster) { r.Assignments[0].Target.Changes[0].From = kam.Day{} }, "period"},
		"ramp":            {func(r *incentive.Roster) { r.Assignments[0].Ramps[0].Share = decimal.New(1, 99) }, "number"},
		"ramp period":     {func(r *incentive.Roster) { r.Assignments[0].Ramps[0].Period = kam.Period{} }, "period"},
		"absence":         {func(r *incentive.Roster) { r.Assignments[0].Absences[0].ID = "" }, "id"},
		"absence period":  {func(r *incentive.Roster) { r.Assignments[0].Absences[0].Period = kam.Period{} }, "period"},
		"absence reason":  {func(r *incentive.Roster) { r.Assignments[0].Absences[0].Reason = "\xff" }, "text"},
		"measure":         {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Measure = "\xff" }, "text"},
		"quota":           {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Amount = decimal.New(1, 99) }, "number"},
		"quota period":    {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Period = kam.Period{} }, "period"},
		"relief amount":   {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].Amount = null("1e99") }, "number"},
		"relief share":    {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].Share = null("1e99") }, "number"},
		"relief absence":  {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].For = "\xff" }, "text"},
		"relief reason":   {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].Reason = "\xff" }, "text"},
		"relief approver": {func(r *incentive.Roster) { r.Assignments[0].Quotas[0].Relief[0].ApprovedBy = "\xff" }, "text"},
		"reporting":       {func(r *incentive.Roster) { r.Reporting[0].Payee = "" }, "id"},
		"manager":         {func(r *incentive.Roster) { r.Reporting[0].Manager = "" }, "id"},
		"line period":     {func(r *incentive.Roster) { r.Reporting[0].Period = kam.Period{} }, "period"},
		"line twice":      {func(r *incentive.Roster) { r.Reporting = append(r.Reporting, r.Reporting[0]) }, "twice"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			x := roster()
			c.change(&x)
			var check storable.Checker
			check.Roster(x)
			found(t, check.Err(), c.code)
		})
	}
}

var badFormat = regexp.MustCompile(`%![A-Za-z]?\(`)

// found checks that one fault was found, and that both languages say what it is.
func found(t *testing.T, err error, code string) {
	t.Helper()
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	require.Len(t, invalid.Findings, 1)
	f := invalid.Findings[0]
	assert.Equal(t, "store."+code, f.Code)
	for _, text := range []kam.Text{f.Message, f.Remedy} {
		assert.NotRegexp(t, badFormat, text.EN)
		assert.NotRegexp(t, badFormat, text.ZH)
		assert.Regexp(t, `\p{Han}`, text.ZH)
		assert.NotRegexp(t, `\p{Han}`, strings.ReplaceAll(text.EN, "你", ""))
	}
}

func TestCheckPassesWhatCanBeStored(t *testing.T) {
	var check storable.Checker
	for _, amount := range []string{"99999999999999999999999999999999999999", "1e30", "-1e-30", "0", "12345678e30"} {
		x := transaction()
		x.Amount = decimal.RequireFromString(amount)
		assert.True(t, check.Transaction(x), amount)
	}
	check.Roster(roster())
	require.NoError(t, check.Err())
}

func TestNumbersAreOneText(t *testing.T) {
	cases := map[string]string{"1.50": "1.5", "1e3": "1000", "-0.10": "-0.1", "0.00": "0", "100": "100", "1e-30": "0.000000000000000000000000000001"}
	for number, want := range cases {
		text := storable.NumberText(decimal.RequireFromString(number))
		assert.Equal(t, want, text)
		back, err := storable.ParseNumber(text)
		require.NoError(t, err)
		assert.True(t, back.Equal(decimal.RequireFromString(number)), number)
	}
}

func TestDamagedNumbers(t *testing.T) {
	for _, text := range []string{"", "a", "1.0", "+1", "1e3", "01", "-0", "1e999999999", strings.Repeat("9", 39), strings.Repeat("9", 10_000)} {
		_, err := storable.ParseNumber(text)
		assert.ErrorIs(t, err, storable.ErrDamaged, "%.50s", text)
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"1.5", "-0.001", "1e9", "00", "99999999999999999999999999999999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := storable.ParseNumber(text); err == nil {
			assert.Equal(t, text, storable.NumberText(d))
		}
	})
}

func TestListsComeBack(t *testing.T) {
	x := transaction()
	lists, err := storable.ListsOf(x)
	require.NoError(t, err)
	assert.JSONEq(t, `[{"payee":"bo","role":"engineer","share":"1/3"}]`, lists.Participants)
	assert.JSONEq(t, `{"product":"A","region":"<北>"}`, lists.Attributes)
	assert.JSONEq(t, `{"discount":"0.1"}`, lists.Numbers)
	var back incentive.Transaction
	require.NoError(t, lists.Fill(&back))
	assert.Equal(t, x.Participants, back.Participants)
	assert.Equal(t, x.Attributes, back.Attributes)
	assert.Equal(t, "0.1", back.Numbers["discount"].String())

	none, err := storable.ListsOf(incentive.Transaction{})
	require.NoError(t, err)
	assert.Equal(t, storable.Lists{Participants: "[]", Attributes: "{}", Numbers: "{}"}, none)
	back = incentive.Transaction{}
	require.NoError(t, none.Fill(&back))
	assert.Equal(t, incentive.Transaction{}, back)

	for _, broken := range []storable.Lists{
		{Participants: "{", Attributes: "{}", Numbers: "{}"},
		{Participants: `[{"share":"1/0"}]`, Attributes: "{}", Numbers: "{}"},
		{Participants: "[]", Attributes: "[]", Numbers: "{}"},
		{Participants: "[]", Attributes: "{}", Numbers: `{"a":"b"}`},
		{Participants: "[]", Attributes: "{}", Numbers: `[]`},
	} {
		assert.ErrorIs(t, broken.Fill(&back), storable.ErrDamaged, "%v", broken)
	}
}

func TestContentErrorListsEachOnce(t *testing.T) {
	var e storable.ContentError
	for i := range 150 {
		e.Add(fmt.Sprint(i))
		e.Add("0")
	}
	assert.Len(t, e.IDs, 100)
	assert.Equal(t, 50, e.More)
	require.ErrorIs(t, &e, storable.ErrContent)
	require.ErrorContains(t, &e, `"0", "1", `)
	assert.ErrorContains(t, &e, "and 50 more; nothing was stored")
}
