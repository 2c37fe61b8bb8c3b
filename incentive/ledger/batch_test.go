package ledger_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// entry returns a valid entry of anna's earnings in January 2026.
func entry(account ledger.Account, amount string) ledger.Entry {
	return ledger.Entry{
		Payee: "anna", Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning,
		Period: kam.MustPeriod("2026-01-01/2026-02-01"), Account: account,
		Amount: decimal.RequireFromString(amount), Currency: "CNY",
	}
}

// batch returns a valid batch with two entries.
func batch() ledger.Batch {
	return ledger.Batch{
		Run: "run", Head: "head", Period: kam.MustPeriod("2026-02-01/2026-03-01"),
		Entries: []ledger.Entry{entry(ledger.PayeeAccount, "100"), entry(ledger.ExpenseAccount, "-100")},
	}
}

func TestBatchCheck(t *testing.T) {
	id := func(set func(b *ledger.Batch, id string)) func(*ledger.Batch) {
		return func(b *ledger.Batch) { set(b, "a\tb") }
	}
	type faults map[string]string // place -> code
	cases := map[string]struct {
		change func(b *ledger.Batch)
		want   faults
	}{
		"valid":              {func(*ledger.Batch) {}, nil},
		"no entries":         {func(b *ledger.Batch) { b.Entries = nil }, nil},
		"no head":            {func(b *ledger.Batch) { b.Head = "" }, nil},
		"another kind":       {func(b *ledger.Batch) { b.Entries[0].Kind, b.Entries[1].Kind = "draw", "draw" }, nil},
		"id of 128 bytes":    {func(b *ledger.Batch) { b.Run = strings.Repeat("x", 128) }, nil},
		"id in Chinese":      {func(b *ledger.Batch) { b.Entries[0].Payee = "王芳" }, nil},
		"id with a joiner":   {func(b *ledger.Batch) { b.Entries[0].Payee = "a\u200db" }, nil},
		"id of 129 bytes":    {func(b *ledger.Batch) { b.Run = strings.Repeat("x", 129) }, faults{"$.run": "ledger.id"}},
		"id of 43 runes":     {func(b *ledger.Batch) { b.Run = strings.Repeat("王", 43) }, faults{"$.run": "ledger.id"}},
		"no run":             {func(b *ledger.Batch) { b.Run = "" }, faults{"$.run": "ledger.id"}},
		"run not UTF-8":      {func(b *ledger.Batch) { b.Run = "a\xff" }, faults{"$.run": "ledger.id"}},
		"run with NUL":       {func(b *ledger.Batch) { b.Run = "a\x00" }, faults{"$.run": "ledger.id"}},
		"run with C1":        {func(b *ledger.Batch) { b.Run = "a\u0085" }, faults{"$.run": "ledger.id"}},
		"run with line":      {func(b *ledger.Batch) { b.Run = "a\u2028" }, faults{"$.run": "ledger.id"}},
		"run with paragraph": {func(b *ledger.Batch) { b.Run = "a\u2029" }, faults{"$.run": "ledger.id"}},
		"payee": {
			id(func(b *ledger.Batch, id string) { b.Entries[1].Payee = id }),
			faults{"$.entries[1].payee": "ledger.id"},
		},
		"plan": {
			id(func(b *ledger.Batch, id string) { b.Entries[1].Plan = id }),
			faults{"$.entries[1].plan": "ledger.id"},
		},
		"component": {
			id(func(b *ledger.Batch, id string) { b.Entries[1].Component = id }),
			faults{"$.entries[1].component": "ledger.id"},
		},
		"kind": {
			id(func(b *ledger.Batch, id string) { b.Entries[1].Kind = ledger.Kind(id) }),
			faults{"$.entries[1].kind": "ledger.id"},
		},
		"no kind": {func(b *ledger.Batch) { b.Entries[1].Kind = "" }, faults{"$.entries[1].kind": "ledger.id"}},
		"reference of 256 bytes": {
			func(b *ledger.Batch) { b.Entries[0].Reference = strings.Repeat("x", 256) },
			nil,
		},
		"reference of 257 bytes": {
			func(b *ledger.Batch) { b.Entries[0].Reference = strings.Repeat("x", 257) },
			faults{"$.entries[0].reference": "ledger.reference"},
		},
		"reference with NUL": {
			func(b *ledger.Batch) { b.Entries[1].Reference = "a\x00" },
			faults{"$.entries[1].reference": "ledger.reference"},
		},
		"reference not UTF-8": {
			func(b *ledger.Batch) { b.Entries[1].Reference = "a\xff" },
			faults{"$.entries[1].reference": "ledger.reference"},
		},
		"twice but for the reference": {
			func(b *ledger.Batch) {
				more := batch().Entries
				more[0].Reference, more[1].Reference = "deal", "deal"
				b.Entries = append(b.Entries, more...)
			},
			nil,
		},
		"twice with a reference": {
			func(b *ledger.Batch) {
				b.Entries[0].Reference, b.Entries[1].Reference = "deal", "deal"
				b.Entries = append(b.Entries, b.Entries...)
			},
			faults{"$.entries[2]": "ledger.duplicate", "$.entries[3]": "ledger.duplicate"},
		},
		"version zero": {
			func(b *ledger.Batch) { b.Entries[0].Version = 0 },
			faults{"$.entries[0].version": "ledger.version"},
		},
		"no period":      {func(b *ledger.Batch) { b.Period = kam.Period{} }, faults{"$.period": "ledger.period"}},
		"period no end":  {func(b *ledger.Batch) { b.Period.Until = kam.Day{} }, faults{"$.period": "ledger.period"}},
		"period no from": {func(b *ledger.Batch) { b.Period.From = kam.Day{} }, faults{"$.period": "ledger.period"}},
		"period reversed": {
			func(b *ledger.Batch) {
				p := &b.Entries[0].Period
				p.From, p.Until = p.Until, p.From
			},
			faults{"$.entries[0].period": "ledger.period"},
		},
		"entry without period": {
			func(b *ledger.Batch) { b.Entries[0].Period = kam.Period{} },
			faults{"$.entries[0].period": "ledger.period"},
		},
		"account": {
			func(b *ledger.Batch) { b.Entries[0].Account = "bank" },
			faults{"$.entries[0].account": "ledger.account"},
		},
		"no account": {
			func(b *ledger.Batch) { b.Entries[0].Account = "" },
			faults{"$.entries[0].account": "ledger.account"},
		},
		"currency": {
			func(b *ledger.Batch) { b.Entries[0].Currency, b.Entries[1].Currency = "rmb", "rmb" },
			faults{"$.entries[0].currency": "ledger.currency", "$.entries[1].currency": "ledger.currency"},
		},
		"zero": {
			func(b *ledger.Batch) { b.Entries[0].Amount, b.Entries[1].Amount = decimal.Zero, decimal.New(0, -2) },
			faults{"$.entries[0].amount": "ledger.zero", "$.entries[1].amount": "ledger.zero"},
		},
		"unbounded": {
			func(b *ledger.Batch) { b.Entries[0].Amount = decimal.New(1, 50_000_000) },
			faults{"$.entries[0].amount": "ledger.number"},
		},
		"unbounded the other way": {
			func(b *ledger.Batch) { b.Entries[0].Amount = decimal.New(1, math.MinInt32) },
			faults{"$.entries[0].amount": "ledger.number"},
		},
		"twice": {
			func(b *ledger.Batch) { b.Entries = append(b.Entries, b.Entries...) },
			faults{"$.entries[2]": "ledger.duplicate", "$.entries[3]": "ledger.duplicate"},
		},
		"twice in two currencies": {
			func(b *ledger.Batch) {
				more := batch().Entries
				more[0].Currency, more[1].Currency = "USD", "USD"
				b.Entries = append(b.Entries, more...)
			},
			nil,
		},
		"unbalanced": {
			func(b *ledger.Batch) { b.Entries[1].Amount = decimal.RequireFromString("-99.99") },
			faults{"$.entries": "ledger.unbalanced"},
		},
		"unbalanced by currency": {
			func(b *ledger.Batch) { b.Entries[1].Currency = "USD" },
			faults{"$.entries": "ledger.unbalanced"},
		},
		"all at once": {
			func(b *ledger.Batch) {
				b.Run, b.Entries[0].Payee, b.Entries[1].Version = "", "", -1
			},
			faults{"$.run": "ledger.id", "$.entries[0].payee": "ledger.id", "$.entries[1].version": "ledger.version"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b := batch()
			c.change(&b)
			err := b.Check()
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok, "%v", err)
			got := faults{}
			for _, f := range invalid.Findings {
				got[f.Place] = f.Code
				assert.NotEmpty(t, f.Message.EN)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				assert.NotEmpty(t, f.Remedy.ZH)
			}
			assert.Equal(t, c.want, got)
			_, unbalanced := c.want["$.entries"]
			assert.Equal(t, unbalanced, errors.Is(err, ledger.ErrUnbalanced))
		})
	}
}

