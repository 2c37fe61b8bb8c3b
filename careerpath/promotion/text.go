package promotion

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

func say(en, zh string, args ...any) kam.Text { return wording.Say(en, zh, args...) }

// who writes a person for a message.
func who(s kam.Subject) string { return wording.Clip(s.Kind) + " " + wording.Quote(s.ID) }

// compareSubjects orders people by kind and ID, byte by byte.
func compareSubjects(a, b kam.Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// isDigest reports whether s is what [digestOf] returns.
func isDigest(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// compareUses orders scores that are equal by what became of them, by comment, and by how they became what they are.
func compareUses(a, b ScoreView) int {
	return cmp.Or(cmp.Compare(a.Use, b.Use), cmp.Compare(a.Comment, b.Comment), slices.CompareFunc(a.Changes, b.Changes, compareChanges))
}

func compareChanges(a, b ScoreChange) int {
	return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Complaint, b.Complaint), a.From.Cmp(b.From))
}
