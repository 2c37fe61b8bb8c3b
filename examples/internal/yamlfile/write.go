package yamlfile

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// plainSafe is a text that needs no quotes anywhere in YAML, if it is not a word or a number.
var plainSafe = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{N}_./-]*$`)

// bareNumber is an amount that is written without quotes where those beside it are: at most 15 digits.
var bareNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

const mostBareDigits = 15

// keyText writes a key.
func keyText(key string) string {
	if kind, _, _ := classify(key); kind == textKind && plainSafe.MatchString(key) {
		return key
	}
	return string(quoted(key))
}

// like writes a value in the notation of the node that it replaces.
func like(node *yaml.Node, value any) string {
	text, isText := value.(string)
	if !isText {
		return flow(value, false)
	}
	switch {
	case node.Style == 0 && jsonNumber.MatchString(node.Value):
		return scalarText(text, true)
	case node.Style == 0:
		return keyText(text)
	case node.Style&yaml.SingleQuotedStyle != 0 && !strings.ContainsAny(text, "'\n\r\t") && len(quoted(text)) == len(text)+2:
		return "'" + text + "'"
	}
	return string(quoted(text))
}

// scalarText writes a text, an amount without quotes when it is bare.
func scalarText(text string, bare bool) string {
	if bare && bareNumber.MatchString(text) && len(text) <= mostBareDigits {
		return text
	}
	return string(quoted(text))
}

// flow writes a value on one line.
func flow(value any, bare bool) string {
	switch v := value.(type) {
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, keyText(key)+": "+flow(v[key], bare))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			parts = append(parts, flow(item, bare))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		return scalarText(v, bare)
	}
	out, err := json.Marshal(value)
	if err != nil { // what was read from JSON always can be written
		return "null"
	}
	return string(out)
}

// block writes a value after a key and its colon: objects of objects, and long ones, a line a key below it.
func block(value any, indent string, bare bool) string {
	object, ok := value.(map[string]any)
	const width = 88
	line := flow(value, bare)
	nested := false
	for _, v := range object {
		_, inner := v.(map[string]any)
		nested = nested || inner
	}
	if !ok || len(object) == 0 || !nested && len(line) <= width {
		return " " + line
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(object)) {
		b.WriteString(indent + "  " + keyText(key) + ":" + block(object[key], indent+"  ", bare))
	}
	return b.String()
}
