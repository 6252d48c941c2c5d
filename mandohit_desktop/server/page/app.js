// The page: takes songs, sends them in batches, follows the jobs and shows what comes back.

import * as api from "./api.js";
import { download } from "./csv.js";
import { show } from "./detail.js";
import * as keep from "./keep.js";
import { currentLanguage, number, reason, setLanguage, setTagNames, t, timeLeft } from "./i18n.js";
import { toggleStar } from "./stars.js";
import { draw, groupOf, ranked } from "./table.js";

const JOBS = "mandohit.jobs";
const SONGS_A_REQUEST = 20;
const BYTES_A_REQUEST = 100_000_000;
const MANY_SONGS = 200; // from here on the page is drawn less often
const FORM_BYTES = 4096;
const JOBS_AT_ONCE = 2; // a browser has few connections to one host, and each followed job holds one
const UPLOAD_SHARE = 0.1; // of the progress bar
const AUDIO = /\.(wav|wave|rf64|w64|aif|aiff|aifc|au|caf|flac|alac|mp3|m4a|mp4|aac|ogg|oga|opus|wma|webm|mka)$/i;

const $ = (id) => document.getElementById(id);

const songs = []; // {number, name, file, line, job, share}
const groups = []; // songs that are still to be sent, as requests
const running = new Map(); // jobs that are not finished: id and the promise of their end
let counter = 0;
let chosen = null;
let sending = false;
let upload = null; // aborts the request that is being sent
let model = null;
let startedAt = 0;
let startedWith = 0; // how many songs were there before
let stoppedOf = 0; // how many songs there were when they were stopped
let pause = 0;

// ---- taking songs

async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    for (const inner of some) if (!/^[.~]/.test(inner.name) && (inner.isDirectory || AUDIO.test(inner.name))) found.push(...(await filesOf(inner)));
  }
  return found;
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const lists = [];
  for (const entry of entries) lists.push(await filesOf(entry).catch(() => []));
  return lists.flat();
}

function newSong(name, file, job = null) {
  counter += 1;
  return { number: counter, name, file, line: null, job, share: 0 };
}

function take(files) {
  banner(files.length ? "" : t("noSongs"));
  if (!files.length) return;
  if (!busy()) [startedAt, startedWith, stoppedOf] = [performance.now(), songs.length, 0];
  const added = files.map((file) => newSong(file.name, file));
  songs.push(...added);
  let group = [];
  let bytes = 0;
  for (const song of added) {
    if (model && song.file.size + FORM_BYTES > model.limits.request_bytes) {
      fail(song, { code: "request.too_large", message: "This file is too large to send." });
      continue;
    }
    if (group.length === SONGS_A_REQUEST || (group.length && bytes + song.file.size > BYTES_A_REQUEST)) {
      groups.push({ songs: group, protocol: $("protocol").value });
      [group, bytes] = [[], 0];
    }
    group.push(song);
    bytes += song.file.size;
  }
  if (group.length) groups.push({ songs: group, protocol: $("protocol").value });
  redraw();
  sendAll();
}

function fail(song, error) {
  song.line = { file: song.name, error: { code: error.code, message: error.message } };
  song.share = 1;
}

// ---- sending and following

async function sendAll() {
  if (sending) return;
  sending = true;
  while (groups.length) {
    while (running.size >= JOBS_AT_ONCE) await Promise.race(running.values());
    if (groups.length) await sendGroup(groups.shift());
    redraw();
  }
  sending = false;
  redraw();
}

async function sendGroup(group) {
  upload = new AbortController();
  try {
    const job = await sendPatiently(group, upload.signal);
    for (const song of group.songs) [song.job, song.file] = [job.id, null];
    remember([...remembered(), job.id]);
    track(job.id, group.songs);
  } catch (error) {
    if (error.code !== "cancelled") for (const song of group.songs) fail(song, error);
  }
}

