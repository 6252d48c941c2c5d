// The ranked table: scored songs best first, then those that wait, then those that failed.

import { el, meter } from "./dom.js";
import { number, percent, reason, t } from "./i18n.js";

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

function scoredRow(song, rank, open) {
  const { line } = song;
  const [low, high] = line.interval80;
  return el("tr", { "data-song": song.number, onclick: () => open(song) },
    el("td", { class: "number rank" }, number(rank)),
    el("td", { class: "song" }, el("button", { type: "button", title: line.file }, line.file)),
    el("td", {}, el("span", { class: "points" }, el("b", {}, number(line.score, 1)), meter(line.score / FULL_METER))),
    el("td", { class: "words" }, t("beats", { share: percent(line.percentile) })),
    el("td", { class: "number extra" }, `${number(low)}–${number(high)}`),
    el("td", { class: "number extra" }, `${number(100 * line.chance_top_decile)} %`));
}

function failedRow(song) {
  return el("tr", { class: "failed", "data-song": song.number },
    el("td", { class: "number reason" }, "✕"),
    el("td", { class: "song" }, el("span", {}, song.line.file)),
    el("td", { class: "reason", colspan: 4 }, reason(song.line.error)));
}

function waitingRow(song) {
  return el("tr", { class: "pending", "data-song": song.number },
    el("td", {}), el("td", { class: "song" }, el("span", {}, song.name)), el("td", { colspan: 4 }, t("waiting")));
}

export function draw(body, songs, chosen, open) {
  const focused = document.activeElement?.closest?.("tr")?.dataset.song;
  const rows = ranked(songs).map((song, place) => {
    const group = groupOf(song);
    const row = group === "scored" ? scoredRow(song, place + 1, open) : group === "failed" ? failedRow(song) : waitingRow(song);
    if (song === chosen) row.setAttribute("aria-current", "true");
    return row;
  });
  body.replaceChildren(...rows);
  if (focused) body.querySelector(`[data-song="${focused}"] button`)?.focus({ preventScroll: true });
}
