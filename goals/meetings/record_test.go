package meetings_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// records returns one record of each kind, with something in every field.
func records() []meetings.Record {
	a := action("t1", "2026-03-02", "2026-03-10", "2026-03-09", 1)
	a.Evidence, a.Task.Origin, a.Task.About = "mail", "goals.gap", kam.Subject{Kind: "customer", ID: "c-1"}
	f := advice()
	f.About = kam.Subject{Kind: "goal", ID: "revenue"}
	f.Acknowledged, f.Answer, f.Again = day("2026-03-03"), answer("2026-03-04"), reading("2026-03-20", "9.50")
	f.Answer.Action = "t1"
	m := held("m1", "2026-03-02", "2026-03-03")
	r := weekly()
	r.Figures[0].Standing = meetings.Standing{Target: known("1200000"), Pace: known("0.9"), Forecast: known("1e6"), Required: known("-2"), Per: en("day"), Status: en("at risk")}
	q := request("q1", "2026-03-04", "2026-03-10", "2026-03-09", "")
	q.Owner, q.Before, q.After, q.AfterOn = "chen", attained("1", "3"), attained("1", "2"), day("2026-03-12")
	s := meetings.Success{ID: "s1", Person: "anna", On: day("2026-03-05"), Text: "Won\nat last", Goal: "revenue", Account: "c-1"}.SeenBy("bo", day("2026-03-06"))
	return []meetings.Record{
		{Revision: 1, Action: &a},
		{Revision: 2, Feedback: &f},
		{Revision: 3, Meeting: &m},
		{Revision: 4, Report: &r},
		{Revision: 5, Request: &q},
		{Revision: 6, Success: &s},
	}
}

func TestRecordSaysWhereItIsFiled(t *testing.T) {
	var got []string
	for _, r := range records() {
		require.NoError(t, r.Check())
		assert.True(t, r.Key().Kind.Valid())
		got = append(got, fmt.Sprintf("%s %s %s %s", r.Key().Kind, r.Key().ID, r.On(), r.Person()))
	}
	assert.Equal(t, []string{
		"action t1 2026-03-02 anna", "feedback f1 2026-03-02 anna", "meeting m1 2026-03-03 chen",
		"report r-2026-10 2026-03-09 anna", "request q1 2026-03-04 anna", "success s1 2026-03-05 anna",
	}, got)
	both := records()[0]
	both.Success = records()[5].Success
	for _, r := range []meetings.Record{{}, both} {
		assert.Equal(t, meetings.Key{}, r.Key())
		assert.False(t, r.On().IsSet())
		assert.Empty(t, r.Person())
		assert.Empty(t, r.Digest())
	}
	assert.False(t, meetings.Kind("").Valid())
	assert.Len(t, meetings.Kinds(), 6)
}

func TestRecordRoundTrip(t *testing.T) {
	for _, r := range records() {
		t.Run(string(r.Key().Kind), func(t *testing.T) {
			data, err := r.JSON()
			require.NoError(t, err)
			back, err := meetings.ParseRecord(data)
			require.NoError(t, err)
			again, err := back.JSON()
			require.NoError(t, err)
			assert.Equal(t, string(data), string(again))
			assert.Equal(t, r.Digest(), back.Digest())
			assert.Len(t, r.Digest(), 64)

			// What the standard library writes is read, too.
			plain, err := json.Marshal(r)
			require.NoError(t, err)
			back, err = meetings.ParseRecord(plain)
			require.NoError(t, err)
			assert.Equal(t, r.Digest(), back.Digest())

			clone := r.Clone()
			assert.Equal(t, r, clone)
			changed := r
			changed.Revision++
			assert.NotEqual(t, r.Digest(), changed.Digest())
		})
	}
}

func TestDigestIsThatOfTheContent(t *testing.T) {
	a, b := records()[3], records()[3]
	b.Report.Figures[0].Plan = known("300000.00")
	b.Report.Successes[0].Seen = []meetings.Seen{}
	assert.Equal(t, a.Digest(), b.Digest())
	b.Report.Figures[0].Plan = known("300000.01")
	assert.NotEqual(t, a.Digest(), b.Digest())
}

