// The ground of the map: land, areas, and the detail of a PMTiles file, in the colours of the house.
import { addProtocol } from "/vendor/maplibre-gl/maplibre-gl.mjs";

const tile = 8;
const longestCredit = 200;
const none = { type: "FeatureCollection", features: [] };

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Which role paints what: layer, property, value; asked again when the theme changes. */
const paints = () => [
  ["out", "background-color", colour("--map-out")],
  ["land", "fill-color", colour("--map-land")],
  ["coast", "line-color", colour("--ink-3")],
  ["ground", "fill-color", colour("--map-land")],
  ["fill", "fill-color", ["match", ["get", "step"], 1, colour("--s1"), 2, colour("--s2"), 3, colour("--s3"), 4, colour("--s4"), 5, colour("--s5"), colour("--map-land")]],
  ["area", "line-color", ["case", ["==", ["get", "sign"], "border"], colour("--ink-3"), colour("--map-line")]],
  ["detail-landuse", "fill-color", colour("--sunken")],
  ["detail-landcover", "fill-color", colour("--sunken")],
  ["detail-water", "fill-color", colour("--map-water")],
  ["detail-river", "line-color", colour("--map-water")],
  ["detail-waterway", "line-color", colour("--map-water")],
  ["detail-roads", "line-color", colour("--map-line")],
  ["detail-transportation", "line-color", colour("--map-line")],
  ["detail-boundaries", "line-color", colour("--ink-3")],
  ["detail-boundary", "line-color", colour("--ink-3")],
  ["detail-places", "text-color", colour("--ink-2")],
  ["detail-places", "text-halo-color", colour("--map-land")],
  ["detail-place", "text-color", colour("--ink-2")],
  ["detail-place", "text-halo-color", colour("--map-land")],
];

export function style() {
  return {
    version: 8,
    sources: Object.fromEntries(["world", "areas", "fills"].map((id) => [id, { type: "geojson", data: none }])),
    layers: [
      { id: "out", type: "background" },
      { id: "land", type: "fill", source: "world" },
      { id: "coast", type: "line", source: "world", paint: { "line-width": 1 } },
      { id: "ground", type: "fill", source: "areas", filter: ["==", ["get", "sign"], "border"] },
      { id: "fill", type: "fill", source: "fills", filter: ["has", "step"], paint: { "fill-opacity": 0.92 } },
      { id: "void", type: "fill", source: "fills", filter: ["!", ["has", "step"]], paint: { "fill-pattern": "void" } },
      { id: "doubt", type: "fill", source: "fills", filter: ["get", "isDoubtful"], paint: { "fill-pattern": "hatch" } },
      { id: "area", type: "line", source: "areas", paint: { "line-width": ["case", ["==", ["get", "sign"], "border"], 1.5, 0.9] } },
    ].map((layer) => ({ ...layer, paint: { ...layer.paint, ...paintsOf(layer.id) } })),
  };
}

const paintsOf = (id) => Object.fromEntries(paints().filter(([layer]) => layer === id).map(([, property, value]) => [property, value]));

/** Patterns and colours, as they are in the theme of now. */
export function paint(map) {
  patterns(map);
  for (const [layer, property, value] of paints()) {
    if (map.getLayer(layer)) map.setPaintProperty(layer, property, value);
  }
}

/** The hatch of doubt and the dots of nothing known, as the rest of the house draws them. */
export function patterns(map) {
  for (const [name, draw] of [["hatch", hatch], ["void", dots]]) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = tile * 2;
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    draw(pen);
    const image = pen.getImageData(0, 0, tile * 2, tile * 2);
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: 2 });
  }
}

function hatch(pen) {
  pen.strokeStyle = colour("--ink-3");
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const shift of [-tile, 0, tile]) {
    pen.moveTo(shift - 1, tile + 1);
    pen.lineTo(shift + tile + 1, -1);
  }
  pen.stroke();
}

function dots(pen) {
  pen.fillStyle = colour("--line-strong");
  pen.beginPath();
  pen.arc(tile / 2, tile / 2, 1, 0, Math.PI * 2);
  pen.fill();
}

export function feature({ polygons, sign, words, href, step, isDoubtful }) {
  const properties = { sign, words, href, isDoubtful };
  // A step that is not known is no property at all.
  if (step !== null && step !== undefined) properties.step = step;
  return { type: "Feature", properties, geometry: { type: "MultiPolygon", coordinates: polygons } };
}

/** Layers of the two common schemas; those that a file does not have draw nothing. */
function detailLayers(language) {
  const line = (id, source, width, filter) => ({ id: `detail-${id}`, type: "line", "source-layer": source, filter: filter ?? true, paint: { "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 5, width / 3, 14, width * 3] } });
  const fill = (id, source) => ({ id: `detail-${id}`, type: "fill", "source-layer": source, filter: ["==", ["geometry-type"], "Polygon"] });
  const name = ["coalesce", ["get", `name:${language}`], ["get", "name:latin"], ["get", "name_en"], ["get", "name:en"], ["get", "name"]];
  const names = (id) => ({
    id: `detail-${id}`,
    type: "symbol",
    "source-layer": id,
    layout: { "text-field": name, "text-size": 13, "text-max-width": 10 },
    paint: { "text-halo-width": 1.5 },
  });
  const flows = ["==", ["geometry-type"], "LineString"];
  return [
    { ...fill("landuse", "landuse"), minzoom: 8 },
    { ...fill("landcover", "landcover"), minzoom: 8 },
    fill("water", "water"),
    line("river", "water", 1.2, flows),
    line("waterway", "waterway", 1.2),
    line("roads", "roads", 1.2, flows),
    line("transportation", "transportation", 1.2, flows),
    line("boundaries", "boundaries", 0.8),
    line("boundary", "boundary", 0.8),
    names("places"),
    names("place"),
  ].map((layer) => ({ ...layer, source: "detail", paint: { ...layer.paint, ...paintsOf(layer.id) } }));
}

let protocol;

/** Loads the reader of such files only where there is one. */
function reader() {
  protocol ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/vendor/pmtiles/pmtiles.js";
    script.onload = () => {
      const read = new globalThis.pmtiles.Protocol();
      addProtocol("pmtiles", read.tile);
      done(read);
    };
    script.onerror = failed;
    document.head.append(script);
  });
  return protocol;
}

/** Whose data it is, as the file says it: words only, whatever they are wrapped in. */
function credit(map, said) {
  const words = new DOMParser().parseFromString(`${said ?? ""}`, "text/html").body.textContent.trim().slice(0, longestCredit);
  if (!words) return;
  const line = map.getContainer().appendChild(document.createElement("p"));
  line.className = "map__credit";
  line.textContent = words;
}

/** @param failed is called once when the file cannot be read; then the map goes on without it. */
export async function addDetail(map, path, language, failed) {
  const ids = [];
  let dropped = false;
  const drop = () => {
    if (dropped) return;
    dropped = true;
    ids.forEach((id) => map.removeLayer(id));
    if (map.getSource("detail")) map.removeSource("detail");
    failed();
  };
  try {
    const known = await reader();
    const file = new globalThis.pmtiles.PMTiles(location.origin + path);
    known.add(file);
    credit(map, (await file.getMetadata())?.attribution);
    map.on("error", (event) => {
      if (event.sourceId === "detail") drop();
    });
    map.addSource("detail", { type: "vector", url: `pmtiles://${location.origin}${path}` });
    for (const layer of detailLayers(language)) {
      map.addLayer(layer, "fill");
      ids.push(layer.id);
    }
  } catch {
    drop();
  }
}
