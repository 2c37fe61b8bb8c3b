package crm

import (
	"cmp"
	"slices"
)

// System names where records come from, such as "zoho" or "fxiaoke": 1 to 64 bytes.
type System string

// Kind says what a record is.
type Kind string

// The kinds of records, each with the type of its data.
const (
	KindAccount     Kind = "account"     // *Account: a customer
	KindContact     Kind = "contact"     // *Contact: a person at a customer
	KindOpportunity Kind = "opportunity" // *Opportunity: a deal, open or closed
	KindOrder       Kind = "order"       // *Order
	KindInvoice     Kind = "invoice"     // *Invoice
	KindPayment     Kind = "payment"     // *Payment
	KindActivity    Kind = "activity"    // *Activity: a visit, call-back, e-mail, meeting or message
	KindEvent       Kind = "event"       // *Event: a salon, a product experience day
	KindInvitation  Kind = "invitation"  // *Invitation: one person and one event
	KindSurvey      Kind = "survey"      // *Survey: one answer about satisfaction
	KindRequest     Kind = "request"     // *Request: a support request
	KindResource    Kind = "resource"    // *Resource: market research, industry reports, case studies
	KindProduct     Kind = "product"     // *Product
	KindUser        Kind = "user"        // *User: one of our own people
)

// Kinds returns every kind. What is referred to comes before what refers to it, as far as possible: users and products,
// then accounts, contacts and opportunities, then what happens with them.
func Kinds() []Kind {
	return []Kind{
		KindUser, KindProduct, KindAccount, KindContact, KindOpportunity, KindOrder, KindInvoice, KindPayment,
		KindActivity, KindEvent, KindInvitation, KindSurvey, KindRequest, KindResource,
	}
}

// Valid reports whether k is one of [Kinds].
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Ref names a record: the id that it has in a system. Refs are comparable and usable as map keys. The zero value names
// nothing.
type Ref struct {
	System System `json:"system"`
	Kind   Kind   `json:"kind"`
	// ID is the id in that system, 1 to 128 bytes.
	ID string `json:"id"`
}

// String returns system:kind/id.
func (r Ref) String() string { return string(r.System) + ":" + string(r.Kind) + "/" + r.ID }

// Compare orders refs by system, kind and id.
func (r Ref) Compare(o Ref) int {
	return cmp.Or(cmp.Compare(r.System, o.System), cmp.Compare(r.Kind, o.Kind), cmp.Compare(r.ID, o.ID))
}
