package handover_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/handover"
	"github.com/kam-go/kam/internal/wordtest"
)

func preview(t testing.TB, o *handover.Ownership, c handover.Change, r incentive.Roster, deals ...handover.Deal) *handover.Preview {
	t.Helper()
	p, err := o.Preview(c, r, deals)
	require.NoError(t, err)
	return p
}

func on(t testing.TB, p *handover.Preview, account, day string) string {
	t.Helper()
	return seats(p.Ownership().TeamOn(account, kam.MustDay(day)))
}

func TestAMoveHandsOverFromTheDayOn(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{
		account("acme", owner("anna", "0.5", ever), owner("bo", "0.5", ever)), account("bolt", owner("anna", "1", "2026-01-01/2026-10-01"), owner("cy", "1", "2026-10-01/..")),
		account("core", owner("bo", "1", ever)),
	}})
	r := roster("anna", "bo", "cy", "di")
	c := change(handover.Move{From: "anna", Accounts: []string{"acme", "bolt"}, To: []handover.Receiver{to("cy", "3/4"), to("bo", "1/4")}})
	deals := []handover.Deal{
		{ID: "d1", Account: "acme", On: kam.MustDay("2026-06-30"), Amount: dec("100")},
		{ID: "d2", Account: "acme", On: kam.MustDay("2026-07-01"), Amount: dec("100.01")},
		{ID: "d3", Account: "core", On: kam.MustDay("2026-08-01"), Amount: dec("-7")},
	}
	p := preview(t, o, c, r, deals...)
	assert.Equal(t, "anna owner 0.5, bo owner 0.5", on(t, p, "acme", "2026-06-30"))
	assert.Equal(t, "bo owner 0.625, cy owner 0.375", on(t, p, "acme", "2026-07-01"))
	assert.Equal(t, "bo owner 0.25, cy owner 0.75", on(t, p, "bolt", "2026-09-30"))
	assert.Equal(t, "cy owner 1", on(t, p, "bolt", "2026-10-01"), "what was planned for others stays")
	require.Len(t, p.Deals(), 1)
	assert.Equal(t, "d2", p.Deals()[0].Deal.ID)
	assert.Equal(t, "bo owner 0.625, cy owner 0.375", people(p.Deals()[0].After))
	require.Len(t, p.Accounts(), 2)
	require.Len(t, p.Payees(), 3)
	anna := p.Payees()[0]
	assert.Equal(t, []string{"acme", "bolt"}, anna.Lost)
	assert.Equal(t, 2, anna.AccountsBefore)
	assert.Equal(t, 0, anna.AccountsAfter)
	equalDecimal(t, "100.005", anna.CreditBefore)
	equalDecimal(t, "50", anna.CreditAfter)
	equalDecimal(t, "193.01", p.Totals().CreditsAfter)
	equalDecimal(t, "193.01", p.Totals().CreditsBefore)
	assert.Equal(t, "anna owner 0.5, bo owner 0.5", seats(o.TeamOn("acme", kam.MustDay("2026-07-01"))), "the old book is as it was")
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		wordtest.Formatted(t, p.Markdown(l))
	}
}

