package match

import (
	"cmp"
	"slices"
)

// finish writes clusters and questions.
func (c *clustering) finish() {
	c.cluster = make([]int32, len(c.parties))
	for n, root := range c.roots() {
		var cluster Cluster
		for _, i := range c.of[root] {
			c.cluster[i] = int32(n)
			cluster.Members = append(cluster.Members, c.parties[i].Ref)
		}
		c.Clusters = append(c.Clusters, cluster)
	}
	c.link()
	c.question()
}

// link adds to each cluster what holds it together.
func (c *clustering) link() {
	add := func(key pair, rule string) {
		if n := c.cluster[key.a]; n == c.cluster[key.b] {
			c.Clusters[n].Links = append(c.Clusters[n].Links, Link{A: c.parties[key.a].Ref, B: c.parties[key.b].Ref, Answer: Same, Rule: rule})
		}
	}
	for _, key := range c.sortedDecisions() {
		if c.decisions[key].Answer == Same {
			add(key, ByDecision)
		}
	}
	for n, edges := range c.edges {
		for _, e := range edges {
			add(e, c.matcher.rules[n].ID)
		}
	}
	for i := range c.Clusters {
		slices.SortFunc(c.Clusters[i].Links, compareLinks)
	}
}

func compareLinks(x, y Link) int { return cmp.Or(x.A.Compare(y.A), x.B.Compare(y.B)) }

// question keeps of each pair of clusters the strongest question that nothing has answered.
func (c *clustering) question() {
	best := map[pair]ask{}
	for _, q := range c.asked {
		at := pairOf(c.cluster[q.a], c.cluster[q.b])
		if at.a == at.b {
			continue
		}
		if before, ok := best[at]; ok && cmp.Or(cmp.Compare(before.rule, q.rule), comparePairs(before.pair, q.pair)) <= 0 {
			continue
		}
		best[at] = q
	}
	for _, q := range best {
		if c.clash(c.sets.find(q.a), c.sets.find(q.b)) {
			continue
		}
		a, b, r := &c.parties[q.a], &c.parties[q.b], c.matcher.rules[q.rule]
		link := Link{A: a.Ref, B: b.Ref, Answer: r.Then, Rule: r.ID}
		if r.Then == Same && c.matcher.asksWithin(a, b, r.ID) {
			link.Answer, link.Rule = Ask, ByWithin
		}
		c.Questions = append(c.Questions, link)
	}
	for _, key := range c.undecided {
		if c.cluster[key.a] != c.cluster[key.b] {
			c.Questions = append(c.Questions, Link{A: c.parties[key.a].Ref, B: c.parties[key.b].Ref, Answer: Ask, Rule: ByDecision})
		}
	}
	slices.SortFunc(c.Questions, compareLinks)
}
