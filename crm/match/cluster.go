package match

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// clustering makes clusters of a result: records that people merged first, then what rules call the same, the strongest
// rule first.
type clustering struct {
	*Result
	groups *union   // parties that people merged
	sets   *union   // clusters so far
	of     members  // members of each cluster, by what stands for it
	edges  [][]pair // pairs that a rule calls the same, by the rule's place
	asked  []ask    // pairs that are for a person
	// doubtful stand for clusters that a rule called the same as two that cannot be one: weaker rules do not merge them.
	doubtful map[int32]bool
	// undecided are pairs that people called the same and contradicted.
	undecided []pair
}

type members map[int32][]int32

type ask struct {
	pair
	rule int
}

func newClustering(r *Result) *clustering {
	n := len(r.parties)
	return &clustering{Result: r, groups: newUnion(n), sets: newUnion(n), of: members{}, edges: make([][]pair, len(r.matcher.rules)), doubtful: map[int32]bool{}}
}

// contract merges what people merged, unless their decisions contradict each other, and makes the codes of what they
// merged one.
func (c *clustering) contract() {
	trial := newUnion(len(c.parties))
	for key, d := range c.decisions {
		if d.Answer == Same {
			trial.join(key.a, key.b)
		}
	}
	against := map[int32][]pair{}
	for key, d := range c.decisions {
		if d.Answer == Different && trial.find(key.a) == trial.find(key.b) {
			root := trial.find(key.a)
			against[root] = append(against[root], key)
		}
	}
	for _, key := range c.sortedDecisions() {
		if c.decisions[key].Answer != Same {
			continue
		}
		if _, bad := against[trial.find(key.a)]; bad {
			c.undecided = append(c.undecided, key)
			continue
		}
		c.groups.join(key.a, key.b)
	}
	for _, root := range slices.Sorted(maps.Keys(against)) {
		slices.SortFunc(against[root], comparePairs)
		for _, key := range against[root] {
			c.Findings.Add(contradiction(c.decisions[key]))
		}
	}
	for i := range c.parties {
		root := c.groups.find(int32(i))
		c.sets.join(root, int32(i))
		c.of[root] = append(c.of[root], int32(i))
	}
	c.aliases()
}

func contradiction(d Decision) kam.Finding {
	return kam.Finding{
		Code: prefix + ".contradiction", Severity: kam.Warning, Place: placeOf(d),
		Message: wording.Say("%s decided that the two are different, and other decisions make them the same: none of these merges anything", "%s 认定两者不同，其他决定又使两者相同，这些合并决定均不采用", wording.Quote(d.By)),
		Remedy:  wording.Say("take back the decision that is wrong", "请撤回其中错误的决定"),
	}
}

// aliases makes the credit codes of records that people merged one.
func (c *clustering) aliases() {
	names := map[string]string{}
	find := func(s string) string {
		last := s
		for to, ok := names[last]; ok; to, ok = names[last] {
			last = to
		}
		for s != last { // the next time it is one step
			s, names[s] = names[s], last
		}
		return last
	}
	for _, root := range c.roots() {
		first := ""
		for _, i := range c.of[root] {
			code := c.parties[i].reg.code
			switch {
			case code == "":
			case first == "":
				first = code
			case find(code) != find(first):
				a, b := find(code), find(first)
				names[max(a, b)] = min(a, b)
				c.Findings.Add(kam.Finding{
					Code: prefix + ".codes", Severity: kam.Warning, Place: wording.Clip(c.parties[i].Ref.String()),
					Message: wording.Say("it was decided to be one company with records of another credit code: %s and %s", "已决定与另一信用代码的记录为同一家：%s 与 %s", first, code),
					Remedy:  wording.Say("correct the code that is wrong, or take the decision back", "请更正错误的代码，或撤回该决定"),
				})
			}
		}
	}
	for code := range names {
		c.all.alias[code] = find(code)
	}
}

// roots are what stands for each cluster, ascending.
func (c *clustering) roots() []int32 {
	return slices.Sorted(maps.Keys(c.of))
}

