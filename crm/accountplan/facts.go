package accountplan

import (
	"strconv"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// header is what a plan says of itself.
func header(p Plan) []fact {
	return []fact{
		plain("name", "name", "名称", p.Name),
		plain("owner", "owner", "负责人", p.Owner),
		span("period", "period", "期间", p.Period),
		plain("reviewOn", "review", "检视日", p.ReviewOn.String()),
		plain("currency", "currency", "币种", string(p.Currency)),
		parts("nothing", "parts with nothing", "确认为空的部分", p.Nothing),
	}
}

// span is a fact of a period.
func span(field, en, zh string, p kam.Period) fact {
	f := plain(field, en, zh, p.String())
	if !p.IsZero() {
		f.shown = wording.Days(p)
	}
	return f
}

// counting is the fact of how an objective counts.
func counting(c Counting) fact {
	f := plain("counts", "counting", "计算方式", string(c))
	f.shown = say("level", "水平")
	if c == Total {
		f.shown = say("total", "累计")
	}
	return f
}

// parts is a fact of several parts.
func parts(field, en, zh string, list []Part) fact {
	f := plain(field, en, zh, "")
	for _, p := range Parts() { // their order is no change
		for _, x := range list {
			if x != p {
				continue
			}
			if f.value += string(p) + " "; f.shown == (kam.Text{}) {
				f.shown = partText(p)
			} else {
				f.shown = say("%s, %s", "%s、%s", f.shown, partText(p))
			}
		}
	}
	return f
}

// entries lists the items of a part with what they say.
func entries(part Part, p Plan) []entry {
	var out []entry
	add := func(id, title string, facts ...fact) { out = append(out, entry{id, title, facts}) }
	switch part {
	case Objectives:
		for _, o := range p.Objectives {
			add(o.ID, o.Title, plain("title", "title", "标题", o.Title), plain("metric", "metric", "指标", o.Metric), plain("scope", "scope", "范围", o.Scope),
				plain("unit", "unit", "单位", o.Unit), counting(o.Counts), numeric("baseline", "baseline", "基线", o.Baseline),
				plain("baselineOn", "day of the baseline", "基线日", o.BaselineOn.String()), numeric("target", "target", "目标值", o.Target),
				plain("by", "last day", "期限", o.By.String()), plain("owner", "owner", "负责人", o.Owner))
		}
	case Stakeholders:
		for _, s := range p.Stakeholders {
			add(s.Contact, s.Name, stakeholderFacts(s)...)
		}
	case Needs:
		for _, n := range p.Needs {
			add(n.ID, n.Title, plain("title", "title", "标题", n.Title), plain("priority", "priority", "优先级", n.Priority), plain("from", "source", "来源", n.From),
				plain("recorded", "day recorded", "记录日", n.Recorded.String()))
		}
	case Solutions:
		for _, s := range p.Solutions {
			facts := []fact{plain("title", "title", "标题", s.Title), plain("deal", "deal", "商机", s.Deal)}
			for _, f := range s.Fits {
				how := plain("fits."+f.Need, "fit for "+f.Need, "对 "+f.Need+" 的满足度", string(f.How))
				how.shown = coveringText(f.How)
				facts = append(facts, how, plain("note."+f.Need, "note on "+f.Need, "对 "+f.Need+" 的说明", f.Note))
			}
			add(s.ID, s.Title, facts...)
		}
	case Whitespace:
		gridEntries(p.Whitespace, add)
	case Competitors:
		for _, c := range p.Competitors {
			add(c.Name, c.Name, list("also", "other names", "别名", c.Also), plain("strength", "strength", "优势", c.Strength), plain("weakness", "weakness", "劣势", c.Weakness),
				plain("answer", "answer", "应对", c.Answer))
		}
	case Risks:
		for _, r := range p.Risks {
			add(r.ID, r.Title, plain("title", "title", "标题", r.Title), whole("likelihood", "likelihood", "可能性", r.Likelihood), whole("impact", "impact", "影响", r.Impact),
				plain("owner", "owner", "负责人", r.Owner), plain("response", "response", "应对", r.Response), plain("closed", "day closed", "关闭日", r.Closed.String()))
		}
	case Actions:
		for _, a := range p.Actions {
			served := plain("for", "what it serves", "服务对象", "")
			var shown []kam.Text
			for _, aim := range a.For {
				served.value += string(aim.Part) + ":" + strconv.Quote(aim.ID)
				shown = append(shown, say("%s %s", "%s %s", partText(aim.Part), aim.ID))
			}
			served.shown = wording.Join(shown)
			add(a.ID, a.Title, plain("title", "title", "标题", a.Title), plain("type", "type", "方式", string(a.Type)), list("contacts", "contacts", "联系人", a.Contacts),
				plain("owner", "owner", "负责人", a.Owner), plain("due", "due day", "期限", a.Due.String()), plain("done", "day done", "完成日", a.Done.String()), served)
		}
	default:
	}
	return out
}

func stakeholderFacts(s Stakeholder) []fact {
	attitude := plain("attitude", "attitude", "态度", "")
	if s.Attitude != nil {
		attitude.value = strconv.Itoa(*s.Attitude)
	}
	role := plain("role", "role", "角色", string(s.Role))
	if s.Role != "" {
		role.shown = roleText(s.Role)
	}
	champion := plain("champion", "champion", "支持者", strconv.FormatBool(s.Champion))
	champion.shown = say("no", "否")
	if s.Champion {
		champion.shown = say("yes", "是")
	}
	return []fact{
		plain("name", "name", "姓名", s.Name), role, champion, attitude, whole("influence", "influence", "影响力", s.Influence),
		plain("evidence", "evidence", "依据", s.Evidence), list("metBy", "who meets", "接触人", s.MetBy),
	}
}

// gridEntries lists products, units and cells; products and units have a sign before their ids that no cell has.
func gridEntries(g Grid, add func(id, title string, facts ...fact)) {
	add("", "", span("purchases", "period of purchases", "采购期间", g.Purchases))
	names := map[string]string{}
	for _, p := range g.Products {
		names[p.ID] = p.Name
		add("product/"+p.ID+"/", p.Name, plain("name", "name", "名称", p.Name), list("of", "records", "对应记录", p.Of))
	}
	units := map[string]string{}
	for _, u := range g.Units {
		units[u.ID] = u.Name
		add("unit/"+u.ID+"/", u.Name, plain("name", "name", "名称", u.Name), list("of", "records", "对应记录", u.Of))
	}
	for _, c := range g.Cells {
		add(cellID(c.Product, c.Unit), names[c.Product]+" / "+units[c.Unit], numeric("potential", "potential", "潜力", c.Potential), numeric("current", "current business", "现有采购", c.Current))
	}
}
