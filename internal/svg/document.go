package svg

import "strings"

// Document is a whole picture. The zero value is an empty one without a size.
type Document struct {
	// ID begins the ids in the picture, of which a page has each once. Characters other than a-z, A-Z, 0-9, - and _ are
	// left out of it. Defaults to "picture", as does an ID that begins with none of the letters.
	ID string
	// Lang is the language of the texts, such as "zh-CN". It decides which shapes of Chinese characters are shown.
	Lang string
	// Title is read first by a screen reader, Description next: it should say what the picture shows.
	Title, Description string
	// Width and Height are the size at which the picture is meant to be shown; it shrinks to fit a narrower place.
	Width, Height Px
	Theme         Theme
	// Body is what is drawn, the first element at the bottom.
	Body []Element
}

// SVG returns the picture as an svg element in UTF-8, to be stored as a file of the type image/svg+xml or placed in an
// HTML page. Equal documents give equal bytes.
func (d Document) SVG() []byte {
	id := idOf(d.ID)
	width, height := max(d.Width, 0), max(d.Height, 0)
	p := &page{used: map[use]bool{}}
	Rect{Width: width, Height: height, Fill: Surface}.draw(p)
	Group(d.Body).draw(p)

	var out strings.Builder
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" id="` + id + `" role="img" aria-labelledby="` + id + `-title ` + id + `-desc"`)
	if lang := Clean(d.Lang); lang != "" {
		out.WriteString(` lang="` + escape(lang) + `" xml:lang="` + escape(lang) + `"`)
	}
	out.WriteString(` width="` + width.String() + `" height="` + height.String() + `" viewBox="0 0 ` + width.String() + " " + height.String() + "\">\n")
	out.WriteString(`<title id="` + id + `-title">` + escape(Clean(d.Title)) + "</title>\n")
	out.WriteString(`<desc id="` + id + `-desc">` + escape(clean(d.Description, maxDescription)) + "</desc>\n")
	out.WriteString("<style>\n" + d.Theme.sheet(id, p.used) + "</style>\n")
	out.WriteString(p.b.String())
	out.WriteString("</svg>\n")
	return []byte(out.String())
}

// maxID is the longest id of a picture, in bytes.
const maxID = 64

// idOf returns what of s can be an id.
func idOf(s string) string {
	id := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || isLetter(r) {
			return r
		}
		return -1
	}, s)
	if id == "" || !isLetter(rune(id[0])) {
		return "picture"
	}
	return id[:min(len(id), maxID)]
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
