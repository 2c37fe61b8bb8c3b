package sqlstore

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// chained returns the digest of a content that follows one with the digest before, which is "" of the first.
func chained(before, content string) string {
	sum := sha256.Sum256([]byte(before + "\n" + content))
	return hex.EncodeToString(sum[:])
}

// listed returns the ids that are asked for as a JSON list for json_each, or NULL when all are. An id that is not UTF-8 is
// nowhere stored.
func listed(ids []string) (sql.NullString, error) {
	if len(ids) == 0 {
		return sql.NullString{}, nil
	}
	usable := make([]string, 0, len(ids))
	for _, id := range ids {
		if utf8.ValidString(id) {
			usable = append(usable, id)
		}
	}
	text, err := encode(usable)
	return sql.NullString{String: text, Valid: true}, err
}

// compact returns JSON without blanks between its parts, or the error of what wrote it.
func compact(indented []byte, err error) (string, error) {
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := json.Compact(&b, indented); err != nil {
		return "", fmt.Errorf("sqlstore: %w", err)
	}
	return b.String(), nil
}
