package zohotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Fill puts the records of a text into the server, in its order: JSON objects one after another, such as a line each, with
// the module as "object" and its fields as "put", an "id" among them where others refer to it. It ends with the first
// object that is none, names it by its number, and leaves what came before; see [Server.Put] for the rest.
func (s *Server) Fill(r io.Reader) error {
	in := json.NewDecoder(r)
	in.UseNumber()
	in.DisallowUnknownFields()
	for n := 1; ; n++ {
		var line struct {
			Object string         `json:"object"`
			Put    map[string]any `json:"put"`
		}
		switch err := in.Decode(&line); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("zohotest: record %d: %w", n, err)
		case s.modules[line.Object] == nil || line.Put == nil:
			return fmt.Errorf("zohotest: record %d: no module %q, or nothing to put", n, line.Object)
		}
		s.Put(line.Object, line.Put)
	}
}
