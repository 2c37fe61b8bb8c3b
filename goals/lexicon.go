package goals

import (
	"regexp"
	"strings"
	"sync"
)

// vagueEnglish returns English words and phrases that promise without saying how much, in lower case.
func vagueEnglish() []string {
	return []string{
		"a lot of", "a lot", "accelerate", "adequate", "aim to", "appropriate", "as far as possible", "as many as possible",
		"as much as possible", "as quickly as possible", "as soon as possible", "asap", "better", "boost", "deepen",
		"do our best", "drive", "enhance", "expand", "faster", "focus on", "further", "grow", "higher", "improve",
		"improved", "improvement", "increase", "larger", "leverage", "lower", "many", "maximise", "maximize", "minimise",
		"minimize", "more", "optimise", "optimize", "quickly", "reduce", "several", "significant", "significantly", "some",
		"soon", "strengthen", "strong", "stronger", "substantially", "sufficient", "support", "timely", "try to",
	}
}

// vagueChinese returns Chinese words that promise without saying how much.
func vagueChinese() []string {
	return []string{
		"不断", "充分", "全力", "全面", "全面提升", "切实", "力争", "加大", "加大力度", "加强", "加快", "努力", "及时", "大力", "大幅",
		"大幅提升", "大幅提高", "完善", "尽可能", "尽可能多", "尽快", "尽早", "尽量", "尽力", "强化", "持续", "持续改进", "提升", "提高",
		"改善", "改进", "更多", "更大", "更好", "更好地", "更快", "更高", "有效", "有所提高", "深化", "深入", "积极", "推动", "推进",
		"显著", "明显", "优化", "扩大", "进一步", "进一步加强", "适当", "增加", "增强", "降低", "减少", "若干", "一些", "许多",
	}
}

// numberWords returns English words that state a quantity.
func numberWords() []string {
	return []string{
		"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty",
		"forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "billion", "dozen", "half",
		"double", "twice", "triple", "quarter of", "third of",
	}
}

// yearWords returns English words after which four digits name a year.
func yearWords() []string {
	return []string{"in", "by", "of", "for", "until", "till", "during", "before", "after", "since", "from", "year", "fy", "end", "spring", "summer", "autumn", "winter"}
}

const (
	// numerals are Chinese digits; measures are words of which a numeral before them counts a quantity.
	numerals = "〇零一二两三四五六七八九十百千万亿半"
	measures = "个家次份元块成倍天周户人单台件套场分级位项名页篇批趟美吨"
	// dateMarks are Chinese words of which digits before them name a day, month, quarter or year.
	dateMarks = "年月日号季"
	// sentenceEnds end a sentence; a full stop between digits does not.
	sentenceEnds = "。！？；!?;\n"
)

// named matches numbers in English texts that name a day, a time, a quarter or a thing, and count nothing: "July 1,
// 2026", "31 December", "end of June '26", "Q3 2026", "30.06.2026", "5 pm", "ISO 9001", "version 2.0", "5g".
var named = sync.OnceValue(func() *regexp.Regexp {
	const (
		month = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`
		year  = `(?:\s*,?\s*['’]?\d{2,4}\b)?`
		day   = `\d{1,2}(?:st|nd|rd|th)?`
	)
	return regexp.MustCompile(`\b(?:` + strings.Join([]string{
		month + `\s+` + day + `\b(?:\s*,\s*\d{4}\b)?`,
		day + `\s+(?:of\s+)?` + month + `\b` + year,
		month + `\s+['’]?\d{2,4}\b`,
		`[qh][1-4]` + year,
		`\d{4}[\s-]*[qh][1-4]\b`,
		`\d{1,2}\.\d{1,2}\.\d{2,4}\b`,
		`\d{1,2}(?::\d{2})?\s*[ap]m\b`,
		`(?:iso|version|release)\s*\d+(?:\.\d+)*\b`,
		`[2-6]g`,
	}, "|") + `)`)
})
