// An open page asks the server whether there is another build than the one it shows; the answer waits until there is one.
// The page then runs anew by its own button, which nobody sees unless somebody is writing: then it is shown instead.
(() => {
  const RETRY_MS = 2000;
  const shown = () => document.querySelector("[data-build]")?.dataset.build;
  const button = () => document.querySelector(".st-key-new-build button");
  const writing = () => document.querySelector('[data-testid="stForm"]') || document.activeElement?.matches("input, textarea");
  const rest = (ms) => new Promise((go) => setTimeout(go, ms));
  let asking = new AbortController();

  const visible = () =>
    new Promise((go) => {
      if (!document.hidden) return go();
      document.addEventListener("visibilitychange", () => go(), { once: true });
    });

  // A page in the background asks nothing: browsers allow few connections to one server.
  document.addEventListener("visibilitychange", () => document.hidden && asking.abort());

  const listen = async () => {
    for (;;) {
      await visible();
      const build = shown();
      if (!build || !button()) {
        await rest(200);
        continue;
      }
      try {
        asking = new AbortController();
        const answer = await fetch(`/news?shown=${build}`, { signal: asking.signal, cache: "no-store" });
        if (answer.status !== 200 || build !== shown()) {
          if (answer.status !== 204) await rest(RETRY_MS);
          continue;
        }
        // Many pages are told at once; each has its turn.
        await rest(Number(await answer.text()));
        if (build !== shown()) continue;
        if (writing()) {
          document.documentElement.classList.add("sv-news");
        } else {
          button().click();
        }
        while (shown() === build) await rest(200);
        document.documentElement.classList.remove("sv-news");
      } catch {
        await rest(document.hidden ? 0 : RETRY_MS);
      }
    }
  };
  listen();
})();
