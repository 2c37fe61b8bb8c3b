package scoring

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// function checks and compiles the function of a measure.
func (k *checker) function(place string, f Function, lower bool) rule {
	var out rule
	stated := 0
	take := func(is bool, build func() rule) {
		if is {
			if stated++; stated == 1 {
				out = build()
			}
		}
	}
	take(f.Points != nil, func() rule { return k.points(place+".points", f.Points, lower) })
	take(f.Ratio != nil, func() rule { return k.ratio(place+".ratio", f.Ratio, lower) })
	take(f.ThresholdTargetStretch != nil, func() rule {
		return k.stretch(place+".thresholdTargetStretch", f.ThresholdTargetStretch, lower)
	})
	take(f.Anchors != nil, func() rule { return k.anchors(place+".anchors", f.Anchors, lower) })
	take(f.MinMax != nil, func() rule { return k.minMax(place+".minMax", f.MinMax, lower) })
	take(f.Shortfall != nil, func() rule { return k.shortfall(place+".shortfall", f.Shortfall, lower) })
	take(f.Deduction != nil, func() rule { return k.deduction(place+".deduction", f.Deduction, lower) })
	take(f.Efficacy != nil, func() rule { return k.efficacy(place+".efficacy", f.Efficacy, lower) })
	take(f.GradedEfficacy != nil, func() rule { return k.graded(place+".gradedEfficacy", f.GradedEfficacy, lower) })
	take(f.Bands != nil, func() rule { return k.bandsFunction(place+".bands", f.Bands, lower) })
	take(f.Binary != nil, func() rule { return k.binary(place+".binary", f.Binary, lower) })
	take(f.Growth != nil, func() rule { return k.growth(place+".growth", f.Growth, lower) })
	take(f.Rescale != nil, func() rule { return k.rescale(place+".rescale", f.Rescale, lower) })
	take(f.Percentile != nil, func() rule { return k.percentile(place+".percentile", f.Percentile, lower) })
	take(f.ZScore != nil, func() rule { return k.zScore(place+".zScore", f.ZScore, lower) })
	switch {
	case stated == 0:
		k.add("card.function", place, say("no function is stated", "未填计分函数"), say("state one, such as \"points\": {}", "请填一个，如 \"points\": {}"))
	case stated > 1:
		k.add("card.function", place, say("%d functions are stated", "填写了 %d 个计分函数", stated), say("keep one of them", "请只保留一个"))
	}
	return out
}

// wrongWay reports a function whose points do not grow in the direction of the measure.
func (k *checker) wrongWay(place string, lower bool) {
	if lower {
		k.add("card.direction", place, say("less is better, but the points rise with the value", "该指标越低越好，但得分随数值上升"),
			say("turn the function round, or state the direction higher", "请调整函数，或将方向改为 higher"))
		return
	}
	k.add("card.direction", place, say("more is better, but the points fall with the value", "该指标越高越好，但得分随数值下降"),
		say("turn the function round, or state the direction lower", "请调整函数，或将方向改为 lower"))
}

func (k *checker) points(place string, f *Points, lower bool) rule {
	if lower {
		k.wrongWay(place, lower)
	}
	floor, ok1 := k.numberOr(place+".floor", f.Floor, k.p.measureLow)
	limit, ok2 := k.numberOr(place+".cap", f.Cap, k.p.measureHigh)
	if ok1 && ok2 && k.sane && k.score(place+".floor", floor) && k.score(place+".cap", limit) && limit.less(floor) {
		k.crossed(place, floor, limit)
	}
	return pointsRule{floor, limit}
}

func (k *checker) crossed(place string, floor, limit Exact) {
	k.add("card.number", place, say("the floor %s is above the cap %s", "下限 %s 高于上限 %s", plain(floor), plain(limit)), say("correct one of them", "请更正其一"))
}

