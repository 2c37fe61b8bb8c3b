package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// The codes of the findings. Faults of the JSON itself have the prefix "statement" and a code of strictjson.
const (
	CodeFormat     = "statement.format"     // not the format that this package reads
	CodePlan       = "statement.plan"       // the embedded plan cannot be calculated with
	CodePlanHash   = "statement.plan-hash"  // the embedded plan is not the one that the hash names
	CodeDigest     = "statement.digest"     // the document is not as it was exported
	CodeNumber     = "statement.number"     // a number is not written as statements write it, or is out of bounds
	CodeDifference = "statement.difference" // a figure does not follow
	CodeConflict   = "statement.conflict"   // two parts of the statement, or a credit and the plan, exclude each other
	CodeMissing    = "statement.missing"    // something is not listed that has to be
)

// Check returns everything in an exported statement that does not follow from
// its plan and its credits, or nil. It reads data once, does no I/O and never
// panics; several calls may run at once.
func Check(data []byte) kam.Findings {
	var doc document
	if found := strictjson.Decode(data, &doc, "statement"); len(found) > 0 {
		return found
	}
	v := &verifier{
		doc: &doc, rules: map[string]*rule{}, byName: map[string]*track{}, credits: map[int]met{}, sales: map[sale]int{}, shares: map[string][2]string{},
		targets: map[kam.Period]*big.Rat{}, worked: map[kam.Period]int64{},
	}
	if doc.Format != Format {
		v.fault(CodeFormat, "$.format", say("the format %s is not %q", "格式 %s 不是 %q", show(doc.Format), Format), say("verify it with the version that wrote it", "请用导出该结算单的版本核验"))
		return v.found
	}
	v.planHash()
	v.digest()
	if !v.usable() {
		return v.found
	}
	v.header()
	if v.measures() && v.components() {
		v.settle()
		v.conversions()
		v.unasked()
	}
	v.complete()
	return v.found
}

// verifier recomputes one statement.
type verifier struct {
	doc     *document
	found   kam.Findings
	grid    grid
	rules   map[string]*rule
	tracks  []*track
	byName  map[string]*track
	parts   []*part
	credits map[int]met
	// sales are the places of credits that are no refunds.
	sales map[sale]int
	// shares are the parts of their originals that refunds say to take back.
	shares map[string][2]string
	// targets are the target incentives that something asked for, nil where one cannot be found.
	targets map[kam.Period]*big.Rat
	// worked are the working days of stretches, calendar the months, in order: what is given of the calendar.
	worked   map[kam.Period]int64
	calendar []kam.Period
	// work counts how often days were compared with ramps and absences.
	work   int
	faults int
}

// maxFaults is how many faults are looked at; a document with more of them is beyond comparing.
const maxFaults = 10_000

// met is a credit with the path at which it was first met.
type met struct {
	credit *credit
	path   string
}

func (v *verifier) fault(code, path string, message, remedy kam.Text, evidence ...kam.Evidence) {
	if v.faults++; v.faults > maxFaults {
		return
	}
	v.found.Add(kam.Finding{Code: code, Severity: kam.Error, Place: path, Message: message, Remedy: remedy, Evidence: evidence})
}

// same compares a figure with what it has to be.
func (v *verifier) same(path, expected, stated string) {
	if expected == stated {
		return
	}
	v.fault(CodeDifference, path, say("the statement says %s, the plan and the credits give %s", "结算单写的是 %s，按方案与业绩归属计算应为 %s", figure(stated), figure(expected)),
		say("ask for the statement to be issued again", "请要求重新出具结算单"),
		kam.Evidence{Name: "expected", Value: clip(expected)}, kam.Evidence{Name: "found", Value: clip(stated)})
}

// sameCount compares a count with what it has to be.
func (v *verifier) sameCount(path string, expected, stated int) {
	v.same(path, fmt.Sprint(expected), fmt.Sprint(stated))
}

// index names an entry of a list.
func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// conflict reports two things that exclude each other.
func (v *verifier) conflict(path string, message kam.Text) {
	v.fault(CodeConflict, path, message, say("ask for the statement to be issued again", "请要求重新出具结算单"))
}

// number reads an exact number that is given; zero when it cannot be read.
func (v *verifier) number(path, s string) *big.Rat {
	x, ok := read(s)
	if !ok {
		v.fault(CodeNumber, path, say("%s is no exact number", "%s 不是精确数字", show(s)),
			say(`write a plain decimal such as "12.5", or a fraction in lowest terms such as "1000/3", of at most %d characters`, `请写普通小数，如 "12.5"，或最简分数，如 "1000/3"，最多 %d 个字符`, maxText))
		return zero()
	}
	return x
}