func TestBatchCheckOfManyFaultsStaysShort(t *testing.T) {
	b := batch()
	bad := b.Entries[0]
	bad.Payee = strings.Repeat("x", 1_000_000)
	for range 2_000 {
		b.Entries = append(b.Entries, bad)
	}
	assert.Less(t, len(b.Check().Error()), 200_000)
}

func TestBatchDigest(t *testing.T) {
	base := batch().Digest()
	assert.Len(t, base, 64)

	same := map[string]func(b *ledger.Batch){
		"another head":  func(b *ledger.Batch) { b.Head = "other" },
		"another order": func(b *ledger.Batch) { b.Entries[0], b.Entries[1] = b.Entries[1], b.Entries[0] },
		"more zeros":    func(b *ledger.Batch) { b.Entries[0].Amount = decimal.RequireFromString("100.000") },
		"an exponent":   func(b *ledger.Batch) { b.Entries[0].Amount = decimal.New(1, 2) },
	}
	for name, change := range same {
		b := batch()
		change(&b)
		assert.Equal(t, base, b.Digest(), name)
	}

	other := map[string]func(b *ledger.Batch){
		"run":       func(b *ledger.Batch) { b.Run = "Run" },
		"period":    func(b *ledger.Batch) { b.Period = kam.MustPeriod("2026-02-01/2026-02-28") },
		"payee":     func(b *ledger.Batch) { b.Entries[0].Payee = "bo" },
		"plan":      func(b *ledger.Batch) { b.Entries[0].Plan = "kam" },
		"version":   func(b *ledger.Batch) { b.Entries[0].Version = 2 },
		"component": func(b *ledger.Batch) { b.Entries[0].Component = "bonus" },
		"kind":      func(b *ledger.Batch) { b.Entries[0].Kind = "draw" },
		"days":      func(b *ledger.Batch) { b.Entries[0].Period = kam.MustPeriod("2026-01-01/2026-01-31") },
		"account":   func(b *ledger.Batch) { b.Entries[0].Account = ledger.ExpenseAccount },
		"amount":    func(b *ledger.Batch) { b.Entries[0].Amount = decimal.RequireFromString("100.01") },
		"sign":      func(b *ledger.Batch) { b.Entries[0].Amount = decimal.RequireFromString("-100") },
		"currency":  func(b *ledger.Batch) { b.Entries[0].Currency = "USD" },
		"reference": func(b *ledger.Batch) { b.Entries[0].Reference = "deal" },
		"its pair":  func(b *ledger.Batch) { b.Entries[1].Reference = "deal" },
		"mark": func(b *ledger.Batch) {
			b.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-03")}
		},
		"marked by": func(b *ledger.Batch) {
			b.Mark = &ledger.Mark{State: ledger.Calculated, By: "bea", On: kam.MustDay("2026-02-03")}
		},
		"marked on": func(b *ledger.Batch) {
			b.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-04")}
		},
		"mark for": func(b *ledger.Batch) {
			b.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", Reason: "x", On: kam.MustDay("2026-02-03")}
		},
		"mark's state": func(b *ledger.Batch) {
			b.Mark = &ledger.Mark{State: ledger.Approved, By: "ben", On: kam.MustDay("2026-02-03")}
		},
		"fewer": func(b *ledger.Batch) { b.Entries = b.Entries[:1] },
		"texts that run together": func(b *ledger.Batch) {
			b.Entries[0].Payee, b.Entries[0].Plan = "ann", "aae"
		},
	}
	seen := map[string]string{base: "the batch itself"}
	for name, change := range other {
		b := batch()
		change(&b)
		digest := b.Digest()
		assert.Empty(t, seen[digest], "%s has the digest of %s", name, seen[digest])
		seen[digest] = name
	}
}

