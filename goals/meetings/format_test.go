package meetings_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/goals/meetings"
)

func TestPublishedFormats(t *testing.T) {
	formats := map[string]meetings.Format{}
	for _, f := range []meetings.Format{meetings.WeeklyReview(), meetings.MonthlyReview(), meetings.QuarterlyReview()} {
		require.NoError(t, f.Check())
		formats[f.ID] = f
	}
	for _, c := range readCases(t).Formats {
		t.Run(c.ID+" "+c.Format, func(t *testing.T) {
			f := formats[c.Format]
			var boxes []string
			for _, b := range f.Boxes {
				boxes = append(boxes, strconv.Itoa(b.Minutes))
			}
			assert.Equal(t, c.Boxes, boxes)
			assert.Equal(t, c.Sum, strconv.Itoa(f.Minutes()))
			assert.Equal(t, c.Least, strconv.Itoa(f.Least))
			assert.Equal(t, c.Most, strconv.Itoa(f.Most))
			for _, s := range meetings.Sections() {
				held := 0
				for _, b := range f.Boxes {
					for _, h := range b.Holds {
						if h == s {
							held++
						}
					}
				}
				assert.LessOrEqual(t, held, 1, s)
			}
		})
	}
}

func TestFormatCheck(t *testing.T) {
	cases := []struct {
		name   string
		change func(f *meetings.Format)
		want   []string
	}{
		{"as it is", func(*meetings.Format) {}, nil},
		{"shorter than meant", func(f *meetings.Format) { f.Least = 41 }, []string{"meetings.minutes $.boxes"}},
		{"as short as meant", func(f *meetings.Format) { f.Least = 40 }, nil},
		{"longer than meant", func(f *meetings.Format) { f.Least, f.Most = 0, 39 }, []string{"meetings.minutes $.boxes"}},
		{"as long as meant", func(f *meetings.Format) { f.Most = 40 }, nil},
		{"no upper bound", func(f *meetings.Format) { f.Most = 0 }, nil},
		{"bounds crossed", func(f *meetings.Format) { f.Least, f.Most = 50, 40 }, []string{"meetings.minutes $.most"}},
		{"a negative bound", func(f *meetings.Format) { f.Least = -1 }, []string{"meetings.minutes $.most"}},
		{"no boxes", func(f *meetings.Format) { f.Boxes = nil }, []string{"meetings.minutes $.boxes"}},
		{"a box of no time", func(f *meetings.Format) { f.Boxes[1].Minutes = 0 }, []string{"meetings.minutes $.boxes[1].minutes"}},
		{"a box of four days", func(f *meetings.Format) { f.Boxes[1].Minutes = 5760 }, []string{"meetings.minutes $.boxes[1].minutes"}},
		{"a section in two boxes", func(f *meetings.Format) { f.Boxes[2].Holds[0] = meetings.Topics }, []string{"meetings.twice $.boxes[2].holds[0]"}},
		{"an unknown section", func(f *meetings.Format) { f.Boxes[2].Holds[0] = "lunch" }, []string{"meetings.kind $.boxes[2].holds[0]"}},
		{"too many sections", func(f *meetings.Format) { f.Boxes[2].Holds = make([]meetings.Section, 1001) }, []string{"meetings.list $.boxes[2].holds"}},
		{"too many boxes", func(f *meetings.Format) { f.Boxes = make([]meetings.Box, 1001) }, []string{"meetings.list $.boxes"}},
		{
			"no names", func(f *meetings.Format) {
				f.ID, f.Name.EN, f.Name.ZH, f.Boxes[0].Name.EN, f.Boxes[0].Name.ZH = "", " ", "", "", "\t"
			},
			[]string{"meetings.id $.id", "meetings.text $.name", "meetings.text $.boxes[0].name"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := meetings.WeeklyReview()
			c.change(&f)
			assert.Equal(t, c.want, codes(t, f.Check()))
		})
	}
}
