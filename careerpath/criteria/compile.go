package criteria

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a rule, all inclusive.
const (
	// MaxRules is the largest number of rules in a tree, groups included.
	MaxRules = 1_000
	// MaxDepth is the largest number of levels of a tree.
	MaxDepth = 16
	// MaxHistory is the longest history, in months.
	MaxHistory = 360
)

// defaultHistory is the history of files unless stated, in months.
const defaultHistory = 120

// Options are what a rule is read with. The zero value is the Gregorian calendar and ten years of history.
type Options struct {
	// Version is the edition of the rule, which results carry; 0 is not stated.
	Version int `json:"version,omitempty"`
	// Calendar says what years, quarters and months are. Defaults to the Gregorian calendar.
	Calendar kam.CalendarSpec `json:"calendar,omitzero"`
	// History is how many months back files reach, 1 to [MaxHistory]; a window that reaches further is refused. Defaults to
	// 120.
	History int `json:"history,omitempty"`
}

// Program is a rule that was checked and made ready. It is immutable and safe for concurrent use.
type Program struct {
	rule     Rule
	version  int
	history  int
	spec     kam.CalendarSpec
	calendar *kam.Calendar
	index    *evidence.Index
	hash     string

	nodes []node // depth first, a parent before its children
	// leaves are the indexes of the criteria in nodes.
	leaves []int
	byID   map[string]int
	series []seriesKey
	tracks []trackKey
	lanes  []lane
	// bySeries lists the lanes that read a series.
	bySeries [][]int
	byKey    map[seriesKey]int
	known    vocabularyUsed
	warnings kam.Findings
}

// node is a rule of the tree.
type node struct {
	id   string
	kind Kind
	text kam.Text
	k    int
	end  int // the first node that is not below this one
	leaf *leaf
}

