// Package flaghelp prints what the flags of a program do.
package flaghelp

import (
	"flag"
	"io"
	"strings"

	"github.com/kam-go/kam/examples/internal/terminal"
)

// Flag says what one flag does and gives an example.
type Flag struct {
	// Name is that of the flag, Value what it takes, such as FILE; empty when it takes nothing.
	Name, Value string
	// Text may have several lines.
	Text string
	// Example may be empty, where the name says it all.
	Example string
}

// Print writes the lines of the introduction, then each flag with its default as set has it, then the closing line.
func Print(w io.Writer, introduction []string, flags []Flag, set *flag.FlagSet, closing string) {
	for _, line := range introduction {
		terminal.Tell(w, line)
	}
	for _, h := range flags {
		terminal.Tell(w, "\n  -"+strings.TrimSpace(h.Name+" "+h.Value))
		text := h.Text
		if f := set.Lookup(h.Name); f.DefValue != "" && f.DefValue != "false" {
			text += "; defaults to " + f.DefValue
		}
		for line := range strings.Lines(text) {
			terminal.Tell(w, "      "+strings.TrimSpace(line))
		}
		if h.Example != "" {
			terminal.Tell(w, "      example: "+h.Example)
		}
	}
	terminal.Tell(w, "\n"+closing)
}
