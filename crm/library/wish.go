package library

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// asked is one thing that is asked for: the word that people read, and every way to write it, folded.
type asked struct {
	word  string
	names []string
}

// wants are the things asked for by aspect, each once.
type wants map[Aspect][]asked

func (w wants) add(a Aspect, names ...string) {
	x := asked{}
	for _, name := range names {
		if key := fold(name); key != "" {
			x.word = cmp.Or(x.word, name)
			x.names = append(x.names, key)
		}
	}
	if len(x.names) == 0 || slices.ContainsFunc(w[a], func(o asked) bool { return slices.Equal(o.names, x.names) }) {
		return
	}
	w[a] = append(w[a], x)
}

func (w wants) addAll(a Aspect, words []string) {
	for _, word := range words {
		w.add(a, word)
	}
}

// For returns at most n fresh resources for a wish: the highest score first, of equals the one published last, then by ref.
// What scores 0 or less than the policy's least, or misses an aspect that it must fit, is left out. A wish that asks for
// nothing that has a weight gets nothing. It returns [ErrWish] when n is below 1 or too much is asked for.
func (s *Shelf) For(w Wish, n int) ([]Pick, error) {
	of := wants{}
	of.addAll(Industry, w.Industries)
	of.addAll(Stage, w.Stages)
	of.addAll(Need, w.Needs)
	of.addAll(Language, w.Languages)
	for _, p := range w.Products {
		if len(p.Names) > MaxWanted {
			return nil, fmt.Errorf("%w: a product has %d names, at most %d", ErrWish, len(p.Names), MaxWanted)
		}
		of.add(Product, p.Names...)
	}
	for _, a := range Aspects() {
		if len(of[a]) > MaxWanted {
			return nil, fmt.Errorf("%w: %d of %s, at most %d", ErrWish, len(of[a]), a, MaxWanted)
		}
	}
	return s.picks(of, n, nil)
}

// ForDeal returns at most n fresh resources for a deal, as [Shelf.For] does: for the industry of its account, its stage,
// its needs, the products of its lines, and the languages of the people who decide about it, else of those at the account.
// What was used in the deal is not suggested again. Of more than [MaxWanted] of one kind the first count. A deal that is not
// among the records is [ErrUnknown].
func (s *Shelf) ForDeal(ref crm.Ref, n int) ([]Pick, error) {
	d := s.book.byDeal[ref]
	if d == nil {
		return nil, fmt.Errorf("%w: %s", ErrUnknown, ref)
	}
	return s.picks(s.book.wantsOf(d), n, []*deal{d})
}

// Visit is a visit to an account.
type Visit struct {
	Account crm.Ref `json:"account"`
	// Contacts are the ids of the people who are met. Defaults to everybody at the account.
	Contacts []string `json:"contacts,omitempty"`
}

// ForVisit returns at most n fresh resources for a visit, as [Shelf.For] does: for the industry of the account, the stages,
// needs and products of its open deals, and the interests and languages of the people who are met; interests are asked for
// as needs are. What was used in one of the open deals is not suggested again. An account that is not among the records is
// [ErrUnknown].
func (s *Shelf) ForVisit(v Visit, n int) ([]Pick, error) {
	account := s.book.accounts[v.Account]
	if account == nil {
		return nil, fmt.Errorf("%w: %s", ErrUnknown, v.Account)
	}
	of := wants{}
	of.add(Industry, account.Industry)
	var deals []*deal
	for _, d := range s.book.deals {
		if d.data.Status == crm.Open && d.data.Account == v.Account.ID && d.ref.System == v.Account.System {
			deals = append(deals, d)
			s.book.addDeal(of, d)
		}
	}
	people := s.book.people[v.Account]
	if len(v.Contacts) > 0 {
		people = nil
		for _, id := range v.Contacts {
			if c := s.book.contacts[crm.Ref{System: v.Account.System, Kind: crm.KindContact, ID: id}]; c != nil {
				people = append(people, c)
			}
		}
	}
	for _, c := range people {
		of.addAll(Need, c.Preferences.Interests)
		of.add(Language, c.Preferences.Language)
	}
	return s.picks(of, n, deals)
}

// wantsOf is what a deal asks for.
func (b *book) wantsOf(d *deal) wants {
	of := wants{}
	account := crm.Ref{System: d.ref.System, Kind: crm.KindAccount, ID: d.data.Account}
	if a := b.accounts[account]; a != nil {
		of.add(Industry, a.Industry)
	}
	b.addDeal(of, d)
	for _, s := range d.data.Contacts {
		if c := b.contacts[crm.Ref{System: d.ref.System, Kind: crm.KindContact, ID: s.Contact}]; c != nil {
			of.add(Language, c.Preferences.Language)
		}
	}
	if len(of[Language]) > 0 || d.data.Account == "" {
		return of
	}
	for _, c := range b.people[account] {
		of.add(Language, c.Preferences.Language)
	}
	return of
}

