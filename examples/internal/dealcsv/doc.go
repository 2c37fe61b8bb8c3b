// Package dealcsv reads deals from CSV files of millions of rows, without a decimal and without memory for a row.
//
// # What is read
//
// CSV as in RFC 4180: UTF-8 with or without a byte order mark, a header, records that end in LF or CRLF, the last one also in
// nothing. Empty lines are left out. Columns are found by the names in the header, in any order. A cell may stand in double
// quotes and then hold commas, line breaks and double quotes that are written twice, as encoding/csv reads them.
//
//   - Amounts are in plain notation, such as -1204.50: at most 15 digits, of them at most 4 after the point. They stay what is
//     written: a coefficient and its number of places.
//   - Days are YYYY-MM-DD and exist. An empty cell is an unset day.
//   - Ids and owners have 1 to 128 bytes, other texts at most 1,024, without control characters and without blanks at their
//     ends. A row that takes a deal back names it, has an amount of zero or below, and may leave its owner out.
//   - A record has at most 1 MiB.
//
// # Faults
//
// All faults of a file are reported at once, each with file:line:column (bytes, from 1) and what would be right, at most
// [kam.MaxPerCode] of a code; those left out are counted. The codes: dealcsv.unreadable, dealcsv.encoding, dealcsv.header,
// dealcsv.column-missing, dealcsv.column-twice, dealcsv.cells, dealcsv.quote, dealcsv.record, dealcsv.text, dealcsv.amount,
// dealcsv.day, dealcsv.currency, dealcsv.sequence, dealcsv.owner and dealcsv.reversal.
//
// # How it is read
//
// One goroutine reads the file in blocks and cuts them where a record ends; several turn blocks into rows, which are handed
// out in the order of the file. A block without a double quote ends with a line. In others the cut is found by following
// the quotes from the block's start, which is the start of a record. What comes out does not depend on the number of
// goroutines. Lines without a double quote are read byte by byte by a table; only others take longer.
package dealcsv
