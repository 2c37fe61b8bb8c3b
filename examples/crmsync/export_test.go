package main

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	_ "modernc.org/sqlite"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/fieldmap"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/examples/sqlstore"
)

// exportDay is the day on which the practice set was exported.
var exportDay = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

// loadExport reads the practice set "CRM Sales Opportunities" of Maven Analytics from the folder that KAM_CRM_EXPORT names,
// twice, by the maps of this example, and returns the store.
func loadExport(t *testing.T) (dir string, store sqlstore.CRM) {
	t.Helper()
	dir = os.Getenv("KAM_CRM_EXPORT")
	if dir == "" {
		t.Skip("KAM_CRM_EXPORT names no folder")
	}
	file, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "crm.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	for range 2 {
		for name, rows := range map[string]int{"opportunities": 8800, "accounts": 85, "products": 7, "users": 35} {
			text, err := os.ReadFile(filepath.Join("maps", name+".json"))
			require.NoError(t, err)
			spec, err := fieldmap.Parse(text)
			require.NoError(t, err)
			l, err := loadCSV(t.Context(), file.CRM(), filepath.Join(dir, spec.Object), spec, exportDay)
			require.NoError(t, err)
			assert.Equal(t, fieldmap.Loaded{Records: rows}, l, name)
		}
	}
	return dir, file.CRM()
}

// all returns the records of a kind.
func all(t *testing.T, store sqlstore.CRM, kind crm.Kind) []crm.Record {
	t.Helper()
	records, err := store.Changes(t.Context(), "export", kind, crm.Mark{}, crm.MaxBatch)
	require.NoError(t, err)
	return records
}

// byHand is the same file in a table of its own, to be asked in SQL.
func byHand(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "hand.db"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	_, err = db.ExecContext(t.Context(), "CREATE TABLE deals (id, agent, product, account, stage, engaged, closed, value INTEGER)")
	require.NoError(t, err)
	file, err := os.Open(filepath.Join(dir, "sales_pipeline.csv"))
	require.NoError(t, err)
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	tx, err := db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	iso := func(s string) string {
		if s == "" {
			return ""
		}
		return s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	for _, l := range lines[1:] {
		_, err := tx.ExecContext(t.Context(), "INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?)", l[0], l[1], l[2], l[3], l[4], iso(l[5]), iso(l[6]), l[7])
		require.NoError(t, err)
	}
	require.NoError(t, tx.Commit())
	return db
}

// equals compares what a question in SQL answers with what was computed.
func equals(t *testing.T, want []string, got string) {
	t.Helper()
	assert.Equal(t, want, []string{got})
}

// rows returns what a question in SQL answers, a line each, cells with blanks between.
func rows(t *testing.T, db *sql.DB, question string, args ...any) []string {
	t.Helper()
	found, err := db.QueryContext(t.Context(), question, args...)
	require.NoError(t, err)
	defer found.Close()
	columns, err := found.Columns()
	require.NoError(t, err)
	var out []string
	for found.Next() {
		cells, places := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			places[i] = &cells[i]
		}
		require.NoError(t, found.Scan(places...))
		texts := make([]string, len(cells))
		for i, c := range cells {
			texts[i] = c.String
		}
		out = append(out, strings.Join(texts, " "))
	}
	require.NoError(t, found.Err())
	return out
}

// The export of a real practice set comes into the store by the same maps, stores and records as what is read over the
// wire; what is computed from it equals what SQL says of the file.
func TestExportThroughStore(t *testing.T) {
	dir, store := loadExport(t)
	db := byHand(t, dir)
	deals := all(t, store, crm.KindOpportunity)
	require.Len(t, deals, 8800)

	perStage, wonSum := map[string]int{}, decimal.Zero
	var unnamed int
	for _, r := range deals {
		d, ok := r.Data.(*crm.Opportunity)
		require.True(t, ok)
		perStage[d.Stage]++
		wonSum = wonSum.Add(d.Amount.Decimal)
		assert.Equal(t, d.Stage == "Won", d.Amount.Valid)
		if d.Account == "" {
			unnamed++
		}
	}
	var stages []string
	for stage, n := range perStage {
		stages = append(stages, fmt.Sprint(stage, " ", n))
	}
	assert.ElementsMatch(t, rows(t, db, "SELECT stage, count(*) FROM deals GROUP BY stage"), stages)
	equals(t, rows(t, db, "SELECT sum(value) FROM deals WHERE stage = 'Won'"), wonSum.String())
	equals(t, rows(t, db, "SELECT count(*) FROM deals WHERE account IN ('', 'null')"), fmt.Sprint(unnamed))

	rules, err := kpi.Compile(kpi.Policy{Revenue: kpi.FromDeals, Products: kpi.FromDeals, Missing: kpi.MissingLeftOut}, time.UTC)
	require.NoError(t, err)
	records := deals
	for _, kind := range []crm.Kind{crm.KindAccount, crm.KindProduct, crm.KindUser} {
		records = append(records, all(t, store, kind)...)
	}
	book, err := rules.Read(records)
	require.NoError(t, err)
	us := kam.Subject{Kind: "organisation", ID: "us"}
	figure := func(f kpi.Figures, s kam.Subject, metric string, c kam.Currency) string {
		m, ok := f.Find(s, metric, "", c)
		require.True(t, ok, metric)
		if m.IsRatio() {
			return m.Numerator.Decimal.String() + " " + m.Denominator.Decimal.String()
		}
		return m.Value.Decimal.String()
	}
	for _, quarter := range []string{"2017-01-01/2017-04-01", "2017-04-01/2017-07-01", "2017-07-01/2017-10-01", "2017-10-01/2018-01-01"} {
		period := kam.MustPeriod(quarter)
		before := kam.Period{From: period.From.AddMonths(-3), Until: period.From}
		q := kpi.Question{Whole: us, AsOf: kam.MustDay("2017-12-31"), Period: period, By: []kpi.Dimension{kpi.ByUser, kpi.ByAccount}}
		within := []any{period.From.String(), period.Until.String()}
		revenue, err := book.Revenue(q)
		require.NoError(t, err)
		won, err := book.Deals(q)
		require.NoError(t, err)
		equals(t, rows(t, db, "SELECT sum(value) FROM deals WHERE stage = 'Won' AND closed >= ? AND closed < ?", within...), figure(revenue, us, kpi.MetricRevenue, "USD"))
		equals(t, rows(t, db, "SELECT sum(stage = 'Won'), count(*) FROM deals WHERE stage IN ('Won', 'Lost') AND closed >= ? AND closed < ?", within...), figure(won, us, kpi.MetricWinRate, ""))
		for _, by := range []struct{ column, kind string }{{"agent", "user"}, {"account", "account"}} {
			for _, line := range rows(t, db, "SELECT "+by.column+", sum(value) FROM deals WHERE stage = 'Won' AND closed >= ? AND closed < ? GROUP BY 1", within...) {
				cut := strings.LastIndex(line, " ")
				assert.Equal(t, line[cut+1:], figure(revenue, kam.Subject{Kind: by.kind, ID: line[:cut]}, kpi.MetricRevenue, "USD"), line)
			}
		}
		if before.From.Before(kam.MustDay("2017-01-01")) {
			continue
		}
		q.Before, q.By = before, nil
		kept, err := book.Retention(q)
		require.NoError(t, err)
		equals(t, rows(t, db, `WITH
			b AS (SELECT account, sum(value) AS v FROM deals WHERE stage = 'Won' AND closed >= ?3 AND closed < ?1 GROUP BY account),
			n AS (SELECT account, sum(value) AS v FROM deals WHERE stage = 'Won' AND closed >= ?1 AND closed < ?2 GROUP BY account)
			SELECT sum(min(b.v, coalesce(n.v, 0))), sum(b.v) FROM b LEFT JOIN n USING (account)`, append(within, before.From.String())...),
			figure(kept.Figures, us, kpi.MetricGRR, "USD"))
	}
	t.Logf("%d deals in %v, won %s, %d without an account", len(deals), perStage, wonSum, unnamed)
}

