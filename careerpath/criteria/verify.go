package criteria

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/wording"
)

// VerifyResult returns nil when every state and every figure of r follows from what r itself holds: the value, the gap and
// the state of a criterion from its steps or records, the state of a group from its members, and the state of the whole
// from the root. Otherwise the error is an [*kam.InvalidError] with the codes result.differs, result.format and
// result.too-large, and the place of each. What a criterion asks has to be possible, and its steps have to be as many as it
// asks for, one after the other without gaps, over on the day unless they say otherwise.
//
// It knows neither the file nor the rule, and so does not tell whether the steps and records are those of the person,
// whether the criteria are those of the hash in Rule, nor whether names, units, labels, sources, revisions, parts, sentences
// such as Reason, and the amount of Next in a fiscal year are right: these are not proven.
func VerifyResult(r Result) error {
	v := &verifier{found: wording.Faults{Prefix: "result"}, r: &r}
	if r.Format != Format {
		v.found.Add("format", "$.format", wording.Say("format %d is not known", "未知的格式 %d", r.Format), wording.Say("write %d", "请填 %d", Format))
		return v.found.Err()
	}
	if !v.fits(&r.Root, 1) {
		v.found.Add("too-large", "$.root", wording.Say("it has more than %d rules, %d levels, %d entries in a list or %d bits in a number", "规则超过 %d 条、%d 层，列表超过 %d 项，或数值超过 %d 位二进制数", MaxRules, MaxDepth, maxEntries, maxBits),
			wording.Say("evaluate again", "请重新判定"))
		return v.found.Err()
	}
	state := v.node("$.root", &r.Root)
	v.state("$.state", r.State, state)
	return v.found.Err()
}

// maxEntries is the longest list of steps or records of a result.
const maxEntries = 20_000

type verifier struct {
	found wording.Faults
	r     *Result
	count int
}

// fits reports whether the tree is small enough to be looked at.
func (v *verifier) fits(n *Node, depth int) bool {
	if v.count++; v.count > MaxRules || depth > MaxDepth {
		return false
	}
	if c := n.Criterion; c != nil && (len(c.Steps) > maxEntries || len(c.Records) > maxEntries || len(c.Ratings) > maxEntries || !c.bounded()) {
		return false
	}
	for i := range n.Children {
		if !v.fits(&n.Children[i], depth+1) {
			return false
		}
	}
	return true
}

func (v *verifier) differs(place string, stated, follows any) {
	v.found.Add("differs", place, wording.Say("it says %v, but %v follows from the figures", "所写为 %v，但由数据应得 %v", stated, follows), wording.Say("evaluate again", "请重新判定"))
}

func (v *verifier) state(place string, stated State, follows verdict) {
	if stated != follows.state() {
		v.differs(place, wording.Quote(string(stated)), wording.Quote(string(follows.state())))
	}
}

func (v *verifier) number(place string, stated Exact, follows *big.Rat) {
	if stated.r == nil && follows == nil || stated.r != nil && follows != nil && stated.r.Cmp(follows) == 0 {
		return
	}
	v.differs(place, wording.Number(stated.r), wording.Number(follows))
}

// node verifies a rule and returns the state that follows.
func (v *verifier) node(place string, n *Node) verdict {
	var state verdict
	if n.Kind.isGroup() {
		count := tally{}
		for i := range n.Children {
			count.add(v.node(wording.At(place+".children", i), &n.Children[i]))
		}
		if n.Criterion != nil || n.Kind == KindNot && len(n.Children) != 1 || n.Kind != KindNot && len(n.Children) == 0 && !v.nothing(n) {
			v.differs(place+".kind", wording.Quote(string(n.Kind)), wording.Say("another kind", "其他类型"))
			return unknown
		}
		state = count.of(n.Kind, n.K)
		if n.Kind == KindAtLeast && (n.K < 1 || n.K > len(n.Children)) || n.Kind != KindAtLeast && n.K != 0 {
			v.differs(place+".k", n.K, wording.Say("another number", "其他数"))
		}
	} else {
		if n.Criterion == nil || len(n.Children) != 0 {
			v.differs(place+".kind", wording.Quote(string(n.Kind)), wording.Say("a group", "规则组"))
			return unknown
		}
		state = v.criterion(place+".criterion", n)
		if n.K != 0 {
			v.differs(place+".k", n.K, 0)
		}
	}
	v.state(place+".state", n.State, state)
	return state
}

// nothing reports whether a group is the whole of a rule that asks nothing.
func (v *verifier) nothing(n *Node) bool { return n == &v.r.Root && n.Kind == KindAll }

// criterion verifies the figures of a criterion and returns the state that follows.
func (v *verifier) criterion(place string, n *Node) verdict {
	c := n.Criterion
	if kinds, _ := c.Asks.kinds(); len(kinds) != 1 || kinds[0] != n.Kind || !c.statable() {
		v.differs(place+".asks", wording.Say("a criterion of kind %s", "%s 类条件", wording.Quote(string(n.Kind))), wording.Say("none", "并无此类条件"))
		return unknown
	}
	if n.Kind == KindMetric || n.Kind == KindStreak {
		return v.steps(place, c)
	}
	return v.records(place, c, n.Kind)
}

