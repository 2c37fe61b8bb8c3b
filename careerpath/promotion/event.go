package promotion

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
)

// Step names what happens in a cycle. The zero value is none and refused.
type Step string

// Steps of a cycle.
const (
	StepOpen       Step = "open"       // the cycle begins; by an officer
	StepApply      Step = "apply"      // a person applies for openings, the one liked best first
	StepNominate   Step = "nominate"   // somebody puts a person forward
	StepAccept     Step = "accept"     // the person accepts the nomination
	StepWithdraw   Step = "withdraw"   // a candidate leaves, before the decision; once the ranking is published, it stands as it is
	StepFreeze     Step = "freeze"     // evidence and criteria results of a candidate are frozen; by an officer
	StepDisqualify Step = "disqualify" // a candidate is excluded, for a reason; by an officer
	StepDeclare    Step = "declare"    // a relation to a candidate becomes known; by either of them or an officer
	StepRecuse     Step = "recuse"     // a judge stands down for one candidate, or for all; by the judge or an officer
	StepAddJudge   Step = "add-judge"  // the panel gets one more judge, for a reason; by an officer
	StepScore      Step = "score"      // a judge scores a candidate in an exercise
	StepCorrect    Step = "correct"    // a judge corrects a score of their own, for a reason
	StepFinish     Step = "finish"     // an exercise is closed: all scores are there; by an officer
	StepReopen     Step = "reopen"     // an exercise that was closed is open again, for a reason; by an officer
	StepSeed       Step = "seed"       // the seed for drawing lots is recorded; by an officer, after the draw, when all exercises are closed
	StepPublish    Step = "publish"    // the ranking is published; by an officer
	StepObject     Step = "object"     // somebody objects to the published ranking
	StepAnswer     Step = "answer"     // an objection is answered; by an officer
	StepDecide     Step = "decide"     // the seats are given as the ranking has it; by an officer
	StepAppoint    Step = "appoint"    // a winner takes up the seat; by an officer
	StepDecline    Step = "decline"    // a winner refuses the seat, which goes to the next in rank who has none
	StepAppeal     Step = "appeal"     // a candidate appeals against the decision
	StepRule       Step = "rule"       // an appeal is ruled on; by an arbiter
	StepClose      Step = "close"      // the cycle ends; by an officer
)

// Event is one thing that happened in a cycle. Events are added and never changed. The zero value is none and refused.
type Event struct {
	Step Step        `json:"step"`
	On   kam.Day     `json:"on"`
	By   kam.Subject `json:"by"`
	// Person is the candidate whom the event is about. With apply, accept, withdraw, decline and appeal it is By.
	Person kam.Subject `json:"person,omitzero"`
	// Name is how the public notice calls the person, for apply and nominate; and that of the judge, for add-judge. The ID
	// when it is empty.
	Name string `json:"name,omitempty"`
	// Openings are those applied for, the one liked best first; for apply and nominate.
	Openings []string `json:"openings,omitempty"`
	// Opening is the one of an appointment or a refusal.
	Opening string `json:"opening,omitempty"`
	// Exercise, Score: what is scored and how. Comment may go with it. Of add-judge, Exercise is the one that the judge scores;
	// empty is all.
	Exercise string              `json:"exercise,omitempty"`
	Score    decimal.NullDecimal `json:"score,omitzero"`
	Comment  string              `json:"comment,omitempty"`
	// Judge is whom a declaration or a recusal is about, and who is added to the panel; of a declaration it may be an officer
	// or an arbiter too. Relation is what the person is to the judge: [ReportsTo] says that the person reports to the judge,
	// and [Leads] that the judge reports to the person.
	Judge    kam.Subject  `json:"judge,omitzero"`
	Relation RelationKind `json:"relation,omitempty"`
	// Frozen is the evidence, for freeze.
	Frozen *Frozen `json:"frozen,omitempty"`
	// ID names an objection or an appeal; an answer and a ruling name the one they are about.
	ID string `json:"id,omitempty"`
	// Ruling is how an objection or an appeal went, and Changes what follows from one that was upheld.
	Ruling  Ruling   `json:"ruling,omitempty"`
	Changes []Change `json:"changes,omitempty"`
	// Seed is what lots are drawn from: what the source came to that the cycle announced, see [Draw].
	Seed string `json:"seed,omitempty"`
	// Digest is that of the [Outcome] which is published or decided; see [State.Digest].
	Digest string `json:"digest,omitempty"`
	// Reason says why.
	Reason string `json:"reason,omitempty"`
}

// Frozen is what was known of a candidate on the day of the freeze, as far as the decision rests on it.
type Frozen struct {
	// Digest is the SHA-256 of the canonical JSON of the evidence file, and AsOf the day as of which it was judged.
	Digest string  `json:"digest"`
	AsOf   kam.Day `json:"asOf"`
	// Checks are the results of the criteria of all openings applied for, one for each set.
	Checks []Check `json:"checks"`
	// Figures are the facts of the cycle; one that is not known is left out. Those that follow from the evidence file are worked
	// out by [Program.Freeze].
	Figures []Figure `json:"figures,omitempty"`
}

// Check is what came of the criteria with an ID.
type Check struct {
	Criteria string          `json:"criteria"`
	Result   criteria.Result `json:"result"`
}

// Figure is the value of a fact.
type Figure struct {
	Fact  string          `json:"fact"`
	Value decimal.Decimal `json:"value"`
	// Source is the SHA-256 of the document that a recorded figure is taken from, 64 hexadecimal digits in lower case; empty of a
	// fact that follows from the evidence file.
	Source string `json:"source,omitempty"`
}

// Ruling is how an objection or an appeal went. The zero value is not yet.
type Ruling string

// Rulings.
const (
	Upheld   Ruling = "upheld"
	Rejected Ruling = "rejected"
)

// Change is what an upheld objection or appeal changes.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// Person is the candidate, for every kind but seat and reopen; for void it may be left out.
	Person kam.Subject `json:"person,omitzero"`
	// Judge and Exercise say which scores, for void and score; for void one of the two may be left out. Exercise is the one
	// that is reopened, for reopen.
	Judge    kam.Subject `json:"judge,omitzero"`
	Exercise string      `json:"exercise,omitempty"`
	// Score is what the score is from now on, for score.
	Score decimal.NullDecimal `json:"score,omitzero"`
	// Opening has one more seat, for seat.
	Opening string `json:"opening,omitempty"`
	// Frozen is what the evidence is from now on, for evidence.
	Frozen *Frozen `json:"frozen,omitempty"`
}

// ChangeKind is what a change does. The zero value is none and refused.
type ChangeKind string

// Kinds of changes.
const (
	ChangeDisqualify ChangeKind = "disqualify" // the candidate is excluded
	ChangeReinstate  ChangeKind = "reinstate"  // the exclusion of the candidate is undone
	ChangeEvidence   ChangeKind = "evidence"   // other evidence is frozen for the candidate
	ChangeVoid       ChangeKind = "void"       // scores that were given no longer count; the judge may score anew while the exercise is open
	ChangeScore      ChangeKind = "score"      // one score is another
	ChangeReopen     ChangeKind = "reopen"     // an exercise is open again, without regard to its window
	ChangeSeat       ChangeKind = "seat"       // an opening has one more seat
)

func changeKinds() []ChangeKind {
	return []ChangeKind{ChangeDisqualify, ChangeReinstate, ChangeEvidence, ChangeVoid, ChangeScore, ChangeReopen, ChangeSeat}
}
