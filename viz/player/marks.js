// Marks for what happens to units: ■ born dead, ▼ died, △ revived; a numbered capsule for several close together.

const MARK_WIDTH = 10;

/** Where the group's mark stands and how wide it is. */
function groupExtent(group, low, high) {
  const span = group.to - group.from;
  group.width =
    group.events.length === 1 ? MARK_WIDTH : Math.max(span + MARK_WIDTH, 13 + 6 * String(group.events.length).length);
  const centre = (group.from + group.to) / 2;
  group.centre =
    group.events.length === 1 ? centre : Math.max(low + group.width / 2, Math.min(high - group.width / 2, centre));
  return group;
}

/**
 * One unit's events as marks that don't overlap: those that would touch are joined, again and again until none do.
 * `place(frame)` gives the pixel; -> [{from, to, centre, width, events}].
 */
function groupMarks(events, place, low, high) {
  let groups = events.map((event) => {
    const x = place(event.frame);
    return groupExtent({ from: x, to: x, events: [event] }, low, high);
  });
  for (let changed = true; changed;) {
    changed = false;
    const joined = [];
    for (const group of groups) {
      const last = joined[joined.length - 1];
      if (last && last.centre + last.width / 2 > group.centre - group.width / 2) {
        joined[joined.length - 1] = groupExtent(
          { from: last.from, to: group.to, events: [...last.events, ...group.events] },
          low,
          high,
        );
        changed = true;
      } else {
        joined.push(group);
      }
    }
    groups = joined;
  }
  return groups;
}

/** One mark, centred on (x, y) in a row of height `room`, on a halo of the background. */
function paintMark(context, theme, kind, x, y, room) {
  const r = Math.min(3.6, room * 0.36);
  context.beginPath();
  if (kind === "born") {
    context.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  } else {
    const way = kind === "died" ? 1 : -1;
    context.moveTo(x, y + way * r);
    context.lineTo(x - r - 0.4, y - way * r * 0.8);
    context.lineTo(x + r + 0.4, y - way * r * 0.8);
    context.closePath();
  }
  context.lineJoin = "round";
  context.lineWidth = kind === "revived" ? 4 : 2.5;
  context.strokeStyle = theme.background;
  context.stroke();
  context.fillStyle = kind === "revived" ? theme.background : theme.text;
  context.fill();
  if (kind === "revived") {
    context.lineWidth = 1.4;
    context.strokeStyle = theme.text;
    context.stroke();
  }
}

/** Several changes that lie too close for marks of their own: a capsule over their span with their number. */
function paintFlicker(context, theme, group, y, height) {
  context.beginPath();
  context.roundRect(group.centre - group.width / 2, y - height / 2, group.width, height, height / 2);
  context.fillStyle = theme.background;
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = theme.text;
  context.stroke();
  if (height < 7) return;
  write(context, theme, `${group.events.length}×`, group.centre, y + 3.4, {
    size: 10,
    weight: 600,
    colour: theme.text,
    align: "center",
  });
}
