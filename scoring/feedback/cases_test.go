package feedback_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/feedback"
)

// cases is testdata/cases.json.
type cases struct {
	Thresholds []struct {
		ID, Source, Group string
		Threshold, Raters int
		Shown             bool
	}
	Refused []struct {
		ID, Source, Weight, Code string
		Threshold                int
	}
	Totals []struct {
		ID, Source, Others, Overall, Gap string
		Sight                            feedback.Sight
		Answers                          map[string][]string
	}
}

func readCases(t testing.TB) cases {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	require.NoError(t, err)
	var c cases
	require.NoError(t, json.Unmarshal(data, &c))
	require.NotEmpty(t, c.Thresholds)
	require.NotEmpty(t, c.Refused)
	require.NotEmpty(t, c.Totals)
	return c
}

// withThreshold sets the threshold of a group.
func withThreshold(s *feedback.RoundSpec, group string, k int) {
	for i := range s.Groups {
		if s.Groups[i].ID == group {
			s.Groups[i].Threshold = k
		}
	}
}

func TestPublishedThresholds(t *testing.T) {
	for _, c := range readCases(t).Thresholds {
		t.Run(c.ID, func(t *testing.T) {
			s := spec([]string{"ann"}, "q")
			withThreshold(&s, c.Group, c.Threshold)
			invite(&s, "ann", c.Group, names("r", c.Raters)...)
			var responses []feedback.Response
			for _, r := range names("r", c.Raters) {
				responses = append(responses, says(s, r, "ann", "4"))
			}
			r, _ := report(t, collect(t, s, responses...), nil, "r1", "ann")
			got := line(t, r.Dimensions[0].Questions[0], c.Group)
			if c.Shown {
				assert.Empty(t, got.Hidden)
				equal(t, "4", got.Mean)
				assert.Equal(t, c.Raters, got.Raters)
				return
			}
			assert.Equal(t, feedback.TooFew, got.Hidden)
			assert.Zero(t, got.Raters)
			equal(t, "", got.Mean)
		})
	}
}

func TestRefusedCases(t *testing.T) {
	for _, c := range readCases(t).Refused {
		t.Run("refused "+c.ID, func(t *testing.T) {
			s := spec([]string{"ann"}, "q")
			s.Groups = []feedback.Group{{ID: feedback.Peers, Weight: kam.MustFraction(c.Weight), Threshold: c.Threshold}}
			invite(&s, "ann", feedback.Peers, "r1")
			_, err := feedback.Compile(s)
			list := codes(t, err)
			require.Len(t, list, 1)
			assert.Contains(t, list[0], c.Code+" ")
		})
	}
}

func TestTotalCases(t *testing.T) {
	for _, c := range readCases(t).Totals {
		t.Run(c.ID, func(t *testing.T) {
			s := spec([]string{"ann"}, "q")
			var responses []feedback.Response
			for group, answers := range c.Answers {
				for i, rater := range names(group, len(answers)) {
					invite(&s, "ann", group, rater)
					responses = append(responses, says(s, rater, "ann", answers[i]))
				}
			}
			r, _ := report(t, collect(t, s, responses...), nil, "r1", "ann")
			for _, x := range []feedback.Result{r.Dimensions[0].Questions[0], r.Dimensions[0].Result} {
				equal(t, c.Others, x.Others, "others")
				equal(t, c.Overall, x.Overall, "overall")
				equal(t, c.Gap, x.Gap, "gap")
				assert.Equal(t, c.Sight, x.Sight)
			}
		})
	}
}
