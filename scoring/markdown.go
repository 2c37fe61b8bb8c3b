package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
)

// Summary returns the result in one sentence: the score and the grade, or why there is none. A number beyond the bounds
// of the library, which no program gives, reads as "?".
func (r Result) Summary() kam.Text { return r.SummaryWith(nil) }

// SummaryWith returns what [Result.Summary] does, with the subject called as names say.
func (r Result) SummaryWith(names kam.Names) kam.Text {
	who := say("nobody", "未指明对象")
	switch {
	case names.Known(r.Subject.ID):
		who = say("%s", "%s", show(names.Of(r.Subject.ID)))
	case r.Subject != (kam.Subject{}):
		who = say("%s", "%s", strings.TrimSpace(subjectText(r.Subject)))
	}
	if !r.Known {
		return say("%s: not known, %s", "%s：未知，%s", who, r.Unknown.text(r))
	}
	text := say("%s: %s of %s points", "%s：%s 分（满分 %s 分）", who, r.Points(), figure(r.Scale.Max))
	if r.Grade != "" {
		text = say("%s, grade %s", "%s，等级 %s", text, r.gradeName(r.Grade))
	}
	return text
}

// text says why there is no result.
func (u UnknownReason) text(r Result) kam.Text {
	switch u {
	case UnknownBlocked:
		return r.blocked()
	case UnknownCoverage:
		return say("only %s of the weight is known, %s are needed", "已知权重仅 %s，至少须 %s", percent(r.Coverage), percent(r.MinimumCoverage))
	case UnknownNothing:
		if slices.ContainsFunc(r.Measures(), func(n Node) bool { return n.Value.Known() && n.Weight.Known() && n.Weight.sign() > 0 }) {
			return say("none of its measures with a weight could be scored", "计入权重的指标均无法计分")
		}
		return say("none of its measures is known", "没有任何已知指标")
	default:
		return say("nothing was scored", "尚未评分")
	}
}

// blocked names what has to be scored and could not be.
func (r Result) blocked() kam.Text {
	var first *Node
	count := 0
	list := r.Measures()
	for i := range list {
		if list[i].State != Blocking {
			continue
		}
		if count++; first == nil {
			first = &list[i]
		}
	}
	switch {
	case first == nil:
		return say("a measure that has to be scored could not be", "必须计分的指标未能计分")
	case count > 1:
		more := kam.Text{EN: strconv.Itoa(count - 1), ZH: strconv.Itoa(count)}
		return say("%s and %s more have to be scored and could not be", "“%s”等 %s 项必须计分，但未能计分", titled(first.ID, first.Name), more)
	}
	return say("%s has to be scored and could not be", "“%s”必须计分，但未能计分", titled(first.ID, first.Name))
}

