package feedback_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring/feedback"
)

// plainFold and plainRemove are the slow reference: every name is tried at every character.
func plainFold(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r -= '！' - '!'
	case unicode.IsSpace(r):
		r = ' '
	case unicode.Is(unicode.Pd, r) || r == '−':
		r = '-'
	case strings.ContainsRune("‘’ʼ", r):
		r = '\''
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func plainRemove(s string, names []string) string {
	passes := func(r rune) bool { return r == ' ' || unicode.Is(unicode.Cf, r) }
	joined := func(a, b rune) bool {
		word := func(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) }
		return word(a) && word(b)
	}
	text, plain := []rune(s), []rune(strings.Map(plainFold, s))
	begins := func(at int, name []rune) int {
		n := at
		for i, want := range name {
			for i > 0 && n < len(plain) && passes(plain[n]) {
				n++
			}
			if n == len(plain) || plain[n] != want {
				return 0
			}
			n++
		}
		if n < len(plain) && joined(plain[n-1], plain[n]) {
			return 0
		}
		return n - at
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		longest := 0
		for _, name := range names {
			bare := slices.DeleteFunc([]rune(strings.Map(plainFold, name)), passes)
			if len(bare) > 0 && (i == 0 || !joined(plain[i-1], plain[i])) {
				longest = max(longest, begins(i, bare))
			}
		}
		if longest == 0 {
			b.WriteRune(text[i])
			i++
			continue
		}
		b.WriteString(feedback.Removed)
		i += longest
	}
	return b.String()
}

// bossRound has one boss who comments, whose comments are shown.
func bossRound(names []string, texts ...string) (feedback.RoundSpec, feedback.Response) {
	s := spec([]string{"x"}, "q")
	s.Comments.Names = names
	invite(&s, "x", feedback.Boss, "b")
	r := says(s, "b", "x")
	for _, text := range texts {
		r.Comments = append(r.Comments, feedback.Comment{Text: text})
	}
	return s, r
}

// TestNamesAgainstEachAlone compares with the reference on random texts of few characters, so that names overlap, stand in one
// another and end within words.
func TestNamesAgainstEachAlone(t *testing.T) {
	letters := []rune("aAbｂＡ王伟 \u200b-–’'1，")
	removed := 0
	for seed := range uint64(3_000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		random := func(least, most int) string {
			out := make([]rune, least+rng.IntN(most-least+1))
			for i := range out {
				out[i] = letters[rng.IntN(len(letters))]
			}
			return string(out)
		}
		var list []string
		for range 1 + rng.IntN(6) {
			if name := random(1, 4); strings.TrimSpace(name) != "" {
				list = append(list, name)
			}
		}
		text := strings.TrimSpace(random(1, 30))
		if text == "" {
			continue
		}
		s, r := bossRound(list, text)
		got, _ := report(t, collect(t, s, r), nil, "r1", "x")
		want := plainRemove(text, list)
		require.Equal(t, []feedback.Comment{{Text: want}}, got.Comments[1].Comments, "seed %d: %q without %q", seed, text, list)
		removed += strings.Count(want, feedback.Removed)
	}
	assert.Greater(t, removed, 4_000)
}

// hostile is as many long names and as long comments as a response may have, all alike.
func hostile() (feedback.RoundSpec, feedback.Response) {
	var list, texts []string
	for i := range feedback.MaxNames {
		list = append(list, strings.Repeat("a", 100)+fmt.Sprint(i))
	}
	for i := range feedback.MaxComments {
		texts = append(texts, strings.Repeat("a ", feedback.MaxCommentLength/2-10)+fmt.Sprint("b", i))
	}
	s, r := bossRound(list, texts...)
	s.Comments.Most = feedback.MaxCommentLength
	return s, r
}

func TestManyNamesInLongComments(t *testing.T) {
	s, r := hostile()
	a := collect(t, s, r)
	start := time.Now()
	got, _ := report(t, a, nil, "r1", "x")
	assert.Less(t, time.Since(start), 20*time.Second)
	assert.Len(t, got.Comments[1].Comments, feedback.MaxComments)
}

func BenchmarkNames(b *testing.B) {
	s, r := hostile()
	a := collect(b, s, r)
	b.ReportAllocs()
	for b.Loop() {
		report(b, a, nil, "r1", "x")
	}
}
