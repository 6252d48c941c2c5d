// What raises and lowers a score: the parts from the typical song to this one, each with its change and the sum so far.

import { el, svg } from "./dom.js";
import { groupName, number, t } from "./i18n.js";

const MAX_GROUPS = 7;
const SMALLEST = 0.1; // what adds less is one of the others
const NARROWEST = 2; // points that the scale spans at least

const signed = (value) => `${value < 0 ? "−" : "+"}${number(Math.abs(value), 2)}`;
const total = (groups) => groups.reduce((sum, { value }) => sum + value, 0);

function parts({ inception, groups }) {
  const large = groups.slice(0, MAX_GROUPS).filter(({ value }) => Math.abs(value) >= SMALLEST).length;
  const shown = groups.length > large + 1 ? large : groups.length;
  const others = groups.slice(shown);
  return [
    [t("wholeSound"), inception],
    ...groups.slice(0, shown).map(({ id, value }) => [groupName(id), value]),
    ...(others.length ? [[t("others"), total(others)]] : []),
  ];
}

function bar(start, end, low, high) {
  const x = (value) => (100 * (value - low)) / (high - low);
  const width = Math.max(0.8, Math.abs(x(end) - x(start)));
  return svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: end < start ? "lower" : end > start ? "raise" : "stand", x: Math.min(x(start), x(end)), width, height: 6 }));
}

// The list, or null where the song's model does not know its reference songs' means.
export function waterfall({ reasons }) {
  if (!reasons) return null;
  const steps = parts(reasons).reduce((found, [name, value]) => {
    const start = found.at(-1).end;
    return [...found, { name, change: signed(value), start, end: start + value }];
  }, [{ name: t("typicalSong"), change: "", start: reasons.base, end: reasons.base }]);
  const rows = [...steps, { name: t("thisSong"), change: "", start: reasons.total, end: reasons.total }];
  const ends = rows.map(({ end }) => end);
  const span = Math.max(...ends) - Math.min(...ends);
  const spare = Math.max(0.06 * span, (NARROWEST - span) / 2);
  const [low, high] = [Math.min(...ends) - spare, Math.max(...ends) + spare];
  return el("ol", { class: "reasons" }, ...rows.map(({ name, change, start, end }) =>
    el("li", {}, el("span", {}, name), bar(start, end, low, high), el("b", {}, change), el("i", {}, number(end, 2)))));
}
