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

/** Whether a name stands clear of the circles: half a name says nothing. */
export function free(map, points) {
  const taken = points.map((p) => ({ ...map.project([p.longitude, p.latitude]), r: p.incidents > 99 ? 22 : p.incidents > 1 ? 16 : 9 }));
  return ({ latitude, longitude, sign, label }) => {
    if (sign !== "town") return true;
    const { x, y } = map.project([longitude, latitude]);
    const end = x + 12 + label.length * letter;
    return !taken.some((t) => t.x + t.r > x - 4 && t.x - t.r < end && Math.abs(t.y - y) < t.r + 9);
  };
}

/** A mark of another layer; what leads nowhere is no stop on the way of the keyboard. */
export function mark(map, { latitude, longitude, sign, words, href, label }) {
  const element = document.createElement(href ? "a" : "span");
  if (href) element.href = href;
  element.className = `m-sign m-sign--${sign}`;
  element.title = words;
  if (label) {
    const name = element.appendChild(document.createElement("bdi"));
    name.textContent = label;
  } else {
    element.setAttribute("aria-label", words);
    if (!href) element.setAttribute("role", "img");
  }
  return put(map, element, { latitude, longitude }, label ? "left" : "center");
}

function put(map, element, { latitude, longitude }, anchor = "center") {
  return new Marker({ element, anchor }).setLngLat([longitude, latitude]).addTo(map);
}
