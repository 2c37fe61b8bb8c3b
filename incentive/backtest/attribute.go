package backtest

import (
	"context"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// account is a payee in a currency.
type account struct {
	payee    string
	currency kam.Currency
}

// made is a change that was made: what it is and what it did.
type made struct {
	edits  []edit
	told   Change
	effect map[account]decimal.Decimal
	// alone is nil when it cannot be made alone.
	alone map[account]decimal.Decimal
	// last says that it is what remains, the roster included.
	last bool
}

// sums returns what everybody who is compared earns.
func (c *comparing) sums(p *played) map[account]decimal.Decimal {
	out := map[account]decimal.Decimal{}
	for at, amount := range p.earned {
		if !c.held[at.payee] {
			k := account{at.payee, at.currency}
			out[k] = out[k].Add(amount)
		}
	}
	return out
}

// less returns a − b.
func less(a, b map[account]decimal.Decimal) map[account]decimal.Decimal {
	out := map[account]decimal.Decimal{}
	for k, amount := range a {
		out[k] = amount
	}
	for k, amount := range b {
		out[k] = out[k].Sub(amount)
	}
	return out
}

// attribute makes the changes one after the other, then each alone.
func (c *comparing) attribute(ctx context.Context) error {
	w := walk{comparing: c}
	for _, e := range c.edits {
		if c.blenders[e.pair] != nil {
			continue
		}
		p := c.pairs[e.pair]
		b, err := newBlender(c.plans[p.before], c.after[p.after])
		if err != nil {
			return err
		}
		c.blenders[e.pair] = b
	}
	start := c.sums(c.before)
	w.now = start
	for _, e := range c.edits {
		if err := w.take(ctx, e); err != nil {
			return err
		}
	}
	w.rest(c.sums(c.final))
	c.changes = w.made
	return w.aside(ctx, start)
}

// walk goes from the side before to the side after.
type walk struct {
	*comparing
	// taken are the edits that were made, waiting those that could not be made yet.
	taken, waiting []edit
	now            map[account]decimal.Decimal
	made           []made
}

// take makes an edit: alone, or together with one that waits, or with all that wait; else it waits.
func (w *walk) take(ctx context.Context, e edit) error {
	tries := [][]edit{{e}}
	for _, x := range w.waiting {
		tries = append(tries, []edit{x, e})
	}
	if len(w.waiting) > 1 {
		tries = append(tries, append(slices.Clone(w.waiting), e))
	}
	for _, edits := range tries {
		sums, err := w.try(ctx, slices.Concat(w.taken, edits), w.opt.workers())
		if err != nil {
			return err
		}
		if sums == nil {
			continue
		}
		w.made = append(w.made, made{edits: edits, told: change(len(w.made)+1, edits, w.plans), effect: less(sums, w.now)})
		w.taken, w.now = append(w.taken, edits...), sums
		w.waiting = slices.DeleteFunc(w.waiting, func(x edit) bool {
			return slices.ContainsFunc(edits, func(y edit) bool { return x.pair == y.pair && x.spots[0] == y.spots[0] })
		})
		w.step(len(edits))
		return nil
	}
	w.waiting = append(w.waiting, e)
	return nil
}

// try returns what the side before earns with some edits; nil where no such plans can be compiled, a run stops, or
// somebody is held whom neither side holds.
func (c *comparing) try(ctx context.Context, edits []edit, workers int) (map[account]decimal.Decimal, error) {
	plans := slices.Clone(c.plans)
	byPair := map[int]map[spot]bool{}
	for _, e := range edits {
		if byPair[e.pair] == nil {
			byPair[e.pair] = map[spot]bool{}
		}
		for _, s := range e.spots {
			byPair[e.pair][s] = true
		}
	}
	for i, taken := range byPair {
		var err error
		if plans[i], err = c.blenders[i].blend(taken); err != nil {
			return nil, nil // such a plan cannot be written down: the edits are made with others
		}
	}
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: c.q.Calendar})
	if err != nil {
		return nil, nil // no plan is like this: the edits are made with others
	}
	p := player{program: program, plans: expanded(plans), history: c.q.History, roster: c.roster, strict: true, allowed: c.held}
	out, err := p.play(ctx, workers)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, nil // the run stops with these plans: the edits are made with others
	}
	for id := range out.held {
		if !c.held[id] {
			return nil, nil
		}
	}
	return c.sums(out), nil
}

// rest makes what remains: edits that wait, the roster, and plans that one side alone has.
func (w *walk) rest(final map[account]decimal.Decimal) {
	effect := less(final, w.now)
	moves := w.q.After.Roster != nil && rosterText(*w.q.After.Roster) != rosterText(moved(w.roster, w.plans, w.after, w.pairs))
	var texts []kam.Text
	for _, p := range w.pairs {
		if p.after < 0 {
			texts = append(texts, say("plan %s version %d is gone", "方案 %s 第 %d 版取消", wording.Clip(w.plans[p.before].ID), w.plans[p.before].Version))
		}
	}
	for j, p := range w.after {
		if !slices.ContainsFunc(w.pairs, func(x pair) bool { return x.after == j }) {
			texts = append(texts, say("plan %s version %d is new", "新增方案 %s 第 %d 版", wording.Clip(p.ID), p.Version))
		}
	}
	if moves {
		texts = append(texts, say("the roster changes: assignments, quotas or targets", "人员安排变更：方案分配、目标或目标奖金"))
	}
	changed := false
	for _, amount := range effect {
		changed = changed || !amount.IsZero()
	}
	if len(w.waiting) == 0 && len(texts) == 0 && !changed {
		return
	}
	m := made{effect: effect, edits: w.waiting, last: true, told: Change{Number: len(w.made) + 1, Rule: RuleRoster}}
	if len(w.waiting) > 0 {
		m.told = change(len(w.made)+1, w.waiting, w.plans)
		texts = append([]kam.Text{m.told.What}, texts...)
		if len(texts) > 1 {
			m.told.Rule, m.told.Plan, m.told.Name = RuleTogether, "", ""
		}
	}
	if len(texts) == 0 {
		texts = append(texts, say("payees move to the other versions, whose history is not shared", "人员转入另一版本，其历史不连续"))
	}
	m.told.What = wording.Clauses(texts)
	w.made = append(w.made, m)
}

// aside makes each change alone.
func (w *walk) aside(ctx context.Context, start map[account]decimal.Decimal) error {
	if len(w.made) == 1 {
		w.made[0].alone = w.made[0].effect
		w.step(w.total - w.done)
		return nil
	}
	var mu sync.Mutex
	var first error
	next := 0
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		if first != nil || next == len(w.made) {
			return -1
		}
		next++
		return next - 1
	}
	var all sync.WaitGroup
	for range min(w.opt.workers(), len(w.made)) {
		all.Go(func() {
			for i := take(); i >= 0; i = take() {
				alone, err := w.aloneOf(ctx, i, start)
				mu.Lock()
				w.made[i].alone = alone
				if first == nil {
					first = err
				}
				if err == nil {
					w.step(len(w.made[i].edits))
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if first == nil {
		w.step(w.total - w.done)
	}
	return first
}

// aloneOf returns what one change adds to the side before; nil where it cannot be made alone.
func (w *walk) aloneOf(ctx context.Context, i int, start map[account]decimal.Decimal) (map[account]decimal.Decimal, error) {
	m := w.made[i]
	switch {
	case i == 0:
		return m.effect, nil
	case m.last:
		return nil, nil
	}
	sums, err := w.try(ctx, m.edits, 1)
	if err != nil || sums == nil {
		return nil, err
	}
	return less(sums, start), nil
}
