package main

import (
	"embed"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/examples/internal/crmfile"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/findings"
)

//go:embed sample
var embedded embed.FS

// presetLadder is the ladder of a competition that brings none of its own.
const presetLadder = "key-account-manager"

// competition is everything that one call reads.
type competition struct {
	ladder ladder
	cycle  *promotion.Program
	spec   promotion.Cycle
	// calendar is that of the cycle.
	calendar *kam.Calendar
	// rules are the criteria of the openings, each once.
	rules   []*criteria.Program
	people  []contender
	events  []happened
	groups  map[kam.Subject]string
	courses *training.Program // nil when there is no catalogue
	mentors []develop.Mentor
}

// ladder is a ladder that was compiled, with the names it was compiled from.
type ladder struct {
	*careerpath.Program
	names evidence.Vocabulary
	// file is the name of the file that it is from, empty for the preset.
	file string
}

// subject is how the rooms call a person.
func subject(id string) kam.Subject { return kam.Subject{Kind: "agent", ID: id} }

// folder returns the files of a folder, or the built-in ones when none is named.
func folder(path string) func(name string) crmfile.File {
	return func(name string) crmfile.File {
		if path == "" {
			return crmfile.BuiltIn(embedded, "sample/"+name)
		}
		return crmfile.OnDisk(filepath.Join(path, name))
	}
}

// there tells whether a file that may be missing is there. One that cannot be read is: reading it tells why.
func there(f crmfile.File) bool {
	r, err := f.Open()
	if err == nil {
		return r.Close() == nil
	}
	return !errors.Is(err, fs.ErrNotExist)
}

// parsed reads a whole file with the parser of a library, and tells whether it could, else why in found.
func parsed[T any](f crmfile.File, parse func([]byte) (T, error), found *kam.Findings) (T, bool) {
	var none T
	data, ok := crmfile.ReadAll(f, found)
	if !ok {
		return none, false
	}
	v, err := parse(data)
	found.Merge(of(err, f.Name))
	return v, err == nil
}

// of returns the findings of an error about input, none for nil.
func of(err error, place string) kam.Findings {
	if err == nil {
		return nil
	}
	return findings.Of(err, "promotion.unusable", place)
}

// readCompetition reads all files of a folder, and tells whether they can be used, else everything that is wrong in found.
func readCompetition(file func(string) crmfile.File, crm crmset.Flags, found *kam.Findings) (competition, bool) {
	var c competition
	var ok bool
	if c.ladder, ok = readLadder(file("ladder.json"), found); !ok {
		return c, false
	}
	cycle, ok := parsed(file("cycle.json"), promotion.ParseCycle, found)
	if ok {
		without := c.freezeRules(&cycle, file("cycle.json").Name, found)
		c.people = readContenders(file("candidates.csv"), crm, c.ladder, &cycle, found)
		var err error
		c.cycle, err = promotion.Compile(cycle)
		found.Merge(slices.DeleteFunc(of(err, file("cycle.json").Name), func(f kam.Finding) bool { return without[f.Place] }))
		if err == nil {
			c.spec = c.cycle.Cycle()
			c.calendar, err = kam.NewCalendar(c.spec.Calendar)
			found.Merge(of(err, file("cycle.json").Name))
			found.Merge(placed(c.cycle.Warnings(), file("cycle.json").Name))
		}
		c.events = append(readEvents(file("events.json"), found), readScores(file("scores.csv"), cycle, found)...)
	}
	c.groups = readGroups(file("groups.csv"), found)
	c.courses = readCatalogue(file("catalogue.json"), c.ladder.names, found)
	c.mentors = readMentors(file("mentors.csv"), c.ladder.names, found)
	return c, !found.HasErrors()
}

// readLadder returns the ladder of a file, or the preset when there is none, and whether it can be used.
func readLadder(f crmfile.File, found *kam.Findings) (ladder, bool) {
	spec, err := careerpath.Preset(presetLadder)
	name := ""
	if there(f) {
		name = f.Name
		var ok bool
		if spec, ok = parsed(f, careerpath.ParseLadder, found); !ok {
			return ladder{}, false
		}
	}
	var program *careerpath.Program
	if err == nil {
		program, err = careerpath.Compile(spec)
	}
	if err != nil {
		found.Merge(of(err, f.Name))
		return ladder{}, false
	}
	found.Merge(placed(program.Warnings(), f.Name))
	return ladder{program, spec.Vocabulary, name}, true
}

// placed returns findings with the name of the file before their places.
func placed(list kam.Findings, name string) kam.Findings {
	for i := range list {
		list[i].Place = name + ":" + list[i].Place
	}
	return list
}

