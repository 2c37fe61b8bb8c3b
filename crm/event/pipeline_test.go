package event_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
)

func deal(id, account, created string, change func(*crm.Opportunity)) crm.Record {
	d := &crm.Opportunity{Name: "Deal " + id, Account: account, Status: crm.Open}
	if created != "" {
		d.Created = at(created + " 09:00")
	}
	if change != nil {
		change(d)
	}
	return record(crm.KindOpportunity, id, d)
}

func stages(list ...string) func(*crm.Opportunity) {
	return func(d *crm.Opportunity) {
		for i := 0; i < len(list); i += 2 {
			d.History = append(d.History, crm.StageChange{Stage: list[i], At: at(list[i+1] + " 09:00")})
		}
	}
}

// TestTouched: the window is 10 March to 9 April.
func TestTouched(t *testing.T) {
	t.Parallel()
	won := func(on string) func(*crm.Opportunity) {
		return func(d *crm.Opportunity) { d.Status, d.Close = crm.Won, kam.MustDay(on) }
	}
	for name, c := range map[string]struct {
		created string
		change  func(*crm.Opportunity)
		want    string // "opened on", "advanced on from>to", empty: untouched
	}{
		"opened before":              {"2026-03-09", nil, ""},
		"opened on the first day":    {"2026-03-10", nil, "opened 2026-03-10 >"},
		"opened on the last day":     {"2026-04-09", nil, "opened 2026-04-09 >"},
		"opened after":               {"2026-04-10", nil, ""},
		"void":                       {"2026-03-10", func(d *crm.Opportunity) { d.Status = crm.Void }, ""},
		"by history":                 {"", stages("Offer", "2026-03-20"), "opened 2026-03-20 >"},
		"advanced":                   {"2026-02-01", stages("Interest", "2026-02-01", "Offer", "2026-03-11"), "advanced 2026-03-11 Interest>Offer"},
		"advanced twice":             {"2026-02-01", stages("Interest", "2026-02-01", "Offer", "2026-03-11", "Contract", "2026-04-09"), "advanced 2026-03-11 Interest>Contract"},
		"advanced too late":          {"2026-02-01", stages("Interest", "2026-02-01", "Offer", "2026-04-10"), ""},
		"fell back":                  {"2026-02-01", stages("Offer", "2026-02-01", "Interest", "2026-03-11"), ""},
		"fell back and came again":   {"2026-02-01", stages("Offer", "2026-02-01", "Interest", "2026-02-03", "Offer", "2026-03-11"), ""},
		"not where it stood before":  {"2026-02-01", stages("Offer", "2026-03-11"), ""},
		"but further from there":     {"2026-02-01", stages("Offer", "2026-03-11", "Contract", "2026-03-12"), "advanced 2026-03-12 Offer>Contract"},
		"unknown stage":              {"2026-02-01", stages("Interest", "2026-02-01", "Dreaming", "2026-03-11"), ""},
		"out of order":               {"2026-02-01", stages("Offer", "2026-03-11", "Interest", "2026-02-01"), "advanced 2026-03-11 Interest>Offer"},
		"won":                        {"2026-02-01", won("2026-03-31"), "advanced 2026-03-31 > won"},
		"won before":                 {"2026-02-01", won("2026-03-09"), ""},
		"won after":                  {"2026-02-01", won("2026-04-10"), ""},
		"opened and won":             {"2026-03-15", won("2026-03-31"), "opened 2026-03-15 > won"},
		"nobody knows when":          {"", nil, ""},
		"lost in the window":         {"2026-02-01", func(d *crm.Opportunity) { d.Status, d.Close = crm.Lost, kam.MustDay("2026-03-20") }, ""},
		"advanced, opened, once":     {"2026-03-12", stages("Interest", "2026-03-12", "Offer", "2026-03-13"), "opened 2026-03-12 >Offer"},
		"won without a day is never": {"2026-02-01", func(d *crm.Opportunity) { d.Status = crm.Won }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			records := []crm.Record{theSalon(nil), account("acme", "A", "anna"), contact("li", "acme", nil), invite("li", crm.Accepted, crm.Attended), deal("d", "acme", c.created, c.change)}
			o := after(t, compile(t, policy()), "2026-05-01", records...)
			got := ""
			for _, x := range o.Pipeline.Touched {
				what := "advanced "
				if x.Opened {
					what = "opened "
				}
				got = what + x.On.String() + " " + x.From + ">" + x.To
				if x.Won {
					got += " won"
				}
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, name == "unknown stage", len(o.Findings) == 1)
			if name != "opened on the first day" { // nothing is seen before its day
				assert.Empty(t, after(t, compile(t, policy()), "2026-03-10", records...).Pipeline.Touched)
			}
		})
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	records := []crm.Record{
		theSalon(func(e *crm.Event) { e.End, e.Cost, e.Currency = at("2026-03-11 12:00"), amount("1000"), "CNY" }),
		account("acme", "A", "anna"), contact("li", "acme", nil), invite("li", crm.Accepted, crm.Attended), deal("d", "acme", "2026-03-12", nil),
	}
	o := after(t, compile(t, policy()), "2026-04-09", records...)
	assert.Equal(t, "2026-03-10/2026-04-11", o.Pipeline.Window.String())
	assert.False(t, o.Pipeline.Over)
	assert.Len(t, o.Pipeline.Touched, 1)
	assert.Nil(t, o.Pipeline.Chance())
	for _, metric := range []string{event.MetricOpened, event.MetricAdvanced, event.MetricCostPerOpportunity} {
		assert.Equal(t, "unknown", told(t, o, "salon", metric, ""), metric)
	}
	o = after(t, compile(t, policy()), "2026-04-10", records...)
	assert.True(t, o.Pipeline.Over)
	assert.Equal(t, "1", told(t, o, "salon", event.MetricOpened, ""))
	assert.Equal(t, "0", told(t, o, "salon", event.MetricAdvanced, ""))
	assert.Equal(t, "1000 / 1", told(t, o, "salon", event.MetricCostPerOpportunity, ""))
	assert.Equal(t, "1000 / 1", told(t, o, "salon", event.MetricCostPerGuest, ""))
	assert.Equal(t, "1000 / 0", told(t, o, "salon", event.MetricCostPerFollowUp, ""))
	assert.Equal(t, "1 / 1", told(t, o, "salon", event.MetricTouched, event.ScopeGuests))
	assert.Equal(t, "0 / 0", told(t, o, "salon", event.MetricTouched, event.ScopePairsGuests))

	records = append(records, theSalon(nil))
	assert.Equal(t, "unknown", told(t, after(t, compile(t, policy()), "2026-04-10", records...), "salon", event.MetricCostPerGuest, ""), "nobody says what it cost")
}

