package fxiaoketest

import (
	"time"
)

// Options say how the server behaves. The zero value behaves as documented, by the clock of the machine.
type Options struct {
	// Now is the server's clock. Defaults to [time.Now].
	Now func() time.Time
	// TokenLife is how long a token is good, TokenSame how long the same one is given. Default to 7,200 and 6,600 seconds
	// [X: auth.md, from the page of the client credentials].
	TokenLife time.Duration
	TokenSame time.Duration
	// TokensPerMinute is how many calls for a token a minute takes. Defaults to 10 [X: auth.md]; below zero: no limit.
	TokensPerMinute int
	// Calls are how many calls one address takes within Window. Default to 100 and 20 seconds [X: errors-and-limits.md, from
	// the page of limits]; below zero: no limit.
	Calls  int
	Window time.Duration
	// Quota are the calls of a day of +08:00, which begins anew at midnight [X: errors-and-limits.md]. Defaults to no limit.
	Quota int
	// MaxLimit is the most rows of a query. Defaults to 100 [X: query-and-paging.md]; an older page says 200.
	MaxLimit int
	// Inactive are objects that the organisation does not use, Without fields that it has not: "Object.field".
	Inactive []string
	Without  []string

	// LimitCode is the errorCode of too many calls: 30004, or 14001 [X: which is which is not documented]. Defaults to 30004.
	LimitCode int
	// TraceOptional takes calls without thirdTraceId, with one that is no UUID of version 4, and with one that came before
	// [M: asked for by every page, and not looked at before the token is, P].
	TraceOptional bool
	// VoidedShown returns records that were voided (作废) in queries, with life_status invalid and is_deleted true [M].
	// Otherwise queries do not find them.
	VoidedShown bool
	// VoidedNotDeleted leaves is_deleted false of what was voided [M].
	VoidedNotDeleted bool
	// VoidKeepsTime leaves last_modified_time as it was when a record is voided, RestoreKeepsTime when it is restored [M].
	VoidKeepsTime    bool
	RestoreKeepsTime bool
	// FirstOrderOnly looks at the first of several orders only; the others leave records in no certain order [M].
	FirstOrderOnly bool
	// IDNotIn is what becomes of NIN on _id, which is among the operators but in no example: "refused", "ignored", or empty:
	// as any other [M].
	IDNotIn string
	// UnknownRefused refuses fields in fieldProjection and filters that an object has not; otherwise they say nothing [M].
	UnknownRefused bool
	// DerivedAlways returns what is derived of a field with it, asked for by name or not [M].
	DerivedAlways bool
	// ProjectionRequired refuses queries of preset objects without fieldProjection [X: pages differ].
	ProjectionRequired bool
	// SingleRow returns one row as the data itself instead of a list of one, as some pages draw it [X: pages differ].
	SingleRow bool
	// TotalBy is the one field that asks for totals, of the three that pages of the documentation have; empty: any [X].
	TotalBy string
	// SeparatePaths refuses preset objects at the addresses of the organisation's own objects, where older programs read
	// them too [C].
	SeparatePaths bool
	// IDInData puts the id of a written record of the organisation's own objects into data [M].
	IDInData bool
	// NumbersAsNumbers writes amounts and numbers as JSON numbers; documented are strings [X: objects-and-fields.md].
	NumbersAsNumbers bool
	// HTTPStatus is that of failures. Defaults to 200 [P].
	HTTPStatus int
	// ExpiresInMillis writes expiresIn with three more digits [M].
	ExpiresInMillis bool

	// Fault is asked before each call. It may change records. Nil: nothing goes wrong.
	Fault func(Call) Fault
}

// Call is a call that came in.
type Call struct {
	// Number counts calls from 1.
	Number int64
	// Kind says what is called, Object of what.
	Kind   CallKind
	Object string
	Path   string
}

// CallKind says what is called.
type CallKind string

// Kinds of calls.
const (
	TokenCall    CallKind = "token"
	QueryCall    CallKind = "query"
	GetCall      CallKind = "get"
	DescribeCall CallKind = "describe"
	ObjectsCall  CallKind = "objects"
	UsersCall    CallKind = "users"
	WriteCall    CallKind = "write"
)

// Fault is what goes wrong with a call. The zero value is nothing.
type Fault string

// Faults.
const (
	Drop        Fault = "drop"        // the connection closes, nothing is done
	DropAfter   Fault = "drop-after"  // all is done, then the connection closes without an answer
	Truncate    Fault = "truncate"    // the connection closes in the middle of the answer
	Cut         Fault = "cut"         // the answer is half of its JSON, and the connection is fine
	Page        Fault = "page"        // a page for people, as a wrong address answers [P]
	Slow        Fault = "slow"        // the answer never ends
	Flood       Fault = "flood"       // the answer never ends and is large
	Rate        Fault = "rate"        // too many calls, see Options.LimitCode
	Busy        Fault = "-1"          // the system is busy
	System      Fault = "-2"          // a system error
	Timeout     Fault = "50009"       // the service ran out of time; all is done
	Day         Fault = "30002"       // the calls of the day are used up
	NotBought   Fault = "30003"       // no calls were bought
	Off         Fault = "20021"       // the application is switched off
	NotGranted  Fault = "20022"       // the application is not authorised
	Forbid      Fault = "20014"       // the user may not
	Unavailable Fault = "503"         // the service is not there
	Revoke      Fault = "revoke"      // the token ends before its time
	Redirect    Fault = "redirect"    // sent elsewhere, as www.fxiaoke.com does [P]
	Disorder    Fault = "disorder"    // the rows come in the wrong order
	NoID        Fault = "no-id"       // a record is written and its id not told
	NoToken     Fault = "no-token"    // the answer has no token
	BadArgument Fault = "32000"       // an argument is wrong
	NoEnvelope  Fault = "no-envelope" // JSON without errorCode
)

func (o Options) complete() Options {
	set := func(n *int, by int) {
		if *n == 0 {
			*n = by
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.TokenLife <= 0 {
		o.TokenLife = 7200 * time.Second
	}
	if o.TokenSame <= 0 {
		o.TokenSame = o.TokenLife * 11 / 12
	}
	if o.Window <= 0 {
		o.Window = 20 * time.Second
	}
	set(&o.TokensPerMinute, 10)
	set(&o.Calls, 100)
	set(&o.MaxLimit, 100)
	set(&o.LimitCode, 30004)
	set(&o.HTTPStatus, 200)
	return o
}
