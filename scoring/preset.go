package scoring

import (
	"embed"
	"errors"
	"fmt"
	"strings"
)

// ErrPreset is wrapped by the error of [Preset].
var ErrPreset = errors.New("scoring: no such preset")

//go:embed presets/*.json
var presets embed.FS

// Presets returns the IDs of the cards that come with the package, sorted: change-readiness, innovation,
// key-account-manager and organisational-climate.
func Presets() []string {
	files, err := presets.ReadDir("presets")
	if err != nil {
		return nil
	}
	out := make([]string, 0, len(files))
	for _, f := range files {
		out = append(out, strings.TrimSuffix(f.Name(), ".json"))
	}
	return out
}

// Preset returns the card with an ID of [Presets], with the source of its rules and the formula of each metric in both
// languages. It is data to start from: weights and anchors are to be agreed on before people are judged by them. An
// unknown ID is an error that wraps [ErrPreset].
func Preset(id string) (Card, error) {
	data, err := presets.ReadFile("presets/" + id + ".json")
	if err != nil {
		return Card{}, fmt.Errorf("%w: %q; there are %s", ErrPreset, show(id), strings.Join(Presets(), ", "))
	}
	return ParseCard(data)
}
