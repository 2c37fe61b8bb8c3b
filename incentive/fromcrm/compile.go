package fromcrm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Converter turns revisions into transactions by one policy. It is immutable
// and safe for concurrent use. The zero value knows no won stage and yields
// nothing; [Compile] returns a useful one.
type Converter struct {
	policy Policy
	won    map[string]bool
	folded map[string]string // won stages without case and blanks, to find near misses
}

// Compile returns the converter of a policy, or a *[kam.InvalidError] with
// every part that is missing or unknown, each with its JSON path, its choices
// and their effects.
func Compile(p Policy) (*Converter, error) {
	var found kam.Findings
	c := &Converter{policy: p, won: map[string]bool{}, folded: map[string]string{}}
	c.policy.Won = slices.Clone(p.Won)
	c.addWon(&found)
	for _, w := range words(p) {
		w.check(&found)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// addWon checks and indexes the won stages.
func (c *Converter) addWon(found *kam.Findings) {
	if len(c.policy.Won) == 0 {
		found.Add(fault(CodePolicyMissing, "$.won",
			say("the policy names no won stage", "政策没有列出任何赢单阶段"),
			say(`list every stage that counts as won, such as "won": ["Closed Won"]; deals in other stages yield nothing`,
				`请列出所有算作赢单的阶段，例如 "won": ["赢单"]；其他阶段的商机不产生交易`)))
	}
	for i, stage := range c.policy.Won {
		place := fmt.Sprintf("$.won[%d]", i)
		_, bad := refused(stage, maxText)
		switch {
		case bad || strings.TrimSpace(stage) != stage:
			found.Add(fault(CodePolicyWon, place,
				say("stage %q is empty, too long, or has control characters or blanks around it", "阶段 %q 为空、过长、含控制字符或首尾有空格", show(stage)),
				say("write the stage exactly as the CRM does, 1 to %d bytes", "请按 CRM 中的写法填写阶段，1 到 %d 字节", maxText)))
		case c.won[stage]:
			found.Add(fault(CodePolicyWon, place,
				say("stage %q is listed twice", "阶段 %q 重复列出", show(stage)),
				say("list each stage once", "每个阶段只列一次")))
		default:
			c.won[stage] = true
			c.folded[fold(stage)] = stage
		}
	}
}

func fold(stage string) string { return strings.ToLower(strings.Join(strings.Fields(stage), "")) }

// word is one field of a policy with its choices.
type word struct {
	key, value string
	choices    []choice
}

// choice is one value of a word with its effect on pay.
type choice struct {
	value  string
	effect kam.Text
}

// check reports a word that is missing or none of its choices, with a line to paste for each choice.
func (w word) check(found *kam.Findings) {
	var en, zh []string
	for _, c := range w.choices {
		if c.value == w.value {
			return
		}
		line := fmt.Sprintf("%q: %q", w.key, c.value)
		en = append(en, line+" ("+c.effect.EN+")")
		zh = append(zh, line+"（"+c.effect.ZH+"）")
	}
	remedy := kam.Text{EN: "choose one: " + strings.Join(en, "; "), ZH: "请选择其一：" + strings.Join(zh, "；")}
	if w.value == "" {
		found.Add(fault(CodePolicyMissing, "$."+w.key,
			say("the policy does not state %q", "政策没有写明 %q", w.key), remedy))
		return
	}
	found.Add(fault(CodePolicyWord, "$."+w.key,
		say("%q is no choice for %q", "%q 不是 %q 的有效取值", show(w.value), w.key), remedy))
}

// words lists the fields of a policy in the order of their declaration.
func words(p Policy) []word {
	change := func(key string, value Change, en, zh string) word {
		what := kam.Text{EN: en, ZH: zh}
		return word{key, string(value), []choice{
			{string(Rebook), say("a change of %s reverses the deal and books it anew as now recorded", "%s变更时，冲销原交易并按最新记录重新入账", what)},
			{string(Keep), say("a change of %s is left out: it stays as it was when the deal was won", "%s变更不影响交易，保持赢单时的内容", what)},
		}}
	}
	return []word{
		{"creditDate", string(p.CreditDate), []choice{
			{string(incentive.Booked), say("a won deal counts on its close date", "赢单按成交日期计入")},
			{string(incentive.Invoiced), say("a won deal counts once it is invoiced, on that date", "赢单在开票后按开票日期计入")},
			{string(incentive.CashReceived), say("a won deal counts once it is paid, on that date", "赢单在回款后按回款日期计入")},
			{string(incentive.Delivered), say("a won deal counts once it is delivered, on that date", "赢单在交付后按交付日期计入")},
		}},
		{"repriced", string(p.Repriced), []choice{
			{string(RepricedRebook), say("a new price reverses the deal and books it anew: it stays one deal", "改价时冲销原交易并重新入账，仍算一笔")},
			{string(RepricedDifference), say("a lower price reverses the difference, and the same part of the count; a higher one adds a transaction that is a deal of its own for counts, caps and floors per credit",
				"降价时冲销差额，单数按比例减少；涨价时另加一笔交易，计数、单笔封顶和保底时算作另一笔")},
		}},
		change("reowned", p.Reowned, "owner or participants", "负责人或参与人"),
		change("attributes", p.Attributes, "attributes or numbers", "属性或数值"),
		change("moved", p.Moved, "the credit date", "计入日期"),
		change("dates", p.Dates, "another date", "其他日期"),
		{"reopened", string(p.Reopened), []choice{
			{string(ReopenedReverse), say("a won deal that is no longer won is reversed", "不再是赢单的商机被冲销")},
		}},
		{"deleted", string(p.Deleted), []choice{
			{string(DeletedReverse), say("deleting a won deal reverses it", "删除赢单商机即冲销")},
			{string(DeletedKeep), say("deleting a won deal leaves it paid", "删除赢单商机不影响已计入的金额")},
		}},
		{"dating", string(p.Dating), []choice{
			{string(OnChange), say("changes count on the day they are made: periods that were paid stay as they are", "变更按变更当日计入，已支付的期间不变")},
			{string(OnOriginal), say("changes count on the deal's own dates: periods that were paid change and must be run again", "变更按交易自身日期计入，已支付的期间会变，须重新计算")},
		}},
		{"faulty", string(p.Faulty), []choice{
			{string(PassOver), say("a faulty revision that a later one replaced is ignored with a warning", "已被后续版本取代的错误版本会被忽略并给出警告")},
			{string(Hold), say("a faulty revision holds its opportunity until the history is repaired", "错误版本会冻结该商机，直到历史记录修复")},
		}},
	}
}
