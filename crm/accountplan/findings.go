package accountplan

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// find lists what should be done about the plan.
func (v *Review) find() {
	v.findObjectives()
	v.findStakeholders()
	v.findDeals()
	v.findNeeds()
	v.findWhitespace()
	v.findCompetitors()
	v.findRisks()
	v.findActions()
	v.findReview()
}

func (v *Review) warn(code, place string, message, remedy kam.Text) {
	v.Findings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Warning, Place: place, Message: message, Remedy: remedy})
}

func (v *Review) tell(code, place string, message, remedy kam.Text) {
	v.Findings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Info, Place: place, Message: message, Remedy: remedy})
}

// empty reports a part that has nothing and is not said to have nothing.
func (v *Review) empty(part Part, n int, remedy kam.Text) {
	if n > 0 || slices.Contains(v.Plan.Nothing, part) {
		return
	}
	if part != Objectives && part != Stakeholders {
		remedy = say(`%s, or put "%s" into "nothing" if there is nothing`, `%s；如确实没有，请将 "%s" 填入 "nothing"`, remedy, string(part))
	}
	v.warn("empty", "$."+string(part), say("the plan has no %s", "计划中没有%s", partText(part)), remedy)
}

func (v *Review) findObjectives() {
	v.empty(Objectives, len(v.Plan.Objectives), say("say what is to be reached, in a number and by a day", "请以数值和期限写明要达成的目标"))
	for i, o := range v.Plan.Objectives {
		at, name, p := wording.At("$.objectives", i), wording.Clip(o.Title), v.Objectives[i]
		if !o.Target.Valid {
			v.warn("no-target", at, say("%s has no target", "%s 没有目标值", name), say("state the number to reach", "请填写要达到的数值"))
		}
		if !o.Baseline.Valid {
			v.warn("no-baseline", at, say("%s has no baseline", "%s 没有基线", name), say("state the value before the plan, and its day", "请填写计划开始前的数值与日期"))
		}
		if !o.By.IsSet() {
			v.warn("no-day", at, say("%s is to be reached on no day", "%s 没有期限", name), say("state the last day", "请填写最后期限"))
		}
		v.unowned(at, name, o.Owner)
		switch p.Status {
		case Unknown:
			if o.Target.Valid && !p.Way.Known() && (o.Baseline.Valid || o.Counts == Total) {
				v.warn("unmeasured", at, say("%s: %s", "%s：%s", name, p.Why), say("measure %s, in the unit of the objective", "请按目标的单位提供 %s 的观测值", wording.Quote(o.Metric)))
			}
		case Missed:
			v.warn("missed", at, say("%s was missed: %s", "%s 未达成：%s", name, p.Why), say("say why in the review, and set a new day or drop it", "请在检视中说明原因，并重设期限或取消"))
		case Behind:
			remedy := say("look at the actions that serve it", "请检查为其服务的行动")
			if !v.serves(Objectives, o.ID) {
				remedy = say("no action serves it: plan one", "没有为其服务的行动：请安排")
			}
			v.warn("behind", at, say("%s is behind: %s", "%s 进度落后：%s", name, p.Why), remedy)
		default:
		}
	}
}

// unowned reports something that nobody who works here answers for.
func (v *Review) unowned(at string, name any, owner string) {
	switch {
	case owner == "":
		v.warn("no-owner", at, say("nobody answers for %s", "%s 没有负责人", name), say("name somebody", "请指定负责人"))
	case v.book.gone(owner):
		v.warn("owner-gone", at, say("%s answers for %s and does not work here", "%[2]s 的负责人 %[1]s 已不在职", v.book.user(owner), name), say("name somebody else", "请另行指定"))
	}
}

