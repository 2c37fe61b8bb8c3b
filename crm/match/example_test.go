package match_test

import (
	"fmt"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
)

// Two systems have the same customers under names of their own.
func Example() {
	account := func(system crm.System, id, name string) match.Party {
		return match.Party{Ref: crm.Ref{System: system, Kind: crm.KindAccount, ID: id}, Name: name}
	}
	parties := []match.Party{
		account("zoho", "101", "Yunfan Software (Shanghai) Co., Ltd."),
		account("zoho", "102", "上海启明精密机械有限公司"),
		account("zoho", "103", "云帆软件有限公司"),
		account("fxiaoke", "a1", "启明精密机械（上海）有限责任公司"),
		account("fxiaoke", "a2", "云帆软件有限公司北京分公司"),
		account("fxiaoke", "a3", "云帆软件集团有限公司"),
	}
	matcher, err := match.Compile(match.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := matcher.Match(parties, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range result.Clusters {
		fmt.Println(c.Members)
	}
	for _, q := range result.Questions {
		why, _ := result.Why(q.A, q.B)
		fmt.Println("?", why.Text().EN)
	}

	// Somebody decides, and the next run knows it.
	decisions := []match.Decision{{
		A: parties[2].Ref, B: parties[5].Ref, Answer: match.Same,
		By: "li.na", At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Why: "renamed in 2024",
	}}
	result, err = matcher.Match(parties, decisions)
	if err != nil {
		fmt.Println(err)
		return
	}
	why, _ := result.Why(parties[2].Ref, parties[5].Ref)
	fmt.Println(why.Text().In(kam.Chinese))
	fmt.Println(len(result.Clusters), "customers,", len(result.Questions), "questions")
	// Output:
	// [fxiaoke:account/a1 zoho:account/102]
	// [fxiaoke:account/a2]
	// [fxiaoke:account/a3]
	// [zoho:account/101]
	// [zoho:account/103]
	// ? fxiaoke:account/a3 and zoho:account/103 are for a person to decide: one name is that of a group
	// fxiaoke:account/a3 与 zoho:account/103 是同一家：li.na 于 2026-03-02 决定：renamed in 2024
	// 4 customers, 0 questions
}

func ExampleNameOf() {
	n := match.NameOf("ＡＢＫ电子（苏州）有限责任公司上海分公司")
	fmt.Println(n.Core, n.Place, n.Form, n.Unit)
	// Output: abk电子 江苏 苏州 limited 上海分公司
}

func ExampleMatcher_Compare() {
	matcher, err := match.Compile(match.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	a := match.Party{Ref: crm.Ref{System: "zoho", Kind: crm.KindAccount, ID: "1"}, Name: "北京市启明信息技术有限公司"}
	b := match.Party{Ref: crm.Ref{System: "fxiaoke", Kind: crm.KindAccount, ID: "9"}, Name: "上海启明信息技术有限公司"}
	c := matcher.Compare(a, b)
	fmt.Println(c.Answer, c.Because.EN)
	for _, f := range c.Facts {
		if f.Feature == match.Place {
			fmt.Println(f.Feature, f.Word, f.A, f.B)
		}
	}
	// Output:
	// different the names are of different places
	// place different 上海 北京
}

func ExampleCreditCode() {
	code, err := match.CreditCode("9135 0200 7760 4965 3a")
	fmt.Println(code, err)
	_, err = match.CreditCode("913502007760496531")
	fmt.Println(err)
	// Output:
	// 91350200776049653A <nil>
	// match: no unified social credit code: the last character should be 'A'
}
