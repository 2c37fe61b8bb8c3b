package feedback_test

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring/feedback"
)

// version is what an answer was at one time: answers that change are another variable each time.
type version struct {
	variable
	number int
}

// learned is a figure as it is printed: of which versions of answers, and their values.
type learned struct {
	kind     feedback.Kind
	question string
	of       map[version]int64
}

// changing is a round whose answers change between reports.
type changing struct {
	story
	numbers map[variable]int
	values  map[version]int64
	learned []learned
}

func textValue(texts []feedback.Comment) int64 {
	var total int64
	for _, c := range texts {
		h := fnv.New64a()
		_, _ = h.Write([]byte(c.Text))
		total += int64(h.Sum64() >> 30)
	}
	return total
}

// note gives each answer its present value, as a new version when that is another.
func (w *changing) note() {
	set := func(v variable, value int64) {
		now := version{v, w.numbers[v]}
		if old, ok := w.values[now]; ok && old != value {
			w.numbers[v]++
			now.number++
		}
		w.values[now] = value
	}
	for _, x := range w.responses {
		for _, y := range x.Answers {
			n := y.Value.Decimal.IntPart()
			set(variable{feedback.KindSum, x.Subject, y.Question, x.Rater, x.Group}, n)
			set(variable{feedback.KindSquares, x.Subject, y.Question, x.Rater, x.Group}, n*n)
		}
		set(variable{feedback.KindComments, x.Subject, "", x.Rater, x.Group}, textValue(x.Comments))
	}
}

// read takes in what a report shows.
func (w *changing) read(r *feedback.Report, thresholds feedback.Thresholds) {
	for _, a := range w.told(r) {
		row := learned{kind: a.Kind, question: a.Parts[0].Question, of: map[version]int64{}}
		for _, p := range a.Parts {
			if thresholds[p.Group] > 1 {
				v := variable{a.Kind, p.Subject, p.Question, p.Raters[0], p.Group}
				now := version{v, w.numbers[v]}
				row.of[now] = w.values[now]
			}
		}
		w.learned = append(w.learned, row)
	}
}

// leaks returns raters, fewer than k, of whom some combination of figures tells: one that depends on an answer of theirs
// whatever its version, or on several versions of their answers with another outcome than 0.
func leaks(rows []learned, k int) []string {
	var all []version
	var raters []string
	for _, row := range rows {
		for v := range row.of {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
			if !slices.Contains(raters, v.rater) {
				raters = append(raters, v.rater)
			}
		}
	}
	slices.SortFunc(all, func(x, y version) int {
		return slices.Compare(append(x.order(), fmt.Sprint(x.number)), append(y.order(), fmt.Sprint(y.number)))
	})
	slices.Sort(raters)
	var plain []variable
	for _, v := range all {
		if !slices.Contains(plain, v.variable) {
			plain = append(plain, v.variable)
		}
	}
	var m matrix
	for _, row := range rows {
		line := make([]int64, len(all)+len(plain)+1)
		for i, v := range all {
			if value, ok := row.of[v]; ok {
				line[i]++
				line[len(all)+slices.Index(plain, v.variable)]++
				line[len(line)-1] += value
			}
		}
		m.rows = append(m.rows, line)
	}
	value := len(all) + len(plain)
	for set := 1; set < 1<<len(raters); set++ {
		if bits.OnesCount(uint(set)) >= k {
			continue
		}
		inside := func(rater string) bool { return set&(1<<slices.Index(raters, rater)) != 0 }
		var vanishing, hot []int
		for i, v := range all {
			if !inside(v.rater) {
				vanishing = append(vanishing, i)
			}
		}
		for i, v := range plain {
			if inside(v.rater) {
				hot = append(hot, len(all)+i)
			}
		}
		if m.determines(vanishing, append(hot, value)) {
			var who []string
			for _, r := range raters {
				if inside(r) {
					who = append(who, r)
				}
			}
			return who
		}
	}
	return nil
}

// wellAnswered is a round in which most answered on the first day, so that teams and their parts are told.
func wellAnswered(seed uint64) story {
	rng := rand.New(rand.NewPCG(seed, 98))
	w := story{spec: spec([]string{"ann", "bob", "eve"}, "q1")}
	for _, subject := range w.spec.Subjects {
		for i := range 7 {
			if rng.IntN(4) > 0 {
				invite(&w.spec, subject, feedback.Peers, fmt.Sprint("p", i))
			}
		}
	}
	for _, in := range w.spec.Invitations {
		r := says(w.spec, in.Rater, in.Subject, fmt.Sprint(1+rng.IntN(5)))
		r.On = day("2026-03-01")
		w.responses = append(w.responses, r)
	}
	for i := range 6 {
		ask := feedback.ReportSpec{ID: fmt.Sprint("r", i), On: day("2026-03-02")}
		for _, j := range rng.Perm(3)[:1+rng.IntN(3)] {
			ask.Subjects = append(ask.Subjects, w.spec.Subjects[j])
		}
		w.asked = append(w.asked, ask)
	}
	return w
}

