// Present mode: one message a slide, moved by keys, a remote control, touch; a jump to any pledge, and back.
// A slide is laid out for the screen it is shown on: what does not fit at a size that can be read from afar goes on to another one.
{
  const sheet = document.querySelector("body > .sv");
  const opener = document.querySelector(".br-present");
  const stage = document.getElementById("br-stage").content.firstElementChild;
  const of = (name) => stage.querySelector(`.pr-${name}`);
  const body = of("body");
  const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  // Sizes of the text where a slide has room, and where one block is too much for a screen of its own.
  const LARGER = [1.3, 1.15, 1];
  const SMALLER = [0.92, 0.85, 0.78, 0.7, 0.62];

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'");
  const copy = (node) => {
    const made = node.cloneNode(true);
    for (const inner of [made, ...made.querySelectorAll("*")]) {
      inner.removeAttribute("id");
      inner.removeAttribute("tabindex");
    }
    made.querySelectorAll(".br-reading").forEach((line) => line.remove());
    return made;
  };

  // A block, and with it its legend and source line, which stand under every piece of it.
  const blocksOf = (nodes) => {
    const blocks = [];
    for (const node of nodes) {
      if (blocks.length && node.matches(".sv-legend, .br-source")) blocks.at(-1).push(node);
      else blocks.push([node]);
    }
    return blocks;
  };
  const partOf = (section) => {
    const inner = [...section.children].filter((node) => !node.matches("h2, .br-message, details"));
    const title = section.querySelector("h2").textContent;
    const message = section.querySelector(".br-message").textContent;
    const notes = [...section.querySelectorAll("details > p")].map((line) => line.textContent);
    const code = /^pledge-([A-Z]+)0*(\d+)$/.exec(section.id) ?? [];
    return { key: section.id, title, message, notes, blocks: blocksOf(inner), code: code.slice(1), text: plain(section.textContent) };
  };
  const cover = {
    key: "", title: document.querySelector(".br-top span").textContent, message: document.querySelector("h1").textContent, notes: [], code: [],
    text: "", blocks: blocksOf(document.querySelectorAll(".br-answer > *, .br-subtitle, .br-cautions > ul")),
  };
  const story = [cover, ...[...document.querySelectorAll("main > section")].map(partOf)];
  const beside = [...document.getElementById("br-beside").content.children].map(partOf);

  const wide = () => body.scrollWidth > body.clientWidth + 1;
  const fits = () => body.scrollHeight <= body.clientHeight + 1 && !wide();
  const grow = (scales) => {
    for (const scale of scales) {
      body.style.setProperty("--pr-scale", scale);
      if (fits()) return scale;
    }
    return 0;
  };
  const head = (screen) => {
    const count = screen.number ? ` (${screen.number} / ${screen.numbers})` : "";
    of("kicker").textContent = screen.titled ? "" : screen.part.title + count;
    of("message").textContent = screen.titled ? screen.part.title + count : screen.part.message;
    body.style.setProperty("--pr-scale", screen.scale);
    body.classList.toggle("pr-scroll", screen.scrolled);
    body.replaceChildren(...screen.nodes);
  };

  // The screens of a part, laid out on the stage as it is now.
  const lay = (part) => {
    const screens = [];
    let screen;
    const begin = (scale = 1) => {
      screen = { part, nodes: [], scale, scrolled: false, number: screens.length ? screens.length + 1 : 0, numbers: 9 };
      // A long message has a screen of its own: on the next ones the title stands in its place.
      screen.titled = screens.length > 0 && screens[0].tall;
      head(screen);
      screen.tall = screen.titled ? false : body.clientHeight < 0.55 * stage.clientHeight;
    };
    const keep = () => {
      // One source line for blocks of one source, and letters as large as there is room for.
      const sources = [...body.querySelectorAll(":scope > .br-source")];
      sources.filter((line, index) => sources[index + 1]?.textContent === line.textContent).forEach((line) => line.remove());
      if (screen.scale === 1) screen.scale = grow(LARGER) || 1;
      const chart = body.querySelector("svg.sv-chart");
      if (chart) {
        const last = body.lastElementChild;
        const end = last.getBoundingClientRect().bottom + parseFloat(getComputedStyle(last).marginBottom);
        const free = body.clientHeight - (end - body.getBoundingClientRect().top);
        const box = chart.getBoundingClientRect();
        chart.style.height = `${Math.max(box.height, Math.min(box.height + free - 2, (box.width * chart.viewBox.baseVal.height) / chart.viewBox.baseVal.width))}px`;
      }
      screen.nodes = [...body.children];
      screens.push(screen);
    };
    const turn = () => {
      keep();
      begin();
    };
    const squeeze = () => {
      screen.scale = grow(SMALLER) || SMALLER.at(-1);
      screen.scrolled = !fits();
      body.classList.toggle("pr-scroll", screen.scrolled);
    };
    const place = ([node, ...tail]) => {
      const nodes = [node, ...tail].map(copy);
      body.append(...nodes);
      if (wide()) [node, nodes[0]].forEach((table) => table.classList.add("pr-tight"));
      if (fits()) return;
      nodes.forEach((made) => made.remove());
      if (body.childElementCount) {
        turn();
        place([node, ...tail]);
      } else divide(node, tail);
    };
    const divide = (node, tail) => {
      const rows = node.matches("table") ? [...node.tBodies[0].rows] : [];
      if (rows.length === 1 && rows[0].cells.length > 1) {
        for (const cell of rows[0].cells) place([column(cell), ...tail]);
        return;
      }
      const items = rows.length ? rows : node.matches("ul, .br-bars, .pr-column") ? [...node.children] : [];
      if (items.length < 2) {
        body.append(...[node, ...tail].map(copy));
        squeeze();
        return;
      }
      let held;
      const open = () => {
        const shell = copy(node);
        held = rows.length ? shell.tBodies[0] : shell;
        held.replaceChildren();
        body.append(shell, ...tail.map(copy));
      };
      open();
      for (const item of items) {
        held.append(copy(item));
        if (fits()) continue;
        if (held.childElementCount > 1) {
          held.lastElementChild.remove();
          turn();
          open();
          held.append(copy(item));
        }
        if (!fits()) squeeze();
      }
    };
    begin();
    body.append(...part.blocks.flat().map(copy));
    if (fits()) {
      keep();
      return screens;
    }
    begin();
    if (screen.tall) turn();
    part.blocks.forEach(place);
    if (body.childElementCount) keep();
    if (screens.length > 1) screens.forEach((made, index) => Object.assign(made, { number: index + 1, numbers: screens.length }));
    return screens;
  };
  const column = (cell) => {
    const made = document.createElement("div");
    made.className = "pr-column";
    const named = document.createElement("h2");
    named.textContent = cell.dataset.label;
    made.append(named, ...copy(cell.firstElementChild).childNodes);
    return made;
  };

  let screens = [];
  let at = 0;
  let off = null; // beside the story: its screens, and which one is shown
  let home = null; // where a jump came from

  const shown = () => (off ? off.screens[off.at] : screens[at]);
  const show = () => {
    const screen = shown();
    head(screen);
    body.scrollTop = 0;
    if (screen.scrolled) body.tabIndex = 0;
    else body.removeAttribute("tabindex");
    const count = off ? of("count").dataset.beside : `${at + 1} / ${screens.length}`;
    of("count").textContent = count;
    of("progress").firstElementChild.style.width = `${(100 * (at + 1)) / screens.length}%`;
    of("back").disabled = !off && at === 0;
    of("on").disabled = !off && at === screens.length - 1;
    of("return").hidden = home === null;
    of("said").textContent = `${count}. ${of("kicker").textContent} ${of("message").textContent}`;
    const notes = screen.part.notes.length ? screen.part.notes : [of("notes").dataset.none];
    of("notes").replaceChildren(...notes.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    history.replaceState(null, "", `#present/${screen.part.key}${screen.number > 1 ? `/${screen.number}` : ""}`);
  };
  const layAll = () => {
    const before = shown();
    for (const part of [...story, ...beside]) part.blocks.forEach(([node]) => node.classList.remove("pr-tight"));
    screens = story.flatMap(lay);
    if (off) off = { screens: lay(before.part), at: 0 };
    else if (before) at = Math.max(0, screens.findIndex((screen) => screen.part === before.part && screen.number >= before.number));
    home = home === null ? null : Math.min(home, screens.length - 1);
  };
  const go = (step) => {
    if (!off) at = Math.max(0, Math.min(screens.length - 1, at + step));
    else if (off.screens[off.at + step]) off.at += step;
    else return back();
    show();
  };
  const back = () => {
    if (home === null) return;
    [at, home, off] = [home, null, null];
    show();
  };
  const jump = (part) => {
    if (!off) home = at;
    off = story.includes(part) ? null : { screens: lay(part), at: 0 };
    if (!off) at = screens.findIndex((screen) => screen.part === part);
    close();
    show();
  };

  const input = of("jump").querySelector("input");
  const list = of("jump").querySelector("ul");
  // Letters of pledges as they come from a keyboard in Cyrillic: by their look, their sound, their key.
  const LETTERS = { "а": "A", "ф": "A", "д": "D", "в": "D" };
  const find = (asked) => {
    const all = [...story.slice(1), ...beside];
    const number = /^(\p{L}?)[\s-]*0*(\d+)$/u.exec(plain(asked.trim()));
    if (number) {
      const letter = LETTERS[number[1]] ?? number[1].toUpperCase();
      const meant = all.filter(({ code }) => code[1] === number[2] && (!letter || code[0] === letter));
      if (meant.length) return meant.sort((one, other) => other.code[0].localeCompare(one.code[0]));
    }
    const asking = plain(asked).split(/\s+/).filter(Boolean);
    if (!asking.length) return [];
    // First where a word of the title begins so, then anywhere in a title, then in a text.
    const begins = ({ title }) => asking.every((word) => ` ${plain(title).replace(/[^\p{L}\p{N}]+/gu, " ")}`.includes(` ${word}`));
    const holds = (text) => asking.every((word) => text.includes(word));
    const found = [...all.filter(begins), ...all.filter(({ title }) => holds(plain(title))), ...all.filter(({ text }) => holds(text))];
    return [...new Set(found)].slice(0, 8);
  };
  const listFound = () => {
    const found = find(input.value);
    list.replaceChildren(
      ...found.map((part) => {
        const line = document.createElement("li");
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: part.title });
        button.addEventListener("click", () => jump(part));
        line.append(button);
        return line;
      }),
    );
    const none = of("none");
    none.textContent = !found.length && input.value.trim() ? none.dataset.said : "";
    return found;
  };
  const close = () => {
    of("jump").hidden = true;
    stage.focus();
  };
  const ask = () => {
    of("jump").hidden = false;
    input.value = "";
    listFound();
    input.focus();
  };
  input.addEventListener("input", listFound);
  of("jump").addEventListener("submit", (event) => {
    event.preventDefault();
    const [first] = listFound();
    if (first) jump(first);
  });

  const presenting = () => stage.isConnected;
  const fill = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  };
  const note = () => (of("notes").hidden = !of("notes").hidden);
  const enter = () => {
    const [, key, number = 0] = location.hash.split("/");
    document.body.append(stage);
    document.body.classList.add("pr-on");
    sheet.inert = true;
    [off, home, at] = [null, null, 0];
    layAll();
    const named = [...story, ...beside].find((part) => key !== undefined && part.key === key);
    if (story.includes(named)) at = Math.max(0, screens.findLastIndex((screen) => screen.part === named && screen.number <= Math.max(1, number)));
    else if (named) jump(named);
    show();
    stage.focus();
  };
  const leave = () => {
    const { key } = shown().part;
    if (document.fullscreenElement) document.exitFullscreen();
    stage.remove();
    document.body.classList.remove("pr-on", "pr-blank");
    sheet.inert = false;
    const section = document.getElementById(key);
    history.replaceState(null, "", section ? `#${key}` : location.pathname + location.search);
    (section ?? sheet).scrollIntoView();
    opener.focus({ preventScroll: true });
  };

  const CONTROLS = { return: back, back: () => go(-1), on: () => go(1), find: ask, note, full: fill, leave };
  for (const [name, act] of Object.entries(CONTROLS)) {
    of(name).addEventListener("click", (event) => {
      act();
      // The next press of the space bar moves on and does not press the button again; a keyboard keeps its place.
      if (event.detail && name !== "find" && presenting()) stage.focus();
    });
  }
  // Letters by their place on the keyboard: they do the same in Cyrillic.
  const LETTER_KEYS = { KeyG: ask, KeyN: note, KeyF: fill, KeyR: back, Backspace: back };
  document.addEventListener("keydown", (event) => {
    if (!presenting() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.body.classList.contains("pr-blank")) {
      document.body.classList.remove("pr-blank");
      event.preventDefault();
      return;
    }
    if (event.key === "Escape") {
      if (!of("jump").hidden) close();
      else leave();
      event.preventDefault();
      return;
    }
    if (event.target.closest("input")) {
      if (event.key === "ArrowDown") list.querySelector("button")?.focus();
      return;
    }
    if (event.target.closest("button, a") && [" ", "Enter"].includes(event.key)) return;
    if (event.target.closest(".pr-jump")) return;
    const step = event.key === " " && event.shiftKey ? -1 : STEPS[event.key];
    const act =
      step ? () => go(step)
      : event.key === "Home" ? () => go(-screens.length)
      : event.key === "End" ? () => go(screens.length)
      : event.key === "/" ? ask
      : event.key === "." || event.code === "KeyB" ? () => document.body.classList.add("pr-blank")
      : LETTER_KEYS[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });

  let touched = null;
  of("slide").addEventListener("pointerdown", (event) => (touched = event.isPrimary && event.pointerType !== "mouse" ? event : null));
  of("slide").addEventListener("pointerup", (event) => {
    if (!touched || event.target.closest("a")) return;
    const across = event.clientX - touched.clientX;
    touched = null;
    if (Math.abs(across) > 40) go(across < 0 ? 1 : -1);
    else go(event.clientX < innerWidth / 3 ? -1 : 1);
  });

  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (!presenting()) return;
      layAll();
      show();
    });
  });
  addEventListener("hashchange", () => {
    if (!presenting() && location.hash.startsWith("#present")) enter();
  });
  opener.hidden = false;
  opener.addEventListener("click", () => {
    enter();
    fill();
  });
  if (location.hash.startsWith("#present")) enter();
}
