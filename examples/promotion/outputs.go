package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/chart"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// name finds out how each person is called, in texts and in the names of files.
func (r *result) name() {
	r.names, r.files = map[string]string{}, map[string]string{}
	taken := map[string]bool{}
	for _, p := range r.people {
		r.names[p.id] = p.id
		if p.name != "" {
			r.names[p.id] = p.name
		}
		plain := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' {
				return c
			}
			return '-'
		}, strings.ToLower(p.id))
		name := plain
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", plain, n)
		}
		taken[name] = true
		r.files[p.id] = name
	}
}

// writer writes files beside their places. Its first error stays.
type writer struct {
	files *staged.Set
	lang  kam.Lang
	// told are the names of the files, those of people as one.
	told []string
	err  error
}

// keep takes an error; the first one stays.
func (w *writer) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// add writes one file, unless its content could not be made.
func (w *writer) add(name string, content []byte, err error) {
	if w.keep(err); w.err == nil {
		w.err = w.files.Add(name, func(out io.Writer) error { _, err := out.Write(content); return err })
	}
}

// page writes a document in the language, and tells it.
func (w *writer) page(name, text string) {
	name += "." + string(w.lang) + ".md"
	w.add(name, []byte(text), nil)
	w.told = append(w.told, name)
}

// picture writes a picture in the language, and tells it.
func (w *writer) picture(name string, svg []byte, err error) {
	name += "." + string(w.lang) + ".svg"
	w.add(name, svg, err)
	w.told = append(w.told, name)
}

// personal writes a document about one person, as Markdown or as a picture.
func (w *writer) personal(kind, person, ending string, content []byte, err error) {
	ending = "." + string(w.lang) + ending
	w.add(kind+"-"+person+ending, content, err)
	if all := kind + "-*" + ending; !slices.Contains(w.told, all) {
		w.told = append(w.told, all)
	}
}

// stage writes all files beside their places and returns their names, those of people as one.
func (r *result) stage(files *staged.Set, o options) ([]string, error) {
	w := &writer{files: files, lang: o.lang}
	w.page("ladder", r.ladder.Markdown(o.lang, careerpath.Page{}))
	picture, err := chart.Ladder(r.ladder.Program, chart.Options{Lang: o.lang, Width: 960})
	w.picture("ladder", picture, err)
	r.stageReadiness(w, o)
	w.page("ranking", r.outcome.Markdown(o.lang))
	notice, err := r.state.Notice()
	w.keep(err)
	w.page("notice", notice.Markdown(o.lang))
	for _, p := range r.chosen(o) {
		view, err := r.state.CandidateView(subject(p.id))
		if errors.Is(err, promotion.ErrNoCandidate) {
			continue
		}
		w.personal("view", r.files[p.id], ".md", []byte(view.Markdown(o.lang)), err)
	}
	if r.groups != nil {
		w.page("audit", r.audit.Markdown(o.lang))
		inside := r.audit
		inside.Rule.PrintFrom = 1
		w.page("audit-inside", inside.Markdown(o.lang))
	}
	for _, l := range r.learn {
		if o.person == "" || o.person == l.id {
			w.personal("plan", r.files[l.id], ".md", []byte(heading(r.names[l.id])+l.plan.Markdown(o.lang, r.ladder.names.Skills)), nil)
		}
	}
	if r.courses != nil && r.mentors != nil {
		w.page("mentors", r.pairs.Markdown(o.lang, r.ladder.names.Skills))
	}
	record, err := r.record.JSON()
	w.add("record.json", record, err)
	return append(w.told, "record.json"), w.err
}

// chosen are the people whose own documents are written.
func (r *result) chosen(o options) []contender {
	if o.person == "" {
		return r.people
	}
	return slices.DeleteFunc(slices.Clone(r.people), func(c contender) bool { return c.id != o.person })
}

// stageReadiness writes how far everybody is from the posts, and each person's own page.
func (r *result) stageReadiness(w *writer, o options) {
	say := func(en, zh string, args ...any) string { return findings.Say(en, zh, args...).In(o.lang) }
	asOf := r.spec.Schedule.Freeze
	look := chart.Options{Lang: o.lang, Names: map[kam.Subject]string{}}
	for id, name := range r.names {
		look.Names[subject(id)] = name
	}
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n| %s |\n| --- | --- | --- | --- | --- |\n", say("Readiness on %s", "准备度（%s）", asOf), strings.Join([]string{
		say("Person", "人员"), say("Move", "去向"), say("State", "状态"), say("Missing", "未达标"), say("Not known", "未知"),
	}, " | "))
	for _, p := range r.people {
		ready, err := r.ladder.Readiness(p.file, asOf)
		for _, m := range ready.Moves {
			if _, open := r.stageOf(m.To); !open {
				continue
			}
			fmt.Fprintf(&out, "| %s | %s | %s | %s | %s |\n", plain(r.names[p.id]), plain(m.Title.In(o.lang)), stateName(m.State()).In(o.lang),
				listOf(m.Result, criteria.NotMet, o.lang), listOf(m.Result, criteria.Unknown, o.lang))
		}
		if o.person == "" || o.person == p.id {
			text := heading(r.names[p.id]) + ready.Markdown(o.lang) + "\n![](readiness-" + r.files[p.id] + "." + string(o.lang) + ".svg)\n"
			w.personal("readiness", r.files[p.id], ".md", []byte(text), err)
			picture, err := chart.Readiness(ready, look)
			w.personal("readiness", r.files[p.id], ".svg", picture, err)
		}
	}
	w.page("readiness", out.String())
}

