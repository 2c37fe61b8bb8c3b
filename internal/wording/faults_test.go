package wording_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

type colour string

func TestFaultsAreCollectedWithTheirPlaces(t *testing.T) {
	f := wording.Faults{Prefix: "box"}
	seen := map[string]bool{}
	assert.True(t, f.ID("$.a.id", "one", seen))
	assert.True(t, f.Number("$.n", decimal.New(5, 0)))
	assert.True(t, f.Count("$.list", 0, 0, 3))
	assert.True(t, f.Count("$.list", 3, 0, 3))
	assert.True(t, f.Period("$.p", kam.MustPeriod("2026-01-01/2026-01-02"), true))
	assert.True(t, f.Period("$.p", kam.Period{From: kam.MustDay("2026-01-01")}, false))
	assert.True(t, f.Text("$.t", kam.Text{EN: "a", ZH: "甲"}))
	assert.True(t, f.Subject("$.s", kam.Subject{Kind: "payee", ID: "anna"}))
	assert.True(t, wording.Choice(&f, "colour", "$.c", colour("red"), "red", "blue"))
	f.Merge("$.part", nil)
	assert.False(t, f.HasErrors())
	require.NoError(t, f.Err())

	f.Warn("odd", "$.w", wording.Same("odd"), wording.Same("look"))
	require.NoError(t, f.Err(), "a warning is no error")

	assert.False(t, f.ID("$.b.id", "one", seen))
	assert.False(t, f.ID("$.c.id", "", seen))
	assert.False(t, f.ID("$.d.id", strings.Repeat("x", 129), seen))
	assert.False(t, f.ID("$.e.id", "a\x00", seen))
	assert.False(t, f.ID("$.f.id", " a", seen))
	assert.False(t, f.ID("$.g.id", "\xff", seen))
	assert.True(t, f.ID("$.h.id", strings.Repeat("x", 128), nil))
	assert.False(t, f.Number("$.n", decimal.New(1, 50_000_000)))
	assert.False(t, f.Count("$.many", 4, 0, 3))
	assert.False(t, f.Count("$.few", 1, 2, 3))
	assert.False(t, f.Period("$.none", kam.Period{}, false))
	assert.False(t, f.Period("$.open", kam.Period{From: kam.MustDay("2026-01-01")}, true))
	assert.False(t, f.Text("$.t", kam.Text{EN: "a"}))
	assert.False(t, f.Subject("$.s", kam.Subject{}))
	assert.False(t, wording.Choice(&f, "colour", "$.c", colour("green"), "red", "blue"))
	assert.False(t, wording.Choice(&f, "colour", "$.d", colour(""), "red", "blue"))
	f.Merge("$.part", errors.New("broken"))
	var inner wording.Faults
	inner.Add("hole", "$.x", wording.Same("a"), wording.Same("b"))
	f.Merge(wording.At("$.parts", 2), inner.Err())

	f.Take("$.taken", kam.Findings{{Code: "told", Place: "$.y", Message: wording.Same("a"), Remedy: wording.Same("b"), Severity: kam.Error}})

	invalid, ok := errors.AsType[*kam.InvalidError](f.Err())
	require.True(t, ok)
	got := make([]string, 0, len(invalid.Findings))
	for _, finding := range invalid.Findings.Sorted() {
		if finding.Severity == kam.Error {
			got = append(got, finding.Code+" "+finding.Place)
		}
		assert.NotEmpty(t, finding.Message.EN)
		assert.NotEmpty(t, finding.Message.ZH)
		assert.NotEmpty(t, finding.Remedy.EN)
		assert.NotEmpty(t, finding.Remedy.ZH)
	}
	assert.ElementsMatch(t, []string{
		"box.twice $.b.id", "box.id $.c.id", "box.id $.d.id", "box.id $.e.id", "box.id $.f.id", "box.id $.g.id",
		"box.number $.n", "box.too-many $.many", "box.too-few $.few", "box.period $.none", "box.period $.open", "box.text $.t",
		"box.subject $.s.kind", "box.subject $.s.id", "box.colour $.c", "box.colour $.d", "box.invalid $.part", "hole $.parts[2].x", "told $.taken.y",
	}, got)
	assert.Len(t, f.Findings(), len(got)+1)
	text := invalid.In(kam.Chinese)
	assert.Contains(t, text, "请选用其一：red、blue")
}

func TestAt(t *testing.T) { assert.Equal(t, "$.list[3]", wording.At("$.list", 3)) }
