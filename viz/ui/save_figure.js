// Presses the camera in the toolbar of a Plotly chart: the browser that drew the figure saves it, the server needs none.

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.onclick = () => {
    const chart = document.querySelector(`.st-key-${data.chart}`);
    const camera = chart?.querySelector('.modebar-btn[data-title^="Download"]');
    camera?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  };
}
