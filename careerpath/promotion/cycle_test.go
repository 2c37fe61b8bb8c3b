package promotion_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func TestCycleIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change      func(*promotion.Cycle)
		code, place string
	}{
		"format":                    {func(c *promotion.Cycle) { c.Format = 0 }, "format", "$.format"},
		"no ID":                     {func(c *promotion.Cycle) { c.ID = "" }, "id", "$.id"},
		"version 0":                 {func(c *promotion.Cycle) { c.Version = 0 }, "version", "$.version"},
		"no Chinese name":           {func(c *promotion.Cycle) { c.Name.ZH = "" }, "text", "$.name"},
		"no contact":                {func(c *promotion.Cycle) { c.Contact = kam.Text{} }, "text", "$.contact"},
		"ladder without a hash":     {func(c *promotion.Cycle) { c.Ladder.Hash = "" }, "hash", "$.ladder.hash"},
		"criteria with half a hash": {func(c *promotion.Cycle) { c.Criteria[0].Hash = hash64[:32] }, "hash", "$.criteria[0].hash"},
		"no criteria version":       {func(c *promotion.Cycle) { c.Criteria[0].Version = -1 }, "version", "$.criteria[0].version"},
		"no judges":                 {func(c *promotion.Cycle) { c.Panel = nil; c.Exercises[0].Judges = nil }, "too-few", "$.panel"},
		"a judge twice":             {func(c *promotion.Cycle) { c.Panel = append(c.Panel, c.Panel[0]) }, "twice", "$.panel[5].person"},
		"no officer":                {func(c *promotion.Cycle) { c.Officers = nil }, "too-few", "$.officers"},
		"no arbiter":                {func(c *promotion.Cycle) { c.Arbiters = nil }, "too-few", "$.arbiters"},
		"an officer as arbiter":     {func(c *promotion.Cycle) { c.Arbiters[0] = officer }, "arbiter", "$.arbiters[0]"},
		"a judge as arbiter":        {func(c *promotion.Cycle) { c.Arbiters[0] = person("j1") }, "arbiter", "$.arbiters[0]"},
		"unknown relation":          {func(c *promotion.Cycle) { c.Relations = relations("friend", "a", "b") }, "relation", "$.relations[0].kind"},
		"a relation to oneself":     {func(c *promotion.Cycle) { c.Relations = relations(promotion.Relative, "a", "a") }, "relation", "$.relations[0]"},
		"a relation to nobody":      {func(c *promotion.Cycle) { c.Relations = relations(promotion.Relative, "a", "") }, "subject", "$.relations[0].to.id"},
		"a relation twice": {func(c *promotion.Cycle) {
			c.Relations = append(relations(promotion.Relative, "a", "b"), relations(promotion.Relative, "a", "b")...)
		}, "twice", "$.relations[1]"},
		"no openings":                  {func(c *promotion.Cycle) { c.Openings = nil; c.MaxOpenings = 0 }, "too-few", "$.openings"},
		"two openings of one ID":       {func(c *promotion.Cycle) { c.Openings[1].ID = "east" }, "twice", "$.openings[1].id"},
		"no seats":                     {func(c *promotion.Cycle) { c.Openings[0].Seats = 0 }, "too-few", "$.openings[0].seats"},
		"no stage":                     {func(c *promotion.Cycle) { c.Openings[0].Stage = "" }, "id", "$.openings[0].stage"},
		"criteria that are not there":  {func(c *promotion.Cycle) { c.Openings[0].Criteria = "junior" }, "criteria", "$.openings[0].criteria"},
		"an exercise of no kind":       {func(c *promotion.Cycle) { c.Exercises[0].Kind = "" }, "kind", "$.exercises[0].kind"},
		"a weight above 1":             {func(c *promotion.Cycle) { c.Exercises[0].Weight = kam.MustFraction("1.1") }, "weight", "$.exercises[0].weight"},
		"a weight below 0":             {func(c *promotion.Cycle) { c.Exercises[0].Weight = kam.MustFraction("-0.1") }, "weight", "$.exercises[0].weight"},
		"an opening that is not there": {func(c *promotion.Cycle) { c.Exercises[0].Openings = []string{"north"} }, "opening", "$.exercises[0].openings[0]"},
		"an opening twice":             {func(c *promotion.Cycle) { c.Exercises[0].Openings = []string{"east", "east"} }, "twice", "$.exercises[0].openings[1]"},
		"a scale upside down":          {func(c *promotion.Cycle) { c.Exercises[1].Scale.Max = dec("-1") }, "scale", "$.exercises[1].scale"},
		"a scale of one point":         {func(c *promotion.Cycle) { c.Exercises[1].Scale.Max = dec("0") }, "scale", "$.exercises[1].scale"},
		"a step of 0":                  {func(c *promotion.Cycle) { c.Exercises[1].Scale.Step = dec("0") }, "scale", "$.exercises[1].scale"},
		"a step that misses the top":   {func(c *promotion.Cycle) { c.Exercises[1].Scale.Step = dec("0.3") }, "scale", "$.exercises[1].scale"},
		"a huge scale":                 {func(c *promotion.Cycle) { c.Exercises[1].Scale.Max = dec("1").Shift(60) }, "number", "$.exercises[1].scale.max"},
		"a pass mark off the scale":    {func(c *promotion.Cycle) { c.Exercises[0].Pass = opt("100.5") }, "pass", "$.exercises[0].pass"},
		"a window without an end":      {func(c *promotion.Cycle) { c.Exercises[0].Window.Until = kam.Day{} }, "period", "$.exercises[0].window"},
		"no minimum of judges":         {func(c *promotion.Cycle) { c.Exercises[0].MinJudges = 0 }, "too-few", "$.exercises[0].minJudges"},
		"more judges than there are":   {func(c *promotion.Cycle) { c.Exercises[0].MinJudges = 2 }, "too-many", "$.exercises[0].minJudges"},
		"a judge from elsewhere":       {func(c *promotion.Cycle) { c.Exercises[0].Judges[0] = person("zoe") }, "judge", "$.exercises[0].judges[0]"},
		"dropping all":                 {func(c *promotion.Cycle) { c.Exercises[2].DropFrom = 2 }, "drop", "$.exercises[2].dropFrom"},
		"dropping never":               {func(c *promotion.Cycle) { c.Exercises[2].DropFrom = 6 }, "drop", "$.exercises[2].dropFrom"},
		"unknown standardising":        {func(c *promotion.Cycle) { c.Exercises[2].Standardise = "z" }, "standardise", "$.exercises[2].standardise"},
		"an unknown tie-break":         {func(c *promotion.Cycle) { c.TieBreaks[0].By = "age" }, "tie-break", "$.tieBreaks[0].by"},
		"a tie-break on nothing":       {func(c *promotion.Cycle) { c.TieBreaks[0].Exercise = "essay" }, "exercise", "$.tieBreaks[0].exercise"},
		"a tie-break on no fact":       {func(c *promotion.Cycle) { c.TieBreaks[1].Fact = "age" }, "fact", "$.tieBreaks[1].fact"},
		"a lot with a fact":            {func(c *promotion.Cycle) { c.TieBreaks[2].Fact = "tenure" }, "tie-break", "$.tieBreaks[2]"},
		"a tie-break twice":            {func(c *promotion.Cycle) { c.TieBreaks[1] = c.TieBreaks[0] }, "twice", "$.tieBreaks[1]"},
		"lots before the last":         {func(c *promotion.Cycle) { c.TieBreaks[1], c.TieBreaks[2] = c.TieBreaks[2], c.TieBreaks[1] }, "tie-break", "$.tieBreaks[2]"},
		"a fact twice":                 {func(c *promotion.Cycle) { c.Facts = append(c.Facts, c.Facts[0]) }, "twice", "$.facts[1].id"},
		"a fact without a direction":   {func(c *promotion.Cycle) { c.Facts[0].Direction = "" }, "direction", "$.facts[0].direction"},
		"unknown screening":            {func(c *promotion.Cycle) { c.Screening = "never" }, "screening", "$.screening"},
		"unknown policy":               {func(c *promotion.Cycle) { c.Unknown = "guess" }, "unknown", "$.unknown"},
		"no assignment":                {func(c *promotion.Cycle) { c.Assignment = "" }, "assignment", "$.assignment"},
		"more applications than there": {func(c *promotion.Cycle) { c.MaxOpenings = 3 }, "max-openings", "$.maxOpenings"},
		"a pass mark above 100":        {func(c *promotion.Cycle) { c.Pass = opt("100.01") }, "pass", "$.pass"},
		"a pass mark below 0":          {func(c *promotion.Cycle) { c.Pass = opt("-0.01") }, "pass", "$.pass"},
		"no freeze":                    {func(c *promotion.Cycle) { c.Schedule.Freeze = kam.Day{} }, "day", "$.schedule.freeze"},
		"no publication":               {func(c *promotion.Cycle) { c.Schedule.Publish = kam.Day{} }, "day", "$.schedule.publish"},
		"a test before the end":        {func(c *promotion.Cycle) { c.Exercises[0].Window = kam.MustPeriod("2026-03-06/2026-03-08") }, "order", "$.exercises[0].window"},
		"a ranking before the end":     {func(c *promotion.Cycle) { c.Schedule.Publish = day("2026-03-16") }, "order", "$.exercises[2].window"},
		"no objection period":          {func(c *promotion.Cycle) { c.Schedule.Objection.Days = 0 }, "too-few", "$.schedule.objection.days"},
		"an appeal period for ever":    {func(c *promotion.Cycle) { c.Schedule.Appeal.Days = promotion.MaxDays + 1 }, "too-many", "$.schedule.appeal.days"},
		"no working days":              {func(c *promotion.Cycle) { c.Calendar = kam.CalendarSpec{} }, "calendar", "$.schedule.objection"},
	} {
		t.Run(name, func(t *testing.T) {
			cycle := spring(t)
			c.change(&cycle)
			_, err := promotion.Compile(cycle)
			finding(t, err, c.code, c.place)
		})
	}
}

