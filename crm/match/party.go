package match

import (
	"slices"
	"time"

	"github.com/kam-go/kam/crm"
)

// Party is a company as one system knows it: what matching looks at. The zero value is nobody.
type Party struct {
	Ref        crm.Ref `json:"ref"`
	Name       string  `json:"name"`
	CreditCode string  `json:"creditCode,omitempty"`
	Website    string  `json:"website,omitempty"`
	// Phones are the company's numbers, Mails addresses of its people. At most twenty of each count.
	Phones []string `json:"phones,omitempty"`
	Mails  []string `json:"mails,omitempty"`
	// Province and City are from the address.
	Province string `json:"province,omitempty"`
	City     string `json:"city,omitempty"`
}

// maxWays is how many phones and how many mail addresses of a party count.
const maxWays = 20

// Parties returns the accounts among records, with the mail addresses of their contacts, in order of refs. Deleted records
// are left out; of several revisions of a record, the one modified last counts.
func Parties(records []crm.Record) []Party {
	latest := map[crm.Ref]crm.Record{}
	for _, r := range records {
		if before, ok := latest[r.Ref]; !ok || later(r, before) {
			latest[r.Ref] = r
		}
	}
	mails := map[crm.Ref][]string{}
	var out []Party
	for _, r := range latest {
		if r.Deleted {
			continue
		}
		switch d := r.Data.(type) {
		case *crm.Account:
			out = append(out, partyOf(r.Ref, d))
		case *crm.Contact:
			if d.Account != "" && d.Email != "" {
				at := crm.Ref{System: r.Ref.System, Kind: crm.KindAccount, ID: d.Account}
				mails[at] = append(mails[at], d.Email)
			}
		}
	}
	for i := range out {
		found := mails[out[i].Ref]
		slices.Sort(found)
		out[i].Mails = found[:min(len(found), maxWays)]
	}
	slices.SortFunc(out, func(a, b Party) int { return a.Ref.Compare(b.Ref) })
	return out
}

// later orders revisions of a record by time; at the same time by content, so that the order of records does not matter.
func later(r, before crm.Record) bool {
	if !r.Modified.Equal(before.Modified) {
		return r.Modified.After(before.Modified)
	}
	return r.Hash() > before.Hash()
}

func partyOf(ref crm.Ref, a *crm.Account) Party {
	p := Party{Ref: ref, Name: a.Name, CreditCode: a.CreditCode, Website: a.Website, Province: a.Address.Province, City: a.Address.City}
	if a.Phone != "" {
		p.Phones = []string{a.Phone}
	}
	return p
}

// Decision is what somebody decided about two records. It wins over every rule. Decisions are kept as they came, one
// after the other; of those about the same two records the one decided last counts, so that each can be taken back.
type Decision struct {
	A crm.Ref `json:"a"`
	B crm.Ref `json:"b"`
	// Answer is [Same], [Different], or [Withdrawn]: the rules decide again.
	Answer Answer    `json:"answer"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Why    string    `json:"why,omitempty"`
}

// Decisions are what people decided about pairs of records, as JSON keeps it.
type Decisions struct {
	Decisions []Decision `json:"decisions"`
}

// Answer is whether two records are of the same company. The zero value is no answer.
type Answer string

// Answers.
const (
	Same      Answer = "same"
	Different Answer = "different"
	// Ask: a person has to decide. Until then the two are not merged.
	Ask Answer = "ask"
	// Withdrawn is the answer of a [Decision] that takes an earlier one back.
	Withdrawn Answer = "withdrawn"
)
