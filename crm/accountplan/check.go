package accountplan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// Check returns nil for a plan that can be reviewed: everything has its own id, refers to what is in the plan, and no
// number, day or text is out of bounds. Otherwise it returns a [*kam.InvalidError] with every fault. What is missing is no
// fault. Words of a policy are checked by [Rules.Review].
func (p Plan) Check() error {
	c := &checker{p: p, f: wording.Faults{Prefix: prefix}, items: map[Part]map[string]bool{}}
	c.check()
	return c.f.Err()
}

// check reports the faults of inputs.
func (r *Rules) check(in Inputs) error {
	c := &checker{p: in.Plan, f: wording.Faults{Prefix: prefix}, items: map[Part]map[string]bool{}}
	if !in.AsOf.IsSet() {
		c.f.Add("day", "$.asOf", say("the review has no day", "未填写检视日"), say("state the day", "请填写日期"))
	}
	c.check()
	names := make([]string, len(r.policy.Priorities))
	for i, p := range r.policy.Priorities {
		names[i] = p.Name
	}
	if len(in.Plan.Needs) <= MaxList {
		for i, n := range in.Plan.Needs {
			if n.Priority != "" {
				wording.Choice(&c.f, "priority", wording.At("$.needs", i)+".priority", n.Priority, names...)
			}
		}
	}
	return c.f.Err()
}

// checker collects the faults of a plan.
type checker struct {
	p     Plan
	f     wording.Faults
	items map[Part]map[string]bool // ids of the parts
	money bool                     // the plan has an amount
}

func (c *checker) check() {
	p, f := c.p, &c.f
	f.ID("$.id", p.ID, nil)
	if p.Version < 1 {
		f.Add("version", "$.version", say("%d is no version", "%d 不是有效版本", p.Version), say("count versions from 1", "版本号请从 1 开始"))
	}
	f.ID("$.account.system", string(p.Account.System), nil)
	f.ID("$.account.id", p.Account.ID, nil)
	wording.Choice(f, "account", "$.account.kind", p.Account.Kind, crm.KindAccount)
	f.ID("$.name", p.Name, nil)
	c.user("$.owner", p.Owner)
	f.Period("$.period", p.Period, true)
	for _, part := range Parts() {
		c.items[part] = map[string]bool{}
	}
	c.objectives()
	c.stakeholders()
	c.needs()
	c.solutions()
	c.grid()
	c.competitors()
	c.risks()
	c.actions()
	c.nothing()
	if p.Currency != "" {
		if _, err := kam.ParseCurrency(string(p.Currency)); err != nil {
			f.Add("currency", "$.currency", say("%s is no currency", "%s 不是币种", wording.Quote(string(p.Currency))), say("use a code such as CNY", "请使用 CNY 之类的代码"))
		}
	} else if c.money {
		f.Add("currency", "$.currency", say("the plan has amounts and no currency", "计划中有金额但未填币种"), say(`add "currency": "CNY", or whatever it is`, `请添加 "currency": "CNY" 等币种`))
	}
}

// user reports a user, where one is stated, that is no name.
func (c *checker) user(at, user string) {
	if user != "" {
		c.f.ID(at, user, nil)
	}
}

// text reports a text that is too long or not UTF-8.
func (c *checker) text(at, text string) {
	if len(text) > MaxText || !utf8.ValidString(text) {
		c.f.Add("text", at, say("it is longer than %d bytes, or not UTF-8", "超过 %d 字节，或不是 UTF-8 编码", MaxText), say("shorten it", "请缩短"))
	}
}

func (c *checker) score(at string, n int) { between(&c.f, "score", at, n, 0, MaxScore) }

// amount reports a number that is out of bounds or below 0.
func (c *checker) amount(at string, d decimal.NullDecimal) {
	if !d.Valid {
		return
	}
	c.money = true
	if c.f.Number(at, d.Decimal) && d.Decimal.IsNegative() {
		c.f.Add("amount", at, say("%s is below 0", "%s 小于 0", d.Decimal), say("use 0 or more, or leave it out", "请填 0 或更大的数，未知时留空"))
	}
}

func (c *checker) objectives() {
	if !c.f.Count("$.objectives", len(c.p.Objectives), 0, MaxList) {
		return
	}
	for i, o := range c.p.Objectives {
		at := wording.At("$.objectives", i)
		c.f.ID(at+".id", o.ID, c.items[Objectives])
		c.f.ID(at+".title", o.Title, nil)
		c.f.ID(at+".metric", o.Metric, nil)
		c.text(at+".scope", o.Scope)
		c.user(at+".owner", o.Owner)
		if o.Unit != "" {
			c.f.ID(at+".unit", o.Unit, nil)
		} else if o.Target.Valid || o.Baseline.Valid {
			c.money = true
		}
		wording.Choice(&c.f, "counts", at+".counts", o.Counts, Level, Total)
		good := (!o.Baseline.Valid || c.f.Number(at+".baseline", o.Baseline.Decimal)) && (!o.Target.Valid || c.f.Number(at+".target", o.Target.Decimal))
		if !good || !o.Target.Valid {
			continue
		}
		switch {
		case o.Counts == Total && !o.Target.Decimal.IsPositive():
			c.f.Add("target", at+".target", say("a total of %s is not above 0", "累计目标 %s 不大于 0", o.Target.Decimal), say(`state a target above 0; what is to fall counts as "level"`, `请填写大于 0 的目标；要求下降的指标请用 "level"`))
		case o.Counts == Level && o.Baseline.Valid && o.Baseline.Decimal.Equal(o.Target.Decimal):
			c.f.Add("target", at+".target", say("it equals the baseline: there is no way to go", "与基线相同，没有可衡量的进展"), say("state another target", "请填写不同的目标"))
		}
		if o.Counts == Level && o.BaselineOn.IsSet() && o.By.IsSet() && !o.By.After(o.BaselineOn) {
			c.f.Add("day", at+".by", say("%s is not after the baseline of %s", "%s 不晚于基线日 %s", o.By, o.BaselineOn), say("state a later day", "请填写更晚的日期"))
		}
	}
}

