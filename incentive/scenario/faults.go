package scenario

import (
	"errors"
	"maps"
	"slices"

	"github.com/kam-go/kam"
)

// asInvalid returns the findings of an error that has some.
func asInvalid(err error) (*kam.InvalidError, bool) {
	return errors.AsType[*kam.InvalidError](err)
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
