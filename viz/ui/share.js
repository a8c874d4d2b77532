// Copies the page's address with the settings it was given; works without HTTPS too, where browsers have no clipboard API.

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("the browser refused to copy");
}

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  const words = button.querySelector("span");
  const url = new URL(window.location.href);
  url.hash = "";
  url.search = new URLSearchParams(data.query).toString();
  button.onclick = async () => {
    try {
      await copy(url.href);
      words.textContent = "Link copied";
    } catch {
      window.prompt("Copy this link:", url.href);
    }
    clearTimeout(button.timer);
    button.timer = setTimeout(() => (words.textContent = "Copy link"), 2000);
  };
  return () => clearTimeout(button.timer);
}
