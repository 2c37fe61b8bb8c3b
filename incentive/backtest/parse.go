package backtest

import "github.com/kam-go/kam/internal/strictjson"

// ParseQuestion reads a question from JSON, strictly: unknown, duplicate and wrong-case
// keys, null and trailing data are refused, and decimals are best written as strings. The error is a *kam.InvalidError with
// every fault and its place.
func ParseQuestion(data []byte) (Question, error) { return parsed[Question](data) }

// ParseSimulation reads a simulation from JSON as [ParseQuestion] does.
func ParseSimulation(data []byte) (Simulation, error) { return parsed[Simulation](data) }

// ParsePipeline reads a pipeline from JSON as [ParseQuestion] does.
func ParsePipeline(data []byte) (Pipeline, error) { return parsed[Pipeline](data) }

func parsed[T any](data []byte) (T, error) {
	var v, none T
	if err := strictjson.Decode(data, &v, prefix).Err(); err != nil {
		return none, err
	}
	return v, nil
}
