package main

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
)

func TestTiers(t *testing.T) {
	for accounts, want := range map[int]string{0: "0 0 0", 1: "1 0 0", 2: "1 1 0", 3: "1 1 1", 4: "2 1 1", 5: "2 2 1", 6: "2 2 2", 100: "34 33 33"} {
		p := plan{}
		for i := range accounts {
			p.parts = append(p.parts, node{id: fmt.Sprint(i), level: accountLevel, parent: "p"})
		}
		var got [3]int64
		for i, tier := range p.tiers(node{id: "p"}) {
			got[i] = tier.Accounts
		}
		assert.Equal(t, want, fmt.Sprint(got[0], got[1], got[2]), accounts)
	}
}

func TestPercent(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0.0%", "0.000001": "<0.1%", "0.001": "0.1%", "0.5": "50.0%", "0.999": "99.9%", "0.999999": ">99.9%", "1": "100.0%",
	} {
		assert.Equal(t, want, percent(decimal.NewNullDecimal(decimal.RequireFromString(text))), text)
	}
	assert.Equal(t, "?", percent(decimal.NullDecimal{}))
}
