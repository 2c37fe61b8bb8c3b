package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/console/web"
	"github.com/kam-go/kam/examples/internal/chrome"
)

// visitor is somebody at a browser.
type visitor struct {
	*chrome.Page
	t    *testing.T
	site *site
}

func (s *site) visitor(t *testing.T, b *chrome.Browser) visitor {
	t.Helper()
	return visitor{b.Page(t), t, s}
}

// signedIn signs somebody in as people do: with the keyboard, in a language.
func (v visitor) signedIn(name, language string) visitor {
	v.t.Helper()
	v.open("/sign-in")
	if language == "zh" {
		v.Focus(`button[name="lang"]`)
		v.Loading(func() { v.Press("Enter") })
	}
	v.Type("#name", name)
	v.Type("#password", password)
	v.Loading(func() { v.Press("Enter") })
	require.Empty(v.t, v.Messages(), "signing in")
	return v
}

func (v visitor) open(path string) {
	v.t.Helper()
	v.Open(v.site.server.URL + path)
}

// quiet fails when scripts or the browser have complained of something.
func (v visitor) quiet(told string) {
	v.t.Helper()
	assert.Empty(v.t, v.Messages(), told)
}

// visited are the accounts that visit, with whom each looks at: themself where they are somebody of the roster, else somebody else.
var visited = []struct{ role, account, person, plan, component string }{
	{"nobody", "", "", "", ""},
	{"salesperson", "anna.berg", "anna.berg", "key-account-manager", "commission"},
	{"manager", "chen.yu", "chen.yu", "sales-manager", "override"},
	{"administrator", "dora.weiss", "li.wen", "key-account-manager", "commission"},
}

// pagesOf returns the pages that an account may open: all of the table of addresses, and what is shown at some of them in other cases.
func pagesOf(account, person, plan, component string) []string {
	if account == "" {
		return []string{"/sign-in"}
	}
	fill := strings.NewReplacer("{person}", person, "{plan}", plan, "{period}", "2026-Q3", "{component}", component, "{line}", "1")
	var out []string
	for _, a := range web.Addresses() {
		data := strings.HasPrefix(a.Path, "/api/") || strings.HasSuffix(a.Path, ".svg") || strings.Contains(a.Path, "{picture}")
		if a.Method == "GET" && !a.Public && a.Path != "/{$}" && !data && (a.Person != "" || mayCall(account, a.Path)) {
			out = append(out, fill.Replace(a.Path))
		}
	}
	out = append(out, fill.Replace("/people/{person}/explorer/{plan}/{period}?further=250000&at=87.5#whatif"), fill.Replace("/people/{person}/statements/{plan}/2026-Q2"))
	if mayCall(account, "/team") {
		out = append(out, "/team?period=2026-Q2&order=name&turned=1", "/find?q=li", "/find?q=nobody-is-called-so")
	}
	if mayCall(account, "/audit") {
		out = append(out, "/audit?by=dora.weiss&day=2026-09-18", "/audit?about=nobody", "/periods/2026-Q2")
	}
	return out
}

// looks are the windows in which pages are looked at.
var looks = []struct {
	width int
	dark  bool
}{{1280, false}, {1280, true}, {360, false}, {360, true}}

// named are the roles of what a screen reader has to have a name for.
var named = []string{
	"link", "button", "textbox", "searchbox", "combobox", "slider", "checkbox", "image", "img", "meter", "progressbar", "table", "region", "navigation", "search",
	"Date", "heading", "option", "spinbutton",
}

// TestEveryPageInABrowser opens every page as every role in both languages, and looks at it in narrow and wide, light and dark windows. With
// KAM_PICTURES it writes what it sees into that folder.
func TestEveryPageInABrowser(t *testing.T) {
	b := chrome.Start(t)
	s := newSite(t, nil)
	pictures := os.Getenv("KAM_PICTURES")
	seen := 0
	for _, who := range visited {
		for _, language := range []string{"en", "zh"} {
			t.Run(who.role+" "+language, func(t *testing.T) {
				v := s.visitor(t, b)
				if who.account != "" {
					v = v.signedIn(who.account, language)
				} else if v.open("/sign-in"); language == "zh" {
					v.Focus(`button[name="lang"]`)
					v.Loading(func() { v.Press("Enter") })
				}
				for _, path := range pagesOf(who.account, who.person, who.plan, who.component) {
					v.Look(1280, 800, false)
					v.open(path)
					var lang string
					v.Eval("document.documentElement.lang", &lang)
					assert.Equal(t, map[string]string{"en": "en", "zh": "zh-Hans"}[language], lang, path)
					assert.NotEmpty(t, v.Text("h1"), path)
					for _, look := range looks {
						v.Look(look.width, 800, look.dark)
						told := fmt.Sprintf("%s %s %s, %d wide, dark %t", who.role, language, path, look.width, look.dark)
						v.looksRight(told)
						if pictures != "" {
							name := strings.NewReplacer("/", "_", "?", "_", "&", "_", "#", "_").Replace(fmt.Sprintf("%s-%s%s-%d-%t.png", who.role, language, path, look.width, look.dark))
							v.Picture(filepath.Join(pictures, name))
						}
						seen++
					}
					for _, n := range v.Nodes() {
						if slices.Contains(named, n.Role) {
							assert.NotEmpty(t, strings.TrimSpace(n.Name), "%s: a %s without a name", path, n.Role)
						}
					}
					v.headings(path)
					v.quiet(path)
				}
			})
		}
	}
	t.Logf("%d views", seen)
	require.Greater(t, seen, 350)
}