// plus adds to a running sum; a sum that becomes too fine is reported and starts anew.
func (v *verifier) plus(path string, sum, x *big.Rat) *big.Rat {
	out := add(sum, x)
	if out.Denom().BitLen() <= maxBits && out.Num().BitLen() <= 2*maxBits {
		return out
	}
	v.fault(CodeNumber, path, say("the sum has too many digits", "合计的位数过多"), say("denominators have at most %d bits", "分母最多 %d 位二进制", maxBits))
	return zero()
}

// planHash compares the embedded plan with its hash. White space, order of keys and escapes do not count.
func (v *verifier) planHash() {
	if v.doc.Plan == nil {
		v.fault(CodePlan, "$.plan", say("the plan is not there", "缺少方案"), say("embed the plan's canonical JSON", "请嵌入方案的规范 JSON"))
		return
	}
	if hash, err := hashOf(v.doc.Plan); err != nil || hash != v.doc.PlanHash {
		v.fault(CodePlanHash, "$.plan_hash", say("the plan that is embedded has another hash", "所嵌入方案的哈希与此不符"), say("compare it with the approved plan", "请与已批准的方案核对"),
			kam.Evidence{Name: "expected", Value: hash}, kam.Evidence{Name: "found", Value: clip(v.doc.PlanHash)})
	}
}

