-- Recomputes the commission of the set "CRM Sales Opportunities" from the figures of the plans in realset, in whole
-- numbers and without the library. Tables: deal (agent, product, value, quarter) with the won deals in whole dollars,
-- team (agent, manager) and quota (payee, plan, quarter, amount).
--
-- Account executive: 4 % up to 80 % of quota, 5.5 % up to 100 %, 8 % up to 150 %, 3 % above, each on its slice; at
-- most 1.25 x 6000; and 0.5 % on the product MG Advanced. Both are rounded once, to the cent, half up.
-- Key-account manager: nothing below 60 % of quota; else all deals at 3.25 %, from 100 % on at 4.15 %, from 120 % on
-- at 5.25 %, each deal rounded to the cent, half up.
-- Sales manager: 0.2 % of the team's sales from 90 % of quota on, and 8 % of the team's commission without the
-- part on MG Advanced.
WITH sales AS (
	SELECT q.payee, q.plan, q.quarter, q.amount AS quota, COALESCE(SUM(d.value), 0) AS value,
		COALESCE(SUM(CASE WHEN d.product = 'MG Advanced' THEN d.value END), 0) AS advanced
	FROM quota q LEFT JOIN deal d ON d.agent = q.payee AND d.quarter = q.quarter
	WHERE q.plan <> 'sales-manager'
	GROUP BY q.payee, q.plan, q.quarter, q.amount
),
commission AS (
	-- Bounds and sales are tenfold, rates thousandfold: the sum is in 1/10000 dollar, 1/100 cent.
	SELECT payee, plan, quarter, value, advanced, MIN(750000, (
		MIN(10 * value, 8 * quota) * 40
		+ MAX(0, MIN(10 * value, 10 * quota) - 8 * quota) * 55
		+ MAX(0, MIN(10 * value, 15 * quota) - 10 * quota) * 80
		+ MAX(0, 10 * value - 15 * quota) * 30 + 50) / 100) AS cents
	FROM sales WHERE plan = 'account-executive'
	UNION ALL
	SELECT payee, plan, quarter, value, 0, CASE WHEN 10 * value < 6 * quota THEN 0 ELSE COALESCE((
		SELECT SUM((d.value * CASE WHEN 10 * s.value < 10 * s.quota THEN 325 WHEN 10 * s.value < 12 * s.quota THEN 415 ELSE 525 END + 50) / 100)
		FROM deal d WHERE d.agent = s.payee AND d.quarter = s.quarter), 0) END
	FROM sales s WHERE plan = 'key-account-manager'
),
manager AS (
	SELECT q.payee, q.plan, q.quarter, q.amount AS quota, SUM(c.value) AS value, SUM(c.cents) AS team
	FROM quota q JOIN team t ON t.manager = q.payee JOIN commission c ON c.payee = t.agent AND c.quarter = q.quarter
	WHERE q.plan = 'sales-manager'
	GROUP BY q.payee, q.plan, q.quarter, q.amount
)
SELECT quarter, payee, plan, cents + (advanced * 5 + 5) / 10 AS cents FROM commission
UNION ALL
SELECT quarter, payee, plan, CASE WHEN 10 * value < 9 * quota THEN 0 ELSE (value * 2 + 5) / 10 END + (team * 8 + 50) / 100 FROM manager
ORDER BY 1, 2;
