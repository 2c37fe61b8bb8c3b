package careerpath

import (
	"embed"
	"errors"
	"fmt"
	"strings"

	"github.com/kam-go/kam/internal/wording"
)

// ErrPreset is wrapped by the error of [Preset].
var ErrPreset = errors.New("careerpath: no such preset")

//go:embed presets/*.json
var presets embed.FS

// Presets returns the IDs of the ladders that come with the package, sorted: key-account-manager and points-to-title.
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

// Preset returns the ladder with an ID of [Presets], with the sources of its rules in both languages. It is data to start
// from: numbers are to be agreed on before people are judged by them. Each call returns a ladder of its own. An unknown ID
// is an error that wraps [ErrPreset].
func Preset(id string) (Ladder, error) {
	data, err := presets.ReadFile("presets/" + id + ".json")
	if err != nil {
		return Ladder{}, fmt.Errorf("%w: %s; there are %s", ErrPreset, wording.Quote(id), strings.Join(Presets(), ", "))
	}
	return ParseLadder(data)
}
