package crmfile

import (
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Mapping says which column of a CRM export means what.
type Mapping struct {
	// Name is what the data is called in messages.
	Name  string      `json:"name"`
	Deals DealColumns `json:"deals"`
	Team  TeamColumns `json:"team"`
}

// DealColumns maps the opportunities.
type DealColumns struct {
	// ID, Owner, Stage, Closed and Amount name the columns that every deal needs.
	ID     string `json:"id"`
	Owner  string `json:"owner"`
	Stage  string `json:"stage"`
	Closed string `json:"closed"`
	Amount string `json:"amount"`
	// Opened names the column with the day of the first contact. Optional.
	Opened string `json:"opened"`
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

// TeamColumns maps the team. Name and Manager are optional.
type TeamColumns struct {
	Payee   string `json:"payee"`
	Name    string `json:"name"`
	Manager string `json:"manager"`
}

// Names lists the columns that the opportunities must have.
func (d DealColumns) Names() []string {
	names := []string{d.ID, d.Owner, d.Stage, d.Closed, d.Amount, d.Opened, d.Shares, d.RefundOf, d.Currency}
	for _, attribute := range slices.Sorted(maps.Keys(d.Attributes)) {
		names = append(names, d.Attributes[attribute])
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// Names lists the columns that the team must have.
func (t TeamColumns) Names() []string {
	return slices.DeleteFunc([]string{t.Payee, t.Name, t.Manager}, func(name string) bool { return name == "" })
}

// Recognise returns which of the mappings has the most columns in common with a file's header, the first of equal ones,
// or -1 when none has at least half of its own there.
func Recognise(f File, known []Mapping, found *kam.Findings) int {
	header := Header(f, found)
	best, most := -1, 0
	for i, m := range known {
		if matches := m.Deals.matches(header); matches*2 >= len(m.Deals.Names()) && matches > most {
			best, most = i, matches
		}
	}
	return best
}

// matches counts how many of the columns a header has.
func (d DealColumns) matches(header []string) int {
	count := 0
	for _, name := range d.Names() {
		if slices.Contains(header, name) {
			count++
		}
	}
	return count
}

// ReadMapping reads a mapping and tells whether it is usable, else why in found. Unknown keys are refused.
func ReadMapping(f File, found *kam.Findings) (Mapping, bool) {
	var m Mapping
	if !ReadJSON(f, &m, found) {
		return m, false
	}
	good := true
	for _, part := range []struct {
		path  string
		wrong bool
		want  kam.Text
	}{
		{"$.deals.id", m.Deals.ID == "", findings.Say("name the column", "请填写列名")},
		{"$.deals.owner", m.Deals.Owner == "", findings.Say("name the column", "请填写列名")},
		{"$.deals.stage", m.Deals.Stage == "", findings.Say("name the column", "请填写列名")},
		{"$.deals.closed", m.Deals.Closed == "", findings.Say("name the column", "请填写列名")},
		{"$.deals.amount", m.Deals.Amount == "", findings.Say("name the column", "请填写列名")},
		{"$.deals.won", len(m.Deals.Won) == 0, findings.Say("list the stages of deals that count", "请列出算作赢单的阶段")},
		{"$.deals.refunded", len(m.Deals.Refunded) > 0 && m.Deals.RefundOf == "", findings.Say("state refundOf as well", "请同时填写 refundOf")},
		{"$.deals.dates", !goodPattern(m.Deals.Dates), findings.Say("write YYYY, MM and DD once each, such as DD-MM-YYYY", "YYYY、MM、DD 各写一次，例如 DD-MM-YYYY")},
		{"$.team.payee", m.Team.Payee == "", findings.Say("name the column", "请填写列名")},
	} {
		if part.wrong {
			good = false
			found.Add(findings.Fault("crmfile.mapping", f.Name+":"+part.path, findings.Say("missing or unusable", "缺失或无效"), part.want))
		}
	}
	return m, good
}

// goodPattern tells whether a form of dates has each part once, and at most two more characters that are no digits.
func goodPattern(pattern string) bool {
	for _, part := range []string{"YYYY", "MM", "DD"} {
		if strings.Count(pattern, part) != 1 {
			return false
		}
		pattern = strings.Replace(pattern, part, "", 1)
	}
	return !strings.ContainsAny(pattern, "YMD0123456789") && len(pattern) <= 8
}
