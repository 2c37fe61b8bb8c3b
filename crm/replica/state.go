package replica

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/kam-go/kam/crm"
)

// state is how far the reading of a kind has come, as the store keeps it.
type state struct {
	// Format is 1.
	Format int `json:"format"`
	// Mark is the last change that was applied.
	Mark crm.Mark `json:"mark,omitzero"`
	// Since is when the deletions that are still to be listed begin.
	Since time.Time `json:"since,omitzero"`
	// Swept is when the last sweep began that has ended.
	Swept time.Time `json:"swept,omitzero"`
	// Sweep is the one that has begun and not ended.
	Sweep *sweep `json:"sweep,omitempty"`
}

// sweep is how far the comparison of ids has come.
type sweep struct {
	// Begun is when.
	Begun time.Time `json:"begun"`
	// After is the last id that was compared.
	After string `json:"after,omitempty"`
	// Compared are the ids of the copy that were looked for, Gone those of them that the system has no more.
	Compared int `json:"compared,omitempty"`
	Gone     int `json:"gone,omitempty"`
}

const format = 1

func parseState(text string) (state, error) {
	s := state{Format: format}
	if text == "" {
		return s, nil
	}
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return state{}, fmt.Errorf("%w: %w", ErrState, err)
	}
	if _, err := d.Token(); err != io.EOF || s.Format != format {
		return state{}, fmt.Errorf("%w: format %d", ErrState, s.Format)
	}
	return s, nil
}

func (s state) text() (string, error) {
	text, err := json.Marshal(s)
	return string(text), err
}
