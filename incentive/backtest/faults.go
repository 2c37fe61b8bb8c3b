package backtest

import (
	"errors"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// prefix stands before the codes of this package.
const prefix = "backtest"

// say builds a text in both languages.
func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// within puts findings of another check below a name, such as "before: $.plans[0]".
func within(name string, err error) error {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return err
	}
	var list kam.Findings
	for _, f := range invalid.Findings {
		f.Place = name + ": " + f.Place
		list.Add(f)
	}
	return list.Err()
}

// findingsOf returns the findings of an error; one that has none is told as it is.
func findingsOf(err error) kam.Findings {
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		return invalid.Findings
	}
	return kam.Findings{{Code: prefix + ".invalid", Severity: kam.Error, Message: wording.Same(err.Error()), Remedy: say("correct it", "请更正")}}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
