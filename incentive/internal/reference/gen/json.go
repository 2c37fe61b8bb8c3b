package gen

import "encoding/json"

// JSON returns the case in one line, without what is empty.
func (c Case) JSON() string {
	text, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return err.Error()
	}
	tree, _ = compact(tree)
	if text, err = json.Marshal(tree); err != nil {
		return err.Error()
	}
	return string(text)
}

// compact drops nulls, empty texts and empty objects; false when nothing is left.
func compact(v any) (any, bool) {
	switch v := v.(type) {
	case nil:
		return nil, false
	case string:
		return v, v != ""
	case bool:
		return v, true
	case []any:
		for i := range v {
			v[i], _ = compact(v[i])
		}
		return v, len(v) > 0
	case map[string]any:
		for key, item := range v {
			kept, ok := compact(item)
			if v[key] = kept; !ok {
				delete(v, key)
			}
		}
		return v, len(v) > 0
	}
	return v, true
}
