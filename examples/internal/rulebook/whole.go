package rulebook

import (
	"reflect"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Whole returns a struct that was parsed as it is, or every key that it leaves out and that nothing works without: those of
// fields that have a tag needed, which says what one would state there. Left out is a zero value, and a list without
// elements. Keys are the names of fields in lower case; of fields of fields those of embedded structs are looked at.
func Whole[A any](spec A) (A, error) {
	var found kam.Findings
	whole := reflect.ValueOf(spec)
	for _, field := range reflect.VisibleFields(whole.Type()) {
		like, needed := field.Tag.Lookup("needed")
		if !needed {
			continue
		}
		if value := whole.FieldByIndex(field.Index); value.IsZero() || value.Kind() == reflect.Slice && value.Len() == 0 {
			found.Add(findings.Fault("rules.left-out", "$."+strings.ToLower(field.Name), findings.Say("it is missing", "缺少此项"), findings.Say("state it, such as %s", "请填写，例如 %s", like)))
		}
	}
	return spec, found.Err()
}
