package scoring

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Summary returns the result in one sentence: the score and the grade, or why there is none.
func (r Result) Summary() kam.Text {
	who := subjectText(r.Subject)
	if !r.Known {
		return say("%s: not known, %s", "%s：未知，%s", who, r.Unknown.text(r))
	}
	text := say("%s: %s of %s points", "%s：%s 分（满分 %s 分）", who, r.points(), num.Format(r.Scale.Max))
	if r.Grade != "" {
		text = say("%s, grade %s", "%s，等级 %s", text, r.gradeName(r.Grade))
	}
	return text
}

// text says why there is no result.
func (u UnknownReason) text(r Result) kam.Text {
	switch u {
	case UnknownBlocked:
		return say("a measure that has to be known is not", "必须具备的指标缺失")
	case UnknownCoverage:
		return say("only %s of the weight is known, %s are needed", "已知权重仅 %s，至少须 %s", percent(r.Coverage), percent(r.MinimumCoverage))
	default:
		return say("none of its measures is known", "没有任何已知指标")
	}
}

// points writes the rounded score with all its places.
func (r Result) points() string {
	if !r.Score.Valid {
		return "?"
	}
	return num.Round(r.Score.Decimal, r.Rounding.Places, num.HalfUp).StringFixed(r.Rounding.Places)
}

func (r Result) gradeName(key string) kam.Text {
	for _, g := range r.Grades {
		if g.Key == key && g.Name != (kam.Text{}) && g.Name.In(kam.English) != key {
			return say("%s (%s)", "%s（%s）", show(key), kam.Text{EN: show(g.Name.In(kam.English)), ZH: show(g.Name.In(kam.Chinese))})
		}
	}
	return say("%s", "%s", show(key))
}

// Markdown returns the result as a Markdown document in one language: the summary, the tree of contributions with the
// reason of each measure, the steps from the sum to the grade, adjustments, every veto, and what is not known. Texts
// from outside are escaped. Figures marked ≈ are rounded half away from zero to be read, the others are exact.
func (r Result) Markdown(lang kam.Lang) string {
	d := &document{r: r, lang: lang}
	title := r.Name.In(lang)
	if title == "" {
		title = r.Card
	}
	d.line(say("# %s, version %d, %s", "# %s，第 %d 版，%s", escape(title), r.Version, r.Period))
	d.blank()
	d.line(say("%s.", "%s。", escapeText(r.Summary())))
	d.blank()
	d.tree()
	d.steps()
	d.adjustments()
	d.vetoes()
	d.findings()
	return d.String()
}

// document builds a text in one language.
type document struct {
	strings.Builder
	r    Result
	lang kam.Lang
}

func (d *document) line(t kam.Text) {
	d.WriteString(t.In(d.lang))
	d.WriteByte('\n')
}

func (d *document) blank() { d.WriteByte('\n') }

func (d *document) row(cells ...string) { d.WriteString("| " + strings.Join(cells, " | ") + " |\n") }

// head writes the head of a table; names that begin with > head columns of numbers.
func (d *document) head(names ...kam.Text) {
	cells, rule := make([]string, len(names)), make([]string, len(names))
	for i, n := range names {
		name, number := strings.CutPrefix(n.In(d.lang), ">")
		cells[i], rule[i] = name, "---"
		if number {
			rule[i] = "--:"
		}
	}
	d.row(cells...)
	d.row(rule...)
}

func (d *document) in(en, zh string, args ...any) string { return say(en, zh, args...).In(d.lang) }

func (d *document) tree() {
	d.line(say("## Contributions", "## 得分构成"))
	d.blank()
	d.head(say("Item", "项目"), say(">Weight", ">权重"), say(">Counts for", ">计入权重"), say(">Score", ">得分"), say(">Contribution", ">贡献"), say("Reason", "依据"))
	d.nodes(d.r.Nodes, 0)
	d.row(d.in("**Sum**", "**合计**"), "", percent(d.effective()), shown(d.r.Sum), shown(d.r.Sum), "")
	d.blank()
}

// effective is the weight that counts at the first level.
func (d *document) effective() Exact {
	total := whole(0)
	for _, n := range d.r.Nodes {
		if n.Effective.Known() {
			total = total.add(n.Effective)
		}
	}
	return total
}

func (d *document) nodes(nodes []Node, depth int) {
	for _, n := range nodes {
		name := d.name(n.ID, n.Name)
		if n.Kind == DimensionNode {
			name = "**" + name + "**"
		}
		score, share := shown(n.Score), "?"
		if n.Share.Known() {
			share = percent(n.Share)
		}
		counts := "?"
		if n.Effective.Known() {
			counts = percent(n.Effective)
		}
		d.row(strings.Repeat("&emsp;", depth)+name, share, counts, score, shown(n.Contribution), escape(n.Reason.In(d.lang)))
		d.nodes(n.Children, depth+1)
	}
}

// name is what people read, else the ID.
func (d *document) name(id string, name kam.Text) string {
	if text := name.In(d.lang); text != "" {
		return escape(text)
	}
	return escape(id)
}

