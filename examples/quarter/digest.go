package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/reports"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// The reports that there are, and the digest's own words.
var rooms, head, foot = "targets smart followup agenda scores commission improvement promotion development",
	kam.Text{EN: "person,target,revenue,attained,score,commission,promotion", ZH: "人员,目标,销售收入,达成率,得分,提成,晋升"},
	kam.Text{EN: "Revenue in the copy: %s; measured: %s; in statements: %s %s", ZH: "客户副本中的销售收入：%s；计量：%s；结算单：%s %s"}

// Digest is what came of the quarter for everybody, with sums that are compared, and what they leave out.
func (q *quarter) Digest(l kam.Lang) reports.Digest {
	d := reports.Digest{Title: q.Company + ", " + q.calendar.Label(q.Quarter), Pages: q.Pages, Rows: [][]string{strings.Split(head.In(l), ",")}}
	add := func(who string, target, sold decimal.Decimal, score, pay, ready string) {
		d.Rows = append(d.Rows, []string{who, reports.Amount(target, 0), reports.Amount(sold, 2), reports.Percent(sold, target), score, pay, ready})
	}
	var target, pay decimal.Decimal
	for _, p := range q.people {
		target, pay = target.Add(p.goal.Target), pay.Add(p.pay)
		earned := reports.Amount(p.pay, 2)
		if len(p.held) > 0 {
			earned, d.Held = "–", true
		}
		add(q.names.Of(p.ID), p.goal.Target, p.sold(), p.score.Points()+" "+p.score.Grade, earned, p.ready.Verdict().In(l))
	}
	b := q.balance()
	add("Σ", target, b.Measured, "", reports.Amount(pay, 2), "")
	d.Foot = fmt.Sprintf(foot.In(l), reports.Amount(b.Copied, 2), reports.Amount(b.Measured, 2), reports.Amount(b.Stated, 2), q.Currency)
	d.Notes = append(reports.Lines(l, b.Notes...), reports.Lines(l, q.warned...)...)
	return d
}

// balance compares what the copy says was sold with what is measured and what is paid on.
func (q *quarter) balance() fromcrm.Balance {
	c := fromcrm.Comparison{Records: q.records, Period: q.Quarter, Before: q.Before, Currency: q.Currency, Names: q.names, Run: q.run}
	for _, p := range q.people {
		c.People = append(c.People, fromcrm.Measured{ID: p.ID, Revenue: p.sold(), Held: p.held})
	}
	return c.Balance()
}

// sold is the revenue that is measured of somebody.
func (p *person) sold() decimal.Decimal { return p.reach.Actual.Decimal().Decimal }
