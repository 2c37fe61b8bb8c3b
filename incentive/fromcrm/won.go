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

// Sold returns those deals of [Won] that have an owner and are in a currency, where that is stated, such as targets grow from.
// When there is none the error is an [*kam.InvalidError]: at $.currency when deals with an owner were won and all are in others,
// else at $.period.
func Sold(records []crm.Record, in kam.Period, home kam.Currency) ([]Deal, error) {
	var sold []Deal
	var other kam.Currency
	for _, d := range Won(records, in) {
		switch {
		case d.Owner == "":
		case d.Foreign(home):
			other = d.Currency
		default:
			sold = append(sold, d)
		}
	}
	switch {
	case len(sold) > 0:
		return sold, nil
	case other != "":
		return nil, kam.Findings{fault(CodeNoneSold, "$.currency", say("no deal won in %s is in %s; there are some in %s", "%s 赢单的商机中没有 %s 的，有 %s 的", in, show(string(home)), show(string(other))), say("state the currency in which was sold", "请填写实际成交的货币"))}.Err()
	default:
		return nil, kam.Findings{fault(CodeNoneSold, "$.period", say("no deal with an owner was won in %s", "%s 内没有任何有负责人的赢单", in), say("state a period in which something was sold", "请填写有成交的期间"))}.Err()
	}
}
