package promotion

// prefix begins the codes of what is wrong with data.
const prefix = "promotion"

// Limits, all inclusive.
const (
	// MaxDays is the longest term, in days or working days.
	MaxDays = 366
	// MaxCandidates is how many people may take part in a cycle.
	MaxCandidates = 10_000
	// MaxText is the longest text of an event, in bytes.
	MaxText = 8_000
	// MaxEvents is how many events a record may have.
	MaxEvents = 1_000_000
)

const (
	maxOpenings  = 200
	maxExercises = 20
	maxPanel     = 200
	maxSets      = 200
	maxItems     = 200
	maxRelations = 100_000
	maxOfficers  = 100
	maxFacts     = 50
	maxChanges   = 1_000
	maxSeats     = 10_000
)
