package analysis

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// tableRows is how many pieces and jumps a page lists.
const tableRows = 100

// Markdown returns the curve as a page: what is paid at the usual places, the pieces, jumps and falls, and where limits
// bite. A number that is rounded for the page has "≈" before it. Of more than 100 pieces the first 100 are listed.
func (c *Curve) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	title := page.Escaped(c.title())
	p.Heading(2, "%s", "%s", title)
	p.Paragraph("Axis: %s; %s; %s; %s. Amounts in %s, before rounding.", "横轴：%s；%s；%s；%s。金额单位 %s，取整前。",
		page.Escaped(c.basisText()), page.Escaped(c.profileText()), c.rangeText(), wording.Days(c.model.q.Period), string(c.model.plan.Currency))
	c.tableOfPay(p)
	c.tableOfPieces(p)
	c.tableOfJumps(p)
	p.Heading(3, "What follows", "结论")
	c.conclusions(p)
	return p.String()
}

func (c *Curve) rangeText() kam.Text {
	from, until := c.Range()
	return say("from %s to %s", "自 %s 至 %s", c.place(rational(from)), c.place(rational(until)))
}

func (c *Curve) tableOfPay(p *page.Page) {
	rows := c.PaysAt()
	columns := []page.Column{page.Number("At", "位置"), page.Number("Quantity", "数量"), page.Number("Pay", "支付")}
	shares := c.money()
	if shares {
		columns = append(columns, page.Number("Share of quantity", "占比"))
	}
	several := len(c.model.plan.Components) > 1
	if several {
		for _, k := range c.model.plan.Components {
			name := page.Escaped(c.model.plan.ComponentLabel(k.Name))
			columns = append(columns, page.Number(name.EN, name.ZH))
		}
	}
	p.Header(columns...)
	for _, r := range rows {
		cells := []string{c.place(r.At), c.grouped(r.Quantity, 4), c.amount(r.Pay)}
		if shares {
			share := "-"
			if r.Share != nil {
				share = c.rateText(*r.Share)
			}
			cells = append(cells, share)
		}
		if several {
			for _, k := range r.Components {
				cells = append(cells, c.amount(k))
			}
		}
		p.Row(cells...)
	}
}

func (c *Curve) tableOfPieces(p *page.Page) {
	p.Heading(3, "Pieces", "分段")
	p.Header(page.Number("After", "起（不含）"), page.Number("Before", "止（不含）"), page.Number("Pay at the start", "起点支付"), page.Number("Pay at the end", "终点支付"), page.Number("Marginal rate", "边际提成比例"), page.Text("Limits", "限制"))
	for i, s := range c.spans {
		if i == tableRows {
			break
		}
		from, until := c.points[i].at, c.points[i+1].at
		rate := c.rateText(c.rate(s.pay.pay, from))
		if s.pay.pay.Degree() > 1 {
			rate += " → " + c.rateText(c.rate(s.pay.pay, until))
		}
		var limits []string
		for _, l := range s.pay.limits {
			limits = append(limits, p.Escape(c.limitText(l)))
		}
		p.Row(c.place(numberOf(from)), c.place(numberOf(until)), c.amount(numberAt(s.pay.pay, from)), c.amount(numberAt(s.pay.pay, until)), rate, strings.Join(limits, p.Say(", ", "、")))
	}
	if n := len(c.spans) - tableRows; n > 0 {
		p.WriteByte('\n')
		p.Paragraph("%d further pieces are left out.", "另有 %d 段未列出。", n)
	}
}

func (c *Curve) tableOfJumps(p *page.Page) {
	jumps := c.Jumps()
	if len(jumps) == 0 {
		return
	}
	p.Heading(3, "Jumps", "跳变")
	p.Header(page.Number("At", "位置"), page.Number("From below", "左侧"), page.Number("Paid there", "该处"), page.Number("From above", "右侧"), page.Number("Jump", "跳变"))
	for i, j := range jumps {
		if i == tableRows {
			break
		}
		p.Row(c.place(j.At), c.amount(j.Before), c.amount(j.Pay), c.amount(j.After), c.amount(j.Size))
	}
	if n := len(jumps) - tableRows; n > 0 {
		p.WriteByte('\n')
		p.Paragraph("%d further jumps are left out.", "另有 %d 处跳变未列出。", n)
	}
}

// conclusions lists what follows from the curve.
func (c *Curve) conclusions(p *page.Page) {
	for _, t := range c.Conclusions() {
		p.WriteString("- " + p.Escape(t) + "\n")
	}
}

// Conclusions says in words what follows from the curve: whether it falls, its largest cliff, its marginal rates, what
// limits it, and the most that can be paid.
func (c *Curve) Conclusions() []kam.Text {
	var out []kam.Text
	currency := string(c.model.plan.Currency)
	switch falls := c.Falls(); {
	case len(falls) == 0:
		out = append(out, say("More never pays less.", "业绩越高，支付不会越低。"))
	case falls[0].Jumps():
		f := falls[0]
		out = append(out, say("Pay falls at %s, from %s to %s %s.", "支付在 %s 处由 %s 降至 %s %s。", c.place(f.From), c.amount(f.HigherPay), c.amount(f.LowerPay), currency))
	default:
		f := falls[0]
		out = append(out, say("Pay falls between %s and %s, from %s to %s %s.", "支付在 %s 与 %s 之间由 %s 降至 %s %s。", c.place(f.From), c.place(f.Until), c.amount(f.HigherPay), c.amount(f.LowerPay), currency))
	}
	if j, ok := c.LargestCliff(); ok {
		out = append(out, say("The largest cliff is at %s: %s %s at once.", "最大的跳变位于 %s：一次 %s %s。", c.place(j.At), c.amount(j.Size), currency))
	} else {
		out = append(out, say("There is no cliff.", "没有跳变。"))
	}
	r := c.MarginalRates()
	if r.Lowest.Cmp(r.Highest) == 0 {
		out = append(out, say("The marginal rate is %s everywhere, jumps left out.", "除跳变外，边际提成比例处处为 %s。", c.rateText(r.Lowest)))
	} else {
		out = append(out, say("Marginal rates run from %s to %s.", "边际提成比例介于 %s 与 %s 之间。", c.rateText(r.Lowest), c.rateText(r.Highest)))
	}
	for _, b := range c.Bindings() {
		from, until := b.Stretches[0].From, b.Stretches[len(b.Stretches)-1].Until
		out = append(out, say("The %s changes pay between %s and %s.", "%s在 %s 与 %s 之间改变支付。", c.limitText(b.Limit), c.place(from), c.place(until)))
	}
	return append(out, c.liabilityText())
}
