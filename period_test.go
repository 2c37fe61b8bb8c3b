package kam_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// anyPeriod is a random period within some eighty days, so that periods meet often; every fourth is open.
type anyPeriod struct{ kam.Period }

func (anyPeriod) Generate(r *rand.Rand, _ int) reflect.Value {
	p := kam.Period{From: kam.MustDay("2024-01-15").AddDays(r.Intn(40))}
	if r.Intn(4) > 0 {
		p.Until = p.From.AddDays(1 + r.Intn(40))
	}
	return reflect.ValueOf(anyPeriod{p})
}

// daysOf lists the days of p up to a day behind every anyPeriod.
func daysOf(p kam.Period) []kam.Day {
	var days []kam.Day
	for d := kam.MustDay("2024-01-01"); d.Before(kam.MustDay("2024-06-01")); d = d.AddDays(1) {
		if p.Contains(d) {
			days = append(days, d)
		}
	}
	return days
}

func texts(periods []kam.Period) []string {
	out := make([]string, len(periods))
	for i, p := range periods {
		out[i] = p.String()
	}
	return out
}

func periods(list ...string) []kam.Period {
	out := make([]kam.Period, len(list))
	for i, s := range list {
		out[i] = kam.MustPeriod(s)
	}
	return out
}

// noPeriods are literals that are no period.
var noPeriods = map[string]kam.Period{
	"zero":     {},
	"no first": {Until: kam.MustDay("2026-01-01")},
	"empty":    {From: kam.MustDay("2026-01-01"), Until: kam.MustDay("2026-01-01")},
	"reversed": {From: kam.MustDay("2026-02-01"), Until: kam.MustDay("2026-01-01")},
}

func TestNewPeriod(t *testing.T) {
	p, err := kam.NewPeriod(kam.MustDay("2026-01-01"), kam.MustDay("2026-01-02"))
	require.NoError(t, err)
	assert.Equal(t, 1, p.Days())
	open, err := kam.NewPeriod(kam.MustDay("2026-01-01"), kam.Day{})
	require.NoError(t, err)
	assert.True(t, open.IsOpen())
	for name, p := range noPeriods {
		t.Run(name, func(t *testing.T) {
			got, err := kam.NewPeriod(p.From, p.Until)
			require.ErrorIs(t, err, kam.ErrPeriod)
			assert.Zero(t, got)
		})
	}
}

func TestNoPeriodIsHarmless(t *testing.T) {
	good := kam.MustPeriod("2025-01-01/2027-01-01")
	for name, p := range noPeriods {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, p.Check(), kam.ErrPeriod)
			assert.Equal(t, name == "zero", p.IsZero())
			assert.False(t, p.IsOpen())
			assert.Zero(t, p.Days())
			assert.False(t, p.Contains(kam.MustDay("2026-01-01")))
			assert.False(t, p.Contains(kam.Day{}))
			assert.False(t, p.ContainsPeriod(good))
			assert.False(t, good.ContainsPeriod(p))
			assert.False(t, p.Overlaps(good))
			assert.False(t, good.Overlaps(p))
			_, err := p.SplitMonths(1)
			require.ErrorIs(t, err, kam.ErrPeriod)
			require.ErrorIs(t, p.Tiles([]kam.Period{good}), kam.ErrPeriod)
			require.ErrorIs(t, good.Tiles([]kam.Period{p}), kam.ErrPeriod)
			text, err := p.MarshalText()
			if name == "zero" {
				require.NoError(t, err)
				assert.Empty(t, text)
			} else {
				require.ErrorIs(t, err, kam.ErrPeriod)
			}
		})
	}
}

