package kpi

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// HealthSpec says how the health of an account comes about: measured values become points from 0 to 100, points become the
// mean of a group by weight, and groups become the score by weight. The zero value is refused by [CompileHealth].
type HealthSpec struct {
	Groups []HealthGroup `json:"groups,omitempty"`
	// MinCoverage is the share of all weights that must be known, from 0 to 1; below it the score is unknown. Defaults to 0:
	// whatever is known is enough.
	MinCoverage decimal.Decimal `json:"minCoverage,omitzero"`
	// Places are the decimal places of the score, 0 to 6, to which it is rounded once, a half up. Defaults to 0.
	Places int `json:"places,omitempty"`
	// Bands are the names of scores, the worst first: from its own From, included, up to the next one's. The first is from 0.
	Bands []HealthBand `json:"bands,omitempty"`
	// Triggers put an account in a band at best, whatever its score. Defaults to none.
	Triggers []HealthTrigger `json:"triggers,omitempty"`
}

// HealthGroup is components that are looked at together.
type HealthGroup struct {
	Name string `json:"name"`
	// Weight is above 0. Weights need not sum to anything: what is known is shared out by them.
	Weight     decimal.Decimal   `json:"weight"`
	Components []HealthComponent `json:"components,omitempty"`
}

// HealthComponent is one measured value.
type HealthComponent struct {
	Name string `json:"name"`
	// Metric and Scope name the observation.
	Metric string          `json:"metric"`
	Scope  string          `json:"scope,omitempty"`
	Weight decimal.Decimal `json:"weight"`
	// Scale turns the value into points: straight lines between its corners, level outside them. Defaults to none: the value
	// is points already, from 0 to 100.
	Scale []Corner `json:"scale,omitempty"`
}

// Corner is a value and its points, from 0 to 100.
type Corner struct {
	At     decimal.Decimal `json:"at"`
	Points decimal.Decimal `json:"points"`
}

// HealthBand is a name for scores.
type HealthBand struct {
	Name string          `json:"name"`
	From decimal.Decimal `json:"from"`
}

// HealthTrigger is a condition that outweighs the score, such as a contract that ends within 30 days.
type HealthTrigger struct {
	Name   kam.Text `json:"name"`
	Metric string   `json:"metric"`
	Scope  string   `json:"scope,omitempty"`
	// Below and Above are bounds, themselves excluded; one of them.
	Below decimal.NullDecimal `json:"below,omitzero"`
	Above decimal.NullDecimal `json:"above,omitzero"`
	// Band is the best band that the account can have then.
	Band string `json:"band"`
}

// Bounds of a health spec.
const (
	maxGroups     = 50
	maxComponents = 100
	maxCorners    = 100
	maxHealthy    = 6
)

// Health is a spec that was checked. It is immutable and may be used by several goroutines at once.
type Health struct {
	spec   HealthSpec
	bands  map[string]int
	weight *big.Rat // of all groups
}

// ParseHealthSpec reads a spec from strict JSON. Faults come all at once as an [*kam.InvalidError], with line and column; what
// the spec says is checked by [CompileHealth].
func ParseHealthSpec(data []byte) (HealthSpec, error) {
	var s HealthSpec
	found := strictjson.Decode(data, &s, prefix+".")
	return s, found.Err()
}

// CompileHealth checks a spec and returns it ready for use, or every fault at once in an [*kam.InvalidError].
func CompileHealth(s HealthSpec) (*Health, error) {
	found := &wording.Faults{Prefix: prefix}
	h := &Health{bands: map[string]int{}, weight: new(big.Rat)}
	if found.Count("$.groups", len(s.Groups), 1, maxGroups) {
		seen := map[string]bool{}
		for i, g := range s.Groups {
			at := wording.At("$.groups", i)
			found.ID(at+".name", g.Name, seen)
			if weight(found, at, g.Weight) {
				h.weight.Add(h.weight, num.Rat(g.Weight))
			}
			checkComponents(found, at+".components", g.Components)
		}
	}
	if found.Number("$.minCoverage", s.MinCoverage) && !isShare(s.MinCoverage) {
		found.Add("coverage", "$.minCoverage", say("%s is not from 0 to 1", "%s 不在 0 与 1 之间", s.MinCoverage), say("write 0.5 for half of the weights", "一半权重请写作 0.5"))
	}
	if s.Places < 0 || s.Places > maxHealthy {
		found.Add("places", "$.places", say("%d is not from 0 to %d", "%d 不在 0 与 %d 之间", s.Places, maxHealthy), say("state decimal places", "请填写小数位数"))
	}
	h.checkBands(found, s.Bands)
	h.checkTriggers(found, s.Triggers)
	if err := found.Err(); err != nil {
		return nil, err
	}
	h.spec = s
	h.spec.Groups = slices.Clone(s.Groups)
	for i := range h.spec.Groups {
		g := &h.spec.Groups[i]
		g.Components = slices.Clone(g.Components)
		for k := range g.Components {
			g.Components[k].Scale = slices.Clone(g.Components[k].Scale)
		}
	}
	h.spec.Bands, h.spec.Triggers = slices.Clone(s.Bands), slices.Clone(s.Triggers)
	return h, nil
}

