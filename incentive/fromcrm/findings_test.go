package fromcrm_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
	"github.com/kam-go/kam/internal/wordtest"
)

// assertReadable fails on a finding that a person could not act on.
func assertReadable(t *testing.T, found kam.Findings) {
	t.Helper()
	for _, f := range found {
		for _, text := range []string{f.Message.EN, f.Message.ZH, f.Remedy.EN, f.Remedy.ZH, f.Place} {
			assert.NotEmpty(t, text, f.Code)
			wordtest.Formatted(t, text)
			assert.NotContains(t, text, "\n", f.Code)
			assert.Less(t, len(text), 1000, f.Code)
		}
	}
}

func TestFaultyContent(t *testing.T) {
	type revision = fromcrm.Revision
	share := func(n, d int64) kam.Fraction { return kam.Fraction{Num: n, Den: d} }
	split := func(ps ...incentive.Participant) func(*revision) {
		return func(r *revision) { r.Owner, r.Participants = "", ps }
	}
	tests := []struct {
		name string
		make func(r *revision)
		want []string
	}{
		{"no close date", func(r *revision) { r.Closed = kam.Day{} }, []string{"error fromcrm.close-date"}},
		{"no amount", func(r *revision) { r.Amount = amount("") }, []string{"error fromcrm.amount"}},
		{"amount zero", func(r *revision) { r.Amount = amount("0.00") }, []string{"error fromcrm.amount"}},
		{"amount negative", func(r *revision) { r.Amount = amount("-1") }, []string{"error fromcrm.amount"}},
		{"smallest amount", func(r *revision) { r.Amount = amount("0.0001") }, nil},
		{"five decimals", func(r *revision) { r.Amount = amount("0.00001") }, []string{"error fromcrm.digits"}},
		{"trailing zeros are no decimals", func(r *revision) { r.Amount = amount("1.500000") }, nil},
		{"15 digits", func(r *revision) { r.Amount = amount("12345678901.2345") }, nil},
		{"16 digits", func(r *revision) { r.Amount = amount("123456789012.2345") }, []string{"error fromcrm.digits"}},
		{"16 digits with zeros", func(r *revision) { r.Amount = amount("1000000000000000") }, []string{"error fromcrm.digits"}},
		{"a huge exponent", func(r *revision) { r.Amount = decimal.NewNullDecimal(decimal.New(1, 2_000_000_000)) }, []string{"error fromcrm.digits"}},
		{"a tiny exponent", func(r *revision) { r.Amount = decimal.NewNullDecimal(decimal.New(1, -2_000_000_000)) }, []string{"error fromcrm.digits"}},
		{"wide margin", func(r *revision) { r.Margin = amount("-1.00001") }, []string{"error fromcrm.digits"}},
		{"wide units", func(r *revision) { r.Units = amount("1.00001") }, []string{"error fromcrm.digits"}},
		{"wide cash", func(r *revision) { r.Cash = amount("1.00001") }, []string{"error fromcrm.digits"}},
		{"number of 6 decimals", func(r *revision) { r.Numbers = map[string]decimal.Decimal{"x": decimal.New(1, -6)} }, nil},
		{"number of 7 decimals", func(r *revision) { r.Numbers = map[string]decimal.Decimal{"x": decimal.New(1, -7)} }, []string{"error fromcrm.digits"}},
		{"unknown currency", func(r *revision) { r.Currency = "XYZ1" }, []string{"error fromcrm.currency"}},
		{"no currency", func(r *revision) { r.Currency = "" }, nil},
		{"no owner", func(r *revision) { r.Owner = "" }, []string{"error fromcrm.owner"}},
		{"control character in the owner", func(r *revision) { r.Owner = "an\x00na" }, []string{"error fromcrm.text"}},
		{"owner not UTF-8", func(r *revision) { r.Owner = "an\xffna" }, []string{"error fromcrm.text"}},
		{"owner of 128 bytes", func(r *revision) { r.Owner = strings.Repeat("x", 128) }, nil},
		{"owner of 129 bytes", func(r *revision) { r.Owner = strings.Repeat("x", 129) }, []string{"error fromcrm.text"}},
		{"owner beside owners", func(r *revision) { r.Participants = []incentive.Participant{{Payee: "ben", Share: share(1, 1)}} }, []string{"error fromcrm.owner"}},
		{"owner beside other roles", func(r *revision) {
			r.Participants = []incentive.Participant{{Payee: "ben", Role: "engineer", Share: share(2, 1)}}
		}, nil},
		{"other roles alone", split(incentive.Participant{Payee: "ben", Role: "engineer", Share: share(1, 1)}), []string{"error fromcrm.owner"}},
		{"one payee in two roles", split(incentive.Participant{Payee: "anna", Share: share(1, 1)}, incentive.Participant{Payee: "anna", Role: "engineer", Share: share(1, 2)}), nil},
		{"owners of 99 %", split(incentive.Participant{Payee: "anna", Share: share(99, 100)}), []string{"error fromcrm.split"}},
		{"owners of 101 %", split(incentive.Participant{Payee: "anna", Share: share(1, 1)}, incentive.Participant{Payee: "ben", Share: share(1, 100)}), []string{"error fromcrm.split"}},
		{"thirds", split(incentive.Participant{Payee: "anna", Share: share(1, 3)}, incentive.Participant{Payee: "ben", Share: share(2, 3)}), nil},
		{"a share of zero", split(incentive.Participant{Payee: "anna", Share: share(1, 1)}, incentive.Participant{Payee: "ben", Role: "x"}), []string{"error fromcrm.split"}},
		{"a negative share", split(incentive.Participant{Payee: "anna", Share: share(2, 1)}, incentive.Participant{Payee: "ben", Share: share(-1, 1)}), []string{"error fromcrm.split"}},
		{"a share of a million millions and one", func(r *revision) {
			r.Participants = []incentive.Participant{{Payee: "ben", Role: "engineer", Share: share(1_000_000_000_001, 1)}}
		}, []string{"error fromcrm.split"}},
		{"a share over zero", split(incentive.Participant{Payee: "anna", Share: share(1, 0)}), []string{"error fromcrm.split"}},
		{"a share over a negative number", split(incentive.Participant{Payee: "anna", Share: share(-1, -1)}), []string{"error fromcrm.split"}},
		{"a share at the end of int64", split(incentive.Participant{Payee: "anna", Share: share(-1<<63, 1)}), []string{"error fromcrm.split"}},
		{"denominator 10,000", split(incentive.Participant{Payee: "anna", Share: share(1, 10_000)}, incentive.Participant{Payee: "ben", Share: share(9_999, 10_000)}), nil},
		{
			"denominator 10,001", split(incentive.Participant{Payee: "anna", Share: share(1, 10_001)}, incentive.Participant{Payee: "ben", Share: share(10_000, 10_001)}),
			[]string{"error fromcrm.split", "error fromcrm.split"},
		},
		{"6 decimals", split(incentive.Participant{Payee: "anna", Share: share(333_333, 1_000_000)}, incentive.Participant{Payee: "ben", Share: share(666_667, 1_000_000)}), nil},
		{"the same participant twice", split(incentive.Participant{Payee: "anna", Share: share(1, 2)}, incentive.Participant{Payee: "anna", Role: "owner", Share: share(1, 2)}), []string{"error fromcrm.split"}},
		{"a participant without name", split(incentive.Participant{Share: share(1, 1)}), []string{"error fromcrm.text"}},
		{"a role with a line break", func(r *revision) {
			r.Participants = []incentive.Participant{{Payee: "ben", Role: "a\nb", Share: share(1, 1)}}
		}, []string{"error fromcrm.text"}},
		{"101 participants", func(r *revision) { r.Participants = make([]incentive.Participant, 101) }, []string{"error fromcrm.text"}},
		{"an attribute without name", func(r *revision) { r.Attributes = map[string]string{"": "x"} }, []string{"error fromcrm.text"}},
		{"an attribute without value", func(r *revision) { r.Attributes = map[string]string{"x": ""} }, nil},
		{"an attribute of 1,024 bytes", func(r *revision) { r.Attributes = map[string]string{"x": strings.Repeat("x", 1024)} }, nil},
		{"an attribute of 1,025 bytes", func(r *revision) { r.Attributes = map[string]string{"x": strings.Repeat("x", 1025)} }, []string{"error fromcrm.text"}},
		{"an attribute not UTF-8", func(r *revision) { r.Attributes = map[string]string{"x": "\xff"} }, []string{"error fromcrm.text"}},
		{"a number without name", func(r *revision) { r.Numbers = map[string]decimal.Decimal{"": decimal.Zero} }, []string{"error fromcrm.text"}},
		{"201 numbers", func(r *revision) {
			r.Numbers = map[string]decimal.Decimal{}
			for i := range 201 {
				r.Numbers[strings.Repeat("x", 1+i%100)+string(rune('a'+i/100))] = decimal.Zero
			}
		}, []string{"error fromcrm.text"}},
		{"201 attributes", func(r *revision) {
			r.Attributes = map[string]string{}
			for i := range 201 {
				r.Attributes[strings.Repeat("x", 1+i%100)+string(rune('a'+i/100))] = ""
			}
		}, []string{"error fromcrm.text"}},
		{"200 numbers as wide as memory", func(r *revision) {
			r.Numbers = map[string]decimal.Decimal{}
			for i := range 200 {
				r.Numbers[strings.Repeat("x", 1+i%100)+string(rune('a'+i/100))] = decimal.New(1, 2_000_000_000)
			}
		}, slices.Repeat([]string{"error fromcrm.digits"}, 100)},
		{
			"everything at once", func(r *revision) { *r = revision{Opportunity: "D-1", Stage: "Won", Currency: "??"} },
			[]string{"error fromcrm.close-date", "error fromcrm.owner", "error fromcrm.amount", "error fromcrm.currency"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, found := compile(t, nil).Transactions([]fromcrm.Revision{with(won(1, "", "100"), tt.make)})
			assert.Equal(t, tt.want, codes(found))
			assert.Equal(t, tt.want == nil, len(got) == 1, "an opportunity with an error yields nothing")
			assertReadable(t, found)

			lost := stage(with(won(1, "", "100"), tt.make), "Lost")
			got, found = compile(t, nil).Transactions([]fromcrm.Revision{lost})
			assert.Empty(t, got)
			assert.Empty(t, found, "what does not count is not checked")
		})
	}
}

