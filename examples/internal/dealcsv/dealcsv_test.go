package dealcsv_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/dealcsv"
	"github.com/kam-go/kam/incentive"
)

// all are the columns of the tests; the columns that are not named are attributes.
var all = dealcsv.Columns{ID: "id", Owner: "owner", Amount: "amount", Currency: "currency", Sequence: "seq", Reverses: "reverses", Booked: "booked", Invoiced: "invoiced", Attributes: []string{"class"}}

const header = "booked,id,owner,amount,currency,seq,reverses,invoiced,class,note"

func choosing(c dealcsv.Columns) func([]string) (dealcsv.Columns, kam.Findings) {
	return func([]string) (dealcsv.Columns, kam.Findings) { return c, nil }
}

// read reads a text and returns its transactions with their places.
func read(text string, c dealcsv.Columns, opt dealcsv.Options) ([]incentive.Transaction, error) {
	r, err := dealcsv.NewReader(strings.NewReader(text), "deals.csv", choosing(c))
	if err != nil {
		return nil, err
	}
	sheet, err := r.Sheet(context.Background(), opt)
	if err != nil {
		return nil, err
	}
	out := make([]incentive.Transaction, sheet.Len())
	for i := range out {
		out[i] = sheet.At(i)
	}
	return out, nil
}

func TestColumnsInAnyOrder(t *testing.T) {
	text := "\ufeffnote,class,amount,owner,id,booked\r\nhi,new,12.50,anna,7,2026-01-31\r\n\r\n\"a,\n\"\"b\"\"\",\"re\"\"new\",0.0001,\"bo, jr.\",8,\n,,100,李文,9,2024-02-29"
	c := dealcsv.Columns{ID: "id", Owner: "owner", Amount: "amount", Booked: "booked", Attributes: []string{"class"}, KeepOthers: true}
	got, err := read(strings.Replace(text, "a,\n", "a,", 1), c, dealcsv.Options{})
	require.NoError(t, err)
	require.Len(t, got, 3)
	assert.Equal(t, "7", got[0].ID)
	assert.Equal(t, "12.5", got[0].Amount.String())
	assert.Equal(t, int32(-2), got[0].Amount.Exponent())
	assert.Equal(t, kam.MustDay("2026-01-31"), got[0].Booked)
	assert.Equal(t, map[string]string{"class": "new", "note": "hi"}, got[0].Attributes)
	assert.Equal(t, "deals.csv:2", got[0].Place)
	assert.Equal(t, "bo, jr.", got[1].Owner)
	assert.Equal(t, map[string]string{"class": `re"new`, "note": `a,"b"`}, got[1].Attributes)
	assert.Equal(t, "deals.csv:4", got[1].Place, "an empty line counts as a line")
	assert.Equal(t, "李文", got[2].Owner)
	assert.Equal(t, kam.MustDay("2024-02-29"), got[2].Booked)

	c.KeepOthers = false
	got, err = read(text, c, dealcsv.Options{})
	require.NoError(t, err, "a line break in a column that is not read")
	assert.Equal(t, map[string]string{"class": "new"}, got[0].Attributes)
	assert.Equal(t, "deals.csv:6", got[2].Place)
}

func TestReversals(t *testing.T) {
	got, err := read(header+"\n,r1,,-5.00,USD,-3,7,2026-02-03,x,\n", all, dealcsv.Options{})
	require.NoError(t, err)
	assert.Equal(t, incentive.Transaction{
		ID: "r1", Reverses: "7", Amount: decimal.New(-500, -2), Currency: "USD", Sequence: -3, Invoiced: kam.MustDay("2026-02-03"),
		Attributes: map[string]string{"class": "x"}, Place: "deals.csv:2",
	}, got[0])
}

func TestLongestTexts(t *testing.T) {
	long, class := strings.Repeat("x", 128), strings.Repeat("y", 1024)
	got, err := read(header+"\n,"+long+","+long+",99999999999.9999,,,,,"+class+",\n", all, dealcsv.Options{})
	require.NoError(t, err)
	assert.Equal(t, long, got[0].ID)
	assert.Equal(t, long, got[0].Owner)
	assert.Equal(t, class, got[0].Attributes["class"])
	assert.Equal(t, "99999999999.9999", got[0].Amount.String())
}

