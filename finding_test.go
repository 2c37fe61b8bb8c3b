package kam_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

func fault(code, place string) kam.Finding {
	return kam.Finding{Code: code, Severity: kam.Error, Place: place, Message: kam.Text{EN: "wrong", ZH: "错误"}}
}

func TestParseLang(t *testing.T) {
	for s, want := range map[string]kam.Lang{"en": kam.English, "EN": kam.English, "zh-CN": kam.Chinese, "zh-cn": kam.Chinese, "zh": kam.Chinese} {
		got, err := kam.ParseLang(s)
		require.NoError(t, err, s)
		assert.Equal(t, want, got)
	}
	for _, s := range []string{"", "de", "zh-TW", "zh_CN", "en-", " en", strings.Repeat("x", 1_000_000)} {
		_, err := kam.ParseLang(s)
		require.ErrorIs(t, err, kam.ErrLang)
		assert.Less(t, len(err.Error()), 200)
	}
}

func TestTextIn(t *testing.T) {
	both, en, zh := kam.Text{EN: "a", ZH: "甲"}, kam.Text{EN: "a"}, kam.Text{ZH: "甲"}
	assert.Equal(t, "a", both.In(kam.English))
	assert.Equal(t, "甲", both.In(kam.Chinese))
	assert.Equal(t, "a", both.In(""))
	assert.Equal(t, "a", both.In("fr"))
	assert.Equal(t, "a", en.In(kam.Chinese))
	assert.Equal(t, "甲", zh.In(kam.English))
	assert.Empty(t, kam.Text{}.In(kam.Chinese))
}

func TestFindingIn(t *testing.T) {
	f := kam.Finding{Code: "x.y", Place: "$.a[0]", Message: kam.Text{EN: "wrong", ZH: "错误"}, Remedy: kam.Text{EN: "mend it", ZH: "请改正"}}
	assert.Equal(t, "$.a[0]: wrong (mend it)", f.String())
	assert.Equal(t, "$.a[0]：错误（请改正）", f.In(kam.Chinese))
	assert.Equal(t, "x.y", kam.Finding{Code: "x.y"}.String(), "the code stands for a missing message")
	assert.Equal(t, "wrong", kam.Finding{Message: kam.Text{EN: "wrong"}}.String())
	assert.Equal(t, "a b: c  d (e f)", kam.Finding{Place: "a\nb", Message: kam.Text{EN: "c\r\nd"}, Remedy: kam.Text{EN: "e\u2028f"}}.String())
	assert.Equal(t, " [31m", kam.Finding{Message: kam.Text{EN: "\x1b[31m"}}.String(), "no control of terminals")
}

func TestFindingJSON(t *testing.T) {
	full := kam.Finding{
		Code: "x.y", Severity: kam.Warning, Place: "$", Message: kam.Text{EN: "a", ZH: "甲"}, Remedy: kam.Text{EN: "b", ZH: "乙"},
		Evidence: []kam.Evidence{{Name: "n", Value: "v"}}, More: 2,
	}
	out, err := json.Marshal(full)
	require.NoError(t, err)
	assert.JSONEq(t, `{"code":"x.y","severity":"warning","place":"$","message":{"en":"a","zh":"甲"},"remedy":{"en":"b","zh":"乙"},"evidence":[{"name":"n","value":"v"}],"more":2}`, string(out))
	var back kam.Finding
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Equal(t, full, back)
	out, err = json.Marshal(fault("x", "$"))
	require.NoError(t, err)
	assert.JSONEq(t, `{"code":"x","severity":"error","place":"$","message":{"en":"wrong","zh":"错误"}}`, string(out))
}

func TestFindingsAdd(t *testing.T) {
	var fs kam.Findings
	for i := range kam.MaxPerCode + 7 {
		fs.Add(fault("a", fmt.Sprint(i)))
		if i == 3 {
			fs.Add(fault("b", "b"))
		}
	}
	require.Len(t, fs, kam.MaxPerCode+1)
	last := fs[len(fs)-1]
	assert.Equal(t, fmt.Sprint(kam.MaxPerCode-1), last.Place)
	assert.Equal(t, 7, last.More)
	assert.Zero(t, fs[len(fs)-2].More)
	fs.Add(fault("b", "b2"))
	fs.Add(fault("a", "later"))
	assert.Equal(t, "b2", fs[len(fs)-1].Place, "the count of one code does not reach another")
	assert.Equal(t, 8, fs[len(fs)-2].More, "the last one kept of its own code counts")
}

// A hundred warnings never hide an error of the same code.
func TestFindingsAddKeepsErrors(t *testing.T) {
	var fs kam.Findings
	for range kam.MaxPerCode + 1 {
		fs.Add(kam.Finding{Code: "a", Severity: kam.Warning})
	}
	require.NoError(t, fs.Err())
	fs.Add(kam.Finding{Code: "a", Severity: kam.Info})
	require.False(t, fs.HasErrors())
	fs.Add(kam.Finding{Code: "a"})
	require.True(t, fs.HasErrors())
	// The empty severity is counted with errors.
	for range kam.MaxPerCode {
		fs.Add(fault("a", ""))
	}
	assert.Equal(t, 1, fs[len(fs)-1].More)
	assert.Len(t, fs, 2*kam.MaxPerCode+1)
}

