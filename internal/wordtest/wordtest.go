// Package wordtest checks, in tests, the sentences that people read.
package wordtest

import (
	"regexp"
	"testing"
)

// mistake is what package fmt writes where a format and its operands do not fit. It asks for the whole of it: a text may quote
// somebody's own "%!".
var mistake = regexp.MustCompile(`%![A-Za-z]?\((EXTRA |MISSING\)|BAD(INDEX|WIDTH|PREC)\)|NOVERB\)|PANIC=|[^ =]+=|<nil>\))`)

// Formatted fails the test for each text in which a format and its operands did not fit.
func Formatted(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if found := mistake.FindString(text); found != "" {
			t.Errorf("%q is what a format writes that does not fit its operands: %s", found, text)
		}
	}
}
