package event

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// stratum is what two accounts of a pair have in common.
type stratum struct{ tier, industry string }

func (s side) stratum() stratum { return stratum{s.account.data.Tier, fold(s.account.data.Industry)} }

// pair gives each account that came the one most like it that did not. Those with the largest pipelines choose first, of
// equals the one whose ref comes first; each takes what lies nearest among what is left of its tier and industry, of
// equally near ones the smaller, then the one whose ref comes first.
func (o *Outcome) pair(came, others []side) {
	e := &o.Pipeline
	pools := map[stratum]*pool{}
	for _, s := range others {
		if s.why == (kam.Text{}) {
			p := pools[s.stratum()]
			if p == nil {
				p = new(pool)
				pools[s.stratum()] = p
			}
			p.sides = append(p.sides, s)
		}
	}
	for _, p := range pools {
		p.prepare()
	}
	slices.SortFunc(came, func(x, y side) int { return cmp.Or(y.Size.Cmp(x.Size), x.Account.Compare(y.Account)) })
	for _, s := range came {
		if s.why != (kam.Text{}) {
			e.Alone = append(e.Alone, Alone{s.Account, s.Name, s.why})
			continue
		}
		p := pools[s.stratum()]
		i := -1
		if p != nil {
			i = p.nearest(s.Size)
		}
		if i < 0 {
			e.Alone = append(e.Alone, Alone{s.Account, s.Name, say("no account is left of tier %s and industry %s", "等级 %s、行业 %s 中已无可比客户", wording.Quote(s.account.data.Tier), wording.Quote(s.account.data.Industry))})
			continue
		}
		group := p.groups[i]
		if other := p.sides[group.next]; !o.near(s.Size, other.Size) {
			e.Alone = append(e.Alone, Alone{s.Account, s.Name, say("the nearest account, %s, has a pipeline of %s and not of about %s", "最接近的客户 %s 商机规模为 %s，与 %s 相差过大", other.account.label(), other.Size, s.Size)})
			continue
		}
		e.Pairs = append(e.Pairs, Pair{s.Side, p.take(i).Side})
	}
	slices.SortFunc(e.Pairs, func(x, y Pair) int { return x.Guest.Account.Compare(y.Guest.Account) })
	slices.SortFunc(e.Alone, func(x, y Alone) int { return x.Account.Compare(y.Account) })
}

// near reports whether two pipelines are within the tolerance.
func (o *Outcome) near(a, b decimal.Decimal) bool {
	tolerance := o.rules.policy.Pipeline.Tolerance
	if tolerance.IsZero() {
		return true
	}
	apart := num.Rat(a.Sub(b).Abs())
	larger := num.Rat(decimal.Max(a.Abs(), b.Abs()))
	return apart.Cmp(larger.Mul(larger, tolerance.Rat())) <= 0
}

// pool is the accounts of a stratum that may be chosen, in groups of one size.
type pool struct {
	sides  []side // by size, then ref
	groups []group
}

// group is the sides of one size: those from next up to until are left. Down and up lead to the nearest groups that may
// have something left, this one included.
type group struct {
	size        decimal.Decimal
	next, until int
	down, up    int
}

func (p *pool) prepare() {
	slices.SortFunc(p.sides, func(x, y side) int { return cmp.Or(x.Size.Cmp(y.Size), x.Account.Compare(y.Account)) })
	for i, s := range p.sides {
		if n := len(p.groups); n > 0 && p.groups[n-1].size.Equal(s.Size) {
			p.groups[n-1].until++
			continue
		}
		n := len(p.groups)
		p.groups = append(p.groups, group{size: s.Size, next: i, until: i + 1, down: n, up: n})
	}
}

// below returns the nearest group at or before i that has something left, and -1 for none; above the one at or after i.
func (p *pool) below(i int) int {
	at := i
	for at >= 0 && p.groups[at].down != at {
		at = p.groups[at].down
	}
	for i >= 0 && p.groups[i].down != i {
		i, p.groups[i].down = p.groups[i].down, at
	}
	return at
}

func (p *pool) above(i int) int {
	at := i
	for at < len(p.groups) && p.groups[at].up != at {
		at = p.groups[at].up
	}
	for i < len(p.groups) && p.groups[i].up != i {
		i, p.groups[i].up = p.groups[i].up, at
	}
	if at == len(p.groups) {
		return -1
	}
	return at
}

