package scoring

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// ingested is a batch that was checked and sorted into place.
type ingested struct {
	period   kam.Period
	subjects []kam.Subject
	index    map[kam.Subject]int
	values   []known   // of each subject and source
	common   []against // of each measure, for those who have none of their own
	own      []against // of each subject and measure; nil when nobody has any
	cohorts  []*cohort // of each measure; nil without one
}

// facts returns what is known of subject i.
func (in *ingested) facts(p *Program, i int) facts {
	n, m := len(p.readers), len(p.measures)
	f := facts{values: in.values[i*n : (i+1)*n], against: in.common}
	if in.own != nil {
		f.against = in.own[i*m : (i+1)*m]
	}
	return f
}

// intake checks a batch for a program.
type intake struct {
	p       *Program
	batch   Batch
	single  bool // one subject, whose place is $.subject
	workers int
	found   kam.Findings
	out     *ingested
}

func (t *intake) add(code, place string, message, remedy kam.Text) {
	t.found.Add(fault("score."+code, place, message, remedy))
}

func (t *intake) run(ctx context.Context) (*ingested, error) {
	t.out = &ingested{period: t.batch.Period, index: map[kam.Subject]int{}}
	if err := t.batch.Period.Check(); err != nil {
		t.add("period", "$.period", kam.Text{EN: err.Error(), ZH: "期间无效"}, say("state a first day and a later day after the last", "请填写首日及末日的次日"))
	}
	if t.fits() {
		t.subjects()
		t.cohorts()
		t.targets()
		if err := t.observations(ctx); err != nil {
			return nil, err
		}
	}
	if err := t.found.Err(); err != nil {
		return nil, err
	}
	return t.out, nil
}

// fits reports lists that are too long.
func (t *intake) fits() bool {
	fits := true
	for _, list := range []struct {
		place    string
		n, limit int
	}{
		{"$.subjects", len(t.batch.Subjects), MaxSubjects},
		{"$.observations", len(t.batch.Observations), MaxObservations},
		{"$.targets", len(t.batch.Targets), MaxObservations},
		{"$.cohorts", len(t.batch.Cohorts), MaxNodes},
	} {
		if list.n > list.limit {
			fits = false
			t.add("too-many", list.place, say("there are %d", "共 %d 项", list.n), say("state at most %d", "请不超过 %d 项", list.limit))
		}
	}
	return fits
}

