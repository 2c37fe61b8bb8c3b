package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// The widths at which curves are drawn: for a desk, and for a phone.
const (
	wide   = 760
	narrow = 340
)

// tableRows is how many rows of break points and jumps a page lists.
const tableRows = 100

// page returns the page as one HTML document that needs nothing else.
func (r *result) page() ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{"both": both, "text": func(en, zh string) kam.Text { return kam.Text{EN: en, ZH: zh} }}).Parse(pageText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, r.view()); err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(clean(out.String()), "\n") // the template has the first line, and no comment comes out of one
	return secured([]byte(pageMark + rest)), nil
}

// both returns a text in both languages, of which the page shows one.
func both(t kam.Text) template.HTML {
	en, zh := html.EscapeString(t.In(kam.English)), html.EscapeString(t.In(kam.Chinese))
	if en == zh {
		return template.HTML(en) //nolint:gosec // escaped above
	}
	return template.HTML(`<span class="en" lang="en">` + en + `</span><span class="zh" lang="zh-Hans">` + zh + `</span>`) //nolint:gosec // escaped above
}

// clean takes out characters that HTML has no place for, and those that turn the direction of writing.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0xfeff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

var styles = regexp.MustCompile(`(?s)<style>(.*?)</style>`)

// secured writes the content security policy: styles of the page itself, nothing else.
func secured(page []byte) []byte {
	var allowed []string
	for _, m := range styles.FindAllSubmatch(page, -1) {
		sum := sha256.Sum256(m[1])
		if source := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !slices.Contains(allowed, source) {
			allowed = append(allowed, source)
		}
	}
	policy := "default-src 'none'; style-src " + strings.Join(allowed, " ") + "; base-uri 'none'; form-action 'none'"
	return bytes.Replace(page, []byte("CONTENT-SECURITY-POLICY"), []byte(policy), 1)
}

// view gathers what the page shows.
func (r *result) view() view {
	p := r.in.plan
	v := view{
		Lang: r.lang, Style: template.CSS("\n" + pageStyle), //nolint:gosec // a file of this program
		Name: title(p), Title: say("Plan check: %s", "方案体检：%s", title(p)),
		Passes: len(r.failures) == 0, Refused: r.refused, Assumed: r.assumed,
		Facts: []fact{
			{kam.Text{EN: "Plan", ZH: "方案"}, say("%s, version %d", "%s，第 %d 版", p.ID, p.Version)},
			{kam.Text{EN: "Effective", ZH: "生效期"}, plain(days(p.Effective))},
			{kam.Text{EN: "Paid each", ZH: "结算期"}, periodName(p.Period)},
			{kam.Text{EN: "Currency", ZH: "币种"}, plain(string(p.Currency))},
			{kam.Text{EN: "File", ZH: "文件"}, plain(r.in.names[0])},
		},
	}
	v.Verdict = kam.Text{EN: "The plan passes its checks.", ZH: "方案通过全部检查。"}
	if !v.Passes {
		v.Verdict = kam.Text{EN: "The plan fails its checks.", ZH: "方案未通过检查。"}
	}
	for _, f := range r.failures {
		v.Failures = append(v.Failures, link{f.section, f.text})
	}
	v.Notices = r.notices()
	v.Findings, v.FindingsNote = items(r.lint), say("%s A warning is seldom meant; a note is a fact that readers of the plan ought to know. Amounts are worked by the engine that pays.",
		"%s警告通常并非本意；提示是方案读者应当知道的事实。金额由计付引擎算出。", r.findingsNote())
	v.Menu = append(v.Menu, link{"findings", kam.Text{EN: "Findings", ZH: "检查发现"}})
	if r.refused {
		return v
	}
	v.Menu = append(v.Menu, link{"pay", kam.Text{EN: "What it pays", ZH: "支付曲线"}}, link{"bounds", kam.Text{EN: "At its bounds", ZH: "界限处的支付"}},
		link{"scenarios", kam.Text{EN: "Scenarios", ZH: "场景"}})
	v.Undrawn = items(r.undrawn())
	for i, d := range r.curves {
		v.Curves = append(v.Curves, r.curve(d, fmt.Sprintf("curve-%d", i+1)))
	}
	v.Edges, v.Missed = r.edgeTables()
	v.EdgesCut = r.cutEdges()
	v.Scenarios = r.scenarioView()
	if r.ran() {
		v.Coverage, v.Mutants = r.coverageView(), r.mutantView()
		v.Menu = append(v.Menu, link{"coverage", kam.Text{EN: "Coverage", ZH: "覆盖情况"}}, link{"mutants", kam.Text{EN: "Mistakes", ZH: "错误检出"}})
	}
	return v
}

