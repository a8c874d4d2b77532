// Tells the server that the theme has changed: Streamlit repaints its own parts at once, but runs the script, which
// draws the figures, only when something asks for it. The swatch's colour fades by style, and the end of that is an event.
export default function ({ parentElement, setTriggerValue }) {
  parentElement.querySelector("i").ontransitionend = () => setTriggerValue("changed", true);
}
