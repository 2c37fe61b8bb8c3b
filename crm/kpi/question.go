package kpi

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Question says of whom and of when figures are asked.
type Question struct {
	// Whole is whom the figures of all records are about, such as {Kind: "organisation", ID: "us"}.
	Whole kam.Subject `json:"whole"`
	// Period are the days in question, with an end.
	Period kam.Period `json:"period"`
	// Before is what Period is compared with, for growth and retention: days before it, with an end. Defaults to none: what
	// compares is not asked.
	Before kam.Period `json:"before,omitzero"`
	// AsOf is the last day that the records know. Figures of a period that is not over on it are unknown. Required: nothing
	// here reads a clock.
	AsOf kam.Day `json:"asOf"`
	// By says for whom figures are asked besides. Defaults to nobody.
	By []Dimension `json:"by,omitempty"`
	// Subjects are those of a kind in By who have figures without a record too, such as everybody with a target: like Whole
	// they then have counts of 0 and, unless a record of theirs is of another currency, money of 0 in the currency of the
	// policy. That nobody sold is known, once the records know the period; whom nobody asked for has no figure.
	Subjects []kam.Subject `json:"subjects,omitempty"`
}

// Dimension says for whom figures are asked: it is the kind of their subject.
type Dimension string

// Dimensions. Records that do not say are part of the whole alone.
const (
	ByUser     Dimension = "user"     // the record's own owner, else that of its account
	ByAccount  Dimension = "account"  // the account, by its id
	ByIndustry Dimension = "industry" // the account's industry
	ByTier     Dimension = "tier"     // the account's tier
)

// check returns every fault of a question in one [*kam.InvalidError].
func (q Question) check(compares bool) error {
	found := &wording.Faults{Prefix: prefix}
	q.checkSubjects(found)
	ok := found.Period("$.period", q.Period, true)
	if compares || !q.Before.IsZero() {
		if found.Period("$.before", q.Before, true) && ok && q.Before.Until.After(q.Period.From) {
			found.Add("period", "$.before", say("it is not over when the period begins", "在本期开始时尚未结束"), say("state days before the period", "请填写本期之前的期间"))
		}
	}
	return found.Err()
}

// checkDay is check for what is asked of the day AsOf alone.
func (q Question) checkDay() error {
	found := &wording.Faults{Prefix: prefix}
	q.checkSubjects(found)
	return found.Err()
}

func (q Question) checkSubjects(found *wording.Faults) {
	found.Subject("$.whole", q.Whole)
	if !q.AsOf.IsSet() || !q.AsOf.AddDays(1).IsSet() {
		found.Add("day", "$.asOf", say("it is not stated, or no day follows it", "未填写，或其后没有日期"), say("state the last day that the records know", "请填写记录所知的最后一天"))
	}
	seen := map[string]bool{}
	for i, by := range q.By {
		if wording.Choice(found, "by", wording.At("$.by", i), by, ByUser, ByAccount, ByIndustry, ByTier) {
			found.ID(wording.At("$.by", i), string(by), seen)
		}
	}
	q.checkNamed(found)
}

// checkNamed checks that every subject is named once, and is of a kind whose records are told apart.
func (q Question) checkNamed(found *wording.Faults) {
	seen := map[kam.Subject]bool{}
	for i, s := range q.Subjects {
		at := wording.At("$.subjects", i)
		if !found.Subject(at, s) {
			continue
		}
		switch {
		case !slices.Contains(q.By, Dimension(s.Kind)):
			found.Add("by", at+".kind", say("figures by %s are not asked for", "未要求按 %s 统计", wording.Quote(s.Kind)), say("add it to by", "请将其加入 by"))
		case seen[s]:
			found.Add("twice", at, say("%s is named already", "%s 已列出", wording.Quote(s.ID)), say("name each once", "每个对象只列一次"))
		}
		seen[s] = true
	}
}

// over reports whether a period is over on the day of the question.
func (q Question) over(p kam.Period) bool { return !p.Until.After(q.AsOf.AddDays(1)) }

// subjects returns for whom a record counts, in place of into.
func (b *Book) subjects(into []kam.Subject, q Question, owner string, account int) []kam.Subject {
	into = append(into[:0], q.Whole)
	for _, by := range q.By {
		id := ""
		switch {
		case by == ByUser:
			id = owner
		case account == nobody:
		case by == ByAccount:
			id = b.accounts[account].ref.ID
		case by == ByIndustry:
			id = b.accounts[account].account.Industry
		case by == ByTier:
			id = b.accounts[account].account.Tier
		}
		if s := (kam.Subject{Kind: string(by), ID: id}); s != q.Whole && wording.IsName(id) {
			into = append(into, s)
		}
	}
	return into
}

// ownerOf is the owner of an account, empty when nobody is known.
func (b *Book) ownerOf(account int) string {
	if account == nobody {
		return ""
	}
	return b.accounts[account].account.Owner
}

func (b *Book) refOf(account int) crm.Ref {
	if account == nobody {
		return crm.Ref{}
	}
	return b.accounts[account].ref
}
