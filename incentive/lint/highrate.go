package lint

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// highRates reports rates by which a component pays as much as it counts, or more, whatever its form.
func (s *subject) highRates(k incentive.Component, root string) {
	if !s.isMoney(k.Measure) {
		return // a rate is money for each unit
	}
	report := func(place string, d decimal.NullDecimal) {
		if d.Valid {
			s.highRate(k, place, num.Rat(d.Decimal))
		}
	}
	report(root+".rate", k.Rate)
	if k.Tiers != nil {
		for i, b := range k.Tiers.Bands {
			place := at(root+".tiers", "bands", i)
			report(place+".rate", b.Rate)
			if k.Tiers.Mode == incentive.InterpolatedAmount && k.Tiers.Basis == incentive.ByAmount && axisOf(k) == k.Measure {
				s.highRate(k, place+".amount", tierLadder(k, root).steps[i].pays)
			}
		}
	}
	if k.Table != nil {
		for i, c := range k.Table.Cells {
			report(at(root+".table", "cells", i)+".rate", decimal.NewNullDecimal(c.Rate))
		}
	}
	if k.Every != nil {
		s.highRate(k, root+".every", ratioOf(k.Every.Pays, k.Every.Each))
	}
	if k.Pool != nil {
		report(root+".pool.rate", k.Pool.Rate)
	}
}

// ofSales reports whether a rate on a measure is a part of sales: whether a deal's money counts there, and, where whole is
// asked for, counts whole. Overrides count commission; a rate of 1 on a share says that the share is paid.
func (s *subject) ofSales(measure string, whole bool) bool {
	return slices.ContainsFunc(s.rulesOf(measure), func(r incentive.CreditRule) bool {
		sales := r.To != incentive.ToManager || r.Base == incentive.CreditAmount
		return sales && (!whole || r.Share.Rat().Cmp(big.NewRat(1, 1)) >= 0)
	})
}

// highRate reports one rate that is 100 % or more.
func (s *subject) highRate(k incentive.Component, place string, rate *big.Rat) {
	over := rate.Cmp(big.NewRat(1, 1))
	if over < 0 || !s.ofSales(k.Measure, over == 0) {
		return
	}
	sale := decimal.New(1000, 0)
	pays := new(big.Rat).Mul(rate, num.Rat(sale))
	remedy := say(`write shares, not per cent: "0.05" is 5 %%`, `请写小数而非百分数："0.05" 即 5%%`)
	if k.Every != nil || k.Tiers != nil && k.Tiers.Mode == incentive.InterpolatedAmount {
		remedy = say("lower what is paid, or raise what it is paid for", "请降低计付金额，或提高对应的业绩")
	}
	s.add(CodeHighRate, place, say("the rate is %s: %s of %q pays %s before multipliers and caps", "比例为 %s：每 %s 的 %q 计付 %s（未计系数与封顶）",
		s.about(ladder{measure: k.Measure, key: "rate"}, rate), s.money(sale), k.Measure, s.exactly(pays)), remedy)
}
