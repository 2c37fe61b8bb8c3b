package incentive

// idOrder is what is known of the ids of transactions in the order of their source. Each fact holds until a transaction
// breaks it; the zero value knows nothing, see [newIDOrder].
type idOrder struct {
	// rising and climbing say that each id is behind the one before it as a text, or as a number: then none comes twice.
	// sequenced says that transactions have the order of their sequence, then of their ids.
	rising, climbing, sequenced bool
	// counted says that all ids are whole numbers without leading zeros.
	counted bool
	// last is the latest id, and what is known of it; any is false before the first one.
	last         string
	lastSequence int64
	lastShort    shortText
	// isShort says that the latest id is printable and a short text.
	isShort, any bool
}

func newIDOrder() idOrder {
	return idOrder{rising: true, climbing: true, sequenced: true, counted: true}
}

// next notes the next transaction, and tells whether its id is of printable ASCII, and, if that is asked for, whether it is a
// whole number without leading zeros.
func (o *idOrder) next(id string, sequence int64, count bool) (printable, whole bool) {
	short, isShort := shortTextOf(id)
	if isShort {
		printable = short.printable() && id != ""
		whole = count && short.digits()
	} else {
		printable, whole = plainID(id), count && counts(id)
	}
	isShort = isShort && printable
	var behind, longer bool
	if isShort && o.isShort {
		behind = o.lastShort.head < short.head || o.lastShort.head == short.head && o.lastShort.tail < short.tail
		longer = o.lastShort.length < short.length || o.lastShort.length == short.length && behind
	} else {
		behind = o.last < id
		longer = len(o.last) < len(id) || len(o.last) == len(id) && behind
	}
	if o.any {
		o.rising, o.climbing = o.rising && behind, o.climbing && longer
		o.sequenced = o.sequenced && (o.lastSequence < sequence || o.lastSequence == sequence && behind)
	}
	o.counted = o.counted && whole
	o.any, o.isShort, o.last, o.lastSequence = true, isShort, id, sequence
	o.lastShort.head, o.lastShort.tail, o.lastShort.length = short.head, short.tail, short.length
	return printable, whole
}

// in tells whether transactions come in a plan's order, as far as their ids have it.
func (o *idOrder) in(order Order) bool {
	switch order {
	case BySequence:
		return o.sequenced
	case ByNumericID: // an id that is no number ranks nothing
		return o.climbing
	default:
		return o.rising
	}
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