func (c *checker) stakeholders() {
	if !c.f.Count("$.stakeholders", len(c.p.Stakeholders), 0, MaxList) {
		return
	}
	for i, s := range c.p.Stakeholders {
		at := wording.At("$.stakeholders", i)
		c.f.ID(at+".contact", s.Contact, c.items[Stakeholders])
		if s.Name != "" {
			c.f.ID(at+".name", s.Name, nil)
		}
		if s.Role != "" {
			c.f.ID(at+".role", string(s.Role), nil)
		}
		c.text(at+".evidence", s.Evidence)
		if s.Attitude != nil {
			between(&c.f, "attitude", at+".attitude", *s.Attitude, -MaxAttitude, MaxAttitude)
		}
		c.score(at+".influence", s.Influence)
		words(&c.f, at+".metBy", s.MetBy, 0, MaxList)
	}
}

func (c *checker) needs() {
	if !c.f.Count("$.needs", len(c.p.Needs), 0, MaxList) {
		return
	}
	for i, n := range c.p.Needs {
		at := wording.At("$.needs", i)
		c.f.ID(at+".id", n.ID, c.items[Needs])
		c.f.ID(at+".title", n.Title, nil)
		if n.From != "" {
			c.f.ID(at+".from", n.From, nil)
		}
	}
}

func (c *checker) solutions() {
	if !c.f.Count("$.solutions", len(c.p.Solutions), 0, MaxList) {
		return
	}
	for i, s := range c.p.Solutions {
		at := wording.At("$.solutions", i)
		c.f.ID(at+".id", s.ID, c.items[Solutions])
		c.f.ID(at+".title", s.Title, nil)
		if s.Deal != "" {
			c.f.ID(at+".deal", s.Deal, nil)
		}
		if !c.f.Count(at+".fits", len(s.Fits), 0, MaxList) {
			continue
		}
		seen := map[string]bool{}
		for j, fit := range s.Fits {
			place := wording.At(at+".fits", j)
			if c.f.ID(place+".need", fit.Need, seen) && !c.items[Needs][fit.Need] {
				c.unknown(place+".need", fit.Need)
			}
			wording.Choice(&c.f, "how", place+".how", fit.How, Fully, Partly, NotMet)
			c.text(place+".note", fit.Note)
		}
	}
}

// unknown reports an id that nothing in the plan has.
func (c *checker) unknown(at, id string) {
	c.f.Add("unknown", at, say("the plan has no %s", "计划中没有 %s", wording.Quote(id)), say("use an id of the plan", "请使用计划中的编号"))
}

func (c *checker) grid() {
	g := c.p.Whitespace
	if !g.Purchases.IsZero() {
		c.f.Period("$.whitespace.purchases", g.Purchases, true)
	}
	products, units := map[string]bool{}, map[string]bool{}
	of := map[string]bool{}
	if c.f.Count("$.whitespace.products", len(g.Products), 0, MaxAxis) {
		for i, x := range g.Products {
			c.axis(wording.At("$.whitespace.products", i), x.ID, x.Name, x.Of, products, of)
		}
	}
	of = map[string]bool{}
	if c.f.Count("$.whitespace.units", len(g.Units), 0, MaxAxis) {
		for i, x := range g.Units {
			c.axis(wording.At("$.whitespace.units", i), x.ID, x.Name, x.Of, units, of)
		}
	}
	if !c.f.Count("$.whitespace.cells", len(g.Cells), 0, MaxAxis*MaxAxis) {
		return
	}
	seen := map[[2]string]bool{}
	for i, cell := range g.Cells {
		at := wording.At("$.whitespace.cells", i)
		if !products[cell.Product] {
			c.unknown(at+".product", cell.Product)
		}
		if !units[cell.Unit] {
			c.unknown(at+".unit", cell.Unit)
		}
		key := [2]string{cell.Product, cell.Unit}
		if seen[key] {
			c.f.Add("twice", at, say("product and unit stand twice", "该产品与单位重复出现"), say("state each cell once", "每个单元格只能填写一次"))
		}
		seen[key] = true
		c.amount(at+".potential", cell.Potential)
		c.amount(at+".current", cell.Current)
	}
	if !g.Purchases.IsZero() {
		c.money = true
	}
	for product := range products {
		for unit := range units {
			c.items[Whitespace][cellID(product, unit)] = true
		}
	}
}

