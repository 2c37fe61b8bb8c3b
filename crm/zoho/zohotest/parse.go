package zohotest

import (
	"fmt"
	"strconv"
	"strings"
)

// statement is a query in COQL.
type statement struct {
	columns []string
	module  string
	where   *condition
	order   []ordering
	offset  int
	limit   int
}

// ordering is one field to sort by.
type ordering struct {
	field string
	down  bool
}

// condition is a criterion, or two of them with "and" or "or" between.
type condition struct {
	and, or     bool
	left, right *condition

	field    string
	operator string
	values   []string
}

// syntaxError is what SYNTAX_ERROR tells.
type syntaxError struct {
	near   string
	column int
	clause string
}

func (e *syntaxError) Error() string { return "syntax error near " + strconv.Quote(e.near) }

// word is a token of a query.
type word struct {
	text   string
	quoted bool
	at     int
}

// split makes words of a query.
func split(query string) ([]word, error) {
	var words []word
	for i := 0; i < len(query); {
		c := query[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			text, next, ok := quotedText(query, i)
			if !ok {
				return nil, &syntaxError{near: query[i:min(i+20, len(query))], column: i + 1}
			}
			words = append(words, word{text: text, quoted: true, at: i})
			i = next
		case isWord(c):
			j := i
			for j < len(query) && (isWord(query[j]) || query[j] == '.' || query[j] == '-' && j+1 < len(query) && query[j+1] == '>' || query[j] == '>' && query[j-1] == '-') {
				j++
			}
			words = append(words, word{text: query[i:j], at: i})
			i = j
		default:
			n := 1
			if two := query[i:min(i+2, len(query))]; two == ">=" || two == "<=" || two == "!=" {
				n = 2
			} else if !strings.ContainsRune("=<>(),", rune(c)) {
				return nil, &syntaxError{near: string(c), column: i + 1}
			}
			words = append(words, word{text: query[i : i+n], at: i})
			i += n
		}
	}
	return words, nil
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// quotedText reads a text in quotes; a backslash takes the next character as it is.
func quotedText(query string, i int) (string, int, bool) {
	var b strings.Builder
	for j := i + 1; j < len(query); j++ {
		switch query[j] {
		case '\\':
			if j++; j < len(query) {
				b.WriteByte(query[j])
			}
		case query[i]:
			return b.String(), j + 1, true
		default:
			b.WriteByte(query[j])
		}
	}
	return "", 0, false
}

// parser reads words.
type parser struct {
	words    []word
	at       int
	criteria int
	optional bool // "where" may be left out
}

func (p *parser) peek() word {
	if p.at < len(p.words) {
		return p.words[p.at]
	}
	return word{}
}

// is reports whether the next word is a keyword, in any case, and goes on.
func (p *parser) is(keyword string) bool {
	if w := p.peek(); !w.quoted && strings.EqualFold(w.text, keyword) {
		p.at++
		return true
	}
	return false
}

func (p *parser) fail(clause string) error {
	w := p.peek()
	return &syntaxError{near: w.text, column: w.at + 1, clause: clause}
}

// parse reads a query [D: COQL-Overview]: select, from, where, order by, limit with offset. Keywords are in any case.
func parse(query string, optional bool) (*statement, int, error) {
	words, err := split(query)
	if err != nil {
		return nil, 0, err
	}
	p := &parser{words: words, optional: optional}
	s := &statement{limit: 200} // [D: COQL-Overview]
	if !p.is("select") {
		return nil, 0, p.fail("select")
	}
	for {
		w := p.peek()
		if w.text == "" || !w.quoted && !isWord(w.text[0]) {
			return nil, 0, p.fail("select")
		}
		p.at++
		s.columns = append(s.columns, w.text)
		if !p.is(",") {
			break
		}
	}
	if !p.is("from") {
		return nil, 0, p.fail("from")
	}
	if s.module = p.peek().text; s.module == "" {
		return nil, 0, p.fail("from")
	}
	p.at++
	switch {
	case p.is("where"):
		if s.where, err = p.expression(); err != nil {
			return nil, 0, err
		}
	case !optional: // mandatory in older versions [M]
		return nil, 0, p.fail("where")
	}
	if err := p.tail(s); err != nil {
		return nil, 0, err
	}
	if p.at < len(p.words) {
		return nil, 0, p.fail("")
	}
	return s, p.criteria, nil
}

// tail reads "order by" and "limit".
func (p *parser) tail(s *statement) error {
	if p.is("order") {
		if !p.is("by") {
			return p.fail("order by")
		}
		for {
			w := p.peek()
			if w.text == "" {
				return p.fail("order by")
			}
			p.at++
			o := ordering{field: w.text, down: p.is("desc")}
			if !o.down {
				p.is("asc")
			}
			s.order = append(s.order, o)
			if !p.is(",") {
				break
			}
		}
	}
	if !p.is("limit") {
		return nil
	}
	first, err := p.number()
	if err != nil {
		return err
	}
	s.limit = first
	switch {
	case p.is(","): // limit offset, count
		if s.offset = first; true {
			s.limit, err = p.number()
		}
	case p.is("offset"):
		s.offset, err = p.number()
	}
	return err
}

func (p *parser) number() (int, error) {
	n, err := strconv.Atoi(p.peek().text)
	if err != nil || n < 0 {
		return 0, p.fail("limit")
	}
	p.at++
	return n, nil
}

// expression reads one criterion, or two with a word between. Three need brackets, in pairs
// [D: COQL-Limitations; Kaizen #171, question 2].
func (p *parser) expression() (*condition, error) {
	left, err := p.operand()
	if err != nil {
		return nil, err
	}
	c := &condition{left: left}
	switch {
	case p.is("and"):
		c.and = true
	case p.is("or"):
		c.or = true
	default:
		return left, nil
	}
	if c.right, err = p.operand(); err != nil {
		return nil, err
	}
	if w := p.peek(); !w.quoted && (strings.EqualFold(w.text, "and") || strings.EqualFold(w.text, "or")) {
		return nil, p.fail("where")
	}
	return c, nil
}

// operand reads an expression in brackets, or a criterion.
func (p *parser) operand() (*condition, error) {
	if p.is("(") {
		c, err := p.expression()
		if err != nil {
			return nil, err
		}
		if !p.is(")") {
			return nil, p.fail("where")
		}
		return c, nil
	}
	w := p.peek()
	if w.text == "" || !w.quoted && !isWord(w.text[0]) {
		return nil, p.fail("where")
	}
	p.at++
	p.criteria++
	return p.criterion(w.text)
}

// criterion reads what stands behind a field [D: COQL-Overview, comparators].
func (p *parser) criterion(field string) (*condition, error) {
	c := &condition{field: field}
	if p.is("is") {
		c.operator = "is null"
		if p.is("not") {
			c.operator = "is not null"
		}
		if !p.is("null") {
			return nil, p.fail("where")
		}
		return c, nil
	}
	not := ""
	if p.is("not") {
		not = "not "
	}
	switch {
	case p.is("in"):
		c.operator = not + "in"
		if !p.is("(") {
			return nil, p.fail("where")
		}
		for {
			v, err := p.literal()
			if err != nil {
				return nil, err
			}
			c.values = append(c.values, v)
			if !p.is(",") {
				break
			}
		}
		if !p.is(")") {
			return nil, p.fail("where")
		}
		return c, nil
	case p.is("like"):
		c.operator = not + "like"
	case p.is("between") && not == "":
		low, err := p.literal()
		if err != nil || !p.is("and") {
			return nil, p.fail("where")
		}
		high, err := p.literal()
		if err != nil {
			return nil, err
		}
		c.operator, c.values = "between", []string{low, high}
		return c, nil
	default:
		c.operator = p.peek().text
		switch c.operator {
		case "=", "!=", "<", "<=", ">", ">=":
			p.at++
		default:
			return nil, p.fail("where")
		}
	}
	v, err := p.literal()
	c.values = []string{v}
	return c, err
}

func (p *parser) literal() (string, error) {
	w := p.peek()
	if !w.quoted && (w.text == "" || !isWord(w.text[0])) {
		return "", p.fail("where")
	}
	p.at++
	return w.text, nil
}

// fields lists the fields of a condition.
func (c *condition) each(f func(*condition) error) error {
	if c == nil {
		return nil
	}
	if c.and || c.or {
		if err := c.left.each(f); err != nil {
			return err
		}
		return c.right.each(f)
	}
	if c.field == "" {
		return fmt.Errorf("no field")
	}
	return f(c)
}
