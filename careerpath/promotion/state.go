package promotion

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Phase says where a cycle stands. The zero value is before its first event.
type Phase string

// Phases of a cycle.
const (
	NotOpen   Phase = ""
	Open      Phase = "open"      // applications, evidence, exercises; and again after an objection or appeal changed something
	Published Phase = "published" // the ranking is public, and objections may be raised
	Decided   Phase = "decided"   // the seats are given, and appeals may be raised
	Closed    Phase = "closed"
)

// State is a cycle as its events tell it. It is immutable and safe for concurrent use: [State.Apply] returns a new one.
// Get the first from [Program.Start], or from [Replay]. The zero value is of no cycle and takes no event.
type State struct{ in *inner }

// inner is what a state holds. It is not changed once it is in a state that was handed out.
type inner struct {
	memo    *memo
	p       *Program
	entries []Entry // grows only by append on a clipped list
	phase   Phase
	last    kam.Day // of the last event

	candidates map[kam.Subject]*candidate
	scores     map[scoreKey]score
	declared   map[pair][]Relation
	recused    map[recusal]bool
	applied    map[kam.Subject]map[string]bool // the openings that somebody ever applied for, or accepted a nomination for
	finished   map[int]bool                    // exercises that are closed
	reopened   map[int]bool                    // exercises that may be scored outside of their window
	fails      []map[kam.Subject]bool          // of each exercise that is closed, who did not pass; replaced, never changed
	extra      map[string]int                  // seats that were added
	seed       string

	published, objectUntil kam.Day
	publications           int
	shown, before          []OpeningOutcome // of the last publication and the one before; replaced, never changed
	decided, appealUntil   kam.Day
	objections, appeals    map[string]complaint
	appointed              map[kam.Subject]string
	declined               map[kam.Subject]map[string]bool
	// quits are those who withdrew since the ranking was published, or declined a seat of it, in the order in which they did.
	quits []quit
	early int // how many of them were so before the decision
}

// quit is one who withdrew, or declined a seat.
type quit struct {
	person   kam.Subject
	declined bool
}

// candidate is one person in the cycle.
type candidate struct {
	person    kam.Subject
	name      string
	openings  []string
	waiting   bool // the nomination is not accepted
	withdrawn bool
	out       bool   // declined a seat of a decision that was undone since: ranked, and gets no seat
	reason    string // of the disqualification; "" is none
	frozen    *Frozen
}

// stays reports whether the candidate is in the cycle.
func (c *candidate) stays() bool { return !c.waiting && !c.withdrawn && c.reason == "" }

// scoreKey says whose score of whom in which exercise.
type scoreKey struct {
	exercise      int
	person, judge kam.Subject
}

// score is one score as it stands.
type score struct {
	value   decimal.Decimal
	comment string
	void    bool          // by a ruling
	changes []ScoreChange // grows only by append on a clipped list
}

// recusal is a judge who does not judge a person; of all when the person is nobody.
type recusal struct{ judge, person kam.Subject }

// complaint is an objection or an appeal.
type complaint struct {
	id     string
	by     kam.Subject
	person kam.Subject
	on     kam.Day
	reason string
	ruling Ruling
	answer string
}

// Start returns the state before the first event.
func (p *Program) Start() State {
	c := p.Cycle()
	data, err := strictjson.Canonical(c)
	if err != nil {
		return State{}
	}
	in := &inner{
		memo: &memo{}, p: p, entries: []Entry{{Stream: c.ID, Seq: 1, Cycle: &c, Digest: chained("", data)}},
		candidates: map[kam.Subject]*candidate{}, scores: map[scoreKey]score{}, declared: map[pair][]Relation{},
		recused: map[recusal]bool{}, applied: map[kam.Subject]map[string]bool{}, finished: map[int]bool{}, reopened: map[int]bool{},
		extra: map[string]int{}, objections: map[string]complaint{}, appeals: map[string]complaint{},
		appointed: map[kam.Subject]string{}, declined: map[kam.Subject]map[string]bool{},
		fails: make([]map[kam.Subject]bool, len(c.Exercises)),
	}
	return State{in}
}

