package awards

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// checkGifts reports gifts that nobody can have made. A gift that breaks a rule is no fault: it is refused.
func (p *Program) checkGifts(f *checker, in *facts) {
	if !f.Count("gifts", len(in.Gifts), 0, MaxGifts) {
		return
	}
	if p.c.Points == nil {
		f.Count("gifts", len(in.Gifts), 0, 0)
		return
	}
	if in.Period.From.DayOfMonth() != 1 || in.Period.Until.DayOfMonth() != 1 {
		f.Add("period", "period", wording.Say("%s is not whole calendar months, for which allowances are", "%s 不是整月，而额度按月计算", wording.Days(in.Period)), wording.Say("decide whole calendar months", "请按整月评定"))
	}
	seen := map[string]bool{}
	for i, g := range in.Gifts {
		at := wording.At("gifts", i)
		f.ID(at+".id", g.ID, seen)
		f.known(at+".from", g.From, in)
		f.known(at+".to", g.To, in)
		f.why(at+".reason", g.Reason)
		f.atLeast(at+".points", g.Points, 1, MaxPoints)
		if !in.Period.Contains(g.On) {
			f.Add("day", at+".on", wording.Say("%s is not within %s", "%s 不在 %s 之内", dayText(g.On), wording.Days(in.Period)), wording.Say("pass the gifts of the period", "请只传入本期的赠予"))
		}
		if g.Recognition == "" {
			continue
		}
		switch r, ok := p.recognition(g.Recognition); {
		case !ok || r.Points == 0:
			f.Add("recognition", at+".recognition", wording.Say("%s is nothing that colleagues give", "%s 不是可由同事给予的表彰", wording.Quote(g.Recognition)), wording.Say("name a recognition with points", "请填写带点数的表彰"))
		case r.Points != g.Points:
			f.Add("points", at+".points", wording.Say("%s takes %d points and not %d", "%s 需 %d 点，而非 %d 点", wording.Quote(r.ID), r.Points, g.Points), wording.Say("state %d", "请填写 %d", r.Points))
		}
	}
}

func dayText(d kam.Day) string {
	if !d.IsSet() {
		return "-"
	}
	return d.String()
}

// between is a month in which one gives another.
type between struct {
	from, to string
	month    kam.Day
}

// gifts follows the gifts in the order of day and ID, refuses those that break a rule, and counts what is left.
func (d *decision) gifts() {
	points := d.p.c.Points
	if points == nil {
		return
	}
	gifts := slices.SortedFunc(slices.Values(d.in.Gifts), func(a, b Gift) int { return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.ID, b.ID)) })
	allowances := map[between]*Allowance{}
	given, received := map[between]int{}, map[between]int{}
	for _, g := range gifts {
		out := GiftResult{Gift: g.ID, From: g.From, To: g.To, On: g.On, Points: g.Points, Outcome: NotEligible}
		month := g.On.AddDays(1 - g.On.DayOfMonth())
		a := allowances[between{from: g.From, month: month}]
		if a == nil {
			n := d.p.Allowance(g.On)
			a = &Allowance{Giver: g.From, Month: kam.Period{From: month, Until: month.AddMonths(1)}, Points: n, Left: n}
			allowances[between{from: g.From, month: month}] = a
		}
		pair := between{g.From, g.To, month}
		switch {
		case g.From == g.To:
			out.Reason = wording.Say("nobody gives points to themselves", "不得给自己点数")
		case !d.in.people[g.From].there(g.On):
			out.Reason = wording.Say("%s was not with the company on %s", "%s 于 %s 不在职", wording.Clip(g.From), g.On)
		case !d.in.people[g.To].there(g.On):
			out.Reason = wording.Say("%s was not with the company on %s", "%s 于 %s 不在职", wording.Clip(g.To), g.On)
		case g.Points > a.Left:
			out.Reason = wording.Say("%d of %d points are left in the month", "本月额度 %[2]d 点，剩余 %[1]d 点", a.Left, a.Points)
		case points.PerReceiver > 0 && given[pair]+g.Points > points.PerReceiver:
			out.Reason = wording.Say("one colleague gets at most %d points of one giver in a month, and had %d", "同一人每月最多给同一同事 %d 点，已给 %d 点", points.PerReceiver, given[pair])
		default:
			a.Given, a.Left = a.Given+g.Points, a.Left-g.Points
			given[pair] += g.Points
			received[between{to: g.To, month: month}] += g.Points
			out.Outcome, out.Reason = Granted, wording.Say("given: %d, left in the month: %d", "已赠 %d 点，本月剩余 %d 点", g.Points, a.Left)
			out.Award = d.commend(g)
		}
		d.out.Gifts = append(d.out.Gifts, out)
	}
	for _, a := range allowances {
		d.out.Allowances = append(d.out.Allowances, *a)
	}
	slices.SortFunc(d.out.Allowances, func(a, b Allowance) int { return cmp.Or(cmp.Compare(a.Giver, b.Giver), a.Month.Compare(b.Month)) })
	counted := map[string]int{}
	for key, n := range received {
		if points.Counted > 0 {
			n = min(n, points.Counted)
		}
		counted[key.to] += n
	}
	for _, person := range d.in.order {
		key := valueKey{person.ID, Series{Metric: points.Metric, Unit: "points"}}
		d.in.values[key] = figure{value: nullable(decimal.NewFromInt(int64(counted[person.ID])))}
	}
}

// commend gives the recognition that comes with a gift, and returns the ID of the award.
func (d *decision) commend(g Gift) string {
	r, ok := d.p.recognition(g.Recognition)
	if g.Recognition == "" || !ok {
		return ""
	}
	id := AwardID(d.p.c.ID, OfRecognition, r.ID, g.ID, g.To, d.in.Period)
	if _, given := d.in.prior[id]; given {
		return id
	}
	prize := Prize{Taxable: Taxable{Rule: TaxNone}}
	if r.Prize != nil {
		prize = *r.Prize
	}
	return d.give(Award{
		Kind: OfRecognition, Item: r.ID, Occasion: g.ID, Payee: g.To, Period: d.in.Period, Value: prize.Amount.Decimal,
		Cash: r.Prize != nil, By: g.From, Reason: g.Reason,
	}, prize.Taxable)
}
