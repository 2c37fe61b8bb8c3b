package kpi

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// shop is the purchases of all accounts.
type shop struct {
	baskets []Basket
	has     []map[crm.Ref]bool // by account
	members map[string]int64   // accounts with a purchase, by group
	buyers  map[string]map[crm.Ref][]int
	popular map[string][]crm.Ref // products by group that enough have, most first
	spent   map[spentOn]decimal.Decimal
	money   map[kam.Currency]bool
	titles  map[crm.Ref]string
	typical map[groupProduct][]kam.Money
}

// spentOn is what one account spent on a product in a currency.
type spentOn struct {
	account  int
	product  crm.Ref
	currency kam.Currency
}

type groupProduct struct {
	group   string
	product crm.Ref
}

func (b *Book) shop(spec CrossSellSpec) *shop {
	s := &shop{
		has: make([]map[crm.Ref]bool, len(b.accounts)), members: map[string]int64{}, buyers: map[string]map[crm.Ref][]int{},
		popular: map[string][]crm.Ref{}, spent: map[spentOn]decimal.Decimal{}, money: map[kam.Currency]bool{}, titles: map[crm.Ref]string{}, typical: map[groupProduct][]kam.Money{},
	}
	for i := range b.purchases {
		p := &b.purchases[i]
		if p.account == nobody || !spec.Period.Contains(p.on) {
			continue
		}
		for _, line := range p.lines {
			product := crm.Ref{System: b.system, Kind: crm.KindProduct, ID: line.Product}
			if line.Product == "" {
				product.ID = line.Name
			}
			if product.ID == "" {
				continue
			}
			if s.has[p.account] == nil {
				s.has[p.account] = map[crm.Ref]bool{}
			}
			s.has[p.account][product] = true
			if line.Name != "" {
				s.titles[product] = line.Name
			}
			if amount := b.rules.convert(stated{line.Amount, p.stated.currency, p.stated.rate}, p.on); amount.ok {
				at := spentOn{p.account, product, amount.currency}
				s.spent[at] = s.spent[at].Add(amount.amount)
				s.money[amount.currency] = true
			}
		}
	}
	for account, has := range s.has {
		if len(has) == 0 {
			continue
		}
		basket := Basket{Account: b.accounts[account].ref}
		group := b.groupOf(spec.Peers, account)
		s.members[group]++
		if s.buyers[group] == nil {
			s.buyers[group] = map[crm.Ref][]int{}
		}
		for product := range has {
			basket.Products = append(basket.Products, product)
			s.buyers[group][product] = append(s.buyers[group][product], account)
		}
		slices.SortFunc(basket.Products, crm.Ref.Compare)
		s.baskets = append(s.baskets, basket)
	}
	for group, buyers := range s.buyers {
		for product, accounts := range buyers {
			if !b.retired(product) && !decimal.NewFromInt(int64(len(accounts))).LessThan(spec.PeerShare.Mul(decimal.NewFromInt(s.members[group]-1))) {
				s.popular[group] = append(s.popular[group], product)
			}
		}
		slices.SortFunc(s.popular[group], func(x, y crm.Ref) int {
			return cmp.Or(cmp.Compare(len(buyers[y]), len(buyers[x])), x.Compare(y))
		})
	}
	return s
}

// groupOf is what an account has in common with its peers.
func (b *Book) groupOf(peers Dimension, account int) string {
	switch peers {
	case ByIndustry:
		return b.accounts[account].account.Industry
	case ByTier:
		return b.accounts[account].account.Tier
	default:
		return ""
	}
}

func (b *Book) retired(product crm.Ref) bool {
	p := b.products[product.ID]
	return p != nil && p.Retired
}

func (b *Book) titleOf(s *shop, product crm.Ref) string {
	if p := b.products[product.ID]; p != nil && p.Name != "" {
		return p.Name
	}
	if title := s.titles[product]; title != "" {
		return title
	}
	return product.ID
}

// typicalOf returns the median of what buyers of a group spent on a product, by currency.
func (s *shop) typicalOf(group string, product crm.Ref) []kam.Money {
	at := groupProduct{group, product}
	if typical, ok := s.typical[at]; ok {
		return slices.Clone(typical)
	}
	spent := map[kam.Currency][]decimal.Decimal{}
	for _, account := range s.buyers[group][product] {
		for currency := range s.money {
			if amount, ok := s.spent[spentOn{account, product, currency}]; ok {
				spent[currency] = append(spent[currency], amount)
			}
		}
	}
	var typical []kam.Money
	for currency, amounts := range spent {
		if median := Median(amounts); median.Valid {
			typical = append(typical, kam.Money{Amount: median.Decimal, Currency: currency})
		}
	}
	slices.SortFunc(typical, func(x, y kam.Money) int { return cmp.Compare(x.Currency, y.Currency) })
	s.typical[at] = typical
	return slices.Clone(typical)
}
