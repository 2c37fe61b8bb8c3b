package crmset

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Person is somebody of the team. Name and Manager may be empty.
type Person struct{ ID, Name, Manager string }

// Team is who is there. The zero value is nobody.
type Team struct {
	// People are in the order of the file, managers without a row of their own after them.
	People []Person
	index  map[string]int
}

// ReadTeam returns who reports to whom.
func ReadTeam(f crmfile.File, columns crmfile.TeamColumns, found *kam.Findings) Team {
	t := Team{index: map[string]int{}}
	var managers []string
	crmfile.Read(f, columns.Names(), found, func(in *crmfile.Record) {
		p := Person{ID: in.Cell(columns.Payee), Name: in.Cell(columns.Name), Manager: in.Cell(columns.Manager)}
		_, twice := t.index[p.ID]
		switch {
		case p.ID == "":
			in.Fail(columns.Payee, "crmset.team", findings.Say("the row names nobody", "该行没有人员"), findings.Say("write the person's id", "请填写人员编号"))
		case p.ID == p.Manager:
			in.Fail(columns.Manager, "crmset.team", findings.Say("%s reports to nobody else", "%s 的主管是本人", findings.Quote(p.ID)), findings.Say("leave the manager empty", "请将主管留空"))
		case twice:
			in.Fail(columns.Payee, "crmset.team-twice", findings.Say("%s has two rows", "%s 有两行", findings.Quote(p.ID)), findings.Say("leave one of them out", "请删去其中一行"))
		default:
			t.add(p)
			managers = append(managers, p.Manager)
		}
	})
	for _, id := range managers {
		if _, known := t.index[id]; !known && id != "" {
			t.add(Person{ID: id})
		}
	}
	return t
}

func (t *Team) add(p Person) {
	t.index[p.ID] = len(t.People)
	t.People = append(t.People, p)
}

// Lead returns who leads the team that a person belongs to: the manager, or the person where there is none.
func (t Team) Lead(id string) string {
	if manager := t.People[t.index[id]].Manager; manager != "" {
		return manager
	}
	return id
}

// Has tells whether somebody is in the team.
func (t Team) Has(id string) bool {
	_, known := t.index[id]
	return known
}

// Label returns how a person is called: the name, and the id where there is none.
func (t Team) Label(id string) string {
	if at, known := t.index[id]; known && t.People[at].Name != "" {
		return t.People[at].Name
	}
	return id
}

// Strangers reports the owners of deals that are in no team: their deals would be counted for nobody.
func (t Team) Strangers(deals []Deal, found *kam.Findings) {
	var ids []string
	first := ""
	seen := map[string]bool{}
	for _, d := range deals {
		if _, known := t.index[d.Owner]; known || seen[d.Owner] {
			continue
		}
		if seen[d.Owner] = true; first == "" {
			first = d.Place
		}
		ids = append(ids, d.Owner)
	}
	if len(ids) > 0 {
		found.Add(findings.Fault("crmset.stranger", first,
			findings.Say("owners of deals who are not in the team: %s", "团队中没有以下商机负责人：%s", strings.Join(ids, ", ")),
			findings.Say("add a row for each to the team, or leave their deals out", "请在团队文件中添加，或删去其商机")))
	}
}
