// Package yamlfile reads scenario files and plans that people write in YAML, as strictly as the library reads JSON.
//
// [JSON] turns a text into the JSON that says the same; [Files] is a file system in which YAML files read as that JSON, with
// what package scenario does beside it: [Files.Load], [Files.Plan] and [Files.Updated]. Findings name the YAML file, its line and
// its column.
//
// # What is read
//
// YAML 1.2 of one document, in which every value has one meaning for every reader of YAML:
//
//	true, false               as they are
//	12, -0.10, 1250.50        numbers, with every digit as written; with an exponent, or more than 15 digits, the readers of
//	                          plans ask for quotes, as they do in JSON
//	2026-01-15, 2026-Q1, 1/3  texts, as is every other value that no reader of YAML takes for something else
//	"0.10", '0.10', | and >   texts
//	keys                      texts as they are written, quoted or not: on: booking, 1001: "20"
//
// JSON is read too, but for the escapes \/ and those of half a character, as \ud83d\ude00.
//
// # What is refused
//
// Each with a finding, since readers differ about it or people overlook it: yes, no, on, off, y, n and other cases of true and
// false (NO is Norway to one reader and false to another); numbers such as 007, 0x1F, 0o17, 1_000, +5, .5, 5., 1:30, .inf and
// .nan; null, ~ and nothing at all; a key that stands twice, that is no text, or is empty; anchors, aliases, merge keys, tags,
// directives and further documents; texts that are no UTF-8, have a byte order mark or characters that YAML counts as line
// breaks here and not there; more than [MaxSize] bytes or [MaxDepth] levels.
//
// # Codes
//
// yaml.syntax, yaml.encoding, yaml.character, yaml.too-large, yaml.too-deep, yaml.documents, yaml.directive, yaml.anchor, yaml.alias,
// yaml.merge, yaml.tag, yaml.key, yaml.duplicate-key, yaml.word, yaml.number, yaml.nothing; scenario.plan-unread for a plan
// that a scenario file names and that cannot be read. What the JSON that comes out does
// wrong has the codes of the package that reads it.
package yamlfile
