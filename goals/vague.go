package goals

import (
	"slices"
	"strings"
	"unicode"
)

// vague returns the vague words of a statement that no quantity makes precise, each once, in the order of the text.
//
// The statement is read sentence by sentence; a sentence ends at 。！？；!?; or a line end, and at a full stop that does
// not stand between digits. A sentence with a quantity is precise, whatever its words. A quantity is a number in digits
// (also full-width), an English number word such as "ten" or "double", or a Chinese numeral before a measure word or
// after 百分之; not a date, time, year or quarter in the usual spellings of both languages, an ordinal, a number that is
// part of a name such as Q3, 5G or ISO 9001, and not 一 alone (一倍 is one), 十分 or 万分. English words are matched whole and in any case, Chinese ones anywhere; the longest match wins, so
// 进一步加强 is one word.
func vague(statement string) []string {
	var found []string
	english, chinese := runes(vagueEnglish()), runes(vagueChinese())
	for _, sentence := range sentences(statement) {
		if quantified(sentence) {
			continue
		}
		for _, word := range vagueIn(sentence, english, chinese) {
			if !slices.Contains(found, word) {
				found = append(found, word)
			}
		}
	}
	return found
}

// narrow returns s in lower case with full-width digits, letters and signs made ASCII.
func narrow(s string) []rune {
	out := []rune(s)
	for i, r := range out {
		switch {
		case r == '％':
			r = '%'
		case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ', r == '．':
			r -= '０' - '0'
		}
		out[i] = unicode.ToLower(r)
	}
	return out
}

// sentences cuts a text at the ends of its sentences.
func sentences(s string) [][]rune {
	text := narrow(s)
	var out [][]rune
	start := 0
	for i, r := range text {
		point := isDigit(at(text, i-1)) && isDigit(at(text, i+1))
		if strings.ContainsRune(sentenceEnds, r) || r == '.' && !point {
			out = append(out, text[start:i])
			start = i + 1
		}
	}
	return append(out, text[start:])
}

// at returns the rune at i, or 0 outside.
func at(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isWord reports whether r belongs to an English word or a number.
func isWord(r rune) bool { return r >= 'a' && r <= 'z' || isDigit(r) || r == '\'' || r == '’' }

// quantified reports whether a sentence states a quantity.
func quantified(sentence []rune) bool {
	sentence = []rune(named().ReplaceAllString(string(sentence), " "))
	for i := 0; i < len(sentence); {
		if !isDigit(sentence[i]) {
			i++
			continue
		}
		end := i
		for end < len(sentence) && (isDigit(sentence[end]) || strings.ContainsRune(".,-/:", sentence[end]) && isDigit(at(sentence, end+1))) {
			end++
		}
		if isQuantity(sentence, i, end) {
			return true
		}
		i = end
	}
	for _, w := range numberWords() {
		if containsWord(sentence, []rune(w)) {
			return true
		}
	}
	text := string(sentence)
	return strings.Contains(text, "百分之") || strings.Contains(text, "翻番") || strings.Contains(text, "翻一番") || numeralQuantity(sentence)
}

// isQuantity reports whether the digits sentence[from:end] count something.
func isQuantity(sentence []rune, from, end int) bool {
	digits := string(sentence[from:end])
	before, after := at(sentence, from-1), at(sentence, end)
	if before >= 'a' && before <= 'z' { // Q3, KA2
		return false
	}
	follow := strings.TrimLeft(string(sentence[end:]), " ")
	next := []rune(follow)
	if strings.ContainsRune(dateMarks, at(next, 0)) && len(next) > 0 {
		return false
	}
	if strings.Contains(digits, "-") || strings.Contains(digits, "/") || strings.Contains(digits, ":") { // a date or a time
		return false
	}
	for _, ordinal := range []string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(string(sentence[end:]), ordinal) && !isWord(at(sentence, end+2)) {
			return false
		}
	}
	if before == '第' {
		return false
	}
	isYear := len(digits) == 4 && (strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20")) && after != '%'
	return !isYear || !slices.Contains(yearWords(), wordBefore(sentence, from))
}

// wordBefore returns the English word that ends before i, blanks aside.
func wordBefore(sentence []rune, i int) string {
	for i > 0 && sentence[i-1] == ' ' {
		i--
	}
	start := i
	for start > 0 && isWord(sentence[start-1]) {
		start--
	}
	return string(sentence[start:i])
}

// numeralQuantity reports whether Chinese numerals before a measure word count something.
func numeralQuantity(sentence []rune) bool {
	for i := 0; i < len(sentence); i++ {
		if !strings.ContainsRune(numerals, sentence[i]) {
			continue
		}
		end := i
		for end < len(sentence) && strings.ContainsRune(numerals, sentence[end]) {
			end++
		}
		run, measure := string(sentence[i:end]), at(sentence, end)
		idiom := run == "一" && measure != '倍' || (run == "十" || run == "万") && measure == '分'
		if measure != 0 && strings.ContainsRune(measures, measure) && !idiom && at(sentence, i-1) != '第' {
			return true
		}
		i = end
	}
	return false
}

// containsWord reports whether word stands in the sentence as a whole word.
func containsWord(sentence, word []rune) bool {
	for i := range sentence {
		if wordAt(sentence, word, i) {
			return true
		}
	}
	return false
}

// wordAt reports whether the English word stands whole at i.
func wordAt(sentence, word []rune, i int) bool {
	end := i + len(word)
	return end <= len(sentence) && slices.Equal(sentence[i:end], word) && !isWord(at(sentence, i-1)) && !isWord(at(sentence, end))
}

// vagueIn returns the vague words of a sentence in order, the longest at each place.
func vagueIn(sentence []rune, english, chinese [][]rune) []string {
	var found []string
	for i := 0; i < len(sentence); {
		longest := 0
		for _, word := range english {
			if len(word) > longest && wordAt(sentence, word, i) {
				longest = len(word)
			}
		}
		for _, word := range chinese {
			if end := i + len(word); len(word) > longest && end <= len(sentence) && slices.Equal(sentence[i:end], word) {
				longest = len(word)
			}
		}
		if longest == 0 {
			i++
			continue
		}
		found = append(found, string(sentence[i:i+longest]))
		i += longest
	}
	return found
}

// runes returns each word as runes.
func runes(words []string) [][]rune {
	out := make([][]rune, len(words))
	for i, w := range words {
		out[i] = []rune(w)
	}
	return out
}
