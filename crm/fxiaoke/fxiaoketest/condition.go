package fxiaoketest

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// condition is a filter that was checked.
type condition struct {
	field    string
	operator string
	values   []string
	numbers  bool
}

// operators are those of the documentation [X: query-and-paging.md], with how many values each takes; 0: one or more, -1:
// any number.
func operators() map[string]int {
	return map[string]int{
		"EQ": 1, "N": 1, "GT": 1, "GTE": 1, "LT": 1, "LTE": 1, "LIKE": 1, "NLIKE": 1, "IS": -1, "ISN": -1, "IN": 0, "NIN": 0,
		"BETWEEN": 2, "NBETWEEN": 2, "STARTWITH": 1, "ENDWITH": 1, "HASANYOF": 0, "NHASANYOF": 0, "CONTAINS": 0,
	}
}

// conditionOf checks a filter.
func (s *Server) conditionOf(o *object, f filter, who acting) (condition, bool) {
	field, known := o.fields[f.Field]
	many, operator := operators()[f.Operator]
	if f.Field == "" || !known && s.options.UnknownRefused || !operator || f.Values == nil || many > 0 && len(f.Values) != many || many == 0 && len(f.Values) == 0 {
		return condition{}, false
	}
	if f.Field == idField && f.Operator == "NIN" && s.options.IDNotIn != "" {
		return condition{field: idField, operator: "ISN"}, s.options.IDNotIn == "ignored"
	}
	c := condition{field: f.Field, operator: f.Operator, values: slices.Clone(f.Values), numbers: isNumber(field.Type)}
	for i, v := range c.values {
		if _, err := number(v); c.numbers && err != nil {
			return condition{}, false
		}
		if who.open && isEmployee(field.Type) {
			c.values[i] = strings.TrimPrefix(v, openID)
		}
	}
	return c, true
}

// instant is the value of a condition as milliseconds.
func (c condition) instant() (int64, bool) {
	if len(c.values) != 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(c.values[0], 10, 64)
	return n, err == nil
}

func isNumber(kind string) bool {
	return slices.Contains([]string{"number", "currency", "percentile", "date", "date_time", "time"}, kind)
}

func isEmployee(kind string) bool {
	return slices.Contains([]string{"employee", "employee_many", "out_employee"}, kind)
}

// number reads a number that is not too long.
func number(s string) (*big.Rat, error) {
	const enough = 64
	if r, good := new(big.Rat).SetString(s); good && len(s) <= enough && !strings.ContainsAny(s, "eEpP/xX_") {
		return r, nil
	}
	return nil, strconv.ErrSyntax
}

// compare compares two words, as numbers where both are.
func compare(a, b string, numbers bool) int {
	if numbers {
		x, errX := number(a)
		y, errY := number(b)
		if errX == nil && errY == nil {
			return x.Cmp(y)
		}
	}
	return strings.Compare(a, b)
}

// words are what a value says: the items of a list, or itself; none for what says nothing.
func words(value json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		list = []json.RawMessage{value}
	}
	var out []string
	for _, x := range list {
		if t := text(x); t != "" && t != "null" {
			out = append(out, t)
		}
	}
	return out
}

// holds reports whether a record meets a condition. Its values are read when they are needed, once.
func (c condition) holds(r *record, values *map[string]json.RawMessage) bool {
	var have []string
	switch c.field {
	case idField:
		have = []string{r.id}
	case timeField:
		have = []string{strconv.FormatInt(r.modified, 10)}
	default:
		if *values == nil {
			*values = r.values()
		}
		have = words((*values)[c.field])
	}
	one := func(fits func(word, value string) bool) bool {
		return slices.ContainsFunc(have, func(w string) bool {
			return slices.ContainsFunc(c.values, func(v string) bool { return fits(w, v) })
		})
	}
	each := func(sign func(int) bool) bool {
		return one(func(w, v string) bool { return sign(compare(w, v, c.numbers)) })
	}
	between := func() bool {
		return slices.ContainsFunc(have, func(w string) bool {
			return compare(w, c.values[0], c.numbers) >= 0 && compare(w, c.values[1], c.numbers) <= 0
		})
	}
	switch c.operator {
	case "EQ", "IN", "HASANYOF":
		return each(func(n int) bool { return n == 0 })
	case "N", "NIN", "NHASANYOF": // finds what says nothing too [X]
		return !each(func(n int) bool { return n == 0 })
	case "GT":
		return each(func(n int) bool { return n > 0 })
	case "GTE":
		return each(func(n int) bool { return n >= 0 })
	case "LT":
		return each(func(n int) bool { return n < 0 })
	case "LTE":
		return each(func(n int) bool { return n <= 0 })
	case "LIKE":
		return one(strings.Contains)
	case "NLIKE":
		return !one(strings.Contains)
	case "STARTWITH":
		return one(strings.HasPrefix)
	case "ENDWITH":
		return one(strings.HasSuffix)
	case "IS":
		return len(have) == 0
	case "ISN":
		return len(have) > 0
	case "BETWEEN":
		return between()
	case "NBETWEEN":
		return !between()
	case "CONTAINS":
		return !slices.ContainsFunc(c.values, func(v string) bool { return !slices.Contains(have, v) })
	}
	return false
}
