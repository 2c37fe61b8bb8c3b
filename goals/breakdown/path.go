package breakdown

import (
	"strings"

	"github.com/kam-go/kam"
)

// In an ID a name's own "/" is written %2F, and its "%" is %25, so that no two paths of a name or more have one ID.
var written, read = strings.NewReplacer("%", "%25", "/", "%2F"), strings.NewReplacer("%25", "%", "%2F", "/")

// PathID returns the ID of the node that [Nodes] makes of a path of at least one name: its names with "/" between, in which a
// "/" of their own is %2F and a "%" is %25. Print such IDs by [PathNames].
func PathID(path ...string) string {
	names := make([]string, len(path))
	for i, name := range path {
		names[i] = written.Replace(name)
	}
	return strings.Join(names, "/")
}

// Path returns the path that a node's ID was made of by [PathID].
func Path(id string) []string {
	path := strings.Split(id, "/")
	for i, name := range path {
		path[i] = read.Replace(name)
	}
	return path
}

// PathNames returns names that know the nodes of a root too: each by what the last name of its path is called, so that
// what goes by the IDs of persons and accounts and what goes by paths of them have the same names. An ID that has a name
// keeps it.
func PathNames(root string, names kam.Names) kam.Names {
	above := PathID(root)
	return func(id string) string {
		if names.Known(id) || id != above && !strings.HasPrefix(id, above+"/") {
			return names.Of(id)
		}
		path := Path(id)
		return names.Of(path[len(path)-1])
	}
}