async function sendPatiently(group, signal) {
  for (;;) {
    try {
      return await api.send(group.songs.map((song) => song.file), group.protocol, signal, (share) => {
        group.songs.forEach((song) => (song.share = UPLOAD_SHARE * share));
        redraw();
      });
    } catch (error) {
      if (error.status === 401) await askForToken();
      else if (error.status === 429 && !signal.aborted) await waitFor(error.retryAfter || 1, signal);
      else throw error;
    }
  }
}

async function waitFor(seconds, signal) {
  for (pause = seconds; pause > 0 && !signal.aborted; pause -= 1) {
    redraw();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  pause = 0;
}

// A job tells one share for all its songs; what its finished ones leave of it belongs to the others.
function spread(members, share) {
  const open = members.filter((song) => !song.line);
  const each = (share * members.length - (members.length - open.length)) / Math.max(1, open.length);
  for (const song of open) song.share = UPLOAD_SHARE + (1 - UPLOAD_SHARE) * Math.max(0, each);
}

function track(id, members) {
  running.set(id, followJob(id, members).finally(() => {
    running.delete(id);
    redraw();
  }));
}

function settle(song, result) {
  [song.line, song.share] = [{ ...result, job: song.job }, 1];
  if (!chosen && groupOf(song) === "scored") chosen = song;
}

async function followJob(id, members) {
  try {
    await api.follow(id, (event, data) => {
      if (event === "result") settle(members[data.index], data);
      else spread(members, data.progress.share);
      redraw();
    });
  } catch (error) {
    for (const song of members) if (!song.line) fail(song, error);
  }
  for (const song of members.filter((member) => !member.line)) drop(song);
}

function drop(song) {
  if (songs.includes(song)) songs.splice(songs.indexOf(song), 1);
}

async function stop() {
  stoppedOf = songs.length;
  groups.length = 0;
  upload?.abort();
  for (const song of songs.filter((one) => !one.line && !one.job)) drop(song);
  redraw();
  await Promise.allSettled([...running.keys()].map((id) => api.cancel(id)));
}

// ---- what survives a reload: the jobs' ids, for as long as the service keeps their results

const remembered = () => JSON.parse(localStorage.getItem(JOBS) ?? "[]");
const remember = (ids) => localStorage.setItem(JOBS, JSON.stringify([...new Set(ids)]));

async function restore(ids) {
  for (const id of ids) {
    const job = await api.job(id).catch((error) => error);
    if (job.status === 404) remember(remembered().filter((known) => known !== id));
    if (job instanceof Error) continue;
    const members = Array.from({ length: job.progress.songs }, () => newSong("…", null, id));
    songs.push(...members);
    startedAt ||= performance.now();
    for (const result of job.results) settle(members[result.index], result);
    if (["done", "cancelled"].includes(job.state)) members.filter((song) => !song.line).forEach(drop);
    else track(id, members);
    redraw();
  }
}

// ---- showing

const busy = () => sending || running.size > 0;

let due = false;
function redraw() {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    drawAll();
  }, songs.length > MANY_SONGS ? 300 : 30);
}

function drawAll() {
  document.body.classList.toggle("filled", songs.length > 0);
  document.body.classList.toggle("busy", busy());
  $("results").hidden = songs.length === 0;
  drawStatus();
  const scored = songs.filter((song) => groupOf(song) === "scored");
  if (chosen && !songs.includes(chosen)) chosen = null;
  if (!busy()) keep.ask(scored, redraw);
  keep.draw(!busy(), model?.equal_below);
  const markOf = keep.marks(!busy(), model?.equal_below);
  draw($("rows"), songs, { chosen, markOf, equalBelow: model?.equal_below }, { open, star });
  $("count").textContent = songs.length === 1 ? t("countOne") : t("count", { n: number(songs.length) });
  $("csv").disabled = !songs.some((song) => song.line);
  $("clear").disabled = busy();
  $("results").classList.toggle("open", Boolean(chosen));
  if (chosen && scored.includes(chosen)) show($("detail"), chosen.line, currentLanguage(), close);
  else $("detail").hidden = true;
}

