package fieldmap

import (
	"github.com/kam-go/kam/crm"
)

// Spec says which fields of one object of a system make up a record. It is plain data: [Compile] checks it, [Parse]
// reads it from JSON. The zero value maps nothing and is no valid spec.
type Spec struct {
	// System names the system; empty: whoever uses the map says so.
	System crm.System `json:"system,omitempty"`
	// Object is what the system calls its kind of record, such as "Accounts" or "AccountObj"; a note for files.
	Object string   `json:"object,omitempty"`
	Kind   crm.Kind `json:"kind"`
	// Prefix stands before every id of the object, where objects with ids of their own share a kind, such as "Tasks/".
	Prefix string `json:"prefix,omitempty"`
	// Zone is the place whose calendar turns instants into days: a name such as "Asia/Shanghai", or an offset such as
	// "+08:00". Defaults to UTC.
	Zone   string  `json:"zone,omitempty"`
	Fields []Field `json:"fields"`
	// Constants fill what no field has filled.
	Constants []Constant `json:"constants,omitempty"`
	// Also are fields to ask for besides: like all without a place they are kept under their own names.
	Also []string `json:"also,omitempty"`
}

// Field says that a field of the system fills one of the record.
type Field struct {
	// From is the field's name in the system, To the place in the record: [ID], [Modified], [Revision], [Deleted], or a
	// path in its data by the names of its JSON, such as "name" or "address.city". See [Targets].
	From string `json:"from"`
	To   string `json:"to"`
	// As is how the system writes it.
	As Format `json:"as"`
	// Or are fields to take instead, the first that says something, where From says nothing.
	Or []string `json:"or,omitempty"`
	// When limits the field to records in which another field says certain words.
	When *When `json:"when,omitempty"`
	// Words translate words of the system. To a place that takes certain words only, each must lead to one of those.
	Words map[string]string `json:"words,omitempty"`
	// Others is what a word without a translation becomes. Empty: the word itself, and where the place takes certain words
	// only, nothing, with a finding.
	Others string `json:"others,omitempty"`
	// Keep says that the field stays under its own name as well, such as for the names inside references.
	Keep bool `json:"keep,omitempty"`
	// Prefix stands before ids of references that lead to an object whose ids have one.
	Prefix string `json:"prefix,omitempty"`
	// Layout is the form of days that are not written as YYYY-MM-DD: YYYY, MM and DD once each, such as "DD-MM-YYYY".
	Layout string `json:"layout,omitempty"`
	// Fields map the objects of a list written as [Rows]; their To are paths in a row.
	Fields []Field `json:"fields,omitempty"`
}

// When is a condition on another field: that it says one of some words. A boolean field says "true" or "false".
type When struct {
	Field string   `json:"field"`
	Is    []string `json:"is"`
}

// Constant is what a place in the record gets when no field has filled it, such as a currency.
type Constant struct {
	To string `json:"to"`
	// Value is written as the record's JSON writes it, without quotes: a text, a number, a day, "true".
	Value string `json:"value"`
}

// Places that every record has besides its data.
const (
	ID       = "id"
	Modified = "modified"
	Revision = "revision"
	Deleted  = "deleted"
)

// Format is how a system writes a value.
type Format string

// Formats. A null, an empty text and an empty list say nothing in every one of them.
const (
	// Text is a JSON string, a number or a boolean taken as it is written.
	Text Format = "text"
	// Number is a JSON number, also with an exponent; NumberText the same in a string, as "1250.50", or a number.
	Number     Format = "number"
	NumberText Format = "number-text"
	// Percent is a number or a string in per cent: 25 is 0.25.
	Percent Format = "percent"
	// Day is "2026-01-31"; see [Field.Layout].
	Day Format = "day"
	// Instant is RFC 3339, such as "2026-01-31T10:20:30+08:00".
	Instant Format = "instant"
	// Millis are milliseconds since 1970-01-01T00:00Z as a number, or as a string of digits.
	Millis Format = "millis"
	// Boolean is true or false, also as a string.
	Boolean Format = "boolean"
	// Reference is {"id": ..., "name": ...} or the bare id.
	Reference Format = "reference"
	// Users are ids of people as a list of strings, or of references. A place for one takes the first.
	Users Format = "users"
	// List is a list of strings, or of references, or one string with ";" between.
	List Format = "list"
	// Location is longitude#%$latitude#%$address in one string.
	Location Format = "location"
	// Rows is a list of objects; see [Field.Fields].
	Rows Format = "rows"
)

// Formats returns every format.
func Formats() []Format {
	return []Format{Text, Number, NumberText, Percent, Day, Instant, Millis, Boolean, Reference, Users, List, Location, Rows}
}

// Described is a field as a system describes it.
type Described struct {
	// Name is the field's name, Type the system's own word for what it holds.
	Name string
	Type string
	// Formats are the formats in which the system writes that type; none: unknown, and not compared.
	Formats []Format
	// Options are the words of a choice; none: it is no choice.
	Options []string
}
