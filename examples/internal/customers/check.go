package customers

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
)

// check adds what is wrong with a file of the practice set: a column that the map needs and the file lacks, and by line a
// cell that cannot be read, a word that nobody knows, an ID that comes twice, a deal that is won and lacks what counts.
func check(path string, spec fieldmap.Spec, found *kam.Findings) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		found.Add(findings.Fault("export.missing", path, findings.Say("the file is missing", "缺少该文件"), findings.Say("an export has sales_teams.csv, accounts.csv, products.csv and sales_pipeline.csv", "导出应包含 sales_teams.csv、accounts.csv、products.csv 与 sales_pipeline.csv")))
		return
	}
	var columns []string
	for _, f := range spec.Fields {
		if !slices.Contains(columns, f.From) {
			columns = append(columns, f.From)
		}
	}
	var own kam.Findings
	seen := map[string]string{}
	crmfile.Read(crmfile.OnDisk(path), columns, &own, func(in *crmfile.Record) {
		for _, f := range spec.Fields {
			cell(in, f)
		}
		column := columnOf(spec, fieldmap.ID)
		id := in.Cell(column)
		if before, twice := seen[id]; twice && id != "" {
			in.Fail(column, "export.twice", findings.Say("%s is there twice, first at %s", "%s 重复出现，首次见 %s", findings.Quote(id), before), findings.Say("leave one of them out", "请删去其中一行"))
		}
		seen[id] = in.Place(column)
		if spec.Kind == crm.KindOpportunity && !in.Bad() {
			won(in, spec)
		}
	})
	for _, f := range own {
		if f.Code == "crmfile.csv-column-missing" && strings.Contains(f.Remedy.EN, "-mapping") {
			f.Remedy = findings.Say("add it under this name", "请以该名称补上此列")
		}
		if f.Severity == kam.Error {
			found.Merge(kam.Findings{f})
		}
	}
}

// cell adds a fault where a cell does not say what its field takes.
func cell(in *crmfile.Record, f fieldmap.Field) {
	switch {
	case f.When != nil && !slices.Contains(f.When.Is, in.Cell(f.When.Field)):
	case f.To == fieldmap.ID && in.Cell(f.From) == "":
		in.Fail(f.From, "export.id", findings.Say("the row has no %s", "该行没有 %s", findings.Quote(f.From)), findings.Say("fill it in", "请补充"))
	case f.As == fieldmap.Day:
		in.Day(f.From, f.Layout)
	case f.As == fieldmap.NumberText:
		in.Number(f.From)
	case f.To == "status":
		if _, known := f.Words[in.Cell(f.From)]; !known {
			all := slices.Sorted(maps.Keys(f.Words))
			in.Fail(f.From, "export.stage", findings.Say("the stage %s is not known", "未知阶段 %s", findings.Quote(in.Cell(f.From))),
				kam.Text{EN: "write one of " + strings.Join(all, ", "), ZH: "请填写 " + strings.Join(all, "、") + " 之一"})
		}
	}
}

// won adds what a deal that is won lacks to be counted.
func won(in *crmfile.Record, spec fieldmap.Spec) {
	stage, closed, value := columnOf(spec, "stage"), columnOf(spec, "close"), columnOf(spec, "amount")
	if in.Cell(stage) != "Won" {
		return
	}
	if in.Cell(closed) == "" {
		in.Fail(closed, "export.incomplete", findings.Say("the deal is won and has no close date", "商机已赢单但没有关闭日期"), findings.Say("fill it in", "请补充"))
	}
	switch amount := in.Number(value); {
	case !amount.Valid:
		in.Fail(value, "export.incomplete", findings.Say("the deal is won and has no amount", "商机已赢单但没有金额"), findings.Say("fill it in", "请补充"))
	case amount.Decimal.IsNegative():
		in.Fail(value, "export.sign", findings.Say("the amount of a deal that is won is below zero", "赢单商机的金额为负数"), findings.Say("correct the sign", "请更正正负号"))
	}
}

// columnOf returns the column that fills a place.
func columnOf(spec fieldmap.Spec, place string) string {
	for _, f := range spec.Fields {
		if f.To == place {
			return f.From
		}
	}
	return ""
}
