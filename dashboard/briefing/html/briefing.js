// A chart says the value that is touched, pointed at, or reached with the arrow keys once it has the focus.
for (const chart of document.querySelectorAll("svg.sv-chart")) {
  const points = [...chart.querySelectorAll("circle")];
  if (!points.length) continue;
  const line = document.createElement("div");
  line.className = "br-reading";
  line.setAttribute("role", "status");
  chart.after(line);
  chart.tabIndex = 0;
  let at = -1;
  const show = (index) => {
    points[at]?.classList.remove("br-touched");
    at = Math.max(0, Math.min(points.length - 1, index));
    points[at].classList.add("br-touched");
    line.textContent = points[at].querySelector("title").textContent;
  };
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at < 0 ? points.length - 1 : at + step);
  });
  const near = (event) => {
    const away = (point) => {
      const box = point.getBoundingClientRect();
      return Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
    };
    show(points.indexOf(points.reduce((best, point) => (away(point) < away(best) ? point : best))));
  };
  chart.addEventListener("pointermove", near);
  chart.addEventListener("pointerdown", near);
}