// notices are what is good to know beside the verdict.
func (r *result) notices() []link {
	var out []link
	add := func(section, en, zh string, args ...any) {
		out = append(out, link{section, say(en, zh, args...)})
	}
	if r.refused {
		return nil
	}
	if cut := r.cutEdges(); cut != (kam.Text{}) {
		add("bounds", "%s", "%s", cut)
	}
	if cut := r.cutMutants(); cut != (kam.Text{}) && r.accepted(acceptMutants) {
		add("mutants", "%s", "%s", cut)
	}
	for _, what := range acceptable {
		if n, section := r.accepts(what), sectionOf(what); n > 0 {
			add(section, "%s", "%s", r.acceptance(what, n))
		}
	}
	if n := count(weigh(r.lint, kam.Info)); n > 0 {
		add("findings", "%s", "%s", counted(n, "note worth reading", "notes worth reading", "条提示值得一读"))
	}
	if !r.ran() {
		add("scenarios", "No scenarios were given: nothing shows that the plan pays what was meant.", "未提供场景：无法证明方案的支付符合本意。")
		return out
	}
	n := len(r.report.Results)
	add("scenarios", "%d of %d scenarios come out as expected", "%[2]d 个场景中有 %[1]d 个符合预期", r.passed(), n)
	add("coverage", "%d of %d parts of the plan are exercised", "方案的 %[2]d 个要点中已覆盖 %[1]d 个", len(r.coverage)-len(r.missing()), len(r.coverage))
	if r.hunted && !r.mutantsCut {
		add("mutants", "%d of %d small mistakes are noticed by a scenario, %d more change nothing", "%[2]d 个小错误中有 %[1]d 个会被场景发现，另有 %[3]d 个不影响支付",
			r.mutants.Count(mutation.Killed), len(r.mutants.Judged), r.mutants.Count(mutation.Equivalent))
	}
	return out
}

// sectionOf is the section of what is accepted.
func sectionOf(what string) string {
	switch what {
	case acceptWarnings:
		return "findings"
	case acceptCoverage:
		return what
	}
	return "mutants"
}

// accepts is how many there are of what is accepted; 0 when it is not.
func (r *result) accepts(what string) int {
	switch {
	case !r.accepted(what):
	case what == acceptWarnings:
		return count(weigh(r.lint, kam.Warning))
	case what == acceptCoverage:
		return len(r.missing())
	case what == acceptMutants:
		return r.mutants.Count(mutation.Survived)
	case what == acceptAlike:
		return r.mutants.Count(mutation.Alike)
	}
	return 0
}

// acceptance says what is accepted, and why.
func (r *result) acceptance(what string, n int) kam.Text {
	out := map[string]kam.Text{
		acceptWarnings: counted(n, "warning accepted", "warnings accepted", "条警告已接受"),
		acceptCoverage: counted(n, "part without a scenario accepted", "parts without a scenario accepted", "个未覆盖的要点已接受"),
		acceptMutants:  counted(n, "mistake that would go unnoticed accepted", "mistakes that would go unnoticed accepted", "个不会被发现的错误已接受"),
		acceptAlike:    counted(n, "mistake neither noticed nor proved harmless accepted", "mistakes neither noticed nor proved harmless accepted", "个既未被发现也未证明无害的错误已接受"),
	}[what]
	if reason := r.accept[what]; reason != "" {
		out = say("%s: %s", "%s：%s", out, reason)
	}
	return out
}

func (r *result) findingsNote() kam.Text {
	errors, warnings, infos := count(r.lint)-count(weigh(r.lint, kam.Warning))-count(weigh(r.lint, kam.Info)), count(weigh(r.lint, kam.Warning)), count(weigh(r.lint, kam.Info))
	return say("%s, %s, %s.", "%s，%s，%s。", counted(errors, "error", "errors", "处错误"), counted(warnings, "warning", "warnings", "条警告"), counted(infos, "note", "notes", "条提示"))
}

// items are findings as the page shows them, the heaviest first.
func items(found kam.Findings) []foundItem {
	var out []foundItem
	for _, class := range []struct {
		name   string
		weight kam.Text
	}{{"error", kam.Text{EN: "Error", ZH: "错误"}}, {"warning", kam.Text{EN: "Warning", ZH: "警告"}}, {"note", kam.Text{EN: "Note", ZH: "提示"}}} {
		for _, f := range found {
			if classOf(f.Severity) != class.name {
				continue
			}
			item := foundItem{Class: class.name, Weight: class.weight, Code: f.Code, Place: f.Place, Message: sentence(f.Message)}
			if f.Remedy != (kam.Text{}) {
				item.Remedy = todo(f.Remedy)
			}
			if f.More > 0 {
				item.More = say("and %d more of this kind", "另有 %d 条同类情况", f.More)
			}
			out = append(out, item)
		}
	}
	return out
}

