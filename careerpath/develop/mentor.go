package develop

import (
	"math/big"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a matching, all inclusive.
const (
	// MaxMentees and MaxMentors are the most people on either side.
	MaxMentees = 500
	MaxMentors = 500
	// MaxCapacity is the most mentees of one mentor.
	MaxCapacity = 500
	// MaxWishes is the most skills, names or exclusions of one person.
	MaxWishes = 100
)

// MentorRequest is who looks for a mentor and who can be one. The zero value has nobody and is refused.
type MentorRequest struct {
	Mentees []Mentee `json:"mentees"`
	Mentors []Mentor `json:"mentors"`
	// Above is by how many levels a mentor has to be above the level that a mentee wants, at least 0.
	Above int `json:"above,omitempty"`
}

// Mentee is somebody who looks for a mentor.
type Mentee struct {
	Person     kam.Subject `json:"person"`
	Department string      `json:"department,omitempty"`
	// Wants are the skills and the levels to reach; their weights say how much each matters, see [skills.Requirement].
	Wants []skills.Requirement `json:"wants"`
	// Manager is the mentee's own manager, who is never the mentor; the zero value is not stated.
	Manager kam.Subject `json:"manager,omitzero"`
	// Not are others who cannot be the mentor, such as a judge of the mentee's promotion.
	Not []kam.Subject `json:"not,omitempty"`
	// Prefers are mentors the mentee would like, the dearest first.
	Prefers []kam.Subject `json:"prefers,omitempty"`
}

// Mentor is somebody who can be a mentor.
type Mentor struct {
	Person     kam.Subject   `json:"person"`
	Department string        `json:"department,omitempty"`
	Levels     skills.Levels `json:"levels"`
	// Capacity is how many mentees the mentor takes, at least 0.
	Capacity int `json:"capacity"`
	// Not are mentees whom the mentor cannot take.
	Not []kam.Subject `json:"not,omitempty"`
}

// Matching is who gets which mentor. It is not changed once made. The zero value is empty.
type Matching struct {
	// Pairs are in the order of the mentees of the request.
	Pairs []Pair `json:"pairs,omitempty"`
	// Without are the mentees without a mentor, in the same order, and why.
	Without []Without `json:"without,omitempty"`
	// Covered is the weight of the wants that the pairs cover, Wanted that of all wants.
	Covered *big.Rat `json:"covered"`
	Wanted  *big.Rat `json:"wanted"`
	// Crossing is how many pairs are of two departments.
	Crossing int `json:"crossing"`
	// Warnings tell of names in Prefers, Not and Manager that nobody of the other side has: most likely they are misspelt,
	// and the wish or the exclusion has no effect.
	Warnings kam.Findings `json:"warnings,omitempty"`
}

// Pair is a mentee with a mentor.
type Pair struct {
	Mentee kam.Subject `json:"mentee"`
	Mentor kam.Subject `json:"mentor"`
	// Covers are the wanted skills in which the mentor is far enough, Open those in which not.
	Covers []string `json:"covers"`
	Open   []string `json:"open,omitempty"`
	// Weight is that of Covers.
	Weight *big.Rat `json:"weight"`
	// Crosses says that both are of different departments, or of one that is not stated.
	Crosses bool `json:"crosses,omitempty"`
	// Choice is the place of the mentor among those whom the mentee prefers, from 1; 0 is not among them.
	Choice int `json:"choice,omitempty"`
}

// Without is a mentee without a mentor.
type Without struct {
	Mentee kam.Subject   `json:"mentee"`
	Reason WithoutReason `json:"reason"`
	// Mentors are those that the reason is about: whom an exclusion keeps away, or who are taken up by others.
	Mentors []kam.Subject `json:"mentors,omitempty"`
}

// WithoutReason says why somebody has no mentor. The zero value is none.
type WithoutReason string

// Reasons to have no mentor.
const (
	// NobodyFar: no mentor is far enough in any of the wanted skills.
	NobodyFar WithoutReason = "nobody-far"
	// AllExcluded: those who are far enough are the mentee's manager, or excluded by either side.
	AllExcluded WithoutReason = "all-excluded"
	// AllTaken: those who are left have no room, or cover more for others.
	AllTaken WithoutReason = "all-taken"
)

// MatchMentors gives mentees mentors so that the weight of the wants that are covered is the largest possible; of equal weight,
// so that as many mentees as possible have a mentor, then with the fewest pairs across departments, then with the most
// preferences kept (a first choice counts [MaxWishes] points, a second one less, and so on). Each mentee has at most one
// mentor. A mentor covers a want when the mentor's level is known and at least the level wanted and Above; a pair that
// covers nothing is not made, nor one with oneself, with the own manager, or one that either side excludes.
//
// Of several matchings that are equally good, the result is always the same one and does not depend on the order of the
// request. It takes time in proportion to mentees * mentors * mentees, for 500 of each from a tenth of a second to about half
// of one, as contested as the mentors are. Faults are an [*kam.InvalidError] with all of them.
func MatchMentors(r MentorRequest) (Matching, error) {
	f := wording.Faults{Prefix: prefix}
	weights := r.check(&f)
	if err := f.Err(); err != nil {
		return Matching{}, err
	}
	mentees, mentors := sortedBy(r.Mentees, func(m Mentee) kam.Subject { return m.Person }), sortedBy(r.Mentors, func(m Mentor) kam.Subject { return m.Person })
	gains := make([][]int64, len(mentees))
	for i, m := range mentees {
		gains[i] = make([]int64, len(mentors))
		for j, n := range mentors {
			gains[i][j] = r.gain(&r.Mentees[m], &r.Mentors[n], weights[m], int64(len(mentees)))
		}
	}
	room := make([]int, len(mentors))
	for j, n := range mentors {
		room[j] = r.Mentors[n].Capacity
	}
	given := assign(gains, room)
	mentorOf := make([]int, len(mentees))
	for i, m := range mentees {
		mentorOf[m] = -1
		if given[i] >= 0 {
			mentorOf[m] = mentors[given[i]]
		}
	}
	out := r.matching(mentorOf)
	out.Warnings = r.unknownNames()
	return out, nil
}

// sortedBy returns the places of a list in the order of kind and ID.
func sortedBy[T any](list []T, who func(T) kam.Subject) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareSubjects(who(list[a]), who(list[b])) })
	return order
}