func TestCloneSharesNothing(t *testing.T) {
	for _, r := range records() {
		want := r.Digest()
		c := r.Clone()
		if x := c.Action; x != nil {
			x.Evidence = "x"
		}
		if x := c.Feedback; x != nil {
			x.Text = "x"
		}
		if x := c.Meeting; x != nil {
			for _, list := range [][]string{x.Present, x.Absent, x.Discussed, x.Carried, x.Decisions, x.Actions} {
				list[0] = "x"
			}
		}
		if x := c.Report; x != nil {
			x.Figures[0].Goal, x.Successes[0].Text, x.Obstacles[0].Text, x.Requests[0].Text, x.Next[0] = "x", "x", "x", "x", "x"
		}
		if x := c.Request; x != nil {
			x.Text = "x"
		}
		if x := c.Success; x != nil {
			x.Seen[0].By = "x"
		}
		assert.Equal(t, want, r.Digest())
		assert.NotEqual(t, want, c.Digest())
	}
	r := records()[3]
	r.Report.Successes[0].Seen = []meetings.Seen{{By: "bo", On: day("2026-03-06")}}
	want := r.Digest()
	r.Clone().Report.Successes[0].Seen[0].By = "x"
	assert.Equal(t, want, r.Digest())
	assert.Equal(t, meetings.Record{}, meetings.Record{}.Clone())
}

func TestRecordCheck(t *testing.T) {
	both := records()[0]
	both.Success, both.Revision = records()[5].Success, 0
	assert.Equal(t, []string{"meetings.revision $.revision", "meetings.content $"}, codes(t, both.Check()))
	assert.Equal(t, []string{"meetings.revision $.revision", "meetings.content $"}, codes(t, meetings.Record{}.Check()))
	for _, r := range []meetings.Record{
		{Revision: 1, Action: &meetings.Action{}},
		{Revision: 1, Feedback: &meetings.Feedback{}},
		{Revision: 1, Meeting: &meetings.Meeting{}},
		{Revision: 1, Report: &meetings.Report{}},
		{Revision: 1, Request: &meetings.Request{}},
		{Revision: 1, Success: &meetings.Success{}},
	} {
		assert.NotEmpty(t, codes(t, r.Check()))
	}

	r := records()[3]
	for len(r.Report.Next) < 132 {
		r.Report.Next = append(r.Report.Next, strings.Repeat("\n", meetings.MaxText-1)+"x")
	}
	assert.Equal(t, []string{"meetings.size $"}, codes(t, r.Check()))
	_, err := r.JSON()
	assert.Equal(t, []string{"meetings.size $"}, codes(t, err))
	assert.Equal(t, []string{"meetings.size $[1]"}, codes(t, meetings.CheckRecords([]meetings.Record{records()[0], r})))
	assert.Equal(t, []string{"meetings.list $"}, codes(t, meetings.CheckRecords(make([]meetings.Record, meetings.MaxSave+1))))
	assert.NoError(t, meetings.CheckRecords(nil))
}

func TestParseRecordRefuses(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{"meetings.json-syntax $ (1:1)"}},
		{"another type", "[]", []string{"meetings.wrong-type $ (1:1)"}},
		{"null", `{"revision":1,"action":null}`, []string{"meetings.null $.action (1:24)"}},
		{"unknown keys", `{"revision":1,"diary":{}}`, []string{"meetings.unknown-key $.diary (1:15)"}},
		{"a key twice", `{"revision":1,"revision":1}`, []string{"meetings.duplicate-key $.revision (1:15)"}},
		{"an impossible day", `{"revision":1,"success":{"id":"s","person":"a","on":"2026-02-29","text":"x"}}`, []string{"meetings.text $.success.on (1:53)"}},
		{"nothing in it", `{"revision":1}`, []string{"meetings.content $"}},
		{"an empty thing", `{"revision":1,"success":{}}`, []string{"meetings.id $.success.id", "meetings.id $.success.person", "meetings.day $.success.on", "meetings.text $.success.text"}},
		{"something behind it", `{"revision":1} {}`, []string{"meetings.trailing-data $ (1:16)"}},
		{"a revision too large", `{"revision":9223372036854775808}`, []string{"meetings.number $.revision (1:13)"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := meetings.ParseRecord([]byte(c.text))
			assert.Equal(t, c.want, codes(t, err))
			assert.Equal(t, meetings.Record{}, r)
		})
	}
}

func TestQuery(t *testing.T) {
	all := records()
	cases := []struct {
		name  string
		query meetings.Query
		want  string
	}{
		{"everything", meetings.Query{}, "t1 f1 m1 r-2026-10 q1 s1"},
		{"kinds", meetings.Query{Kinds: []meetings.Kind{meetings.KindAction, meetings.KindSuccess}}, "t1 s1"},
		{"ids", meetings.Query{IDs: []string{"q1", "q1", "nobody"}}, "q1"},
		{"persons", meetings.Query{Persons: []string{"chen"}}, "m1"},
		{"days", meetings.Query{Period: kam.MustPeriod("2026-03-03/2026-03-05")}, "m1 q1"},
		{"an open end", meetings.Query{Period: kam.MustPeriod("2026-03-05/..")}, "r-2026-10 s1"},
		{"all of it", meetings.Query{Kinds: []meetings.Kind{meetings.KindAction}, Persons: []string{"anna"}, Period: kam.MustPeriod("2026-03-03/..")}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.query.Check())
			var got []string
			for _, r := range all {
				if c.query.Fits(r) {
					got = append(got, r.Key().ID)
				}
			}
			assert.Equal(t, c.want, strings.Join(got, " "))
		})
	}
	for _, q := range []meetings.Query{
		{Kinds: []meetings.Kind{"diary"}},
		{Period: kam.Period{Until: day("2026-01-01")}},
		{Period: kam.Period{From: day("2026-01-01"), Until: day("2026-01-01")}},
	} {
		require.ErrorIs(t, q.Check(), meetings.ErrQuery)
	}
}

