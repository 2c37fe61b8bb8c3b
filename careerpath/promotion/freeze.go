package promotion

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Freeze returns what is frozen of a person: the digest of the file, the results of the rules as of the day of the
// freeze, and the figures in the order of the facts. Facts that follow from the file are worked out and not to be given. Each rule that is given must be one that the cycle froze, by its
// hash; those of the openings applied for must be among them for the event to be taken. The error is an
// [*kam.InvalidError], with the faults of [Program.VerifyCriteria] among them.
func (p *Program) Freeze(file evidence.File, figures []Figure, rules ...*criteria.Program) (Frozen, error) {
	f := wording.Faults{Prefix: prefix}
	data, err := strictjson.Canonical(file)
	if err != nil {
		return Frozen{}, unwritable(err)
	}
	p.verifyCriteria(&f, rules)
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
		if fact.From != FactRecorded {
			z.Figures = append(z.Figures, fact.of(file, z.AsOf)...)
			continue
		}
		for _, figure := range figures {
			if figure.Fact == fact.ID {
				z.Figures = append(z.Figures, figure)
			}
		}
	}
	for i, figure := range figures {
		n, there := p.facts[figure.Fact]
		at := wording.At("$.figures", i) + ".fact"
		if !there {
			(&checker{Faults: &f}).unknown("fact", at, figure.Fact, keySet(p.facts))
		} else if p.cycle.Facts[n].From != FactRecorded {
			f.Add("unused", at, say("the figure %s follows from the evidence file", "数据 %s 由材料得出", wording.Quote(figure.Fact)), say("leave it out", "请删去"))
		}
	}
	z.check(&f, "$")
	return z, f.Err()
}

// of returns the figure that follows from a file, none when it is not known.
func (s Fact) of(file evidence.File, asOf kam.Day) []Figure {
	var from kam.Day
	for _, p := range file.Positions {
		counts := s.From == FactTenure && !p.Held.From.After(asOf) || s.From == FactStage && p.Held.Contains(asOf)
		if counts && (!from.IsSet() || p.Held.From.Before(from)) {
			from = p.Held.From
		}
	}
	if !from.IsSet() {
		return nil
	}
	return []Figure{{Fact: s.ID, Value: decimal.NewFromInt(int64(asOf.Sub(from)))}}
}

// VerifyCriteria returns nil when the rules that the cycle shows to people are those of its hashes: each of the rules given
// is compared with the one that the cycle froze under its hash, where it shows one. Else the error is an
// [*kam.InvalidError]. Ask it of all rules of the cycle before it is announced.
func (p *Program) VerifyCriteria(rules ...*criteria.Program) error {
	f := wording.Faults{Prefix: prefix}
	p.verifyCriteria(&f, rules)
	return f.Err()
}

// verifyCriteria reports sets of the cycle that show another rule than the one of their hash.
func (p *Program) verifyCriteria(f *wording.Faults, rules []*criteria.Program) {
	nothing, err := strictjson.Canonical(criteria.Rule{})
	f.Merge("$.criteria", err)
	for i, set := range p.cycle.Criteria {
		n := slices.IndexFunc(rules, func(r *criteria.Program) bool { return r.Hash() == set.Hash })
		if n < 0 {
			continue
		}
		at := wording.At("$.criteria", i) + ".rule"
		shown, err := strictjson.Canonical(set.Rule)
		f.Merge(at, err)
		is, err := strictjson.Canonical(rules[n].Rule())
		f.Merge(at, err)
		if string(shown) != string(nothing) && string(shown) != string(is) {
			f.Add("criteria", at, say("the rule that the cycle shows for %s is not the one of its hash %s", "评审方案中 %s 所示规则与其哈希 %s 不符", wording.Quote(set.ID), set.Hash),
				say("take rule and hash from one compiled rule; see CriteriaOf", "请由同一条已编译的规则取得规则与哈希，见 CriteriaOf"))
		}
	}
}

// VerifyEvidence returns nil when a file is the one that was frozen for its person, the rules, evaluated again, give the
// results that were, they are those that the cycle shows, and the figures that follow from the file are those that were
// frozen; else an [*kam.InvalidError] with what differs.
//
// It does not prove that the file is true or complete, nor that it was the file of the day: only that it is the one of which
// the digest was recorded. It proves nothing about figures of [FactRecorded]: for these, compare the digest of the document
// they were taken from with [Figure.Source], and read the figure in it.
func (s State) VerifyEvidence(file evidence.File, rules ...*criteria.Program) error {
	f := wording.Faults{Prefix: prefix}
	frozen := s.frozenOf(file.Person)
	if frozen == nil {
		f.Add("frozen", "$.person", say("no evidence of %s is frozen", "%s 的材料尚未锁定", who(file.Person)), say("name a candidate whose evidence is", "请填写材料已锁定的候选人"))
		return f.Err()
	}
	s.in.p.verifyCriteria(&f, rules)
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
	for _, fact := range s.in.p.cycle.Facts {
		if fact.From == FactRecorded {
			continue
		}
		was, is := slices.IndexFunc(frozen.Figures, func(x Figure) bool { return x.Fact == fact.ID }), fact.of(file, frozen.AsOf)
		if (was >= 0) != (len(is) > 0) || was >= 0 && !frozen.Figures[was].Value.Equal(is[0].Value) {
			f.Add("figure", "$.figures", say("the file gives another figure %s", "由材料得出的数据 %s 与锁定的不同", wording.Quote(fact.ID)), say("the frozen figure does not follow from the file", "锁定的数据与材料不符"))
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
