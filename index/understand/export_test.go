package understand

// ReadMonths reads a table of months.
var ReadMonths = readMonths