func TestNext(t *testing.T) {
	r := records()[1] // revision 2
	cases := []struct {
		name  string
		last  int64
		known string
		add   bool
		want  error
	}{
		{"the next one", 1, "", true, nil},
		{"there already", 2, r.Digest(), false, nil},
		{"there already, and later ones", 7, r.Digest(), false, nil},
		{"there with other content", 2, "x", false, meetings.ErrConflict},
		{"one was left out", 0, "", false, meetings.ErrStale},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			add, err := meetings.Next(r, c.last, c.known)
			assert.Equal(t, c.add, add)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestCompareRecords(t *testing.T) {
	all := records()
	ordered := []meetings.Record{all[0], all[1], all[2], all[4], all[5], all[3]}
	for i, a := range ordered {
		for j, b := range ordered {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			assert.Equal(t, want, meetings.CompareRecords(a, b), "%d %d", i, j)
		}
	}
	later := all[0]
	later.Revision = 2
	assert.Equal(t, -1, meetings.CompareRecords(all[0], later))
}

func FuzzParseRecord(f *testing.F) {
	for _, r := range records() {
		data, err := r.JSON()
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(`{"revision":1,"action":{"task":{"id":"\u0000"}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := meetings.ParseRecord(data)
		if err != nil {
			codes(t, err)
			return
		}
		written, err := r.JSON()
		require.NoError(t, err)
		back, err := meetings.ParseRecord(written)
		require.NoError(t, err)
		require.Equal(t, r.Digest(), back.Digest())
		require.Equal(t, r.Digest(), r.Clone().Digest())
		if r.Report != nil {
			_, err := r.Report.Markdown(kam.Chinese)
			require.NoError(t, err)
		}
	})
}

// FuzzMarkdown shows that what people write stays one line of a list, without markup.
func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"x", "# x", "<b>", "a\n\n- b", "[a](b)", "1. a", "`", "|", "https://x.example www.x.example", "\u2028a", "&lt;", "\\", "~~~", "é\u202e"} {
		f.Add(s)
	}
	head := func(r meetings.Report) string {
		text, err := r.Markdown(kam.English)
		if err != nil {
			return ""
		}
		return text
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := meetings.Report{ID: "r", Person: "bo", Period: kam.MustPeriod("2026-03-01/2026-04-01"), On: day("2026-04-01"), Next: []string{s}}
		text := head(r)
		if text == "" {
			require.Error(t, r.Check())
			return
		}
		r.Next = nil
		before := strings.TrimSuffix(head(r), "None.\n")
		line, found := strings.CutPrefix(text, before)
		require.True(t, found)
		require.Equal(t, 1, strings.Count(line, "\n"))
		line = strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "- ")
		if signed := len(line) > 1 && line[1] >= '0' && line[1] <= '9'; !signed { // a signed number begins no block
			require.NotContains(t, "#+-=>", firstOf(line))
		}
		plain := line
		for i := 0; i < len(plain); i++ {
			switch plain[i] {
			case '\\':
				i++ // the next is a character as it is
			case '&':
				require.True(t, strings.HasPrefix(plain[i:], "&amp;") || strings.HasPrefix(plain[i:], "&lt;") || strings.HasPrefix(plain[i:], "&gt;"), plain)
			default:
				require.NotContains(t, "`*_[]~|$<>", plain[i:i+1], plain)
			}
		}
		require.NotContains(t, strings.ToLower(line), "://")
		require.NotContains(t, strings.ToLower(line), "www.")
	})
}

// firstOf returns the first byte of a line, and one that stands in no list when there is none.
func firstOf(line string) string {
	if line == "" {
		return "\x00"
	}
	return line[:1]
}

func BenchmarkRecordDigest(b *testing.B) {
	r := records()[3]
	b.ReportAllocs()
	for b.Loop() {
		if r.Digest() == "" {
			b.Fatal("no digest")
		}
	}
}

func BenchmarkParseRecord(b *testing.B) {
	data, err := records()[3].JSON()
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := meetings.ParseRecord(data); err != nil {
			b.Fatal(err)
		}
	}
}
