package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// mapping says which column of a CRM export means what.
type mapping struct {
	// Name is what the data is called in messages.
	Name  string      `json:"name"`
	Deals dealColumns `json:"deals"`
	Team  teamColumns `json:"team"`
}

// dealColumns maps the opportunities.
type dealColumns struct {
	// ID, Owner, Stage, Closed and Amount name the columns that every deal needs.
	ID     string `json:"id"`
	Owner  string `json:"owner"`
	Stage  string `json:"stage"`
	Closed string `json:"closed"`
	Amount string `json:"amount"`
	// Shares names the column with the owners of a deal that several own, in place of one owner: payee=share;payee=share, with
	// shares such as 3/5 or 0.6 that total exactly 1. Optional.
	Shares string `json:"shares"`
	// RefundOf names the column with the id of the deal that a refund takes back. Optional.
	RefundOf string `json:"refundOf"`
	// Currency names a column with ISO 4217 codes. Optional; without it amounts are in the plan's currency.
	Currency string `json:"currency"`
	// Attributes are what plans may ask for: attribute name to column.
	Attributes map[string]string `json:"attributes"`
	// Dates is the form of dates: YYYY, MM and DD in any order, once each, with anything between.
	Dates string `json:"dates"`
	// Won, Refunded and Other are the stages: deals that count, refunds, and what earns nothing. A stage in none of them is an error.
	Won      []string `json:"won"`
	Refunded []string `json:"refunded"`
	Other    []string `json:"other"`
	// Empty are texts that stand for an empty attribute.
	Empty []string `json:"empty"`
	// Aliases are other spellings of an attribute's values: attribute, then spelling to value.
	Aliases map[string]map[string]string `json:"aliases"`
}

// teamColumns maps the team. Name and Manager are optional.
type teamColumns struct {
	Payee   string `json:"payee"`
	Name    string `json:"name"`
	Manager string `json:"manager"`
}

// columns lists the columns that the opportunities must have.
func (d dealColumns) columns() []string {
	names := []string{d.ID, d.Owner, d.Stage, d.Closed, d.Amount, d.Shares, d.RefundOf, d.Currency}
	for _, attribute := range sortedKeys(d.Attributes) {
		names = append(names, d.Attributes[attribute])
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// columns lists the columns that the team must have.
func (t teamColumns) columns() []string {
	return slices.DeleteFunc([]string{t.Payee, t.Name, t.Manager}, func(name string) bool { return name == "" })
}

// matches counts how many of the columns a header has.
func (d dealColumns) matches(header []string) int {
	count := 0
	for _, name := range d.columns() {
		if slices.Contains(header, name) {
			count++
		}
	}
	return count
}

// readMapping reads a mapping; unknown keys are refused.
func readMapping(f file, found *kam.Findings) (mapping, bool) {
	var m mapping
	if !readJSON(f, &m, found) {
		return m, false
	}
	good := true
	for _, part := range []struct {
		path  string
		wrong bool
		want  kam.Text
	}{
		{"$.deals.id", m.Deals.ID == "", say("name the column", "请填写列名")},
		{"$.deals.owner", m.Deals.Owner == "", say("name the column", "请填写列名")},
		{"$.deals.stage", m.Deals.Stage == "", say("name the column", "请填写列名")},
		{"$.deals.closed", m.Deals.Closed == "", say("name the column", "请填写列名")},
		{"$.deals.amount", m.Deals.Amount == "", say("name the column", "请填写列名")},
		{"$.deals.won", len(m.Deals.Won) == 0, say("list the stages of deals that count", "请列出算作赢单的阶段")},
		{"$.deals.refunded", len(m.Deals.Refunded) > 0 && m.Deals.RefundOf == "", say("state refundOf as well", "请同时填写 refundOf")},
		{"$.deals.dates", !goodPattern(m.Deals.Dates), say("write YYYY, MM and DD once each, such as DD-MM-YYYY", "YYYY、MM、DD 各写一次，例如 DD-MM-YYYY")},
		{"$.team.payee", m.Team.Payee == "", say("name the column", "请填写列名")},
	} {
		if part.wrong {
			good = false
			found.Add(fault("mapping", f.name+":"+part.path, say("missing or unusable", "缺失或无效"), part.want))
		}
	}
	return m, good
}

func goodPattern(pattern string) bool {
	for _, part := range []string{"YYYY", "MM", "DD"} {
		if strings.Count(pattern, part) != 1 {
			return false
		}
		pattern = strings.Replace(pattern, part, "", 1)
	}
	return !strings.ContainsAny(pattern, "YMD0123456789") && len(pattern) <= 8
}

// readJSON reads one JSON value; unknown keys and what follows the value are refused.
func readJSON(f file, into any, found *kam.Findings) bool {
	data, ok := readAll(f, found)
	if !ok {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more text after the value")
		}
	}
	if err != nil {
		line := 1 + bytes.Count(data[:min(int(decoder.InputOffset()), len(data))], []byte("\n"))
		found.Add(fault("json", f.name, say("after line %d: %v", "第 %d 行之后：%v", line, err), say("correct the file", "请更正文件")))
	}
	return err == nil
}

// readAll reads a small file whole.
func readAll(f file, found *kam.Findings) ([]byte, bool) {
	const limit = 16 << 20
	raw, err := f.open()
	if err != nil {
		found.Add(unreadable(f, err))
		return nil, false
	}
	defer func() { _ = raw.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(raw, limit+1))
	if err == nil && len(data) > limit {
		err = errors.New("the file has more than 16 MiB")
	}
	if err != nil {
		found.Add(unreadable(f, err))
	}
	return data, err == nil
}
