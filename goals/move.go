package goals

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// ErrMove says that a move is not allowed in the state of its negotiation; the error names those that are.
var ErrMove = errors.New("goals: move not allowed")

// maxEvidence is how many facts one move may carry.
const maxEvidence = 100

// Act is what a [Move] does. The zero value is nothing.
type Act string

// Acts.
const (
	// Propose names the first figure.
	Propose Act = "propose"
	// Counter answers the other side's figure with one's own, with a reason.
	Counter Act = "counter"
	// Agree takes the other side's last figure.
	Agree Act = "agree"
	// Impose ends the negotiation with a figure by authority, with a reason.
	Impose Act = "impose"
	// Acknowledge says that the owner has read the outcome; it is no consent.
	Acknowledge Act = "acknowledge"
)

// Role is the side on which somebody moves. The zero value is none.
type Role string

// Roles.
const (
	// Assigner is who hands the target down.
	Assigner Role = "assigner"
	// Owner is who is to reach the target.
	Owner Role = "owner"
	// Authority stands above both and decides where they do not agree.
	Authority Role = "authority"
)

// Move is one step of a [Negotiation] about a target. The zero value is none.
type Move struct {
	Act Act `json:"act"`
	// On is the day of the move, By the person and Role the person's side.
	On   kam.Day `json:"on"`
	By   string  `json:"by"`
	Role Role    `json:"role"`
	// Value is the figure of [Propose], [Counter] and [Impose]; the other acts have none.
	Value decimal.NullDecimal `json:"value,omitzero"`
	// Reason is required of [Counter] and [Impose].
	Reason string `json:"reason,omitempty"`
	// Evidence are facts behind the figure, at most 100.
	Evidence []kam.Evidence `json:"evidence,omitempty"`
}

// named reports whether an act names a figure.
func (a Act) named() bool { return a == Propose || a == Counter || a == Impose }

// Check returns nil when m is complete by itself, else an [*kam.InvalidError] with every fault. Whether it is allowed is
// for [Negotiation.Apply] to say.
func (m Move) Check() error {
	var f faults
	m.check(&f, "$")
	return f.list.Err()
}

func (m Move) check(f *faults, at string) {
	known := true
	switch m.Act {
	case Propose, Counter, Agree, Impose, Acknowledge:
	default:
		known = false
		f.add("move", at+".act", say("unknown act %q", "未知的动作 %q", clip(string(m.Act))),
			say("use propose, counter, agree, impose or acknowledge", "请用 propose、counter、agree、impose 或 acknowledge"))
	}
	switch m.Role {
	case Assigner, Owner, Authority:
	default:
		f.add("move", at+".role", say("unknown role %q", "未知的角色 %q", clip(string(m.Role))),
			say("use assigner, owner or authority", "请用 assigner、owner 或 authority"))
	}
	if !m.On.IsSet() {
		f.add("move", at+".on", say("it has no day", "没有日期"), say("state the day as YYYY-MM-DD", "请按 YYYY-MM-DD 填写日期"))
	}
	f.name("move", at+".by", m.By)
	if m.Value.Valid {
		f.number(at+".value", m.Value.Decimal)
	}
	remedy := say("propose, counter and impose name a figure; agree and acknowledge do not", "propose、counter 与 impose 须写数值；agree 与 acknowledge 不写")
	switch {
	case known && m.Act.named() && !m.Value.Valid:
		f.add("move", at+".value", say("%s names no figure", "%s 没有写明数值", m.Act), remedy)
	case known && !m.Act.named() && m.Value.Valid:
		f.add("move", at+".value", say("%s names a figure", "%s 不应带有数值", m.Act), remedy)
	}
	f.prose("move", at+".reason", m.Reason, maxReason, m.Act == Counter || m.Act == Impose)
	if !f.atMost("move", at+".evidence", len(m.Evidence), maxEvidence) {
		return
	}
	for i, e := range m.Evidence {
		place := fmt.Sprintf("%s.evidence[%d]", at, i)
		f.name("move", place+".name", e.Name)
		f.prose("move", place+".value", e.Value, maxReason, false)
	}
}

// figure returns the text of m's value.
func (m Move) figure() string {
	if !m.Value.Valid {
		return ""
	}
	return num.Format(m.Value.Decimal)
}