// came is an account of which a contact attended, or was absent, or was not invited at all.
func came(id, tier, industry string, how crm.Attendance, invited bool) []crm.Record {
	out := []crm.Record{record(crm.KindAccount, id, &crm.Account{Name: id, Tier: tier, Industry: industry}), contact("c-"+id, id, nil)}
	if invited {
		out = append(out, invite("c-"+id, crm.Accepted, how))
	}
	return out
}

func sized(id, account, value, currency string) crm.Record {
	return deal(id, account, "2026-01-05", func(d *crm.Opportunity) { d.Amount, d.Currency = amount(value), kam.Currency(currency) })
}

func pairs(o *event.Outcome) map[string]string {
	out := map[string]string{}
	for _, p := range o.Pipeline.Pairs {
		out[p.Guest.Account.ID] = p.Other.Account.ID
	}
	for _, a := range o.Pipeline.Alone {
		out[a.Account.ID] = "alone: " + a.Why.EN
	}
	return out
}

func TestPairs(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Pipeline.Size, p.Pipeline.Currency = event.SizeAmount, "CNY"
	p.Pipeline.Rates = []event.Rate{{From: "USD", Per: decimal.RequireFromString("7")}}
	p.Pipeline.Tolerance = kam.MustFraction("1/2")
	var records []crm.Record
	add := func(lists ...[]crm.Record) {
		for _, l := range lists {
			records = append(records, l...)
		}
	}
	one := func(r crm.Record) []crm.Record { return []crm.Record{r} }
	add(one(theSalon(nil)),
		came("g100", "A", "Steel", crm.Attended, true), one(sized("1", "g100", "100", "CNY")),
		came("g90", "A", " steel", crm.Attended, true), one(sized("2", "g90", "90", "CNY")),
		came("gb", "B", "steel", crm.Attended, true), one(sized("3", "gb", "100", "CNY")),
		came("gbare", "A", "steel", crm.Attended, true), one(deal("4", "gbare", "2026-01-05", nil)),
		came("gusd", "A", "food", crm.Attended, true), one(sized("5", "gusd", "10", "USD")),
		came("gfar", "A", "toys", crm.Attended, true), one(sized("6", "gfar", "100", "CNY")),
		came("o95", "A", "steel", crm.Absent, true), one(sized("11", "o95", "95", "CNY")),
		came("o105", "A", "steel", "", false), one(sized("12", "o105", "105", "CNY")),
		came("o60", "A", "steel", "", false), one(sized("13", "o60", "60", "CNY")),
		came("maybe", "A", "steel", "", true), one(sized("14", "maybe", "100", "CNY")),
		came("oeur", "A", "food", "", false), one(sized("15", "oeur", "70", "EUR")),
		came("o68", "A", "food", "", false), one(sized("16", "o68", "68", "CNY")),
		came("ofar", "A", "toys", "", false), one(sized("17", "ofar", "49", "CNY")),
	)
	o := after(t, compile(t, p), "2026-05-01", records...)
	assert.Equal(t, map[string]string{
		"g100": "o95", "g90": "o105", "gusd": "o68",
		"gb":    `alone: no account is left of tier "B" and industry "steel"`,
		"gbare": `alone: the deal "Deal 4" states no amount`,
		"gfar":  "alone: the nearest account, ofar, has a pipeline of 49 and not of about 100",
	}, pairs(o), "of 95 and 105, equally near to 100, the smaller")
	assert.Equal(t, []crm.Ref{ref(crm.KindAccount, "maybe")}, o.Pipeline.Unclear)
	assert.Equal(t, "unknown", told(t, o, "salon", event.MetricTouched, event.ScopeGuests), "one account may have come or not")

	p.Pipeline.Compare = event.NotInvited
	assert.Equal(t, "o60", pairs(after(t, compile(t, p), "2026-05-01", records...))["g90"], "who was invited and did not come is no peer")
}

