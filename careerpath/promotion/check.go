package promotion

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// checker checks one cycle.
type checker struct {
	*wording.Faults
	c *Cycle
	p *Program

	sets, openings, exercises, facts map[string]bool
	panel                            map[kam.Subject]bool
}

func (k *checker) check() {
	k.sets, k.openings, k.exercises, k.facts = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	k.panel = map[kam.Subject]bool{}
	c := k.c
	if c.Format != Format {
		k.Add("format", "$.format", say("format %d is not known", "未知的格式 %d", c.Format), say("use %d", "请使用 %d", Format))
	}
	k.ID("$.id", c.ID, nil)
	k.version("$.version", c.Version)
	k.Text("$.name", c.Name)
	k.Text("$.contact", c.Contact)
	k.edition("$.ladder", c.Ladder)
	k.checkSets()
	k.checkPeople()
	k.checkOpenings()
	k.checkFacts()
	k.checkExercises()
	k.checkWeights()
	k.checkTieBreaks()
	k.checkPolicies()
	k.checkSchedule()
}

func (k *checker) version(place string, n int) {
	if n < 1 {
		k.Add("version", place, say("%d is before the first version, which is 1", "%d 小于首个版本 1", n), say("count versions from 1", "版本从 1 开始编号"))
	}
}

func (k *checker) edition(place string, e Edition) {
	k.ID(place+".id", e.ID, nil)
	k.version(place+".version", e.Version)
	k.digest(place+".hash", e.Hash)
}

// digest reports what is no SHA-256 in hexadecimal digits.
func (k *checker) digest(place, s string) { checkDigest(k.Faults, place, s) }

func checkDigest(f *wording.Faults, place, s string) {
	if !isDigest(s) {
		f.Add("hash", place, say("%s is not 64 hexadecimal digits in lower case", "%s 不是 64 位小写十六进制数", wording.Quote(s)),
			say("copy it from what it is the hash of", "请从其对应的内容处复制"))
	}
}

func (k *checker) checkSets() {
	if !k.Count("$.criteria", len(k.c.Criteria), 1, maxSets) {
		return
	}
	for i, s := range k.c.Criteria {
		place := wording.At("$.criteria", i)
		k.ID(place+".id", s.ID, k.sets)
		k.version(place+".version", s.Version)
		k.digest(place+".hash", s.Hash)
	}
}

func (k *checker) checkPeople() {
	c := k.c
	role := map[kam.Subject]string{}
	if k.Count("$.panel", len(c.Panel), 1, maxPanel) {
		for i, j := range c.Panel {
			k.person(wording.At("$.panel", i)+".person", j.Person, k.panel)
		}
	}
	people := func(place, name string, list []kam.Subject) {
		if !k.Count(place, len(list), 1, maxOfficers) {
			return
		}
		seen := map[kam.Subject]bool{}
		for i, s := range list {
			at := wording.At(place, i)
			if !k.person(at, s, seen) {
				continue
			}
			if name == "arbiter" && (role[s] != "" || k.panel[s]) {
				k.Add("arbiter", at, say("%s runs the cycle or judges in it", "%s 同时承办或参与评审", who(s)),
					say("name somebody who had no part in the result to rule on appeals", "请指定未参与结果形成的人裁定申诉"))
			}
			role[s] = name
		}
	}
	people("$.officers", "officer", c.Officers)
	if len(c.Officers) > 0 && !slices.ContainsFunc(c.Officers, func(s kam.Subject) bool { return !k.panel[s] }) {
		k.Warn("officers", "$.officers", say("every officer is a judge too", "全部承办人同时担任评委"), say("name one who does not judge: officers do not answer objections about scores they gave", "请指定一名不担任评委的承办人：承办人不得答复涉及其本人评分的异议"))
	}
	people("$.arbiters", "arbiter", c.Arbiters)
	everybody := slices.Concat(c.Officers, c.Arbiters)
	for _, j := range c.Panel {
		everybody = append(everybody, j.Person)
	}
	sameIDs(k.Faults, everybody, "$.panel")
	if !k.Count("$.relations", len(c.Relations), 0, maxRelations) {
		return
	}
	seen := map[Relation]bool{}
	for i, r := range c.Relations {
		at := wording.At("$.relations", i)
		wording.Choice(k.Faults, "relation", at+".kind", r.Kind, relationKinds()...)
		fine := k.Subject(at+".of", r.Of)
		fine = k.Subject(at+".to", r.To) && fine
		switch {
		case fine && r.Of == r.To:
			k.Add("relation", at, say("both ends are %s", "两端均为 %s", who(r.Of)), say("state two people", "请填写两个人"))
		case seen[r]:
			k.Add("twice", at, say("the relation stands twice", "该关系重复出现"), say("state it once", "请只填写一次"))
		}
		seen[r] = true
	}
}

