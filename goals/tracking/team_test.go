package tracking_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/tracking"
)

func member(id, percent, weight string) tracking.Member {
	m := tracking.Member{ID: id, Numerator: known(percent), Denominator: known("100")}
	if weight != "" {
		m.Weight = kam.MustFraction(weight)
	}
	return m
}

func order(p tracking.Picture) []string {
	var out []string
	for _, s := range p.Order {
		out = append(out, s.ID)
	}
	return out
}

func TestTeamPicture(t *testing.T) {
	t.Run("a team of four and one who is not known", func(t *testing.T) {
		p, err := tracking.TeamPicture([]tracking.Member{
			member("dan", "120", ""), member("bo", "60", ""), member("eve", "", ""), member("cy", "100", ""), member("anna", "90", ""),
		})
		require.NoError(t, err)
		assert.Equal(t, 5, p.Members)
		assert.Equal(t, 4, p.Known)
		assert.Equal(t, 2, p.AtGoal)
		equal(t, "1/2", p.Share, "share")
		equal(t, "3/5", p.Least, "least")
		equal(t, "33/40", p.Lower, "lower") // 60 + 3/4 of 30
		equal(t, "19/20", p.Median, "median")
		equal(t, "21/20", p.Upper, "upper")
		equal(t, "6/5", p.Most, "most")
		equal(t, "9/40", p.Spread(), "spread")
		assert.Equal(t, []string{"bo", "anna", "cy", "dan", "eve"}, order(p))
		equal(t, "2/5", p.Order[0].Urgency, "urgency")
		equal(t, "0", p.Order[3].Gap, "gap above the goal")
		equal(t, "", p.Order[4].Gap, "gap that is not known")
	})
	t.Run("weight times gap", func(t *testing.T) {
		p, err := tracking.TeamPicture([]tracking.Member{member("a", "60", "0.1"), member("b", "90", "0.5"), member("c", "50", "0"), member("d", "80", "0.25")})
		require.NoError(t, err)
		assert.Equal(t, []string{"b", "d", "a", "c"}, order(p)) // 0.05 twice, ties by ID, then 0.04
		equal(t, "1/20", p.Order[0].Urgency, "urgency")
	})
	t.Run("nobody", func(t *testing.T) {
		p, err := tracking.TeamPicture(nil)
		require.NoError(t, err)
		assert.False(t, p.Share.Known())
		assert.False(t, p.Median.Known())
		assert.Empty(t, p.Order)
	})
	t.Run("one", func(t *testing.T) {
		p, err := tracking.TeamPicture([]tracking.Member{member("a", "60", "")})
		require.NoError(t, err)
		equal(t, "3/5", p.Lower, "lower")
		equal(t, "0", p.Spread(), "spread")
	})
	t.Run("nothing asked is not known", func(t *testing.T) {
		p, err := tracking.TeamPicture([]tracking.Member{{ID: "a", Numerator: known("1"), Denominator: known("0")}})
		require.NoError(t, err)
		assert.Equal(t, 0, p.Known)
	})
}

func TestTeamPictureFaults(t *testing.T) {
	_, err := tracking.TeamPicture([]tracking.Member{
		member("a", "1", ""), member("a", "1", "-1"), {ID: "", Numerator: decimal.NewNullDecimal(huge())}, {ID: "c", Denominator: known("-1")},
	})
	assert.Equal(t, []string{
		"tracking.member $[1].weight", "tracking.member $[1].id", "tracking.id $[2].id", "tracking.number $[2].numerator", "tracking.member $[3].denominator",
	}, codes(t, err))
	_, err = tracking.TeamPicture(make([]tracking.Member, tracking.MaxNodes+1))
	assert.Equal(t, []string{"tracking.too-many $"}, codes(t, err))
}

func TestBadIDs(t *testing.T) {
	cases := []struct{ name, id, want string }{
		{"long", strings.Repeat("x", 129), "$[0].id: the ID has 129 bytes, more than 128 (give an ID of 1 to 128 bytes)"},
		{"not UTF-8", "a\xff", "$[0].id: the ID is not UTF-8 (give an ID of 1 to 128 bytes)"},
		{"control", "a\nb", "$[0].id: the ID a?b has control characters (give an ID of 1 to 128 bytes)"},
		{"long with control", "\n" + strings.Repeat("目", 30), "$[0].id: the ID ?" + strings.Repeat("目", 30) + " has control characters (give an ID of 1 to 128 bytes)"},
		{"of 61 characters", "\n" + strings.Repeat("é", 60), "$[0].id: the ID ?" + strings.Repeat("é", 59) + "… has control characters (give an ID of 1 to 128 bytes)"},
		{"of 60 characters", "\n" + strings.Repeat("é", 59), "$[0].id: the ID ?" + strings.Repeat("é", 59) + " has control characters (give an ID of 1 to 128 bytes)"},
		{"longest", strings.Repeat("x", 128), ""},
		{"Chinese", "张三", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := tracking.TeamPicture([]tracking.Member{{ID: c.id}})
			if c.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, c.want)
		})
	}
}
