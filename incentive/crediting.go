package incentive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
)

// calculation is one run while it is being computed.
type calculation struct {
	program *Program
	in      *Inputs
	period  kam.Period
	starts  map[Window]kam.Day
	book    *book
	people  *people
	scores  map[scoreKey]*big.Rat
	rates   rateBook
	posted  map[postedKey][]ledger.Posted
	// positions and prior index the opening.
	positions map[positionKey][]decimal.Decimal
	prior     map[priorKey]map[string]decimal.Decimal
	house     []HouseCredit
	direct    []DirectCredit
	// sharing is how the shares of a run meet. Nil: everybody is computed here.
	sharing *sharing
	// known are the units that others may look at at this point: all, or those of this share and those of which another
	// share has told. In order.
	known []*unit
	// own are the numbers of the units that are computed here.
	own []int
	// unitsOf are the known units of each plan in order of payee id and start, noted what components on several payees warn of.
	unitsOf map[*plan][]*unit
	noted   faults
	// start is what a calculation that has to start again returns to, round how often it has.
	start *before
	round int
	// backdated are the refunds that were warned of as dated before their originals.
	backdated map[backdatedKey]bool
}

// backdatedKey is a deal and the date that plans credit by.
type backdatedKey struct {
	deal int
	by   DateName
}

type scoreKey struct{ payee, metric string }

type positionKey struct{ payee, plan, measure string }

type priorKey struct{ payee, plan, transaction string }

// begin checks everything that a run reads, before anything is computed: all but its transactions, or with them.
func (p *Program) begin(ctx context.Context, in *Inputs, transactions rows, all bool) (*calculation, error) {
	c := &calculation{program: p, in: in, period: in.Period, starts: map[Window]kam.Day{}}
	var f faults
	if in.Period.Check() != nil || in.Period.IsOpen() {
		f.add(CodePeriodKind, "period", say("the run has no closed period", "运行没有封闭的期间"), say("run a period of the calendar", "请按日历期间运行"))
		return nil, f.list.Err()
	}
	for _, w := range []Window{PerTransaction, PerPeriod, QuarterToDate, HalfToDate, YearToDate} {
		start, err := p.start(w, in.Period)
		if err != nil {
			f.add(CodePeriodKind, "period", say("the calendar has no stretch for the window %q around %s: %q", "日历在 %[2]s 处没有窗口 %[1]q 所需的区间：%[3]q", w, in.Period.String(), err.Error()), say("run a period of the calendar", "请按日历期间运行"))
			return nil, f.list.Err()
		}
		c.starts[w] = start
	}
	in.Opening.Ledger.Posted = slices.Clone(in.Opening.Ledger.Posted) // the run keeps it
	c.people = p.enrol(in.Roster, in.Period)
	c.warnAnew()
	f.list.Merge(c.people.found.list)
	c.observe(&f)
	if c.rates = in.sorted; c.rates == nil {
		c.rates = indexRates(in.Rates, &f)
	}
	for i, p := range in.Opening.Ledger.Posted {
		if num.Check(p.Amount) != nil {
			f.add(CodeOpening, fmt.Sprintf("opening.ledger[%d]", i), say("a posting of %q is out of bounds", "%q 的一笔入账金额超出范围", clip(p.Payee)), say("give the ledger's own snapshot", "请使用账本自身的快照"))
		}
		if earned(p) { // one amount of a component has one currency
			for _, u := range c.people.byPayee[p.Payee] {
				if u.Plan == p.Plan && c.unknownCut(u, p) && !u.hasHeldAt(CodeOpening, "opening.ledger version "+itoa(p.Version)) {
					u.hold(CodeOpening, "opening.ledger version "+itoa(p.Version), say("a cap per period of version %[2]d of plan %[1]q has cut pay of %[3]q, and the book does not have that version: nothing says whether it is carried on or forfeited", "方案 %[1]q 第 %[2]d 版的按期封顶曾削减 %[3]q 的提成，而方案册中没有该版本，无法得知超出部分是结转还是作废", p.Plan, p.Version, clip(p.Payee)),
						say("compile the book with version %d of the plan in it too", "编译时请将该方案的第 %d 版一并放入方案册", p.Version))
				}
				if u.Plan == p.Plan && p.Currency != u.plan.Currency && c.sums(u, p) {
					u.hold(CodeOpening, "opening.ledger", say("%q was posted in %s under plan %q, which is in %s", "%q 在方案 %[3]q 下以 %[2]s 入账，而方案货币为 %[4]s", clip(p.Payee), p.Currency, p.Plan, u.plan.Currency),
						say("give a plan of another currency another id", "货币不同的方案请使用不同编号"))
				}
			}
		}
	}
	var err error
	prior := in.Opening.Prior
	if !all {
		prior = nil // it is checked with the transactions
	}
	if c.book, err = ingest(ctx, transactions, prior); err != nil {
		return nil, err
	}
	f.list.Merge(c.book.found.list)
	c.book.found.list = nil
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	c.book.found.list = f.list // infos and warnings alone are left
	c.indexOpening()
	return c, nil
}

