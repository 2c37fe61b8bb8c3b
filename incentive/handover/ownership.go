package handover

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Ownership is a checked [Book]. It is immutable and safe for concurrent use.
// The zero value knows no account; see [Compile].
type Ownership struct {
	policy        Policy
	accounts      map[string]*Account
	territories   map[string]*Territory
	opportunities map[string]*Opportunity
	kept          map[string]*Kept
	warnings      kam.Findings
}

// ParseBook reads a book from JSON, strictly: unknown, duplicate and
// wrong-case keys, null and trailing data are refused. The error is a
// *kam.InvalidError with every fault and its place. [Compile] checks what the book says.
func ParseBook(data []byte) (Book, error) {
	var b Book
	if err := strictjson.Decode(data, &b, prefix).Err(); err != nil {
		return Book{}, err
	}
	return b, nil
}

// Compile checks b and returns it ready for questions, or one
// *kam.InvalidError with every fault. Days on which nobody owns an active
// account are warnings; see [Ownership.Warnings]. Nothing of b is kept.
func Compile(b Book) (*Ownership, error) {
	c := checker{book: b, f: wording.Faults{Prefix: prefix}}
	c.check()
	if err := c.f.Err(); err != nil {
		return nil, err
	}
	o := index(b)
	o.loops(&c.f)
	if err := c.f.Err(); err != nil {
		return nil, err
	}
	o.warn()
	return o, nil
}

// index makes the lookups of a checked book.
func index(b Book) *Ownership {
	o := &Ownership{
		policy: b.Policy, accounts: make(map[string]*Account, len(b.Accounts)), territories: make(map[string]*Territory, len(b.Territories)),
		opportunities: make(map[string]*Opportunity, len(b.Opportunities)), kept: make(map[string]*Kept, len(b.Kept)),
	}
	o.policy.Stages = slices.Clone(b.Policy.Stages)
	for i := range o.policy.Stages {
		o.policy.Stages[i].Share = lowest(o.policy.Stages[i].Share)
	}
	for _, a := range b.Accounts {
		a.Team, a.Within = normalTeam(a.Team), normalPlaces(a.Within)
		o.accounts[a.ID] = &a
	}
	for _, t := range b.Territories {
		t.Team, t.Within = normalTeam(t.Team), normalPlaces(t.Within)
		o.territories[t.ID] = &t
	}
	for _, p := range b.Opportunities {
		p.Stages = normalStages(p.Stages)
		o.opportunities[p.ID] = &p
	}
	for _, k := range b.Kept {
		k.Team = normalShares(k.Team)
		o.kept[k.Deal] = &k
	}
	return o
}

// normalShares returns shares in order, with roles written out.
func normalShares(rows []Share) []Share {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Role, out[i].Share = roleOf(out[i].Role), lowest(out[i].Share)
	}
	slices.SortFunc(out, func(a, b Share) int {
		if c := ownersFirst(a.Role, b.Role); c != 0 {
			return c
		}
		return strings.Compare(a.Payee, b.Payee)
	})
	return out
}

// Book returns the book in its normal form: everything sorted by id, rows by
// role, payee and day, adjacent rows that say the same joined, roles written
// out. Two books that say the same have the same normal form. It is the caller's own.
func (o *Ownership) Book() Book {
	b := Book{Policy: o.policy}
	b.Policy.Stages = slices.Clone(o.policy.Stages)
	for _, id := range slices.Sorted(maps.Keys(o.accounts)) {
		a := *o.accounts[id]
		a.Team, a.Within = slices.Clone(a.Team), slices.Clone(a.Within)
		b.Accounts = append(b.Accounts, a)
	}
	for _, id := range slices.Sorted(maps.Keys(o.territories)) {
		t := *o.territories[id]
		t.Team, t.Within = slices.Clone(t.Team), slices.Clone(t.Within)
		b.Territories = append(b.Territories, t)
	}
	for _, id := range slices.Sorted(maps.Keys(o.opportunities)) {
		p := *o.opportunities[id]
		p.Stages = slices.Clone(p.Stages)
		b.Opportunities = append(b.Opportunities, p)
	}
	for _, id := range slices.Sorted(maps.Keys(o.kept)) {
		k := *o.kept[id]
		k.Team = slices.Clone(k.Team)
		b.Kept = append(b.Kept, k)
	}
	return b
}

// Warnings returns what is allowed and seldom meant: "handover.unowned" for
// each stretch of days on which an active account has no owner, ordered by account and day.
func (o *Ownership) Warnings() kam.Findings { return slices.Clone(o.warnings) }

// digest returns the SHA-256 of what v says, as 64 hexadecimal digits.
func digest(v any) (string, error) {
	data, err := strictjson.Canonical(v)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// warn reports the days without an owner.
func (o *Ownership) warn() {
	f := wording.Faults{Prefix: prefix}
	for _, id := range slices.Sorted(maps.Keys(o.accounts)) {
		for _, gap := range o.gaps(id, o.accounts[id].Active) {
			f.Warn("unowned", "account "+wording.Clip(id), wording.Say("nobody owns the account %s from %s", "客户 %s 无人负责：%s", wording.Quote(id), wording.Days(gap)),
				wording.Say("state an owner of the account or of its territory; until then its deals are the house's", "请指定客户或所在区域的负责人；在此之前其交易计入公司账户"))
		}
	}
	o.warnings = f.Findings()
}

// gaps returns the days within a period on which an account has no owner, joined.
func (o *Ownership) gaps(account string, within kam.Period) []kam.Period {
	var out []kam.Period
	for _, s := range o.stretches(account, "", within) {
		if len(s.owners) > 0 {
			continue
		}
		if n := len(out); n > 0 && meets(out[n-1], s.period) {
			out[n-1].Until = s.period.Until
			continue
		}
		out = append(out, s.period)
	}
	return out
}
