package incentive

import (
	"fmt"
	"math/big"
	"slices"
)

// toldPart are figures of a component of a unit that another share has computed.
type toldPart struct {
	// then is where the unit stands on further comparisons of a contest.
	then []*big.Rat
	// deals is what the lines of deals pay that this share has too, passes what goes up of them.
	deals  []dealAmount
	passes []passed
}

// hear reads what all shares have told this one in a round.
func (s *sharing) hear(at meeting, f *faults) []figures {
	all := make([]figures, s.part.Of)
	for j, data := range s.heard[s.round] {
		place := fmt.Sprintf("heard[%d][%d]", s.round, j)
		x := &all[j]
		digest, ok := unseal(data, x, place, f)
		if !ok || !s.fits(x, at, j, place, f) {
			continue
		}
		if j == s.part.Index && digest != s.digest {
			f.add(CodeFiguresChanged, place, say("the share has told something else in this round than it would tell now", "本分片在该轮发出的数据与现在应发出的不同"),
				say("give every step of a share the same transactions and inputs, or start all shares again", "请为同一分片的每一步提供相同的交易与输入，或从头重新运行所有分片"))
		}
	}
	return all
}

// fits reports whether figures are those of a share, a round and a run.
func (s *sharing) fits(x *figures, at meeting, from int, place string, f *faults) bool {
	want, err := s.of.origin(Share{from, s.part.Of})
	switch {
	case x.Format != FiguresFormat:
		f.add(CodeFiguresFormat, place, say("the format is %q", "格式为 %q", clip(x.Format)), say("compute all shares with one version of the library, which writes %q", "请用同一版本的库计算所有分片，其格式为 %q", FiguresFormat))
	case err != nil || x.Origin.Program != want.Program || x.Origin.Inputs != want.Inputs || x.Origin.Period != want.Period:
		f.add(CodeFiguresOther, place, say("the figures are of other plans or other inputs", "数据来自其他方案或其他输入"), say("enrol the same inputs with the same plans in every process", "请在每个进程中使用相同的方案与输入"))
	case x.Origin != want || x.To != s.part.Index:
		f.add(CodeFiguresOther, place, say("the figures are those that share %d of %d tells share %d", "数据是第 %d 个分片（共 %d 个）发给第 %d 个分片的", x.Origin.From, x.Origin.Shares, x.To),
			say("here belongs what share %d of %d tells share %d", "此处应为第 %d 个分片（共 %d 个）发给第 %d 个分片的数据", from, s.part.Of, s.part.Index))
	case x.Round != s.round || x.Meeting != at.kind || x.Pass != at.pass || x.Stage != at.stage:
		f.add(CodeFiguresOther, place, say("the figures are those of round %d", "数据属于第 %d 轮", x.Round), say("here belongs round %d", "此处应为第 %d 轮的数据", s.round))
	default:
		return true
	}
	return false
}

// takeIn lets the units of other shares be as those have told.
func (c *calculation) takeIn(at meeting, all []figures, f *faults) {
	s := c.sharing
	if at.kind == meetAgain {
		s.again = slices.ContainsFunc(all, func(x figures) bool { return x.Again })
		return
	}
	told := map[int]bool{}
	for j := range all {
		for k := range all[j].Units {
			t := &all[j].Units[k]
			h := hearing{c, at, f, fmt.Sprintf("heard[%d][%d] $.units[%d]", s.round, j, k)}
			if t.Unit < 0 || t.Unit >= len(c.people.units) || c.people.units[t.Unit].payee.ID != t.Payee || s.homes[t.Unit] != j || j == s.part.Index || told[t.Unit] {
				h.bad(h.place)
				continue
			}
			told[t.Unit] = true
			h.unit(c.people.units[t.Unit], t)
		}
	}
	c.knowOf(func(n int) bool { return c.here(n) || told[n] })
}

// hearing takes in what was told of one unit.
type hearing struct {
	c     *calculation
	at    meeting
	f     *faults
	place string
}

// bad reports something that cannot be.
func (h *hearing) bad(place string) {
	h.f.add(CodeFiguresContent, place, say("the figures say something that cannot be in this run", "数据中有本次运行不可能出现的内容"), say("hand on the bytes that the other share has told", "请原样传递另一分片发出的字节"))
}

