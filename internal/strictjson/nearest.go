package strictjson

import (
	"strings"
	"unicode/utf8"
)

// nearest returns the name most like key, or "" when none is like it: the same but for case, blanks, hyphens and
// underscores, or a few letters away. Ties go to the earlier name.
func nearest(key string, names []field) string {
	const longest = 64
	if len(key) > longest {
		return ""
	}
	plain := simplify(key)
	best, limit := "", 1+utf8.RuneCountInString(plain)/3
	for _, f := range names {
		if len(f.name) > longest {
			continue
		}
		if d := distance([]rune(plain), []rune(simplify(f.name))); d < limit || d == limit && best == "" {
			best, limit = f.name, d
		}
	}
	return best
}

func simplify(s string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(s))
}

// distance returns how many letters must be put in, taken out, changed or swapped with their neighbour to make b of a.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
