package strictjson

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// maxMemory is how many bytes the elements of lists and maps and what pointers point to may take in all, so that a short text of many empty
// elements cannot fill the machine's memory.
const maxMemory = 256 << 20

// binder writes the nodes of a tree into Go values and reports what does not fit.
type binder struct {
	tree
	report *report
	types  types
	steps  []step
	memory int64 // bytes taken so far
}

func (b *binder) fault(code string, i int32, what func() (message, remedy kam.Text)) {
	b.report.add(code, b.nodes[i].off, b.steps, what)
}

// bind writes node i into v.
func (b *binder) bind(i int32, v reflect.Value) {
	switch b.nodes[i].kind {
	case badKind:
		return
	case nullKind:
		b.fault(CodeNull, i, func() (kam.Text, kam.Text) {
			return say("null is no value", "不能使用 null"), say("leave it out, or write a value", "请去掉它，或写入一个值")
		})
		return
	default: // a value
	}
	known := b.types.of(v.Type(), unmarshalerType)
	switch known.shape {
	case pointerShape:
		if !b.afford(i, 1, v.Type().Elem().Size()) {
			return
		}
		fresh := reflect.New(v.Type().Elem())
		b.bind(i, fresh.Elem())
		v.Set(fresh)
	case decimalShape:
		if d, ok := b.decimal(i); ok {
			v.Set(reflect.ValueOf(d))
		}
	case nullDecimalShape:
		if d, ok := b.decimal(i); ok {
			v.Set(reflect.ValueOf(decimal.NewNullDecimal(d)))
		}
	case noShape:
		b.fault(CodeWrongType, i, func() (kam.Text, kam.Text) {
			return say("the program cannot read its type %s", "程序无法读取其类型 %s", v.Type()), say("leave it out", "请去掉该项")
		})
	default:
		if b.want(i, known.shape) {
			b.fitting(i, v, known)
		}
	}
}

// fitting writes node i, whose kind fits, into v.
func (b *binder) fitting(i int32, v reflect.Value, known *info) {
	switch known.shape {
	case textShape:
		b.unmarshal(i, i, v)
	case stringShape:
		v.SetString(b.str(i))
	case boolShape:
		v.SetBool(b.src[b.nodes[i].off] == 't')
	case intShape, uintShape:
		b.integer(i, v)
	case sliceShape:
		b.slice(i, v)
	case mapShape:
		b.table(i, v)
	default:
		b.object(i, v, known)
	}
}

// want tells whether the kind of node i fits a type of shape s, and reports it when it does not.
func (b *binder) want(i int32, s shape) bool {
	if b.nodes[i].kind == kindOf(s) {
		return true
	}
	b.fault(CodeWrongType, i, func() (kam.Text, kam.Text) {
		literal := ""
		if k := b.nodes[i].kind; k == numberKind || k == boolKind {
			literal = string(b.text(i))
		}
		return misfit(b.nodes[i].kind, s, literal)
	})
	return false
}

// kindOf returns the kind of node that types of shape s take; decimals take numbers too.
func kindOf(s shape) kind {
	switch s {
	case boolShape:
		return boolKind
	case intShape, uintShape:
		return numberKind
	case sliceShape:
		return listKind
	case mapShape, structShape:
		return objectKind
	default:
		return stringKind
	}
}

// unmarshal hands the string node i to the UnmarshalText of v and reports its error at node at.
func (b *binder) unmarshal(i, at int32, v reflect.Value) bool {
	s := b.str(i)
	fresh := reflect.New(v.Type())
	err := fresh.Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s))
	if err != nil {
		b.fault(CodeText, at, func() (kam.Text, kam.Text) { return refused(s, v.Type(), err) })
		return false
	}
	v.Set(fresh.Elem())
	return true
}

// afford counts n elements of size bytes each, and reports node i when they are too many.
func (b *binder) afford(i int32, n int, size uintptr) bool {
	if b.memory += int64(n) * int64(size); b.memory <= maxMemory {
		return true
	}
	b.fault(CodeTooLarge, i, func() (kam.Text, kam.Text) {
		return say("the elements take more than the %d MiB set aside for them", "元素占用超过预留的 %d MiB", maxMemory>>20),
			say("split the file", "请拆分文件")
	})
	return false
}

func (b *binder) slice(i int32, v reflect.Value) {
	n := 0
	for range b.children(i) {
		n++
	}
	if !b.afford(i, n, v.Type().Elem().Size()) {
		return
	}
	fresh := reflect.MakeSlice(v.Type(), n, n)
	index := 0
	for c := range b.children(i) {
		b.steps = append(b.steps, step{index: int32(index)})
		b.bind(c, fresh.Index(index))
		b.steps = b.steps[:len(b.steps)-1]
		index++
	}
	v.Set(fresh)
}

// members calls each with the nodes of every readable key and its value, the path leading into the member.
func (b *binder) members(i int32, each func(key, value int32)) {
	for c, last := i+1, b.nodes[i].next; c < last; {
		key, value := c, b.nodes[c].next
		c = b.nodes[value].next
		if b.nodes[key].kind == badKind {
			continue
		}
		b.steps = append(b.steps, step{off: b.nodes[key].off, end: b.nodes[key].end})
		each(key, value)
		b.steps = b.steps[:len(b.steps)-1]
	}
}

func (b *binder) table(i int32, v reflect.Value) {
	t := v.Type()
	fresh := reflect.MakeMap(t)
	textual := b.types.of(t.Key(), unmarshalerType).shape == textShape
	b.members(i, func(key, value int32) {
		if !b.afford(key, 1, t.Key().Size()+t.Elem().Size()) {
			return
		}
		name, element := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		usable := true
		if textual {
			usable = b.unmarshal(key, key, name)
		} else {
			name.SetString(b.str(key))
		}
		b.bind(value, element)
		switch {
		case !usable:
		case fresh.MapIndex(name).IsValid():
			b.twice(key)
		default:
			fresh.SetMapIndex(name, element)
		}
	})
	v.Set(fresh)
}

func (b *binder) object(i int32, v reflect.Value, known *info) {
	seen := make([]bool, len(known.fields))
	b.members(i, func(key, value int32) {
		name := b.str(key)
		if f, ok := known.byName[name]; ok {
			if seen[f] {
				b.twice(key)
			}
			seen[f] = true
			b.bind(value, v.Field(known.fields[f].index))
			return
		}
		same := func(f field) bool { return strings.EqualFold(f.name, name) }
		if f := slices.IndexFunc(known.fields, same); f >= 0 {
			right := known.fields[f]
			b.fault(CodeKeyCase, key, func() (kam.Text, kam.Text) {
				return say("key %s differs from a known one in upper and lower case", "键 %s 与已知键仅大小写不同", show(name)),
					say("write %q", "请写成 %q", right.name)
			})
			b.bind(value, v.Field(right.index))
			return
		}
		b.fault(CodeUnknownKey, key, func() (kam.Text, kam.Text) { return unknown(name, known.fields) })
	})
}

// twice reports that a key stands in its object again.
func (b *binder) twice(key int32) {
	b.fault(CodeDuplicateKey, key, func() (kam.Text, kam.Text) {
		return say("key %s stands twice in its object", "键 %s 在同一对象中重复出现", show(b.str(key))), say("keep one of them", "请只保留一个")
	})
}
