package feedback

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// Limits of a round. All are inclusive.
const (
	MaxSubjects    = 5_000
	MaxGroups      = 20
	MaxQuestions   = 200 // in all dimensions together, and dimensions
	MaxInvitations = 50_000
)

// RoundSpec is whom to ask what about whom. It is plain data; [Compile] checks it. The zero value is no round.
type RoundSpec struct {
	// ID is the host's own name of the round, and Name what people read.
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Subjects are the IDs of those whom the answers are about.
	Subjects []string `json:"subjects"`
	// Groups are the kinds of raters. Where two cannot both be shown, the one that stands first is.
	Groups []Group `json:"groups"`
	// Merges say which groups are told together when one has too few raters.
	Merges []Merge `json:"merges,omitempty"`
	// LeastOverall is from how many raters in the groups shown, [Self] aside, totals over groups are shown; at least 1.
	// Defaults to [DefaultLeastOverall].
	LeastOverall int `json:"leastOverall,omitempty"`
	// Dimensions hold the questions, each ID once among the dimensions, and once among all questions.
	Dimensions []Dimension `json:"dimensions"`
	// Comments bounds what people write.
	Comments CommentRule `json:"comments,omitzero"`
	// Invitations say who is asked about whom, each pair once.
	Invitations []Invitation `json:"invitations"`
	// Due is the day by which to answer, unless an invitation says otherwise; unset when there is none.
	Due kam.Day `json:"due,omitzero"`
	// Closes is the last day of which answers are taken, not before any day by which to answer; unset when there is none.
	Closes kam.Day `json:"closes,omitzero"`
}

// Dimension is questions that belong together and have one scale. The zero value is none.
type Dimension struct {
	ID        string     `json:"id"`
	Name      kam.Text   `json:"name"`
	Scale     Scale      `json:"scale"`
	Questions []Question `json:"questions"`
}

// Question is what is asked. The zero value is none.
type Question struct {
	ID   string   `json:"id"`
	Text kam.Text `json:"text"`
}

// Invitation asks a rater about a subject as one of a group. The zero value is none.
type Invitation struct {
	// Rater is the pseudonym of who is asked, the same in the whole round.
	Rater   string `json:"rater"`
	Subject string `json:"subject"`
	Group   string `json:"group"`
	// Due is the last day to answer in time. Defaults to that of the round.
	Due kam.Day `json:"due,omitzero"`
}

// ParseRound returns the round that data holds as JSON, or an [*kam.InvalidError] with every fault of the JSON. It is
// for [Compile] to check what it says.
func ParseRound(data []byte) (RoundSpec, error) {
	var s RoundSpec
	if err := strictjson.Decode(data, &s, "feedback").Err(); err != nil {
		return RoundSpec{}, err
	}
	return s, nil
}

// Round is a checked round of feedback. It is immutable and safe for concurrent use.
type Round struct {
	spec       RoundSpec
	groups     map[string]int // places in spec.Groups
	subjects   map[string]bool
	questions  []asked
	place      map[string]int // places in questions
	invited    map[pair]Invitation
	merged     []int // of each group, the place of its merge, or -1
	thresholds Thresholds
	names      nameTrie
}

// asked is a question with the scale of its dimension.
type asked struct {
	Question
	scale Scale
}

// pair is who rates whom.
type pair struct{ subject, rater string }

func (p pair) compare(o pair) int {
	return cmp.Or(cmp.Compare(p.subject, o.subject), cmp.Compare(p.rater, o.rater))
}

// Compile returns the checked round that s describes, or an [*kam.InvalidError] with every fault. It keeps no hold of s.
func Compile(s RoundSpec) (*Round, error) {
	c := checker{}
	c.round(s)
	if err := c.found.Err(); err != nil {
		return nil, err
	}
	r := &Round{
		spec: s.clone(), groups: map[string]int{}, subjects: map[string]bool{}, place: map[string]int{},
		invited: make(map[pair]Invitation, len(s.Invitations)), thresholds: Thresholds{},
	}
	r.spec.LeastOverall = cmp.Or(s.LeastOverall, DefaultLeastOverall)
	r.spec.Comments = s.Comments.withDefaults()
	r.names = newNameTrie(s.Comments.Names)
	for i, g := range s.Groups {
		r.groups[g.ID] = i
		r.thresholds[g.ID] = g.threshold()
		r.merged = append(r.merged, -1)
	}
	for i, m := range s.Merges {
		for _, id := range m.Groups {
			r.merged[r.groups[id]] = i
		}
	}
	for _, id := range s.Subjects {
		r.subjects[id] = true
	}
	for _, d := range r.spec.Dimensions {
		for _, q := range d.Questions {
			r.place[q.ID] = len(r.questions)
			r.questions = append(r.questions, asked{q, d.Scale})
		}
	}
	for _, in := range s.Invitations {
		if !in.Due.IsSet() {
			in.Due = s.Due
		}
		r.invited[pair{in.Subject, in.Rater}] = in
	}
	return r, nil
}

// Spec returns a copy of what the round was compiled from, with the defaults of LeastOverall and Comments filled in.
func (r *Round) Spec() RoundSpec { return r.spec.clone() }

// Thresholds returns those of every group, defaults filled in. The result is the caller's to change.
func (r *Round) Thresholds() Thresholds {
	out := make(Thresholds, len(r.thresholds))
	for id, k := range r.thresholds {
		out[id] = k
	}
	return out
}

func (s RoundSpec) clone() RoundSpec {
	s.Subjects, s.Groups = slices.Clone(s.Subjects), slices.Clone(s.Groups)
	s.Merges, s.Dimensions = slices.Clone(s.Merges), slices.Clone(s.Dimensions)
	for i, m := range s.Merges {
		s.Merges[i].Groups = slices.Clone(m.Groups)
	}
	for i, d := range s.Dimensions {
		s.Dimensions[i].Questions = slices.Clone(d.Questions)
	}
	s.Invitations = slices.Clone(s.Invitations)
	s.Comments.Names = slices.Clone(s.Comments.Names)
	return s
}

// Scale is what answers may be. The zero value is no scale.
type Scale struct {
	// Least and Most bound the answers, both inclusive, Least below Most; both within plus and minus [MaxScale].
	Least decimal.Decimal `json:"least"`
	Most  decimal.Decimal `json:"most"`
	// Step is the distance of two possible answers, counted from Least; not valid where anything between is possible.
	Step decimal.NullDecimal `json:"step,omitzero"`
	// Level is how far two means are apart to be one level apart. Defaults to Step, and to 1 without one.
	Level decimal.NullDecimal `json:"level,omitzero"`
}

// Limits of answers and scales. Both are inclusive.
const (
	// MaxPlaces is how many decimal places an answer and the numbers of a scale may have.
	MaxPlaces = 6
	// MaxScale is the largest absolute bound of a scale.
	MaxScale = 1_000_000
)

// level returns the level, stated or not.
func (s Scale) level() decimal.Decimal {
	switch {
	case s.Level.Valid:
		return s.Level.Decimal
	case s.Step.Valid:
		return s.Step.Decimal
	default:
		return decimal.NewFromInt(1)
	}
}