// Nothing is lost: those kept and those counted are all that were added, whatever way they came together.
func TestFindingsMergeConserves(t *testing.T) {
	total := func(fs kam.Findings) map[string]int {
		n := map[string]int{}
		for _, f := range fs {
			n[f.Code+string(f.Severity)] += 1 + f.More
		}
		return n
	}
	severities := []kam.Severity{kam.Error, kam.Warning, kam.Info}
	require.NoError(t, quick.Check(func(seed int64) bool {
		r := rand.New(rand.NewSource(seed))
		var merged kam.Findings
		want := map[string]int{}
		for range 1 + r.Intn(4) {
			var part kam.Findings
			for range r.Intn(1500) {
				f := kam.Finding{Code: string(rune('a' + r.Intn(2))), Severity: severities[r.Intn(3)]}
				want[f.Code+string(f.Severity)]++
				part.Add(f)
			}
			merged.Merge(part)
		}
		kept := map[string]int{}
		for _, f := range merged {
			kept[f.Code+string(f.Severity)]++
		}
		for key, n := range want {
			if total(merged)[key] != n || kept[key] != min(n, kam.MaxPerCode) {
				return false
			}
		}
		return true
	}, &quick.Config{MaxCount: 8}))
}

func TestFindingsErr(t *testing.T) {
	require.NoError(t, kam.Findings(nil).Err())
	require.NoError(t, kam.Findings{{Severity: kam.Warning}, {Severity: kam.Info}}.Err())
	for _, s := range []kam.Severity{kam.Error, "", "ERROR", "unheard of"} {
		assert.True(t, kam.Findings{{Severity: s}}.HasErrors(), s)
	}
	fs := kam.Findings{
		{Code: "w", Severity: kam.Warning, Place: "$.b", Message: kam.Text{EN: "odd", ZH: "可疑"}},
		{Code: "e", Severity: kam.Error, Place: "$.a", Message: kam.Text{EN: "wrong", ZH: "错误"}, More: 3},
		{Code: "i", Severity: kam.Info, Message: kam.Text{EN: "so", ZH: "说明"}},
	}
	err := fmt.Errorf("plan: %w", fs.Err())
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok)
	assert.Equal(t, fs, invalid.Findings)
	assert.Equal(t, "warning: $.b: odd\n$.a: wrong\n... and 3 more of e\ninfo: so", invalid.Error())
	assert.Equal(t, "警告：$.b：可疑\n$.a：错误\n……另有 3 项 e\n提示：说明", invalid.In(kam.Chinese))
	fs[1].Place = "changed"
	assert.Equal(t, "$.a", invalid.Findings[1].Place, "the error keeps its own copy")
	assert.Equal(t, "kam: invalid input", (&kam.InvalidError{}).Error())
	var none *kam.InvalidError
	assert.Equal(t, "kam: invalid input", none.Error())
}

func TestFindingsSorted(t *testing.T) {
	want := []string{"", "$.a[2].b", "$.a[2].b.c", "$.a[10].b", "$.b", "deals.csv:9:12", "deals.csv:10:1", "x01", "x1", "x2"}
	var fs kam.Findings
	for _, place := range want {
		fs.Add(fault("a", place))
	}
	rand.New(rand.NewSource(1)).Shuffle(len(fs), func(i, j int) { fs[i], fs[j] = fs[j], fs[i] })
	before := slices.Clone(fs)
	var got []string
	for _, f := range fs.Sorted() {
		got = append(got, f.Place)
	}
	assert.Equal(t, want, got)
	assert.Equal(t, before, fs, "the receiver stays as it was")

	same := kam.Findings{
		{Code: "b", Message: kam.Text{EN: "x"}, More: 1}, {Code: "a", Message: kam.Text{EN: "y"}}, {Code: "b", Message: kam.Text{EN: "x"}, More: 2}, {Code: "a", Message: kam.Text{EN: "x"}},
	}
	got = nil
	for _, f := range same.Sorted() {
		got = append(got, fmt.Sprint(f.Code, f.Message.EN, f.More))
	}
	assert.Equal(t, []string{"ax0", "ay0", "bx1", "bx2"}, got)
	assert.Empty(t, kam.Findings(nil).Sorted())
}

// The order of places is total: no two different places are equal, and it agrees with itself.
func TestPlaceOrderIsTotal(t *testing.T) {
	order := func(a, b string) int {
		fs := kam.Findings{{Place: b}, {Place: a}}.Sorted()
		reversed := kam.Findings{{Place: a}, {Place: b}}.Sorted()
		switch {
		case a == b:
			return 0
		case fs[0].Place != reversed[0].Place:
			t.Fatalf("%q and %q have no order", a, b)
		case fs[0].Place == a:
			return -1
		}
		return 1
	}
	letters := []string{"0", "1", "02", "9", "10", "a", ".", "Z"}
	require.NoError(t, quick.Check(func(seed int64) bool {
		r := rand.New(rand.NewSource(seed))
		place := func() (s string) {
			for range r.Intn(5) {
				s += letters[r.Intn(len(letters))]
			}
			return s
		}
		a, b, c := place(), place(), place()
		return order(a, b) == -order(b, a) && (order(a, b) > 0 || order(b, c) > 0 || order(a, c) <= 0)
	}, &quick.Config{MaxCount: 5000}))
}
