package stream_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/examples/internal/stream"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/dispute"
	"github.com/kam-go/kam/incentive/plandoc"
)

// note is a record without rules of its own.
type note struct {
	Of   string `json:"of"`
	N    int64  `json:"n"`
	Text string `json:"text"`
}

var (
	errStale    = errors.New("stale")
	errConflict = errors.New("conflict")
	errNote     = errors.New("no note")
)

func notes() stream.Kind[note] {
	return stream.Kind[note]{
		One: "note",
		Row: func(n note) (stream.Row, error) {
			if n.N < 1 {
				return stream.Row{}, errNote
			}
			content, err := storable.Encode(n)
			return stream.Row{Stream: n.Of, Seq: n.N, Content: content, Columns: []string{strconv.Itoa(len(n.Text))}}, err
		},
		Parse: func(data []byte) (n note, err error) { return n, json.Unmarshal(data, &n) },
		Same:  func(a, b note) bool { return a == b },
		Stale: errStale, Conflict: errConflict,
	}
}

// table is a [stream.Table] in memory that fails from one of its calls on.
type table struct {
	rows    map[string][]stream.Row
	digests map[string][]string
	calls   int
	fails   int
}

var errTable = errors.New("the table failed")

func (t *table) failing() error {
	if t.calls++; t.calls == t.fails {
		return errTable
	}
	return nil
}

func (t *table) Last(_ context.Context, name string) (int64, string, error) {
	if err := t.failing(); err != nil {
		return 0, "", err
	}
	rows := t.rows[name]
	if len(rows) == 0 {
		return 0, "", nil
	}
	return rows[len(rows)-1].Seq, t.digests[name][len(rows)-1], nil
}

func (t *table) Content(_ context.Context, name string, seq int64) (string, bool, error) {
	if err := t.failing(); err != nil {
		return "", false, err
	}
	for _, r := range t.rows[name] {
		if r.Seq == seq {
			return r.Content, true, nil
		}
	}
	return "", false, nil
}

func (t *table) Insert(_ context.Context, r stream.Row, digest string) error {
	if err := t.failing(); err != nil {
		return err
	}
	if t.rows == nil {
		t.rows, t.digests = map[string][]stream.Row{}, map[string][]string{}
	}
	t.rows[r.Stream] = append(t.rows[r.Stream], r)
	t.digests[r.Stream] = append(t.digests[r.Stream], digest)
	return nil
}

func add(t *testing.T, to *table, list ...note) error {
	t.Helper()
	rows, err := notes().Rows(list)
	require.NoError(t, err)
	return notes().Append(t.Context(), to, rows, list)
}

func TestAppend(t *testing.T) {
	one, two, three := note{"s", 1, "one"}, note{"s", 2, "two"}, note{"s", 3, "three"}
	cases := map[string]struct {
		list []note
		want error
		text string
	}{
		"the next":              {list: []note{three}},
		"another stream":        {list: []note{{"t", 1, "one"}, three}},
		"those that are there":  {list: []note{one, two}},
		"some that are there":   {list: []note{two, three, three}},
		"a number that is used": {list: []note{{"s", 2, "other"}}, want: errConflict, text: `note 2 of "s"`},
		"used in the list":      {list: []note{three, {"s", 3, "other"}}, want: errConflict},
		"a number too far on":   {list: []note{{"s", 4, "four"}}, want: errStale, text: `note 4 of "s", whose last is 2`},
		"a stream's first":      {list: []note{{"t", 2, "two"}}, want: errStale, text: "whose last is 0"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var to table
			require.NoError(t, add(t, &to, one, two))
			err := add(t, &to, c.list...)
			require.ErrorIs(t, err, c.want)
			if c.want != nil {
				assert.ErrorContains(t, err, c.text)
				return
			}
			for _, n := range c.list {
				require.NoError(t, add(t, &to, n), "it is there now")
			}
		})
	}
}

func TestAppendPassesOnWhatTheTableSays(t *testing.T) {
	for fails := 1; fails <= 6; fails++ {
		to := table{fails: fails}
		require.ErrorIs(t, add(t, &to, note{"s", 1, "one"}, note{"s", 1, "one"}, note{"s", 2, "two"}), errTable, "call %d", fails)
	}
}

func TestAppendWhereTheTableIsDamaged(t *testing.T) {
	var to table
	require.NoError(t, add(t, &to, note{"s", 1, "one"}, note{"s", 2, "two"}))
	to.rows["s"][0].Content = "{"
	require.ErrorIs(t, add(t, &to, note{"s", 1, "one"}), storable.ErrDamaged)
	to.rows["s"] = to.rows["s"][1:]
	to.digests["s"] = to.digests["s"][1:]
	assert.ErrorContains(t, add(t, &to, note{"s", 1, "one"}), "it is missing")
}