func TestBefore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		created string
		change  func(*crm.Opportunity)
		size    string // or why not
	}{
		"open":                     {"2026-03-09", nil, "1"},
		"opened on the day":        {"2026-03-10", nil, "0"},
		"lost on the day":          {"2026-01-01", func(d *crm.Opportunity) { d.Status, d.Close = crm.Lost, kam.MustDay("2026-03-10") }, "1"},
		"won the day before":       {"2026-01-01", func(d *crm.Opportunity) { d.Status, d.Close = crm.Won, kam.MustDay("2026-03-09") }, "0"},
		"void":                     {"2026-01-01", func(d *crm.Opportunity) { d.Status = crm.Void }, "0"},
		"status unknown":           {"2026-01-01", func(d *crm.Opportunity) { d.Status = "" }, `the deal "Deal d" does not say whether it is open`},
		"close unknown":            {"2026-01-01", func(d *crm.Opportunity) { d.Status = crm.Won }, `the deal "Deal d" does not say when it was closed`},
		"opened nobody knows when": {"", nil, `the deal "Deal d" does not say when it was opened`},
	} {
		records := append(append([]crm.Record{theSalon(nil), deal("d", "g", c.created, c.change)}, came("g", "A", "", crm.Attended, true)...), came("o", "A", "", "", false)...)
		o := after(t, compile(t, policy()), "2026-05-01", records...)
		if len(o.Pipeline.Pairs) == 1 {
			assert.Equal(t, c.size, o.Pipeline.Pairs[0].Guest.Size.String(), name)
			continue
		}
		require.Len(t, o.Pipeline.Alone, 1, name)
		assert.Equal(t, c.size, o.Pipeline.Alone[0].Why.EN, name)
	}
}

