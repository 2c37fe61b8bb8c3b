package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/desk"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/preclose"
)

func periods(x *exchange) error {
	return x.page("periods", kam.Text{EN: "Commission periods", ZH: "结算期"}, x.Desk.Lives())
}

type periodView struct {
	desk.Life
	// Findings are those of the last calculation; Calculated tells whether there was one.
	Findings   desk.Findings
	Calculated bool
	// Looks are who has looked at which of its checks.
	Looks map[string]*desk.Look
	// Ends is the last day of the period, where the period may be calculated and that day is not before the day of the data.
	Ends kam.Day
	Job  *jobView
	// Own tells whether the account has calculated the period, so that another one has to approve it.
	Own bool
}

type jobView struct {
	By          string
	Done, Total int
	Running     bool
	Fault       string
}

// May tells which steps the period may take now.
func (v periodView) May(step string) bool {
	if v.Job != nil && v.Job.Running {
		return false
	}
	switch step {
	case "calculate":
		return v.Now == ledger.Open || v.Now == ledger.Calculated || v.Now == ledger.Reopened
	case "approve":
		return v.Now == ledger.Calculated
	case "close", "reopen":
		return v.Now == ledger.Approved
	}
	return false
}

// Checks are what to tick before approval. That somebody else has to approve is for those who have calculated, until it is done.
func (v periodView) Checks() []preclose.Check {
	return slices.DeleteFunc(slices.Clone(v.Findings.Checks), func(c preclose.Check) bool {
		return c.Code == fourEyes && (!v.Own || v.Now != ledger.Calculated)
	})
}

// Warns tells whether a calculation would take the approval from the account, which it has now: it may be the last one that has.
func (v periodView) Warns() bool { return v.May("calculate") && v.May("approve") && !v.Own }

// ToLook tells whether somebody is to look at what a check counts, and may still say that they have.
func (v periodView) ToLook(c preclose.Check) bool {
	return v.May("approve") && !c.Clear && c.Code != fourEyes && v.Looks[c.Code] == nil
}

// fourEyes is the code of the check that who approves has not calculated.
const fourEyes = "four-eyes"

// periodOf returns the period that the path names.
func (x *exchange) periodOf() (kam.Period, error) {
	p, ok := x.Desk.Period(x.r.PathValue("period"))
	if !ok {
		return p, errMissing
	}
	return p, nil
}

func jobOf(d *desk.Desk, p kam.Period) *jobView {
	job := d.Job(p)
	if job == nil {
		return nil
	}
	done, total, ended, err := job.Progress()
	v := &jobView{By: job.By, Done: done, Total: total, Running: !ended}
	if err != nil {
		v.Fault = err.Error()
	}
	return v
}

func period(x *exchange) error {
	p, err := x.periodOf()
	if err != nil {
		return err
	}
	v := periodView{Life: x.Desk.Life(p), Job: jobOf(x.Desk, p)}
	v.Findings, err = x.Desk.Findings(x.r.Context(), p)
	v.Calculated = err == nil
	if err != nil && !errors.Is(err, desk.ErrUnknown) {
		return err
	}
	if v.Looks, err = x.Desk.Looks(x.r.Context(), v.Findings); err != nil {
		return err
	}
	if last := p.Until.AddDays(-1); !last.Before(x.Desk.Today) && v.Now != ledger.Approved && v.Now != ledger.Closed {
		v.Ends = last
	}
	v.Own = calculatedBy(v.Life, x.account.ID)
	if v.Job != nil && v.Job.Running {
		x.header.Set("Refresh", "3") // for browsers without the script
	}
	return x.page("period", called("Period %s", "结算期 %s", v.Label), v)
}

// calculatedBy tells whether somebody has calculated a period since it was last reopened, and so may not approve it.
func calculatedBy(l desk.Life, who string) bool {
	own := false
	for _, c := range l.History {
		switch c.State {
		case ledger.Reopened:
			own = false
		case ledger.Calculated:
			own = own || c.By == who
		case ledger.Open, ledger.Approved, ledger.Closed:
		}
	}
	return own
}

// progressData is how far a calculation is.
func progressData(x *exchange) error {
	p, err := x.periodOf()
	if err != nil {
		return err
	}
	v := jobOf(x.Desk, p)
	if v == nil {
		v = &jobView{}
	}
	x.data(map[string]any{"done": v.Done, "total": v.Total, "running": v.Running, "failed": v.Fault != ""})
	return nil
}

