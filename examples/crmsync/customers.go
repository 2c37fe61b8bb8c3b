package main

import (
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/crm/picture"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// customers shows which records are of one customer, asks what the records do not settle, applies what somebody decided,
// and returns the picture.
func (t *teller) customers(records []crm.Record) (*picture.Book, error) {
	matcher, err := match.Compile(match.Standard())
	if err != nil {
		return nil, err
	}
	parties := match.Parties(records)
	before, err := matcher.Match(parties, nil)
	if err != nil {
		return nil, err
	}
	t.heading("Customers", "客户")
	t.line(t.say("%d accounts in %d systems are %d customers; to be decided:", "%[2]d 个系统中的 %[1]d 条客户记录对应 %[3]d 家客户；待人工确认：", len(parties), len(names()), len(before.Clusters)))
	t.questions(before)
	result, err := matcher.Match(parties, t.decisions.Decisions)
	if err != nil {
		return nil, err
	}
	for _, d := range t.decisions.Decisions {
		if why, ok := result.Why(d.A, d.B); ok {
			t.line(t.say("Decided: %s", "已确认：%s", why.Text().In(t.lang)))
		}
	}
	t.line(t.say("Customers: %d, questions left open: %d", "客户 %d 家，待确认问题 %d 个", len(result.Clusters), len(result.Questions)))

	painter, err := picture.Compile(picture.Policy{
		Systems: names(), Fields: []picture.Choice{{Kind: crm.KindAccount, Field: "tier", By: picture.ByNewest}},
	})
	if err != nil {
		return nil, err
	}
	book := painter.Paint(records, result.Clusters)
	t.picture(book)
	return book, nil
}

func (t *teller) questions(r *match.Result) {
	for _, q := range r.Questions {
		if why, ok := r.Why(q.A, q.B); ok {
			t.line("  ?", why.Text().In(t.lang))
		}
	}
}

// picture lists the customers, and where their records differ.
func (t *teller) picture(book *picture.Book) {
	terminal.Tell(t.out)
	var table terminal.Table
	table.Row(t.say("customer", "客户"), t.say("tier", "等级"), t.say("owner", "负责人"), t.say("people", "联系人"), t.say("records", "记录"), t.say("known in", "来源"))
	for _, c := range book.Customers {
		fields := map[string]string{}
		for _, f := range c.Fields {
			fields[f.Name] = f.Value
		}
		where := ""
		for _, ref := range c.Accounts {
			where += string(ref.System) + " " + ref.ID + "  "
		}
		table.Row(c.Name, fields["tier"], fields["owner"], count(len(c.Contacts)), count(len(c.Related)), where)
	}
	t.table(table)
	t.heading("What the systems say differently", "各系统说法不一")
	for _, c := range book.Customers {
		if len(c.Findings) > 0 {
			t.line(c.Name)
			t.found("  ", c.Findings...)
		}
	}
	t.found("", book.Findings...)
}