// freezeRules puts the edition of the ladder and the criteria of the moves into the cycle, as they are now. It returns the
// places at which the cycle lacks criteria for a reason that is told here.
func (c *competition) freezeRules(cycle *promotion.Cycle, name string, found *kam.Findings) (without map[string]bool) {
	cycle.Ladder = promotion.Edition{ID: c.ladder.ID(), Version: c.ladder.Version(), Hash: c.ladder.Hash()}
	cycle.Criteria = nil
	without = map[string]bool{}
	for i, o := range cycle.Openings {
		at := name + ":$.openings[" + strconv.Itoa(i) + "]"
		m, known := c.ladder.Move(o.Move)
		if !known || m.To != o.Stage {
			found.Add(c.ladder.unsuitable(o, m, at))
			without[at+".criteria"], without[name+":$.criteria"] = true, true
			cycle.Openings[i].Criteria = ""
			continue
		}
		cycle.Openings[i].Criteria = o.Move
		if slices.ContainsFunc(cycle.Criteria, func(s promotion.Criteria) bool { return s.ID == o.Move }) {
			continue
		}
		rule, _ := c.ladder.Criteria(o.Move)
		cycle.Criteria = append(cycle.Criteria, promotion.CriteriaOf(o.Move, rule))
		c.rules = append(c.rules, rule)
	}
	return without
}

// unsuitable tells why the move of an opening, which is none when the ladder does not have it, does not lead to its stage: at
// the file of the ladder where that has no move to the stage, else at the opening.
func (l ladder) unsuitable(o promotion.Opening, m careerpath.Move, at string) kam.Finding {
	var ways []string
	for _, s := range l.Stages() {
		for _, w := range l.Moves(s.ID) {
			if w.To == o.Stage && w.Kind != careerpath.Demotion {
				ways = append(ways, findings.Quote(w.ID))
			}
		}
	}
	const most = 8
	if len(ways) > most {
		ways = append(ways[:most], "…")
	}
	_, known := l.Stage(o.Stage)
	switch {
	case !known:
		return findings.Fault("promotion.stage", at+".stage", findings.Say("the ladder has no stage %s, for which there is the opening %s", "职级体系中没有职级 %s，而岗位 %s 属于该职级", findings.Quote(o.Stage), findings.Quote(o.ID)),
			findings.Say("add it to the ladder, or correct the stage of the opening", "请在职级体系中增加该职级，或更正岗位的职级"))
	case len(ways) == 0:
		place := at + ".stage"
		if l.file != "" {
			place = l.file + ":$.moves"
		}
		return findings.Fault("promotion.move", place, findings.Say("no move of the ladder leads to the stage %s, for which there is the opening %s", "职级体系中没有通往职级 %s 的变动，而岗位 %s 属于该职级", findings.Quote(o.Stage), findings.Quote(o.ID)),
			findings.Say("add a move to it, or correct the stage of the opening", "请增加通往该职级的变动，或更正岗位的职级"))
	}
	message := findings.Say("the ladder has no move %s", "职级体系中没有变动 %s", findings.Quote(o.Move))
	if m.ID != "" {
		message = findings.Say("the move %s leads to %s and not to %s", "变动 %s 通往 %s，而非 %s", findings.Quote(o.Move), findings.Quote(m.To), findings.Quote(o.Stage))
	}
	return findings.Fault("promotion.move", at+".move", message, kam.Text{
		EN: "use a move to the stage: " + strings.Join(ways, ", "), ZH: "请填写通往该职级的变动：" + strings.Join(ways, "、"),
	})
}

// readGroups returns the group of each person; none when there is no file.
func readGroups(f crmfile.File, found *kam.Findings) map[kam.Subject]string {
	if !there(f) {
		return nil
	}
	groups := map[kam.Subject]string{}
	crmfile.Read(f, []string{"person", "group"}, found, func(in *crmfile.Record) {
		who, group := subject(in.Cell("person")), in.Cell("group")
		if _, twice := groups[who]; twice {
			in.Fail("person", "promotion.twice", findings.Say("%s has two rows", "%s 有两行", findings.Quote(who.ID)), findings.Say("leave one of them out", "请删去其中一行"))
			return
		}
		groups[who] = group
	})
	return groups
}

// readCatalogue returns what there is to learn from; nil when there is no file, or it cannot be used.
func readCatalogue(f crmfile.File, names evidence.Vocabulary, found *kam.Findings) *training.Program {
	if !there(f) {
		return nil
	}
	spec, ok := parsed(f, training.ParseCatalogue, found)
	if !ok {
		return nil
	}
	program, err := training.Compile(spec, names)
	found.Merge(of(err, f.Name))
	return program
}
