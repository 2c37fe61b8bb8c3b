package web

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"github.com/kam-go/kam/examples/console/desk"
)

// rounds is how often a password is hashed: some ten milliseconds.
const rounds = 100_000

// Passwords signs accounts in by a password each: for a demonstration. A host has its own directory.
type Passwords struct {
	accounts map[string]secret
	salt     []byte
}

type secret struct {
	account desk.Account
	hash    []byte
}

// NewPasswords returns accounts with their passwords, which are kept as hashes.
func NewPasswords(accounts []desk.Account, passwords map[string]string) (*Passwords, error) {
	p := &Passwords{accounts: map[string]secret{}, salt: []byte(rand.Text())}
	for _, a := range accounts {
		hash, err := p.hash(passwords[a.ID])
		if err != nil {
			return nil, fmt.Errorf("web: password of %s: %w", a.ID, err)
		}
		p.accounts[a.ID] = secret{a, hash}
	}
	return p, nil
}

func (p *Passwords) hash(password string) ([]byte, error) {
	return pbkdf2.Key(sha256.New, password, p.salt, rounds, sha256.Size)
}

// SignIn tells who has a name and a password. Nobody with a name that there is not takes as long.
func (p *Passwords) SignIn(name, password string) (desk.Account, bool) {
	hash, err := p.hash(password)
	if err != nil {
		return desk.Account{}, false
	}
	known, ok := p.accounts[name]
	same := subtle.ConstantTimeCompare(hash, known.hash) == 1
	return known.account, ok && same && password != ""
}
