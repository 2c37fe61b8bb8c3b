// Package wire is what the connectors of package crm share: calling a system over HTTP with patience and within bounds,
// and telling what went wrong without telling a secret.
//
//	Secret   a text that no printing gets hold of
//	Clock    time and waiting, injected
//	Tokens   one access token for all, fetched once at a time, early, and anew after it was refused
//	Caller   requests with time-out, bounds, retries, Retry-After, a limit of concurrency and a budget
//	Redactor takes secrets out of texts
//	Error    what went wrong, told without secrets
//
// # Bounds
//
// [Limits] has them, with defaults: 60 s and 32 MiB for an answer, 5 tries, waits from half a second to 30 s with
// jitter, 2 minutes for the longest wait that a call accepts, 5 requests at once. Redirects are not followed: they
// would carry credentials elsewhere.
//
// # Conditions
//
// [ErrBudget], [ErrTooLarge], [ErrThrottled], [ErrTries], [ErrUnauthorized].
package wire