func TestMovesOfInheritedTeams(t *testing.T) {
	book := handover.Book{
		Policy: byTeam(),
		Territories: []handover.Territory{
			{ID: "china", Team: []handover.Member{owner("anna", "0.5", ever), owner("bo", "0.5", ever), member("ted", "expert", "1", ever)}},
			{ID: "east", Within: []handover.Placement{{Territory: "china", Period: kam.MustPeriod(ever)}}},
		},
		Accounts: []handover.Account{in(account("acme"), "east"), in(account("bolt", owner("anna", "1", ever)), "east"), in(account("core"), "china")},
	}
	r := roster("anna", "bo", "cy", "ted")
	t.Run("an account takes its own team", func(t *testing.T) {
		p := preview(t, mustCompile(t, book), change(handover.Move{From: "anna", Accounts: []string{"acme"}, To: []handover.Receiver{to("cy", "1")}}), r)
		assert.Equal(t, "bo owner 0.5, cy owner 0.5, ted expert 1", on(t, p, "acme", "2026-07-01"))
		assert.Equal(t, "anna owner 0.5, bo owner 0.5, ted expert 1", on(t, p, "core", "2026-07-01"))
	})
	t.Run("a territory takes its own team, and accounts within it follow", func(t *testing.T) {
		p := preview(t, mustCompile(t, book), change(handover.Move{From: "anna", Territories: []string{"east"}, To: []handover.Receiver{to("cy", "1")}}), r)
		assert.Equal(t, "bo owner 0.5, cy owner 0.5, ted expert 1", on(t, p, "acme", "2026-07-01"))
		assert.Equal(t, "cy owner 1, ted expert 1", on(t, p, "bolt", "2026-07-01"))
		assert.Equal(t, "anna owner 0.5, bo owner 0.5, ted expert 1", on(t, p, "core", "2026-07-01"))
		assert.Len(t, p.Accounts(), 2)
	})
	t.Run("all goes where the payee stands in a team", func(t *testing.T) {
		p := preview(t, mustCompile(t, book), change(handover.Move{From: "anna", All: true, To: []handover.Receiver{to("cy", "1")}}), r)
		for _, id := range []string{"acme", "core"} {
			assert.Equal(t, "bo owner 0.5, cy owner 0.5, ted expert 1", on(t, p, id, "2026-07-01"))
		}
		assert.Equal(t, "cy owner 1, ted expert 1", on(t, p, "bolt", "2026-07-01"))
	})
	t.Run("a specialist of the territory is replaced in one account", func(t *testing.T) {
		p := preview(t, mustCompile(t, book), change(handover.Move{From: "ted", Role: "expert", Accounts: []string{"acme"}, To: []handover.Receiver{to("cy", "1/2"), to("bo", "1/2")}}), r)
		assert.Equal(t, "anna owner 0.5, bo owner 0.5, bo expert 0.5, cy expert 0.5", on(t, p, "acme", "2026-07-01"))
		assert.Equal(t, "anna owner 0.5, bo owner 0.5, ted expert 1", on(t, p, "core", "2026-07-01"))
	})
	t.Run("an inherited team that nobody takes over", func(t *testing.T) {
		book := book
		book.Territories = []handover.Territory{{ID: "china", Team: []handover.Member{owner("anna", "1", ever)}}, book.Territories[1]}
		c := change(handover.Move{From: "anna", Accounts: []string{"acme"}})
		_, err := mustCompile(t, book).Preview(c, r, nil)
		assert.Equal(t, []string{"handover.unowned $.moves[0]"}, codes(t, err))
		c.Unowned = handover.UnownedHouse
		assert.Equal(t, "house owner 1", on(t, preview(t, mustCompile(t, book), c, r), "acme", "2026-07-01"))
	})
}

func TestPlacesMove(t *testing.T) {
	book := handover.Book{
		Policy: byTeam(),
		Territories: []handover.Territory{
			{ID: "east", Team: []handover.Member{owner("anna", "1", ever)}},
			{ID: "west", Team: []handover.Member{owner("bo", "1", ever)}},
			{ID: "city", Within: []handover.Placement{{Territory: "east", Period: kam.MustPeriod(ever)}}},
		},
		Accounts: []handover.Account{in(account("acme"), "city"), in(account("bolt"), "east")},
	}
	o, r := mustCompile(t, book), roster("anna", "bo")
	c := change()
	c.Places = []handover.Place{{Territory: "city", Into: "west"}, {Account: "bolt"}}
	_, err := o.Preview(c, r, nil)
	assert.Equal(t, []string{"handover.unowned account bolt"}, codes(t, err))
	c.Unowned = handover.UnownedHouse
	p := preview(t, o, c, r, handover.Deal{ID: "d", Account: "bolt", On: kam.MustDay("2026-07-01"), Amount: dec("10")})
	assert.Equal(t, "anna owner 1", on(t, p, "acme", "2026-06-30"))
	assert.Equal(t, "bo owner 1", on(t, p, "acme", "2026-07-01"))
	assert.Equal(t, "house owner 1", on(t, p, "bolt", "2026-07-01"))
	require.Len(t, p.Warnings(), 1)
	equalDecimal(t, "10", p.Totals().CreditsAfter)
	c.Unowned = handover.UnownedLeave
	p = preview(t, o, c, r)
	assert.Empty(t, on(t, p, "bolt", "2026-07-01"))
	assert.Equal(t, 1, p.Totals().UnownedAfter)
	c.Places = []handover.Place{{Territory: "east", Into: "city"}}
	_, err = o.Preview(c, r, nil)
	assert.Equal(t, []string{"handover.loop territory city", "handover.loop territory east"}, codes(t, err))
}