func TestFaultyOpportunity(t *testing.T) {
	type revision = fromcrm.Revision
	id := func(s string) []revision {
		return []revision{with(won(1, "", "100"), func(r *revision) { r.Opportunity = s })}
	}
	many := make([]revision, 10_001)
	for i := range many {
		many[i] = won(int64(i), "", "100")
	}
	tests := []struct {
		name string
		revs []revision
		want []string
	}{
		{"no id", id(""), []string{"error fromcrm.id"}},
		{"id of 96 bytes", id(strings.Repeat("x", 96)), nil},
		{"id of 97 bytes", id(strings.Repeat("x", 97)), []string{"error fromcrm.id"}},
		{"id with a control character", id("D\t1"), []string{"error fromcrm.id"}},
		{"id not UTF-8", id("D\xff"), []string{"error fromcrm.id"}},
		{"id with blanks around", id("D-1 "), []string{"error fromcrm.id"}},
		{"id like a derived one", id("D#2.1"), []string{"error fromcrm.id"}},
		{"id like a part of a derived one", id("D#2"), nil},
		{"id with an empty part", id("D#2."), nil},
		{"id with an empty revision", id("D#.1"), nil},
		{"id with letters after the sign", id("D#2.x"), nil},
		{"negative number", []revision{won(-1, "", "100")}, []string{"error fromcrm.revision-number"}},
		{
			"the same revision twice",
			[]revision{won(1, "", "100"), won(1, "", "100.0"), won(1, "", "1e2")},
			[]string{"info fromcrm.revision-repeated", "info fromcrm.revision-repeated"},
		},
		{"one number, two contents", []revision{won(1, "", "100"), won(1, "", "101"), won(1, "", "100")}, []string{"error fromcrm.revision-conflict"}},
		{"one number, two contents, several days", []revision{won(1, "2026-03-02", "100"), won(1, "2026-01-01", "100"), won(2, "2026-02-01", "100")}, []string{"error fromcrm.revision-conflict"}},
		{"days run backwards", []revision{won(1, "2026-03-02", "100"), won(2, "2026-03-01", "100")}, []string{"error fromcrm.revision-order"}},
		{"days run backwards across one without", []revision{won(1, "2026-03-02", "100"), won(2, "", "100"), won(3, "2026-03-01", "100")}, []string{"error fromcrm.revision-order"}},
		{"days that stay", []revision{won(1, "2026-03-02", "100"), won(2, "2026-03-02", "100")}, nil},
		{"a change without its day", []revision{won(1, "", "100"), won(2, "", "120")}, []string{"error fromcrm.change-day"}},
		{"lost without a day", []revision{won(1, "", "100"), stage(won(2, "", "100"), "Lost")}, []string{"error fromcrm.change-day"}},
		{"won again without a day", []revision{won(1, "", "100"), stage(won(2, "2026-02-01", "100"), "Lost"), won(3, "", "100")}, []string{"error fromcrm.change-day"}},
		{"no day needed once it is lost", []revision{won(1, "", "100"), stage(won(2, "2026-02-01", "100"), "Open"), stage(won(3, "", "100"), "Lost")}, nil},
		{"no day needed where nothing changes", []revision{won(1, "", "100"), won(2, "", "100")}, nil},
		{"won in other letters", []revision{stage(won(1, "", "100"), " WON")}, []string{"warning fromcrm.stage"}},
		{"won in other letters, said once", []revision{stage(won(1, "", "100"), "won"), stage(won(2, "", "100"), "w on")}, []string{"warning fromcrm.stage"}},
		{"deleted and won in other letters", []revision{with(stage(won(1, "", "100"), "won"), func(r *revision) { r.Deleted = true })}, nil},
		{"too many revisions", many, []string{"error fromcrm.too-many-revisions"}},
		{"as many revisions as allowed", many[:10_000], nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := compile(t, nil)
			got, found := c.Transactions(tt.revs)
			assert.Equal(t, tt.want, codes(found))
			if found.HasErrors() {
				assert.Empty(t, got)
			}
			assertReadable(t, found)
			backwards := slices.Clone(tt.revs)
			slices.Reverse(backwards)
			again, foundAgain := c.Transactions(backwards)
			assert.Equal(t, got, again)
			assert.Equal(t, found, foundAgain)
		})
	}
}

