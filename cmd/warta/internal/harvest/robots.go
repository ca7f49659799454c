package harvest

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/temoto/robotstxt"
)

// Bounds of one rule of robots.txt.
const (
	longestRule = 1024 // bytes of its path
	mostStars   = 8
)

// readRobots parses robots.txt as RFC 9309 requires: it ignores lines that are no rule,
// whereas the library rejects the whole file. If the RFC is open, the stricter
// interpretation applies.
func readRobots(data []byte) (*robotstxt.RobotsData, error) {
	return robotstxt.FromBytes(tidyRobots(data))
}

// tidyRobots returns the known rules of robots.txt in the form that the library accepts.
func tidyRobots(data []byte) []byte {
	var out bytes.Buffer
	data = bytes.TrimPrefix(bytes.ReplaceAll(data, []byte{0}, nil), []byte("\xef\xbb\xbf"))
	var (
		group = map[string]bool{} // agents of the group, each once: the output has each rule for each agent
		ruled bool                // the group has a rule: the next agent begins another group
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
				name = "disallow" // it forbids nothing, and ends the list of agents
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
		if len(group) == 0 { // rules before any agent apply to all
			group["*"] = true
			out.WriteString("user-agent: *\n")
		}
		ruled = true
		out.WriteString(name + ": " + value + "\n")
	}
	return out.Bytes()
}

// agentOf returns the name of an agent without its version.
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
		return "other" // the library would match a prefix of our name
	}
	return agentToken
}

// rulePath limits the length of the path of a rule. A longer Disallow is cut, so that it
// forbids more; a longer Allow is dropped.
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

// seconds returns the number at the beginning of a value: "10", "10s", "1,5".
func seconds(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
	if end >= 0 {
		value = value[:end]
	}
	n, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	if err != nil || n < 0 {
		return ""
	}
	return strconv.FormatFloat(min(n, 2*longestPause.Seconds()), 'f', -1, 64) // every longer pause is refused alike
}
