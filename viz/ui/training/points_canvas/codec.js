// Points as a short text, the same as in viz/spec/points.py: five characters a point, two for each place, one for class.

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
const SIZE = 5; // characters a point

/** The points [steps from the left, steps from below, class] of a text. */
function readPoints(text) {
  const points = [];
  for (let start = 0; start + SIZE <= text.length; start += SIZE) {
    const [a, b, c, d, kind] = [...text.slice(start, start + SIZE)].map((character) => DIGITS.indexOf(character));
    points.push([36 * a + b, 36 * c + d, kind]);
  }
  return points;
}

/** The text of points. */
function writePoints(points) {
  const pair = (steps) => DIGITS[Math.floor(steps / 36)] + DIGITS[steps % 36];
  return points.map(([x, y, kind]) => pair(x) + pair(y) + DIGITS[kind]).join("");
}
