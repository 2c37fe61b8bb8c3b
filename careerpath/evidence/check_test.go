package evidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestFileFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(f *evidence.File)
		want   []string
	}{
		{"nothing", func(*evidence.File) {}, nil},
		{"nobody", func(f *evidence.File) { *f = evidence.File{} }, []string{"file.subject $.person.kind", "file.subject $.person.id"}},
		{"somebody else's observation", func(f *evidence.File) { f.Observations[1].Subject.ID = "bo" }, []string{"file.person $.observations[1].subject"}},
		{"an observation without a period", func(f *evidence.File) { f.Observations[0].Period = kam.Period{} }, []string{"observation.period $.observations[0].period"}},
		{"a contradiction", func(f *evidence.File) {
			f.Observations = append(f.Observations, revenue("100.51", "2026-01-01/2026-02-01", 0))
		}, []string{"file.conflict $.observations[2]"}},
		{"a contradiction to nobody knows", func(f *evidence.File) {
			f.Observations = append(f.Observations, revenue("0", "2026-02-01/2026-03-01", 0))
		}, []string{"file.conflict $.observations[2]"}},
		{"the same again", func(f *evidence.File) {
			f.Observations = append(f.Observations, revenue("100.5", "2026-01-01/2026-02-01", 0))
		}, nil},
		{"a correction", func(f *evidence.File) {
			f.Observations = append(f.Observations, revenue("90", "2026-01-01/2026-02-01", 1))
		}, nil},
		{"another currency", func(f *evidence.File) {
			f.Observations = append(f.Observations, revenue("90", "2026-01-01/2026-02-01", 0))
			f.Observations[2].Currency = "EUR"
		}, nil},
		{"a number without end", func(f *evidence.File) { f.Observations[0].Value.Decimal = opt("1").Decimal.Shift(math.MaxInt32) }, []string{"observation.number $.observations[0].value"}},
		{"a position without a stage", func(f *evidence.File) { f.Positions[0] = evidence.Position{Track: " x"} }, []string{"file.id $.positions[0].stage", "file.id $.positions[0].track", "file.period $.positions[0].held"}},
		{"an assessment of nothing", func(f *evidence.File) { f.Skills[0] = evidence.Assessment{Level: 101} }, []string{"file.id $.skills[0].skill", "file.subject $.skills[0].assessor.kind", "file.subject $.skills[0].assessor.id", "file.level $.skills[0].level", "file.day $.skills[0].on"}},
		{"an assessment that expires at once", func(f *evidence.File) { f.Skills[0].Until = f.Skills[0].On }, []string{"file.day $.skills[0].until"}},
		{"two levels on one day", func(f *evidence.File) {
			f.Skills = append(f.Skills, f.Skills[0])
			f.Skills[1].Level = 3
		}, []string{"file.conflict $.skills[1]"}},
		{"a certificate that was never earned", func(f *evidence.File) { f.Certificates[0] = evidence.Certificate{Kind: "kam"} }, []string{"file.day $.certificates[0].earned"}},
		{"a review without an end", func(f *evidence.File) { f.Reviews[0].Period.Until = kam.Day{} }, []string{"file.period $.reviews[0].period"}},
		{"a review without a rating", func(f *evidence.File) { f.Reviews[0].Rating = "" }, []string{"file.rating $.reviews[0].rating"}},
		{"a review before the first revision", func(f *evidence.File) { f.Reviews[0].Revision = -1 }, []string{"file.revision $.reviews[0].revision"}},
		{"two ratings of one revision", func(f *evidence.File) {
			f.Reviews = append(f.Reviews, f.Reviews[0])
			f.Reviews[1].Rating = "A"
		}, []string{"file.conflict $.reviews[1]"}},
		{"a corrected rating", func(f *evidence.File) {
			f.Reviews = append(f.Reviews, f.Reviews[0])
			f.Reviews[1].Rating, f.Reviews[1].Revision = "A", 1
		}, nil},
		{"a flag without a kind", func(f *evidence.File) { f.Flags[0] = evidence.Flag{} }, []string{"file.id $.flags[0].kind", "file.period $.flags[0].held"}},
		{"complete in what", func(f *evidence.File) { f.Complete[0] = evidence.Completeness{Of: "observations"} }, []string{"file.kind $.complete[0].of", "file.period $.complete[0].period"}},
		{"too much", func(f *evidence.File) {
			f.Observations = make([]kam.Observation, evidence.MaxObservations+1)
			f.Flags = make([]evidence.Flag, evidence.MaxRecords+1)
		}, []string{"file.too-many $.observations", "file.too-many $.flags"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := good()
			c.change(&f)
			assert.Equal(t, c.want, faults(t, f.Check()))
		})
	}
}

func TestVocabularyFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(v *evidence.Vocabulary)
		want   []string
	}{
		{"nothing", func(*evidence.Vocabulary) {}, nil},
		{"a metric without a direction", func(v *evidence.Vocabulary) { v.Metrics[0].Direction = "" }, []string{"metric.direction $.metrics[0].direction"}},
		{"a metric twice", func(v *evidence.Vocabulary) { v.Metrics = append(v.Metrics, v.Metrics[0]) }, []string{"vocabulary.twice $.metrics[1].key"}},
		{"a name in one language", func(v *evidence.Vocabulary) { v.Metrics[0].Name.ZH = "" }, []string{"vocabulary.text $.metrics[0].name"}},
		{"a skill with one level", func(v *evidence.Vocabulary) { v.Skills[0].Levels = v.Skills[0].Levels[:1] }, []string{"vocabulary.too-few $.skills[0].levels"}},
		{"a skill twice", func(v *evidence.Vocabulary) { v.Skills = append(v.Skills, v.Skills[0]) }, []string{"vocabulary.twice $.skills[1].id"}},
		{"a level in one language", func(v *evidence.Vocabulary) { v.Skills[0].Levels[1].EN = "" }, []string{"vocabulary.text $.skills[0].levels[1]"}},
		{"a rating twice", func(v *evidence.Vocabulary) { v.Reviews[0].Ratings[1] = "A" }, []string{"vocabulary.twice $.reviews[0].ratings[2]"}},
		{"a scale of one rating", func(v *evidence.Vocabulary) { v.Reviews[0].Ratings = []string{"A"} }, []string{"vocabulary.too-few $.reviews[0].ratings"}},
		{"terms without names", func(v *evidence.Vocabulary) {
			v.Flags[0].ID, v.Certificates[0].ID = "", "\x00"
		}, []string{"vocabulary.id $.certificates[0].id", "vocabulary.id $.flags[0].id"}},
		{"too much", func(v *evidence.Vocabulary) { v.Flags = make([]evidence.Term, evidence.MaxNames+1) }, []string{"vocabulary.too-many $.flags"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := goodVocabulary()
			c.change(&v)
			assert.Equal(t, c.want, faults(t, v.Check()))
		})
	}
}

func TestFilesAreReadBack(t *testing.T) {
	text, err := good().JSON()
	require.NoError(t, err)
	f, err := evidence.ParseFile(text)
	require.NoError(t, err)
	require.NoError(t, f.Check())
	again, err := f.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
	one, err := good().Canonical()
	require.NoError(t, err)
	two, err := f.Canonical()
	require.NoError(t, err)
	assert.Equal(t, string(one), string(two))

	text, err = goodVocabulary().JSON()
	require.NoError(t, err)
	v, err := evidence.ParseVocabulary(text)
	require.NoError(t, err)
	require.NoError(t, v.Check())
	assert.Equal(t, goodVocabulary(), v)
	_, err = evidence.ParseVocabulary([]byte(`{"skill": []}`))
	assert.Equal(t, []string{"vocabulary.unknown-key $.skill (1:2)"}, faults(t, err))
}

func TestParseFiles(t *testing.T) {
	files, err := evidence.ParseFiles([]byte(`[{"person": {"kind": "agent", "id": "a"}}, {"person": {"kind": "agent", "id": "b"}}]`))
	require.NoError(t, err)
	assert.Len(t, files, 2)
	_, err = evidence.ParseFiles([]byte(`[{"person": {"kind": "agent", "id": "a"}}, {"person": {"kind": "agent", "id": "a"}}]`))
	assert.Equal(t, []string{"file.twice $[1].person"}, faults(t, err))
	_, err = evidence.ParseFiles([]byte(`{}`))
	assert.Equal(t, []string{"file.wrong-type $ (1:1)"}, faults(t, err))
	_, err = evidence.ParseFile([]byte(`{"person": {"kind": "agent", "id": "a"}, "flags": [{"kind": "x", "held": "2026-02-30/.."}]}`))
	assert.Len(t, faults(t, err), 1)
}

func FuzzParseFile(f *testing.F) {
	text, err := good().JSON()
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"observations": [{"value": "1e9"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := evidence.ParseFile(data)
		if err != nil {
			require.NotEmpty(t, faults(t, err))
			return
		}
		if file.Check() != nil {
			return
		}
		text, err := file.JSON()
		require.NoError(t, err)
		again, err := evidence.ParseFile(text)
		require.NoError(t, err)
		require.NoError(t, again.Check())
	})
}

func TestPlace(t *testing.T) {
	anna, bo := kam.Subject{Kind: "agent", ID: "anna"}, kam.Subject{Kind: "agent", ID: "bo"}
	files := []evidence.File{{Person: anna}, {Person: bo}}
	assert.Equal(t, "$[1]", evidence.Place(files, bo))
	assert.Equal(t, "$", evidence.Place(files[:1], bo))
}
