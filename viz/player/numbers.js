// Numbers as a reader wants them: few digits, a real minus sign, and never a rounded 0 % or 100 %.

const NBSP = "\u00a0";
const SUPERSCRIPT = Object.fromEntries(Array.from("-0123456789", (digit, i) => [digit, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[i]]));

/** Text from a recording, which may be anybody's file, made safe to stand in HTML. */
const safe = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const minus = (text) => text.replace("-", "−");
const superscript = (n) => String(n).replace(/[-0-9]/g, (c) => SUPERSCRIPT[c]);

/** 1600 -> "1,600". */
const integer = (n) =>
  minus(
    Math.round(n)
      .toString()
      .replace(/\B(?=(\d{3})+(?!\d))/g, ","),
  );

/** A value to `digits` significant digits: 0.0482, 1,230, 4.2×10⁻⁷; NaN and infinities by name. */
function significant(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    return `${minus(mantissa)}×10${superscript(Number(exponent))}`;
  }
  if (size >= 10 ** (digits - 1)) return integer(value);
  return minus(value.toPrecision(digits));
}

/** The same without the zeros that only pad: for axis ticks and settings. */
const plain = (value) => minus(String(Number(value.toPrecision(6))));

/** A share 0..1 as "86 %"; "<1 %" and ">99 %" where rounding would claim none or all. */
function percent(share) {
  if (Number.isNaN(share)) return "–";
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 0.5) return `<1${NBSP}%`;
  if (hundredths < 100 && hundredths > 99.5) return `>99${NBSP}%`;
  return `${minus(String(Math.round(hundredths)))}${NBSP}%`;
}

/** One decimal where it says something: a single number under the pointer. */
function percentFine(share) {
  const text = (share * 100).toFixed(1);
  return `${minus(text.replace(/\.0$/, ""))}${NBSP}%`;
}

/** About `count` round numbers covering [low, high]: steps of 1, 2 or 5 times a power of ten. */
function niceTicks(low, high, count) {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++)
    ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

const plural = (n, word) => `${integer(n)} ${word}${n === 1 ? "" : "s"}`;

/** ["a", "b", "c"] -> "a, b and c". */
function sentenceList(items) {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