func TestRowsNamesTheFirstFault(t *testing.T) {
	_, err := notes().Rows([]note{{"s", 1, ""}, {"s", 0, ""}, {"s", -1, ""}})
	require.ErrorIs(t, err, errNote)
	assert.ErrorContains(t, err, "note 1 of the list")
}

func TestRead(t *testing.T) {
	first, second := note{"s", 1, "one"}, note{"s", 2, "two"}
	var to table
	require.NoError(t, add(t, &to, first, second))
	digests := to.digests["s"]
	for i, want := range []note{first, second} {
		var before *string
		if i > 0 {
			before = &digests[i-1]
		}
		n, err := notes().Read(to.rows["s"][i], digests[i], before)
		require.NoError(t, err)
		assert.Equal(t, want, n)
	}
	other := stream.Chained("", "other")
	empty := ""
	cases := map[string]struct {
		change func(r *stream.Row, digest *string, before **string)
		text   string
	}{
		"no row before":    {func(_ *stream.Row, _ *string, before **string) { *before = nil }, "the note before it is missing"},
		"other row before": {func(_ *stream.Row, _ *string, before **string) { *before = &other }, "has the digest"},
		"emptied before":   {func(_ *stream.Row, _ *string, before **string) { *before = &empty }, "has the digest"},
		"as a first":       {func(r *stream.Row, _ *string, _ **string) { r.Seq = 1 }, "the note before it is missing"},
		"other number":     {func(r *stream.Row, _ *string, _ **string) { r.Seq = 3 }, "columns"},
		"other stream":     {func(r *stream.Row, _ *string, _ **string) { r.Stream = "t" }, "columns"},
		"other column":     {func(r *stream.Row, _ *string, _ **string) { r.Columns = []string{"4"} }, "columns"},
		"no column":        {func(r *stream.Row, _ *string, _ **string) { r.Columns = nil }, "columns"},
		"content":          {func(r *stream.Row, _ *string, _ **string) { r.Content += " " }, "has the digest"},
		"digest":           {func(_ *stream.Row, digest *string, _ **string) { *digest = other }, "has the digest"},
		"blanks, chained": {func(r *stream.Row, digest *string, before **string) {
			r.Content += " "
			*digest = stream.Chained(**before, r.Content)
		}, "columns"},
		"no JSON, chained": {func(r *stream.Row, digest *string, before **string) {
			r.Content = "{"
			*digest = stream.Chained(**before, r.Content)
		}, "JSON"},
		"no note, chained": {func(r *stream.Row, digest *string, before **string) {
			r.Content = "{}"
			*digest = stream.Chained(**before, r.Content)
		}, "columns"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			row, digest, before := to.rows["s"][1], digests[1], new(string)
			*before = digests[0]
			c.change(&row, &digest, &before)
			n, err := notes().Read(row, digest, before)
			require.ErrorIs(t, err, storable.ErrDamaged)
			require.ErrorContains(t, err, c.text)
			assert.Equal(t, note{}, n)
		})
	}
}

func TestChained(t *testing.T) {
	// sha256sum of "\na"
	assert.Equal(t, "7361a6f4b374745deaf896ac72887d55e04107d1a1ff14e5e4d829fb47e82426", stream.Chained("", "a"))
	assert.NotEqual(t, stream.Chained("", "a"), stream.Chained("a", ""))
}

// claimed returns the first event of a dispute about 12.50 CNY, or about no amount.
func claimed(amount string) dispute.Event {
	e := dispute.Event{
		Dispute: "d", Seq: 1, Step: dispute.StepOpen, By: "anna", On: kam.MustDay("2026-02-03"), Text: "少了一笔 <D-1> & \"more\"\x00\n",
		Claim: &dispute.Claim{Payee: "anna", Plan: "ae", Period: kam.MustPeriod("2026-01-01/2026-02-01"), About: dispute.AboutOther},
	}
	if amount != "" {
		e.Claim.Amount, e.Claim.Currency = decimal.NewNullDecimal(decimal.RequireFromString(amount)), "CNY"
	}
	return e
}

func awarded(amount string) dispute.Event {
	return dispute.Event{
		Dispute: "d", Seq: 2, Step: dispute.StepAccept, By: "ben", On: kam.MustDay("2026-02-04"), Text: "right",
		Award: &dispute.Award{Amount: decimal.RequireFromString(amount), Currency: "CNY", ProposedBy: "cleo"},
	}
}

