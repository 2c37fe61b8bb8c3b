package main

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/kam-go/kam/crm"
)

//go:embed sample
var samples embed.FS

// line is a line of the sample: what happens to one record in an act. Act 0 is what there is from the start.
type line struct {
	Act    int            `json:"act"`
	Object string         `json:"object"`
	Put    map[string]any `json:"put"`
	Remove string         `json:"remove"`
}

// play does what an act of the sample says, in each system.
func (w *world) play(act int) {
	for _, name := range names() {
		s, served := w.systems[name]
		for _, l := range linesOf(name) {
			switch {
			case l.Act != act || !served:
			case l.Remove != "":
				s.remove(l.Object, l.Remove)
			default:
				s.put(l.Object, l.Put)
			}
		}
	}
}

// linesOf returns the sample of a system. It is part of the program; a fault in it is one of the program.
func linesOf(name crm.System) []line {
	text, err := samples.ReadFile("sample/" + string(name) + ".jsonl")
	if err != nil {
		panic(err)
	}
	var all []line
	for scanner := bufio.NewScanner(bytes.NewReader(text)); scanner.Scan(); {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var l line
		d := json.NewDecoder(bytes.NewReader(scanner.Bytes()))
		d.UseNumber()
		if err := d.Decode(&l); err != nil {
			panic(fmt.Sprintf("%s: %s: %s", name, scanner.Text(), err))
		}
		all = append(all, l)
	}
	return all
}
