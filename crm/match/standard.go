package match

import "github.com/kam-go/kam"

// Standard returns a policy to begin with: what two names, codes and contacts say, without guesses. It merges records of
// one system as it does those of two.
func Standard() Policy {
	say := func(en, zh string) kam.Text { return kam.Text{EN: en, ZH: zh} }
	related := []string{"equal", "reordered", "near", "part"}
	return Policy{Within: Merge, Rules: []Rule{
		{ID: "code", If: map[Feature][]string{Code: {"equal"}}, Then: Same, Because: say("the credit codes are equal", "统一社会信用代码相同")},
		{ID: "other-code", If: map[Feature][]string{Code: {"different"}}, Then: Different, Apart: true, Because: say("the credit codes differ", "统一社会信用代码不同")},
		{
			ID: "branch", If: map[Feature][]string{Core: related, Unit: {"missing", "different"}}, Then: Different, Apart: true,
			Because: say("one is a branch that the other is not", "分支机构不同，或一方是分支机构而另一方不是"),
		},
		{
			ID: "elsewhere", If: map[Feature][]string{Core: related, Place: {"different"}}, Then: Different, Apart: true,
			Because: say("the names are of different places", "名称所在地不同"),
		},
		{
			ID: "number", If: map[Feature][]string{Code: {"number"}, Core: related}, Then: Same,
			Because: say("a registration number is the same, and the names are alike", "登记号码相同且名称相近"),
		},
		{
			ID: "contacts", If: map[Feature][]string{Core: {"near", "part", "different", "unknown"}, Contacts: {"both"}}, Then: Ask,
			Because: say("telephone and domain are the same, and the names are not", "电话与域名相同，名称不同"),
		},
		{
			ID: "slip", If: map[Feature][]string{Core: {"near"}, Contacts: {"phone", "domain"}}, Then: Ask,
			Because: say("one character of the names differs, and a telephone or a domain is the same", "名称相差一个字，电话或域名相同"),
		},
		{ID: "unlike", If: map[Feature][]string{Core: {"near", "part", "different", "unknown"}}, Then: Different, Because: say("the names are not the same", "名称不同")},
		{
			ID: "converted", If: map[Feature][]string{Forms: {"converted"}}, Then: Ask,
			Because: say("one is a limited company, the other a joint-stock company: perhaps the same before and after", "一方为有限公司、另一方为股份公司，可能是改制前后的同一家"),
		},
		{
			ID: "other-form", If: map[Feature][]string{Forms: {"different"}, Contacts: {"none"}}, Then: Different,
			Because: say("the legal forms differ", "组织形式不同"),
		},
		{
			ID: "form-contacts", If: map[Feature][]string{Forms: {"different"}}, Then: Ask,
			Because: say("the legal forms differ, and a telephone or a domain is the same", "组织形式不同，但电话或域名相同"),
		},
		{ID: "group", If: map[Feature][]string{Groups: {"missing"}}, Then: Ask, Because: say("one name is that of a group", "一方名称带“集团”，另一方没有")},
		{
			ID: "local", If: map[Feature][]string{Place: {"local"}}, Then: Ask,
			Because: say("one name has a place behind it, as subsidiaries do", "一方名称后带有地名，可能是当地子公司"),
		},
		{
			ID: "wider-contacts", If: map[Feature][]string{Place: {"wider"}, Contacts: {"phone", "domain", "both"}}, Then: Same,
			Because: say("the place of one is within that of the other, and a telephone or a domain is the same", "一方所在地在另一方之内，且电话或域名相同"),
		},
		{ID: "wider", If: map[Feature][]string{Place: {"wider"}}, Then: Ask, Because: say("the place of one is within that of the other", "一方所在地在另一方之内")},
		{
			ID: "other-city", If: map[Feature][]string{Place: {"missing"}, City: {"different"}, Contacts: {"none"}}, Then: Ask,
			Because: say("the names are the same, and the addresses are of different cities", "名称相同，地址所在城市不同"),
		},
		{
			ID: "name", If: map[Feature][]string{Distinct: {"yes"}}, Then: Same,
			Because: say("the names are the same, in parts that not every company has", "名称相同，且字号具有辨识度"),
		},
		{
			ID: "whole-name", If: map[Feature][]string{Core: {"equal"}, Place: {"equal"}, Forms: {"equal"}}, Then: Same,
			Because: say("the whole names are the same", "全称相同"),
		},
		{
			ID: "name-contacts", If: map[Feature][]string{Contacts: {"phone", "domain", "both"}}, Then: Same,
			Because: say("the names are the same, and so is a telephone or a domain", "名称相同，且电话或域名相同"),
		},
		{ID: "otherwise", Then: Ask, Because: say("the names are the same, but many companies are called like that", "名称相同，但这样的名称很常见")},
	}}
}
