package fairness

import "cmp"

// withheld returns the names of the groups whose numbers a printed report keeps back: every group of which some table has
// fewer than least people in the pool, selected or not selected, and then further ones, those with the fewest people first,
// until the totals do not tell of fewer either. A count that the total makes plain, because all or none were selected, is
// no secret. A group kept back in one table is kept back in all, because what is selected in one is the pool of the next.
// With a least of 1 nothing is kept back, not even that there is nobody.
func withheld(least int, tables ...Report) map[string]bool {
	hidden := map[string]bool{}
	if least <= 1 {
		return hidden
	}
	small := func(total, g Group) bool {
		return g.Pool < least || total.Selected > 0 && total.left() > 0 && (g.Selected < least || g.left() < least)
	}
	for _, t := range tables {
		for _, l := range t.Lines {
			if small(t.Total, l.Group) {
				hidden[l.Name] = true
			}
		}
	}
	if len(hidden) == 0 {
		return hidden
	}
	betrayed := func(t Report) bool {
		var sum Group
		for _, l := range t.Lines {
			if hidden[l.Name] {
				sum.Selected += l.Selected
				sum.Pool += l.Pool
			}
		}
		return small(t.Total, sum)
	}
	for _, t := range tables {
		for betrayed(t) {
			next, found := Line{}, false
			for _, l := range t.Lines {
				if !hidden[l.Name] && (!found || cmp.Or(cmp.Compare(l.Pool, next.Pool), cmp.Compare(l.Name, next.Name)) < 0) {
					next, found = l, true
				}
			}
			if !found {
				break
			}
			hidden[next.Name] = true
		}
	}
	return hidden
}
