// The map in a browser that can: MapLibre on our own outlines, circles counted by the server. Without it the drawing stays.
import { Map as GlMap, Popup, setWorkerUrl } from "/vendor/maplibre-gl/maplibre-gl.mjs";
import "/vendor/topojson-client/topojson-client.min.js";
import { addDetail, feature, paint, patterns, style } from "./map-ground.js";
import { circle, free, mark } from "./map-signs.js";
import { handles } from "./map-time.js";

const stage = document.getElementById("map");
const dark = matchMedia("(prefers-color-scheme: dark)");
const phone = matchMedia("(pointer: coarse) and (max-width: 40rem)");
const trouble = document.getElementById("trouble");
const deepest = 14;
const printAfter = 2000;
/** What stands in the address beside the view: the filter, the layers, the figure. */
const query = new URLSearchParams(stage.dataset.query);
let signs = [];
let request;
let printing;
/** What stays wrong, whatever is asked anew. */
let lasting = "";

const within = (value, low, high) => Math.min(high, Math.max(low, value));

function boxOf(map) {
  const b = map.getBounds();
  return [within(b.getWest(), -180, 180), within(b.getSouth(), -90, 90), within(b.getEast(), -180, 180), within(b.getNorth(), -90, 90)]
    .map((n) => n.toFixed(4))
    .join(",");
}

const asked = (map) => `${query}${query.size ? "&" : ""}bbox=${boxOf(map)}`;

