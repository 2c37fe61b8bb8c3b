package desk

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/goals/tracking"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/scoring"
)

// Dossier is what is known of one person beside roster and deals, as plain data.
type Dossier struct {
	// Goals are goals with their readings; their day is the desk's.
	Goals []tracking.Input `json:"goals,omitempty"`
	// Open are the deals that are not decided.
	Open []OpenDeal `json:"open,omitempty"`
	// Due are the invoices that customers have to pay.
	Due []Invoice `json:"due,omitempty"`
	// Score is what the scorecard reads; nil when there is nothing.
	Score *scoring.Inputs `json:"score,omitempty"`
	// File is the evidence for promotions; nil when there is none.
	File *evidence.File `json:"file,omitempty"`
	// Records are the person's customers and what happened with them.
	Records []crm.Record `json:"records,omitempty"`
}

// OpenDeal is a deal that may be won.
type OpenDeal struct {
	// Deal is the transaction that it becomes.
	Deal incentive.Transaction `json:"deal"`
	// Customer is the customer's name, Chance how likely it is won.
	Customer string       `json:"customer"`
	Chance   kam.Fraction `json:"chance"`
}

// Invoice is what a customer has to pay.
type Invoice struct {
	Deal     string `json:"deal"`
	Customer string `json:"customer"`
	// Due is the last day on which it is to be paid, Amount what was asked and Collected what came.
	Due       kam.Day         `json:"due"`
	Amount    decimal.Decimal `json:"amount"`
	Collected decimal.Decimal `json:"collected"`
}

// Ended tells whether the days for paying are over on a day: the due day itself is the last of them.
func (i Invoice) Ended(on kam.Day) bool { return i.Due.Before(on) }

// Overdue returns what is missing on a day; zero while the days for paying are not over.
func (i Invoice) Overdue(on kam.Day) decimal.Decimal {
	if missing := i.Amount.Sub(i.Collected); i.Ended(on) && missing.IsPositive() {
		return missing
	}
	return decimal.Zero
}

// dossierKind is the kind of the views that dossiers are kept as.
const dossierKind = "dossier"

// DossierKey returns where the dossier of a person is kept.
func DossierKey(payee string) store.Key { return store.Key{Kind: dossierKind, Of: payee} }

// Dossier returns what is known of a person; nothing of a stranger.
func (d *Desk) Dossier(ctx context.Context, payee string) (Dossier, error) {
	var known Dossier
	_, err := d.Store.View(ctx, DossierKey(payee), &known)
	return known, err
}
