package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/examples/console/sample"
)

// TestTeamSaysWhoseRevenueItIs compares what an administrator and a director see: the difference is told.
func TestTeamSaysWhoseRevenueItIs(t *testing.T) {
	s := newSite(t, nil)
	all := s.signIn("dora.weiss").get("/team").body
	assert.Contains(t, all, "11,438,700 <small>CNY; of it of owners outside the roster 64,000</small>")
	b := s.signIn("lin.hao")
	page := b.get("/team").body
	assert.Contains(t, page, "11,374,700 <small>CNY; of the people below you</small>")
	assert.NotContains(t, page, ">key-account-manager</a>", "a plan has a title")
	assert.Contains(t, page, ">Key-account manager 2026</a>")
	b.cookies["kam_lang"] = "zh-CN"
	assert.NotContains(t, b.get("/people/anna.berg/scorecard").body, "计分卡")
}

// TestPaceHasAMarkAtWhole looks at the bar of a goal's pace.
func TestPaceHasAMarkAtWhole(t *testing.T) {
	s := newSite(t, nil)
	body := s.signIn("anna.berg").get("/people/anna.berg/goals").body
	assert.Contains(t, body, `<span class="pace"><meter min="0" max="1.5"`)
	assert.Regexp(t, `<dd>[0-9,]+\.\d\d / 900,000\.00 CNY</dd>`, body, "amounts have 2 decimals")
	assert.Contains(t, body, "the line is 100 %, the end 150 %")
	assert.Contains(t, s.browser().get("/assets/console.css").body, ".pace::after")
}

// TestDevelopmentNamesFirstAndLastDays looks at a development plan: no period is shown as it is kept.
func TestDevelopmentNamesFirstAndLastDays(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("dora.weiss")
	steps := 0
	for _, id := range []string{"anna.berg", "he.jun", "li.wen", "lin.yue", "pedro.costa", "sun.bo"} {
		b.cookies["kam_lang"] = "en"
		body := b.get("/people/" + id + "/development").body
		steps += len(regexp.MustCompile(`<li>[^<]*2026-09-19 to 2026-10-02`).FindAllString(body, -1))
		assert.NotRegexp(t, `\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d`, body, id)
		b.cookies["kam_lang"] = "zh-CN"
		assert.NotRegexp(t, `\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d`, b.get("/people/"+id+"/development").body, id)
	}
	assert.Positive(t, steps)
}

// TestClosedPeriodSaysWhatIsOfToday looks at the overview of a period that is over: collections and accounts at risk are of another day, and
// it says so.
func TestClosedPeriodSaysWhatIsOfToday(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("lin.hao")
	for lang, said := range map[string]string{"en": "as of 2026-09-18, not of the period", "zh-CN": "截至 2026-09-18，非本期数据"} {
		b.cookies["kam_lang"] = lang
		page := b.get("/team?period=2026-Q2").body
		assert.Equal(t, 5, strings.Count(page, said), "both figures, both lists and a column")
		for _, id := range []string{"late-title", "risk-title"} {
			assert.Regexp(t, `<h2 id="`+id+`">[^<]+ <small>`+said+`</small></h2>`, page)
		}
		assert.NotContains(t, b.get("/team?period=2026-Q3").body, said)
	}
}

// TestDueTodayIsNotOverdue compares the lists of a person and of the team: what is due today may still be paid today.
func TestDueTodayIsNotOverdue(t *testing.T) {
	s := newSite(t, nil)
	known, err := s.desk.Dossier(t.Context(), "anna.berg")
	require.NoError(t, err)
	known.Due = nil
	for i, name := range []string{"Due yesterday", "Due today", "Due tomorrow"} {
		known.Due = append(known.Due, desk.Invoice{Deal: name, Customer: name, Due: s.company.Today.AddDays(i - 1), Amount: decimal.NewFromInt(9_000_000), Collected: decimal.NewFromInt(1_000_000)})
	}
	w := s.store.Writer()
	require.NoError(t, w.Put(t.Context(), desk.DossierKey("anna.berg"), known))
	require.NoError(t, w.Flush(t.Context()))
	require.NoError(t, s.desk.CalculateNow(t.Context(), s.company.Current, "dora.weiss", s.company.Today, func(int, int) {}))
	b := s.signIn("chen.yu")
	for _, path := range []string{"/people/anna.berg", "/team"} {
		page := b.get(path).body
		assert.Contains(t, page, ">Due yesterday<", path)
		assert.NotContains(t, page, ">Due today<", path)
		assert.NotContains(t, page, ">Due tomorrow<", path)
	}
	before, err := s.desk.Overview(t.Context(), "chen.yu", s.company.Previous)
	require.NoError(t, err)
	o, err := s.desk.Overview(t.Context(), "chen.yu", s.company.Current)
	require.NoError(t, err)
	var annas decimal.Decimal
	for _, i := range sampleDossier(s.company, "anna.berg").Due {
		if i.Ended(s.company.Today) {
			annas = annas.Add(i.Amount)
		}
	}
	assert.Equal(t, "9000000", o.Due.Sub(before.Due.Sub(annas)).String(), "one of the three is to have been paid")
}

// sampleDossier is what the sample says of a person.
func sampleDossier(c sample.Company, payee string) desk.Dossier {
	for id, known := range c.Dossiers() {
		if id == payee {
			return known
		}
	}
	return desk.Dossier{}
}

// TestListsSayHowMuchMoreThereIs compares what the overview counts with what it lists, and the customers behind with each person's page.
func TestListsSayHowMuchMoreThereIs(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("dora.weiss")
	o, err := s.desk.Overview(t.Context(), desk.Everybody, s.company.Current)
	require.NoError(t, err)
	page := b.get("/team").body
	late, risks := o.Overdue-len(o.Late), o.AtRisk-len(o.Risks)
	require.Positive(t, late)
	require.Positive(t, risks)
	assert.Contains(t, page, fmt.Sprintf("<p>and more: %d; the page of each owner has theirs</p>", late))
	assert.Contains(t, page, fmt.Sprintf("<p>and more: %d; the customers of each owner have theirs</p>", risks))
	overdue, people := 0, 0
	for _, p := range s.company.Roster.Payees {
		overdue += strings.Count(section(b.get("/people/"+p.ID).body, "due-title"), `<th scope="row">`)
		customers := b.get("/people/" + p.ID + "/customers").body
		found := regexp.MustCompile(`Overdue: (\d+)<`).FindStringSubmatch(customers)
		cell := regexp.MustCompile(`<a href="/people/` + p.ID + `/customers" aria-label="Customers overdue for follow-up, [^"]*: (\d+)">(\d+)</a>`).FindStringSubmatch(page)
		if assert.Equal(t, found == nil, cell == nil, p.ID); cell == nil {
			continue
		}
		people++
		assert.Equal(t, []string{found[1], found[1]}, cell[1:], p.ID)
	}
	assert.Equal(t, o.Overdue, overdue, "as many as the pages of all people have")
	assert.Equal(t, 12, people, "everybody who has customers")
	b.cookies["kam_lang"] = "zh-CN"
	assert.Contains(t, b.get("/team").body, fmt.Sprintf("<p>另有：%d，见各负责人页面</p>", late))
}

// section is the part of a page that a heading names.
func section(page, id string) string {
	_, after, _ := strings.Cut(page, `aria-labelledby="`+id+`"`)
	part, _, _ := strings.Cut(after, "</section>")
	return part
}
