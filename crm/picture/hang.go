package picture

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// hanger finds the customer that each record belongs to.
type hanger struct {
	*builder
	owner    map[crm.Ref]int
	contacts map[int][]version[crm.Contact]
	related  map[int][]Related
	found    map[int]kam.Findings
	loose    kam.Findings
}

func newHanger(b *builder, owner map[crm.Ref]int) *hanger {
	return &hanger{builder: b, owner: owner, contacts: map[int][]version[crm.Contact]{}, related: map[int][]Related{}, found: map[int]kam.Findings{}}
}

// all hangs every record where it belongs, and adds those that belong nowhere to loose.
func (h *hanger) all(loose *[]crm.Ref) {
	owner := map[crm.Ref]int{}
	for _, ref := range h.refs {
		switch ref.Kind {
		case crm.KindAccount, crm.KindUser, crm.KindProduct, crm.KindEvent, crm.KindResource:
			continue
		default:
		}
		r := h.records[ref]
		account, via, ok := h.accountOf(r, maxSteps)
		if !ok {
			*loose = append(*loose, ref)
			h.loose = append(h.loose, h.looseFinding(r))
			continue
		}
		i := h.owner[account]
		owner[ref] = i
		h.crossed(r, i)
		if c, isContact := r.Data.(*crm.Contact); isContact {
			h.contacts[i] = append(h.contacts[i], version[crm.Contact]{ref: ref, modified: r.Modified, data: c})
			continue
		}
		rel := h.relatedOf(r)
		rel.Account, rel.Via = account, via
		h.related[i] = append(h.related[i], rel)
	}
	for ref, i := range owner {
		h.owner[ref] = i
	}
	kinds := crm.Kinds()
	for i := range h.related {
		slices.SortFunc(h.related[i], func(x, y Related) int {
			return cmp.Or(cmp.Compare(slices.Index(kinds, x.Ref.Kind), slices.Index(kinds, y.Ref.Kind)), x.Day.Compare(y.Day), x.Ref.Compare(y.Ref))
		})
	}
}

// maxSteps is how many records lead from one to an account: payment, invoice, order, opportunity, contact.
const maxSteps = 5

// accountOf returns the account that a record hangs at, and the record that led there when it names no account that is
// known.
func (h *hanger) accountOf(r crm.Record, steps int) (account, via crm.Ref, ok bool) {
	id, leads := leadsOf(r)
	account = crm.Ref{System: r.Ref.System, Kind: crm.KindAccount, ID: id}
	if _, known := h.records[account]; known {
		return account, crm.Ref{}, true
	}
	if steps == 0 {
		return crm.Ref{}, crm.Ref{}, false
	}
	for _, lead := range leads {
		next, known := h.records[lead]
		if !known {
			continue
		}
		if account, _, ok := h.accountOf(next, steps-1); ok {
			return account, lead, true
		}
	}
	return crm.Ref{}, crm.Ref{}, false
}

// leadsOf returns the id of the account that a record names, and the records that may lead to one, the nearest first.
func leadsOf(r crm.Record) (account string, leads []crm.Ref) {
	add := func(kind crm.Kind, ids ...string) {
		for _, id := range ids {
			if id != "" {
				leads = append(leads, crm.Ref{System: r.Ref.System, Kind: kind, ID: id})
			}
		}
	}
	switch d := r.Data.(type) {
	case *crm.Contact:
		account = d.Account
	case *crm.Opportunity:
		account = d.Account
		for _, s := range d.Contacts {
			add(crm.KindContact, s.Contact)
		}
	case *crm.Order:
		account = d.Account
		add(crm.KindOpportunity, d.Opportunity)
	case *crm.Invoice:
		account = d.Account
		add(crm.KindOrder, d.Order)
	case *crm.Payment:
		account = d.Account
		add(crm.KindInvoice, d.Invoice)
		add(crm.KindOrder, d.Order)
	case *crm.Activity:
		account = d.Account
		add(crm.KindOpportunity, d.Opportunity)
		add(crm.KindContact, d.Contacts...)
	case *crm.Invitation:
		account = d.Account
		add(crm.KindContact, d.Contact)
	case *crm.Survey:
		account = d.Account
		add(crm.KindContact, d.Contact)
		add(crm.KindRequest, d.About)
	case *crm.Request:
		account = d.Account
		add(crm.KindContact, d.Contact)
	}
	return account, leads
}

