// All that is known of one song: score in words, spectrogram and timeline on one time axis, tags, facts.

import * as api from "./api.js";
import { el, meter, scoreText, svg } from "./dom.js";
import { clock, doubt, groupName, groupOfTag, number, percent, t, tagName, warning } from "./i18n.js";
import { waterfall } from "./reasons.js";

const MAX_TAGS = 10;
const HEADROOM = 1.15;
let shown = "";

function headline(line) {
  const [low, high] = line.interval80.map((bound) => number(bound));
  return el("div", { class: "headline" },
    scoreText("p", { class: "big" }, number(line.score, 1), doubt(line)),
    el("div", {},
      el("p", {}, el("strong", {}, t("beatsLong", { share: percent(line.percentile) }))),
      el("p", {}, `${t("likely", { low, high })}${t("chance", { share: number(100 * line.chance_top_decile) })}`)));
}

function band(line, name) {
  const { start_s: start, end_s: end } = line.highlight;
  return svg("rect", { class: name, x: start, width: end - start, y: 0, height: 100 });
}

function timeAxisSvg(line, attributes, ...children) {
  return svg("svg", { viewBox: `0 0 ${line.duration_s} 100`, preserveAspectRatio: "none", ...attributes }, ...children);
}

function spectrogram(line) {
  const box = el("div", { class: "spectrogram plot" }, el("p", {}, t(line.spectrogram ? "loadingSpectrogram" : "noSpectrogram")));
  if (line.spectrogram) {
    api.spectrogram(line.spectrogram).then((blob) => {
      const url = URL.createObjectURL(blob);
      const image = el("img", { alt: t("spectrogramOf", { name: line.file }), src: url });
      image.onload = () => URL.revokeObjectURL(url);
      box.replaceChildren(image, timeAxisSvg(line, { class: "over", "aria-hidden": "true" }, band(line, "spectrogram-band")));
    }, () => box.replaceChildren(el("p", {}, t("noSpectrogram"))));
  }
  return box;
}

// The score of every window at its middle, held level to both ends of the song; a path for each stretch between gaps.
function curve(line, top) {
  const height = (score) => 100 - (100 * Math.max(0, score)) / top;
  const window_s = line.highlight.end_s - line.highlight.start_s;
  const points = line.windows.map(({ start_s, score }) => [Math.min(line.duration_s, start_s + window_s / 2), score]);
  const all = [[0, points[0][1]], ...points, [line.duration_s, points.at(-1)[1]]];
  const stretches = all.reduce((found, [x, score]) => {
    if (score === null) found.push([]);
    else found.at(-1).push(`${x.toFixed(2)} ${height(score).toFixed(2)}`);
    return found;
  }, [[]]);
  return stretches.filter((stretch) => stretch.length).map((stretch) => `M${stretch.join("L")}`);
}

function timeline(line) {
  const scores = line.windows.map((window) => window.score).filter((score) => score !== null);
  const top = Math.max(1, ...scores) * HEADROOM;
  const paths = curve(line, top);
  const { start_s: start, end_s: end } = line.highlight;
  const label = t("timelineOf", {
    low: number(Math.min(...scores), 1), high: number(Math.max(...scores), 1),
    start: clock(start), end: clock(end), score: number(line.score, 1),
  });
  return el("div", { class: "plot" },
    timeAxisSvg(line, { class: "timeline", role: "img", "aria-label": label },
      band(line, "band"), ...paths.map((path) => svg("path", { class: "under", d: `${path}V100H${path.slice(1).split(" ")[0]}Z` })), svg("path", { d: paths.join("") })),
    el("span", { class: "scale-top" }, number(top / HEADROOM, 1)),
    el("span", { class: "scale-bottom" }, number(0)));
}

