package plandoc

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

const prefix = "plandoc"

// Step is what happens to a version of a plan.
type Step string

// The steps.
const (
	// StepDraft writes a version, or writes it anew while it is a draft.
	StepDraft Step = "draft"
	// StepSubmit hands a draft in for review.
	StepSubmit Step = "submit"
	// StepReturn gives it back to its author, with a reason.
	StepReturn Step = "return"
	// StepApprove approves what is in review: from now on the version never changes.
	StepApprove Step = "approve"
	// StepRetire ends the use of an approved version, with a reason.
	StepRetire Step = "retire"
	// StepAcknowledge records that a payee has read and accepted a document of an approved version.
	StepAcknowledge Step = "acknowledge"
)

// Event is one step of one version of a plan: an entry of the append-only
// record that a [Store] keeps. The zero value is no valid event.
type Event struct {
	// Plan is the id of the plan, and Seq the number of the event among the plan's, from 1.
	Plan string `json:"plan"`
	Seq  int64  `json:"seq"`
	Step Step   `json:"step"`
	// Version is the version it is about.
	Version int `json:"version"`
	// On is the day, and By the person who did it.
	On kam.Day `json:"on"`
	By string  `json:"by"`
	// Reason is needed for return and retire.
	Reason string `json:"reason,omitempty"`
	// Hash is the [incentive.Plan.Hash] of what was submitted, approved or acknowledged: 64 hexadecimal digits. A draft has its own.
	Hash string `json:"hash"`
	// Content is the plan of a draft as canonical JSON; empty in other steps.
	Content string `json:"content,omitempty"`
	// Document is the [Document.Hash] of what was acknowledged, and Lang its language; empty in other steps.
	Document string   `json:"document,omitempty"`
	Lang     kam.Lang `json:"lang,omitempty"`
}

// MaxContent is the longest content of a draft, in bytes.
const MaxContent = 4 << 20

// Draft returns the event that writes a plan: its number is to be set by [Registry.Next]. A plan that JSON cannot hold
// gives an event that fails [Event.Check].
func Draft(p incentive.Plan, by string, on kam.Day) Event {
	e := Event{Plan: p.ID, Step: StepDraft, Version: p.Version, On: on, By: by}
	if data, err := p.Canonical(); err == nil {
		e.Content, e.Hash = string(data), p.Hash()
	}
	return e
}

// Check returns nil for an event that can be kept: everything its step needs
// is there and nothing else. Else the error is a *kam.InvalidError with every
// fault. Whether the step is allowed is for [Registry.Apply].
func (e Event) Check() error {
	f := wording.Faults{Prefix: prefix}
	f.ID("$.plan", e.Plan, nil)
	if e.Seq < 1 {
		f.Add("seq", "$.seq", say("the number %d is not positive", "序号 %d 不是正数", e.Seq), say("number the events of a plan from 1", "请将同一方案的事件自 1 起编号"))
	}
	if e.Version < 1 {
		f.Add("version", "$.version", say("the version %d is not positive", "版本号 %d 不是正数", e.Version), say("count versions from 1", "版本号从 1 开始"))
	}
	if !e.On.IsSet() {
		f.Add("day", "$.on", say("there is no day", "缺少日期"), say("state the day", "请填写日期"))
	}
	f.ID("$.by", e.By, nil)
	wording.Choice(&f, "step", "$.step", e.Step, StepDraft, StepSubmit, StepReturn, StepApprove, StepRetire, StepAcknowledge)
	if reason := e.Step == StepReturn || e.Step == StepRetire; reason || e.Reason != "" {
		f.ID("$.reason", e.Reason, nil)
	}
	e.hash(&f, "$.hash", e.Hash)
	if acknowledged := e.Step == StepAcknowledge; acknowledged {
		e.hash(&f, "$.document", e.Document)
		wording.Choice(&f, "lang", "$.lang", e.Lang, kam.English, kam.Chinese)
	} else if e.Document != "" || e.Lang != "" {
		f.Add("step", "$.document", say("a document goes with an acknowledgement alone", "文件仅用于签收"), say("remove it", "请删除"))
	}
	switch {
	case e.Step == StepDraft:
		e.content(&f)
	case e.Content != "":
		f.Add("step", "$.content", say("a plan goes with a draft alone", "方案内容仅用于草稿"), say("remove it", "请删除"))
	}
	return f.Err()
}

func (e Event) hash(f *wording.Faults, at, hash string) {
	if data, err := hex.DecodeString(hash); err != nil || len(data) != sha256.Size || strings.ToLower(hash) != hash {
		f.Add("hash", at, say("%s is no hash", "%s 不是有效摘要", wording.Quote(hash)), say("state 64 hexadecimal digits in lower case", "请填写 64 位小写十六进制数"))
	}
}

// content checks that a draft is the plan it says it is.
func (e Event) content(f *wording.Faults) {
	if len(e.Content) > MaxContent {
		f.Add("content", "$.content", say("the plan has %d bytes, more than %d", "方案长 %d 字节，超过 %d", len(e.Content), MaxContent), say("divide the plan", "请拆分方案"))
		return
	}
	p, err := incentive.ParsePlan([]byte(e.Content))
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		f.Take("$.content: ", invalid.Findings)
		return
	}
	if canonical, err := p.Canonical(); err != nil || string(canonical) != e.Content {
		f.Add("content", "$.content", say("the plan is not written canonically", "方案不是规范写法"), say("write what Plan.Canonical returns", "请写入 Plan.Canonical 的结果"))
		return
	}
	if p.ID != e.Plan || p.Version != e.Version || p.Hash() != e.Hash {
		f.Add("content", "$.content", say("the content is another plan, version or hash than the event names", "内容与事件所写的方案、版本或摘要不符"), say("make the event with Draft", "请用 Draft 生成事件"))
	}
}

// Canonical returns the event as JSON bytes that depend on what it says alone.
func (e Event) Canonical() ([]byte, error) { return strictjson.Canonical(e) }

// Same reports whether two events say the same.
func (e Event) Same(o Event) bool { return e == o }

// ParseEvent reads an event from JSON, strictly. [Event.Check] checks what it says.
func ParseEvent(data []byte) (Event, error) {
	var e Event
	if err := strictjson.Decode(data, &e, prefix).Err(); err != nil {
		return Event{}, err
	}
	return e, nil
}

func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// String returns what the event is, for people who read logs.
func (e Event) String() string {
	return fmt.Sprintf("%s %d: %s version %d by %s on %s", e.Plan, e.Seq, e.Step, e.Version, e.By, e.On)
}
