package feedback

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kam-go/kam"
)

// Limits of comments. All are inclusive.
const (
	// MaxComments is how many comments one response may hold.
	MaxComments = 50
	// MaxCommentLength is the most that a [CommentRule] allows, in characters (Unicode code points).
	MaxCommentLength = 10_000
	// DefaultCommentLength is the longest comment where the rule states none.
	DefaultCommentLength = 2_000
	// MaxNames is how many names a rule may hold.
	MaxNames = 1_000
)

// CommentRule bounds what people write. The zero value allows 1 to [DefaultCommentLength] characters.
type CommentRule struct {
	// Least and Most bound the length in characters, white space at both ends not counted. Least defaults to 1, Most to
	// [DefaultCommentLength].
	Least int `json:"least,omitempty"`
	Most  int `json:"most,omitempty"`
	// Names are replaced by [Removed] wherever a comment holds them, in whatever width and letter case: names of raters
	// that would tell who wrote it. A name in letters other than Han is replaced as a whole word only.
	// Blanks, invisible format characters and the kind of dash or apostrophe within a name do not count. Accents and look-alike letters
	// of other scripts do, and nicknames, initials and misspellings are not found. State them all before the first report:
	// a name that is added later changes what published comments say, which is [ErrRevised].
	Names []string `json:"names,omitempty"`
}

// Removed stands in a comment where a name of [CommentRule] stood.
const Removed = "[…]"

func (r CommentRule) withDefaults() CommentRule {
	r.Least, r.Most = cmp.Or(r.Least, 1), cmp.Or(r.Most, DefaultCommentLength)
	return r
}

func (c *checker) commentRule(place string, r CommentRule) {
	d := r.withDefaults()
	if d.Least < 1 || d.Most < d.Least || d.Most > MaxCommentLength {
		c.add("comment", place,
			say("comments have %d to %d characters", "评语长度为 %d 到 %d 个字符", d.Least, d.Most),
			say("use bounds of 1 to %d, the least first", "请使用 1 到 %d 之间的上下限，且下限不大于上限", MaxCommentLength))
	}
	if !c.list(place+".names", len(r.Names), 0, MaxNames) {
		return
	}
	for i, name := range r.Names {
		c.id(at(place+".names", i), strings.TrimSpace(name))
	}
}

// comments checks the comments of one response, and returns them without white space at their ends.
func (c *checker) comments(place string, r *Round, comments []Comment) []Comment {
	if !c.list(place, len(comments), 0, MaxComments) {
		return nil
	}
	rule := r.spec.Comments
	var out []Comment
	for i, x := range comments {
		where := at(place, i)
		if _, ok := r.place[x.Question]; x.Question != "" && !ok {
			c.unknown("question", where+".question", x.Question, say("the round's questions", "本轮问题"))
		}
		remedy := say("write %d to %d characters without control characters other than line breaks and tabs",
			"请填写 %d 到 %d 个字符，除换行和制表符外不含控制字符", rule.Least, rule.Most)
		text := strings.TrimSpace(x.Text)
		switch n := utf8.RuneCountInString(text); {
		case !utf8.ValidString(text):
			c.add("comment", where+".text", say("the comment is not UTF-8", "评语不是 UTF-8"), remedy)
		case hasControl(text, true):
			c.add("comment", where+".text", say("the comment has control characters", "评语含有控制字符"), remedy)
		case n < rule.Least || n > rule.Most:
			c.add("comment", where+".text", say("the comment has %d characters", "评语有 %d 个字符", n), remedy)
		default:
			out = append(out, Comment{Question: x.Question, Text: text})
		}
	}
	return out
}

// CommentLine is the comments of a group that a report shows. Nothing tells who wrote them, or when: they stand in the
// order of their content, and what several wrote alike stands once.
type CommentLine struct {
	// Group and Name are those of a group or a merge.
	Group string   `json:"group"`
	Name  kam.Text `json:"name"`
	// Comments are in the order of the questions, those about the subject as a whole first, then of their content.
	Comments []Comment `json:"comments,omitempty"`
	// Hidden says why they are withheld; empty when they are shown.
	Hidden Reason `json:"hidden,omitempty"`
}

// gather returns comments without names for people to read: each content once for each question, ordered.
func (r *Round) gather(all []Comment) []Comment {
	type key struct {
		question int
		content  string
	}
	best := map[key]Comment{}
	for _, x := range all {
		k := key{-1, normal(x.Text)}
		if x.Question != "" {
			k.question = r.place[x.Question]
		}
		if old, ok := best[k]; !ok || x.Text < old.Text {
			best[k] = x
		}
	}
	keys := slices.SortedFunc(maps.Keys(best), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.question, y.question), cmp.Compare(x.content, y.content))
	})
	out := make([]Comment, len(keys))
	for i, k := range keys {
		out[i] = best[k]
	}
	return out
}

// fold returns a character without its width, letter case and kind of blank, dash or apostrophe.
func fold(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r -= '！' - '!'
	case unicode.IsSpace(r):
		r = ' '
	case unicode.Is(unicode.Pd, r) || r == '−':
		r = '-'
	case r == '‘' || r == '’' || r == 'ʼ':
		r = '\''
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

// normal returns the content of a comment without width, letter case and the amount of white space.
func normal(s string) string { return strings.Join(strings.Fields(strings.Map(fold, s)), " ") }