// Spectrogram and timeline on one time axis; pointing at them tells the moment and its score.
function plots(line) {
  const pointer = el("div", { class: "pointer", hidden: "" }, el("span"));
  const box = el("div", { class: "plots" }, spectrogram(line), timeline(line), pointer);
  const length_s = line.highlight.end_s - line.highlight.start_s;
  box.addEventListener("pointerleave", () => (pointer.hidden = true));
  box.addEventListener("pointermove", (event) => {
    const { left, width } = box.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
    const moment = share * line.duration_s;
    const away = ({ start_s }) => Math.abs(start_s + length_s / 2 - moment);
    const { score } = line.windows.reduce((best, window) => (away(window) < away(best) ? window : best));
    pointer.style.left = `${100 * share}%`;
    pointer.classList.toggle("late", share > 0.75);
    pointer.firstChild.textContent = score === null ? clock(moment) : `${clock(moment)} · ${number(score, 1)}`;
    pointer.hidden = false;
  });
  return box;
}

function axis(line) {
  const marks = [0, 1, 2, 3, 4].map((quarter) => el("span", {}, clock((line.duration_s * quarter) / 4)));
  return el("div", { class: "axis", "aria-hidden": "true" }, ...marks);
}

// The strongest tags; those that mean the same are one row, by the strongest of them.
function tags(line) {
  const rows = new Map();
  for (const tag of line.tags) {
    const group = groupOfTag(tag.name);
    const key = group ?? tag.name;
    if (!rows.has(key)) rows.set(key, { name: group ? groupName(group) : tagName(key), members: [] });
    rows.get(key).members.push(tag);
  }
  const items = [...rows.values()].slice(0, MAX_TAGS).map(({ name, members }) =>
    el("li", { title: members.map((tag) => `${tagName(tag.name)} ${number(tag.loading, 2)}`).join("\n") },
      el("span", {}, name), meter(members[0].loading), el("i", {}, number(members[0].loading, 2))));
  return block("tags", el("ul", { class: "tags" }, ...items));
}

function bestWindow({ best, windows }) {
  if (windows.length === 1) return "–";
  return t("bestValue", { score: number(best.score, 1), time: clock(best.start_s), count: windows.length });
}

function facts(line) {
  const known = {
    duration: clock(line.duration_s),
    loudness: `${number(line.loudness_lufs, 1)} LUFS`,
    peak: `${number(line.peak_dbfs, 1)} dBFS`,
    best: bestWindow(line),
    networks: `${number(line.components.inception, 1)} / ${number(line.components.tags, 1)}`,
    spotify: t("spotifyValue", { share: number(line.spotify_percentile) }),
    protocol: t(line.protocol),
    weights: line.model.id,
    fingerprint: `${line.sha256.slice(0, 12)}…`,
  };
  const pairs = Object.entries(known).map(([key, value]) => el("div", {}, el("dt", {}, t(key)), el("dd", {}, value)));
  return block("facts", el("dl", {}, ...pairs));
}

function block(title, ...children) {
  return el("section", { class: "block" }, el("h3", {}, t(title)), ...children);
}

// Shows a song in the panel; what is shown already is drawn anew only in another language.
export function show(panel, line, language, close) {
  const key = `${line.job}/${line.index}/${language}`;
  if (key === shown && !panel.hidden) return;
  shown = key;
  const { start_s: start, end_s: end } = line.highlight;
  const caption = el("p", { class: "caption" }, t("highlight", { start: clock(start), end: clock(end) }));
  const reasons = waterfall(line);
  const notes = line.warnings.map((text) => el("li", {}, warning(text)));
  panel.setAttribute("aria-label", line.file);
  panel.replaceChildren(
    el("header", {}, el("h2", { tabindex: -1 }, line.file),
      el("button", { class: "close", type: "button", "aria-label": t("close"), onclick: close }, "×")),
    headline(line),
    ...(notes.length ? [block("notes", el("ul", { class: "notes" }, ...notes))] : []),
    block("spectrogram", el("div", {}, plots(line), axis(line)), caption),
    ...(reasons ? [block("reasons", reasons)] : []),
    tags(line),
    facts(line));
  panel.hidden = false;
  panel.scrollTop = 0;
}