// hashOf returns the SHA-256 of a value's canonical JSON.
func hashOf(x any) (string, error) {
	data, err := strictjson.Canonical(x)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// digest compares the document with the digest that it was exported with.
func (v *verifier) digest() {
	if want, err := digest(*v.doc); err != nil || want != v.doc.Digest {
		v.fault(CodeDigest, "$.digest", say("the statement is not as it was exported", "结算单与导出时不一致"), say("ask for the statement to be issued again", "请要求重新出具结算单"),
			kam.Evidence{Name: "expected", Value: want}, kam.Evidence{Name: "found", Value: clip(v.doc.Digest)})
	}
}

func digest(doc document) (string, error) {
	doc.Plan, doc.Payee.Name, doc.Digest = nil, "", ""
	return hashOf(doc)
}

// Digest returns the digest that a statement should carry, whatever it carries; empty when it cannot be read.
func Digest(data []byte) string {
	var doc document
	if len(strictjson.Decode(data, &doc, "statement")) > 0 {
		return ""
	}
	sum, err := digest(doc)
	if err != nil {
		return ""
	}
	return sum
}

// header compares what the statement says of itself with its plan.
func (v *verifier) header() {
	d, p := v.doc, v.doc.Plan
	v.same("$.currency", string(p.Currency), string(d.Currency))
	v.same("$.assignment.plan", p.ID, d.Assignment.Plan)
	v.same("$.assignment.version", fmt.Sprint(p.Version), fmt.Sprint(d.Assignment.Version))
	if d.Payee.ID == "" {
		v.fault(CodeMissing, "$.payee.id", say("the statement names no payee", "结算单没有人员编号"), say("state the payee's id", "请写明人员编号"))
	}
	if raw, err := hex.DecodeString(d.InputHash); err != nil || len(raw) != sha256.Size {
		v.fault(CodeMissing, "$.input_hash", say("the hash of the inputs is not 64 hexadecimal digits", "输入哈希不是 64 位十六进制数字"), say("state the hash of the run's inputs", "请写明运行输入的哈希"))
	}
	switch {
	case d.Period.IsOpen() || !p.Effective.ContainsPeriod(d.Period):
		v.conflict("$.period", say("the plan is effective %s, which does not cover %s", "方案生效期间 %s 未覆盖 %s", p.Effective.String(), d.Period.String()))
	case !d.Assignment.Period.Overlaps(d.Period):
		v.conflict("$.assignment.period", say("the assignment %s lies outside %s", "分配期间 %s 不在 %s 之内", d.Assignment.Period.String(), d.Period.String()))
	}
	v.entitlement()
	if t := d.Assignment.Target; t != nil {
		if v.number("$.assignment.target.amount", t.Amount); months(t.Per) == 0 {
			v.conflict("$.assignment.target.per", say("%s is no stretch of a target", "%s 不是目标奖金的期间", show(string(t.Per))))
		}
	}
}

// meet notes a credit at its place and compares it with what was said of it before.
func (v *verifier) meet(path string, c *credit) *rule {
	old, known := v.credits[c.Place]
	switch {
	case c.Place < 1:
		v.conflict(path+".place", say("credits are numbered from 1", "业绩归属编号从 1 开始"))
	case !known:
		v.credits[c.Place] = met{c, path}
		if at, listed := v.sales[c.sale()]; c.Reverses == "" && (!listed || c.Place < at) {
			v.sales[c.sale()] = c.Place
		}
	case *old.credit != *c:
		v.conflict(path, say("the credit with place %d is another one at %s", "位置 %d 的业绩归属与 %s 处不一致", c.Place, old.path))
	}
	r := v.rules[c.Rule]
	own := c.From == ""
	switch {
	case r == nil:
		v.conflict(path+".rule", say("the plan has no credit rule %s", "方案没有归属规则 %s", show(c.Rule)))
		return nil
	case own == r.commission() || own == (c.FromComponent > 0) || own != (c.Participant > 0):
		v.conflict(path+".from", say("commission says whose it is, and a deal through which participant it is credited", "以提成为基数的业绩归属须写明提成来源，交易业绩归属须写明参与人"))
	case c.Transaction == "" && (own || c.Reverses != ""), c.Transaction != "" && c.Transaction == c.Reverses:
		v.conflict(path+".transaction", say("the credit names no deal of its own", "该业绩归属没有写明交易"))
	}
	switch foreign := c.Currency != ""; {
	case foreign && (!own || c.Currency == v.doc.Plan.Currency):
		v.conflict(path+".currency", say("only a deal in another currency than the plan's names its own", "仅货币与方案不同的交易才写明货币"))
	case foreign && v.doc.Plan.Conversion == nil:
		v.conflict(path+".currency", say("the plan does not say how deals in another currency are converted", "方案未写明其他货币的交易如何折算"))
	}
	if !v.doc.Assignment.Period.Contains(c.Date) {
		v.conflict(path+".date", say("%s lies outside the assignment %s", "%s 不在分配期间 %s 之内", c.Date.String(), v.doc.Assignment.Period.String()))
	}
	return r
}

// complete compares all credits with one another once they have been met.
func (v *verifier) complete() {
	v.originals()
	var last kam.Day
	for _, p := range slices.Sorted(maps.Keys(v.credits)) {
		c := v.credits[p]
		switch {
		case c.credit.Reverses != "": // a refund never counts before its original, whatever its own date
		case c.credit.Date.Before(last):
			v.conflict(c.path+".date", say("%s lies before the credit that counts before it", "%s 早于排在其前的业绩归属", c.credit.Date.String()))
		default:
			last = c.credit.Date
		}
		r := v.rules[c.credit.Rule]
		if r == nil || !r.retires() || c.credit.refund() && v.doc.Plan.Refunds.Period == "origin" {
			continue
		}
		for _, t := range v.tracks {
			if t.feeds[c.credit.Rule] && !t.doc.Unknown && !c.credit.Date.Before(t.doc.Window.From) && t.moveAt(p) == nil {
				v.missing(t.path+".moves", p)
			}
		}
	}
}

// originals checks that a recalculated refund says what went before it exactly when the component does not list its original.
func (v *verifier) originals() {
	for _, k := range v.parts {
		listed := map[sale]bool{}
		note := func(c *credit) {
			if c.Reverses == "" {
				listed[c.sale()] = true
			}
		}
		for _, m := range k.own.moves {
			note(m.credit)
		}
		for _, l := range k.lines {
			note(&l.doc.Credit)
		}
		for _, l := range k.lines {
			if c := &l.doc.Credit; c.refund() && l.doc.Mirror == nil && listed[c.sale()] == (l.doc.PriorBefore != "") {
				v.conflict(l.path+".prior_before", say("a refund says what went before it when its original is not listed, and only then", "仅当未列出原交易时，退款才写明此前情况"))
			}
		}
	}
}

func (v *verifier) missing(path string, place int) {
	v.fault(CodeMissing, path, say("the credit with place %d is not listed", "未列出位置 %d 的业绩归属", place), say("ask for the statement to be issued again", "请要求重新出具结算单"))
}

// say formats both languages with the same arguments.
func say(en, zh string, args ...any) kam.Text {
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// clip shortens a text from outside.
func clip(s string) string {
	const limit = 80
	if r := []rune(s); len(s) > limit && len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}

func show(s string) string { return fmt.Sprintf("%q", clip(s)) }

// figure shows a figure, or that there is none.
func figure(s string) string {
	if s == "" {
		return "–"
	}
	return clip(s)
}

// months returns how many months a kind of period has, 0 for none.
func months(k kam.PeriodKind) int64 {
	switch k {
	case kam.Month:
		return 1
	case kam.Quarter:
		return 3
	case kam.HalfYear:
		return 6
	case kam.Year:
		return 12
	default:
		return 0
	}
}
