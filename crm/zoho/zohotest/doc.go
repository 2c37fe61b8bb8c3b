// Package zohotest is a server that behaves as Zoho CRM documents its REST API, version 8: for tests of package zoho and
// of hosts that use it, without an account and without a network beyond this machine.
//
//	server := zohotest.New(zohotest.Options{})
//	address, stop := server.Start()
//	defer stop()
//	server.Put("Accounts", map[string]any{"Account_Name": "Acme"})
//	client, err := zoho.New(server.Config(address))
//
// A [Server] is an [http.Handler] with accounts, tokens, and the API on one address. Records live in memory, about as
// large as their JSON; several hundred thousand are fine.
//
// # Rules
//
// Each rule stands in the code with its source in brackets: [D] a page of Zoho's documentation, [S] Zoho's
// specification or SDK, [C] programs of others that run against the service, [X] a digest of the documentation, [M] not
// certain. Every uncertain rule is a switch of [Options], so that a test can have it both ways.
//
// Not there: aggregates, "group by", joins in criteria, bulk reading, search, notifications, updates over the API (use
// [Server.Put]).
//
// # Faults
//
// [Options].Fault says for each call whether something goes wrong with it, and may change or delete records before it is
// answered. [Server.Stats] counts calls and faults.
package zohotest
