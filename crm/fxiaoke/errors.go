package fxiaoke

import (
	"errors"

	"github.com/kam-go/kam/crm/internal/wire"
)

// Error is a call that failed: what was called, the errorCode and the words of Fxiaoke with its traceId, how often it was
// tried. It tells no secret; what lies beneath is found by [errors.Is] only.
type Error = wire.Error

// Conditions of a call, for [errors.Is].
var (
	// ErrUnauthorized: the credentials are refused, by the token's address or by the API even with a new token.
	ErrUnauthorized = wire.ErrUnauthorized
	// ErrThrottled: Fxiaoke asks to wait longer than a call may; [Error] has the instant in Until.
	ErrThrottled = wire.ErrThrottled
	// ErrTries: every try failed.
	ErrTries = wire.ErrTries
	// ErrTooMany: too many calls in a short time, and it stayed so.
	ErrTooMany = errors.New("too many calls in a short time")
	// ErrQuota: the calls of the day are used up, or none were bought.
	ErrQuota = errors.New("the quota of calls is used up or was not bought")
	// ErrApp: the application is switched off or not authorised in the organisation.
	ErrApp = errors.New("the application is switched off or not authorised")
	// ErrBudget: the calls of [Limits] are used up.
	ErrBudget = wire.ErrBudget
	// ErrTooLarge: an answer is longer than [Limits] allow.
	ErrTooLarge = wire.ErrTooLarge
	// ErrPermission: the acting user may not do this.
	ErrPermission = errors.New("the acting user has no permission")
	// ErrHost: the answer is none of the API's, or leads elsewhere; the address is most likely wrong.
	ErrHost = errors.New("the address is not that of the API")
	// ErrRequest: Fxiaoke does not accept a request, as when an object or a field is not there.
	ErrRequest = errors.New("the request is refused")
	// ErrKind: the client has no map for a kind, or the organisation does not have its objects.
	ErrKind = errors.New("fxiaoke: no object for the kind")
	// ErrAnswer: an answer does not have the form that Fxiaoke documents.
	ErrAnswer = errors.New("fxiaoke: unexpected answer")
	// ErrOrder: records do not come in the order that was asked for, so that some could be missed.
	ErrOrder = errors.New("fxiaoke: records out of order")
	// ErrTask: a task cannot be written.
	ErrTask = errors.New("fxiaoke: task not written")
)
