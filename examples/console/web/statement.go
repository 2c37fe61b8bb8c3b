package web

import (
	"slices"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/incentive"
)

type statementView struct {
	desk.Statement
	// Chosen is the component whose lines are shown.
	Chosen desk.Component
	Lines  []desk.Line
	Pages  pages
	First  int
}

// asked returns the plan and period that the path names.
func (x *exchange) asked() (plan string, p kam.Period, err error) {
	p, ok := x.Desk.Period(x.r.PathValue("period"))
	if !ok {
		return "", p, errMissing
	}
	return x.r.PathValue("plan"), p, nil
}

// settled does something until the run that is shown for a period is the same afterwards: what is read in several steps is of one
// calculation. It gives up after some calculations have ended meanwhile.
func (x *exchange) settled(p kam.Period, do func() error) error {
	var err error
	for range 3 {
		run := x.Desk.Shown(p)
		if err = do(); x.Desk.Shown(p) == run {
			break
		}
	}
	return err
}

// statementOf returns the statement that the path names, with a page of the lines of the component that the query names.
func (x *exchange) statementOf() (v statementView, err error) {
	plan, p, err := x.asked()
	if err != nil {
		return v, err
	}
	err = x.settled(p, func() error {
		v, err = x.readStatement(plan, p)
		return err
	})
	return v, err
}

func (x *exchange) readStatement(plan string, p kam.Period) (v statementView, err error) {
	if v.Statement, err = x.Desk.Statement(x.r.Context(), x.person, plan, p); err != nil {
		return v, err
	}
	x.object = x.person + " / " + plan + " / " + v.Label
	name := x.r.URL.Query().Get("component")
	i := slices.IndexFunc(v.Components, func(c desk.Component) bool { return c.Name == name || name == "" })
	if i < 0 {
		if name != "" {
			return v, errMissing
		}
		return v, nil
	}
	v.Chosen = v.Components[i]
	n, err := x.pageNumber()
	if err != nil {
		return v, err
	}
	v.Pages = pagesOf(n, v.Chosen.Lines, desk.PageLines, "?component="+segment(v.Chosen.Name)+"&page=", "deals")
	v.First = (n - 1) * desk.PageLines
	if n > v.Pages.Of {
		return v, errMissing
	}
	if v.Chosen.Lines > 0 {
		v.Lines, err = x.Desk.Lines(x.r.Context(), x.person, plan, p, v.Chosen.Name, n-1)
	}
	return v, err
}

func statement(x *exchange) error {
	v, err := x.statementOf()
	if err != nil {
		return err
	}
	return x.page("statement", called("Statement of %s", "%s 的结算单", x.Desk.Name(x.person)), v)
}

func statementData(x *exchange) error {
	v, err := x.statementOf()
	if err != nil {
		return err
	}
	x.data(map[string]any{"statement": v.Statement, "component": v.Chosen.Name, "lines": v.Lines, "page": v.Pages.Number, "pages": v.Pages.Of})
	return nil
}

type lineView struct {
	desk.Statement
	desk.Line
	Component desk.Component
	Number    int
}

// line is one deal of a statement, tier by tier.
func line(x *exchange) error {
	plan, p, err := x.asked()
	if err != nil {
		return err
	}
	var v lineView
	err = x.settled(p, func() error {
		v, err = x.readLine(plan, p)
		return err
	})
	if err != nil {
		return err
	}
	x.object = x.person + " / " + plan + " / " + v.Label + " / " + v.Transaction
	return x.page("line", called("Deal %s", "交易 %s", v.Transaction), v)
}

func (x *exchange) readLine(plan string, p kam.Period) (v lineView, err error) {
	if v.Statement, err = x.Desk.Statement(x.r.Context(), x.person, plan, p); err != nil {
		return v, err
	}
	i := slices.IndexFunc(v.Components, func(c desk.Component) bool { return c.Name == x.r.PathValue("component") })
	n, err := strconv.Atoi(x.r.PathValue("line"))
	if err != nil || i < 0 || n < 1 || n > v.Components[i].Lines {
		return v, errMissing
	}
	v.Component, v.Number = v.Components[i], n
	lines, err := x.Desk.Lines(x.r.Context(), x.person, plan, p, v.Component.Name, (n-1)/desk.PageLines)
	if err != nil {
		return v, err
	}
	if (n-1)%desk.PageLines >= len(lines) {
		return v, errMissing // another calculation has ended meanwhile
	}
	if v.Line = lines[(n-1)%desk.PageLines]; v.Line.From != "" && !x.Desk.MaySee(x.account, v.Line.From) {
		v.Line.From = ""
	}
	return v, nil
}

// adjustments are what an adjustment of a statement is called.
var adjustments = map[incentive.AdjustmentKind]kam.Text{
	incentive.AdjustCurve:          {EN: "payout curve", ZH: "支付曲线"},
	incentive.AdjustEvery:          {EN: "amount for every so many", ZH: "按数量计奖"},
	incentive.AdjustContest:        {EN: "contest", ZH: "竞赛奖"},
	incentive.AdjustPool:           {EN: "team pool", ZH: "团队奖金池"},
	incentive.AdjustGate:           {EN: "gate not passed", ZH: "未达门槛"},
	incentive.AdjustTransactionCap: {EN: "cap of a deal", ZH: "单笔封顶"},
	incentive.AdjustMultiplier:     {EN: "multiplier", ZH: "系数"},
	incentive.AdjustCap:            {EN: "cap", ZH: "封顶"},
	incentive.AdjustFloor:          {EN: "floor", ZH: "保底"},
	incentive.AdjustEarlier:        {EN: "earlier deals at today's rates", ZH: "前期交易按当前费率重算"},
	incentive.AdjustPosted:         {EN: "posted in earlier periods", ZH: "前期已入账"},
	incentive.AdjustPlanCap:        {EN: "cap of the plan", ZH: "方案封顶"},
	incentive.AdjustCarriedIn:      {EN: "carried in from caps", ZH: "封顶结转入"},
	incentive.AdjustPeriodCap:      {EN: "cap of the period", ZH: "期间封顶"},
	incentive.AdjustLifetimeCap:    {EN: "cap for life", ZH: "终身封顶"},
}

// Adjusted returns what an adjustment is called.
func (v *view) Adjusted(kind incentive.AdjustmentKind) string {
	if t, ok := adjustments[kind]; ok {
		return t.In(v.lang)
	}
	return string(kind)
}
