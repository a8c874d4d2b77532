// Tells the server which point of a Plotly chart was clicked. A chart that is drawn anew while its result grows is another
// element each time, and for Streamlit another widget, whose selection would be lost: so this listens from outside of it.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.report = (point) => setTriggerValue("click", [point, Date.now()]);
  if (parentElement.listening) return undefined;
  const listen = (event) => {
    const chart = event.target.closest?.(`.st-key-${data.chart} .js-plotly-plot`);
    if (!chart || chart.reporting) return;
    chart.reporting = true; // each drawing is told only once, just before it has its first click
    chart.on("plotly_click", ({ points }) => {
      const found = points.find((point) => point.data.name === data.trace);
      if (found) parentElement.report(found.pointNumber);
    });
  };
  document.addEventListener("pointerdown", listen, true);
  parentElement.listening = true;
  return () => {
    document.removeEventListener("pointerdown", listen, true);
    parentElement.listening = false;
  };
}
