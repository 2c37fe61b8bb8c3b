package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring/improve"
)

// table reads a CSV file.
func table(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

// TestExport reviews the public set "CRM Sales Opportunities", which is not part of this module: KAM_CRM_EXPORT names its
// folder. Five of its 35 agents have no deal: they have no score, and nobody's score counts them.
func TestExport(t *testing.T) {
	export := os.Getenv("KAM_CRM_EXPORT")
	if export == "" {
		t.Skip("KAM_CRM_EXPORT does not name the folder of the export")
	}
	deals, team := filepath.Join(export, "sales_pipeline.csv"), filepath.Join(export, "sales_teams.csv")
	won, wins, closed := map[string]decimal.Decimal{}, map[string]int64{}, map[string]int64{}
	total := decimal.Zero
	for _, row := range table(t, deals) {
		switch row[4] {
		case "Won":
			amount := decimal.RequireFromString(row[7])
			won[row[1]], total = won[row[1]].Add(amount), total.Add(amount)
			wins[row[1]]++
			closed[row[1]]++
		case "Lost":
			closed[row[1]]++
		}
	}
	dir := t.TempDir()
	args := []string{"-opportunities", deals, "-team", team}
	a := done(t, dir, args...)
	for _, want := range []string{
		"every Monday to Friday counts as a working day",
		"the first deal of 2017 was closed on 2017-03-01",
		"saved 211 records", // the card, 35 times five results and a plan
	} {
		assert.Contains(t, a.stdout, want)
	}
	chinese := done(t, t.TempDir(), append(args, "-lang", "zh-CN")...).read(t, "review.zh-CN.md")
	assert.Contains(t, chinese, "| Anna Snelling | Dustin Brinkmann | 79.4 | B | 在 5 人中（团队 Dustin Brinkmann）排名第 1，")
	assert.Equal(t, 30, strings.Count(a.read(t, "review.en.md"), "over 3 known points"), "the first quarter has March only")
	target := total.DivRound(decimal.NewFromInt(int64(len(closed))), 2)
	rows := a.scores(t)
	assert.Len(t, rows, 35*5)
	unknown := 0
	for _, r := range a.records(t, improve.Query{Kinds: []improve.Kind{improve.ResultKind}}) {
		require.NoError(t, r.Result.Verify(), r.Stream)
		person := r.About.ID
		if _, sold := closed[person]; !sold {
			assert.False(t, r.Result.Known, r.Stream)
			assert.False(t, r.Result.Score.Valid)
			unknown++
			continue
		}
		if !strings.HasPrefix(r.Stream, "result/2017/") {
			continue
		}
		revenue, _ := r.Result.Node("revenue")
		rate, _ := r.Result.Node("win-rate")
		assert.Equal(t, won[person].String(), revenue.Value.Round(2).Decimal.String(), person)
		assert.Equal(t, target.String(), revenue.Target.Round(9).Decimal.String())
		assert.Equal(t, decimal.NewFromInt(wins[person]).DivRound(decimal.NewFromInt(closed[person]), 9).String(), rate.Value.Round(9).Decimal.String(), person)
		assert.NotEmpty(t, rows[person+" 2017"]["grade"], person)
		assert.NotEqual(t, "0", rows[person+" 2017"]["rank"])
	}
	assert.Equal(t, 5*5, unknown)
	for _, person := range []string{"Mei-Mei Johns", "Elizabeth Anderson", "Natalya Ivanova", "Carol Thompson", "Carl Lin"} {
		row := rows[person+" 2017"]
		assert.Equal(t, "nothing-known", row["unknown"], person)
		assert.Empty(t, row["score"]+row["grade"]+row["rank"], person)
	}
	assert.Len(t, a.pictures(t), 60)

	again := done(t, dir, args...)
	assert.Contains(t, again.stdout, "nothing was saved twice (211 records stand in")

	// A feedback round about a manager who has no row of her own is reviewed as well.
	answers := write(t, dir, "feedback.csv", "rater,subject,group,answered,listens,shares,keeps-word,comment\n"+
		"a,Celia Rouche,self,2017-12-01,5,5,5,\nb,Celia Rouche,reports,2017-12-01,3,3,3,\nc,Celia Rouche,reports,2017-12-02,4,4,4,\nd,Celia Rouche,reports,,,,,\n")
	told := done(t, dir, append(args, "-feedback", answers)...)
	assert.Contains(t, told.stdout, "saved 4 records")
	assert.Contains(t, told.read(t, "feedback.en.md"), "too few")
	assert.NotContains(t, told.read(t, "feedback.en.md"), "3.50")
}
