package match

import (
	"slices"
	"strings"
	"unicode"
)

// readLatin reads a name without Chinese characters, word by word.
func (n *Name) readLatin(text []rune) {
	var inBrackets place
	text = brackets(text, func(inside []rune, before int) []rune {
		words := wordsOf(inside)
		if at, ok := places().latinPlace(words...); ok && inBrackets.none() {
			at.bracketed = before > 0
			inBrackets = at
			return nil
		}
		if isRemark(strings.Join(words, " ")) {
			return nil
		}
		return append(append([]rune{' '}, inside...), ' ')
	})
	words := wordsOf(text)
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	all := words
	words = n.takeLatinForm(words)
	words = n.takeLatinPlace(words)
	if !inBrackets.none() {
		n.at.merge(inBrackets)
		n.at.bracketed = inBrackets.bracketed
	}
	if last := len(words) - 1; last > 0 && (words[last] == "group" || words[last] == "grp") {
		n.Group, words = true, words[:last]
	}
	if len(words) == 0 {
		words = all
	}
	n.figures = true // figures are never written out in these names
	n.setWords(words)
	n.complete()
}

// setWords makes the core and its keys of words.
func (n *Name) setWords(words []string) {
	n.Core = plain(strings.Join(words, " "))
	long := make([]string, len(words))
	for i, w := range words {
		long[i] = w
		if full, ok := longForms()[w]; ok {
			long[i] = full
		}
	}
	for _, list := range [][]string{words, long} {
		joined := strings.Join(list, "")
		for _, key := range []string{plain(joined), german(joined)} {
			if !slices.Contains(n.keys, key) && key != "" {
				n.keys = append(n.keys, key)
			}
		}
	}
	kept := make([]string, 0, len(long))
	for _, w := range long {
		w = plain(w)
		switch w {
		case "of", "the", "for", "in", "and", "de", "la", "a":
			continue
		}
		kept = append(kept, w)
		if !genericLatinWords()[w] && len([]rune(w)) >= 3 && strings.ContainsFunc(w, unicode.IsLetter) {
			n.Distinct = true
		}
	}
	if len(kept) >= 3 {
		slices.Sort(kept)
		n.sorted = strings.Join(kept, " ")
	}
}

// wordsOf cuts a text into words of letters and figures. Apostrophes join, single letters in a row are one word, as in
// A.B.K. and S.p.A., and an ampersand is "and".
func wordsOf(text []rune) []string {
	var words []string
	var word []rune
	single := false // the word before is made of single letters
	flush := func() {
		if len(word) == 0 {
			return
		}
		alone := len(word) == 1 && unicode.IsLetter(word[0])
		if alone && single {
			words[len(words)-1] += string(word)
		} else {
			words = append(words, string(word))
		}
		single, word = alone, word[:0]
	}
	for _, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			word = append(word, r)
		case r == '\'':
		case r == '&', r == '+':
			flush()
			if len(words) > 0 && words[len(words)-1] != "and" {
				words = append(words, "and")
			}
			single = false
		default:
			flush()
		}
	}
	flush()
	if last := len(words) - 1; last >= 0 && words[last] == "and" {
		words = words[:last]
	}
	return words
}

// takeLatinForm returns words without the legal form, and keeps what follows it as the unit or as the place.
func (n *Name) takeLatinForm(words []string) []string {
	for i := 1; i < len(words); i++ {
		e, ok := formAt(words[i:])
		if !ok || !e.certain() {
			continue
		}
		rest := words[i+len(e.words):]
		if len(rest) == 0 {
			break
		}
		if _, more := formAt(rest); more {
			continue
		}
		n.Form = e.form
		if at, ok := places().latinPlace(rest...); ok {
			at.bracketed = true
			n.at = at
		} else {
			n.Unit = plain(strings.Join(rest, " "))
		}
		return n.trailing(words[:i])
	}
	return n.trailing(words)
}

// trailing cuts legal forms at the end.
func (n *Name) trailing(words []string) []string {
	for {
		cut := 0
		for _, e := range forms().latin {
			if k := len(words) - len(e.words); k >= 1 && slices.Equal(words[k:], e.words) {
				if n.Form == "" {
					n.Form = e.form
				}
				cut = len(e.words)
				break
			}
		}
		if cut == 0 {
			return words
		}
		words = words[:len(words)-cut]
	}
}

// formAt returns the legal form that words begin with.
func formAt(words []string) (formEntry, bool) {
	for _, e := range forms().latin {
		if len(words) >= len(e.words) && slices.Equal(words[:len(e.words)], e.words) {
			return e, true
		}
	}
	return formEntry{}, false
}

// takeLatinPlace returns words without a place in China, or China itself, in front, and without any place at the end.
func (n *Name) takeLatinPlace(words []string) []string {
	for range 3 {
		cut := 0
		for k := min(2, len(words)-2); k >= 1; k-- {
			if at, ok := places().latinPlace(words[:k]...); ok && (at.country == "" || at.country == "中国") {
				at.merge(n.at)
				n.at, cut = at, k
				break
			}
		}
		if cut == 0 {
			break
		}
		words = words[cut:]
		if len(words) > 1 && (words[0] == "province" || words[0] == "city" || words[0] == "municipality") {
			words = words[1:]
		}
	}
	for k := min(2, len(words)-1); k >= 1 && n.at.none(); k-- {
		if at, ok := places().latinPlace(words[len(words)-k:]...); ok {
			switch words[len(words)-k-1] {
			case "of", "in", "for", "and":
				return words
			}
			at.bracketed = true
			n.at, words = at, words[:len(words)-k]
		}
	}
	return words
}
