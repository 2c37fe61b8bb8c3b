package strictjson

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// say formats both languages with the same arguments.
func say(en, zh string, args ...any) kam.Text {
	if len(args) == 0 {
		return kam.Text{EN: en, ZH: zh}
	}
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// misfit says that a node of kind k stands where a type of shape s should be written. Literal is the text of a
// number, true or false.
func misfit(k kind, s shape, literal string) (message, remedy kam.Text) {
	got, want := kindName(k), shapeName(s)
	message = kam.Text{
		EN: got.EN + " stands where " + want.EN + " should",
		ZH: "此处应为" + want.ZH + "，却是" + got.ZH,
	}
	if literal != "" && (s == stringShape || s == textShape) {
		quoted := strconv.Quote(clip(literal))
		return message, say("put it in double quotes: %s", "请加双引号：%s", quoted)
	}
	example := shapeExample(s)
	return message, say("write for example %s", "请写成例如 %s", example)
}

func kindName(k kind) kam.Text {
	switch k {
	case boolKind:
		return say("true or false", "true 或 false")
	case numberKind:
		return say("a number", "数字")
	case stringKind:
		return say("a string", "字符串")
	case listKind:
		return say("a list", "列表")
	case objectKind:
		return say("an object", "对象")
	default:
		return say("null", "null")
	}
}

func shapeName(s shape) kam.Text {
	switch s {
	case decimalShape, nullDecimalShape:
		return say("a decimal number in quotes", "带引号的十进制数")
	case intShape, uintShape:
		return say("a whole number", "整数")
	default:
		return kindName(kindOf(s))
	}
}

func shapeExample(s shape) string {
	switch s {
	case decimalShape, nullDecimalShape:
		return `"1250.50"`
	case boolShape:
		return "true"
	case intShape, uintShape:
		return "12"
	case sliceShape:
		return "[ … ]"
	case mapShape, structShape:
		return "{ … }"
	default:
		return `"…"`
	}
}

// refused says that a type does not take the string s. The reason is given in both languages when the error speaks them,
// as [kam.InvalidError] does; else the Chinese text says how values of the type are written.
func refused(s string, of reflect.Type, err error) (message, remedy kam.Text) {
	english, chinese := firstLine(err.Error()), written(of)
	if spoken, ok := errors.AsType[interface {
		error
		In(lang kam.Lang) string
	}](err); ok {
		english, chinese = firstLine(spoken.In(kam.English)), firstLine(spoken.In(kam.Chinese))
	}
	message = say("%s is not accepted: %s", "%s 不可接受：%s", show(s), english)
	message.ZH = show(s) + " 不可接受"
	if chinese != "" {
		message.ZH += "：" + chinese
	}
	return message, say("correct the text between the quotes", "请更正引号内的文本")
}

// written says in Chinese how a value of a type of the vocabulary is written; "" for other types.
func written(of reflect.Type) string {
	switch of {
	case reflect.TypeFor[kam.Day]():
		return "日期应写成 2026-01-31 的形式，且须为真实存在的日子"
	case reflect.TypeFor[kam.Period]():
		return "期间应写成 2026-01-01/2026-04-01 的形式，止日须在首日之后"
	case reflect.TypeFor[kam.Fraction]():
		return "分数应写成 1/3 或 0.25 的形式，分母不为 0，分子与分母不超过 10 的 12 次方"
	case reflect.TypeFor[decimal.Decimal](), reflect.TypeFor[decimal.NullDecimal]():
		return "十进制数最多 38 位，其中小数不超过 30 位"
	}
	return ""
}

// firstLine returns the first line of a reason, not too long.
func firstLine(reason string) string {
	reason, _, _ = strings.Cut(reason, "\n")
	const longest = 300
	if len(reason) <= longest {
		return reason
	}
	return strings.ToValidUTF8(reason[:longest], "") + "…"
}

// unknown says that an object has no key of this name, and which it may have meant.
func unknown(name string, fields []field) (message, remedy kam.Text) {
	message = say("key %s is not known here", "此处没有名为 %s 的键", show(name))
	if name := nearest(name, fields); name != "" {
		return message, say("did you mean %q?", "是否想写 %q？", name)
	}
	if len(fields) == 0 {
		return message, say("this object takes no keys", "此对象不接受任何键")
	}
	const most = 30
	names := make([]string, 0, most+1)
	for _, f := range fields {
		if len(names) == most {
			names = append(names, "…")
			break
		}
		names = append(names, f.name)
	}
	return message, kam.Text{EN: "known keys: " + strings.Join(names, ", "), ZH: "可用的键：" + strings.Join(names, "、")}
}
