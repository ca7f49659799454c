package understand

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
)

//go:embed months.csv
var monthsFile string

// monthNames are the months by their names and abbreviations, in lower case.
var monthNames = func() map[string]time.Month {
	months, err := readMonths(monthsFile)
	if err != nil {
		panic(err) // embedded data, read at start
	}
	return months
}()

// readMonths reads a table with the header "name,month". Each name is in lower case and
// stands once; each month has a name.
func readMonths(table string) (map[string]time.Month, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read months: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != "name,month" {
		return nil, fmt.Errorf("read months: want the header name,month")
	}
	months := make(map[string]time.Month)
	named := make(map[time.Month]bool)
	for _, row := range rows[1:] {
		name := row[0]
		number, err := strconv.Atoi(row[1])
		switch {
		case err != nil || number < 1 || number > 12:
			return nil, fmt.Errorf("read months: %q: month %q is not 1 to 12", name, row[1])
		case name == "" || name != strings.ToLower(name) || months[name] != 0:
			return nil, fmt.Errorf("read months: name %q is empty, not in lower case or not the first", name)
		}
		months[name] = time.Month(number)
		named[time.Month(number)] = true
	}
	if len(named) != 12 {
		return nil, fmt.Errorf("read months: %d of 12 months have a name", len(named))
	}
	return months, nil
}
