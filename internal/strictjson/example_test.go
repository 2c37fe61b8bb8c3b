package strictjson_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/strictjson"
)

func ExampleDecode() {
	var tiers struct {
		Bands []struct {
			From decimal.Decimal `json:"from"`
			Rate decimal.Decimal `json:"rate"`
		} `json:"bands"`
	}
	text := `{"bands": [
  {"from": "0", "rate": "0.02"},
  {"from": "0.5", "rat": "0.04"},
  {"from": "1,0", "rate": null}
]}`
	for _, f := range strictjson.Decode([]byte(text), &tiers, "plan") {
		fmt.Println(f.Code, f.Place)
		fmt.Println("  " + f.Message.EN)
	}
	// Output:
	// plan.unknown-key $.bands[1].rat (3:19)
	//   key "rat" is not known here
	// plan.number $.bands[2].from (4:12)
	//   "1,0" is no usable number
	// plan.null $.bands[2].rate (4:27)
	//   null is no value
}

func ExampleCanonical() {
	type band struct {
		Rate decimal.Decimal     `json:"rate"`
		From decimal.Decimal     `json:"from"`
		Cap  decimal.NullDecimal `json:"cap"`
		Note string              `json:"note"`
	}
	text, err := strictjson.Canonical(band{Rate: decimal.New(20, -3)})
	fmt.Println(string(text), err)
	// Output: {"from":"0","rate":"0.02"} <nil>
}

func ExamplePretty() {
	type tiers struct {
		Mode  string              `json:"mode"`
		Bands []map[string]string `json:"bands"`
	}
	text, err := strictjson.Pretty(tiers{"marginal", []map[string]string{{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.04"}}})
	fmt.Println(string(text), err)
	// Output:
	// {
	//   "mode": "marginal",
	//   "bands": [
	//     {"from": "0", "rate": "0.02"},
	//     {"from": "1", "rate": "0.04"}
	//   ]
	// } <nil>
}
