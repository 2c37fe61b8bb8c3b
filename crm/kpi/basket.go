package kpi

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// MaxProducts is the most products that associations are looked for among.
const MaxProducts = 2_000

// Conditions of [Associate] and [Book.CrossSell].
var (
	// ErrProducts says that there are more than [MaxProducts] products.
	ErrProducts = errors.New("kpi: too many products")
	// ErrSupport says that a minimum of accounts is below 1: a single chance purchase would make a rule.
	ErrSupport = errors.New("kpi: a minimum support is stated")
)

// Basket is what one account ever bought.
type Basket struct {
	Account  crm.Ref
	Products []crm.Ref
}

// Association is how often accounts that bought one product also bought another.
type Association struct {
	If   crm.Ref `json:"if"`
	Then crm.Ref `json:"then"`
	// Accounts are all with a basket; WithIf and WithThen have the one product, Both have the two.
	Accounts int64 `json:"accounts"`
	WithIf   int64 `json:"withIf"`
	WithThen int64 `json:"withThen"`
	Both     int64 `json:"both"`
}

// Support is the share of accounts that have both products. Without accounts it is unknown.
func (a Association) Support() Ratio { return ofCounts(a.Both, a.Accounts) }

// Confidence is the share of accounts with the one product that have the other too. Without such accounts it is unknown.
func (a Association) Confidence() Ratio { return ofCounts(a.Both, a.WithIf) }

// Lift is how many times as often the two are together as they would be by chance: both * accounts / (withIf * withThen).
// Above 1 they attract each other. When nobody has one of the two it is unknown.
func (a Association) Lift() Ratio {
	n, d := ofCounts(a.Both, a.WithIf), ofCounts(a.Accounts, a.WithThen)
	return ratioOf(n.Num.Mul(d.Num), n.Den.Mul(d.Den))
}

// Why tells the association with its counts, and the products by their ids.
func (a Association) Why() kam.Text { return a.why(a.If.ID, a.Then.ID) }

func (a Association) why(one, other string) kam.Text {
	confidence, ok := a.Confidence().Rat()
	lift, sure := a.Lift().Rat()
	if !ok || !sure {
		return say("nothing is known of the two", "二者关系未知")
	}
	return say("%[1]d of %[2]d with %[3]s also have %[4]s (%[5]s %%, lift %[6]s)", "购买 %[3]s 的 %[2]d 个客户中有 %[1]d 个也购买了 %[4]s（%[5]s%%，提升度 %[6]s）",
		a.Both, a.WithIf, wording.Clip(one), wording.Clip(other), wording.Percent(confidence), rounded(lift, 2))
}

// compareAssociations orders associations of the same baskets by lift, the highest first, then by both, then by the products.
func compareAssociations(x, y Association) int {
	return cmp.Or(compareLifts(y, x), cmp.Compare(y.Both, x.Both), x.If.Compare(y.If), x.Then.Compare(y.Then))
}

// compareLifts compares lifts of the same baskets, both1 / (if1 * then1) with both2 / (if2 * then2), in 128 bits: counts are
// below 2^40.
func compareLifts(x, y Association) int {
	high, low := bits.Mul64(uint64(x.Both), uint64(y.WithIf)*uint64(y.WithThen))
	otherHigh, otherLow := bits.Mul64(uint64(y.Both), uint64(x.WithIf)*uint64(x.WithThen))
	return cmp.Or(cmp.Compare(high, otherHigh), cmp.Compare(low, otherLow))
}

// Associate returns the associations of products that at least so many accounts have both of, in both directions, by lift,
// the highest first, then by the number of accounts with both, then by the products. A product counts once in a basket,
// and accounts whose baskets are empty do not count. It returns [ErrSupport] for a minimum below 1 and [ErrProducts] for
// too many products.
func Associate(baskets []Basket, minimum int64) ([]Association, error) {
	if minimum < 1 {
		return nil, fmt.Errorf("%w, at least 1, not %d", ErrSupport, minimum)
	}
	ids, counts, products := map[crm.Ref]int{}, []int64(nil), []crm.Ref(nil)
	held := make([][]int, 0, len(baskets))
	for _, basket := range baskets {
		has := make([]int, 0, len(basket.Products))
		for _, product := range basket.Products {
			id, ok := ids[product]
			if !ok {
				if len(products) == MaxProducts {
					return nil, fmt.Errorf("%w: more than %d", ErrProducts, MaxProducts)
				}
				id = len(products)
				ids[product], products, counts = id, append(products, product), append(counts, 0)
			}
			has = append(has, id)
		}
		slices.Sort(has)
		if has = slices.Compact(has); len(has) > 0 {
			held = append(held, has)
		}
	}
	both := make([]int64, len(products)*len(products))
	for _, has := range held {
		for i, x := range has {
			counts[x]++
			for _, y := range has[i+1:] {
				both[x*len(products)+y]++
			}
		}
	}
	var out []Association
	for x := range products {
		for y := x + 1; y < len(products); y++ {
			if n := both[x*len(products)+y]; n >= minimum {
				all := int64(len(held))
				out = append(out, Association{products[x], products[y], all, counts[x], counts[y], n}, Association{products[y], products[x], all, counts[y], counts[x], n})
			}
		}
	}
	slices.SortFunc(out, compareAssociations)
	return out, nil
}
