package verify

// pay is what a component pays that has no lines.
type pay struct {
	Position string   `json:"position"`
	Target   string   `json:"target"`
	Base     string   `json:"base"`
	Factor   string   `json:"factor"`
	Times    string   `json:"times"`
	Contest  *contest `json:"contest"`
	Pool     *pool    `json:"pool"`
	Amount   string   `json:"amount"`
}

type contest struct {
	Contestants int        `json:"contestants"`
	Place       int        `json:"place"`
	Tied        int        `json:"tied"`
	Then        []string   `json:"then"`
	Standings   []standing `json:"standings"`
	Standing    int        `json:"standing"`
	Prize       string     `json:"prize"`
	Fund        string     `json:"fund"`
}

type standing struct {
	Value string   `json:"value"`
	Then  []string `json:"then"`
}

type pool struct {
	Members int        `json:"members"`
	Brought string     `json:"brought"`
	Total   string     `json:"total"`
	Fund    string     `json:"fund"`
	Weight  string     `json:"weight"`
	Weights string     `json:"weights"`
	Share   string     `json:"share"`
	Placed  *placement `json:"placed"`
}

// placement says how one of several parts comes to the grid.
type placement struct {
	Units int `json:"units"`
	Rank  int `json:"rank"`
}

type multiplied struct {
	Position string `json:"position"`
	Factor   string `json:"factor"`
}

type sharedDeal struct {
	Transaction string     `json:"transaction"`
	Payees      int        `json:"payees"`
	Own         string     `json:"own"`
	Total       string     `json:"total"`
	Cut         string     `json:"cut"`
	Placed      *placement `json:"placed"`
}
