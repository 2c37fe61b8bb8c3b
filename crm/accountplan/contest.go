package accountplan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// ContestSpec says which deals are compared.
type ContestSpec struct {
	// System is the one whose deals are read.
	System crm.System
	// Period has the days on which the deals were won or lost; with an end.
	Period kam.Period
	// Accounts are the ids of those whose deals count; empty: all.
	Accounts []string
	// Rivals give names to rivals: every spelling of one counts for its Name, whatever its case. Rivals that are not in the
	// list count under the name that deals give them.
	Rivals []Competitor
}

// Contest is what was won and lost, against whom and why.
type Contest struct {
	Period kam.Period `json:"period"`
	// All are all decided deals; Unnamed those that name no rival.
	All     Tally `json:"all"`
	Unnamed Tally `json:"unnamed"`
	// Rivals are those that deals name, by deals lost to them, the most first, then by deals met, then by name. A deal that
	// names two counts at each.
	Rivals []RivalTally `json:"rivals,omitempty"`
	// Reasons are why deals were lost, by number, the most first, then by reason; the empty one, of deals that state none,
	// last.
	Reasons []ReasonTally `json:"reasons,omitempty"`
	// Undated are decided deals that do not say when, by ref: they count nowhere.
	Undated []crm.Ref `json:"undated,omitempty"`
}

// Tally counts decided deals.
type Tally struct {
	Won  int `json:"won"`
	Lost int `json:"lost"`
	// Sums are the amounts by currency. They are never added.
	Sums []TallySum `json:"sums,omitempty"`
	// Unstated are how many of the deals state no amount or no currency.
	Unstated int `json:"unstated,omitempty"`
	// Deals are by ref.
	Deals []crm.Ref `json:"deals,omitempty"`
}

// TallySum is the amounts won and lost in a currency, and the number of deals that state them.
type TallySum struct {
	Currency kam.Currency    `json:"currency"`
	Won      decimal.Decimal `json:"won"`
	Lost     decimal.Decimal `json:"lost"`
	Deals    int             `json:"deals"`
}

// Rate is won / (won + lost), of deals. Of none it is unknown.
func (t Tally) Rate() Ratio { return ofCounts(t.Won, t.Won+t.Lost) }

// RateByAmount is won / (won + lost), of amounts in a currency. It is unknown when nothing is stated in it, when a sum is
// below 0, and while a deal states no amount.
func (t Tally) RateByAmount(c kam.Currency) Ratio {
	for _, s := range t.Sums {
		if s.Currency == c && t.Unstated == 0 && !s.Won.IsNegative() && !s.Lost.IsNegative() {
			return ratioOf(s.Won, s.Won.Add(s.Lost))
		}
	}
	return Ratio{}
}

// RivalTally is the deals in which we met a rival.
type RivalTally struct {
	Rival string `json:"rival"`
	Tally
	// LostTo are how many of those lost it won, as far as deals say who did; ToSums their amounts.
	LostTo int   `json:"lostTo"`
	ToSums []Sum `json:"toSums,omitempty"`
	// Reasons are why deals were lost in which we met it, as in [Contest.Reasons].
	Reasons []ReasonTally `json:"reasons,omitempty"`
}

// ReasonTally is the deals lost for a reason.
type ReasonTally struct {
	Reason string `json:"reason,omitempty"`
	Lost   int    `json:"lost"`
	// Sums are the amounts by currency, Unstated how many state none.
	Sums     []Sum     `json:"sums,omitempty"`
	Unstated int       `json:"unstated,omitempty"`
	Deals    []crm.Ref `json:"deals,omitempty"`
}

// WinLoss counts the deals that were won and lost in a period by rival and by reason. Of two records with one ref the one
// modified later counts; deals that are open or void count nowhere. The winner of a lost deal is a rival of it. The error
// is a [*kam.InvalidError] with every fault of the spec, or wraps [ErrRecords].
func WinLoss(records []crm.Record, spec ContestSpec) (Contest, error) {
	if len(records) > MaxRecords {
		return Contest{}, fmt.Errorf("%w: %d, at most %d", ErrRecords, len(records), MaxRecords)
	}
	c := &checker{p: Plan{Competitors: spec.Rivals}, f: wording.Faults{Prefix: prefix}, items: map[Part]map[string]bool{Competitors: {}}}
	c.f.ID("$.system", string(spec.System), nil)
	c.f.Period("$.period", spec.Period, true)
	c.competitors()
	if err := c.f.Err(); err != nil {
		return Contest{}, err
	}
	accounts := map[string]bool{}
	for _, id := range spec.Accounts {
		accounts[id] = true
	}
	var deals []deal
	for _, rec := range latest(records, spec.System) {
		if d, ok := rec.Data.(*crm.Opportunity); ok && (len(accounts) == 0 || accounts[d.Account]) {
			deals = append(deals, deal{rec.Ref, d})
		}
	}
	return tally(deals, spec), nil
}

// contest compares the deals of the account and its units over the months of the policy.
func (v *Review) contest() {
	v.Contest = tally(v.book.deals, ContestSpec{Period: v.dealPeriod(), Rivals: v.Plan.Competitors})
}

// dealPeriod are the months of the policy up to the day of the review, that day included.
func (v *Review) dealPeriod() kam.Period {
	until := v.AsOf.AddDays(1)
	return kam.Period{From: until.AddMonths(-v.rules.policy.DealMonths), Until: until}
}

