// An extra on top of pages that work without it: suggestions as one types, by the
// combobox pattern of ARIA, and buttons that copy. Texts go in as text.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-salin]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const at = button.parentElement.previousElementSibling;
      const status = button.nextElementSibling;
      try {
        await navigator.clipboard.writeText(at.textContent);
        status.textContent = "Tersalin.";
      } catch {
        getSelection().selectAllChildren(at);
        status.textContent = "Teks dipilih; salin dengan Ctrl+C.";
      }
    });
  }

  const box = document.querySelector("[data-saran]");
  if (!box) return;
  const list = document.createElement("ul");
  list.id = "saran";
  list.className = "saran";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Saran");
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "hidden";
  status.setAttribute("role", "status");
  box.form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "saran" }))
    box.setAttribute(name, value);

  let items = [], of = "", current = -1, timer = 0, asked = null; // of: the text that items were suggested for

  const mark = (at) => {
    list.children[current]?.setAttribute("aria-selected", "false");
    current = at;
    const option = list.children[at];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };
  const open = (yes) => {
    list.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
    if (!yes) mark(-1);
  };
  const part = (name, text) => {
    const e = document.createElement("span");
    e.className = name;
    e.textContent = text;
    return e;
  };
  const show = () => {
    list.replaceChildren(...items.map((item, i) => {
      const option = document.createElement("li");
      option.id = "saran-" + i;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(part("saran-label", item.label), " ", part("saran-detail", item.detail ? item.kind + ", " + item.detail : item.kind));
      option.addEventListener("mousedown", (e) => e.preventDefault());
      option.addEventListener("click", () => location.assign(item.href));
      return option;
    }));
    current = -1;
    open(items.length > 0);
    status.textContent = items.length ? items.length + " saran; pakai panah bawah" : "";
  };
  // What is on its way comes too late once somebody goes through the list, or left it.
  const settle = () => { clearTimeout(timer); asked?.abort(); };
  const ask = async () => {
    const text = box.value.trim();
    settle();
    if (text.length < 2) { [items, of] = [[], text]; return show(); }
    asked = new AbortController();
    try {
      const answer = await fetch("/saran?" + new URLSearchParams({ q: text, untuk: box.dataset.saran }), { signal: asked.signal });
      if (!answer.ok) throw new Error(answer.status);
      [items, of] = [(await answer.json()).saran, text];
      show();
    } catch (e) {
      if (e.name !== "AbortError") { items = []; show(); }
    }
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  box.addEventListener("blur", () => { settle(); open(false); });
  box.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const n = items.length;
    if (e.key === "Escape") settle();
    if (e.key === "Escape" && !list.hidden) { e.preventDefault(); return open(false); }
    if (e.key === "Enter" && !list.hidden && current >= 0) { e.preventDefault(); return location.assign(items[current].href); }
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
    if (list.hidden && of !== box.value.trim()) { e.preventDefault(); return ask(); }
    if (!n) return;
    e.preventDefault();
    settle();
    if (list.hidden) open(true);
    const step = e.key === "ArrowDown" ? 1 : -1;
    mark(current < 0 && step < 0 ? n - 1 : current + step >= n || current + step < 0 ? -1 : current + step);
  });
})();
