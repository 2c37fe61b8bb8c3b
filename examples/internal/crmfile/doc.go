// Package crmfile reads what a CRM exports: CSV files of opportunities and people, in UTF-8 or GBK, and the small JSON
// files that say what their columns mean.
//
// Everything that is wrong is added to the caller's findings, all of it and not the first fault only, each with its
// place as file:line:column, in English and Chinese. Columns are found by name, in any order and among others.
//
//	Read          calls back for each record of a CSV file, one at a time in constant memory
//	Record        gives its cells as text, number or day, and where they stand
//	Header        the columns of a file, to recognise it by
//	ReadMapping   which column of an export means what
//	ReadCalendar  fiscal year and working days
//	ReadJSON, ReadAll
//
// # Codes
//
// Errors: crmfile.unreadable, .too-large (1 GiB of CSV), .encoding, .csv (a quote that is not closed), .csv-header (an
// empty file), .csv-truncated (no line break at the end), .csv-column-missing, .csv-column-twice, .csv-columns (a line
// of another width), .csv-cell (more than 4 KiB), .number, .date, .json, .mapping. A warning: crmfile.blanks. A note:
// crmfile.encoding-gbk.
package crmfile