// TestTextsStay reads texts that a sheet keeps as they are, from blocks whose memory is used again.
func TestTextsStay(t *testing.T) {
	var text strings.Builder
	text.WriteString(header + "\n")
	const rows = 3000
	for i := range rows {
		fmt.Fprintf(&text, "2026-01-05,编号%d,李文%d,12.00,USD,,,,类%d,\n,R%d,,-1.00,USD,,编号%d,,x%d,\n", i, i, i, i, i, i)
	}
	got, err := read(text.String(), all, dealcsv.Options{Block: 200})
	require.NoError(t, err)
	require.Len(t, got, 2*rows)
	for i := range rows {
		sale, back := got[2*i], got[2*i+1]
		assert.Equal(t, fmt.Sprint("编号", i, " 李文", i, " 类", i, " deals.csv:", 2*i+2), fmt.Sprint(sale.ID, " ", sale.Owner, " ", sale.Attributes["class"], " ", sale.Place))
		assert.Equal(t, fmt.Sprint("R", i, " 编号", i, " x", i, " deals.csv:", 2*i+3), fmt.Sprint(back.ID, " ", back.Reverses, " ", back.Attributes["class"], " ", back.Place))
	}
}

func TestFaults(t *testing.T) {
	good := "2026-01-05,1,anna,12.00,USD,,,,new,x"
	in := func(column int, value string) string {
		cells := strings.Split(good, ",")
		cells[column] = value
		return header + "\n" + good + "\n" + strings.Join(cells, ",") + "\n"
	}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"no day":               {in(0, "2026-02-29"), []string{`deals.csv:3:1: "2026-02-29" is no day`, "YYYY-MM-DD"}},
		"day in other form":    {in(0, "05.01.2026"), []string{`deals.csv:3:1: "05.01.2026"`}},
		"day with time":        {in(0, "2026-01-05T00:00"), []string{"deals.csv:3:1"}},
		"month 13":             {in(0, "2026-13-05"), []string{"deals.csv:3:1"}},
		"day zero":             {in(0, "2026-01-00"), []string{"deals.csv:3:1"}},
		"year zero":            {in(0, "0000-01-01"), []string{"deals.csv:3:1"}},
		"no id":                {in(1, ""), []string{`deals.csv:3:12: the cell under "id" is empty`}},
		"long id":              {in(1, strings.Repeat("x", 129)), []string{"deals.csv:3:12: the cell has 129 bytes, at most 128"}},
		"blank before id":      {in(1, " 1"), []string{"deals.csv:3:12", "blanks"}},
		"no-break space":       {in(1, "1\u00a0"), []string{"deals.csv:3:12", "blanks"}},
		"zero byte":            {in(1, "a\x00b"), []string{"deals.csv:3:12", "zero byte"}},
		"tab":                  {in(2, "a\tb"), []string{"deals.csv:3:14", "control character"}},
		"C1 control":           {in(2, "a\u0085b"), []string{"deals.csv:3:14", "control character"}},
		"line break in id":     {in(1, "\"1\n2\""), []string{"deals.csv:3:12", "line break"}},
		"Latin-1":              {in(2, "M\xfcller"), []string{"deals.csv:3:14", "UTF-8"}},
		"no owner":             {in(2, ""), []string{`deals.csv:3:14: the cell under "owner" is empty`}},
		"no amount":            {in(3, ""), []string{`deals.csv:3:19: "" is no amount`}},
		"comma in amount":      {in(3, `"1,200"`), []string{`deals.csv:3:19: "1,200" is no amount`}},
		"exponent":             {in(3, "1e9"), []string{"deals.csv:3:19"}},
		"plus":                 {in(3, "+1"), []string{"deals.csv:3:19"}},
		"only a minus":         {in(3, "-"), []string{"deals.csv:3:19"}},
		"point first":          {in(3, ".5"), []string{"deals.csv:3:19"}},
		"point last":           {in(3, "5."), []string{"deals.csv:3:19"}},
		"two points":           {in(3, "1.2.3"), []string{"deals.csv:3:19"}},
		"five places":          {in(3, "1.00000"), []string{"deals.csv:3:19"}},
		"sixteen digits":       {in(3, "1000000000000000"), []string{"deals.csv:3:19"}},
		"fifteen and one":      {in(3, "100000000000000.0"), []string{"deals.csv:3:19"}},
		"full-width digits":    {in(3, "１２"), []string{"deals.csv:3:19"}},
		"a thousand zeros":     {in(3, strings.Repeat("0", 1000)), []string{"deals.csv:3:19"}},
		"blank in amount":      {in(3, "12 "), []string{"deals.csv:3:19"}},
		"negative sale":        {in(3, "-0.01"), []string{"deals.csv:3:19", "below zero"}},
		"positive reversal":    {in(6, "7"), []string{"deals.csv:3:19", "above zero"}},
		"currency":             {in(4, "usd"), []string{`deals.csv:3:25: "usd" is no ISO 4217`}},
		"sequence":             {in(5, "1.5"), []string{`deals.csv:3:29: "1.5" is no whole number`}},
		"huge sequence":        {in(5, strings.Repeat("9", 19)), []string{"deals.csv:3:29"}},
		"long attribute":       {in(8, strings.Repeat("x", 1025)), []string{"deals.csv:3:32", "1025 bytes"}},
		"too few cells":        {header + "\n" + good + "\n1,2,3\n", []string{"deals.csv:3:5: the row has 3 cells, the header has 10"}},
		"too many cells":       {header + "\n" + good + ",y\n", []string{"deals.csv:2:38: the row has 11 cells"}},
		"empty quoted line":    {header + "\n\"\"\n", []string{"deals.csv:2:1: the row has 1 cells"}},
		"quote inside":         {in(8, `a"b`), []string{"deals.csv:3:33", "in the middle"}},
		"text after quote":     {in(8, `"a"b`), []string{"deals.csv:3:35", "after the double quote"}},
		"open quote":           {in(9, `"a`), []string{"deals.csv:3:36", "never closed"}},
		"return in a cell":     {in(8, "a\rb"), []string{"deals.csv:3:32"}},
		"missing column":       {"id,Owner\n", []string{`deals.csv:1:1: the column "owner" is missing (rename "Owner" to it)`, `the column "amount" is missing`}},
		"column twice":         {header + ",id\n", []string{`deals.csv:1:66: the column "id" is there twice`}},
		"blank in the header":  {" id,owner\n", []string{`deals.csv:1:1: the column name " id"`}},
		"quotes in the header": {"id\"x,owner\n", []string{"deals.csv:1:3"}},
		"empty":                {"", []string{"deals.csv:1:1: the file is empty"}},
		"nothing but lines":    {"\n\r\n\n", []string{"the file is empty"}},
		"only a mark":          {"\ufeff", []string{"the file is empty"}},
		"UTF-16":               {"\xff\xfei\x00d\x00\n\x00", []string{"UTF-16"}},
		"after a broken row":   {in(8, `a"b`) + "x,1,anna,1,USD,,,,,\n", []string{"deals.csv:3:33", "deals.csv:4:1"}},
		"all at once":          {header + "\nx,,,y,z,w,,v,,\n", []string{"2:1:", "2:3:", "2:4:", "2:5:", "2:7:", "2:9:", "2:12:"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, block := range []int{1, 7, 1 << 20} {
				_, err := read(c.text, all, dealcsv.Options{Block: block, Workers: 3})
				invalid, ok := errors.AsType[*kam.InvalidError](err)
				require.True(t, ok, "%v", err)
				for _, text := range c.want {
					assert.Contains(t, err.Error(), text)
				}
				for _, f := range invalid.Findings {
					assert.NotEmpty(t, f.Remedy.EN)
					assert.NotEmpty(t, f.Remedy.ZH)
					assert.NotEqual(t, f.Message.EN, f.Message.ZH)
					assert.True(t, strings.HasPrefix(f.Code, "dealcsv."))
				}
				assert.NotRegexp(t, `%!`, err.Error())
			}
		})
	}
}

