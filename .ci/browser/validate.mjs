// Reads {"path": "<!doctype html>…"} from standard input and prints one line for each
// thing in a page that HTML does not allow: "path:line:column rule: what".
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    elements: ["html5"],
  }),
);
let text = "";
for await (const piece of process.stdin) text += piece;
for (const [path, html] of Object.entries(JSON.parse(text))) {
  const report = await validator.validateString(html, path);
  for (const result of report.results)
    for (const m of result.messages) console.log(`${path}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}
