package scoring

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Inputs is what one score is computed from. The zero value is nobody and refused.
type Inputs struct {
	Subject kam.Subject `json:"subject"`
	// Period is the time that the score is about.
	Period kam.Period `json:"period"`
	// Observations are the values, in any order: of this subject, in a period within Period, and at most one for each
	// metric and scope. A value of less than Period counts for all of it with a warning, which [Measure].AnyPart turns
	// off. What is not there is not known.
	Observations []kam.Observation `json:"observations"`
	// Targets are what values are compared with, in any order; at most one for each measure, whether it names the
	// subject or nobody.
	Targets []Target `json:"targets,omitempty"`
	// Cohorts are whom values are compared with, in any order; at most one for each measure.
	Cohorts []Cohort `json:"cohorts,omitempty"`
	// OtherMetrics allows observations of metrics that the card does not use; they are passed over. Defaults to a fault
	// for each.
	OtherMetrics bool `json:"otherMetrics,omitempty"`
}

// Batch is what many scores are computed from. The zero value is nobody and refused.
type Batch struct {
	// Subjects are whose scores are asked for, in the order of the scores. Those without an observation get a score too,
	// one that is not known. When it is empty, they are all subjects with an observation, in the order of kind and ID.
	Subjects []kam.Subject `json:"subjects,omitempty"`
	// Period is the time that the scores are about.
	Period kam.Period `json:"period"`
	// Observations are the values of all subjects, in any order; see [Inputs].
	Observations []kam.Observation `json:"observations"`
	// Targets are what values are compared with, in any order: at most one for each measure and subject, and one for
	// each measure and everybody else. The one that names a subject takes the place of everybody's for that subject.
	Targets []Target `json:"targets,omitempty"`
	// Cohorts are whom values are compared with, in any order; at most one for each measure. See [Program.Cohorts].
	Cohorts []Cohort `json:"cohorts,omitempty"`
	// OtherMetrics allows observations of metrics that the card does not use; they are passed over. Defaults to a fault
	// for each.
	OtherMetrics bool `json:"otherMetrics,omitempty"`
}

// Options are about how a batch is computed, never about what comes out.
type Options struct {
	// Workers is how many goroutines compute at the same time. Defaults to GOMAXPROCS.
	Workers int
}

// Target is what the value of a measure is compared with.
type Target struct {
	// Subject is whose target it is; in a [Batch] the zero value is everybody who has none of their own.
	Subject kam.Subject `json:"subject,omitzero"`
	// Measure is the ID of a measure of the card.
	Measure string `json:"measure"`
	// Target is the target of [Ratio], in place of the card's; Base the base of [Growth].
	Target decimal.NullDecimal `json:"target,omitzero"`
	Base   decimal.NullDecimal `json:"base,omitzero"`
}

// Cohort is the values that [Percentile] and [ZScore] compare with, those of the subject included or not, as whoever
// states them decides.
type Cohort struct {
	// Measure is the ID of a measure of the card.
	Measure string `json:"measure"`
	// Values are known values in any order, at most [MaxCohort], with at most 1,024 bits in a numerator or denominator.
	Values []Exact `json:"values"`
}

// Limits of one call. All are inclusive.
const (
	// MaxNodes is the largest number of dimensions and measures of a card, and of its adjustments, vetoes and grades
	// each.
	MaxNodes = 256
	// MaxDepth is how many levels of dimensions and measures a card may have.
	MaxDepth = 16
	// MaxSubjects is the largest number of subjects of a batch.
	MaxSubjects = 1_000_000
	// MaxCells is the largest number of subjects of a batch, multiplied by the measures and adjustments of the card:
	// 1,000,000 subjects on 20 measures, or 78,125 on 256. While it is scored, a batch takes up to 48 bytes for each, and
	// about 130 bytes for each subject.
	MaxCells = 20_000_000
	// MaxObservations is the largest number of observations, and of targets, of one call.
	MaxObservations = 50_000_000
	// MaxCohort is the largest number of values of a cohort.
	MaxCohort = 1_000_000
	// MaxResult is the longest exported result that [VerifyResult] reads, in bytes.
	MaxResult = 1 << 22
)