func TestEveryFieldIsContent(t *testing.T) {
	day := kam.MustDay("2026-02-03")
	tests := map[string]func(r *fromcrm.Revision){
		"on":           func(r *fromcrm.Revision) { r.On = day },
		"stage":        func(r *fromcrm.Revision) { r.Stage = "Lost" },
		"deleted":      func(r *fromcrm.Revision) { r.Deleted = true },
		"owner":        func(r *fromcrm.Revision) { r.Owner = "ben" },
		"participants": func(r *fromcrm.Revision) { r.Participants = []incentive.Participant{{Payee: "ben"}} },
		"amount":       func(r *fromcrm.Revision) { r.Amount = amount("101") },
		"no amount":    func(r *fromcrm.Revision) { r.Amount = amount("") },
		"currency":     func(r *fromcrm.Revision) { r.Currency = "" },
		"margin":       func(r *fromcrm.Revision) { r.Margin = amount("0") },
		"units":        func(r *fromcrm.Revision) { r.Units = amount("0") },
		"cash":         func(r *fromcrm.Revision) { r.Cash = amount("0") },
		"closed":       func(r *fromcrm.Revision) { r.Closed = day },
		"invoiced":     func(r *fromcrm.Revision) { r.Invoiced = day },
		"cash date":    func(r *fromcrm.Revision) { r.CashDate = day },
		"delivered":    func(r *fromcrm.Revision) { r.Delivered = day },
		"attributes":   func(r *fromcrm.Revision) { r.Attributes = map[string]string{"x": ""} },
		"numbers":      func(r *fromcrm.Revision) { r.Numbers = map[string]decimal.Decimal{"x": decimal.Zero} },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			got, found := compile(t, nil).Transactions([]fromcrm.Revision{won(1, "", "100"), with(won(1, "", "100"), change)})
			assert.Empty(t, got)
			assert.Equal(t, []string{"error fromcrm.revision-conflict"}, codes(found))
		})
	}
}

