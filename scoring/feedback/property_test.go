package feedback_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

// story is a random round with its responses and the reports that are made of it, one after the other.
type story struct {
	spec      feedback.RoundSpec
	responses []feedback.Response
	asked     []feedback.ReportSpec
}

func randomStory(seed uint64) story {
	rng := rand.New(rand.NewPCG(seed, 99))
	s := spec([]string{"ann", "bob", "eve"}, "q1", "q2")
	s.LeastOverall = 1 + rng.IntN(5)
	if rng.IntN(2) == 0 {
		s.Merges = []feedback.Merge{{ID: "team", Groups: []string{feedback.Peers, feedback.Reports}}}
	}
	for _, subject := range s.Subjects {
		invite(&s, subject, feedback.Self, subject)
		for i := range 7 {
			if rng.IntN(4) > 0 {
				invite(&s, subject, []string{feedback.Boss, feedback.Peers, feedback.Peers, feedback.Reports}[rng.IntN(4)], fmt.Sprint("p", i))
			}
		}
	}
	w := story{spec: s}
	for _, in := range s.Invitations {
		if rng.IntN(6) == 0 {
			continue
		}
		answers := []string{"", ""}
		for i := range answers {
			if rng.IntN(5) > 0 {
				answers[i] = fmt.Sprint(1 + rng.IntN(5))
			}
		}
		r := says(s, in.Rater, in.Subject, answers...)
		r.On = day("2026-03-01").AddDays(rng.IntN(4))
		if rng.IntN(2) == 0 {
			r.Comments = []feedback.Comment{{Text: "by " + in.Rater + " about " + in.Subject}}
		}
		w.responses = append(w.responses, r)
	}
	for i := range 5 {
		n := 1 + rng.IntN(3)
		ask := feedback.ReportSpec{ID: fmt.Sprint("r", i), On: day("2026-03-01").AddDays(i)}
		for _, j := range rng.Perm(3)[:n] {
			ask.Subjects = append(ask.Subjects, s.Subjects[j])
		}
		w.asked = append(w.asked, ask)
	}
	return w
}

// tell makes the reports of a story in order.
func (w story) tell(t *testing.T) ([]*feedback.Report, []feedback.Publication) {
	t.Helper()
	a := collect(t, w.spec, w.responses...)
	var reports []*feedback.Report
	var ledger []feedback.Publication
	for _, ask := range w.asked {
		r, p, err := a.Report(ask, ledger)
		require.NoError(t, err)
		require.NoError(t, p.Check())
		reports, ledger = append(reports, r), append(ledger, p)
	}
	return reports, ledger
}

// groups returns those of a line.
func (w story) groups(line string) []string {
	for _, m := range w.spec.Merges {
		if m.ID == line {
			return m.Groups
		}
	}
	return []string{line}
}

// set returns the answers that stand in a line of a report: those given by its day about its subjects.
func (w story) set(r *feedback.Report, kind feedback.Kind, line, question string) feedback.Aggregate {
	a := feedback.Aggregate{ID: line, Kind: kind}
	for _, x := range w.responses {
		answered := question == "" && len(x.Answers)+len(x.Comments) > 0 ||
			slices.ContainsFunc(x.Answers, func(y feedback.Answer) bool { return y.Question == question })
		if answered && !x.On.After(r.On) && slices.Contains(r.Subjects, x.Subject) && slices.Contains(w.groups(line), x.Group) {
			a.Parts = append(a.Parts, feedback.Part{Subject: x.Subject, Group: x.Group, Question: question, Raters: []string{x.Rater}})
		}
	}
	return a
}

// told reads from a report itself which sets of answers it tells of: those of the groups in each line that is shown.
func (w story) told(r *feedback.Report) []feedback.Aggregate {
	var all []feedback.Aggregate
	for _, q := range r.Dimensions[0].Questions {
		for _, l := range q.Lines {
			if l.Hidden == "" {
				all = append(all, w.set(r, feedback.KindSum, l.Group, q.ID))
			}
			if l.Spread.Valid {
				all = append(all, w.set(r, feedback.KindSquares, l.Group, q.ID))
			}
		}
	}
	for _, l := range r.Comments {
		if l.Hidden == "" {
			all = append(all, w.set(r, feedback.KindComments, l.Group, ""))
		}
	}
	return all
}

