package plandoc

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// ErrCopy says that a plan cannot be moved to a new period: either has no end, or they are not a whole number of months apart.
var ErrCopy = errors.New("plandoc: the plan cannot be moved to the period")

// Moved is a day or a period of a plan that a copy shifts.
type Moved struct {
	// Path is its JSON path, such as "$.caps[0].until".
	Path string
	// Before and After are what it says, as in JSON.
	Before, After string
}

// Copy returns the plan as a new version for a new period, such as the next
// year, and every day that it shifts: the effective period becomes the one
// given, and all other days and periods inside the plan move by as many months
// as that begins later. What a plan says beside days stays as it is; its
// amounts are for people to look at. The plan given is not changed.
//
// The error wraps [ErrCopy], or is that of the plan's JSON.
func Copy(p incentive.Plan, version int, effective kam.Period) (incentive.Plan, []Moved, error) {
	months := 12*(effective.From.Year()-p.Effective.From.Year()) + int(effective.From.Month()) - int(p.Effective.From.Month())
	if effective.Check() != nil || p.Effective.Check() != nil || p.Effective.From.AddMonths(months) != effective.From || version < 1 {
		return incentive.Plan{}, nil, ErrCopy
	}
	data, err := p.JSON()
	if err != nil {
		return incentive.Plan{}, nil, err
	}
	tree, err := parse(data)
	if err != nil {
		return incentive.Plan{}, nil, err
	}
	root, ok := tree.(map[string]any)
	if !ok {
		return incentive.Plan{}, nil, ErrCopy
	}
	root["version"], root["effective"] = json.Number(strconv.Itoa(version)), effective.String()
	s := shifter{months: months}
	for _, key := range sortedKeys(root) {
		if key != "effective" && key != "title" && key != "id" {
			root[key] = s.shift("$."+key, root[key])
		}
	}
	if s.err != nil {
		return incentive.Plan{}, nil, s.err
	}
	data, err = json.Marshal(root)
	if err != nil {
		return incentive.Plan{}, nil, err
	}
	out, err := incentive.ParsePlan(data)
	return out, s.moved, err
}

// shifter moves every day and period of a JSON tree.
type shifter struct {
	months int
	moved  []Moved
	err    error
}

func (s *shifter) shift(path string, v any) any {
	switch x := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(x) {
			x[key] = s.shift(path+"."+key, x[key])
		}
	case []any:
		for i := range x {
			x[i] = s.shift(wording.At(path, i), x[i])
		}
	case string:
		return s.text(path, x)
	}
	return v
}

func (s *shifter) text(path, text string) string {
	after := text
	if d, err := kam.ParseDay(text); err == nil {
		after = s.day(d).String()
	} else if p, err := kam.ParsePeriod(text); err == nil {
		p.From = s.day(p.From)
		if !p.IsOpen() {
			p.Until = s.day(p.Until)
		}
		after = p.String()
	}
	if after != text {
		s.moved = append(s.moved, Moved{path, text, after})
	}
	return after
}

func (s *shifter) day(d kam.Day) kam.Day {
	out := d.AddMonths(s.months)
	if !out.IsSet() {
		s.err = ErrCopy
	}
	return out
}
