package plandoc

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Conditions of [Registry.Apply] and [Registry.Allow] that callers tell apart with errors.Is.
var (
	// ErrLocked says that a version is approved: it never changes. Write a new version.
	ErrLocked = errors.New("plandoc: the version is approved and never changes")
	// ErrSamePerson says that an approver wrote or submitted the version: four eyes are needed.
	ErrSamePerson = errors.New("plandoc: the approver is an author of the version")
	// ErrOrder says that a step does not follow from the state of the version.
	ErrOrder = errors.New("plandoc: the step is not allowed now")
	// ErrHash says that a step names another content than the version has.
	ErrHash = errors.New("plandoc: the hash is not that of the version")
	// ErrNotEffective says that a version is not approved, retired, or not in force on the day.
	ErrNotEffective = errors.New("plandoc: the version is not effective")
)

// Status is the state of a version on a day.
type Status string

// The states.
const (
	// Unknown: there is no such version.
	Unknown Status = ""
	// InDraft: it is being written.
	InDraft Status = "draft"
	// InReview: it was submitted.
	InReview Status = "in-review"
	// Approved: it is approved, and its first day is to come.
	Approved Status = "approved"
	// Effective: it is in force.
	Effective Status = "effective"
	// Retired: it was retired, or its last day is over.
	Retired Status = "retired"
)

// Version is one version of a plan as the registry has it.
type Version struct {
	// Plan is the content, with its readings written out.
	Plan incentive.Plan
	// Hash is the [incentive.Plan.Hash] of the content.
	Hash string
	// Authors wrote or submitted it, in order of name.
	Authors []string
	// ApprovedBy and ApprovedOn are empty until it is approved.
	ApprovedBy string
	ApprovedOn kam.Day
	// RetiredOn is the first day on which it is no longer used; unset while nobody has retired it.
	RetiredOn kam.Day
	// RetiredBy and Reason go with RetiredOn.
	RetiredBy, Reason string

	state Status
}

// Registry is what the events of one plan come to. It is immutable and safe
// for concurrent use; [Registry.Apply] returns a new one.
type Registry struct {
	plan     string
	seq      int64
	versions map[int]*Version
	accepted []Event
}

// NewRegistry returns the registry of a plan without any version.
func NewRegistry(plan string) *Registry { return &Registry{plan: plan} }

// Plan returns the id of the plan.
func (r *Registry) Plan() string { return r.plan }

// Next returns the number that the next event has.
func (r *Registry) Next() int64 { return r.seq + 1 }

// Versions returns the numbers of all versions, ascending.
func (r *Registry) Versions() []int { return slices.Sorted(maps.Keys(r.versions)) }

// Version returns a version; false when there is none of that number. It is the caller's own, but for the plan's lists,
// which must not be changed.
func (r *Registry) Version(number int) (Version, bool) {
	v := r.versions[number]
	if v == nil {
		return Version{}, false
	}
	out := *v
	out.Authors = slices.Clone(v.Authors)
	return out, true
}

// Status returns the state of a version on a day.
func (r *Registry) Status(number int, on kam.Day) Status {
	v := r.versions[number]
	switch {
	case v == nil:
		return Unknown
	case v.state != Approved:
		return v.state
	case v.RetiredOn.IsSet() && !on.Before(v.RetiredOn):
		return Retired
	case v.Plan.Effective.Contains(on):
		return Effective
	case on.Before(v.Plan.Effective.From):
		return Approved
	}
	return Retired
}

// Allow returns nil when a plan may be calculated on a day: exactly this
// content was approved, and it is in force. Else the error wraps [ErrLocked]
// when the version was approved with other content, or [ErrNotEffective].
func (r *Registry) Allow(p incentive.Plan, on kam.Day) error {
	v := r.versions[p.Version]
	if p.ID != r.plan || v == nil || v.state != Approved {
		return fmt.Errorf("%w: version %d of %s is not approved", ErrNotEffective, p.Version, wording.Quote(p.ID))
	}
	if p.Hash() != v.Hash {
		return fmt.Errorf("%w: version %d of %s was approved as %s and is %s", ErrLocked, p.Version, wording.Quote(p.ID), v.Hash, p.Hash())
	}
	if status := r.Status(p.Version, on); status != Effective {
		return fmt.Errorf("%w: version %d of %s is %s on %s", ErrNotEffective, p.Version, wording.Quote(p.ID), status, on)
	}
	return nil
}

