package kpi

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Buyer is what one account bought in a period, in one currency.
type Buyer struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name,omitempty"`
	// Last is the day of the last purchase, Purchases their number, Amount their sum.
	Last      kam.Day         `json:"last"`
	Purchases int64           `json:"purchases"`
	Amount    decimal.Decimal `json:"amount"`
	Currency  kam.Currency    `json:"currency"`
	Refs      []crm.Ref       `json:"refs,omitempty"`
	// Left are purchases whose amount is not known: Amount is without them.
	Left int64 `json:"left,omitempty"`
}

// Buyers returns the accounts that bought in the period of the question, one for each currency they bought in, ordered by
// account and currency. A purchase is a record of revenue above 0, and one of an unknown amount when that makes figures
// unknown: such a buyer has no sure Amount. Whole and By are not used.
func (b *Book) Buyers(q Question) ([]Buyer, error) {
	if err := q.check(false); err != nil {
		return nil, err
	}
	type at struct {
		account  int
		currency kam.Currency
	}
	found := map[at]*Buyer{}
	for i := range b.sales {
		s := &b.sales[i]
		if s.account == nobody || !q.Period.Contains(s.on) || s.on.After(q.AsOf) || s.amount.ok && !s.amount.amount.IsPositive() {
			continue
		}
		if !s.amount.ok && b.rules.policy.Missing == MissingLeftOut {
			continue
		}
		buyer := found[at{s.account, s.amount.currency}]
		if buyer == nil {
			c := b.accounts[s.account]
			buyer = &Buyer{Account: c.ref, Name: c.account.Name, Currency: s.amount.currency}
			found[at{s.account, s.amount.currency}] = buyer
		}
		buyer.Purchases++
		if s.on.After(buyer.Last) {
			buyer.Last = s.on
		}
		buyer.Refs = append(buyer.Refs, s.ref)
		if !s.amount.ok {
			buyer.Left++
		}
		buyer.Amount = buyer.Amount.Add(s.amount.amount)
	}
	out := make([]Buyer, 0, len(found))
	for _, buyer := range found {
		out = append(out, *buyer)
	}
	slices.SortFunc(out, func(x, y Buyer) int { return cmp.Or(x.Account.Compare(y.Account), cmp.Compare(x.Currency, y.Currency)) })
	return out, nil
}

// RFMScore is one buyer with scores; they are 0, and Code and Segment empty, when they are unknown.
type RFMScore struct {
	Buyer
	// Days are those from the last purchase to the day of the question.
	Days      int64  `json:"days"`
	Recency   int    `json:"recency,omitempty"`
	Frequency int    `json:"frequency,omitempty"`
	Monetary  int    `json:"monetary,omitempty"`
	Code      string `json:"code,omitempty"`
	Segment   string `json:"segment,omitempty"`
}

// RFMResult is all buyers with scores.
type RFMResult struct {
	// Scores are in the order of account and currency.
	Scores   []RFMScore   `json:"scores"`
	Findings kam.Findings `json:"findings,omitempty"`
}

// Score scores buyers on a day. Buyers whose last purchase is after it or unset, or whose amount is missing in part or out
// of bounds, get no scores. Amounts of different currencies are never compared: quantiles of monetary value are taken within each currency,
// and bounds are meant for all. Where quantiles would be taken of fewer buyers than they have parts there are no scores,
// which the finding kpi.few-buyers says; it warns where they are taken of fewer than the spec's MinBuyers.
func (r *RFM) Score(asOf kam.Day, buyers []Buyer) RFMResult {
	out := make([]RFMScore, len(buyers))
	var usableOnes []int
	for i, buyer := range buyers {
		buyer.Refs = slices.Clone(buyer.Refs)
		out[i] = RFMScore{Buyer: buyer, Days: int64(asOf.Sub(buyer.Last))}
		if asOf.IsSet() && buyer.Last.IsSet() && !buyer.Last.After(asOf) && buyer.Left == 0 && usable(buyer.Amount) {
			usableOnes = append(usableOnes, i)
		}
	}
	result := RFMResult{Scores: out}
	byCurrency := map[kam.Currency][]int{}
	for _, i := range usableOnes {
		byCurrency[out[i].Currency] = append(byCurrency[out[i].Currency], i)
	}
	recency := r.daysWithin(usableOnes, out)
	if r.spec.Recency.Quantiles > 0 {
		recency = r.scores(r.spec.Recency, usableOnes, func(i int) decimal.Decimal { return decimal.NewFromInt(-out[i].Days) })
	}
	frequency := r.scores(r.spec.Frequency, usableOnes, func(i int) decimal.Decimal { return decimal.NewFromInt(out[i].Purchases) })
	monetary := map[int]int{}
	for _, ones := range byCurrency {
		for i, score := range r.scores(r.spec.Monetary, ones, func(i int) decimal.Decimal { return out[i].Amount }) {
			monetary[i] = score
		}
	}
	for _, i := range usableOnes {
		s := &out[i]
		if recency[i] == 0 || frequency[i] == 0 || monetary[i] == 0 {
			continue
		}
		s.Recency, s.Frequency, s.Monetary = recency[i], frequency[i], monetary[i]
		s.Code = strconv.Itoa(s.Recency) + strconv.Itoa(s.Frequency) + strconv.Itoa(s.Monetary)
		s.Segment = r.segment(s.Code)
	}
	r.few(&result.Findings, "$", max(r.spec.Recency.Quantiles, r.spec.Frequency.Quantiles), len(usableOnes))
	currencies := make([]kam.Currency, 0, len(byCurrency))
	for c := range byCurrency {
		currencies = append(currencies, c)
	}
	slices.Sort(currencies)
	for _, c := range currencies {
		r.few(&result.Findings, string(c), r.spec.Monetary.Quantiles, len(byCurrency[c]))
	}
	slices.SortStableFunc(out, func(x, y RFMScore) int {
		return cmp.Or(x.Account.Compare(y.Account), cmp.Compare(x.Currency, y.Currency))
	})
	return result
}

