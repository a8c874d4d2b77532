// Shows HTML with links to claims and tells the server which one is pressed. A link that stays keeps its element, and so the
// focus, while verdicts arrive in it. With a modifier key it is the browser's, which opens it in another tab.
const SELECTOR = "a[data-claim]";

function show(place, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const before = [...place.querySelectorAll(SELECTOR)];
  const after = [...fresh.content.querySelectorAll(SELECTOR)];
  const same = after.length > 0 && after.length === before.length && after.every((link, n) => link.dataset.claim === before[n].dataset.claim);
  if (!same) {
    place.replaceChildren(fresh.content);
    return;
  }
  after.forEach((link, n) => {
    before[n].href = link.getAttribute("href");
    if (before[n].innerHTML !== link.innerHTML) before[n].innerHTML = link.innerHTML;
  });
}

// Goes to the link that the reader came from.
function come(link) {
  link?.scrollIntoView({ block: "center" });
  link?.focus({ preventScroll: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".claim-links");
  if (place.shown !== data.html) show(place, data.html);
  if (data.at && place.at !== data.at) come(place.querySelector(`a[data-claim="${data.at}"]`));
  Object.assign(place, { shown: data.html, at: data.at });
  place.onclick = (event) => {
    const link = event.target.closest(SELECTOR);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("pressed", [link.dataset.claim, Date.now()]);
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
}
