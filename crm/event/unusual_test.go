package event_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/event"
)

func TestSmallChancesAreNotNothing(t *testing.T) {
	e := event.Effect{Over: true}
	for range 20 {
		e.Pairs = append(e.Pairs, event.Pair{Guest: event.Side{Touched: true}})
	}
	assert.Contains(t, e.Statement().EN, "in <0.1 % of cases", "2 of 2^20")
	assert.Contains(t, e.Statement().ZH, "概率为 <0.1%")
	e.Pairs = e.Pairs[:10]
	assert.Contains(t, e.Statement().EN, "in 0.2 % of cases", "2 of 2^10")
}

func TestOddNamesAndCurrencies(t *testing.T) {
	salon := theSalon(func(e *crm.Event) { e.Cost, e.Currency = amount("100"), "RMB" })
	came := invite("li", crm.Accepted, crm.Attended)
	came.Data.(*crm.Invitation).By = "a\nb"
	o := after(t, compile(t, policy()), "2026-03-12", salon, account("a", "A", "c\td"), contact("li", "a", nil), came) // checks every measure
	require.Len(t, o.Guests, 1)
	assert.Empty(t, o.Currency)
	assert.Equal(t, "unknown", told(t, o, "salon", event.MetricCostPerGuest, ""))
}
