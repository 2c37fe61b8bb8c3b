package handover

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// Participants returns who takes part in a deal: owners whose shares total
// exactly 1, then other roles, each by payee, and what there is to say about it.
//
// Nothing is ever dropped. What nobody owns goes to the house of the policy,
// with a finding: the warning "handover.unowned" for an account or a stage
// without an owner, the error "handover.unknown" for an account or an
// opportunity that is not in the book or does not belong to the other, and the
// error "handover.day" for a deal without a credit date. Shares too fine for a
// transaction cannot come about.
//
// The team of a deal is the one it is kept with, else the account's of the
// credit date; see [Ownership.TeamOn]. With the basis "stages" and an
// opportunity, owners are those of the stages instead, as the policy reads
// them, and the team gives the other roles alone.
func (o *Ownership) Participants(d Deal) ([]incentive.Participant, kam.Findings) {
	f := wording.Faults{Prefix: prefix}
	at := "deal " + wording.Clip(d.ID)
	p := parts{house: o.policy.House}
	account, opportunity := o.accounts[d.Account], o.opportunities[d.Opportunity]
	switch {
	case !d.On.IsSet() || d.On == lastDay:
		f.Add("day", at, say("the deal has no credit date", "交易没有计入日期"), say("state the date on which it counts", "请填写计入日期"))
	case account == nil:
		f.Add("unknown", at, say("there is no account %s", "不存在客户 %s", wording.Quote(d.Account)), say("add the account to the book, or correct the deal", "请在名册中添加该客户，或更正交易"))
	case d.Opportunity != "" && opportunity == nil:
		f.Add("unknown", at, say("there is no opportunity %s", "不存在商机 %s", wording.Quote(d.Opportunity)), say("add the opportunity to the book, or correct the deal", "请在名册中添加该商机，或更正交易"))
	case opportunity != nil && opportunity.Account != d.Account:
		f.Add("unknown", at, say("the opportunity %s belongs to %s, not to %s", "商机 %s 属于 %s，而非 %s", wording.Quote(d.Opportunity), wording.Quote(opportunity.Account), wording.Quote(d.Account)),
			say("state the account of the opportunity", "请填写该商机所属客户"))
	default:
		o.fill(&p, d, opportunity, at, &f)
		return p.list(), f.Findings()
	}
	p.owner("", whole())
	return p.list(), f.Findings()
}

// fill finds the participants of a deal that is known.
func (o *Ownership) fill(p *parts, d Deal, opportunity *Opportunity, at string, f *wording.Faults) {
	team, kept := o.keptTeam(d)
	if !kept {
		team = o.TeamOn(d.Account, d.On)
	}
	for _, s := range team {
		if s.Role != RoleOwner {
			p.add(s.Payee, s.Role, s.Share.Rat())
		}
	}
	if opportunity != nil && o.policy.By == ByStages {
		o.stages(p, d.On, opportunity, at, f)
		return
	}
	owned := false
	for _, s := range team {
		if s.Role == RoleOwner {
			owned = true
			p.owner(s.Payee, s.Share.Rat())
		}
	}
	if !owned {
		p.owner("", whole())
		f.Warn("unowned", at, say("nobody owns the account %s on %s; the deal is the house's", "客户 %s 在 %s 无人负责，交易计入公司账户", wording.Quote(d.Account), d.On),
			say("state an owner of the account or of its territory", "请指定客户或所在区域的负责人"))
	}
}

// keptTeam returns the team that a deal is kept for.
func (o *Ownership) keptTeam(d Deal) ([]Seat, bool) {
	for _, id := range []string{d.ID, d.Opportunity} {
		if k := o.kept[id]; k != nil && id != "" && k.Period.Contains(d.On) {
			out := make([]Seat, len(k.Team))
			for i, s := range k.Team {
				out[i] = Seat{Payee: s.Payee, Role: s.Role, Share: s.Share}
			}
			return out, true
		}
	}
	return nil, false
}

// stages shares a deal out by the stages of its opportunity.
func (o *Ownership) stages(p *parts, on kam.Day, opportunity *Opportunity, at string, f *wording.Faults) {
	for _, stage := range o.policy.Stages {
		var rows []StageOwner
		for _, r := range opportunity.Stages {
			if r.Stage == stage.Stage && !r.Period.From.After(on) {
				rows = append(rows, r)
			}
		}
		share := stage.Share.Rat()
		switch {
		case len(rows) == 0:
			p.owner("", share)
			f.Warn("unowned", at, say("nobody owned the stage %s by %s; its share is the house's", "截至 %[2]s 阶段 %[1]s 无人负责，其份额计入公司账户", wording.Quote(stage.Stage), on),
				say("state who owned the stage", "请填写该阶段的负责人"))
		case o.policy.Handed == FirstOwner:
			p.owner(rows[0].Payee, share)
		case o.policy.Handed == LastOwner || len(rows) == 1:
			p.owner(rows[len(rows)-1].Payee, share)
		default:
			p.byDays(rows, on, share)
		}
	}
}

// parts collects participants.
type parts struct {
	house string
	sums  map[seatKey]*big.Rat
}

type seatKey struct{ role, payee string }

// owner adds to an owner's share; nobody is the house.
func (p *parts) owner(payee string, share *big.Rat) {
	p.add(cmp.Or(payee, p.house), RoleOwner, share)
}

func (p *parts) add(payee, role string, share *big.Rat) {
	if p.sums == nil {
		p.sums = map[seatKey]*big.Rat{}
	}
	key := seatKey{role, payee}
	if p.sums[key] == nil {
		p.sums[key] = new(big.Rat)
	}
	p.sums[key].Add(p.sums[key], share)
}

// byDays shares a stage by the days that each owned it up to and including a day.
func (p *parts) byDays(rows []StageOwner, on kam.Day, share *big.Rat) {
	days := map[string]*big.Rat{}
	for _, r := range rows {
		if owned, ok := until(r.Period, on.AddDays(1)); ok {
			if days[r.Payee] == nil {
				days[r.Payee] = new(big.Rat)
			}
			days[r.Payee].Add(days[r.Payee], big.NewRat(int64(owned.Days()), 1))
		}
	}
	payees := slices.Sorted(maps.Keys(days))
	sum := new(big.Rat)
	for _, d := range days {
		sum.Add(sum, d)
	}
	for _, payee := range payees {
		part := new(big.Rat).Quo(days[payee], sum)
		p.add(payee, RoleOwner, part.Mul(part, share))
	}
}

// list returns the participants in order. Owners whose shares are too fine for a transaction are placed at six decimals
// by largest remainder, so that they still total 1.
func (p *parts) list() []incentive.Participant {
	keys := slices.SortedFunc(maps.Keys(p.sums), func(a, b seatKey) int {
		return cmp.Or(ownersFirst(a.role, b.role), strings.Compare(a.payee, b.payee))
	})
	fine := true
	var owners []*big.Rat
	for _, k := range keys {
		if k.role == RoleOwner {
			owners = append(owners, p.sums[k])
			fine = fine && isFine(p.sums[k])
		}
	}
	var placed []decimal.Decimal
	if !fine {
		placed = num.Distribute(decimal.New(1, 0), owners, sharePlaces)
	}
	out := make([]incentive.Participant, 0, len(keys))
	for i, k := range keys {
		share := p.sums[k]
		if k.role == RoleOwner && !fine {
			share = num.Rat(placed[i])
		}
		if f, ok := fractionOf(share); ok && !f.IsZero() {
			out = append(out, incentive.Participant{Payee: k.payee, Role: k.role, Share: f})
		}
	}
	return out
}