func relations(kind promotion.RelationKind, of, to string) []promotion.Relation {
	return []promotion.Relation{{Kind: kind, Of: person(of), To: person(to)}}
}

func TestWeightsSumToOneForEachOpening(t *testing.T) {
	c := spring(t)
	c.Exercises[1].Openings = []string{"east"}
	_, err := promotion.Compile(c)
	f := finding(t, err, "weights", "$.openings[1]")
	assert.Equal(t, `the weights of the exercises for "west" sum to 0.7`, f.Message.EN)
	c.Exercises = append(c.Exercises, c.Exercises[1])
	c.Exercises[3].ID, c.Exercises[3].Openings = "case", []string{"west"}
	_, err = promotion.Compile(c)
	require.NoError(t, err)
}

func TestAllFaultsOfACycleAtOnce(t *testing.T) {
	_, err := promotion.Compile(promotion.Cycle{})
	require.Error(t, err)
	for _, place := range []string{"$.format", "$.id", "$.version", "$.name", "$.contact", "$.ladder.hash", "$.criteria", "$.panel", "$.officers", "$.arbiters", "$.openings", "$.exercises", "$.schedule.apply", "$.schedule.freeze", "$.schedule.publish"} {
		assert.ErrorContains(t, err, place+":")
	}
}

func TestWarnings(t *testing.T) {
	assert.Empty(t, compiled(t, spring(t)).Warnings())
	c := spring(t)
	c.TieBreaks, c.Draw = c.TieBreaks[:2], promotion.Draw{}
	c.Exercises[2].DropFrom = 5
	c.Schedule.Publish = day("2026-03-17") // the last day of the interview itself
	w := compiled(t, c).Warnings()
	require.Len(t, w, 2)
	assert.Equal(t, "promotion.drop", w[0].Code)
	assert.Equal(t, "candidates with fewer than 5 scores keep their extremes, others lose them", w[0].Message.EN)
	assert.Equal(t, "promotion.tie-break", w[1].Code)
}