func (c *clustering) sortedDecisions() []pair {
	return slices.SortedFunc(maps.Keys(c.decisions), comparePairs)
}

func comparePairs(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) }

// compare compares what has something in common.
func (c *clustering) compare(b blocks) {
	keys := make([][]string, len(c.parties))
	for k := range b {
		if !strings.Contains(k, "\x00") { // those that are not parted follow from the party itself
			continue
		}
		for _, i := range b[k] {
			keys[i] = append(keys[i], k)
		}
	}
	var near []int32
	for i := range c.parties {
		p := &c.parties[i]
		near = b.candidates(near, int32(i), append(p.keysOf(c.all), keys[i]...))
		for _, j := range near {
			c.answerPair(pair{int32(i), j})
		}
	}
}

// answerPair puts the answer of the rules for a pair where it belongs.
func (c *clustering) answerPair(key pair) {
	if _, decided := c.decisions[key]; decided || c.groups.find(key.a) == c.groups.find(key.b) {
		return
	}
	a, b := &c.parties[key.a], &c.parties[key.b]
	n := c.matcher.answer(c.matcher.profile(a, b, c.all))
	switch r := &c.matcher.rules[n]; {
	case r.Then == Same && !c.matcher.asksWithin(a, b, r.ID):
		c.edges[n] = append(c.edges[n], key)
	case r.Then != Different:
		c.asked = append(c.asked, ask{key, n})
	}
}

// climb merges by one rule after the other.
func (c *clustering) climb() {
	for n, edges := range c.edges {
		links := map[int32][]int32{} // between clusters
		for _, e := range edges {
			a, b := c.sets.find(e.a), c.sets.find(e.b)
			if a != b && !c.doubtful[a] && !c.doubtful[b] {
				links[a] = append(links[a], b)
				links[b] = append(links[b], a)
			}
		}
		for _, component := range componentsOf(links) {
			c.mergeAll(component, links, n)
		}
		for _, e := range edges {
			if c.sets.find(e.a) != c.sets.find(e.b) {
				c.asked = append(c.asked, ask{e, n})
			}
		}
	}
}

// componentsOf returns what hangs together, each ascending, in order of the first.
func componentsOf(links map[int32][]int32) [][]int32 {
	nodes := make([]int32, 0, len(links))
	for n := range links {
		nodes = append(nodes, n)
		slices.Sort(links[n])
		links[n] = slices.Compact(links[n])
	}
	slices.Sort(nodes)
	seen := map[int32]bool{}
	var out [][]int32
	for _, n := range nodes {
		if seen[n] {
			continue
		}
		seen[n] = true
		component := []int32{n}
		for i := 0; i < len(component); i++ {
			for _, next := range links[component[i]] {
				if !seen[next] {
					seen[next] = true
					component = append(component, next)
				}
			}
		}
		slices.Sort(component)
		out = append(out, component)
	}
	return out
}

// mergeAll merges the clusters of a component when nothing speaks against it. Otherwise those that lead to two clusters
// that cannot be one are left out, and what hangs together without them is merged where nothing speaks against that.
func (c *clustering) mergeAll(component []int32, links map[int32][]int32, n int) {
	if len(component) < 2 {
		return
	}
	if !c.fits(component, n) {
		return
	}
	clash := c.clashes(component)
	if len(clash) == 0 {
		c.mergeSets(component)
		return
	}
	doubtful := false
	for _, v := range component {
		for i, x := range links[v] {
			for _, y := range links[v][i+1:] {
				if clash[pairOf(x, y)] {
					c.doubtful[v], doubtful = true, true
				}
			}
		}
	}
	rest := map[int32][]int32{}
	for _, v := range component {
		for _, w := range links[v] {
			if !c.doubtful[v] && !c.doubtful[w] && !clash[pairOf(v, w)] {
				rest[v] = append(rest[v], w)
			}
		}
	}
	for _, part := range componentsOf(rest) {
		if len(c.clashes(part)) == 0 {
			c.mergeSets(part)
			continue
		}
		doubtful = true
		for _, v := range part {
			c.doubtful[v] = true
		}
	}
	if doubtful {
		c.Findings.Add(c.ambiguous(component, n))
	}
}

