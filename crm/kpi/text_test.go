package kpi_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/internal/wordtest"
)

// Every sentence that the package says of a small story, in both languages.
func TestTexts(t *testing.T) {
	records := append(
		shopkeepers(), clinics()...)
	records = append(records,
		account("same", "", ""), order("s1", "same", "2026-02-01", "5", "CNY"), order("s2", "same", "2026-05-01", "5", "CNY"),
		account("back", "", ""), order("b1", "back", "2025-02-01", "5", "CNY"), order("b2", "back", "2026-05-01", "5", "CNY"),
		account("blank", "", ""), order("n1", "blank", "2026-02-01", "", "CNY"), order("n2", "blank", "2026-05-01", "5", ""),
		order("n3", "blank", "", "5", "CNY"), order("n4", "elsewhere", "2026-02-01", "5", "CNY"),
		open("stale", "offer", "100", "", "2026-01-31"), deal("won", crm.Won, "2026-04-01", "2026-05-01", "100"), deal("odd", crm.Lost, "2026-06-01", "2026-05-01", "50"),
		contact("visit", crm.Visit, "acme", "anna", "2026-06-01", "p"), record(crm.KindContact, "p", &crm.Contact{Account: "acme", Role: crm.UserBuyer}),
		survey("csat", crm.CSAT, "4", "1", "5", "2026-05-01"), survey("nps", crm.NPS, "9", "", "", "2026-05-01"), survey("off", crm.NPS, "8.5", "", "", "2026-05-01"),
	)
	book := read(t, func(p *kpi.Policy) {
		p.Stages = []kpi.Stage{{Name: "offer", Probability: null("0.25"), MaxDays: 90}}
		p.CSAT = []kpi.Scale{{Low: dec("1"), High: dec("5"), Top: dec("4")}}
	}, records...)
	q, day := second(), kam.MustDay("2026-06-30")
	var lines []kam.Text
	say := func(texts ...kam.Text) { lines = append(lines, texts...) }
	told := func(findings kam.Findings) {
		for _, f := range findings {
			say(kam.Text{EN: f.In(kam.English), ZH: f.In(kam.Chinese)})
		}
	}
	figures := func(f kpi.Figures, err error) {
		require.NoError(t, err)
		for _, m := range f.Measures {
			say(m.Why())
		}
		told(f.Findings)
	}
	told(book.Findings())
	figures(book.Revenue(q))
	figures(book.Deals(q))
	figures(book.Activities(q))
	figures(book.Wallet(q, []kpi.Wallet{{"acme", dec("500"), "CNY"}}))
	retained, err := book.Retention(q)
	figures(retained.Figures, err)
	for _, m := range retained.Moves {
		told(kam.Findings{m.Finding()})
	}
	pipeline, err := book.Pipeline(q)
	figures(pipeline.Figures, err)
	for _, s := range pipeline.Stale {
		told(kam.Findings{s.Finding()})
	}
	ratings, err := book.Satisfaction(q)
	figures(ratings.Figures, err)
	for _, r := range ratings.Ratings {
		say(r.Why(dec("0.9")))
	}
	cross, err := book.CrossSell(kpi.CrossSellSpec{Period: q.Period, MinAccounts: 5})
	require.NoError(t, err)
	for _, w := range cross.Whitespace[:2] {
		told(kam.Findings{w.Finding()})
	}
	threads, err := book.SingleThreaded(day, kpi.ThreadSpec{Days: 30, People: 2, Roles: []crm.BuyingRole{crm.Economic, crm.UserBuyer, crm.Technical, crm.Coach, "gatekeeper"}})
	require.NoError(t, err)
	for _, thread := range threads {
		told(kam.Findings{thread.Finding()})
	}
	buyers, err := book.Buyers(q)
	require.NoError(t, err)
	five := kpi.Axis{Quantiles: 5}
	scores := rfm(t, kpi.RFMSpec{Recency: five, Frequency: five, Monetary: five, Ties: kpi.TiesHigher, Segments: kpi.PublishedSegments()}).Score(day, buyers)
	for _, s := range scores.Scores {
		say(s.Why())
	}
	told(scores.Findings)
	h := health(t, healthSpec)
	for _, values := range []map[string]string{{"onboarding": "80", "visits": "40", "use.users": "7", "contract.days": "10"}, nil} {
		a := h.Score(acme, seen(values))
		told(kam.Findings{a.Finding()})
	}
	for lang, name := range map[kam.Lang]string{kam.English: "texts.en.txt", kam.Chinese: "texts.zh-CN.txt"} {
		var b strings.Builder
		for _, line := range lines {
			b.WriteString(line.In(lang) + "\n")
		}
		wordtest.Formatted(t, b.String())
		golden(t, name, b.String())
	}
}
