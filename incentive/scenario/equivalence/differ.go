package equivalence

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/strictjson"
)

// differences returns the JSON paths at which two plans say something else. Lists of different lengths differ as a whole.
func differences(a, b incentive.Plan) []string {
	x, ok := tree(a)
	y, ok2 := tree(b)
	if !ok || !ok2 {
		return []string{"$"}
	}
	return compare("$", x, y)
}

func tree(p incentive.Plan) (any, bool) {
	data, err := strictjson.Canonical(p)
	var v any
	return v, err == nil && json.Unmarshal(data, &v) == nil
}

func compare(at string, a, b any) []string {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return []string{at}
		}
		keys := maps.Clone(x)
		maps.Copy(keys, y)
		var out []string
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			out = append(out, compare(at+"."+key, x[key], y[key])...)
		}
		return out
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return []string{at}
		}
		var out []string
		for i := range x {
			out = append(out, compare(fmt.Sprintf("%s[%d]", at, i), x[i], y[i])...)
		}
		return out
	}
	if a != b {
		return []string{at}
	}
	return nil
}

// walk visits every text of a plan as JSON, with its path.
func walk(at string, v any, visit func(at, text string)) {
	switch x := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(x)) {
			walk(at+"."+key, x[key], visit)
		}
	case []any:
		for i := range x {
			walk(fmt.Sprintf("%s[%d]", at, i), x[i], visit)
		}
	case string:
		visit(at, x)
	}
}

// within tells whether a path is a place or below it.
func within(path, place string) bool {
	rest, ok := strings.CutPrefix(path, place)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

var (
	// paying are the places of a plan with numbers of pay, targets those that read target incentives.
	paying  = regexp.MustCompile(`^\$\.(components|caps|credits)\b`)
	targets = regexp.MustCompile(`(?i)target`)
)

// shown are the places of a plan that decide what is paid for deals that are not refunded, before rounding. The step of
// rounding is among them because it is looked at on its own.
var shown = regexp.MustCompile(`^\$\.(` +
	`rounding\.step|` +
	`measures\[\d+\]\.(window|denominator)|` +
	`caps(\[\d+\]\.(amount|ofTargetIncentive|attainment))?|` +
	`components\[\d+\]\.(` +
	`rate|` +
	`tiers\.(mode|basis|bands.*)|` +
	`table\.(cells.*|dimensions\[\d+\]\.bounds.*)|` +
	`curve\..*|` +
	`every\..*|` +
	`gates(\[\d+\]\.(at|basis|measure|kind|base))?|` +
	`multipliers(\[\d+\]\..*)?|` +
	`caps(\[\d+\]\.(amount|ofTargetIncentive|attainment|on))?|` +
	`floors(\[\d+\]\..*)?` +
	`))$`)

// shows tells whether curves show what stands at a place of the plans.
func shows(place string, plans ...incentive.Plan) bool {
	if !shown.MatchString(place) {
		return false
	}
	if !strings.Contains(place, "caps") {
		return true
	}
	return !slices.ContainsFunc(plans, func(p incentive.Plan) bool {
		return slices.ContainsFunc(p.Caps, beyond) || slices.ContainsFunc(p.Components, func(k incentive.Component) bool { return slices.ContainsFunc(k.Caps, beyond) })
	})
}

// beyond tells whether a cap looks beyond the deals of one payee in one window.
func beyond(c incentive.Cap) bool {
	return c.Per == incentive.PerDeal || c.Per == incentive.PerRunPeriod || c.Per == incentive.PerLifetime || c.Excess == incentive.ExcessCarry
}