func TestParsePeriod(t *testing.T) {
	for _, s := range []string{"2026-01-01/2027-01-01", "2026-01-01/2026-01-02", "2026-01-01/..", dayOne + "/" + dayLast} {
		t.Run("reads "+s, func(t *testing.T) {
			p, err := kam.ParsePeriod(s)
			require.NoError(t, err)
			assert.Equal(t, s, p.String())
		})
	}
	for name, test := range map[string]struct {
		text string
		day  bool
	}{
		"empty":            {text: ""},
		"one day":          {text: "2026-01-01"},
		"open begin":       {text: "../2026-01-01", day: true},
		"no end":           {text: "2026-01-01/", day: true},
		"impossible begin": {text: "2023-02-29/2024-01-01", day: true},
		"impossible end":   {text: "2023-01-01/2023-02-29", day: true},
		"reversed":         {text: "2027-01-01/2026-01-01"},
		"same":             {text: "2026-01-01/2026-01-01"},
		"two dashes":       {text: "2026-01-01--2027-01-01"},
		"three":            {text: "2026-01-01/2027-01-01/2028-01-01"},
		"duration":         {text: "2026-01-01/P1Y", day: true},
		"short end":        {text: "2026-01-01/02-01", day: true},
		"one dot":          {text: "2026-01-01/.", day: true},
		"three dots":       {text: "2026-01-01/...", day: true},
		"blank":            {text: "2026-01-01 /2027-01-01"},
		"long":             {text: strings.Repeat("/", 1_000_000)},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			p, err := kam.ParsePeriod(test.text)
			require.ErrorIs(t, err, kam.ErrPeriod)
			assert.Equal(t, test.day, errors.Is(err, kam.ErrDay))
			assert.Zero(t, p)
			assert.Less(t, len(err.Error()), 300)
		})
	}
}

func TestPeriodContains(t *testing.T) {
	p := kam.MustPeriod("2026-01-01/2026-02-01")
	for day, want := range map[string]bool{"2025-12-31": false, "2026-01-01": true, "2026-01-31": true, "2026-02-01": false} {
		assert.Equal(t, want, p.Contains(kam.MustDay(day)), day)
	}
	open := kam.MustPeriod("2026-01-01/..")
	assert.True(t, open.Contains(kam.MustDay(dayLast)))
	assert.False(t, open.Contains(kam.MustDay("2025-12-31")))
	assert.False(t, open.Contains(kam.Day{}))
	assert.False(t, p.Contains(kam.Day{}))
}

// The period algebra against the sets of days it stands for.
func TestPeriodProperties(t *testing.T) {
	properties := map[string]any{
		"text is read back": func(p anyPeriod) bool {
			back, err := kam.ParsePeriod(p.String())
			return err == nil && back == p.Period
		},
		"days counts the days": func(p anyPeriod) bool {
			return p.IsOpen() && p.Days() == 0 || !p.IsOpen() && p.Days() == len(daysOf(p.Period))
		},
		"intersection holds the common days": func(a, b anyPeriod) bool {
			both, ok := a.Intersect(b.Period)
			back, _ := b.Intersect(a.Period)
			var want []kam.Day
			for _, d := range daysOf(a.Period) {
				if b.Contains(d) {
					want = append(want, d)
				}
			}
			return both == back && ok == (len(want) > 0) && ok == a.Overlaps(b.Period) && slices.Equal(daysOf(both), want) &&
				(!ok || both.IsOpen() == (a.IsOpen() && b.IsOpen())) && (ok || both.IsZero())
		},
		"containing is meeting in the whole": func(a, b anyPeriod) bool {
			both, _ := a.Intersect(b.Period)
			return a.ContainsPeriod(b.Period) == (both == b.Period)
		},
		"order is total": func(a, b, c anyPeriod) bool {
			if (a.Compare(b.Period) == 0) != (a == b) || a.Compare(b.Period) != -b.Compare(a.Period) {
				return false
			}
			return a.Compare(b.Period) > 0 || b.Compare(c.Period) > 0 || a.Compare(c.Period) <= 0
		},
		"parts of a split tile": func(p anyPeriod, n uint8, months bool) bool {
			step := int(n%50) + 1
			split := p.SplitDays
			if months {
				split = p.SplitMonths
			}
			parts, err := split(step)
			if p.IsOpen() {
				return errors.Is(err, kam.ErrPeriod)
			}
			return err == nil && p.Tiles(parts) == nil
		},
		"parts that tile cover each day once": func(p anyPeriod, seed int64) bool {
			// Cut p at random days, then perhaps spoil one part.
			r := rand.New(rand.NewSource(seed))
			whole := p.Period
			if whole.IsOpen() {
				whole.Until = kam.MustDay("2024-06-01")
			}
			parts, _ := whole.SplitDays(1 + r.Intn(9))
			if p.IsOpen() {
				parts[len(parts)-1].Until = kam.Day{}
			}
			i := r.Intn(len(parts))
			switch r.Intn(5) {
			case 0:
				parts = slices.Delete(parts, i, i+1)
			case 1:
				parts[i].From = parts[i].From.AddDays(1 - 2*r.Intn(2))
			case 2:
				parts = append(parts, parts[i])
			}
			r.Shuffle(len(parts), func(a, b int) { parts[a], parts[b] = parts[b], parts[a] })
			covered := map[kam.Day]int{}
			want := true
			for _, part := range parts {
				want = want && part.Check() == nil
				for _, d := range daysOf(part) {
					covered[d]++
				}
			}
			days := daysOf(p.Period)
			want = want && len(covered) == len(days)
			for _, d := range days {
				want = want && covered[d] == 1
			}
			before := slices.Clone(parts)
			err := p.Tiles(parts)
			return slices.Equal(before, parts) && (err == nil) == want && (err == nil || errors.Is(err, kam.ErrPeriod))
		},
	}
	for name, property := range properties {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 500}))
		})
	}
}

