package awards

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// contender is a candidate while the budget is shared out.
type contender struct {
	*Candidate
	person *Person
	rank   *big.Rat // nil: not known
}

// benefit decides about one benefit.
func (d *decision) benefit(b Benefit) {
	item := Item{Kind: OfBenefit, ID: b.ID, Name: b.Name, Cost: b.Cost.Decimal}
	item.Budget = d.budget(b.Budget, itemKey{kind: OfBenefit, item: b.ID})
	item.Candidates = make([]Candidate, len(d.in.order))
	grants := map[string]Grant{}
	for _, g := range d.in.Grants {
		if g.Benefit == b.ID {
			grants[g.Payee] = g
		}
	}
	var byHand, eligible, waiting []*contender
	for i, person := range d.in.order {
		c := d.candidate(&item.Candidates[i], person, b.Criteria)
		if id, given := d.given(b, person.ID); given {
			c.Outcome, c.Award = Already, id
			c.Reason = wording.Say("given before as %s", "此前已授予，编号 %s", id)
			if a, _ := d.prior(id); a.Revoked != nil {
				c.Reason = wording.Say("given before as %s, and revoked on %s", "此前已授予，编号 %s，并于 %s 撤销", id, a.Revoked.On)
			}
			continue
		}
		_, hand := grants[person.ID]
		switch {
		case c.Outcome == Gone:
		case hand:
			byHand = append(byHand, c)
		case c.State == Met:
			eligible = append(eligible, c)
		case c.State == Unknown:
			c.Outcome, c.Reason = Undecided, reasonOf(c.Checks, Unknown)
			waiting = append(waiting, c)
		default:
			c.Outcome, c.Reason = NotEligible, reasonOf(c.Checks, NotMet)
		}
	}
	for _, c := range byHand {
		g := grants[c.Payee]
		if item.Budget.room(b.Cost.Decimal, 1) == 0 {
			c.Outcome, c.Reason = NoBudget, wording.Say("given by %s, but nothing is left of the budget", "由 %s 特批，但预算已用尽", wording.Clip(g.By))
			continue
		}
		d.grant(&item, b, c, g.By, g.Reason)
		c.Reason = wording.Say("given by %s: %s", "由 %s 特批：%s", wording.Clip(g.By), wording.Clip(g.Reason))
	}
	d.share(&item, b, eligible, waiting)
	d.out.Items = append(d.out.Items, item)
}

// candidate applies criteria to a person.
func (d *decision) candidate(out *Candidate, person *Person, criteria []Criterion) *contender {
	out.Payee = person.ID
	for _, c := range criteria {
		out.Checks = append(out.Checks, c.apply(d.in, person))
	}
	out.State = allOf(out.Checks)
	if !person.there(d.in.last) {
		out.Outcome, out.Reason = Gone, wording.Say("not with the company on %s", "%s 不在职", d.in.last)
	}
	return &contender{Candidate: out, person: person}
}

// given returns the award by which a person has a benefit already.
func (d *decision) given(b Benefit, payee string) (string, bool) {
	id := AwardID(d.p.c.ID, OfBenefit, b.ID, "", payee, d.in.Period)
	if _, ok := d.in.prior[id]; ok || b.Again == EveryPeriod {
		return id, ok
	}
	for _, id := range d.in.byPayee[itemKey{OfBenefit, b.ID, payee}] {
		if a, _ := d.prior(id); a.Revoked == nil && (b.Again == Once || d.in.year.Contains(a.Period.From)) {
			return id, true
		}
	}
	return "", false
}

func (d *decision) grant(item *Item, b Benefit, c *contender, by, reason string) {
	c.Outcome = Granted
	c.Award = d.give(Award{Kind: OfBenefit, Item: b.ID, Payee: c.Payee, Period: d.in.Period, Value: b.Cost.Decimal, By: by, Reason: reason}, b.Taxable)
	item.Budget.take(b.Cost.Decimal, 1)
}

