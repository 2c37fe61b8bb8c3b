package svg

// Entry is one line of a legend: a mark, drawn around the point 0, 0 within 10 pixels to either side, and what it means.
type Entry struct {
	Mark  Element
	Label string
}

// Legend returns the entries side by side from a point on, in as many rows as the width asks for, and the height of
// all rows. A label longer than a row is shortened.
func Legend(entries []Entry, at Point, width Px, font Font) (Group, Px) {
	const before, between = 26 * Pixel, 14 * Pixel
	var out Group
	row := max(font.LineHeight(), 18*Pixel)
	x, y := Px(0), Px(0)
	for _, e := range entries {
		label := font.Fit(e.Label, width-before)
		wide := before + font.Width(label)
		if x > 0 && x+wide > width {
			x, y = 0, y+row
		}
		middle := at.Y + y + row/2
		out = append(
			out,
			Shifted{By: At(at.X+x+10*Pixel, middle), Body: e.Mark},
			Text{At: At(at.X+x+before, middle+font.size()*35/100), Content: label, Font: font, Fill: Muted, Note: e.Label},
		)
		x += wide + between
	}
	if len(entries) == 0 {
		return nil, 0
	}
	return out, y + row
}
