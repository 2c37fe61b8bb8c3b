package incentive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/incentive"
)

// The statement of somebody who has none earns nothing.
func TestZeroStatementEarnsNothing(t *testing.T) {
	assert.True(t, incentive.Statement{}.Earned().IsZero())
}
