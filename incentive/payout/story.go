package payout

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// Story returns the result as a section of a Markdown document in one language, which a statement may embed: what was
// payable before, every step with its reason and what it changes, what is payable now, what is held back with what frees
// it, and what is owed. Texts from outside are escaped. Every figure is the result's; nothing is computed anew.
func (r Result) Story(lang kam.Lang) string {
	t := teller{r: r, lang: lang}
	t.line("## From earned to payable", "## 从所得到应付")
	t.WriteByte('\n')
	t.row(kam.Text{EN: "Step", ZH: "步骤"}, kam.Text{EN: "Why", ZH: "说明"}, kam.Text{EN: "Payable", ZH: "应付"}, kam.Text{EN: "Balance held back", ZH: "暂扣余额"}, kam.Text{EN: "Balance owed", ZH: "欠款余额"})
	t.WriteString("|---|---|--:|--:|--:|\n")
	t.row(kam.Text{EN: "Before", ZH: "期初"}, kam.Text{EN: "balances before the period", ZH: "期初余额"}, t.money(r.Before.Payable), t.money(r.Before.HeldTotal()), t.money(r.Before.Owed()))
	for _, s := range r.Steps {
		t.row(s.Kind.name(), s.Because, t.change(s.Amount), t.change(s.Held), t.change(s.Owed))
	}
	t.row(kam.Text{EN: "**Now**", ZH: "**期末**"}, wording.Same(""), t.bold(r.After.Payable), t.bold(r.After.HeldTotal()), t.bold(r.After.Owed()))
	t.WriteByte('\n')
	t.line("Payable: **%s %s**.", "应付：**%s %s**。", wording.Clip(string(r.Currency)), grouped(r.After.Payable, r.Places))
	t.held()
	t.debts()
	return t.String()
}

// teller builds a text in one language.
type teller struct {
	strings.Builder
	r    Result
	lang kam.Lang
}

func (t *teller) line(en, zh string, args ...any) {
	t.WriteString(wording.Say(en, zh, args...).In(t.lang))
	t.WriteByte('\n')
}

// row writes a row of a table. Cells are escaped, but for the marks that this file puts around a figure.
func (t *teller) row(cells ...kam.Text) {
	out := make([]string, len(cells))
	for i, cell := range cells {
		text := cell.In(t.lang)
		if inner, ok := strings.CutPrefix(text, "**"); ok && strings.HasSuffix(inner, "**") {
			out[i] = "**" + markdown.Escape(strings.TrimSuffix(inner, "**")) + "**"
			continue
		}
		out[i] = markdown.Escape(text)
	}
	t.WriteString(markdown.Row(out...))
}

func (t *teller) money(d decimal.Decimal) kam.Text { return wording.Same(grouped(d, t.r.Places)) }

func (t *teller) bold(d decimal.Decimal) kam.Text {
	return wording.Same("**" + grouped(d, t.r.Places) + "**")
}

// change writes what a step changes, and nothing where it changes nothing.
func (t *teller) change(d decimal.Decimal) kam.Text {
	switch {
	case d.IsZero():
		return kam.Text{}
	case d.IsPositive():
		return wording.Same("+" + grouped(d, t.r.Places))
	}
	return t.money(d)
}

func (t *teller) held() {
	t.WriteByte('\n')
	if len(t.r.After.Held) == 0 {
		t.line("Nothing is held back.", "没有暂扣金额。")
		return
	}
	t.line("Still held back:", "暂扣余额明细：")
	t.WriteByte('\n')
	t.row(kam.Text{EN: "What", ZH: "项目"}, kam.Text{EN: "Earned in", ZH: "所得期间"}, kam.Text{EN: "Amount", ZH: "金额"}, kam.Text{EN: "Released", ZH: "释放条件"})
	t.WriteString("|---|---|--:|---|\n")
	for _, h := range t.r.After.Held {
		t.row(nameOf(called(t.r.Labels, h.Component), h.Transaction, h.Origin), wording.Days(h.Origin), t.money(h.Amount), h.When())
	}
	t.row(kam.Text{EN: "**Total**", ZH: "**合计**"}, kam.Text{}, t.bold(t.r.After.HeldTotal()), kam.Text{})
}

// When says what releases an amount that is held back.
func (h Held) When() kam.Text {
	switch {
	case h.On == "":
		return kam.Text{EN: "no rule says", ZH: "没有适用规则"}
	case (h.On == OnAfter || h.On == OnDate) && h.Due.IsSet():
		return wording.Say("on %s", "%s", h.Due)
	case h.On == OnAfter:
		return kam.Text{EN: "after some months", ZH: "若干个月后"}
	}
	return trigger(Part{On: h.On}, h.Due)
}

func (t *teller) debts() {
	t.WriteByte('\n')
	if len(t.r.After.Debts) == 0 {
		t.line("Nothing is owed.", "没有欠款。")
		return
	}
	t.line("Still owed:", "欠款余额明细：")
	t.WriteByte('\n')
	t.row(kam.Text{EN: "Debt", ZH: "欠款"}, kam.Text{EN: "From the period", ZH: "产生期间"}, kam.Text{EN: "Amount", ZH: "金额"})
	t.WriteString("|---|---|--:|\n")
	for _, d := range t.r.After.Debts {
		t.row(debtName(d.Kind), wording.Days(d.Since), t.money(d.Amount))
	}
	t.row(kam.Text{EN: "**Total**", ZH: "**合计**"}, kam.Text{}, t.bold(t.r.After.Owed()))
}

// name says what a step does.
func (k StepKind) name() kam.Text {
	switch k {
	case StepPaid:
		return kam.Text{EN: "Paid out", ZH: "已发放"}
	case StepEarned:
		return kam.Text{EN: "Earned", ZH: "所得"}
	case StepCorrected:
		return kam.Text{EN: "Corrected", ZH: "更正"}
	case StepHeld:
		return kam.Text{EN: "Held back now", ZH: "本期暂扣"}
	case StepReleased:
		return kam.Text{EN: "Released now", ZH: "本期释放"}
	case StepCancelled:
		return kam.Text{EN: "Cancelled while held back", ZH: "暂扣作废"}
	case StepForfeited:
		return kam.Text{EN: "Forfeited on leaving", ZH: "离职作废"}
	case StepClawback:
		return kam.Text{EN: "Clawed back", ZH: "追回"}
	case StepGuaranteed:
		return kam.Text{EN: "Guarantee added", ZH: "保底补足"}
	case StepDrawn:
		return kam.Text{EN: "Draw added", ZH: "预支"}
	case StepRecovered:
		return kam.Text{EN: "Debt paid back", ZH: "追收欠款"}
	case StepForgiven:
		return kam.Text{EN: "Debt forgiven", ZH: "豁免欠款"}
	case StepAdjusted:
		return kam.Text{EN: "Adjusted by hand", ZH: "手工调整"}
	default:
		return kam.Text{EN: "Turned into a debt", ZH: "转为欠款"}
	}
}
