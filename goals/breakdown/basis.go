package breakdown

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

// By names what the cells of a level weigh by. The zero value is not stated.
type By string

// What cells weigh by.
const (
	// Even: each cell the same.
	Even By = "even"
	// Days: the days of the cell.
	Days By = "days"
	// WorkingDays: the working days of the cell, by the calendar. A year of which the calendar knows none is an error
	// that wraps [kam.ErrNoHolidays].
	WorkingDays By = "working-days"
	// History: what the same cells of earlier fiscal years had; see [Basis.History].
	History By = "history"
	// Profile: shares that sum to exactly 1; see [Basis.Shares].
	Profile By = "profile"
	// Pattern: whole numbers such as 4-4-5 or 1-2-1; see [Basis.Pattern].
	Pattern By = "pattern"
	// Blended: several of these, each with a share; see [Basis.Blend].
	Blended By = "blend"
)

// Basis says what the cells of one level weigh. The zero value is not stated.
type Basis struct {
	// By names the basis. The field that belongs to it is stated, and no other.
	By By `json:"by,omitempty"`
	// History holds plain values of earlier fiscal years, each inside one cell of the level: months, quarters, half
	// years or years. A year whose cells are covered without gap counts; one that is covered in part is refused.
	// All are of one subject, metric and scope; of one fact the highest revision counts.
	// Every year is brought to the sum 1 over the cells that the plan has, and the shares of the years are added, so
	// that a large year counts like a small one. Values of the plan's own days, unknown values, and a cell whose sum
	// is negative are refused.
	History []kam.Observation `json:"history,omitempty"`
	// Shares hold one share of at least 0 for each cell of the level, or for each cell of one parent, repeating from
	// parent to parent. They sum to exactly 1: twelve times 0.083333 is refused.
	Shares []kam.Fraction `json:"shares,omitempty"`
	// Pattern holds whole numbers of at least 0 in the same two ways.
	Pattern []int64 `json:"pattern,omitempty"`
	// Blend lists bases and their shares, which sum to exactly 1. Each basis is brought to the sum 1 over the cells of
	// the level first. A blend of blends is refused.
	Blend []BasisPart `json:"blend,omitempty"`
}

// BasisPart is one basis of a blend with the share that it counts for, 0 to 1. The zero value counts for nothing.
type BasisPart struct {
	Share kam.Fraction `json:"share"`
	// By and the lists are those of [Basis].
	By      By                `json:"by,omitempty"`
	History []kam.Observation `json:"history,omitempty"`
	Shares  []kam.Fraction    `json:"shares,omitempty"`
	Pattern []int64           `json:"pattern,omitempty"`
}

// basis returns p as a basis of its own.
func (p BasisPart) basis() Basis {
	return Basis{By: p.By, History: p.History, Shares: p.Shares, Pattern: p.Pattern}
}

// Bounds of one basis, inclusive.
const (
	maxHistory = 100_000 // observations
	maxPast    = 100     // years of history
	maxShares  = 1_000
	maxBlend   = 100 // parts
)

// stated reports whether b says anything.
func (b Basis) stated() bool {
	return b.By != "" || b.History != nil || b.Shares != nil || b.Pattern != nil || b.Blend != nil
}

// check reports fields that do not belong to the basis.
func (b Basis) check(place string, f *faults) bool {
	kept := Basis{By: b.By}
	switch b.By {
	case Even, Days, WorkingDays:
	case History:
		kept.History = b.History
	case Profile:
		kept.Shares = b.Shares
	case Pattern:
		kept.Pattern = b.Pattern
	case Blended:
		kept.Blend = b.Blend
	default:
		f.add("basis", place+".by", say("unknown basis %q", "未知的分解依据 %q", clip(string(b.By))),
			say("use even, days, working-days, history, profile, pattern or blend", "请用 even、days、working-days、history、profile、pattern 或 blend"))
		return false
	}
	if len(kept.History) == len(b.History) && len(kept.Shares) == len(b.Shares) &&
		len(kept.Pattern) == len(b.Pattern) && len(kept.Blend) == len(b.Blend) {
		return true
	}
	f.add("basis", place, say("it states data of another basis than %s", "含有不属于依据 %s 的数据", string(b.By)),
		say("leave the other lists out", "请删去其他列表"))
	return false
}

// weights returns what the cells of level weigh by b; nil after a fault. Missing working days are an error.
func (b Basis) weights(l *layer, cal *kam.Calendar, place string, f *faults) (spread.Weights, error) {
	if !b.check(place, f) {
		return nil, nil
	}
	switch b.By {
	case Even:
		return spread.Even(len(l.periods)), nil
	case Days:
		out := make(spread.Weights, len(l.periods))
		for i, p := range l.periods {
			out[i] = big.NewRat(int64(p.Days()), 1)
		}
		return out, nil
	case WorkingDays:
		return workingDays(l.periods, cal)
	case History:
		return b.history(l, cal, place+".history", f), nil
	case Profile:
		return b.profile(l, place+".shares", f), nil
	case Pattern:
		return b.pattern(l, place+".pattern", f), nil
	default:
		return b.blend(l, cal, place+".blend", f)
	}
}