// addDeal adds the stage, the needs and the products of a deal.
func (b *book) addDeal(of wants, d *deal) {
	of.add(Stage, d.data.Stage)
	of.addAll(Need, d.data.Needs)
	for _, l := range d.data.Lines {
		names := []string{l.Name}
		if p := b.products[crm.Ref{System: d.ref.System, Kind: crm.KindProduct, ID: l.Product}]; p != nil && l.Product != "" {
			names = append(names, p.Name, p.Code, p.Family)
		}
		of.add(Product, append(names, l.Product)...)
	}
}

// picks scores every fresh resource that was not used in one of some deals.
func (s *Shelf) picks(of wants, n int, deals []*deal) ([]Pick, error) {
	if n < 1 {
		return nil, fmt.Errorf("%w: %d picks are asked for", ErrWish, n)
	}
	for a, list := range of {
		of[a] = list[:min(len(list), MaxWanted)]
	}
	var out []Pick
	for i, x := range s.book.resources {
		if s.Items[i].State != Fresh || slices.ContainsFunc(deals, func(d *deal) bool { return x.used[d.ref] }) {
			continue
		}
		if p, ok := s.rules.score(of, x); ok {
			p.Item = s.Items[i]
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Pick) int {
		return cmp.Or(b.Score.Cmp(a.Score), b.Item.Published.Compare(a.Item.Published))
	})
	return out[:min(n, len(out))], nil
}

// score says how well a resource fits, and whether it may be suggested.
func (r *Rules) score(of wants, x *resource) (Pick, bool) {
	var p Pick
	sum, total := new(big.Rat), int64(0)
	for _, a := range Aspects() {
		list := of[a]
		if len(list) == 0 {
			continue
		}
		part := Part{Aspect: a, Weight: r.policy.Weights.of(a), General: len(x.words[a]) == 0}
		for _, want := range list {
			if slices.ContainsFunc(want.names, func(name string) bool { return x.words[a][name] }) {
				part.Words = append(part.Words, want.word)
			}
		}
		switch hit := int64(len(part.Words)); {
		case part.General:
			part.Fit = r.policy.General
		case a == Need || a == Product:
			part.Fit = lowest(hit, int64(len(list)))
		case hit > 0:
			part.Fit = kam.Whole()
		}
		if !part.General && part.Fit.IsZero() && slices.Contains(r.policy.Must, a) {
			return Pick{}, false
		}
		if part.Weight == 0 {
			continue
		}
		total += int64(part.Weight)
		sum.Add(sum, new(big.Rat).Mul(big.NewRat(int64(part.Weight), 1), part.Fit.Rat()))
		p.Parts = append(p.Parts, part)
	}
	if total == 0 || sum.Sign() == 0 {
		return Pick{}, false
	}
	sum.Quo(sum, big.NewRat(total, 1))
	p.Score = kam.Fraction{Num: sum.Num().Int64(), Den: sum.Denom().Int64()}
	p.Why = why(p.Parts, of)
	return p, p.Score.Cmp(r.policy.Least) >= 0
}

// why tells the parts of a score.
func why(parts []Part, of wants) kam.Text {
	texts := make([]kam.Text, 0, len(parts))
	for _, p := range parts {
		quoted := make([]kam.Text, len(p.Words))
		for i, word := range p.Words {
			quoted[i] = wording.Same(wording.Quote(word))
		}
		name := aspectText(p.Aspect)
		switch {
		case p.General:
			texts = append(texts, say("%s: for all", "%s：通用", name))
		case len(p.Words) == 0:
			texts = append(texts, say("%s: does not fit", "%s：不匹配", name))
		case p.Aspect == Need || p.Aspect == Product:
			texts = append(texts, say("%s: %d of %d, %s", "%s：命中 %d/%d，%s", name, len(p.Words), len(of[p.Aspect]), wording.Join(quoted)))
		default:
			texts = append(texts, say("%s: %s", "%s：%s", name, wording.Join(quoted)))
		}
	}
	return wording.Clauses(texts)
}

// aspectText names an aspect.
func aspectText(a Aspect) kam.Text {
	switch a {
	case Industry:
		return kam.Text{EN: "industry", ZH: "行业"}
	case Stage:
		return kam.Text{EN: "stage", ZH: "阶段"}
	case Need:
		return kam.Text{EN: "needs", ZH: "需求"}
	case Product:
		return kam.Text{EN: "products", ZH: "产品"}
	case Language:
		return kam.Text{EN: "language", ZH: "语言"}
	}
	return wording.Same(wording.Clip(string(a)))
}
