package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/fromcrm"
)

// deals is what the opportunities hold.
type deals struct {
	transactions []incentive.Transaction
	// read, won and refunds count rows.
	read, won, refunds int
	// first and last are the credit dates' bounds, both inclusive.
	first, last kam.Day
	// owners are the owners of any opportunity.
	owners map[string]bool
}

// dealReader turns rows into revisions of opportunities and into refunds.
type dealReader struct {
	columns   crmfile.DealColumns
	products  map[string]bool // nil: not checked
	found     *kam.Findings
	revisions []fromcrm.Revision
	refunds   []incentive.Transaction
	out       deals
	odd       map[oddity]*kam.Finding
	order     []oddity
}

// oddity is a blemish that is reported once, with a count, and not for every row.
type oddity struct{ code, value string }

// readDeals reads the opportunities. Won ones become transactions on their close
// date, by the standard policy of package fromcrm; an export of the present
// state is one revision of each. Refunds name the deal they take back.
func readDeals(f crmfile.File, columns crmfile.DealColumns, products map[string]bool, found *kam.Findings) deals {
	r := &dealReader{
		columns: columns, products: products, found: found, odd: map[oddity]*kam.Finding{},
		out: deals{owners: map[string]bool{}},
	}
	crmfile.Read(f, columns.Names(), found, r.row)
	r.tellOddities()
	converter, err := fromcrm.Compile(fromcrm.Standard(columns.Won...))
	if err != nil {
		found.Merge(findings.Of(err, "payroll.unreadable", f.Name))
		return r.out
	}
	transactions, remarks := converter.Transactions(r.revisions)
	found.Merge(remarks)
	r.out.transactions = append(transactions, r.refunds...)
	for _, t := range r.out.transactions {
		if day := t.Booked; day.IsSet() {
			if !r.out.first.IsSet() || day.Before(r.out.first) {
				r.out.first = day
			}
			if day.After(r.out.last) {
				r.out.last = day
			}
		}
	}
	return r.out
}

func (r *dealReader) row(in *crmfile.Record) {
	c := r.columns
	r.out.read++
	stage := in.Cell(c.Stage)
	won, refunded := slices.Contains(c.Won, stage), slices.Contains(c.Refunded, stage)
	if !won && !refunded && !slices.Contains(c.Other, stage) {
		in.Fail(c.Stage, "payroll.stage", findings.Say("the stage %s is not in the mapping", "映射中没有阶段 %s", findings.Quote(stage)),
			findings.Say("list it in the mapping as won, refunded or other", "请在映射中将其列为 won、refunded 或 other"))
		return
	}
	revision := fromcrm.Revision{
		Opportunity: in.Cell(c.ID), Number: 1, Stage: stage, Owner: in.Cell(c.Owner),
		Amount: in.Number(c.Amount), Closed: in.Day(c.Closed, c.Dates), Place: in.Place(c.ID),
		Attributes: r.attributes(in),
	}
	revision.On = revision.Closed
	if c.Currency != "" {
		revision.Currency = kam.Currency(in.Cell(c.Currency))
	}
	if c.Shares != "" {
		revision.Participants = shares(in, c.Shares)
	}
	if in.Bad() {
		return
	}
	r.out.owners[revision.Owner] = true
	for _, p := range revision.Participants {
		r.out.owners[p.Payee] = true
	}
	switch {
	case refunded:
		r.refund(in, revision)
		return
	case won:
		r.out.won++
	case !revision.Closed.IsSet():
		if !revision.Amount.Valid || revision.Amount.Decimal.IsZero() {
			revision.Amount.Valid = false
			r.note(kam.Info, oddity{"open-without-value", ""}, in.Place(c.Amount),
				findings.Say("open deals have no value yet", "未结束的商机没有金额"), kam.Text{})
		}
	}
	r.revisions = append(r.revisions, revision)
}

