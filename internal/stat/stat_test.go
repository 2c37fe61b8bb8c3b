package stat_test

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/stat"
)

// rat reads a ratio or a decimal.
func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	require.True(t, ok, s)
	return r
}

// within asserts that got is on the grid of 10^-30 and less than one unit of it from want.
func within(t *testing.T, want string, got *big.Rat) {
	t.Helper()
	unit := rat(t, "1e-30")
	away := new(big.Rat).Sub(rat(t, want), got)
	assert.Negative(t, away.Abs(away).Cmp(unit), "want %s, got %s", want, got.FloatString(stat.Places))
	assert.True(t, new(big.Rat).Quo(got, unit).IsInt(), "%s is off the grid", got)
}

// The reference values of this file have 30 correct decimal places; those of the functions without a closed form were
// computed with 60 to 150 digits from the incomplete beta and error functions.

func TestLn(t *testing.T) {
	cases := []struct{ x, want string }{
		{"1", "0"},
		{"2", "0.693147180559945309417232121458"},
		{"1/2", "-0.693147180559945309417232121458"},
		{"10", "2.302585092994045684017991454684"},
		{"3/4", "-0.287682072451780927439219005994"},
		{"3/2", "0.405465108108164381978013115464"},
		{"7/5", "0.336472236621212930504593410217"},
		{"1000001/1000000", "0.000000999999500000333333083334"},
		{"1e-30", "-69.077552789821370520539743640531"},
		{"99999999999999999999999999999999999999", "87.498233533773735992683675278006"},
	}
	for _, c := range cases {
		t.Run(c.x, func(t *testing.T) {
			got, err := stat.Ln(rat(t, c.x))
			require.NoError(t, err)
			within(t, c.want, got)
		})
	}
}

func TestExp(t *testing.T) {
	cases := []struct{ x, want string }{
		{"0", "1"},
		{"1", "2.718281828459045235360287471353"},
		{"-1", "0.367879441171442321595523770161"},
		{"1/2", "1.648721270700128146848650787814"},
		{"10", "22026.465794806716516957900645284244"},
		{"-30", "0.000000000000093576229688401746"},
		{"1/1000000", "1.000001000000500000166666708333"},
		{"-69", "0.000000000000000000000000000001"},
		{"-70", "0"},
		{"-161", "0"},
		{"-1e300", "0"},
		{"160", "3069849640644242466736457030165495735582068663768961846932037058405989.841937518634697206925413974819"},
	}
	for _, c := range cases {
		t.Run(c.x, func(t *testing.T) {
			got, err := stat.Exp(rat(t, c.x))
			require.NoError(t, err)
			within(t, c.want, got)
		})
	}
}

func TestSqrt(t *testing.T) {
	cases := []struct{ x, want string }{
		{"0", "0"},
		{"4", "2"},
		{"9/16", "0.75"},
		{"2", "1.414213562373095048801688724210"},
		{"3", "1.732050807568877293527446341506"},
		{"1e-60", "1e-30"},
		{"0.25e-60", "1e-30"}, // half a unit goes up
		{"0.24e-60", "0"},
		{"1e40", "1e20"},
	}
	for _, c := range cases {
		t.Run(c.x, func(t *testing.T) {
			got, err := stat.Sqrt(rat(t, c.x))
			require.NoError(t, err)
			assert.Equal(t, rat(t, c.want).String(), got.String())
		})
	}
}

func TestNormalCDF(t *testing.T) {
	cases := []struct{ z, want string }{
		{"0", "0.5"},
		{"1", "0.841344746068542948585232545632"},
		{"-1", "0.158655253931457051414767454368"},
		{"1.96", "0.975002104851779565863415730959"},
		{"0.1", "0.539827837277028981465404618239"},
		{"-3", "0.001349898031630094526651814768"},
		{"5", "0.999999713348428120806088326248"},
		{"-8", "0.000000000000000622096057427178"},
		{"9.999", "0.999999999999999999999992302815"},
		{"-11.99", "0"},
		{"12", "1"},
		{"-12", "0"},
		{"1e300", "1"},
		{"-1e300", "0"},
	}
	for _, c := range cases {
		t.Run(c.z, func(t *testing.T) { within(t, c.want, stat.NormalCDF(rat(t, c.z))) })
	}
}

func TestNormalQuantile(t *testing.T) {
	cases := []struct{ p, want string }{
		{"1/2", "0"},
		{"4/5", "0.841621233572914205178706121363"},
		{"1/5", "-0.841621233572914205178706121363"},
		{"9/10", "1.281551565544600466965103329449"},
		{"0.975", "1.959963984540054235524594430521"},
		{"0.995", "2.575829303548900760978576748604"},
		{"0.999", "3.090232306167813541540399830107"},
		{"1e-20", "-9.262340089798407573717356977875"},
	}
	for _, c := range cases {
		t.Run(c.p, func(t *testing.T) {
			got, err := stat.NormalQuantile(rat(t, c.p))
			require.NoError(t, err)
			within(t, c.want, got)
		})
	}
}