func TestFaultsAreCounted(t *testing.T) {
	var text strings.Builder
	text.WriteString(header + "\n")
	for range 1000 {
		text.WriteString("2026-01-05,1,anna,12.00x,USD,,,2026-99-01,new,x\n")
	}
	var first string
	for _, block := range []int{10, 1000, 1 << 20} {
		_, err := read(text.String(), all, dealcsv.Options{Block: block, Workers: 4})
		invalid, ok := errors.AsType[*kam.InvalidError](err)
		require.True(t, ok)
		require.Len(t, invalid.Findings, 2*kam.MaxPerCode)
		assert.Equal(t, 900, invalid.Findings[2*kam.MaxPerCode-1].More)
		if first == "" {
			first = err.Error()
		}
		assert.Equal(t, first, err.Error())
	}
}

// endless yields its start, then the same text again and again up to a size.
func endless(start, again string, size int64) io.Reader {
	return io.MultiReader(strings.NewReader(start), io.LimitReader(&repeated{text: again}, size))
}

type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		copied := copy(b[n:], r.text[r.at:])
		n, r.at = n+copied, (r.at+copied)%len(r.text)
	}
	return n, nil
}

func TestLinesWithoutEnd(t *testing.T) {
	good := "2026-01-05,1,anna,12.00,USD,,,,new,x\n"
	for name, c := range map[string]struct {
		in   io.Reader
		want []string
	}{
		"one line":       {endless(header+"\n"+good, "x", 8<<20), []string{"deals.csv:3:1: the record has more than 1048576 bytes"}},
		"one open quote": {endless(header+"\n"+good+"\"", "x\n", 8<<20), []string{"deals.csv:3:1: the record has more than 1048576 bytes"}},
		"header":         {endless("", "x", 8<<20), []string{"deals.csv:1:1: the header has more than 1048576 bytes"}},
		"goes on after": {io.MultiReader(strings.NewReader(header+"\n"), io.LimitReader(&repeated{text: "y"}, 3<<20), strings.NewReader("\n"+good+"x"+good)), []string{
			"deals.csv:2:1: the record has more", `deals.csv:4:1: "x2026-01-05" is no day`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := dealcsv.NewReader(c.in, "deals.csv", choosing(all))
			if err == nil {
				_, err = r.Sheet(t.Context(), dealcsv.Options{})
			}
			for _, text := range c.want {
				require.ErrorContains(t, err, text)
			}
			assert.Equal(t, len(c.want), 1+strings.Count(err.Error(), "\n"))
		})
	}
}

