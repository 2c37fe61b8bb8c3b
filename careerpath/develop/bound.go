package develop

import (
	"slices"
	"sort"
)

// ladders tell for each skill and level what it takes at least to rise from there to the wanted level.
type ladders [][]int64

// bound is the least price of what is still missing: the largest of several sums, each of which parts the price of every
// option among the skills, so that no sum counts an option for more than it costs.
type bound struct {
	sums []ladders
}

// maxSums is the largest number of sums of a bound.
const maxSums = 12

// newBound parts prices among the skills in several ways: each skill goes first once, and the others follow, those that
// are dearest alone first. A skill takes of the price of each option what its own ladder needs and leaves the rest to those
// after it.
func (p *problem) newBound(price func(*option) int64) bound {
	whole := make([]int64, len(p.options))
	for i := range p.options {
		whole[i] = price(&p.options[i])
	}
	alone := make([]int64, len(p.want))
	var order []int
	for k := range p.want {
		if p.start[k] < p.want[k] {
			alone[k] = p.ladder(k, whole)[p.start[k]]
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case alone[a] > alone[b]:
			return -1
		case alone[a] < alone[b]:
			return 1
		}
		return 0
	})
	var b bound
	for first := range order[:min(len(order), maxSums)] {
		rest := slices.Clone(whole)
		sum := make(ladders, len(p.want))
		turn := append([]int{order[first]}, slices.Delete(slices.Clone(order), first, first+1)...)
		for _, k := range turn {
			sum[k] = p.ladder(k, rest)
			p.charge(k, sum[k], rest)
		}
		b.sums = append(b.sums, sum)
	}
	return b
}

// ladder returns the least price of the way from each level of skill k to the wanted one, as if all else were free.
func (p *problem) ladder(k int, price []int64) []int64 {
	want := p.want[k]
	least := make([]int64, want+1)
	for level := want - 1; level >= p.start[k]; level-- {
		least[level] = endless
		for i := range p.options {
			to, lifts := p.lift(i, k)
			if !lifts || to <= level || p.entry(i, k) > level {
				continue
			}
			least[level] = min(least[level], price[i]+least[min(to, want)])
		}
	}
	return least
}

// charge takes from the prices what the ladder of skill k needs of them.
func (p *problem) charge(k int, ladder, price []int64) {
	for i := range p.options {
		to, lifts := p.lift(i, k)
		if !lifts {
			continue
		}
		to = min(to, p.want[k])
		var used int64
		for level := max(p.start[k], p.entry(i, k)); level < to; level++ {
			if ladder[level] < endless {
				used = max(used, ladder[level]-ladder[to])
			}
		}
		price[i] -= used
	}
}

// from returns the bound at these levels; endless when a wanted level cannot be reached.
func (b *bound) from(levels []uint8) int64 {
	var most int64
	for _, sum := range b.sums {
		var total int64
		for k, ladder := range sum {
			if level := int(levels[k]); level < len(ladder) {
				if ladder[level] >= endless {
					return endless
				}
				total += ladder[level]
			}
		}
		most = max(most, total)
	}
	return most
}

// climbs tell for each skill, level and higher level the least price of the way from the one to the other or above, as if all
// else were free.
type climbs [][][]int64

func (p *problem) newClimbs(price func(*option) int64) climbs {
	all := make(climbs, len(p.want))
	for k, want := range p.want {
		all[k] = make([][]int64, want+1)
		for from := p.start[k]; from <= want; from++ {
			least := make([]int64, want+1)
			for level := range least {
				least[level] = endless
			}
			least[from] = 0
			for level := from; level < want; level++ {
				if least[level] >= endless {
					continue
				}
				for i := range p.options {
					to, lifts := p.lift(i, k)
					if !lifts || to <= level || p.entry(i, k) > level {
						continue
					}
					to = min(to, want)
					least[to] = min(least[to], least[level]+price(&p.options[i]))
				}
			}
			for level := want - 1; level >= from; level-- {
				least[level] = min(least[level], least[level+1])
			}
			all[k][from] = least
		}
	}
	return all
}

// upTo returns the highest level of skill k, at most the wanted one, that can be reached from a level for what is left.
func (c climbs) upTo(k, level int, left int64) int {
	least := c[k][level]
	past := sort.Search(len(least)-level, func(i int) bool { return least[level+i] > left })
	return level + max(0, past-1)
}
