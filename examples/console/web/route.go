package web

import "github.com/kam-go/kam/examples/console/desk"

// route is an address and who may call it.
type route struct {
	Method, Path string
	// Public addresses need nobody to be signed in.
	Public bool
	// Roles are those who may call it; of those that are about a person only for persons that they may see.
	Roles []desk.Role
	// Person is the part of the path that is the id of the person it is about; empty when it is about none.
	Person string
	// Quiet ones are parts of a page that is in the audit already; what is refused is recorded nevertheless.
	Quiet  bool
	handle func(*exchange) error
}

var (
	everyRole      = []desk.Role{desk.Salesperson, desk.Manager, desk.Administrator}
	leaders        = []desk.Role{desk.Manager, desk.Administrator}
	administrators = []desk.Role{desk.Administrator}
)

// routes are all addresses but those of assets: the only place that says who may call what.
var routes = []route{
	{Method: "GET", Path: "/sign-in", Public: true, handle: signInPage},
	{Method: "POST", Path: "/sign-in", Public: true, handle: signIn},
	{Method: "POST", Path: "/language", Public: true, Quiet: true, handle: language},
	{Method: "POST", Path: "/sign-out", Roles: everyRole, handle: signOut},
	{Method: "GET", Path: "/{$}", Roles: everyRole, Quiet: true, handle: home},

	{Method: "GET", Path: "/team", Roles: leaders, handle: team},
	{Method: "GET", Path: "/team/spread.svg", Roles: leaders, Quiet: true, handle: spreadPicture},
	{Method: "GET", Path: "/find", Roles: leaders, handle: find},

	{Method: "GET", Path: "/people/{person}", Roles: everyRole, Person: "person", handle: person},
	{Method: "GET", Path: "/people/{person}/statements/{plan}/{period}", Roles: everyRole, Person: "person", handle: statement},
	{Method: "GET", Path: "/people/{person}/statements/{plan}/{period}/{component}/{line}", Roles: everyRole, Person: "person", handle: line},
	{Method: "GET", Path: "/people/{person}/explorer/{plan}/{period}", Roles: everyRole, Person: "person", handle: explorer},
	{Method: "GET", Path: "/people/{person}/explorer/{plan}/{period}/curve.svg", Roles: everyRole, Person: "person", Quiet: true, handle: curvePicture},
	{Method: "GET", Path: "/people/{person}/goals", Roles: everyRole, Person: "person", handle: goals},
	{Method: "GET", Path: "/people/{person}/scorecard", Roles: everyRole, Person: "person", handle: scorecard},
	{Method: "GET", Path: "/people/{person}/scorecard/{picture}", Roles: everyRole, Person: "person", Quiet: true, handle: scorePicture},
	{Method: "GET", Path: "/people/{person}/development", Roles: everyRole, Person: "person", handle: development},
	{Method: "GET", Path: "/people/{person}/customers", Roles: everyRole, Person: "person", handle: customers},
	{Method: "POST", Path: "/people/{person}/customers/{customer}/notes", Roles: everyRole, Person: "person", handle: addNote},

	{Method: "GET", Path: "/periods", Roles: administrators, handle: periods},
	{Method: "GET", Path: "/periods/{period}", Roles: administrators, handle: period},
	{Method: "POST", Path: "/periods/{period}/calculate", Roles: administrators, handle: calculate},
	{Method: "POST", Path: "/periods/{period}/approve", Roles: administrators, handle: approve},
	{Method: "POST", Path: "/periods/{period}/reopen", Roles: administrators, handle: reopen},
	{Method: "POST", Path: "/periods/{period}/close", Roles: administrators, handle: closePeriod},
	{Method: "GET", Path: "/audit", Roles: administrators, handle: audit},

	{Method: "GET", Path: "/api/people/{person}/statements/{plan}/{period}", Roles: everyRole, Person: "person", handle: statementData},
	{Method: "GET", Path: "/api/people/{person}/pay/{plan}/{period}", Roles: everyRole, Person: "person", Quiet: true, handle: payData},
	{Method: "GET", Path: "/api/team", Roles: leaders, handle: teamData},
	{Method: "GET", Path: "/api/periods/{period}/progress", Roles: administrators, Quiet: true, handle: progressData},
}
