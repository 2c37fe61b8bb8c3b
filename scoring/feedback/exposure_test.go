package feedback_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

// form is a linear form of answers: what a published figure is of them.
type form map[variable]*big.Rat

// plus adds the multiple of another form.
func (f form) plus(o form, factor *big.Rat) form {
	for v, c := range o {
		sum := new(big.Rat).Mul(c, factor)
		if old, ok := f[v]; ok {
			sum.Add(sum, old)
		}
		if sum.Sign() == 0 {
			delete(f, v)
			continue
		}
		f[v] = sum
	}
	return f
}

func (f form) times(factor *big.Rat) form { return form{}.plus(f, factor) }

func (f form) raters() int {
	seen := map[string]bool{}
	for v := range f {
		seen[v.rater] = true
	}
	return len(seen)
}

// sumOf is the sum of a set of answers.
func sumOf(a feedback.Aggregate) form {
	f := form{}
	for _, p := range a.Parts {
		for _, r := range p.Raters {
			f[variable{a.Kind, p.Subject, p.Question, r, p.Group}] = big.NewRat(1, 1)
		}
	}
	return f
}

// average is the plain mean of forms, nil of none.
func average(forms []form) form {
	if len(forms) == 0 {
		return nil
	}
	total := form{}
	for _, f := range forms {
		total.plus(f, big.NewRat(1, int64(len(forms))))
	}
	return total
}

// span is the row space of forms, in echelon form: each is kept under its first variable.
type span map[variable]form

func first(f form) variable {
	return slices.MinFunc(slices.Collect(maps.Keys(f)), func(x, y variable) int { return slices.Compare(x.order(), y.order()) })
}

func (v variable) order() []string {
	return []string{string(v.kind), v.subject, v.question, v.rater, v.group}
}

// rest returns what is left of a form once all is subtracted that the span gives; nothing when it is a combination.
func (s span) rest(f form) form {
	left, out := f.times(big.NewRat(1, 1)), form{}
	for len(left) > 0 {
		v := first(left)
		row, ok := s[v]
		if !ok {
			out[v] = left[v]
			delete(left, v)
			continue
		}
		left.plus(row, new(big.Rat).Neg(new(big.Rat).Quo(left[v], row[v])))
	}
	return out
}

func (s span) add(f form) {
	if rest := s.rest(f); len(rest) > 0 {
		s[first(rest)] = rest
	}
}

// reader knows what is printed in reports, and the answers to check it with.
type reader struct {
	t       *testing.T
	story   story
	answers map[variable]*big.Rat
	known   span
	figures int
}

func newReader(t *testing.T, w story) *reader {
	t.Helper()
	r := &reader{t: t, story: w, answers: map[variable]*big.Rat{}, known: span{}}
	for _, x := range w.responses {
		for _, y := range x.Answers {
			value := y.Value.Decimal.Rat()
			r.answers[variable{feedback.KindSum, x.Subject, y.Question, x.Rater, x.Group}] = value
			r.answers[variable{feedback.KindSquares, x.Subject, y.Question, x.Rater, x.Group}] = new(big.Rat).Mul(value, value)
		}
	}
	return r
}

// learn takes a figure of a report in, which must be that form of the answers.
func (r *reader) learn(printed decimal.NullDecimal, f form, what ...any) {
	r.t.Helper()
	if !printed.Valid {
		return
	}
	require.NotNil(r.t, f, what)
	value := new(big.Rat)
	for v, c := range f {
		value.Add(value, new(big.Rat).Mul(c, r.answers[v]))
	}
	require.True(r.t, dec(value.FloatString(feedback.Places)).Equal(printed.Decimal.Round(feedback.Places)), "%v: %s is not %s", what, printed.Decimal, value)
	r.known.add(f)
	r.figures++
}

// totals are the forms of one result: of its lines by group, and of what is computed over them.
type totals struct {
	lines                map[string]form
	others, overall, gap form
}

// question takes a result of a question in: sums, means and spreads of lines, then totals over the lines that are shown.
func (r *reader) question(report *feedback.Report, x feedback.Result) totals {
	out := totals{lines: map[string]form{}}
	total, all := form{}, form{}
	weights, allWeights := new(big.Rat), new(big.Rat)
	for _, l := range x.Lines {
		if l.Hidden != "" {
			continue
		}
		sum := sumOf(r.story.set(report, feedback.KindSum, l.Group, x.ID))
		require.Len(r.t, sum, l.Count)
		mean := sum.times(big.NewRat(1, int64(l.Count)))
		out.lines[l.Group] = mean
		r.learn(l.Sum, sum, report.ID, x.ID, l.Group, "sum")
		r.learn(l.Mean, mean, report.ID, x.ID, l.Group, "mean")
		if l.Spread.Valid {
			r.known.add(sumOf(r.story.set(report, feedback.KindSquares, l.Group, x.ID)))
			r.figures++
		}
		w := l.Weight.Rat()
		all.plus(mean, w)
		allWeights.Add(allWeights, w)
		if l.Group != feedback.Self {
			total.plus(mean, w)
			weights.Add(weights, w)
		}
	}
	if x.Others.Valid {
		out.others, out.overall = total.times(new(big.Rat).Inv(weights)), all.times(new(big.Rat).Inv(allWeights))
	}
	if x.Gap.Valid {
		out.gap = form{}.plus(out.lines[feedback.Self], big.NewRat(1, 1)).plus(out.others, big.NewRat(-1, 1))
	}
	r.totals(x, out, report.ID)
	return out
}

