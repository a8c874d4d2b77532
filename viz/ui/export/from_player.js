// Asks the player on the page for a file that the browser makes of what it draws, and says how far that is.
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.title = data.said;
  button.disabled = data.disabled;
  const told = (text) => (button.textContent = text || data.label);
  button.onclick = () =>
    document.dispatchEvent(new CustomEvent("relu-lab-save", { detail: { kind: data.kind, file: data.file, told } }));
}
