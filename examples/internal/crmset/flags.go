package crmset

import (
	"flag"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/flaghelp"
)

// Flags name the inputs of one call. The zero value is the built-in sample.
type Flags struct {
	Deals, Team, Mapping, Calendar string
	// Currency is an ISO 4217 code as it was typed.
	Currency string
}

// Help says what each flag does and gives an example.
func Help() []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "opportunities", Value: "FILE", Text: "the deals, won, lost and open, as CSV with a header, in UTF-8 or GBK; without it the built-in sample is read", Example: "-opportunities sales_pipeline.csv"},
		{Name: "team", Value: "FILE", Text: "who reports to whom, as CSV", Example: "-team sales_teams.csv"},
		{Name: "mapping", Value: "FILE", Text: "which column means what, as JSON; the columns of the sample and of the set\n\"CRM Sales Opportunities\" are known", Example: "-mapping columns.json"},
		{Name: "calendar", Value: "FILE", Text: "fiscal year and holidays, as JSON; needed for the year of the deals and the one after", Example: "-calendar calendar.json"},
		{Name: "currency", Value: "CODE", Text: "what the amounts are in; needed when the columns are not known", Example: "-currency EUR"},
	}
}

// Define defines the flags in a set.
func (f *Flags) Define(flags *flag.FlagSet) {
	flags.StringVar(&f.Deals, "opportunities", "", "")
	flags.StringVar(&f.Team, "team", "", "")
	flags.StringVar(&f.Mapping, "mapping", "", "")
	flags.StringVar(&f.Calendar, "calendar", "", "")
	flags.StringVar(&f.Currency, "currency", "", "")
}

// Check returns nil when the flags can be used, else what is wrong with the currency.
func (f *Flags) Check() error {
	if f.Currency == "" {
		return nil
	}
	_, err := kam.ParseCurrency(f.Currency)
	return err
}