func TestPeriodCompare(t *testing.T) {
	want := []string{"2026-01-01/2026-02-01", "2026-01-01/2026-03-01", "2026-01-01/..", "2026-01-02/2026-01-03", "2026-01-02/.."}
	got := periods(want[4], want[2], want[0], want[3], want[1])
	slices.SortFunc(got, kam.Period.Compare)
	assert.Equal(t, want, texts(got))
}

func TestSplitMonths(t *testing.T) {
	for name, test := range map[string]struct {
		period string
		n      int
		want   []string
	}{
		"clamped without drift":     {"2026-01-31/2026-05-01", 1, []string{"2026-01-31/2026-02-28", "2026-02-28/2026-03-31", "2026-03-31/2026-04-30", "2026-04-30/2026-05-01"}},
		"quarters":                  {"2026-01-01/2026-07-01", 3, []string{"2026-01-01/2026-04-01", "2026-04-01/2026-07-01"}},
		"last part is short":        {"2026-01-01/2026-05-15", 3, []string{"2026-01-01/2026-04-01", "2026-04-01/2026-05-15"}},
		"longer than the period":    {"2026-01-01/2026-05-15", 12, []string{"2026-01-01/2026-05-15"}},
		"beyond the last day":       {"9999-11-01/9999-12-31", 1, []string{"9999-11-01/9999-12-01", "9999-12-01/9999-12-31"}},
		"a step beyond every month": {"2026-01-01/2026-05-15", math.MaxInt, []string{"2026-01-01/2026-05-15"}},
	} {
		t.Run(name, func(t *testing.T) {
			parts, err := kam.MustPeriod(test.period).SplitMonths(test.n)
			require.NoError(t, err)
			assert.Equal(t, test.want, texts(parts))
		})
	}
	for _, n := range []int{0, -1, math.MinInt} {
		_, err := kam.MustPeriod("2026-01-01/2027-01-01").SplitMonths(n)
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
	_, err := kam.MustPeriod("2026-01-01/..").SplitMonths(1)
	require.ErrorIs(t, err, kam.ErrPeriod)
	parts, err := kam.MustPeriod(dayOne + "/" + dayLast).SplitMonths(1)
	require.NoError(t, err)
	assert.Len(t, parts, 12*9999)
}

func TestSplitDays(t *testing.T) {
	parts, err := kam.MustPeriod("2024-02-27/2024-03-03").SplitDays(2)
	require.NoError(t, err)
	assert.Equal(t, []string{"2024-02-27/2024-02-29", "2024-02-29/2024-03-02", "2024-03-02/2024-03-03"}, texts(parts))
	parts, err = kam.MustPeriod("2024-02-27/2024-03-03").SplitDays(math.MaxInt)
	require.NoError(t, err)
	assert.Equal(t, []string{"2024-02-27/2024-03-03"}, texts(parts))
	_, err = kam.MustPeriod("2024-02-27/2024-03-03").SplitDays(0)
	require.ErrorIs(t, err, kam.ErrPeriod)
	_, err = kam.MustPeriod("2024-02-27/..").SplitDays(1)
	require.ErrorIs(t, err, kam.ErrPeriod)
}

func TestTiles(t *testing.T) {
	year, open := "2026-01-01/2027-01-01", "2026-01-01/.."
	for name, test := range map[string]struct {
		whole string
		parts []string
		want  string
	}{
		"itself":               {year, []string{year}, ""},
		"unsorted":             {year, []string{"2026-07-01/2027-01-01", "2026-01-01/2026-07-01"}, ""},
		"open":                 {open, []string{"2026-07-01/..", "2026-01-01/2026-07-01"}, ""},
		"none":                 {year, nil, "kam: invalid period: gap 2026-01-01/2027-01-01"},
		"none of open":         {open, nil, "kam: invalid period: gap 2026-01-01/.."},
		"gap at the start":     {year, []string{"2026-01-02/2027-01-01"}, "kam: invalid period: gap 2026-01-01/2026-01-02"},
		"gap inside":           {year, []string{"2026-08-01/2027-01-01", "2026-01-01/2026-07-01"}, "kam: invalid period: gap 2026-07-01/2026-08-01"},
		"gap at the end":       {year, []string{"2026-01-01/2026-12-31"}, "kam: invalid period: gap 2026-12-31/2027-01-01"},
		"gap at an open end":   {open, []string{"2026-01-01/2026-12-31"}, "kam: invalid period: gap 2026-12-31/.."},
		"overlap":              {year, []string{"2026-01-01/2026-07-02", "2026-07-01/2027-01-01"}, "kam: invalid period: 2026-07-01/2027-01-01 overlaps the part before it"},
		"overlap before a gap": {year, []string{"2026-01-01/2026-02-02", "2026-02-01/2026-03-01", "2026-12-01/2027-01-01"}, "kam: invalid period: 2026-02-01/2026-03-01 overlaps the part before it"},
		"overlap after open":   {open, []string{"2026-01-01/..", "2026-07-01/2026-08-01"}, "kam: invalid period: 2026-07-01/2026-08-01 overlaps the part before it"},
		"twice":                {year, []string{year, year}, "kam: invalid period: 2026-01-01/2027-01-01 overlaps the part before it"},
		"too early":            {year, []string{"2025-12-31/2027-01-01"}, "kam: invalid period: 2025-12-31/2027-01-01 begins before 2026-01-01/2027-01-01"},
		"too late":             {year, []string{"2026-01-01/2027-01-02"}, "kam: invalid period: 2026-01-01/2027-01-02 ends after 2026-01-01/2027-01-01"},
		"open part":            {year, []string{open}, "kam: invalid period: 2026-01-01/.. ends after 2026-01-01/2027-01-01"},
		"all after":            {year, []string{year, "2027-01-01/2027-02-01"}, "kam: invalid period: 2027-01-01/2027-02-01 ends after 2026-01-01/2027-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			err := kam.MustPeriod(test.whole).Tiles(periods(test.parts...))
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, kam.ErrPeriod)
			require.EqualError(t, err, test.want)
		})
	}
	err := kam.MustPeriod(year).Tiles([]kam.Period{kam.MustPeriod(year), {}})
	require.EqualError(t, err, "part 1: kam: invalid period: no first day")
}

