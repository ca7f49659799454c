package harvest

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/temoto/robotstxt"
)

// What one rule of robots.txt may cost to look at.
const (
	longestRule = 1024 // bytes of its path
	mostStars   = 8
)

// readRobots reads robots.txt as RFC 9309 wants it: what is no rule is passed over,
// where the library gives the whole file up. Where the RFC leaves it open, the more
// modest reading counts.
func readRobots(data []byte) (*robotstxt.RobotsData, error) {
	return robotstxt.FromBytes(tidyRobots(data))
}

// tidyRobots leaves of robots.txt what a reader can know, in the form that the
// library takes.
func tidyRobots(data []byte) []byte {
	var out bytes.Buffer
	data = bytes.TrimPrefix(bytes.ReplaceAll(data, []byte{0}, nil), []byte("\xef\xbb\xbf"))
	var (
		group = map[string]bool{} // for whom the group is; each is named once, or rules times names would be kept
		ruled bool                // it has a rule: the next name begins another
	)
	for line := range bytes.FieldsFuncSeq(data, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = bytes.Cut(line, []byte("#"))
		name, value, ok := strings.Cut(string(line), ":")
		if !ok {
			continue
		}
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		switch name {
		case "user-agent", "useragent", "user agent":
			if ruled {
				clear(group)
				ruled = false
			}
			if value = agentOf(value); !group[value] {
				group[value] = true
				out.WriteString("user-agent: " + value + "\n")
			}
			continue
		case "disallow", "allow":
			value = rulePath(name, value)
			if value == "" {
				name = "disallow" // nothing is forbidden, and the names before it have their rule
			}
		case "crawl-delay", "crawldelay":
			name, value = "crawl-delay", seconds(value)
			if value == "" {
				continue
			}
		case "sitemap":
			if len(value) == 0 || len(value) > longestURL || strings.ContainsAny(value, " \t\v") {
				continue
			}
			out.WriteString("sitemap: " + value + "\n")
			continue
		default:
			continue
		}
		if len(group) == 0 { // rules before anybody is named are meant for all
			group["*"] = true
			out.WriteString("user-agent: *\n")
		}
		ruled = true
		out.WriteString(name + ": " + value + "\n")
	}
	return out.Bytes()
}

// agentOf is the name of a reader without version and what follows it.
func agentOf(value string) string {
	if strings.HasPrefix(value, "*") {
		return "*"
	}
	end := strings.IndexFunc(value, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
	if end >= 0 {
		value = value[:end]
	}
	if !strings.EqualFold(value, agentToken) {
		return "other" // the library would take the beginning of our name for it
	}
	return agentToken
}

// rulePath bounds the path of a rule: a longer one that forbids goes on to forbid, and
// more; one that allows is none.
func rulePath(name, value string) string {
	if fields := strings.Fields(value); len(fields) > 0 {
		value = fields[0]
	}
	for strings.Contains(value, "**") {
		value = strings.ReplaceAll(value, "**", "*")
	}
	cut := min(len(value), longestRule)
	for at, stars := 0, 0; at < cut; at++ {
		if value[at] == '*' {
			if stars++; stars > mostStars {
				cut = at
			}
		}
	}
	if cut == len(value) {
		return value
	}
	if name == "allow" {
		return ""
	}
	return strings.ToValidUTF8(value[:cut], "")
}

// seconds is the number at the beginning of a value: "10", "10s", "1,5".
func seconds(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
	if end >= 0 {
		value = value[:end]
	}
	n, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	if err != nil || n < 0 {
		return ""
	}
	return strconv.FormatFloat(min(n, 2*longestPause.Seconds()), 'f', -1, 64) // more than that is as much too long
}
