package kpi

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// CrossSellSpec says what is worth offering. The zero value is refused.
type CrossSellSpec struct {
	// Period are the days of the purchases that count, with an end.
	Period kam.Period `json:"period"`
	// MinAccounts is how many accounts must have two products for an association to say something: at least 1.
	MinAccounts int64 `json:"minAccounts"`
	// MinLift is the lift that an association must exceed. Defaults to 1: more than chance.
	MinLift decimal.Decimal `json:"minLift,omitzero"`
	// Peers says which accounts are alike: by industry or tier. Defaults to all accounts.
	Peers Dimension `json:"peers,omitempty"`
	// MinPeers is how many peers an account must have for their purchases to say something. Defaults to 5.
	MinPeers int64 `json:"minPeers,omitempty"`
	// PeerShare is the share of peers, from 0 to 1, that must have a product for it to be missing. Defaults to one half.
	PeerShare decimal.Decimal `json:"peerShare,omitzero"`
	// PerAccount is the most products that are named for one account. Defaults to 3.
	PerAccount int `json:"perAccount,omitempty"`
}

// Whitespace is a product that an account does not have and is likely to want.
type Whitespace struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name,omitempty"`
	Owner   string  `json:"owner,omitempty"`
	Product crm.Ref `json:"product"`
	Title   string  `json:"title,omitempty"`
	// Peers are the accounts alike that bought anything, Buyers those of them with the product; 0 where it is proposed by
	// an association alone.
	Peers  int64 `json:"peers"`
	Buyers int64 `json:"buyers"`
	// Group is what the peers have in common, empty for all accounts.
	Group string `json:"group,omitempty"`
	// By is the strongest association from a product that the account has, With the title of that; zero where only peers
	// speak for it.
	By   Association `json:"by,omitzero"`
	With string      `json:"with,omitempty"`
	// Typical is the median of what the buying peers spent on the product, in each currency; empty where lines state no
	// amounts.
	Typical []kam.Money `json:"typical,omitempty"`
}

// Share is the share of peers that have the product.
func (w Whitespace) Share() Ratio { return ofCounts(w.Buyers, w.Peers) }

// CrossSell is what purchase history says about what goes together.
type CrossSell struct {
	// Associations are in the order of [Associate], all that reach the minimum.
	Associations []Association `json:"associations"`
	// Whitespace is in the order of account; in an account the product that most peers have first, then as
	// their associations, then by ref.
	Whitespace []Whitespace `json:"whitespace"`
}

// CrossSell returns which products are bought together, and for each account those that its peers bought and it did not, or
// that go with what it has. A purchase is a line of the policy's Products; the product is named by its id, else by its name.
// A product is proposed when at least PeerShare of at least MinPeers peers have it, or when an association from a product
// that the account has exceeds MinLift. Products that are retired are never proposed; accounts without any purchase are
// proposed what their peers have. It returns an [*kam.InvalidError] with every fault of the spec, and [ErrProducts].
func (b *Book) CrossSell(spec CrossSellSpec) (CrossSell, error) {
	if err := spec.complete(); err != nil {
		return CrossSell{}, err
	}
	shop := b.shop(spec)
	associations, err := Associate(shop.baskets, spec.MinAccounts)
	if err != nil {
		return CrossSell{}, err
	}
	rules := map[crm.Ref][]int{} // associations by If, as indices: the strongest first
	for i, a := range associations {
		if lift, ok := a.Lift().Rat(); ok && lift.Cmp(spec.lift()) > 0 {
			rules[a.If] = append(rules[a.If], i)
		}
	}
	out := CrossSell{Associations: associations}
	for account := range b.accounts {
		out.Whitespace = append(out.Whitespace, b.whitespace(spec, shop, associations, rules, account)...)
	}
	return out, nil
}

// complete checks a spec and puts in what it leaves to its defaults.
func (s *CrossSellSpec) complete() error {
	found := &wording.Faults{Prefix: prefix}
	found.Period("$.period", s.Period, true)
	if s.MinAccounts < 1 {
		found.Add("support", "$.minAccounts", say("%d is below 1", "%d 小于 1", s.MinAccounts), say("state how many accounts an association takes, such as 5", "请填写关联规则所需的最少客户数，如 5"))
	}
	if s.MinPeers < 0 || s.PerAccount < 0 {
		found.Add("count", "$.minPeers", say("minPeers and perAccount are not below 0", "minPeers 与 perAccount 不得小于 0"), say("state a number, or leave it out", "请填写数值，或不填"))
	}
	if found.Number("$.peerShare", s.PeerShare) && !isShare(s.PeerShare) {
		found.Add("share", "$.peerShare", say("%s is not from 0 to 1", "%s 不在 0 与 1 之间", s.PeerShare), say("write 0.5 for one half", "一半请写作 0.5"))
	}
	if found.Number("$.minLift", s.MinLift) && s.MinLift.IsNegative() {
		found.Add("lift", "$.minLift", say("%s is below 0", "%s 小于 0", s.MinLift), say("1 is chance", "1 表示随机水平"))
	}
	if s.Peers != "" {
		wording.Choice(found, "by", "$.peers", s.Peers, ByIndustry, ByTier)
	}
	if err := found.Err(); err != nil {
		return err
	}
	if s.MinPeers == 0 {
		s.MinPeers = 5
	}
	if s.PerAccount == 0 {
		s.PerAccount = 3
	}
	if s.PeerShare.IsZero() {
		s.PeerShare = decimal.New(5, -1)
	}
	return nil
}

