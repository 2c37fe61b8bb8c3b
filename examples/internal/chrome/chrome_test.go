package chrome_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/chrome"
)

func TestBrowser(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/bad" {
			w.Header().Set("Content-Security-Policy", "script-src 'self'")
			_, _ = w.Write([]byte(`<p onclick="1">bad<script>alert("stopped")</script>`))
			return
		}
		_, _ = w.Write([]byte(`<!DOCTYPE html><title>x</title><h1>Hello</h1><form action="/"><label for="a">A</label><input id="a" name="a"><button>Go</button></form><img alt="">`))
	}))
	t.Cleanup(server.Close)
	p := chrome.Start(t).Page(t)
	p.Look(360, 640, true)
	p.Open(server.URL)
	assert.Equal(t, "Hello", p.Text("h1"))
	assert.Empty(t, p.Text("h2"))
	var seen struct {
		Width int
		Dark  bool
	}
	p.Eval(`({Width: innerWidth, Dark: matchMedia("(prefers-color-scheme: dark)").matches})`, &seen)
	assert.Equal(t, 360, seen.Width)
	assert.True(t, seen.Dark)
	assert.Contains(t, p.Nodes(), chrome.Node{Role: "textbox", Name: "A"})
	p.Type("#a", "written")
	p.Press("Tab")
	p.Loading(func() { p.Press("Enter") })
	var query string
	p.Eval("location.search", &query)
	assert.Equal(t, "?a=written", query)
	assert.Empty(t, p.Messages())
	file := filepath.Join(t.TempDir(), "page.png")
	p.Picture(file)
	picture, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "\x89PNG", string(picture[:4]))

	p.Open(server.URL + "/bad")
	require.NotEmpty(t, p.Messages(), "what the policy stops is told")
	p.Open(server.URL)
	p.Messages()
	p.Eval("setTimeout(() => { throw new Error('thrown') }); setTimeout(() => alert('asked'))", nil)
	var told []string
	p.Until("both are told", func() bool { told = append(told, p.Messages()...); return len(told) >= 2 })
	assert.Contains(t, told[0]+told[1], "thrown")
	assert.Contains(t, told[0]+told[1], "asked")
}