func (v *Review) findStakeholders() {
	policy := v.rules.policy
	v.empty(Stakeholders, len(v.Plan.Stakeholders), say("list the people who decide", "请列出参与决策的人"))
	for _, r := range v.Coverage.Roles {
		switch r.State {
		case Vacant:
			v.warn("role-vacant", "$.stakeholders", say("no %s is known", "尚未识别%s", roleText(r.Role)), say("ask those you know who it is", "请向已认识的人打听"))
		case Unmet:
			v.warn("role-unmet", "$.stakeholders", say("nobody who is %s was met within %d days", "%[2]d 天内未接触过任何%[1]s", roleText(r.Role), policy.MetWithin), say("meet %s", "请接触%s", v.people(r.People)))
		default:
		}
	}
	if v.Coverage.SingleThread && len(v.Plan.Stakeholders) > 0 {
		v.warn("single-thread", "$.stakeholders", say("people met within %[2]d days: %[1]d, fewer than %[3]d", "%[2]d 天内仅接触 %[1]d 人，少于 %[3]d 人", len(v.Coverage.Met), policy.MetWithin, policy.People), say("meet more of those who decide", "请接触更多参与决策的人"))
	}
	if len(v.Plan.Stakeholders) > 0 && !slices.ContainsFunc(v.Plan.Stakeholders, func(s Stakeholder) bool { return s.Champion }) {
		v.warn("no-champion", "$.stakeholders", say("nobody is known who speaks for us", "尚无为我们说话的支持者"), say("win somebody, and write \"champion\": true", "请争取一位支持者，并填写 \"champion\": true"))
	}
	for i, s := range v.Plan.Stakeholders {
		v.findStakeholder(wording.At("$.stakeholders", i), s, v.Coverage.Stakeholders[i])
	}
	for _, id := range v.book.people {
		if c := v.book.contacts[id]; c.Role != "" && !v.known(id) {
			v.unrecorded(id, say("is %s by the records", "在记录中为%s", roleText(c.Role)))
		}
	}
}

// known reports whether a contact is a stakeholder of the plan.
func (v *Review) known(contact string) bool {
	_, known := v.roles[contact]
	return known
}

func (v *Review) unrecorded(contact string, why kam.Text) {
	v.tell("unrecorded", v.book.ref(crm.KindContact, contact).String(), say("%s %s and is not in the plan", "%s %s，但不在计划中", v.personOf(contact), why), say("add the person to the stakeholders", "请补充到干系人"))
}

func (v *Review) findStakeholder(at string, s Stakeholder, now Standing) {
	policy := v.rules.policy
	if len(v.book.contacts) > 0 && v.book.contacts[s.Contact] == nil {
		v.warn("unknown-contact", at, say("there is no contact %s", "没有联系人 %s", wording.Quote(s.Contact)), say("give the contacts of the account among the records, or correct the id", "请在记录中提供该联系人，或更正编号"))
	}
	last := say("never", "从未接触")
	if now.Last.IsSet() {
		last = say("last on %s", "最近一次为 %s", now.Last)
	}
	switch {
	case now.State == Recently:
	case s.Champion:
		v.warn("champion-unmet", at, say("the champion %s was not met for %d days: %s", "支持者 %s 已超过 %d 天未接触：%s", now.Name, policy.ChampionWithin, last), say("meet him", "请尽快接触"))
	case s.Influence >= policy.Opponent:
		v.warn("unmet", at, say("%s has influence %d and was not met within %d days: %s", "%s 影响力为 %d，但 %d 天内未接触：%s", now.Name, s.Influence, policy.MetWithin, last), say("plan a meeting", "请安排会面"))
	}
	if len(s.MetBy) == 0 {
		v.warn("uncovered", at, say("nobody of us is to meet %s", "没有人负责与 %s 联系", now.Name), say(`name who is to, in "metBy"`, `请在 "metBy" 中指定`))
	}
	for _, user := range s.MetBy {
		if v.book.gone(user) {
			v.warn("owner-gone", at, say("%s is to meet %s and does not work here", "负责与 %[2]s 联系的 %[1]s 已不在职", v.book.user(user), now.Name), say("name somebody else", "请另行指定"))
		}
	}
	if s.Attitude != nil && *s.Attitude < 0 && s.Influence >= policy.Opponent && !v.serves(Stakeholders, s.Contact) {
		v.warn("opponent", at, say("%s is against us with influence %d, and no action is about it", "%s 持反对态度且影响力为 %d，但没有相应行动", now.Name, s.Influence), say("plan how to win or to go round him", "请安排争取或规避的行动"))
	}
}

