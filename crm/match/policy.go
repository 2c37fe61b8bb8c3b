package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

const prefix = "match"

// Bounds of a policy and its defaults.
const (
	maxRules       = 100
	maxDomains     = 10_000
	defaultBlock   = 100
	defaultCluster = 100
	largest        = 1_000
)

// Policy says when two records are of the same company. It is plain data; [Standard] is one to begin with, and the zero
// value is none, since it has no rules.
type Policy struct {
	// Rules are asked in their order; the first whose conditions hold answers. The last has no conditions.
	Rules []Rule `json:"rules"`
	// Within says what becomes of two records of one system that the rules call the same: [Merge] or [Question]. It must be
	// stated. A decision, and equal credit codes, merge them in any case.
	Within Within `json:"within"`
	// PublicDomains are domains that many companies use, besides those of public mail, shops and pages that are known.
	PublicDomains []string `json:"publicDomains,omitempty"`
	// MaxBlock is the most records that are compared with each other because they have something in common, 2 to 1,000.
	// More are not, and a finding says so. Defaults to 100.
	MaxBlock int `json:"maxBlock,omitempty"`
	// MaxCluster is the most records of one company, 2 to 1,000. Defaults to 100.
	MaxCluster int `json:"maxCluster,omitempty"`
}

// Within says what becomes of two records of one system that are the same by the rules.
type Within string

// What becomes of them.
const (
	Merge    Within = "merge"
	Question Within = "ask"
)

// Rule is an answer with its conditions.
type Rule struct {
	ID string `json:"id"`
	// If has for each feature that matters the words that are wanted; a feature that is not named may be anything.
	If   map[Feature][]string `json:"if,omitempty"`
	Then Answer               `json:"then"`
	// Apart says that two records to which the rule answers "different" are never in one cluster, not even by way of others.
	Apart bool `json:"apart,omitempty"`
	// Because is the rule in words.
	Because kam.Text `json:"because"`
}

// ParsePolicy reads a policy from JSON, strictly; [Compile] checks what it says. Faults come in one [*kam.InvalidError].
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// ParseDecisions reads decisions from JSON, strictly; [Matcher.Match] reports those that are unfit.
func ParseDecisions(data []byte) (Decisions, error) {
	var d Decisions
	if err := strictjson.Decode(data, &d, prefix).Err(); err != nil {
		return Decisions{}, err
	}
	return d, nil
}

// Matcher is a compiled policy. It is immutable and safe for concurrent use. A nil Matcher, and the zero value, answer
// nothing but [Ask].
type Matcher struct {
	rules               []rule
	within              Within
	public              map[string]bool
	maxBlock, maxMember int
}

// rule is a rule with a set of words by feature; no bit set: any word.
type rule struct {
	Rule
	want [len(profile{})]uint16
}

func (r rule) holds(p profile) bool {
	for i, want := range r.want {
		if want != 0 && want&(1<<p[i]) == 0 {
			return false
		}
	}
	return true
}

// covers reports whether r holds wherever o does.
func (r rule) covers(o rule) bool {
	for i, want := range r.want {
		if want != 0 && (o.want[i] == 0 || o.want[i]&^want != 0) {
			return false
		}
	}
	return true
}

