// The few to keep: a slider that shows at once what they gain, their marks in the table, and their names to take along.

import * as api from "./api.js";
import { number, percent, reason, t } from "./i18n.js";
import { save } from "./save.js";
import { superiority } from "./table.js";

const KEPT_SHARE = 0.2; // of the songs, until the slider is moved
const NO_MARK = { kind: "", cut: false };

const $ = (id) => document.getElementById(id);
const keyOf = ({ job, index }) => `${job}/${index}`;

let asked = ""; // the songs that `pick` is of
let pick = null; // all songs that compete, best first, and what each number of them gains
let refusal = null;
let wanted = 0; // how many to keep; 0 until the slider is moved

// Asks for a pick where the scored songs are others than before.
export async function ask(scored, redraw) {
  const songs = scored.map(({ line }) => keyOf(line)).sort().join(" ");
  if (songs === asked) return;
  [asked, pick, refusal] = [songs, null, null];
  if (scored.length < 2) return;
  const jobs = [...new Set(scored.map(({ line }) => line.job))];
  const [answer, error] = await api.pick({ jobs, keep: scored.length }).then((body) => [body, null], (failure) => [null, failure]);
  if (songs !== asked) return;
  [pick, refusal] = [answer?.n > 1 ? answer : null, error];
  redraw();
}

const count = () => Math.min(pick.n, wanted || Math.ceil(KEPT_SHARE * pick.n));
const keptNames = () => pick.kept.slice(0, count()).map((line) => line.file);

// How many songs behind the cut are no clear difference from the last one kept: `near_cut` of models/pick.py.
export function nearCut(strengths, keep, equalBelow) {
  const behind = strengths.slice(keep);
  const different = behind.findIndex((strength) => superiority(strengths[keep - 1], strength) >= equalBelow);
  return different < 0 ? behind.length : different;
}

const near = (equalBelow) => nearCut(pick.kept.map((line) => line.strength), count(), equalBelow);

// Returns what tells a scored song's mark; a song that is neither ranked nor left out is a take of a better one.
export function marks(isShown, equalBelow) {
  if (!isShown || !pick) return () => NO_MARK;
  const keep = count();
  const last = keep + near(equalBelow);
  const places = new Map(pick.kept.map((line, place) => [keyOf(line), place]));
  const leftOut = new Map(pick.left_out.map((left) => [keyOf(left), left.reason]));
  return ({ line }) => {
    const place = places.get(keyOf(line));
    if (place === undefined) return { kind: leftOut.get(keyOf(line)) ?? "take", cut: false };
    return { kind: place < keep ? "kept" : place < last ? "near" : "", cut: place === keep - 1 };
  };
}

function statement(equalBelow) {
  const gains = pick.curve[count()];
  const words = t("keepStatement", {
    keep: number(count()),
    total: number(pick.n),
    best: percent(100 * gains.chance_best_kept),
    bestLuck: percent(100 * gains.chance_best_kept_by_luck),
    top: number(gains.expected_top_decile, 1),
    topLuck: number(gains.expected_top_decile_by_luck, 1),
    mean: number(gains.mean_popularity, 1),
    meanLuck: number(gains.mean_popularity_by_luck, 1),
  });
  const nNear = near(equalBelow);
  return nNear ? `${words}${t(nNear === 1 ? "keepNearOne" : "keepNear", { n: number(nNear) })}` : words;
}

export function draw(isShown, equalBelow) {
  $("keep").hidden = !isShown || !(pick || refusal);
  if ($("keep").hidden) return;
  for (const id of ["keep-count", "copy-names", "save-list"]) $(id).disabled = !pick;
  if (pick) {
    [$("keep-count").max, $("keep-count").value] = [pick.n, count()];
    $("keep-count").setAttribute("aria-valuetext", t("keepValue", { keep: number(count()), total: number(pick.n) }));
  }
  const words = pick ? statement(equalBelow) : reason(refusal);
  if ($("keep-statement").textContent !== words) $("keep-statement").textContent = words;
}

async function copyNames() {
  const names = keptNames();
  try {
    await navigator.clipboard.writeText(names.join("\n"));
    $("keep-told").textContent = t("copied", { n: number(names.length) });
  } catch {
    $("keep-told").textContent = t("copyRefused");
  }
}

export function wire(redraw) {
  $("keep-count").addEventListener("input", (event) => {
    wanted = Number(event.target.value);
    $("keep-told").textContent = "";
    redraw();
  });
  $("copy-names").addEventListener("click", copyNames);
  $("save-list").addEventListener("click", () => save("mandohit-kept.txt", "text/plain", `${keptNames().join("\n")}\n`));
}
