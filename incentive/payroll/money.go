package payroll

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// money returns an amount for people to read.
func money(d decimal.Decimal, c kam.Currency) string {
	return wording.Money(d, c)
}

// amounts returns sums ascending by currency.
func amounts(sums map[kam.Currency]decimal.Decimal) []kam.Money {
	list := make([]kam.Money, 0, len(sums))
	for _, c := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, kam.Money{Amount: sums[c], Currency: c})
	}
	return list
}
