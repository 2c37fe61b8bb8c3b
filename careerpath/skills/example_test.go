package skills_test

import (
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
)

func Example() {
	m, err := skills.NewMatrix(team())
	if err != nil {
		fmt.Println(err)
		return
	}
	anna, _ := m.Of(kam.Subject{Kind: "agent", ID: "anna"})
	gap, err := anna.Gap([]skills.Requirement{{Skill: "negotiation", Level: 4}, {Skill: "crm", Level: 2}, {Skill: "forecasting", Level: 2}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range gap.Rows {
		fmt.Printf("%s: %d required, %s assessed, state %q\n", row.Skill, row.Required, row.Assessed, row.State)
	}
	// Output:
	// negotiation: 4 required, 3 assessed, state "not-met"
	// crm: 2 required, 2 assessed, state "met"
	// forecasting: 2 required, ? assessed, state "unknown"
}

func ExampleNewMatrix() {
	anna, lead := kam.Subject{Kind: "agent", ID: "anna"}, kam.Subject{Kind: "agent", ID: "lead"}
	m, err := skills.NewMatrix(skills.Request{
		Skills: []evidence.Skill{{ID: "crm", Levels: make([]kam.Text, 5)}},
		Files: []evidence.File{{Person: anna, Skills: []evidence.Assessment{
			{Skill: "crm", Level: 2, Assessor: lead, On: kam.MustDay("2026-02-01")},
			{Skill: "crm", Level: 4, Assessor: anna, On: kam.MustDay("2026-03-01")},
		}}},
		Policy: skills.Policy{Combine: skills.Lowest},
		AsOf:   kam.MustDay("2026-07-01"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	cell := m.People[0].Cells[0]
	fmt.Println(cell.Level, cell.Self, cell.Sight)
	// Output: 2 4 blindSpot
}

func ExampleNewGap() {
	gap, err := skills.NewGap(skills.Levels{"a": 1, "b": 2}, []skills.Requirement{{Skill: "a", Level: 3}, {Skill: "b", Level: 2}})
	if err != nil {
		fmt.Println(err)
		return
	}
	current, _ := gap.OfCurrent()
	target, _ := gap.OfTarget()
	fmt.Println(current, "of what is there,", target, "of what is asked for,", gap.State())
	// Output: 2/3 of what is there, 2/5 of what is asked for, not-met
}

func ExampleCheckRequirements() {
	err := skills.CheckRequirements([]skills.Requirement{{Skill: "crm", Level: 9}}, []evidence.Skill{{ID: "crm", Levels: make([]kam.Text, 5)}})
	fmt.Println(err)
	// Output: $[0].level: 9 is not a level of "crm" that can stand here (use 1 to 4)
}

func ExampleMatrix_Team() {
	m, err := skills.NewMatrix(team())
	if err != nil {
		fmt.Println(err)
		return
	}
	t, err := m.Team(posts())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Skills[0].Mean, t.Skills[0].Required, t.Coverage)
	// Output: 9/4 5/2 {5 2 1 1 1}
}

func ExampleMatrix_Bench() {
	m, err := skills.NewMatrix(team())
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := m.Bench([]skills.Requirement{{Skill: "negotiation", Level: 2}}, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(list[0].State, len(list[0].Holders), "hold it,", len(list[0].NotAssessed), "not assessed")
	// Output: met 2 hold it, 1 not assessed
}

func ExampleMatrix_Expiring() {
	m, err := skills.NewMatrix(team())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range m.Expiring(30) {
		fmt.Println(e.Person.ID, e.Skill, e.Now, "until", e.Until, "then", e.Then)
	}
	// Output: anna crm 2 until 2026-07-20 then ?
}
