package web

import "github.com/kam-go/kam/examples/console/desk"

// Address is a row of the table of addresses.
type Address struct {
	Method, Path, Person string
	Public               bool
	Roles                []desk.Role
}

// Addresses returns the table.
func Addresses() []Address {
	var out []Address
	for _, r := range routes {
		out = append(out, Address{Method: r.Method, Path: r.Path, Person: r.Person, Public: r.Public, Roles: r.Roles})
	}
	return out
}
