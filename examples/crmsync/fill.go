package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// shanghai is the zone of the example. China has had one offset since 1991.
func shanghai() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }

// What made-up records say. The same number always says the same.

func company(i int) string { return fmt.Sprintf("示例%06d科技有限公司", i) }

func person(i int) string { return fmt.Sprintf("联系人%06d", i) }

// amount is a JSON number with two places.
func amount(i int) json.Number {
	return json.Number(fmt.Sprintf("%d.%02d", 1000+i*7%1_000_000, i%100))
}

func day(i int) string { return began().AddDate(0, 0, i%365-180).Format(time.DateOnly) }

// numbered is a number behind another, as text.
func numbered(from uint64, i int) string {
	return strconv.FormatUint(from+uint64(max(i, 0)), 10)
}

// maker makes up records of an object.
type maker struct {
	object  string
	percent int
	make    func(i int) map[string]any
}