func TestTransitionAndKeptDeals(t *testing.T) {
	o := mustCompile(t, handover.Book{
		Policy:        handover.Policy{By: handover.ByTeam, House: "house"},
		Accounts:      []handover.Account{account("acme", owner("anna", "1", ever), member("ted", "expert", "1", ever))},
		Opportunities: []handover.Opportunity{{ID: "o", Account: "acme", Open: kam.MustPeriod(ever), Stages: []handover.StageOwner{{Stage: "s", Payee: "anna", Period: kam.MustPeriod(ever)}}}, {ID: "p", Account: "acme", Open: kam.MustPeriod(ever), Stages: []handover.StageOwner{{Stage: "s", Payee: "anna", Period: kam.MustPeriod(ever)}}}},
	})
	c := change(handover.Move{From: "anna", All: true, To: []handover.Receiver{to("bo", "1/3"), to("cy", "2/3")}, Opportunities: handover.OpportunitiesMove})
	c.Transition = []handover.Step{{Months: 2, Old: kam.MustFraction("0.5")}, {Months: 1, Old: kam.MustFraction("0.25")}}
	c.Keep = []handover.Keep{{Account: "acme", Deals: []string{"d9", "o"}, Until: kam.MustDay("2026-12-01")}}
	p := preview(t, o, c, roster("anna", "bo", "cy", "ted"))
	for day, want := range map[string]string{
		"2026-06-30": "anna owner 1, ted expert 1",
		"2026-07-01": "anna owner 0.5, bo owner 1/6, cy owner 1/3, ted expert 1",
		"2026-08-31": "anna owner 0.5, bo owner 1/6, cy owner 1/3, ted expert 1",
		"2026-09-01": "anna owner 0.25, bo owner 0.25, cy owner 0.5, ted expert 1",
		"2026-09-30": "anna owner 0.25, bo owner 0.25, cy owner 0.5, ted expert 1",
		"2026-10-01": "bo owner 1/3, cy owner 2/3, ted expert 1",
	} {
		assert.Equal(t, want, on(t, p, "acme", day), day)
	}
	who := func(d handover.Deal) string {
		got, _ := p.Ownership().Participants(d)
		return people(got)
	}
	assert.Equal(t, "anna owner 1, ted expert 1", who(handover.Deal{ID: "d9", Account: "acme", On: kam.MustDay("2026-11-30")}))
	assert.Equal(t, "anna owner 1, ted expert 1", who(handover.Deal{ID: "x", Account: "acme", Opportunity: "o", On: kam.MustDay("2026-11-30")}))
	assert.Equal(t, "bo owner 1/3, cy owner 2/3, ted expert 1", who(handover.Deal{ID: "d9", Account: "acme", On: kam.MustDay("2026-12-01")}))
	b := p.Ownership().Book()
	assert.Equal(t, []handover.StageOwner{{Stage: "s", Payee: "anna", Period: kam.MustPeriod("2026-01-01/2026-12-01")}, {Stage: "s", Payee: "cy", Period: kam.MustPeriod("2026-12-01/..")}}, b.Opportunities[0].Stages, "a kept opportunity goes later")
	assert.Equal(t, []handover.StageOwner{{Stage: "s", Payee: "anna", Period: kam.MustPeriod("2026-01-01/2026-07-01")}, {Stage: "s", Payee: "cy", Period: kam.MustPeriod("2026-07-01/..")}}, b.Opportunities[1].Stages)
}