func (k *checker) ratio(place string, f *Ratio, lower bool) rule {
	r := ratioRule{lower: f.Lower}
	switch {
	case !lower && f.Lower != "":
		k.add("card.function", place+".lower", say("a method for less is better is stated, but more is", "填写了越低越好的算法，但该指标越高越好"), say("leave it out", "请删去"))
	case lower && f.Lower != LowerInverse && f.Lower != LowerMirror:
		k.word("card.function", place+".lower", string(f.Lower), "inverse, mirror")
	}
	if f.Target.Valid {
		if e, ok := k.number(place+".target", f.Target.Decimal); ok && k.positive(place+".target", e) {
			r.target = e
		}
	}
	ok := k.full(place, f.Full, &r.full)
	var ok1, ok2 bool
	r.floor, ok1 = k.numberOr(place+".floor", f.Floor, whole(0))
	r.cap, ok2 = k.numberOr(place+".cap", f.Cap, whole(1))
	if ok && ok1 && ok2 && k.sane {
		if r.cap.less(r.floor) {
			k.crossed(place, r.floor, r.cap)
		} else if f.Floor.Valid {
			k.score(place+".floor", r.full.mul(r.floor))
		}
		k.score(place+".cap", r.full.mul(r.cap))
	}
	return r
}

// full reads the points of those who reach everything.
func (k *checker) full(place string, d decimal.NullDecimal, into *Exact) bool {
	e, ok := k.numberOr(place+".full", d, k.p.high)
	*into = e
	return ok && k.sane && k.positive(place+".full", e) && k.score(place+".full", e)
}

// values turns anchors into points, and reports scores beyond the limits of a measure, and values or scores in no order.
func (k *checker) values(place string, names []string, anchors []Anchor, lower bool) []point {
	points := make([]point, len(anchors))
	good := true
	for i, a := range anchors {
		x, ok1 := k.number(place+names[i]+".value", a.Value)
		y, ok2 := k.number(place+names[i]+".score", a.Score)
		good = good && ok1 && ok2 && k.score(place+names[i]+".score", y)
		points[i] = point{x, y}
	}
	if !good || !k.ordered(place, names, points) {
		return nil
	}
	k.rising(place, points, lower)
	return points
}

// ordered reports values that neither rise nor fall throughout.
func (k *checker) ordered(place string, names []string, points []point) bool {
	way := points[1].x.cmp(points[0].x)
	for i := 1; i < len(points); i++ {
		if step := points[i].x.cmp(points[i-1].x); step == 0 || step != way {
			k.add("card.order", place+names[i], say("the value %s after %s breaks the order", "数值 %s 接在 %s 之后，破坏了次序", plain(points[i].x), plain(points[i-1].x)),
				say("list the values in strictly rising or strictly falling order", "请按严格递增或严格递减列出数值"))
			return false
		}
	}
	return true
}

// rising reports points whose scores go against the direction.
func (k *checker) rising(place string, points []point, lower bool) {
	for i := 1; i < len(points); i++ {
		way := points[i].x.cmp(points[i-1].x) * points[i].y.cmp(points[i-1].y)
		if lower && way > 0 || !lower && way < 0 {
			k.wrongWay(place, lower)
			return
		}
	}
}

// names are the places of the members of a list.
func names(list string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(".%s[%d]", list, i)
	}
	return out
}

// count reports a list that is too short or too long.
func (k *checker) count(place string, n, least int) bool {
	if n >= least && n <= maxPoints {
		return true
	}
	k.add("card.count", place, say("there are %d", "共 %d 项", n), say("list %d to %d", "请列出 %d 至 %d 项", least, maxPoints))
	return false
}

// maxPoints is the longest list of anchors, tiers or bands.
const maxPoints = 1_000

func (k *checker) stretch(place string, f *ThresholdTargetStretch, lower bool) rule {
	points := k.values(place, []string{".threshold", ".target", ".stretch"}, []Anchor{f.Threshold, f.Target, f.Stretch}, lower)
	below, ok := k.numberOr(place+".below", f.Below, k.p.low)
	if points == nil || !ok || !k.sane {
		return nil
	}
	if points[2].x.less(points[0].x) != lower {
		k.wrongWay(place, lower)
	}
	if k.score(place+".below", below) && points[0].y.less(below) {
		k.below(place, below, points[0].y)
	}
	return newLine("thresholdTargetStretch", points, end{mode: endScore, score: below}, end{})
}

