package breakdown_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/breakdown"
)

func TestPathID(t *testing.T) {
	for id, path := range map[string][]string{
		"all":                {"all"},
		"all/anna/Acme":      {"all", "anna", "Acme"},
		"A%2FS/%252F/100%25": {"A/S", "%2F", "100%"},
		"/":                  {"", ""},
	} {
		assert.Equal(t, id, breakdown.PathID(path...))
		assert.Equal(t, path, breakdown.Path(id))
	}
}

// A path comes back as it was, and two paths have two IDs.
func FuzzPathID(f *testing.F) {
	f.Add("a/b", "c", "a", "b/c", true)
	f.Add("%2F", "", "/", "", false)
	f.Fuzz(func(t *testing.T, a, b, c, d string, short bool) {
		one, other := []string{a, b}, []string{c, d}
		if short {
			other = other[:1]
		}
		require.Equal(t, one, breakdown.Path(breakdown.PathID(one...)))
		require.Equal(t, slices.Equal(one, other), breakdown.PathID(one...) == breakdown.PathID(other...))
	})
}

// Names with slashes make nodes of their own, and an account that is not known adds to its owner alone.
func TestNodesOfNamesWithSlashes(t *testing.T) {
	nodes := breakdown.Nodes(threeLevels(), []breakdown.Row{
		{Path: []string{"all", "a/b", ""}, History: dec("1")}, {Path: []string{"all", "a", "b"}, History: dec("2")}, {Path: []string{"all", "a%2Fb"}, History: dec("4")}, {Path: []string{"", ""}, History: dec("8")},
	})
	var ids []string
	for _, n := range nodes {
		ids = append(ids, n.ID+" "+n.History.Decimal.String())
	}
	assert.Equal(t, "all 7; all/a%2Fb 1; all/a 2; all/a/b 2; all/a%252Fb 4", strings.Join(ids, "; "))
}

func TestPathNames(t *testing.T) {
	names := breakdown.PathNames("K/I", func(id string) string {
		return map[string]string{"7": "Ann", "K%2FI/8": "a deal of that name", "A/S": "Acme A/S"}[id]
	})
	for id, want := range map[string]string{
		"7": "Ann", "K%2FI/7": "Ann", "K%2FI": "K/I", "K%2FI/7/A%2FS": "Acme A/S", "K%2FI/7/B%2FS": "B/S",
		"K%2FI/8": "a deal of that name", "K%2FIx/7": "K%2FIx/7", "K/I/7": "K/I/7", "other": "other",
	} {
		assert.Equal(t, want, names.Of(id), id)
	}
	assert.Equal(t, "x", breakdown.PathNames("all", nil).Of("all/x"))
	assert.Equal(t, kam.Names(nil).Of("y"), breakdown.PathNames("all", nil).Of("y"))
}
