package mutation

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the report for people: how many mutants were caught, and each that was not with the scenario that
// would catch it.
func (r Report) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "Mutants", "变异测试")
	p.Line("%d mutants against %d scenarios: %d killed, %d survived, %d alike in every boundary case, %d equivalent.",
		"共 %d 个变异体，%d 个场景：发现 %d 个，存活 %d 个，所有边界场景结果相同 %d 个，证明等价 %d 个。",
		len(r.Judged), r.Scenarios, r.Count(Killed), r.Count(Survived), r.Count(Alike), r.Count(Equivalent))
	for _, v := range []struct {
		verdict Verdict
		en, zh  string
	}{
		{Survived, "Survived: mistakes that no scenario notices", "存活：没有场景能发现的错误"},
		{Alike, "Alike: no boundary case tells them from the plan", "结果相同：没有边界场景能与原方案区分"},
		{Equivalent, "Equivalent: proved to pay the same", "等价：已证明计付相同"},
	} {
		list := r.With(v.verdict)
		if len(list) == 0 {
			continue
		}
		p.Heading(2, v.en, v.zh)
		p.Header(page.Text("Plan", "方案"), page.Text("Mistake", "错误"), page.Text("Kind", "类型"), page.Text("Would be caught by", "可由此发现"))
		for _, j := range list {
			by := "-"
			switch {
			case j.By != "":
				by = markdown.Escape(j.By)
			case j.Why != (kam.Text{}):
				by = p.Escape(j.Why)
			}
			p.Row(markdown.Escape(fmt.Sprintf("%s/%d", j.Plan.ID, j.Plan.Version)), p.Escape(j.What()), p.Say("%s", "%s", kindName(j.Kind)), by)
		}
	}
	return p.String()
}

// kindName is what people call a kind of mutation.
func kindName(k Kind) kam.Text {
	switch k {
	case Rate:
		return kam.Text{EN: "rate", ZH: "比例"}
	case Bound:
		return kam.Text{EN: "bound", ZH: "界限"}
	case Inclusive:
		return kam.Text{EN: "inclusive", ZH: "含端点"}
	case Mode:
		return kam.Text{EN: "mode", ZH: "方式"}
	case Order:
		return kam.Text{EN: "order", ZH: "顺序"}
	case Cap:
		return kam.Text{EN: "cap", ZH: "封顶"}
	case Floor:
		return kam.Text{EN: "floor", ZH: "保底"}
	case Share:
		return kam.Text{EN: "share", ZH: "份额"}
	case Gate:
		return kam.Text{EN: "gate", ZH: "门槛"}
	case Removal:
		return kam.Text{EN: "removal", ZH: "删除"}
	case Refund:
		return kam.Text{EN: "refund", ZH: "退款"}
	case Rounding:
		return kam.Text{EN: "rounding", ZH: "舍入"}
	case Payout:
		return kam.Text{EN: "payout", ZH: "发放"}
	}
	return wording.Same(string(k))
}
