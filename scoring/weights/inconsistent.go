package weights

import (
	"errors"
	"fmt"

	"github.com/kam-go/kam"
)

// ErrInconsistent is wrapped by [InconsistentError].
var ErrInconsistent = errors.New("weights: judgements contradict each other")

// InconsistentError says that judgements contradict each other more than the limit allows, and which of them deviates
// most from the rest. Where several deviate alike, as all three of three items always do, Worst is the first of them
// and Alike are the others: the numbers do not tell which is wrong. It wraps [ErrInconsistent] and is handed out as a pointer.
type InconsistentError struct {
	Consistency Consistency
	Worst       Judgement
	Alike       []Judgement
}

// Error returns the condition with its numbers in one English line.
func (e *InconsistentError) Error() string {
	text := fmt.Sprintf("%v: consistency ratio %s is above %s; the worst is %s: %q against %q is %s, where %s would fit",
		ErrInconsistent, four(e.Consistency.Ratio), e.Consistency.Limit, e.Worst.Place, show(e.Worst.A), show(e.Worst.B), ratio(e.Worst.Times), write(e.Worst.Fits))
	for i, j := range e.Alike {
		if i == 0 {
			text += "; as far off"
		}
		text += fmt.Sprintf(", %s: %q against %q is %s", j.Place, show(j.A), show(j.B), ratio(j.Times))
	}
	return text
}

// Unwrap returns [ErrInconsistent].
func (e *InconsistentError) Unwrap() error { return ErrInconsistent }

// Finding returns the condition as a finding with the code weights.inconsistent at the worst judgement, for the person
// who judged.
func (e *InconsistentError) Finding() kam.Finding {
	w := e.Worst
	f := fault("inconsistent", w.Place,
		say("the judgements contradict each other: %s. The worst is %q against %q, judged %s", "各判断相互矛盾：%s。偏差最大的是 %q 对 %q，判断值为 %s",
			e.Consistency.explain(), show(w.A), show(w.B), ratio(w.Times)),
		say("judge it again; by the weights %s would fit, and nearest to it on the scale is %s", "请重新判断该项；按所得权重，合适的值为 %s，标度上与之最接近的是 %s",
			write(w.Fits), ratio(w.Nearest)))
	for _, j := range e.Alike {
		f.Message = say("%s; as far off: %q against %q, judged %s", "%s；偏差相同：%q 对 %q，判断值为 %s", f.Message, show(j.A), show(j.B), ratio(j.Times))
	}
	f.Evidence = []kam.Evidence{
		{Name: "cr", Value: write(e.Consistency.Ratio)},
		{Name: "limit", Value: e.Consistency.Limit.String()},
		{Name: "randomIndex", Value: string(e.Consistency.Table)},
		{Name: "judged", Value: ratio(w.Times)},
		{Name: "fits", Value: write(w.Fits)},
		{Name: "deviation", Value: write(w.Deviation)},
	}
	return f
}

// ratio writes a judgement as people do on this scale: "1/8" rather than "0.125".
func ratio(f kam.Fraction) string { return f.Rat().RatString() }
