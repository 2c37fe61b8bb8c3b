package verify

import (
	"math/big"
	"slices"
)

// rival is one contestant in the standings.
type rival struct {
	value *big.Rat
	then  []*big.Rat
}

// compare puts a rival beside another one by all comparisons that both have.
func (r rival) compare(o rival) int {
	c := r.value.Cmp(o.value)
	for i := 0; c == 0 && i < len(r.then) && i < len(o.then); i++ {
		c = r.then[i].Cmp(o.then[i])
	}
	return c
}

// contest recomputes a payee's prize from the standings.
func (v *verifier) contest(k *part, path string, x *contest) *big.Rat {
	c := k.plan.Contest
	if x == nil || x.Contestants < 1 {
		v.fault(CodeMissing, path, say("nothing says how the payee stands in the contest", "未写明该人员在竞赛中的名次"), say("ask for the statement to be issued again", "请要求重新出具结算单"))
		return zero()
	}
	own := rival{value: k.own.in(c.Basis)}
	if !c.admits(own.value) {
		v.placeless(path, x)
		return zero()
	}
	if own.then = v.further(path+".then", x.Then); len(x.Then) > len(c.Then) {
		v.conflict(path+".then", say("the plan has %d further comparisons", "方案只有 %d 项后续比较", len(c.Then)))
		return zero()
	}
	for i := range own.then {
		own.then[i] = v.byName[c.Then[i].Measure].in(c.Then[i].Basis)
		v.same(index(path+".then", i), text(own.then[i]), x.Then[i])
	}
	levels, good := v.levels(c, path, x)
	if !good {
		return zero()
	}
	if x.Standing == 0 {
		v.behind(c, path, x, own, levels)
		return zero()
	}
	return v.prize(k, path, x, own, levels)
}

// admits reports whether a position takes a place at all.
func (c *planContest) admits(x *big.Rat) bool {
	if c.AtLeast.Valid {
		return x.Cmp(ratio(c.AtLeast.Decimal)) >= 0
	}
	return x.Sign() > 0
}

// placeless checks that a contestant who does not stand high enough has no place.
func (v *verifier) placeless(path string, x *contest) {
	if x.Place != 0 || x.Tied != 0 || x.Standing != 0 || x.Prize != "" || x.Fund != "" || len(x.Then)+len(x.Standings) > 0 {
		v.conflict(path+".place", say("the payee does not stand high enough for a place", "该人员未达到参与排名的要求"))
	}
}

// further reads the positions of further comparisons.
func (v *verifier) further(path string, stated []string) []*big.Rat {
	var out []*big.Rat
	for i, s := range stated {
		out = append(out, v.number(index(path, i), s))
	}
	return out
}

// levels reads the standings, best first, those who are level together; false when they are out of order.
func (v *verifier) levels(c *planContest, path string, x *contest) ([][]rival, bool) {
	if len(x.Standings) > x.Contestants || x.Standing < 0 || x.Standing > len(x.Standings) {
		v.conflict(path+".standings", say("%d standings do not fit %d contestants", "%d 条名次与 %d 名参赛者不符", len(x.Standings), x.Contestants))
		return nil, false
	}
	var all []rival
	for i, s := range x.Standings {
		at := index(path+".standings", i)
		all = append(all, rival{v.number(at+".value", s.Value), v.further(at+".then", s.Then)})
		if !c.admits(all[i].value) || i > 0 && all[i].compare(all[i-1]) > 0 || len(s.Then) > len(c.Then) {
			v.conflict(at, say("the standing is out of order, or not high enough for a place", "名次排列有误，或未达到参与排名的要求"))
			return nil, false
		}
	}
	for i := range all {
		if want, open := depth(all, i, len(c.Then)); len(all[i].then) != want && (!open || x.Contestants == len(all)) {
			v.conflict(index(path+".standings", i)+".then", say("there are %d further comparisons where %d are needed", "列出 %d 项后续比较，应为 %d 项", len(all[i].then), want))
			return nil, false
		}
	}
	return slices.Collect(chunks(all)), true
}