func TestQuotasMove(t *testing.T) {
	weight := func(a handover.Account, w string) handover.Account {
		a.Weight = decimal.NewNullDecimal(dec(w))
		return a
	}
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{
		weight(account("acme", owner("anna", "1", ever)), "5"), weight(account("bolt", owner("anna", "0.5", ever), owner("bo", "0.5", ever)), "2"), weight(account("core", owner("anna", "1", ever)), "0"),
	}})
	two, zero := int32(2), int32(0)
	for name, c := range map[string]struct {
		on     string
		move   handover.QuotaMove
		change handover.Move
		// want are the quotas of anna, bo and cy in the second and third quarter
		want [6]string
	}{
		"stated":        {"2026-07-01", handover.QuotaMove{By: handover.QuotaStated, Cut: handover.CutNothing, Places: &two, To: []handover.Receiver{to("bo", "1/3"), to("cy", "1/3")}}, handover.Move{}, [6]string{"100", "100", "100", "33.34", "133.33", "133.33"}},
		"whole numbers": {"2026-07-01", handover.QuotaMove{By: handover.QuotaStated, Cut: handover.CutNothing, Places: &zero, To: []handover.Receiver{to("bo", "1/6"), to("cy", "5/6")}}, handover.Move{}, [6]string{"100", "100", "100", "0", "117", "183"}},
		// 30 of 91 days of the second quarter remain
		"cut by days":  {"2026-06-01", handover.QuotaMove{By: handover.QuotaStated, Cut: handover.CutByDays, Places: &two, To: []handover.Receiver{to("bo", "1")}}, handover.Move{}, [6]string{"67.03", "132.97", "100", "0", "200", "100"}},
		"not cut":      {"2026-06-01", handover.QuotaMove{By: handover.QuotaStated, Cut: handover.CutNothing, Places: &two, To: []handover.Receiver{to("bo", "1")}}, handover.Move{}, [6]string{"100", "100", "100", "0", "200", "100"}},
		"cut as whole": {"2026-06-01", handover.QuotaMove{By: handover.QuotaStated, Cut: handover.CutWhole, Places: &two, To: []handover.Receiver{to("bo", "1")}}, handover.Move{}, [6]string{"0", "200", "100", "0", "200", "100"}},
		// anna owns 2.5 accounts and gives up 1.5 of them: half an account to bo, one to cy
		"by accounts": {"2026-07-01", handover.QuotaMove{By: handover.QuotaByAccounts, Cut: handover.CutNothing, Places: &two}, handover.Move{From: "anna", Accounts: []string{"bolt"}, To: []handover.Receiver{to("bo", "1")}}, [6]string{"100", "100", "100", "80", "120", "100"}},
		// by weight she owns 6 and gives up 5
		"by weight": {"2026-07-01", handover.QuotaMove{By: handover.QuotaByWeight, Cut: handover.CutNothing, Places: &two}, handover.Move{From: "anna", Accounts: []string{"acme"}, To: []handover.Receiver{to("bo", "0.5"), to("cy", "0.5")}}, [6]string{"100", "100", "100", "16.67", "141.67", "141.66"}},
	} {
		t.Run(name, func(t *testing.T) {
			ch := change()
			ch.On = kam.MustDay(c.on)
			if c.change.From != "" {
				ch.Moves = []handover.Move{c.change}
			}
			c.move.From, c.move.Plan, c.move.Measure = "anna", "kam", "revenue"
			ch.Quotas = []handover.QuotaMove{c.move}
			p := preview(t, o, ch, roster("anna", "bo", "cy"))
			for i, want := range c.want {
				equalDecimal(t, want, p.Roster().Assignments[i%3].Quotas[1+i/3].Amount)
			}
			equalDecimal(t, "1200", p.Totals().QuotasAfter[0].Amount)
			assert.NotEmpty(t, p.Quotas())
		})
	}
}

