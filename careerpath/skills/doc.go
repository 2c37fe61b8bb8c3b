// Package skills tells who can do what, how well that is known, and what is missing for a place.
//
// # One level from many opinions
//
// [NewMatrix] makes one level of the assessments of each person and skill on a day, by a stated [Policy]:
//
//  1. Only assessments made on or before the day count.
//  2. Of each assessor the latest one of these counts, until the day on which it expires. An older one that was to hold for
//     longer does not come back then: the assessor saw otherwise since.
//  3. The person's own opinion never counts. It stands beside the level, and one level or more above it is a blind spot.
//  4. The others become one level as the policy says: the lowest, the median, or that of the first named assessor.
//
// Nobody having assessed a skill makes it unknown, which is neither level 0 nor a requirement missed.
//
// # Gaps
//
// [NewGap] compares levels with requirements. A gap is max(0, required - assessed) in levels, so that what somebody can
// do beyond one requirement makes up for no other. A gap in per cent says nothing without its denominator, so that both
// have a name: [Gap.OfCurrent] divides by what is there, [Gap.OfTarget] by what is asked for. Seven levels missing from 15
// to 22 are 46.7 % of what is there and 31.8 % of what is asked for.
//
// # Teams
//
// [Matrix.Team] weights the mean of each post by its head count and counts which requirements are covered;
// [Matrix.Bench] finds skills that hang on too few people; [Matrix.Expiring] levels that nobody vouches for much longer.
//
// # Numbers
//
// Levels are whole numbers from 0. Means and shares are exact ratios; only Markdown rounds them, to one decimal place of a
// per cent, and to four places of a level with a leading ≈. Weights are exact fractions
// above 0; one that is not stated is 1.
//
// # Limits
//
// [MaxPeople] people, [MaxSkills] skills, [MaxCells] people times skills, [MaxAssessments] assessments of a person,
// [MaxRequirements] requirements and [MaxPosts] posts.
//
// # Codes
//
// All faults come at once in one [*kam.InvalidError]: skills.id, .twice, .subject, .too-few, .too-many, .skill (not in the
// vocabulary), .level, .day, .until, .conflict (two levels of one assessor and day), .combine, .named, .fewest, .weight, .heads, .person (not in the matrix).
package skills
