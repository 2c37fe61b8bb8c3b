package goals

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// leastPeers is how many peers' results a percentile needs.
const leastPeers = 5

// chance is how likely one kind of evidence makes the target.
type chance struct {
	code      string // history, peers or pipeline
	place     string
	low, high decimal.Decimal // bounds of the probability, equal when it is known
	text      kam.Text
	evidence  []kam.Evidence
}

// achievable judges A by the kinds of evidence that are there: the owner's own history, the results of peers, the open
// pipeline, and the days for visits. None at all is unknown, not failed.
func (j *judged) achievable() LetterReport {
	a := &judging{letter: Achievable}
	if !j.hasTarget {
		a.lack("unknown", "target", say("the target is no usable number", "目标值无法使用"), say("state a target within the bounds of numbers", "请填写范围内的目标值"))
		return a.report()
	}
	var chances []chance
	if d := j.direction(); d == kam.HigherIsBetter || d == kam.LowerIsBetter {
		chances = slices.Concat(j.fromHistory(a, d), j.fromPeers(a, d), j.fromDeals(a, d))
	} else if len(j.History)+len(j.Peers)+len(j.Deals) > 0 {
		a.lack("direction", "direction", say("which way the metric is to move is not stated, so nothing can be said of its chances", "没有写明指标应升还是应降，无法判断概率"),
			say("state higher or lower", "请填 higher 或 lower"))
	}
	decided := j.band(a, chances)
	if j.achievableCapacity(a) || decided {
		a.missing = false // kinds of evidence that say nothing do not matter beside one that does
	}
	if len(a.found) == 0 {
		a.lack("unknown", "situation", say("there is nothing to judge it by", "没有可供判断的依据"),
			say("pass earlier results, results of peers, the open pipeline, or the days needed and available for visits", "请提供历史结果、同事结果、在手商机，或拜访所需与可用的天数"))
	}
	return a.report()
}

// band places each chance in the bands. Out of reach by one kind of evidence fails, unless another kind has the target
// within reach: then it is doubtful. It returns whether any chance could be placed.
func (j *judged) band(a *judging, chances []chance) (decided bool) {
	b := j.bands
	within := slices.ContainsFunc(chances, func(c chance) bool { return c.low.GreaterThanOrEqual(b.OutOfReach) })
	for _, c := range chances {
		decided = decided || !c.reachesOver(b)
		evidence := append(slices.Clone(c.evidence), fact("band", num.Format(b.OutOfReach)+" - "+num.Format(b.TooEasy)))
		switch {
		case c.high.LessThan(b.OutOfReach):
			severity := kam.Error
			if within {
				severity = kam.Warning
			}
			a.add(severity, c.code+"-hard", c.place, join(say("out of reach: ", "难以达成："), c.text),
				say("lower the target, extend the period, or show what changes", "请降低目标、延长期间，或说明有何变化"), evidence...)
		case c.low.GreaterThan(b.TooEasy):
			a.doubt(c.code+"-easy", c.place, join(say("too easy: ", "过于容易："), c.text),
				say("raise the target", "请提高目标"), evidence...)
		case c.reachesOver(b):
			a.lack(c.code+"-open", c.place, join(c.text, say("; the bounds reach over the band", "；区间跨越判定界限")),
				say("leave out the smallest deals to know more exactly", "请略去最小的商机以求更精确的结果"))
		default:
			a.note(c.code, c.place, c.text, evidence...)
		}
	}
	return decided
}

// reachesOver reports whether the bounds of c lie on both sides of a limit.
func (c chance) reachesOver(b Bands) bool {
	over := func(limit decimal.Decimal) bool { return c.low.LessThan(limit) && !c.high.LessThan(limit) }
	return over(b.OutOfReach) || c.high.GreaterThan(b.TooEasy) && !c.low.GreaterThan(b.TooEasy)
}

// join writes texts one after the other.
func join(texts ...kam.Text) kam.Text {
	var out kam.Text
	for _, t := range texts {
		out.EN, out.ZH = out.EN+t.EN, out.ZH+t.ZH
	}
	return out
}