func calculate(x *exchange) error {
	p, err := x.periodOf()
	if err != nil {
		return err
	}
	if life := x.Desk.Life(p); life.Now == ledger.Calculated && !calculatedBy(life, x.account.ID) && x.r.PostForm.Get("sure") != "yes" {
		return failure{http.StatusConflict, kam.Text{
			EN: "The period is calculated, and you may approve it. If you calculate it too, you cannot approve it: its page asks whether you are sure.",
			ZH: "本期已计算，您可以批准。若您也执行计算，则不能再批准：请在本期页面上确认。",
		}}
	}
	if _, err := x.Desk.Calculate(x.Background, p, x.account.ID, x.day()); err != nil {
		return moved(err)
	}
	x.redirect("/periods/" + segment(x.Desk.Label(p)))
	return nil
}

// look keeps that the account has looked at what a check of the last calculation counts.
func look(x *exchange) error {
	p, err := x.periodOf()
	if err != nil {
		return err
	}
	code := x.r.PathValue("check")
	x.object = x.Desk.Label(p) + " / " + code
	found, err := x.Desk.Findings(x.r.Context(), p)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(found.Checks, func(c preclose.Check) bool { return c.Code == code && !c.Clear && c.Code != fourEyes }) {
		return errMissing
	}
	if x.Desk.Life(p).Now != ledger.Calculated {
		return moved(ledger.ErrOrder)
	}
	if x.r.PostForm.Get("run") != found.Run {
		return failure{http.StatusConflict, kam.Text{
			EN: "The period was calculated again meanwhile. Look at what its page says now.", ZH: "本期已重新计算，请核查页面上的最新结果。",
		}}
	}
	if err := x.Desk.Look(x.r.Context(), found.Run, code, desk.Look{By: x.account.ID, At: x.Now().UTC()}); err != nil {
		return err
	}
	x.redirect("/periods/" + segment(x.Desk.Label(p)) + "#findings")
	return nil
}

func approve(x *exchange) error     { return x.mark(ledger.Approved, "") }
func closePeriod(x *exchange) error { return x.mark(ledger.Closed, "") }

func reopen(x *exchange) error {
	reason, err := x.textField("reason", ledger.MaxReason, kam.Text{EN: "The reason for reopening", ZH: "重新打开的原因"})
	if err != nil {
		return err
	}
	return x.mark(ledger.Reopened, reason)
}

// day is the day of the clock that the audit has, in UTC as there.
func (x *exchange) day() kam.Day { return kam.DayAt(x.Now(), time.UTC) }

// mark moves the life of the period on.
func (x *exchange) mark(state ledger.State, reason string) error {
	p, err := x.periodOf()
	if err != nil {
		return err
	}
	if err := x.Desk.Mark(x.r.Context(), p, state, x.account.ID, reason, x.day()); err != nil {
		return moved(err)
	}
	x.redirect("/periods/" + segment(x.Desk.Label(p)))
	return nil
}

// moved says why a period does not move on.
func moved(err error) error {
	switch {
	case errors.Is(err, ledger.ErrSamePerson):
		return failure{http.StatusConflict, kam.Text{
			EN: "You have calculated this period: somebody else has to approve it.", ZH: "本期由您计算，须由他人批准。",
		}}
	case errors.Is(err, ledger.ErrOrder), errors.Is(err, ledger.ErrClosed), errors.Is(err, ledger.ErrApproved):
		return failure{http.StatusConflict, kam.Text{
			EN: "The period is not in the state for this step. Reload its page.", ZH: "结算期当前状态不允许此操作，请刷新页面。",
		}}
	case errors.Is(err, ledger.ErrStale):
		return failure{http.StatusConflict, kam.Text{EN: "Somebody else has posted meanwhile. Try again.", ZH: "期间有他人入账，请重试。"}}
	case errors.Is(err, desk.ErrBusy):
		return failure{http.StatusConflict, kam.Text{EN: "A calculation is running.", ZH: "正在计算中。"}}
	}
	return err
}

// State returns what the state of a period is called.
func (v *view) State(s ledger.State) string {
	switch s {
	case ledger.Open:
		return v.T("open", "未计算")
	case ledger.Calculated:
		return v.T("calculated", "已计算")
	case ledger.Approved:
		return v.T("approved", "已批准")
	case ledger.Closed:
		return v.T("closed", "已关闭")
	case ledger.Reopened:
		return v.T("reopened", "已重新打开")
	}
	return string(s)
}