func TestDisputesComeBackAsTheyWere(t *testing.T) {
	withdrawn := dispute.Event{Dispute: "d", Seq: 3, Step: dispute.StepWithdraw, By: "anna", On: kam.MustDay("9999-12-31")}
	unpaid := awarded("0")
	unpaid.Award.Currency = ""
	for _, e := range []dispute.Event{
		claimed(""), claimed("12.50"), claimed("99999999999999999999999999999999999.99"), awarded("-0.1"), awarded("1e3"), unpaid, withdrawn,
	} {
		row, err := stream.Disputes().Row(e)
		require.NoError(t, err)
		back, err := stream.Disputes().Parse([]byte(row.Content))
		require.NoError(t, err)
		assert.True(t, e.Same(back), row.Content)
		again, err := stream.Disputes().Row(back)
		require.NoError(t, err)
		assert.Equal(t, row, again)
	}
}

// How a process writes decimals does not matter to what is kept.
func TestDisputesAreWrittenWithoutGlobals(t *testing.T) {
	row, err := stream.Disputes().Row(claimed("12.50"))
	require.NoError(t, err)
	assert.Contains(t, row.Content, `"amount":"12.5"`)
	assert.Equal(t, 1, strings.Count(row.Content, `"amount"`))
	assert.Equal(t, []string{"2026-02-03", "open", "anna"}, row.Columns)
	row, err = stream.Disputes().Row(awarded("-0.10"))
	require.NoError(t, err)
	assert.Contains(t, row.Content, `"amount":"-0.1"`)
}

func TestDisputesThatWereNotWrittenHere(t *testing.T) {
	row, err := stream.Disputes().Row(claimed("12.50"))
	require.NoError(t, err)
	award, err := stream.Disputes().Row(awarded("12.50"))
	require.NoError(t, err)
	for name, content := range map[string]string{
		"nothing":           "",
		"two":               row.Content + row.Content,
		"more":              row.Content + "]",
		"unknown key":       strings.Replace(row.Content, `"by"`, `"bye"`, 1),
		"a long number":     strings.Replace(row.Content, `"12.5"`, "12.345678901234567890", 1),
		"no amount":         strings.Replace(row.Content, `"12.5"`, `""`, 1),
		"a huge amount":     strings.Replace(row.Content, `"12.5"`, `"1e999999999"`, 1),
		"a huge award":      strings.Replace(award.Content, `"12.5"`, `"1e999999999"`, 1),
		"an award of a day": strings.Replace(award.Content, `"12.5"`, `"2026-01-01"`, 1),
		"a day not there":   strings.Replace(row.Content, "2026-02-03", "2026-02-30", 1),
	} {
		_, err := stream.Disputes().Parse([]byte(content))
		assert.Error(t, err, name)
	}
}

func TestFaultsAreFoundBeforeRows(t *testing.T) {
	_, err := stream.Disputes().Rows([]dispute.Event{{}})
	_, ok := errors.AsType[*kam.InvalidError](err)
	assert.True(t, ok)
	_, err = stream.Plans().Rows([]plandoc.Event{{}})
	_, ok = errors.AsType[*kam.InvalidError](err)
	assert.True(t, ok)
}

func TestPlansComeBackAsTheyWere(t *testing.T) {
	e := plandoc.Draft(incentive.Plan{Format: 1, ID: "ae", Version: 12, Currency: "CNY", Title: kam.Text{EN: "A & B <c>", ZH: "大客户"}},
		"anna", kam.MustDay("2026-01-05"))
	e.Seq = 1
	row, err := stream.Plans().Row(e)
	require.NoError(t, err)
	assert.Equal(t, []string{"2026-01-05", "draft", "12"}, row.Columns)
	back, err := stream.Plans().Parse([]byte(row.Content))
	require.NoError(t, err)
	assert.Equal(t, e, back)
}

func FuzzDisputes(f *testing.F) {
	for _, e := range []dispute.Event{claimed(""), claimed("12.50"), awarded("-0.1")} {
		row, err := stream.Disputes().Row(e)
		require.NoError(f, err)
		f.Add([]byte(row.Content))
	}
	f.Add([]byte(`{"award":{"amount":"1e9"}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		e, err := stream.Disputes().Parse(content)
		if err != nil {
			return
		}
		row, err := stream.Disputes().Row(e)
		if err != nil {
			return
		}
		back, err := stream.Disputes().Parse([]byte(row.Content))
		require.NoError(t, err)
		require.True(t, e.Same(back))
	})
}
