package careerpath

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
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
	f.Text("$.name", l.Name)
	optionalText(f, "$.source", l.Source)
	f.Period("$.effective", l.Effective, false)
	f.Merge("$.vocabulary", l.Vocabulary.Check())
	fits := f.Count("$.departments", len(l.Departments), 0, MaxTracks)
	fits = f.Count("$.tracks", len(l.Tracks), 1, MaxTracks) && fits
	fits = f.Count("$.stages", len(l.Stages), 1, MaxStages) && fits
	fits = f.Count("$.moves", len(l.Moves), 0, MaxMoves) && fits
	if !fits {
		return
	}
	p.checkTracks(f)
	p.checkStages(f)
	p.checkMoves(f)
	p.checkCircles(f)
	p.checkPoints(f)
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
	for i, d := range p.ladder.Departments {
		f.ID(wording.At("$.departments", i)+".id", d.ID, departments)
		f.Text(wording.At("$.departments", i)+".name", d.Name)
	}
	seen := map[string]bool{}
	for i, t := range p.ladder.Tracks {
		at := wording.At("$.tracks", i)
		if f.ID(at+".id", t.ID, seen) {
			p.tracks[t.ID] = i
		}
		f.Text(at+".name", t.Name)
		if t.Department != "" && f.ID(at+".department", t.Department, nil) && len(p.ladder.Departments) > 0 && !departments[t.Department] {
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
		if !known {
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
				f.Text(wording.At(at+".titles", j), title)
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
	if f.Number(at+".amount", quota.Amount) && quota.Amount.Sign() <= 0 {
		f.Add("quota", at+".amount", wording.Say("%s is not above 0", "%s 不大于 0", quota.Amount), wording.Say("state an amount above 0, or leave the quota out", "请填写大于 0 的金额，或省略指标"))
	}
}

func checkCurrency(f *wording.Faults, at string, c kam.Currency) {
	if _, err := kam.ParseCurrency(string(c)); err != nil {
		f.Add("currency", at, wording.Say("%s is no currency", "%s 不是币种代码", wording.Quote(string(c))), wording.Say("use a code of ISO 4217, such as CNY", "请使用 ISO 4217 代码，如 CNY"))
	}
}
