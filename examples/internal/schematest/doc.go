// Package schematest holds the published JSON Schemas of plans and scenario files against the readers of the library, in
// both directions: what one refuses for how it is written, the other refuses, and what one takes, the other takes.
//
// Schemas know what JSON means, readers how it is written too. So there are differences, and tests list each by name:
//
//	key-twice   a key stands twice in its object: a schema sees one of the two
//	notation    a number without quotes has an exponent, more than 15 digits, or, being whole, a point: a schema sees its value
//	depth       conditions inside of conditions are more than 64 levels deep: a schema does not count levels
//	order       a period ends before it begins, or as it does: a schema cannot compare parts of a text
//	terms       a fraction has parts beyond 10^12 in lowest terms: a schema cannot reduce it
//
// A word that a reading does not have, and a key that must be there, are refused by the schema where a file is written,
// and by Compile where it is read.
package schematest