func TestLongestRecord(t *testing.T) {
	for _, c := range []struct {
		quote string
		bytes int
		fault string
	}{
		{"", 1 << 20, ""},
		{"", 1<<20 + 1, "deals.csv:2:1: the record has more than 1048576 bytes"},
		{`"`, 1 << 20, ""},
		{`"`, 1<<20 + 1, "deals.csv:2:1: the record has more than 1048576 bytes"},
	} {
		start := "2026-01-05,1,anna,12.00,USD,,,,new," + c.quote
		record := start + strings.Repeat("x", c.bytes-len(start)-len(c.quote)-1) + c.quote + "\n"
		got, err := read(header+"\n"+record+strings.Replace(record, ",1,", ",2,", 1)[:34]+",\n", all, dealcsv.Options{Block: 4 << 20})
		if c.fault == "" {
			require.NoError(t, err)
			assert.Len(t, got, 2)
		} else {
			assert.EqualError(t, err, c.fault+" (a double quote may be missing before; or shorten it)")
		}
	}
}

func TestProgress(t *testing.T) {
	text := header + "\n" + strings.Repeat("2026-01-05,1,anna,12.00,USD,,,,new,x\n", 5000)
	last := int64(0)
	_, err := read(text, all, dealcsv.Options{Block: 1000, Progress: func(done int64) {
		assert.Greater(t, done, last)
		assert.Zero(t, (done-int64(len(header)+1))%37, "blocks are whole rows")
		last = done
	}})
	require.NoError(t, err)
	assert.Equal(t, int64(len(text)), last)
}

func TestUnreadable(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, in := range []io.Reader{iotest.ErrReader(broken), io.MultiReader(strings.NewReader(header+"\n"+strings.Repeat("2026-01-05,1,anna,12.00,USD,,,,new,x\n", 1000)), iotest.ErrReader(broken))} {
		r, err := dealcsv.NewReader(in, "deals.csv", choosing(all))
		if err == nil {
			_, err = r.Sheet(t.Context(), dealcsv.Options{Block: 100})
		}
		assert.ErrorContains(t, err, "deals.csv: cannot be read: the disk is gone")
	}
}

