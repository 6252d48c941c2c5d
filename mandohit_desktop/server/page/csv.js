// The ranking as a table for spreadsheets, with the columns of `mandohit score --csv`.

import { save } from "./save.js";

const COLUMNS = {
  file: (line) => line.file,
  score: (line) => line.score,
  percentile: (line) => line.percentile,
  spotify_percentile: (line) => line.spotify_percentile,
  interval80_low: (line) => line.interval80[0],
  interval80_high: (line) => line.interval80[1],
  chance_top_decile: (line) => line.chance_top_decile,
  inception: (line) => line.components.inception,
  tags: (line) => line.components.tags,
  raw_score: (line) => line.raw_score,
  resemblance: (line) => line.resemblance ?? "",
  loudness_lufs: (line) => line.loudness_lufs,
  peak_dbfs: (line) => line.peak_dbfs,
  duration_s: (line) => line.duration_s,
  highlight_start_s: (line) => line.highlight.start_s,
  highlight_end_s: (line) => line.highlight.end_s,
  protocol: (line) => line.protocol,
  model: (line) => line.model.id,
  device: (line) => line.device,
  sha256: (line) => line.sha256,
  warnings: (line) => line.warnings.join(" "),
  error_code: () => "",
  error: () => "",
};

const FAILED = { file: (line) => line.file, error_code: (line) => line.error.code, error: (line) => line.error.message };

// Text that a spreadsheet could take for a formula gets an apostrophe in front.
function cell(value) {
  let text = String(value ?? "");
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf(lines) {
  const names = Object.keys(COLUMNS);
  const rows = lines.map((line) => names.map((name) => cell((line.error ? FAILED[name] : COLUMNS[name])?.(line))));
  return "\ufeff" + [names, ...rows].map((row) => row.join(",")).join("\r\n") + "\r\n";
}

export const download = (lines) => save("mandohit.csv", "text/csv", csvOf(lines));
