// The map of a page's incidents: the basemap, the marks, what they say, and how it is linked with the list.

import {
  control, latLngBounds, type LatLngBounds, type LeafletMouseEvent, Map as LeafletMap, Popup,
} from "leaflet";
import { areas } from "./area";
import { Basemap, type Colours } from "./basemap";
import { CanvasLayer } from "./canvas";
import { type Cluster, clusters, spread } from "./clusters";
import { type View } from "./geo";
import { covered, draw, hit, light, type Mark } from "./marks-layer";
import * as spot from "./place-kept";
import { content, words } from "./popover";
import { type Answer, type Columns, type Shown, shown, Source } from "./source";
import { element, hear, parsed, send } from "./texts";

const NEAREST = 12;
// Pixels from which on marks stand apart: 15 is the radius of a mark of some 50, 19 that of a bin of some 700.
const REACH = { points: 30, bins: 38 };
const SAME = 3e-7; // of the map's side: some ten metres
const COLOURS = "land sea border province river label ink muted panel accent".split(" ");

class IncidentMap {
  private readonly map: LeafletMap;
  private readonly say: (name: string) => string;
  private readonly basemap: Basemap;
  private readonly layers: Record<"land" | "names" | "marks", CanvasLayer>;
  private readonly source: Source | undefined;
  private readonly fixed: boolean;
  private readonly colours: Colours = {};
  private shown: Shown = shown({ total: 0, binned: false });
  private clusters: Cluster[] = [];
  private clustered = NaN;
  private marks: Mark[] = [];
  private drawn = "";
  private lit: string | null = null;
  private opened = false;

  constructor(private readonly home: HTMLElement) {
    this.say = words(home);
    this.fixed = "fixed" in home.dataset || "points" in home.dataset;
    home.setAttribute("role", "application");
    this.map = new LeafletMap(home, {
      minZoom: 1, maxZoom: NEAREST, zoomSnap: 0.5, zoomControl: false, attributionControl: false, boxZoom: false,
      maxBounds: [[-86, -190], [86, 190]], maxBoundsViscosity: 0.8, scrollWheelZoom: !this.fixed, wheelPxPerZoomLevel: 90,
    });
    this.readColours();
    this.basemap = new Basemap(home.dataset["basemap"] ?? "/static/built/", () => {
      this.layers.land.redraw();
      this.layers.names.redraw();
    });
    const order = { land: 150, names: 250, marks: 350 };
    for (const [name, z] of Object.entries(order)) this.map.createPane(name).style.zIndex = String(z);
    this.layers = {
      land: new CanvasLayer("land", (context, view) => this.basemap.drawLand(context, view, this.colours)),
      marks: new CanvasLayer("marks", (context, view) => this.drawMarks(context, view)),
      names: new CanvasLayer("names", (context, view) =>
        this.basemap.drawNames(context, view, this.colours, covered(this.marks))),
    };
    if (home.dataset["src"]) this.source = new Source(() => home.dataset["src"]!, location.href);
    this.furnish();
    this.listen();
    this.begin();
  }

  private furnish(): void {
    control.zoom({ zoomInTitle: this.say("in"), zoomOutTitle: this.say("out") }).addTo(this.map);
    control.scale({ imperial: false, position: "bottomleft" }).addTo(this.map);
    const note = element("p", "map-note", this.home.dataset["disclaimer"] || "Made with Natural Earth. Boundaries do not imply endorsement.");
    note.dir = document.documentElement.dir || "ltr";
    note.append(" ", Object.assign(element("span", "", "Towns: GeoNames."), { dir: "ltr" }));
    this.home.append(note);
    if (!this.fixed) areas(this.map, this.say);
  }

