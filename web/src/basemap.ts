// The basemap: land, waters, borders and names, drawn from the built files. No tiles, no network but the desk's own.

import { arcsOf, mercatorX, mercatorY, type Arc, type Shape, shapesOf, type Topology, trace, type View } from "./geo";
import { type Label, place, type Rect } from "./labels";
import { language } from "./texts";

/** From this zoom on the finer land is drawn, with the lines between provinces and their names. */
export const DETAIL_FROM = 4.75;
const TOWNS_FROM = 4;

interface Columns { lat: number[]; lon: number[]; name: string[] }
interface Areas extends Columns { size: number[]; iso?: string[]; ar?: string[] }
interface Towns extends Columns { thousands: number[]; capitals: number[] }

/** Names with their places on the map whose side is 1, the largest first. */
interface Names {
  text: string[];
  x: Float64Array;
  y: Float64Array;
  size: number[];
}

export interface Colours { [name: string]: string }

class Lines {
  readonly arcs: Arc[];
  private readonly shapes: Record<string, Shape[]> = {};

  constructor(topology: Topology) {
    this.arcs = arcsOf(topology);
    for (const [name, object] of Object.entries(topology.objects)) this.shapes[name] = shapesOf(object, this.arcs);
  }

  draw(context: CanvasRenderingContext2D, view: View, name: string, closed = false): void {
    context.beginPath();
    trace(context, this.shapes[name] ?? [], this.arcs, view, closed);
  }
}

export class Basemap {
  private readonly asked = new Map<string, Promise<void>>();
  private world?: Lines;
  private detail?: Lines;
  private waters?: Lines;
  private countries?: Names;
  private provinces?: Names;
  private towns?: Names;
  private capitals = new Set<number>();

  /** `changed` is called when more of the map can be drawn. */
  constructor(private readonly folder: string, private readonly changed: () => void) {}

  /** Asks for the files that a zoom needs. */
  want(zoom: number): void {
    this.ask<Topology>("world", (file) => (this.world = new Lines(file)));
    this.ask<Topology>("waters", (file) => (this.waters = new Lines(file)));
    this.ask<{ countries: Areas; provinces: Areas }>("labels", (file) => this.name(file));
    if (zoom >= TOWNS_FROM) this.ask<Towns>("towns", (file) => this.nameTowns(file));
    if (zoom >= DETAIL_FROM) this.ask<Topology>("detail", (file) => (this.detail = new Lines(file)));
  }