// observe indexes the observations of the run's period; the highest revision counts.
func (c *calculation) observe(f *faults) {
	c.scores = map[scoreKey]*big.Rat{}
	best, at := map[scoreKey]kam.Observation{}, map[scoreKey]int{}
	differ := map[scoreKey]bool{}
	for i, o := range c.in.Observations {
		if o.Subject.Kind != "payee" || o.Scope != "" || o.Period != c.period {
			continue
		}
		if err := o.Check(); err != nil {
			why := say("the observation cannot be used: %q", "观测值无法使用：%q", err.Error())
			if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
				why = kam.Text{EN: invalid.In(kam.English), ZH: invalid.In(kam.Chinese)}
			}
			f.add(CodeObservation, "observations["+itoa(i)+"]", why, say("correct the observation", "请更正观测值"))
			continue
		}
		k := scoreKey{o.Subject.ID, o.Metric}
		old, known := best[k]
		switch {
		case !known || o.Revision > old.Revision:
			best[k], at[k], differ[k] = o, i, false
		case o.Revision == old.Revision && !sameObservation(old, o):
			differ[k] = true
		}
	}
	for i, o := range c.in.Observations {
		if k := (scoreKey{o.Subject.ID, o.Metric}); differ[k] && at[k] == i {
			f.add(CodeObservation, "observations", say("%q of %q is stated twice with different values", "%[2]q 的 %[1]q 两次取值不同", clip(o.Metric), clip(o.Subject.ID)), say("state it once, or raise the revision", "请只写一次，或提高修订号"))
		}
	}
	for k, o := range best {
		if x := observed(o); x != nil {
			c.scores[k] = x
		}
	}
}

// observed returns the exact value of an observation, nil when it is unknown.
func observed(o kam.Observation) *big.Rat {
	x, ok := o.Exact()
	if !ok {
		return nil
	}
	return x
}

func sameObservation(a, b kam.Observation) bool {
	x, y := observed(a), observed(b)
	if x == nil || y == nil {
		return x == y
	}
	return x.Cmp(y) == 0
}

// distribute gives every deal's credits to the units they belong to.
func (c *calculation) distribute(ctx context.Context) error {
	for i := range c.book.deals {
		if i%ctxEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		d := &c.book.deals[i]
		if d.prior {
			continue
		}
		if len(d.owners) == 0 { // takes back what is not known, for nobody
			c.house = append(c.house, HouseCredit{Transaction: d.ID, Date: c.houseDate(i), Amount: d.Amount, Currency: d.Currency, Reason: *d.fault})
		}
		c.creditParticipants(i, d)
		c.creditManagers(i, d)
	}
	for _, u := range c.people.units {
		sortCredits(u)
	}
	return nil
}