// people names contacts.
func (v *Review) people(refs []crm.Ref) kam.Text {
	var out []string
	for _, ref := range refs {
		out = append(out, v.personOf(ref.ID))
	}
	return wording.Words(clipped(out))
}

func (v *Review) findDeals() {
	told := map[string]bool{}
	for _, d := range v.Coverage.Deals {
		at := d.Deal.String()
		for _, r := range d.Roles {
			switch r.State {
			case Vacant:
				v.warn("deal-role-vacant", at, say("%s: no %s is known", "%s：尚未识别%s", d.Name, roleText(r.Role)), say("find out who it is, and add the person to the deal", "请了解并将其加入商机"))
			case Unnamed:
				v.warn("deal-role-unnamed", at, say("%s: no %s is named", "%s：未列出%s", d.Name, roleText(r.Role)), say("add %s to the deal, or somebody else", "请将 %s 或其他人加入商机", v.people(r.People)))
			case Unmet:
				v.warn("deal-role-unmet", at, say("%s: nobody who is %s was met within %d days", "%[1]s：%[3]d 天内未接触过任何%[2]s", d.Name, roleText(r.Role), v.rules.policy.MetWithin), say("meet %s", "请接触 %s", v.people(r.People)))
			default:
			}
		}
		if d.SingleThread {
			v.warn("deal-single-thread", at, say("%s: people named: %d, met within %[4]d days: %[3]d, fewer than %[5]d", "%[1]s：列出 %[2]d 人，%[4]d 天内仅接触 %[3]d 人，少于 %[5]d 人", d.Name, len(d.Named), len(d.Met), v.rules.policy.MetWithin, v.rules.policy.People), say("meet more of those who decide about it", "请接触更多参与该商机决策的人"))
		}
		for _, ref := range d.Named {
			role := crm.BuyingRole("")
			if c := v.book.contacts[ref.ID]; c != nil && v.book.own[c.Account] {
				role = c.Role
			}
			if !v.known(ref.ID) && role == "" && !told[ref.ID] {
				told[ref.ID] = true
				v.unrecorded(ref.ID, say("is named in the open deal %s", "出现在在途商机 %s 中", d.Name))
			}
		}
	}
}

func (v *Review) findNeeds() {
	v.empty(Needs, len(v.Plan.Needs), say("record what the customer needs", "请记录客户需求"))
	names := map[string]bool{}
	for i, n := range v.Plan.Needs {
		at, name := wording.At("$.needs", i), wording.Clip(n.Title)
		names[foldName(n.ID)], names[foldName(n.Title)] = true, true
		if n.Priority == "" {
			v.warn("no-priority", at, say("%s has no priority", "%s 没有优先级", name), say("use one of the policy", "请选用策略中的优先级"))
		}
		switch v.Fit.Needs[i].How {
		case Unassessed:
			v.warn("need-open", at, say("no solution says anything about %s", "没有方案回应 %s", name), say("propose something, or say that no solution meets it", "请提出方案，或注明无法满足"))
		case NotMet:
			v.warn("need-unmet", at, say("no solution meets %s", "没有方案满足 %s", name), say("propose something else", "请另提方案"))
		case Partly:
			v.tell("need-partly", at, say("%s is met partly", "%s 仅部分满足", name), say("close the gap, or agree with the customer that it is enough", "请补足差距，或与客户确认已足够"))
		default:
		}
	}
	for _, d := range v.book.deals {
		if !d.open() {
			continue
		}
		for _, need := range d.data.Needs {
			if key := foldName(need); key != "" && !names[key] {
				names[key] = true
				v.tell("need-unrecorded", d.ref.String(), say("the deal %s has the need %s, and the plan does not", "商机 %s 中的需求 %s 未记入计划", d.label(), wording.Quote(need)), say("record it in the plan", "请补充到计划"))
			}
		}
	}
	if len(v.Plan.Needs) > 0 {
		v.empty(Solutions, len(v.Plan.Solutions), say("say what we propose, and how it meets the needs", "请写明方案及其与需求的对应"))
	}
	for i, s := range v.Plan.Solutions {
		if s.Deal != "" && !slices.ContainsFunc(v.book.deals, func(d deal) bool { return d.ref.ID == s.Deal && d.open() }) {
			v.warn("solution-deal", wording.At("$.solutions", i), say("%s is proposed in %s, which is no open deal of the account", "%s 所属的 %s 不是该客户的在途商机", wording.Clip(s.Title), wording.Quote(s.Deal)), say("correct the deal, or take the solution out", "请更正商机或删去方案"))
		}
	}
}

