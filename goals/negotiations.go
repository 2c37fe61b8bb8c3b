package goals

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Negotiations is what many negotiations came to. The zero value is that of none.
type Negotiations struct {
	// Begun counts those with a first figure; Agreed, Imposed and Open sum to it.
	Begun, Agreed, Imposed, Open int
	// Countered counts those in which the other side named a figure of its own.
	Countered int
	// Acknowledged counts those whose outcome the owner has acknowledged.
	Acknowledged int
	// FromProposal and FromCounter are the medians of [Negotiation.FromProposal] and [Negotiation.FromCounter] over
	// the closed negotiations that have them, nil when none has. Of an even number it is the mean of the middle two,
	// exact. A median leaves units and single outliers out of account, so that goals of all metrics go together.
	FromProposal, FromCounter *big.Rat
}

// Summarize returns what the negotiations came to. Their order does not matter, and those not begun are left out.
func Summarize(all []Negotiation) Negotiations {
	var s Negotiations
	var proposals, counters []*big.Rat
	for _, n := range all {
		switch n.State() {
		case NotBegun:
			continue
		case Proposed, Countered:
			s.Open++
		case Agreed:
			s.Agreed++
		case Imposed:
			s.Imposed++
		}
		s.Begun++
		if n.Answer().Valid {
			s.Countered++
		}
		if _, done := n.Acknowledged(); done {
			s.Acknowledged++
		}
		if d, ok := n.FromProposal(); ok {
			proposals = append(proposals, d)
		}
		if d, ok := n.FromCounter(); ok {
			counters = append(counters, d)
		}
	}
	s.FromProposal, s.FromCounter = median(proposals), median(counters)
	return s
}

// Acceptance returns the part of the closed negotiations that was agreed and not imposed, and false when none is closed.
func (s Negotiations) Acceptance() (kam.Fraction, bool) {
	closed := s.Agreed + s.Imposed
	if closed == 0 {
		return kam.Fraction{}, false
	}
	return kam.Fraction{Num: int64(s.Agreed), Den: int64(closed)}, true
}

// Text returns s as one sentence in both languages; shares are rounded half away from zero to a tenth of a percent.
func (s Negotiations) Text() kam.Text {
	t := say("%d targets negotiated: %d agreed, %d imposed, %d open; %d countered, %d acknowledged",
		"共协商 %d 个目标：达成一致 %d 个，直接下达 %d 个，进行中 %d 个；有还价 %d 个，已确认 %d 个",
		s.Begun, s.Agreed, s.Imposed, s.Open, s.Countered, s.Acknowledged)
	add := func(en, zh string, part *big.Rat) {
		more := say(en, zh, percent(part))
		t.EN, t.ZH = t.EN+more.EN, t.ZH+more.ZH
	}
	if rate, ok := s.Acceptance(); ok {
		add("; %s accepted", "；接受率 %s", rate.Rat())
	}
	if s.FromProposal != nil {
		add("; in the median the outcome is %s from the proposal", "；结果较最初提议变动 %s（中位数）", s.FromProposal)
	}
	if s.FromCounter != nil {
		add(", and %s from the last counter", "，较最后一次还价变动 %s（中位数）", s.FromCounter)
	}
	return t
}

// median returns the middle of list, or nil when it is empty. It sorts list.
func median(list []*big.Rat) *big.Rat {
	if len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, (*big.Rat).Cmp)
	middle := new(big.Rat).Add(list[(len(list)-1)/2], list[len(list)/2])
	return middle.Quo(middle, big.NewRat(2, 1))
}

// percent writes a part as a percentage with at most one decimal place, rounded half away from zero.
func percent(part *big.Rat) string {
	hundred := new(big.Rat).Mul(part, big.NewRat(100, 1))
	return num.Format(num.RoundRat(hundred, 1, num.HalfUp)) + "%"
}
