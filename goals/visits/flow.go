package visits

import (
	"math/big"
	"slices"
)

// The nodes of a [network] at which its flow begins and ends.
const (
	source = iota
	sink
	inner // the first of the others
)

// network is a directed graph with whole capacities. Arcs come in pairs: number i and, back again, number i^1.
type network struct {
	arcs  []arc
	out   [][]int // the arcs that leave each node
	level []int   // steps from the source over arcs that have something left; -1 for what cannot be reached
	next  []int   // the first arc of each node that may still lead on
}

// arc leads to a node and has so much capacity left.
type arc struct {
	to   int
	left *big.Int
}

func newNetwork(nodes int) *network {
	return &network{out: make([][]int, nodes), level: make([]int, nodes), next: make([]int, nodes)}
}

func (g *network) join(from, to int, capacity *big.Int) {
	g.out[from] = append(g.out[from], len(g.arcs))
	g.out[to] = append(g.out[to], len(g.arcs)+1)
	g.arcs = append(g.arcs, arc{to, new(big.Int).Set(capacity)}, arc{from, new(big.Int)})
}

// fill returns the largest flow that is at most most, which is above every capacity out of the source: Dinic's
// algorithm. Then reached tells which nodes lie on the source's side of a narrowest cut.
func (g *network) fill(most *big.Int) *big.Int {
	flow := new(big.Int)
	for g.measure() {
		clear(g.next)
		for {
			more := g.push(source, most)
			if more.Sign() == 0 {
				break
			}
			flow.Add(flow, more)
		}
	}
	return flow
}

// reached reports whether node can be reached from the source after [network.fill].
func (g *network) reached(node int) bool { return g.level[node] >= 0 }

// measure sets the levels and reports whether the sink can be reached.
func (g *network) measure() bool {
	for i := range g.level {
		g.level[i] = -1
	}
	g.level[source] = 0
	for queue := []int{source}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, i := range g.out[at] {
			if a := g.arcs[i]; a.left.Sign() > 0 && g.level[a.to] < 0 {
				g.level[a.to] = g.level[at] + 1
				queue = append(queue, a.to)
			}
		}
	}
	return g.level[sink] >= 0
}

// push sends up to most from a node to the sink along rising levels and returns how much.
func (g *network) push(at int, most *big.Int) *big.Int {
	if at == sink {
		return most
	}
	sent := new(big.Int)
	for ; g.next[at] < len(g.out[at]); g.next[at]++ {
		i := g.out[at][g.next[at]]
		a := g.arcs[i]
		if a.left.Sign() == 0 || g.level[a.to] != g.level[at]+1 {
			continue
		}
		rest := new(big.Int).Sub(most, sent)
		through := new(big.Int).Set(g.push(a.to, slices.MinFunc([]*big.Int{rest, a.left}, (*big.Int).Cmp)))
		a.left.Sub(a.left, through)
		g.arcs[i^1].left.Add(g.arcs[i^1].left, through)
		if sent.Add(sent, through).Cmp(most) == 0 {
			break // this arc may hold more
		}
	}
	return sent
}
