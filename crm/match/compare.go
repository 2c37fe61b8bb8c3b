package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Comparison is an answer for two records with everything that it rests on.
type Comparison struct {
	Link
	Because kam.Text `json:"because"`
	// Facts are the features in their order, with what each side says; empty when somebody decided.
	Facts []Fact `json:"facts,omitempty"`
}

// Fact is how two parties relate in one feature.
type Fact struct {
	Feature Feature `json:"feature"`
	Word    string  `json:"word"`
	A       string  `json:"a,omitempty"`
	B       string  `json:"b,omitempty"`
}

// Text tells the answer and its reason in one sentence.
func (c Comparison) Text() kam.Text {
	verdict := wording.Say("are the same", "是同一家")
	switch c.Answer {
	case Different:
		verdict = wording.Say("are different", "不是同一家")
	case Same:
	default:
		verdict = wording.Say("are for a person to decide", "需人工判断")
	}
	return wording.Say("%s and %s %s: %s", "%s 与 %s %s：%s", wording.Clip(c.A.String()), wording.Clip(c.B.String()), verdict, c.Because)
}

// prepared is a party ready to be compared.
type prepared struct {
	Party
	name           Name
	reg            registration
	phones, mails  []string // normal forms, sorted
	province, city string
}

func (m *Matcher) prepare(p Party) prepared {
	out := prepared{Party: p, name: NameOf(p.Name), reg: registrationOf(p.CreditCode), province: townOf(p.Province), city: townOf(p.City)}
	for _, s := range p.Phones[:min(len(p.Phones), maxWays)] {
		if n := Phone(s); n != "" {
			out.phones = append(out.phones, n)
		}
	}
	domains := append([]string{p.Website}, p.Mails[:min(len(p.Mails), maxWays)]...)
	for _, s := range domains {
		if d := Domain(s); d != "" && m != nil && !m.public[d] {
			out.mails = append(out.mails, d)
		}
	}
	slices.Sort(out.phones)
	slices.Sort(out.mails)
	out.phones, out.mails = slices.Compact(out.phones), slices.Compact(out.mails)
	return out
}

// townOf is a province or city of an address as names write it.
func townOf(s string) string {
	if len(s) > 60 {
		return ""
	}
	text := lettersOf(fold(s))
	if at, ok := places().exactly(string(text)); ok {
		return at.city
	}
	if at, ok := places().latinPlace(wordsOf(fold(s))...); ok {
		return at.city
	}
	return string(text)
}

// Compare returns the answer of the policy for two parties, whatever was decided about them. It is the same for b and a.
func (m *Matcher) Compare(a, b Party) Comparison {
	if b.Ref.Compare(a.Ref) < 0 {
		a, b = b, a
	}
	pa, pb := m.prepare(a), m.prepare(b)
	return m.explain(&pa, &pb, m.profile(&pa, &pb, nil))
}

func (m *Matcher) explain(a, b *prepared, p profile) Comparison {
	c := Comparison{Link: Link{A: a.Ref, B: b.Ref, Answer: Ask}}
	if m == nil {
		return c
	}
	for i := range m.rules {
		if r := &m.rules[i]; r.holds(p) {
			c.Answer, c.Rule, c.Because = r.Then, r.ID, r.Because
			break
		}
	}
	for i, f := range features() {
		left, right := a.says(f), b.says(f)
		c.Facts = append(c.Facts, Fact{Feature: f, Word: p.word(i), A: left, B: right})
	}
	return c
}

// answer returns the place of the first rule that holds; the last holds always.
func (m *Matcher) answer(p profile) int {
	for i := range m.rules {
		if m.rules[i].holds(p) {
			return i
		}
	}
	return len(m.rules) - 1
}

// says is what a party says of a feature.
func (p *prepared) says(f Feature) string {
	switch f {
	case Code:
		return p.reg.code + p.reg.other
	case Core:
		return wording.Clip(p.name.Core)
	case Unit:
		return wording.Clip(p.name.Unit)
	case Place:
		return p.name.Place
	case Forms:
		return string(p.name.Form)
	case Contacts:
		return wording.Clip(strings.Join(slices.Concat(p.phones, p.mails), " "))
	case City:
		return wording.Clip(p.city)
	case Groups:
		return yes(p.name.Group)
	case Distinct:
		return yes(p.name.Distinct)
	default:
		return ""
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// setting is what all parties of a run say together: codes that a decision made one, and contacts that too many share.
type setting struct {
	alias  map[string]string
	shared map[string]bool
}

func (c *setting) code(s string) string {
	if c == nil {
		return s
	}
	if to, ok := c.alias[s]; ok {
		return to
	}
	return s
}

// profile compares two parties in every feature.
func (m *Matcher) profile(a, b *prepared, all *setting) profile {
	var p profile
	core, unit, pa := relate(&a.name, &b.name)
	p.set(Code, codeWord(a.reg, b.reg, all))
	p.set(Core, core)
	p.set(Unit, unit)
	p.set(Place, placeWord(pa, b.name.at))
	p.set(Forms, formWord(a.name.Form, b.name.Form))
	if !a.name.Distinct || !b.name.Distinct {
		p.set(Distinct, "no")
	}
	if a.name.Group != b.name.Group {
		p.set(Groups, "missing")
	}
	phone, domain := common(a.phones, b.phones, all), common(a.mails, b.mails, all)
	switch {
	case phone && domain:
		p.set(Contacts, "both")
	case phone:
		p.set(Contacts, "phone")
	case domain:
		p.set(Contacts, "domain")
	}
	switch {
	case a.city == "" || b.city == "":
		p.set(City, "unknown")
	case a.city != b.city:
		p.set(City, "different")
	}
	return p
}

func codeWord(a, b registration, all *setting) string {
	switch {
	case a.code != "" && b.code != "" && all.code(a.code) == all.code(b.code):
		return "equal"
	case a.code != "" && b.code != "":
		return "different"
	case a.alike(b):
		return "number"
	default:
		return "unknown"
	}
}

// common reports whether two sorted lists have something in common that not everybody has.
func common(a, b []string, all *setting) bool {
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); ok && (all == nil || !all.shared[s]) {
			return true
		}
	}
	return false
}

