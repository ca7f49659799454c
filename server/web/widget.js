// Shows the results of Warta's search below a form with the attribute data-warta,
// on any site. Without it the form leads to Warta. It puts in no style, no markup
// from outside, and asks for nothing but the results.
(() => {
  "use strict";
  const make = (name, kind, text) => {
    const e = document.createElement(name);
    if (kind) e.className = kind;
    if (text) e.textContent = text;
    return e;
  };
  const link = (kind, text, href) => {
    const e = make("a", kind, text);
    if (/^https?:\/\//.test(href)) e.href = href;
    return e;
  };
  for (const form of document.querySelectorAll("form[data-warta]")) {
    const base = new URL(form.action);
    const place = make("div", "warta-hasil");
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", "Hasil pencarian");
    const status = make("p", "warta-meta");
    status.setAttribute("role", "status");
    const list = make("ol");
    const more = make("p");
    place.append(status, list, more);
    let asked = null;
    form.addEventListener("submit", async (event) => {
      const state = new URLSearchParams(new FormData(form));
      event.preventDefault();
      asked?.abort();
      asked = new AbortController();
      if (!place.isConnected) form.after(place);
      status.textContent = "Mencari…";
      try {
        const answer = await fetch(new URL("/widget.json?" + state, base), { signal: asked.signal, credentials: "omit" });
        if (!answer.ok) throw new Error(answer.status);
        const page = await answer.json();
        status.textContent = page.total ? page.total.toLocaleString("id") + " berita" : "Tidak ada berita yang cocok";
        list.replaceChildren(...page.hits.map((hit) => {
          const item = make("li");
          const title = make("p", "warta-judul");
          title.append(link("", hit.title, hit.href));
          const snippet = make("p", "warta-cuplikan");
          for (const piece of hit.snippet) snippet.append(piece.m ? make("mark", "", piece.t) : piece.t);
          item.append(title, make("p", "warta-meta", [hit.office, hit.date].filter(Boolean).join(", ")), snippet);
          return item;
        }));
        more.replaceChildren(...(page.total > page.hits.length ? [link("", "Lihat semua hasil di Warta", page.more)] : []));
      } catch (e) {
        if (e.name === "AbortError") return;
        form.submit();
      }
    });
  }
})();
