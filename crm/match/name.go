package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the longest name that is read, in characters; of a longer one only the beginning counts.
const MaxName = 200

// Name is a company's name taken apart. Two names are compared part by part, never as a number of points. The zero value
// is no name.
type Name struct {
	// Core is what makes the name: small letters, simplified characters, half width, without what the other parts say.
	Core string `json:"core"`
	// Place is where the company says that it is, from the widest part to the narrowest, in Chinese.
	Place string `json:"place,omitempty"`
	// Local says that the place stands behind the beginning of the name, in brackets or at the end: 西门子(中国), Siemens
	// China. The company without it is another one, as a rule.
	Local bool `json:"local,omitempty"`
	Form  Form `json:"form,omitempty"`
	// Group says that the name calls itself a group (集团).
	Group bool `json:"group,omitempty"`
	// Unit is what follows the legal form, such as 北京分公司: a branch or a department.
	Unit string `json:"unit,omitempty"`
	// Distinct says that the core has something that not every company's name may have: 远景软件 has, 科技 and Trading have not.
	Distinct bool `json:"distinct,omitempty"`

	at place
	// keys are the ways in which the core may be written, full the same with the unit; the first is the core itself.
	keys, full []string
	// sorted is the core's words in order of letters; empty for fewer than three.
	sorted string
	// figures says that the core has figures from 0 to 9 as it was written.
	figures bool
}

// NameOf returns a name taken apart. It reads every text; one of more than [MaxName] characters up to there.
func NameOf(written string) Name {
	if len(written) > MaxName*4 {
		written = written[:MaxName*4]
	}
	text := fold(written)
	if len(text) > MaxName {
		text = text[:MaxName]
	}
	text = withoutRemark(text)
	var n Name
	if slices.ContainsFunc(text, isHan) {
		n.readHan(text)
	} else {
		n.readLatin(text)
	}
	n.Place = n.at.String()
	n.Local = n.at.bracketed && !n.at.none()
	return n
}

// IsZero reports whether there is no name.
func (n Name) IsZero() bool { return n.Core == "" }

// withoutRemark cuts a remark behind the last dash.
func withoutRemark(text []rune) []rune {
	for i := len(text) - 1; i > 0; i-- {
		if text[i] == '-' {
			if isRemark(string(text[i+1:])) {
				return text[:i]
			}
			break
		}
	}
	return text
}

// brackets calls in for what stands in brackets, with how much was before, and returns the rest with what in puts there.
func brackets(text []rune, in func(inside []rune, before int) []rune) []rune {
	out := make([]rune, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(':
			end := slices.Index(text[i:], ')')
			if end < 0 {
				continue
			}
			out = append(out, in(text[i+1:i+end], len(out))...)
			i += end
		case ')':
		default:
			out = append(out, text[i])
		}
	}
	return out
}

// merge takes over what p does not say itself.
func (p *place) merge(o place) {
	if p.country == "" {
		p.country = o.country
	}
	if p.province == "" {
		p.province = o.province
	}
	if p.city == "" && (p.province == o.province || o.province == "") {
		p.city = o.city
	}
	if p.district == "" && p.city == o.city {
		p.district = o.district
	}
}

// readHan reads a name with Chinese characters.
func (n *Name) readHan(text []rune) {
	var inBrackets place
	text = lettersOf(brackets(text, func(inside []rune, before int) []rune {
		inside = lettersOf(inside)
		s := string(inside)
		if at, ok := places().exactly(s); ok && inBrackets.none() {
			at.bracketed = before > 0
			inBrackets = at
			return nil
		}
		switch {
		case strings.HasSuffix(s, "合伙"):
			n.Form = Partnership
			return nil
		case isRemark(s):
			return nil
		default:
			return inside
		}
	}))
	text = text[places().prefix(&n.at, text, 2):]
	if !inBrackets.none() {
		n.at.merge(inBrackets)
		n.at.bracketed = inBrackets.bracketed
	}
	core := n.takeHanForm(string(text))
	if cut, ok := strings.CutSuffix(core, "集团"); ok && cut != "" {
		n.Group, core = true, cut
	}
	if cut, ok := strings.CutSuffix(core, "中国"); ok && n.at.none() && utf8.RuneCountInString(cut) >= 2 {
		n.at, core = place{country: "中国", bracketed: true}, cut
	}
	if core == "" {
		core = string(text)
	}
	n.Unit = numerals(strings.NewReplacer("市分", "分", "省分", "分").Replace(n.Unit))
	n.Core = core
	n.figures = strings.ContainsAny(core, "0123456789")
	n.keys = []string{core}
	if digits := numerals(core); digits != core {
		n.keys = append(n.keys, digits)
	}
	n.Distinct = isDistinctHan([]rune(core))
	n.complete()
}

