package kpi

import "github.com/shopspring/decimal"

// maxBrands is the most brands among which a wallet is shared out.
const maxBrands = 1_000_000

// WalletShare returns what a customer buys from us / what it spends on all suppliers, as somebody stated it. A wallet of 0
// or less makes it unknown. Above 1 it says that the stated wallet is too small.
func WalletShare(ours, wallet decimal.Decimal) Ratio {
	if !usable(ours, wallet) || !wallet.IsPositive() {
		return Ratio{}
	}
	return ratioOf(ours, wallet)
}

// WalletRule returns the share of the wallet that a brand gets by its rank among the brands that a customer uses, 1 being
// the best: (1 - rank/(brands+1)) * 2/brands (Keiningham and others, Harvard Business Review, October 2011). Brands of
// equal rank have the mean of their ranks, such as 1.5. The shares of all ranks sum to 1. A rank not between 1 and brands,
// and brands not between 1 and 1,000,000, make it unknown.
func WalletRule(rank decimal.Decimal, brands int64) Ratio {
	n := decimal.NewFromInt(brands)
	if brands < 1 || brands > maxBrands || !usable(rank) || rank.LessThan(decimal.New(1, 0)) || rank.GreaterThan(n) {
		return Ratio{}
	}
	next := decimal.NewFromInt(brands + 1)
	return ratioOf(next.Sub(rank).Mul(decimal.New(2, 0)), next.Mul(n))
}