// person reports a subject that is none, or that stands in the list before.
func (k *checker) person(place string, s kam.Subject, seen map[kam.Subject]bool) bool {
	if !k.Subject(place, s) {
		return false
	}
	if seen[s] {
		k.Add("twice", place, say("%s stands twice", "%s 重复出现", who(s)), say("list each once", "每人只列一次"))
		return false
	}
	seen[s] = true
	return true
}

func (k *checker) checkOpenings() {
	if !k.Count("$.openings", len(k.c.Openings), 1, maxOpenings) {
		return
	}
	for i, o := range k.c.Openings {
		at := wording.At("$.openings", i)
		k.ID(at+".id", o.ID, k.openings)
		k.Text(at+".name", o.Name)
		k.ID(at+".stage", o.Stage, nil)
		k.Count(at+".seats", o.Seats, 1, maxSeats)
		if !k.sets[o.Criteria] {
			k.unknown("criteria", at+".criteria", o.Criteria, k.sets)
		}
	}
}

// unknown reports a name that is none of those known.
func (k *checker) unknown(code, place, name string, known map[string]bool) {
	names := make([]string, 0, len(known))
	for n := range known {
		names = append(names, n)
	}
	slices.Sort(names)
	if len(names) > 10 {
		names = append(names[:10], "…")
	}
	k.Add(code, place, say("%s is not in the cycle", "本次评审中没有 %s", wording.Quote(name)), say("use one of %s", "请选用其一：%s", wording.Words(names)))
}

func (k *checker) checkFacts() {
	if !k.Count("$.facts", len(k.c.Facts), 0, maxFacts) {
		return
	}
	for i, s := range k.c.Facts {
		at := wording.At("$.facts", i)
		k.ID(at+".id", s.ID, k.facts)
		k.Text(at+".name", s.Name)
		wording.Choice(k.Faults, "direction", at+".direction", s.Direction, kam.HigherIsBetter, kam.LowerIsBetter)
		wording.Choice(k.Faults, "fact", at+".from", s.From, FactRecorded, FactStage, FactTenure)
	}
}

func (k *checker) checkExercises() {
	if !k.Count("$.exercises", len(k.c.Exercises), 1, maxExercises) {
		return
	}
	for i, e := range k.c.Exercises {
		k.exercise(wording.At("$.exercises", i), e)
	}
}