// TestPairsPlainly compares the matching with one that looks at everybody each time.
func TestPairsPlainly(t *testing.T) {
	t.Parallel()
	for seed := range uint64(80) {
		rng := rand.New(rand.NewPCG(seed, 3))
		records := []crm.Record{theSalon(nil)}
		type who struct {
			id, group string
			size      int
		}
		var ours, others []who
		for i := range 3 + rng.IntN(40) {
			x := who{strconv.Itoa(100 + i), []string{"A", "B"}[rng.IntN(2)], rng.IntN(6)}
			guest := rng.IntN(3) == 0
			if guest {
				ours = append(ours, x)
				records = append(records, came(x.id, x.group, "", crm.Attended, true)...)
			} else {
				others = append(others, x)
				records = append(records, came(x.id, x.group, "", "", false)...)
			}
			for j := range x.size {
				records = append(records, deal(x.id+"-"+strconv.Itoa(j), x.id, "2026-01-05", nil))
			}
		}
		want := map[string]string{}
		for size := 5; size >= 0; size-- {
			for _, g := range ours { // by id, as they were made
				if g.size != size {
					continue
				}
				best := -1
				for i, o := range others {
					if o.group != g.group || o.id == "" {
						continue
					}
					if best < 0 {
						best = i
						continue
					}
					a, b := abs(o.size-g.size), abs(others[best].size-g.size)
					if a < b || a == b && o.size < others[best].size {
						best = i
					}
				}
				if best < 0 {
					want[g.id] = `alone: no account is left of tier "` + g.group + `" and industry ""`
					continue
				}
				want[g.id] = others[best].id
				others[best].id = ""
			}
		}
		rng.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		assert.Equal(t, want, pairs(after(t, compile(t, policy()), "2026-05-01", records...)), seed)
	}
}

func abs(n int) int { return max(n, -n) }

// TestChance has values that can be worked out by hand: of n throws, twice the sum of the binomial coefficients up to the
// smaller number by 2^n.
func TestChance(t *testing.T) {
	t.Parallel()
	side := func(touched bool) event.Side { return event.Side{Touched: touched} }
	of := func(both, guest, other, neither int) event.Effect {
		e := event.Effect{Over: true}
		for i, n := range []int{both, guest, other, neither} {
			for range n {
				e.Pairs = append(e.Pairs, event.Pair{Guest: side(i < 2), Other: side(i == 0 || i == 2)})
			}
		}
		return e
	}
	for _, c := range []struct {
		both, guest, other, neither int
		want                        *big.Rat
	}{
		{3, 0, 0, 4, big.NewRat(1, 1)},
		{0, 1, 0, 0, big.NewRat(1, 1)},
		{0, 5, 0, 0, big.NewRat(1, 16)},
		{0, 0, 5, 9, big.NewRat(1, 16)},
		{2, 6, 1, 0, big.NewRat(2*(1+7), 128)},
		{0, 4, 4, 0, big.NewRat(1, 1)},
		{0, 8, 2, 0, big.NewRat(2*(1+10+45), 1024)},
		// exactly 21 of 29 pairs that differ lean one way (a textbook sign test: 0.0241)
		{0, 21, 8, 0, big.NewRat(2*(1+29+406+3654+23751+118755+475020+1560780+4292145), 1<<29)},
	} {
		e := of(c.both, c.guest, c.other, c.neither)
		assert.Equal(t, 0, c.want.Cmp(e.Chance()), "%v: %s", c, e.Chance())
		b, g, o, n := e.Counts()
		assert.Equal(t, []int64{int64(c.both), int64(c.guest), int64(c.other), int64(c.neither)}, []int64{b, g, o, n})
		text := e.Statement()
		good(t, text)
		assert.Contains(t, text.EN, "no proof")
		assert.Contains(t, text.ZH, "不能证明")
	}
	assert.Nil(t, event.Effect{Over: true}.Chance())
	good(t, event.Effect{}.Statement())
}

func TestOutcomeMarkdown(t *testing.T) {
	t.Parallel()
	p := policy()
	p.Missing = event.MissingLeftOut
	records := append(turnout(), met("m", "1", "2026-03-11 10:00", nil), met("n", "2", "2026-03-17 10:00", nil),
		theSalon(func(e *crm.Event) { e.Cost, e.Currency = amount("10000"), "CNY" }),
		account("bolt", "A", "ben"), account("cole", "B", "ben"), contact("c", "cole", nil), invite("c", crm.Accepted, crm.Attended),
		deal("d1", "acme", "2026-03-20", func(d *crm.Opportunity) { d.Amount, d.Currency = amount("250000"), "CNY" }),
		deal("d2", "acme", "2026-01-20", stages("Interest", "2026-01-20", "Offer", "2026-03-20")))
	o := after(t, compile(t, p), "2026-04-10", records...)
	golden(t, "outcome.en.md", o.Markdown(kam.English))
	golden(t, "outcome.zh.md", o.Markdown(kam.Chinese))
	assert.Contains(t, after(t, compile(t, p), "2026-03-01", records...).Markdown(kam.Chinese), "活动尚未举行")
}
