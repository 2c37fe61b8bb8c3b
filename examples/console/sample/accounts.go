package sample

import "github.com/kam-go/kam/examples/console/desk"

// Accounts are those who can sign in for a demonstration: some of each role.
func (c Company) Accounts() []desk.Account {
	out := []desk.Account{
		{ID: FirstAdministrator, Name: "Dora Weiss", Role: desk.Administrator},
		{ID: SecondAdministrator, Name: "Tang Rui 唐睿", Role: desk.Administrator},
	}
	called := map[string]string{}
	for _, p := range c.Roster.Payees {
		called[p.ID] = p.Name
	}
	add := func(role desk.Role, ids []string, most int) {
		for _, id := range ids[:min(most, len(ids))] {
			out = append(out, desk.Account{ID: id, Name: called[id], Role: role})
		}
	}
	add(desk.Manager, c.directors, 1)
	add(desk.Manager, c.managers, 2)
	add(desk.Salesperson, c.sellers, 3)
	return out
}
