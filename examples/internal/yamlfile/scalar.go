package yamlfile

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// scalarKind is what a value without quotes is.
type scalarKind uint8

const (
	textKind      scalarKind = iota
	literalKind              // written in JSON as it is: true, false and numbers
	wordKind                 // true or false to some readers, a text to others
	oddNumberKind            // a number to some readers, another one or a text to others
	nothingKind              // null
)

// words are what YAML 1.1 takes for true or false, in lower case.
var words = []string{"yes", "no", "on", "off", "y", "n", "true", "false"}

var (
	// jsonNumber is a number as JSON writes it.
	jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	// oddNumber is what YAML 1.1, YAML 1.2 or a common reader takes for a number: signs, zeros in front, separators, bases 2,
	// 8, 16 and 60, a point at an end, what is no number at all.
	oddNumber = regexp.MustCompile(`^[-+]?(` +
		`0[bB][01_]*|0[oO][0-7_]*|0[xX][0-9a-fA-F_]*|` +
		`[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|` +
		`([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)([eE][-+]?[0-9_]+)?|` +
		`\.(inf|Inf|INF)|\.(nan|NaN|NAN))$`)
)

// classify tells what a value without quotes is, and what is wrong with one that is refused.
func classify(text string) (kind scalarKind, message, remedy kam.Text) {
	switch {
	case text == "true" || text == "false" || jsonNumber.MatchString(text):
		return literalKind, kam.Text{}, kam.Text{}
	case isNothing(text):
		return nothingKind, findings.Say("there is no value", "没有值"),
			findings.Say(`leave the key out, or write a value: "" is an empty text, [] an empty list, {} an empty object`,
				`请去掉该键，或写入一个值：空文本写 ""，空列表写 []，空对象写 {}`)
	case slices.Contains(words, strings.ToLower(text)):
		value := "true"
		if slices.Contains([]string{"no", "off", "n", "false"}, strings.ToLower(text)) {
			value = "false"
		}
		return wordKind, findings.Say("%s is %s to some readers of YAML and a text to others", "%s 有的程序读作 %s，有的读作文本", text, value),
			findings.Say("write %[2]s, or, for the text, \"%[1]s\" in double quotes", "请写 %[2]s；若是文本，请加双引号：\"%[1]s\"", text, value)
	case oddNumber.MatchString(text):
		return oddNumberKind, findings.Say("readers of YAML differ about the number %s", "各程序对数字 %s 的读法不一", findings.Quote(text)),
			findings.Say("write it in plain notation such as -1250.50; a text goes in double quotes", "请用普通写法，如 -1250.50；若是文本，请加双引号")
	}
	return textKind, kam.Text{}, kam.Text{}
}

// isNothing tells whether a value without quotes is null.
func isNothing(text string) bool {
	return slices.Contains([]string{"", "~", "null", "Null", "NULL"}, text)
}
