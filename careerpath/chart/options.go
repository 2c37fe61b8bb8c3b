package chart

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// Options says how a picture is to look. The zero value is a picture in English, 640 pixels wide, that follows the
// reader's preference for light or dark.
type Options struct {
	// Lang is the language of all texts, [kam.English] or [kam.Chinese]. Defaults to [kam.English].
	Lang kam.Lang `json:"lang,omitempty"`
	// Width is the width in pixels at which the picture will be shown, from [MinWidth] to [MaxWidth], both inclusive; the
	// height follows. Defaults to 640.
	Width int `json:"width,omitempty"`
	// Theme fixes the colours. Defaults to [FollowReader].
	Theme Theme `json:"theme,omitempty"`
	// Title is what stands above the picture. Defaults to what it shows.
	Title kam.Text `json:"title,omitzero"`
	// ID is the id of the svg element and the beginning of those inside, so each picture on a page needs its own: 1 to 64
	// of a-z, A-Z, 0-9, - and _, the first one a letter. Defaults to the kind of the picture, such as "ladder".
	ID string `json:"id,omitempty"`
	// Tracks are the IDs of the tracks to draw, in this order from left to right; [Readiness] passes them over. Defaults to
	// all that have stages, in the order of the ladder.
	Tracks []string `json:"tracks,omitempty"`
	// Moves are the IDs of the moves that [Readiness] draws, in this order; the others pass them over. Defaults to all.
	Moves []string `json:"moves,omitempty"`
	// Names is what people call the persons. Defaults to their IDs.
	Names map[kam.Subject]string `json:"-"`
}

// Limits of [Options].Width, in pixels, and of what one picture shows. All are inclusive.
const (
	MinWidth = 360
	MaxWidth = 2000
	// MaxArrows is the largest number of moves that one ladder shows as arrows.
	MaxArrows = 200
	// MaxRows is the largest number of rules that one picture of readiness shows.
	MaxRows = 1000
)

// defaultWidth is what a width of 0 reads as.
const defaultWidth = 640

// Theme says for which surroundings the colours are chosen. The zero value is [FollowReader].
type Theme string

// Themes.
const (
	FollowReader Theme = ""      // what the reader's device prefers
	Light        Theme = "light" // light, as for print
	Dark         Theme = "dark"
)

// check reports the faults of o.
func (o Options) check(f *wording.Faults) {
	if o.Width != 0 && (o.Width < MinWidth || o.Width > MaxWidth) {
		f.Add("width", "$.options.width", wording.Say("the width of %d pixels is not from %d to %d", "宽度 %d 像素不在 %d 至 %d 之间", o.Width, MinWidth, MaxWidth),
			wording.Say("state %d to %d, or 0 for %d", "请填 %d 至 %d，填 0 表示 %d", MinWidth, MaxWidth, defaultWidth))
	}
	if o.Lang != "" && o.Lang != kam.English && o.Lang != kam.Chinese {
		f.Add("lang", "$.options.lang", wording.Say("%s is no language of the library", "本库没有名为 %s 的语言", wording.Quote(string(o.Lang))),
			wording.Say("state en or zh-CN, or leave it out for en", "请填 en（英文）或 zh-CN（简体中文），留空表示 en"))
	}
	if o.Theme != FollowReader && o.Theme != Light && o.Theme != Dark {
		f.Add("theme", "$.options.theme", wording.Say("%s is no theme", "没有名为 %s 的配色", wording.Quote(string(o.Theme))),
			wording.Say("state light or dark, or leave it out", "请填 light（浅色）或 dark（深色），或留空"))
	}
	if o.ID != "" && !isID(o.ID) {
		f.Add("id", "$.options.id", wording.Say("%s of %d bytes cannot be an id", "%s（%d 字节）不能用作标识", wording.Quote(o.ID), len(o.ID)),
			wording.Say("use 1 to 64 of a-z, A-Z, 0-9, - and _, a letter first", "请用 1 至 64 个字母（a-z、A-Z）、数字、- 或 _，首位须为字母"))
	}
}

func isID(s string) bool {
	return len(s) <= 64 && strings.Contains(letters, s[:1]) &&
		!strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(letters+"0123456789-_", r) })
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// width returns the width of the picture.
func (o Options) width() svg.Px {
	if o.Width == 0 {
		return defaultWidth * svg.Pixel
	}
	return svg.Px(o.Width) * svg.Pixel
}

// nameOf returns what people call a person.
func (o Options) nameOf(s kam.Subject) string {
	if name := o.Names[s]; name != "" {
		return name
	}
	return s.ID
}
