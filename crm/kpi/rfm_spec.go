package kpi

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// RFMSpec says how buyers are scored by recency, frequency and monetary value. The zero value is refused by [CompileRFM].
type RFMSpec struct {
	// Recency is of the days since the last purchase, where fewer are better; Frequency of the number of purchases; Monetary
	// of their amount.
	Recency   Axis `json:"recency"`
	Frequency Axis `json:"frequency"`
	Monetary  Axis `json:"monetary"`
	// Ties says which score equal values get that lie on both sides of a quantile. Needed with quantiles.
	Ties Ties `json:"ties,omitempty"`
	// MinBuyers is how many buyers quantiles take before a finding warns that they say little. Defaults to ten for each part
	// of the finest axis. For fewer buyers than parts quantiles give no score.
	MinBuyers int `json:"minBuyers,omitempty"`
	// Segments name combinations of scores; the first that fits counts. Defaults to none.
	Segments []Segment `json:"segments,omitempty"`
}

// Axis says how one value is scored, from 1, the worst, up: either by fixed bounds or by quantiles.
type Axis struct {
	// Bounds are ascending, at most eight; n bounds give n + 1 scores. A frequency or an amount that reaches a bound is above
	// it; days up to a bound, itself included, are within it.
	Bounds []decimal.Decimal `json:"bounds,omitempty"`
	// Quantiles cut the buyers into so many parts of equal size, 2 to 9; 5 are quintiles, whose best fifth gets a 5.
	Quantiles int `json:"quantiles,omitempty"`
}

// Ties says which score equal values get. A value has a place among all: from the number of buyers that are worse, plus
// one, to that number plus all of equal value.
type Ties string

// Tie rules of quantiles.
const (
	TiesLower  Ties = "lower"  // the score of their worst place
	TiesHigher Ties = "higher" // the score of their best place
)

// Segment names combinations of scores.
type Segment struct {
	Name string `json:"name"`
	// Codes are three characters each, such as "545" or "5*5": recency, frequency, monetary; a star fits every score.
	Codes []string `json:"codes,omitempty"`
}

// PublishedSegments returns the three segments that published practice agrees on for quintiles: champions 555, 554 and 545, at risk 155,
// 154 and 144, hibernating 111 and 112.
func PublishedSegments() []Segment {
	return []Segment{
		{Name: "champions", Codes: []string{"555", "554", "545"}},
		{Name: "at risk", Codes: []string{"155", "154", "144"}},
		{Name: "hibernating", Codes: []string{"111", "112"}},
	}
}

// segmentText names a segment, in the reader's language where it is a published one.
func segmentText(name string) kam.Text {
	switch name {
	case "champions":
		return kam.Text{EN: name, ZH: "高价值客户"}
	case "at risk":
		return kam.Text{EN: name, ZH: "流失风险客户"}
	case "hibernating":
		return kam.Text{EN: name, ZH: "沉睡客户"}
	}
	return wording.Same(wording.Clip(name))
}

// Bounds of a spec.
const (
	maxScores  = 9
	maxSegment = 1_000
	perPart    = 10
)

// RFM is a spec that was checked. It is immutable and may be used by several goroutines at once.
type RFM struct {
	spec RFMSpec
}

// ParseRFMSpec reads a spec from strict JSON. Faults come all at once as an [*kam.InvalidError], with line and column; what the
// spec says is checked by [CompileRFM].
func ParseRFMSpec(data []byte) (RFMSpec, error) {
	var s RFMSpec
	found := strictjson.Decode(data, &s, prefix+".")
	return s, found.Err()
}

// CompileRFM checks a spec and returns it ready for use, or every fault at once in an [*kam.InvalidError].
func CompileRFM(s RFMSpec) (*RFM, error) {
	found := &wording.Faults{Prefix: prefix}
	quantiles := 0
	for _, axis := range []struct {
		place string
		axis  *Axis
	}{{"$.recency", &s.Recency}, {"$.frequency", &s.Frequency}, {"$.monetary", &s.Monetary}} {
		checkAxis(found, axis.place, *axis.axis)
		axis.axis.Bounds = slices.Clone(axis.axis.Bounds)
		quantiles = max(quantiles, axis.axis.Quantiles)
	}
	if quantiles > 0 {
		wording.Choice(found, "ties", "$.ties", s.Ties, TiesLower, TiesHigher)
	} else if s.Ties != "" {
		found.Add("ties", "$.ties", say("there are no quantiles that it could be about", "没有使用分位数，无需并列规则"), say("leave it out", "请去掉"))
	}
	if s.MinBuyers < 0 {
		found.Add("buyers", "$.minBuyers", say("%d is below 0", "%d 小于 0", s.MinBuyers), say("state a number of buyers, or leave it out", "请填写客户数，或不填"))
	}
	if s.MinBuyers == 0 {
		s.MinBuyers = quantiles * perPart
	}
	if found.Count("$.segments", len(s.Segments), 0, maxSegment) {
		seen := map[string]bool{}
		for i, segment := range s.Segments {
			at := wording.At("$.segments", i)
			found.ID(at+".name", segment.Name, seen)
			found.Count(at+".codes", len(segment.Codes), 1, maxSegment)
			for k, code := range segment.Codes {
				s.checkCode(found, wording.At(at+".codes", k), code)
			}
		}
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	s.Segments = slices.Clone(s.Segments)
	for i := range s.Segments {
		s.Segments[i].Codes = slices.Clone(s.Segments[i].Codes)
	}
	return &RFM{spec: s}, nil
}

// scores is how many scores an axis has.
func (a Axis) scores() int {
	if a.Quantiles > 0 {
		return a.Quantiles
	}
	return len(a.Bounds) + 1
}

func checkAxis(found *wording.Faults, place string, a Axis) {
	switch {
	case (len(a.Bounds) > 0) == (a.Quantiles != 0):
		found.Add("axis", place, say("it has to state either bounds or quantiles", "bounds 与 quantiles 须填且只填一项"), say("write \"quantiles\": 5, or \"bounds\" of your own where customers are few", "请填写 \"quantiles\": 5；客户较少时请自定 \"bounds\""))
	case a.Quantiles != 0 && (a.Quantiles < 2 || a.Quantiles > maxScores):
		found.Add("axis", place+".quantiles", say("%d is not from 2 to %d", "%d 不在 2 与 %d 之间", a.Quantiles, maxScores), say("5 are quintiles", "5 为五分位"))
	default:
		if !found.Count(place+".bounds", len(a.Bounds), 0, maxScores-1) {
			return
		}
		for i, bound := range a.Bounds {
			at := wording.At(place+".bounds", i)
			if !found.Number(at, bound) {
				return
			}
			if i > 0 && !bound.GreaterThan(a.Bounds[i-1]) {
				found.Add("axis", at, say("%s is not above the bound before", "%s 不大于前一界限", bound), say("state bounds ascending", "请按升序填写界限"))
			}
		}
	}
}

func (s RFMSpec) checkCode(found *wording.Faults, at, code string) {
	good := len(code) == 3
	for i, most := range []int{s.Recency.scores(), s.Frequency.scores(), s.Monetary.scores()} {
		good = good && (code[i] == '*' || code[i] >= '1' && code[i] <= '0'+byte(min(most, maxScores)))
	}
	if !good {
		found.Add("segment", at, say("%s is no code of three scores that there are", "%s 不是由三个有效分值组成的代码", wording.Quote(code)), say("write it as \"545\", with * for any score", "请写作 \"545\"，* 表示任意分值"))
	}
}