// foldName is what two spellings of a name have in common.
func foldName(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// namer gives rivals their names.
type namer map[string]string

func newNamer(rivals []Competitor) namer {
	n := namer{}
	for _, r := range rivals {
		for _, name := range append([]string{r.Name}, r.Also...) {
			n[foldName(name)] = r.Name
		}
	}
	return n
}

// name returns the name of a rival that a deal mentions; that of the first deal by ref where the list has none.
func (n namer) name(s string) string {
	key := foldName(s)
	if key == "" {
		return ""
	}
	if _, ok := n[key]; !ok {
		n[key] = strings.TrimSpace(s)
	}
	return n[key]
}

// rivals returns those of a deal, each once, and the winner.
func (n namer) rivals(d *crm.Opportunity) (all []string, winner string) {
	named := d.Competitors
	if d.Status == crm.Lost {
		winner = n.name(d.Winner)
		named = append(slices.Clone(named), d.Winner)
	}
	seen := map[string]bool{"": true}
	for _, s := range named {
		if name := n.name(s); !seen[name] {
			seen[name] = true
			all = append(all, name)
		}
	}
	return all, winner
}

// tally counts deals, which are by ref.
func tally(deals []deal, spec ContestSpec) Contest {
	c := Contest{Period: spec.Period}
	names := newNamer(spec.Rivals)
	rivals, reasons := map[string]*rivalCount{}, map[string]*ReasonTally{}
	for _, d := range deals {
		if d.data.Status != crm.Won && d.data.Status != crm.Lost {
			continue
		}
		if !d.data.Close.IsSet() {
			c.Undated = append(c.Undated, d.ref)
			continue
		}
		if !spec.Period.Contains(d.data.Close) {
			continue
		}
		all, winner := names.rivals(d.data)
		c.All.add(d)
		if len(all) == 0 {
			c.Unnamed.add(d)
		}
		for _, name := range all {
			if rivals[name] == nil {
				rivals[name] = &rivalCount{RivalTally: RivalTally{Rival: name}, reasons: map[string]*ReasonTally{}}
			}
			rivals[name].add(d, winner)
		}
		addReason(reasons, d)
	}
	for _, r := range rivals {
		r.Reasons = sortedReasons(r.reasons)
		c.Rivals = append(c.Rivals, r.RivalTally)
	}
	slices.SortFunc(c.Rivals, func(a, b RivalTally) int {
		return cmp.Or(cmp.Compare(b.LostTo, a.LostTo), cmp.Compare(b.Won+b.Lost, a.Won+a.Lost), cmp.Compare(a.Rival, b.Rival))
	})
	c.Reasons = sortedReasons(reasons)
	return c
}

// rivalCount counts the deals of a rival.
type rivalCount struct {
	RivalTally
	reasons map[string]*ReasonTally
}

func (r *rivalCount) add(d deal, winner string) {
	r.Tally.add(d)
	if winner == r.Rival {
		r.LostTo++
		if d.amount() {
			addSum(&r.ToSums, d)
		}
	}
	addReason(r.reasons, d)
}

// amount reports whether a deal says what it is worth.
func (d deal) amount() bool {
	return d.data.Amount.Valid && usable(d.data.Amount.Decimal) && d.data.Currency != ""
}

// add counts a deal that was won or lost.
func (t *Tally) add(d deal) {
	won := d.data.Status == crm.Won
	if won {
		t.Won++
	} else {
		t.Lost++
	}
	t.Deals = append(t.Deals, d.ref)
	if !d.amount() {
		t.Unstated++
		return
	}
	i, found := slices.BinarySearchFunc(t.Sums, d.data.Currency, func(s TallySum, c kam.Currency) int { return cmp.Compare(s.Currency, c) })
	if !found {
		t.Sums = slices.Insert(t.Sums, i, TallySum{Currency: d.data.Currency})
	}
	s := &t.Sums[i]
	s.Deals++
	if won {
		s.Won = s.Won.Add(d.data.Amount.Decimal)
	} else {
		s.Lost = s.Lost.Add(d.data.Amount.Decimal)
	}
}

// addReason counts a lost deal by its reason.
func addReason(reasons map[string]*ReasonTally, d deal) {
	if d.data.Status != crm.Lost {
		return
	}
	reason := strings.TrimSpace(d.data.LossReason)
	if reasons[reason] == nil {
		reasons[reason] = &ReasonTally{Reason: reason}
	}
	r := reasons[reason]
	r.Lost++
	r.Deals = append(r.Deals, d.ref)
	if d.amount() {
		addSum(&r.Sums, d)
	} else {
		r.Unstated++
	}
}

// addSum adds the amount of a deal to sums by currency.
func addSum(sums *[]Sum, d deal) {
	i, found := slices.BinarySearchFunc(*sums, d.data.Currency, func(s Sum, c kam.Currency) int { return cmp.Compare(s.Currency, c) })
	if !found {
		*sums = slices.Insert(*sums, i, Sum{Currency: d.data.Currency})
	}
	(*sums)[i].Amount = (*sums)[i].Amount.Add(d.data.Amount.Decimal)
}

func sortedReasons(reasons map[string]*ReasonTally) []ReasonTally {
	var out []ReasonTally
	for _, key := range slices.Sorted(maps.Keys(reasons)) {
		out = append(out, *reasons[key])
	}
	slices.SortStableFunc(out, func(a, b ReasonTally) int {
		if (a.Reason == "") != (b.Reason == "") {
			return cmp.Compare(b.Reason, a.Reason)
		}
		return cmp.Compare(b.Lost, a.Lost)
	})
	return out
}
