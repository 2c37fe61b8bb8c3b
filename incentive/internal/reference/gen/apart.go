package gen

// Apart says why two features never meet, or seldom: "" where they do.
func Apart(a, b string) string {
	return ""
}
