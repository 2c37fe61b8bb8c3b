package awards

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// facts are inputs that were checked, ready to be asked.
type facts struct {
	Inputs
	year   kam.Period
	last   kam.Day
	people map[string]*Person
	order  []*Person // ascending by ID
	values map[valueKey]figure
	prior  map[string]*Award
	// byItem and byPayee are the IDs of prior awards, in the order of the inputs.
	byItem  map[itemKey][]string
	byPayee map[itemKey][]string
	ideas   []*Idea // by day of submission, then ID
}

// itemKey is an item, and a person where it says so; ideas are one item.
type itemKey struct {
	kind        AwardKind
	item, payee string
}

func itemOf(a Award) itemKey {
	if a.Kind == OfInnovation {
		a.Item = ""
	}
	return itemKey{kind: a.Kind, item: a.Item}
}

func payeeOf(a Award) itemKey {
	key := itemOf(a)
	key.payee = a.Payee
	return key
}

type valueKey struct {
	payee string
	of    Series
}

func (in *facts) figure(payee string, of Series) figure { return in.values[valueKey{payee, of}] }

// tenure returns the calendar months that a person has been with the company on the last day of the period.
func (in *facts) tenure(p *Person) (int, bool) {
	if !p.Joined.IsSet() {
		return 0, false
	}
	until := in.Period.Until
	months := 12*(until.Year()-p.Joined.Year()) + int(until.Month()) - int(p.Joined.Month())
	for months > 0 && until.Before(p.Joined.AddMonths(months)) {
		months--
	}
	return max(months, 0), true
}