func (r *reader) totals(x feedback.Result, of totals, report string) {
	r.learn(x.Others, of.others, report, x.ID, "others")
	r.learn(x.Overall, of.overall, report, x.ID, "overall")
	r.learn(x.Gap, of.gap, report, x.ID, "gap")
}

// dimension takes the questions of a dimension in, and what is computed over them.
func (r *reader) dimension(report *feedback.Report, d feedback.DimensionResult) {
	var others, overall, gaps []form
	lines := map[string][]form{}
	for _, q := range d.Questions {
		x := r.question(report, q)
		for group, f := range x.lines {
			lines[group] = append(lines[group], f)
		}
		if x.others != nil {
			others, overall = append(others, x.others), append(overall, x.overall)
		}
		if x.gap != nil {
			gaps = append(gaps, x.gap)
		}
	}
	for _, l := range d.Lines {
		r.learn(l.Mean, average(lines[l.Group]), report.ID, d.ID, l.Group, "mean")
	}
	r.totals(d.Result, totals{others: average(others), overall: average(overall), gap: average(gaps)}, report.ID)
}

// secrets are sums that nobody may work out: of each anonymous group about each subject, to each question and to all
// questions, as far as it had answered by the day of each report, and of those who answered from one report to the next;
// only those of fewer raters than the threshold, and each single answer.
func (w story) secrets(thresholds feedback.Thresholds, kind feedback.Kind) map[string]form {
	out := map[string]form{}
	keep := func(name string, f form, group string) {
		k := thresholds[group]
		if kind == feedback.KindSquares {
			k = max(k, feedback.SpreadFrom)
		}
		if n := f.raters(); n > 0 && n < k {
			out[name] = f
		}
	}
	questions := w.spec.Dimensions[0].Questions
	for _, subject := range w.spec.Subjects {
		for group, k := range thresholds {
			if k == 1 {
				continue
			}
			before := map[string]form{}
			for _, ask := range w.asked {
				all := form{}
				for _, q := range questions {
					f := sumOf(w.set(&feedback.Report{Subjects: []string{subject}, On: ask.On}, kind, group, q.ID))
					name := fmt.Sprint(ask.ID, " ", subject, " ", group, " ", q.ID)
					keep(name, f, group)
					keep(name+" since", form{}.plus(f, big.NewRat(1, 1)).plus(before[q.ID], big.NewRat(-1, 1)), group)
					for v := range f {
						out[fmt.Sprint(v)] = form{v: big.NewRat(1, 1)}
					}
					before[q.ID] = f
					all.plus(f, big.NewRat(1, 1))
				}
				keep(fmt.Sprint(ask.ID, " ", subject, " ", group), all, group)
			}
		}
	}
	return out
}

// TestNothingPublishedDeterminesAFew takes every figure that the reports of a round print, each report made after more
// answers came in, as a linear form of the answers with the rational coefficients that its weights and counts give it. Whoever
// has them all, and knows what groups without anonymity answered, can work out neither one answer nor the total of a few.
func TestNothingPublishedDeterminesAFew(t *testing.T) {
	figures, secrets := 0, 0
	for seed := range uint64(200) {
		w := randomStory(seed)
		w.spec.Groups[0].Weight, w.spec.Groups[1].Weight = kam.MustFraction("1/10"), kam.MustFraction("1/10")
		w.spec.Groups[2].Threshold = 3 + int(seed%3)
		thresholds := compile(t, w.spec).Thresholds()
		reports, _ := w.tell(t)
		r := newReader(t, w)
		for _, report := range reports {
			var printed feedback.Report
			require.NoError(t, json.Unmarshal([]byte(asJSON(t, report)), &printed))
			r.dimension(&printed, printed.Dimensions[0])
		}
		for v := range r.answers {
			if thresholds[v.group] == 1 {
				r.known.add(form{v: big.NewRat(1, 1)})
			}
		}
		for _, kind := range []feedback.Kind{feedback.KindSum, feedback.KindSquares} {
			for name, secret := range w.secrets(thresholds, kind) {
				secrets++
				require.NotEmpty(t, r.known.rest(secret), "seed %d: %s can be worked out", seed, name)
			}
		}
		figures += r.figures
	}
	assert.Greater(t, figures, 8_000)
	assert.Greater(t, secrets, 20_000)
}
