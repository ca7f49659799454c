package dates

import "warta/analyzers/internal/scan"

// sentenceEnd returns the end of the sentence that text[i:] stands in.
func sentenceEnd(text string, i int) int {
	for ; i+1 < len(text); i++ {
		if b := text[i]; (b == '.' || b == '!' || b == '?') && text[i+1] == ' ' && endsSentence(text, i) {
			return i + 1
		}
	}
	return len(text)
}

// sentenceStart returns the start of the sentence that text[i:] stands in,
// looking back at most a few hundred bytes.
func sentenceStart(text string, i int) int {
	for j := i - 1; j > 0 && i-j < 400; j-- {
		if b := text[j-1]; text[j] == ' ' && (b == '.' || b == '!' || b == '?') && endsSentence(text, j-1) {
			return j + 1
		}
	}
	return max(0, i-400)
}

// endsSentence reports whether the mark at text[i], a space behind it, ends a
// sentence rather than an abbreviation.
func endsSentence(text string, i int) bool {
	if text[i] != '.' {
		return true
	}
	next := scan.SkipSpaces(text, i+1)
	if next < len(text) && !startsSentence(text, next) {
		return false
	}
	n := 0
	for j := i - 1; j >= 0 && isLetter(text[j]) && n < 5; j-- {
		n++
	}
	return n == 0 || n > 3
}
