package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// comparer compares what a scenario expects with what came out.
type comparer struct {
	file   string
	world  *world
	book   int
	period kam.Period
	at     jsonPath
	checks []Check
}

func (c *comparer) compare(outcomes []outcome) []Check {
	expects := false
	for i, got := range outcomes {
		want := c.world.stages[i].expect
		c.period = c.world.stages[i].period
		c.at = jsonPath{"scenarios", c.world.index, "steps", i, "expect"}
		expects = expects || want.states()
		first := len(c.checks)
		c.step(want, got)
		c.strangers(i, first)
	}
	if !expects && !slices.ContainsFunc(c.checks, func(x Check) bool { return !x.Met }) { // a test that can never fail
		got := outcomes[len(outcomes)-1]
		c.add(c.at, wording.Say("what the scenario gives", "场景的结果"), "", got.brief(), false, got.fill(), []kam.Text{fillIn})
	}
	return c.checks
}

// fillIn says what to write where nothing is expected.
var fillIn = wording.Say(
	"say what must come out, or run the test with KAM_UPDATE_GOLDEN=1 in the environment: plantest.Run then writes what comes out into the file",
	"请写明预期结果；也可设置环境变量 KAM_UPDATE_GOLDEN=1 后运行测试，plantest.Run 会把实际结果写入文件")

// strangers says of the deals of a step whose owners are on no plan that they are, with every expectation that is not met.
func (c *comparer) strangers(i, first int) {
	var told []kam.Text
	for _, d := range c.world.stages[i].deals {
		owners := []string{d.Owner}
		for _, p := range d.Participants {
			owners = append(owners, p.Payee)
		}
		for _, owner := range owners {
			if owner != "" && !c.world.knows(owner) {
				told = append(told, stranger(d.ID, owner))
			}
		}
	}
	for n := first; n < len(c.checks); n++ {
		if check := &c.checks[n]; !check.Met {
			check.Trail = slices.Concat(told, check.Trail)
		}
	}
}

// knows tells whether somebody is on a plan, or reports to somebody.
func (w *world) knows(payee string) bool {
	return slices.ContainsFunc(w.roster.Assignments, func(a incentive.Assignment) bool { return a.Payee == payee }) ||
		slices.ContainsFunc(w.roster.Payees, func(p incentive.Payee) bool { return p.ID == payee })
}

// stranger says that the owner of a deal is on no plan.
func stranger(deal, owner string) kam.Text {
	text := wording.Say("%s is owned by %q, who is on no plan", "%s 的归属人 %q 不在任何方案中", deal, owner)
	if len(owner) == 3 && strings.ToUpper(owner) == owner || isCurrency(strings.ToUpper(owner)) {
		return wording.Say("%s; if it was meant as a currency: there is none that is written so", "%s；如指币种：没有这样书写的币种", text)
	}
	return text
}

func (c *comparer) add(at jsonPath, what kam.Text, expected, actual string, met bool, value any, trail []kam.Text) {
	check := Check{
		File: c.file, Scenario: c.world.name, Period: c.period, Place: at.String(), What: what, Expected: expected, Actual: actual, Met: met,
		path: at, actual: value, book: c.book,
	}
	if !met {
		check.Trail = trail
	}
	c.checks = append(c.checks, check)
}

// step compares one step.
func (c *comparer) step(want Expectation, got outcome) {
	if len(want.Stops) > 0 || len(got.stops) > 0 {
		c.words(c.at.with("stops"), wording.Say("the faults that stop the step", "使步骤无法计算的错误"), want.Stops, got.stops, got.because)
		if len(want.Stops) == 0 {
			c.checks[len(c.checks)-1].actual = nil // a step that cannot be calculated is not what was meant
		}
	}
	if got.run == nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(want.Payees)) {
		c.payee(key, want.Payees[key], got)
	}
	for _, payee := range slices.Sorted(maps.Keys(both(want.Held, got.held))) {
		if _, stated := want.Payees[payee]; stated && len(want.Held[payee]) == 0 {
			continue // it is told above
		}
		c.words(c.at.with("held", payee), wording.Say("why %s is held", "%s 暂停结算的原因", payee), want.Held[payee], got.held[payee], got.reasons[payee])
	}
	if len(want.House) > 0 {
		c.amounts(c.at.with("house"), wording.Say("on the house account, deal", "公司账户，交易"), want.House, got.house, nil)
	}
	for i, code := range want.Findings {
		met := slices.Contains(got.findings, code)
		c.add(c.at.with("findings", i), wording.Say("the finding %s", "提示 %s", code), code, strings.Join(got.findings, ", "), met, nil, nil)
	}
	for _, key := range slices.Sorted(maps.Keys(want.Posted)) {
		c.amount(c.at.with("posted", key), wording.Say("what is posted for %s", "%s 的入账金额", key), want.Posted[key], got.posted[key], nil)
	}
}