func (k *checker) exercise(at string, e Exercise) {
	k.ID(at+".id", e.ID, k.exercises)
	wording.Choice(k.Faults, "kind", at+".kind", e.Kind, exerciseKinds()...)
	wording.Choice(k.Faults, "standardise", at+".standardise", e.Standardise, StandardiseNot, StandardiseMean)
	k.Text(at+".name", e.Name)
	seen := map[string]bool{}
	for j, o := range e.Openings {
		place := wording.At(at+".openings", j)
		if !k.openings[o] {
			k.unknown("opening", place, o, k.openings)
		} else if seen[o] {
			k.Add("twice", place, say("%s stands twice", "%s 重复出现", wording.Quote(o)), say("list each once", "每项只列一次"))
		}
		seen[o] = true
	}
	if e.Weight.Check() != nil || e.Weight.Cmp(kam.Fraction{}) < 0 || e.Weight.Cmp(kam.Whole()) > 0 {
		k.Add("weight", at+".weight", say("the weight is not from 0 to 1", "权重不在 0 至 1 之间"), say("state a share such as 1/3 or 0.35", "请填写 1/3、0.35 之类的份额"))
	}
	k.scale(at, e)
	k.Period(at+".window", e.Window, true)
	judges := len(k.c.Panel)
	if len(e.Judges) > 0 {
		judges = len(e.Judges)
		twice := map[kam.Subject]bool{}
		for j, s := range e.Judges {
			place := wording.At(at+".judges", j)
			if k.person(place, s, twice) && !k.panel[s] {
				k.Add("judge", place, say("%s is not on the panel", "%s 不是评委", who(s)), say("add them to the panel, or leave them out here", "请将其列入评委名单，或在此删去"))
			}
		}
	}
	if judges == 0 {
		return // which is told at the panel
	}
	k.Count(at+".minJudges", e.MinJudges, 1, judges)
	switch {
	case e.DropFrom == 0:
	case e.DropFrom < 3:
		k.Add("drop", at+".dropFrom", say("of %d scores nothing is left without the highest and the lowest", "共 %d 个评分，去掉最高分与最低分后已无剩余", e.DropFrom),
			say("state 3 or more, or 0 for never", "请填写 3 或以上；0 表示不去分"))
	case e.DropFrom > judges:
		k.Add("drop", at+".dropFrom", say("it is never reached: there are %d judges", "永远达不到：评委共 %d 人", judges), say("state at most %d, or 0 for never", "最多填写 %d；0 表示不去分", judges))
	case e.DropFrom > e.MinJudges:
		k.Warn("drop", at+".dropFrom", say("candidates with fewer than %d scores keep their extremes, others lose them", "评分不足 %d 个的候选人保留最高分与最低分，其他人则去掉", e.DropFrom),
			say("ask for at least %d scores of each candidate", "请要求每位候选人至少有 %d 个评分", e.DropFrom))
	}
}

func (k *checker) scale(at string, e Exercise) {
	fine := k.Number(at+".scale.min", e.Scale.Min)
	fine = k.Number(at+".scale.max", e.Scale.Max) && fine
	fine = k.Number(at+".scale.step", e.Scale.Step) && fine
	if !fine {
		return
	}
	if !e.Scale.sound() {
		k.Add("scale", at+".scale", say("%s to %s in steps of %s is no scale", "%s 至 %s、步长 %s 不是有效的评分标尺", e.Scale.Min, e.Scale.Max, e.Scale.Step),
			say("put min below max, and a step above 0 that leads from one to the other", "min 须小于 max，步长须大于 0，且能从 min 恰好走到 max"))
		return
	}
	if e.Pass.Valid && k.Number(at+".pass", e.Pass.Decimal) && (e.Pass.Decimal.LessThan(e.Scale.Min) || e.Pass.Decimal.GreaterThan(e.Scale.Max)) {
		k.Add("pass", at+".pass", say("%s is not on the scale from %s to %s", "%s 不在 %s 至 %s 的标尺内", e.Pass.Decimal, e.Scale.Min, e.Scale.Max), say("state a mark on the scale", "请填写标尺内的分数"))
	}
}

// sound reports whether s goes up from Min to Max in whole steps. Its numbers are within bounds.
func (s Scale) sound() bool {
	return s.Min.LessThan(s.Max) && s.Step.IsPositive() && s.reaches(s.Max)
}

// reaches reports whether d is a whole number of steps from Min.
func (s Scale) reaches(d decimal.Decimal) bool {
	return new(big.Rat).Quo(num.Rat(d.Sub(s.Min)), num.Rat(s.Step)).IsInt()
}

// has reports whether a score is on the scale.
func (s Scale) has(d decimal.Decimal) bool {
	return num.Check(d) == nil && !d.LessThan(s.Min) && !d.GreaterThan(s.Max) && s.reaches(d)
}