func TestPeriodJSON(t *testing.T) {
	type record struct {
		P kam.Period `json:"p,omitzero"`
	}
	out, err := json.Marshal(record{P: kam.MustPeriod("2026-01-01/..")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"p":"2026-01-01/.."}`, string(out))
	out, err = json.Marshal(record{})
	require.NoError(t, err)
	assert.JSONEq(t, `{}`, string(out))
	_, err = json.Marshal(record{P: noPeriods["reversed"]})
	require.ErrorIs(t, err, kam.ErrPeriod)

	r := record{P: kam.MustPeriod("2026-01-01/..")}
	for _, s := range []string{`null`, `"2026"`, `"2023-02-29/.."`, `{"From":"2026-01-01"}`, `20260101`} {
		require.ErrorIs(t, json.Unmarshal([]byte(`{"p":`+s+`}`), &r), kam.ErrPeriod, s)
		assert.Equal(t, "2026-01-01/..", r.P.String(), "an error changes nothing")
	}
	require.NoError(t, json.Unmarshal([]byte(`{"p":"2026-01-01/2026-02-01"}`), &r))
	assert.Equal(t, 31, r.P.Days())
	require.NoError(t, json.Unmarshal([]byte(`{"p":""}`), &r))
	assert.True(t, r.P.IsZero())
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2026-01-01/2027-01-01", "2026-01-01/..", "2023-02-29/..", "2027-01-01/2026-01-01", "/", "2026-01-01/2026-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := kam.ParsePeriod(s)
		if err != nil {
			require.ErrorIs(t, err, kam.ErrPeriod)
			require.True(t, p.IsZero())
			return
		}
		require.NoError(t, p.Check())
		require.Equal(t, s, p.String())
		require.True(t, p.Contains(p.From))
		require.False(t, p.Contains(p.Until))
	})
}
