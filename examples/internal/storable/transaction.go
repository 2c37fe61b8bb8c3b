package storable

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Transaction tells whether t can be stored.
func (c *Checker) Transaction(t incentive.Transaction) bool {
	before := c.faults()
	place := t.Place
	if place == "" {
		place = fmt.Sprintf("transaction %q", clip(t.ID))
	}
	c.id(place, say("id", "编号"), t.ID)
	c.text(place, say("owner", "负责人"), t.Owner)
	c.text(place, say("currency", "货币"), string(t.Currency))
	c.text(place, say("id of the original", "被冲销交易的编号"), t.Reverses)
	c.text(place, say("place", "来源位置"), t.Place)
	c.number(place, say("amount", "金额"), t.Amount)
	c.numberOrNone(place, say("margin", "毛利"), t.Margin)
	c.numberOrNone(place, say("units", "数量"), t.Units)
	c.numberOrNone(place, say("cash", "回款"), t.Cash)
	for _, p := range t.Participants {
		c.text(place, say("payee of a participant", "参与人"), p.Payee)
		c.text(place, say("role of a participant", "参与人的角色"), p.Role)
		if err := p.Share.Check(); err != nil {
			c.add("share", place,
				say(fmt.Sprintf("the share of %q: %v", clip(p.Payee), err), fmt.Sprintf("%q 的份额无效", clip(p.Payee))),
				say("use a share such as 1/3", "请使用如 1/3 的份额"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Attributes)) {
		c.text(place, say("name of an attribute", "属性名"), name)
		c.text(place, say(fmt.Sprintf("attribute %q", clip(name)), fmt.Sprintf("属性 %q ", clip(name))), t.Attributes[name])
	}
	for _, name := range slices.Sorted(maps.Keys(t.Numbers)) {
		c.text(place, say("name of a number", "数值名"), name)
		c.number(place, say(fmt.Sprintf("number %q", clip(name)), fmt.Sprintf("数值 %q ", clip(name))), t.Numbers[name])
	}
	return c.faults() == before
}

// participant is a participant as JSON.
type participant struct {
	Payee string       `json:"payee"`
	Role  string       `json:"role"`
	Share kam.Fraction `json:"share"`
}

// Lists are the lists of a transaction as JSON: participants as a list of {payee, role, share}, attributes and numbers
// as objects of texts. Equal lists have equal texts.
type Lists struct {
	Participants, Attributes, Numbers string
}

// ListsOf returns the lists of a transaction that the checker has passed.
func ListsOf(t incentive.Transaction) (l Lists, err error) {
	participants := make([]participant, len(t.Participants))
	for i, p := range t.Participants {
		participants[i] = participant(p)
	}
	attributes := t.Attributes
	if attributes == nil {
		attributes = map[string]string{}
	}
	numbers := make(map[string]string, len(t.Numbers))
	for name, value := range t.Numbers {
		numbers[name] = NumberText(value)
	}
	if l.Participants, err = Encode(participants); err != nil {
		return Lists{}, err
	}
	if l.Attributes, err = Encode(attributes); err != nil {
		return Lists{}, err
	}
	l.Numbers, err = Encode(numbers)
	return l, err
}

// Fill gives t the lists; nothing where there is nothing. What [ListsOf] did not write is [ErrDamaged].
func (l Lists) Fill(t *incentive.Transaction) error {
	var participants []participant
	if err := Decode(l.Participants, &participants); err != nil {
		return err
	}
	for _, p := range participants {
		t.Participants = append(t.Participants, incentive.Participant(p))
	}
	var attributes map[string]string
	if err := Decode(l.Attributes, &attributes); err != nil {
		return err
	}
	if len(attributes) > 0 {
		t.Attributes = attributes
	}
	var numbers map[string]string
	if err := Decode(l.Numbers, &numbers); err != nil {
		return err
	}
	for name, text := range numbers {
		d, err := ParseNumber(text)
		if err != nil {
			return err
		}
		if t.Numbers == nil {
			t.Numbers = make(map[string]decimal.Decimal, len(numbers))
		}
		t.Numbers[name] = d
	}
	return nil
}
