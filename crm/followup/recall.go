package followup

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Recall is an account that goes back into its pool (公海).
type Recall struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	// Owner is the account's owner, OwnerName what people call them where the records say it.
	Owner     string `json:"owner"`
	OwnerName string `json:"ownerName,omitempty"`
	Pool      string `json:"pool,omitempty"`
	Rule      Rule   `json:"rule"`
	// On is the day on which the account goes back, the earliest of its rules.
	On kam.Day `json:"on"`
	// ActBy is the last working day before On.
	ActBy kam.Day `json:"actBy"`
	// Left is how many days are left until On; 0 on it, below 0 when it has passed.
	Left int `json:"left"`
	// From is the day that the rule counts from, and Basis the activity or deal of it; unset where it is the day on which
	// the owner got the account. Both are unset of a recall that the system states.
	From  kam.Day  `json:"from,omitzero"`
	Basis crm.Ref  `json:"basis,omitzero"`
	Why   kam.Text `json:"why"`
}

// Rule says why an account goes back.
type Rule string

// Rules, in the order in which one is named when several fall on one day.
const (
	RuleSystem  Rule = "system"  // the system says the day itself
	RuleContact Rule = "contact" // without contact for so many days
	RuleDeal    Rule = "deal"    // without a deal for so many days
)

// addRecalls adds the earliest recall of an account, when it is near or has passed.
func (o *Overview) addRecalls(c *customer) error {
	i, ok := o.rules.pools[c.account.Pool]
	if c.account.Owner == "" {
		return nil
	}
	if !ok {
		if c.account.RecallOn.IsSet() && len(o.rules.pools) > 0 {
			o.Findings.Add(kam.Finding{
				Code: prefix + ".no-pool", Severity: kam.Warning, Place: c.ref.String(),
				Message: say("the system takes %s back on %s, and the policy has no pool %s to warn of it", "系统将于 %[2]s 收回 %[1]s，而策略中没有公海 %[3]s，不作提醒", c.label(), c.account.RecallOn, wording.Quote(c.account.Pool)),
				Remedy:  say("add the pool to the policy", "请在策略中补充该公海"),
			})
		}
		return nil
	}
	pool := o.rules.policy.Pools[i]
	var first Recall
	consider := func(rule Rule, on, from kam.Day, basis crm.Ref, why kam.Text) {
		if on.IsSet() && (!first.On.IsSet() || on.Before(first.On)) {
			first = Recall{Account: c.ref, Name: c.account.Name, Owner: c.account.Owner, OwnerName: o.book.ownerName(c), Pool: c.account.Pool, Rule: rule, On: on, From: from, Basis: basis, Why: why}
		}
	}
	consider(RuleSystem, c.account.RecallOn, kam.Day{}, crm.Ref{}, say("the system states the recall for %s", "系统标明收回日为 %s", c.account.RecallOn))
	if !pool.OpenDeals || !c.open {
		got := o.got(c)
		known := o.considerContact(c, pool, got, consider)
		if known = o.considerDeal(c, pool, got, consider) && known; !known {
			o.unknownRecall(c)
		}
	}
	if !first.On.IsSet() {
		return nil
	}
	if first.Left = first.On.Sub(o.AsOf); first.Left > pool.Warn {
		return nil
	}
	var err error
	if first.ActBy, err = o.rules.calendar.AddWorkingDays(first.On, -1); err != nil {
		return fmt.Errorf("followup: %s: %w", c.ref, err)
	}
	o.Recalls = append(o.Recalls, first)
	return nil
}

type considered func(rule Rule, on, from kam.Day, basis crm.Ref, why kam.Text)

// considerContact counts from the last contact, or from when the owner got the account. It returns false where neither is
// known.
func (o *Overview) considerContact(c *customer, pool Pool, got kam.Day, consider considered) bool {
	if pool.WithoutContact == 0 {
		return true
	}
	n := pool.WithoutContact
	last, met := c.last(pool.Counts, o.AsOf)
	switch {
	case met && !last.on.Before(got):
		consider(RuleContact, last.on.AddDays(n), last.on, last.ref, say("%d days after the last contact on %s (%s)", "自上次联系 %[2]s（%[3]s）起满 %[1]d 天", n, last.on, last.ref.ID))
	case got.IsSet():
		consider(RuleContact, got.AddDays(n), got, crm.Ref{}, say("%d days without contact since the owner got the account on %s", "负责人自 %[2]s 接手后满 %[1]d 天未跟进", n, got))
	default:
		return false
	}
	return true
}

// considerDeal counts from when the owner got the account, or from a deal won since. It returns false where it is not known
// what to count from: a deal may have been won before the owner got the account.
func (o *Overview) considerDeal(c *customer, pool Pool, got kam.Day, consider considered) bool {
	if pool.WithoutDeal == 0 {
		return true
	}
	n := pool.WithoutDeal
	if len(c.won) > 0 {
		if last := c.won[len(c.won)-1]; !last.on.Before(got) {
			if pool.Deal == DealRestarts {
				consider(RuleDeal, last.on.AddDays(n), last.on, last.ref, say("%d days after the last deal on %s (%s)", "自上次成交 %[2]s（%[3]s）起满 %[1]d 天", n, last.on, last.ref.ID))
				return true
			}
			return got.IsSet()
		}
	}
	if !got.IsSet() {
		return false
	}
	consider(RuleDeal, got.AddDays(n), got, crm.Ref{}, say("%d days without a deal since the owner got the account on %s", "负责人自 %[2]s 接手后满 %[1]d 天未成交", n, got))
	return true
}

// got is the day on which the owner got the account: by the team, else when the account came in; unset when unknown.
func (o *Overview) got(c *customer) kam.Day {
	day := kam.Day{}
	for _, m := range c.account.Team {
		if m.Role == crm.RoleOwner && m.User == c.account.Owner && !m.Period.IsZero() && m.On(o.AsOf) && m.Period.From.After(day) {
			day = m.Period.From
		}
	}
	if !day.IsSet() && !c.account.Created.IsZero() {
		day = kam.DayAt(c.account.Created, o.rules.zone)
	}
	return day
}

func (o *Overview) unknownRecall(c *customer) {
	o.Findings.Add(kam.Finding{
		Code: prefix + ".recall-unknown", Severity: kam.Warning, Place: c.ref.String(),
		Message: say("nobody can tell when %s goes back into the pool: when its owner got it is unknown", "无法判断 %s 的收回日：负责人接手时间未知", c.label()),
		Remedy:  say("state the owner's period in the account team, or when the account was created", "请补填客户团队中负责人的起始日，或客户的创建时间"),
	})
}
