// Package match finds which records of several systems, or of one, are of the same company, says why, and leaves to a
// person what the records do not settle.
//
//	matcher, err := match.Compile(match.Standard())                 // every fault at once
//	result, err := matcher.Match(match.Parties(records), decisions) // decisions of people, kept by the host
//	for _, q := range result.Questions { ... }                      // to be decided
//	why, _ := result.Why(a, b)                                      // the rule and what it rests on
//
// # Names
//
// [NameOf] takes a name apart: the core, the place, the legal form, whether it calls itself a group, and a branch.
// Before that, letters are made small, half width, simplified and free of quotes, and remarks such as (已认证) are left
// out. Chinese numerals are equal to figures, umlauts to what German writes for them, and common English abbreviations to
// the words. Places are the provinces, cities and larger counties of China, districts behind them, and countries; tables
// are part of the package, and a place that they do not have stays in the core. A place in front of a name is where the
// company is registered; one in brackets behind the beginning of a name is that of a subsidiary, as a rule: 西门子(中国) is
// not 西门子.
//
// # Rules
//
// Two parties are compared in a few features ([Feature]), each with a word for how they relate. The first [Rule] of the
// [Policy] whose conditions hold answers: [Same], [Different] or [Ask]. There are no points and no thresholds. [Standard]
// is one policy: equal credit codes are the same and different ones are not; branches and namesakes elsewhere are others;
// equal names are the same when something in them is not common; a telephone or a domain supports what a name alone
// leaves open, and never merges by itself.
//
// A unified social credit code counts when its last character is right ([CreditCode]). Other numbers, and codes of the
// first years whose last character is wrong, only support: the word "number".
//
// # Clusters
//
// [Matcher.Match] compares what has something in common: code, name, words of the name, telephone or domain. It merges
// what people decided, then what rules call the same, the first rule first. Two records that somebody, their codes, or a
// rule with Apart calls different are never in one cluster: a record that is the same as both stays alone, with a question
// and a finding. Only people can bring two codes together; then these codes count as one.
//
// Clusters are computed and never stored. A wrong merge is undone by a [Decision] that the two are different, and a wrong
// decision by one that it is [Withdrawn].
//
// # Bounds
//
// At most [MaxParties] records; [MaxName] characters of a name; 20 telephones and 20 mail addresses of a record. Records
// with something in common are compared up to MaxBlock of them, so that work grows with the number of records; a cluster
// has at most MaxCluster.
//
// # Findings
//
// [Compile] finds match.id, .twice, .too-many, .too-few, .text, .feature, .word, .answer, .apart, .unreachable,
// .last, .within and .domain, [ParsePolicy] and [ParseDecisions] those of strict JSON. A result has match.code (no valid
// code), .codes (people merged two codes), .twice, .shared (a telephone or domain of too many), .block, .cluster,
// .ambiguous, .decision (unfit), .unknown (a decision about a record that is not there) and .contradiction.
//
// Everything here is pure and deterministic: the order of records and decisions does not matter.
package match
