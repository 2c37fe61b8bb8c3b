package plandoc

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Acceptance returns the statement that a payee accepts with a document, in both languages.
func Acceptance(d Document, payee string, on kam.Day) kam.Text {
	return say("I, %s, have read the plan %s, version %d (document %s, plan %s), on %s. I understand how my commission is calculated and accept it.",
		"本人 %s 已于 %[6]s 阅读方案 %[2]s 第 %[3]d 版（文件 %[4]s，方案 %[5]s），了解本人提成的计算方式，并予以接受。",
		wording.Clip(payee), wording.Clip(d.Plan), d.Version, d.Hash, d.PlanHash, on)
}

// Acknowledge returns the event by which a payee accepts a document: its
// number is to be set by [Registry.Next].
func Acknowledge(d Document, payee string, on kam.Day) Event {
	return Event{Plan: d.Plan, Step: StepAcknowledge, Version: d.Version, On: on, By: payee, Hash: d.PlanHash, Document: d.Hash, Lang: d.Lang}
}

// Acknowledgement is that a payee has accepted a document.
type Acknowledgement struct {
	Payee   string `json:"payee"`
	Version int    `json:"version"`
	// Document is the [Document.Hash] of what was read, in the language Lang, on the day On.
	Document string   `json:"document"`
	Lang     kam.Lang `json:"lang"`
	On       kam.Day  `json:"on"`
}

// Acknowledgements returns what has been accepted, in the order of events.
func (r *Registry) Acknowledgements() []Acknowledgement {
	out := make([]Acknowledgement, len(r.accepted))
	for i, e := range r.accepted {
		out[i] = Acknowledgement{e.By, e.Version, e.Document, e.Lang, e.On}
	}
	return out
}

// Duty is a document that a payee has to accept.
type Duty struct {
	Payee   string
	Version int
	// Documents are the hashes of the documents that will do, in any language. Empty: any document of the version.
	Documents []string
}

// DutyState is how far a payee is with a duty.
type DutyState string

// The states of a duty.
const (
	// Accepted: a document of the version that will do was accepted.
	Accepted DutyState = "accepted"
	// Stale: another version, or another document of it, was accepted.
	Stale DutyState = "stale"
	// Missing: nothing was ever accepted.
	Missing DutyState = "missing"
)

// Outstanding is a duty that is not fulfilled, and what was accepted last.
type Outstanding struct {
	Payee   string
	Version int
	State   DutyState
	// Last is what the payee accepted last; the zero value when nothing.
	Last Acknowledgement
	// Message says it in words.
	Message kam.Text
}

// Duties returns one duty for each assignment to the plan that covers a day, ordered by payee and version.
func (r *Registry) Duties(assignments []incentive.Assignment, on kam.Day) []Duty {
	var out []Duty
	for _, a := range assignments {
		if a.Plan == r.plan && a.Period.Contains(on) {
			out = append(out, Duty{Payee: a.Payee, Version: a.Version})
		}
	}
	slices.SortFunc(out, func(a, b Duty) int {
		return cmp.Or(strings.Compare(a.Payee, b.Payee), cmp.Compare(a.Version, b.Version))
	})
	return out
}

// State returns how far a payee is with a duty.
func (r *Registry) State(d Duty) DutyState {
	state, _ := r.accepts(d)
	return state
}

func (r *Registry) accepts(d Duty) (DutyState, Acknowledgement) {
	state, last := Missing, Acknowledgement{}
	for _, a := range r.Acknowledgements() {
		if a.Payee != d.Payee {
			continue
		}
		last = a
		if a.Version == d.Version && (len(d.Documents) == 0 || slices.Contains(d.Documents, a.Document)) {
			return Accepted, a
		}
		state = Stale
	}
	return state, last
}

// Outstanding returns the duties that are not fulfilled, in their order.
func (r *Registry) Outstanding(duties []Duty) []Outstanding {
	var out []Outstanding
	for _, d := range duties {
		state, last := r.accepts(d)
		o := Outstanding{Payee: d.Payee, Version: d.Version, State: state, Last: last}
		switch {
		case state == Accepted:
			continue
		case state == Missing:
			o.Message = say("%s has not accepted version %d of %s", "%s 尚未签收方案 %[3]s 第 %[2]d 版", wording.Clip(d.Payee), d.Version, wording.Clip(r.plan))
		case last.Version == d.Version:
			o.Message = say("%s accepted another document of version %d of %s on %s; it has changed since", "%s 已于 %[4]s 签收方案 %[3]s 第 %[2]d 版的另一份文件，此后文件有变更", wording.Clip(d.Payee), d.Version, wording.Clip(r.plan), last.On)
		default:
			o.Message = say("%s accepted version %d of %s on %s and has not accepted version %d", "%s 已于 %[4]s 签收方案 %[3]s 第 %[2]d 版，尚未签收第 %[5]d 版", wording.Clip(d.Payee), last.Version, wording.Clip(r.plan), last.On, d.Version)
		}
		out = append(out, o)
	}
	return out
}