// Points returns the rounded score with all its decimal places; "?" while it is not known, or beyond the bounds of the library.
func (r Result) Points() string {
	if !r.Score.Valid || num.Check(r.Score.Decimal) != nil {
		return "?"
	}
	places := min(max(r.Rounding.Places, 0), maxPlaces)
	return num.Round(r.Score.Decimal, places, num.HalfUp).StringFixed(places)
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
// reason of each measure, where values do not cover the period of the result or carry a revision or a source, the steps
// from the sum to the grade, adjustments, every veto, and what to take note of. Periods are written with their last day.
// Texts from outside are escaped. Figures marked ≈ are rounded half away from zero to be read, the others are exact; a
// number beyond the bounds of the library reads as "?".
func (r Result) Markdown(lang kam.Lang) string { return r.MarkdownWith(lang, nil) }

// MarkdownWith returns what [Result.Markdown] does, with the subject called as names say.
func (r Result) MarkdownWith(lang kam.Lang, names kam.Names) string {
	d := &document{r: r, lang: lang}
	title := cmp.Or(r.Name.In(lang), r.Card, d.in("Scorecard", "评分卡"))
	heading := say("# %s", "# %s", markdown.Escape(title))
	if r.Version != 0 {
		heading = say("%s, version %d", "%s，第 %d 版", heading, r.Version)
	}
	if when := periodText(r.Period); when != (kam.Text{}) {
		heading = say("%s, %s", "%s，%s", heading, when)
	}
	d.line(heading)
	d.blank()
	d.line(say("%s.", "%s。", escaped(r.SummaryWith(names))))
	d.blank()
	d.tree()
	d.sources()
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

func (d *document) row(cells ...string) { d.WriteString(markdown.Row(cells...)) }

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
	if len(d.r.Nodes) == 0 {
		return
	}
	d.line(say("## Contributions", "## 得分构成"))
	d.blank()
	d.head(say("Item", "项目"), say(">Weight", ">权重"), say(">Counts for", ">计入权重"), say(">Score", ">得分"), say(">Contribution", ">贡献"), say("Reason", "依据"))
	d.nodes(d.r.Nodes, 0)
	d.row(d.in("**Sum**", "**合计**"), "", percent(d.effective()).In(d.lang), shown(d.r.Sum), shown(d.r.Sum), "")
	d.blank()
}

// effective is the weight that counts at the first level.
func (d *document) effective() Exact {
	total := whole(0)
	for _, n := range d.r.Nodes {
		if total = total.plus(n.Effective.or(whole(0))); !total.Known() {
			break
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
			share = percent(n.Share).In(d.lang)
		}
		counts := "?"
		if n.Effective.Known() {
			counts = percent(n.Effective).In(d.lang)
		}
		d.row(strings.Repeat("&emsp;", depth)+name, share, counts, score, shown(n.Contribution), markdown.Escape(n.Reason.In(d.lang)))
		d.nodes(n.Children, depth+1)
	}
}

// name is what people read, else the ID.
func (d *document) name(id string, name kam.Text) string {
	return markdown.Escape(cmp.Or(name.In(d.lang), id))
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
	d.row(d.in("limited to %s to %s", "限于 %s 至 %s", figure(r.Scale.Min), figure(r.Scale.Max)), shown(r.Capped))
	d.row(d.in("after vetoes", "否决之后"), shown(r.Total))
	d.row(d.in("rounded %[2]s, decimal places: %[1]d", "舍入至 %d 位小数（%s）", r.Rounding.Places, r.Rounding.Mode.text()), r.Points())
	if r.GradeBefore != "" {
		d.row(d.in("grade before vetoes", "否决前等级"), markdown.Escape(r.gradeName(r.GradeBefore).In(d.lang)))
	}
	if r.Grade != "" {
		d.row(d.in("grade", "等级"), markdown.Escape(r.gradeName(r.Grade).In(d.lang)))
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
		d.row(d.name(a.ID, a.Name), shown(a.Units), figure(a.PerUnit), bound(a.Max), shown(a.Points))
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
	return figure(b.Decimal)
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
		d.row(d.name(v.ID, v.Name), markdown.Escape(d.condition(v)), shown(v.Tested), markdown.Escape(v.consequence().In(d.lang)), state.In(d.lang))
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

// sources notes where an observation does not cover the period of the result, and its revision and source.
func (d *document) sources() {
	var notes []string
	note := func(id string, name kam.Text, period kam.Period, revision int64, source string) {
		var parts []string
		if when := periodText(period); period != d.r.Period && when != (kam.Text{}) {
			parts = append(parts, d.in("covers %s", "数值期间为 %s", when))
		}
		if revision != 0 {
			parts = append(parts, d.in("revision %d", "修订号 %d", revision))
		}
		if source != "" {
			parts = append(parts, d.in("source %s", "来源 %s", markdown.Escape(show(source))))
		}
		if len(parts) > 0 {
			notes = append(notes, d.in("- %s: %s", "- %s：%s", d.name(id, name), strings.Join(parts, d.in(", ", "，"))))
		}
	}
	for _, n := range d.r.Measures() {
		note(n.ID, n.Name, n.Period, n.Revision, n.Source)
	}
	for _, a := range d.r.Adjustments {
		note(a.ID, a.Name, a.Period, a.Revision, a.Source)
	}
	if len(notes) == 0 {
		return
	}
	d.line(say("## Observations", "## 观测值说明"))
	d.blank()
	d.WriteString(strings.Join(notes, "\n") + "\n")
	d.blank()
}

func (d *document) findings() {
	if len(d.r.Findings) == 0 {
		return
	}
	d.line(say("## To note", "## 注意事项"))
	d.blank()
	d.line(say("%s of the weight is known.", "已知权重为 %s。", percent(d.r.Coverage)))
	d.blank()
	for _, f := range d.r.Findings {
		if strings.HasPrefix(f.Place, "$") { // a path on the card is for who keeps the card
			f.Place = ""
		}
		d.WriteString("- " + markdown.Escape(f.In(d.lang)) + "\n")
	}
	d.blank()
}

// or returns o while e is not known.
func (e Exact) or(o Exact) Exact {
	if e.Known() {
		return e
	}
	return o
}

// plus adds what is known, and short enough.
func (e Exact) plus(o Exact) Exact {
	if !e.Known() || !o.Known() || !tame(e) || !tame(o) {
		return Exact{}
	}
	return e.add(o)
}

func escaped(t kam.Text) kam.Text {
	return kam.Text{EN: markdown.Escape(t.EN), ZH: markdown.Escape(t.ZH)}
}