// Compile returns the matcher of a policy, or an [*kam.InvalidError] with every fault.
func Compile(p Policy) (*Matcher, error) {
	faults := &wording.Faults{Prefix: prefix}
	m := &Matcher{within: p.Within, maxBlock: p.MaxBlock, maxMember: p.MaxCluster, public: map[string]bool{}}
	if faults.Count("$.rules", len(p.Rules), 1, maxRules) {
		m.rules = compileRules(faults, p.Rules)
	}
	wording.Choice(faults, "within", "$.within", p.Within, Merge, Question)
	if m.maxBlock == 0 {
		m.maxBlock = defaultBlock
	}
	if m.maxMember == 0 {
		m.maxMember = defaultCluster
	}
	faults.Count("$.maxBlock", m.maxBlock, 2, largest)
	faults.Count("$.maxCluster", m.maxMember, 2, largest)
	for domain := range strings.FieldsSeq(publicDomains) {
		m.public[Domain(domain)] = true
	}
	if faults.Count("$.publicDomains", len(p.PublicDomains), 0, maxDomains) {
		for i, domain := range p.PublicDomains {
			d := Domain(domain)
			if d == "" {
				faults.Add("domain", wording.At("$.publicDomains", i), wording.Say("%s is no domain", "%s 不是域名", wording.Quote(domain)),
					wording.Say("state one such as example.com", "请填 example.com 之类的域名"))
			}
			m.public[d] = true
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

func compileRules(faults *wording.Faults, rules []Rule) []rule {
	out := make([]rule, len(rules))
	seen := map[string]bool{}
	for i, r := range rules {
		at := wording.At("$.rules", i)
		faults.ID(at+".id", r.ID, seen)
		wording.Choice(faults, "answer", at+".then", r.Then, Same, Different, Ask)
		faults.Text(at+".because", r.Because)
		if r.Apart && r.Then != Different {
			faults.Add("apart", at+".apart", wording.Say("only records that are different are kept apart", "只有结论为不同的规则才能标明分开"),
				wording.Say("leave it out, or answer \"different\"", "请去掉该项，或将结论改为 \"different\""))
		}
		out[i] = compileRule(faults, at, r)
		for j := range i {
			if out[j].covers(out[i]) {
				faults.Add("unreachable", at, wording.Say("the rule is never asked: rule %s holds wherever it does", "该规则永远不会用到：凡符合它的情形都已符合规则 %s", wording.Quote(rules[j].ID)),
					wording.Say("place it before that rule, or remove it", "请移到那条规则之前，或删除"))
				break
			}
		}
	}
	if last := rules[len(rules)-1]; len(last.If) > 0 {
		faults.Add("last", wording.At("$.rules", len(rules)-1)+".if", wording.Say("the last rule has conditions: some pairs would have no answer", "最后一条规则带有条件：部分记录将没有结论"),
			wording.Say("add a rule without conditions at the end", "请在末尾加一条不带条件的规则"))
	}
	return out
}

func compileRule(faults *wording.Faults, at string, r Rule) rule {
	c := rule{Rule: r}
	c.If = make(map[Feature][]string, len(r.If))
	known := features()
	for f := range r.If {
		if !slices.Contains(known, f) {
			faults.Add("feature", fmt.Sprintf("%s.if[%s]", at, wording.Quote(string(f))), wording.Say("%s is no feature", "没有名为 %s 的特征", wording.Quote(string(f))),
				wording.Say("use one of %s", "请使用 %s 之一", wording.Words(known)))
		}
	}
	for i, f := range known {
		words, stated := r.If[f]
		if !stated {
			continue
		}
		c.If[f] = slices.Clone(words)
		place := fmt.Sprintf("%s.if.%s", at, f)
		if len(words) == 0 {
			faults.Add("word", place, wording.Say("the feature has no words", "该特征没有取值"), wording.Say("state the words that are wanted, or leave the feature out", "请列出所需取值，或去掉该特征"))
		}
		for k, w := range words {
			n := slices.Index(wordsOfFeature(f), w)
			if n < 0 {
				faults.Add("word", wording.At(place, k), wording.Say("%s is no word of this feature", "%s 不是该特征的取值", wording.Quote(w)),
					wording.Say("use one of %s", "请使用 %s 之一", wording.Words(wordsOfFeature(f))))
				continue
			}
			c.want[i] |= 1 << n
		}
	}
	return c
}

// Link is the answer for two records and the rule that gave it.
type Link struct {
	A crm.Ref `json:"a"`
	B crm.Ref `json:"b"`
	// Answer is what the rule says of the two. In a question it may be [Same]: then something else keeps them apart.
	Answer Answer `json:"answer"`
	// Rule is the id of the rule, or [ByDecision].
	Rule string `json:"rule"`
}

// What gives an answer besides the rules of a policy.
const (
	ByDecision = "decision"
	ByWithin   = "within"
)
