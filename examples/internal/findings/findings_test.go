package findings_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

func Example() {
	found := kam.Findings{
		findings.Fault("x.stage", "deals.csv:2:9", findings.Say("the stage %s is unknown", "未知的阶段 %s", findings.Quote("Wan")), findings.Say("write Won", "请写 Won")),
		findings.Remark(kam.Warning, "x.odd", "deals.csv:3", findings.Say("odd", "异常"), kam.Text{}),
	}
	found[1].More = 4
	findings.Print(os.Stdout, found, kam.English)
	findings.Print(os.Stdout, found, kam.Chinese)
	// Output:
	// error: deals.csv:2:9: the stage "Wan" is unknown (write Won)
	// warning: deals.csv:3: odd
	//   and 4 more of this kind
	// 错误：deals.csv:2:9：未知的阶段 "Wan"（请写 Won）
	// 警告：deals.csv:3：异常
	//   另有 4 条同类情况
}

func TestOf(t *testing.T) {
	invalid := &kam.InvalidError{Findings: kam.Findings{findings.Fault("x.y", "$.a", kam.Text{EN: "m"}, kam.Text{})}}
	found := findings.Of(fmt.Errorf("wrapped: %w", invalid), "z.error", "plan.json")
	require.Len(t, found, 1)
	assert.Equal(t, "plan.json:$.a", found[0].Place)
	assert.Equal(t, "x.y", found[0].Code)
	assert.Equal(t, "$.a", invalid.Findings[0].Place, "the error stays as it was")
	assert.Equal(t, "$.a", findings.Of(invalid, "z.error", "")[0].Place)
	found = findings.Of(errors.New("boom"), "z.error", "plan.json")
	require.Len(t, found, 1)
	assert.Equal(t, "z.error plan.json: boom", found[0].Code+" "+found[0].String())
}

func TestQuote(t *testing.T) {
	assert.Equal(t, `"a\nb"`, findings.Quote("a\nb"))
	assert.Equal(t, `"`+strings.Repeat("林", 40)+`"…`, findings.Quote(strings.Repeat("林", 41)))
	assert.Equal(t, `"`+strings.Repeat("林", 40)+`"`, findings.Quote(strings.Repeat("林", 40)))
}