// clone returns a copy that may be changed.
func (in *inner) clone() *inner {
	next := *in
	next.entries = slices.Clip(in.entries)
	next.candidates = make(map[kam.Subject]*candidate, len(in.candidates))
	for person, c := range in.candidates {
		copied := *c
		next.candidates[person] = &copied
	}
	next.fails = slices.Clone(in.fails)
	next.scores, next.recused, next.finished = maps.Clone(in.scores), maps.Clone(in.recused), maps.Clone(in.finished)
	next.reopened, next.extra, next.appointed = maps.Clone(in.reopened), maps.Clone(in.extra), maps.Clone(in.appointed)
	next.objections, next.appeals = maps.Clone(in.objections), maps.Clone(in.appeals)
	next.declared, next.applied, next.quits = map[pair][]Relation{}, map[kam.Subject]map[string]bool{}, slices.Clip(in.quits)
	for k, list := range in.declared {
		next.declared[k] = slices.Clone(list)
	}
	for k, set := range in.applied {
		next.applied[k] = maps.Clone(set)
	}
	next.declined = map[kam.Subject]map[string]bool{}
	for k, set := range in.declined {
		next.declined[k] = maps.Clone(set)
	}
	return &next
}

// Apply returns s with e as its last event; s stays as it was. The error is an [*kam.InvalidError] with every fault: those
// of [Event.Check], a step that the phase or the day does not allow, a role that the maker does not have, a conflict of
// interest, a score off the scale, and so on; see the codes of the package.
func (s State) Apply(e Event) (State, error) {
	if s.in == nil {
		f := wording.Faults{Prefix: prefix}
		f.Add("step", "$.step", say("the state is of no cycle", "该状态不属于任何评审"), say("start from a compiled cycle", "请从已编译的评审方案开始"))
		return s, f.Err()
	}
	next := s.in.clone()
	if err := next.apply(e); err != nil {
		return s, err
	}
	return State{next}, nil
}

// ApplyAll applies events in their order. The error is that of the first that is refused, at its place: $[3].by.
func (s State) ApplyAll(events ...Event) (State, error) {
	if s.in == nil && len(events) > 0 {
		return s.Apply(events[0])
	}
	next := s
	if len(events) > 0 {
		next = State{s.in.clone()}
	}
	for i, e := range events {
		if err := next.in.apply(e); err != nil {
			f := wording.Faults{Prefix: prefix}
			f.Merge(wording.At("$", i), err)
			return s, f.Err()
		}
	}
	return next, nil
}

// Record returns all that happened, the cycle first; it is the caller's own.
func (s State) Record() Record {
	if s.in == nil {
		return Record{}
	}
	r := Record{Format: Format}
	for _, e := range s.in.entries {
		r.Entries = append(r.Entries, e.clone())
	}
	return r
}

// clone returns a copy of an entry that was checked, sharing nothing with it.
func (e Entry) clone() Entry {
	data, err := e.Canonical()
	if err != nil {
		return Entry{}
	}
	c, err := ParseEntry(data)
	if err != nil {
		return Entry{}
	}
	return c
}

// Phase returns where the cycle stands.
func (s State) Phase() Phase {
	if s.in == nil {
		return NotOpen
	}
	return s.in.phase
}

// Deadlines are the last days on which something may still be done. One that is not running is unset.
type Deadlines struct {
	Apply  kam.Day `json:"apply,omitzero"`
	Object kam.Day `json:"object,omitzero"`
	Appeal kam.Day `json:"appeal,omitzero"`
}

// Deadlines returns the last days of application, of objections once the ranking is published, and of appeals once it is
// decided; all inclusive.
func (s State) Deadlines() Deadlines {
	if s.in == nil {
		return Deadlines{}
	}
	return Deadlines{Apply: s.in.p.cycle.Schedule.Apply.Until.AddDays(-1), Object: s.in.objectUntil, Appeal: s.in.appealUntil}
}

// Digest returns the digest of [State.Outcome], which an event that publishes or decides must carry now.
func (s State) Digest() (string, error) {
	if s.in == nil {
		return Outcome{}.Digest()
	}
	return s.in.digest()
}

// left reports whether a candidate withdrew after the ranking was published, which stands nevertheless.
func (in *inner) left(person kam.Subject) bool {
	return slices.Contains(in.quits, quit{person: person})
}

// Outcome returns the ranking and the seats that follow from all that is recorded so far. Seats may be open and people
// tied. Who withdraws once the ranking is published stays in it, and the seats are decided without them: see [State.Seats].
// So decide is refused when people are tied without those who withdrew, whatever [Outcome.Ties] says. Who declined a seat
// of a decision that was undone since is ranked and has none.
func (s State) Outcome() Outcome {
	if s.in == nil {
		return Outcome{}
	}
	return s.in.outcome(Leave{}).clone()
}

