// Package evidence holds what is known of a person on a day, for the decisions of the room careerpath: observations of
// metrics and scores, positions held, skills assessed, certificates, reviews and flags. A [File] is plain data, and a
// [Vocabulary] lists every name that rules may use.
//
//	file, err := evidence.ParseFile(data)
//	err = file.CheckAgainst(vocabulary)
//
// # What is known
//
// What is not there proves nothing, unless the file says that its records of that kind are complete for the time in
// question, see [Completeness]: only then is "no improvement plan in six months" known to be true. A record falls into a
// period when it held, or counted, on a day of it: a certificate on each day from the one it was earned to before it
// expired, a flag and a position while they were held, an assessment until it expired, a review on the days of its period.
//
// # Revisions
//
// A fact is a metric of a scope in a period, in one unit or currency; or a review of a kind and a period. The highest
// revision of a fact counts. Two of one revision with different figures contradict each other, which is a fault; with the
// same figures they are one. See [Latest].
//
// # Numbers
//
// Figures are decimals within the bounds of the library. A file has at most [MaxObservations] observations and
// [MaxRecords] records of each other kind, a vocabulary at most [MaxNames] names of each kind.
//
// # Faults
//
// [File.Check] reports all of them in one [*kam.InvalidError]: file.subject, .person (an observation of somebody else),
// .conflict (two records of one fact that contradict each other), .id, .period, .day, .level, .rating, .revision, .kind,
// .too-many, and the codes of [kam.Observation.Check]. [File.CheckAgainst] adds file.unknown (a name that the vocabulary does
// not have), .unit, and .level and .rating of what is not on a scale. [Vocabulary.Check] has vocabulary.id, .twice, .text, .too-few,
// .too-many, and the codes of [kam.Metric.Check]. Reading adds the codes of strict JSON, such as file.unknown-key.
//
// Nothing here reads a clock or keeps state; everything is safe for concurrent use.
package evidence
