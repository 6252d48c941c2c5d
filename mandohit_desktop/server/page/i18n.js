// The page's language: `t` fills in `{name}`; what the server says is looked up by its error code.

import { REASONS, WARNINGS, WORDS } from "./words.js";

const KEY = "mandohit.language";
let language = "en";
let tagNames = { tags: {}, groups: {} };

function preferred() {
  for (const wanted of [localStorage.getItem(KEY), ...navigator.languages]) {
    if (!wanted) continue;
    if (wanted in WORDS) return wanted;
    if (/^zh\b.*\b(TW|HK|MO|Hant)\b/i.test(wanted)) return "zh-TW";
    if (/^zh\b/i.test(wanted)) return "zh-CN";
    if (/^en\b/i.test(wanted)) return "en";
  }
  return "en";
}

export function currentLanguage() {
  return language;
}

export function setLanguage(wanted) {
  language = wanted in WORDS ? wanted : preferred();
  if (wanted) localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
}

export function setTagNames(names) {
  tagNames = names;
}

export function t(key, values = {}) {
  return fill(WORDS[language][key], values);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export function reason(error) {
  if (error.code === "page.offline") return t("offline");
  return REASONS[language]?.[error.code] ?? error.message;
}

export const doubt = (line) => {
  const found = line.warnings.find((text) => WARNINGS.unlike_reference.pattern.test(text));
  return found ? warning(found) : "";
};

export function warning(text) {
  for (const known of Object.values(WARNINGS)) {
    const found = known.pattern.exec(text);
    if (found && known[language]) return fill(known[language], { n: found[1] });
  }
  return text;
}

const nameIn = (names) => names?.[language.replace("-", "_")];

export const tagName = (name) => nameIn(tagNames.tags[name]) ?? name;
export const groupName = (group) => nameIn(tagNames.groups[group]) ?? t("otherTags");

// The group that a tag belongs to; some tags belong to none.
export function groupOfTag(name) {
  return Object.keys(tagNames.groups).find((group) => tagNames.groups[group].tags.includes(name));
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

// No song beats all or none.
export function percent(percentile) {
  if (percentile < 1) return "< 1";
  return percentile > 99 ? "> 99" : number(percentile);
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

export function timeLeft(seconds) {
  if (seconds < 60) return t("left", { time: t("seconds", { n: Math.max(1, Math.round(seconds)) }) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("left", { time: t("minutes", { n: minutes }) });
  return t("left", { time: t("hours", { n: Math.floor(minutes / 60), m: minutes % 60 }) });
}