  private ask<T>(name: string, use: (file: T) => void): void {
    if (this.asked.has(name)) return;
    const loading = fetch(`${this.folder}${name}.json`).then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      use((await answer.json()) as T);
      this.changed();
    });
    // Without a file the map has less on it; the points are what matters, and they have a message of their own.
    this.asked.set(name, loading.catch((error: unknown) => console.warn("basemap:", error)));
  }

  private name({ countries, provinces }: { countries: Areas; provinces: Areas }): void {
    const lang = language();
    const names = new Intl.DisplayNames(lang, { type: "region", fallback: "none" });
    const called = (iso: string, i: number): string => names.of(iso) ?? countries.name[i]!;
    this.countries = at(countries, countries.iso?.map(called) ?? countries.name, countries.size);
    const own = lang.startsWith("ar") ? provinces.ar?.map((name, i) => name || provinces.name[i]!) : undefined;
    this.provinces = at(provinces, own ?? provinces.name, provinces.size);
  }

  private nameTowns(towns: Towns): void {
    this.towns = at(towns, towns.name, towns.thousands);
    this.capitals = new Set(towns.capitals);
  }

  /** Draws land, waters and borders. */
  drawLand(context: CanvasRenderingContext2D, view: View, colours: Colours): void {
    const zoom = Math.log2(view.scale / 256);
    const land = (zoom >= DETAIL_FROM && this.detail) || this.world;
    if (!land) return;
    context.lineJoin = "round";
    fill(context, colours["land"]!, () => land.draw(context, view, "land", true));
    if (this.waters) {
      const { waters } = this;
      fill(context, colours["sea"]!, () => waters.draw(context, view, "lakes", true));
      if (zoom >= 3) line(context, colours["river"]!, zoom >= 6 ? 1.1 : 0.7, [], () => waters.draw(context, view, "rivers"));
    }
    if (zoom >= DETAIL_FROM)
      line(context, colours["province"]!, 0.8, [4, 3], () => land.draw(context, view, "provinces"));
    line(context, colours["border"]!, zoom >= 4 ? 1.1 : 0.7, [], () => land.draw(context, view, "borders"));
  }

  /** Draws the names that have room; `marks` are kept clear of names of towns and provinces. */
  drawNames(context: CanvasRenderingContext2D, view: View, colours: Colours, marks: readonly Rect[]): void {
    context.lineJoin = "round";
    context.textBaseline = "middle";
    const wanted = [...this.wanted(context, view)];
    for (const label of place(wanted, marks)) {
      write(context, label.kind);
      context.strokeStyle = colours["land"]!;
      context.lineWidth = 3;
      context.textAlign = "left";
      context.direction = "ltr"; // the left edge is known: text of either direction fills the same room
      context.strokeText(label.text, label.left, label.middle);
      context.fillStyle = colours[label.kind === "province" ? "label" : "ink"]!;
      context.globalAlpha = label.kind === "province" ? 0.85 : label.kind === "country" ? 0.75 : 1;
      context.fillText(label.text, label.left, label.middle);
      if (label.kind === "town" || label.kind === "capital") dot(context, label, colours);
      context.globalAlpha = 1;
    }
  }

  /** Names that may stand in the view, the most important first. */
  private *wanted(context: CanvasRenderingContext2D, view: View): Generator<Label> {
    const zoom = Math.log2(view.scale / 256);
    const side = (size: number): number => (size / 1e4) * view.scale;
    const { countries, provinces, towns, capitals } = this;
    if (countries && zoom < 8)
      yield* labels(context, view, countries, "country", (i, width) => side(countries.size[i]!) > Math.max(24, width * 0.6));
    if (towns) {
      yield* labels(context, view, towns, "capital", (i) => capitals.has(i) && zoom >= 4.5);
      yield* labels(context, view, towns, "town", (i) => !capitals.has(i) && towns.size[i]! >= least(zoom), MOST_TOWNS);
    }
    if (provinces && zoom >= DETAIL_FROM)
      yield* labels(context, view, provinces, "province", (i, width) => side(provinces.size[i]!) > width * 0.85);
  }
}

const MOST_TOWNS = 160;

/** Thousands of inhabitants that a town must have to be named at a zoom. */
const least = (zoom: number): number => (zoom < 5 ? 1500 : zoom < 6 ? 500 : zoom < 7 ? 150 : zoom < 8 ? 50 : 0);

function* labels(
  context: CanvasRenderingContext2D, view: View, names: Names, kind: Label["kind"],
  fits: (i: number, width: number) => boolean, most = Infinity,
): Generator<Label> {
  const height = write(context, kind);
  let given = 0;
  for (let i = 0; i < names.text.length && given < most; i++) {
    const x = names.x[i]! * view.scale - view.x, y = names.y[i]! * view.scale - view.y;
    if (x < 0 || y < 0 || x > view.width || y > view.height || !fits(i, 0)) continue;
    const text = kind === "province" ? names.text[i]!.toLocaleUpperCase(language()) : names.text[i]!;
    const { width } = context.measureText(text);
    if (!fits(i, width)) continue;
    given++;
    yield { text, x, y, width, height, kind };
  }
}

/** Sets the font of a kind of name; gives its height in pixels. */
function write(context: CanvasRenderingContext2D, kind: Label["kind"]): number {
  // A capital is only named first: which town is one is disputed in places, so none is shown as one.
  const size = { country: 13, province: 10, town: 11, capital: 11 }[kind];
  const weight = kind === "country" ? 600 : 400;
  context.font = `${weight} ${size}px system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif`;
  return size + 3;
}

function at(columns: Columns, text: string[], size: number[]): Names {
  return { text, x: Float64Array.from(columns.lon, mercatorX), y: Float64Array.from(columns.lat, mercatorY), size };
}

function fill(context: CanvasRenderingContext2D, colour: string, path: () => void): void {
  path();
  context.fillStyle = colour;
  context.fill();
}

function line(context: CanvasRenderingContext2D, colour: string, width: number, dash: number[], path: () => void): void {
  path();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

function dot(context: CanvasRenderingContext2D, label: Label, colours: Colours): void {
  context.beginPath();
  context.arc(label.x, label.y, 1.8, 0, 7);
  context.fillStyle = colours["muted"]!;
  context.fill();
}
