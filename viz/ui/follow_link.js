// Presses a link elsewhere on the page, once for every query: going there by the browser itself keeps the way back as it
// was, while the server would first write the new page's query behind the old one's address.
export default function ({ data, parentElement }) {
  if (parentElement.followed === data.query) return;
  parentElement.followed = data.query;
  const press = (left) => {
    const link = document.querySelector(`.st-key-${data.link} a`);
    if (link) link.click();
    else if (left) requestAnimationFrame(() => press(left - 1));
  };
  press(120);
}
