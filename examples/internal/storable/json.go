package storable

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Encode returns v as JSON in one line, the keys of maps sorted.
func Encode(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// Decode reads JSON that [Encode] wrote. What cannot be read is [ErrDamaged].
func Decode(text string, into any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}
