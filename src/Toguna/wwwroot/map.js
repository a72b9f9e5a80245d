// The map in a browser that can: MapLibre on our own outlines, circles counted by the server. Without it the drawing stays.
import { Map as GlMap, Marker, setWorkerUrl } from "/vendor/maplibre-gl/maplibre-gl.mjs";
import "/vendor/topojson-client/topojson-client.min.js";

const stage = document.getElementById("map");
const query = stage.dataset.query.replace(/^\?/, "");
const dark = matchMedia("(prefers-color-scheme: dark)");
const list = document.getElementById("in-view");
const trouble = document.getElementById("trouble");
const deepest = 14;
let markers = [];
let request;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const within = (value, low, high) => Math.min(high, Math.max(low, value));

function style() {
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      areas: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "out", type: "background", paint: { "background-color": colour("--map-out") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": colour("--map-land") } },
      { id: "border", type: "line", source: "world", paint: { "line-color": colour("--ink-3"), "line-width": 1 } },
      { id: "ground", type: "fill", source: "areas", filter: ["==", ["get", "level"], 0], paint: { "fill-color": colour("--map-land") } },
      { id: "area", type: "line", source: "areas", paint: { "line-color": colour("--map-line"), "line-width": ["case", ["==", ["get", "level"], 0], 1.5, 0.9] } },
    ],
  };
}

function paint(map) {
  map.setPaintProperty("out", "background-color", colour("--map-out"));
  map.setPaintProperty("land", "fill-color", colour("--map-land"));
  map.setPaintProperty("border", "line-color", colour("--ink-3"));
  map.setPaintProperty("ground", "fill-color", colour("--map-land"));
  map.setPaintProperty("area", "line-color", colour("--map-line"));
}

function boxOf(map) {
  const b = map.getBounds();
  return [within(b.getWest(), -180, 180), within(b.getSouth(), -90, 90), within(b.getEast(), -180, 180), within(b.getNorth(), -90, 90)]
    .map((n) => n.toFixed(4))
    .join(",");
}

async function json(path, signal) {
  const answer = await fetch(path, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const asked = (rest) => (query ? `${query}&${rest}` : rest);

function marker(map, point) {
  const several = point.incidents > 1;
  const sign = document.createElement("a");
  if (several) {
    const label = stage.dataset.incidents.replace("{0}", point.size);
    const { west, south, east, north } = point;
    const spread = Math.max(east - west, north - south);
    sign.href = `/incidents?${asked(`bbox=${[west, south, east, north].join(",")}`)}`;
    sign.className = point.incidents > 99 ? "m-badge m-badge--many" : "m-badge";
    sign.textContent = point.size;
    sign.setAttribute("aria-label", label);
    sign.addEventListener("click", (click) => {
      // Incidents of one town share its coordinates: no zoom parts them, so the link leads to their list.
      if (click.ctrlKey || click.metaKey || click.shiftKey || spread < 0.0005 || map.getZoom() > deepest - 0.5) return;
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
  return new Marker({ element: sign }).setLngLat([point.longitude, point.latitude]).addTo(map);
}

function area({ name, level, rings }) {
  return { type: "Feature", properties: { name, level }, geometry: { type: "MultiPolygon", coordinates: rings.map((r) => [r]) } };
}

async function words(path, signal) {
  const answer = await fetch(path, { signal, headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes;
}

async function refresh(map, withList) {
  request?.abort();
  const mine = (request = new AbortController());
  const box = `bbox=${boxOf(map)}`;
  const zoom = `zoom=${map.getZoom().toFixed(2)}`;
  try {
    const [found, areas, said] = await Promise.all([
      json(`/map/points?${asked(`${box}&${zoom}`)}`, mine.signal),
      json(`/map/areas?${box}&${zoom}`, mine.signal),
      withList ? words(`/map/list?${asked(box)}`, mine.signal) : null,
    ]);
    const held = markers.findIndex((m) => m.getElement() === document.activeElement);
    markers.forEach((m) => m.remove());
    markers = found.points.map((p) => marker(map, p));
    // Who came by keyboard stays on the map instead of falling back to the head of the page.
    if (held >= 0) map.getCanvas().focus({ preventScroll: true });
    map.getSource("areas").setData({ type: "FeatureCollection", features: areas.map(area) });
    if (said) {
      list.replaceChildren(...said);
      history.replaceState(null, "", `/map?${asked(box)}`);
    }
    trouble.hidden = true;
  } catch (error) {
    if (error.name === "AbortError") return;
    trouble.textContent = stage.dataset.failed;
    trouble.hidden = false;
  }
}

function start() {
  setWorkerUrl("/vendor/maplibre-gl/maplibre-gl-worker.mjs");
  const { west, south, east, north } = stage.dataset;
  const bounds = [[+west, +south], [+east, +north]];
  // The filter lies over the left of a wide map: what is fitted stands beside it.
  const room = stage.clientWidth > 700 ? { top: 48, right: 72, bottom: 48, left: 272 } : { top: 24, right: 24, bottom: 24, left: 24 };
  const fit = { padding: stage.dataset.boxed ? 0 : room, maxZoom: stage.dataset.boxed ? deepest : 9, duration: 0 };
  const map = new GlMap({
    container: stage,
    style: style(),
    bounds,
    fitBoundsOptions: fit,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: deepest,
    renderWorldCopies: false,
  });
  map.touchZoomRotate.disableRotation();
  map.on("load", async () => {
    stage.classList.add("is-live");
    map.resize();
    map.fitBounds(bounds, fit);
    const world = await json("/vendor/world-atlas/countries-50m.json");
    map.getSource("world").setData(globalThis.topojson.feature(world, world.objects.countries));
    await refresh(map, false);
    map.on("moveend", () => refresh(map, true));
    dark.addEventListener("change", () => paint(map));
    document.getElementById("zoom").hidden = false;
    document.getElementById("zoom-in").addEventListener("click", () => map.zoomIn());
    document.getElementById("zoom-out").addEventListener("click", () => map.zoomOut());
  });
}

const probe = document.createElement("canvas");
if (probe.getContext("webgl2")) start();
