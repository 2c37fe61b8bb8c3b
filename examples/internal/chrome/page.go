package chrome

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// Page is a tab with cookies of its own. One goroutine uses it at a time. Get one from [Browser.Page].
type Page struct {
	t       testing.TB
	browser *Browser
	session string

	mu       sync.Mutex
	loads    int
	messages []string
}

// Page opens an empty tab, as a new visitor.
func (b *Browser) Page(t testing.TB) *Page {
	t.Helper()
	p := &Page{t: t, browser: b}
	var visitor struct {
		ID string `json:"browserContextId"`
	}
	p.must(b.call("", "Target.createBrowserContext", nil, &visitor))
	var target struct {
		ID string `json:"targetId"`
	}
	p.must(b.call("", "Target.createTarget", map[string]any{"url": "about:blank", "browserContextId": visitor.ID}, &target))
	var attached struct {
		ID string `json:"sessionId"`
	}
	p.must(b.call("", "Target.attachToTarget", map[string]any{"targetId": target.ID, "flatten": true}, &attached))
	p.session = attached.ID
	b.mu.Lock()
	b.pages[p.session] = p
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log", "Audits", "Accessibility"} {
		p.Call(domain+".enable", nil, nil)
	}
	t.Cleanup(func() {
		_ = b.call("", "Target.disposeBrowserContext", map[string]any{"browserContextId": visitor.ID}, nil)
	})
	return p
}

func (p *Page) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// Call asks for something by the names of the debugging protocol.
func (p *Page) Call(method string, params map[string]any, result any) {
	p.t.Helper()
	p.must(p.browser.call(p.session, method, params, result))
}

// happened takes down what the browser tells of the page.
func (p *Page) happened(method string, params json.RawMessage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch method {
	case "Page.loadEventFired":
		p.loads++
	case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Audits.issueAdded":
		p.messages = append(p.messages, method+" "+string(params))
	case "Page.javascriptDialogOpening":
		p.messages = append(p.messages, method+" "+string(params))
		go func() {
			_ = p.browser.call(p.session, "Page.handleJavaScriptDialog", map[string]any{"accept": false}, nil)
		}()
	}
}

// Messages returns what scripts and the browser have complained of since the last call: errors, what a policy has stopped, dialogues and
// whatever was written to the console.
func (p *Page) Messages() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.messages
	p.messages = nil
	return out
}

// Loading does something that makes the tab load a page, and waits until it has.
func (p *Page) Loading(do func()) {
	p.t.Helper()
	count := func() int {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.loads
	}
	before := count()
	do()
	p.Until("it has loaded", func() bool { return count() > before })
}

// Until waits until something is so.
func (p *Page) Until(what string, so func() bool) {
	p.t.Helper()
	for end := time.Now().Add(callTime); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("chrome: not within %s: %s\n%s", callTime, what, strings.Join(p.Messages(), "\n"))
		}
	}
}

// Open opens an address and waits until everything is loaded.
func (p *Page) Open(address string) {
	p.t.Helper()
	var answer struct {
		Error string `json:"errorText"`
	}
	p.Loading(func() { p.Call("Page.navigate", map[string]any{"url": address}, &answer) })
	if answer.Error != "" {
		p.t.Fatalf("chrome: %s: %s", address, answer.Error)
	}
}

// Look sets the width and height of the window, and whether the visitor prefers dark pages.
func (p *Page) Look(width, height int, dark bool) {
	p.t.Helper()
	p.Call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.Call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// Eval runs a script and reads its value, or that of its promise, into the value that to points to; nil for none.
func (p *Page) Eval(script string, to any) {
	p.t.Helper()
	var answer struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text    string          `json:"text"`
			Details json.RawMessage `json:"exception"`
		} `json:"exceptionDetails"`
	}
	p.Call("Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.Exception != nil {
		p.t.Fatalf("chrome: %s: %s %s", script, answer.Exception.Text, answer.Exception.Details)
	}
	if to != nil {
		p.must(json.Unmarshal(answer.Result.Value, to))
	}
}

// Text returns the text of the first element that a selector finds; empty for none.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	var text string
	p.Eval(fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector), &text)
	return text
}

// keys are the codes of keys that have a name.
var keys = map[string]int{"Tab": 9, "Enter": 13, " ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39}

// Press presses a key by its name.
func (p *Page) Press(key string) {
	p.t.Helper()
	press := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": keys[key]}
	switch key {
	case "Enter":
		press["text"] = "\r"
	case " ":
		press["text"], press["code"] = " ", "Space"
	}
	p.Call("Input.dispatchKeyEvent", press, nil)
	p.Call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": press["code"], "windowsVirtualKeyCode": keys[key]}, nil)
}

// Focus puts the focus on the first element that a selector finds.
func (p *Page) Focus(selector string) {
	p.t.Helper()
	var there bool
	p.Eval(fmt.Sprintf("(() => { const e = document.querySelector(%q); e?.focus(); return e !== null && document.activeElement === e })()", selector), &there)
	if !there {
		p.t.Fatalf("chrome: nothing takes the focus: %s", selector)
	}
}

// Type writes a text where the focus is put, in place of what stands there.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.Focus(selector)
	p.Eval("document.activeElement.select?.()", nil)
	p.Call("Input.insertText", map[string]any{"text": text}, nil)
}

// Picture writes what the whole page looks like to a file, as PNG.
func (p *Page) Picture(file string) {
	p.t.Helper()
	var shot struct {
		Data string `json:"data"`
	}
	p.Call("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true}, &shot)
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	p.must(err)
	p.must(os.WriteFile(file, data, 0o600))
}

// Node is a node of what a screen reader reads.
type Node struct {
	Role, Name string
}

// Nodes returns what a screen reader reads.
func (p *Page) Nodes() []Node {
	p.t.Helper()
	type value struct {
		Value any `json:"value"`
	}
	var tree struct {
		Nodes []struct {
			Ignored bool  `json:"ignored"`
			Role    value `json:"role"`
			Name    value `json:"name"`
		} `json:"nodes"`
	}
	p.Call("Accessibility.getFullAXTree", nil, &tree)
	var out []Node
	for _, n := range tree.Nodes {
		if !n.Ignored {
			out = append(out, Node{Role: text(n.Role.Value), Name: text(n.Name.Value)})
		}
	}
	return out
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