func TestStudentTCDF(t *testing.T) {
	cases := []struct {
		t       string
		degrees int
		want    string
	}{
		{"0", 1, "0.5"},
		{"1", 1, "0.75"}, // 1/2 + atan(t)/pi
		{"-1", 1, "0.25"},
		{"-2.5", 1, "0.121118941590843398723582589372"},
		{"1000000", 1, "0.999999681690113816315431757627"},
		{"1", 2, "0.788675134594812882254574390251"}, // 1/2 + t/(2 root(2+t^2))
		{"1.5", 3, "0.884708067377588473859091441438"},
		{"-40", 3, "0.000017190340394579264141689993"},
		{"-2", 4, "0.058058261758407797249472273684"},
		{"2.4", 5, "0.969189604401986052499244871545"},
		{"0.7", 6, "0.744928309524620282000891551646"},
		{"3", 7, "0.990028936934003731038984542483"},
		{"-1/3", 8, "0.373725492084734670886541107661"},
		{"50", 10, "0.999999999999876284483534866001"},
		{"2", 29, "0.972528181408516405375813855972"},
		{"-1.96", 1000, "0.025136592477874357138066143682"},
		{"4", 10_000, "0.999968100665588430184470177652"},
		{"1e300", 3, "1"},
		// Quantiles, to 30 decimal places.
		{"12.706204736174704646021679978842", 1, "0.975"},
		{"2.919985580353725686960617443847", 2, "0.95"},
		{"3.182446305283709592723225425780", 3, "0.975"},
		{"2.131846786326650318346866666717", 4, "0.95"},
		{"2.570581835636315514696246217440", 5, "0.975"},
		{"3.169272672616951234596992132154", 10, "0.995"},
		{"2.045229642132704298193772221507", 29, "0.975"},
		{"-1.894578605090007389472209126340", 7, "0.05"},
		{"0.905703285180531466953918286097", 6, "0.8"},
		{"1.962339080826408484998580436705", 1000, "0.975"},
	}
	for _, c := range cases {
		t.Run(c.t, func(t *testing.T) {
			got, err := stat.StudentTCDF(rat(t, c.t), c.degrees)
			require.NoError(t, err)
			within(t, c.want, got)
		})
	}
}

func TestPublishedTables(t *testing.T) {
	t.Run("Student's t, two-sided 95 and 99 %", func(t *testing.T) {
		for degrees, want := range map[int][2]string{
			1: {"12.706", "63.657"}, 2: {"4.303", "9.925"}, 3: {"3.182", "5.841"}, 4: {"2.776", "4.604"}, 5: {"2.571", "4.032"},
			6: {"2.447", "3.707"}, 10: {"2.228", "3.169"}, 30: {"2.042", "2.750"}, 120: {"1.980", "2.617"},
		} {
			for i, p := range []string{"0.975", "0.995"} {
				// The quantile rounds to the table's: it lies within half a unit of its last place.
				below, above := rat(t, want[i]), rat(t, want[i])
				low, err := stat.StudentTCDF(below.Sub(below, rat(t, "0.0005")), degrees)
				require.NoError(t, err)
				high, err := stat.StudentTCDF(above.Add(above, rat(t, "0.0005")), degrees)
				require.NoError(t, err)
				assert.LessOrEqual(t, low.Cmp(rat(t, p)), 0, "%d degrees, %s", degrees, p)
				assert.GreaterOrEqual(t, high.Cmp(rat(t, p)), 0, "%d degrees, %s", degrees, p)
			}
		}
	})
	t.Run("normal", func(t *testing.T) {
		for z, want := range map[string]string{"0.5": "0.6915", "1.28": "0.8997", "1.645": "0.9500", "2.33": "0.9901", "3.09": "0.9990"} {
			assert.Equal(t, want, stat.NormalCDF(rat(t, z)).FloatString(4), z)
		}
	})
}

func TestDomain(t *testing.T) {
	refused := func(_ *big.Rat, err error) func(*testing.T) {
		return func(t *testing.T) { require.ErrorIs(t, err, stat.ErrDomain) }
	}
	t.Run("logarithm of 0", refused(stat.Ln(new(big.Rat))))
	t.Run("logarithm of a negative number", refused(stat.Ln(big.NewRat(-1, 1))))
	t.Run("root of a negative number", refused(stat.Sqrt(big.NewRat(-1, 4))))
	t.Run("exponent above 160", refused(stat.Exp(rat(t, "160.000001"))))
	t.Run("quantile at 0", refused(stat.NormalQuantile(new(big.Rat))))
	t.Run("quantile at 1", refused(stat.NormalQuantile(big.NewRat(1, 1))))
	t.Run("quantile above 1", refused(stat.NormalQuantile(big.NewRat(3, 2))))
	t.Run("quantile below 10^-20", refused(stat.NormalQuantile(rat(t, "0.99e-20"))))
	t.Run("quantile above 1-10^-20", refused(stat.NormalQuantile(rat(t, "0.999999999999999999999"))))
	t.Run("no degrees", refused(stat.StudentTCDF(big.NewRat(1, 1), 0)))
	t.Run("negative degrees", refused(stat.StudentTCDF(big.NewRat(1, 3), -1)))
	t.Run("too many degrees", refused(stat.StudentTCDF(big.NewRat(1, 1), stat.MaxDegrees+1)))
}

