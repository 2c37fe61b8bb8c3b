package library

import (
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// prefix begins every code and every metric of the package.
const prefix = "library"

func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// Rules is a checked policy. It is immutable and safe for concurrent use.
type Rules struct {
	policy Policy
	lives  map[crm.ResourceType]int // months
}

// Compile checks a policy and returns its rules, or every fault of it in one [*kam.InvalidError].
func Compile(p Policy) (*Rules, error) {
	p = clonePolicy(p)
	r := &Rules{policy: p, lives: map[crm.ResourceType]int{}}
	f := &wording.Faults{Prefix: prefix}
	total := 0
	for _, a := range Aspects() {
		w := p.Weights.of(a)
		between(f, "weight", "$.weights."+string(a), w, 0, MaxWeight)
		total += max(w, 0)
	}
	if total == 0 {
		f.Add("weight", "$.weights", say("no aspect counts", "没有任何维度计分"), say(`write a weight, such as "need": 3`, `请填写权重，如 "need": 3`))
	}
	share(f, "general", "$.general", p.General)
	if p.General.Den > MaxGeneralDen {
		f.Add("general", "$.general", say("%s has a denominator above %d", "%s 的分母超过 %d", p.General.String(), MaxGeneralDen), say("write a simpler share, such as 0.5", "请填写更简单的份额，如 0.5"))
	}
	share(f, "least", "$.least", p.Least)
	seen := map[string]bool{}
	for i, a := range p.Must {
		at := wording.At("$.must", i)
		if wording.Choice(f, "must", at, a, Aspects()...) {
			f.ID(at, string(a), seen)
		}
	}
	r.checkLives(f)
	between(f, "decided", "$.decided", p.Decided, 1, MaxDecided)
	if p.Steward != "" {
		f.ID("$.steward", p.Steward, nil)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Rules) checkLives(f *wording.Faults) {
	p := r.policy
	if f.Count("$.lives", len(p.Lives), 0, MaxTypes) {
		seen := map[string]bool{}
		for i, l := range p.Lives {
			at := wording.At("$.lives", i)
			f.ID(at+".type", string(l.Type), seen)
			between(f, "months", at+".months", l.Months, 1, MaxMonths)
			r.lives[l.Type] = l.Months
		}
	}
	if len(p.Lives) > 0 || p.Undated != "" {
		wording.Choice(f, "undated", "$.undated", p.Undated, UndatedStale, UndatedFresh)
	}
}

// Policy returns the policy, which shares no memory with the rules.
func (r *Rules) Policy() Policy { return clonePolicy(r.policy) }

func clonePolicy(p Policy) Policy {
	p.Must, p.Lives = slices.Clone(p.Must), slices.Clone(p.Lives)
	return p
}

// of is the weight of an aspect.
func (w Weights) of(a Aspect) int {
	switch a {
	case Industry:
		return w.Industry
	case Stage:
		return w.Stage
	case Need:
		return w.Need
	case Product:
		return w.Product
	case Language:
		return w.Language
	}
	return 0
}

func between(f *wording.Faults, code, at string, n, least, most int) {
	if n < least || n > most {
		f.Add(code, at, say("%d is out of range", "%d 超出范围", n), say("use %d to %d", "请使用 %d 至 %d", least, most))
	}
}

func share(f *wording.Faults, code, at string, x kam.Fraction) {
	if x.Check() != nil || x.Cmp(kam.Fraction{}) < 0 || x.Cmp(kam.Whole()) > 0 {
		f.Add(code, at, say("%s is no share from 0 to 1", "%s 不是 0 至 1 之间的份额", x.String()), say("write 0.5 for one half", "一半请写作 0.5"))
	}
}

// fold makes words that people write alike equal: without the case of letters and blanks at the ends.
func fold(word string) string { return strings.ToLower(strings.TrimSpace(word)) }
