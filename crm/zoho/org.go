package zoho

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
)

const usersModule = "users"

// users reads all users, ordered by mark.
func (c *Client) users(ctx context.Context, o *object) ([]crm.Record, kam.Findings, error) {
	var all []crm.Record
	var found kam.Findings
	for page := 1; ; page++ {
		var got struct {
			Users []json.RawMessage `json:"users"`
			Info  struct {
				More bool `json:"more_records"`
			} `json:"info"`
		}
		query := url.Values{"type": {"AllUsers"}, "page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(maxGET)}}
		if _, err := c.call(ctx, request{method: http.MethodGet, path: usersModule, query: query}, &got); err != nil {
			return nil, nil, fmt.Errorf("zoho: users: %w", err)
		}
		recs, f := c.records(o, got.Users)
		all = append(all, recs...)
		found.Merge(f)
		if !got.Info.More || len(got.Users) == 0 {
			break
		}
		if len(all) > crm.MaxBatch {
			return nil, nil, fmt.Errorf("%w: more than %d users", ErrAnswer, crm.MaxBatch)
		}
	}
	slices.SortFunc(all, byMark)
	return all, found, nil
}

func (c *Client) changedUsers(ctx context.Context, o *object, after crm.Mark, until time.Time) (crm.Page, error) {
	all, found, err := c.users(ctx, o)
	if err != nil {
		return crm.Page{}, err
	}
	all = slices.DeleteFunc(all, func(r crm.Record) bool {
		return crm.MarkOf(r).Compare(after) <= 0 || !r.Modified.Before(until)
	})
	return crm.Page{Records: all, Findings: found}, nil
}

func (c *Client) userIDs(ctx context.Context, o *object, after string) (crm.IDPage, error) {
	all, _, err := c.users(ctx, o)
	if err != nil {
		return crm.IDPage{}, err
	}
	var page crm.IDPage
	for _, r := range all {
		if r.Ref.ID > after {
			page.IDs = append(page.IDs, r.Ref.ID)
		}
	}
	slices.Sort(page.IDs)
	return page, nil
}

// Currency is a currency of the organisation.
type Currency struct {
	Code kam.Currency
	Name string
	// Rate is how many units of it one unit of the base currency is worth, as Zoho states it; of the base currency 1.
	Rate   decimal.NullDecimal
	Base   bool
	Active bool
}

// Currencies returns the currencies of the organisation by code; none when it has one currency only.
func (c *Client) Currencies(ctx context.Context) ([]Currency, error) {
	var got struct {
		Currencies []struct {
			Name   string `json:"name"`
			Code   string `json:"iso_code"`
			Rate   any    `json:"exchange_rate"`
			Base   bool   `json:"is_base"`
			Active bool   `json:"is_active"`
		} `json:"currencies"`
	}
	if _, err := c.call(ctx, request{method: http.MethodGet, path: "org/currencies"}, &got); err != nil {
		return nil, fmt.Errorf("zoho: currencies: %w", err)
	}
	var all []Currency
	for _, x := range got.Currencies {
		code, err := kam.ParseCurrency(x.Code)
		if err != nil {
			return nil, fmt.Errorf("%w: currency %q", ErrAnswer, c.redact.Excerpt(x.Code))
		}
		out := Currency{Code: code, Name: x.Name, Base: x.Base, Active: x.Active}
		if text, ok := x.Rate.(string); ok && text != "" {
			rate, err := num.Parse(text)
			if err != nil {
				return nil, fmt.Errorf("%w: exchange rate of %s: %q", ErrAnswer, code, c.redact.Excerpt(text))
			}
			out.Rate = decimal.NewNullDecimal(rate)
		}
		all = append(all, out)
	}
	slices.SortFunc(all, func(a, b Currency) int { return slices.Compare([]byte(a.Code), []byte(b.Code)) })
	return all, nil
}