  private listen(): void {
    this.map.on("moveend", () => this.moved());
    this.map.on("mousemove", (event) => this.hover(this.under(event)));
    this.map.on("mouseout", () => this.hover(undefined));
    this.map.on("click", (event) => this.open(this.under(event, 8)));
    this.home.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.home) this.open(this.nearest(), true);
      // Leaflet hears Escape only while the map itself has the focus, not what is open on it.
      if (event.key === "Escape") this.map.closePopup();
    });
    hear<{ id: string | null }>("hover", ({ id }) => this.light(id));
    hear("refresh", () => void this.load());
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => {
      this.readColours();
      for (const layer of Object.values(this.layers)) layer.redraw();
    });
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(this.home);
  }

  /** The first view, then the points. */
  private begin(): void {
    const { lat, lon, zoom } = this.home.dataset;
    const kept = this.fixed ? null : spot.kept();
    if (lat && lon) this.map.setView([Number(lat), Number(lon)], Number(zoom ?? 6), { animate: false });
    else if (kept) this.map.setView([kept.lat, kept.lon], kept.zoom, { animate: false });
    else this.map.setView([20, 15], 2, { animate: false });
    this.opened = Boolean(lat && lon) || kept !== null;
    for (const name of ["land", "marks", "names"] as const) this.layers[name].addTo(this.map);
    void this.load();
  }

  private async load(): Promise<void> {
    const inline = parsed<Answer | Columns | null>(this.home.dataset["points"], null);
    if (inline) this.show(inline);
    if (inline || !this.source) return;
    this.home.setAttribute("aria-busy", "true");
    try {
      const answer = await this.source.ask();
      if (answer) this.show(answer);
      if (answer?.binned) await this.loadSight();
      this.failed(false);
    } catch (error) {
      console.warn("map:", error);
      this.failed(true);
    }
    this.home.removeAttribute("aria-busy");
  }

  /** Asks for what is in sight, where the whole is too much. */
  private async loadSight(): Promise<void> {
    if (!this.source?.partial) return;
    const bounds = this.map.getBounds().pad(0.3);
    const answer = await this.source.ask({
      zoom: this.map.getZoom(), west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth(),
    });
    if (answer) this.show(answer, false);
  }

  private failed(is: boolean): void {
    this.home.querySelector(".map-failed")?.remove();
    if (!is) return;
    const note = element("p", "map-failed", this.say("failed"));
    note.setAttribute("role", "alert");
    this.home.append(note);
  }

  private show(answer: Answer | Columns, first = true): void {
    this.shown = shown(answer);
    this.clustered = NaN;
    const all = this.bounds();
    if (first && all && (!this.opened || !this.map.getBounds().intersects(all)))
      this.map.fitBounds(all, { padding: [40, 40], maxZoom: 8, animate: false });
    this.opened = true;
    this.layers.marks.redraw();
    this.layers.names.redraw();
  }

  private bounds(rows?: readonly number[]): LatLngBounds | null {
    const { lat, lon } = this.shown;
    const numbers = rows ?? lat.map((_, i) => i);
    return numbers.length ? latLngBounds(numbers.map((i) => [lat[i]!, lon[i]!])) : null;
  }

  private moving = 0;

  private moved(): void {
    this.basemap.want(this.map.getZoom());
    if (this.fixed) return;
    window.clearTimeout(this.moving);
    this.moving = window.setTimeout(() => {
      const { lat, lng } = this.map.getCenter().wrap();
      spot.keep({ zoom: this.map.getZoom(), lat, lon: lng });
      this.loadSight().catch((error: unknown) => {
        console.warn("map:", error);
        this.failed(true);
      });
    }, 250);
  }

  private readColours(): void {
    const style = getComputedStyle(this.home);
    const types = [...new Set([...Object.keys(parsed<object>(this.home.dataset["types"], {})), ...TYPES])];
    const names = [...COLOURS, ...types.map((type) => `type-${type.toLowerCase()}`)];
    for (const name of names) this.colours[name] = style.getPropertyValue(`--${name}`).trim() || STAND_IN[name] || "";
  }

  private drawMarks(context: CanvasRenderingContext2D, view: View): void {
    const place = `${view.scale} ${view.x} ${view.y} ${view.width}`;
    if (this.clustered !== view.scale || this.drawn !== place) this.layers.names.redraw();
    this.drawn = place;
    if (this.clustered !== view.scale) {
      const zoom = Math.log2(view.scale / 256);
      const reach = zoom >= NEAREST ? 2 : REACH[this.shown.columns ? "points" : "bins"];
      this.clusters = clusters(this.shown.points, reach / view.scale);
      this.clustered = view.scale;
    }
    this.marks = draw(context, view, this.clusters, this.shown.columns, this.colours);
    const lit = this.lit === null ? undefined : this.marks.find((mark) => this.holds(mark, this.lit!));
    if (lit) light(context, lit, this.colours);
  }

  private holds(mark: Mark, id: string): boolean {
    return mark.cluster.rows.some((row) => this.shown.points.id?.[row] === id);
  }

  /** The mark under the pointer. */
  private under(event: LeafletMouseEvent, grace = 4): Mark | undefined {
    const at = this.map.project(event.latlng);
    const { x, y } = this.layers.marks.view;
    return hit(this.marks, at.x - x, at.y - y, grace);
  }

  private nearest(): Mark | undefined {
    const at = this.map.project(this.map.getCenter());
    const { x, y } = this.layers.marks.view;
    return hit(this.marks, at.x - x, at.y - y, Infinity);
  }

  private hover(mark: Mark | undefined): void {
    const id = mark?.cluster.n === 1 ? (this.shown.points.id?.[mark.cluster.rows[0]!] ?? null) : null;
    this.home.classList.toggle("over-mark", mark !== undefined);
    if (id !== this.lit) send("hover", { id });
  }

  private light(id: string | null): void {
    if (id === this.lit) return;
    this.lit = id;
    this.layers.marks.redraw();
  }

  /** Opens a mark: an incident, or those at one place; other clusters are gone into. */
  private open(mark: Mark | undefined, focus = false): void {
    if (!mark) return;
    const { cluster } = mark;
    const { points, columns } = this.shown;
    const one = spread(points, cluster.rows) <= SAME || this.map.getZoom() >= NEAREST;
    if (columns && (cluster.n === 1 || one)) return this.pop(cluster, columns, focus);
    const all = this.bounds(cluster.rows)!;
    const zoom = this.map.getZoom();
    const fit = cluster.rows.length > 1 ? this.map.getBoundsZoom(all.pad(0.3)) : zoom + 2;
    this.map.setView(all.getCenter(), Math.min(NEAREST, Math.max(zoom + 1, Math.min(fit, zoom + 4))));
  }

  private pop(cluster: Cluster, columns: Columns, focus: boolean): void {
    const inside = content(this.home, columns, cluster.rows);
    inside.addEventListener("pointerover", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[data-pop]");
      if (row) send("hover", { id: row.dataset["pop"] });
    });
    const [row] = cluster.rows;
    const popup = new Popup({ maxWidth: 320, minWidth: 200, maxHeight: 280, autoPanPadding: [12, 12] })
      .setLatLng([this.shown.lat[row!]!, this.shown.lon[row!]!])
      .setContent(inside)
      .openOn(this.map);
    popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", this.say("close"));
    popup.on("remove", () => this.home.focus({ preventScroll: true }));
    if (focus) inside.querySelector("a")?.focus({ preventScroll: true });
  }
}

const TYPES = (
  "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE " +
  "COERCE ASSAULT DISPLACE CONTROL"
).split(" ");

// Where a page gives no colours of its own.
const STAND_IN: Colours = {
  land: "#f6f5ef", sea: "#dfe8ee", border: "#9aa0a6", province: "#c9cdd1", river: "#a9c6dc", label: "#5b636d",
  ink: "#1d2126", muted: "#5b636d", panel: "#ffffff", accent: "#1f5f8b",
};

for (const home of document.querySelectorAll<HTMLElement>("#map, [data-map]")) new IncidentMap(home);