// stageOf returns an opening for a stage, and whether there is one.
func (r *result) stageOf(stage string) (promotion.Opening, bool) {
	i := slices.IndexFunc(r.spec.Openings, func(o promotion.Opening) bool { return o.Stage == stage })
	if i < 0 {
		return promotion.Opening{}, false
	}
	return r.spec.Openings[i], true
}

func stateName(s criteria.State) kam.Text {
	switch s {
	case criteria.Met:
		return kam.Text{EN: "met", ZH: "达标"}
	case criteria.NotMet:
		return kam.Text{EN: "not met", ZH: "未达标"}
	default:
		return kam.Text{EN: "not known", ZH: "未知"}
	}
}

// listOf names the criteria that are in a state.
func listOf(r criteria.Result, state criteria.State, lang kam.Lang) string {
	var names []string
	for _, n := range r.Criteria() {
		if n.State == state {
			names = append(names, plain(n.Name.In(lang)))
		}
	}
	return strings.Join(names, findings.Say("; ", "；").In(lang))
}

// heading is the name of a person above a document about them.
func heading(name string) string { return "**" + plain(name) + "**\n\n" }

// plain returns a text so that Markdown reads it as it is written.
func plain(text string) string {
	escape := strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "<", "\\<", "&", "\\&", "~", "\\~", "|", "\\|")
	return escape.Replace(terminal.Clean(text))
}

// print prints the seats, who is ranked next, and what the audit found.
func (r *result) print(w io.Writer, lang kam.Lang) {
	say := func(en, zh string, args ...any) string { return findings.Say(en, zh, args...).In(lang) }
	count := map[promotion.Standing]int{}
	for _, c := range r.outcome.Candidates {
		count[c.Standing]++
	}
	ranked := count[promotion.Selected] + count[promotion.OnTheList]
	terminal.Tell(w)
	terminal.Tell(w, r.spec.Name.In(lang))
	terminal.Tell(w, say("%d candidates, %d of them ranked, for %d posts; %d judges", "候选人 %d 名，其中 %d 名进入排名，岗位 %d 个，评委 %d 名", len(r.outcome.Candidates), ranked, len(r.spec.Openings), len(r.spec.Panel)))
	table := terminal.Table{Right: []int{1, 3}}
	table.Row(say("post", "岗位"), say("rank", "名次"), say("candidate", "候选人"), say("total", "总分"), say("seat", "结果"))
	for _, o := range r.outcome.Openings {
		for i, c := range o.Ranking {
			seat := r.seat(o.Opening, c)
			if i >= shownRanks && seat == (kam.Text{}) {
				continue
			}
			table.Row(o.Name.In(lang), strconv.Itoa(c.Rank), r.called(c), c.Total.Round(2).Decimal.StringFixed(2), seat.In(lang))
		}
	}
	terminal.Tell(w, strings.TrimSuffix(table.String(), "\n"))
	if r.courses != nil {
		terminal.Tell(w, say("%d applicants without a post have something to learn, for %s in all", "%d 名未获岗位的申请人有发展计划，费用合计 %s", len(r.learn), r.cost()))
	}
	if r.groups != nil {
		terminal.Tell(w, r.verdict().In(lang))
	}
}

// cost is that of all plans.
func (r *result) cost() kam.Money {
	sum := kam.Money{Currency: r.courses.Catalogue().Currency}
	for _, l := range r.learn {
		sum.Amount = sum.Amount.Add(l.plan.TotalCost)
	}
	return sum
}

// verdict names the criteria and judges that the audit names.
func (r *result) verdict() kam.Text {
	var names []string
	for _, c := range r.audit.Criteria {
		if c.Named {
			names = append(names, c.Criterion)
		}
	}
	for _, j := range r.audit.Judges {
		if j.Named {
			names = append(names, j.Judge.ID)
		}
	}
	if len(names) == 0 {
		return findings.Say("audit: no criterion and no judge treats groups differently, as far as %d candidates can tell", "公平性审计：就 %d 名候选人所能说明的程度，没有条件或评委对各组存在差异", r.audit.People)
	}
	return kam.Text{EN: "audit: groups are treated differently by " + strings.Join(names, ", "), ZH: "公平性审计：对各组存在差异的条件或评委：" + strings.Join(names, "、")}
}

// shownRanks is how many ranks of each post are printed in any case.
const shownRanks = 4

// called is how somebody in a ranking is called.
func (r *result) called(c promotion.Ranked) string {
	if name := r.names[c.Person.ID]; name != "" {
		return name
	}
	return c.Person.ID
}

// seat says what became of somebody who is ranked.
func (r *result) seat(opening string, c promotion.Ranked) kam.Text {
	at := promotion.Seat{Opening: opening, Person: c.Person}
	switch {
	case r.taken[at]:
		return kam.Text{EN: "appointed", ZH: "任命"}
	case r.declined[at]:
		return kam.Text{EN: "declined", ZH: "放弃"}
	default:
		return kam.Text{}
	}
}