// TestReportsExposeNobody takes all that the reports of a round say together, read from the reports and not from the
// ledger, and tries every set of raters.
func TestReportsExposeNobody(t *testing.T) {
	shown, hidden, differencing := 0, 0, 0
	for seed := range uint64(50) {
		w := randomStory(seed)
		reports, ledger := w.tell(t)
		thresholds := compile(t, w.spec).Thresholds()
		var all []feedback.Aggregate
		for i, r := range reports {
			told := w.told(r)
			all = append(all, told...)
			m := matrixOf(append(slices.Clone(told), ledger[i].Aggregates...))
			require.Equal(t, matrixOf(told).rank(columnsOf(matrixOf(told))), m.rank(columnsOf(m)), "seed %d: the ledger and the report differ", seed)
			require.Len(t, told, len(ledger[i].Aggregates))
			for _, q := range r.Dimensions[0].Questions {
				for _, l := range q.Lines {
					switch l.Hidden {
					case "":
						shown++
					case feedback.Differencing:
						differencing++
					default:
						hidden++
					}
				}
			}
		}
		require.Nil(t, exposes(thresholds, all), "seed %d", seed)
	}
	assert.Greater(t, shown, 300)
	assert.Greater(t, hidden, 100)
	assert.Greater(t, differencing, 30)
}

func columnsOf(m matrix) []int {
	all := make([]int, len(m.variables))
	for i := range all {
		all[i] = i
	}
	return all
}

// TestHiddenTotalsAreNoCombination says the same of the totals of groups alone: that of a group about a subject with less
// raters than its threshold is no combination of all that was told.
func TestHiddenTotalsAreNoCombination(t *testing.T) {
	tested := 0
	for seed := range uint64(50) {
		w := randomStory(seed)
		reports, _ := w.tell(t)
		var all []feedback.Aggregate
		for _, r := range reports {
			all = append(all, w.told(r)...)
		}
		for _, subject := range w.spec.Subjects {
			for _, group := range []string{feedback.Peers, feedback.Reports} {
				for _, q := range []string{"q1", "q2"} {
					target := feedback.Aggregate{ID: "target"}
					var boss []feedback.Aggregate
					for _, x := range w.responses {
						part := feedback.Part{Subject: x.Subject, Group: x.Group, Question: q, Raters: []string{x.Rater}}
						if !slices.ContainsFunc(x.Answers, func(y feedback.Answer) bool { return y.Question == q }) {
							continue
						}
						if x.Group == feedback.Boss || x.Group == feedback.Self {
							boss = append(boss, feedback.Aggregate{ID: "known", Parts: []feedback.Part{part}})
						}
						if x.Subject == subject && x.Group == group {
							target.Parts = append(target.Parts, part)
						}
					}
					if n := len(target.Parts); n == 0 || n >= 3 {
						continue
					}
					tested++
					public := slices.Concat(all, boss)
					with := matrixOf(append(slices.Clone(public), target))
					without := matrix{variables: with.variables, rows: with.rows[:len(public)]}
					require.Greater(t, with.rank(columnsOf(with)), without.rank(columnsOf(with)), "seed %d: %s %s %s", seed, subject, group, q)
				}
			}
		}
	}
	assert.Greater(t, tested, 100)
}

// TestHiddenIsInNoOutput changes answers and comments that no report tells of: no byte of any report changes.
func TestHiddenIsInNoOutput(t *testing.T) {
	changed := 0
	for seed := range uint64(50) {
		w := randomStory(seed)
		reports, ledger := w.tell(t)
		public := map[[4]string]bool{}
		for _, a := range allOf(ledger) {
			for _, p := range a.Parts {
				for _, r := range p.Raters {
					public[[4]string{string(a.Kind), p.Subject, p.Question, r}] = true
				}
			}
		}
		other := story{spec: w.spec, asked: w.asked}
		for _, x := range w.responses {
			x.Answers, x.Comments = slices.Clone(x.Answers), slices.Clone(x.Comments)
			for i, y := range x.Answers {
				if !public[[4]string{"", x.Subject, y.Question, x.Rater}] {
					x.Answers[i].Value = known(y.Value.Decimal.Mul(dec("-1")).Add(dec("6")).String())
					changed++
				}
			}
			for i := range x.Comments {
				if !public[[4]string{string(feedback.KindComments), x.Subject, "", x.Rater}] {
					x.Comments[i].Text = "something else"
				}
			}
			other.responses = append(other.responses, x)
		}
		again, _ := other.tell(t)
		for i, r := range reports {
			require.Equal(t, asJSON(t, r), asJSON(t, again[i]))
			for _, l := range []kam.Lang{kam.English, kam.Chinese} {
				require.Equal(t, r.Markdown(l), again[i].Markdown(l))
			}
			for _, line := range r.Comments {
				if line.Hidden != "" {
					require.Empty(t, line.Comments)
				}
			}
			for _, q := range r.Dimensions[0].Questions {
				for _, l := range q.Lines {
					if l.Hidden != "" {
						require.Equal(t, feedback.Line{Group: l.Group, Name: l.Name, Weight: l.Weight, Hidden: l.Hidden}, l)
					}
				}
			}
		}
	}
	assert.Greater(t, changed, 100)
}

