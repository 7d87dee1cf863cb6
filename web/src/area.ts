// Choosing an area of the map: the one in sight, or one that is dragged.

import type { LatLngBounds, Map as LeafletMap } from "leaflet";
import { element, send } from "./texts";

const rounded = (value: number, least: number, most: number): string => Math.max(least, Math.min(most, value)).toFixed(3);

/** `west,south,east,north` in degrees. */
export const boxOf = (bounds: LatLngBounds): string =>
  [
    rounded(bounds.getWest(), -180, 180), rounded(bounds.getSouth(), -90, 90),
    rounded(bounds.getEast(), -180, 180), rounded(bounds.getNorth(), -90, 90),
  ].join(",");

/** Puts the two buttons on the map. Shift and drag chooses without the button. */
export function areas(map: LeafletMap, say: (name: string) => string): void {
  const home = map.getContainer();
  const bar = element("div", "map-bar");
  const search = element("button", "small", say("search"));
  const choose = element("button", "small", say("box"));
  for (const button of [search, choose]) button.type = "button";
  choose.setAttribute("aria-pressed", "false");
  bar.append(search, choose);
  home.append(bar);
  for (const kind of ["pointerdown", "mousedown", "touchstart", "dblclick", "click", "keydown"])
    bar.addEventListener(kind, (event) => event.stopPropagation());
  search.addEventListener("click", () => send("filter", { box: boxOf(map.getBounds()) }));
  const drag = new Drag(map, (on) => choose.setAttribute("aria-pressed", String(on)));
  choose.addEventListener("click", () => drag.switch(choose.getAttribute("aria-pressed") !== "true"));
}

class Drag {
  private readonly frame = element("div", "map-frame");
  private on = false;
  private from: { x: number; y: number } | undefined;

  constructor(private readonly map: LeafletMap, private readonly said: (on: boolean) => void) {
    const home = map.getContainer();
    this.frame.hidden = true;
    home.append(this.frame);
    home.addEventListener("pointerdown", (event) => this.begin(event), true);
    home.addEventListener("pointermove", (event) => this.go(event));
    home.addEventListener("pointerup", (event) => this.end(event));
    home.addEventListener("pointercancel", () => this.stop());
    home.addEventListener("keydown", (event) => event.key === "Escape" && this.switch(false));
  }

  switch(on: boolean): void {
    this.on = on;
    this.map.getContainer().classList.toggle("choosing", on);
    this.map.dragging[on ? "disable" : "enable"]();
    this.said(on);
    if (!on) this.stop();
  }

  private at(event: PointerEvent): { x: number; y: number } {
    const { left, top } = this.map.getContainer().getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private begin(event: PointerEvent): void {
    if (!(this.on || event.shiftKey) || event.button !== 0) return;
    if ((event.target as Element).closest(".map-bar, .leaflet-control, .leaflet-popup")) return;
    if (!this.on) this.switch(true);
    this.from = this.at(event);
    this.map.getContainer().setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  private go(event: PointerEvent): void {
    if (!this.from) return;
    const { x, y } = this.at(event);
    const { style } = this.frame;
    this.frame.hidden = false;
    style.left = `${Math.min(x, this.from.x)}px`;
    style.top = `${Math.min(y, this.from.y)}px`;
    style.width = `${Math.abs(x - this.from.x)}px`;
    style.height = `${Math.abs(y - this.from.y)}px`;
  }

  private end(event: PointerEvent): void {
    const { from } = this;
    if (!from) return;
    const to = this.at(event);
    this.switch(false);
    if (Math.abs(to.x - from.x) < 5 || Math.abs(to.y - from.y) < 5) return;
    const corner = ({ x, y }: { x: number; y: number }) => this.map.containerPointToLatLng([x, y]);
    const a = corner(from), b = corner(to);
    const edges = [Math.min(a.lng, b.lng), Math.min(a.lat, b.lat), Math.max(a.lng, b.lng), Math.max(a.lat, b.lat)];
    send("filter", { box: edges.map((value, i) => rounded(value, i % 2 ? -90 : -180, i % 2 ? 90 : 180)).join(",") });
  }

  private stop(): void {
    this.from = undefined;
    this.frame.hidden = true;
  }
}
