package careerpath

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// check reports every fault of the ladder and enters its names.
func (p *Program) check(f *wording.Faults) {
	l := &p.ladder
	if l.Format != Format {
		f.Add("format", "$.format", wording.Say("format %d is not known", "格式 %d 未知", l.Format), wording.Say("use %d", "请填 %d", Format))
	}
	f.ID("$.id", l.ID, nil)
	if l.Version < 1 {
		f.Add("version", "$.version", wording.Say("version %d is before the first", "版本 %d 小于 1", l.Version), wording.Say("count versions from 1", "版本号请从 1 起"))
	}
	name(f, "$.name", l.Name)
	optionalText(f, "$.source", l.Source)
	f.Period("$.effective", l.Effective, false)
	f.Merge("$.vocabulary", l.Vocabulary.Check())
	// Of a list of the wrong length nothing else is told: neither what is in it, nor that its names are missing elsewhere.
	p.fits = fitting{
		departments: f.Count("$.departments", len(l.Departments), 0, MaxTracks), tracks: f.Count("$.tracks", len(l.Tracks), 1, MaxTracks),
		stages: f.Count("$.stages", len(l.Stages), 1, MaxStages), moves: f.Count("$.moves", len(l.Moves), 0, MaxMoves),
	}
	p.checkTracks(f)
	if p.fits.stages {
		p.checkStages(f)
	}
	if p.fits.moves {
		p.checkMoves(f)
		p.checkCircles(f)
	}
	p.checkPoints(f)
}

// fitting says which lists of a ladder are neither too short nor too long.
type fitting struct{ departments, tracks, stages, moves bool }

// name reports what people call a thing when it is missing in a language, or is more than one line.
func name(f *wording.Faults, place string, t kam.Text) {
	if !f.Text(place, t) {
		return
	}
	if strings.ContainsFunc(t.EN+t.ZH, breaksLine) {
		f.Add("text", place, wording.Say("%s has a line break or a control character", "%s 含换行或控制字符", quoted(t)),
			wording.Say("write it as one line of printable text", "请写成一行可打印的文字"))
	}
}

// quoted returns a text in quotes, each language its own.
func quoted(t kam.Text) kam.Text {
	return kam.Text{EN: strconv.Quote(wording.Clip(t.EN)), ZH: strconv.Quote(wording.Clip(t.ZH))}
}

func optionalName(f *wording.Faults, place string, t kam.Text) {
	if t != (kam.Text{}) {
		name(f, place, t)
	}
}

