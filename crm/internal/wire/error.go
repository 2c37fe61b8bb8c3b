package wire

import (
	"errors"
	"fmt"
	"time"
)

// Conditions of a call.
var (
	// ErrBudget says that the calls that were granted are used up.
	ErrBudget = errors.New("the budget of calls is used up")
	// ErrTooLarge says that an answer is longer than its bound.
	ErrTooLarge = errors.New("the answer is too large")
	// ErrThrottled says that the system asks to wait longer than a call may; see [Error.Until].
	ErrThrottled = errors.New("the system asks to wait")
	// ErrTries says that every try failed.
	ErrTries = errors.New("every try failed")
	// ErrUnauthorized says that the system refuses the credentials.
	ErrUnauthorized = errors.New("the system refuses the credentials")
	// ErrRedirect says that the system sent elsewhere, where credentials are not taken.
	ErrRedirect = errors.New("the system redirects")
)

// Error is a call that failed, told without secrets. What lies beneath is found by [errors.Is] only: its own text might
// tell what must not be told.
type Error struct {
	// Call is what was called, without query: "POST https://www.zohoapis.com/crm/v8/coql".
	Call string
	// Status is the HTTP status of the last answer, 0 without one.
	Status int
	// Code is the system's own code, Message its words, as far as it gave them; both without secrets.
	Code    string
	Message string
	// Tries is how often it was tried.
	Tries int
	// Until is when the system can be asked again, where it says so.
	Until time.Time

	causes func() []error
}

// Error tells what went wrong.
func (e *Error) Error() string {
	text := e.Call
	if e.Status != 0 {
		text += fmt.Sprintf(": status %d", e.Status)
	}
	if e.Code != "" {
		text += ": " + e.Code
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Tries > 1 {
		text += fmt.Sprintf(" (%d tries)", e.Tries)
	}
	if !e.Until.IsZero() {
		text += " (again from " + e.Until.UTC().Format(time.RFC3339) + ")"
	}
	return text
}

// Is reports whether a condition is among the causes.
func (e *Error) Is(target error) bool {
	if e.causes == nil {
		return false
	}
	for _, cause := range e.causes() {
		if errors.Is(cause, target) {
			return true
		}
	}
	return false
}

// because adds causes.
func (e *Error) because(causes ...error) *Error {
	if e.causes != nil {
		causes = append(e.causes(), causes...)
	}
	e.causes = func() []error { return causes }
	return e
}

// Redirected returns an error with a cause besides, where it is about a redirect.
func Redirected(err, cause error) error {
	if e, ok := errors.AsType[*Error](err); ok && errors.Is(err, ErrRedirect) {
		return e.Because(cause)
	}
	return err
}

// Because returns the error with a condition among its causes.
func (e *Error) Because(causes ...error) *Error {
	c := *e
	return c.because(causes...)
}
