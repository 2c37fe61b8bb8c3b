package dealcsv

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Columns says under which names a file has what. A name that is empty is not read; every other one must be in the header.
type Columns struct {
	// ID, Owner and Amount are needed.
	ID, Owner, Amount string
	// Currency, Sequence and Reverses are what [incentive.Transaction] says.
	Currency, Sequence, Reverses string
	// Booked, Invoiced, CashDate and Delivered are the days.
	Booked, Invoiced, CashDate, Delivered string
	// Attributes are columns that become attributes of the same names.
	Attributes []string
	// KeepOthers makes attributes of all other columns too; else they are ignored.
	KeepOthers bool
}

// role is what a column means.
type role uint8

const (
	ignored role = iota
	id
	owner
	amount
	currency
	sequence
	reverses
	booked
	invoiced
	cashDate
	delivered
	attribute
	roles
)

// names lists the columns that are no attributes by their roles.
func (c Columns) names() [attribute]string {
	return [attribute]string{
		id: c.ID, owner: c.Owner, amount: c.Amount, currency: c.Currency, sequence: c.Sequence, reverses: c.Reverses,
		booked: c.Booked, invoiced: c.Invoiced, cashDate: c.CashDate, delivered: c.Delivered,
	}
}

// layout is where a file has what.
type layout struct {
	// width is the number of columns, names are theirs.
	width int
	names []string
	// at is each role's column, -1 where there is none; attributes are those of the attributes.
	at         [roles]int
	attributes []int
}

// layOut finds the columns in the header.
func layOut(file string, header []cell, c Columns, found *kam.Findings) layout {
	l := layout{width: len(header)}
	at := map[string]int{}
	for i, h := range header {
		name := string(h.text)
		l.names = append(l.names, name)
		if _, twice := at[name]; twice {
			found.Add(findings.Fault("dealcsv.column-twice", h.place(file), findings.Say("the column %s is there twice", "列 %s 重复出现", findings.Quote(name)), findings.Say("leave one of the two out", "请删去其中一列")))
			continue
		}
		at[name] = i
	}
	used := make([]bool, len(header))
	find := func(name string) int {
		i, ok := at[name]
		if !ok {
			found.Add(findings.Fault("dealcsv.column-missing", file+":"+strconv.Itoa(header[0].line)+":1", findings.Say("the column %s is missing", "缺少列 %s", findings.Quote(name)), l.remedy(name)))
			return -1
		}
		used[i] = true
		return i
	}
	for r, name := range c.names() {
		if l.at[r] = -1; name != "" {
			l.at[r] = find(name)
		}
	}
	for _, name := range c.Attributes {
		if i := find(name); i >= 0 {
			l.attributes = append(l.attributes, i)
		}
	}
	for i := range header {
		if c.KeepOthers && !used[i] {
			l.attributes = append(l.attributes, i)
		}
	}
	return l
}

// remedy says how a missing column comes into being.
func (l layout) remedy(name string) kam.Text {
	if i := slices.IndexFunc(l.names, func(other string) bool { return strings.EqualFold(strings.TrimSpace(other), name) }); i >= 0 {
		return findings.Say("rename %s to it", "请把 %s 改为该名称", findings.Quote(l.names[i]))
	}
	return findings.Say("add it; the file has %s", "请补上该列；文件中有 %s", findings.Quote(strings.Join(l.names, ", ")))
}
