package feedback

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// column is what a report tells together: a group, or the groups of a merge.
type column struct {
	id     string
	name   kam.Text
	weight kam.Fraction
	self   bool
}

// tally is the answers of one column to one question, as they are counted before anything is told.
type tally struct {
	column  int
	parts   []Part // by subject, then group
	count   int
	raters  map[string]bool
	sum     decimal.Decimal
	squares decimal.Decimal
	hidden  Reason
	spread  bool // may be told
}

// draft is a report before it is judged. The last of its tallies are those of comments.
type draft struct {
	round    *Round
	columns  []column
	tallies  [][]*tally  // by question, then column
	comments []*tally    // by column
	written  [][]Comment // by column, without names
}

// draft counts the responses that a report is about.
func (a *Answers) draft(spec ReportSpec) *draft {
	d := &draft{round: a.round}
	wanted := map[string]bool{}
	for _, id := range spec.Subjects {
		wanted[id] = true
	}
	var given []given
	for _, g := range a.given {
		team := len(spec.Subjects) > 1 && a.round.spec.Groups[g.group].ID == Self
		if wanted[g.subject] && !g.on.After(spec.On) && g.said() && !team {
			given = append(given, g)
		}
	}
	columnOf := d.arrange(given, len(spec.Subjects) > 1)
	for range a.round.questions {
		d.tallies = append(d.tallies, d.fresh())
	}
	d.comments, d.written = d.fresh(), make([][]Comment, len(d.columns))
	for _, g := range given {
		col := columnOf[g.group]
		group := a.round.spec.Groups[g.group].ID
		for q, v := range g.values {
			if !v.Valid {
				continue
			}
			t := d.tallies[q][col]
			t.count1(g, group, a.round.questions[q].ID)
			t.sum = t.sum.Add(v.Decimal)
			t.squares = t.squares.Add(v.Decimal.Mul(v.Decimal))
		}
		d.comments[col].count1(g, group, "")
		for _, x := range g.comments {
			x.Text = a.round.names.remove(x.Text)
			d.written[col] = append(d.written[col], x)
		}
	}
	return d
}

// arrange makes the columns and returns that of each group: a merge is one column when one of its groups has raters but
// too few.
func (d *draft) arrange(given []given, team bool) []int {
	raters := make([]map[string]bool, len(d.round.spec.Groups))
	for i := range raters {
		raters[i] = map[string]bool{}
	}
	for _, g := range given {
		raters[g.group][g.rater] = true
	}
	together := make([]bool, len(d.round.spec.Merges))
	for i, g := range d.round.spec.Groups {
		if m := d.round.merged[i]; m >= 0 && len(raters[i]) > 0 && len(raters[i]) < g.threshold() {
			together[m] = true
		}
	}
	columnOf := make([]int, len(d.round.spec.Groups))
	merges := map[int]int{}
	for i, g := range d.round.spec.Groups {
		m := d.round.merged[i]
		if g.ID == Self && team {
			continue
		}
		if m < 0 || !together[m] {
			columnOf[i] = len(d.columns)
			d.columns = append(d.columns, column{id: g.ID, name: g.name(), weight: g.Weight, self: g.ID == Self})
			continue
		}
		col, ok := merges[m]
		if !ok {
			col = len(d.columns)
			merges[m] = col
			d.columns = append(d.columns, d.round.together(m))
		}
		columnOf[i] = col
	}
	return columnOf
}

// together returns the column of a merge.
func (r *Round) together(m int) column {
	merge := r.spec.Merges[m]
	col := column{id: merge.ID, name: merge.Name}
	var en, zh []string
	var weights []kam.Fraction
	for _, id := range merge.Groups {
		g := r.spec.Groups[r.groups[id]]
		en, zh = append(en, g.name().In(kam.English)), append(zh, g.name().In(kam.Chinese))
		weights = append(weights, g.Weight)
	}
	if col.name == (kam.Text{}) {
		col.name = kam.Text{EN: strings.Join(en, " and "), ZH: strings.Join(zh, "和")}
	}
	if w, err := kam.ParseFraction(kam.Sum(weights...).RatString()); err == nil {
		col.weight = w
	}
	return col
}

// fresh returns an empty tally for each column.
func (d *draft) fresh() []*tally {
	out := make([]*tally, len(d.columns))
	for i := range out {
		out[i] = &tally{column: i, raters: map[string]bool{}}
	}
	return out
}

// count1 counts one answer. Responses come by subject, and by rater.
func (t *tally) count1(g given, group, question string) {
	t.count++
	t.raters[g.rater] = true
	i := slices.IndexFunc(t.parts, func(p Part) bool { return p.Subject == g.subject && p.Group == group })
	if i < 0 {
		i = len(t.parts)
		t.parts = append(t.parts, Part{Subject: g.subject, Group: group, Question: question})
	}
	t.parts[i].Raters = append(t.parts[i].Raters, g.rater)
}

// each calls do for every figure that may be told, in the order in which they are asked for: sums question by question
// and column by column, then comments, then spreads in the order of the sums.
func (d *draft) each(do func(t *tally, kind Kind, id string)) {
	for q, lines := range d.tallies {
		for i, t := range lines {
			if t.count > 0 {
				do(t, KindSum, d.columns[i].id+"/"+d.round.questions[q].ID)
			}
		}
	}
	for i, t := range d.comments {
		if t.count > 0 {
			do(t, KindComments, d.columns[i].id)
		}
	}
	for q, lines := range d.tallies {
		for i, t := range lines {
			if t.count >= SpreadFrom {
				do(t, KindSquares, d.columns[i].id+"/"+d.round.questions[q].ID)
			}
		}
	}
}

// candidates returns what the report would tell.
func (d *draft) candidates() []Aggregate {
	var out []Aggregate
	d.each(func(t *tally, kind Kind, id string) {
		a := Aggregate{ID: strings.ToValidUTF8(id[:min(len(id), MaxID)], ""), Kind: kind, Parts: t.parts}
		switch kind {
		case KindSum:
			a.Sum = decimal.NewNullDecimal(t.sum)
		case KindSquares:
			a.Sum = decimal.NewNullDecimal(t.squares)
		case KindComments:
			for _, x := range d.written[t.column] {
				a.Written = append(a.Written, digest(x))
			}
			slices.Sort(a.Written)
		}
		out = append(out, a)
	})
	return out
}

// judge notes what may be told, and returns what will be.
func (d *draft) judge(v Verdict) []Aggregate {
	reasons := map[int]Reason{}
	for _, w := range v.Withheld {
		reasons[w.Place] = w.Reason
	}
	for _, lines := range d.tallies {
		for _, t := range lines {
			t.hidden = TooFew // unless there is something to tell
		}
	}
	for _, t := range d.comments {
		t.hidden = TooFew
	}
	var told []Aggregate
	place, next := 0, 0
	d.each(func(t *tally, kind Kind, _ string) {
		reason := reasons[place]
		place++
		if kind != KindSquares {
			t.hidden = reason
		}
		if reason != "" {
			return
		}
		if kind != KindSquares || t.hidden == "" {
			t.spread = kind == KindSquares
			told = append(told, v.Published[next])
		}
		next++
	})
	return told
}

// commentLines returns the comments that may be told.
func (d *draft) commentLines() []CommentLine {
	out := make([]CommentLine, len(d.columns))
	for i, col := range d.columns {
		out[i] = CommentLine{Group: col.id, Name: col.name, Hidden: d.comments[i].hidden}
		if out[i].Hidden == "" {
			out[i].Comments = d.round.gather(d.written[i])
		}
	}
	return out
}
