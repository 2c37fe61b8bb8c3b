package kam_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
)

func TestMustPanics(t *testing.T) {
	assert.Panics(t, func() { kam.MustDay("2023-02-29") })
	assert.Panics(t, func() { kam.MustDay("") })
	assert.Panics(t, func() { kam.MustPeriod("2026") })
	assert.Panics(t, func() { kam.MustFraction("1/0") })
	assert.NotPanics(t, func() { kam.MustDay("2024-02-29") })
}