// Apply returns the registry after one more event. Nothing is changed when it
// returns an error: a *kam.InvalidError from [Event.Check] or, for a
// submission, from [incentive.Compile]; else one that wraps [ErrStale],
// [ErrConflict], [ErrLocked], [ErrSamePerson], [ErrOrder] or [ErrHash].
//
// A version is written as a draft, by as many people as need be, submitted,
// and returned or approved by somebody who is none of its authors. What is
// approved never changes; a change is a new version, with a higher number than
// any that was approved. Overrides on the commission of other plans are
// compiled with the book that they run in, so that a draft is checked on its
// own but for those.
func (r *Registry) Apply(e Event) (*Registry, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	if e.Plan != r.plan {
		return nil, fmt.Errorf("%w: the event is of %s, the registry of %s", ErrConflict, wording.Quote(e.Plan), wording.Quote(r.plan))
	}
	if e.Seq != r.seq+1 {
		return nil, fmt.Errorf("%w: number %d of %s, whose last is %d", ErrStale, e.Seq, wording.Quote(e.Plan), r.seq)
	}
	var version *Version
	if v := r.versions[e.Version]; v != nil {
		copied := *v
		copied.Authors = slices.Clone(v.Authors)
		version = &copied
	}
	accepted := r.accepted
	var err error
	switch e.Step {
	case StepDraft:
		version, err = r.draft(version, e)
	case StepAcknowledge:
		accepted = append(slices.Clip(accepted), e)
		err = acknowledge(version, e)
	default:
		err = version.advance(e)
	}
	if err != nil {
		return nil, err
	}
	out := &Registry{plan: r.plan, seq: e.Seq, versions: maps.Clone(r.versions), accepted: accepted}
	if out.versions == nil {
		out.versions = map[int]*Version{}
	}
	out.versions[e.Version] = version
	return out, nil
}

// draft writes a version.
func (r *Registry) draft(v *Version, e Event) (*Version, error) {
	switch {
	case v == nil:
		for number, other := range r.versions {
			if other.state == Approved && number > e.Version {
				return nil, fmt.Errorf("%w: version %d is approved, and %d is new", ErrOrder, number, e.Version)
			}
		}
		v = &Version{}
	case v.state == Approved:
		return nil, fmt.Errorf("%w: version %d of %s, approved by %s on %s", ErrLocked, e.Version, wording.Quote(e.Plan), v.ApprovedBy, v.ApprovedOn)
	case v.state != InDraft:
		return nil, fmt.Errorf("%w: version %d is %s", ErrOrder, e.Version, v.state)
	}
	plan, err := incentive.ParsePlan([]byte(e.Content))
	if err != nil {
		return nil, err
	}
	v.Plan, v.Hash, v.state = plan, e.Hash, InDraft
	v.author(e.By)
	return v, nil
}

func (v *Version) author(name string) {
	if !slices.Contains(v.Authors, name) {
		v.Authors = append(v.Authors, name)
		slices.Sort(v.Authors)
	}
}

// advance does a step of a version that is there.
func (v *Version) advance(e Event) error {
	needs := map[Step]Status{StepSubmit: InDraft, StepReturn: InReview, StepApprove: InReview, StepRetire: Approved}
	switch {
	case v == nil:
		return fmt.Errorf("%w: there is no version %d", ErrOrder, e.Version)
	case v.state != needs[e.Step]:
		return fmt.Errorf("%w: %s needs %s, and version %d is %s", ErrOrder, e.Step, needs[e.Step], e.Version, v.state)
	case e.Hash != v.Hash:
		return fmt.Errorf("%w: version %d is %s, and the event names %s", ErrHash, e.Version, v.Hash, e.Hash)
	}
	switch e.Step {
	case StepSubmit:
		if err := ready(v.Plan); err != nil {
			return err
		}
		v.state = InReview
		v.author(e.By)
	case StepReturn:
		v.state = InDraft
	case StepApprove:
		if slices.Contains(v.Authors, e.By) {
			return fmt.Errorf("%w: %s", ErrSamePerson, wording.Quote(e.By))
		}
		v.state, v.ApprovedBy, v.ApprovedOn = Approved, e.By, e.On
	default:
		if v.RetiredOn.IsSet() {
			return fmt.Errorf("%w: version %d is retired since %s", ErrOrder, e.Version, v.RetiredOn)
		}
		v.RetiredOn, v.RetiredBy, v.Reason = e.On, e.By, e.Reason
	}
	return nil
}

// ready compiles a plan on its own; names of components in other plans are the business of the book it runs in.
func ready(p incentive.Plan) error {
	if fromOthers(p) {
		return nil
	}
	_, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	return err
}

// fromOthers reports whether a plan credits commission of components that are not its own.
func fromOthers(p incentive.Plan) bool {
	own := map[string]bool{}
	for _, k := range p.Components {
		own[k.Name], own[p.ID+"/"+k.Name] = true, true
	}
	for _, c := range p.Credits {
		for _, name := range c.Of {
			if !own[name] {
				return true
			}
		}
	}
	return false
}

// acknowledge checks an acknowledgement.
func acknowledge(v *Version, e Event) error {
	switch {
	case v == nil || v.state != Approved:
		return fmt.Errorf("%w: version %d is not approved", ErrOrder, e.Version)
	case e.Hash != v.Hash:
		return fmt.Errorf("%w: version %d is %s, and the event names %s", ErrHash, e.Version, v.Hash, e.Hash)
	}
	return nil
}
