package attain

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Share is one of the shares that are mixed into an index: new accounts of all accounts, revenue from new sectors of all
// revenue, products sold of products that could be sold.
type Share struct {
	// ID is unique among the shares, at most 128 bytes.
	ID string `json:"id"`
	// Part is at least 0 and at most Whole. Both are not valid while they are not known.
	Part  decimal.NullDecimal `json:"part,omitzero"`
	Whole decimal.NullDecimal `json:"whole,omitzero"`
	// Weight is at least 0; the weights sum to exactly 1.
	Weight kam.Fraction `json:"weight"`
}

// Mix is an index made of several shares, from 0 to 1. The zero value is not known.
type Mix struct {
	Index Ratio `json:"index"`
	// Shares are in the order given.
	Shares []MixedShare `json:"shares"`
}

// MixedShare is one share and what it adds to the index. The contributions sum to the index exactly.
type MixedShare struct {
	ID           string `json:"id"`
	Share        Ratio  `json:"share"`
	Contribution Ratio  `json:"contribution"`
}

// MarketDevelopment returns the index Σ weight * part / whole, by which the development of a market is one number made of
// declared shares, such as those of new accounts, new sectors and whitespace. It is not known when a share with a weight
// is not. Shares are 1 to [MaxShares]; faults come all at once in a [*kam.InvalidError]: attain.count, .id, .number,
// .share, .weight.
func MarketDevelopment(shares []Share) (Mix, error) {
	var found kam.Findings
	if !count(&found, "$.shares", len(shares), 1, MaxShares) {
		return Mix{}, found.Err()
	}
	out := Mix{Shares: make([]MixedShare, len(shares))}
	weights, index, seen := make([]kam.Fraction, 0, len(shares)), new(big.Rat), make(map[string]bool, len(shares))
	var missing Reason
	for i, s := range shares {
		place := fmt.Sprintf("$.shares[%d]", i)
		name(&found, place+".id", s.ID, seen)
		ratio := s.ratio(place, &found)
		if s.Weight.Check() != nil || s.Weight.Num < 0 {
			found.Add(fault("weight", place+".weight", say("%d/%d is no weight", "%d/%d 不是有效的权重", s.Weight.Num, s.Weight.Den),
				say("use 0 to 1, such as 0.4 or 1/3", "请填 0 至 1，例如 0.4 或 1/3")))
			continue
		}
		weights = append(weights, s.Weight)
		out.Shares[i] = MixedShare{ID: s.ID, Share: ratio, Contribution: Ratio{reason: ratio.reason}}
		switch contribution := ratio.quotient(); {
		case contribution != nil:
			contribution.Mul(contribution, s.Weight.Rat())
			index.Add(index, contribution)
			out.Shares[i].Contribution = pure(contribution)
		case s.Weight.IsZero():
			out.Shares[i].Contribution = pure(new(big.Rat))
		case missing == "":
			missing = ratio.reason
		}
	}
	if len(weights) == len(shares) {
		if total := kam.Sum(weights...); total.Cmp(big.NewRat(1, 1)) != 0 {
			found.Add(fault("weight", "$.shares", say("the weights sum to %s", "权重合计为 %s", total.RatString()), say("make them sum to exactly 1", "请使其合计恰为 1")))
		}
	}
	if err := found.Err(); err != nil {
		return Mix{}, err
	}
	out.Index = Ratio{reason: missing}
	if missing == "" {
		out.Index = pure(index)
	}
	return out, nil
}

// ratio returns part by whole and reports what is no share.
func (s Share) ratio(place string, found *kam.Findings) Ratio {
	part, all := value(found, place+".part", s.Part), value(found, place+".whole", s.Whole)
	negative(found, "share", place+".part", part)
	negative(found, "share", place+".whole", all)
	if part != nil && all != nil && part.Cmp(all) > 0 && all.Sign() >= 0 {
		found.Add(fault("share", place+".part", say("the part %s is more than the whole %s", "部分 %s 超过总体 %s", part, all),
			say("count both over the same accounts and period", "请在相同的客户范围与期间内统计两者")))
	}
	return parts(part, all, ZeroWhole).telling("%s of %s", "%[2]s 中的 %[1]s", part, all)
}

// Explain returns the index and its shares.
func (m Mix) Explain() kam.Text {
	text := m.Index.Explain()
	for i, s := range m.Shares {
		en, zh := "%s, %s %s", "%s、%s（%s）"
		if i == 0 {
			en, zh = "%s from %s %s", "%s，其中 %s（%s）"
			if !m.Index.Known() {
				en, zh = "%s; %s %s", "%s；其中 %s（%s）"
			}
		}
		text = say(en, zh, text, show(s.ID), s.Share.Explain())
	}
	return text
}

// Development compares the share that a market has of own sales with the share it has of a base, such as its part of
// all people or of a category's sales. With the sales of a category as Sales it is the category development index, with
// those of a brand the brand development index.
type Development struct {
	// Sales are those in the market, and AllSales those in all markets.
	Sales    decimal.NullDecimal `json:"sales,omitzero"`
	AllSales decimal.NullDecimal `json:"allSales,omitzero"`
	// Base is the size of the market, and AllBase that of all markets.
	Base    decimal.NullDecimal `json:"base,omitzero"`
	AllBase decimal.NullDecimal `json:"allBase,omitzero"`
}

// Index returns (Sales / AllSales) / (Base / AllBase): 1, usually written 100, where the market buys as much as its size
// lets expect, above 1 where it buys more. It is not known when a value is not, or when a part but Sales is 0. Faults come
// in a [*kam.InvalidError]: attain.number, .share (a value below 0, or a market above all markets).
func (d Development) Index() (Ratio, error) {
	var found kam.Findings
	sales := Share{Part: d.Sales, Whole: d.AllSales}.between("$.sales", "$.allSales", &found)
	base := Share{Part: d.Base, Whole: d.AllBase}.between("$.base", "$.allBase", &found)
	if err := found.Err(); err != nil {
		return Ratio{}, err
	}
	own, size := sales.quotient(), base.quotient()
	switch {
	case own == nil:
		return Ratio{reason: sales.reason}, nil
	case size == nil:
		return Ratio{reason: base.reason}, nil
	case size.Sign() == 0:
		return Ratio{reason: ZeroBase}, nil
	}
	return pure(new(big.Rat).Quo(own, size)).telling("%s %% of the sales by %s %% of the base", "销售占比 %s%% ÷ 基数占比 %s%%", percent(own), percent(size)), nil
}

// between is ratio with places of its own.
func (s Share) between(part, all string, found *kam.Findings) Ratio {
	var own kam.Findings
	ratio := s.ratio("", &own)
	for _, f := range own {
		place := part
		if f.Place == ".whole" {
			place = all
		}
		f.Place = place
		found.Add(f)
	}
	return ratio
}
