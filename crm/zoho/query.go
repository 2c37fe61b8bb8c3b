package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// rows are what a query returned.
type rows struct {
	Data []json.RawMessage `json:"data"`
	Info struct {
		More  bool   `json:"more_records"`
		Token string `json:"next_page_token"`
	} `json:"info"`
}

// key is where a row stands in the changes of its module.
type key struct {
	ID       string    `json:"id"`
	Modified time.Time `json:"Modified_Time"`
}

// query asks in COQL.
func (c *Client) query(ctx context.Context, text string) (rows, error) {
	var got rows
	_, err := c.call(ctx, request{method: http.MethodPost, path: "coql", body: map[string]string{"select_query": text}}, &got)
	if err != nil {
		return rows{}, err
	}
	return got, nil
}

// selection writes a query. Names were checked; what has an arrow stands in quotes.
func selection(columns []string, module, where, order string, limit int) string {
	var b strings.Builder
	b.WriteString("select ")
	for i, name := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		if strings.Contains(name, "->") {
			name = "'" + name + "'"
		}
		b.WriteString(name)
	}
	b.WriteString(" from " + module + " where " + where)
	if order != "" {
		b.WriteString(" order by " + order)
	}
	b.WriteString(" limit " + strconv.Itoa(limit))
	return b.String()
}

// from is where changes begin: at an instant and behind an id, or strictly behind the instant.
type from struct {
	at     time.Time
	id     string
	strict bool
}

// where is the condition for changes. Zoho takes criteria in pairs of brackets.
func (f from) where(until time.Time) string {
	before := "Modified_Time < '" + at(until) + "'"
	switch {
	case f.at.IsZero():
		return before
	case f.strict:
		return fmt.Sprintf("(Modified_Time > '%s' and %s)", at(f.at), before)
	case f.id == "":
		return fmt.Sprintf("(Modified_Time >= '%s' and %s)", at(f.at), before)
	}
	return fmt.Sprintf("((Modified_Time >= '%[1]s' and %[2]s) and (Modified_Time > '%[1]s' or id > '%[3]s'))", at(f.at), before, f.id)
}

// quoted lists ids for "in".
func quoted(ids []string) string { return "('" + strings.Join(ids, "', '") + "')" }

// isID reports whether an id is one of Zoho's: digits.
func isID(id string) bool { return id != "" && len(id) <= 32 && strings.Trim(id, "0123456789") == "" }