func TestEachStops(t *testing.T) {
	r, err := dealcsv.NewReader(endless(header+"\n", "2026-01-05,1,anna,12.00,USD,,,,new,x\n", 1<<30), "deals.csv", choosing(all))
	require.NoError(t, err)
	enough := errors.New("enough")
	calls := 0
	err = r.Each(t.Context(), dealcsv.Options{Block: 1000}, func([]dealcsv.Row) error { calls++; return enough })
	require.ErrorIs(t, err, enough)
	assert.Equal(t, 1, calls)
}

// plainly reads a text as a host does that has never heard of this package: with encoding/csv, decimals and kam.ParseDay.
// It reports whether it is sound.
func plainly(text string) (out []incentive.Transaction, sound bool) {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return nil, false
	}
	at := map[string]int{}
	for i, name := range head {
		if _, twice := at[name]; twice || !tidy(name) {
			return nil, false
		}
		at[name] = i
	}
	for _, name := range strings.Split("booked,id,owner,amount,currency,seq,reverses,invoiced,class", ",") {
		if _, ok := at[name]; !ok {
			return nil, false
		}
	}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, true
		}
		if err != nil || len(row) != len(head) {
			return nil, false
		}
		get := func(name string) string { return row[at[name]] }
		line, _ := in.FieldPos(0)
		t := incentive.Transaction{ID: get("id"), Owner: get("owner"), Currency: kam.Currency(get("currency")), Reverses: get("reverses"), Place: "deals.csv:" + strconv.Itoa(line)}
		ok := t.ID != "" && tidy(t.ID) && tidy(t.Owner) && tidy(t.Reverses) && tidy(get("class")) && max(len(t.ID), len(t.Owner), len(t.Reverses)) <= 128 && len(get("class")) <= 1024
		if get("class") != "" {
			t.Attributes = map[string]string{"class": get("class")}
		}
		number := get("amount")
		whole, fraction, point := strings.Cut(strings.TrimPrefix(number, "-"), ".")
		digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
		ok = ok && digits(whole) && (!point || digits(fraction)) && len(fraction) <= 4 && len(strings.TrimLeft(whole+fraction, "0")) <= 15 && len(number) <= 32
		if ok {
			t.Amount = decimal.RequireFromString(number)
		}
		ok = ok && (t.Reverses == "" && !t.Amount.IsNegative() || t.Reverses != "" && !t.Amount.IsPositive()) && (t.Owner != "" || t.Reverses != "")
		for name, into := range map[string]*kam.Day{"booked": &t.Booked, "invoiced": &t.Invoiced} {
			if get(name) != "" {
				day, err := kam.ParseDay(get(name))
				ok = ok && err == nil
				*into = day
			}
		}
		if t.Currency != "" {
			_, err := kam.ParseCurrency(string(t.Currency))
			ok = ok && err == nil
		}
		if s := get("seq"); s != "" {
			n, err := strconv.ParseInt(s, 10, 64)
			ok = ok && err == nil && s[0] != '+' && len(strings.TrimPrefix(s, "-")) <= 18
			t.Sequence = n
		}
		if !ok {
			return nil, false
		}
		out = append(out, t)
	}
}

func tidy(s string) bool {
	return utf8.ValidString(s) && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 })
}

// agree checks that a text is read as a host reads it, with any number of goroutines and any size of blocks.
func agree(t *testing.T, text string) (sound bool) {
	t.Helper()
	want, sound := plainly(text)
	var told string
	for i, opt := range []dealcsv.Options{{Workers: 1}, {Workers: 3, Block: 1}, {Workers: 2, Block: 61}} {
		got, err := read(text, all, opt)
		require.Equal(t, sound, err == nil, "%q: %v", text, err)
		if !sound {
			if i == 0 {
				told = err.Error()
			}
			require.Equal(t, told, err.Error(), "%q", text)
			continue
		}
		require.Len(t, got, len(want), "%q", text)
		for j := range got {
			require.True(t, got[j].Amount.Equal(want[j].Amount) && got[j].Amount.Exponent() == want[j].Amount.Exponent(), "%q", text)
			got[j].Amount, want[j].Amount = decimal.Zero, got[j].Amount
			saved := want[j].Amount
			want[j].Amount = decimal.Zero
			require.Equal(t, want[j], got[j], "%q", text)
			want[j].Amount = saved
		}
	}
	return sound
}

