// Tells the server which point of a Plotly chart was clicked. A chart that is drawn anew while its result grows is another
// element each time, and for Streamlit another widget, whose selection would be lost: so this listens from outside of it.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.report = (point) => setTriggerValue("click", [point, Date.now()]);
  if (parentElement.listening) return undefined;
  const clicked = ({ points }) => {
    const found = points.find((point) => point.data.name === data.trace);
    if (found) parentElement.report(found.pointNumber);
  };
  const listen = (event) => {
    const chart = event.target.closest?.(`.st-key-${data.chart} .js-plotly-plot`);
    if (!chart) return;
    chart.removeListener("plotly_click", clicked); // Plotly forgets those who listen when it draws anew
    chart.on("plotly_click", clicked);
  };
  document.addEventListener("pointerdown", listen, true);
  parentElement.listening = true;
  return () => {
    document.removeEventListener("pointerdown", listen, true);
    parentElement.listening = false;
  };
}
