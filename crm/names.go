package crm

import "github.com/kam-go/kam"

// Names returns what people call the things that records are of, by ID, as far as records of certain kinds name them: of
// accounts, contacts, opportunities, events, products and users, or of those of them that are asked for. IDs are those of one
// system; where two kinds use one ID, the kind that is asked for first counts. Without names it is nil.
func Names(records []Record, kinds ...Kind) kam.Names {
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	names := map[string]string{}
	for _, kind := range kinds {
		for _, r := range records {
			if name := nameOf(r.Data); r.Ref.Kind == kind && name != "" && names[r.Ref.ID] == "" {
				names[r.Ref.ID] = name
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	return func(id string) string { return names[id] }
}

func nameOf(data Data) string {
	switch d := data.(type) {
	case *Account:
		return d.Name
	case *Contact:
		return d.Name
	case *Opportunity:
		return d.Name
	case *Event:
		return d.Name
	case *Product:
		return d.Name
	case *User:
		return d.Name
	}
	return ""
}