// lift is the least lift, itself excluded.
func (s CrossSellSpec) lift() *big.Rat {
	if s.MinLift.IsZero() {
		return big.NewRat(1, 1)
	}
	return num.Rat(s.MinLift)
}

// candidate is a product that may be proposed to an account.
type candidate struct {
	product crm.Ref
	buyers  int
	rule    int // the index of the strongest association; after all of them for none
}

// whitespace returns the products to propose to one account.
func (b *Book) whitespace(spec CrossSellSpec, s *shop, associations []Association, rules map[crm.Ref][]int, account int) []Whitespace {
	c := b.accounts[account]
	group, has := b.groupOf(spec.Peers, account), s.has[account]
	peers := s.members[group]
	if len(has) > 0 {
		peers--
	}
	speak := peers >= spec.MinPeers && (spec.Peers == "" || group != "") // an unknown industry makes no peers
	best := map[crm.Ref]int{}
	for product := range has {
		for _, i := range rules[product] {
			then := associations[i].Then
			if before, ok := best[then]; (!ok || i < before) && !has[then] && !b.retired(then) {
				best[then] = i
			}
		}
	}
	var candidates []candidate
	for product, rule := range best {
		candidates = append(candidates, candidate{product: product, rule: rule})
	}
	if speak {
		for i := range candidates {
			candidates[i].buyers = len(s.buyers[group][candidates[i].product])
		}
		enough := spec.PeerShare.Mul(decimal.NewFromInt(peers))
		for _, product := range s.popular[group] {
			buyers := len(s.buyers[group][product])
			if _, ok := best[product]; ok || has[product] || decimal.NewFromInt(int64(buyers)).LessThan(enough) {
				continue
			}
			candidates = append(candidates, candidate{product, buyers, len(associations)})
		}
	}
	slices.SortFunc(candidates, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.buyers, x.buyers), cmp.Compare(x.rule, y.rule), x.product.Compare(y.product))
	})
	var out []Whitespace
	for _, one := range candidates[:min(len(candidates), spec.PerAccount)] {
		w := Whitespace{Account: c.ref, Name: c.account.Name, Owner: c.account.Owner, Product: one.product, Title: b.titleOf(s, one.product)}
		if one.rule < len(associations) {
			w.By = associations[one.rule]
			w.With = b.titleOf(s, w.By.If)
		}
		if speak {
			w.Peers, w.Buyers, w.Group, w.Typical = peers, int64(one.buyers), group, s.typicalOf(group, one.product)
		}
		out = append(out, w)
	}
	return out
}

// Why tells why the product is proposed.
func (w Whitespace) Why() kam.Text {
	var why []kam.Text
	if w.Buyers > 0 {
		peers := say("%[1]d of %[2]d customers have it", "%[2]d 个客户中有 %[1]d 个已购买", w.Buyers, w.Peers)
		if w.Group != "" {
			peers = say("%[1]d of %[2]d peers in %[3]s have it", "同属“%[3]s”的 %[2]d 个客户中有 %[1]d 个已购买", w.Buyers, w.Peers, wording.Clip(w.Group))
		}
		why = append(why, peers)
	}
	if w.By.Both > 0 {
		why = append(why, w.By.why(w.With, w.Title))
	}
	if len(w.Typical) > 0 {
		var amounts []kam.Text
		for _, m := range w.Typical {
			amounts = append(amounts, wording.Same(wording.Money(m.Amount, m.Currency)))
		}
		why = append(why, say("half of them spent at least %s", "其中一半的采购额不低于 %s", wording.Join(amounts)))
	}
	return wording.Clauses(why)
}

// Finding tells the product to propose.
func (w Whitespace) Finding() kam.Finding {
	return kam.Finding{
		Code: prefix + ".whitespace", Severity: kam.Info, Place: w.Account.String(),
		Message: say("%s does not have %s: %s", "%s 尚未购买 %s：%s", wording.Clip(w.Name), wording.Clip(w.Title), w.Why()),
		Remedy:  say("find out whether it is needed, and offer it", "请了解需求并适时推荐"),
	}
}