func TestReportingMoves(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam()})
	r := roster("anna", "bo", "cy", "meg", "max")
	line := func(payee, manager, period string) incentive.ReportingLine {
		return incentive.ReportingLine{Payee: payee, Manager: manager, Period: kam.MustPeriod(period)}
	}
	r.Reporting = []incentive.ReportingLine{line("anna", "meg", "2026-01-01/2026-09-01"), line("anna", "bo", "2026-09-01/.."), line("bo", "meg", ever), line("max", "meg", ever), line("meg", "cy", ever)}
	c := change()
	c.Reporting = []handover.Report{{TeamOf: "meg", Manager: "max"}, {Payee: "cy", Manager: "max"}, {Payee: "meg"}}
	c.Reporting[1].Manager = ""
	p := preview(t, o, c, r)
	assert.Equal(t, []handover.ReportChange{{Payee: "anna", Before: "meg", After: "max"}, {Payee: "bo", Before: "meg", After: "max"}, {Payee: "meg", Before: "cy"}}, p.Reporting())
	assert.Equal(t, []incentive.ReportingLine{
		line("anna", "meg", "2026-01-01/2026-07-01"), line("anna", "max", "2026-07-01/.."), line("bo", "meg", "2026-01-01/2026-07-01"), line("bo", "max", "2026-07-01/.."),
		line("max", "meg", ever), line("meg", "cy", "2026-01-01/2026-07-01"),
	}, p.Roster().Reporting)
	c.Reporting = []handover.Report{{Payee: "cy", Manager: "anna"}}
	_, err := o.Preview(c, r, nil)
	assert.Equal(t, []string{"handover.loop payee anna", "handover.loop payee bo", "handover.loop payee cy", "handover.loop payee meg"}, codes(t, err))
}

