# Checks the files of one call of payroll against each other:
#
#     cd out && awk -f .../reconcile.awk control.csv statements.csv lines.csv ledger.csv
#
# For each payee and period, the lines, the statements and the ledger have to
# sum to the same cent, the ledger has to balance, every rate has to fit its
# base and amount, and rows and sums have to be those of control.csv. Every
# difference is printed; the exit code is 1 when there is any.

BEGIN {
	split("control.csv statements.csv lines.csv ledger.csv", wanted, " ")
	header["control.csv"] = "file,period,payee,rows,base,amount"
	header["statements.csv"] = "period,payee,plan,plan_version,currency,credited,quota,attainment,earned,payable,status,plan_hash,input_hash"
	header["lines.csv"] = "period,payee,transaction,component,tier_from,tier_until,base,rate,amount,note"
	header["ledger.csv"] = "number,run,period,payee,plan,plan_version,component,kind,account,amount,currency"
}

FNR == 1 {
	file = FILENAME
	sub(/.*\//, "", file)
	read[file] = 1
	if ($0 != header[file]) wrong(file ": the header is not " header[file])
	next
}

{ columns = cells($0, cell) }

columns != split(header[file], names, ",") { wrong(file ":" FNR ": " columns " cells"); next }

file == "control.csv" {
	key = cell[1] "\t" cell[2] "\t" cell[3]
	if (key in control_rows) wrong(file ":" FNR ": twice")
	control_rows[key] = cell[4]; control_base[key] = cell[5]; control_amount[key] = units(cell[6])
}

file == "statements.csv" {
	count(cell[1], cell[2], 0, units(cell[9]))
	owed = units(cell[9])
	if (cell[11] != "held" && units(cell[10]) != (owed > 0 ? owed : 0)) wrong(file ":" FNR ": payable does not follow from earned")
	who = cell[1] "\t" cell[2]
	earned[who] += owed
	if (cell[11] == "held" || cell[11] == "dry-run" || cell[11] == "not-posted") unposted[who] = 1
	if (cell[11] != "open-position") due[who] += owed
}

file == "lines.csv" {
	count(cell[1], cell[2], cell[7], units(cell[9]))
	line[cell[1] "\t" cell[2]] += units(cell[9])
	if (cell[7] != "" && cell[8] != "" && far(cell[7] * cell[8], cell[9] + 0, 0.0101)) wrong(file ":" FNR ": base x rate is not the amount")
}

file == "ledger.csv" {
	payee_side = cell[9] == "payee"
	count(cell[3], cell[4], 0, payee_side ? units(cell[10]) : 0)
	balance[cell[2] "\t" cell[11]] += units(cell[10])
	if (payee_side) booked[cell[3] "\t" cell[4]] += units(cell[10])
	if (!payee_side && cell[9] != "expense") wrong(file ":" FNR ": unknown account")
	if (cell[1] + 0 <= last_number) wrong(file ":" FNR ": numbers do not rise")
	last_number = cell[1] + 0
}

END {
	for (i in wanted) if (!(wanted[i] in read)) wrong(wanted[i] ": not given")
	for (who in line) if (!(who in earned)) wrong(who ": lines without a statement")
	for (who in earned) if (line[who] + 0 != earned[who]) wrong(who ": lines sum to " show(line[who]) ", statements to " show(earned[who]))
	for (who in due) if (!(who in unposted) && booked[who] + 0 != due[who]) wrong(who ": the ledger has " show(booked[who]) ", statements " show(due[who]))
	for (who in booked) if (!(who in earned)) wrong(who ": in the ledger without a statement")
	for (b in balance) if (balance[b] != 0) wrong("run " b ": the ledger is off balance by " show(balance[b]))
	for (key in rows) if (!(key in control_rows)) wrong(key ": not in control.csv")
	for (key in control_rows) {
		if (rows[key] + 0 != control_rows[key]) wrong(key ": " rows[key] + 0 " rows, control.csv has " control_rows[key])
		if (far(base[key] + 0, control_base[key] + 0, 0.00005)) wrong(key ": bases sum to " base[key] + 0 ", control.csv has " control_base[key])
		if (amount[key] + 0 != control_amount[key]) wrong(key ": amounts sum to " show(amount[key]) ", control.csv has " show(control_amount[key]))
	}
	if (faults) { print faults " differences"; exit 1 }
	print "reconciled: lines, statements and ledger agree"
}

function wrong(text) { print text; faults++ }

# count adds a row to the sums that control.csv has.
function count(period, payee, b, a,    key) {
	key = file "\t" period "\t" payee
	rows[key]++; base[key] += b; amount[key] += a
}

function far(a, b, by) { return a - b > by || b - a > by }

# units turns 12.5 into 125000, exactly.
function units(text,    sign, parts) {
	if (text == "") return 0
	if (text !~ /^-?[0-9]+(\.[0-9]+)?$/) { wrong(file ":" FNR ": " text " is no amount"); return 0 }
	sign = text ~ /^-/ ? -1 : 1
	sub(/^-/, "", text)
	split(text, parts, ".")
	return sign * (parts[1] * 10000 + substr(parts[2] "0000", 1, 4))
}

function show(u) { return sprintf("%.2f", u / 10000) }

# cells splits one line of CSV and returns the number of cells.
function cells(text, out,    n, value) {
	n = 0
	sub(/\r$/, "", text)
	while (1) {
		value = ""
		if (substr(text, 1, 1) == "\"") {
			text = substr(text, 2)
			while (match(text, /"/)) {
				value = value substr(text, 1, RSTART - 1)
				text = substr(text, RSTART + 1)
				if (substr(text, 1, 1) != "\"") break
				value = value "\""
				text = substr(text, 2)
			}
		} else if (match(text, /,/)) {
			value = substr(text, 1, RSTART - 1)
			text = substr(text, RSTART)
		} else {
			value = text
			text = ""
		}
		out[++n] = value
		if (substr(text, 1, 1) != ",") return n
		text = substr(text, 2)
	}
}
