package incentive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// maxLabel is the longest label, in bytes of one language.
const maxLabel = 128

// labels checks what people call measures and components.
func (c *checker) labels() {
	measures, components := make([]labelOf, len(c.plan.Measures)), make([]labelOf, len(c.plan.Components))
	for i, m := range c.plan.Measures {
		measures[i] = labelOf{fmt.Sprintf("%s.measures[%d]", c.root, i), m.Name, m.Label}
	}
	for i, k := range c.plan.Components {
		components[i] = labelOf{fmt.Sprintf("%s.components[%d]", c.root, i), k.Name, k.Label}
	}
	c.labelsOf(measures, nil)
	c.labelsOf(components, capLabels())
}

// labelOf is what a part of a plan is called, and where it stands.
type labelOf struct {
	place, name string
	label       kam.Text
}

// labelsOf checks the labels of one kind of parts: each one by itself, then against those before it, all names and those that
// reports have besides. Upper and lower case and blanks make no difference, since people read over them.
func (c *checker) labelsOf(list []labelOf, besides map[string]kam.Text) {
	for i, x := range list {
		if x.label == (kam.Text{}) {
			continue
		}
		for _, lang := range []struct {
			key string
			of  kam.Lang
		}{{"en", kam.English}, {"zh", kam.Chinese}} {
			text, at := in(x.label, lang.of), x.place+".label."+lang.key
			if !c.labelText(at, text, lang.key) {
				continue
			}
			for j, other := range list {
				switch {
				case j < i && alike(in(other.label, lang.of), text):
					c.add(CodeLabel, at, say("the label %q is already that of %q", "标签 %q 与 %q 的标签相同", clip(text), clip(other.name)),
						say("give each its own label, or people cannot tell them apart", "请使用不同的标签，以便区分"))
				case j != i && alike(other.name, text):
					c.add(CodeLabel, at, say("the label %q is the name of another part, %q", "标签 %q 与另一部分的名称 %q 相同", clip(text), clip(other.name)),
						say("use another label, or people take one for the other", "请使用其他标签，以免混淆"))
				}
			}
			for _, name := range slices.Sorted(maps.Keys(besides)) {
				if alike(name, text) || alike(in(besides[name], lang.of), text) {
					c.add(CodeLabel, at, say("the label %q is what reports call a cap of the plan", "标签 %q 与报告中方案封顶的名称相同", clip(text)),
						say("use another label, or people take one for the other", "请使用其他标签，以免混淆"))
				}
			}
		}
	}
}

// alike tells whether people read two labels as the same.
func alike(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), ""), strings.Join(strings.Fields(b), ""))
}

// in returns a label in exactly one language.
func in(t kam.Text, l kam.Lang) string {
	if l == kam.Chinese {
		return t.ZH
	}
	return t.EN
}

// labelText checks a label in one language by itself.
func (c *checker) labelText(at, text, key string) bool {
	var why kam.Text
	switch {
	case text == "":
		why = say("the label is not there in the language %q", "标签缺少 %q 语言的文字", key)
	case len(text) > maxLabel:
		why = say("the label has %d bytes", "标签长 %d 字节", len(text))
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unseen) || marked(text) || strings.TrimSpace(text) != text:
		why = say("the label %q has a character that cannot be seen, or a blank at an end", "标签 %q 含不可见字符或首尾空白", clip(text))
	default:
		return true
	}
	c.add(CodeLabel, at, why, say(`write 1 to %d bytes of printable text in both languages, such as "label": {"en": "Commission", "zh": "提成"}, or leave the label out`,
		`请用两种语言填写 1 至 %d 字节的可打印文字，例如 "label": {"en": "Commission", "zh": "提成"}，或删除标签`, maxLabel))
	return false
}

// unseen tells whether a character cannot be seen: a control character, one that turns the direction of writing, the end of
// a line or paragraph, a code point that is no character, the sign for a lost one, or a letter that fills a place.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) || r == utf8.RuneError || r == '\u2800'
}

// marked tells whether a text begins with a mark that belongs to a letter before it.
func marked(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsMark(first)
}
