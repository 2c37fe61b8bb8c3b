package settlement

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/strictjson"
)

// ExportFormat is the format of the statements that [Statement.Export] writes.
const ExportFormat = "kam-settlement-1"

// Exported is a statement as [Statement.Export] writes it, for programs that read one. [VerifyExport] adds it up anew.
//
// Every figure is a text. Money is in Currency with exactly Places decimal places, where nothing else is said. A figure that
// does not apply is left out.
type Exported struct {
	// Format is [ExportFormat], Settlement the [Settlement.ID].
	Format     string `json:"format"`
	Settlement string `json:"settlement"`
	// Period is the commission period that was settled.
	Period kam.Period    `json:"period"`
	Payee  ExportedPayee `json:"payee"`
	// Plan and Version name the plan version in force.
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	// Currency is what the payee is paid in, PlanCurrency what the plan earns in.
	Currency     kam.Currency `json:"currency"`
	Places       int32        `json:"places"`
	PlanCurrency kam.Currency `json:"plan_currency"`
	PlanPlaces   int32        `json:"plan_places"`
	// Earnings are the statements of the run, one for each assignment, each the whole JSON of [incentive.Statement.Export] as
	// a text, which [incentive.VerifyStatement] reads.
	Earnings []string `json:"earnings,omitempty"`
	// Earned is their sum, in PlanCurrency.
	Earned string `json:"earned"`
	// Corrections are what late changes have changed of earlier periods.
	Corrections []ExportedCorrection `json:"corrections,omitempty"`
	// Adjustments are the manual adjustments of the period.
	Adjustments []ExportedAdjustment `json:"adjustments,omitempty"`
	// Before is what stood before the period, Steps what happened, After what stands now.
	Before ExportedBalances `json:"before"`
	Steps  []ExportedStep   `json:"steps,omitempty"`
	After  ExportedBalances `json:"after"`
	// Holdbacks are the earnings of which something is held back, or was moved in the period.
	Holdbacks []ExportedHoldback `json:"holdbacks,omitempty"`
	// Postings are all entries of the period that are no earnings and no payouts.
	Postings []ExportedPosting `json:"postings,omitempty"`
	// Unpaid are deals that pay nothing by themselves.
	Unpaid []ExportedUnpaid `json:"unpaid,omitempty"`
	// Payable is what is payable now.
	Payable string `json:"payable"`
	// Digest is the SHA-256 of the rest of the document without the payee's name, as JSON with sorted keys, without white
	// space and without members that are false, 0 or empty. It guards against slips; whoever changes a statement on
	// purpose can compute it anew.
	Digest string `json:"digest,omitempty"`
}

// ExportedPayee is whose statement it is.
type ExportedPayee struct {
	ID string `json:"id"`
	// Name is for people alone: nothing depends on it.
	Name string `json:"name,omitempty"`
}

// ExportedCorrection is a [Correction]. Its money is in PlanCurrency.
type ExportedCorrection struct {
	Origin      kam.Period `json:"origin"`
	Component   string     `json:"component"`
	Transaction string     `json:"transaction,omitempty"`
	Before      string     `json:"before,omitempty"`
	Now         string     `json:"now,omitempty"`
	Amount      string     `json:"amount"`
	Reason      kam.Text   `json:"reason"`
}

// ExportedAdjustment is a manual adjustment.
type ExportedAdjustment struct {
	ID          string `json:"id"`
	Component   string `json:"component,omitempty"`
	Amount      string `json:"amount"`
	Reason      string `json:"reason"`
	RequestedBy string `json:"requested_by"`
	ApprovedBy  string `json:"approved_by"`
}

// ExportedBalances are where the payee stands.
type ExportedBalances struct {
	Payable string         `json:"payable"`
	Paid    string         `json:"paid"`
	Held    []ExportedHeld `json:"held,omitempty"`
	Debts   []ExportedDebt `json:"debts,omitempty"`
}

// ExportedHeld is an amount that is held back.
type ExportedHeld struct {
	Version     int            `json:"version"`
	Component   string         `json:"component"`
	Transaction string         `json:"transaction,omitempty"`
	Origin      kam.Period     `json:"origin,omitzero"`
	Part        int            `json:"part"`
	Amount      string         `json:"amount"`
	On          payout.Trigger `json:"on,omitempty"`
	Due         kam.Day        `json:"due,omitzero"`
	Reference   string         `json:"reference"`
}

// ExportedDebt is an amount that is owed.
type ExportedDebt struct {
	Kind   payout.DebtKind `json:"kind"`
	Since  kam.Period      `json:"since"`
	Amount string          `json:"amount"`
}

// ExportedStep is a step of the calculation: what it changes of what is payable, held back and owed.
type ExportedStep struct {
	Kind        payout.StepKind `json:"kind"`
	Component   string          `json:"component,omitempty"`
	Transaction string          `json:"transaction,omitempty"`
	Origin      kam.Period      `json:"origin,omitzero"`
	Amount      string          `json:"amount"`
	Held        string          `json:"held"`
	Owed        string          `json:"owed"`
	Because     kam.Text        `json:"because"`
}

// ExportedHoldback is what a deal, or a sum without a deal, has earned under a holdback, and what became of each part.
type ExportedHoldback struct {
	Version     int    `json:"version"`
	Component   string `json:"component"`
	Transaction string `json:"transaction,omitempty"`
	// Origin is the period of a sum without a deal.
	Origin kam.Period `json:"origin,omitzero"`
	// Earned is all that it has earned to date, and Mode rounds the parts: each but the last, which takes the rest.
	Earned string         `json:"earned"`
	Mode   string         `json:"mode"`
	Parts  []ExportedPart `json:"parts"`
}

// ExportedPart is a part of a holdback. Left = Kept + BroughtIn - Released - Cancelled.
type ExportedPart struct {
	Share     kam.Fraction   `json:"share"`
	On        payout.Trigger `json:"on"`
	Kept      string         `json:"kept"`
	BroughtIn string         `json:"brought_in"`
	Released  string         `json:"released"`
	Cancelled string         `json:"cancelled"`
	Left      string         `json:"left"`
}

// ExportedPosting is an entry of the ledger.
type ExportedPosting struct {
	Version   int            `json:"version"`
	Component string         `json:"component"`
	Kind      ledger.Kind    `json:"kind"`
	Period    kam.Period     `json:"period"`
	Account   ledger.Account `json:"account"`
	Reference string         `json:"reference,omitempty"`
	Amount    string         `json:"amount"`
	Currency  kam.Currency   `json:"currency"`
}

// ExportedUnpaid is a deal that pays nothing by itself.
type ExportedUnpaid struct {
	Transaction string     `json:"transaction"`
	Reasons     []kam.Text `json:"reasons"`
}

// Export returns the statement as JSON of the form of [Exported]: one line, the same bytes for the same statement. It
// contains everything that [VerifyExport] needs, the plan included.
//
// The error says which text JSON cannot hold; there is none for names and ids in UTF-8.
func (s Statement) Export() ([]byte, error) {
	x, err := s.exported()
	if err != nil {
		return nil, err
	}
	if x.Digest, err = x.digest(); err != nil {
		return nil, fmt.Errorf("settlement: exporting the statement of %q: %w", x.Payee.ID, err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(x); err != nil {
		return nil, fmt.Errorf("settlement: exporting the statement of %q: %w", x.Payee.ID, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// digest returns what [Exported.Digest] says.
func (x Exported) digest() (string, error) {
	x.Digest, x.Payee.Name = "", ""
	canonical, err := strictjson.Canonical(x)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
