package strictjson

// kind is what a node of the tree is.
type kind uint8

const (
	badKind kind = iota // a fault was reported for it; nothing is bound to it
	nullKind
	boolKind
	numberKind
	stringKind
	listKind
	objectKind
)

// node is one value, or one key, of a JSON text. Nodes lie in a slice in the order of the text: the children of a
// list or object follow it, up to next; in an object, keys and values alternate.
type node struct {
	kind     kind
	off, end int32 // the bytes of the text: with quotes for a string, the opening bracket alone for a list or object
	next     int32 // the index after the last descendant
}

// step is one step of a path: into a member of an object (end > 0), or into an element of a list.
type step struct {
	off, end int32 // the key with its quotes
	index    int32
}

// tree is a JSON text cut into nodes.
type tree struct {
	src   []byte
	nodes []node
}

// text returns the bytes of node i.
func (t *tree) text(i int32) []byte { return t.src[t.nodes[i].off:t.nodes[i].end] }

// str returns the value of the string node i.
func (t *tree) str(i int32) string { return unquote(t.text(i)) }

// children calls yield with the index of each child of node i until it returns false.
func (t *tree) children(i int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for c, last := i+1, t.nodes[i].next; c < last; c = t.nodes[c].next {
			if !yield(c) {
				return
			}
		}
	}
}