// TestOrderDoesNotMatter shuffles subjects, invitations, responses, their answers and the ledger.
func TestOrderDoesNotMatter(t *testing.T) {
	for seed := range uint64(40) {
		w := randomStory(seed)
		reports, ledger := w.tell(t)
		rng := rand.New(rand.NewPCG(seed, 5))
		s := w.spec
		s.Subjects, s.Invitations = slices.Clone(s.Subjects), slices.Clone(s.Invitations)
		rng.Shuffle(len(s.Subjects), func(i, j int) { s.Subjects[i], s.Subjects[j] = s.Subjects[j], s.Subjects[i] })
		rng.Shuffle(len(s.Invitations), func(i, j int) {
			s.Invitations[i], s.Invitations[j] = s.Invitations[j], s.Invitations[i]
		})
		responses := slices.Clone(w.responses)
		rng.Shuffle(len(responses), func(i, j int) { responses[i], responses[j] = responses[j], responses[i] })
		for _, x := range responses {
			slices.Reverse(x.Answers)
		}
		a := collect(t, s, responses...)
		for i, ask := range w.asked {
			earlier := slices.Clone(ledger[:i])
			slices.Reverse(earlier)
			slices.Reverse(ask.Subjects)
			r, p, err := a.Report(ask, earlier)
			require.NoError(t, err)
			require.Equal(t, asJSON(t, reports[i]), asJSON(t, r))
			require.Equal(t, asJSON(t, ledger[i]), asJSON(t, p))
		}
	}
}

// TestTotalsRecompute computes the totals of a report again from the lines that its JSON shows, and from nothing else.
func TestTotalsRecompute(t *testing.T) {
	totals := 0
	for seed := range uint64(60) {
		w := randomStory(seed)
		w.spec.Groups[0].Weight, w.spec.Groups[1].Weight = kam.MustFraction("1/10"), kam.MustFraction("1/10")
		reports, _ := w.tell(t)
		for _, r := range reports {
			var back feedback.Report
			require.NoError(t, json.Unmarshal([]byte(asJSON(t, r)), &back))
			for _, q := range back.Dimensions[0].Questions {
				others, overall := recompute(q)
				if q.Others.Valid {
					totals++
					equal(t, others, q.Others)
					equal(t, overall, q.Overall)
				}
			}
		}
	}
	assert.Greater(t, totals, 200)
}

func recompute(x feedback.Result) (others, overall string) {
	total, weights := new(big.Rat), new(big.Rat)
	add := func(l feedback.Line) {
		mean := new(big.Rat).Quo(l.Sum.Decimal.Rat(), big.NewRat(int64(l.Count), 1))
		weights.Add(weights, l.Weight.Rat())
		total.Add(total, mean.Mul(mean, l.Weight.Rat()))
	}
	for _, l := range x.Lines {
		if l.Hidden == "" && l.Group != feedback.Self {
			add(l)
		}
	}
	if weights.Sign() == 0 {
		return "", ""
	}
	others = new(big.Rat).Quo(total, weights).FloatString(feedback.Places) // answers are positive: half away from zero
	for _, l := range x.Lines {
		if l.Hidden == "" && l.Group == feedback.Self {
			add(l)
		}
	}
	return others, new(big.Rat).Quo(total, weights).FloatString(feedback.Places)
}

// TestTeamBesideManyReports shows that a team is told beside the reports of nearly all its members, within the bounds of
// the search.
func TestTeamBesideManyReports(t *testing.T) {
	s, responses := large(60)
	a := collect(t, s, responses...)
	var ledger []feedback.Publication
	for _, subject := range s.Subjects[1:] {
		_, ledger = report(t, a, ledger, "of-"+subject, subject)
	}
	r, ledger := report(t, a, ledger, "team", s.Subjects...)
	for _, l := range r.Dimensions[0].Questions[29].Lines {
		assert.Empty(t, l.Hidden, l.Group)
	}
	r, _ = report(t, a, ledger, "last", s.Subjects[0])
	for _, l := range r.Dimensions[0].Questions[29].Lines[1:] {
		assert.Empty(t, l.Hidden, l.Group)
	}
}
