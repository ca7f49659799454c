package page

import "strings"

// withoutShortcodes takes out of a paragraph the commands of an editor that were never
// carried out: "[gallery ids="1,2"]", "[vc_row]", "{loadposition social}". Between
// "[caption …]" and "[/caption]" a caption stands.
func (d *Draft) withoutShortcodes(p string) string {
	if !strings.ContainsAny(p, "[{") {
		return p
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(p); i++ {
		if p[i] != '[' && p[i] != '{' {
			continue
		}
		name, end := shortcodeAt(p, i)
		if end == 0 {
			continue
		}
		b.WriteString(p[from:i])
		if name == "caption" {
			if length := strings.Index(p[end:min(len(p), end+longestCaption)], "[/caption]"); length >= 0 {
				if text := tidy(p[end : end+length]); text != "" {
					d.Captions = append(d.Captions, text)
				}
				end += length + len("[/caption]")
			}
		}
		b.WriteByte(' ')
		from, i = end, end-1
	}
	if from == 0 {
		return p
	}
	b.WriteString(p[from:])
	return tidy(b.String())
}

// longestShortcode is how many bytes a command has at most.
const longestShortcode = 300

// shortcodeAt reads the command that opens at p[i]: its name and where it ends; 0 where
// what stands there is text. A word alone in square brackets is a command only where
// words.txt names it.
func shortcodeAt(p string, i int) (name string, end int) {
	window := p[i+1 : min(len(p), i+longestShortcode)]
	closer := byte(']')
	if p[i] == '{' {
		closer = '}'
	}
	at := strings.IndexByte(window, closer)
	if at <= 0 {
		return "", 0
	}
	inner := strings.TrimPrefix(window[:at], "/")
	name, rest, _ := strings.Cut(inner, " ")
	name = strings.Trim(name, "/")
	if plugin, _, ok := strings.Cut(name, ":"); ok && known().shortcode[strings.ToLower(plugin)] { // "[Gambas:Video 20detik]"
		return plugin, i + 1 + at + 1
	}
	if name == "" || name != strings.ToLower(name) || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		return "", 0
	}
	base, _, plugin := strings.Cut(name, "_")
	switch {
	case known().shortcode[name], plugin && known().shortcode[base+"_"]:
	case closer == ']' && strings.Contains(rest, "=") && strings.ContainsAny(rest, "\"'“”″′"):
	default:
		return "", 0
	}
	return name, i + 1 + at + 1
}