// sortCredits puts a unit's credits in their order and remembers where the originals of refunds stand.
func sortCredits(u *unit) {
	slices.SortFunc(u.credits, func(a, b *credit) int { return a.rank.compare(b.rank) })
	u.originals = make(map[strandKey]int, len(u.credits))
	for j, cr := range u.credits {
		if cr.deal == cr.source && cr.deal >= 0 {
			u.originals[cr.strand()] = j
		}
	}
}

// strandKey tells apart the credits that one deal gives one unit side by side; a refund's credit shares it with its original's.
type strandKey struct {
	deal, rule, participant int
	from                    string
	part                    int
}

func (cr *credit) strand() strandKey {
	return strandKey{cr.source, cr.rule, cr.rank.participant, cr.from, cr.rank.part}
}

// creditParticipants credits owners and other roles; what nobody is credited for goes to the house.
func (c *calculation) creditParticipants(i int, d *deal) {
	for n, p := range d.owners {
		var why *kam.Finding
		var by *plan
		rule, credited := 0, false
		for _, u := range c.people.byPayee[p.Payee] {
			for r := range u.plan.Credits {
				if !u.plan.Credits[r].credits(p) {
					continue
				}
				got, reason := c.credit(u, i, r, n, p.Share.Rat())
				switch {
				case got.weight != nil:
					u.credits = append(u.credits, &got)
					c.noteBackdated(u, i, got.date)
					if p.Role == roleOwner && !credited && c.period.Contains(got.date) {
						c.recordDirect(u, i, n, got)
					}
					credited = true
				case reason == nil: // held
					if date := c.dateOf(u.plan, i); p.Role == roleOwner && !credited && c.period.Contains(date) {
						c.recordDirect(u, i, n, credit{date: date, rule: r})
					}
					credited = true
				case why == nil || rankReason(reason) > rankReason(why):
					why, by, rule = reason, u.plan, r
				}
			}
		}
		switch {
		case credited:
		case p.Role == roleOwner:
			c.tellFiltered(why, by, i, rule)
			c.toHouse(i, n, why)
		case c.people.payees[p.Payee] == nil && c.period.Contains(c.houseDate(i)):
			c.house = append(c.house, HouseCredit{Transaction: d.ID, Owner: p.Payee, Date: c.houseDate(i), Amount: d.part(n), Currency: d.Currency, Override: true, Reason: c.unknown(d, p.Payee)})
		}
	}
}

// credits reports whether the rule is for a participant of that role.
func (r *CreditRule) credits(p Participant) bool {
	switch r.To {
	case ToOwner:
		return p.Role == roleOwner
	case ToRole:
		return p.Role == r.Role
	default:
		return false
	}
}

// rankReason prefers the reason that says most.
func rankReason(f *kam.Finding) int {
	return slices.Index([]string{string(CodeNotAssigned), string(CodeOutsidePeriod), string(CodeNoCreditDate), string(CodeFiltered), string(CodeExcluded)}, f.Code)
}

// houseDate is the day on which the house counts a deal: by the credit date of the program's first plan.
func (c *calculation) houseDate(i int) kam.Day {
	return c.dateOf(c.program.plans[0], i)
}

