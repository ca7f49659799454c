package periods

// YearOf is yearOf.
var YearOf = yearOf