// TestChangedAnswersExposeNobody changes answers and comments between the reports of a round, one or two that make up for
// each other, and takes each version of an answer as a variable of its own.
func TestChangedAnswersExposeNobody(t *testing.T) {
	refused, told, versions := 0, 0, 0
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 17))
		w := changing{story: randomStory(seed), numbers: map[variable]int{}, values: map[version]int64{}}
		if seed%2 == 0 {
			w.story = wellAnswered(seed)
		}
		thresholds := compile(t, w.spec).Thresholds()
		w.note()
		for range 4 {
			w.asked = append(w.asked, w.asked[rng.IntN(5)])
		}
		var ledger []feedback.Publication
		for i, ask := range w.asked {
			ask.ID = fmt.Sprint("r", i)
			before := slices.Clone(w.responses)
			for range rng.IntN(3) {
				w.change(rng)
			}
			r, p, err := collect(t, w.spec, w.responses...).Report(ask, ledger)
			if err != nil {
				require.ErrorIs(t, err, feedback.ErrRevised)
				refused++
				if rng.IntN(2) == 0 {
					w.responses = before
				}
				continue
			}
			w.note()
			w.read(r, thresholds)
			ledger = append(ledger, p)
			told++
		}
		for _, n := range w.numbers {
			versions += n
		}
		for _, kind := range []feedback.Kind{feedback.KindSum, feedback.KindSquares, feedback.KindComments} {
			k := 3
			if kind == feedback.KindSquares {
				k = feedback.SpreadFrom
			}
			for _, q := range []string{"", "q1", "q2"} {
				rows := slices.DeleteFunc(slices.Clone(w.learned), func(l learned) bool {
					return l.kind != kind || l.question != q || len(l.of) == 0
				})
				if rows != nil {
					require.Nil(t, leaks(rows, k), "seed %d: %q of %q", seed, kind, q)
				}
			}
		}
	}
	assert.Greater(t, refused, 200)
	assert.Greater(t, told, 300)
	assert.Greater(t, versions, 300)
}

// change changes one answer, or two of one question that make up for each other, or a comment.
func (w *changing) change(rng *rand.Rand) {
	i := rng.IntN(len(w.responses))
	x := w.responses[i]
	if rng.IntN(3) == 0 {
		x.Comments = []feedback.Comment{{Text: fmt.Sprint("changed ", rng.IntN(1000))}}
		w.responses[i] = x
		return
	}
	if len(x.Answers) == 0 {
		return
	}
	j := rng.IntN(len(x.Answers))
	old := x.Answers[j].Value.Decimal.IntPart()
	by := int64(1)
	if old == 5 {
		by = -1
	}
	set := func(i, j int, n int64) {
		w.responses[i].Answers = slices.Clone(w.responses[i].Answers)
		w.responses[i].Answers[j].Value = known(fmt.Sprint(n))
	}
	set(i, j, old+by)
	if rng.IntN(2) == 0 {
		return
	}
	for k, y := range w.responses {
		for l, z := range y.Answers {
			if n := z.Value.Decimal.IntPart(); k != i && y.Subject == x.Subject && z.Question == x.Answers[j].Question && n-by >= 1 && n-by <= 5 {
				set(k, l, n-by)
				return
			}
		}
	}
}

// five is ann rated by five peers, and bob by three others.
func five() (feedback.RoundSpec, []feedback.Response) {
	s := spec([]string{"ann", "bob"}, "q")
	invite(&s, "ann", feedback.Peers, names("p", 5)...)
	invite(&s, "bob", feedback.Peers, names("b", 3)...)
	var responses []feedback.Response
	for i, in := range s.Invitations {
		r := says(s, in.Rater, in.Subject, fmt.Sprint(1+i%5))
		if i%2 == 0 {
			r.Comments = []feedback.Comment{{Text: "from " + in.Rater}}
		}
		responses = append(responses, r)
	}
	return s, responses
}

