// A page that was open while the server was upgraded asks for parts that are gone: it is loaded anew, with the new ones.
(() => {
  const PAUSE_MS = 60000;
  addEventListener("vite:preloadError", async () => {
    // Not again and again: a part may be missing for another reason.
    if (Date.now() - Number(sessionStorage.getItem("sv-loaded-anew")) < PAUSE_MS) return;
    sessionStorage.setItem("sv-loaded-anew", Date.now());
    try {
      await fetch(location.href, { cache: "no-store" });
      location.reload();
    } catch {
      // Nobody answers: what stands on the page is worth more than an error of the browser.
      sessionStorage.removeItem("sv-loaded-anew");
    }
  });
})();