// looksRight checks what depends on the window: nothing is wider than it, pictures are there, and every text stands out from what is behind
// it, at least by 4.5 to 1.
func (v visitor) looksRight(told string) {
	v.t.Helper()
	var found struct {
		Width, Inner int
		Faint, Empty []string
	}
	v.Eval(`(async () => {
		await new Promise(done => setTimeout(done)); // the browser has chosen among pictures by then
		const numbers = colour => colour.match(/[\d.]+/g).map(Number);
		const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
		const behind = element => {
			for (let e = element; e; e = e.parentElement) {
				const c = numbers(getComputedStyle(e).backgroundColor);
				if (c.length < 4 || c[3] === 1) return c;
			}
			return [255, 255, 255];
		};
		const faint = [];
		const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) {
			const e = walk.currentNode.parentElement;
			if (!walk.currentNode.data.trim() || e.getClientRects().length === 0) continue;
			const [a, b] = [light(numbers(getComputedStyle(e).color)), light(behind(e))];
			const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
			if (contrast < 4.5) faint.push(contrast.toFixed(2) + " " + walk.currentNode.data.trim());
		}
		for (const img of document.images) await img.decode().catch(() => {});
		return {
			Width: document.scrollingElement.scrollWidth, Inner: innerWidth, Faint: faint,
			Empty: [...document.images].filter(i => !i.complete || i.naturalWidth === 0).map(i => i.src),
		};
	})()`, &found)
	assert.LessOrEqual(v.t, found.Width, found.Inner, "it scrolls sideways: "+told)
	assert.Empty(v.t, found.Faint, told)
	assert.Empty(v.t, found.Empty, "pictures: "+told)
}

// headings checks that there is one first heading and that no level is left out below it.
func (v visitor) headings(told string) {
	v.t.Helper()
	var levels []int
	v.Eval(`[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(h => Number(h.tagName[1]))`, &levels)
	require.NotEmpty(v.t, levels, told)
	assert.Equal(v.t, 1, levels[0], told)
	for i := 1; i < len(levels); i++ {
		assert.Greater(v.t, levels[i], 1, told)
		assert.LessOrEqual(v.t, levels[i], levels[i-1]+1, "%s: %v", told, levels)
	}
}

// TestKeyboardReachesEverything goes through every page with the tabulator key: every control takes the focus in its turn, is in sight then,
// and says so by an outline.
func TestKeyboardReachesEverything(t *testing.T) {
	b := chrome.Start(t)
	s := newSite(t, nil)
	for _, who := range visited {
		t.Run(who.role, func(t *testing.T) {
			v := s.visitor(t, b)
			if who.account != "" {
				v = v.signedIn(who.account, "en")
			}
			v.Look(360, 700, false)
			for _, path := range pagesOf(who.account, who.person, who.plan, who.component) {
				v.open(strings.Split(path, "#")[0])
				var wanted int
				v.Eval(`(() => {
					window.wanted = new Set([...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']")].filter(e => !e.disabled));
					window.reached = new Set();
					window.poor = [];
					return wanted.size;
				})()`, &wanted)
				for range wanted*2 + 10 { // a field for a day takes several
					v.Press("Tab")
					var done bool
					v.Eval(`(() => {
						const e = document.activeElement;
						if (e === document.body || e === document.documentElement) return reached.size > 0;
						reached.add(e);
						const style = getComputedStyle(e), box = e.getBoundingClientRect();
						if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) poor.push("no outline: " + e.outerHTML.slice(0, 120));
						if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) poor.push("out of sight: " + e.outerHTML.slice(0, 120));
						return reached.size >= wanted.size;
					})()`, &done)
					if done {
						break
					}
				}
				var left, poor []string
				v.Eval(`[...wanted].filter(e => !reached.has(e)).map(e => e.outerHTML.slice(0, 120))`, &left)
				v.Eval(`poor`, &poor)
				assert.Empty(t, left, "%s: out of reach", path)
				assert.Empty(t, poor, path)
				v.quiet(path)
			}
		})
	}
}