// shares reads the owners of a shared deal. That they total 1 is for package fromcrm to say.
func shares(in *crmfile.Record, column string) []incentive.Participant {
	text := in.Cell(column)
	if text == "" {
		return nil
	}
	var out []incentive.Participant
	for part := range strings.SplitSeq(text, ";") {
		payee, share, _ := strings.Cut(part, "=")
		fraction, err := kam.ParseFraction(strings.TrimSpace(share))
		if payee = strings.TrimSpace(payee); err != nil || payee == "" {
			in.Fail(column, "payroll.shares", findings.Say("%s is no share of a deal", "%s 不是有效的份额", findings.Quote(part)),
				findings.Say("write payee=share;payee=share with shares such as 3/5 or 0.6", "请写成 人员=份额;人员=份额，份额如 3/5 或 0.6"))
			continue
		}
		out = append(out, incentive.Participant{Payee: payee, Role: "owner", Share: fraction})
	}
	return out
}

// refund adds a reversal of the deal that the row names. Its own attributes do not matter: those of the deal do.
func (r *dealReader) refund(in *crmfile.Record, revision fromcrm.Revision) {
	c := r.columns
	r.out.refunds++
	original := in.Cell(c.RefundOf)
	if original == "" {
		in.Fail(c.RefundOf, "payroll.refund", findings.Say("the refund does not say what it takes back", "退款没有写明对应的商机"), findings.Say("write the id of the deal", "请填写原商机的编号"))
		return
	}
	if !revision.Closed.IsSet() {
		in.Fail(c.Closed, "payroll.refund", findings.Say("the refund has no date", "退款没有日期"), findings.Say("write the day of the refund", "请填写退款日期"))
		return
	}
	if !revision.Amount.Valid || revision.Amount.Decimal.Sign() >= 0 {
		in.Fail(c.Amount, "payroll.refund", findings.Say("the amount of a refund is below zero", "退款金额应小于零"), findings.Say("write it with a minus sign", "请写成负数"))
		return
	}
	r.refunds = append(r.refunds, incentive.Transaction{
		ID: revision.Opportunity, Sequence: 2, Owner: revision.Owner, Participants: revision.Participants, Amount: revision.Amount.Decimal, Currency: revision.Currency,
		Booked: revision.Closed, Reverses: original, Place: revision.Place,
	})
}

// attributes reads what plans may ask for, by the spellings of the mapping.
func (r *dealReader) attributes(in *crmfile.Record) map[string]string {
	values := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(r.columns.Attributes)) {
		column := r.columns.Attributes[name]
		value := in.Cell(column)
		if slices.Contains(r.columns.Empty, value) && value != "" {
			r.note(kam.Info, oddity{"literal-empty", name + " " + value}, in.Place(column),
				findings.Say("%s is the text %s; it is read as empty", "%s 的内容是文字 %s，按空值处理", name, findings.Quote(value)), kam.Text{})
			value = ""
		}
		known, aliased := r.columns.Aliases[name][value]
		if name == "product" && r.products != nil && value != "" && !r.products[value] {
			remedy := findings.Say("correct the CRM, or add an alias to the mapping", "请更正 CRM，或在映射中添加别名")
			if aliased {
				remedy = findings.Say("it is read as %s, by the mapping", "按映射读作 %s", findings.Quote(known))
			}
			r.note(kam.Warning, oddity{"unknown-product", value}, in.Place(column),
				findings.Say("the product %s is unknown to the product list", "产品清单中没有产品 %s", findings.Quote(value)), remedy)
		}
		if aliased {
			value = known
		}
		if value != "" {
			values[name] = value
		}
	}
	return values
}

// note counts an oddity; its place is the first row that has it.
func (r *dealReader) note(severity kam.Severity, key oddity, place string, message, remedy kam.Text) {
	f, ok := r.odd[key]
	if !ok {
		first := findings.Remark(severity, "payroll."+key.code, place, message, remedy)
		f = &first
		r.odd[key] = f
		r.order = append(r.order, key)
	}
	f.More++
}

func (r *dealReader) tellOddities() {
	for _, key := range r.order {
		f := *r.odd[key]
		count := strconv.Itoa(f.More)
		f.More = 0
		f.Message.EN += fmt.Sprintf(" (%s rows, this is the first)", count)
		f.Message.ZH += fmt.Sprintf("（共 %s 行，此为第一行）", count)
		f.Evidence = []kam.Evidence{{Name: "rows", Value: count}}
		r.found.Add(f)
	}
}