// gather checks inputs and makes them ready.
func (p *Program) gather(in Inputs) (*facts, error) {
	f := &checker{Faults: wording.Faults{Prefix: prefix}, currency: p.c.Currency}
	out := &facts{Inputs: in, people: map[string]*Person{}, values: map[valueKey]figure{}, prior: map[string]*Award{}, byItem: map[itemKey][]string{}, byPayee: map[itemKey][]string{}}
	if !f.Period("period", in.Period, true) {
		return nil, f.Err()
	}
	var err error
	if out.year, err = p.calendar.Containing(kam.Year, in.Period.From); err != nil {
		f.Merge("period", err)
		return nil, f.Err()
	}
	out.last = in.Period.Until.AddDays(-1)
	if f.Count("people", len(in.People), 0, MaxPeople) {
		seen := map[string]bool{}
		for i := range in.People {
			person := &in.People[i]
			at := wording.At("people", i)
			if f.ID(at+".id", person.ID, seen) {
				out.people[person.ID] = person
				out.order = append(out.order, person)
			}
			if person.Joined.IsSet() && person.Left.IsSet() && person.Left.Before(person.Joined) {
				f.Add("period", at+".left", wording.Say("%s left on %s before joining on %s", "%s 的离职日 %s 早于入职日 %s", wording.Quote(person.ID), person.Left, person.Joined), wording.Say("correct one of the days", "请更正其中一个日期"))
			}
		}
		slices.SortFunc(out.order, func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
	}
	p.gatherFigures(f, out)
	p.gatherPrior(f, out)
	p.checkGifts(f, out)
	p.checkGrants(f, out)
	p.checkIdeas(f, out)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// gatherFigures takes the observations of the period; of one figure the highest revision counts, and two of one revision that
// differ make it unknown.
func (p *Program) gatherFigures(f *checker, in *facts) {
	type held struct {
		revision int64
		differ   bool
	}
	best := map[valueKey]held{}
	if !f.Count("observations", len(in.Observations), 0, MaxGifts) {
		return
	}
	for i, o := range in.Observations {
		at := wording.At("observations", i)
		if err := o.Check(); err != nil {
			f.Merge(at, err)
			continue
		}
		if p.c.Points != nil && o.Metric == p.c.Points.Metric {
			f.Add("metric", at+".metric", wording.Say("%s is counted from the gifts", "%s 由点数赠予记录得出", wording.Quote(o.Metric)), wording.Say("leave the observation out", "请删除该观测值"))
			continue
		}
		if o.Subject.Kind != "payee" || o.Period != in.Period {
			continue
		}
		key := valueKey{o.Subject.ID, Series{o.Metric, o.Scope, o.Unit, o.Currency}}
		fig := figure{value: o.Value}
		if o.IsRatio() {
			fig = figure{o.Numerator, o.Denominator}
		}
		if _, ok := o.Exact(); !ok {
			fig = figure{}
		}
		was, some := best[key]
		switch {
		case !some || o.Revision > was.revision:
			best[key] = held{revision: o.Revision}
			in.values[key] = fig
		case o.Revision == was.revision && !was.differ && !in.values[key].equal(fig):
			best[key] = held{o.Revision, true}
			in.values[key] = figure{}
			f.Warn("observation", at, wording.Say("%s of %s is stated twice with different values", "%[2]s 的 %[1]s 两次取值不同", wording.Quote(o.Metric), wording.Quote(o.Subject.ID)), wording.Say("raise the revision of the right one", "请提高正确一项的修订号"))
		}
	}
}

func (f figure) equal(o figure) bool {
	a, aok := f.rat()
	b, bok := o.rat()
	return aok == bok && (!aok || a.Cmp(b) == 0)
}

// gatherPrior takes the awards of earlier decisions and the revocations of them.
func (p *Program) gatherPrior(f *checker, in *facts) {
	if f.Count("prior", len(in.Prior), 0, MaxPrior) {
		for i := range in.Prior {
			a := &in.Prior[i]
			at := wording.At("prior", i)
			switch {
			case a.Catalogue != p.c.ID || a.ID != a.id():
				f.Add("prior", at+".id", wording.Say("%s is not the ID of this award of catalogue %s", "%s 不是目录 %s 中该奖项的编号", wording.Quote(a.ID), wording.Quote(p.c.ID)), wording.Say("pass awards as they were decided", "请原样传入此前的授予结果"))
			case in.prior[a.ID] != nil:
				f.Add("twice", at, wording.Say("%s stands twice", "%s 重复出现", wording.Quote(a.ID)), wording.Say("pass each award in its latest form", "每项授予请只传入最新的一条"))
			case a.Currency != p.c.Currency || num.Check(a.Value) != nil || num.Check(a.Taxable) != nil || num.Check(a.Before) != nil || a.Value.Sign() < 0 || a.Period.Check() != nil || a.Revoked != nil && num.Check(a.Revoked.Value) != nil:
				f.Add("prior", at, wording.Say("the amounts or the period of %s are not those of an award", "%s 的金额或期间无效", wording.Quote(a.ID)), wording.Say("pass awards as they were decided", "请原样传入此前的授予结果"))
			default:
				in.prior[a.ID] = a
				in.byItem[itemOf(*a)] = append(in.byItem[itemOf(*a)], a.ID)
				in.byPayee[payeeOf(*a)] = append(in.byPayee[payeeOf(*a)], a.ID)
			}
		}
	}
	if f.Count("revocations", len(in.Revocations), 0, MaxPrior) {
		seen := map[string]bool{}
		for i, r := range in.Revocations {
			at := wording.At("revocations", i)
			a := in.prior[r.Award]
			switch {
			case a == nil:
				f.Add("award", at+".award", wording.Say("no award before has the ID %s", "此前没有编号为 %s 的授予", wording.Quote(r.Award)), wording.Say("state the ID of an award of prior", "请填写 prior 中的编号"))
				continue
			case a.Revoked != nil || seen[r.Award]:
				f.Add("award", at+".award", wording.Say("%s is revoked already", "%s 已被撤销", wording.Quote(r.Award)), wording.Say("leave it out", "请删除该项"))
			}
			seen[r.Award] = true
			f.day(at+".on", r.On)
			f.reason(at, r.By, r.Reason, a.Payee)
		}
	}
}

func (p *Program) checkGrants(f *checker, in *facts) {
	if !f.Count("grants", len(in.Grants), 0, MaxPeople) {
		return
	}
	seen := map[[2]string]bool{}
	for i, g := range in.Grants {
		at := wording.At("grants", i)
		if _, ok := p.benefit(g.Benefit); !ok {
			f.Add("benefit", at+".benefit", wording.Say("there is no benefit %s", "没有福利 %s", wording.Quote(g.Benefit)), wording.Say("name one of the catalogue", "请填写目录中的福利"))
		}
		f.known(at+".payee", g.Payee, in)
		f.reason(at, g.By, g.Reason, g.Payee)
		if key := [2]string{g.Benefit, g.Payee}; seen[key] {
			f.Add("twice", at, wording.Say("%s is given %s twice", "重复授予 %s 福利 %s", wording.Quote(g.Payee), wording.Quote(g.Benefit)), wording.Say("state it once", "请只填写一次"))
		} else {
			seen[key] = true
		}
	}
}

// known reports somebody who is not among the people.
func (f *checker) known(at, id string, in *facts) {
	if in.people[id] == nil {
		f.Add("person", at, wording.Say("there is no person %s", "没有人员 %s", wording.Quote(id)), wording.Say("add the person, or correct the ID", "请添加该人员，或更正标识"))
	}
}

func nullable(d decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(d) }
