package criteria

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// maxBits is the longest numerator or denominator of a figure of a result. Figures are sums and quotients of bounded
// decimals, which stay far below.
const maxBits = 1024

// bounded reports whether every number of a criterion is short enough to be computed with.
func (c *Criterion) bounded() bool {
	fits := func(list ...Exact) bool {
		for _, e := range list {
			if e.r != nil && (e.r.Num().BitLen() > maxBits || e.r.Denom().BitLen() > maxBits) {
				return false
			}
		}
		return true
	}
	if !fits(c.Value, c.Threshold, c.Gap) || c.Next != nil && !fits(c.Next.Amount) {
		return false
	}
	for i := range c.Steps {
		if s := &c.Steps[i]; !fits(s.Value, s.Numerator, s.Denominator) {
			return false
		}
	}
	return true
}

// statable reports whether the criterion is one that could have been compiled, whatever the vocabulary and the calendar.
func (c *Criterion) statable() bool {
	asks := c.Asks.clone()
	asks.ID, asks.Name = "asked", kam.Text{}
	v := evidence.Vocabulary{}
	switch {
	case asks.Metric != nil:
		m := asks.Metric
		switch w := m.Window; {
		case !w.Period.IsZero():
			if w.Last != 0 || w.Year != "" || w.Period.Check() != nil || w.Period.IsOpen() || m.Aggregate == Growth {
				return false
			}
			m.Window = Window{Step: w.Step, Last: 1}
		case w.Step == kam.Week && w.Year == LastYear && w.Last == 0:
			m.Window = Window{Step: w.Step, Last: 1}
		}
		v.Metrics = metricOf(m.Of)
	case asks.Streak != nil:
		v.Metrics = metricOf(asks.Streak.Of)
	case asks.Skill != nil:
		v.Skills = []evidence.Skill{{ID: asks.Skill.Skill, Levels: make([]kam.Text, evidence.MaxLevel+1)}}
	case asks.Certificate != nil:
		v.Certificates = []evidence.Term{{ID: asks.Certificate.Kind}}
	case asks.Review != nil:
		v.Reviews = []evidence.ReviewScale{{ID: asks.Review.Kind, Ratings: c.Ratings}}
	case asks.Flag != nil:
		v.Flags = []evidence.Term{{ID: asks.Flag.Kind}}
	}
	// Which direction is better, and whether the criterion stands inside a not, is not known here.
	for _, direction := range []kam.Direction{kam.HigherIsBetter, kam.LowerIsBetter} {
		for i := range v.Metrics {
			v.Metrics[i].Direction = direction
		}
		for _, rule := range []Rule{asks, {Not: &asks}} {
			if _, err := Compile(rule, v, Options{History: MaxHistory}); err == nil {
				return true
			}
		}
	}
	return false
}

// metricOf returns a vocabulary of the metric of a series.
func metricOf(s Series) []kam.Metric {
	unit := s.Unit
	if unit == "" && s.Currency == "" {
		unit = "1"
	}
	return []kam.Metric{{Key: s.Metric, Unit: unit}}
}