func TestIdentities(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	unit := rat(t, "1e-28")
	near := func(a, b *big.Rat) bool {
		d := new(big.Rat).Sub(a, b)
		return d.Abs(d).Cmp(unit) < 0
	}
	must := func(v *big.Rat, err error) *big.Rat {
		require.NoError(t, err)
		return v
	}
	for range 60 {
		x := big.NewRat(r.Int64N(4_000_000)+1, r.Int64N(1_000_000)+1)
		y := big.NewRat(r.Int64N(4_000_000)+1, r.Int64N(1_000_000)+1)
		product := new(big.Rat).Mul(x, y)
		sum := new(big.Rat).Add(must(stat.Ln(x)), must(stat.Ln(y)))
		assert.True(t, near(must(stat.Ln(product)), sum), "ln(%s * %s)", x, y)

		z := big.NewRat(r.Int64N(1_200_001)-600_000, 100_000) // -6 to 6
		away := must(stat.Ln(must(stat.Exp(z))))
		away.Sub(away, z)
		assert.Negative(t, away.Abs(away).Cmp(rat(t, "1e-26")), "ln exp %s", z)

		minus := new(big.Rat).Neg(z)
		assert.Equal(t, "1/1", new(big.Rat).Add(stat.NormalCDF(z), stat.NormalCDF(minus)).String(), "symmetry at %s", z)
		above := new(big.Rat).Add(z, big.NewRat(1, 100_000))
		assert.Negative(t, stat.NormalCDF(z).Cmp(stat.NormalCDF(above)), "monotone at %s", z)

		p := big.NewRat(r.Int64N(999_999)+1, 1_000_000)
		assert.True(t, near(stat.NormalCDF(must(stat.NormalQuantile(p))), p), "normal quantile of %s", p)

		degrees := 1 + r.IntN(60)
		assert.Equal(t, "1/1", new(big.Rat).Add(must(stat.StudentTCDF(z, degrees)), must(stat.StudentTCDF(minus, degrees))).String(), "symmetry at %s", z)
		assert.Negative(t, must(stat.StudentTCDF(z, degrees)).Cmp(must(stat.StudentTCDF(above, degrees))), "monotone at %s, %d", z, degrees)
	}
}

// With many degrees of freedom Student's distribution is nearly normal, and its tails are always heavier.
func TestStudentComesCloseToNormal(t *testing.T) {
	z := big.NewRat(-3, 2)
	last := big.NewRat(1, 1)
	for _, degrees := range []int{1, 2, 3, 4, 5, 10, 11, 100, 1001, stat.MaxDegrees} {
		p, err := stat.StudentTCDF(z, degrees)
		require.NoError(t, err)
		assert.Negative(t, p.Cmp(last), "%d degrees", degrees)
		assert.Positive(t, p.Cmp(stat.NormalCDF(z)), "%d degrees", degrees)
		last = p
	}
	assert.Equal(t, stat.NormalCDF(z).FloatString(4), last.FloatString(4))
}

func TestArgumentsStayAndTimeIsBounded(t *testing.T) {
	start := time.Now()
	long := rat(t, strings.Repeat("7", 20_000)+"/"+strings.Repeat("3", 19_999)+"1")
	before := long.String()
	_, err := stat.Ln(long)
	require.NoError(t, err)
	_, err = stat.Sqrt(long)
	require.NoError(t, err)
	_, err = stat.StudentTCDF(long, stat.MaxDegrees)
	require.NoError(t, err)
	stat.NormalCDF(long)
	_, err = stat.NormalQuantile(rat(t, "1e-20"))
	require.NoError(t, err)
	tiny := new(big.Rat).Inv(rat(t, "1e9000"))
	_, err = stat.Exp(tiny)
	require.NoError(t, err)
	assert.Equal(t, "1/2", stat.NormalCDF(tiny).String())
	assert.Equal(t, before, long.String())
	assert.Less(t, time.Since(start), 30*time.Second)
}

func BenchmarkStudentTCDF(b *testing.B) {
	x := big.NewRat(7, 5)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stat.StudentTCDF(x, 6); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNormalQuantile(b *testing.B) {
	p := big.NewRat(4, 5)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stat.NormalQuantile(p); err != nil {
			b.Fatal(err)
		}
	}
}
