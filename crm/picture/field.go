package picture

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Field is the value of a field with where it comes from and what other records say.
type Field struct {
	// Name is the field's name as records write it, Label the one that people read.
	Name  string   `json:"name"`
	Label kam.Text `json:"label"`
	Value string   `json:"value"`
	// From is the record that the value is of, By how it was chosen.
	From crm.Ref `json:"from"`
	By   By      `json:"by"`
	// Agree are further records that say the same, in order of refs.
	Agree []crm.Ref `json:"agree,omitempty"`
	// Others are the other values, each with its records, in the order in which they would have been chosen.
	Others []Other `json:"others,omitempty"`
}

// Other is a value that was not chosen.
type Other struct {
	Value string    `json:"value"`
	From  []crm.Ref `json:"from"`
}

// sort of values: which ways to choose make sense.
type sort uint8

const (
	texts sort = iota
	numbers
	amounts // numbers with a currency: not compared
	days
	choices // texts of which the length says nothing
)

// spec says how a field of T is read, compared and written.
type spec[T any] struct {
	name  string
	label kam.Text
	sort  sort
	by    By
	// combined says that records may well differ, as in the day of the last contact: that is no conflict.
	combined bool
	// agrees says that a value does not contradict the one chosen, although it is not equal, as a city does not contradict a
	// full address; nil: only equal values agree.
	agrees func(chosen, other *T) bool
	// get returns what a record says as people read it, and the same in the form in which values are equal; empty: nothing.
	get func(b *builder, ref crm.Ref, data *T) (text, key string)
	// number is the value of a number.
	number func(data *T) decimal.NullDecimal
	// set takes the field over from a record.
	set func(to, from *T)
}

func (s spec[T]) ways() []By {
	switch s.sort {
	case texts:
		return []By{BySystem, ByNewest, ByMost, ByLongest}
	case numbers:
		return []By{BySystem, ByNewest, ByMost, ByLargest}
	case days:
		return []By{BySystem, ByNewest, ByMost, ByEarliest, ByLatest}
	default:
		return []By{BySystem, ByNewest, ByMost}
	}
}

// version is a record whose values are chosen from.
type version[T any] struct {
	ref      crm.Ref
	modified time.Time
	data     *T
}

// said is what one record says of a field.
type said[T any] struct {
	version[T]
	text, key string
	number    decimal.NullDecimal
	rank      int
	count     int // records that say the same
}

// rankOf is the place of a system in an order; those that are not in it come last and are equal.
func rankOf(order []crm.System, s crm.System) int {
	if i := slices.Index(order, s); i >= 0 {
		return i
	}
	return len(order)
}

// chosen fills into with the values that count and returns the fields that any record states.
func chosen[T any](b *builder, kind crm.Kind, specs []spec[T], versions []version[T], into *T) []Field {
	var out []Field
	for _, s := range specs {
		c := b.painter.choice(kind, s.name, s.by)
		values := sayings(b, s, c, versions)
		if len(values) == 0 {
			continue
		}
		slices.SortFunc(values, func(x, y said[T]) int { return better(c.By, x, y) })
		first := values[0]
		s.set(into, first.data)
		f := Field{Name: s.name, Label: s.label, Value: first.text, From: first.ref, By: c.By}
		for _, v := range values[1:] {
			f.add(v.ref, v.key == first.key || s.agrees != nil && s.agrees(first.data, v.data), textOf(values, v.key))
		}
		slices.SortFunc(f.Agree, crm.Ref.Compare)
		for i := range f.Others {
			slices.SortFunc(f.Others[i].From, crm.Ref.Compare)
		}
		out = append(out, f)
		if len(f.Others) > 0 && !s.combined {
			b.conflict(f, first.ref)
		}
	}
	return out
}

// textOf returns the text of the first value with a key: equal values read alike.
func textOf[T any](values []said[T], key string) string {
	for _, v := range values {
		if v.key == key {
			return v.text
		}
	}
	return ""
}

// add adds what another record says.
func (f *Field) add(ref crm.Ref, agrees bool, text string) {
	if agrees {
		f.Agree = append(f.Agree, ref)
		return
	}
	for i := range f.Others {
		if f.Others[i].Value == text {
			f.Others[i].From = append(f.Others[i].From, ref)
			return
		}
	}
	f.Others = append(f.Others, Other{Value: text, From: []crm.Ref{ref}})
}

func sayings[T any](b *builder, s spec[T], c Choice, versions []version[T]) []said[T] {
	var out []said[T]
	count := map[string]int{}
	for _, v := range versions {
		text, key := s.get(b, v.ref, v.data)
		if key == "" {
			continue
		}
		one := said[T]{version: v, text: text, key: key, rank: rankOf(c.Systems, v.ref.System)}
		if s.number != nil {
			one.number = s.number(v.data)
		}
		out = append(out, one)
		count[key]++
	}
	for i := range out {
		out[i].count = count[out[i].key]
	}
	return out
}

// better orders values: what is chosen comes first.
func better[T any](by By, x, y said[T]) int {
	first := 0
	switch by {
	case ByNewest:
		first = y.modified.Compare(x.modified)
	case ByMost:
		first = cmp.Compare(y.count, x.count)
	case ByLongest:
		first = cmp.Compare(utf8.RuneCountInString(y.text), utf8.RuneCountInString(x.text))
	case ByLargest:
		first = y.number.Decimal.Cmp(x.number.Decimal)
	case ByEarliest:
		first = cmp.Compare(x.key, y.key)
	case ByLatest:
		first = cmp.Compare(y.key, x.key)
	default:
	}
	return cmp.Or(first, cmp.Compare(x.rank, y.rank), cmp.Compare(x.ref.System, y.ref.System), y.modified.Compare(x.modified), x.ref.Compare(y.ref))
}

// conflict reports that records of one customer or person differ.
func (b *builder) conflict(f Field, at crm.Ref) {
	other := f.Others[0]
	finding := kam.Finding{
		Code: prefix + ".conflict", Severity: kam.Warning, Place: wording.Clip(at.String()) + " " + f.Name,
		Message: wording.Say("%s: %s says %s, %s says %s; the first counts (%s)", "%s：%s 为 %s，%s 为 %s；采用前者（%s）", f.Label,
			wording.Clip(f.From.String()), wording.Quote(f.Value), wording.Clip(other.From[0].String()), wording.Quote(other.Value), wayText(f.By)),
		Remedy: wording.Say("correct the record that is wrong in its system", "请在相应系统中更正错误的记录"),
	}
	finding.Evidence = append(finding.Evidence, kam.Evidence{Name: f.From.String(), Value: f.Value})
	for _, o := range f.Others {
		for _, ref := range o.From {
			finding.Evidence = append(finding.Evidence, kam.Evidence{Name: ref.String(), Value: o.Value})
		}
	}
	if len(finding.Evidence) > maxEvidence {
		finding.Evidence = finding.Evidence[:maxEvidence]
	}
	b.found = append(b.found, finding)
}

const maxEvidence = 20

// wayText is a way to choose in words.
func wayText(by By) kam.Text {
	switch by {
	case ByNewest:
		return wording.Say("modified last", "最近修改")
	case ByMost:
		return wording.Say("stated most often", "出现最多")
	case ByLongest:
		return wording.Say("the longest", "最完整")
	case ByLargest:
		return wording.Say("the largest", "最大值")
	case ByEarliest:
		return wording.Say("the earliest", "最早")
	case ByLatest:
		return wording.Say("the latest", "最晚")
	default:
		return wording.Say("by the order of systems", "按系统优先级")
	}
}
