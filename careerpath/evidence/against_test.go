package evidence_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestCheckAgainst(t *testing.T) {
	named := good()
	named.Skills[0].Level = 1
	require.NoError(t, named.CheckAgainst(goodVocabulary()))
	for _, c := range []struct {
		name   string
		change func(f *evidence.File)
		want   []string
	}{
		{"a metric", func(f *evidence.File) { f.Observations[1].Metric = "profit" }, []string{"file.unknown $.observations[1].metric"}},
		{"a unit", func(f *evidence.File) { f.Observations[0].Currency, f.Observations[0].Unit = "", "deals" }, []string{"file.unit $.observations[0].unit"}},
		{"a skill", func(f *evidence.File) { f.Skills[0].Skill = "selling" }, []string{"file.unknown $.skills[0].skill"}},
		{"a level", func(f *evidence.File) { f.Skills[0].Level = 2 }, []string{"file.level $.skills[0].level"}},
		{"a level that is none anywhere", func(f *evidence.File) { f.Skills[0].Level = 101 }, []string{"file.level $.skills[0].level"}},
		{"a certificate", func(f *evidence.File) { f.Certificates[0].Kind = "KAM" }, []string{"file.unknown $.certificates[0].kind"}},
		{"a kind of review", func(f *evidence.File) { f.Reviews[0].Kind = "monthly" }, []string{"file.unknown $.reviews[0].kind"}},
		{"a rating", func(f *evidence.File) { f.Reviews[0].Rating = "D" }, []string{"file.rating $.reviews[0].rating"}},
		{"a flag", func(f *evidence.File) { f.Flags[0].Kind = "BREACH" }, []string{"file.unknown $.flags[0].kind"}},
		{"what is complete", func(f *evidence.File) {
			f.Complete = nil
			for _, of := range []evidence.Kind{evidence.Flags, evidence.Certificates, evidence.Reviews, evidence.Skills, evidence.Positions} {
				f.Complete = append(f.Complete, evidence.Completeness{Of: of, Name: "other", Period: kam.MustPeriod("2024-01-01/..")})
			}
		}, []string{"file.unknown $.complete[0].name", "file.unknown $.complete[1].name", "file.unknown $.complete[2].name", "file.unknown $.complete[3].name"}},
		{"what the check refuses as well", func(f *evidence.File) {
			f.Person = kam.Subject{Kind: "agent", ID: "cy"}
			f.Flags[0].Kind, f.Certificates[0].Kind = "", "KAM"
		}, []string{"file.person $.observations[0].subject", "file.person $.observations[1].subject", "file.id $.flags[0].kind", "file.unknown $.certificates[0].kind"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := good()
			f.Skills[0].Level = 1
			c.change(&f)
			assert.ElementsMatch(t, c.want, faults(t, f.CheckAgainst(goodVocabulary())))
		})
	}
}

// TestUsable holds the predicate of a record against what a check of a file says of it alone.
func TestUsable(t *testing.T) {
	spoil := []func(f *evidence.File){
		func(*evidence.File) {},
		func(f *evidence.File) { f.Positions[0].Stage = "" },
		func(f *evidence.File) { f.Positions[0].Track = " x" },
		func(f *evidence.File) { f.Positions[0].Department = "\x00" },
		func(f *evidence.File) { f.Positions[0].Held.From = kam.Day{} },
		func(f *evidence.File) { f.Skills[0].Skill = "" },
		func(f *evidence.File) { f.Skills[0].Level = -1 },
		func(f *evidence.File) { f.Skills[0].Level = 100 },
		func(f *evidence.File) { f.Skills[0].Level = 101 },
		func(f *evidence.File) { f.Skills[0].Assessor.ID = "" },
		func(f *evidence.File) { f.Skills[0].Assessor.Kind = "" },
		func(f *evidence.File) { f.Skills[0].On = kam.Day{} },
		func(f *evidence.File) { f.Skills[0].Until = f.Skills[0].On },
		func(f *evidence.File) { f.Skills[0].Until = kam.Day{} },
		func(f *evidence.File) { f.Certificates[0].Kind = "" },
		func(f *evidence.File) { f.Certificates[0].Number = "\xff" },
		func(f *evidence.File) { f.Certificates[0].Earned = kam.Day{} },
		func(f *evidence.File) { f.Certificates[0].Until = f.Certificates[0].Earned },
		func(f *evidence.File) { f.Reviews[0].Kind = "" },
		func(f *evidence.File) { f.Reviews[0].Rating = "" },
		func(f *evidence.File) { f.Reviews[0].Revision = -1 },
		func(f *evidence.File) { f.Reviews[0].Period.Until = kam.Day{} },
		func(f *evidence.File) { f.Reviews[0].Period.From = kam.Day{} },
		func(f *evidence.File) { f.Flags[0].Kind = "" },
		func(f *evidence.File) { f.Flags[0].Held.Until = f.Flags[0].Held.From },
	}
	refused := 0
	for i, change := range spoil {
		f := good()
		change(&f)
		usable := f.Positions[0].Usable() && f.Skills[0].Usable() && f.Certificates[0].Usable() && f.Reviews[0].Usable() && f.Flags[0].Usable()
		assert.Equal(t, f.Check() == nil, usable, "%d", i)
		if !usable {
			refused++
		}
	}
	assert.Equal(t, len(spoil)-3, refused)
}