func TestEveryFaultOfAChangeIsReported(t *testing.T) {
	o := mustCompile(t, handover.Book{
		Policy: byTeam(), Territories: []handover.Territory{{ID: "east"}},
		Accounts:      []handover.Account{account("acme", owner("anna", "1", ever))},
		Opportunities: []handover.Opportunity{{ID: "o", Account: "acme", Open: kam.MustPeriod(ever)}},
	})
	r := roster("anna", "bo")
	many := int32(5)
	c := handover.Change{
		Moves: []handover.Move{
			{From: "nobody", Accounts: []string{"acme", "acme", "acne"}, All: true, To: []handover.Receiver{to("bo", "0.5"), to("bo", "0.4"), to("zed", "0.1")}},
			{From: "anna", Role: "expert", Territories: []string{"west"}, Opportunities: handover.OpportunitiesMove},
			{From: "anna", All: true, To: []handover.Receiver{to("bo", "0.9")}, Opportunities: "all"},
		},
		Transition: []handover.Step{{Months: 0, Old: kam.MustFraction("1")}, {Months: 121, Old: kam.MustFraction("0.5")}},
	}
	_, err := o.Preview(c, r, make([]handover.Deal, 1))
	assert.ElementsMatch(t, []string{
		"handover.id $.id", "handover.day $.on", "handover.id $.reason", "handover.id $.approvedBy", "handover.unowned $.unowned",
		"handover.transition $.transition[0].months", "handover.transition $.transition[0].old", "handover.transition $.transition[1].months",
	}, codes(t, err))
	good := change()
	good.Moves = c.Moves
	good.Keep = []handover.Keep{{Account: "acne", Until: kam.MustDay("2026-07-01")}, {Account: "acme", Deals: []string{"a", "a"}, Until: kam.MustDay("2026-07-01")}}
	good.Places = []handover.Place{{}, {Account: "acne"}, {Territory: "east", Into: "west"}, {Account: "acme", Territory: "east"}}
	good.Quotas = []handover.QuotaMove{
		{From: "zed", By: "x", Cut: "y", Places: &many, To: []handover.Receiver{to("bo", "1"), to("anna", "0.1")}},
		{From: "anna", Plan: "kam", Measure: "revenue", By: handover.QuotaStated, Cut: handover.CutWhole, Places: new(int32), To: []handover.Receiver{to("anna", "1")}},
		{From: "anna", Plan: "kam", Measure: "revenue", By: handover.QuotaByWeight, Cut: handover.CutWhole, Places: new(int32), To: []handover.Receiver{to("bo", "1")}},
	}
	good.Reporting = []handover.Report{{}, {Payee: "zed", Manager: "yan"}, {TeamOf: "anna"}, {Payee: "anna", Manager: "anna"}}
	good.Set = handover.Settings{
		Teams: []handover.TeamSetting{{Account: "acne"}, {Account: "acme", Team: []handover.Member{owner("bo", "1", ever)}}}, Dropped: []string{"d"},
		Stages:    []handover.StageSetting{{Opportunity: "q"}},
		Reporting: []handover.ReportSetting{{Payee: "bo", Lines: []incentive.ReportingLine{{Payee: "anna", Manager: "bo", Period: kam.Period{}}}}},
	}
	_, err = o.Preview(good, r, nil)
	assert.ElementsMatch(t, []string{
		"handover.one-of $.places[0]", "handover.unknown $.places[1].account", "handover.unknown $.places[2].into.territory", "handover.one-of $.places[3]",
		"handover.payee $.moves[0].from", "handover.one-of $.moves[0]", "handover.twice $.moves[0].accounts[1]", "handover.unknown $.moves[0].accounts[2].account",
		"handover.twice $.moves[0].to[1].payee", "handover.payee $.moves[0].to[2].payee", "handover.opportunities $.moves[0].opportunities",
		"handover.unknown $.moves[1].territories[0].territory", "handover.opportunities $.moves[1].opportunities",
		"handover.shares $.moves[2].to", "handover.opportunities $.moves[2].opportunities",
		"handover.unknown $.keep[0].account", "handover.period $.keep[0].until", "handover.period $.keep[1].until", "handover.twice $.keep[1].deals[1]",
		"handover.unknown $.set.teams[0].account", "handover.period $.set.teams[1].team[0].period", "handover.unknown $.set.stages[0].opportunity", "handover.unknown $.set.dropped[0]",
		"handover.payee $.set.reporting[0].lines[0].payee", "handover.period $.set.reporting[0].lines[0].period",
		"handover.payee $.quotas[0].from", "handover.id $.quotas[0].plan", "handover.id $.quotas[0].measure", "handover.quota $.quotas[0].by", "handover.quota $.quotas[0].cut", "handover.places $.quotas[0].places", "handover.quota $.quotas[0].to", "handover.shares $.quotas[0].to",
		"handover.quota $.quotas[1].to", "handover.quota $.quotas[2].to",
		"handover.one-of $.reporting[0]", "handover.payee $.reporting[1].payee", "handover.payee $.reporting[1].manager", "handover.not-theirs $.reporting[2].teamOf", "handover.loop $.reporting[3]",
	}, codes(t, err))
}

func TestApplyDoesWhatWasPreviewed(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("acme", owner("anna", "1", ever))}})
	r := roster("anna", "bo")
	c := change(handover.Move{From: "anna", All: true, To: []handover.Receiver{to("bo", "1")}})
	p := preview(t, o, c, r)
	after, roster2, err := o.Apply(c, r, p.Digest())
	require.NoError(t, err)
	assert.Equal(t, p.Ownership().Book(), after.Book())
	assert.Equal(t, p.Roster(), roster2)
	c.Reason = "another"
	_, _, err = o.Apply(c, r, p.Digest())
	require.ErrorIs(t, err, handover.ErrChanged)
	r.Payees[0].Name = "Anna"
	_, _, err = o.Apply(p.Change(), r, p.Digest())
	require.ErrorIs(t, err, handover.ErrChanged)
}

func TestAFaultOfTheNewBookNamesWhatItIsOf(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("zeta", owner("anna", "0.5", ever), owner("bo", "0.5", ever))}})
	_, err := o.Preview(change(handover.Move{From: "anna", Accounts: []string{"zeta"}}), roster("anna", "bo"), nil)
	assert.Equal(t, []string{"handover.shares account zeta.team"}, codes(t, err))
}

