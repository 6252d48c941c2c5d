// Talks to the service. Everything that fails is thrown as {code, message}, as the service words it.

const TOKEN = "mandohit.token";
const RETRIES = 6;

export class Failure extends Error {
  constructor({ code, message }, status = 0, retryAfter = 0) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const offline = () => new Failure({ code: "page.offline", message: "The service does not answer." });

let askForToken = async () => {};
export function onTokenWanted(ask) {
  askForToken = ask;
}

export function setToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers(more = {}) {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

function failureOf(status, text, retryAfter) {
  try {
    return new Failure(JSON.parse(text).error, status, Number(retryAfter) || 0);
  } catch {
    return new Failure({ code: "internal", message: text || `HTTP ${status}` }, status, Number(retryAfter) || 0);
  }
}

async function request(path, options = {}) {
  for (;;) {
    const response = await fetch(path, { ...options, headers: headers(options.headers) }).catch(() => {
      throw offline();
    });
    if (response.ok) return response;
    if (response.status === 401) await askForToken();
    else throw failureOf(response.status, await response.text(), response.headers.get("Retry-After"));
  }
}

export const model = async () => (await request("/v1/model")).json();
export const job = async (id) => (await request(`/v1/jobs/${id}`)).json();
export const cancel = (id) => request(`/v1/jobs/${id}/cancel`, { method: "POST" });
export const pick = async (wanted) =>
  (await request("/v1/picks", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) })).json();
export const spectrogram = async (path) => (await request(path)).blob();
export const tagNames = async () => (await request("/page/tags.json")).json();

// Sends files as one job. `signal` aborts; `onProgress` gets the share sent.
export function send(files, protocol, signal, onProgress) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open("POST", `/v1/batch?spectrogram=true&protocol=${protocol}`);
    for (const [name, value] of Object.entries(headers())) upload.setRequestHeader(name, value);
    upload.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    upload.onload = () => {
      if (upload.status === 202) resolve(JSON.parse(upload.responseText));
      else reject(failureOf(upload.status, upload.responseText, upload.getResponseHeader("Retry-After")));
    };
    upload.onerror = () => reject(offline());
    upload.onabort = () => reject(new Failure({ code: "cancelled", message: "Stopped." }));
    signal.addEventListener("abort", () => upload.abort(), { once: true });
    upload.send(form);
  });
}

// Follows a job to its end; a broken connection is taken up again where it broke.
export async function follow(id, onEvent) {
  let last = "";
  for (let failed = 0; failed < RETRIES; failed += 1) {
    try {
      const response = await request(`/v1/jobs/${id}/events`, { headers: last ? { "Last-Event-ID": last } : {} });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
        const blocks = text.split("\n\n");
        text = blocks.pop();
        for (const block of blocks) {
          const fields = Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
          last = fields.id ?? last;
          failed = 0;
          onEvent(fields.event, JSON.parse(fields.data));
          if (fields.event === "end") return;
        }
      }
    } catch (error) {
      if (error instanceof Failure && error.status) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** failed));
  }
  throw offline();
}
