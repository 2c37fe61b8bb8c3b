package evidence

import (
	"slices"

	"github.com/kam-go/kam"
)

// Index finds the names of a vocabulary. It is immutable and safe for concurrent use.
type Index struct {
	metrics      map[string]kam.Metric
	skills       map[string]Skill
	certificates map[string]Term
	reviews      map[string]ReviewScale
	flags        map[string]Term
}

// NewIndex returns the index of v. Of names that stand twice, which [Vocabulary.Check] refuses, the first is found.
func NewIndex(v Vocabulary) *Index {
	ix := &Index{
		metrics:      byName(v.Metrics, func(m kam.Metric) string { return m.Key }),
		skills:       byName(v.Skills, func(s Skill) string { return s.ID }),
		certificates: byName(v.Certificates, func(t Term) string { return t.ID }),
		reviews:      byName(v.Reviews, func(r ReviewScale) string { return r.ID }),
		flags:        byName(v.Flags, func(t Term) string { return t.ID }),
	}
	for id, s := range ix.skills {
		s.Levels = slices.Clone(s.Levels)
		ix.skills[id] = s
	}
	for id, r := range ix.reviews {
		r.Ratings = slices.Clone(r.Ratings)
		ix.reviews[id] = r
	}
	return ix
}

func byName[T any](list []T, name func(T) string) map[string]T {
	out := make(map[string]T, len(list))
	for _, item := range list {
		if _, taken := out[name(item)]; !taken {
			out[name(item)] = item
		}
	}
	return out
}

// Metric returns the metric with a key, and false when there is none.
func (ix *Index) Metric(key string) (kam.Metric, bool) { m, ok := ix.metrics[key]; return m, ok }

// Skill returns the skill with an ID, and false when there is none. Its levels must not be changed.
func (ix *Index) Skill(id string) (Skill, bool) { s, ok := ix.skills[id]; return s, ok }

// Certificate returns the kind of certificate with an ID, and false when there is none.
func (ix *Index) Certificate(id string) (Term, bool) { t, ok := ix.certificates[id]; return t, ok }

// Review returns the kind of review with an ID, and false when there is none. Its ratings must not be changed.
func (ix *Index) Review(id string) (ReviewScale, bool) { r, ok := ix.reviews[id]; return r, ok }

// Flag returns the kind of flag with an ID, and false when there is none.
func (ix *Index) Flag(id string) (Term, bool) { t, ok := ix.flags[id]; return t, ok }
