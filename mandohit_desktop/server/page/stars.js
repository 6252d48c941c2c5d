// Starred songs, known by their content, so that a star survives a reload and another name.

const STARS = "mandohit.stars";

const stars = new Set(JSON.parse(localStorage.getItem(STARS) ?? "[]"));

export const isStarred = (sha256) => stars.has(sha256);

export function toggleStar(sha256) {
  if (!stars.delete(sha256)) stars.add(sha256);
  localStorage.setItem(STARS, JSON.stringify([...stars]));
}
