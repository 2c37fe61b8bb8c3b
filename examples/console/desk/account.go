package desk

// Role is what somebody may do.
type Role string

// The roles.
const (
	// Salesperson sees only what is their own.
	Salesperson Role = "salesperson"
	// Manager sees themself and everybody below.
	Manager Role = "manager"
	// Administrator of compensation sees everybody, and calculates, approves and closes periods.
	Administrator Role = "administrator"
)

// Account is somebody who signs in. The ID of salespeople and managers is theirs in the roster.
type Account struct {
	ID, Name string
	Role     Role
}

// MaySee tells whether somebody may see what is about a person: the only place that decides it.
func (d *Desk) MaySee(a Account, payee string) bool {
	if _, known := d.Person(payee); !known {
		return false
	}
	switch a.Role {
	case Administrator:
		return true
	case Manager:
		return payee == a.ID || d.Within(a.ID, payee)
	case Salesperson:
		return payee == a.ID
	}
	return false
}

// Scope returns whom somebody sees the overview of, and false for those who see none.
func (d *Desk) Scope(a Account) (string, bool) {
	switch a.Role {
	case Administrator:
		return Everybody, true
	case Manager:
		return a.ID, true
	case Salesperson:
	}
	return Everybody, false
}