func TestReportingLinesMustNotOverlap(t *testing.T) {
	r := roster("anna", "bo", "cy")
	r.Reporting = []incentive.ReportingLine{{Payee: "anna", Manager: "bo", Period: kam.MustPeriod(ever)}, {Payee: "anna", Manager: "cy", Period: kam.MustPeriod("2026-12-31/..")}}
	o := mustCompile(t, handover.Book{Policy: byTeam()})
	_, err := o.Preview(change(), r, nil)
	assert.Equal(t, []string{"handover.overlap payee anna"}, codes(t, err))
	r.Reporting[1].Period = kam.MustPeriod("2026-02-01/2026-07-01")
	_, err = o.Preview(change(), r, nil)
	require.NoError(t, err, "what is over before the day is history")
}

func TestWhatAQuotaHasBelowThePlacesStays(t *testing.T) {
	o, r, places := mustCompile(t, handover.Book{Policy: byTeam()}), roster("anna", "bo"), int32(2)
	r.Assignments[0].Quotas[2].Amount = dec("100.0051")
	c := change()
	c.Quotas = []handover.QuotaMove{{From: "anna", Plan: "kam", Measure: "revenue", By: handover.QuotaStated, Cut: handover.CutNothing, Places: &places, To: []handover.Receiver{to("bo", "1")}}}
	p := preview(t, o, c, r)
	equalDecimal(t, "0.0051", p.Roster().Assignments[0].Quotas[2].Amount)
	equalDecimal(t, "200", p.Roster().Assignments[1].Quotas[2].Amount)
}

func TestQuotasThatCannotMove(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("acme", owner("bo", "1", ever))}})
	places := int32(2)
	move := handover.QuotaMove{From: "anna", Plan: "kam", Measure: "revenue", By: handover.QuotaStated, Cut: handover.CutNothing, Places: &places, To: []handover.Receiver{to("bo", "1")}}
	third := kam.MustPeriod("2026-07-01/2026-10-01")
	for name, c := range map[string]struct {
		change func(c *handover.Change, r *incentive.Roster)
		want   string
	}{
		"more than there is": {func(c *handover.Change, _ *incentive.Roster) {
			c.Set.Quotas = []handover.QuotaShift{{Plan: "kam", Measure: "revenue", Period: third, From: "anna", To: "bo", Amount: dec("100.01")}}
		}, "handover.quota $.set.quotas[0]"},
		"less than nothing": {func(c *handover.Change, _ *incentive.Roster) {
			c.Set.Quotas = []handover.QuotaShift{{Plan: "kam", Measure: "revenue", Period: third, From: "anna", To: "bo", Amount: dec("-1")}}
		}, "handover.quota $.set.quotas[0]"},
		"out of bounds": {func(c *handover.Change, _ *incentive.Roster) {
			c.Set.Quotas = []handover.QuotaShift{{Plan: "kam", Measure: "revenue", Period: third, From: "anna", To: "bo", Amount: decimal.New(1, 50_000_000)}}
		}, "handover.number $"},
		"nobody's row": {func(c *handover.Change, r *incentive.Roster) {
			c.Quotas = []handover.QuotaMove{move}
			r.Assignments[1].Quotas = nil
		}, "handover.quota $.quotas[0]"},
		"another plan": {func(c *handover.Change, _ *incentive.Roster) {
			m := move
			m.Plan = "other"
			c.Quotas = []handover.QuotaMove{m}
		}, "handover.quota $.quotas[0].from"},
		"another measure": {func(c *handover.Change, _ *incentive.Roster) {
			m := move
			m.Measure = "other"
			c.Quotas = []handover.QuotaMove{m}
		}, "handover.quota $.quotas[0]"},
		"nothing owned": {func(c *handover.Change, _ *incentive.Roster) {
			m := move
			m.By, m.To = handover.QuotaByAccounts, nil
			c.Quotas = []handover.QuotaMove{m}
		}, "handover.quota $.quotas[0].by"},
		"no weight": {func(c *handover.Change, _ *incentive.Roster) {
			m := move
			m.From, m.By, m.To = "bo", handover.QuotaByWeight, nil
			c.Quotas = []handover.QuotaMove{m}
		}, "handover.weight account acme"},
	} {
		ch, r := change(), roster("anna", "bo")
		c.change(&ch, &r)
		_, err := o.Preview(ch, r, nil)
		require.Error(t, err, name)
		assert.Contains(t, codes(t, err), c.want, name)
	}
}