// nearest returns the group nearest to a size, of two the smaller; -1 when nothing is left.
func (p *pool) nearest(size decimal.Decimal) int {
	i, _ := slices.BinarySearchFunc(p.groups, size, func(g group, s decimal.Decimal) int { return g.size.Cmp(s) })
	low, high := p.below(i-1), p.above(i)
	switch {
	case low < 0:
		return high
	case high < 0 || size.Sub(p.groups[low].size).Cmp(p.groups[high].size.Sub(size)) <= 0:
		return low
	}
	return high
}

// take removes the first side that is left of a group.
func (p *pool) take(i int) side {
	g := &p.groups[i]
	s := p.sides[g.next]
	if g.next++; g.next == g.until {
		g.down, g.up = i-1, i+1
	}
	return s
}

// Counts returns of how many pairs both sides, the guest alone, the other alone and neither had a deal opened or advanced.
func (e Effect) Counts() (both, guest, other, neither int64) {
	for _, p := range e.Pairs {
		switch {
		case p.Guest.Touched && p.Other.Touched:
			both++
		case p.Guest.Touched:
			guest++
		case p.Other.Touched:
			other++
		default:
			neither++
		}
	}
	return both, guest, other, neither
}

// Chance returns how likely it is that pairs which differ would lean to one side at least as much as these do if each
// leaned either way like a fair coin: the exact two-sided test of McNemar. It is nil before the window is over and without
// pairs, and 1 where no pair differs.
func (e Effect) Chance() *big.Rat {
	if !e.Over || len(e.Pairs) == 0 {
		return nil
	}
	_, guest, other, _ := e.Counts()
	return coin(guest, other)
}

// coin is the chance that of a+b throws of a fair coin at most min(a, b) or at least max(a, b) show its head.
func coin(a, b int64) *big.Rat {
	n, few := a+b, min(a, b)
	sum, term := big.NewInt(0), big.NewInt(1)
	for i := int64(0); i <= few; i++ {
		sum.Add(sum, term)
		term.Mul(term, big.NewInt(n-i)).Quo(term, big.NewInt(i+1))
	}
	p := new(big.Rat).SetFrac(sum.Lsh(sum, 1), new(big.Int).Lsh(big.NewInt(1), uint(n)))
	if one := big.NewRat(1, 1); p.Cmp(one) > 0 {
		return one
	}
	return p
}

// percent writes a chance, which is above 0, in per cent.
func percent(chance *big.Rat) string {
	if chance.Cmp(big.NewRat(1, 1000)) < 0 {
		return "<0.1"
	}
	return wording.Percent(chance)
}

// Statement tells the comparison in plain words, with what it does not show.
func (e Effect) Statement() kam.Text {
	if len(e.Pairs) == 0 {
		return say("No account that came could be compared with one that did not.", "没有可与未到场客户比较的到场客户。")
	}
	if !e.Over {
		return say("The window ends on %s; until then nothing is compared.", "观察期至 %s 结束，在此之前不作比较。", e.Window.Until.AddDays(-1))
	}
	both, guest, other, _ := e.Counts()
	pairs := int64(len(e.Pairs))
	text := say("Deals were opened or advanced at %[1]d of %[3]d accounts that came, and at %[2]d of %[3]d accounts like them that did not.",
		"%[3]d 家到场客户中有 %[1]d 家新增或推进了商机，条件相近的 %[3]d 家未到场客户中有 %[2]d 家。", both+guest, both+other, pairs)
	chance := e.Chance()
	if guest == other {
		text = say("%s Both sides did alike.", "%s两组相同。", text)
	} else {
		text = say("%[1]s Where the two of a pair differ (%[2]s), chance alone would lean at least as far to one side in %[3]s %% of cases.",
			"%[1]s在结果不同的 %[4]d 对中，仅凭偶然出现同等或更大差异的概率为 %[3]s%%。", text, counted(guest+other, "pair", "pairs"), percent(chance), guest+other)
	}
	return say("%s This is no proof that the event caused it: who comes to an event may be readier to buy.", "%s这不能证明是活动带来的结果：愿意参加活动的客户本来就可能更有购买意向。", text)
}
