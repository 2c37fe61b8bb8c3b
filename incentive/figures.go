package incentive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// FiguresFormat is the format of the figures that shares tell each other: see [Step.Figures].
const FiguresFormat = "kam-figures-1"

const (
	// maxFigures is how many bytes figures have at most.
	maxFigures = 1 << 28
	// maxRatio is how many bytes a number in figures has at most.
	maxRatio = 1 << 16
)

// origin says of which run something is.
type origin struct {
	// Program and Inputs are digests of the plans and of everything else that a run reads but its transactions.
	Program string     `json:"program"`
	Inputs  string     `json:"inputs"`
	Period  kam.Period `json:"period"`
	// Shares is how many shares there are, From which of them tells.
	Shares int `json:"shares"`
	From   int `json:"from"`
}

// figures is what one share tells another in one round.
type figures struct {
	Format string `json:"format"`
	Origin origin `json:"origin"`
	To     int    `json:"to"`
	// Round is the round, Meeting what the shares meet for in it, in which pass and stage of the calculation.
	Round   int         `json:"round"`
	Meeting meetingKind `json:"meeting"`
	Pass    int         `json:"pass"`
	Stage   int         `json:"stage"`
	// Units are those that the other share looks at.
	Units []toldUnit `json:"units"`
	// Again says that the share is held otherwise than it was counted, so that all have to start again.
	Again bool `json:"again"`
	// Told are the digests of what the share tells the others, for the share itself.
	Told []string `json:"told"`
}

// toldUnit is what a share tells of a unit.
type toldUnit struct {
	// Unit is its number in the order of payee, plan, start and version.
	Unit  int    `json:"unit"`
	Payee string `json:"payee"`
	// Counted says that others count it as held, Blocked is the first stage whose commissions are not known.
	Counted    bool            `json:"counted"`
	Blocked    int             `json:"blocked"`
	Components []toldComponent `json:"components"`
}

// toldComponent is what a share tells of a component of a unit.
type toldComponent struct {
	Component int           `json:"component"`
	Ready     bool          `json:"ready"`
	Done      bool          `json:"done"`
	Standing  *toldStanding `json:"standing"`
	Deals     []toldDeal    `json:"deals"`
	Passes    []toldPass    `json:"passes"`
}

// toldStanding is where a unit stands in a contest or a pool.
type toldStanding struct {
	Position string `json:"position"`
	Base     string `json:"base"`
	Weight   string `json:"weight"`
	// Then are its positions in further comparisons.
	Then []string `json:"then"`
}

// toldDeal is what the lines of one deal pay a unit.
type toldDeal struct {
	Deal   string `json:"deal"`
	Amount string `json:"amount"`
}

// toldPass is a commission that a component passes up to managers.
type toldPass struct {
	// Deal is empty for a commission of no deal, Source for one of a deal that takes nothing back.
	Deal        string `json:"deal"`
	Source      string `json:"source"`
	Participant int    `json:"participant"`
	// Date is the day on which it counts, UpOn the one on whose reporting lines it goes up; unset: the same.
	Date kam.Day `json:"date,omitzero"`
	UpOn kam.Day `json:"upOn,omitzero"`
	Line int     `json:"line"`
	Rest bool    `json:"rest"`
	// Gross is empty where it is Amount.
	Amount string `json:"amount"`
	Gross  string `json:"gross"`
}

// toldPass lays out a commission that goes up.
func (c *calculation) toldPass(up passed) toldPass {
	t := toldPass{Participant: up.participant, Date: up.date, Line: up.line, Rest: up.rest, Amount: ratText(up.amount)}
	if up.deal >= 0 {
		t.Deal = c.book.deals[up.deal].ID
		if up.source != up.deal {
			t.Source = c.book.deals[up.source].ID
		}
	}
	if up.upOn != up.date {
		t.UpOn = up.upOn
	}
	if up.gross.Cmp(up.amount) != 0 {
		t.Gross = ratText(up.gross)
	}
	return t
}

