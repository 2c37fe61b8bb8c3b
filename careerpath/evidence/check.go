package evidence

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Limits of a file and of a vocabulary, all inclusive.
const (
	// MaxObservations is the largest number of observations in a file.
	MaxObservations = 20_000
	// MaxRecords is the largest number of positions, assessments, certificates, reviews, flags and completeness entries,
	// each.
	MaxRecords = 2_000
	// MaxNames is the largest number of names of each kind in a vocabulary.
	MaxNames = 10_000
	// MaxLevel is the highest level of a skill.
	MaxLevel = 100
	// MaxFiles is the largest number of files [ParseFiles] reads at once.
	MaxFiles = 100_000
)

// ParseFile reads a file from a JSON object and returns it as written; [File.Check] tells whether it can be used. Reading
// is strict: unknown, duplicate and wrong-case keys, trailing data, null, and bare numbers that other readers would lose
// digits of are refused. The error is an [*kam.InvalidError] with every fault, its JSON path and its line and column.
func ParseFile(data []byte) (File, error) {
	var f File
	if err := strictjson.Decode(data, &f, "file").Err(); err != nil {
		return File{}, err
	}
	return f, nil
}

// ParseFiles reads a JSON list of files as [ParseFile] does, and refuses two files about one person.
func ParseFiles(data []byte) ([]File, error) {
	var list []File
	if err := strictjson.Decode(data, &list, "file").Err(); err != nil {
		return nil, err
	}
	found := wording.Faults{Prefix: "file"}
	if !found.Count("$", len(list), 0, MaxFiles) {
		return nil, found.Err()
	}
	first := make(map[kam.Subject]int, len(list))
	for i, f := range list {
		if at, taken := first[f.Person]; taken {
			found.Add("twice", wording.At("$", i)+".person", wording.Say("it is about the person of file %d", "与第 %d 份档案为同一人", at),
				wording.Say("keep one file for each person", "每人只保留一份档案"))
			continue
		}
		first[f.Person] = i
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return list, nil
}

// JSON returns f as indented JSON that [ParseFile] reads back. A number out of bounds and a text that is not UTF-8 are an
// error.
func (f File) JSON() ([]byte, error) { return strictjson.Pretty(f) }

// Canonical returns f as JSON bytes that depend on what it says alone, to be hashed when evidence is frozen. The order of
// records counts. Errors are those of [File.JSON].
func (f File) Canonical() ([]byte, error) { return strictjson.Canonical(f) }

// Check returns nil for a file that names its person and whose records can be used, else an [*kam.InvalidError] with
// every fault. An observation whose value is unknown is no fault.
func (f File) Check() error {
	found := wording.Faults{Prefix: "file"}
	found.Subject("$.person", f.Person)
	if found.Count("$.observations", len(f.Observations), 0, MaxObservations) {
		f.checkObservations(&found)
	}
	if found.Count("$.positions", len(f.Positions), 0, MaxRecords) {
		f.checkPositions(&found)
	}
	if found.Count("$.skills", len(f.Skills), 0, MaxRecords) {
		f.checkSkills(&found)
	}
	if found.Count("$.certificates", len(f.Certificates), 0, MaxRecords) {
		f.checkCertificates(&found)
	}
	if found.Count("$.reviews", len(f.Reviews), 0, MaxRecords) {
		f.checkReviews(&found)
	}
	if found.Count("$.flags", len(f.Flags), 0, MaxRecords) {
		for i, flag := range f.Flags {
			place := wording.At("$.flags", i)
			found.ID(place+".kind", flag.Kind, nil)
			found.Period(place+".held", flag.Held, false)
		}
	}
	if found.Count("$.complete", len(f.Complete), 0, MaxRecords) {
		for i, c := range f.Complete {
			place := wording.At("$.complete", i)
			wording.Choice(&found, "kind", place+".of", c.Of, Flags, Certificates, Positions, Reviews, Skills)
			optional(&found, place+".name", c.Name)
			found.Period(place+".period", c.Period, false)
		}
	}
	return found.Err()
}

// optional reports a name that is stated and unusable.
func optional(found *wording.Faults, place, name string) {
	if name != "" {
		found.ID(place, name, nil)
	}
}

func conflict(found *wording.Faults, place string, first int) {
	found.Add("conflict", place, wording.Say("it contradicts record %d, which is about the same and of the same revision", "与第 %d 条记录矛盾：所指相同且修订号相同", first),
		wording.Say("keep the right one, or give the correction a higher revision", "请保留正确的一条，或为更正后的记录填写更高的修订号"))
}

func (f File) checkObservations(found *wording.Faults) {
	seen := make(map[fact]int, len(f.Observations))
	for i, o := range f.Observations {
		place := wording.At("$.observations", i)
		err := o.Check()
		found.Merge(place, err)
		if err != nil {
			continue
		}
		if o.Subject != f.Person {
			found.Add("person", place+".subject", wording.Say("it is about %s, the file about %s", "该观测属于 %s，而档案属于 %s", wording.Quote(o.Subject.ID), wording.Quote(f.Person.ID)),
				wording.Say("keep it in the file of that person", "请放入该人的档案"))
		}
		key := factOf(o)
		at, taken := seen[key]
		switch {
		case !taken || f.Observations[at].Revision < o.Revision:
			seen[key] = i
		case f.Observations[at].Revision == o.Revision && !SameFigures(f.Observations[at], o):
			conflict(found, place, at)
		}
	}
}

func (f File) checkPositions(found *wording.Faults) {
	for i, p := range f.Positions {
		place := wording.At("$.positions", i)
		found.ID(place+".stage", p.Stage, nil)
		optional(found, place+".track", p.Track)
		optional(found, place+".department", p.Department)
		found.Period(place+".held", p.Held, false)
	}
}

func (f File) checkSkills(found *wording.Faults) {
	type judged struct {
		skill    string
		assessor kam.Subject
		on       kam.Day
	}
	seen := map[judged]int{}
	for i, a := range f.Skills {
		place := wording.At("$.skills", i)
		named := found.ID(place+".skill", a.Skill, nil)
		by := found.Subject(place+".assessor", a.Assessor)
		if a.Level < 0 || a.Level > MaxLevel {
			found.Add("level", place+".level", wording.Say("%d is no level", "%d 不是有效等级", a.Level), wording.Say("use 0 to %d", "请填 0 至 %d", MaxLevel))
		}
		if !validity(found, place, "on", a.On, a.Until) || !named || !by {
			continue
		}
		key := judged{a.Skill, a.Assessor, a.On}
		if at, taken := seen[key]; !taken {
			seen[key] = i
		} else if f.Skills[at].Level != a.Level {
			conflict(found, place, at)
		}
	}
}

func (f File) checkCertificates(found *wording.Faults) {
	for i, c := range f.Certificates {
		place := wording.At("$.certificates", i)
		found.ID(place+".kind", c.Kind, nil)
		optional(found, place+".number", c.Number)
		validity(found, place, "earned", c.Earned, c.Until)
	}
}

// validity reports a record without a first day, or one that expires before it begins.
func validity(found *wording.Faults, place, key string, from, until kam.Day) bool {
	switch {
	case !from.IsSet():
		found.Add("day", place+"."+key, wording.Say("the day is not stated", "未填日期"), wording.Say("state it as YYYY-MM-DD", "请按 YYYY-MM-DD 填写"))
	case until.IsSet() && !until.After(from):
		found.Add("day", place+".until", wording.Say("it expires on %s, but begins on %s", "失效日 %s 不晚于起始日 %s", until, from),
			wording.Say("state a later day, or leave it out if it never expires", "请填更晚的日期；长期有效则不填"))
	default:
		return true
	}
	return false
}

func (f File) checkReviews(found *wording.Faults) {
	type judged struct {
		kind   string
		period kam.Period
	}
	seen := map[judged]int{}
	for i, r := range f.Reviews {
		place := wording.At("$.reviews", i)
		named := found.ID(place+".kind", r.Kind, nil)
		dated := found.Period(place+".period", r.Period, true)
		if r.Rating == "" {
			found.Add("rating", place+".rating", wording.Say("there is no rating", "未填评级"), wording.Say("state a word of the scale, or leave the review out", "请填量表中的评级，或删去该条"))
		} else {
			optional(found, place+".rating", r.Rating)
		}
		if r.Revision < 0 {
			found.Add("revision", place+".revision", wording.Say("revision %d is before the first, which is 0", "修订号 %d 为负；首个修订号为 0", r.Revision),
				wording.Say("count revisions from 0", "修订号请从 0 起"))
			continue
		}
		if !named || !dated {
			continue
		}
		key := judged{r.Kind, r.Period}
		at, taken := seen[key]
		switch {
		case !taken || f.Reviews[at].Revision < r.Revision:
			seen[key] = i
		case f.Reviews[at].Revision == r.Revision && f.Reviews[at].Rating != r.Rating:
			conflict(found, place, at)
		}
	}
}
