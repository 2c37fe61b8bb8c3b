package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/promotion"
)

// change runs a statement on the database, which is protected against nobody who owns the file.
func change(t *testing.T, db, statement string) {
	t.Helper()
	conn, err := sql.Open("sqlite", db)
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(t.Context(), "DROP TRIGGER promotion_entries_are_kept; DROP TRIGGER promotion_entries_are_fixed;"+statement)
	require.NoError(t, err)
}

// A byte that is changed in the database is found, and the entry is named.
func TestChangedDatabase(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"a score":             {`UPDATE promotion_entries SET content = replace(content, '"score":"92"', '"score":"93"') WHERE seq = 180`, `entry 180 of "2026-spring-competition"`},
		"an entry is gone":    {"DELETE FROM promotion_entries WHERE seq = 100", `entry 101 of "2026-spring-competition"`},
		"the end was cut off": {"DELETE FROM promotion_entries WHERE seq > 380", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a := done(t, dir, one()...)
			if c.want != "" && strings.Contains(c.statement, "score") {
				entry := slices.IndexFunc(a.record(t).Entries, func(e promotion.Entry) bool {
					return e.Event != nil && e.Event.Exercise == "test" && e.Event.Score.Valid && e.Event.Score.Decimal.String() == "92"
				}) + 1
				c.statement = strings.ReplaceAll(c.statement, "180", strconv.Itoa(entry))
				c.want = strings.ReplaceAll(c.want, "180", strconv.Itoa(entry))
			}
			change(t, a.db, c.statement)
			again := call(t, dir, one()...)
			if c.want == "" {
				assert.Equal(t, exitDone, again.code, "what is missing at the end is saved again")
				assert.Contains(t, again.stdout, "saved 6 entries")
				return
			}
			assert.Equal(t, exitBad, again.code)
			assert.Contains(t, again.stderr, c.want)
		})
	}
}

// forgetful is a store that loses the last entry of a record when it is read.
type forgetful struct{ careerpathtest.PromotionStore }

func (f *forgetful) Entries(ctx context.Context, q promotion.Query) iter.Seq2[promotion.Entry, error] {
	return func(yield func(promotion.Entry, error) bool) {
		var held *promotion.Entry
		for e, err := range f.PromotionStore.Entries(ctx, q) {
			if held != nil && !yield(*held, err) {
				return
			}
			held = &e
		}
	}
}

// A store that gives back something else than was saved is found out, even where it replays.
func TestForgetfulStore(t *testing.T) {
	p := promoting{stdout: io.Discard, stderr: io.Discard}
	r, good := p.read()
	require.True(t, good)
	_, err := r.keep(t.Context(), &careerpathtest.PromotionStore{})
	require.NoError(t, err)
	_, err = r.keep(t.Context(), &forgetful{})
	require.ErrorContains(t, err, "the stored record leads to another outcome")
}

// A byte that is changed in a record is found, and the entry is named.
func TestChangedRecord(t *testing.T) {
	dir := t.TempDir()
	a := builtIn(t)
	path := filepath.Join(a.out, "record.json")
	assert.Contains(t, done(t, dir, "-verify", path).stdout, "386 entries replay")
	assert.Contains(t, done(t, dir, "-verify", path, "-lang", "zh").stdout, "386 条记录均可重放")
	text := a.read(t, "record.json")
	at := strings.Index(text, `"score": "92"`)
	require.Positive(t, at)
	entry := strings.Count(text[:at], `"stream": `) - 1
	changed := filepath.Join(dir, "changed.json")
	require.NoError(t, os.WriteFile(changed, []byte(text[:at]+`"score": "93"`+text[at+len(`"score": "92"`):]), 0o600))
	a = call(t, dir, "-verify", changed)
	assert.Equal(t, exitBad, a.code)
	assert.Contains(t, a.stderr, "$.entries["+strconv.Itoa(entry)+"]")
	assert.Contains(t, a.stderr, "not the record as it was made")
}

// lowered takes points off what a judge gives one group.
func lowered(t *testing.T, judge, group string, points int) func(string) string {
	return func(text string) string {
		groups, err := csv.NewReader(strings.NewReader(sample(t, "groups.csv"))).ReadAll()
		require.NoError(t, err)
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		require.NoError(t, err)
		at := slices.Index(rows[0], judge)
		require.Positive(t, at)
		var out strings.Builder
		for i, row := range rows {
			if i > 0 && row[1] == "interview" && row[at] != "" && slices.ContainsFunc(groups, func(g []string) bool { return g[0] == row[2] && g[1] == group }) {
				score, err := strconv.Atoi(row[at])
				require.NoError(t, err)
				row[at] = strconv.Itoa(score - points)
			}
			out.WriteString(strings.Join(row, ",") + "\n")
		}
		return out.String()
	}
}

// The audit names nobody in the sample, and the judge who is harder on one group in a variant of it.
func TestAuditNamesTheBiasedJudge(t *testing.T) {
	a := builtIn(t)
	assert.Contains(t, a.stdout, "audit: no criterion and no judge treats groups differently, as far as 39 candidates can tell")
	for _, judge := range []string{"sofia.ramos", "mark.olsen"} {
		for _, group := range []string{"women", "men"} {
			a := done(t, t.TempDir(), one("-candidates", copied(t, map[string]func(string) string{"scores.csv": lowered(t, judge, group, 15)}))...)
			assert.Contains(t, a.stdout, "audit: groups are treated differently by "+judge+"\n")
			assert.Contains(t, a.read(t, "audit.en.md"), judge)
		}
	}
}

// Nobody's group is in anything but the audit, and there are only numbers.
func TestGroupsAreNotKept(t *testing.T) {
	a := builtIn(t)
	files, err := filepath.Glob(filepath.Join(a.out, "*"))
	require.NoError(t, err)
	for _, path := range append(files, a.db, a.db+"-wal") {
		data, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			continue
		}
		require.NoError(t, err)
		name := filepath.Base(path)
		if strings.HasPrefix(name, "audit") {
			assert.NotContains(t, string(data), "emily", name)
			continue
		}
		assert.NotContains(t, string(data), "women", name)
	}
}
