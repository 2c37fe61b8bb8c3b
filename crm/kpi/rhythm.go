package kpi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// LapseSpec says when an account has lapsed. The zero value is refused.
type LapseSpec struct {
	// Purchases is on how many different days an account must have bought for its rhythm to be known: at least 3.
	Purchases int `json:"purchases"`
	// Times is how many times its usual gap may pass, above 0; beyond that it has lapsed.
	Times decimal.Decimal `json:"times"`
}

// Lapsed is an account that has not bought for longer than it is used to.
type Lapsed struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name,omitempty"`
	Owner   string  `json:"owner,omitempty"`
	// Purchases are the different days on which it bought, Gap is the median of the days between them.
	Purchases int             `json:"purchases"`
	Gap       decimal.Decimal `json:"gap"`
	// Last is the day of the last purchase, Days those since.
	Last kam.Day `json:"last"`
	Days int     `json:"days"`
	// Ref is the last purchase.
	Ref crm.Ref `json:"ref"`
}

// Times is how many times its usual gap has passed.
func (l Lapsed) Times() Ratio { return ratioOf(decimal.NewFromInt(int64(l.Days)), l.Gap) }

// Lapsed returns accounts that have lapsed on a day by their own rhythm: the days since the last purchase are more than
// Times the median of the days between purchases. A purchase is a day with revenue above 0 on or before the day; several on
// one day are one. The order is by how many times the gap has passed, the most first, then by account. Accounts that bought
// on too few days are not among them: their rhythm is unknown; nor are those with a record without an amount, when figures
// with missing parts are unknown. The currency does not matter.
func (b *Book) Lapsed(asOf kam.Day, spec LapseSpec) ([]Lapsed, error) {
	found := &wording.Faults{Prefix: prefix}
	checkAsOf(found, asOf)
	if spec.Purchases < 3 {
		found.Add("count", "$.purchases", say("%d is below 3", "%d 小于 3", spec.Purchases), say("state 3 or more: two gaps are the least that has a middle", "请填写 3 或更大的数：至少两次间隔才谈得上节奏"))
	}
	if found.Number("$.times", spec.Times) && !spec.Times.IsPositive() {
		found.Add("times", "$.times", say("%s is not above zero", "%s 不大于零", spec.Times), say("write 2 for twice the usual gap", "两倍间隔请写作 2"))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	type bought struct {
		on  kam.Day
		ref crm.Ref
	}
	days, unsure := make([][]bought, len(b.accounts)), make([]bool, len(b.accounts))
	for i := range b.sales {
		s := &b.sales[i]
		if s.account == nobody || s.on.After(asOf) {
			continue
		}
		yes, known := s.sells()
		if yes {
			days[s.account] = append(days[s.account], bought{s.on, s.ref})
		}
		unsure[s.account] = unsure[s.account] || !known && b.rules.policy.Missing == MissingUnknown
	}
	var out []Lapsed
	for account, list := range days {
		if unsure[account] {
			continue
		}
		slices.SortStableFunc(list, func(x, y bought) int { return x.on.Compare(y.on) })
		list = slices.CompactFunc(list, func(x, y bought) bool { return x.on == y.on })
		if len(list) < spec.Purchases {
			continue
		}
		gaps := make([]int64, 0, len(list)-1)
		for i := 1; i < len(list); i++ {
			gaps = append(gaps, int64(list[i].on.Sub(list[i-1].on)))
		}
		last := list[len(list)-1]
		since, gap := asOf.Sub(last.on), medianOfCounts(gaps).Decimal
		if !decimal.NewFromInt(int64(since)).GreaterThan(gap.Mul(spec.Times)) {
			continue
		}
		c := b.accounts[account]
		out = append(out, Lapsed{Account: c.ref, Name: c.account.Name, Owner: c.account.Owner, Purchases: len(list), Gap: gap, Last: last.on, Days: since, Ref: last.ref})
	}
	slices.SortFunc(out, func(x, y Lapsed) int { return cmp.Or(y.Times().Cmp(x.Times()), x.Account.Compare(y.Account)) })
	return out, nil
}

// Finding tells for how long the account has not bought.
func (l Lapsed) Finding() kam.Finding {
	times := "?"
	if t, ok := l.Times().Rat(); ok {
		times = rounded(t, 1)
	}
	return kam.Finding{
		Code: prefix + ".lapsed", Severity: kam.Warning, Place: l.Account.String(),
		Message: say("%[1]s has not bought for %[2]s, since %[4]s; it used to buy every %[5]s days (%[6]s times that)", "%[1]s 已 %[3]d 天未成交（最近一次为 %[4]s）；平时约每 %[5]s 天成交一次，已达 %[6]s 倍",
			wording.Clip(l.Name), counted(l.Days, "day", "days"), l.Days, l.Last, l.Gap, times),
		Remedy: say("call, and find out why", "请致电了解原因"),
	}
}

// ShrinkSpec says when an account is shrinking. The zero value is refused.
type ShrinkSpec struct {
	// Months is the length of the windows that are compared, 1 to 24; Windows how many before the last one, 2 to 24.
	Months  int `json:"months"`
	Windows int `json:"windows"`
	// Below is the share of the median of the windows before that the last one must not fall below, above 0 and at most 1.
	Below decimal.Decimal `json:"below"`
}

// Shrinking is an account that buys less than it used to, in one currency.
type Shrinking struct {
	Account  crm.Ref      `json:"account"`
	Name     string       `json:"name,omitempty"`
	Owner    string       `json:"owner,omitempty"`
	Currency kam.Currency `json:"currency"`
	// Window are the days of the last window, Now its revenue; Usual is the median of the windows before.
	Window kam.Period      `json:"window"`
	Now    decimal.Decimal `json:"now"`
	Usual  decimal.Decimal `json:"usual"`
	// Before are the revenues of the windows before, the oldest first.
	Before []decimal.Decimal `json:"before"`
	Refs   []crm.Ref         `json:"refs,omitempty"`
}

// Share is what the account buys now by what is usual.
func (s Shrinking) Share() Ratio { return ratioOf(s.Now, s.Usual) }

// Shrinking returns accounts that buy less than they used to: revenue in the last window, which ends with the day, is below
// a share of the median of the windows right before it, which is above 0. Windows are counted in months back from the day
// after. Accounts that had no revenue before the second window of all are too new to have a usual. The order is by what is
// left, the least share first, then by account and currency. A record without an amount leaves its account out when
// figures with missing parts are unknown.
func (b *Book) Shrinking(asOf kam.Day, spec ShrinkSpec) ([]Shrinking, error) {
	windows, err := spec.windows(asOf)
	if err != nil {
		return nil, err
	}
	type at struct {
		account  int
		currency kam.Currency
	}
	type history struct {
		sums []decimal.Decimal
		refs []crm.Ref
		left bool
		old  bool
	}
	found := map[at]*history{}
	for i := range b.sales {
		s := &b.sales[i]
		if s.account == nobody || s.on.After(asOf) {
			continue
		}
		h := found[at{s.account, s.amount.currency}]
		if h == nil {
			h = &history{sums: make([]decimal.Decimal, len(windows))}
			found[at{s.account, s.amount.currency}] = h
		}
		h.old = h.old || s.amount.ok && s.amount.amount.IsPositive() && s.on.Before(windows[1].From)
		n := slices.IndexFunc(windows, func(p kam.Period) bool { return p.Contains(s.on) })
		switch {
		case n < 0:
		case !s.amount.ok:
			h.left = true
		default:
			h.sums[n] = h.sums[n].Add(s.amount.amount)
			h.refs = append(h.refs, s.ref)
		}
	}
	var out []Shrinking
	for k, h := range found {
		last := len(windows) - 1
		usual := Median(h.sums[:last])
		if !h.old || h.left && b.rules.policy.Missing == MissingUnknown || !usual.Valid || !usual.Decimal.IsPositive() ||
			!usable(h.sums[last]) || !h.sums[last].LessThan(usual.Decimal.Mul(spec.Below)) {
			continue
		}
		c := b.accounts[k.account]
		out = append(out, Shrinking{
			Account: c.ref, Name: c.account.Name, Owner: c.account.Owner, Currency: k.currency, Window: windows[last],
			Now: h.sums[last], Usual: usual.Decimal, Before: h.sums[:last:last], Refs: h.refs,
		})
	}
	slices.SortFunc(out, func(x, y Shrinking) int {
		return cmp.Or(x.Share().Cmp(y.Share()), x.Account.Compare(y.Account), cmp.Compare(x.Currency, y.Currency))
	})
	return out, nil
}

// windows returns the windows, the oldest first.
func (s ShrinkSpec) windows(asOf kam.Day) ([]kam.Period, error) {
	found := &wording.Faults{Prefix: prefix}
	checkAsOf(found, asOf)
	if s.Months < 1 || s.Months > 24 || s.Windows < 2 || s.Windows > 24 {
		found.Add("window", "$.months", say("months are from 1 to 24, windows from 2 to 24", "月数应为 1 至 24，窗口数应为 2 至 24"), say("write for example \"months\": 3, \"windows\": 4", "例如填写 \"months\": 3, \"windows\": 4"))
	}
	if found.Number("$.below", s.Below) && (!s.Below.IsPositive() || !isShare(s.Below)) {
		found.Add("share", "$.below", say("%s is not above 0 and at most 1", "%s 不大于 0 或超过 1", s.Below), say("write 0.7 for 70 %% of what is usual", "平时的 70%% 请写作 0.7"))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	windows := make([]kam.Period, 0, s.Windows+1)
	end := asOf.AddDays(1)
	for i := s.Windows; i >= 0; i-- {
		p := kam.Period{From: end.AddMonths(-(i + 1) * s.Months), Until: end.AddMonths(-i * s.Months)}
		if p.Check() != nil {
			found.Add("day", "$.asOf", say("the windows reach before the first year", "窗口早于公元元年"), say("state a later day", "请填写更晚的日期"))
			return nil, found.Err()
		}
		windows = append(windows, p)
	}
	return windows, nil
}

func checkAsOf(found *wording.Faults, asOf kam.Day) {
	if !asOf.IsSet() || !asOf.AddDays(1).IsSet() {
		found.Add("day", "$.asOf", say("it is not stated, or no day follows it", "未填写，或其后没有日期"), say("state the last day that the records know", "请填写记录所知的最后一天"))
	}
}

// Finding tells how much less the account buys.
func (s Shrinking) Finding() kam.Finding {
	share := "?"
	if r, ok := s.Share().Rat(); ok {
		share = num.Format(num.RoundRat(r.Mul(r, num.Rat(decimal.New(100, 0))), 0, num.HalfUp))
	}
	now, usual := wording.Money(s.Now, s.Currency), wording.Money(s.Usual, s.Currency)
	return kam.Finding{
		Code: prefix + ".shrinking", Severity: kam.Warning, Place: s.Account.String(),
		Message: say("%s bought for %s in %s, %s %% of the usual %s", "%s 在 %[3]s 期间采购 %[2]s，仅为平时 %[5]s 的 %[4]s%%", wording.Clip(s.Name), now, wording.Days(s.Window), share, usual),
		Remedy:  say("find out what it buys elsewhere", "请了解其转向他处采购的内容"),
	}
}
