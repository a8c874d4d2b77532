// Draws the figures that are in the file, in the colours that the reader's system asks for.

const { file, ...looks } = JSON.parse(document.getElementById("figures").textContent);
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const config = {
  displaylogo: false,
  responsive: true,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
  toImageButtonOptions: { format: "svg", filename: file },
};

/** Draws what is in sight; the other half of the page, with the other colours, when it comes into sight. */
function draw() {
  const look = dark.matches ? "dark" : "light";
  const places = document.querySelectorAll(`.in-${look} .figure`);
  return Promise.all(looks[look].map(({ data, layout }, k) => Plotly.react(places[k], data, layout, config)));
}

unpack("plotly")
  .then((bytes) => {
    const library = document.createElement("script");
    library.textContent = new TextDecoder().decode(bytes);
    document.head.append(library);
    dark.addEventListener("change", draw);
    return draw();
  })
  .then(() => (document.body.dataset.drawn = "true"), refuse);