// subjects lists whose scores are asked for.
func (t *intake) subjects() {
	list := slices.Clone(t.batch.Subjects)
	if len(list) == 0 {
		seen := map[kam.Subject]struct{}{}
		for i := range t.batch.Observations {
			s := t.batch.Observations[i].Subject
			if _, known := seen[s]; !known && len(list) <= MaxSubjects {
				seen[s] = struct{}{}
				list = append(list, s)
			}
		}
		slices.SortFunc(list, func(a, b kam.Subject) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	}
	switch {
	case len(list) == 0:
		t.add("subject", "$.subjects", say("there is nobody to score", "没有评分对象"), say("state whose scores are asked for", "请填写评分对象"))
	case len(list) > MaxSubjects:
		t.add("too-many", "$.observations", say("they are about more than %d subjects", "涉及超过 %d 个对象", MaxSubjects), say("split the batch", "请拆分批次"))
		list = nil
	}
	for i, s := range list {
		if why := cmp.Or(badName(s.Kind), badName(s.ID)); why != (kam.Text{}) {
			t.add("subject", t.subjectPlace(i), why, say("state a kind and an ID of 1 to %d bytes", "类别与标识请各填 1 至 %d 字节", maxName))
			continue
		}
		if first, twice := t.out.index[s]; twice {
			t.add("subject", t.subjectPlace(i), say("%s is listed at %s too", "%s 与 %s 重复", subjectText(s), t.subjectPlace(first)), say("list each subject once", "每个对象只列一次"))
			continue
		}
		t.out.index[s] = i
	}
	t.out.subjects = list
}

func (t *intake) subjectPlace(i int) string {
	switch {
	case t.single:
		return "$.subject"
	case len(t.batch.Subjects) == 0:
		return "$.observations"
	}
	return fmt.Sprintf("$.subjects[%d]", i)
}

func subjectText(s kam.Subject) string { return show(s.Kind) + " " + show(s.ID) }

// slot returns the number of a measure, and reports an ID that is none.
func (t *intake) slot(place, id string) (int, bool) {
	slot, known := t.p.byID[id]
	if !known {
		t.add("measure", place+".measure", say("the card has no measure %q", "评分卡没有指标 %q", show(id)), say("state the ID of a measure of the card", "请填评分卡中指标的标识"))
	}
	return slot, known
}

// cohorts prepares whom values are compared with.
func (t *intake) cohorts() {
	t.out.cohorts = make([]*cohort, len(t.p.measures))
	for i, c := range t.batch.Cohorts {
		place := fmt.Sprintf("$.cohorts[%d]", i)
		slot, known := t.slot(place, c.Measure)
		if !known {
			continue
		}
		name := t.p.nodes[t.p.measures[slot]].rule.key()
		switch {
		case t.out.cohorts[slot] != nil:
			t.add("twice", place, say("measure %q has a cohort already", "指标 %q 已有对照组", show(c.Measure)), say("state one", "请只填一个"))
			continue
		case name != "percentile" && name != "zScore":
			t.add("measure", place, say("the function %s of measure %q uses no cohort", "计分函数 %s（指标 %q）不使用对照组", name, show(c.Measure)), say("leave it out", "请删去"))
			continue
		case len(c.Values) > MaxCohort:
			t.add("too-many", place+".values", say("there are %d", "共 %d 项", len(c.Values)), say("state at most %d", "请不超过 %d 项", MaxCohort))
			continue
		}
		if hole := slices.IndexFunc(c.Values, Exact.IsZero); hole >= 0 {
			t.add("number", fmt.Sprintf("%s.values[%d]", place, hole), say("the value is not known", "数值未知"), say("state known values only", "请只填已知数值"))
			continue
		}
		t.out.cohorts[slot] = newCohort(c.Values, name == "zScore")
	}
}

// targets sorts targets and bases to the measures.
func (t *intake) targets() {
	n := len(t.p.measures)
	t.out.common = make([]against, n)
	personal := slices.ContainsFunc(t.batch.Targets, func(x Target) bool { return x.Subject != kam.Subject{} })
	if personal {
		t.out.own = make([]against, n*len(t.out.subjects))
	}
	for i := range t.batch.Targets {
		x := &t.batch.Targets[i]
		place := fmt.Sprintf("$.targets[%d]", i)
		slot, known := t.slot(place, x.Measure)
		into := (*against)(nil)
		if x.Subject != (kam.Subject{}) {
			subject, listed := t.out.index[x.Subject]
			if !listed {
				t.add("subject", place+".subject", say("%s is not among the subjects", "%s 不在评分对象之列", subjectText(x.Subject)), say("list it, or leave the target out", "请列入该对象，或删去该目标"))
				continue
			}
			into = &t.out.own[subject*n+slot]
		} else {
			into = &t.out.common[slot]
		}
		if known {
			t.target(place, t.p.nodes[t.p.measures[slot]].rule.key(), x, into)
		}
	}
	for i := range t.out.own {
		own, common := &t.out.own[i], t.out.common[i%n]
		if own.target.IsZero() {
			own.target = common.target
		}
		if own.base.IsZero() {
			own.base = common.base
		}
	}
}

// target reads one target.
func (t *intake) target(place, function string, x *Target, into *against) {
	if !x.Target.Valid && !x.Base.Valid {
		t.add("target", place, say("neither a target nor a base is stated", "目标与基数均未填写"), say("state one, or leave the entry out", "请填写其一，或删去该项"))
	}
	for _, part := range []struct {
		key, user string
		d         decimal.NullDecimal
		into      *Exact
	}{{"target", "ratio", x.Target, &into.target}, {"base", "growth", x.Base, &into.base}} {
		if !part.d.Valid {
			continue
		}
		at := place + "." + part.key
		switch err := num.Check(part.d.Decimal); {
		case err != nil:
			t.add("number", at, kam.Text{EN: "the number is out of bounds: " + err.Error(), ZH: "数值超出范围"}, say("state at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
		case function != part.user:
			t.add("target", at, say("the function %s does not use it", "计分函数 %s 不使用该项", function), say("leave it out", "请删去"))
		case part.into.Known():
			t.add("twice", at, say("it is stated already for this measure and subject", "该指标与对象已填写此项"), say("state it once", "请只填一次"))
		default:
			*part.into = fromDecimal(part.d.Decimal)
		}
	}
}

// observations sorts values to subjects and sources.
func (t *intake) observations(ctx context.Context) error {
	n := len(t.p.readers)
	t.out.values = make([]known, len(t.out.subjects)*n)
	for i := range t.out.values {
		t.out.values[i].why = noValue
	}
	places := make([]spot, len(t.batch.Observations))
	err := each(ctx, t.workers, len(places), func(from, until int) {
		for i := from; i < until; i++ {
			places[i] = t.place(&t.batch.Observations[i])
		}
	})
	if err != nil {
		return err
	}
	first := make([]int32, len(t.out.values)) // the observation that gave the value, counted from 1
	for i, s := range places {
		switch {
		case s.skip:
		case s.bad:
			t.explain(i, &t.batch.Observations[i])
		case first[s.index] != 0:
			t.add("twice", fmt.Sprintf("$.observations[%d]", i), say("observation %d is of the same subject, metric and scope", "与第 %d 项的对象、指标与范围相同", first[s.index]-1),
				say("state one value for each: the latest revision", "每项只填一个数值：最新修订"))
		default:
			first[s.index] = int32(i + 1)
			t.out.values[s.index] = s.known
		}
	}
	return nil
}

// spot is where an observation belongs.
type spot struct {
	known
	index     int
	bad, skip bool
}

// place finds where an observation belongs, or that it is at fault.
func (t *intake) place(o *kam.Observation) spot {
	source, used := t.p.sources[source{o.Metric, o.Scope}]
	if !used {
		return spot{bad: !t.batch.OtherMetrics, skip: t.batch.OtherMetrics}
	}
	subject, listed := t.out.index[o.Subject]
	if !listed || o.Period != t.batch.Period && !t.batch.Period.ContainsPeriod(o.Period) || !sound(o) {
		return spot{bad: true}
	}
	if !t.p.readable(source, o) {
		return spot{bad: true}
	}
	s := spot{index: subject*len(t.p.readers) + source}
	s.value, s.why = valueOf(o)
	return s
}

// sound reports whether an observation whose subject, metric and period are good has no other fault.
func sound(o *kam.Observation) bool {
	plainValue := o.Value.Valid && isSmall(o.Value.Decimal) && !o.IsRatio() && o.Count >= 0 && o.Revision >= 0
	plainRatio := !o.Value.Valid && o.Numerator.Valid && o.Denominator.Valid &&
		isSmall(o.Numerator.Decimal) && isSmall(o.Denominator.Decimal) && o.Count >= 0 && o.Revision >= 0
	return plainValue || plainRatio || o.Check() == nil
}

// valueOf returns the value of a sound observation.
func valueOf(o *kam.Observation) (Exact, problem) {
	switch {
	case o.IsRatio():
		bottom := fromDecimal(o.Denominator.Decimal)
		if bottom.sign() == 0 {
			return Exact{}, noDenominator
		}
		return fromDecimal(o.Numerator.Decimal).quo(bottom), ""
	case o.Value.Valid:
		return fromDecimal(o.Value.Decimal), ""
	}
	return Exact{}, noValue
}

// explain reports everything that is wrong with an observation.
func (t *intake) explain(i int, o *kam.Observation) {
	place := fmt.Sprintf("$.observations[%d]", i)
	if invalid, ok := errors.AsType[*kam.InvalidError](o.Check()); ok {
		for _, f := range invalid.Findings {
			f.Place = place + strings.TrimPrefix(f.Place, "$")
			if f.Remedy == (kam.Text{}) {
				f.Remedy = say("correct the observation", "请更正该观测值")
			}
			t.found.Add(f)
		}
	}
	index, used := t.p.sources[source{o.Metric, o.Scope}]
	if !used {
		t.add("metric", place+".metric", say("the card does not use metric %q, scope %q", "评分卡不使用指标 %q、范围 %q", show(o.Metric), show(o.Scope)),
			say("correct it, leave it out, or set otherMetrics", "请更正或删去，或设置 otherMetrics"))
	} else {
		t.units(place, o, index)
	}
	if _, listed := t.out.index[o.Subject]; !listed {
		t.add("subject", place+".subject", say("%s is not among the subjects", "%s 不在评分对象之列", subjectText(o.Subject)), say("list it, or leave the observation out", "请列入该对象，或删去该观测值"))
	}
	if o.Period.Check() == nil && t.batch.Period.Check() == nil && !t.batch.Period.ContainsPeriod(o.Period) {
		t.add("period", place+".period", say("%s is not within %s", "%s 不在 %s 之内", o.Period, t.batch.Period), say("state values of the period that is scored", "请填评分期间内的数值"))
	}
}

// units reports a unit or currency other than the card's.
func (t *intake) units(place string, o *kam.Observation, source int) {
	for _, r := range t.p.readers[source] {
		if r.unit != o.Unit {
			t.add("unit", place+".unit", say("the unit is %q, the card's %q", "单位为 %q，评分卡为 %q", show(o.Unit), show(r.unit)), say("convert the value, or correct the unit", "请换算数值，或更正单位"))
			return
		}
		if r.currency != o.Currency {
			t.add("unit", place+".currency", say("the currency is %q, the card's %q", "币种为 %q，评分卡为 %q", show(string(o.Currency)), show(string(r.currency))), say("convert the value at a stated rate", "请按约定汇率换算"))
			return
		}
	}
}