// Compile checks a rule against the names it may use and makes it ready, or returns every fault in one
// [*kam.InvalidError], each with its JSON path in the rule. The vocabulary itself is checked by
// [evidence.Vocabulary.Check]; of what is wrong with a metric that a rule uses, the place is vocabulary.metrics. What is
// allowed, but seldom meant, is told by [Program.Warnings]. The program keeps no hold of what it is given.
func Compile(rule Rule, v evidence.Vocabulary, o Options) (*Program, error) {
	found := &wording.Faults{Prefix: "criteria"}
	calendar, err := kam.NewCalendar(o.Calendar)
	if err != nil {
		found.Merge("options.calendar", err)
		calendar = kam.Gregorian()
	}
	if o.Version < 0 {
		found.Add("version", "options.version", wording.Say("version %d is before the first", "版本 %d 小于 1", o.Version), wording.Say("count versions from 1", "版本号请从 1 起"))
	}
	history := o.History
	if history == 0 {
		history = defaultHistory
	}
	if history < 1 || history > MaxHistory {
		found.Add("history", "options.history", wording.Say("a history of %d months", "历史长度为 %d 个月", o.History), wording.Say("state 1 to %d months", "请填 1 至 %d 个月", MaxHistory))
		history = MaxHistory
	}
	p := &Program{version: o.Version, history: history, spec: fiscal(o.Calendar), calendar: calendar, index: evidence.NewIndex(v)}
	k := p.build(rule, found)
	k.checkMetrics(v.Metrics)
	if err := found.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// fiscal returns what a calendar says of periods, with its defaults; working days decide nothing here.
func fiscal(c kam.CalendarSpec) kam.CalendarSpec {
	if c.Pattern == "" {
		c.Pattern = "months"
	}
	if c.FiscalStart == 0 {
		c.FiscalStart = c.YearEnd.Month%12 + 1
	}
	return kam.CalendarSpec{FiscalStart: c.FiscalStart, NameByStart: c.NameByStart, Pattern: c.Pattern, YearEnd: c.YearEnd}
}

// build compiles a rule into p, which has all but the rule.
func (p *Program) build(rule Rule, found *wording.Faults) *compiler {
	k := &compiler{p: p, found: found, warned: wording.Faults{Prefix: "criteria"}, seen: map[string]bool{}, byLane: map[laneKey]int{}, badMetrics: map[string]bool{}}
	p.byID = map[string]int{}
	if !k.fits(rule) {
		return k
	}
	p.rule = rule.clone()
	k.rule("$", &p.rule, false)
	p.byKey = make(map[seriesKey]int, len(p.series))
	for i, key := range p.series {
		p.byKey[key] = i
	}
	if !found.HasErrors() {
		p.pair()
	}
	p.seal(found)
	p.warnings = k.warned.Findings()
	return k
}

// pair finds criteria that ask the same, so that they are decided once.
func (p *Program) pair() {
	seen := make(map[string]int, len(p.leaves))
	for _, at := range p.leaves {
		lf := p.nodes[at].leaf
		lf.same = at
		asks := lf.rule
		asks.ID, asks.Name = "", kam.Text{}
		text, err := strictjson.Canonical(asks)
		if err != nil {
			continue // it is told when the rule is sealed
		}
		if first, ok := seen[string(text)]; ok {
			lf.same = first
		} else {
			seen[string(text)] = at
		}
	}
}

// asksNothing returns the program of a rule of which nothing is left: everybody meets it.
func (p *Program) asksNothing(found *wording.Faults) {
	p.byID = map[string]int{}
	p.nodes = []node{{kind: KindAll, text: wording.Say("nothing is asked", "无任何要求"), end: 1}}
	p.seal(found)
}

// vocabularyUsed is what the meaning of a rule takes from the vocabulary.
type vocabularyUsed struct {
	Metrics []kam.Metric           `json:"metrics,omitempty"`
	Reviews []evidence.ReviewScale `json:"reviews,omitempty"`
	Skills  []skillUsed            `json:"skills,omitempty"`
}

// skillUsed is a skill with its highest level.
type skillUsed struct {
	ID  string `json:"id"`
	Top int    `json:"top"`
}

// seal computes the hash.
func (p *Program) seal(found *wording.Faults) {
	text, err := strictjson.Canonical(struct {
		Format   int              `json:"format"`
		Rule     Rule             `json:"rule"`
		Calendar kam.CalendarSpec `json:"calendar"`
		Known    vocabularyUsed   `json:"vocabulary"`
	}{Format, p.rule, p.spec, p.known})
	if err != nil {
		if !found.HasErrors() {
			found.Add("text", "$", wording.Say("a text of the rule, or of a metric or scale that it uses, is not UTF-8", "规则或其所用指标、评级的文字不是 UTF-8 编码"), wording.Say("write it in UTF-8", "请使用 UTF-8 编码"))
		}
		return
	}
	sum := sha256.Sum256(text)
	p.hash = hex.EncodeToString(sum[:])
}

// Rule returns the rule that p was compiled from, a copy that the caller may change.
func (p *Program) Rule() Rule { return p.rule.clone() }

// Version returns the edition stated in [Options].
func (p *Program) Version() int { return p.version }

// Hash returns 64 hexadecimal digits that depend on what is asked alone: on the rule with its names, on the calendar, and
// on the metrics and scales of review that it uses. Equal rules have equal hashes, whatever their edition.
func (p *Program) Hash() string { return p.hash }

// IDs returns the IDs of the criteria in the order of the tree, without the groups.
func (p *Program) IDs() []string {
	out := make([]string, len(p.leaves))
	for i, n := range p.leaves {
		out[i] = p.nodes[n].id
	}
	return out
}

// compiler checks the rules of a tree and appends them to a program.
type compiler struct {
	p      *Program
	found  *wording.Faults
	warned wording.Faults
	seen   map[string]bool
	byLane map[laneKey]int
	// badMetrics are the metrics in use that cannot be used.
	badMetrics map[string]bool
}

// fits reports whether the tree is small enough to be looked at in detail, and whether it ends.
func (k *compiler) fits(root Rule) bool {
	count, deep := 0, false
	var walk func(r *Rule, depth int)
	walk = func(r *Rule, depth int) {
		if count++; depth > MaxDepth {
			deep = true
		}
		if deep || count > MaxRules {
			return
		}
		for _, list := range [][]Rule{r.All, r.Any} {
			for i := range list {
				walk(&list[i], depth+1)
			}
		}
		if r.AtLeast != nil {
			for i := range r.AtLeast.Of {
				walk(&r.AtLeast.Of[i], depth+1)
			}
		}
		if r.Not != nil {
			walk(r.Not, depth+1)
		}
	}
	walk(&root, 1)
	switch {
	case deep:
		k.found.Add("too-many", "$", wording.Say("the tree has more than %d levels", "规则超过 %d 层", MaxDepth), wording.Say("make it flatter", "请减少层级"))
	case count > MaxRules:
		k.found.Add("too-many", "$", wording.Say("there are more than %d rules", "规则超过 %d 条", MaxRules), wording.Say("split the tree", "请拆分规则"))
	default:
		return true
	}
	return false
}

// kinds lists what a rule states, with the key of each.
func (r *Rule) kinds() (kinds []Kind, keys []string) {
	for _, c := range []struct {
		stated bool
		kind   Kind
		key    string
	}{
		{r.All != nil, KindAll, "all"},
		{r.Any != nil, KindAny, "any"},
		{r.AtLeast != nil, KindAtLeast, "atLeast"},
		{r.Not != nil, KindNot, "not"},
		{r.Metric != nil, KindMetric, "metric"},
		{r.Streak != nil, KindStreak, "streak"},
		{r.Tenure != nil, KindTenure, "tenure"},
		{r.Skill != nil, KindSkill, "skill"},
		{r.Certificate != nil, KindCertificate, "certificate"},
		{r.Review != nil, KindReview, "review"},
		{r.Flag != nil, KindFlag, "flag"},
	} {
		if c.stated {
			kinds, keys = append(kinds, c.kind), append(keys, c.key)
		}
	}
	return kinds, keys
}

// rule checks a rule and appends it and what is below it. Negated says whether an odd number of nots are around it.
func (k *compiler) rule(place string, r *Rule, negated bool) {
	if r.Name != (kam.Text{}) {
		k.found.Text(place+".name", r.Name)
	}
	kinds, keys := r.kinds()
	switch len(kinds) {
	case 0:
		k.found.Add("rule", place, wording.Say("nothing is asked", "未填任何规则"),
			wording.Say("state one of all, any, atLeast, not, metric, streak, tenure, skill, certificate, review, flag",
				"请填其一：all、any、atLeast、not、metric、streak、tenure、skill、certificate、review、flag"))
		return
	case 1:
	default:
		k.found.Add("rule", place, wording.Say("%d rules are stated in one: %s", "同一处填写了 %d 条规则：%s", len(kinds), wording.Words(keys)),
			wording.Say("keep one of them, or make them members of an all", "请保留其一，或并列放入 all"))
		return
	}
	kind := kinds[0]
	place2 := place + "." + keys[0]
	at := len(k.p.nodes)
	k.p.nodes = append(k.p.nodes, node{id: r.ID, kind: kind, text: r.Name})
	k.id(place, r.ID, kind, at)
	switch kind {
	case KindAll:
		k.group(place2, r.All, negated)
	case KindAny:
		k.group(place2, r.Any, negated)
	case KindAtLeast:
		k.p.nodes[at].k = r.AtLeast.K
		if r.AtLeast.K < 1 || r.AtLeast.K > len(r.AtLeast.Of) {
			k.found.Add("k", place2+".k", wording.Say("%d of %d rules", "%[2]d 条规则中须满足 %[1]d 条", r.AtLeast.K, len(r.AtLeast.Of)),
				wording.Say("state 1 to the number of rules", "请填 1 至规则条数之间的数"))
		}
		k.group(place2+".of", r.AtLeast.Of, negated)
	case KindNot:
		k.rule(place2, r.Not, !negated)
	default:
		k.p.leaves = append(k.p.leaves, at)
		k.p.nodes[at].leaf = k.leaf(place2, r, negated)
		if k.p.nodes[at].text == (kam.Text{}) && !k.found.HasErrors() {
			k.p.nodes[at].text = k.p.asks(k.p.nodes[at].leaf)
		}
	}
	if n := &k.p.nodes[at]; n.text == (kam.Text{}) && n.leaf == nil {
		n.text = groupName(n.kind, n.k)
	}
	k.p.nodes[at].end = len(k.p.nodes)
}

// id reports an ID that is unusable or taken; a group may do without.
func (k *compiler) id(place, id string, kind Kind, at int) {
	if id == "" && kind.isGroup() {
		return
	}
	if k.found.ID(place+".id", id, k.seen) {
		k.p.byID[id] = at
	}
}

func (k *compiler) group(place string, list []Rule, negated bool) {
	if len(list) == 0 {
		k.found.Add("empty", place, wording.Say("the group has no rules", "该组没有规则"), wording.Say("list at least one, or leave the group out", "请至少列出一条，或删去该组"))
	}
	for i := range list {
		k.rule(wording.At(place, i), &list[i], negated)
	}
}