// steps writes how the sum became the grade.
func (d *document) steps() {
	r := d.r
	if !r.Known {
		return
	}
	d.line(say("## From the sum to the score", "## 从合计到得分"))
	d.blank()
	d.head(say("Step", "步骤"), say(">Points", ">分数"))
	d.row(d.in("weighted sum", "加权合计"), shown(r.Sum))
	d.row(d.in("bonus", "加分"), shown(r.Bonus))
	d.row(d.in("penalty", "扣分"), shown(r.Penalty))
	d.row(d.in("limited to %s to %s", "限于 %s 至 %s", num.Format(r.Scale.Min), num.Format(r.Scale.Max)), shown(r.Capped))
	d.row(d.in("after vetoes", "否决之后"), shown(r.Total))
	d.row(d.in("rounded %[2]s, decimal places: %[1]d", "舍入至 %d 位小数（%s）", r.Rounding.Places, r.Rounding.Mode.text()), r.points())
	if r.GradeBefore != "" {
		d.row(d.in("grade before vetoes", "否决前等级"), escape(r.gradeName(r.GradeBefore).In(d.lang)))
	}
	if r.Grade != "" {
		d.row(d.in("grade", "等级"), escape(r.gradeName(r.Grade).In(d.lang)))
	}
	d.blank()
}

// text names a mode in words.
func (m RoundingMode) text() kam.Text {
	switch m {
	case HalfEven:
		return say("half to even", "四舍六入五成双")
	case HalfDown:
		return say("half down", "五舍六入")
	case Up:
		return say("away from zero", "远离零")
	case Down:
		return say("towards zero", "向零截断")
	case Ceil:
		return say("up", "向上")
	case Floor:
		return say("down", "向下")
	default:
		return say("half up", "四舍五入")
	}
}

func (d *document) adjustments() {
	if len(d.r.Adjustments) == 0 {
		return
	}
	d.line(say("## Bonus and penalty", "## 加分与扣分"))
	d.blank()
	d.head(say("Item", "项目"), say(">Units", ">数量"), say(">Points each", ">每单位分数"), say(">At most", ">上限"), say(">Points", ">分数"))
	for _, a := range d.r.Adjustments {
		d.row(d.name(a.ID, a.Name), shown(a.Units), num.Format(a.PerUnit), bound(a.Max), shown(a.Points))
	}
	if d.r.MaxBonus.Valid || d.r.MaxPenalty.Valid {
		d.row(d.in("**All together**", "**合计上限**"), "", "", fmt.Sprintf("+%s / -%s", bound(d.r.MaxBonus), bound(d.r.MaxPenalty)), shown(d.r.Bonus.plus(d.r.Penalty)))
	}
	d.blank()
}

func bound(b decimal.NullDecimal) string {
	if !b.Valid {
		return "—"
	}
	return num.Format(b.Decimal)
}

func (d *document) vetoes() {
	if len(d.r.Vetoes) == 0 {
		return
	}
	d.line(say("## Vetoes", "## 一票否决"))
	d.blank()
	d.head(say("Item", "项目"), say("Condition", "条件"), say(">Observed", ">实际"), say("Effect", "后果"), say("State", "状态"))
	for _, v := range d.r.Vetoes {
		state := say("not triggered", "未触发")
		switch v.State {
		case VetoTriggered:
			state = say("**triggered**", "**已触发**")
		case VetoUnknown:
			state = say("not known", "未知")
		case VetoClear:
		}
		d.row(d.name(v.ID, v.Name), escape(d.condition(v)), shown(v.Tested), escape(v.consequence().In(d.lang)), state.In(d.lang))
	}
	d.blank()
}

func (d *document) condition(v VetoResult) string {
	on := v.On
	if n, ok := d.r.Node(v.On); ok && n.Name.In(d.lang) != "" {
		on = n.Name.In(d.lang)
	}
	switch {
	case v.Below.Valid && v.Above.Valid:
		return d.in("%s below %s or above %s", "%s低于 %s 或高于 %s", show(on), bound(v.Below), bound(v.Above))
	case v.Below.Valid:
		return d.in("%s below %s", "%s低于 %s", show(on), bound(v.Below))
	}
	return d.in("%s above %s", "%s高于 %s", show(on), bound(v.Above))
}

func (v VetoResult) consequence() kam.Text {
	switch v.Effect {
	case VetoCapScore:
		return say("at most %s points", "最高 %s 分", bound(v.Score))
	case VetoCapGrade:
		return say("at most grade %s", "最高等级 %s", show(v.Grade))
	default:
		return say("the lowest score", "计最低分")
	}
}

func (d *document) findings() {
	if len(d.r.Findings) == 0 {
		return
	}
	d.line(say("## Not known", "## 未知事项"))
	d.blank()
	d.line(say("%s of the weight is known.", "已知权重为 %s。", percent(d.r.Coverage)))
	d.blank()
	for _, f := range d.r.Findings {
		d.WriteString("- " + escape(f.In(d.lang)) + "\n")
	}
	d.blank()
}

// plus adds what is known.
func (e Exact) plus(o Exact) Exact {
	if !e.Known() || !o.Known() {
		return Exact{}
	}
	return e.add(o)
}

// escape makes a text from outside harmless in a cell of a Markdown table.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;",
		"&", "&amp;", "#", `\#`, "~", `\~`, "\n", " ", "\r", " ", "\t", " ").Replace(s)
}

func escapeText(t kam.Text) kam.Text { return kam.Text{EN: escape(t.EN), ZH: escape(t.ZH)} }