// payee compares what is expected of one statement.
func (c *comparer) payee(key string, want Wanted, got outcome) {
	at := c.at.with("payees", key)
	found := got.named(key)
	if len(found) != 1 {
		var actual []string
		var trail []kam.Text
		id, _, _ := strings.Cut(key, "/")
		switch {
		case len(found) > 1:
			for _, s := range found {
				actual = append(actual, got.name(s))
			}
			trail = []kam.Text{wording.Say("there are several statements: name one of them", "有多份结算单：请写明其中一份")}
		case len(got.held[id]) > 0:
			actual, trail = got.held[id], got.reasons[id]
		}
		c.add(at, wording.Say("the statement of %s", "%s 的结算单", key), key, strings.Join(actual, ", "), false, nil, trail)
		return
	}
	s := found[0]
	trail := s.trail
	w := s.wanted
	if want.empty() && !w.trimmed().empty() { // it could never fail
		c.add(at, wording.Say("what %s gets", "%s 的结果", key), "", s.brief(), false, w.trimmed(), []kam.Text{fillIn})
		return
	}
	c.null(at.with("earned"), wording.Say("what %s earns", "%s 的所得", key), want.Earned, w.Earned, trail)
	c.null(at.with("payable"), wording.Say("what is payable to %s", "%s 的应付金额", key), want.Payable, w.Payable, trail)
	c.amountsOf(at.with("components"), wording.Say("%s, component", "%s，组成部分", key), want.Components, w.Components, trail)
	c.amountsOf(at.with("toDate"), wording.Say("%s, to date", "%s，累计", key), want.ToDate, w.ToDate, trail)
	c.lines(at.with("lines"), key, want.Lines, s)
	c.amountsOf(at.with("adjustments"), wording.Say("%s, adjustment", "%s，调整", key), want.Adjustments, w.Adjustments, trail)
	for _, name := range slices.Sorted(maps.Keys(want.Measures)) {
		c.measure(at.with("measures", name), key, name, want.Measures[name], w.Measures[name], trail)
	}
	for _, deal := range slices.Sorted(maps.Keys(want.Why)) {
		var codes []string
		var told []kam.Text
		for _, f := range got.run.Why(s.payee, deal).Reasons {
			codes = append(codes, f.Code)
			told = append(told, f.Message)
		}
		c.add(at.with("why", deal), wording.Say("why %s pays %s so", "%[2]s 从 %[1]s 所得的原因", deal, key), want.Why[deal], strings.Join(codes, ", "), slices.Contains(codes, want.Why[deal]), nil, told)
	}
	if want.Settled != nil {
		c.settled(at.with("settled"), key, *want.Settled, w.Settled)
	}
}

func (c *comparer) measure(at jsonPath, payee, name string, want, got Standing, trail func() []kam.Text) {
	what := func(en, zh string) kam.Text {
		return wording.Say("%s, measure %s, %s", "%s，指标 %s，%s", payee, name, kam.Text{EN: en, ZH: zh})
	}
	c.null(at.with("value"), what("value", "数值"), want.Value, got.Value, trail)
	c.null(at.with("quota"), what("quota", "目标"), want.Quota, got.Quota, trail)
	c.null(at.with("attainment"), what("attainment", "达成率"), want.Attainment, got.Attainment, trail)
}

func (c *comparer) settled(at jsonPath, payee string, want Settled, got *Settled) {
	if got == nil {
		c.add(at, wording.Say("the settlement of %s", "%s 的清算", payee), "settled", "", false, nil, nil)
		return
	}
	if want.Steps != nil {
		c.amounts(at.with("steps"), wording.Say("%s, settled", "%s，清算", payee), want.Steps, got.Steps, nil)
	}
	c.null(at.with("payable"), wording.Say("payable to %s after the period", "期末应付 %s", payee), want.Payable, got.Payable, nil)
	c.null(at.with("held"), wording.Say("held back of %s", "%s 的暂扣余额", payee), want.Held, got.Held, nil)
	c.null(at.with("owed"), wording.Say("owed by %s", "%s 的欠款", payee), want.Owed, got.Owed, nil)
	c.null(at.with("paid"), wording.Say("paid to %s", "已付 %s", payee), want.Paid, got.Paid, nil)
}

// null compares a number that may be left out.
func (c *comparer) null(at jsonPath, what kam.Text, want, got decimal.NullDecimal, trail func() []kam.Text) {
	switch {
	case !want.Valid:
	case !got.Valid:
		c.add(at, what, num.Format(want.Decimal), "", false, nil, told(trail))
	default:
		c.amount(at, what, want.Decimal, got.Decimal, trail)
	}
}