// ratText writes an exact number; nil is empty.
func ratText(x *big.Rat) string {
	if x == nil {
		return ""
	}
	return x.RatString()
}

// ratOf reads what [ratText] writes; false for anything else.
func ratOf(s string) (*big.Rat, bool) {
	if s == "" || len(s) > maxRatio {
		return nil, false
	}
	slashes := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '-' && i == 0:
		case c == '/' && slashes == 0:
			slashes++
		default:
			return nil, false
		}
	}
	x, ok := new(big.Rat).SetString(s)
	return x, ok && x.RatString() == s
}

// seal writes what is told to another share, and returns its digest.
func (s *sharing) seal(f *figures, at meeting, to int) ([]byte, string, error) {
	f.Format, f.To, f.Round = FiguresFormat, to, s.round
	f.Meeting, f.Pass, f.Stage, f.Again = at.kind, at.pass, at.stage, at.again
	var err error
	if f.Origin, err = s.of.origin(s.part); err != nil {
		return nil, "", err
	}
	data, digest, err := sealBody(&s.writer, f)
	if err == nil && len(data) > maxFigures {
		err = tooLarge("share %d tells share %d %d bytes", s.part.Index, to, len(data))
	}
	return data, digest, err
}

// tooLarge is the error of figures that nobody would read.
func tooLarge(format string, args ...any) error {
	return fmt.Errorf("%w: %s, at most %d are read: compute in more shares", ErrShare, fmt.Sprintf(format, args...), maxFigures)
}

// sealBody writes a text with the digest of its body.
func sealBody(w *strictjson.Writer, body any) ([]byte, string, error) {
	data, err := w.Canonical(body)
	if err != nil {
		return nil, "", fmt.Errorf("incentive: figures: %w", err)
	}
	digest := digestOf(data)
	out := make([]byte, 0, len(data)+sealSize)
	out = append(append(out, sealOpen...), data...)
	return append(append(append(out, sealDigest...), digest...), sealClose...), digest, nil
}

// What stands before the body of a sealed text, between body and digest, and behind that.
const (
	sealOpen   = `{"body":`
	sealDigest = `,"digest":"`
	sealClose  = `"}`
	sealSize   = len(sealOpen) + len(sealDigest) + 2*sha256.Size + len(sealClose)
)

// digestOf returns the SHA-256 of bytes.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// unseal reads the body of a text that has its digest, and returns the digest; false when it has not, or is no such text.
func unseal(data []byte, body any, at string, f *faults) (string, bool) {
	if len(data) > maxFigures {
		f.add(CodeFiguresTooLarge, at, say("the figures have %d bytes", "数据长 %d 字节", len(data)), say("at most %d bytes are read: compute in more shares", "上限为 %d 字节：请划分更多分片", maxFigures))
		return "", false
	}
	inner, ok := bytes.CutPrefix(data, []byte(sealOpen))
	digest := ""
	if at := len(data) - sealSize; ok && at >= 0 {
		var end []byte
		inner, end = inner[:at], inner[at:]
		digest = string(end[len(sealDigest) : len(end)-len(sealClose)])
		ok = string(end) == sealDigest+digest+sealClose && digest == digestOf(inner)
	}
	if !ok || digest == "" {
		f.add(CodeFiguresDigest, at, say("the bytes are not those that were told: %d bytes whose digest does not fit", "字节与发出时不同：共 %d 字节，摘要不符", len(data)), say("keep and hand on the bytes as they were told, not the JSON in another form", "请原样保存并传递所收到的字节，勿改写 JSON"))
		return "", false
	}
	found := strictjson.DecodeWithin(maxFigures, inner, body, "figures")
	for _, x := range found {
		x.Place = at + " " + x.Place
		f.list.Add(x)
	}
	return digest, len(found) == 0
}
