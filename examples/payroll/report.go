package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive"
)

// printPeriod prints one period: a table of its statements, the house account and who is held.
func printPeriod(w io.Writer, r result, rows []summary, calendar *kam.Calendar, lang kam.Lang) {
	terminal.Tell(w, "\n"+heading(r, calendar).In(lang))
	table := terminal.Table{Right: []int{2, 3, 4, 5, 6}}
	table.Row(words(lang, "payee 人员", "plan 方案", "credited 计入业绩", "quota 目标", "attainment 达成率", "earned 所得", "payable 应付", "status 状态")...)
	var total decimal.Decimal
	for _, row := range rows {
		table.Row(label(row.payee, row.name), row.plan, row.credited, row.quota, share(row.attainment), row.earned, row.payable, row.status.text(lang))
		total = total.Add(row.amount)
	}
	table.Row(words(lang, "total 合计")[0], "", "", "", "", total.StringFixed(2))
	terminal.Tell(w, strings.TrimSuffix(table.String(), "\n"))
	if r.unposted {
		terminal.Tell(w, findings.Say("note: nothing is posted for the periods before; plans that count to date pay for them now", "提示：此前的期间尚未入账；累计方案将在本期一并支付").In(lang))
	}
	printHouse(w, r, lang)
	for _, h := range r.held {
		for _, f := range h.Findings {
			terminal.Tell(w, terminal.Clean(findings.Say("held: %s: %s", "暂缓：%s：%s", h.Payee.ID, f.In(lang)).In(lang)))
		}
	}
}

func heading(r result, calendar *kam.Calendar) kam.Text {
	text := findings.Say("%s, %s to %s", "%s，%s 至 %s", r.label, r.period.From, r.period.Until.AddDays(-1))
	if days, err := calendar.WorkingDays(r.period); err == nil {
		text.EN += fmt.Sprintf(", %d working days", days)
		text.ZH += fmt.Sprintf("，%d 个工作日", days)
	}
	return text
}

// words picks the language of headings written as "english 中文".
func words(lang kam.Lang, both ...string) []string {
	out := make([]string, len(both))
	for i, text := range both {
		en, zh, _ := strings.Cut(text, " ")
		out[i] = kam.Text{EN: en, ZH: zh}.In(lang)
	}
	return out
}

func label(id, name string) string {
	if name == "" || name == id {
		return id
	}
	return id + " " + name
}

// printHouse lists the credits that are nobody's.
func printHouse(w io.Writer, r result, lang kam.Lang) {
	const shown = 10
	var credits []incentive.HouseCredit
	var total decimal.Decimal
	for credit := range r.run.House() {
		credits = append(credits, credit)
		total = total.Add(credit.Amount)
	}
	if len(credits) == 0 {
		return
	}
	terminal.Tell(w, findings.Say("house account, paid to nobody: %s (deals: %d)", "公司账户，不计入任何人：%s（%d 笔）", total.StringFixed(2), len(credits)).In(lang))
	for i, credit := range credits {
		if i == shown {
			terminal.Tell(w, findings.Say("  and %d more", "  另有 %d 笔", len(credits)-shown).In(lang))
			break
		}
		terminal.Tell(w, terminal.Clean(fmt.Sprintf("  %s  %s  %s", credit.Transaction, credit.Amount.StringFixed(2), credit.Reason.Message.In(lang))))
	}
}

// findPayee returns the id that a text names: an id, or a name in any letter case.
func findPayee(payees []incentive.Payee, text string, found *kam.Findings) string {
	var ids []string
	for _, p := range payees {
		if p.ID == text {
			return p.ID
		}
		if strings.EqualFold(p.ID, text) || strings.EqualFold(p.Name, text) {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 1 {
		return ids[0]
	}
	found.Add(findings.Fault("payroll.explain", "-explain", findings.Say("%s names %d payees of the team", "%s 对应团队中的 %d 人", findings.Quote(text), len(ids)),
		findings.Say("give an id of the team, as in the table", "请填写团队中的人员编号")))
	return ""
}