// A quota that passes through somebody's hands is undone the other way round.
func TestAChainOfQuotasIsUndone(t *testing.T) {
	o, r, places := mustCompile(t, handover.Book{Policy: byTeam()}), roster("anna", "bo", "cy"), int32(0)
	c := change()
	for _, hop := range [][2]string{{"anna", "bo"}, {"bo", "cy"}} {
		c.Quotas = append(c.Quotas, handover.QuotaMove{From: hop[0], Plan: "kam", Measure: "revenue", By: handover.QuotaStated, Cut: handover.CutNothing, Places: &places, To: []handover.Receiver{to(hop[1], "1")}})
	}
	p := preview(t, o, c, r)
	equalDecimal(t, "300", p.Roster().Assignments[2].Quotas[3].Amount)
	back := preview(t, p.Ownership(), p.Reverse("undo", "r", "v"), p.Roster())
	for i := range r.Assignments {
		equalDecimal(t, "100", back.Roster().Assignments[i].Quotas[3].Amount)
	}
}

func TestClosedOpportunitiesStayWithWhoClosedThem(t *testing.T) {
	closed := handover.Opportunity{ID: "o", Account: "acme", Open: kam.MustPeriod("2026-01-01/2026-07-01"), Stages: []handover.StageOwner{{Stage: "s", Payee: "anna", Period: kam.MustPeriod(ever)}}}
	elsewhere := handover.Opportunity{ID: "p", Account: "bolt", Open: kam.MustPeriod(ever), Stages: closed.Stages}
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("acme", owner("anna", "1", ever)), account("bolt", owner("anna", "1", ever))}, Opportunities: []handover.Opportunity{closed, elsewhere}})
	p := preview(t, o, change(handover.Move{From: "anna", Accounts: []string{"acme"}, To: []handover.Receiver{to("bo", "1")}, Opportunities: handover.OpportunitiesMove}), roster("anna", "bo"))
	assert.Equal(t, o.Book().Opportunities, p.Ownership().Book().Opportunities)
}

func TestKeptDealsStayWithTheTeamOfTheDayBefore(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("acme", owner("anna", "1", "2026-01-01/2026-07-01"), owner("cy", "1", "2026-07-01/.."))}})
	c := change(handover.Move{From: "cy", All: true, To: []handover.Receiver{to("bo", "1")}})
	c.Keep = []handover.Keep{{Account: "acme", Deals: []string{"d"}, Until: kam.MustDay("2026-07-02")}}
	p := preview(t, o, c, roster("anna", "bo", "cy"))
	got, _ := p.Ownership().Participants(handover.Deal{ID: "d", Account: "acme", On: kam.MustDay("2026-07-01")})
	assert.Equal(t, "anna owner 1", people(got))
	got, _ = p.Ownership().Participants(handover.Deal{ID: "d", Account: "acme", On: kam.MustDay("2026-07-02")})
	assert.Equal(t, "bo owner 1", people(got))
}

func TestAccountsThatHadNoOwnerAreNoFaultOfTheChange(t *testing.T) {
	o := mustCompile(t, handover.Book{Policy: byTeam(), Accounts: []handover.Account{account("acme", owner("anna", "1", ever)), account("idle")}})
	c := change(handover.Move{From: "anna", All: true, To: []handover.Receiver{to("bo", "1")}})
	p := preview(t, o, c, roster("anna", "bo"))
	assert.Equal(t, 1, p.Totals().UnownedAfter)
	c.Unowned = handover.UnownedHouse
	assert.Empty(t, on(t, preview(t, o, c, roster("anna", "bo")), "idle", "2026-07-01"))
}
