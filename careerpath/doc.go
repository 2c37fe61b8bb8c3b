// Package careerpath is the front page of the room for careers: a ladder that people can see, and where a person stands on
// it. A [Ladder] is plain data: tracks, stages with titles, pay bands and head counts, and moves between stages with what
// each asks. [Compile] checks it and returns an immutable [Program].
//
//	ladder, err := careerpath.Preset("key-account-manager")
//	ladder.Moves[0].Criteria.All[0].Tenure.Months = 18
//	program, err := careerpath.Compile(ladder)
//	page := program.Markdown(kam.Chinese, careerpath.Page{})
//	ready, err := program.Readiness(file, asOf)
//
// # The room
//
//	careerpath             ladders, and how far a person is from each move
//	careerpath/evidence    what is known of a person, and the names that rules may use
//	careerpath/criteria    the language of rules: met, not met or unknown, with figures and gaps
//	careerpath/skills      skill matrices, gaps, coverage of teams
//	careerpath/training    courses and activities, who took part, what they cost and did
//	careerpath/develop     development plans that close a gap, mentors
//	careerpath/promotion   promotion cycles and internal competitions, from application to appeal
//	careerpath/fairness    selection rates and what makes them differ
//	careerpath/chart       ladders and readiness as pictures
//
// # Stages and moves
//
// A stage belongs to a track and has a rank there of its own; stages of equal rank in two tracks stand beside each other,
// as those of a manager and an expert do. A promotion leads to a higher rank, of the same or another track; a lateral move
// to the same rank of another track of the department; a cross-department move to a track of another department, whatever
// the rank; a return to the same or a lower rank of another track, so that an expert may go back; a demotion to a lower
// rank. Probation leads nowhere. Demotions and probation are written in the same language of rules as promotions: their
// criteria say when they are due. Nobody aims for these, so that texts call them due and their criteria true, and not ready
// and met.
//
// Promotions that lead in a circle are refused, and the circle is told stage by stage. Pay bands may overlap.
//
// # What is not known
//
// A person whose file has no position on the ladder on a day, or positions of several stages, stands at no known stage, and
// no move is judged. A criterion is met, not met or unknown, see package criteria. A skill that nobody but the person
// assessed is unknown and not level 0: points are then a [Range], and a level is told only where the whole range is in it.
//
// # Numbers
//
// Ratios of [Program.Steps] are exact, as are all figures of criteria. Points are whole numbers. Nothing is rounded but in
// texts for people, which say so by ≈. Amounts are within the bounds of the library, and have no more decimal places than
// their currency.
//
// Summaries count the rules right below the root: criteria where it is an all of nothing but criteria, else requirements or
// alternatives, of which a group is one, since what is met inside of it need not count.
//
// A ladder has at most [MaxTracks] tracks, [MaxStages] stages, [MaxMoves] moves and [MaxTitles] titles of a stage; a points
// framework at most [MaxPointSkills] skills, [MaxPointLevels] levels, and [MaxPoints] points for a skill.
//
// # Faults
//
// [Compile] reports all of them in one [*kam.InvalidError], in the order of their places. Of a list that is too short or too
// long nothing else is told, nor that its names are missing where others use them; all other lists are checked. The codes:
// ladder.format, .id, .twice (two things of one ID), .version, .text (one language only; a title or a name of several lines
// or with control characters), .period, .too-few, .too-many, .number, .history, .department, .track, .rank (out of range, or
// taken in the track), .headcount, .pay and .quota (also amounts in parts of the smallest unit), .currency, .kind, .stage (no such stage), .to (probation that leads
// somewhere), .way (a kind of move that does not fit the stages), .cycle; of points .worth, .skill, .group, .points, and
// .level from [Program.Reached]; .json (a text that is no UTF-8); the codes of packages criteria below
// $.moves[i].criteria, of skills below $.stages[i].skills, of vocabularies below $.vocabulary and of calendars below
// $.calendar. Reading adds the codes of strict JSON, such as ladder.unknown-key and readiness.unknown-key, and refuses a
// weight of 0 (skills.weight). [ParseReadiness] adds readiness.format, .kind, .state, .when and .why: words that no readiness
// has. [Program.Staffing] has ladder.subject (a file of nobody) and ladder.day.
//
// Warnings: ladder.unreachable (no moves lead to a stage from the lowest stages of the departments), .dead-end (no move
// leads on although the track goes on), .pay-falls, .pay-currency, and .out-of-reach (a level that needs more points than
// there are, or every skill at its top); and those of [criteria.Program.Warnings] below $.moves[i].criteria.
//
// Conditions: [ErrStage], [ErrNoPath], [ErrNoPoints], [ErrNotInForce], [ErrPreset].
//
// Nothing here reads a clock or keeps state; everything may be used from many goroutines at once.
package careerpath
