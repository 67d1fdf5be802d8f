// What a page of the site does by itself: filters of a list, the search, reading a chart, links opened from a disk.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const asked = new URLSearchParams(location.search);

  // Letters without case and marks; Kazakh letters also by the Russian ones nearest to them, for other keyboards.
  const NEAREST = { ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и", œ: "oe", æ: "ae", "’": "'" };
  const folded = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[әғқңөұүһіœæ’]/g, (letter) => NEAREST[letter]);
  const parted = (text) => folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // A longer word is also found by its beginning, so that other endings of it count: очередь finds очереди.
  const stem = (word) => (word.length > 4 && /\D/.test(word) ? word.slice(0, Math.max(4, word.length - 2)) : word);
  const has = (text, words, word) => text.includes(word) || words.some((other) => other.startsWith(stem(word)));

  const remember = (values) => {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query && "?"}${query}${location.hash}`);
    } catch {
      // Pages from a disk may not change their address everywhere.
    }
    for (const link of all(".sv-langs a")) link.href = link.href.split("?")[0] + (query && "?") + query;
  };

  const filter = (form) => {
    const main = document.getElementById("main");
    const keys = all("select", form).map((field) => field.name);
    const rows = all(`[data-${keys[0]}]`, main);
    const words = new Map(rows.map((row) => [row, folded(row.dataset.words || "")]));
    const groups = all("table.sv-table, .sv-timeline", main).filter((group) => rows.some((row) => group.contains(row)));
    const said = main.querySelector("[data-shown]");
    const counted = main.querySelector(".sv-count");
    const fields = form.elements;

    const apply = () => {
      const chosen = Object.fromEntries(keys.map((key) => [key, fields[key].value === "all" ? "" : fields[key].value]));
      const typed = fields.q ? fields.q.value.trim() : "";
      const wanted = parted(typed);
      const active = Boolean(typed) || Object.values(chosen).some(Boolean);
      let shown = 0;
      for (const row of rows) {
        const fits = keys.every((key) => !chosen[key] || row.dataset[key].split("|").includes(chosen[key]));
        const found = fits && wanted.every((word) => has(words.get(row), parted(words.get(row)), word));
        row.hidden = !found;
        shown += found;
      }
      for (const group of groups) {
        const any = rows.some((row) => group.contains(row) && !row.hidden);
        group.hidden = !any;
        const fold = group.closest("details");
        if (fold) {
          fold.hidden = !any;
          fold.open = any && active;
        } else if (group.previousElementSibling?.matches("h2")) {
          const next = group.nextElementSibling;
          group.previousElementSibling.hidden = !any && !(next?.matches("details") && rows.some((row) => next.contains(row) && !row.hidden));
        }
      }
      if (counted) counted.hidden = active;
      said.textContent = active ? said.dataset.shown.replace("{n}", shown).replace("{all}", rows.length) : "";
      remember({ ...(typed && { q: typed }), ...chosen });
    };

    for (const key of keys) {
      const code = asked.get(key);
      if (code && all("option", fields[key]).some((option) => option.value === code)) fields[key].value = code;
    }
    if (fields.q) fields.q.value = asked.get("q") || "";
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    form.hidden = false;
    if (asked.size || [...asked].length) apply();
  };

  const search = (list) => {
    const field = document.getElementById("q");
    const said = document.getElementById("found");
    let entries = [];

    const show = () => {
      const wanted = parted(field.value);
      const scored = [];
      for (const entry of wanted.length ? entries : []) {
        if (!wanted.every((word) => has(entry.text, entry.words, word))) continue;
        const exact = wanted.filter((word) => entry.text.includes(word)).length;
        const titled = wanted.filter((word) => has(entry.title, parted(entry.title), word)).length;
        scored.push([exact + 2 * titled, entry]);
      }
      scored.sort((one, other) => other[0] - one[0]);
      list.replaceChildren(
        ...scored.slice(0, 60).map(([, { kind, id, shown, below }]) => {
          const item = document.createElement("li");
          const tag = document.createElement("span");
          const link = document.createElement("a");
          const more = document.createElement("p");
          tag.className = "sv-tag";
          tag.textContent = kind === "pledge" ? `${list.dataset.pledge} ${id}` : list.dataset.indicator;
          link.className = "sv-link";
          link.href = onDisk(`../${kind === "pledge" ? "pledges" : "indicators"}/${id}/`);
          link.textContent = shown;
          more.className = "sv-meta";
          more.textContent = below;
          item.append(tag, link, more);
          return item;
        }),
      );
      said.textContent = wanted.length ? said.dataset.found.replace("{n}", scored.length) : "";
      remember({ q: field.value.trim() });
    };

    field.value = asked.get("q") || "";
    field.form.addEventListener("input", show);
    field.form.addEventListener("submit", (event) => event.preventDefault());
    const index = document.createElement("script");
    index.src = list.dataset.index;
    index.onload = () => {
      entries = self.servandaIndex.map(([kind, id, shown, below, others]) => {
        const text = folded(`${id} ${shown} ${below} ${others}`);
        return { kind, id, shown, below, text, title: folded(`${id} ${shown}`), words: parted(text) };
      });
      show();
    };
    document.head.append(index);
    if (!field.value) field.focus();
  };

  // The values of a chart: by touch or pointer the nearest one, by two buttons one after the other.
  const read = (chart) => {
    const at = (mark) => Number(mark.getAttribute("cx"));
    const marks = all("circle", chart).filter((mark) => mark.querySelector("title")).sort((one, other) => at(one) - at(other));
    if (!marks.length) return;
    const said = document.createElement("output");
    const line = document.createElement("div");
    line.className = "st-read";
    let now = -1;
    const show = (place) => {
      marks[now]?.classList.remove("st-now");
      now = (place + marks.length) % marks.length;
      marks[now].classList.add("st-now");
      said.textContent = marks[now].querySelector("title").textContent;
    };
    const button = (sign, name, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = sign;
      made.setAttribute("aria-label", name);
      made.addEventListener("click", () => show(now < 0 && step < 0 ? -1 : now + step));
      return made;
    };
    const { previous, next } = document.body.dataset;
    line.append(button("‹", previous, -1), button("›", next, 1), said);
    line.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) show(now + step);
    });
    const point = (event) => {
      const distance = (mark) => {
        const box = mark.getBoundingClientRect();
        return Math.hypot(box.x + box.width / 2 - event.clientX, (box.y + box.height / 2 - event.clientY) / 3);
      };
      const far = marks.map(distance);
      show(far.indexOf(Math.min(...far)));
    };
    chart.addEventListener("pointermove", point);
    chart.addEventListener("pointerdown", point);
    chart.after(line);
    show(Math.max(marks.findLastIndex((mark) => mark.matches(".sv-line-dot")), 0));
  };

  // From a disk a folder shows its files: links lead to the page in it.
  const onDisk = (address) => (location.protocol === "file:" ? address.replace(/\/(?=$|[?#])/, "/index.html") : address);
  if (location.protocol === "file:") {
    for (const link of all('a[href]:not([href^="http"]):not([href^="#"])')) link.setAttribute("href", onDisk(link.getAttribute("href")));
    for (const form of all("form[action]")) form.setAttribute("action", onDisk(form.getAttribute("action")));
  }
  for (const shown of all("[data-embed]")) shown.value = shown.value.replace(shown.dataset.embed, new URL(shown.dataset.embed, location.href).href);
  all("form[data-filters]").forEach(filter);
  all("#results").forEach(search);
  all("svg.sv-chart").forEach(read);

  // The way into the site: the reader's language where it is there.
  const door = document.querySelector("[data-door]");
  if (door) {
    const wanted = navigator.languages.map((tag) => door.querySelector(`a[lang="${tag.slice(0, 2)}"]`)).find(Boolean);
    if (wanted) location.replace(wanted.href);
  }
})();
