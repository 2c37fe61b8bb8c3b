package scoring

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

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
	origins  []origin  // of the values; the first is none
	common   []against // of each measure, for those who have none of their own
	own      []int32   // of each subject and measure, which of the private ones; nil when nobody has any
	private  []against // the first is none
	cohorts  []*cohort // of each measure; nil without one
}

// facts returns what is known of subject i.
func (in *ingested) facts(p *Program, i int) facts {
	n, m := len(p.readers), len(p.measures)
	f := facts{values: in.values[i*n : (i+1)*n], origins: in.origins, common: in.common, private: in.private}
	if in.own != nil {
		f.own = in.own[i*m : (i+1)*m]
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
	if t.p == nil || len(t.p.measures) == 0 {
		return nil, ErrProgram
	}
	t.out = &ingested{period: t.batch.Period, index: map[kam.Subject]int{}}
	if t.batch.Period.Check() != nil {
		t.add("period", "$.period", badPeriod(t.batch.Period), say("state a first day and a later day after the last", "请填写首日及末日的次日"))
	}
	if t.fits() && t.subjects() {
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

// subjects lists whose scores are asked for, and reports whether they are few enough.
func (t *intake) subjects() bool {
	list := t.batch.Subjects
	most := min(MaxSubjects, MaxCells/len(t.p.sourceOf))
	if len(list) == 0 {
		seen := map[kam.Subject]struct{}{}
		for i := range t.batch.Observations {
			s := t.batch.Observations[i].Subject
			if _, known := seen[s]; !known && len(list) <= most {
				seen[s] = struct{}{}
				list = append(list, s)
			}
		}
		slices.SortFunc(list, func(a, b kam.Subject) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	}
	switch {
	case len(list) == 0:
		t.add("subject", "$.subjects", say("there is nobody to score", "没有评分对象"), say("state whose scores are asked for", "请填写评分对象"))
	case len(list) > most:
		place := "$.subjects"
		if len(t.batch.Subjects) == 0 {
			place = "$.observations"
		}
		t.add("too-many", place, say("there are more than %d subjects, with %d measures and adjustments each", "对象超过 %d 个，每个对象有 %d 项指标与加减分项", most, len(t.p.sourceOf)),
			say("split the batch into parts of at most %d subjects", "请拆分批次，每批不超过 %d 个对象", most))
		return false
	}
	t.out.index = make(map[kam.Subject]int, len(list))
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
	t.out.subjects = slices.Clone(list)
	return true
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
		r := t.p.nodes[t.p.measures[slot]].rule
		name := r.key()
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
		if long := slices.IndexFunc(c.Values, func(e Exact) bool { return e.bits() > maxMemberBits }); long >= 0 {
			t.add("number", fmt.Sprintf("%s.values[%d]", place, long), say("numerator or denominator has %d binary digits, more than %d", "分子或分母有 %d 个二进制位，超过 %d 个", c.Values[long].bits(), maxMemberBits),
				say("round the value", "请对该数值作舍入"))
			continue
		}
		t.out.cohorts[slot] = newCohort(c.Values, r)
	}
}

// targets sorts targets and bases to the measures.
func (t *intake) targets() {
	t.out.common = make([]against, len(t.p.measures))
	t.out.private = make([]against, 1)
	for i := range t.batch.Targets {
		x := &t.batch.Targets[i]
		place := fmt.Sprintf("$.targets[%d]", i)
		slot, known := t.slot(place, x.Measure)
		subject, listed := t.out.index[x.Subject]
		if x.Subject != (kam.Subject{}) && !listed {
			t.add("subject", place+".subject", say("%s is not among the subjects", "%s 不在评分对象之列", subjectText(x.Subject)), say("list it, or leave the target out", "请列入该对象，或删去该目标"))
			continue
		}
		if !known {
			continue
		}
		into := &t.out.common[slot]
		if listed && !t.single {
			into = t.personal(subject, slot)
		}
		t.target(place, t.p.nodes[t.p.measures[slot]].rule.key(), x, into)
	}
}

// personal returns what a measure is compared with for one subject alone.
func (t *intake) personal(subject, slot int) *against {
	n := len(t.p.measures)
	if t.out.own == nil {
		t.out.own = make([]int32, n*len(t.out.subjects))
	}
	which := &t.out.own[subject*n+slot]
	if *which == 0 {
		*which = int32(len(t.out.private))
		t.out.private = append(t.out.private, against{})
	}
	return &t.out.private[*which]
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
		switch why := outOfBounds(part.d.Decimal); {
		case why != (kam.Text{}):
			t.add("number", at, why, say("state at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
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
	if err := ctx.Err(); err != nil {
		return err
	}
	cells := len(t.out.subjects) * len(t.p.readers)
	t.out.values = make([]known, cells)
	taken := make([]atomic.Bool, cells)
	from := origins{index: map[origin]int32{}, list: make([]origin, 1)}
	var faulty atomic.Bool
	err := each(ctx, t.workers, len(t.batch.Observations), func(first, until int) {
		f := finder{intake: t, origins: &from}
		for i := first; i < until; i++ {
			o := &t.batch.Observations[i]
			at, use := f.place(o)
			switch {
			case use == passOver:
			case use == bad || !f.trace(o) || !taken[at].CompareAndSwap(false, true):
				faulty.Store(true)
			default:
				v := &t.out.values[at]
				v.value, v.byZero = valueOf(o)
				v.origin = f.which
			}
		}
	})
	if err != nil {
		return err
	}
	t.out.origins = from.list
	if faulty.Load() {
		t.faults()
	}
	return nil
}

// faults reports everything that is wrong with the observations, in their order.
func (t *intake) faults() {
	f := finder{intake: t}
	first := make([]int32, len(t.out.values)) // the observation that gave the value, counted from 1
	for i := range t.batch.Observations {
		o := &t.batch.Observations[i]
		at, use := f.place(o)
		switch {
		case use == passOver:
		case use == bad || badSource(o) != kam.Text{}:
			t.explain(i, o)
		case first[at] != 0:
			t.add("twice", fmt.Sprintf("$.observations[%d]", i), say("$.observations[%d] is of the same subject, metric and scope", "与 $.observations[%d] 的对象、指标与范围相同", first[at]-1),
				say("state one value for each: the latest revision", "每项只填一个数值：最新修订"))
		default:
			first[at] = int32(i + 1)
		}
	}
}

// sound reports whether an observation whose subject, metric and period are good has no other fault.
func sound(o *kam.Observation) bool {
	plainValue := o.Value.Valid && isSmall(o.Value.Decimal) && !o.IsRatio() && o.Count >= 0 && o.Revision >= 0
	plainRatio := !o.Value.Valid && o.Numerator.Valid && o.Denominator.Valid &&
		isSmall(o.Numerator.Decimal) && isSmall(o.Denominator.Decimal) && o.Count >= 0 && o.Revision >= 0
	return plainValue || plainRatio || o.Check() == nil
}

// valueOf returns the value of a sound observation, not known when it has none, and whether that is because of a ratio
// with the denominator 0.
func valueOf(o *kam.Observation) (value Exact, byZero bool) {
	switch {
	case o.IsRatio():
		bottom := fromDecimal(o.Denominator.Decimal)
		if bottom.sign() == 0 {
			return Exact{}, true
		}
		return fromDecimal(o.Numerator.Decimal).quo(bottom), false
	case o.Value.Valid:
		return fromDecimal(o.Value.Decimal), false
	}
	return Exact{}, false
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
	if why := badSource(o); why != (kam.Text{}) {
		t.add("source", place+".source", why, say("state 1 to %d bytes, or leave it out", "请填 1 至 %d 字节，或删去", maxName))
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
