package storable

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrContent says that transactions are stored with other content; see [ContentError]. Nothing was changed.
var ErrContent = errors.New("transactions are stored with other content")

// maxListed is how many ids a [ContentError] lists.
const maxListed = 100

// ContentError says which transactions are stored with other content than they were to be stored with. It wraps [ErrContent].
type ContentError struct {
	// IDs are the first hundred, each once, in the order met.
	IDs []string
	// More is how many times others were met.
	More int
}

// Error names the ids.
func (e *ContentError) Error() string {
	ids := make([]string, len(e.IDs))
	for i, id := range e.IDs {
		ids[i] = strconv.Quote(id)
	}
	text := fmt.Sprintf("%v: %s", ErrContent, strings.Join(ids, ", "))
	if e.More > 0 {
		text += fmt.Sprintf(" and %d more", e.More)
	}
	return text + "; nothing was stored: a changed deal needs a reversal and a new id"
}

// Unwrap returns [ErrContent].
func (e *ContentError) Unwrap() error { return ErrContent }

// Add adds an id that is not listed yet.
func (e *ContentError) Add(id string) {
	switch {
	case slices.Contains(e.IDs, id):
	case len(e.IDs) == maxListed:
		e.More++
	default:
		e.IDs = append(e.IDs, id)
	}
}
