// Package parts reads parts of plans, deals and statements for the packages around scenarios: what a component looks at,
// by how much a bound is missed, whether a condition selects a deal.
package parts