function drawStatus() {
  const done = songs.filter((song) => song.line).length;
  const failed = songs.filter((song) => groupOf(song) === "failed").length;
  $("status").hidden = !busy() && !stoppedOf && !done;
  $("stop").hidden = $("progress").hidden = !busy();
  if (!busy()) {
    $("eta").textContent = "";
    const words = $("status").hidden ? "" : stoppedOf ? "stopped" : failed ? "finishedFailed" : "finished";
    $("status-text").textContent = words && t(words, { done: number(done), total: number(stoppedOf), scored: number(done - failed), failed: number(failed) });
    return;
  }
  const batch = songs.slice(startedWith);
  const share = batch.reduce((sum, song) => sum + song.share, 0) / Math.max(1, batch.length);
  const elapsed = (performance.now() - startedAt) / 1000;
  const words = pause ? t("waitingRoom", { n: pause }) : t("scoring", { done: number(batch.filter((song) => song.line).length), total: number(batch.length) });
  if ($("status-text").textContent !== words) $("status-text").textContent = words;
  $("eta").textContent = share > 0.02 && elapsed > 1 ? timeLeft((elapsed * (1 - share)) / share) : "";
  $("progress").value = share;
}

function open(song) {
  chosen = song;
  drawAll();
  if (song && matchMedia("(max-width: 1079px)").matches) $("detail").scrollIntoView({ behavior: "smooth" });
}

function star(line) {
  toggleStar(line.sha256);
  drawAll();
}

function close() {
  const closed = chosen;
  open(null);
  document.querySelector(`[data-song="${closed.number}"] button`)?.focus({ preventScroll: true });
}

function banner(text) {
  $("banner").textContent = text;
  $("banner").hidden = !text;
}

function clear() {
  if (!confirm(t("clearSure"))) return;
  songs.length = 0;
  chosen = null;
  stoppedOf = 0;
  remember([]);
  redraw();
}

// ---- wiring

let asking = null;
function askForToken() {
  asking ??= new Promise((resolve) => {
    $("token-dialog").showModal();
    $("token-dialog").addEventListener("close", () => {
      api.setToken($("token").value);
      $("token").value = "";
      asking = null;
      resolve();
    }, { once: true });
  });
  return asking;
}

function speak(wanted) {
  setLanguage(wanted);
  $("language").value = currentLanguage();
  $("rank-head").title = t("rank");
  if (model) $("model").textContent = t("model", model);
  redraw();
}

function wire() {
  const drop = $("drop");
  $("language").addEventListener("change", (event) => speak(event.target.value));
  $("choose").addEventListener("click", () => $("files").click());
  $("files").addEventListener("change", (event) => {
    take([...event.target.files]);
    event.target.value = "";
  });
  $("stop").addEventListener("click", stop);
  $("clear").addEventListener("click", clear);
  keep.wire(drawAll);
  $("csv").addEventListener("click", () => download(ranked(songs).filter((song) => song.line).map((song) => song.line)));
  let depth = 0;
  addEventListener("dragenter", () => drop.classList.toggle("over", (depth += 1) > 0));
  addEventListener("dragleave", () => drop.classList.toggle("over", (depth -= 1) > 0));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    depth = 0;
    drop.classList.remove("over");
    take(await dropped(event.dataTransfer));
  });
  addEventListener("beforeunload", (event) => sending && event.preventDefault());
}

async function start() {
  const earlier = remembered();
  wire();
  speak("");
  api.onTokenWanted(askForToken);
  try {
    model = await api.model();
    setTagNames(await api.tagNames());
    speak("");
    await restore(earlier);
  } catch (error) {
    banner(reason(error));
  }
}

start();
