package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// peak says how much memory the process had at most so far; nothing where the system does not tell.
func peak() string {
	file, err := os.Open("/proc/self/status")
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var kilobytes int64
		if text, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			if _, err := fmt.Sscan(text, &kilobytes); err == nil {
				return fmt.Sprintf(", at most %d MB of memory", kilobytes>>10)
			}
		}
	}
	return ""
}
