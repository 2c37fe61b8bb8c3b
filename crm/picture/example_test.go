package picture_test

import (
	"fmt"

	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/match"
	"github.com/kam-go/kam/crm/picture"
)

// Two systems have one customer: matched, then painted.
func Example() {
	records := []crm.Record{
		rec("zoho", "1", 1, &crm.Account{Name: "上海云帆软件有限公司", Tier: "A"}),
		rec("fxiaoke", "a1", 2, &crm.Account{Name: "云帆软件", Tier: "B", Industry: "软件"}),
		rec("zoho", "d1", 2, &crm.Opportunity{Name: "Renewal", Account: "1"}),
		rec("fxiaoke", "o1", 2, &crm.Order{Number: "SO-7", Account: "a1"}),
	}
	matcher, err := match.Compile(match.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := matcher.Match(match.Parties(records), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	painter, err := picture.Compile(picture.Policy{
		Systems: []crm.System{"zoho", "fxiaoke"},
		Fields:  []picture.Choice{{Kind: crm.KindAccount, Field: "tier", By: picture.ByNewest}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	book := painter.Paint(records, result.Clusters)
	for _, c := range book.Customers {
		fmt.Println(c.Name, c.Accounts)
		for _, f := range c.Fields {
			fmt.Println(" ", f.Label.EN, "=", f.Value, "from", f.From, "others:", f.Others)
		}
		for _, r := range c.Related {
			fmt.Println(" ", r.Ref, r.Title)
		}
		for _, f := range c.Findings {
			fmt.Println(" ", f.Message.EN)
		}
	}
	// Output:
	// 上海云帆软件有限公司 [fxiaoke:account/a1 zoho:account/1]
	//   name = 上海云帆软件有限公司 from zoho:account/1 others: []
	//   tier = B from fxiaoke:account/a1 others: [{A [zoho:account/1]}]
	//   industry = 软件 from fxiaoke:account/a1 others: []
	//   zoho:opportunity/d1 Renewal
	//   fxiaoke:order/o1 SO-7
	//   tier: fxiaoke:account/a1 says "B", zoho:account/1 says "A"; the first counts (modified last)
}