// of returns the chance of an estimate, or states that it is not known.
func (a *judging) of(code, place string, e likelihood.Estimate, err error) []chance {
	if err != nil {
		a.lack(code+"-unknown", place, said(err), say("mend the data", "请修正数据"))
		return nil
	}
	if !e.Known() {
		a.lack(code+"-unknown", place, e.Text, say("pass more, or other evidence", "请提供更多或其他依据"))
		return nil
	}
	return []chance{{code: code, place: place, low: e.Low.Decimal, high: e.High.Decimal, text: e.Text, evidence: e.Evidence}}
}

// alike reports whether o is about a period like the goal's. A flow adds up, so a period more than a third longer or
// more than a quarter shorter says nothing; a level may be that of any period.
func (j *judged) alike(o kam.Observation) bool {
	if !closed(o.Period) || !closed(j.goal.Period) {
		return false
	}
	n, days := o.Period.Days(), j.goal.Period.Days()
	return j.goal.Tracking == Stock || 3*n <= 4*days && 4*n >= 3*days
}

// fromHistory asks the owner's earlier periods.
func (j *judged) fromHistory(a *judging, d kam.Direction) []chance {
	var past []kam.Observation
	others := 0
	for _, o := range j.History {
		switch {
		case !j.own(o.Subject):
			others++
		case !j.alike(o) || o.Period.Until.After(j.goal.Period.From):
		case len(past) > 0 && past[len(past)-1].Period.Overlaps(o.Period):
			j.cannot("history", say("%s overlaps another period; it was left out", "期间 %s 与其他期间重叠，已略去", o.Period))
		default:
			past = append(past, o)
		}
	}
	if others > 0 {
		j.cannot("history", say("%d results are those of others; they were left out", "%d 项结果属于他人，已略去", others))
	}
	if len(past) == 0 {
		if len(j.History) > others {
			a.lack("history-unknown", "history", say("no earlier period is as long as the goal's %d days", "没有与目标期间（%d 天）长度相近的历史期间", j.goal.Period.Days()),
				say("pass results of periods like the goal's", "请提供与目标期间相近的历史结果"))
		}
		return nil
	}
	if len(past) < likelihood.LeastForShare { // few values are read as steps from one to the next
		even := j.even(past)
		if len(even) < len(past) && len(even) < likelihood.LeastValues {
			a.lack("history-unknown", "history", say("the earlier periods have gaps: only %d of %d follow one another up to the goal's", "历史期间有间断：%[2]d 个期间中仅 %[1]d 个依次相接至目标期间", len(even), len(past)),
				say("pass every period, up to the one before the goal's", "请提供直至目标期间之前的每一个期间"))
			return nil
		}
		past = even
	}
	e, err := likelihood.FromHistory(values(past), j.goal.final(), d)
	return a.of("history", "history", e, err)
}

// even returns the last of the periods that follow one another at one distance up to the goal's own, the distance
// between the first days of the last two. Distances within a sixth count as one, as quarters and years differ by days.
func (j *judged) even(past []kam.Observation) []kam.Observation {
	n := len(past)
	if n < 2 {
		return past
	}
	one := past[n-1].Period.From.Sub(past[n-2].Period.From)
	alike := func(days int) bool { return 6*max(days-one, one-days) <= one }
	if !alike(j.goal.Period.From.Sub(past[n-1].Period.From)) {
		return nil
	}
	first := n - 1
	for first > 0 && alike(past[first].Period.From.Sub(past[first-1].Period.From)) {
		first--
	}
	return past[first:]
}

// values returns the known values of observations, ratios rounded half away from zero to 12 decimal places.
func values(list []kam.Observation) []decimal.Decimal {
	out := make([]decimal.Decimal, 0, len(list))
	for _, o := range list {
		if !o.IsRatio() {
			out = append(out, o.Value.Decimal)
			continue
		}
		if exact, known := o.Exact(); known {
			if v := num.RoundRat(exact, likelihood.MaxPlaces, num.HalfUp); num.Check(v) == nil {
				out = append(out, v)
			}
		}
	}
	return out
}

