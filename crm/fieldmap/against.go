package fieldmap

import (
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Against compares the map with the fields that a system describes. It finds, in the order of the map: a field that the
// system has not (an error for the id and the time of modification, a note for what stands in for another), a field of
// a type that is written in another format, and options of a choice that no translation covers (a note where the map
// says what others become).
func (m *Mapper) Against(described []Described) kam.Findings {
	var found kam.Findings
	byName := make(map[string]Described, len(described))
	for _, d := range described {
		byName[d.Name] = d
	}
	for i, f := range m.fields {
		at := wording.At("$.fields", i)
		stands := slices.ContainsFunc(f.Or, func(name string) bool { _, ok := byName[name]; return ok })
		for j, name := range append([]string{f.From}, f.Or...) {
			place := at + ".from"
			if j > 0 {
				place = wording.At(at+".or", j-1)
			}
			d, ok := byName[name]
			if !ok {
				x := warning("missing-field", place, wording.Say("the system has no field %s", "系统没有字段 %s", wording.Quote(name)))
				switch {
				case j > 0 || stands:
					x.Severity = kam.Info
				case f.To == ID || f.To == Modified:
					x.Severity = kam.Error
				}
				found.Add(x)
				continue
			}
			compare(&found, at, place, f, d)
		}
		if f.When != nil {
			if _, ok := byName[f.When.Field]; !ok && !strings.HasPrefix(f.When.Field, "$") {
				found.Add(warning("missing-field", at+".when.field", wording.Say("the system has no field %s", "系统没有字段 %s", wording.Quote(f.When.Field))))
			}
		}
	}
	for i, name := range m.spec.Also {
		if _, ok := byName[name]; !ok {
			found.Add(warning("missing-field", wording.At("$.also", i), wording.Say("the system has no field %s", "系统没有字段 %s", wording.Quote(name))))
		}
	}
	return found
}

func compare(found *kam.Findings, at, place string, f field, d Described) {
	if len(d.Formats) > 0 && !slices.Contains(d.Formats, f.As) {
		found.Add(warning("other-type", place, wording.Say("the system writes %s (%s) as %s, not as %s", "系统的 %s（%s）按 %s 书写，而非 %s", wording.Quote(d.Name), wording.Quote(d.Type), wording.Words(d.Formats), wording.Quote(string(f.As)))))
	}
	if len(f.Words) == 0 && f.target.shape != aWord {
		return
	}
	var uncovered []string
	for _, option := range slices.Sorted(maps.Keys(set(d.Options))) {
		_, covered := f.Words[option]
		known := f.target.shape == aWord && slices.Contains(words(f.target.typ), option)
		if !covered && !known && option != "" {
			uncovered = append(uncovered, option)
		}
	}
	if len(uncovered) == 0 {
		return
	}
	shown := make([]string, 0, len(uncovered))
	for _, option := range uncovered[:min(len(uncovered), 20)] {
		shown = append(shown, wording.Quote(option))
	}
	x := warning("uncovered", at+".words", wording.Say("options of the field %[2]s have no translation (%[1]d): %[3]s", "字段 %[2]s 有 %[1]d 个选项没有翻译：%[3]s", len(uncovered), wording.Quote(d.Name), wording.Words(shown)))
	switch {
	case f.Others != "":
		x.Severity, x.Message = kam.Info, wording.Say("options of the field %[2]s become %[3]s (%[1]d): %[4]s", "字段 %[2]s 有 %[1]d 个选项归为 %[3]s：%[4]s", len(uncovered), wording.Quote(d.Name), wording.Quote(f.Others), wording.Words(shown))
	case f.target.shape != aWord && f.target.shape != aFlag:
		x.Severity = kam.Info
	}
	found.Add(x)
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}
