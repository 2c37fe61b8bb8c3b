package main

import "strings"

// Goals go by paths: the IDs of company, person and account with "/" between, which IDs of a CRM may have themselves.
var coded, plain = strings.NewReplacer("%", "%25", "/", "%2F"), strings.NewReplacer("%25", "%", "%2F", "/")

// steps makes a path of IDs, which ends at the first that is empty.
func steps(ids ...string) (path []string) {
	for _, id := range ids {
		if id == "" {
			break
		}
		path = append(path, coded.Replace(id))
	}
	return path
}

// last returns the ID at the end of a goal's path.
func last(path string) string { return plain.Replace(path[strings.LastIndexByte(path, '/')+1:]) }

// name is what people call somebody or something with an ID, or with the path of a goal.
func (q *quarter) name(id string) string {
	root := coded.Replace(q.Company)
	if !q.names.Known(id) && (id == root || strings.HasPrefix(id, root+"/")) {
		id = last(id)
	}
	return q.names.Of(id)
}