func TestOneFaultyOpportunityStopsNoOther(t *testing.T) {
	bad, good := won(1, "", ""), won(1, "", "100")
	bad.Opportunity, bad.Place, good.Opportunity = "D-0", "deals.csv:7:3", "D-2"
	got, found := compile(t, nil).Transactions([]fromcrm.Revision{good, bad})
	assert.Equal(t, []string{"D-2 100 anna 2026-01-15"}, lines(got))
	require.Len(t, found, 1)
	assert.Equal(t, "deals.csv:7:3", found[0].Place)
	require.Error(t, found.Err())
}

func TestPlaceOfARepeatedRevisionIsTheFirstAsText(t *testing.T) {
	a, b := won(1, "", "100"), won(1, "", "100")
	a.Place, b.Place = "b.csv:1", "a.csv:1"
	got, found := compile(t, nil).Transactions([]fromcrm.Revision{a, b})
	require.Len(t, got, 1)
	assert.Equal(t, "a.csv:1", got[0].Place)
	require.Len(t, found, 1)
	assert.Equal(t, "b.csv:1", found[0].Place)
}

func TestPassedOverNamesTheFaults(t *testing.T) {
	faulty := won(2, "2026-03-02", "")
	faulty.Owner = ""
	_, found := compile(t, nil).Transactions([]fromcrm.Revision{won(1, "", "100"), faulty, won(3, "2026-03-03", "100")})
	require.Len(t, found, 1)
	assert.Equal(t, kam.Warning, found[0].Severity)
	assert.Contains(t, found[0].Message.EN, "has no owner; the deal is won and has no amount")
	assert.Contains(t, found[0].Message.ZH, "赢单没有负责人；赢单没有金额")
	assert.Equal(t, "opportunity D-1 revision 2", found[0].Place)
}

func TestMessagesAreClipped(t *testing.T) {
	r := won(1, "", "100")
	r.Opportunity = strings.Repeat("赢", 5000) + "\x1b[31m"
	_, found := compile(t, nil).Transactions([]fromcrm.Revision{r})
	require.Len(t, found, 1)
	assertReadable(t, found)
	assert.Contains(t, found[0].Message.EN, "…")
	assert.NotContains(t, found[0].Place, "\x1b")
}
