package accountplan

import (
	"fmt"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Compile checks a policy and returns its rules, or every fault of it in one [*kam.InvalidError]. Instants become days in
// the zone, UTC when it is nil.
func Compile(p Policy, zone *time.Location) (*Rules, error) {
	p = clonePolicy(p)
	if zone == nil {
		zone = time.UTC
	}
	f := wording.Faults{Prefix: prefix}
	r := &Rules{policy: p, priorities: map[string]int{}, weights: map[Part]int{}, zone: zone}
	words(&f, "$.roles", p.Roles, 1, MaxRoles)
	words(&f, "$.meetings", p.Meetings, 1, MaxTypes)
	if i := slices.Index(p.Meetings, crm.ToDo); i >= 0 {
		f.Add("meetings", wording.At("$.meetings", i), say("nobody is met by something to do", "待办任务不是与客户的接触"), say("leave it out", "请删去"))
	}
	words(&f, "$.cancelled", p.Cancelled, 0, MaxTypes)
	between(&f, "days", "$.metWithin", p.MetWithin, 1, MaxDays)
	between(&f, "days", "$.championWithin", p.ChampionWithin, 1, MaxDays)
	between(&f, "people", "$.people", p.People, 1, MaxList)
	between(&f, "risk", "$.highRisk", p.HighRisk, 1, MaxScore*MaxScore)
	between(&f, "score", "$.opponent", p.Opponent, 1, MaxScore)
	between(&f, "months", "$.dealMonths", p.DealMonths, 1, MaxMonths)
	if p.Partly.Check() != nil || p.Partly.Rat().Sign() < 0 || p.Partly.Cmp(kam.Whole()) > 0 {
		f.Add("partly", "$.partly", say("it is not from 0 to 1", "不在 0 与 1 之间"), say("use a share such as 0.5", "请使用 0.5 之类的份额"))
	}
	if f.Count("$.priorities", len(p.Priorities), 1, MaxPriorities) {
		seen := map[string]bool{}
		for i, x := range p.Priorities {
			at := wording.At("$.priorities", i)
			if f.ID(at+".name", x.Name, seen) && between(&f, "weight", at+".weight", x.Weight, 1, MaxWeight) {
				r.priorities[x.Name] = x.Weight
			}
		}
	}
	r.checkWeights(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Rules) checkWeights(f *wording.Faults) {
	seen := map[string]bool{}
	total := 0
	if !f.Count("$.weights", len(r.policy.Weights), 0, len(Parts())*2) {
		return
	}
	for i, w := range r.policy.Weights {
		at := wording.At("$.weights", i)
		if !wording.Choice(f, "part", at+".part", w.Part, Parts()...) || !f.ID(at+".part", string(w.Part), seen) {
			continue
		}
		if between(f, "weight", at+".weight", w.Weight, 0, MaxWeight) {
			r.weights[w.Part] = w.Weight
			total += w.Weight
		}
	}
	for _, part := range Parts() {
		if !seen[string(part)] {
			f.Add("weight", "$.weights", say("%s has no weight", "%s 没有权重", wording.Quote(string(part))),
				say(`add {"part": "%[1]s", "weight": 1}, or the weight 0 if it is not to count`, `请添加 {"part": "%[1]s", "weight": 1}；如不计入，请填权重 0`, string(part)))
		}
	}
	if len(seen) == len(Parts()) && total == 0 && !f.HasErrors() {
		f.Add("weight", "$.weights", say("no part counts", "没有计入的部分"), say("give at least one part a weight above 0", "请至少为一个部分填写大于 0 的权重"))
	}
}

// Policy returns the policy, which shares no memory with the rules.
func (r *Rules) Policy() Policy { return clonePolicy(r.policy) }

func clonePolicy(p Policy) Policy {
	p.Roles, p.Meetings = slices.Clone(p.Roles), slices.Clone(p.Meetings)
	p.Priorities, p.Weights, p.Cancelled = slices.Clone(p.Priorities), slices.Clone(p.Weights), slices.Clone(p.Cancelled)
	return p
}

// words reports a list that is too long or too short, and words in it that are none or stand twice.
func words[T ~string](f *wording.Faults, place string, list []T, least, most int) {
	if !f.Count(place, len(list), least, most) {
		return
	}
	seen := map[string]bool{}
	for i, w := range list {
		f.ID(wording.At(place, i), string(w), seen)
	}
}

// between reports a number that is not from low to high.
func between(f *wording.Faults, code, place string, n, low, high int) bool {
	if n >= low && n <= high {
		return true
	}
	f.Add(code, place, say("%d is out of range", "%d 超出范围", n), say("use %d to %d", "请使用 %d 至 %d", low, high))
	return false
}

// cloned copies a plan through its JSON.
func cloned(p Plan) (Plan, error) {
	data, err := strictjson.Canonical(p)
	if err != nil {
		return Plan{}, fmt.Errorf("accountplan: %w", err)
	}
	var out Plan
	if err := strictjson.Decode(data, &out, prefix).Err(); err != nil {
		return Plan{}, err
	}
	return out, nil
}
