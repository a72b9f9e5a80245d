// The map in a browser that can: MapLibre on our own outlines, circles counted by the server. Without it the drawing stays.
import { Map as GlMap, Marker, setWorkerUrl } from "/vendor/maplibre-gl/maplibre-gl.mjs";
import "/vendor/topojson-client/topojson-client.min.js";

const stage = document.getElementById("map");
const query = stage.dataset.query.replace(/^\?/, "");
const dark = matchMedia("(prefers-color-scheme: dark)");
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

function marker(map, point) {
  const several = point.incidents > 1;
  const sign = document.createElement(several ? "button" : "a");
  if (several) {
    sign.type = "button";
    sign.className = point.incidents > 99 ? "m-badge m-badge--many" : "m-badge";
    sign.textContent = point.size;
    sign.setAttribute("aria-label", stage.dataset.incidents.replace("{0}", point.size));
    sign.addEventListener("click", () => map.easeTo({ center: [point.longitude, point.latitude], zoom: map.getZoom() + 2 }));
  } else {
    sign.href = `/incidents/${point.number}`;
    sign.className = point.wherePrec === 1 ? "m-one" : "m-one m-one--vague";
    sign.title = point.title;
    sign.setAttribute("aria-label", point.title);
  }
  return new Marker({ element: sign }).setLngLat([point.longitude, point.latitude]).addTo(map);
}

function area({ name, level, rings }) {
  return { type: "Feature", properties: { name, level }, geometry: { type: "MultiPolygon", coordinates: rings.map((r) => [r]) } };
}

async function refresh(map) {
  request?.abort();
  request = new AbortController();
  const at = `bbox=${boxOf(map)}&zoom=${map.getZoom().toFixed(2)}`;
  try {
    const [found, areas] = await Promise.all([
      json(`/map/points?${query ? `${query}&` : ""}${at}`, request.signal),
      json(`/map/areas?${at}`, request.signal),
    ]);
    markers.forEach((m) => m.remove());
    markers = found.points.map((p) => marker(map, p));
    map.getSource("areas").setData({ type: "FeatureCollection", features: areas.map(area) });
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function start() {
  setWorkerUrl("/vendor/maplibre-gl/maplibre-gl-worker.mjs");
  const { west, south, east, north } = stage.dataset;
  const bounds = [[+west, +south], [+east, +north]];
  const fit = { padding: 48, maxZoom: 9, duration: 0 };
  const map = new GlMap({
    container: stage,
    style: style(),
    bounds,
    fitBoundsOptions: fit,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxZoom: 14,
  });
  map.touchZoomRotate.disableRotation();
  map.on("load", async () => {
    stage.classList.add("is-live");
    map.resize();
    map.fitBounds(bounds, fit);
    const world = await json("/vendor/world-atlas/countries-50m.json");
    map.getSource("world").setData(globalThis.topojson.feature(world, world.objects.countries));
    await refresh(map);
    map.on("moveend", () => refresh(map));
    dark.addEventListener("change", () => paint(map));
    document.getElementById("zoom").hidden = false;
    document.getElementById("zoom-in").addEventListener("click", () => map.zoomIn());
    document.getElementById("zoom-out").addEventListener("click", () => map.zoomOut());
  });
}

const probe = document.createElement("canvas");
if (probe.getContext("webgl2")) start();