// fits reports whether a component is no larger than a cluster may be.
func (c *clustering) fits(component []int32, n int) bool {
	size := 0
	for _, root := range component {
		size += len(c.of[root])
	}
	if size <= c.matcher.maxMember {
		return true
	}
	c.Findings.Add(kam.Finding{
		Code: prefix + ".cluster", Severity: kam.Warning, Place: wording.Clip(c.parties[component[0]].Ref.String()),
		Message: wording.Say("%d records would be one company by rule %s, more than %d: they are not merged by it", "按规则 %[2]s 将有 %[1]d 条记录合并为一家，超过 %[3]d，未据此合并",
			size, wording.Quote(c.matcher.rules[n].ID), c.matcher.maxMember),
		Remedy: wording.Say("look at the records, decide, or raise maxCluster", "请核查这些记录并作出决定，或调高 maxCluster"),
	})
	return false
}

func (c *clustering) ambiguous(component []int32, n int) kam.Finding {
	refs := make([]crm.Ref, 0, len(component))
	for _, root := range component {
		refs = append(refs, c.parties[root].Ref)
	}
	names := make([]string, 0, 5)
	for _, ref := range refs[:min(len(refs), 5)] {
		names = append(names, wording.Clip(ref.String()))
	}
	return kam.Finding{
		Code: prefix + ".ambiguous", Severity: kam.Warning, Place: wording.Clip(refs[0].String()),
		Message: wording.Say("by rule %s some record is the same as two that cannot be one company: %s", "按规则 %s，有记录与不可能同属一家的两条记录都相同：%s", wording.Quote(c.matcher.rules[n].ID), wording.Words(names)),
		Remedy:  wording.Say("decide which of them it belongs to", "请决定其归属"),
	}
}

// clashes returns the pairs of clusters that cannot be one.
func (c *clustering) clashes(component []int32) map[pair]bool {
	var out map[pair]bool
	for i, x := range component {
		for _, y := range component[i+1:] {
			if c.clash(x, y) {
				if out == nil {
					out = map[pair]bool{}
				}
				out[pairOf(x, y)] = true
			}
		}
	}
	return out
}

// clash reports whether two clusters cannot be one: somebody decided so, their credit codes differ, or a rule keeps two of
// their records apart. What people merged is excused from such a rule where one of its records is the other one's equal.
func (c *clustering) clash(x, y int32) bool {
	type state struct{ equal, apart bool }
	between := map[pair]state{}
	for _, i := range c.of[x] {
		for _, j := range c.of[y] {
			if c.decisions[pairOf(i, j)].Answer == Different {
				return true
			}
			a, b := &c.parties[i], &c.parties[j]
			if a.reg.code != "" && b.reg.code != "" && c.all.code(a.reg.code) != c.all.code(b.reg.code) {
				return true
			}
			key := pairOf(c.groups.find(i), c.groups.find(j))
			p := c.matcher.profile(a, b, c.all)
			r := &c.matcher.rules[c.matcher.answer(p)]
			s := between[key]
			s.equal = s.equal || r.Then == Same && (p.is(Code, "equal") || p.is(Core, "equal") && p.is(Place, "equal") && p.is(Unit, "equal"))
			s.apart = s.apart || r.Then == Different && r.Apart
			between[key] = s
		}
	}
	for _, s := range between {
		if s.apart && !s.equal {
			return true
		}
	}
	return false
}

func (c *clustering) mergeSets(component []int32) {
	root := component[0]
	all := c.of[root]
	for _, other := range component[1:] {
		all = append(all, c.of[other]...)
		delete(c.of, other)
		c.sets.join(root, other)
	}
	slices.Sort(all)
	c.of[root] = all
}