func compareSubjects(a, b kam.Subject) int {
	if by := strings.Compare(a.Kind, b.Kind); by != 0 {
		return by
	}
	return strings.Compare(a.ID, b.ID)
}

// gain is what a pair is worth, one number for all that counts: covered weight first, then that there is a pair, then that it
// stays in its department, then the preference. What counts less cannot outweigh what counts more, with so many mentees. It is 0
// for a pair that must not be.
func (r MentorRequest) gain(m *Mentee, n *Mentor, weights []int64, mentees int64) int64 {
	if r.excluded(m, n) {
		return 0
	}
	var covered int64
	for i, w := range m.Wants {
		if r.covers(n, w) {
			covered += weights[i]
		}
	}
	if covered == 0 {
		return 0
	}
	preference := int64(0)
	if choice := choiceOf(m, n); choice > 0 {
		preference = MaxWishes + 1 - int64(choice)
	}
	preferences := MaxWishes*mentees + 1
	stays := int64(0)
	if !crosses(m, n) {
		stays = 1
	}
	return ((covered*(mentees+1)+1)*(mentees+1)+stays)*preferences + preference
}

func (r MentorRequest) excluded(m *Mentee, n *Mentor) bool {
	return m.Person == n.Person || m.Manager == n.Person || slices.Contains(m.Not, n.Person) || slices.Contains(n.Not, m.Person)
}

// covers reports whether a mentor is far enough for a want.
func (r MentorRequest) covers(n *Mentor, w skills.Requirement) bool {
	level, known := n.Levels[w.Skill]
	return known && level >= w.Level+r.Above
}

func crosses(m *Mentee, n *Mentor) bool { return m.Department == "" || m.Department != n.Department }

func choiceOf(m *Mentee, n *Mentor) int { return slices.Index(m.Prefers, n.Person) + 1 }

// matching tells the pairs and who is left.
func (r MentorRequest) matching(mentorOf []int) Matching {
	out := Matching{Covered: new(big.Rat), Wanted: new(big.Rat)}
	for i := range r.Mentees {
		m := &r.Mentees[i]
		for _, w := range m.Wants {
			out.Wanted.Add(out.Wanted, w.Share())
		}
		if mentorOf[i] < 0 {
			out.Without = append(out.Without, r.without(m))
			continue
		}
		n := &r.Mentors[mentorOf[i]]
		pair := Pair{Mentee: m.Person, Mentor: n.Person, Weight: new(big.Rat), Crosses: crosses(m, n), Choice: choiceOf(m, n)}
		for _, w := range m.Wants {
			if r.covers(n, w) {
				pair.Covers = append(pair.Covers, w.Skill)
				pair.Weight.Add(pair.Weight, w.Share())
			} else {
				pair.Open = append(pair.Open, w.Skill)
			}
		}
		if pair.Crosses {
			out.Crossing++
		}
		out.Covered.Add(out.Covered, pair.Weight)
		out.Pairs = append(out.Pairs, pair)
	}
	return out
}

// without tells why a mentee has no mentor.
func (r MentorRequest) without(m *Mentee) Without {
	var far, open []kam.Subject
	for j := range r.Mentors {
		n := &r.Mentors[j]
		if n.Person == m.Person || !slices.ContainsFunc(m.Wants, func(w skills.Requirement) bool { return r.covers(n, w) }) {
			continue
		}
		if r.excluded(m, n) {
			far = append(far, n.Person)
		} else {
			open = append(open, n.Person)
		}
	}
	switch {
	case len(open) > 0:
		return Without{Mentee: m.Person, Reason: AllTaken, Mentors: open}
	case len(far) > 0:
		return Without{Mentee: m.Person, Reason: AllExcluded, Mentors: far}
	}
	return Without{Mentee: m.Person, Reason: NobodyFar}
}