// share gives the benefit to those who are eligible, as far as the budget lasts.
func (d *decision) share(item *Item, b Benefit, eligible, waiting []*contender) {
	most := len(eligible) + len(waiting)
	room := item.Budget.room(b.Cost.Decimal, most)
	reserve := b.Order != nil && b.Order.Unknown == Reserve
	if reserve {
		kept := min(room, len(waiting))
		item.Budget.Reserved = kept
		room -= kept
	}
	if len(eligible) <= room {
		for _, c := range eligible {
			d.grant(item, b, c, "", "")
			c.Reason = wording.Say("eligible, and the budget lasts for all", "符合条件，预算充足")
		}
		return
	}
	ranked := make([]*contender, 0, len(eligible))
	for _, c := range eligible {
		if d.rank(b.Order, c) {
			ranked = append(ranked, c)
			continue
		}
		c.Outcome, c.Reason = Undecided, wording.Say("eligible, but the figure that the order is by is not known", "符合条件，但排序指标未知")
		if reserve && room > 0 {
			item.Budget.Reserved++
			room--
		}
	}
	slices.SortFunc(ranked, func(x, y *contender) int { return b.Order.compare(x, y, true) })
	room = min(room, len(ranked))
	level := func(x, y *contender) bool { return b.Order.compare(x, y, false) == 0 }
	cut := room // those before it get the benefit
	if b.Order.Ties == NobodyOfThem && room > 0 && room < len(ranked) && level(ranked[room-1], ranked[room]) {
		for cut > 0 && level(ranked[cut-1], ranked[room]) {
			cut--
		}
	}
	kept := item.Budget.Reserved
	for i, c := range ranked {
		place := wording.Say("place %d of %d in the order, %d can be given", "排序第 %d 位（共 %d 位），可授予 %d 份", i+1, len(ranked), room)
		switch {
		case i < cut:
			d.grant(item, b, c, "", "")
			c.Reason = place
		case cut < room && level(c, ranked[cut]):
			c.Outcome, c.Reason = Tied, wording.Say("level with others where the budget ends: %s", "在预算截止处与他人并列：%s", place)
		case i < room+kept:
			c.Outcome = Undecided
			c.Reason = wording.Say("%s; %d more are kept for those not decided yet", "%s；另有 %d 份为尚未确定者保留", place, kept)
		default:
			c.Outcome, c.Reason = NoBudget, place
		}
	}
}

// rank fills in the figure that the order is by, and tells whether it is known.
func (d *decision) rank(o *Order, c *contender) bool {
	switch o.By {
	case ByMetric:
		fig := d.in.figure(c.Payee, *o.Series)
		r, ok := fig.rat()
		if !ok {
			return false
		}
		c.rank, c.Rank, c.RankDivisor = r, fig.value, fig.denominator
	case ByTenure:
		if !c.person.Joined.IsSet() {
			return false
		}
		days := int64(d.in.Period.Until.Sub(c.person.Joined))
		c.rank, c.Rank = big.NewRat(days, 1), nullable(decimal.NewFromInt(days))
	case ByPayee:
		c.rank = new(big.Rat)
	}
	return true
}

// compare orders contenders; with ties it is never 0 for two of them.
func (o *Order) compare(x, y *contender, ties bool) int {
	if o.By == ByPayee {
		return cmp.Compare(x.Payee, y.Payee)
	}
	order := x.rank.Cmp(y.rank)
	if o.First == Highest {
		order = -order
	}
	if order != 0 || !ties {
		return order
	}
	if o.Ties == LongestTenure {
		if order := compareJoined(x.person.Joined, y.person.Joined); order != 0 {
			return order
		}
	}
	return cmp.Compare(x.Payee, y.Payee)
}

// compareJoined puts the earlier day first and an unknown one last.
func compareJoined(a, b kam.Day) int {
	if a.IsSet() != b.IsSet() {
		if a.IsSet() {
			return -1
		}
		return 1
	}
	return a.Compare(b)
}

// recognition decides about a recognition by criteria.
func (d *decision) recognition(r Recognition) {
	item := Item{Kind: OfRecognition, ID: r.ID, Name: r.Name}
	prize := Prize{Taxable: Taxable{Rule: TaxNone}}
	if r.Prize != nil {
		prize = *r.Prize
	}
	item.Cost = prize.Amount.Decimal
	item.Candidates = make([]Candidate, len(d.in.order))
	for i, person := range d.in.order {
		c := d.candidate(&item.Candidates[i], person, r.Criteria)
		a := Award{Kind: OfRecognition, Item: r.ID, Payee: person.ID, Period: d.in.Period, Value: prize.Amount.Decimal, Cash: r.Prize != nil}
		id := AwardID(d.p.c.ID, a.Kind, a.Item, "", a.Payee, a.Period)
		switch _, given := d.in.prior[id]; {
		case given:
			c.Outcome, c.Award, c.Reason = Already, id, wording.Say("given before as %s", "此前已授予，编号 %s", id)
		case c.Outcome == Gone:
		case c.State == Met:
			c.Outcome, c.Award, c.Reason = Granted, d.give(a, prize.Taxable), wording.Say("all criteria are met", "全部标准均已达到")
			item.Budget.take(prize.Amount.Decimal, 1)
		case c.State == Unknown:
			c.Outcome, c.Reason = Undecided, reasonOf(c.Checks, Unknown)
		default:
			c.Outcome, c.Reason = NotEligible, reasonOf(c.Checks, NotMet)
		}
	}
	d.out.Items = append(d.out.Items, item)
}