// random writes a file that is sound, or nearly.
func random(r *rand.Rand) string {
	var b bytes.Buffer
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	odd := func(often int, list ...string) string {
		if r.IntN(often) == 0 {
			return pick(list...)
		}
		return ""
	}
	names := strings.Split(header, ",")
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	b.WriteString(odd(4, "\ufeff") + strings.Join(names, ",") + pick("\n", "\r\n"))
	faulty := 1_000_000
	if r.IntN(2) == 0 {
		faulty = 60
	}
	rows := r.IntN(8)
	for n := range rows {
		reverses := r.IntN(5) == 0
		for i, name := range names {
			value := ""
			switch name {
			case "id":
				value = pick("7", "D-1", "x y", "编号", `a"b`, "c,d") + strconv.Itoa(r.IntN(5))
			case "owner":
				value = pick("anna", "李文", "bo, jr.", "o\"x")
				if reverses {
					value = odd(2, "anna")
				}
			case "amount":
				value = fmt.Sprint(r.Int64N(int64(1)<<r.IntN(49))) + pick("", ".5", ".25", ".1234", ".0")
				if reverses {
					value = "-" + value
				}
			case "booked", "invoiced":
				value = odd(2, fmt.Sprintf("%04d-%02d-%02d", 1+r.IntN(9999), 1+r.IntN(12), 1+r.IntN(28)), "2024-02-29", "2026-12-31", "9999-12-31", "0001-01-01")
			case "currency":
				value = pick("", "USD", "CNY")
			case "seq":
				value = odd(3, "0", "-5", "123456789012345678")
			case "reverses":
				if reverses {
					value = "7"
				}
			case "class":
				value = pick("new", "", "renewal", "服务", "a,b")
			case "note":
				value = pick("", "hi", "two\nlines", "two\r\nlines", " blank ", "\t", "q\"q", "say \"hi\"\nthere", "\"\n", "\x00", "\xff", "\"\"")
			}
			if r.IntN(faulty) == 0 {
				value = pick("", " ", "x", "-1", "1.00000", "2026-02-29", "2025-02-30", "1234567890123456", "\x01", "\xfe", " a", strings.Repeat("y", 129), strings.Repeat("0", 40), "usd", "+1", "1e5", "\u00a0z", "\r", "01-01-2026")
			}
			if strings.ContainsAny(value, "\",\n\r") || r.IntN(8) == 0 {
				value = `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
			}
			if r.IntN(faulty) == 0 {
				value = pick(`"`, `a"b`, `"a"b`, `"a" `, "a\r", value+",") + value
			}
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(value)
		}
		if n < rows-1 || r.IntN(2) == 0 {
			b.WriteString(pick("\n", "\r\n", "\n\n", "\r\n\r\n"))
		}
	}
	b.WriteString(odd(10, "\n", "\r", "\r\n\n", " \n"))
	return b.String()
}

func TestAgreesWithEncodingCSV(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 14))
	sound := 0
	const files = 3000
	for range files {
		if agree(t, random(r)) {
			sound++
		}
	}
	assert.Greater(t, sound, files/5)
	assert.Less(t, sound, files*4/5)
	t.Logf("%d of %d files are sound", sound, files)
}

func FuzzReader(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		f.Add(random(r))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") || len(text) > 1<<14 {
			t.Skip("UTF-16 is told apart, and long texts take long")
		}
		agree(t, text)
	})
}

func BenchmarkSheet(b *testing.B) {
	var text strings.Builder
	text.WriteString("id,owner,account,booked,amount,class,currency\n")
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d,%d,%d,2025-%02d-%02d,%d.%02d,%s,USD\n", i+1, 1+r.IntN(1000), r.IntN(200_000), 1+r.IntN(12), 1+r.IntN(28), r.IntN(100_000), r.IntN(100), []string{"new", "renewal", "service"}[r.IntN(3)])
	}
	data := text.String()
	b.SetBytes(int64(len(data)))
	c := dealcsv.Columns{ID: "id", Owner: "owner", Amount: "amount", Currency: "currency", Booked: "booked", Attributes: []string{"class"}}
	for b.Loop() {
		in, err := dealcsv.NewReader(strings.NewReader(data), "deals.csv", choosing(c))
		require.NoError(b, err)
		_, err = in.Sheet(b.Context(), dealcsv.Options{})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100_000, "ns/row")
}