func TestCycleAsJSON(t *testing.T) {
	c := spring(t)
	text, err := c.JSON()
	require.NoError(t, err)
	read, err := promotion.ParseCycle(text)
	require.NoError(t, err)
	a, err := c.Hash()
	require.NoError(t, err)
	b, err := read.Hash()
	require.NoError(t, err)
	assert.Equal(t, a, b)
	assert.Equal(t, a, compiled(t, c).Hash())
	golden(t, "cycle.json", string(text)+"\n")

	_, err = promotion.ParseCycle([]byte(strings.Replace(string(text), `"seats": 1`, `"seats": "1", "sets": 2`, 1)))
	require.ErrorContains(t, err, "$.openings[0].seats")
	require.ErrorContains(t, err, "$.openings[0].sets")
}

func FuzzParseCycle(f *testing.F) {
	text, err := spring(f).JSON()
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"format":1,"openings":[{"seats":-1}],"schedule":{"apply":"2026-01-01/2026-02-01"}}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := promotion.ParseCycle(data)
		if err != nil {
			return
		}
		p, err := promotion.Compile(c)
		if err != nil {
			return
		}
		again, err := promotion.Compile(p.Cycle())
		require.NoError(t, err)
		assert.Equal(t, p.Hash(), again.Hash())
	})
}

func FuzzReplay(f *testing.F) {
	text, err := closed(f).Record().JSON()
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"format":1,"entries":[{"seq":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := promotion.ParseRecord(data)
		if err != nil {
			return
		}
		s, err := promotion.Replay(r)
		if err != nil {
			return
		}
		require.NoError(t, promotion.Verify(s.Record()))
	})
}
