package training

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// checker collects what is wrong with a catalogue.
type checker struct {
	*wording.Faults
	top          map[string]int // highest level by skill
	certificates map[string]bool
}

func newChecker(f *wording.Faults, v evidence.Vocabulary) *checker {
	c := &checker{Faults: f, top: make(map[string]int, len(v.Skills)), certificates: make(map[string]bool, len(v.Certificates))}
	for _, s := range v.Skills {
		c.top[s.ID] = len(s.Levels) - 1
	}
	for _, t := range v.Certificates {
		c.certificates[t.ID] = true
	}
	return c
}

func (c *checker) catalogue(list Catalogue) {
	if list.Format != Format {
		c.Add("format", "$.format", wording.Say("format %d is not known", "格式版本 %d 无法识别", list.Format), wording.Say("use %d", "请使用 %d", Format))
	}
	c.ID("$.id", list.ID, nil)
	c.Text("$.name", list.Name)
	if _, err := kam.ParseCurrency(string(list.Currency)); err != nil {
		c.Add("currency", "$.currency", wording.Say("%s is no ISO 4217 currency", "%s 不是 ISO 4217 币种", wording.Quote(string(list.Currency))),
			wording.Say("use a code such as CNY", "请使用 CNY 之类的代码"))
	}
	if !c.Count("$.offerings", len(list.Offerings), 1, MaxOfferings) {
		return
	}
	ids := make(map[string]bool, len(list.Offerings))
	for i, o := range list.Offerings {
		c.ID(wording.At("$.offerings", i)+".id", o.ID, ids)
	}
	for i, o := range list.Offerings {
		c.offering(wording.At("$.offerings", i), o, ids)
	}
	c.cycles(list.Offerings)
}

func (c *checker) offering(place string, o Offering, ids map[string]bool) {
	c.Text(place+".name", o.Name)
	wording.Choice(c.Faults, "kind", place+".kind", o.Kind, Kinds()...)
	c.stated("cost", place+".perHead", o.PerHead, MaxAmount)
	c.quantity("cost", place+".perSession", o.PerSession, MaxAmount)
	c.stated("hours", place+".hours", o.Hours, MaxHours)
	if len(o.Sessions) == 0 && !o.PerSession.IsZero() {
		c.Add("cost", place+".perSession", wording.Say("there is a cost of each session, and no session", "填写了每场费用，但没有场次"),
			wording.Say("state the sessions, or the cost per head", "请填写场次，或改填人均费用"))
	}
	c.requires(place+".requires", o, ids)
	c.teaches(place+".teaches", o.Teaches)
	if g := o.Grants; g != nil {
		if !c.certificates[g.Certificate] {
			c.Add("certificate", place+".grants.certificate", wording.Say("the vocabulary has no certificate %s", "词汇表中没有证书 %s", wording.Quote(g.Certificate)),
				wording.Say("use a certificate of the vocabulary, or add it there", "请使用词汇表中的证书，或先将其加入词汇表"))
		}
		if g.Months < 0 || g.Months > MaxMonths {
			c.Add("months", place+".grants.months", wording.Say("a certificate cannot hold for %d months", "证书有效期不能为 %d 个月", g.Months),
				wording.Say("use 1 to %d, or 0 for ever", "请使用 1 到 %d，0 表示长期有效", MaxMonths))
		}
	}
	c.sessions(place+".sessions", o.Sessions)
}

// stated reports a quantity that nobody stated.
func (c *checker) stated(code, place string, q decimal.NullDecimal, most int64) {
	if q.Valid {
		c.quantity(code, place, q.Decimal, most)
		return
	}
	c.Add(code, place, wording.Say("it is not stated, which is not the same as nothing", "未填写，而未填写不等于零"),
		wording.Say(`state it, "0" for nothing`, `请填写，确无则填 "0"`))
}

// quantity reports one that is negative, too large or too long, and returns whether it is not.
func (c *checker) quantity(code, place string, q decimal.Decimal, most int64) bool {
	if usable(q, most) {
		return true
	}
	c.Add(code, place, wording.Say("%s cannot be used here", "%s 在此不可用", q),
		wording.Say("use 0 to %d with at most %d decimal places", "请使用 0 到 %d，小数最多 %d 位", most, MaxPlaces))
	return false
}