func TestBatchDigestIsStable(t *testing.T) {
	// The digest is stored in ledgers: another one would make every repeated run a conflict.
	assert.Equal(t, "f31ee7af592d2c12a145dfc2fa8d616957d3e6964c3051effd856fe3fe9b8b6e", batch().Digest())
	assert.Equal(t, ledger.Head("109e1934f76080b1c1936102306924d2e7c706bb379468181b78edebe12d98f9"), batch().NextHead())
}

func TestBatchDigestWithMarkIsStable(t *testing.T) {
	b := batch()
	b.Entries[0].Reference, b.Entries[1].Reference = "deal", "deal"
	b.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", Reason: "quarter end", On: kam.MustDay("2026-02-03")}
	assert.Equal(t, "4dc4cd3d814e09d5fc78f39c6356ad0930cf9a9481a54f9610d1436a10194b7a", b.Digest())
}

func TestBatchDigestOfUnusableAmountEnds(t *testing.T) {
	b := batch()
	b.Entries[0].Amount = decimal.New(1, 2_000_000_000)
	b.Entries[1].Amount = decimal.New(1, -2_000_000_000)
	assert.Len(t, b.Digest(), 64)
}

func TestBatchDigestLeavesTheOrder(t *testing.T) {
	b := batch()
	b.Digest()
	assert.Equal(t, ledger.PayeeAccount, b.Entries[0].Account)
}

func TestBatchNextHead(t *testing.T) {
	b := batch()
	next := b.NextHead()
	b.Head = next
	assert.NotEqual(t, next, b.NextHead(), "the same batch after itself")
	b = batch()
	b.Entries[0].Payee = "bo"
	assert.NotEqual(t, next, b.NextHead(), "another batch")
}

func TestBatchTotal(t *testing.T) {
	b := batch()
	dollars, more := entry(ledger.PayeeAccount, "7.25"), entry(ledger.PayeeAccount, "-99.99")
	dollars.Currency, more.Payee = "USD", "bo"
	yen := entry(ledger.ExpenseAccount, "5")
	yen.Currency = "JPY"
	b.Entries = append(b.Entries, dollars, more, yen)

	total := b.Total()
	require.Len(t, total, 2)
	assert.Equal(t, kam.Currency("CNY"), total[0].Currency)
	assert.True(t, total[0].Amount.Equal(decimal.RequireFromString("0.01")), "%s", total[0].Amount)
	assert.Equal(t, kam.Currency("USD"), total[1].Currency)
	assert.True(t, total[1].Amount.Equal(decimal.RequireFromString("7.25")), "%s", total[1].Amount)
	assert.Empty(t, ledger.Batch{}.Total())
}