// A file that is no such export is told with the place, and ends with the code 2.
func TestLoadFaults(t *testing.T) {
	dir := t.TempDir()
	file, mapFile := filepath.Join(dir, "deals.csv"), filepath.Join(dir, "map.json")
	require.NoError(t, os.WriteFile(mapFile, []byte(`{"system": "export", "kind": "opportunity", "fields": [{"from": "id", "to": "id", "as": "text"}]}`), 0o600))
	for content, want := range map[string]string{
		"number\n1\n":            `deals.csv:1:1: the column "id" is missing`,
		"id,name\n1,a\n2\n":      "deals.csv:3",
		"id\n\xff\xff\xff\xfe\n": "not UTF-8 and not GBK",
	} {
		require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
		var out, faults bytes.Buffer
		code := run(t.Context(), []string{"load", "-db", filepath.Join(dir, "crm.db"), "-csv", file, "-map", mapFile, "-modified", "2026-04-15"}, strings.NewReader(""), &out, &faults)
		assert.NotZero(t, code, content)
		assert.Contains(t, faults.String(), want)
	}
}

const sheet = "\u5546\u673a\u7f16\u53f7,\u5ba2\u6237,\u91d1\u989d,\u9636\u6bb5\n1,\u4e0a\u6d77\u4e91\u5e06\u8f6f\u4ef6\u6709\u9650\u516c\u53f8,1250.50,\u8d62\u5355\n2,\u6d59\u6c5f\u897f\u6eaa\u79d1\u6280,,\u8fdb\u884c\u4e2d\n"

// The same sheet in UTF-8, with a byte order mark, and in GBK gives the same records.
func TestLoadGBK(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(sheet)
	require.NoError(t, err)
	mapFile := filepath.Join(t.TempDir(), "map.json")
	require.NoError(t, os.WriteFile(mapFile, []byte(`{"system": "fxiaoke", "kind": "opportunity", "fields": [
		{"from": "商机编号", "to": "id", "as": "text"}, {"from": "客户", "to": "name", "as": "text"}, {"from": "金额", "to": "amount", "as": "number-text"},
		{"from": "阶段", "to": "stage", "as": "text"}]}`), 0o600))
	for name, content := range map[string]string{"UTF-8": sheet, "with a mark": "\ufeff" + sheet, "GBK": gbk} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db, file := filepath.Join(dir, "crm.db"), filepath.Join(dir, "deals.csv")
			require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
			var out, errors bytes.Buffer
			code := run(t.Context(), []string{"load", "-db", db, "-csv", file, "-map", mapFile, "-modified", "2026-04-15", "-lang", "zh-CN"}, strings.NewReader(""), &out, &errors)
			require.Zero(t, code, errors.String())
			assert.Equal(t, "deals.csv：2 条记录，0 行未采用\n", out.String())
			store, err := sqlstore.Open(t.Context(), db)
			require.NoError(t, err)
			defer store.Close()
			records, err := store.CRM().Changes(t.Context(), "fxiaoke", crm.KindOpportunity, crm.Mark{}, 10)
			require.NoError(t, err)
			require.Len(t, records, 2)
			deal, ok := records[0].Data.(*crm.Opportunity)
			require.True(t, ok)
			assert.Equal(t, "上海云帆软件有限公司 1250.5 赢单", deal.Name+" "+deal.Amount.Decimal.String()+" "+deal.Stage)
		})
	}
}