// fromPeers asks how many of the peers reached the target in a period like the goal's, each by the latest such period:
// the chance is the share that did.
func (j *judged) fromPeers(a *judging, d kam.Direction) []chance {
	if len(j.Peers) == 0 {
		return nil
	}
	var results []kam.Observation
	seen := make(map[kam.Subject]bool, len(j.Peers))
	for _, o := range slices.Backward(j.Peers) {
		over := !j.AsOf.IsSet() || !o.Period.Until.After(j.AsOf.AddDays(1))
		if j.alike(o) && over && !j.own(o.Subject) && !seen[o.Subject] {
			seen[o.Subject] = true
			results = append(results, o)
		}
	}
	if n := len(results); n < leastPeers {
		a.lack("peers-unknown", "peers", say("%d peers are too few to compare with; at least %d are needed", "可比同事仅 %d 名，至少需要 %d 名", n, leastPeers),
			say("pass results of more peers, for periods as long as the goal's", "请提供更多同事在相近期间的结果"))
		return nil
	}
	s, err := likelihood.AmongPeers(values(results), j.goal.final(), d)
	if err != nil {
		return a.of("peers", "peers", likelihood.Estimate{}, err)
	}
	p := num.RoundRat(s.Reached.Rat(), likelihood.Places, num.HalfUp)
	return []chance{{code: "peers", place: "peers", low: p, high: p, text: s.Text, evidence: []kam.Evidence{
		fact("peers", s.N()), fact("reached", s.Equal+s.Better), fact("percentile", percent(s.Percentile.Rat())),
	}}}
}

// fromDeals asks the open pipeline and what is reached already, for a flow that is to rise.
func (j *judged) fromDeals(a *judging, d kam.Direction) []chance {
	if len(j.Deals) == 0 || j.goal.Tracking != Flow || d != kam.HigherIsBetter {
		return nil
	}
	sums, err := likelihood.FromDeals(j.Deals)
	if err == nil {
		sums, err = sums.Plus(j.Reached.Decimal)
	}
	if err != nil {
		return a.of("pipeline", "deals", likelihood.Estimate{}, err)
	}
	e, err := sums.AtLeast(j.goal.final())
	chances := a.of("pipeline", "deals", e, err)
	for i := range chances {
		chances[i].text, chances[i].evidence = j.coverage(chances[i].text, chances[i].evidence)
	}
	return chances
}

// coverage adds how often the open deals hold what is still missing, and how often they must at their win rate.
func (j *judged) coverage(text kam.Text, evidence []kam.Evidence) (kam.Text, []kam.Evidence) {
	rest := new(big.Rat).Sub(num.Rat(j.goal.final()), num.Rat(j.Reached.Decimal))
	open, weighted := new(big.Rat), new(big.Rat)
	for _, d := range j.Deals {
		amount := num.Rat(d.Amount)
		open.Add(open, amount)
		weighted.Add(weighted, amount.Mul(amount, d.Win.Rat()))
	}
	if rest.Sign() <= 0 || open.Sign() <= 0 || weighted.Sign() <= 0 {
		return text, evidence
	}
	multiple := func(r *big.Rat) string { return num.Format(num.RoundRat(r, 2, num.HalfUp)) }
	cover, needed := multiple(new(big.Rat).Quo(open, rest)), multiple(new(big.Rat).Quo(open, weighted))
	return join(text, say("; they cover what is missing %s times, and at their win rate %s times are needed", "；在手商机为尚缺部分的 %s 倍，按赢单率需要 %s 倍", cover, needed)),
		append(slices.Clone(evidence), fact("coverage", cover), fact("coverage needed", needed))
}

// achievableCapacity compares the working days that visits take with those there are, and returns whether both are known.
func (j *judged) achievableCapacity(a *judging) bool {
	c := j.Capacity
	if !c.Needed.Valid || !c.Available.Valid {
		return false
	}
	needed, available := num.Format(c.Needed.Decimal), num.Format(c.Available.Decimal)
	evidence := []kam.Evidence{fact("days needed", needed), fact("days available", available)}
	if c.Needed.Decimal.GreaterThan(c.Available.Decimal) {
		a.fail("capacity", "capacity", say("the visits take %s working days, and there are %s", "拜访需要 %s 个工作日，可用 %s 个", needed, available),
			say("visit fewer accounts, or more rarely, or share them out", "请减少拜访的客户或次数，或分给他人"), evidence...)
		return true
	}
	a.note("capacity", "capacity", say("the visits take %s of %s working days", "拜访需要 %s 个工作日，可用 %s 个", needed, available), evidence...)
	return true
}
