package promotion

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// shape says which fields a step has, by their JSON keys.
type shape struct{ required, optional []string }

// stepTable returns all steps in the order in which they are documented, with their fields.
func stepTable() []struct {
	step Step
	shape
} {
	list := func(keys string) []string { return strings.Fields(keys) }
	return []struct {
		step Step
		shape
	}{
		{StepOpen, shape{}},
		{StepApply, shape{list("person openings"), list("name reason")}},
		{StepNominate, shape{list("person openings reason"), list("name")}},
		{StepAccept, shape{list("person"), nil}},
		{StepWithdraw, shape{list("person"), list("reason")}},
		{StepFreeze, shape{list("person frozen"), list("reason")}},
		{StepDisqualify, shape{list("person reason"), nil}},
		{StepDeclare, shape{list("person judge relation reason"), nil}},
		{StepRecuse, shape{list("judge reason"), list("person")}},
		{StepAddJudge, shape{list("judge reason"), list("name exercise")}},
		{StepScore, shape{list("person exercise score"), list("comment")}},
		{StepCorrect, shape{list("person exercise score reason"), list("comment")}},
		{StepFinish, shape{list("exercise"), nil}},
		{StepReopen, shape{list("exercise reason"), nil}},
		{StepSeed, shape{list("seed"), list("reason")}},
		{StepPublish, shape{list("digest"), nil}},
		{StepObject, shape{list("id reason"), list("person")}},
		{StepAnswer, shape{list("id ruling reason"), list("changes")}},
		{StepDecide, shape{list("digest"), list("reason")}},
		{StepAppoint, shape{list("person opening"), nil}},
		{StepDecline, shape{list("person opening"), list("reason")}},
		{StepAppeal, shape{list("id person reason"), nil}},
		{StepRule, shape{list("id ruling reason"), list("changes")}},
		{StepClose, shape{nil, list("reason")}},
	}
}

// Steps returns all steps of events in the order in which they are documented.
func Steps() []Step {
	var steps []Step
	for _, row := range stepTable() {
		steps = append(steps, row.step)
	}
	return steps
}

// stated returns the JSON keys of the fields of e that say something, those of every event aside.
func (e Event) stated() []string {
	var keys []string
	for _, field := range []struct {
		key   string
		there bool
	}{
		{"person", e.Person != kam.Subject{}},
		{"name", e.Name != ""},
		{"openings", len(e.Openings) > 0},
		{"opening", e.Opening != ""},
		{"exercise", e.Exercise != ""},
		{"score", e.Score.Valid},
		{"comment", e.Comment != ""},
		{"judge", e.Judge != kam.Subject{}},
		{"relation", e.Relation != ""},
		{"frozen", e.Frozen != nil},
		{"id", e.ID != ""},
		{"ruling", e.Ruling != ""},
		{"changes", len(e.Changes) > 0},
		{"seed", e.Seed != ""},
		{"digest", e.Digest != ""},
		{"reason", strings.TrimSpace(e.Reason) != ""},
	} {
		if field.there {
			keys = append(keys, field.key)
		}
	}
	return keys
}

// Check returns nil when e is complete by itself, else an [*kam.InvalidError] with every fault. Whether it is allowed is
// for [State.Apply].
func (e Event) Check() error {
	f := wording.Faults{Prefix: prefix}
	e.check(&f)
	return f.Err()
}

func (e Event) check(f *wording.Faults) {
	checkDay(f, "$.on", e.On)
	f.Subject("$.by", e.By)
	if !wording.Choice(f, "step", "$.step", e.Step, Steps()...) {
		return
	}
	e.checkFields(f)
	if e.Person != (kam.Subject{}) {
		f.Subject("$.person", e.Person)
	}
	if e.Judge != (kam.Subject{}) {
		f.Subject("$.judge", e.Judge)
	}
	for _, text := range []struct{ place, text string }{{"$.comment", e.Comment}, {"$.reason", e.Reason}, {"$.seed", e.Seed}, {"$.name", e.Name}} {
		checkProse(f, text.place, text.text)
	}
	if utf8.ValidString(e.Name) && hides(e.Name) {
		f.Add("name", "$.name", say("%s has characters that are not seen, or nothing that is", "%s 含有不可见字符，或没有任何可见字符", wording.Quote(e.Name)),
			say("write the name as people read it, or leave it out to be called by the ID", "请按可读的写法填写姓名；留空则以标识称呼"))
	}
	seen := map[string]bool{}
	if f.Count("$.openings", len(e.Openings), 0, maxOpenings) {
		for i, o := range e.Openings {
			f.ID(wording.At("$.openings", i), o, seen)
		}
	}
	if e.Opening != "" {
		f.ID("$.opening", e.Opening, nil)
	}
	if e.Exercise != "" {
		f.ID("$.exercise", e.Exercise, nil)
	}
	if e.ID != "" {
		f.ID("$.id", e.ID, nil)
	}
	if e.Score.Valid {
		f.Number("$.score", e.Score.Decimal)
	}
	if e.Relation != "" {
		wording.Choice(f, "relation", "$.relation", e.Relation, relationKinds()...)
	}
	if e.Ruling != "" && wording.Choice(f, "ruling", "$.ruling", e.Ruling, Upheld, Rejected) && e.Ruling == Rejected && len(e.Changes) > 0 {
		f.Add("changes", "$.changes", say("what was rejected changes nothing", "被驳回的异议或申诉不产生变更"), say("leave the changes out, or uphold it", "请删去变更，或改为支持"))
	}
	if e.Digest != "" {
		checkDigest(f, "$.digest", e.Digest)
	}
	if e.Frozen != nil {
		e.Frozen.check(f, "$.frozen")
	}
	if f.Count("$.changes", len(e.Changes), 0, maxChanges) {
		for i, c := range e.Changes {
			c.check(f, wording.At("$.changes", i))
		}
	}
}