func (k *checker) checkWeights() {
	if k.HasErrors() {
		return // sums of weights and openings that are not there say nothing
	}
	for i, o := range k.c.Openings {
		var weights []kam.Fraction
		for _, e := range k.c.Exercises {
			if len(e.Openings) == 0 || slices.Contains(e.Openings, o.ID) {
				weights = append(weights, e.Weight)
			}
		}
		if sum := kam.Sum(weights...); sum.Cmp(big.NewRat(1, 1)) != 0 {
			k.Add("weights", wording.At("$.openings", i), say("the weights of the exercises for %s sum to %s", "岗位 %s 各项考核的权重之和为 %s", wording.Quote(o.ID), sum),
				say("make them sum to 1", "请使其合计为 1"))
		}
	}
}

func (k *checker) checkTieBreaks() {
	if !k.Count("$.tieBreaks", len(k.c.TieBreaks), 0, maxFacts) {
		return
	}
	seen := map[TieBreak]bool{}
	closed := false
	for i, t := range k.c.TieBreaks {
		at := wording.At("$.tieBreaks", i)
		if !wording.Choice(k.Faults, "tie-break", at+".by", t.By, tieRules()...) {
			continue
		}
		switch {
		case t.By == TieExercise && !k.exercises[t.Exercise]:
			k.unknown("exercise", at+".exercise", t.Exercise, k.exercises)
		case t.By == TieFact && !k.facts[t.Fact]:
			k.unknown("fact", at+".fact", t.Fact, k.facts)
		case t.By != TieExercise && t.Exercise != "" || t.By != TieFact && t.Fact != "":
			k.Add("tie-break", at, say("%s takes no other exercise or fact", "%s 不使用其他考核或数据", t.By), say("leave it out", "请删去"))
		}
		if seen[t] {
			k.Add("twice", at, say("the rule stands twice", "该规则重复出现"), say("state it once", "请只填写一次"))
		}
		seen[t] = true
		if closed {
			k.Add("tie-break", at, say("the rule before it leaves nothing to decide", "前一规则之后已无可决定之事"), say("put lot or share last", "请将 lot 或 share 放在最后"))
		}
		closed = closed || t.By == TieLot || t.By == TieShare
	}
	k.checkDraw()
	if !closed {
		k.Warn("tie-break", "$.tieBreaks", say("a tie may be left when all of them are asked", "全部规则用尽后仍可能并列"),
			say("end with lot or share, or there may be no decision", "请以 lot 或 share 结尾，否则可能无法作出决定"))
	}
}

// checkDraw reports a draw that is missing or comes too early, and warns of one that is not asked for.
func (k *checker) checkDraw() {
	c := k.c
	if !slices.ContainsFunc(c.TieBreaks, func(t TieBreak) bool { return t.By == TieLot }) {
		if c.Draw != (Draw{}) {
			k.Warn("draw", "$.draw", say("the cycle draws no lots", "本次评审不抽签"), say("leave the draw out, or end the tie-breaks with lot", "请删去 draw，或在并列规则末尾使用 lot"))
		}
		return
	}
	if c.Draw == (Draw{}) {
		k.Add("draw", "$.draw", say("lots may have to be drawn, and no draw is announced", "可能须抽签，而未公告抽取来源与日期"),
			say("state the source of the seed and the day of the draw, so that nobody can choose it", "请填写种子来源与抽取日期，使任何人都无法选定种子"))
		return
	}
	k.Text("$.draw.source", c.Draw.Source)
	if !k.day("$.draw.day", c.Draw.Day) {
		return
	}
	for i, e := range c.Exercises {
		if e.Window.Check() != nil || e.Window.IsOpen() {
			continue
		}
		if last := e.Window.Until.AddDays(-1); c.Draw.Day.Before(last) {
			k.Add("draw", "$.draw.day", say("the draw on %s is before %s, the last day of exercise %s", "抽取日 %s 早于考核 %[3]s 的最后一天 %[2]s", c.Draw.Day, last, wording.Quote(c.Exercises[i].ID)),
				say("draw on that day or later, so that no judge knows the seed", "请在当日或之后抽取，使评委评分时无从知晓种子"))
		}
	}
}