// todo says what to do.
func todo(remedy kam.Text) kam.Text { return say("What to do: %s", "建议：%s", sentence(remedy)) }

func classOf(s kam.Severity) string {
	switch s {
	case kam.Warning:
		return "warning"
	case kam.Info:
		return "note"
	case kam.Error:
	}
	return "error"
}

// curve gathers what the page shows of one curve.
func (r *result) curve(d drawn, id string) curveView {
	v := curveView{
		ID: id, Title: capital(say("%s: %s", "%s：%s", d.axis(), d.profile())), Figures: d.keyFigures(),
		Pay: d.payTable(id), Parts: d.partsTable(id), Course: d.courseTable(id), Jumps: d.jumpTable(id), Limits: d.limitTable(id), Even: d.breakEven(r.margin, r.cost),
	}
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		class := map[kam.Lang]string{kam.English: "en", kam.Chinese: "zh"}[lang]
		for _, size := range []struct {
			name  string
			width int
		}{{"wide", wide}, {"narrow", narrow}} {
			drawing := tidy(lang, string(d.SVG(analysis.Picture{Lang: lang, Width: size.width, ID: id + "-" + class + "-" + size.name})))
			v.Pictures = append(v.Pictures, picture{Class: class + " " + size.name, SVG: template.HTML(drawing)}) //nolint:gosec // package svg escapes every text
		}
	}
	return v
}

// edgeTables are what the plan pays at its bounds, and the bounds that made-up deals do not reach.
func (r *result) edgeTables() (paid, missed *table) {
	list := r.edgesOf(r.in.plan)
	if len(list) > 0 {
		paid = &table{
			ID: "bounds-table", Caption: kam.Text{EN: "Pay just below each bound, exactly at it, and just above it", ZH: "每个界限之下、恰在界限、之上的支付"},
			Heads: []head{column("Bound", "界限"), column("Component", "组成部分"), column("Deals", "交易额"), numbers("Just below", "略低于"), numbers("Exactly at", "恰在"), numbers("Just above", "略高于"), column("Note", "备注")},
		}
		for _, e := range list {
			note := cell{Text: plain("–")}
			if e.flat() {
				note = said("the same once rounded", "取整后相同")
			}
			paid.add(cell{Text: say("%s at %s", "%s %s", boundName(e.Kind), e.place())}, code(e.Component), dash(strings.Join(e.sales(), " / ")), dash(e.below), dash(e.at), dash(e.above), note)
		}
	}
	for _, m := range r.missed() {
		if m.Plan != r.in.plan.ID || m.Version != r.in.plan.Version {
			continue
		}
		if missed == nil {
			missed = &table{ID: "missed-table", Caption: kam.Text{EN: "Bounds that made-up deals do not reach", ZH: "虚构交易无法到达的界限"}, Heads: []head{column("Place", "位置"), column("Why", "原因")}}
		}
		missed.add(code(m.Place), says(m.Reason))
	}
	return paid, missed
}

// dash is a cell of a number that may be missing.
func dash(s string) cell {
	if s == "" {
		s = "–"
	}
	return cell{Text: plain(s)}
}

func (r *result) scenarioView() scenarioView {
	v := scenarioView{Ran: r.ran()}
	if !v.Ran {
		return v
	}
	failed := r.report.Failed()
	v.Summary = say("Scenarios: %d. Expectations: %d. Not met: %d.", "场景 %d 个，预期 %d 项，未满足 %d 项。", len(r.report.Results), r.report.Checks(), len(failed))
	for _, result := range r.report.Results {
		name := scenarioName(result.File, result.Scenario)
		checks := result.Failed()
		if len(checks) == 0 {
			v.Passed = append(v.Passed, name)
			continue
		}
		f := failedScenario{Name: name}
		var told []kam.Text
		for _, c := range checks {
			x := failedCheck{Period: days(c.Period), Place: r.in.files.Place(c.File, c.Place), Said: c.What, Expected: valueOf(c.Expected), Actual: valueOf(c.Actual)}
			if !slices.Equal(told, c.Trail) {
				x.Trail, told = c.Trail, c.Trail
			}
			f.Checks = append(f.Checks, x)
		}
		v.Failed = append(v.Failed, f)
	}
	return v
}