func (k *checker) below(place string, below, first Exact) {
	k.add("card.order", place+".below", say("%s points short of the first value are more than its own %s", "未达最低标准得 %s 分，高于该标准的 %s 分", plain(below), plain(first)),
		say("state at most %s", "请填不超过 %s 的分数", plain(first)))
}

func (k *checker) anchors(place string, f *Anchors, lower bool) rule {
	mode := k.outside(place+".outside", f.Outside, false)
	if !k.count(place+".points", len(f.Points), 2) {
		return nil
	}
	points := k.values(place, names("points", len(f.Points)), f.Points, lower)
	if points == nil {
		return nil
	}
	return newLine("anchors", points, end{mode: mode}, end{mode: mode})
}

func (k *checker) outside(place string, o Outside, required bool) endMode {
	switch {
	case o == OutsideExtrapolate:
		return endExtrapolate
	case o != OutsideFlat && (o != "" || required):
		k.word("card.function", place, string(o), "flat, extrapolate")
	}
	return endFlat
}

// between compiles a line through two points, of which the second is the better one.
func (k *checker) between(name, place string, worst, best point, over end, lower bool) rule {
	if c := best.x.cmp(worst.x); c == 0 {
		k.add("card.order", place, say("both values are %s", "两个数值均为 %s", plain(worst.x)), say("state two different values", "请填两个不同的数值"))
		return nil
	} else if (c < 0) != lower {
		k.wrongWay(place, lower)
		return nil
	}
	return newLine(name, []point{worst, best}, over, over)
}

func (k *checker) minMax(place string, f *MinMax, lower bool) rule {
	worst, ok1 := k.number(place+".worst", f.Worst)
	best, ok2 := k.number(place+".best", f.Best)
	if !ok1 || !ok2 || !k.sane {
		return nil
	}
	return k.between("minMax", place, point{worst, k.p.low}, point{best, k.p.high}, end{}, lower)
}

func (k *checker) rescale(place string, f *Rescale, lower bool) rule {
	low, ok1 := k.number(place+".min", f.Min)
	high, ok2 := k.number(place+".max", f.Max)
	if !ok1 || !ok2 || !k.sane {
		return nil
	}
	if !low.less(high) {
		k.add("card.order", place, say("the other scale runs from %s to %s", "另一量表的范围为 %s 至 %s", plain(low), plain(high)), say("state a minimum below the maximum", "最低分须小于最高分"))
		return nil
	}
	worst, best := point{low, k.p.low}, point{high, k.p.high}
	if lower {
		worst.x, best.x = best.x, worst.x
	}
	return newLine("rescale", []point{worst, best}, end{mode: endRefused}, end{mode: endRefused})
}

func (k *checker) efficacy(place string, f *Efficacy, lower bool) rule {
	mode := k.outside(place+".outside", f.Outside, true)
	low, ok1 := k.number(place+".unacceptable", f.Unacceptable)
	high, ok2 := k.number(place+".satisfactory", f.Satisfactory)
	base, ok3 := k.numberOr(place+".base", f.Base, whole(60))
	span, ok4 := k.numberOr(place+".span", f.Span, whole(40))
	if !ok1 || !ok2 || !ok3 || !ok4 || !k.sane || !k.positive(place+".span", span) {
		return nil
	}
	top := base.add(span)
	if !k.score(place+".base", base) || !k.score(place+".span", top) {
		return nil
	}
	return k.between("efficacy", place, point{low, base}, point{high, top}, end{mode: mode}, lower)
}

