package crm

import (
	"encoding/json"
	"reflect"
	"time"
)

// Record is one thing of one system as it stood at one revision. The zero value is no record. Its data is shared by
// copies of a record and must not be changed; [Record.Clone] gives a copy that may be.
type Record struct {
	Ref Ref
	// Revision is the system's own mark of the revision, such as a version number or an etag; empty where it has none.
	// Revisions are compared for equality only; at most 128 bytes.
	Revision string
	// Modified is when the system last changed the record, or when it was deleted.
	Modified time.Time
	// Deleted says that the system has the record no more. Data is nil then.
	Deleted bool
	// Data is what the record says, by the type of its kind.
	Data Data
}

// Data is what a record says: one of the pointer types *Account, *Contact, *Opportunity, *Order, *Invoice, *Payment,
// *Activity, *Event, *Invitation, *Survey, *Request, *Resource, *Product and *User.
type Data interface {
	kind() Kind
	// Unmapped are the fields that the type has no place for, by the names that the system gives them; nil when there are none.
	Unmapped() map[string]json.RawMessage
}

// KindOf returns the kind of records with data d, empty for nil and for a nil pointer.
func KindOf(d Data) Kind {
	if d == nil || reflect.ValueOf(d).IsNil() {
		return ""
	}
	return d.kind()
}

// Extra keeps fields of a system that a type of this package has no place for: at most 1,000, each of valid JSON.
type Extra struct {
	Extra map[string]json.RawMessage `json:"extra,omitempty"`
}

// Unmapped returns the fields.
func (e Extra) Unmapped() map[string]json.RawMessage { return e.Extra }

func (*Account) kind() Kind     { return KindAccount }
func (*Contact) kind() Kind     { return KindContact }
func (*Opportunity) kind() Kind { return KindOpportunity }
func (*Order) kind() Kind       { return KindOrder }
func (*Invoice) kind() Kind     { return KindInvoice }
func (*Payment) kind() Kind     { return KindPayment }
func (*Activity) kind() Kind    { return KindActivity }
func (*Event) kind() Kind       { return KindEvent }
func (*Invitation) kind() Kind  { return KindInvitation }
func (*Survey) kind() Kind      { return KindSurvey }
func (*Request) kind() Kind     { return KindRequest }
func (*Resource) kind() Kind    { return KindResource }
func (*Product) kind() Kind     { return KindProduct }
func (*User) kind() Kind        { return KindUser }

// NewData returns empty data of a kind, to be filled; nil for an unknown kind.
func NewData(k Kind) Data { return newData(k) }

// newData returns empty data of a kind, nil for an unknown kind.
func newData(k Kind) Data {
	switch k {
	case KindAccount:
		return new(Account)
	case KindContact:
		return new(Contact)
	case KindOpportunity:
		return new(Opportunity)
	case KindOrder:
		return new(Order)
	case KindInvoice:
		return new(Invoice)
	case KindPayment:
		return new(Payment)
	case KindActivity:
		return new(Activity)
	case KindEvent:
		return new(Event)
	case KindInvitation:
		return new(Invitation)
	case KindSurvey:
		return new(Survey)
	case KindRequest:
		return new(Request)
	case KindResource:
		return new(Resource)
	case KindProduct:
		return new(Product)
	case KindUser:
		return new(User)
	default:
		return nil
	}
}