func (v *Review) findWhitespace() {
	g := v.Plan.Whitespace
	v.empty(Whitespace, len(g.Products)*len(g.Units), say("list products and units of the customer, and what each could buy", "请列出产品、客户单位及其采购潜力"))
	for i, c := range v.Whitespace.Cells {
		if len(g.Units) == 0 {
			break
		}
		name := say("%s at %s", "%[2]s 的 %[1]s", wording.Clip(g.Products[i/len(g.Units)].Name), wording.Clip(g.Units[i%len(g.Units)].Name))
		at := "$.whitespace " + cellID(c.Product, c.Unit)
		if !c.Potential.Valid {
			v.warn("no-potential", at, say("the potential of %s is unknown", "%s 的潜力未知", name), say("estimate it", "请估算"))
		}
		switch {
		case c.Gap != "":
			v.warn("no-current", at, say("what is bought of %s is unknown: %s", "%s 的现有采购额未知：%s", name, gapText(c.Gap)), say("complete the orders, or state the amount", "请补全订单，或直接填写金额"))
		case !c.Current.Valid:
			v.warn("no-current", at, say("what is bought of %s is unknown", "%s 的现有采购额未知", name), say("state the amount, or the period of purchases and the records of product and unit", "请填写金额，或填写采购期间及对应的产品与客户记录"))
		case c.Open.Valid && c.Current.Decimal.GreaterThan(c.Potential.Decimal):
			v.warn("over-potential", at, say("%s: %s are bought, more than the potential of %s", "%s：现有 %s 超过潜力 %s", name, v.money(c.Current.Decimal), v.money(c.Potential.Decimal)), say("estimate the potential anew", "请重新估算潜力"))
		case c.Open.Valid && c.Open.Decimal.IsPositive() && !v.serves(Whitespace, cellID(c.Product, c.Unit)):
			v.tell("whitespace-open", at, say("%s: %s are open, and nothing is planned", "%s：尚有 %s 空白，未安排行动", name, v.money(c.Open.Decimal)), say("plan an action, if it is worth it", "如值得争取，请安排行动"))
		}
	}
}

func (v *Review) findCompetitors() {
	v.empty(Competitors, len(v.Plan.Competitors), say("list who else sells to the customer", "请列出其他供应商"))
	names := newNamer(v.Plan.Competitors)
	for i, c := range v.Plan.Competitors {
		if c.Answer == "" {
			v.warn("no-answer", wording.At("$.competitors", i), say("we have no answer to %s", "尚无应对 %s 的办法", wording.Clip(c.Name)), say("say what we do about it", "请写明应对办法"))
		}
	}
	seen := map[string]bool{}
	for _, c := range v.Plan.Competitors {
		seen[c.Name] = true
	}
	add := func(name, place string) {
		if !seen[name] {
			seen[name] = true
			v.tell("rival-unrecorded", place, say("deals of the account name %s, and the plan does not", "该客户的商机提到 %s，但不在计划中", wording.Quote(name)), say("add it to the competitors, or to the other names of one", "请补充到竞争对手，或作为其别名"))
		}
	}
	for _, d := range v.book.deals {
		if all, _ := names.rivals(d.data); d.open() {
			for _, name := range all {
				add(name, d.ref.String())
			}
		}
	}
	for _, r := range v.Contest.Rivals {
		add(names.name(r.Rival), r.Deals[0].String())
	}
	for _, ref := range v.Contest.Undated {
		v.warn("undated", ref.String(), say("the deal is decided and does not say when; it counts nowhere", "该商机已有结果但没有日期，未计入"), say("state its last day", "请补填结束日期"))
	}
	if n := len(v.Contest.Reasons); n > 0 && v.Contest.Reasons[n-1].Reason == "" {
		none := v.Contest.Reasons[n-1]
		v.warn("no-reason", none.Deals[0].String(), say("deals lost without a reason: %d", "未填写输单原因的商机：%d 个", none.Lost), say("ask the customer why", "请向客户了解原因"))
	}
}