func (k *checker) graded(place string, f *GradedEfficacy, lower bool) rule {
	var full Exact
	ok := k.full(place, f.Full, &full)
	below, ok2 := k.numberOr(place+".below", f.Below, whole(0))
	if !k.count(place+".tiers", len(f.Tiers), 2) || !ok || !ok2 {
		return nil
	}
	list := names("tiers", len(f.Tiers))
	points := make([]point, len(f.Tiers))
	for i, t := range f.Tiers {
		x, okx := k.number(place+list[i]+".standard", t.Standard)
		c, okc := k.number(place+list[i]+".coefficient", t.Coefficient)
		points[i] = point{x, full.mul(c)}
		ok = ok && okx && okc && k.score(place+list[i]+".coefficient", points[i].y)
	}
	if !ok || !k.ordered(place, list, points) {
		return nil
	}
	k.rising(place, points, lower)
	poorest, first, last := points[0], end{mode: endScore, score: below}, end{}
	if points[len(points)-1].x.less(poorest.x) != lower {
		poorest, first, last = points[len(points)-1], last, first
	}
	if k.score(place+".below", below) && poorest.y.less(below) {
		k.below(place, below, poorest.y)
	}
	return newLine("gradedEfficacy", points, first, last)
}

func (k *checker) shortfall(place string, f *Shortfall, lower bool) rule {
	r := shortfallRule{lower: lower}
	var ok1, ok2 bool
	r.standard, ok1 = k.number(place+".standard", f.Standard)
	r.perUnit, ok2 = k.number(place+".perUnit", f.PerUnit)
	k.full(place, f.Full, &r.full)
	if ok2 && r.perUnit.sign() < 0 {
		k.add("card.number", place+".perUnit", say("%s is below 0", "%s 小于 0", plain(r.perUnit)), say("state the points taken off as a number of at least 0", "请填不小于 0 的扣分"))
	}
	if f.Floor.Valid {
		var ok bool
		r.floor, ok = k.number(place+".floor", f.Floor.Decimal)
		if c := r.floor.cmp(r.standard); ok && ok1 && (c > 0 && !lower || c < 0 && lower) {
			k.add("card.order", place+".floor", say("the floor %s is better than the standard %s", "下限 %s 优于标准 %s", plain(r.floor), plain(r.standard)), say("correct one of them", "请更正其一"))
		}
	}
	return r
}

func (k *checker) deduction(place string, f *Deduction, lower bool) rule {
	if !lower {
		k.wrongWay(place, lower)
	}
	var r deductionRule
	var ok bool
	if r.perUnit, ok = k.number(place+".perUnit", f.PerUnit); ok {
		k.positive(place+".perUnit", r.perUnit)
	}
	k.full(place, f.Full, &r.full)
	return r
}

func (k *checker) binary(place string, f *Binary, lower bool) rule {
	r := binaryRule{lower: lower}
	var ok1, ok2 bool
	r.bound, _ = k.number(place+".bound", f.Bound)
	r.pass, ok1 = k.numberOr(place+".pass", f.Pass, k.p.high)
	r.fail, ok2 = k.numberOr(place+".fail", f.Fail, k.p.low)
	if ok1 && ok2 && k.sane && k.score(place+".pass", r.pass) && k.score(place+".fail", r.fail) && r.pass.less(r.fail) {
		k.add("card.order", place+".fail", say("failing gives %s points, more than the %s of passing", "未达标得 %s 分，高于达标的 %s 分", plain(r.fail), plain(r.pass)), say("swap the two", "请对调两者"))
	}
	return r
}

func (k *checker) growth(place string, f *Growth, lower bool) rule {
	r := growthRule{lower: lower}
	var ok bool
	if r.perPercent, ok = k.number(place+".perPercent", f.PerPercent); ok {
		k.positive(place+".perPercent", r.perPercent)
	}
	if r.start, ok = k.numberOr(place+".start", f.Start, whole(0)); ok && f.Start.Valid {
		k.score(place+".start", r.start)
	}
	return r
}

