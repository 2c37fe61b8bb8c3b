package kpi

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// turnover is the revenue of one subject in one currency.
type turnover struct {
	now, before   basis
	sum, past     decimal.Decimal
	margins       basis
	margin        decimal.Decimal
	marginRevenue decimal.Decimal
	accounts      map[int]decimal.Decimal // revenue by account
	stray         basis                   // what is spread over accounts
}

// buyers are the accounts of one subject with revenue, in whatever currency.
type buyers struct {
	buying map[int]bool
	refs   basis
}

// Revenue returns what was sold in the period: revenue, margin and its rate, the average sale, buying and new accounts, the
// share of the largest accounts, the Herfindahl index, and growth against Before where it is asked.
//
// A figure of money is of one currency. Margins are those of orders and deals; the rate is of the records that state one.
// An account is new when its first revenue above 0 among all records is in the period; buying and new accounts are counted
// in whatever currency, and a record without an account or an amount is missing from them. Concentration and the Herfindahl
// index are of accounts by their sum in the period; they are not written for single accounts. A subject without a record
// in period and Before has no figures, but for the whole and the subjects that the question names: their revenue in the
// currency of the policy is 0 then.
func (b *Book) Revenue(q Question) (Figures, error) {
	if err := q.check(false); err != nil {
		return Figures{}, err
	}
	first, unsure := b.firstSales()
	money, people := table[turnover]{}, table[buyers]{}
	people.begin(q)
	var subjects []kam.Subject
	for i := range b.sales {
		s := &b.sales[i]
		now, past := q.Period.Contains(s.on), q.Before.Contains(s.on)
		if !now && !past {
			continue
		}
		subjects = b.subjects(subjects, q, s.owner, s.account)
		for _, subject := range subjects {
			cell := money.at(key{subject: subject, currency: s.amount.currency})
			if past {
				cell.before.take(s.ref, s.amount.ok)
				cell.past = cell.past.Add(s.amount.amount)
				continue
			}
			cell.add(s, subject.Kind != string(ByAccount))
			people.at(key{subject: subject}).add(s)
		}
	}
	money.beginMoney(q, b.rules.home())
	w := b.writer(q, q.Period, q.over(q.Period))
	for _, k := range money.keys() {
		b.writeRevenue(w, k, money[k])
	}
	for _, k := range people.keys() {
		cell := people[k]
		var fresh int64
		known := cell.refs
		for account := range cell.buying {
			switch {
			case !q.Period.Contains(first[account]):
			case unsure[account]:
				known.left++
			default:
				fresh++
			}
		}
		w.count(k, MetricBuying, "", cell.refs, int64(len(cell.buying)))
		w.count(k, MetricNewAccounts, "", known, fresh)
	}
	return w.figures(b.lengths(q)), nil
}

// home is the currency that figures have even when there are no records.
func (r *Rules) home() kam.Currency {
	if r.policy.Currency != "" {
		return r.policy.Currency
	}
	return r.policy.Assume
}

// add takes in a sale of the period.
func (t *turnover) add(s *sale, spread bool) {
	t.now.take(s.ref, s.amount.ok)
	if s.amount.ok {
		t.sum = t.sum.Add(s.amount.amount)
	}
	t.margins.take(s.ref, s.amount.ok && s.margin.ok)
	if s.amount.ok && s.margin.ok {
		t.margin = t.margin.Add(s.margin.amount)
		t.marginRevenue = t.marginRevenue.Add(s.amount.amount)
	}
	if !spread {
		return
	}
	t.stray.take(s.ref, s.amount.ok && s.account != nobody)
	if s.amount.ok && s.account != nobody {
		if t.accounts == nil {
			t.accounts = map[int]decimal.Decimal{}
		}
		t.accounts[s.account] = t.accounts[s.account].Add(s.amount.amount)
	}
}

// sells reports whether a record is above 0 in whatever currency, and whether that is known.
func (s *sale) sells() (yes, known bool) {
	a := s.stated.amount
	known = a.Valid && usable(a.Decimal)
	return known && a.Decimal.IsPositive(), known
}

// add takes in a sale.
func (p *buyers) add(s *sale) {
	yes, known := s.sells()
	p.refs.take(s.ref, known && s.account != nobody)
	if !yes || s.account == nobody {
		return
	}
	if p.buying == nil {
		p.buying = map[int]bool{}
	}
	p.buying[s.account] = true
}

func (b *Book) writeRevenue(w *writer, k key, cell *turnover) {
	w.amount(k, MetricRevenue, "", cell.now, cell.sum)
	w.ratio(k, MetricAverageSale, "", cell.now, ratioOf(cell.sum, decimal.NewFromInt(int64(len(cell.now.refs)))))
	if source := b.rules.policy.Revenue; source == FromOrders || source == FromDeals {
		w.amount(k, MetricMargin, "", cell.margins, cell.margin)
		w.ratioUnless(cell.marginRevenue.IsNegative(), k, MetricMarginRate, "", cell.margins, MarginRate(cell.margin, cell.marginRevenue))
	}
	if !w.q.Before.IsZero() {
		w.ratioUnless(cell.past.IsNegative(), k, MetricGrowth, "", merged(cell.before, cell.now), Growth(cell.past, cell.sum))
	}
	if k.subject.Kind == string(ByAccount) {
		return
	}
	revenues := make([]decimal.Decimal, 0, len(cell.accounts))
	for _, amount := range cell.accounts {
		revenues = append(revenues, amount)
	}
	for _, n := range b.rules.top {
		w.ratio(k, MetricConcentration, fmt.Sprintf("top-%d", n), cell.stray, Concentration(revenues, n))
	}
	w.ratio(k, MetricHerfindahl, "", cell.stray, Herfindahl(revenues))
}