// participates says whether a candidate takes part in an exercise, and if not, why. It does not ask whether the exercise
// is closed.
func (in *inner) participates(c *candidate, exercise int) (kam.Text, bool) {
	switch {
	case c.waiting:
		return say("the nomination is not accepted", "提名尚未被接受"), false
	case c.withdrawn:
		return say("the candidate withdrew", "候选人已退出"), false
	case c.reason != "":
		return say("the candidate is disqualified", "候选人已被取消资格"), false
	case c.out:
		return say("the candidate declined a seat", "候选人已放弃入选资格"), false
	case c.frozen == nil:
		return say("no evidence is frozen for the candidate", "候选人的材料尚未锁定"), false
	}
	takes, may := false, false
	for _, o := range c.openings {
		i := in.p.openings[o]
		if slices.Contains(in.p.takes[i], exercise) {
			takes = true
			may = may || in.p.cycle.Screening == ScreenAfter || in.admitted(in.checked(c, i, Leave{}))
		}
	}
	switch {
	case !takes:
		return say("no opening that the candidate applied for has the exercise", "候选人所报岗位均不含该项考核"), false
	case !may:
		return say("the criteria of no such opening are known to be met", "没有任何相关岗位的条件已确认达标"), false
	}
	for i := range exercise {
		if in.fails[i][c.person] {
			return say("the candidate did not pass %s", "候选人未通过 %s", wording.Quote(in.p.cycle.Exercises[i].ID)), false
		}
	}
	return kam.Text{}, true
}

// checked returns the state of the criteria of an opening; "" while no evidence is frozen.
func (in *inner) checked(c *candidate, opening int, x Leave) criteria.State {
	if c.frozen == nil {
		return ""
	}
	for _, check := range c.frozen.Checks {
		if check.Criteria != in.p.cycle.Openings[opening].Criteria {
			continue
		}
		if _, there := check.Result.Find(x.Criterion); !there {
			return check.Result.State
		}
		without, err := check.Result.Without(x.Criterion)
		if err != nil {
			return criteria.Unknown
		}
		return without.State
	}
	return ""
}

// admitted reports whether the criteria do not stand in the way.
func (in *inner) admitted(s criteria.State) bool {
	return s == criteria.Met || s == criteria.Unknown && in.p.cycle.Unknown == UnknownAdmits
}

// conflict returns why a judge does not judge a person.
func (in *inner) conflict(judge, person kam.Subject) Conflict {
	if judge == person {
		return ConflictSelf
	}
	theirs := in.candidates[person]
	for o := range in.applied[judge] {
		if in.applied[person][o] || theirs != nil && slices.Contains(theirs.openings, o) {
			return ConflictRival
		}
	}
	key := pairOf(judge, person)
	order := []Conflict{ConflictReport, ConflictManager, ConflictFamily, ConflictNominee, ConflictMentor, ConflictOther}
	first := len(order)
	for _, r := range in.p.between[key] {
		first = min(first, slices.Index(order, r.conflict(judge)))
	}
	for _, r := range in.declared[key] {
		first = min(first, slices.Index(order, r.conflict(judge)))
	}
	if first < len(order) {
		return order[first]
	}
	if in.recused[recusal{judge: judge}] || in.recused[recusal{judge, person}] {
		return ConflictRecused
	}
	return NoConflict
}

// conflict returns what a relation means for a judge at one end of it.
func (r Relation) conflict(judge kam.Subject) Conflict {
	switch r.Kind {
	case ReportsTo:
		if r.To == judge {
			return ConflictReport
		}
		return ConflictManager
	case Leads:
		if r.Of == judge {
			return ConflictReport
		}
		return ConflictManager
	case Relative:
		return ConflictFamily
	case NominatedBy:
		return ConflictNominee
	case MentoredBy:
		return ConflictMentor
	default:
		return ConflictOther
	}
}

// Conflict returns why a judge may not judge a person, and [NoConflict] when nothing is known to stand between them.
func (s State) Conflict(judge, person kam.Subject) Conflict {
	if s.in == nil {
		return NoConflict
	}
	return s.in.conflict(judge, person)
}

func sortedKeys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// people returns the candidates by kind and ID.
func (in *inner) people() []*candidate {
	out := make([]*candidate, 0, len(in.candidates))
	for _, c := range in.candidates {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *candidate) int { return compareSubjects(a.person, b.person) })
	return out
}