async function get(path, signal, type) {
  const answer = await fetch(path, { signal, headers: { accept: type } });
  // A session that has ended leads to the sign-in page: that is no answer.
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

const json = async (path, signal) => (await get(path, signal, "application/json")).json();

async function parts(path, signal) {
  const text = await (await get(path, signal, "text/html")).text();
  return new DOMParser().parseFromString(text, "text/html");
}

/** Puts what the server says in its place; who came by keyboard stays where they are. */
function say(map, answer) {
  const held = document.activeElement?.id;
  for (const id of ["panel", "time", "in-view"]) {
    document.getElementById(id).replaceChildren(...answer.getElementById(id).childNodes);
  }
  wire(map);
  if (held && document.activeElement?.id !== held) document.getElementById(held)?.focus({ preventScroll: true });
}

function show(map, points, layers) {
  const held = signs.some((s) => s.getElement() === document.activeElement);
  signs.forEach((s) => s.remove());
  const room = free(map, points);
  signs = layers.flatMap((layer) => layer.marks.map((m) => [m, room(m)]).filter(([, shift]) => shift !== null).map(([m, shift]) => mark(map, m, shift)));
  signs.push(...points.map((p) => circle(map, p, { query, deepest, words: stage.dataset.incidents })));
  if (held) map.getCanvas().focus({ preventScroll: true });
  const shapes = layers.flatMap((layer) => layer.shapes);
  for (const [source, signsOf] of [["fills", ["fill"]], ["areas", ["border", "boundary"]]]) {
    const features = shapes.filter((s) => signsOf.includes(s.sign)).map(feature);
    map.getSource(source).setData({ type: "FeatureCollection", features });
  }
}

/**
 * @param said whether the words are asked too: they are there already when the page has just come
 * @param moved whether they are those of this view, and the address with them; else those of the whole
 */
async function refresh(map, said, moved = said) {
  request?.abort();
  const mine = (request = new AbortController());
  const zoom = map.getZoom().toFixed(2);
  const view = `${asked(map)}&zoom=${zoom}`;
  const layer = query.getAll("layer");
  const circles = !query.has("layer") || layer.includes("incidents");
  try {
    const [found, layers, answer] = await Promise.all([
      circles ? json(`/map/points?${view}`, mine.signal) : { points: [] },
      json(`/map/layers?${view}`, mine.signal),
      said ? parts(`/map/view?${moved ? view : `${query}&zoom=${zoom}`}`, mine.signal) : null,
    ]);
    show(map, found.points, layers);
    if (answer) say(map, answer);
    if (moved) {
      history.replaceState(null, "", `/map?${asked(map)}`);
      clearTimeout(printing);
      printing = setTimeout(() => draw(map), printAfter);
    }
    complain(lasting);
  } catch (error) {
    if (error.name !== "AbortError") complain(stage.dataset.failed);
  }
}

/** What is printed is the server's drawing: of this view, once the map has come to rest. */
async function draw(map) {
  try {
    const drawn = await parts(`/map/drawing?${asked(map)}`, request?.signal);
    stage.querySelector(":scope > svg")?.replaceWith(drawn.querySelector("svg"));
  } catch {
    // The drawing of before is printed; the next rest tries again.
  }
}

function complain(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

/** Layers, figure and time act at once; the form's button is for where there is no script. */
function wire(map) {
  const panel = document.getElementById("panel");
  panel.onchange = () => {
    const boxes = [...panel.querySelectorAll("input[name=layer][type=checkbox]:checked")];
    query.delete("layer");
    for (const value of boxes.length ? boxes.map((b) => b.value) : [""]) query.append("layer", value);
    const measure = panel.querySelector("[name=measure]");
    if (measure) query.set("measure", measure.value);
    detailShown(map);
    refresh(map, true);
  };
  handles(document.getElementById("time"), (from, to) => {
    for (const key of ["from", "to", "year", "began"]) query.delete(key);
    if (from) query.set("from", from);
    if (to) query.set("to", to);
    for (const key of ["from", "to"]) document.getElementById(key).value = query.get(key) ?? "";
    document.querySelectorAll("#choice > input[name=year], #choice > input[name=began]").forEach((i) => i.remove());
    refresh(map, true);
  });
}

function detailShown(map) {
  const on = !query.has("layer") || query.getAll("layer").includes("detail");
  const wanted = on ? "visible" : "none";
  // Setting what is so already would fetch every tile again.
  for (const { id } of map.getStyle().layers.filter((l) => l.source === "detail")) {
    if ((map.getLayoutProperty(id, "visibility") ?? "visible") !== wanted) map.setLayoutProperty(id, "visibility", wanted);
  }
  const credit = stage.querySelector(".map__credit");
  if (credit) credit.hidden = !on;
}

/** What an area says, with the way to its incidents; the table beside the map has the same for the keyboard. */
function tell(map, { point, lngLat }) {
  const [found] = map.queryRenderedFeatures(point, { layers: ["fill"] });
  if (!found) return;
  const note = document.createElement("div");
  note.className = "map__note";
  const words = note.appendChild(document.createElement("p"));
  words.textContent = found.properties.words;
  words.dir = "auto";
  if (found.properties.href) {
    const link = note.appendChild(document.createElement("a"));
    link.href = found.properties.href;
    link.textContent = stage.dataset.found;
  }
  new Popup({ maxWidth: "18rem" }).setLngLat(lngLat).setDOMContent(note).addTo(map);
}

function start() {
  setWorkerUrl("/vendor/maplibre-gl/maplibre-gl-worker.mjs");
  const { west, south, east, north } = stage.dataset;
  const bounds = [[+west, +south], [+east, +north]];
  // The panel lies over the left of a wide map, the time over its foot: what is fitted stands beside them.
  const wide = stage.clientWidth > 700;
  const room = wide ? { top: 48, right: 72, bottom: 168, left: 272 } : { top: 24, right: 24, bottom: 24, left: 24 };
  const fit = { padding: stage.dataset.boxed ? 0 : room, maxZoom: stage.dataset.boxed ? deepest : 9, duration: 0 };
  const help = stage.dataset.twoFingers;
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
    // On a phone one finger scrolls the page, two move the map: nobody is caught in it.
    cooperativeGestures: phone.matches,
    locale: {
      "CooperativeGesturesHandler.MobileHelpText": help,
      "CooperativeGesturesHandler.WindowsHelpText": help,
      "CooperativeGesturesHandler.MacHelpText": help,
      "Popup.Close": stage.dataset.close,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.on("load", async () => {
    stage.classList.add("is-live");
    patterns(map);
    map.resize();
    map.fitBounds(bounds, fit);
    const world = await json("/vendor/world-atlas/countries-50m.json");
    map.getSource("world").setData(globalThis.topojson.feature(world, world.objects.countries));
    if (stage.dataset.detail) {
      addDetail(map, stage.dataset.detail, document.documentElement.lang, () => complain((lasting = stage.dataset.detailFailed))).then(() => detailShown(map));
    }
    wire(map);
    // The server drew a window of another shape: areas may be districts here that are provinces there.
    await refresh(map, query.getAll("layer").includes("areas"), Boolean(stage.dataset.boxed));
    map.on("moveend", () => refresh(map, true));
    map.on("click", (click) => tell(map, click));
    dark.addEventListener("change", () => paint(map));
    document.getElementById("zoom").hidden = false;
    document.getElementById("zoom-in").addEventListener("click", () => map.zoomIn());
    document.getElementById("zoom-out").addEventListener("click", () => map.zoomOut());
  });
}

const probe = document.createElement("canvas");
if (probe.getContext("webgl2")) start();
