package evidence

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// ParseVocabulary reads a vocabulary from a JSON object, strictly as [ParseFile] does; [Vocabulary.Check] tells whether it
// can be used.
func ParseVocabulary(data []byte) (Vocabulary, error) {
	var v Vocabulary
	if err := strictjson.Decode(data, &v, "vocabulary").Err(); err != nil {
		return Vocabulary{}, err
	}
	return v, nil
}

// JSON returns v as indented JSON that [ParseVocabulary] reads back.
func (v Vocabulary) JSON() ([]byte, error) { return strictjson.Pretty(v) }

// Check returns nil for a vocabulary whose names are usable and unique among their kind, else an [*kam.InvalidError] with
// every fault. A name for people is stated in both languages or left out.
func (v Vocabulary) Check() error {
	found := wording.Faults{Prefix: "vocabulary"}
	if found.Count("$.metrics", len(v.Metrics), 0, MaxNames) {
		seen := map[string]bool{}
		for i, m := range v.Metrics {
			place := wording.At("$.metrics", i)
			if err := m.Check(); err != nil {
				found.Merge(place, err)
				continue
			}
			found.ID(place+".key", m.Key, seen)
			text(&found, place+".name", m.Name)
		}
	}
	if found.Count("$.skills", len(v.Skills), 0, MaxNames) {
		seen := map[string]bool{}
		for i, s := range v.Skills {
			place := wording.At("$.skills", i)
			found.ID(place+".id", s.ID, seen)
			text(&found, place+".name", s.Name)
			if found.Count(place+".levels", len(s.Levels), 2, MaxLevel+1) {
				for k, level := range s.Levels {
					text(&found, wording.At(place+".levels", k), level)
				}
			}
		}
	}
	checkTerms(&found, "$.certificates", v.Certificates)
	checkTerms(&found, "$.flags", v.Flags)
	if found.Count("$.reviews", len(v.Reviews), 0, MaxNames) {
		seen := map[string]bool{}
		for i, r := range v.Reviews {
			place := wording.At("$.reviews", i)
			found.ID(place+".id", r.ID, seen)
			text(&found, place+".name", r.Name)
			if found.Count(place+".ratings", len(r.Ratings), 2, MaxLevel+1) {
				words := map[string]bool{}
				for k, word := range r.Ratings {
					found.ID(wording.At(place+".ratings", k), word, words)
				}
			}
		}
	}
	return found.Err()
}

func checkTerms(found *wording.Faults, place string, terms []Term) {
	if !found.Count(place, len(terms), 0, MaxNames) {
		return
	}
	seen := map[string]bool{}
	for i, t := range terms {
		found.ID(wording.At(place, i)+".id", t.ID, seen)
		text(found, wording.At(place, i)+".name", t.Name)
	}
}

// text reports a text that is stated in one language only.
func text(found *wording.Faults, place string, t kam.Text) {
	if t != (kam.Text{}) {
		found.Text(place, t)
	}
}
