package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/csvsafe"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/examples/internal/staged"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

// name finds out how each person is called, in texts and in the names of files.
func (r *result) name() {
	r.names, r.files = map[kam.Subject]string{}, map[string]string{"*": "*"}
	taken := map[string]bool{}
	for _, p := range r.book.team.People {
		r.names[subject(p.ID)] = r.book.team.Label(p.ID)
		plain := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' {
				return c
			}
			return '-'
		}, strings.ToLower(p.ID))
		name := plain
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", plain, n)
		}
		taken[name] = true
		r.files[p.ID] = name
	}
}

// stage writes all files beside their places and returns their names, the pictures last and as one.
func (r *result) stage(files *staged.Set, lang kam.Lang) ([]string, error) {
	names := []string{"review." + string(lang) + ".md", "scores.csv"}
	if err := files.Add(names[0], text(r.document(lang))); err != nil {
		return nil, err
	}
	if err := files.Add(names[1], r.writeScores); err != nil {
		return nil, err
	}
	if len(r.reports) > 0 {
		parts := make([]string, len(r.reports))
		for i, report := range r.reports {
			parts[i] = r.heading(report.Subjects[0]) + report.Markdown(lang)
		}
		names = append(names, "feedback."+string(lang)+".md")
		if err := files.Add(names[2], text(strings.Join(parts, "\n---\n\n"))); err != nil {
			return nil, err
		}
	}
	look := chart.Options{Lang: lang, Names: r.names}
	for _, p := range r.reviews {
		for _, kind := range p.pictures() {
			picture, err := chart.Radar(p.year, look)
			if kind == trend {
				picture, err = chart.Trend(p.whole, look)
			}
			if err != nil {
				return nil, err
			}
			if err := files.Add(r.picture(kind, p.person), text(string(picture))); err != nil {
				return nil, err
			}
		}
	}
	return append(names, r.picture(radar, "*"), r.picture(trend, "*")), nil
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// The kinds of pictures.
const radar, trend = "radar", "trend"

// pictures are what there is to be drawn of a person.
func (p reviewOf) pictures() []string {
	var kinds []string
	if p.year.Known {
		kinds = append(kinds, radar)
	}
	if slices.ContainsFunc(p.whole, func(q scoring.Result) bool { return q.Known }) {
		kinds = append(kinds, trend)
	}
	return kinds
}

func (r *result) picture(kind, person string) string { return kind + "-" + r.files[person] + ".svg" }

// heading is the name of a person above a document about them.
func (r *result) heading(person string) string { return "**" + r.plain(person) + "**\n\n" }

// plain returns the name of a person so that Markdown reads it as it is written.
func (r *result) plain(person string) string {
	escape := strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "<", "\\<", "&", "\\&", "~", "\\~", "|", "\\|")
	return escape.Replace(terminal.Clean(r.book.team.Label(person)))
}

// document is the review: the overview, then each person.
func (r *result) document(lang kam.Lang) string {
	say := func(en, zh string, args ...any) string { return findings.Say(en, zh, args...).In(lang) }
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n", say("Review %s", "%s 年度评价", r.book.calendar.Label(r.book.year)))
	fmt.Fprintf(&out, "| %s |\n| --- | --- | ---: | --- | --- | --- |\n", strings.Join([]string{
		say("Person", "人员"), say("Team", "团队"), say("Score", "得分"), say("Grade", "等级"), say("Among comparable colleagues", "在可比同事中"), say("Quarters", "季度走势"),
	}, " | "))
	for _, p := range r.reviews {
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s |\n", r.plain(p.person), r.plain(r.book.team.Lead(p.person)),
			shown(p.year), grade(p.year), clean(p.standing.Text.In(lang)), clean(p.trend.Text.In(lang)))
	}
	for _, p := range r.reviews {
		out.WriteString("\n---\n\n" + r.heading(p.person) + strings.TrimRight(p.year.Markdown(lang), "\n") + "\n")
		for _, kind := range p.pictures() {
			fmt.Fprintf(&out, "\n![%s](%s)\n", map[string]string{radar: say("profile", "雷达图"), trend: say("quarters", "季度走势")}[kind], r.picture(kind, p.person))
		}
		out.WriteString("\n" + p.plan.Markdown(lang))
	}
	return out.String()
}

func clean(s string) string { return strings.ReplaceAll(terminal.Clean(s), "|", "\\|") }

// shown is a score to be read; what is not known is no number.
func shown(r scoring.Result) string {
	if !r.Score.Valid {
		return "?"
	}
	return r.Score.Decimal.StringFixed(r.Rounding.Places)
}

func grade(r scoring.Result) string {
	if r.Grade == "" {
		return "?"
	}
	return r.Grade
}

// writeScores writes one row for each person and period.
func (r *result) writeScores(w io.Writer) error {
	out := csvsafe.NewWriter(w, "person", "team", "period", "score", "grade", "coverage", "unknown", "rank", "of")
	for _, p := range r.reviews {
		for _, q := range p.quarters {
			out.Row(p.person, r.book.team.Lead(p.person), r.book.calendar.Label(q.Period), score(q), q.Grade, q.Coverage.String(), string(q.Unknown), "", "")
		}
		rank, group := "", ""
		if s := p.standing; s.Known {
			rank, group = fmt.Sprint(s.Rank), fmt.Sprint(s.Worse+s.Equal+s.Better+1)
		}
		out.Row(p.person, r.book.team.Lead(p.person), r.book.calendar.Label(p.year.Period), score(p.year), p.year.Grade, p.year.Coverage.String(), string(p.year.Unknown), rank, group)
	}
	return out.Flush()
}

// score is a score for a spreadsheet: empty when it is not known.
func score(r scoring.Result) string {
	if !r.Score.Valid {
		return ""
	}
	return shown(r)
}

// print prints the scores of everybody and what each is to do first.
func (r *result) print(w io.Writer, lang kam.Lang) {
	say := func(en, zh string) string { return kam.Text{EN: en, ZH: zh}.In(lang) }
	table := terminal.Table{Right: []int{1, 2, 3, 4, 5}}
	header := []string{r.book.source}
	for _, q := range r.book.quarters {
		header = append(header, r.book.calendar.Label(q))
	}
	table.Row(append(header, r.book.calendar.Label(r.book.year), say("grade", "等级"), say("rank", "名次"), say("trend", "走势"), say("to do first", "首要行动"))...)
	for _, p := range r.reviews {
		row := []string{r.book.team.Label(p.person)}
		for _, q := range p.quarters {
			row = append(row, shown(q))
		}
		rank := "?"
		if s := p.standing; s.Known {
			rank = fmt.Sprintf("%d/%d", s.Rank, s.Worse+s.Equal+s.Better+1)
		}
		first := ""
		if len(p.plan.Actions) > 0 {
			first = p.plan.Actions[0].Task.Title.In(lang)
		}
		table.Row(append(row, shown(p.year), grade(p.year), rank, p.trend.Tendency.Name().In(lang), first)...)
	}
	terminal.Tell(w)
	terminal.Tell(w, strings.TrimSuffix(table.String(), "\n"))
	if a := r.answers; a.checked != nil {
		terminal.Tell(w, findings.Say("feedback: %d of %d answered; %d to be reminded", "反馈：已答复 %d / %d，待提醒 %d",
			len(a.responses), len(a.round.Invitations), len(a.checked.Reminders(r.book.asOf))).In(lang))
	}
}
