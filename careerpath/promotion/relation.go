package promotion

import "github.com/kam-go/kam"

// Relation is something that stands between two people. It keeps each from judging the other, and from ruling on what the
// other complains of.
type Relation struct {
	Kind RelationKind `json:"kind"`
	// Of reports to To, leads To, or was put forward or mentored by To; for the other kinds both are alike.
	Of kam.Subject `json:"of"`
	To kam.Subject `json:"to"`
}

// RelationKind says what stands between two people. The zero value is none and refused.
type RelationKind string

// Kinds of relations.
const (
	// ReportsTo: Of works for To, directly.
	ReportsTo RelationKind = "reports-to"
	// Leads: To works for Of, directly. It says the same as [ReportsTo] with the ends changed.
	Leads RelationKind = "leads"
	// Relative: they are family.
	Relative RelationKind = "relative"
	// NominatedBy: Of was put forward by To. A nomination in the cycle makes it by itself.
	NominatedBy RelationKind = "nominated-by"
	// MentoredBy: Of is looked after by To.
	MentoredBy RelationKind = "mentored-by"
	// OtherInterest is any other interest that was declared.
	OtherInterest RelationKind = "other"
)

func relationKinds() []RelationKind {
	return []RelationKind{ReportsTo, Leads, Relative, NominatedBy, MentoredBy, OtherInterest}
}

// Conflict is why a judge does not judge a candidate. The zero value is none.
type Conflict string

// Conflicts of interest. The first that holds, in this order, is the one that is told.
const (
	NoConflict      Conflict = ""
	ConflictSelf    Conflict = "self"    // the judge is the candidate
	ConflictRival   Conflict = "rival"   // the judge applies, or applied, for one of the same openings
	ConflictReport  Conflict = "report"  // the candidate reports to the judge
	ConflictManager Conflict = "manager" // the judge reports to the candidate
	ConflictFamily  Conflict = "relative"
	ConflictNominee Conflict = "nominee" // one put the other forward
	ConflictMentor  Conflict = "mentor"  // one looks after the other
	ConflictOther   Conflict = "other"   // another interest was declared
	ConflictRecused Conflict = "recused" // the judge stood down
)

// text says the conflict as the end of a sentence.
func (c Conflict) text() kam.Text {
	switch c {
	case ConflictSelf:
		return say("the judge is the candidate", "评委即候选人本人")
	case ConflictRival:
		return say("the judge applies or applied for the same opening", "评委竞聘或曾竞聘同一岗位")
	case ConflictReport:
		return say("the candidate reports to the judge", "候选人是评委的直接下属")
	case ConflictManager:
		return say("the judge reports to the candidate", "候选人是评委的直接上级")
	case ConflictFamily:
		return say("they are family", "双方有亲属关系")
	case ConflictNominee:
		return say("one put the other forward", "双方有提名关系")
	case ConflictMentor:
		return say("one is the other's mentor", "双方有导师关系")
	case ConflictOther:
		return say("an interest was declared", "已申报利益关系")
	case ConflictRecused:
		return say("the judge stood down", "评委已回避")
	default:
		return kam.Text{}
	}
}