func valueOf(s string) kam.Text {
	if s == "" {
		return kam.Text{EN: "nothing", ZH: "无"}
	}
	return plain(s)
}

func (r *result) coverageView() coverageView {
	missing := r.missing()
	v := coverageView{Summary: say("%d of %d parts of the plan are exercised by a scenario.", "方案的 %[2]d 个要点中，已有场景覆盖 %[1]d 个。", len(r.coverage)-len(missing), len(r.coverage))}
	heads := []head{column("What", "要点"), column("Component", "组成部分"), column("Place", "位置")}
	if len(missing) > 0 {
		v.Missing = &table{ID: "missing-table", Caption: kam.Text{EN: "What no scenario exercises", ZH: "没有场景覆盖的要点"}, Heads: heads}
		for _, p := range missing {
			v.Missing.add(says(sentence(p.What)), component(p.Component), code(p.Place))
		}
	}
	v.All = &table{ID: "covered-table", Caption: kam.Text{EN: "What the scenarios exercise", ZH: "场景已覆盖的要点"}, Heads: append(slices.Clone(heads), numbers("Scenarios", "场景数"), column("The first", "首个场景"))}
	for _, p := range r.coverage {
		if p.Covered() {
			v.All.add(says(sentence(p.What)), component(p.Component), code(p.Place), counts(p.Times), says(plain(p.By)))
		}
	}
	return v
}

// component is a cell with the name of a component; the plan's own parts have none.
func component(name string) cell {
	if name == "" {
		return said("the plan", "方案")
	}
	return code(name)
}

func (r *result) mutantView() mutantView {
	v := mutantView{Hunted: r.hunted, AdviseSurvived: todo(adviseSurvived), AdviseAlike: todo(adviseAlike)}
	if !v.Hunted {
		return v
	}
	m := r.mutants
	v.Summary = say("Mistakes made in the plan, one at a time: %d. Noticed by a scenario: %d. Would go unnoticed: %d. Neither noticed nor proved harmless: %d. Proved to pay the same: %d.",
		"逐一在方案中制造错误 %d 个：场景发现 %d 个，不会被发现 %d 个，既未被发现也未证明无害 %d 个，已证明支付相同 %d 个。",
		len(m.Judged), m.Count(mutation.Killed), m.Count(mutation.Survived), m.Count(mutation.Alike), m.Count(mutation.Equivalent))
	v.Kinds = &table{
		ID: "kinds-table", Dense: true, Caption: kam.Text{EN: "Mistakes by kind", ZH: "按类型统计的错误"},
		Heads: []head{column("Kind", "类型"), numbers("Made", "制造"), numbers("Noticed", "发现"), numbers("Unnoticed", "不会发现"), numbers("Not proved", "未证明"), numbers("Proved the same", "证明相同")},
	}
	for _, t := range r.tallies() {
		v.Kinds.add(says(kindName(t.kind)), counts(t.total), counts(t.killed), counts(t.survived), counts(t.alike), counts(t.equivalent))
	}
	v.Survived = mistakes("survived-table", kam.Text{EN: "Mistakes that would go unnoticed", ZH: "不会被发现的错误"}, column("Would be caught by", "可由此场景发现"), m.With(mutation.Survived))
	v.Alike = mistakes("alike-table", kam.Text{EN: "Mistakes neither noticed nor proved harmless: no boundary case tells them from the plan", ZH: "既未被发现也未证明无害的错误：没有边界场景能将其与原方案区分"}, column("Why", "说明"), m.With(mutation.Alike))
	v.Equivalent = mistakes("equivalent-table", kam.Text{EN: "Changes that are proved to pay the same", ZH: "已证明支付相同的改动"}, column("Why", "说明"), m.With(mutation.Equivalent))
	if list := m.Killers(); len(list) > 0 {
		v.Suggested = snippet(list)
	}
	return v
}

// mistakes is a table of mutants; nil without any.
func mistakes(id string, caption kam.Text, last head, list []mutation.Judged) *table {
	if len(list) == 0 {
		return nil
	}
	t := &table{ID: id, Caption: caption, Heads: []head{column("Mistake", "错误"), column("Kind", "类型"), last}}
	for _, j := range list {
		why := says(j.Why)
		switch {
		case j.By != "":
			why = says(plain(j.By))
		case j.Why == (kam.Text{}):
			why = dash("")
		}
		t.add(says(j.What()), says(kindName(j.Kind)), why)
	}
	return t
}
