package promotion

import (
	"strings"
	"unicode"

	"github.com/kam-go/kam"
)

// labels are the names by which people are told apart in a text: the name, with the ID where another has the same one, and
// with the kind as well where that has the same ID.
type labels map[kam.Subject]string

// label gives names to people; a person without a name is called by the ID.
func label(names map[kam.Subject]string) labels {
	named := func(person kam.Subject) string {
		if name := strings.Join(strings.Fields(names[person]), " "); name != "" {
			return name
		}
		return person.ID
	}
	same, twins := map[string]int{}, map[[2]string]int{}
	for person := range names {
		same[strings.ToLower(named(person))]++
		twins[[2]string{strings.ToLower(named(person)), person.ID}]++
	}
	out := labels{}
	for person := range names {
		name := named(person)
		key := strings.ToLower(name)
		switch {
		case same[key] == 1:
			out[person] = name
		case twins[[2]string{key, person.ID}] > 1:
			out[person] = name + " (" + person.Kind + " " + person.ID + ")"
		default:
			out[person] = name + " (" + person.ID + ")"
		}
	}
	return out
}

// of returns the label of a person, the ID of one who has none.
func (l labels) of(person kam.Subject) string {
	if name, there := l[person]; there {
		return name
	}
	return person.ID
}

// labels names all candidates.
func (in *inner) labels() labels {
	names := make(map[kam.Subject]string, len(in.candidates))
	for person, c := range in.candidates {
		names[person] = c.name
	}
	return label(names)
}

// hides reports whether a name has characters that nobody sees, or that change how others are shown, or nothing else. Joiners,
// which some scripts need, may stand between letters.
func hides(name string) bool {
	visible := false
	runes := []rune(name)
	for i, r := range runes {
		joins := (r == '\u200c' || r == '\u200d') && i > 0 && i < len(runes)-1 && spells(runes[i-1]) && spells(runes[i+1])
		switch {
		case joins || r == ' ' || r == '\u3000' || unicode.IsMark(r) && visible:
		case !unicode.IsGraphic(r) || unicode.IsMark(r) || unicode.IsSpace(r) || blank(r):
			return true
		default:
			visible = true
		}
	}
	return name != "" && !visible
}

// spells reports whether r is a letter or a mark on one.
func spells(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// blank reports whether r counts as a letter or symbol and shows nothing: the fillers of Hangul, and the empty Braille cell.
func blank(r rune) bool {
	return r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || r == '\u2800'
}
