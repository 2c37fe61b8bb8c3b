package goals

import (
	"cmp"
	"strings"

	"github.com/kam-go/kam"
)

// metric returns the registered metric of the goal.
func (j *judged) metric() (kam.Metric, bool) {
	for _, m := range j.Metrics {
		if m.Key == j.goal.Metric && m.Key != "" {
			return m, true
		}
	}
	return kam.Metric{}, false
}

// metricName returns what people call a metric, in each language its key where it has no name.
func metricName(m kam.Metric) kam.Text {
	return kam.Text{EN: clip(cmp.Or(m.Name.EN, m.Key)), ZH: clip(cmp.Or(m.Name.ZH, m.Name.EN, m.Key))}
}

// direction returns the way the goal's metric is to move: as stated, else as registered; empty when neither is.
func (j *judged) direction() kam.Direction {
	if j.goal.Direction != "" {
		return j.goal.Direction
	}
	m, _ := j.metric()
	return m.Direction
}

// specific judges S: a known metric, one owner, a scope that holds something, a direction, and no vague words.
func (j *judged) specific() LetterReport {
	s := &judging{letter: Specific}
	j.specificMetric(s)
	switch n := len(j.goal.Owners); n {
	case 1:
		s.note("owner", "owners", say("%s is accountable", "由 %s 负责", j.called(j.goal.Owners[0])))
	case 0:
		s.fail("owner", "owners", say("nobody is accountable", "没有负责人"), say("name the one person who answers for it", "请指定唯一的负责人"))
	default:
		owners := make([]string, n)
		for i, id := range j.goal.Owners {
			owners[i] = j.Names.Of(id)
		}
		names := clip(strings.Join(owners, ", "))
		s.fail("owner", "owners", say("%d persons are accountable: %s", "有 %d 位负责人：%s", n, names),
			say("name one, and give the others goals of their own", "请只指定一位，其他人另设各自的目标"), fact("owners", n))
	}
	j.specificScope(s)
	j.specificDirection(s)
	if words := vague(j.goal.Statement); len(words) > 0 {
		list := clip(strings.Join(words, ", "))
		s.fail("vague", "statement", say("vague without a number: %s", "表述含糊且没有数字：%s", list),
			say("say how much and by when in the same sentence, as in \"from 80 to 90 %% by June\"", "请在同一句中写明数量与期限，如“6 月前由 80%% 提高到 90%%”"),
			fact("words", list))
	}
	return s.report()
}

func (j *judged) specificMetric(s *judging) {
	metric := j.goal.Metric
	m, known := j.metric()
	switch {
	case metric == "":
		s.fail("metric", "metric", say("no metric is named", "没有指明指标"), say("name a metric of the registry", "请填写指标库中的指标"))
	case len(j.Metrics) == 0:
		s.lack("registry", "metrics", say("no registry of metrics was given, so %q was not looked up", "未提供指标库，无法核对 %q", clip(metric)),
			say("pass the metrics that can be measured", "请提供可测量的指标"))
	case !known:
		s.fail("metric", "metric", say("%q is not in the registry of %d metrics", "%q 不在指标库（共 %d 个指标）中", clip(metric), len(j.Metrics)),
			say("use a registered metric, or register this one", "请使用已登记的指标，或先登记该指标"), fact("metrics", len(j.Metrics)))
	default:
		s.note("metric", "metric", say("%q is registered", "指标 %q 已登记", metricName(m)))
	}
}

func (j *judged) specificScope(s *judging) {
	scope := j.goal.Scope
	switch {
	case scope == "":
		s.fail("scope", "scope", say("no scope is stated", "没有写明范围"),
			say("name the accounts, product or region, or write %q for all of them", "请写明客户、产品或区域；全部请写 %q", All))
	case j.ScopeMembers != nil && *j.ScopeMembers <= 0:
		s.fail("members", "scope", say("%q holds no account", "范围 %q 中没有客户", clip(scope)),
			say("choose a scope that holds accounts", "请选择含有客户的范围"), fact("members", *j.ScopeMembers))
	case j.ScopeMembers != nil && scope == All:
		s.note("scope", "scope", say("everything the owner answers for, %d accounts", "负责人名下的全部业务，共 %d 个客户", *j.ScopeMembers), fact("members", *j.ScopeMembers))
	case j.ScopeMembers != nil:
		s.note("scope", "scope", say("%q holds %d accounts", "范围 %q 含 %d 个客户", clip(scope), *j.ScopeMembers), fact("members", *j.ScopeMembers))
	case scope == All:
		s.note("scope", "scope", say("everything the owner answers for", "负责人名下的全部业务"))
	default:
		s.lack("members", "scope", say("how many accounts %q holds is not known", "范围 %q 含多少客户未知", clip(scope)),
			say("resolve the scope and pass the number of its members", "请解析该范围并提供客户数"))
	}
}

func (j *judged) specificDirection(s *judging) {
	d := j.goal.Direction
	m, known := j.metric()
	switch {
	case d != kam.HigherIsBetter && d != kam.LowerIsBetter:
		s.fail("direction", "direction", say("which way the metric is to move is not stated", "没有写明指标应升还是应降"),
			say("state higher or lower", "请填 higher 或 lower"))
	case known && m.Direction != d:
		s.fail("direction", "direction", say("the goal wants %s, and of %q %s is better", "目标方向为 %s，而指标 %q 以 %s 为佳", d, clip(m.Key), m.Direction),
			say("let the goal and the metric agree", "请使目标与指标的方向一致"), fact("goal", string(d)), fact("metric", string(m.Direction)))
	}
}