func (h *hanger) looseFinding(r crm.Record) kam.Finding {
	id, _ := leadsOf(r)
	message := wording.Say("the record names no account, and nothing leads to one", "记录未注明客户，也无法由其他记录推得")
	if id != "" {
		message = wording.Say("the record names the account %s, which is not there", "记录注明的客户 %s 不存在", wording.Quote(id))
	}
	return kam.Finding{
		Code: prefix + ".loose", Severity: kam.Warning, Place: wording.Clip(r.Ref.String()), Message: message,
		Remedy: wording.Say("name the account in the system, or read the accounts too", "请在系统中补填客户，或一并读取客户数据"),
	}
}

// crossed reports a record of a customer that names a record of another customer.
func (h *hanger) crossed(r crm.Record, customer int) {
	_, leads := leadsOf(r)
	for _, lead := range leads {
		next, known := h.records[lead]
		if !known {
			continue
		}
		account, _, ok := h.accountOf(next, maxSteps)
		if !ok || h.owner[account] == customer {
			continue
		}
		h.found[customer] = append(h.found[customer], kam.Finding{
			Code: prefix + ".crossed", Severity: kam.Warning, Place: wording.Clip(r.Ref.String()),
			Message: wording.Say("the record is of this customer, but %s, which it names, is of %s", "该记录属于本客户，但其引用的 %s 属于 %s", wording.Clip(lead.String()), wording.Clip(account.String())),
			Remedy:  wording.Say("correct the record, or decide that the two are the same company", "请更正该记录，或认定两者为同一家"),
		})
		return
	}
}

// relatedOf is what a picture shows of a record; an amount out of bounds is unknown.
func (h *hanger) relatedOf(r crm.Record) Related {
	out := Related{Ref: r.Ref}
	money := func(d decimal.NullDecimal, c kam.Currency) {
		if out.Currency = c; d.Valid && num.Check(d.Decimal) == nil {
			out.Amount = d
		}
	}
	switch d := r.Data.(type) {
	case *crm.Opportunity:
		out.Title, out.Status, out.Day = d.Name, d.Stage, d.Close
		if d.Stage == "" || d.Status == crm.Won || d.Status == crm.Lost || d.Status == crm.Void {
			out.Status = string(d.Status) // a stage may be the last one before
		}
		money(d.Amount, d.Currency)
	case *crm.Order:
		out.Title, out.Status, out.Day = d.Number, d.Status, d.Ordered
		money(d.Amount, d.Currency)
	case *crm.Invoice:
		out.Title, out.Status, out.Day = d.Number, d.Status, d.Issued
		money(d.Amount, d.Currency)
	case *crm.Payment:
		out.Title, out.Day = d.Number, d.Received
		money(d.Amount, d.Currency)
	case *crm.Activity:
		out.Title, out.Status, out.Day = cmp.Or(d.Subject, string(d.Type)), string(d.Status), d.Due
		if !d.Start.IsZero() {
			out.Day = h.dayOf(d.Start)
		}
	case *crm.Invitation:
		out.Title, out.Status, out.Day = d.Event, cmp.Or(string(d.Attendance), string(d.Answer)), d.Invited
		if e, ok := h.records[crm.Ref{System: r.Ref.System, Kind: crm.KindEvent, ID: d.Event}].Data.(*crm.Event); ok {
			out.Title = cmp.Or(e.Name, d.Event)
		}
	case *crm.Survey:
		out.Title, out.Day = string(d.Method), d.Answered
	case *crm.Request:
		out.Title, out.Status, out.Day = cmp.Or(d.Subject, d.Number), d.Status, h.dayOf(d.Opened)
	}
	return out
}

// dayOf is the day of an instant in the policy's zone.
func (h *hanger) dayOf(t time.Time) kam.Day {
	if t.IsZero() {
		return kam.Day{}
	}
	if h.painter == nil || h.painter.zone == nil {
		return kam.DayAt(t, time.UTC)
	}
	return kam.DayAt(t, h.painter.zone)
}
