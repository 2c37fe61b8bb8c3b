package web_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestDevelopmentNamesFirstAndLastDays looks at a development plan: no period is shown as it is kept.
func TestDevelopmentNamesFirstAndLastDays(t *testing.T) {
	s := newSite(t, nil)
	b := s.signIn("dora.weiss")
	steps := 0
	for _, id := range []string{"anna.berg", "he.jun", "li.wen", "lin.yue", "pedro.costa", "sun.bo"} {
		b.cookies["kam_lang"] = "en"
		body := b.get("/people/" + id + "/development").body
		steps += len(regexp.MustCompile(`<li>[^<]*2026-09-19 to 2026-10-02`).FindAllString(body, -1))
		assert.NotRegexp(t, `\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d`, body, id)
		b.cookies["kam_lang"] = "zh-CN"
		assert.NotRegexp(t, `\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d`, b.get("/people/"+id+"/development").body, id)
	}
	assert.Positive(t, steps)
}
