package web_test

import (
	"context"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/sample"
	"github.com/kam-go/kam/examples/internal/chrome"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// TestSliderMovesMarkerAndFigures drags the slider of a pay curve with the keyboard: figures and marker follow, and end where the page
// ends that asks for the same place by its address.
func TestSliderMovesMarkerAndFigures(t *testing.T) {
	s := newSite(t, nil)
	v := s.visitor(t, chrome.Start(t)).signedIn("anna.berg", "en")
	const path = "/people/anna.berg/explorer/key-account-manager/2026-Q3"
	type shown struct{ At, Sold, Pays, Marginal, Picture, Says string }
	look := func() (out shown) {
		v.Eval(`(() => {
			const value = name => document.querySelector("[data-value=" + name + "]").textContent;
			const picture = document.querySelector("#curve img");
			return {At: value("at"), Sold: value("quantity"), Pays: value("pay"), Marginal: value("marginal"),
				Picture: picture.complete ? new URL(picture.currentSrc).searchParams.get("at") : "", Says: document.querySelector("#at").getAttribute("aria-valuetext") ?? ""};
		})()`, &out)
		return out
	}
	for _, width := range []int{1280, 360} {
		v.Look(width, 800, false)
		v.open(path)
		began := look()
		assert.Equal(t, "137.88", began.At, "where anna.berg stands")
		assert.Equal(t, began.At, began.Picture)
		v.Focus("#at")
		v.Press("Home")
		v.Until("the curve is at its beginning", func() bool { l := look(); return l.At == "0" && l.Picture == "0.00" })
		assert.Equal(t, "0.00", look().Pays)
		for range 7 {
			v.Press("ArrowRight")
		}
		v.Until("the figures and the picture are at one place", func() bool {
			l := look()
			at, err := strconv.ParseFloat(l.Picture, 64)
			return err == nil && at > 0 && strings.TrimRight(strings.TrimRight(l.Picture, "0"), ".") == l.At
		})
		moved := look()
		assert.NotEqual(t, began.Pays, moved.Pays)
		assert.Equal(t, moved.At+" %", moved.Says, "what a screen reader says")
		v.open(path + "?at=" + moved.At)
		moved.Says, moved.Picture = "", moved.At
		assert.Equal(t, moved, look(), "the page says the same without the script")
	}
	b := s.signIn("anna.berg")
	assert.NotEqual(t, b.get(path+"/curve.svg?at=50").body, b.get(path+"/curve.svg?at=51").body, "the marker is in the picture")
	assert.Contains(t, b.get(path+"/curve.svg").body, ">now<", "where the person stands")
	assert.NotContains(t, b.get(path+"/curve.svg").body, ">chosen<")
	assert.Equal(t, http.StatusBadRequest, b.get(path+"/curve.svg?at=x").status)
	v.quiet("the slider")
}

// TestWhatIfInABrowser chooses an open deal and a further one with the keyboard alone.
func TestWhatIfInABrowser(t *testing.T) {
	s := newSite(t, nil)
	v := s.visitor(t, chrome.Start(t)).signedIn("anna.berg", "zh")
	v.Look(360, 800, true)
	v.open("/people/anna.berg/explorer/key-account-manager/2026-Q3")
	v.Focus(`input[name="deal"]`)
	v.Press(" ")
	v.Type("#further", "250000")
	v.Loading(func() { v.Press("Enter") })
	var got struct{ Now, Then, More, Rows int }
	v.Eval(`(() => {
		const cents = n => Math.round(100 * Number(document.querySelectorAll("[role=status] dd")[n].textContent.replaceAll(",", "")));
		return {Now: cents(0), Then: cents(1), More: cents(2), Rows: document.querySelectorAll("table[aria-labelledby=worth] tbody tr, table:has(#worth) tbody tr").length};
	})()`, &got)
	assert.Equal(t, 43_050_70, got.Now)
	assert.Equal(t, got.Then, got.Now+got.More)
	assert.Greater(t, got.More, 15_000_00, "more than the further deal alone")
	assert.Equal(t, 2, got.Rows)
	var kept bool
	v.Eval(`document.querySelector("input[name=deal]").checked && document.querySelector("#further").value === "250000"`, &kept)
	assert.True(t, kept, "what was chosen stands there still")
	v.quiet("what-if")
}

// gated is a book whose deals are handed out when the test says so.
type gated struct {
	sample.Writable
	asked, let chan struct{}
}

func (g gated) Transactions(ctx context.Context, p kam.Period) iter.Seq2[incentive.Transaction, error] {
	deals := g.Writable.Transactions(ctx, p)
	return func(yield func(incentive.Transaction, error) bool) {
		select {
		case g.asked <- struct{}{}:
			select {
			case <-g.let:
			case <-ctx.Done():
			}
		default: // nobody watches
		}
		deals(yield)
	}
}

// TestPeriodInABrowser calculates with somebody watching, looks at the findings, is refused the approval, has it approved by another one,
// and closes.
func TestPeriodInABrowser(t *testing.T) {
	gate := gated{asked: make(chan struct{}), let: make(chan struct{})}
	s := newSiteOn(t, nil, func(book sample.Writable) sample.Writable { gate.Writable = book; return gate }, nil)
	b := chrome.Start(t)
	dora, tang := s.visitor(t, b).signedIn("dora.weiss", "en"), s.visitor(t, b).signedIn("tang.rui", "zh")
	const path = "/periods/2026-Q3"
	press := func(v visitor, step string) {
		v.Focus(`form[action="` + path + "/" + step + `"] button`)
		v.Loading(func() { v.Press("Enter") })
	}
	offered := func(v visitor) (steps []string) {
		v.Eval(`[...document.querySelectorAll(".steps form")].map(f => f.getAttribute("action").split("/").pop())`, &steps)
		return steps
	}
	progress := func(v visitor) (value int) {
		v.Eval(`document.querySelector("progress")?.value ?? -1`, &value)
		return value
	}

	tang.open(path)
	assert.Equal(t, []string{"calculate", "approve"}, offered(tang))
	asked := make(chan struct{})
	go func() { <-gate.asked; close(asked) }()
	// Whoever watches has the gate closed: the calculation waits in it, before it has begun and again before the expected deals.
	press(tang, "calculate")
	<-asked
	assert.Equal(t, 0, progress(tang))
	assert.Empty(t, offered(tang), "no step while it runs")
	assert.Contains(t, tang.Nodes(), chrome.Node{Role: "progressbar", Name: "进度"})
	asked = make(chan struct{})
	go func() { <-gate.asked; close(asked) }()
	gate.let <- struct{}{}
	<-asked
	tang.Until("the bar has moved by itself", func() bool { return progress(tang) >= 700 })
	tang.Loading(func() { gate.let <- struct{}{} }) // the page comes again by itself when it is done
	s.desk.Wait()
	assert.Equal(t, -1, progress(tang))
	assert.Equal(t, []string{"calculate"}, offered(tang), "tang.rui has calculated now")
	assert.Contains(t, tang.Text("main"), "olga.petrova", "the findings")

	dora.open(path)
	assert.Equal(t, []string{"calculate"}, offered(dora), "so has dora.weiss, before")
	press(dora, "calculate")
	s.desk.Wait()
	dora.open(path)
	tang.open(path)
	assert.NotContains(t, offered(tang), "approve", "both have calculated: a third one has to approve")
	require.NoError(t, s.desk.Mark(t.Context(), s.company.Current, ledger.Approved, "third.one", "", s.company.Today))
	tang.open(path)
	assert.Equal(t, []string{"close", "reopen"}, offered(tang))
	tang.Type("#reason", "迟到的交易")
	tang.Loading(func() { tang.Press("Enter") })
	assert.Contains(t, tang.Text("main"), "迟到的交易")
	press(tang, "calculate")
	s.desk.Wait()
	tang.open(path)
	assert.Equal(t, []string{"calculate"}, offered(tang))
	dora.open(path)
	assert.Equal(t, []string{"calculate", "approve"}, offered(dora))
	press(dora, "approve")
	press(dora, "close")
	assert.Empty(t, offered(dora))
	assert.Contains(t, dora.Text("main"), "closed")
	assert.Equal(t, ledger.Closed, s.desk.Life(s.company.Current).Now)
	dora.quiet("dora.weiss")
	tang.quiet("tang.rui")
}

// TestScriptsDoNothingInABrowser opens every page of a company in which somebody has written a script wherever that can be done.
func TestScriptsDoNothingInABrowser(t *testing.T) {
	s := hostileSite(t)
	b := chrome.Start(t)
	for _, who := range visited[1:] {
		v := s.visitor(t, b).signedIn(who.account, "en")
		v.open("/people/anna.berg/customers")
		v.Type(`input[name="note"]`, hostile)
		v.Loading(func() { v.Press("Enter") })
		assert.Contains(t, v.Text("blockquote"), `<script>alert("kam")</script>`, "the note is there, as a text")
		for _, path := range append(pagesOf(who.account, "anna.berg", "key-account-manager", "commission"), "/people/anna.berg/statements/key-account-manager/2026-Q3/commission/13") {
			v.open(path)
			var made int
			v.Eval(`document.querySelectorAll("script:not([src='/assets/console.js']), img[src='x'], [onmouseover], [onerror], main textarea").length`, &made)
			assert.Zero(t, made, path)
			v.quiet(path)
		}
	}
}

// TestErrorsInABrowser shows what is refused and what is not there as pages of the same kind.
func TestErrorsInABrowser(t *testing.T) {
	s := newSite(t, nil)
	v := s.visitor(t, chrome.Start(t)).signedIn("anna.berg", "zh")
	for _, path := range []string{"/nothing", "/people/he.jun", "/team", "/people/anna.berg/statements/x/2026-Q3"} {
		for _, look := range looks {
			v.Look(look.width, 800, look.dark)
			v.open(path)
			v.looksRight(path)
		}
		v.headings(path)
		assert.NotEmpty(t, v.Text(`[role="alert"]`), path)
	}
	v.open("/team")
	v.Focus("main a")
	v.Loading(func() { v.Press("Enter") })
	assert.Equal(t, "Anna Berg", v.Text("h1"), "back to the first page")
	for _, m := range v.Messages() {
		assert.Contains(t, m, "Failed to load resource: the server responded with a status of 40", "nothing else")
	}
}

// TestBackShowsNothingAfterSigningOut goes back in the history of a browser in which nobody is signed in any more.
func TestBackShowsNothingAfterSigningOut(t *testing.T) {
	s := newSite(t, nil)
	v := s.visitor(t, chrome.Start(t)).signedIn("anna.berg", "en")
	v.open("/people/anna.berg/goals")
	v.Focus(`form[action="/sign-out"] button`)
	v.Loading(func() { v.Press("Enter") })
	assert.Equal(t, "Sign in", v.Text("h1"))
	v.Loading(func() { v.Eval("history.back()", nil) })
	assert.Equal(t, "Sign in", v.Text("h1"))
	v.quiet("going back")
}
