package promotion

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// ScoreChange is one time that a score which had been given became another.
type ScoreChange struct {
	On kam.Day `json:"on"`
	// Step says who changed it: [StepCorrect] is the judge who gave it, and so is [StepScore] after it was void; [StepAnswer] is an
	// officer who answered an objection, and [StepRule] an arbiter who ruled on an appeal.
	Step Step `json:"step"`
	// By is the person who changed it, and Reason why. Both are left out of what candidates and judges see.
	By     kam.Subject `json:"by,omitzero"`
	Reason string      `json:"reason,omitempty"`
	// Complaint is the ID of the objection or appeal that was upheld; empty of a correction by the judge.
	Complaint string `json:"complaint,omitempty"`
	// From is the score before the change, and Voided says that it did not count then.
	From   decimal.Decimal `json:"from"`
	Voided bool            `json:"voided,omitempty"`
}

// own reports whether the judge made the change in person.
func (c ScoreChange) own() bool { return c.Step != StepAnswer && c.Step != StepRule }

// text says the change as a part of a list, without who made it and why.
func (c ScoreChange) text() kam.Text {
	from := plain(wording.Decimal(c.From))
	switch c.Step {
	case StepAnswer:
		return say("was %s, changed on %s by the answer to objection %s", "原为 %s，%s 因异议 %s 的答复而更改", from, c.On, wording.Quote(c.Complaint))
	case StepRule:
		return say("was %s, changed on %s by the ruling on appeal %s", "原为 %s，%s 因申诉 %s 的裁定而更改", from, c.On, wording.Quote(c.Complaint))
	case StepScore:
		return say("was %s, void, scored anew by the judge on %s", "原为 %s，已作废，评委于 %s 重新评分", from, c.On)
	default:
		return say("was %s, corrected by the judge on %s", "原为 %s，评委于 %s 更正", from, c.On)
	}
}

// changed returns s with another value, and the change noted that e makes.
func (s score) changed(e Event, value decimal.Decimal, voided bool) score {
	by := ScoreChange{On: e.On, Step: e.Step, By: e.By, Reason: e.Reason, Complaint: e.ID, From: s.value, Voided: voided}
	s.changes = append(slices.Clip(s.changes), by)
	s.value = value
	return s
}

// Given returns the score that the judge gave last in person: Score, unless an officer or an arbiter changed it since.
func (u ScoreUse) Given() decimal.Decimal {
	given := u.Score
	for _, c := range slices.Backward(u.Changes) {
		if c.own() {
			break
		}
		given = c.From
	}
	return given
}

// Foreign reports whether the score as it stands is not the judge's own, since an officer or an arbiter changed it.
func (u ScoreUse) Foreign() bool {
	return len(u.Changes) > 0 && !u.Changes[len(u.Changes)-1].own()
}

// forParties returns changes as candidates and judges see them.
func forParties(changes []ScoreChange) []ScoreChange {
	var out []ScoreChange
	for _, c := range changes {
		c.By, c.Reason = kam.Subject{}, ""
		out = append(out, c)
	}
	return out
}

// changesText lists changes in one text.
func changesText(changes []ScoreChange) kam.Text {
	parts := make([]kam.Text, len(changes))
	for i, c := range changes {
		parts[i] = c.text()
		if c.Reason != "" {
			parts[i] = say("%s, by %s: %s", "%s，操作人 %s：%s", parts[i], who(c.By), c.Reason)
		}
	}
	return wording.Clauses(parts)
}
