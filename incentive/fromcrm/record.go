package fromcrm

import (
	"github.com/kam-go/kam/crm"
)

// RevisionOf returns the opportunity of a CRM record as it stands, and false for a record of another kind, of a deleted
// one too. The copy of a system has one revision of each opportunity; a host that keeps earlier ones sets Number and On,
// which a record does not tell.
//
// Stage is what the stage comes to in every system: one of "open", "won", "lost" and "void", so that the policy is
// Standard(string(crm.Won)); empty while it is not known. The stage in the system's own words is the attribute "stage",
// beside "account", "type", "pipeline" and "source" as far as the record states them. The owner has the deal alone: a record
// says who else works on it, and not for which share. Closed is the day of closing, Margin what the record states.
func RevisionOf(r crm.Record) (Revision, bool) {
	out := Revision{Opportunity: r.Ref.ID, Deleted: r.Deleted, Place: r.Ref.String()}
	if r.Ref.Kind != crm.KindOpportunity {
		return Revision{}, false
	}
	d, ok := r.Data.(*crm.Opportunity)
	if !ok {
		return out, r.Deleted
	}
	out.Stage, out.Owner, out.Closed = string(d.Status), d.Owner, d.Close
	out.Amount, out.Margin, out.Currency = d.Amount, d.Margin, d.Currency
	for name, value := range map[string]string{
		"account": d.Account, "stage": d.Stage, "type": d.Type, "pipeline": d.Pipeline, "source": d.Source,
	} {
		if value != "" {
			if out.Attributes == nil {
				out.Attributes = map[string]string{}
			}
			out.Attributes[name] = value
		}
	}
	return out, true
}

// Revisions returns the opportunities among records as they stand, in their order; see [RevisionOf].
func Revisions(records []crm.Record) []Revision {
	var out []Revision
	for _, r := range records {
		if revision, ok := RevisionOf(r); ok {
			out = append(out, revision)
		}
	}
	return out
}
