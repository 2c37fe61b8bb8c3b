// Package zone reads the names of time zones as specs write them.
package zone

import "time"

// Of returns the place with a name such as "Asia/Shanghai", or at an offset such as "+08:00". An empty name is UTC. For
// another one it returns UTC and false; so it does for "Local", which is another place on every machine.
func Of(name string) (*time.Location, bool) {
	if t, err := time.Parse("-07:00", name); err == nil {
		_, seconds := t.Zone()
		return time.FixedZone(name, seconds), true
	}
	place, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.UTC, false
	}
	return place, true
}
