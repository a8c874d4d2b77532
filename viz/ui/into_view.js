// Scrolls to a container, once for every `data.once`, also when this is put on the page again; one whose head is in the
// upper half of the window already is seen as it is.
export default function ({ data }) {
  const shown = document.documentElement.dataset;
  if (data.once === null || shown.intoView === String(data.once)) return;
  shown.intoView = data.once;
  const place = document.querySelector(`.st-key-${data.place}`);
  const { top } = place.getBoundingClientRect();
  if (top >= 0 && top < window.innerHeight / 2) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
}