// checkFields reports fields that are missing, or do not belong to the step.
func (e Event) checkFields(f *wording.Faults) {
	stated := e.stated()
	for _, row := range stepTable() {
		if row.step != e.Step {
			continue
		}
		for _, key := range row.required {
			if !slices.Contains(stated, key) {
				f.Add("missing", "$."+key, say("%s states no %s", "步骤 %s 缺少 %s", e.Step, key), say("state it", "请填写"))
			}
		}
		for _, key := range stated {
			if !slices.Contains(row.required, key) && !slices.Contains(row.optional, key) {
				f.Add("unused", "$."+key, say("%s has no %s", "步骤 %s 没有 %s", e.Step, key), say("leave it out", "请删去"))
			}
		}
	}
}

func checkProse(f *wording.Faults, place, text string) {
	remedy := say("write at most %d bytes of UTF-8", "请填写不超过 %d 字节的 UTF-8 文字", MaxText)
	switch {
	case len(text) > MaxText:
		f.Add("prose", place, say("it has %d bytes", "长 %d 字节", len(text)), remedy)
	case !utf8.ValidString(text):
		f.Add("prose", place, say("it is not UTF-8", "不是 UTF-8 编码"), remedy)
	}
}

func (z Frozen) check(f *wording.Faults, place string) {
	checkDigest(f, place+".digest", z.Digest)
	checkDay(f, place+".asOf", z.AsOf)
	if f.Count(place+".checks", len(z.Checks), 1, maxSets) {
		seen := map[string]bool{}
		for i, c := range z.Checks {
			f.ID(wording.At(place+".checks", i)+".criteria", c.Criteria, seen)
		}
	}
	if f.Count(place+".figures", len(z.Figures), 0, maxFacts) {
		seen := map[string]bool{}
		for i, c := range z.Figures {
			at := wording.At(place+".figures", i)
			f.ID(at+".fact", c.Fact, seen)
			f.Number(at+".value", c.Value)
			if c.Source != "" {
				checkDigest(f, at+".source", c.Source)
			}
		}
	}
}

// check reports what is wrong with a change by itself.
func (c Change) check(f *wording.Faults, place string) {
	if !wording.Choice(f, "change", place+".kind", c.Kind, changeKinds()...) {
		return
	}
	required, optional := "", ""
	switch c.Kind {
	case ChangeDisqualify, ChangeReinstate:
		required = "person"
	case ChangeEvidence:
		required = "person frozen"
	case ChangeVoid:
		optional = "person judge exercise"
		if c.Judge == (kam.Subject{}) && c.Exercise == "" {
			f.Add("missing", place, say("it does not say which scores", "未说明是哪些评分"), say("state the judge, the exercise, or both", "请填写评委、考核或两者"))
		}
	case ChangeScore:
		required = "person judge exercise score"
	case ChangeReopen:
		required = "exercise"
	case ChangeSeat:
		required = "opening"
	}
	for _, field := range []struct {
		key   string
		there bool
	}{
		{"person", c.Person != kam.Subject{}},
		{"judge", c.Judge != kam.Subject{}},
		{"exercise", c.Exercise != ""},
		{"score", c.Score.Valid},
		{"opening", c.Opening != ""},
		{"frozen", c.Frozen != nil},
	} {
		must, may := slices.Contains(strings.Fields(required), field.key), slices.Contains(strings.Fields(optional), field.key)
		switch {
		case must && !field.there:
			f.Add("missing", place+"."+field.key, say("%s states no %s", "变更 %s 缺少 %s", c.Kind, field.key), say("state it", "请填写"))
		case field.there && !must && !may:
			f.Add("unused", place+"."+field.key, say("%s has no %s", "变更 %s 没有 %s", c.Kind, field.key), say("leave it out", "请删去"))
		}
	}
	if c.Score.Valid {
		f.Number(place+".score", c.Score.Decimal)
	}
	if c.Frozen != nil {
		c.Frozen.check(f, place+".frozen")
	}
}
