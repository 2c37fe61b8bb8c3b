// Package svg draws small pictures as SVG: plain data in ([Document] and its elements), the same bytes out every time.
//
// # Numbers
//
// A length is a [Px], whole hundredths of a pixel. [Scale] places an exact ratio on a stretch of pixels and rounds
// once, half away from zero; [Polar] places a point on a circle by fixed-point sine and cosine that are exact to
// 10^-8. [Ticks] and [TicksAround] are exact decimals. No float takes part.
//
// # Text
//
// Every text may come from outside. What XML cannot hold (control characters, bytes that are no UTF-8, characters that
// are none) is replaced, marks that turn the direction of writing are left out, the rest is escaped, and of a very long
// text the beginning is shown. Widths are estimated from above for the usual sans-serif typefaces, a full-width
// character being one em, so that what [Font.Fit] and [Font.Wrap] return is not cut off.
//
// # Light, dark, and who cannot see it
//
// A colour is a role ([Ink], [Series1]), which a style sheet in the picture resolves to a CSS custom property; under
// [FollowReader] its value follows prefers-color-scheme. Programs that know neither show the light colours. The rules
// are bound to the id of the picture, so pictures with different ids do not disturb each other or the page they stand
// in. A picture has the role img, and its title and description are what a screen reader reads. It holds no script and
// no reference to anything outside.
//
// A page whose content security policy forbids inline styles embeds a picture as a file, with <img>.
//
// Nothing in this package keeps state; every function may be called from many goroutines at once.
package svg
