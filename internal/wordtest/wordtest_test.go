package wordtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam/internal/wordtest"
)

// recorder is a test that keeps its failure to itself.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestFormatted(t *testing.T) {
	for _, c := range []struct {
		format   string
		operands []any
		wrong    bool
	}{
		{"%d", []any{1}, false},
		{"%s", []any{"%!"}, false},
		{"%s", []any{"EXTRA"}, false},
		{"%s", []any{"100 %!(a"}, false},
		{"%d", []any{[]string{}}, false},
		{"%d", []any{"one"}, true},
		{"%d", []any{[]string{"one"}}, true},
		{"%d", nil, true},
		{"one", []any{1}, true},
		{"100 %", nil, true},
		{"%d", []any{nil}, true},
		{"%[3]d", []any{1}, true},
		{"%z", []any{1}, true},
		{"%s", []any{func(string) {}}, true},
	} {
		r := &recorder{TB: t}
		text := fmt.Sprintf(c.format, c.operands...)
		wordtest.Formatted(r, text)
		assert.Equal(t, c.wrong, r.failed, text)
	}
}
