package chart_test

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/chart"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

// simple is a ladder of two stages.
func simple() (*careerpath.Program, error) {
	return careerpath.Compile(careerpath.Ladder{
		Format: careerpath.Format, ID: "sales", Version: 1, Name: kam.Text{EN: "Sales ladder", ZH: "销售职级体系"}, Effective: kam.MustPeriod("2026-01-01/.."),
		Tracks: []careerpath.Track{{ID: "line", Name: kam.Text{EN: "Line", ZH: "管理通道"}}},
		Stages: []careerpath.Stage{
			{ID: "junior", Track: "line", Rank: 1, Titles: []kam.Text{{EN: "Junior", ZH: "初级"}}},
			{ID: "senior", Track: "line", Rank: 2, Titles: []kam.Text{{EN: "Senior", ZH: "高级"}}},
		},
		Moves: []careerpath.Move{{
			ID: "up", Kind: careerpath.Promotion, From: "junior", To: "senior",
			Criteria: criteria.Rule{ID: "tenure", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 12}},
		}},
	})
}

// spoken is what a screen reader says of a picture.
func spoken(picture []byte) string {
	var s struct {
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
	}
	if err := xml.Unmarshal(picture, &s); err != nil {
		return err.Error()
	}
	return s.Title + "\n" + strings.ReplaceAll(s.Desc, ". ", ".\n")
}

func ExampleLadder() {
	program, err := simple()
	if err != nil {
		fmt.Println(err)
		return
	}
	picture, err := chart.Ladder(program, chart.Options{Lang: kam.English, Width: 360})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spoken(picture))
	// Output:
	// Sales ladder
	// Version 1.
	// Line, Rank 2: Senior.
	// Line, Rank 1: Junior.
	// promotion: Junior → Senior.
}

func ExamplePlace() {
	program, err := simple()
	if err != nil {
		fmt.Println(err)
		return
	}
	file := evidence.File{
		Person:    kam.Subject{Kind: "agent", ID: "anna"},
		Positions: []evidence.Position{{Stage: "junior", Held: kam.MustPeriod("2025-01-01/..")}},
	}
	ready, err := program.Readiness(file, kam.MustDay("2026-07-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	picture, err := chart.Place(program, ready, chart.Options{Lang: kam.Chinese})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.ReplaceAll(spoken(picture), "。", "。\n"))
	// Output:
	// anna 在职级体系中的位置（2026-07-01）
	// 销售职级体系（第 1 版）。
	// 管理通道，第 2 级：高级。
	// 管理通道，第 1 级：初级（在此）。
	// 晋升：初级 → 高级。
	// 已具备晋升至高级条件。
}

func ExampleReadiness() {
	program, err := simple()
	if err != nil {
		fmt.Println(err)
		return
	}
	file := evidence.File{
		Person:    kam.Subject{Kind: "agent", ID: "anna"},
		Positions: []evidence.Position{{Stage: "junior", Held: kam.MustPeriod("2025-10-01/..")}},
		Complete:  []evidence.Completeness{{Of: evidence.Positions, Period: kam.MustPeriod("2025-01-01/..")}},
	}
	ready, err := program.Readiness(file, kam.MustDay("2026-07-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	picture, err := chart.Readiness(ready, chart.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(spoken(picture))
	// Output:
	// Readiness of anna, 2026-07-01
	// Sales ladder, version 1: Junior.
	// not ready for promotion to Senior (0 of 1 criteria met, 1 not met).
	// 12 months or more in the present stage: not met: 9 months, asked: at least 12 months.
}