func told(trail func() []kam.Text) []kam.Text {
	if trail == nil {
		return nil
	}
	return trail()
}

func (c *comparer) amount(at jsonPath, what kam.Text, want, got decimal.Decimal, trail func() []kam.Text) {
	met := want.Equal(got)
	var lines []kam.Text
	if !met {
		lines = told(trail)
	}
	c.add(at, what, num.Format(want), num.Format(got), met, num.Format(got), lines)
}

// amountsOf compares a map that may be left out.
func (c *comparer) amountsOf(at jsonPath, what kam.Text, want, got map[string]decimal.Decimal, trail func() []kam.Text) {
	if want != nil {
		c.amounts(at, what, want, got, trail)
	}
}

// amounts compares a complete map.
func (c *comparer) amounts(at jsonPath, what kam.Text, want, got map[string]decimal.Decimal, trail func() []kam.Text) {
	for _, key := range slices.Sorted(maps.Keys(both(want, got))) {
		title := wording.Say("%s %s", "%s %s", what, key)
		expected, stated := want[key]
		actual, there := got[key]
		switch {
		case stated && there:
			c.amount(at.with(key), title, expected, actual, trail)
		case stated: // nothing is as good as zero
			c.add(at.with(key), title, num.Format(expected), "", expected.IsZero(), remove{}, told(trail))
		case !actual.IsZero():
			c.add(at.with(key), title, "", num.Format(actual), false, num.Format(actual), told(trail))
		}
	}
	if len(want) == 0 && len(got) == 0 {
		c.add(at, what, "", "", true, nil, nil)
	}
}

// remove stands for a value that has no place in what came out.
type remove struct{}

// lines compares what deals earn.
func (c *comparer) lines(at jsonPath, payee string, want map[string]decimal.Decimal, s stated) {
	if want == nil {
		return
	}
	got := map[string]decimal.Decimal{}
	for k, amount := range s.lines {
		name := k.component + "/" + k.transaction
		if _, whole := want[name]; !whole {
			if _, stated := want[k.transaction]; stated || len(s.wanted.Components) == 1 {
				name = k.transaction
			}
		}
		got[name] = got[name].Add(amount)
	}
	c.amounts(at, wording.Say("%s, deal", "%s，交易", payee), want, got, s.trail)
}

// words compares lists of codes, in any order.
func (c *comparer) words(at jsonPath, what kam.Text, want, got []string, trail []kam.Text) {
	want, got = unique(slices.Clone(want)), unique(slices.Clone(got))
	var actual any = got
	if len(got) == 0 {
		actual = remove{}
	}
	c.add(at, what, strings.Join(want, ", "), strings.Join(got, ", "), slices.Equal(want, got), actual, trail)
}

// both returns a map with the keys of two.
func both[V any](a, b map[string]V) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

// trail tells how a statement comes about.
func (s stated) trail() []kam.Text {
	var out []kam.Text
	if s.wanted.Components == nil { // it has no earnings of the period
		return nil
	}
	for m := range s.statement.Measures() {
		line := wording.Say("measure %s: %s", "指标 %s：%s", m.Name, m.Value)
		if m.Attainment.Valid && m.Quota.Valid {
			line = wording.Say("%s of %s, attainment %s", "%s，目标 %s，达成率 %s", line, m.Quota.Decimal, m.Attainment.Decimal)
		}
		out = append(out, line)
	}
	for l := range s.statement.Lines() {
		for x := range l.Slices() {
			text := fmt.Sprintf("%s %s: %s", l.Component(), l.Transaction(), num.Format(x.Amount))
			if x.Rate.Valid {
				text = fmt.Sprintf("%s %s: %s × %s = %s", l.Component(), l.Transaction(), num.Format(x.Base), num.Format(x.Rate.Decimal), num.Format(x.Amount))
			}
			if x.From.Valid {
				until := "…"
				if x.Until.Valid {
					until = num.Format(x.Until.Decimal)
				}
				text += fmt.Sprintf(" [%s, %s)", num.Format(x.From.Decimal), until)
			}
			out = append(out, wording.Same(text))
		}
		if note := l.Note(); note != (kam.Text{}) {
			out = append(out, wording.Say("%s %s: %s, %s", "%s %s：%s，%s", l.Component(), l.Transaction(), l.Amount(), note))
		}
	}
	for a := range s.statement.Adjustments() {
		out = append(out, wording.Say("%s %s: %s", "%s %s：%s", a.Component, string(a.Kind), a.Amount))
	}
	return append(out, wording.Say("earned: %s", "所得合计：%s", s.statement.Earned()))
}
