// The page's address: frame, speed, loop and log scale live in its query, so that copying it copies the moment.

/** `address` with the player's own fields: only what differs from the defaults. `frame` null leaves it out. */
function addressWith({ frame, speed, loop, log }, address = window.location.href) {
  const url = new URL(address);
  const fields = {
    frame: frame === null ? null : String(frame),
    speed: speed === 1 ? null : String(speed),
    loop: loop ? "1" : null,
    log: log ? "1" : null,
  };
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** Puts the address in place without a new entry in the history; a page without one (a saved file) is left alone. */
function writeAddress(fields) {
  const address = addressWith(fields);
  if (address === window.location.href || !/^https?:/.test(address)) return;
  window.history.replaceState(window.history.state, "", address);
}

/** Copies text; true when it worked. Where the clipboard is closed to scripts, the old command may still do it. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.style.cssText = "position:fixed;opacity:0";
    document.body.append(field);
    field.select();
    try {
      return document.execCommand("copy");
    } finally {
      field.remove();
    }
  }
}