// shape reports steps that are not those that the criterion looks at: too few or too many of them, gaps and repetitions
// between them, steps that are called over and are not.
func (v *verifier) shape(place string, c *Criterion) bool {
	if len(c.Steps) == 0 {
		if c.Looked != (kam.Period{}) || c.Base != 0 {
			v.differs(place+".looked", wording.Days(c.Looked), wording.Days(kam.Period{}))
		}
		return true
	}
	least, most, base := c.lengths()
	if n := len(c.Steps); n < least || n > most || c.Base != base && (base >= 0 || c.Base*2 != n) {
		v.differs(place+".steps", wording.Say("%d steps, %d of them the base", "%d 期，其中基期 %d 期", n, c.Base), wording.Say("another number", "其他期数"))
		return false
	}
	good := true
	for i := range c.Steps {
		s, at := &c.Steps[i], wording.At(place+".steps", i)
		if s.Period.Check() != nil || s.Period.IsOpen() {
			v.differs(at+".period", wording.Days(s.Period), wording.Say("a period with an end", "有止日的期间"))
			return false
		}
		// The base of a year is the year before, which need not reach up to the steps looked at.
		if i > 0 && c.Steps[i-1].Period.Until != s.Period.From && (i != c.Base || s.Period.From.Before(c.Steps[i-1].Period.Until)) {
			v.differs(at+".period", wording.Days(s.Period), wording.Say("one that begins on %s", "自 %s 起的期间", c.Steps[i-1].Period.Until))
			good = false
		}
		if (s.Why == NotOverYet) != s.Period.Until.After(v.r.AsOf) {
			v.differs(at+".why", wording.Quote(string(s.Why)), wording.Say("what follows from %s", "由 %s 得出的情形", v.r.AsOf))
			good = false
		}
		if !s.decimals() {
			v.differs(at+".value", wording.Number(s.Value.r), wording.Say("a decimal, or a ratio of decimals", "小数，或小数之比"))
			good = false
		}
	}
	looked := kam.Period{From: c.Steps[0].Period.From, Until: c.Steps[len(c.Steps)-1].Period.Until}
	if c.Looked != looked {
		v.differs(place+".looked", wording.Days(c.Looked), wording.Days(looked))
	}
	if m := c.Asks.Metric; m != nil && !m.Window.Period.IsZero() && looked != m.Window.Period {
		v.differs(place+".looked", wording.Days(looked), wording.Days(m.Window.Period))
		good = false
	}
	return good
}

// lengths returns the least and the largest number of steps that a criterion looks at, and how many of them are the base; a
// base below 0 is half of them.
func (c *Criterion) lengths() (least, most, base int) {
	if s := c.Asks.Streak; s != nil {
		return s.reach(), s.reach(), 0
	}
	m := c.Asks.Metric
	if m.Window.Last != 0 {
		if m.Aggregate == Growth {
			return 2 * m.Window.Last, 2 * m.Window.Last, m.Window.Last
		}
		return m.Window.Last, m.Window.Last, 0
	}
	if most = maxSteps; m.Window.Year != "" {
		most = 54
	}
	if m.Aggregate == Growth {
		return 2, 2 * most, -1
	}
	return 1, most, 0
}

// decimals reports whether the figures of a step are what bounded decimals, or sums of them, make.
func (s *Step) decimals() bool {
	list := []Exact{s.Value}
	if s.Numerator.Known() || s.Denominator.Known() {
		list = []Exact{s.Numerator, s.Denominator}
	}
	for _, e := range list {
		if e.r != nil && new(big.Int).Rem(finest, e.r.Denom()).Sign() != 0 {
			return false
		}
	}
	return true
}

// finest is how many of the smallest decimal are 1.
var finest = new(big.Int).Exp(big.NewInt(10), big.NewInt(num.MaxExponent), nil)

// next reports an amount of the step that is running that does not follow from the steps before it, where these are all
// there: in windows that reach back a number of steps, and in stated periods.
func (v *verifier) next(place string, c *Criterion) {
	n, m := c.Next, c.Asks.Metric
	if n == nil {
		return
	}
	if m == nil || m.Aggregate != Sum || !m.Be.Comparison.upward() || !n.By.After(v.r.AsOf) || !n.Amount.Known() {
		v.differs(place+".next", wording.Number(n.Amount.r), wording.Say("nothing", "无"))
		return
	}
	var before []Step
	switch {
	case m.Window.Last != 0 && len(c.Steps) > 0:
		before = c.Steps[1:]
	case !m.Window.Period.IsZero() && len(c.Steps) > 0 && c.Steps[len(c.Steps)-1].Period.Until == n.By:
		before = c.Steps[:len(c.Steps)-1]
	case m.Window.Last == 1: // the first step there is
	case m.Window.Year != "":
		return
	default:
		v.differs(place+".next", wording.Number(n.Amount.r), wording.Say("nothing", "无"))
		return
	}
	need := m.Be.threshold()
	for i := range before {
		if !before[i].Value.Known() {
			v.differs(place+".next", wording.Number(n.Amount.r), wording.Say("nothing", "无"))
			return
		}
		need.Sub(need, before[i].Value.r)
	}
	v.number(place+".next.amount", n.Amount, need)
}
