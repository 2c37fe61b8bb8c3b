// Package fieldmap makes records of what a system says, by a map that is plain data: which field fills which place, how
// it is written, and what its words mean.
//
//	mapper, err := fieldmap.Compile(fieldmap.Spec{
//		System: "zoho", Kind: crm.KindAccount,
//		Fields: []fieldmap.Field{
//			{From: "id", To: fieldmap.ID, As: fieldmap.Text},
//			{From: "Modified_Time", To: fieldmap.Modified, As: fieldmap.Instant},
//			{From: "Account_Name", To: "name", As: fieldmap.Text},
//			{From: "Owner", To: "owner", As: fieldmap.Reference},
//		},
//	})
//	record, findings := mapper.Read([]byte(`{"id": "1", "Account_Name": "Acme", ...}`))
//
// The same maps read what comes over the wire, as JSON, and what was exported, as CSV.
//
// # Maps
//
// A [Spec] is compiled once into a [Mapper]. A place is the path of a field in the JSON of a record's data, such as
// "address.city"; [Targets] lists those of a kind. [Mapper.Against] compares a map with the fields that a system
// describes.
//
// # Nothing is lost
//
// A field without a place stays in Extra under its own name. So does one that cannot be read or is out of range, with a
// finding, and its place is unknown then; so does a word that was translated, and an instant that became a day, unless
// another field takes it as it is. Of a reference the id is taken; [Field].Keep keeps its name too. Null, empty texts
// and empty lists say nothing. Only fields beyond the bounds of package crm are left out, with a finding.
//
// # Numbers and times
//
// Numbers are exact decimals within the bounds of package kam, written with an exponent or not. [Percent] moves the
// point by two places and rounds nothing. Instants come to be UTC and are cut to microseconds; as days they are read in
// the zone of the map.
//
// # Findings
//
// [Compile] returns fieldmap.kind, .name, .zone, .target, .twice, .format, .layout, .prefix, .words, .when, .id,
// .constant, .too-many and .too-few; [Parse] those of strict JSON, such as fieldmap.unknown-key. A record has
// fieldmap.id, .modified, .json (errors: there is none), .unreadable, .word, .range and .too-long (warnings).
// [Mapper.Against] finds fieldmap.missing-field, .other-type and .uncovered. [ReadCSV] ends with fieldmap.csv,
// .csv-header, .csv-columns, .csv-column-missing, .csv-column-twice, .csv-modified or .csv-encoding; a file that ends
// without a line break has the warning fieldmap.csv-cut at its last record.
//
// # Bounds
//
// [MaxFields], [MaxWords], [MaxColumns], [MaxLine], and those of package crm. CSV is read as it comes, one record at a time.
package fieldmap
