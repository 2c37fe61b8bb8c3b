package zoho

import (
	"errors"

	"github.com/kam-go/kam/crm/internal/wire"
)

// Error is a call that failed: what was called, Zoho's code and words, how often it was tried. It tells no secret; what
// lies beneath is found by [errors.Is] only.
type Error = wire.Error

// Conditions of a call, for [errors.Is].
var (
	// ErrUnauthorized: the credentials are refused, by accounts or by the API even with a new token.
	ErrUnauthorized = wire.ErrUnauthorized
	// ErrThrottled: Zoho asks to wait longer than a call may; [Error] has the instant in Until.
	ErrThrottled = wire.ErrThrottled
	// ErrTries: every try failed.
	ErrTries = wire.ErrTries
	// ErrTooMany: credits or concurrency are used up, which Zoho does not tell apart, and stayed so.
	ErrTooMany = errors.New("too many requests")
	// ErrBudget: the calls of [Limits] are used up.
	ErrBudget = wire.ErrBudget
	// ErrTooLarge: an answer is longer than [Limits] allow.
	ErrTooLarge = wire.ErrTooLarge
	// ErrScope: the credentials lack a scope.
	ErrScope = errors.New("the credentials lack a scope")
	// ErrPermission: the user may not do this.
	ErrPermission = errors.New("the user has no permission")
	// ErrHost: the data is elsewhere, an answer leads there, or Zoho named a host that it is not known to have.
	ErrHost = errors.New("wrong or unknown host")
	// ErrRequest: Zoho does not understand a request, as when a field or a module is not there.
	ErrRequest = errors.New("the request is refused")
	// ErrKind: the client has no map for a kind.
	ErrKind = errors.New("zoho: no map for the kind")
	// ErrAnswer: an answer does not have the form that Zoho documents.
	ErrAnswer = errors.New("zoho: unexpected answer")
	// ErrTies: more than 10,000 records share a second of modification and have ids of different lengths.
	ErrTies = errors.New("zoho: too many records of one second with ids of different lengths")
	// ErrIDs: ids of different lengths cannot be listed in the order of their bytes.
	ErrIDs = errors.New("zoho: ids of different lengths")
	// ErrCursor: a cursor is none that this package returned.
	ErrCursor = errors.New("zoho: unknown cursor")
	// ErrTask: a task cannot be written.
	ErrTask = errors.New("zoho: task not written")
)
