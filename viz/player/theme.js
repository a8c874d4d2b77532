// The palette: one set of tokens for light and for dark, chosen by the luminance of Streamlit's own background.

const TOKENS = {
  light: {
    background: "#FFFFFF",
    well: "#F1F3F6",
    text: "#1A1E26",
    muted: "#5C6573",
    grid: "#E7EAEE",
    axis: "#B4BBC6",
    rule: "#D9DDE4",
    accent: "#D0213A",
    onAccent: "#FFFFFF",
    classes: [
      "#E69F00", "#0072B2", "#7A52C7", "#1F9E88", "#B3297A",
      "#6B7016", "#6E1410", "#27197D", "#AE78EE", "#0B4650",
    ],
    marks: [
      "#CF8600", "#0072B2", "#7A52C7", "#1F9E88", "#B3297A",
      "#6B7016", "#6E1410", "#27197D", "#AE78EE", "#0B4650",
    ],
    tint: 0.36,
    layers: ["#009E73", "#B8609A", "#D55E00", "#2F8FC9", "#A38B00", "#7A5C3E"],
    lanes: ["#1A1E26", "#CC22AE", "#00635F", "#5F8F00"],
    output: "#3A4250",
    hatch: "#7B8494",
    hatchGround: "#ECEEF2",
    flat: "#EEF0F3",
    heat: ["#F4F6F3", "#C3DDD5", "#83BCAF", "#43918A", "#1C6067", "#0C3040"],
  },
  dark: {
    background: "#11141A",
    well: "#1F2530",
    text: "#E7EAF0",
    muted: "#A0A9B8",
    grid: "#252B36",
    axis: "#4B5464",
    rule: "#303745",
    accent: "#FF5A6B",
    onAccent: "#1A0A0D",
    classes: [
      "#FF9D1E", "#3D9BE0", "#9B7BEA", "#1FD9B8", "#D052A8",
      "#6C9A2B", "#F4EC4A", "#B4846F", "#CBBBFB", "#A8E6F5",
    ],
    marks: [
      "#FFD58A", "#A5D8FF", "#D6C8FF", "#A9F2E2", "#FFBDE6",
      "#D3EBA4", "#FBF7B0", "#F0CFC2", "#ECE5FF", "#DDF6FC",
    ],
    tint: 0.7,
    layers: ["#2BBF93", "#D88ABB", "#F27F3D", "#7CC6F2", "#E5D84A", "#C29E78"],
    lanes: ["#E7EAF0", "#FF55E2", "#1B9A94", "#AEEA00"],
    output: "#C6CCD8",
    hatch: "#7C8798",
    hatchGround: "#1E232D",
    flat: "#1C212A",
    heat: ["#161B22", "#153E47", "#1E686C", "#3C988D", "#86C8AF", "#E4F5DE"],
  },
};

const FALLBACK_FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", system-ui, sans-serif';

/** "#rrggbb", "#rgb" or "rgb(r, g, b)" -> [r, g, b] in 0..255, or null when it is none of these. */
function parseColour(text) {
  const value = text.trim();
  let match = /^#([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(value);
  if (match) {
    const hex = match[1].length === 3 ? match[1].replace(/./g, "$&$&") : match[1];
    return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  }
  match = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(value);
  return match ? match.slice(1, 4).map(Number) : null;
}

/** Relative luminance of an sRGB colour, 0 (black) to 1 (white): WCAG 2.1. */
function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The colour a share `t` of the way from `from` to `to`, as [r, g, b]. */
function mix(from, to, t) {
  const a = parseColour(from);
  const b = parseColour(to);
  return a.map((v, i) => Math.round(v + (b[i] - v) * t));
}

const css = (rgb) => `rgb(${rgb[0]}, ${rgb[1]}, ${rgb[2]})`;

/** 0xAABBGGRR, the order in which a little-endian Uint32Array lays pixels over ImageData. */
const pixel = (rgb, alpha = 255) => ((alpha << 24) | (rgb[2] << 16) | (rgb[1] << 8) | rgb[0]) >>> 0;

/** [r, g, b] of a packed pixel. */
const channels = (packed) => [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255];

/** 256 packed pixels through the given colours, evenly spaced. */
function ramp(colours) {
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (colours.length - 1);
    const k = Math.min(colours.length - 2, Math.floor(at));
    table[i] = pixel(mix(colours[k], colours[k + 1], at - k));
  }
  return table;
}

/** Reads Streamlit's variables from `element`, picks the tokens and writes them as CSS variables on `element`. */
function readTheme(element) {
  const style = getComputedStyle(element);
  const background = style.getPropertyValue("--st-background-color").trim();
  const rgb = parseColour(background) ?? parseColour(TOKENS.light.background);
  const name = luminance(rgb) < 0.3 ? "dark" : "light";
  const font = style.getPropertyValue("--st-font").trim() || FALLBACK_FONT;
  const theme = { ...TOKENS[name], name, font, background: css(rgb) };
  // On the plain ground points need strength; over a field of their own colour, in the dark, they are pale.
  theme.points = name === "dark" ? theme.classes : theme.marks;
  theme.field = ramp([
    css(mix(theme.background, theme.classes[0], theme.tint)),
    theme.background,
    css(mix(theme.background, theme.classes[1], theme.tint * 0.86)),
  ]);
  for (const key of ["background", "well", "text", "muted", "grid", "axis", "rule", "accent", "hatch"]) {
    element.style.setProperty(`--${key}`, theme[key]);
  }
  element.style.setProperty("--on-accent", theme.onAccent);
  element.style.setProperty("--hatch-ground", theme.hatchGround);
  element.style.setProperty("--font", font);
  element.dataset.theme = name;
  return theme;
}

/** The colour of layer `index`; from the seventh layer on colours repeat, the label tells them apart. */
function layerColour(theme, layer, index) {
  return layer.hidden ? theme.layers[index % theme.layers.length] : theme.output;
}
