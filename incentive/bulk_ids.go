package incentive

// ranked is what the run has seen of the id of a transaction.
type ranked struct {
	id       string
	sequence int64
	// short is the id where isShort says that it is so.
	short            shortText
	isShort          bool
	printable, whole bool
	// any is false before the first one.
	any bool
}

// next notes how a transaction ranks behind the one before it, in the plan's order and by its id, and tells whether the id is
// of printable ASCII, and whether it is a whole number without leading zeros. The latter is looked for where plans ask for it.
func (w *stretch) next(id string, sequence int64) (printable, whole bool) {
	x := &w.before
	short, isShort := shortTextOf(id)
	var behind, longer bool
	if isShort {
		printable = short.printable() && id != ""
		whole = (w.q.numeric || w.q.order == ByNumericID) && short.digits()
		if x.isShort && x.printable && printable {
			behind = x.short.head < short.head || x.short.head == short.head && x.short.tail < short.tail
			longer = x.short.length < short.length || x.short.length == short.length && behind
		}
	} else {
		printable, whole = plainID(id), counts(id)
	}
	if !isShort || !x.isShort || !x.printable || !printable {
		behind = x.id < id
		longer = len(x.id) < len(id) || len(x.id) == len(id) && behind
	}
	if x.any {
		w.rising, w.climbing = w.rising && behind, w.climbing && longer
		switch w.q.order {
		case BySequence:
			w.unordered = w.unordered || x.sequence > sequence || x.sequence == sequence && !behind
		case ByNumericID:
			w.unordered = w.unordered || !longer || !x.whole || !whole
		default:
			w.unordered = w.unordered || !behind
		}
	}
	x.any, x.isShort, x.printable, x.whole = true, isShort, printable, whole
	x.id, x.sequence = id, sequence
	x.short.head, x.short.tail, x.short.length = short.head, short.tail, short.length
	return printable, whole
}

// plainID reports whether an id is one without looking at it rune by rune.
func plainID(s string) bool { return s != "" && len(s) <= maxID && plainText(s) }

// counts reports whether an id is a whole number without leading zeros.
func counts(id string) bool {
	if id == "" || id[0] == '0' {
		return false
	}
	for i := range len(id) {
		if id[i]-'0' > 9 {
			return false
		}
	}
	return true
}
