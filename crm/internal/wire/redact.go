package wire

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/kam-go/kam/internal/wording"
)

// Redactor takes secrets out of texts: those that it knows, and what looks like credentials. It is safe for use by
// several goroutines. The zero value knows none.
type Redactor struct {
	mu     sync.RWMutex
	fixed  []string
	recent []string // tokens come and go; the last ones are known
}

// maxRecent is how many tokens are remembered, each in formsOfOne ways of writing.
const (
	maxRecent  = 64
	formsOfOne = 6
)

// Know makes secrets known for good.
func (r *Redactor) Know(secrets ...Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		r.fixed = append(r.fixed, forms(s)...)
	}
}

// Recent makes a token known, until many later ones have come.
func (r *Redactor) Recent(s Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.recent = append(r.recent, forms(s)...)
	if over := len(r.recent) - formsOfOne*maxRecent; over > 0 {
		r.recent = slices.Delete(r.recent, 0, over)
	}
}

// forms are the ways in which a secret is written in URLs and texts.
func forms(s Secret) []string {
	text := s.Reveal()
	if text == "" {
		return nil
	}
	inJSON, err := json.Marshal(text)
	if err != nil {
		inJSON = []byte(`""`)
	}
	query, path := url.QueryEscape(text), url.PathEscape(text)
	return []string{text, query, path, lowHex(query), lowHex(path), string(inJSON[1 : len(inJSON)-1])}
}

// lowHex writes the figures of percent signs small, as some programs do.
func lowHex(escaped string) string {
	b := []byte(escaped)
	for i := range b {
		if i > 0 && b[i-1] == '%' || i > 1 && b[i-2] == '%' {
			b[i] = bytes.ToLower(b[i : i+1])[0]
		}
	}
	return string(b)
}

var (
	// credentials are values behind words that announce a secret, in headers, queries, forms and JSON.
	credentials = regexp.MustCompile(`(?i)((?:access_token|refresh_token|client_secret|accesstoken|refreshtoken|corpaccesstoken|appsecret|permanentcode|secret|password|authorization|zoho-oauthtoken|bearer)["']?\s*[=: ]\s*["']?(?:bearer\s+|zoho-oauthtoken\s+)?)([^\s"'&,;}]+)`)
	userinfo    = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^/\s@"']+@`)
	queries     = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://[^\s?"']+)\?[^\s"']*`)
)

// Clean returns a text without secrets.
func (r *Redactor) Clean(text string) string {
	r.mu.RLock()
	known := slices.Concat(r.fixed, r.recent)
	r.mu.RUnlock()
	// Longer ones first: one secret may begin with another.
	slices.SortFunc(known, func(a, b string) int { return len(b) - len(a) })
	for _, s := range known {
		text = strings.ReplaceAll(text, s, hidden)
	}
	text = userinfo.ReplaceAllString(text, "${1}"+hidden+"@")
	text = queries.ReplaceAllString(text, "${1}?"+hidden)
	return credentials.ReplaceAllString(text, "${1}"+hidden)
}

// Excerpt returns the beginning of a text from outside without secrets, fit for a message. It looks at no more than the
// first 16 KiB: an answer may have 32 MiB.
func (r *Redactor) Excerpt(text string) string {
	const enough = 16 << 10
	if len(text) > enough {
		text = r.withoutEnd(text[:enough])
	}
	return wording.Clip(r.Clean(text))
}

// withoutEnd cuts off the end of a text that may be the beginning of a secret.
func (r *Redactor) withoutEnd(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	begun := 0
	for _, known := range [][]string{r.fixed, r.recent} {
		for _, s := range known {
			n := min(len(s)-1, len(text))
			for n > begun && !strings.HasSuffix(text, s[:n]) {
				n--
			}
			begun = max(begun, n)
		}
	}
	return text[:len(text)-begun]
}
