// What stands on the map at a point: circles of incidents, names of towns, and the signs of other layers.
import { Marker } from "/vendor/maplibre-gl/maplibre-gl.mjs";

const farApart = 0.0005;
/** Pixels of a letter of a name, on average. */
const letter = 7.5;

/** One incident, or several that are close with their number. */
export function circle(map, point, { query, deepest, words }) {
  const sign = document.createElement("a");
  if (point.incidents > 1) {
    const { west, south, east, north } = point;
    const spread = Math.max(east - west, north - south);
    const found = new URLSearchParams(query);
    found.delete("layer");
    found.delete("measure");
    found.set("bbox", [west, south, east, north].join(","));
    sign.href = `/incidents?${found}`;
    sign.className = point.incidents > 99 ? "m-badge m-badge--many" : "m-badge";
    sign.textContent = point.size;
    sign.setAttribute("aria-label", words.replace("{0}", point.size));
    sign.addEventListener("click", (click) => {
      // Incidents of one town share its coordinates: no zoom parts them, so the link leads to their list.
      if (click.ctrlKey || click.metaKey || click.shiftKey || spread < farApart || map.getZoom() > deepest - 0.5) return;
      click.preventDefault();
      map.easeTo({ center: [(west + east) / 2, (south + north) / 2], zoom: map.getZoom() + 2 });
    });
  } else {
    const label = [point.title, point.date].filter(Boolean).join(", ");
    sign.href = `/incidents/${point.number}`;
    sign.className = point.wherePrec === 1 ? "m-one" : "m-one m-one--vague";
    sign.title = label;
    sign.setAttribute("aria-label", label);
  }
  return put(map, sign, point);
}

/** How far a name has to step to the right of a circle on its town, in pixels; null where half of it would be covered. */
export function free(map, points) {
  const taken = points.map((p) => ({ ...map.project([p.longitude, p.latitude]), r: p.incidents > 99 ? 22 : p.incidents > 1 ? 16 : 9 }));
  return ({ latitude, longitude, sign, label }) => {
    if (sign !== "town") return 0;
    const { x, y } = map.project([longitude, latitude]);
    const over = taken.filter((t) => Math.hypot(t.x - x, t.y - y) < t.r + 6);
    const shift = Math.max(0, ...over.map((t) => t.x + t.r - x - 2));
    const end = x + shift + 12 + label.length * letter;
    const covered = taken.some((t) => !over.includes(t) && t.x + t.r > x - 4 && t.x - t.r < end && Math.abs(t.y - y) < t.r + 9);
    return covered ? null : shift;
  };
}

/** A mark of another layer; what leads nowhere is no stop on the way of the keyboard. */
export function mark(map, { latitude, longitude, sign, words, href, label }, shift) {
  const element = document.createElement(href ? "a" : "span");
  if (href) element.href = href;
  element.className = `m-sign m-sign--${sign}`;
  // The circle on it says where it is.
  if (shift > 0) element.classList.add("m-sign--beside");
  element.title = words;
  if (label) {
    const name = element.appendChild(document.createElement("bdi"));
    name.textContent = label;
  } else {
    element.setAttribute("aria-label", words);
    if (!href) element.setAttribute("role", "img");
  }
  return put(map, element, { latitude, longitude }, label ? "left" : "center", [shift, 0]);
}

function put(map, element, { latitude, longitude }, anchor = "center", offset = [0, 0]) {
  return new Marker({ element, anchor, offset }).setLngLat([longitude, latitude]).addTo(map);
}
