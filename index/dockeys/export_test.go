package dockeys

// DateRunTexts writes the runs of a range of days, "FIRST..LAST" or the only one.
func DateRunTexts(from, to string) (runs []string) {
	for _, run := range DateRuns(from, to) {
		texts := run.Texts()
		if len(texts) > 1 {
			texts = []string{texts[0] + ".." + texts[len(texts)-1]}
		}
		runs = append(runs, texts...)
	}
	return runs
}

// DateTexts returns the years, months and days that a range of days is made of.
func DateTexts(from, to string) (texts []string) {
	for _, run := range DateRuns(from, to) {
		texts = append(texts, run.Texts()...)
	}
	return texts
}