func formWord(a, b Form) string {
	switch {
	case a == b:
		return "equal"
	case a == "" || b == "":
		return "missing"
	case a == Limited && b == JointStock, a == JointStock && b == Limited:
		return "converted"
	default:
		return "different"
	}
}

func placeWord(a, b place) string {
	switch {
	case a.none() && b.none():
		return "equal"
	case a.none() && b.bracketed, b.none() && a.bracketed:
		return "local"
	case a.none(), b.none():
		return "missing"
	case a.district != "" && b.district != "" && a.district != b.district && a.city == b.city:
		return "different"
	case a.city != "" && b.city != "":
		if a.city != b.city {
			return "different"
		}
		if a.district != b.district {
			return "district"
		}
		return "equal"
	case a.province != "" && b.province != "":
		if a.province != b.province {
			return "different"
		}
		if a.city != b.city {
			return "wider"
		}
		return "equal"
	case a.country != "" && b.country != "":
		if a.country != b.country {
			return "different"
		}
		if a.province != b.province {
			return "wider"
		}
		return "equal"
	case a.country == "中国" || b.country == "中国":
		if a.province == "香港" || b.province == "香港" || a.province == "澳门" || b.province == "澳门" || a.province == "台湾" || b.province == "台湾" {
			return "different" // companies there are others than those of the mainland
		}
		return "wider"
	default:
		return "different"
	}
}

// relate returns how cores and units relate, and the place of a as far as b's name writes it too: 佛山顺德欧陶 and
// 佛山市顺德区欧陶 have one core.
func relate(a, b *Name) (core, unit string, _ place) {
	pa := a.at
	if a.IsZero() || b.IsZero() {
		return "unknown", unitWord(a.Unit, b.Unit), pa
	}
	switch {
	case equalKeys(a.full, b.full, a.figures, b.figures):
		return "equal", "equal", pa
	case equalKeys(a.keys, b.keys, a.figures, b.figures):
		return "equal", unitWord(a.Unit, b.Unit), pa
	case inDistrict(a, b), inDistrict(b, a):
		pa.district = b.at.district
		return "equal", unitWord(a.Unit, b.Unit), pa
	case a.sorted != "" && a.sorted == b.sorted:
		return "reordered", unitWord(a.Unit, b.Unit), pa
	}
	return likeness(a.Core, b.Core), unitWord(a.Unit, b.Unit), pa
}

func unitWord(a, b string) string {
	switch {
	case a == b:
		return "equal"
	case a == "" || b == "":
		return "missing"
	default:
		return "different"
	}
}

// equalKeys reports whether two lists have a key in common. Numerals that were written out on both sides and differ as
// written, such as 三一 and 三十一, are no common key.
func equalKeys(a, b []string, figuresA, figuresB bool) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if a[0] == b[0] {
		return true
	}
	if !figuresA && !figuresB {
		return false
	}
	for _, k := range a {
		if slices.Contains(b, k) {
			return true
		}
	}
	return false
}

// inDistrict reports whether a names a district of its city and b writes it before its core, without the word for it.
func inDistrict(a, b *Name) bool {
	if a.at.district == "" || b.at.district != "" || a.at.city != b.at.city {
		return false
	}
	rest, ok := strings.CutPrefix(b.Core, a.at.district)
	return ok && rest == a.Core
}

// likeness compares two cores that are not equal, without blanks.
func likeness(a, b string) string {
	a, b = strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", "")
	ra, rb := []rune(a), []rune(b)
	if len(ra) > len(rb) {
		ra, rb = rb, ra
	}
	least := 4
	if isASCII(a) || isASCII(b) {
		least = 6
	}
	switch {
	case len(ra) < least:
		return "different"
	case oneEdit(ra, rb):
		return "near"
	case strings.HasPrefix(string(rb), string(ra)):
		return "part"
	default:
		return "different"
	}
}

// oneEdit reports whether b, which is not shorter, differs from a in one letter that is another, is more, or has changed
// places with its neighbour. A figure is no slip.
func oneEdit(a, b []rune) bool {
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i < len(a) && isFigure(a[i]) || i < len(b) && isFigure(b[i]) {
		return false
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i == len(a) {
		return true
	}
	if slices.Equal(a[i+1:], b[i+1:]) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

func isFigure(r rune) bool {
	return r >= '0' && r <= '9' || utf8.RuneLen(r) == 3 && strings.ContainsRune("零一二三四五六七八九十百", r)
}
