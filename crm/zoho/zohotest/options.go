package zohotest

import (
	"time"
)

// Options say how the server behaves. The zero value behaves as documented, by the clock of the machine.
type Options struct {
	// Now is the server's clock. Defaults to [time.Now].
	Now func() time.Time
	// Zone is the offset in which times are written. Defaults to UTC.
	Zone *time.Location
	// TokenLife is how long an access token is good. Defaults to an hour [D: v8 token-validity].
	TokenLife time.Duration
	// TokensPerWindow is how many tokens ten minutes bring. Defaults to 10 [D: accounts/protocol/oauth/token-limits].
	TokensPerWindow int
	// LiveTokens is how many tokens are good at once; the oldest one ends. Defaults to 15 [D: v8 token-validity].
	LiveTokens int
	// Credits are what 24 hours bring. Defaults to no limit [D: api-limits, by edition].
	Credits int
	// Concurrency is how many calls may be under way, SubConcurrency how many queries. Default to 20 and 10 [D: api-limits].
	Concurrency    int
	SubConcurrency int
	// Columns and Values are how many fields a query selects and how many values "in" takes. Default to 50 and 50, the
	// older documentation's; 500 and 100 since version 7 [D: Kaizen #183].
	Columns int
	Values  int
	// SingleCurrency takes the fields of several currencies away.
	SingleCurrency bool
	// Without are fields that the organisation has not: "Module.Field".
	Without []string

	// WhereOptional lets queries go without "where", as newer versions may [M].
	WhereOptional bool
	// NamesInReferences writes {"name", "id"} in queries too, where {"id"} is what is known [M].
	NamesInReferences bool
	// RestoreKeepsTime leaves the time of modification of a restored record as it was [M]. Defaults to now.
	RestoreKeepsTime bool
	// RetryAfter is a header with 429, which is not documented [M]. Zero: none.
	RetryAfter time.Duration
	// ExpiryInMillis writes expires_in in milliseconds beside expires_in_sec, as older answers had it [S: oauth_token.py].
	ExpiryInMillis bool
	// AuthenticationFailure is the code of a refused token instead of INVALID_TOKEN [C: rikas/zoho_hub#34].
	AuthenticationFailure bool
	// DeletedAscending lists what was deleted oldest first [M]. Defaults to newest first.
	DeletedAscending bool
	// UsersWithoutModified leaves Modified_Time out of users [M].
	UsersWithoutModified bool
	// APIDomain is what the token says. Defaults to the address that was called.
	APIDomain string

	// Fault is asked before each call. It may change records. Nil: nothing goes wrong.
	Fault func(Call) Fault
}

// Call is a call that came in.
type Call struct {
	// Number counts calls from 1.
	Number int64
	// Kind says what is called, Module of what.
	Kind   CallKind
	Module string
	Method string
}

// CallKind says what is called.
type CallKind string

// Kinds of calls.
const (
	TokenCall   CallKind = "token"
	QueryCall   CallKind = "query"
	ListCall    CallKind = "list"
	DeletedCall CallKind = "deleted"
	FieldsCall  CallKind = "fields"
	UsersCall   CallKind = "users"
	OrgCall     CallKind = "org"
	WriteCall   CallKind = "write"
)

// Fault is what goes wrong with a call. The zero value is nothing.
type Fault string

// Faults.
const (
	Drop        Fault = "drop"          // the connection closes, nothing is done
	DropAfter   Fault = "drop-after"    // all is done, then the connection closes without an answer
	Truncate    Fault = "truncate"      // the connection closes in the middle of the answer
	Garble      Fault = "garble"        // the answer is whole and no JSON
	Slow        Fault = "slow"          // the answer never ends
	Flood       Fault = "flood"         // the answer never ends and is large
	TooMany     Fault = "429"           // too many requests
	Internal    Fault = "500"           // internal error
	Unavailable Fault = "503"           // the service is not there
	Revoke      Fault = "revoke"        // the token ends before its time
	NoScope     Fault = "no-scope"      // the token lacks a scope
	Forbid      Fault = "no-permission" // the user has no permission
	Redirect    Fault = "redirect"      // sent elsewhere
)

func (o Options) complete() Options {
	set := func(n *int, by int) {
		if *n <= 0 {
			*n = by
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.TokenLife <= 0 {
		o.TokenLife = time.Hour
	}
	set(&o.TokensPerWindow, 10)
	set(&o.LiveTokens, 15)
	set(&o.Concurrency, 20)
	set(&o.SubConcurrency, 10)
	set(&o.Columns, 50)
	set(&o.Values, 50)
	return o
}