// depth returns how many further comparisons a rival needs: as many as somebody is level with it. Open: others who are
// not listed may be level with it too.
func depth(all []rival, i, most int) (want int, open bool) {
	level := func(j, n int) bool {
		if all[i].value.Cmp(all[j].value) != 0 || len(all[i].then) < n || len(all[j].then) < n {
			return false
		}
		return slices.EqualFunc(all[i].then[:n], all[j].then[:n], func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	}
	for want < most && (i > 0 && level(i-1, want) || i+1 < len(all) && level(i+1, want)) {
		want++
	}
	return want, level(len(all)-1, want)
}

// chunks yields those who are level together.
func chunks(all []rival) func(func([]rival) bool) {
	return func(yield func([]rival) bool) {
		for from := 0; from < len(all); {
			until := from + 1
			for until < len(all) && all[until].compare(all[from]) == 0 {
				until++
			}
			if !yield(all[from:until]) {
				return
			}
			from = until
		}
	}
}

// behind checks a payee who stands below all who get a prize.
func (v *verifier) behind(c *planContest, path string, x *contest, own rival, levels [][]rival) {
	listed := len(x.Standings)
	if listed < len(c.Prizes) || listed == 0 || own.compare(levels[len(levels)-1][0]) >= 0 {
		v.conflict(path+".standing", say("the payee stands high enough to be listed", "该人员的名次应当列出"))
	}
	if x.Place <= listed || x.Tied < 1 || x.Place+x.Tied-1 > x.Contestants {
		v.conflict(path+".place", say("place %d of %d contestants is not behind %d others", "第 %d 名（共 %d 人）不在 %d 人之后", x.Place, x.Contestants, listed))
	}
	v.same(path+".prize", "0", x.Prize)
	v.fund(c, path, x, levels)
}

// prize recomputes the prize of a payee who is listed.
func (v *verifier) prize(k *part, path string, x *contest, own rival, levels [][]rival) *big.Rat {
	c, mine := k.plan.Contest, x.Standings[x.Standing-1]
	v.same(index(path+".standings", x.Standing-1)+".value", text(own.value), mine.Value)
	if !slices.Equal(mine.Then, x.Then) {
		v.conflict(path+".then", say("the payee's own standing is another one", "与该人员自身的名次不一致"))
	}
	cut := v.fund(c, path, x, levels)
	var winners []*big.Rat
	place, at, prize := 1, -1, zero()
	for _, level := range levels {
		each, refused := c.prize(place, len(level))
		for n := range level {
			if place+n == x.Standing {
				prize, at = each, len(winners)
				v.sameCount(path+".place", place, x.Place)
				v.sameCount(path+".tied", len(level), x.Tied)
				if refused {
					v.conflict(path+".tied", say("the plan refuses ties", "方案不允许并列"))
					return zero()
				}
			}
			if !refused {
				winners = append(winners, mul(each, cut))
			}
		}
		place += len(level)
	}
	v.same(path+".prize", text(prize), x.Prize)
	total := zero()
	for _, w := range winners {
		total = v.plus(path+".standings", total, w)
	}
	return v.grid.spread(v.grid.round(total), winners)[at]
}

// prize returns what each of those gets who are level at a place, before the fund; refused: they are held.
func (c *planContest) prize(place, tied int) (each *big.Rat, refused bool) {
	sum, best := zero(), zero()
	for n := place; n < place+tied && n <= len(c.Prizes); n++ {
		sum = add(sum, ratio(c.Prizes[n-1]))
	}
	if place <= len(c.Prizes) {
		best = ratio(c.Prizes[place-1])
	}
	if c.Ties == "each" {
		return best, false
	}
	return quo(sum, big.NewRat(int64(tied), 1)), c.Ties == "refuse" && tied > 1 && best.Sign() > 0
}

// fund returns what the contest's fund leaves of each prize, 0 to 1.
func (v *verifier) fund(c *planContest, path string, x *contest, levels [][]rival) *big.Rat {
	all, place := zero(), 1
	for _, level := range levels {
		each, _ := c.prize(place, len(level))
		all = v.plus(path+".standings", all, mul(each, big.NewRat(int64(len(level)), 1)))
		place += len(level)
	}
	if fund := ratio(c.Fund.Decimal); c.Fund.Valid && all.Cmp(fund) > 0 {
		v.same(path+".fund", text(fund), x.Fund)
		return quo(fund, all)
	}
	v.same(path+".fund", "", x.Fund)
	return big.NewRat(1, 1)
}