func TestReportsOfChangedAnswers(t *testing.T) {
	comment := func(text string) []feedback.Comment { return []feedback.Comment{{Text: text}} }
	type ask []string
	for _, tt := range []struct {
		name          string
		before        ask
		change        func(r []feedback.Response)
		after         []ask
		refused, told int // places in after, told the last that is not refused
	}{
		{"a spread with the same mean", ask{"ann"}, func(r []feedback.Response) {
			r[0].Answers[0].Value, r[4].Answers[0].Value = known("3"), known("3")
		}, []ask{{"ann"}}, 0, -1},
		{"a comment", ask{"ann"}, func(r []feedback.Response) { r[0].Comments = comment("new") }, []ask{{"ann"}}, 0, -1},
		{"a comment more", ask{"ann"}, func(r []feedback.Response) { r[1].Comments = comment("new") }, []ask{{"ann"}}, 0, -1},
		{"what a comment belongs to", ask{"ann"}, func(r []feedback.Response) {
			r[0].Comments = []feedback.Comment{{Question: "q", Text: "from p1"}}
		}, []ask{{"ann"}}, 0, -1},
		{"a comment less", ask{"ann"}, func(r []feedback.Response) { r[0].Comments = nil }, []ask{{"ann"}}, 0, -1},
		{"how a comment is written only", ask{"ann"}, func(r []feedback.Response) { r[0].Comments = comment("ＦＲＯＭ  P1") }, []ask{{"ann"}}, -1, 0},
		{"an answer that only the team and the others tell", ask{"ann"}, func(r []feedback.Response) {
			r[0].Answers[0].Value = known("2")
		}, []ask{{"ann", "bob"}, {"bob"}}, 1, 0},
		{
			"the same the other way round",
			ask{"bob"},
			func(r []feedback.Response) { r[0].Answers[0].Value = known("2") },
			[]ask{{"ann", "bob"}, {"ann"}},
			-1, 1,
		},
		{"a spread that only the team and the others tell", ask{"ann", "bob"}, func(r []feedback.Response) {
			r[0].Answers[0].Value, r[4].Answers[0].Value = known("3"), known("3")
		}, []ask{{"ann"}}, -1, 0},
		{"a comment that the team has no more", ask{"ann"}, func(r []feedback.Response) { r[0].Comments = nil }, []ask{{"ann", "bob"}}, 0, -1},
		{"a comment that the team had not", ask{"ann", "bob"}, func(r []feedback.Response) { r[1].Comments = comment("new") }, []ask{{"ann"}}, 0, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, responses := five()
			_, ledger := report(t, collect(t, s, responses...), nil, "r0", tt.before...)
			tt.change(responses)
			a := collect(t, s, responses...)
			for i, subjects := range tt.after {
				_, p, err := a.Report(feedback.ReportSpec{ID: fmt.Sprint("s", i), Subjects: subjects, On: day("2026-12-31")}, ledger)
				if i == tt.refused {
					require.ErrorIs(t, err, feedback.ErrRevised)
					continue
				}
				require.NoError(t, err)
				require.LessOrEqual(t, i, tt.told)
				ledger = append(ledger, p)
			}
		})
	}
}

// TestLedgerDoesNotSayWhoWrote exchanges comments among raters, and names that are removed: the publication is the same.
func TestLedgerDoesNotSayWhoWrote(t *testing.T) {
	s, responses := five()
	s.Comments.Names = []string{"Bob", "Eve"}
	responses[0].Comments[0].Text, responses[2].Comments[0].Text = "Bob helps", "stays calm"
	_, first := report(t, collect(t, s, responses...), nil, "r", "ann")
	responses[0].Comments[0].Text, responses[2].Comments[0].Text = "stays calm", "Eve  HELPS"
	_, second := report(t, collect(t, s, responses...), nil, "r", "ann")
	assert.Equal(t, asJSON(t, first), asJSON(t, second))
	assert.Len(t, first[0].Aggregates[1].Written, 3)
	assert.True(t, slices.IsSorted(first[0].Aggregates[1].Written))
}

func TestLedgerKeepsSquares(t *testing.T) {
	s, responses := five()
	_, ledger := report(t, collect(t, s, responses...), nil, "r", "ann")
	for _, a := range ledger[0].Aggregates {
		if a.Kind == feedback.KindSquares {
			equal(t, "55", a.Sum)
			return
		}
	}
	t.Fatal("no spread")
}

func TestNothingCollected(t *testing.T) {
	var none *feedback.Answers
	for _, a := range []*feedback.Answers{none, {}} {
		_, _, err := a.Report(feedback.ReportSpec{ID: "r", Subjects: []string{"ann"}, On: day("2026-12-31")}, nil)
		require.ErrorIs(t, err, feedback.ErrNotCollected)
		assert.Empty(t, a.Reminders(day("2026-12-31")))
	}
}

func TestWrittenFaults(t *testing.T) {
	digest := "00112233445566778899aabbccddeeff"
	for _, tt := range []struct {
		name    string
		kind    feedback.Kind
		sum     string
		written []string
		want    string
	}{
		{"fine", feedback.KindComments, "", []string{digest, digest}, ""},
		{"of answers", feedback.KindSum, "3", []string{digest}, "$.aggregates[0].written"},
		{"a sum of comments", feedback.KindComments, "3", []string{digest}, "$.aggregates[0].sum"},
		{"too short", feedback.KindComments, "", []string{digest[1:]}, "$.aggregates[0].written[0]"},
		{"upper case", feedback.KindComments, "", []string{digest, "00112233445566778899AABBCCDDEEFF"}, "$.aggregates[0].written[1]"},
		{"out of order", feedback.KindComments, "", []string{"ff" + digest[2:], digest}, "$.aggregates[0].written[1]"},
		{"too many", feedback.KindComments, "", slices.Repeat([]string{digest}, 3*feedback.MaxComments+1), "$.aggregates[0].written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := sum("ann peers q p1 p2 p3")
			if a.Kind = tt.kind; tt.kind == feedback.KindComments {
				a.Parts[0].Question = ""
			}
			if tt.sum != "" {
				a.Sum = known(tt.sum)
			}
			a.Written = tt.written
			err := feedback.Publication{Round: "r", Report: "x", Sequence: 1, On: day("2026-03-01"), Aggregates: []feedback.Aggregate{a}}.Check()
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, []string{"feedback.aggregate " + tt.want}, codes(t, err))
		})
	}
}
