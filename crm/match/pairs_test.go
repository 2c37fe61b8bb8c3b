package match_test

import (
	"crypto/sha256"
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
)

// labelled is a row of testdata/pairs.csv.
type labelled struct{ left, right, answer, note, set string }

func labelledPairs(t *testing.T) []labelled {
	t.Helper()
	f, err := os.Open("testdata/pairs.csv")
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"left", "right", "answer", "note", "set"}, rows[0])
	out := make([]labelled, 0, len(rows)-1)
	for _, r := range rows[1:] {
		out = append(out, labelled{r[0], r[1], r[2], r[3], r[4]})
	}
	return out
}

func TestPairsAreLabelledAndParted(t *testing.T) {
	rows := labelledPairs(t)
	seen := map[[2]string]bool{}
	different := 0
	for _, r := range rows {
		assert.Contains(t, []string{"same", "different"}, r.answer, "%s | %s", r.left, r.right)
		key := [2]string{min(r.left, r.right), max(r.left, r.right)}
		assert.False(t, seen[key], "twice: %s | %s", r.left, r.right)
		seen[key] = true
		sum := sha256.Sum256([]byte(r.left + "|" + r.right))
		want := "work"
		if sum[0]%3 == 0 {
			want = "holdout"
		}
		assert.Equal(t, want, r.set, "%s | %s", r.left, r.right)
		if r.answer == "different" {
			different++
		}
	}
	assert.GreaterOrEqual(t, len(rows), 320)
	assert.GreaterOrEqual(t, different*100, len(rows)*45)
}

// score is how the answers of a set turned out; "ask" counts as not merged.
type score struct{ right, wrong, missed, asked int }

func scoreOf(t *testing.T, set string) score {
	t.Helper()
	m, err := match.Compile(match.Standard())
	require.NoError(t, err)
	var s score
	for _, r := range labelledPairs(t) {
		if r.set != set {
			continue
		}
		c := m.Compare(party("a", "1", r.left), party("b", "1", r.right))
		switch {
		case c.Answer == match.Same && r.answer == "same":
			s.right++
		case c.Answer == match.Same:
			s.wrong++
		case r.answer == "same":
			s.missed++
		}
		if c.Answer == match.Ask {
			s.asked++
		}
		if os.Getenv("KAM_MATCH_SHOW") == set && (c.Answer == match.Same) != (r.answer == "same") {
			t.Logf("%-9s %-9s %-12s %s | %s", r.answer, c.Answer, c.Rule, r.left, r.right)
		}
	}
	t.Logf("%s: %d merged rightly, %d wrongly, %d missed, %d asked", set, s.right, s.wrong, s.missed, s.asked)
	return s
}

func TestWorkPairs(t *testing.T) {
	checkScore(t, scoreOf(t, "work"))
}

func TestHoldoutPairs(t *testing.T) {
	checkScore(t, scoreOf(t, "holdout"))
}

// checkScore demands a precision of 0.99 and a recall of 0.85.
func checkScore(t *testing.T, s score) {
	t.Helper()
	assert.GreaterOrEqual(t, s.right*100, (s.right+s.wrong)*99, "precision")
	assert.GreaterOrEqual(t, s.right*100, (s.right+s.missed)*85, "recall")
}

func party(system crm.System, id, name string) match.Party {
	return match.Party{Ref: crm.Ref{System: system, Kind: crm.KindAccount, ID: id}, Name: name}
}
