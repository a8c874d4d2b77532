// The page around: its settings to read, and its height for a page that it is embedded in.

for (const place of document.querySelectorAll("pre[data-of]"))
  place.textContent = document.getElementById(place.dataset.of).textContent.trim();

if (window.parent !== window) {
  const tell = () => window.parent.postMessage({ reluLabHeight: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
}
