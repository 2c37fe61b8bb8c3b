package crm

// Names returns what people call the things that records are of, by id, as far as records of certain kinds name them: of
// accounts, contacts, opportunities, events, products and users, or of those of them that are asked for. Ids are those of one
// system; where two kinds use one id, the kind that is asked for first counts.
func Names(records []Record, kinds ...Kind) map[string]string {
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
	return names
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