// least reads the least number of members of a cohort.
func (k *checker) least(place string, n int) int {
	if n == 0 {
		return 2
	}
	if n < 2 || n > MaxCohort {
		k.add("card.number", place+".minimumCohort", say("a cohort of %d cannot be compared with", "对照组人数 %d 无法用于比较", n), say("state 2 to %d", "请填 2 至 %d", MaxCohort))
	}
	return n
}

func (k *checker) percentile(place string, f *Percentile, lower bool) rule {
	r := percentileRule{lower: lower, ties: f.Ties, least: k.least(place, f.MinimumCohort)}
	switch f.Ties {
	case "":
		r.ties = TiesMid
	case TiesMid, TiesLow, TiesHigh:
	default:
		k.word("card.function", place+".ties", string(f.Ties), "mid, low, high")
	}
	if k.sane {
		r.bottom, r.all = k.p.low, k.p.high.sub(k.p.low)
	}
	return r
}

func (k *checker) zScore(place string, f *ZScore, lower bool) rule {
	r := zScoreRule{lower: lower, sample: f.Deviation == Sample, least: k.least(place, f.MinimumCohort)}
	var ok bool
	if r.centre, ok = k.number(place+".centre", f.Centre); ok {
		k.score(place+".centre", r.centre)
	}
	if r.perDeviation, ok = k.number(place+".perDeviation", f.PerDeviation); ok {
		k.positive(place+".perDeviation", r.perDeviation)
	}
	if f.Deviation != Population && f.Deviation != Sample {
		k.word("card.function", place+".deviation", string(f.Deviation), "population, sample")
	}
	return r
}

// bandsFunction checks and compiles bands of values.
func (k *checker) bandsFunction(place string, f *Bands, lower bool) rule {
	if !k.count(place+".bands", len(f.Bands), 1) {
		return nil
	}
	r := bandsRule{}
	good := true
	var until Exact
	for i, b := range f.Bands {
		at := fmt.Sprintf("%s.bands[%d]", place, i)
		from, ok1 := k.numberOr(at+".from", b.From, Exact{})
		next, ok2 := k.numberOr(at+".until", b.Until, Exact{})
		score, ok3 := k.number(at+".score", b.Score)
		if good = good && ok1 && ok2 && ok3; !good {
			continue
		}
		k.score(at+".score", score)
		switch {
		case i > 0 && !until.Known():
			k.openInside(fmt.Sprintf("%s.bands[%d].until", place, i-1), "until")
			good = false
		case i > 0 && !from.Known():
			k.openInside(at+".from", "from")
			good = false
		case i > 0 && from.cmp(until) != 0:
			k.seam("card.bands", at+".from", until, from)
			good = false
		case from.Known() && next.Known() && !from.less(next):
			k.add("card.bands", at, say("the band runs from %s to %s", "区间为 %s 至 %s", plain(from), plain(next)), say("end it after it begins", "区间的止点须大于起点"))
			good = false
		}
		if i > 0 && good {
			if c := score.cmp(r.scores[i-1]); lower && c > 0 || !lower && c < 0 {
				k.wrongWay(place, lower)
				good = false
			}
		}
		until = next
		r.starts, r.scores = append(r.starts, from), append(r.scores, score)
	}
	r.last = until
	return r
}

func (k *checker) openInside(place, key string) {
	k.add("card.bands", place, say("a band between others has no %q", "中间的区间缺少 %q", key), say("state where it begins and ends", "请填写其起点与止点"))
}

// seam reports two bands of which the second does not begin where the first ends.
func (k *checker) seam(code, place string, until, from Exact) {
	message := say("a hole from %s to %s belongs to no band", "%s 至 %s 之间为空档，不属于任何区间", plain(until), plain(from))
	if from.less(until) {
		message = say("%s to %s belongs to two bands", "%s 至 %s 同属两个区间", plain(from), plain(until))
	}
	k.add(code, place, message, kam.Text{
		EN: fmt.Sprintf("begin at %s, where the band before ends; a band holds its beginning and not its end", plain(until)),
		ZH: fmt.Sprintf("请从上一区间的止点 %s 开始；区间含起点、不含止点", plain(until)),
	})
}
