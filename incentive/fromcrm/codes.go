package fromcrm

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// Code names a kind of finding. Codes are stable: tools may match on them.
type Code string

// Findings about a policy, from [Compile]. All are errors.
const (
	// CodePolicyMissing: the policy leaves something open that changes money.
	CodePolicyMissing Code = "fromcrm.policy-missing"
	// CodePolicyWord: a word is none of its choices.
	CodePolicyWord Code = "fromcrm.policy-word"
	// CodePolicyWon: a won stage is malformed or listed twice.
	CodePolicyWon Code = "fromcrm.policy-won"
)

// Findings about an opportunity as a whole. All are errors but the one marked.
const (
	// CodeID: an opportunity id is empty, too long, malformed, or looks like one that this package derives.
	CodeID Code = "fromcrm.id"
	// CodeNumber: a revision number is negative.
	CodeNumber Code = "fromcrm.revision-number"
	// CodeConflict: two revisions of an opportunity share a number and differ.
	CodeConflict Code = "fromcrm.revision-conflict"
	// CodeRepeated (info): the same revision came more than once; it counts once.
	CodeRepeated Code = "fromcrm.revision-repeated"
	// CodeOrder: a revision was made before the one it follows.
	CodeOrder Code = "fromcrm.revision-order"
	// CodeTooMany: an opportunity has more revisions than are read.
	CodeTooMany Code = "fromcrm.too-many-revisions"
)

// Findings about the content of a revision. They are errors in the latest
// revision, and in an earlier one when [Policy.Faulty] says hold; otherwise
// they are told in one warning, [CodePassedOver]. What does not count is not
// checked: a deleted or lost deal needs neither amount nor owner.
const (
	// CodeCloseDate: a won deal has no close date.
	CodeCloseDate Code = "fromcrm.close-date"
	// CodeChangeDay: a change needs a day and the revision has none.
	CodeChangeDay Code = "fromcrm.change-day"
	// CodeOwner: a won deal has no owner, or both Owner and participants with the role owner.
	CodeOwner Code = "fromcrm.owner"
	// CodeSplit: a share is negative or malformed, a participant is listed twice, or the owners' shares do not total 1.
	CodeSplit Code = "fromcrm.split"
	// CodeAmount: the amount of a won deal is unknown, zero or negative.
	CodeAmount Code = "fromcrm.amount"
	// CodeDigits: a number has too many digits or decimals.
	CodeDigits Code = "fromcrm.digits"
	// CodeCurrency: the currency is no active ISO 4217 code.
	CodeCurrency Code = "fromcrm.currency"
	// CodeText: a text is empty, too long, no UTF-8, or has control characters; or there are too many of them.
	CodeText Code = "fromcrm.text"
	// CodePassedOver (warning): a faulty revision was ignored because a later one replaced it.
	CodePassedOver Code = "fromcrm.passed-over"
)

// Findings that tell what was done. They stop nothing.
const (
	// CodeStage (warning): a stage is not won but differs from a won stage in case or blanks alone.
	CodeStage Code = "fromcrm.stage"
	// CodeWaiting (info): a won deal has no credit date yet, so it does not count.
	CodeWaiting Code = "fromcrm.waiting"
	// CodeKept (info): a change was left out because the policy keeps what was won.
	CodeKept Code = "fromcrm.kept"
	// CodeCurrencyChanged (info): the currency of a won deal changed; it was reversed and booked anew.
	CodeCurrencyChanged Code = "fromcrm.currency-changed"
	// CodeRebooked (info): a difference could not be booked; the deal was reversed and booked anew.
	CodeRebooked Code = "fromcrm.rebooked"
)

// CodeNoneSold is the finding of [Sold] where nothing was. It is an error.
const CodeNoneSold Code = "fromcrm.none-sold"

// say builds a text in both languages. Arguments of type [kam.Text] are rendered in the language of the text.
func say(en, zh string, args ...any) kam.Text {
	english, chinese := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		english[i], chinese[i] = a, a
		if t, ok := a.(kam.Text); ok {
			english[i], chinese[i] = t.EN, t.ZH
		}
	}
	return kam.Text{EN: fmt.Sprintf(en, english...), ZH: fmt.Sprintf(zh, chinese...)}
}

func fault(code Code, place string, message, remedy kam.Text) kam.Finding {
	return kam.Finding{Code: string(code), Severity: kam.Error, Place: place, Message: message, Remedy: remedy}
}

// note is a finding of another severity.
func note(severity kam.Severity, code Code, place string, message, remedy kam.Text) kam.Finding {
	f := fault(code, place, message, remedy)
	f.Severity = severity
	return f
}

// refused says why s cannot be an id, name or key of 1 to limit bytes; bad is false when it can.
func refused(s string, limit int) (why kam.Text, bad bool) {
	switch {
	case s == "":
		return kam.Text{EN: "it is empty", ZH: "为空"}, true
	case len(s) > limit:
		return kam.Text{EN: "it is too long", ZH: "过长"}, true
	case !utf8.ValidString(s):
		return kam.Text{EN: "it is not UTF-8", ZH: "不是 UTF-8 编码"}, true
	case strings.ContainsFunc(s, unicode.IsControl):
		return kam.Text{EN: "it has control characters", ZH: "含控制字符"}, true
	default:
		return kam.Text{}, false
	}
}

// show makes a text from outside fit for a message: printable and at most 60 bytes and an ellipsis long.
func show(s string) string {
	const limit = 60
	cut := len(s) > limit
	if cut {
		s = s[:limit]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if s != "" && s[len(s)-1] >= utf8.RuneSelf {
			s = s[:len(s)-1]
		}
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != utf8.RuneError {
			return r
		}
		return '?'
	}, s)
	if cut {
		s += "…"
	}
	return s
}
