package scenario

import (
	"bytes"
	_ "embed" // for the schemas
)

//go:embed schema/plan.schema.json
var planSchema []byte

//go:embed schema/scenarios.schema.json
var fileSchema []byte

// PlanSchema returns the JSON Schema (draft 2020-12) of plan files, for editors: what keys there are, what they mean,
// and which words a reading may be. It checks how a plan is written; [incentive.Compile] checks what it says.
func PlanSchema() []byte { return bytes.Clone(planSchema) }

// Schema returns the JSON Schema (draft 2020-12) of scenario files, for editors.
func Schema() []byte { return bytes.Clone(fileSchema) }
