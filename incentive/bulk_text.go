package incentive

// shortText is a text of up to 16 bytes as two numbers, which are compared faster than texts are: ids, owners and attributes
// are looked at for every deal. The first byte stands highest, so that of texts without zero bytes the numbers have the order
// of the texts. The zero value is the empty text.
type shortText struct {
	head, tail uint64
	length     uint8
}

// shortTextOf returns a text as a short one; false when it is longer.
func shortTextOf(s string) (shortText, bool) {
	switch n := uint(len(s)); {
	case n == 8:
		return shortText{head: word64(s), length: 8}, true
	case n >= 4 && n < 8:
		return shortText{head: uint64(word32(s))<<32 | uint64(word32(s[n-4:]))<<(64-8*n), length: uint8(n)}, true
	case n == 0:
		return shortText{}, true
	case n < 4:
		return shortText{head: uint64(s[0])<<56 | uint64(s[n/2])<<(56-n/2*8) | uint64(s[n-1])<<(64-8*n), length: uint8(n)}, true
	case n <= 16:
		return shortText{word64(s), word64(s[n-8:]) << (128 - 8*n), uint8(n)}, true
	default:
		return shortText{}, false
	}
}

// word32 and word64 return the first four and eight bytes of a text, the first one highest.
func word32(s string) uint32 {
	_ = s[3]
	return uint32(s[3]) | uint32(s[2])<<8 | uint32(s[1])<<16 | uint32(s[0])<<24
}

func word64(s string) uint64 {
	_ = s[7]
	return uint64(s[7]) | uint64(s[6])<<8 | uint64(s[5])<<16 | uint64(s[4])<<24 | uint64(s[3])<<32 | uint64(s[2])<<40 | uint64(s[1])<<48 | uint64(s[0])<<56
}

// Eight bytes at once: one of each, and the highest bit of each.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// unprintable has a high bit set when one of eight bytes is beyond ASCII, a control character below the space, or the one
// behind the tilde.
func unprintable(x uint64) uint64 { return (x | (x - ' '*eachByte) | (x + eachByte)) & highBits }

// undigital has a high bit set when one of eight bytes is no digit.
func undigital(x uint64) uint64 {
	return (x | (x - '0'*eachByte) | (x + (0x7f-'9')*eachByte)) & highBits
}

// printable reports whether a text is one of printable ASCII.
func (t *shortText) printable() bool {
	bad := unprintable(t.head | padding(' ', t.length))
	if t.length > 8 {
		bad |= unprintable(t.tail | padding(' ', t.length-8))
	}
	return bad == 0
}

// digits reports whether a text is a whole number without leading zeros.
func (t *shortText) digits() bool {
	bad := undigital(t.head | padding('0', t.length))
	if t.length > 8 {
		bad |= undigital(t.tail | padding('0', t.length-8))
	}
	return bad == 0 && t.length > 0 && t.head>>56 != '0'
}

// padding has a byte in the place of each of eight that a text of so many bytes does not have.
func padding(with uint64, length uint8) uint64 { return with * eachByte >> (8 * length) }

// plainText reports whether a text is of printable ASCII.
func plainText(s string) bool {
	bad := uint64(0)
	for ; len(s) >= 8; s = s[8:] {
		bad |= unprintable(word64(s))
	}
	last, _ := shortTextOf(s)
	return bad == 0 && last.printable()
}