// daysWithin scores days by fixed bounds: within more of them is better.
func (r *RFM) daysWithin(ones []int, buyers []RFMScore) map[int]int {
	scores := make(map[int]int, len(ones))
	for _, i := range ones {
		score := 1
		for _, bound := range r.spec.Recency.Bounds {
			if !decimal.NewFromInt(buyers[i].Days).GreaterThan(bound) {
				score++
			}
		}
		scores[i] = score
	}
	return scores
}

// scores returns the score of each by its value, where more is better; none when there are fewer than quantiles.
func (r *RFM) scores(a Axis, ones []int, value func(int) decimal.Decimal) map[int]int {
	scores := make(map[int]int, len(ones))
	if a.Quantiles == 0 {
		for _, i := range ones {
			scores[i] = 1
			for _, bound := range a.Bounds {
				if !value(i).LessThan(bound) {
					scores[i]++
				}
			}
		}
		return scores
	}
	if len(ones) < a.Quantiles {
		return scores
	}
	order := slices.Clone(ones)
	slices.SortStableFunc(order, func(x, y int) int { return value(x).Cmp(value(y)) })
	for from := 0; from < len(order); {
		until := from + 1
		for until < len(order) && value(order[until]).Equal(value(order[from])) {
			until++
		}
		place := from // worse ones before the place that counts
		if r.spec.Ties == TiesHigher {
			place = until - 1
		}
		for _, i := range order[from:until] {
			scores[i] = 1 + place*a.Quantiles/len(order)
		}
		from = until
	}
	return scores
}

// few tells that quantiles are taken of few buyers, or are not taken.
func (r *RFM) few(found *kam.Findings, place string, quantiles, buyers int) {
	f := kam.Finding{Code: prefix + ".few-buyers", Place: place, Remedy: say("state fixed bounds", "请改用固定界限")}
	switch {
	case quantiles == 0 || buyers == 0 || buyers >= max(r.spec.MinBuyers, quantiles):
		return
	case buyers < quantiles:
		f.Severity = kam.Error
		f.Message = say("%[1]s cannot be cut into %[3]d parts; there are no scores", "%[2]d 个客户无法分为 %[3]d 档，不予评分", counted(buyers, "buyer", "buyers"), buyers, quantiles)
	default:
		f.Severity = kam.Warning
		f.Message = say("%[1]s are few for %[3]d parts: one more or less moves others", "%[2]d 个客户分为 %[3]d 档偏少：增减一个客户就会改变他人的分值", counted(buyers, "buyer", "buyers"), buyers, quantiles)
	}
	found.Add(f)
}

// segment returns the first segment that a code fits, empty for none.
func (r *RFM) segment(code string) string {
	for _, s := range r.spec.Segments {
		for _, pattern := range s.Codes {
			fits := true
			for i := range len(pattern) {
				fits = fits && (pattern[i] == '*' || pattern[i] == code[i])
			}
			if fits {
				return s.Name
			}
		}
	}
	return ""
}

// Why tells how the buyer was scored.
func (s RFMScore) Why() kam.Text {
	amount := say("%s", "金额 %s", wording.Money(s.Amount, s.Currency))
	if s.Left > 0 || s.Currency == "" {
		amount = say("amount unknown", "金额未知")
	}
	if s.Code == "" {
		return say("no scores: last purchase on %[1]s, %[2]s, %[4]s", "无评分：最近成交 %[1]s，共 %[3]d 次，%[4]s", s.Last, counted(s.Purchases, "purchase", "purchases"), s.Purchases, amount)
	}
	segment := kam.Text{}
	if s.Segment != "" {
		segment = say(", %s", "（%s）", segmentText(s.Segment))
	}
	return say("%[1]s%[2]s: last purchase %[3]s ago, %[5]s, %[7]s", "%[1]s%[2]s：最近成交在 %[4]d 天前，共 %[6]d 次，%[7]s",
		s.Code, segment, counted(s.Days, "day", "days"), s.Days, counted(s.Purchases, "purchase", "purchases"), s.Purchases, amount)
}
