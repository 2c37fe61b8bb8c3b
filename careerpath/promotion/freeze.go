package promotion

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Freeze returns what is frozen of a person: the digest of the file, the results of the rules as of the day of the
// freeze, and the figures in the order of the facts. Each rule that is given must be one that the cycle froze, by its
// hash; those of the openings applied for must be among them for the event to be taken. The error is an
// [*kam.InvalidError].
func (p *Program) Freeze(file evidence.File, figures []Figure, rules ...*criteria.Program) (Frozen, error) {
	f := wording.Faults{Prefix: prefix}
	data, err := strictjson.Canonical(file)
	if err != nil {
		return Frozen{}, unwritable(err)
	}
	z := Frozen{Digest: digestOf(data), AsOf: p.cycle.Schedule.Freeze}
	for i, rule := range rules {
		found := false
		for _, set := range p.cycle.Criteria {
			if set.Hash == rule.Hash() {
				found = true
				z.Checks = append(z.Checks, Check{Criteria: set.ID, Result: rule.Evaluate(file, z.AsOf)})
			}
		}
		if !found {
			f.Add("criteria", wording.At("$.rules", i), say("the cycle froze no rule with the hash %s", "评审方案未锁定哈希为 %s 的规则", rule.Hash()), say("evaluate the rules of the cycle", "请按评审方案中的规则评定"))
		}
	}
	for _, fact := range p.cycle.Facts {
		for _, figure := range figures {
			if figure.Fact == fact.ID {
				z.Figures = append(z.Figures, figure)
			}
		}
	}
	for i, figure := range figures {
		if _, there := p.facts[figure.Fact]; !there {
			(&checker{Faults: &f}).unknown("fact", wording.At("$.figures", i)+".fact", figure.Fact, keySet(p.facts))
		}
	}
	z.check(&f, "$")
	return z, f.Err()
}

// VerifyEvidence returns nil when a file is the one that was frozen for its person, and the rules, evaluated again, give
// the results that were; else an [*kam.InvalidError] with what differs.
func (s State) VerifyEvidence(file evidence.File, rules ...*criteria.Program) error {
	f := wording.Faults{Prefix: prefix}
	frozen := s.frozenOf(file.Person)
	if frozen == nil {
		f.Add("frozen", "$.person", say("no evidence of %s is frozen", "%s 的材料尚未锁定", who(file.Person)), say("name a candidate whose evidence is", "请填写材料已锁定的候选人"))
		return f.Err()
	}
	data, err := strictjson.Canonical(file)
	if err != nil {
		return unwritable(err)
	}
	if got := digestOf(data); got != frozen.Digest {
		f.Add("digest", "$.digest", say("the file has the digest %s, and %s was frozen", "该材料的摘要为 %s，而锁定的是 %s", got, frozen.Digest), say("find the file that was frozen", "请找到被锁定的那份材料"))
	}
	for i, check := range frozen.Checks {
		at := wording.At("$.checks", i)
		n := slices.IndexFunc(rules, func(p *criteria.Program) bool { return p.Hash() == check.Result.Rule })
		if n < 0 {
			f.Add("criteria", at, say("the rule %s is not given", "未提供规则 %s", check.Result.Rule), say("give the rules of the cycle", "请提供评审方案中的规则"))
			continue
		}
		was, err := strictjson.Canonical(check.Result)
		f.Merge(at, err)
		is, err := strictjson.Canonical(rules[n].Evaluate(file, frozen.AsOf))
		f.Merge(at, err)
		if string(was) != string(is) {
			f.Add("result", at, say("the criteria %s give another result", "条件 %s 得出不同的结果", wording.Quote(check.Criteria)), say("the frozen result does not follow from the file", "锁定的结果与材料不符"))
		}
	}
	return f.Err()
}

// frozenOf returns what is frozen of a person, nil for nothing.
func (s State) frozenOf(person kam.Subject) *Frozen {
	if s.in == nil || s.in.candidates[person] == nil {
		return nil
	}
	return s.in.candidates[person].frozen
}

func keySet(known map[string]int) map[string]bool {
	set := make(map[string]bool, len(known))
	for n := range known {
		set[n] = true
	}
	return set
}
