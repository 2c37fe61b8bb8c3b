package fieldmap

import (
	"errors"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// fault is a finding that leaves no record.
func fault(code, place string, message kam.Text) kam.Finding {
	return kam.Finding{Code: prefix + "." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy(code)}
}

// warning is a finding about one field.
func warning(code, place string, message kam.Text) kam.Finding {
	f := fault(code, place, message)
	f.Severity = kam.Warning
	return f
}

// remedy says what would be right instead.
func remedy(code string) kam.Text {
	switch code {
	case "id", "modified":
		return wording.Say("ask the system for that field, or correct the map", "请向系统读取该字段，或更正映射")
	case "json":
		return wording.Say("give one object as JSON", "请提供一个 JSON 对象")
	case "word":
		return wording.Say(`add the word to "words" of the map, or state "others"`, `请在映射的 "words" 中补上该词，或填写 "others"`)
	case "unreadable":
		return wording.Say("correct the format in the map, or the field in the system; until then its place is unknown and the field is kept as it is", "请更正映射中的格式或系统中的字段；在此之前该位置视为未知，字段原样保留")
	case "too-long":
		return wording.Say("leave the field out of what is asked for", "请不要读取该字段")
	case "missing-field":
		return wording.Say("correct the name in the map, or leave the field out", "请更正映射中的名称，或删去该字段")
	case "other-type":
		return wording.Say("correct the format in the map", "请更正映射中的格式")
	case "uncovered":
		return wording.Say(`add it to "words" of the map`, `请补入映射的 "words"`)
	default:
		return kam.Text{}
	}
}

func asInvalid(err error) (*kam.InvalidError, bool) { return errors.AsType[*kam.InvalidError](err) }