// firstSales returns the first day of revenue above 0 of every account, and whether a record of an unknown amount comes
// before it.
func (b *Book) firstSales() (first []kam.Day, unsure []bool) {
	first, unsure = make([]kam.Day, len(b.accounts)), make([]bool, len(b.accounts))
	maybe := make([]kam.Day, len(b.accounts))
	for i := range b.sales {
		s := &b.sales[i]
		yes, known := s.sells()
		if s.account == nobody || known && !yes {
			continue
		}
		at := &first[s.account]
		if !known {
			at = &maybe[s.account]
		}
		if !at.IsSet() || s.on.Before(*at) {
			*at = s.on
		}
	}
	for i, on := range maybe {
		unsure[i] = on.IsSet() && on.Before(first[i])
	}
	return first, unsure
}

// lengths warns of periods of different lengths: by more than a tenth.
func (b *Book) lengths(q Question) kam.Findings {
	long, short := q.Period.Days(), q.Before.Days()
	if q.Before.IsZero() {
		return nil
	}
	if long < short {
		long, short = short, long
	}
	if long*10 <= short*11 {
		return nil
	}
	return kam.Findings{{
		Code: prefix + ".lengths", Severity: kam.Warning, Place: "$.before",
		Message: say("%s has %d days and %s has %d", "%s 共 %d 天，%s 共 %d 天", wording.Days(q.Before), q.Before.Days(), wording.Days(q.Period), q.Period.Days()),
		Remedy:  say("compare periods of one length", "请比较长度相同的期间"),
	}}
}

// Wallet is what an account spends on all suppliers in the period that is asked, as somebody states it.
type Wallet struct {
	// Account is the id of the account.
	Account  string          `json:"account"`
	Amount   decimal.Decimal `json:"amount"`
	Currency kam.Currency    `json:"currency"`
}

// spent is the wallet of one subject in one currency.
type spent struct {
	basis
	ours, wallet decimal.Decimal
}

// Wallet returns the share of wallet: what accounts with a stated wallet bought in the period, by what their wallets hold.
// Wallets are converted on the last day of the period; what an account bought in another currency than its wallet's is
// missing. Faults of wallets come at once in an [*kam.InvalidError].
func (b *Book) Wallet(q Question, wallets []Wallet) (Figures, error) {
	if err := q.check(false); err != nil {
		return Figures{}, err
	}
	stated, err := b.wallets(q, wallets)
	if err != nil {
		return Figures{}, err
	}
	cells := table[spent]{}
	var subjects []kam.Subject
	for account, wallet := range stated {
		subjects = b.subjects(subjects, q, b.ownerOf(account), account)
		for _, subject := range subjects {
			cell := cells.at(key{subject: subject, currency: wallet.currency})
			cell.take(b.refOf(account), wallet.ok)
			if wallet.ok {
				cell.wallet = cell.wallet.Add(wallet.amount)
			}
		}
	}
	for i := range b.sales {
		s := &b.sales[i]
		wallet, ok := stated[s.account]
		if !ok || !wallet.ok || !q.Period.Contains(s.on) {
			continue
		}
		subjects = b.subjects(subjects, q, b.ownerOf(s.account), s.account)
		for _, subject := range subjects {
			cell := cells.at(key{subject: subject, currency: wallet.currency})
			same := s.amount.ok && s.amount.currency == wallet.currency
			cell.take(s.ref, same)
			if same {
				cell.ours = cell.ours.Add(s.amount.amount)
			}
		}
	}
	w := b.writer(q, q.Period, q.over(q.Period))
	for _, k := range cells.keys() {
		cell := cells[k]
		slices.SortFunc(cell.refs, crm.Ref.Compare)
		w.ratio(k, MetricWalletShare, "", cell.basis, WalletShare(cell.ours, cell.wallet))
	}
	return w.figures(nil), nil
}

// wallets returns the wallets by account.
func (b *Book) wallets(q Question, wallets []Wallet) (map[int]sum, error) {
	found := &wording.Faults{Prefix: prefix}
	out := map[int]sum{}
	for i, w := range wallets {
		at := wording.At("$.wallets", i)
		account, ok := b.index[w.Account]
		if !ok {
			found.Add("account", at+".account", say("%s is no account among the records", "%s 不是记录中的客户", wording.Quote(w.Account)), say("state the id of an account", "请填写客户编号"))
			continue
		}
		if _, twice := out[account]; twice {
			found.Add("twice", at+".account", say("%s stands twice", "%s 重复出现", wording.Quote(w.Account)), say("state one wallet for each account", "每个客户只填一项"))
		}
		if found.Number(at+".amount", w.Amount) && !w.Amount.IsPositive() {
			found.Add("amount", at+".amount", say("%s is not above zero", "%s 不大于零", w.Amount), say("leave the account out when its wallet is unknown", "不知道时请不要列出该客户"))
		}
		currency(found, at+".currency", w.Currency, false)
		out[account] = b.rules.convert(stated{amount: decimal.NewNullDecimal(w.Amount), currency: w.Currency}, q.Period.Until.AddDays(-1))
	}
	return out, found.Err()
}