// cellID is how an aim names a cell.
func cellID(product, unit string) string { return product + "/" + unit }

// axis reports a product or a unit of the grid. An id has no slash: [Aim.ID] names cells with one.
func (c *checker) axis(at, id, name string, of []string, ids, used map[string]bool) {
	if c.f.ID(at+".id", id, ids) && strings.Contains(id, "/") {
		c.f.Add("id", at+".id", say("%s has a slash", "%s 含斜杠", wording.Quote(id)), say("use another sign", "请使用其他符号"))
	}
	c.f.ID(at+".name", name, nil)
	if !c.f.Count(at+".of", len(of), 0, MaxList) {
		return
	}
	for i, x := range of {
		c.f.ID(wording.At(at+".of", i), x, used)
	}
}

func (c *checker) competitors() {
	if !c.f.Count("$.competitors", len(c.p.Competitors), 0, MaxList) {
		return
	}
	folded := map[string]bool{}
	for i, x := range c.p.Competitors {
		at := wording.At("$.competitors", i)
		c.f.ID(at+".name", x.Name, c.items[Competitors])
		c.name(at+".name", x.Name, folded)
		if c.f.Count(at+".also", len(x.Also), 0, MaxList) {
			for j, also := range x.Also {
				place := wording.At(at+".also", j)
				if c.f.ID(place, also, nil) {
					c.name(place, also, folded)
				}
			}
		}
		c.text(at+".strength", x.Strength)
		c.text(at+".weakness", x.Weakness)
		c.text(at+".answer", x.Answer)
	}
}

// name reports a name that another competitor has, whatever its case.
func (c *checker) name(at, name string, folded map[string]bool) {
	key := foldName(name)
	if key != "" && folded[key] {
		c.f.Add("twice", at, say("%s stands twice", "%s 重复出现", wording.Quote(name)), say("give each name to one competitor", "每个名称只能属于一个竞争对手"))
	}
	folded[key] = true
}

func (c *checker) risks() {
	if !c.f.Count("$.risks", len(c.p.Risks), 0, MaxList) {
		return
	}
	for i, x := range c.p.Risks {
		at := wording.At("$.risks", i)
		c.f.ID(at+".id", x.ID, c.items[Risks])
		c.f.ID(at+".title", x.Title, nil)
		c.user(at+".owner", x.Owner)
		c.score(at+".likelihood", x.Likelihood)
		c.score(at+".impact", x.Impact)
		c.text(at+".response", x.Response)
	}
}

func (c *checker) actions() {
	if !c.f.Count("$.actions", len(c.p.Actions), 0, MaxList) {
		return
	}
	for i, x := range c.p.Actions {
		at := wording.At("$.actions", i)
		c.f.ID(at+".id", x.ID, c.items[Actions])
		c.f.ID(at+".title", x.Title, nil)
		c.user(at+".owner", x.Owner)
		if x.Type != "" {
			c.f.ID(at+".type", string(x.Type), nil)
		}
		words(&c.f, at+".contacts", x.Contacts, 0, MaxList)
		if !c.f.Count(at+".for", len(x.For), 0, MaxList) {
			continue
		}
		for j, aim := range x.For {
			place := wording.At(at+".for", j)
			if wording.Choice(&c.f, "part", place+".part", aim.Part, aims()...) && !c.items[aim.Part][aim.ID] {
				c.unknown(place+".id", aim.ID)
			}
			if slices.Contains(x.For[:j], aim) {
				c.f.Add("twice", place, say("%s stands twice", "%s 重复出现", wording.Quote(aim.ID)), say("state it once", "请只填写一次"))
			}
		}
	}
}

// aims are the parts whose items actions serve.
func aims() []Part {
	return []Part{Objectives, Stakeholders, Needs, Solutions, Whitespace, Competitors, Risks}
}

// nothing reports parts that are said to be empty and are not, or never may be.
func (c *checker) nothing() {
	sizes := map[Part]int{
		Needs: len(c.p.Needs), Solutions: len(c.p.Solutions), Whitespace: len(c.p.Whitespace.Products) + len(c.p.Whitespace.Units),
		Competitors: len(c.p.Competitors), Risks: len(c.p.Risks), Actions: len(c.p.Actions),
	}
	seen := map[string]bool{}
	if !c.f.Count("$.nothing", len(c.p.Nothing), 0, len(Parts())) {
		return
	}
	for i, part := range c.p.Nothing {
		at := wording.At("$.nothing", i)
		if !wording.Choice(&c.f, "part", at, part, Needs, Solutions, Whitespace, Competitors, Risks, Actions) || !c.f.ID(at, string(part), seen) {
			continue
		}
		if sizes[part] > 0 {
			c.f.Add("nothing", at, say("the plan has %s", "计划中存在%s", partText(part)), say("leave it out of \"nothing\"", "请从 \"nothing\" 中删去"))
		}
	}
}