// takeHanForm returns a name without its legal form and keeps what follows it as the unit.
func (n *Name) takeHanForm(s string) string {
	if cut, ok := strings.CutPrefix(s, "株式会社"); ok && cut != "" {
		n.Form = KK
		return cut
	}
	if cut, ok := strings.CutSuffix(s, "株式会社"); ok && cut != "" {
		n.Form = KK
		return cut
	}
	first, found := len(s), formEntry{}
	for _, e := range forms().han {
		if i := strings.Index(s, e.text); i > 0 && i < first && len(e.text) >= len("有限公司") && e.form != "" {
			first, found = i, e
		}
	}
	if found.text != "" {
		rest := s[first+len(found.text):]
		if !isRemark(rest) {
			n.Unit = rest
		}
		if n.Form == "" {
			n.Form = found.form
		}
		return s[:first]
	}
	for _, e := range forms().han {
		if cut, ok := strings.CutSuffix(s, e.text); ok && len([]rune(cut)) >= 2 {
			if n.Form == "" {
				n.Form = e.form
			}
			return cut
		}
	}
	return s
}

// complete makes the keys with the unit.
func (n *Name) complete() {
	n.full = n.keys
	if n.Unit != "" {
		n.full = make([]string, len(n.keys))
		for i, k := range n.keys {
			n.full[i] = k + n.Unit
		}
	}
}

// lettersOf keeps letters and figures; an ampersand between them is 和.
func lettersOf(text []rune) []rune {
	out := make([]rune, 0, len(text))
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			out = append(out, r)
		case (r == '&' || r == '+') && len(out) > 0:
			out = append(out, '和')
		}
	}
	for len(out) > 0 && out[len(out)-1] == '和' && text[len(text)-1] != '和' {
		out = out[:len(out)-1]
	}
	return out
}

// isDistinctHan reports whether two characters or more are left of a core without the words that many names have.
func isDistinctHan(core []rune) bool {
	words, left := genericWords(), 0
	for i := 0; i < len(core); {
		n := longest(core[i:], 1, 5, func(s string) bool { return words[s] })
		if n == 0 {
			left++
			n = 1
		}
		i += n
	}
	return left >= 2
}

// numerals writes Chinese numerals as figures: digits one by one, and numbers such as 第十二 or 二十 as a whole.
func numerals(s string) string {
	if !strings.ContainsAny(s, "零一二三四五六七八九十百") {
		return s
	}
	text := []rune(s)
	var b strings.Builder
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && strings.ContainsRune("零一二三四五六七八九十百", text[end]) {
			end++
		}
		if end == i {
			b.WriteRune(text[i])
			i++
			continue
		}
		b.WriteString(numeral(text[i:end], i > 0 && text[i-1] == '第'))
		i = end
	}
	return b.String()
}

// numeral writes a run of Chinese digits and units. A single unit that counts nothing, as in 百货, stays.
func numeral(run []rune, ordinal bool) string {
	if !slices.Contains(run, '十') && !slices.Contains(run, '百') {
		out := make([]byte, 0, len(run))
		for _, r := range run {
			out = append(out, '0'+digit(r))
		}
		return string(out)
	}
	value, pending, last := 0, -1, 1000
	for _, r := range run {
		unit := 0
		switch r {
		case '十':
			unit = 10
		case '百':
			unit = 100
		}
		switch {
		case unit == 0 && (pending <= 0):
			pending = int(digit(r))
		case unit == 0, unit >= last:
			return string(run) // 一二十 and the like are no number
		default:
			value += max(pending, 1) * unit
			if pending < 0 && value != unit {
				return string(run)
			}
			pending, last = -1, unit
		}
	}
	if len(run) == 1 && !ordinal {
		return string(run)
	}
	return decimalNumber(value + max(pending, 0))
}

func digit(r rune) byte {
	return byte(len([]rune(strings.SplitN("零一二三四五六七八九", string(r), 2)[0])))
}

func decimalNumber(n int) string {
	if n >= 10 {
		return decimalNumber(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}