// usable tells whether q is from 0 to most with few decimal places.
func usable(q decimal.Decimal, most int64) bool {
	return num.Check(q) == nil && !q.IsNegative() && !q.GreaterThan(decimal.New(most, 0)) && num.Round(q, MaxPlaces, num.Down).Equal(q)
}

func (c *checker) requires(place string, o Offering, ids map[string]bool) {
	if !c.Count(place, len(o.Requires), 0, MaxParts) {
		return
	}
	seen := map[string]bool{}
	for i, id := range o.Requires {
		at := wording.At(place, i)
		switch {
		case !ids[id]:
			c.Add("prerequisite", at, wording.Say("the catalogue has no offering %s", "目录中没有项目 %s", wording.Quote(id)),
				wording.Say("use the ID of an offering of the catalogue", "请使用目录中项目的标识"))
		case seen[id]:
			c.Add("twice", at, wording.Say("%s stands twice", "%s 重复出现", wording.Quote(id)), wording.Say("keep one of them", "请只保留一个"))
		}
		seen[id] = true
	}
}

func (c *checker) teaches(place string, lifts []Lift) {
	if !c.Count(place, len(lifts), 0, MaxParts) {
		return
	}
	seen := map[string]bool{}
	for i, l := range lifts {
		at := wording.At(place, i)
		top, ok := c.top[l.Skill]
		switch {
		case !ok:
			c.Add("skill", at+".skill", wording.Say("the vocabulary has no skill %s", "词汇表中没有技能 %s", wording.Quote(l.Skill)),
				wording.Say("use a skill of the vocabulary, or add it there", "请使用词汇表中的技能，或先将其加入词汇表"))
		case seen[l.Skill]:
			c.Add("twice", at+".skill", wording.Say("%s is taught twice", "%s 重复列出", wording.Quote(l.Skill)),
				wording.Say("state one lift for a skill", "每项技能只填一条提升"))
		case l.From < 0 || l.To <= l.From || l.To > top:
			c.Add("level", at, wording.Say("%d to %d is no lift of %s", "从 %d 级到 %d 级不是 %s 的有效提升", l.From, l.To, wording.Quote(l.Skill)),
				wording.Say("use levels of the skill, 0 to %d, and lead upwards", "请使用该技能的等级 0 到 %d，且终点高于起点", top))
		}
		seen[l.Skill] = true
	}
}

func (c *checker) sessions(place string, list []Session) {
	if !c.Count(place, len(list), 0, MaxParts) {
		return
	}
	ids := map[string]bool{}
	for i, s := range list {
		at := wording.At(place, i)
		c.ID(at+".id", s.ID, ids)
		c.Period(at+".held", s.Held, true)
		if s.Seats < 0 || s.Seats > MaxSeats {
			c.Add("seats", at+".seats", wording.Say("%d is no number of seats", "%d 不是有效名额", s.Seats),
				wording.Say("use 1 to %d, or 0 for no limit", "请使用 1 到 %d，0 表示不限", MaxSeats))
		}
		if s.Host != (kam.Subject{}) {
			c.Subject(at+".host", s.Host)
		}
	}
}

// cycles reports prerequisites that lead back to their beginning, each cycle once.
func (c *checker) cycles(list []Offering) {
	index := make(map[string]int, len(list))
	for i, o := range list {
		if _, ok := index[o.ID]; !ok {
			index[o.ID] = i
		}
	}
	const (
		open = iota + 1
		done
	)
	state := make([]int, len(list))
	var path []string
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		path = append(path, list[i].ID)
		for k, id := range list[i].Requires {
			j, ok := index[id]
			switch {
			case !ok:
			case state[j] == open:
				round := append(slices.Clone(path[slices.Index(path, id):]), id)
				for n, name := range round {
					round[n] = wording.Clip(name)
				}
				c.Add("cycle", wording.At(wording.At("$.offerings", i)+".requires", k),
					wording.Say("these require one another: %s", "以下项目互为前提：%s", strings.Join(round, " → ")),
					wording.Say("take one of these prerequisites away", "请去掉其中一项前提"))
			case state[j] == 0:
				visit(j)
			}
		}
		path = path[:len(path)-1]
		state[i] = done
	}
	for i := range list {
		if state[i] == 0 {
			visit(i)
		}
	}
}
