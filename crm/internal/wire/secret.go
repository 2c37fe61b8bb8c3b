package wire

import (
	"fmt"
	"io"
)

// hidden is what is written instead of a secret.
const hidden = "[secret]"

// Secret is a text that must not be printed, logged or stored: every way of writing it gives "[secret]". The zero value
// is the empty secret. It has no JSON of its own to read from: where secrets are kept is the host's choice.
type Secret struct {
	// A function, because printing by reflection reaches unexported texts but not what a function returns.
	get func() string
}

// NewSecret returns a secret with a text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{get: func() string { return text }}
}

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.get == nil {
		return ""
	}
	return s.get()
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.get == nil }

// String returns "[secret]", or nothing for the empty secret.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return hidden
}

// Format writes what [Secret.String] returns, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// GoString returns what [Secret.String] returns.
func (s Secret) GoString() string { return s.String() }

// MarshalText writes what [Secret.String] returns.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
