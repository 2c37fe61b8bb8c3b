package criteria

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Summary returns the result in one sentence: the state, and how many criteria are met, not met and unknown. A criterion
// inside a not counts the other way round: what must not be, and is not, is as it should be.
func (r Result) Summary() kam.Text {
	count, total := tally{}, 0
	var walk func(n *Node, negated bool)
	walk = func(n *Node, negated bool) {
		if n.Criterion != nil {
			v := verdictFrom(n.State)
			if negated {
				v = met - v
			}
			count.add(v)
			total++
		}
		for i := range n.Children {
			walk(&n.Children[i], negated != (n.Kind == KindNot))
		}
	}
	walk(&r.Root, false)
	text := wording.Say("%s on %s: %s; %d of %d criteria met", "%s，%s：%s；%[5]d 项条件中 %[4]d 项达标", who(r.Person), r.AsOf, r.State.Name(), count[met], total)
	if n := count[notMet]; n > 0 {
		text = wording.Say("%s, %d not met", "%s，%d 项未达标", text, n)
	}
	if n := count[unknown]; n > 0 {
		text = wording.Say("%s, %d unknown", "%s，%d 项未知", text, n)
	}
	return text
}

// Markdown returns the result as a Markdown document in one language: the summary, the tree of rules with the state and
// the reason of each criterion, and the steps and records from which a person can work out every figure. Texts from
// outside are escaped. Figures marked ≈ are rounded half away from zero to be read, the others are exact.
func (r Result) Markdown(lang kam.Lang) string {
	d := &document{page.Page{Lang: lang}}
	title := r.Root.Name
	if title == groupName(r.Root.Kind, r.Root.K) {
		title = wording.Say("Criteria", "条件判定") // a group without a name of its own
	}
	d.Paragraph("# %s", "# %s", page.Escaped(title))
	d.Paragraph("%s.", "%s。", page.Escaped(r.Summary()))
	d.Header(page.Text("Rule", "规则"), page.Text("State", "判定"), page.Text("Reason", "依据"))
	d.tree(&r.Root, 0)
	d.WriteByte('\n')
	for _, n := range r.Criteria() {
		d.figures(&n)
	}
	return strings.TrimRight(d.String(), "\n") + "\n"
}

// document is a page on criteria.
type document struct{ page.Page }

// row writes a row of texts that are escaped.
func (d *document) row(cells ...kam.Text) {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = d.Escape(c)
	}
	d.Row(out...)
}

func (d *document) tree(n *Node, depth int) {
	name, reason := d.Escape(n.Name), ""
	if n.Criterion == nil {
		name = "**" + name + "**"
	} else {
		reason = d.Escape(n.Criterion.Reason)
	}
	d.Row(strings.Repeat("&emsp;", depth)+name, n.State.Name().In(d.Lang), reason)
	for i := range n.Children {
		d.tree(&n.Children[i], depth+1)
	}
}

// figures writes the steps or the records of a criterion.
func (d *document) figures(n *Node) {
	c := n.Criterion
	if len(c.Steps) == 0 && len(c.Records) == 0 {
		return
	}
	d.Paragraph("## %s", "## %s", page.Escaped(n.Name))
	if len(c.Steps) > 0 {
		d.steps(c)
	} else {
		d.records(c)
	}
	d.WriteByte('\n')
}

func (d *document) steps(c *Criterion) {
	d.Header(page.Text("Period", "期间"), page.Text("Value", "数值"), page.Text("Revision", "修订号"), page.Text("Source", "来源"), page.Text("Note", "说明"))
	for i := range c.Steps {
		s := &c.Steps[i]
		value := wording.Same(wording.Number(s.Value.r))
		if s.Numerator.Known() && s.Denominator.Known() {
			value = wording.Say("%s / %s = %s", "%s / %s = %s", s.Numerator.r, s.Denominator.r, value)
		}
		var notes []kam.Text
		if s.Why != "" {
			notes = append(notes, s.whyWords())
		}
		if s.Parts > 0 {
			notes = append(notes, wording.Say("sum of %d shorter periods", "由 %d 个更短期间累加", s.Parts))
		}
		if i < c.Base {
			notes = append(notes, wording.Say("base", "基期"))
		}
		revision := kam.Text{}
		if s.Why != NoObservation && s.Why != NotOverYet && s.Parts == 0 {
			revision = wording.Say("%d", "%d", s.Revision)
		}
		d.row(wording.Same(s.label()), value, revision, wording.Same(wording.Clip(s.Source)), wording.Join(notes))
	}
}

func (d *document) records(c *Criterion) {
	d.Header(page.Text("Record", "记录"), page.Text("Held", "期间"), page.Text("Detail", "内容"))
	for _, r := range c.Records {
		detail := kam.Text{}
		switch r.Of {
		case evidence.Skills:
			detail = wording.Say("level %d, by %s", "%d 级，评估人 %s", r.Level, who(r.By))
		case evidence.Reviews:
			if detail = wording.Same(wording.Clip(r.Rating)); r.Rating == "" {
				detail = wording.Say("contradictory", "相互矛盾")
			}
		default: // name and time say it all
		}
		d.row(wording.Same(wording.Clip(r.Name)), wording.Days(r.Held), detail)
	}
}
