package plandoc

import "github.com/kam-go/kam"

// KeyWord returns what a key of a plan is called.
func KeyWord(key string) kam.Text { return keyWord(key) }
