package fromcrm

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Deal is an opportunity as a copy of the CRM has it.
type Deal struct {
	// ID is that of the record.
	ID string
	*crm.Opportunity
}

// Won returns the opportunities that were won and closed in a period and are not deleted, in the order of the records.
func Won(records []crm.Record, in kam.Period) []Deal {
	var won []Deal
	for _, r := range records {
		if d, ok := r.Data.(*crm.Opportunity); ok && !r.Deleted && d.Status == crm.Won && in.Contains(d.Close) {
			won = append(won, Deal{r.Ref.ID, d})
		}
	}
	return won
}

// Owned returns the records without opportunities that nobody owns, for which nobody can be paid.
func Owned(records []crm.Record) []crm.Record {
	var owned []crm.Record
	for _, r := range records {
		if d, ok := r.Data.(*crm.Opportunity); !ok || d.Owner != "" {
			owned = append(owned, r)
		}
	}
	return owned
}

// Foreign reports whether the amount of a deal is in another currency than one that its copy assumes.
func (d Deal) Foreign(home kam.Currency) bool { return d.Currency != "" && d.Currency != home }