func (v *verifier) steps(place string, c *Criterion) verdict {
	if !v.shape(place, c) {
		return unknown
	}
	v.next(place, c)
	for i := range c.Steps {
		s := &c.Steps[i]
		at := wording.At(place+".steps", i)
		if s.Value.Known() != (s.Why == "") {
			v.differs(at+".why", wording.Quote(string(s.Why)), wording.Say("the opposite", "相反的情形"))
		}
		if !s.Numerator.Known() && !s.Denominator.Known() {
			continue
		}
		var quotient *big.Rat
		if s.Numerator.Known() && s.Denominator.Known() && s.Denominator.r.Sign() != 0 {
			quotient = new(big.Rat).Quo(s.Numerator.r, s.Denominator.r)
		}
		v.number(at+".value", s.Value, quotient)
	}
	f := c.figure()
	v.number(place+".value", c.Value, f.value)
	v.number(place+".gap", c.Gap, f.gap)
	threshold := new(big.Rat)
	if m := c.Asks.Metric; m != nil {
		threshold = m.Be.threshold()
	} else {
		threshold.SetInt64(int64(c.Asks.Streak.need()))
	}
	v.number(place+".threshold", c.Threshold, threshold)
	if c.Run != f.run {
		v.differs(place+".run", c.Run, f.run)
	}
	return f.verdict
}

// records verifies a criterion by looking at a file that has its records and nothing else.
func (v *verifier) records(place string, c *Criterion, kind Kind) verdict {
	if kind == KindTenure && !c.Value.Known() {
		return unknown // in several places at once, or on no day
	}
	lf := &leaf{kind: kind, rule: c.Asks.clone(), scale: evidence.ReviewScale{Ratings: c.Ratings}}
	file := evidence.File{Person: v.r.Person}
	complete := c.Looked
	of := evidence.Flags
	if c.Unusable < 0 || c.Unusable > maxEntries {
		v.differs(place+".unusable", c.Unusable, 0)
		return unknown
	}
	switch kind {
	case KindTenure:
		// Every record was found to count.
		of, lf.rule.Tenure.In, lf.rule.Tenure.Name = evidence.Positions, InCompany, ""
		complete = on(v.r.AsOf)
		if len(c.Records) > 0 {
			complete = on(c.Looked.From.AddDays(-1))
		}
		file.Positions = make([]evidence.Position, c.Unusable)
		for _, r := range c.Records {
			file.Positions = append(file.Positions, evidence.Position{Stage: r.Name, Held: r.Held})
		}
	case KindSkill:
		of, lf.top = evidence.Skills, evidence.MaxLevel
		for range c.Unusable {
			file.Skills = append(file.Skills, evidence.Assessment{Skill: lf.rule.Skill.Skill})
		}
		for _, r := range c.Records {
			file.Skills = append(file.Skills, evidence.Assessment{Skill: r.Name, Level: r.Level, Assessor: r.By, On: r.Held.From, Until: r.Held.Until})
		}
	case KindCertificate:
		of, complete = evidence.Certificates, on(v.r.AsOf)
		for range c.Unusable {
			file.Certificates = append(file.Certificates, evidence.Certificate{Kind: lf.rule.Certificate.Kind})
		}
		for _, r := range c.Records {
			file.Certificates = append(file.Certificates, evidence.Certificate{Kind: r.Name, Earned: r.Held.From, Until: r.Held.Until})
		}
	case KindReview:
		of = evidence.Reviews
		review := lf.rule.Review
		for range c.Unusable {
			file.Reviews = append(file.Reviews, evidence.Review{Kind: review.Kind})
		}
		if lf.hits = review.Hits; lf.hits == 0 {
			lf.hits = review.last()
		}
		lf.first = slices.Index(c.Ratings, review.Rating)
		for _, r := range c.Records {
			if r.Rating == "" { // two ratings of one revision
				file.Reviews = append(file.Reviews, evidence.Review{Kind: r.Name, Period: r.Held, Rating: "1", Revision: r.Revision})
				r.Rating = "2"
			}
			file.Reviews = append(file.Reviews, evidence.Review{Kind: r.Name, Period: r.Held, Rating: r.Rating, Revision: r.Revision})
		}
	default:
		for range c.Unusable {
			file.Flags = append(file.Flags, evidence.Flag{Kind: lf.rule.Flag.Kind})
		}
		for _, r := range c.Records {
			file.Flags = append(file.Flags, evidence.Flag{Kind: r.Name, Held: r.Held})
		}
	}
	if c.Complete {
		file.Complete = []evidence.Completeness{{Of: of, Period: complete}}
	}
	asOf := v.r.AsOf
	if !wording.IsSubject(v.r.Person) {
		asOf = kam.Day{}
	}
	p := lf.records(&file, asOf, true)
	follows := Criterion{}
	if asOf.IsSet() {
		lf.measure(&follows, &p)
	}
	v.number(place+".value", c.Value, follows.Value.r)
	v.number(place+".threshold", c.Threshold, follows.Threshold.r)
	v.number(place+".gap", c.Gap, follows.Gap.r)
	if c.Looked != p.looked {
		v.differs(place+".looked", wording.Days(c.Looked), wording.Days(p.looked))
	}
	if len(p.records) != len(c.Records) {
		v.differs(place+".records", len(c.Records), len(p.records))
	}
	if c.Complete != p.complete {
		v.differs(place+".complete", c.Complete, p.complete)
	}
	return p.verdict
}
