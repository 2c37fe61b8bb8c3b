package settlement_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/settlement"
	"github.com/kam-go/kam/internal/wordtest"
)

// section returns the lines of a section's first table, as cells, without its head.
func section(t *testing.T, document, heading string) [][]string {
	t.Helper()
	_, text, found := strings.Cut(document, "\n## "+heading+"\n")
	require.True(t, found, heading)
	text, _, _ = strings.Cut(text, "\n## ")
	var rows [][]string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "|") {
			cells := strings.Split(strings.Trim(line, "|"), " | ")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			rows = append(rows, cells)
		}
	}
	require.Greater(t, len(rows), 2)
	return rows[2:]
}

// money reads a figure of a table; an empty cell is zero.
func money(cell string) decimal.Decimal {
	cell = strings.ReplaceAll(strings.Trim(cell, "*"), ",", "")
	if cell == "" {
		return decimal.Zero
	}
	return decimal.RequireFromString(cell)
}

// Every column of the steps adds up on the page, and so do the tables of what is held and owed.
func TestColumnsAddUp(t *testing.T) {
	text := april(t).Markdown(kam.English)
	for heading, columns := range map[string][]int{
		"Step by step": {1, 2, 3}, "Still held back": {3}, "Still owed": {2},
		"Corrections of earlier periods": {3, 4, 5}, "Manual adjustments": {1}, "What changed since the period before, 2026-03-01 to 2026-03-31": {1, 2, 3},
	} {
		rows := section(t, text, heading)
		for _, column := range columns {
			sum := decimal.Zero
			for _, row := range rows[:len(rows)-1] {
				sum = sum.Add(money(row[column]))
			}
			assert.Equal(t, money(rows[len(rows)-1][column]).String(), sum.String(), "%s, column %d", heading, column)
		}
	}
}

// Every change since the last statement has a reason in both languages.
func TestEveryChangeHasAReason(t *testing.T) {
	st := april(t)
	_, changes := st.Changes()
	require.NotEmpty(t, changes)
	for _, c := range changes {
		assert.NotEmpty(t, c.Because.EN, "%s %s", c.Kind, c.Component)
		assert.NotEmpty(t, c.Because.ZH, "%s %s", c.Kind, c.Component)
		wordtest.Formatted(t, c.Because.EN+c.Because.ZH)
	}
}

// Without the run of the period before, a statement says where the measure stands.
func TestChangesWithoutTheRunBefore(t *testing.T) {
	h := newHost(t, monthly)
	opening := h.opening()
	d1 := deal("D-1", "2026-01-10", "40000")
	h.settle(settlement.Inputs{Run: h.run("2026-01-01/2026-02-01", opening, d1), Opening: opening})
	opening = h.opening()
	s := h.settle(settlement.Inputs{Run: h.run("2026-02-01/2026-03-01", opening, d1), Opening: opening})
	st, ok := s.Statement("anna", "ae")
	require.True(t, ok)
	_, changes := st.Changes()
	require.NotEmpty(t, changes)
	assert.Equal(t, kam.Text{EN: "revenue 0", ZH: "revenue 为 0"}, changes[0].Because)
	for _, c := range changes {
		assert.NotEmpty(t, c.Because, "%s %s", c.Kind, c.Component)
	}
}