func (k *checker) checkPolicies() {
	c := k.c
	wording.Choice(k.Faults, "screening", "$.screening", c.Screening, ScreenBefore, ScreenAfter)
	wording.Choice(k.Faults, "unknown", "$.unknown", c.Unknown, UnknownBlocks, UnknownExcludes, UnknownAdmits)
	if len(c.Openings) > 1 || c.Assignment != "" {
		wording.Choice(k.Faults, "assignment", "$.assignment", c.Assignment, ByPreference, ByOpening)
	}
	if c.MaxOpenings < 0 || c.MaxOpenings > len(c.Openings) {
		k.Add("max-openings", "$.maxOpenings", say("%d is not from 0 to the %d openings", "%d 不在 0 至 %d（岗位数）之间", c.MaxOpenings, len(c.Openings)),
			say("state how many one person may apply for, 0 for all", "请填写每人最多可报的岗位数；0 表示不限"))
	}
	if c.Pass.Valid && k.Number("$.pass", c.Pass.Decimal) && (c.Pass.Decimal.IsNegative() || c.Pass.Decimal.GreaterThan(decimal.New(100, 0))) {
		k.Add("pass", "$.pass", say("%s is not from 0 to 100", "%s 不在 0 至 100 之间", c.Pass.Decimal), say("totals are from 0 to 100", "总分为 0 至 100"))
	}
}

func (k *checker) checkSchedule() {
	s := k.c.Schedule
	calendar, err := kam.NewCalendar(k.c.Calendar)
	k.Merge("$.calendar", err)
	k.p.calendar = calendar
	apply := k.Period("$.schedule.apply", s.Apply, true)
	k.day("$.schedule.freeze", s.Freeze)
	if !k.day("$.schedule.publish", s.Publish) {
		return
	}
	for i, e := range k.c.Exercises {
		at := wording.At("$.exercises", i) + ".window"
		if e.Window.Check() != nil || e.Window.IsOpen() {
			continue
		}
		if apply && e.Window.From.Before(s.Apply.Until) {
			k.Add("order", at, say("it begins on %s, before applications are over", "于 %s 开始，早于报名截止", e.Window.From), say("begin on %s or later", "请在 %s 或之后开始", s.Apply.Until))
		}
		if last := e.Window.Until.AddDays(-1); s.Publish.Before(last) {
			k.Add("order", at, say("its last day %s is after %s, when the ranking may be published", "最后一天 %s 晚于可公布排名的 %s", last, s.Publish),
				say("publish on %s or later", "请在 %s 或之后公布", last))
		}
	}
	for _, t := range []struct {
		place string
		term  Term
	}{{"$.schedule.objection", s.Objection}, {"$.schedule.appeal", s.Appeal}} {
		if !k.Count(t.place+".days", t.term.Days, 1, MaxDays) || !t.term.Working || err != nil {
			continue
		}
		if _, err := calendar.AddWorkingDays(s.Publish, t.term.Days); errors.Is(err, kam.ErrNoHolidays) {
			k.Add("calendar", t.place, say("the working days after %s are not known", "%s 之后的工作日未知", s.Publish),
				say("give the calendar the holidays of the years in question, or count civil days", "请在日历中提供相关年份的节假日，或按自然日计算"))
		}
	}
}

func (k *checker) day(place string, d kam.Day) bool { return checkDay(k.Faults, place, d) }

func checkDay(f *wording.Faults, place string, d kam.Day) bool {
	if d.IsSet() {
		return true
	}
	f.Add("day", place, say("no day is stated", "未填写日期"), say("state the day as YYYY-MM-DD", "请按 YYYY-MM-DD 填写日期"))
	return false
}

// unwritable is the fault of what cannot be written as JSON.
func unwritable(err error) error {
	f := wording.Faults{Prefix: prefix}
	f.Merge("$", fmt.Errorf("%w", err))
	return f.Err()
}