// workingDays returns the working days of each period.
func workingDays(list []kam.Period, cal *kam.Calendar) (spread.Weights, error) {
	out := make(spread.Weights, len(list))
	for i, p := range list {
		n, err := cal.WorkingDays(p)
		if err != nil {
			return nil, fmt.Errorf("breakdown: working days of %s: %w", p, err)
		}
		out[i] = big.NewRat(int64(n), 1)
	}
	return out, nil
}

func (b Basis) profile(l *layer, place string, f *faults) spread.Weights {
	if len(b.Shares) > maxShares {
		f.add("count", place, say("it has %d shares, at most %d are read", "共 %d 个占比，上限为 %d 个", len(b.Shares), maxShares), say("state shares for a coarser level", "请按更粗的层级填写占比"))
		return nil
	}
	good := true
	for i, s := range b.Shares {
		at := fmt.Sprintf("%s[%d]", place, i)
		if !f.fraction("share", at, s) {
			good = false
		} else if s.Num < 0 {
			good = false
			f.add("share", at, say("the share %s is negative", "占比 %s 为负", s), say("use a share of at least 0", "占比须不小于 0"))
		}
	}
	if !good {
		return nil
	}
	if sum := kam.Sum(b.Shares...); len(b.Shares) > 0 && sum.Cmp(big.NewRat(1, 1)) != 0 {
		f.notOne(place, sum)
		return nil
	}
	return l.repeated(len(b.Shares), place, f, func(i int) *big.Rat { return b.Shares[i].Rat() })
}

// notOne reports shares that do not sum to 1.
func (f *faults) notOne(place string, sum *big.Rat) {
	off := new(big.Rat).Sub(sum, big.NewRat(1, 1))
	f.add("share", place, say("the shares sum to %s, which is %s off", "占比合计为 %s，与 1 相差 %s", show(sum), show(off)),
		say("let them sum to exactly 1; one twelfth is written 1/12", "占比合计须正好为 1；十二分之一写作 1/12"))
}

func (b Basis) pattern(l *layer, place string, f *faults) spread.Weights {
	good := true
	for i, n := range b.Pattern {
		if n < 0 {
			good = false
			f.add("weight", fmt.Sprintf("%s[%d]", place, i), say("the weight %d is negative", "权重 %d 为负", n), say("use a whole number of at least 0", "请用不小于 0 的整数"))
		}
	}
	if !good {
		return nil
	}
	return l.repeated(len(b.Pattern), place, f, func(i int) *big.Rat { return big.NewRat(b.Pattern[i], 1) })
}

func (b Basis) blend(l *layer, cal *kam.Calendar, place string, f *faults) (spread.Weights, error) {
	if len(b.Blend) > maxBlend {
		f.add("basis", place, say("%d bases, at most %d are blended", "共 %d 个依据，上限为 %d 个", len(b.Blend), maxBlend), say("leave some out", "请减少依据"))
		return nil, nil
	}
	var parts []spread.Part
	good := true
	for i, p := range b.Blend {
		at := fmt.Sprintf("%s[%d]", place, i)
		if p.By == Blended {
			good = false
			f.add("basis", at+".by", say("a blend is part of a blend", "混合依据中又含混合依据"), say("list all bases in one blend", "请将全部依据列入同一混合"))
			continue
		}
		w, err := p.basis().weights(l, cal, at, f)
		if err != nil {
			return nil, err
		}
		good = f.fraction("share", at+".share", p.Share) && w != nil && good
		parts = append(parts, spread.Part{Weights: w, Share: p.Share})
	}
	if !good {
		return nil, nil
	}
	out, err := spread.Blend(parts...)
	if err != nil {
		f.adopt(place, err)
		return nil, nil
	}
	return out, nil
}

// adopt adds the findings of err, or err itself, with their places below place.
func (f *faults) adopt(place string, err error) {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		f.list.Add(kam.Finding{
			Code: codePrefix + ".number", Severity: kam.Error, Place: place, Message: say("it cannot be spread", "无法分解"),
			Evidence: []kam.Evidence{{Name: "error", Value: err.Error()}},
		})
		return
	}
	for _, found := range invalid.Findings {
		inner, _ := strings.CutPrefix(found.Place, "$")
		inner, _ = strings.CutPrefix(inner, ".parts") // the list of a blend is where it was written
		found.Place = place + inner
		f.list.Add(found)
	}
}