// unit takes in what was told of a unit.
func (h *hearing) unit(u *unit, t *toldUnit) {
	if t.Blocked < 0 || t.Blocked > h.c.program.stages {
		h.bad(h.place + ".blocked")
		return
	}
	u.counted, u.blocked = t.Counted, t.Blocked
	last := -1
	for x := range t.Components {
		k := &t.Components[x]
		place := fmt.Sprintf("%s.components[%d]", h.place, x)
		if k.Component <= last || k.Component >= len(u.plan.parts) || u.plan.parts[k.Component].stage != h.at.stage {
			h.bad(place)
			return
		}
		last = k.Component
		h.component(u, k, place)
	}
}

// component takes in what was told of a component.
func (h *hearing) component(u *unit, t *toldComponent, place string) {
	out, k := &u.state.parts[t.Component], &u.plan.parts[t.Component]
	out.ready, out.done, out.told = t.Ready, t.Done, &toldPart{}
	if h.at.kind == meetTogether && t.Ready && (k.Contest != nil || k.Pool != nil) {
		if !h.standing(out, k, t.Standing) {
			h.bad(place + ".standing")
		}
	}
	for n, d := range t.Deals {
		deal, amount := h.deal(d.Deal, place), h.number(d.Amount, fmt.Sprintf("%s.deals[%d]", place, n))
		out.told.deals = append(out.told.deals, dealAmount{deal, amount})
	}
	for n := range t.Passes {
		out.told.passes = append(out.told.passes, h.pass(&t.Passes[n], fmt.Sprintf("%s.passes[%d]", place, n)))
	}
}

// standing takes in where a unit stands in a contest or a pool.
func (h *hearing) standing(out *partState, k *part, t *toldStanding) bool {
	if t == nil {
		return false
	}
	own := &pay{amount: new(big.Rat)}
	out.pay = own
	for _, x := range []struct {
		into  **big.Rat
		text  string
		asked bool
	}{{&own.position, t.Position, k.Contest != nil}, {&own.base, t.Base, k.Pool != nil && k.Pool.Rate.Valid}, {&own.weight, t.Weight, k.Pool != nil}} {
		if x.text == "" && !x.asked {
			continue
		}
		ok := false
		if *x.into, ok = ratOf(x.text); !ok {
			return false
		}
	}
	if k.Contest == nil {
		return own.weight.Sign() >= 0 && len(t.Then) == 0
	}
	if len(t.Then) != len(k.Contest.Then) {
		return false
	}
	for _, text := range t.Then {
		x, ok := ratOf(text)
		if !ok {
			return false
		}
		out.told.then = append(out.told.then, x)
	}
	return true
}

// number reads an exact number.
func (h *hearing) number(text, place string) *big.Rat {
	x, ok := ratOf(text)
	if !ok {
		h.bad(place)
		return new(big.Rat)
	}
	return x
}

// deal returns the place of a deal that this share has too.
func (h *hearing) deal(id, place string) int {
	i, ok := h.c.book.byID[id]
	if !ok {
		h.f.add(CodeFiguresDeal, place, say("another share has computed with transaction %q, which this one was not given", "另一分片计算了交易 %q，而本分片未收到该交易", clip(id)),
			say("give each share all transactions that Enrolment.Shares sends to it", "请将 Enrolment.Shares 指定的所有交易交给相应分片"))
		return -1
	}
	return i
}

// pass reads a commission that goes up.
func (h *hearing) pass(t *toldPass, place string) passed {
	p := passed{deal: -1, source: -1, participant: t.Participant, date: t.Date, upOn: t.UpOn, line: t.Line, rest: t.Rest}
	if t.Deal != "" {
		p.deal = h.deal(t.Deal, place)
		p.source = p.deal
	}
	if t.Source != "" {
		p.source = h.deal(t.Source, place)
	}
	if !p.upOn.IsSet() {
		p.upOn = p.date
	}
	if !h.c.period.Contains(p.date) || p.participant < 0 || p.line < 0 || t.Source != "" && t.Deal == "" {
		h.bad(place)
	}
	p.amount = h.number(t.Amount, place+".amount")
	p.gross = p.amount
	if t.Gross != "" {
		p.gross = h.number(t.Gross, place+".gross")
	}
	return p
}
