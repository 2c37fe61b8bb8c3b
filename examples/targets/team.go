package main

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// person is somebody of the team.
type person struct{ id, name, manager string }

// team is who is there: people in the order of the file, managers without a row of their own after them.
type team struct {
	people []person
	index  map[string]int
}

// readTeam reads who reports to whom.
func readTeam(f crmfile.File, columns crmfile.TeamColumns, found *kam.Findings) team {
	t := team{index: map[string]int{}}
	var managers []string
	crmfile.Read(f, columns.Names(), found, func(in *crmfile.Record) {
		p := person{id: in.Cell(columns.Payee), name: in.Cell(columns.Name), manager: in.Cell(columns.Manager)}
		_, twice := t.index[p.id]
		switch {
		case p.id == "":
			in.Fail(columns.Payee, "targets.team", findings.Say("the row names nobody", "该行没有人员"), findings.Say("write the person's id", "请填写人员编号"))
		case p.id == p.manager:
			in.Fail(columns.Manager, "targets.team", findings.Say("%s reports to nobody else", "%s 的主管是本人", findings.Quote(p.id)), findings.Say("leave the manager empty", "请将主管留空"))
		case twice:
			in.Fail(columns.Payee, "targets.team-twice", findings.Say("%s has two rows", "%s 有两行", findings.Quote(p.id)), findings.Say("leave one of them out", "请删去其中一行"))
		default:
			t.add(p)
			managers = append(managers, p.manager)
		}
	})
	for _, id := range managers {
		if _, known := t.index[id]; !known && id != "" {
			t.add(person{id: id})
		}
	}
	return t
}

func (t *team) add(p person) {
	t.index[p.id] = len(t.people)
	t.people = append(t.people, p)
}

// lead returns who leads the team that a person belongs to: the manager, or the person where there is none.
func (t team) lead(id string) string {
	if manager := t.people[t.index[id]].manager; manager != "" {
		return manager
	}
	return id
}

// label returns how a person is called: the name, and the id where there is none.
func (t team) label(id string) string {
	if at, known := t.index[id]; known && t.people[at].name != "" {
		return t.people[at].name
	}
	return id
}

// strangers reports the owners of deals that are in no team: their deals would be in nobody's target.
func (t team) strangers(deals []deal, found *kam.Findings) {
	var ids []string
	first := ""
	seen := map[string]bool{}
	for _, d := range deals {
		if _, known := t.index[d.owner]; known || seen[d.owner] {
			continue
		}
		if seen[d.owner] = true; first == "" {
			first = d.place
		}
		ids = append(ids, d.owner)
	}
	if len(ids) > 0 {
		found.Add(findings.Fault("targets.stranger", first,
			findings.Say("owners of deals who are not in the team: %s", "团队中没有以下商机负责人：%s", strings.Join(ids, ", ")),
			findings.Say("add a row for each to the team, or leave their deals out", "请在团队文件中添加，或删去其商机")))
	}
}
