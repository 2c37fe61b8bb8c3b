// Package web shows a [desk.Desk] in a browser: an http.Handler that a host mounts at the root of an address of its own.
//
// # Who may what
//
// Every address is a row of one table, which says who may call it by role; addresses that are about a person name the part of
// the path that is the person's id, and [desk.Desk.MaySee] decides. Both are asked before a handler runs. A role that may not gets
// 403; a person whom somebody may not see looks like one who does not exist, 404. What was seen, done and refused is in the
// audit before the answer is sent: what cannot be recorded is not shown. What an open page asks for again and again, its pictures and
// the places of a pay curve, is there once in five minutes for each account and each thing that is seen. Not there are the choice of the
// language, the way to the first page and the progress of a calculation, which show nothing of anybody.
//
// # Against attacks
//
// Pages have no inline script and no inline style, and the content security policy forbids them. Texts are escaped by
// html/template. Every form has a token of the session, and requests that a browser says are of another site are refused.
// Session ids are random and are kept as digests; cookies are HttpOnly and SameSite=Strict. Signing in is limited by address and by
// name. A request for another host than those named is refused, so that no name on the net can be made to point here.
package web