// weight reports a weight that is not above 0.
func weight(found *wording.Faults, at string, w decimal.Decimal) bool {
	if !found.Number(at+".weight", w) {
		return false
	}
	if !w.IsPositive() {
		found.Add("weight", at+".weight", say("%s is not above zero", "%s 不大于零", w), say("state a weight, or leave the part out", "请填写权重，或去掉该项"))
		return false
	}
	return true
}

func checkComponents(found *wording.Faults, place string, components []HealthComponent) {
	if !found.Count(place, len(components), 1, maxComponents) {
		return
	}
	seen := map[string]bool{}
	for i, c := range components {
		at := wording.At(place, i)
		found.ID(at+".name", c.Name, seen)
		found.ID(at+".metric", c.Metric, nil)
		weight(found, at, c.Weight)
		if !found.Count(at+".scale", len(c.Scale), 0, maxCorners) {
			continue
		}
		for k, corner := range c.Scale {
			where := wording.At(at+".scale", k)
			if !found.Number(where+".at", corner.At) || !found.Number(where+".points", corner.Points) {
				break
			}
			if k > 0 && !corner.At.GreaterThan(c.Scale[k-1].At) {
				found.Add("scale", where+".at", say("%s is not above the corner before", "%s 不大于前一个节点", corner.At), say("state corners ascending", "请按升序填写节点"))
			}
			if corner.Points.IsNegative() || corner.Points.GreaterThan(decimal.New(100, 0)) {
				found.Add("points", where+".points", say("%s is not from 0 to 100", "%s 不在 0 与 100 之间", corner.Points), say("state points from 0 to 100", "请填写 0 至 100 的得分"))
			}
		}
	}
}

func (h *Health) checkBands(found *wording.Faults, bands []HealthBand) {
	if !found.Count("$.bands", len(bands), 1, maxGroups) {
		return
	}
	seen := map[string]bool{}
	for i, b := range bands {
		at := wording.At("$.bands", i)
		found.ID(at+".name", b.Name, seen)
		h.bands[b.Name] = i
		if !found.Number(at+".from", b.From) {
			return
		}
		switch {
		case i == 0 && !b.From.IsZero():
			found.Add("band", at+".from", say("the first band is from %s, not from 0", "首个档位起点为 %s，而非 0", b.From), say("begin with the worst, from 0", "请从最差的档位开始，起点为 0"))
		case i > 0 && !b.From.GreaterThan(bands[i-1].From), b.From.GreaterThan(decimal.New(100, 0)):
			found.Add("band", at+".from", say("%s is not above the band before, or above 100", "%s 不大于前一档，或超过 100", b.From), say("state bands ascending, up to 100", "请按升序填写，不超过 100"))
		}
	}
}

func (h *Health) checkTriggers(found *wording.Faults, triggers []HealthTrigger) {
	if !found.Count("$.triggers", len(triggers), 0, maxComponents) {
		return
	}
	for i, t := range triggers {
		at := wording.At("$.triggers", i)
		found.Text(at+".name", t.Name)
		found.ID(at+".metric", t.Metric, nil)
		if t.Below.Valid == t.Above.Valid {
			found.Add("trigger", at, say("it has to state either below or above", "below 与 above 须填且只填一项"), say("write for example \"below\": \"30\"", "例如填写 \"below\": \"30\""))
		}
		for _, bound := range []decimal.NullDecimal{t.Below, t.Above} {
			if bound.Valid {
				found.Number(at, bound.Decimal)
			}
		}
		if _, ok := h.bands[t.Band]; !ok {
			found.Add("band", at+".band", say("%s is no band", "%s 不是档位名称", wording.Quote(t.Band)), say("name one of the bands", "请填写某个档位的名称"))
		}
	}
}