// breaksLine tells whether a character ends a line, or does to it what cannot be seen.
func breaksLine(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// optionalText reports a text that is stated in one language only.
func optionalText(f *wording.Faults, place string, t kam.Text) {
	if t != (kam.Text{}) {
		f.Text(place, t)
	}
}

// checkTracks reports what is wrong with departments and tracks.
func (p *Program) checkTracks(f *wording.Faults) {
	departments := map[string]bool{}
	if p.fits.departments {
		for i, d := range p.ladder.Departments {
			f.ID(wording.At("$.departments", i)+".id", d.ID, departments)
			name(f, wording.At("$.departments", i)+".name", d.Name)
		}
	}
	if !p.fits.tracks {
		return
	}
	listed := p.fits.departments && len(p.ladder.Departments) > 0
	seen := map[string]bool{}
	for i, t := range p.ladder.Tracks {
		at := wording.At("$.tracks", i)
		if f.ID(at+".id", t.ID, seen) {
			p.tracks[t.ID] = i
		}
		name(f, at+".name", t.Name)
		if t.Department != "" && f.ID(at+".department", t.Department, nil) && listed && !departments[t.Department] {
			f.Add("department", at+".department", wording.Say("there is no department %s", "没有部门 %s", wording.Quote(t.Department)), wording.Say("use the ID of a department, or list none", "请填写已有部门的标识，或不列部门"))
		}
	}
}

// checkStages reports what is wrong with the stages.
func (p *Program) checkStages(f *wording.Faults) {
	type place struct {
		track string
		rank  int
	}
	seen, taken := map[string]bool{}, map[place]string{}
	for i, s := range p.ladder.Stages {
		at := wording.At("$.stages", i)
		if f.ID(at+".id", s.ID, seen) {
			p.stages[s.ID] = i
		}
		_, known := p.tracks[s.Track]
		if !known && p.fits.tracks {
			f.Add("track", at+".track", wording.Say("there is no track %s", "没有通道 %s", wording.Quote(s.Track)), wording.Say("use the ID of a track", "请填写已有通道的标识"))
		}
		switch other, twice := taken[place{s.Track, s.Rank}]; {
		case s.Rank < 1 || s.Rank > MaxRank:
			f.Add("rank", at+".rank", wording.Say("rank %d is not from 1 to %d", "职级序号 %d 不在 1 至 %d 之间", s.Rank, MaxRank), wording.Say("use 1 to %d", "请填 1 至 %d", MaxRank))
		case known && twice:
			f.Add("rank", at+".rank", wording.Say("rank %d of track %s is that of %s already", "通道 %[2]s 的序号 %[1]d 已用于 %[3]s", s.Rank, wording.Quote(s.Track), wording.Quote(other)),
				wording.Say("give each stage of a track a rank of its own, or add a track", "同一通道内每个职级请使用不同的序号，或另设通道"))
		default:
			taken[place{s.Track, s.Rank}] = s.ID
		}
		if f.Count(at+".titles", len(s.Titles), 1, MaxTitles) {
			for j, title := range s.Titles {
				name(f, wording.At(at+".titles", j), title)
			}
		}
		optionalText(f, at+".about", s.About)
		if s.Headcount != nil && *s.Headcount < 0 {
			f.Add("headcount", at+".headcount", wording.Say("a head count of %d is below 0", "编制 %d 小于 0", *s.Headcount), wording.Say("state 0 or more, or leave it out for no limit", "请填 0 或以上，不限则省略"))
		}
		f.Merge(at+".skills", skills.CheckRequirements(s.Skills, p.ladder.Vocabulary.Skills))
		checkPay(f, at+".pay", s.Pay)
		checkQuota(f, at+".quota", s.Quota)
	}
}

// checkPay reports a pay band that is none.
func checkPay(f *wording.Faults, at string, pay *PayBand) {
	if pay == nil {
		return
	}
	checkCurrency(f, at+".currency", pay.Currency)
	bounded := f.Number(at+".min", pay.Min)
	bounded = f.Number(at+".max", pay.Max) && bounded
	bounded = (!pay.Mid.Valid || f.Number(at+".mid", pay.Mid.Decimal)) && bounded
	if !bounded {
		return
	}
	checkPlaces(f, "pay", at+".min", pay.Min, pay.Currency)
	checkPlaces(f, "pay", at+".max", pay.Max, pay.Currency)
	if pay.Mid.Valid {
		checkPlaces(f, "pay", at+".mid", pay.Mid.Decimal, pay.Currency)
	}
	if pay.Min.Sign() < 0 {
		f.Add("pay", at+".min", wording.Say("%s is below 0", "%s 小于 0", pay.Min), wording.Say("state 0 or more", "请填 0 或以上"))
	}
	if pay.Max.LessThan(pay.Min) {
		f.Add("pay", at+".max", wording.Say("the band ends at %s, below its beginning %s", "薪酬带上限 %s 低于下限 %s", pay.Max, pay.Min), wording.Say("state the larger one as max", "请将较大的数填为 max"))
	}
	if pay.Mid.Valid && (pay.Mid.Decimal.LessThan(pay.Min) || pay.Mid.Decimal.GreaterThan(pay.Max)) {
		f.Add("pay", at+".mid", wording.Say("%s lies outside %s to %s", "%s 不在 %s 至 %s 之间", pay.Mid.Decimal, pay.Min, pay.Max), wording.Say("state an amount within the band", "请填写薪酬带之内的金额"))
	}
}

func checkQuota(f *wording.Faults, at string, quota *kam.Money) {
	if quota == nil {
		return
	}
	checkCurrency(f, at+".currency", quota.Currency)
	if !f.Number(at+".amount", quota.Amount) {
		return
	}
	checkPlaces(f, "quota", at+".amount", quota.Amount, quota.Currency)
	if quota.Amount.Sign() <= 0 {
		f.Add("quota", at+".amount", wording.Say("%s is not above 0", "%s 不大于 0", quota.Amount), wording.Say("state an amount above 0, or leave the quota out", "请填写大于 0 的金额，或省略指标"))
	}
}

// checkPlaces reports an amount in parts of the smallest unit of its currency, which nobody can be paid.
func checkPlaces(f *wording.Faults, code, at string, amount decimal.Decimal, in kam.Currency) {
	if _, err := kam.ParseCurrency(string(in)); err != nil {
		return // it is told
	}
	if places := in.MinorUnits(); !amount.Equal(num.Round(amount, places, num.Down)) {
		f.Add(code, at, wording.Say("%s has more decimal places than the %d of %s", "%[1]s 的小数位数超过 %[3]s 的 %[2]d 位", amount, places, string(in)),
			wording.Say("round it to %d decimal places", "请舍入到 %d 位小数", places))
	}
}

func checkCurrency(f *wording.Faults, at string, c kam.Currency) {
	if _, err := kam.ParseCurrency(string(c)); err != nil {
		f.Add("currency", at, wording.Say("%s is no currency", "%s 不是币种代码", wording.Quote(string(c))), wording.Say("use a code of ISO 4217, such as CNY", "请使用 ISO 4217 代码，如 CNY"))
	}
}