func (v *Review) findRisks() {
	v.empty(Risks, len(v.Plan.Risks), say("list what could go wrong", "请列出可能的风险"))
	for i, x := range v.Plan.Risks {
		at, name, now := wording.At("$.risks", i), wording.Clip(x.Title), v.Risks[i]
		if !now.Open {
			continue
		}
		v.unowned(at, name, x.Owner)
		switch {
		case now.Score == 0:
			v.warn("unweighed", at, say("%s has no likelihood or no impact", "%s 未填写可能性或影响", name), say("state both, from 1 to 5", "请填写 1 至 5"))
		case now.High && !now.Answered:
			v.warn("high-risk", at, say("%s weighs %d, and no action is about it", "%s 的风险值为 %d，但没有相应行动", name, now.Score), say("plan an action", "请安排行动"))
		}
	}
}

func (v *Review) findActions() {
	v.empty(Actions, len(v.Plan.Actions), say("plan what is to be done next", "请安排下一步行动"))
	for i, a := range v.Plan.Actions {
		at, name, now := wording.At("$.actions", i), wording.Clip(a.Title), v.Actions[i]
		if now.Status == Done {
			continue
		}
		v.unowned(at, name, a.Owner)
		if v.doer(a) == "" {
			v.warn("nobody", at, say("nobody can do %s: there is no task for it", "没有人可执行 %s，未生成任务", name), say("name an owner of the action, of the plan or of the account", "请为行动、计划或客户指定在职负责人"))
		}
		switch {
		case now.Status == Overdue:
			v.warn("overdue", at, say("%[1]s was due on %[2]s, %[3]s ago", "%[1]s 应于 %[2]s 完成，已逾期 %[4]d 天", name, a.Due, days(now.Late), now.Late), say("do it, or agree on another day", "请完成或另定日期"))
		case !a.Due.IsSet():
			v.warn("no-day", at, say("%s is due on no day", "%s 没有期限", name), say("state the last day", "请填写最后期限"))
		}
	}
}

// days writes a number of days in English.
func days(n int) kam.Text {
	if n == 1 {
		return say("1 day", "1 天")
	}
	return say("%d days", "%d 天", n)
}

func (v *Review) findReview() {
	p := v.Plan
	v.unowned("$.owner", say("the plan", "该计划"), p.Owner)
	switch {
	case !p.ReviewOn.IsSet():
		v.warn("no-review", "$.reviewOn", say("no review is planned", "未安排检视"), say("state the day of the next review", "请填写下次检视日"))
	case p.ReviewOn.Before(v.AsOf):
		v.warn("review-due", "$.reviewOn", say("the review was due on %s", "应于 %s 检视", p.ReviewOn), say("hold it, and set the day of the next", "请检视并填写下次日期"))
	}
	switch {
	case !p.Period.Until.After(v.AsOf):
		v.warn("over", "$.period", say("the plan ended on %s", "计划已于 %s 结束", p.Period.Until.AddDays(-1)), say("close it, and write the next", "请总结并制定新计划"))
	case p.Period.From.After(v.AsOf):
		v.tell("early", "$.period", say("the plan begins on %s", "计划自 %s 开始", p.Period.From), say("look at it again then", "请届时再检视"))
	}
	if v.book.account == nil {
		v.warn("unknown-account", "$.account", say("the account %s is not among the records", "记录中没有客户 %s", wording.Quote(p.Account.ID)), say("give the records of its system", "请提供其所在系统的记录"))
	}
}