// toHouse lists what no payee is credited for in the run's period.
func (c *calculation) toHouse(i, participant int, why *kam.Finding) {
	d := &c.book.deals[i]
	p := d.owners[participant]
	date := c.houseDate(i)
	if why != nil && why.Code == string(CodeNoCreditDate) {
		c.book.found.list.Add(*why) // it is of no period yet
		return
	}
	if !date.IsSet() {
		c.book.found.list.Add(kam.Finding{
			Code: string(CodeNoCreditDate), Severity: kam.Info, Place: "transaction " + clip(d.ID),
			Message: say("the deal has no %q date, and no plan of %q that could name another", "交易没有 %q 日期，%q 也没有其他方案可依", c.program.plans[0].CreditDate, clip(p.Payee)), Remedy: say("it counts once it has one", "有该日期后即计入"),
		})
		return
	}
	if !c.period.Contains(date) {
		return
	}
	at := "transaction " + clip(d.ID)
	switch {
	case c.people.payees[p.Payee] == nil:
		why = &kam.Finding{
			Code: string(CodeUnknownOwner), Severity: kam.Info, Place: at,
			Message: say("%q is no payee of the roster", "%q 不在人员名单中", clip(p.Payee)), Remedy: say("add the payee, or correct the deal's owner", "请添加人员，或更正交易负责人"),
		}
	case why == nil || why.Code == string(CodeOutsidePeriod):
		why = &kam.Finding{
			Code: string(CodeNotAssigned), Severity: kam.Info, Place: at,
			Message: say("no plan credits %q for the deal on %s", "%[2]s 时没有方案为 %[1]q 计入该交易", clip(p.Payee), date.String()), Remedy: say("assign a plan that credits owners", "请分配可计入负责人的方案"),
		}
	}
	c.house = append(c.house, HouseCredit{Transaction: d.ID, Owner: p.Payee, Date: date, Amount: d.part(participant), Currency: d.Currency, Reason: *why})
}

// unknown is why somebody who is no payee is credited with nothing.
func (c *calculation) unknown(d *deal, payee string) kam.Finding {
	return kam.Finding{
		Code: string(CodeUnknownOwner), Severity: kam.Info, Place: "transaction " + clip(d.ID),
		Message: say("%q is no payee of the roster", "%q 不在人员名单中", clip(payee)), Remedy: say("add the payee, or correct the deal", "请添加人员，或更正交易"),
	}
}

// recordDirect lists one owner's part of a deal as it is before factors.
func (c *calculation) recordDirect(u *unit, i, participant int, got credit) {
	d := &c.book.deals[i]
	c.direct = append(c.direct, DirectCredit{
		Transaction: d.ID, Payee: u.payee.ID, Plan: u.Plan, Rule: u.plan.Credits[got.rule].Name,
		Date: got.date, Amount: d.part(participant), Currency: cmp.Or(d.Currency, u.plan.Currency),
	})
}

// creditManagers credits those above each owner, for rules on the deal's own quantities.
func (c *calculation) creditManagers(i int, d *deal) {
	for n, p := range d.owners {
		if p.Role != roleOwner || len(c.people.lines[p.Payee]) == 0 {
			continue
		}
		for _, t := range c.program.onDeals {
			day := c.book.deals[c.sourceOf(i)].Date(t.plan.CreditDate)
			if !day.IsSet() {
				continue
			}
			manager, ok := c.above(p.Payee, day, t.rule.Level, t.rule.Vacancy)
			if !ok {
				continue
			}
			for _, u := range c.people.byPayee[manager.ID] {
				if u.plan != t.plan {
					continue
				}
				to := u
				if manager.Open { // nothing of the deal is credited to the position, and nothing holds it
					probe := *u
					to = &probe
				}
				got, reason := c.credit(to, i, t.index, n, p.Share.Rat())
				switch {
				case got.weight == nil || reason != nil:
				case manager.Open:
					c.house = append(c.house, c.vacant(d, manager.ID, got.date))
				default:
					u.credits = append(u.credits, &got)
				}
			}
		}
	}
}

// vacant is the entry for a roll-up that meets an open position.
func (c *calculation) vacant(d *deal, manager string, date kam.Day) HouseCredit {
	return HouseCredit{Transaction: d.ID, Owner: manager, Date: date, Override: true, Amount: d.Amount, Currency: d.Currency, Reason: kam.Finding{
		Code: string(CodeVacantManager), Severity: kam.Info, Place: "transaction " + clip(d.ID),
		Message: say("the position %q is open", "岗位 %q 空缺", clip(manager)), Remedy: say("fill the position", "请填补岗位"),
	}}
}
