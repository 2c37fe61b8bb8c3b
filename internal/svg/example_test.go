package svg_test

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/kam-go/kam/internal/svg"
)

func ExampleDocument() {
	picture := svg.Document{
		ID: "dot", Lang: "en", Title: "A dot", Description: "One blue dot.", Width: 20 * svg.Pixel, Height: 20 * svg.Pixel, Theme: svg.Light,
		Body: []svg.Element{svg.Circle{Centre: svg.At(1000, 1000), Radius: 450, Fill: svg.Series1}},
	}.SVG()
	for line := range strings.Lines(string(picture)) {
		if strings.Contains(line, "<circle") || strings.Contains(line, "f-series-1{") {
			fmt.Print(line)
		}
	}
	// Output:
	// #dot .f-series-1{fill:#0072b2;fill:var(--kam-series-1)}
	// <circle cx="10" cy="10" r="4.5" class="f-series-1"/>
}

func ExampleScale_At() {
	scale := svg.Scale{Low: big.NewRat(0, 1), High: big.NewRat(100, 1), From: 0, To: 300 * svg.Pixel}
	fmt.Println(scale.At(big.NewRat(50, 1)), scale.At(big.NewRat(100, 9)))
	// Output: 150 33.33
}

func ExampleTicks() {
	fmt.Println(svg.Ticks(big.NewRat(0, 1), big.NewRat(90, 1), 6))
	fmt.Println(svg.TicksAround(big.NewRat(0, 1), big.NewRat(90, 1), 6))
	// Output:
	// [0 20 40 60 80]
	// [0 20 40 60 80 100]
}

func ExamplePolar() {
	fmt.Println(svg.Polar(svg.At(10_000, 10_000), 100*svg.Pixel, 1, 12))
	// Output: {150 13.4}
}

func ExampleFont_Wrap() {
	font := svg.Font{Size: 10 * svg.Pixel}
	fmt.Println(strings.Join(font.Wrap("团队协作与知识分享", 50*svg.Pixel, 2), "|"))
	fmt.Println(font.Fit("团队协作与知识分享", 50*svg.Pixel))
	// Output:
	// 团队协作与|知识分享
	// 团队协作…
}

func ExampleLegend() {
	_, height := svg.Legend([]svg.Entry{{Label: "first"}, {Label: "second"}}, svg.Point{}, 300*svg.Pixel, svg.Font{})
	fmt.Println(height)
	// Output: 18
}

func ExampleClean() {
	fmt.Println(svg.Clean(" two\nlines "))
	// Output: two lines
}
