package careerpathtest_test

import (
	"sync"

	"github.com/kam-go/kam/careerpath/promotion"
)

// faulty is a store with one fault. Without one it keeps every rule.
type faulty struct {
	fault   string
	mu      sync.Mutex
	entries []promotion.Entry // of all streams, in the order appended
	left    bool              // a loop was left early
}

// has tells whether the store has that fault.
func (f *faulty) has(fault string) bool { return f.fault == fault }

// shelf is shared by the stores with the fault "one shelf".
var shelf struct {
	sync.Mutex
	used bool
}

// faults maps each fault to the rule that must find it.
var faults = map[string]string{
	"one shelf":                    "new",
	"loses the second stream":      "added",
	"numbers across streams":       "added",
	"adds invalid entries":         "invalid",
	"checks as it goes":            "invalid",
	"checks numbers first":         "invalid",
	"repeats are conflicts":        "repeated",
	"repeats add":                  "repeated",
	"compares only the last":       "repeated",
	"compares the text of numbers": "repeated",
	"last write wins":              "conflict",
	"conflicts are repeats":        "conflict",
	"compares the content only":    "conflict",
	"compares steps apart":         "conflict",
	"compares scores only":         "conflict",
	"conflict in list unseen":      "conflict",
	"conflict half added":          "conflict",
	"gaps are added":               "stale",
	"starts anywhere":              "stale",
	"stale half added":             "stale",
	"conflicts before stale":       "first-decides",
	"stale before conflicts":       "first-decides",
	"empty is an error":            "empty",
	"judges the steps":             "unjudged",
	"judges the days":              "unjudged",
	"one step for a stream":        "unjudged",
	"keeps the caller's entry":     "own",
	"order of appending":           "order",
	"numbers as text":              "order",
	"sorted without case":          "order",
	"unknown stream is an error":   "streams",
	"stream twice yields twice":    "streams",
	"streams without case":         "streams",
	"no streams are none":          "streams",
	"first step only":              "steps",
	"step twice yields twice":      "steps",
	"no steps are none":            "steps",
	"whole streams of a step":      "steps",
	"corrections are scores":       "steps",
	"subject by ID only":           "about",
	"subject by prefix":            "about",
	"subject without case":         "about",
	"subject of kind only":         "about",
	"makers are subjects":          "about",
	"judges the digests":           "unjudged",
	"whole streams of a subject":   "about",
	"cycles are everybody's":       "about",
	"until is of the period":       "dated",
	"open end is a day":            "dated",
	"cycles have no day":           "dated",
	"any condition is enough":      "together",
	"subject beats period":         "together",
	"step beats stream":            "together",
	"no period is all":             "no-query",
	"no period is nothing":         "no-query",
	"unknown step is nothing":      "no-query",
	"numbers of 15 digits":         "content",
	"zero is absent":               "content",
	"absent is zero":               "content",
	"loses steps":                  "content",
	"loses figures":                "content",
	"rounds ratios":                "content",
	"two digit years":              "content",
	"tidies texts":                 "content",
	"texts folded":                 "texts",
	"lines unified":                "texts",
	"texts end at zero":            "texts",
	"4 KiB at most":                "long",
	"drops after a thousand":       "many",
	"race lets two win":            "race",
	"race loser is stale":          "race",
	"same race is a conflict":      "same-race",
	"yields its own":               "isolated",
	"loop sees appends":            "loop",
	"left loop locks":              "loop",
	"sequence keeps its moment":    "anew",
	"sequence goes once":           "anew",
	"append ignores the context":   "cancelled",
	"ends quietly when over":       "cancelled",
	"goes on after its error":      "cancelled",
	"error with a entry":           "cancelled",
	"cancelled append adds anyhow": "cancelled",
	"yields before an error":       "cancelled",
}

// copied returns a copy of r that shares no memory with it.
func copied(r promotion.Entry) promotion.Entry {
	data, err := r.Canonical()
	if err != nil {
		return r
	}
	c, err := promotion.ParseEntry(data)
	if err != nil {
		return r
	}
	return c
}
