package match

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// MaxParties is the most records that are matched at once.
const MaxParties = 2_000_000

// ErrTooMany says that there are more than [MaxParties].
var ErrTooMany = errors.New("match: too many records")

// Result is which records are of the same company, as computed from records, policy and decisions: nothing is stored, so
// that a wrong merge is undone by a decision, or by taking one back. It is immutable and safe for concurrent use.
type Result struct {
	// Clusters are the companies, in order of their first record. Every record is in exactly one.
	Clusters []Cluster
	// Questions are what a person has to decide: two clusters each, by the strongest rule, in order of refs.
	Questions []Link
	// Findings are in order of place.
	Findings kam.Findings

	matcher   *Matcher
	parties   []prepared
	place     map[crm.Ref]int32
	cluster   []int32 // of each party
	decisions map[pair]Decision
	all       *setting
}

// Cluster is the records of one company.
type Cluster struct {
	// Members are in order of refs; the first stands for the cluster. There is at least one.
	Members []crm.Ref `json:"members"`
	// Links are what holds it together: every pair that a rule or a person called the same, in order of refs.
	Links []Link `json:"links,omitempty"`
}

// ID is the first member. It may change when records come or go.
func (c Cluster) ID() crm.Ref {
	if len(c.Members) == 0 {
		return crm.Ref{}
	}
	return c.Members[0]
}

// Of returns the cluster that a record is in, and false when it is in none.
func (r *Result) Of(ref crm.Ref) (Cluster, bool) {
	i, ok := r.place[ref]
	if !ok {
		return Cluster{}, false
	}
	return r.Clusters[r.cluster[i]], true
}

// Why returns the answer for two records of the result with its reason, and false when one of them is not known. What
// was decided comes before the rules.
func (r *Result) Why(a, b crm.Ref) (Comparison, bool) {
	i, okA := r.place[a]
	j, okB := r.place[b]
	if !okA || !okB || i == j {
		return Comparison{}, false
	}
	key := pairOf(i, j)
	if d, ok := r.decisions[key]; ok {
		c := Comparison{Link: Link{A: d.A, B: d.B, Answer: d.Answer, Rule: ByDecision}}
		c.Because = wording.Say("%s decided so on %s: %s", "%s 于 %s 决定：%s", wording.Clip(d.By), d.At.UTC().Format("2006-01-02"), wording.Clip(d.Why))
		if d.Why == "" {
			c.Because = wording.Say("%s decided so on %s", "%s 于 %s 决定", wording.Clip(d.By), d.At.UTC().Format("2006-01-02"))
		}
		return c, true
	}
	x, y := &r.parties[key.a], &r.parties[key.b]
	c := r.matcher.explain(x, y, r.matcher.profile(x, y, r.all))
	if c.Answer == Same && r.matcher.asksWithin(x, y, c.Rule) {
		c.Answer, c.Rule = Ask, ByWithin
		c.Because = wording.Say("both are of %s, and records of one system are for a person to merge: %s", "两条记录同属 %s，同一系统内的记录由人工合并：%s", wording.Clip(string(x.Ref.System)), c.Because)
	}
	return c, true
}

// asksWithin reports whether two parties that a rule calls the same are of one system that a person tidies up.
func (m *Matcher) asksWithin(a, b *prepared, rule string) bool {
	return m.within == Question && a.Ref.System == b.Ref.System && (a.reg.code == "" || a.reg.code != b.reg.code) && rule != ByDecision
}

// Match returns which parties are of the same company. Neither the order of parties nor that of decisions matters. A ref
// that comes twice is one party, with a finding when the two differ. More than [MaxParties] are [ErrTooMany].
func (m *Matcher) Match(parties []Party, decisions []Decision) (*Result, error) {
	if len(parties) > MaxParties {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrTooMany, len(parties), MaxParties)
	}
	if m == nil || len(m.rules) == 0 {
		m = &Matcher{rules: []rule{{Rule: Rule{ID: "otherwise", Then: Ask}}}, within: Question, maxBlock: defaultBlock, maxMember: defaultCluster}
	}
	r := &Result{matcher: m, all: &setting{alias: map[string]string{}, shared: map[string]bool{}}}
	r.take(parties)
	var found kam.Findings
	r.decisions, found = inForce(decisions, r.place)
	r.Findings.Merge(found)

	c := newClustering(r)
	c.contract()
	blocks, large := m.gather(r.parties, r.all)
	r.Findings.Merge(large)
	c.compare(blocks)
	c.climb()
	c.finish()
	r.Findings = r.Findings.Sorted()
	return r, nil
}

// take prepares the parties in order of refs.
func (r *Result) take(parties []Party) {
	sorted := slices.Clone(parties)
	slices.SortFunc(sorted, func(a, b Party) int {
		return cmp.Or(a.Ref.Compare(b.Ref), cmp.Compare(a.Name, b.Name), cmp.Compare(a.CreditCode, b.CreditCode))
	})
	r.place = make(map[crm.Ref]int32, len(sorted))
	r.parties = make([]prepared, 0, len(sorted))
	for i, p := range sorted {
		if i > 0 && sorted[i-1].Ref == p.Ref {
			r.again(sorted[i-1], p)
			continue
		}
		r.place[p.Ref] = int32(len(r.parties))
		r.parties = append(r.parties, r.matcher.prepare(p))
		if _, err := CreditCode(p.CreditCode); err != nil && len(number(p.CreditCode)) == 18 {
			r.Findings.Add(kam.Finding{
				Code: prefix + ".code", Severity: kam.Warning, Place: wording.Clip(p.Ref.String()),
				Message: wording.Say("%s is no unified social credit code: it counts as any other number", "%s 不是有效的统一社会信用代码，仅作为普通号码使用", wording.Quote(p.CreditCode)),
				Remedy:  wording.Say("look it up in the register and correct it", "请到登记系统查询并更正"),
			})
		}
	}
}

func (r *Result) again(before, p Party) {
	a, errA := json.Marshal(before)
	b, errB := json.Marshal(p)
	if errA == nil && errB == nil && string(a) == string(b) {
		return
	}
	r.Findings.Add(kam.Finding{
		Code: prefix + ".twice", Severity: kam.Warning, Place: wording.Clip(p.Ref.String()),
		Message: wording.Say("the record comes twice and not alike: the first by name counts", "同一条记录出现两次且内容不同，按名称排序取第一条"),
		Remedy:  wording.Say("give one revision of each record", "每条记录只提供一个版本"),
	})
}
