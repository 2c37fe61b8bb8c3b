package match

import "slices"

// Feature is something in which two parties are compared. Each has a few words for how they relate.
type Feature string

// Features, each with its words.
const (
	// Code: the unified social credit codes are "equal" or "different"; "number" when another registration number is the
	// same, or is part of the code; else "unknown".
	Code Feature = "code"
	// Core: the cores of the names are "equal"; "reordered" when they have the same three words or more in another order;
	// "near" when one character is another, missing or exchanged with its neighbour; "part" when one begins with the other;
	// else "different", or "unknown" where a name is missing.
	Core Feature = "core"
	// Distinct: "yes" when both cores have something that not every company's name may have, else "no".
	Distinct Feature = "distinct"
	// Unit: both names are of the same branch or of none, "equal"; one names a branch, "missing"; or both do, "different".
	Unit Feature = "unit"
	// Place: the names say the same place, or none, "equal"; one says none, "missing", or a district of the other's city,
	// "district"; one only the province or the country of the other's place, "wider"; one has the place in brackets or at
	// the end and the other has none, "local"; else "different".
	Place Feature = "place"
	// Forms: the legal forms are "equal"; one is "missing"; one is limited and one joint-stock, "converted"; else "different".
	Forms Feature = "form"
	// Groups: both names call themselves a group, or neither does, "equal"; or one does, "missing".
	Groups Feature = "group"
	// Contacts: the parties have a "phone" in common, or a "domain" of web or mail, or "both", or "none".
	Contacts Feature = "contacts"
	// City: the cities of the addresses are "equal" or "different"; "unknown" where one is not stated.
	City Feature = "city"
)

// features are all features with their words, in the order in which explanations name them.
func features() []Feature {
	return []Feature{Code, Core, Distinct, Unit, Place, Forms, Groups, Contacts, City}
}

// wordsOfFeature returns the words of a feature, nil for an unknown one.
func wordsOfFeature(f Feature) []string {
	switch f {
	case Code:
		return []string{"equal", "different", "number", "unknown"}
	case Core:
		return []string{"equal", "reordered", "near", "part", "different", "unknown"}
	case Distinct:
		return []string{"yes", "no"}
	case Unit:
		return []string{"equal", "missing", "different"}
	case Place:
		return []string{"equal", "missing", "district", "wider", "local", "different"}
	case Forms:
		return []string{"equal", "missing", "converted", "different"}
	case Groups:
		return []string{"equal", "missing"}
	case Contacts:
		return []string{"none", "phone", "domain", "both"}
	case City:
		return []string{"equal", "different", "unknown"}
	default:
		return nil
	}
}

// profile is how two parties relate: a word of each feature, by its place among the feature's words.
type profile [9]uint8

func (p *profile) set(f Feature, word string) {
	p[slices.Index(features(), f)] = uint8(slices.Index(wordsOfFeature(f), word))
}

func (p profile) word(i int) string { return wordsOfFeature(features()[i])[p[i]] }

func (p profile) is(f Feature, word string) bool { return p.word(slices.Index(features(), f)) == word }
