// The ranked table: scored songs best first, then those that wait, then those that failed.

import { el, meter, scoreText } from "./dom.js";
import { currentLanguage, doubt, number, percent, reason, t } from "./i18n.js";
import { isStarred } from "./stars.js";

const FULL_METER = 40; // predictions hardly go beyond; the scale of the small bars

const GROUPS = { scored: 0, waiting: 1, failed: 2 };

export function groupOf(song) {
  if (!song.line) return "waiting";
  return song.line.error ? "failed" : "scored";
}

export function ranked(songs) {
  return [...songs].sort((a, b) => {
    const [groupA, groupB] = [groupOf(a), groupOf(b)];
    if (groupA !== groupB) return GROUPS[groupA] - GROUPS[groupB];
    return groupA === "scored" ? b.line.raw_score - a.line.raw_score || a.number - b.number : a.number - b.number;
  });
}

// The chance that the stronger of two songs was the more popular: `superiority` of models/difference.py.
export const superiority = (one, other) => 1 / (1 + Math.exp(-Math.abs(one - other)));

// The place of each song of a ranking, null where it equals the last one that has a place: `places` of models/difference.py.
export function places(scored, equalBelow) {
  let leader = Infinity;
  return scored.map(({ line: { strength } }, index) => {
    if (superiority(leader, strength) < equalBelow) return null;
    leader = strength;
    return index + 1;
  });
}

function writePlace(cell, place, equalBelow) {
  cell.textContent = place ? number(place) : "=";
  cell.title = place ? "" : t("equal", { n: number(100 * equalBelow) });
}

const MARKS = { kept: "markKept", near: "markNear", take: "markTake", short: "markShort", unlike_reference: "markUnlike" };

// A kept song stands above the cut; only those who cannot see that are told.
function writeMark(row, { kind, cut }) {
  const mark = row.querySelector(".mark");
  mark.textContent = kind && t(MARKS[kind]);
  mark.classList.toggle("hidden", kind === "kept");
  mark.hidden = !kind;
  row.classList.toggle("cut", cut);
}

function writeStar(row, line) {
  const [button, starred] = [row.querySelector(".star button"), isStarred(line.sha256)];
  button.textContent = starred ? "★" : "☆";
  button.setAttribute("aria-pressed", starred);
}

function starCell({ line }, star) {
  const onclick = (event) => {
    event.stopPropagation();
    star(line);
  };
  return el("td", { class: "star" }, el("button", { type: "button", "aria-label": t("starOf", { name: line.file }), onclick }));
}

function scoredRow(song, { open, star }) {
  const { line } = song;
  const [low, high] = line.interval80;
  return el("tr", { "data-song": song.number, onclick: () => open(song) },
    el("td", { class: "number rank" }),
    el("td", { class: "song" }, el("button", { type: "button", title: line.file }, line.file), el("small", { class: "mark", hidden: "" })),
    starCell(song, star),
    el("td", {}, el("span", { class: "points" }, scoreText("b", {}, number(line.score, 1), doubt(line)), meter(line.score / FULL_METER))),
    el("td", { class: "words" }, t("beats", { share: percent(line.percentile) })),
    el("td", { class: "number extra" }, `${number(low)}–${number(high)}`),
    el("td", { class: "number extra" }, `${number(100 * line.chance_top_decile)} %`));
}

function failedRow(song) {
  return el("tr", { class: "failed", "data-song": song.number },
    el("td", { class: "number reason" }, "✕"),
    el("td", { class: "song" }, el("span", {}, song.line.file)),
    el("td", { class: "reason", colspan: 5 }, reason(song.line.error)));
}

function waitingRow(song) {
  return el("tr", { class: "pending", "data-song": song.number },
    el("td", {}), el("td", { class: "song" }, el("span", {}, song.name)), el("td", { colspan: 5 }, t("waiting")));
}

const drawn = new Map(); // song number -> {state, row}

function rowOf(song, actions) {
  const group = groupOf(song);
  const state = `${group} ${currentLanguage()}`;
  const known = drawn.get(song.number);
  if (known?.state === state) return known.row;
  const row = group === "scored" ? scoredRow(song, actions) : group === "failed" ? failedRow(song) : waitingRow(song);
  drawn.set(song.number, { state, row });
  return row;
}

// Draws only what changed and moves only what must: a row under the pointer stays the same element, or clicks get lost.
// `markOf` tells a scored song's mark; `actions` are `open`, which takes a song, and `star`, which takes a line.
export function draw(body, songs, { chosen, markOf, equalBelow }, actions) {
  const focused = document.activeElement;
  const focusedSong = focused?.closest?.("tr")?.dataset.song;
  const ranking = ranked(songs);
  const placed = places(ranking.filter((song) => groupOf(song) === "scored"), equalBelow);
  const rows = ranking.map((song, index) => {
    const row = rowOf(song, actions);
    if (index < placed.length) {
      writePlace(row.firstChild, placed[index], equalBelow);
      writeMark(row, markOf(song));
      writeStar(row, song.line);
    }
    if (song === chosen) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    return row;
  });
  const wanted = new Set(rows);
  for (const row of [...body.children]) if (!wanted.has(row)) row.remove();
  rows.forEach((row, place) => {
    if (body.children[place] !== row) body.insertBefore(row, body.children[place] ?? null);
  });
  const numbers = new Set(songs.map((song) => song.number));
  for (const known of drawn.keys()) if (!numbers.has(known)) drawn.delete(known);
  if (!focusedSong || document.activeElement === focused) return;
  const button = focused.isConnected ? focused : body.querySelector(`[data-song="${focusedSong}"] button`);
  button?.focus({ preventScroll: true });
}
