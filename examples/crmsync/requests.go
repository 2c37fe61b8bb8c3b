package main

import (
	"github.com/kam-go/kam/crm"
)

// requests shows where a promise to a customer was broken, and who is to be told.
func (t *teller) requests(records []crm.Record) error {
	desk, err := t.terms.At(t.at, records)
	if err != nil {
		return err
	}
	t.heading("Support", "服务请求")
	breaches := desk.Breaches()
	t.line(t.say("%d of %d requests broke a promise:", "共 %[2]d 个服务请求，其中 %[1]d 个违反承诺：", len(breaches), len(desk.Cases)))
	for _, c := range breaches {
		for _, clock := range c.Clocks {
			if clock.Left < 0 {
				t.line(t.say("  %s %s, %s: %s", "  %s %s，%s：%s", c.Number, c.Subject, t.name(c.Account), clock.Why.In(t.lang)))
			}
		}
	}
	for _, e := range desk.Escalations {
		t.line(t.say("%s is to be told: %s", "请告知 %s：%s", t.name(e.User), e.Why.In(t.lang)))
	}
	t.found("", desk.Findings...)
	return nil
}
