// Puts a second camera into the toolbar of every Plotly chart on the page: it saves a PNG where the first saves an SVG.
// A configuration from Python can only name Plotly's own buttons, and its own camera knows a single format.

const SCALE = 2; // pixels of the picture for each of the chart's
const TITLE = "Download plot as a PNG";

function addTo(camera) {
  const chart = camera.closest(".js-plotly-plot");
  if (!chart || camera.parentElement.querySelector(".as-png")) return;
  camera.dataset.title = "Download plot as an SVG";
  const button = camera.cloneNode(true);
  button.classList.add("as-png");
  button.dataset.title = TITLE;
  button.dataset.attr = "as-png"; // another than the camera's, by which Plotly finds its own
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const { _context: context } = chart;
    const options = context.toImageButtonOptions;
    context.toImageButtonOptions = { ...options, format: "png", scale: SCALE };
    camera.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    context.toImageButtonOptions = options;
  });
  camera.after(button);
}

const addToAll = () => {
  for (const camera of document.querySelectorAll('.modebar-btn[data-title^="Download"]:not(.as-png)')) addTo(camera);
};

export default function ({ parentElement }) {
  parentElement.watch ??= new MutationObserver(addToAll);
  parentElement.watch.observe(document.body, { childList: true, subtree: true });
  addToAll();
  return () => parentElement.watch.disconnect();
}
