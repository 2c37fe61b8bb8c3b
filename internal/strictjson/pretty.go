package strictjson

import "unicode/utf8"

// lineWidth is how many characters a list or object may take to stand on one line.
const lineWidth = 88

// Pretty returns what [Canonical] says of v for people to read: struct fields in the order of the struct, map keys
// sorted, an indent of two blanks. Lists and objects that hold no others stand on one line where that is short.
// There is no line break at the end. Decode reads the result; hash the result of Canonical and not this one.
func Pretty(v any) ([]byte, error) {
	compact, err := encode(types{}, v, false)
	if err != nil {
		return nil, err
	}
	t := parse(compact, 0, newReport(compact, ""))
	p := printer{tree: t}
	p.value(0, 0)
	return p.out, nil
}

// printer lays a tree out in lines.
type printer struct {
	tree
	out []byte
}

func (p *printer) value(i int32, indent int) {
	n := p.nodes[i]
	if n.kind != listKind && n.kind != objectKind {
		p.out = append(p.out, p.text(i)...)
		return
	}
	open, closing := byte('['), byte(']')
	if n.kind == objectKind {
		open, closing = '{', '}'
	}
	flat := p.flat(i, indent)
	p.out = append(p.out, open)
	isKey, first := n.kind == objectKind, true
	for c := range p.children(i) {
		if isKey || n.kind == listKind {
			if !first {
				p.out = append(p.out, ',')
				if flat {
					p.out = append(p.out, ' ')
				}
			}
			first = false
			if !flat {
				p.line(indent + 1)
			}
		}
		p.value(c, indent+1)
		if isKey {
			p.out = append(p.out, ':', ' ')
		}
		isKey = n.kind == objectKind && !isKey
	}
	if !flat {
		p.line(indent)
	}
	p.out = append(p.out, closing)
}

// flat tells whether a list or object is to stand on one line.
func (p *printer) flat(i int32, indent int) bool {
	width := 2*indent + 2
	for c := range p.children(i) {
		if k := p.nodes[c].kind; k == listKind || k == objectKind {
			return false
		}
		width += utf8.RuneCount(p.text(c)) + 2
		if width > lineWidth {
			return false
		}
	}
	return true
}

func (p *printer) line(indent int) {
	p.out = append(p.out, '\n')
	for range indent {
		p.out = append(p.out, ' ', ' ')
	}
}
