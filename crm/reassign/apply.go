package reassign

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Applied is what a change does to records as they are now.
type Applied struct {
	ID         string     `json:"id"`
	System     crm.System `json:"system"`
	On         kam.Day    `json:"on"`
	Reason     string     `json:"reason"`
	ApprovedBy string     `json:"approvedBy"`
	// Changes are to be written into the system, by ref, with the revisions that the records have now.
	Changes []RecordChange `json:"changes,omitempty"`
	// Records are those that change, as they are then, by ref; revision and time of modification are what the system has.
	Records []crm.Record `json:"records,omitempty"`
	// Touched are records among them that were modified since the preview without a difference for the change, by ref.
	Touched []crm.Ref `json:"touched,omitempty"`
}

// Conflict is a record for which the change would do something else now.
type Conflict struct {
	Ref crm.Ref `json:"ref"`
	// Was and Now are what the preview and what the change now does to it; nil: nothing.
	Was *RecordChange `json:"was,omitempty"`
	Now *RecordChange `json:"now,omitempty"`
	Why kam.Text      `json:"why"`
}

// ConflictError says where records have changed since the preview. It is [ErrChanged] for errors.Is.
type ConflictError struct {
	// Conflicts has at least one, by ref.
	Conflicts []Conflict
}

// Error names the number of conflicts and the first.
func (e *ConflictError) Error() string {
	first := ""
	if len(e.Conflicts) > 0 {
		first = ": " + e.Conflicts[0].Ref.String() + ": " + e.Conflicts[0].Why.EN
	}
	return fmt.Sprintf("%v: %d in all%s", ErrChanged, len(e.Conflicts), first)
}

// Is reports whether target is [ErrChanged].
func (e *ConflictError) Is(target error) bool { return target == ErrChanged }

// Apply returns the change as it was previewed, against records as they are now: all of the system, as given to [Plan].
// Where the change would do anything else to any record now, nothing is done and the error is a [*ConflictError]; where
// it would be refused now, the error wraps [ErrChanged] and the [*kam.InvalidError]. A change that was applied is a
// conflict too, so that nothing is done twice.
func (p *Preview) Apply(current []crm.Record) (*Applied, error) {
	then := p.made
	now, err := Plan(then.change, current)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if list := conflicts(then, now.made); len(list) > 0 {
		return nil, &ConflictError{Conflicts: list}
	}
	c := then.change
	out := &Applied{ID: c.ID, System: c.System, On: c.On, Reason: c.Reason, ApprovedBy: c.ApprovedBy, Changes: now.made.list()}
	for _, r := range now.made.records {
		change := now.made.changes[r.Ref]
		if change == nil {
			continue
		}
		out.Records = append(out.Records, applied(r, change))
		if was := then.changes[r.Ref]; was.Revision != change.Revision || !was.Modified.Equal(change.Modified) {
			out.Touched = append(out.Touched, r.Ref)
		}
	}
	return out, nil
}

func conflicts(then, now *draft) []Conflict {
	refs := map[crm.Ref]bool{}
	for ref := range then.changes {
		refs[ref] = true
	}
	for ref := range now.changes {
		refs[ref] = true
	}
	present := map[crm.Ref]bool{}
	for _, r := range now.records {
		present[r.Ref] = true
	}
	var out []Conflict
	for ref := range refs {
		a, b := then.changes[ref], now.changes[ref]
		c := Conflict{Ref: ref}
		if a != nil {
			c.Was = new(a.clone())
		}
		if b != nil {
			c.Now = new(b.clone())
		}
		switch {
		case a == nil:
			c.Why = say("it was not in the preview", "预览中没有该记录")
		case b == nil && !present[ref]:
			c.Why = say("it is there no more", "该记录已不存在")
		case b == nil:
			c.Why = say("it would not change any more", "该记录不再需要变更")
		case !sameOwner(a.Owner, b.Owner):
			c.Why = say("its owner is another one now, or would be", "其负责人或新负责人已不同")
		case !sameTeam(a.Team, b.Team):
			c.Why = say("its team is another one now", "其团队已不同")
		default:
			continue
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Conflict) int { return a.Ref.Compare(b.Ref) })
	return out
}

func sameOwner(a, b *OwnerChange) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

func sameTeam(a, b *TeamChange) bool {
	return a == nil && b == nil || a != nil && b != nil && slices.Equal(a.Old, b.Old) && slices.Equal(a.New, b.New)
}
