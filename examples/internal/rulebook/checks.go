package rulebook

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

// Checks are what rules must be beyond what their types say. The zero value has none.
type Checks struct{ found kam.Findings }

// ChecksOf returns the checks of times, which are told first.
func ChecksOf(t Times) *Checks {
	c := &Checks{}
	t.check(c)
	return c
}

// That notes, unless something holds, that the value of a key must be as en and zh say: "must end".
func (c *Checks) That(holds bool, key, en, zh string) {
	if !holds {
		c.found.Add(findings.Fault("rules.check", "$."+key, kam.Text{EN: "it " + en, ZH: "该项" + zh}, findings.Say("correct it, or what it depends on", "请更正该项或其所依据的内容")))
	}
}

// Like notes, below a key, every field of a struct that is not what it can only be, and every one that is stated and of which
// that is not: the program states it.
func (c *Checks) Like(key string, stated, only any) {
	want := reflect.ValueOf(only)
	for field, value := range reflect.ValueOf(stated).Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		place, must := "$."+key+"."+name, want.FieldByIndex(field.Index)
		switch {
		case reflect.DeepEqual(value.Interface(), must.Interface()):
		case must.IsZero():
			c.found.Add(findings.Fault("rules.stated", place, findings.Say("it is stated, and follows from the other rules", "该项由其他规则得出，不应填写"), findings.Say("leave it out", "请删去该项")))
		default:
			text := findings.Quote(fmt.Sprint(must))
			c.found.Add(findings.Fault("rules.check", place, findings.Say("it can be %s only", "只能为 %s", text), findings.Say("write %s", "请填写 %s", text)))
		}
	}
}

// works notes that a calendar does not know the working days of a period.
func (c *Checks) works(calendar *kam.Calendar, p kam.Period, key string) {
	for i := range p.Until.AddDays(-1).Year() - p.From.Year() + 1 {
		if _, err := calendar.IsWorkingDay(p.From.AddMonths(12 * i)); err != nil {
			year := p.From.Year() + i
			c.found.Add(findings.Fault("rules.holidays", "$."+key, findings.Say("the calendar has no holidays of %d, a year of %s", "日历缺少 %d 年的节假日数据，而 %s 涉及该年", year, p), findings.Say("give calendar.json those of %d, or correct the period", "请在 calendar.json 中补充 %d 年的节假日，或更正该期间", year)))
			return
		}
	}
}

// IsName says whether a text can stand for something that a program names, such as a company: 1 to 64 bytes of valid UTF-8,
// none of them of a control character, and no blank at an end. What is made of it, such as an ID, has room for more.
func IsName(text string) bool {
	return text != "" && len(text) <= 64 && utf8.ValidString(text) && text == strings.TrimSpace(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// Err returns what does not hold, nil when all does.
func (c *Checks) Err() error { return c.found.Err() }

// Warnings returns what findings about the rules of a file warn of, with the file before their places; what is to know beside
// that is left out.
func Warnings(file string, found kam.Findings) kam.Findings {
	var warned kam.Findings
	for _, f := range found {
		if f.Severity == kam.Warning {
			f.Place = placeIn(file, f.Place, nil)
			warned = append(warned, f)
		}
	}
	return warned
}
