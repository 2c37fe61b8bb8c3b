// Package fxiaoketest is a server that behaves as 纷享销客 (Fxiaoke, ShareCRM) documents its open API: for tests of package
// fxiaoke and of hosts that use it, without an account and without a network beyond this machine.
//
//	server := fxiaoketest.New(fxiaoketest.Options{})
//	address, stop := server.Start()
//	defer stop()
//	server.Put("AccountObj", map[string]any{"name": "上海示例科技有限公司"})
//	client, err := fxiaoke.New(server.Config(address, fxiaoke.OAuth))
//
// A [Server] is an [http.Handler] with tokens of both kinds, objects, and the list of employees. Records live in memory,
// about as large as their JSON; several hundred thousand are fine.
//
// # Rules
//
// Each rule stands in the code with its source in brackets: [D] a page of the vendor's documentation, [S] a text of the
// vendor's own programs, [C] programs of others that run against the service, [X] a digest of the documentation and the
// file of it (github.com/fxp/skillify, skills/fxiaoke/references, September 2026), [P] an answer of the service to calls
// without credentials, [M] not certain. Every uncertain rule is a switch of [Options], so that a test can have it both ways.
//
// Not there: findSimple, findOne, updates and deletions over the API (use [Server.Put], [Server.Void], [Server.Delete]
// and [Server.Restore]), pools, teams, files, messages, and the authorisation of single users.
//
// # Faults
//
// [Options].Fault says for each call whether something goes wrong with it, and may change or delete records before it is
// answered. [Server.Stats] counts calls and faults.
package fxiaoketest
