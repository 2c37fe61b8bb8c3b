package evidence

import "github.com/kam-go/kam"

// Vocabulary is every name that rules may use. A rule on a name that is not here is refused when it is compiled.
type Vocabulary struct {
	Metrics      []kam.Metric  `json:"metrics,omitempty"`
	Skills       []Skill       `json:"skills,omitempty"`
	Certificates []Term        `json:"certificates,omitempty"`
	Reviews      []ReviewScale `json:"reviews,omitempty"`
	Flags        []Term        `json:"flags,omitempty"`
}

// Skill is an ability with its levels, level 0 first: not at all.
type Skill struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Levels describe level 0, 1 and so on; at least two.
	Levels []kam.Text `json:"levels"`
}

// Term is a name with what people read.
type Term struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
}

// ReviewScale is a kind of review with the ratings it may give.
type ReviewScale struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Ratings are the words of the scale, the worst first. A scale on which 1 is best is stated as 5, 4, 3, 2, 1.
	Ratings []string `json:"ratings"`
}
