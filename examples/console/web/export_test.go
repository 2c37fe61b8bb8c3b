package web

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
)

// Address is a row of the table of addresses.
type Address struct {
	Method, Path, Person string
	Public               bool
	Called               kam.Text
	Roles                []desk.Role
}

// Addresses returns the table.
func Addresses() []Address {
	var out []Address
	for _, r := range routes {
		out = append(out, Address{Method: r.Method, Path: r.Path, Person: r.Person, Public: r.Public, Called: r.Called, Roles: r.Roles})
	}
	return out
}

// Tried returns how many addresses and names a server remembers for their attempts to sign in.
func Tried(s *Server) int {
	s.limits.mu.Lock()
	defer s.limits.mu.Unlock()
	return len(s.limits.tried)
}
