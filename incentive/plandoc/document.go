package plandoc

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Options say what a document has beside the plan. The zero value works.
type Options struct {
	// Lang is the language. Defaults to English.
	Lang kam.Lang
	// Payee names for whom the document is, and Assignment has the payee's own figures. Defaults to a document for everybody.
	Payee      *incentive.Payee
	Assignment *incentive.Assignment
	// With are the other plans of the book, which overrides on commission name. Defaults to none.
	With []incentive.Plan
	// Calendar is the one that periods follow. Defaults to kam.Gregorian().
	Calendar *kam.Calendar
	// NoExamples leaves out the worked examples. Defaults to false.
	NoExamples bool
	// Annex adds the plan as data. Defaults to false.
	Annex bool
}

// Document is a plan in words. The zero value is no document.
type Document struct {
	// Plan, Version and PlanHash name the plan that it tells.
	Plan     string
	Version  int
	PlanHash string
	// Payee is for whom it is; empty for everybody.
	Payee string
	Lang  kam.Lang
	// Text is the document as Markdown, and Hash the SHA-256 of its bytes as 64 hexadecimal digits.
	Text string
	Hash string
}

// Write returns the document of a plan: everything that the plan says, part by
// part, with an example of each component that the engine has computed, so that
// the two cannot contradict each other, and the plan's id, version and hash at
// its foot. Texts from outside are escaped. The same plan and options give the same bytes.
//
// The error is that of [incentive.Compile] for the plan together with the
// others of the book, or a *kam.InvalidError for an assignment to another plan or version.
func Write(p incentive.Plan, o Options) (Document, error) {
	program, err := incentive.Compile(incentive.Book{Plans: append([]incentive.Plan{p}, o.With...), Calendar: o.Calendar})
	if err != nil {
		return Document{}, err
	}
	if a := o.Assignment; a != nil && (a.Plan != p.ID || a.Version != p.Version || o.Payee != nil && a.Payee != o.Payee.ID) {
		f := wording.Faults{Prefix: prefix}
		f.Add("assignment", "$.assignment", say("the assignment is one of %s to version %d of %s", "该分配属于 %s，方案 %[3]s 第 %[2]d 版", wording.Quote(a.Payee), a.Version, wording.Quote(a.Plan)),
			say("use the payee's assignment to version %d of %s", "请使用该人员在方案 %[2]s 第 %[1]d 版的分配", p.Version, wording.Quote(p.ID)))
		return Document{}, f.Err()
	}
	if o.Lang != kam.Chinese {
		o.Lang = kam.English
	}
	w := writer{Page: page.Page{Lang: o.Lang}, plan: incentive.Expand(p), hash: p.Hash(), program: program, options: o}
	w.head()
	w.counting()
	w.credits()
	w.measures()
	w.components()
	w.planCaps()
	w.payout()
	w.figures()
	if err := w.annex(); err != nil {
		return Document{}, err
	}
	w.foot()
	d := Document{Plan: p.ID, Version: p.Version, PlanHash: w.hash, Lang: o.Lang, Text: strings.ReplaceAll(w.String(), "\n\n\n", "\n\n")}
	if o.Payee != nil {
		d.Payee = o.Payee.ID
	}
	sum := sha256.Sum256([]byte(d.Text))
	d.Hash = hex.EncodeToString(sum[:])
	return d, nil
}

// writer writes a document in one language.
type writer struct {
	page.Page
	plan    incentive.Plan
	hash    string
	program *incentive.Program
	options Options
}

func (w *writer) head() {
	p := w.plan
	w.Heading(1, "Compensation plan: %s", "提成方案：%s", w.Name(p.Title, p.ID))
	w.Header(page.Text("", ""), page.Text("", ""))
	w.Row(w.Say("Plan", "方案"), w.Say("%s, version %d", "%s，第 %d 版", markdown.Escape(p.ID), p.Version))
	w.Row(w.Say("In force", "生效期间"), wording.Days(p.Effective).In(w.Lang))
	w.Row(w.Say("Calculated each", "结算期"), told(periods(), string(p.Period)).In(w.Lang))
	w.Row(w.Say("Currency", "货币"), string(p.Currency))
	if payee := w.options.Payee; payee != nil {
		name := payee.Name
		if name == "" {
			name = payee.ID
		}
		w.Row(w.Say("For", "适用人员"), w.Say("%s (%s)", "%s（%s）", markdown.Escape(name), markdown.Escape(payee.ID)))
	}
}

func (w *writer) annex() error {
	if !w.options.Annex {
		return nil
	}
	data, err := w.plan.JSON()
	if err != nil {
		return err
	}
	w.Heading(2, "Annex: the plan as data", "附录：方案数据")
	w.WriteString("```json\n" + string(data) + "\n```\n")
	return nil
}

func (w *writer) foot() {
	w.WriteString("\n---\n\n")
	w.Line("Plan `%s`, version %d, hash `%s`. This document was made from the plan; in doubt the plan decides.",
		"方案 `%s`，第 %d 版，摘要 `%s`。本文件由方案生成；如有疑义，以方案为准。", w.plan.ID, w.plan.Version, w.hash)
}
