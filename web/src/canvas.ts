// A Leaflet layer that is one canvas, a little larger than the map, drawn by a function.

import { DomUtil, Layer, type LatLng, type LeafletEventHandlerFn, type ZoomAnimEvent, type Map as LeafletMap, type Point, point } from "leaflet";
import type { View } from "./geo";

/** What is drawn beyond each edge of the map, as a share of it: so far it can be dragged without drawing anew. */
const MARGIN = 0.3;

export type Paint = (context: CanvasRenderingContext2D, view: View) => void;

interface Hidden {
  _getNewPixelOrigin(centre: LatLng, zoom: number): Point;
  _animatingZoom?: boolean;
}

export class CanvasLayer extends Layer {
  readonly canvas = document.createElement("canvas");
  view: View = { scale: 1, x: 0, y: 0, width: 0, height: 0 };
  private corner: Point = point(0, 0);
  private centre!: LatLng;
  private zoom = 0;
  private waiting = 0;

  constructor(private readonly pane: string, private readonly paint: Paint) {
    super();
  }

  override onAdd(map: LeafletMap): this {
    this.canvas.className = "leaflet-zoom-animated map-canvas";
    this.canvas.setAttribute("aria-hidden", "true");
    map.getPane(this.pane)!.append(this.canvas);
    this.update();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.waiting);
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, LeafletEventHandlerFn> {
    const update = (): void => this.update();
    const coming = (event: unknown): void => this.scaleTo((event as ZoomAnimEvent).center, (event as ZoomAnimEvent).zoom);
    return {
      viewreset: update, moveend: update, zoomend: update, resize: update, zoomanim: coming,
      move: () => this.follow(),
      zoom: () => this.scaleTo(this._map.getCenter(), this._map.getZoom()),
    };
  }

  /** Draws at the next frame. */
  redraw(): void {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this.update());
  }

  /** While the map is dragged: draws anew only when the edge of what was drawn comes into view. */
  private follow(): void {
    const size = this._map.getSize();
    const moved = this._map.containerPointToLayerPoint([0, 0]).subtract(this.corner);
    const beyond = (at: number, length: number): boolean => at < 0 || at > length * 2 * MARGIN;
    if (this._map.getZoom() === this.zoom && (beyond(moved.x, size.x) || beyond(moved.y, size.y))) this.redraw();
  }

  /** What Leaflet's own renderers do while a zoom is shown. */
  private scaleTo(centre: LatLng, zoom: number): void {
    const map = this._map as LeafletMap & Hidden;
    const scale = map.getZoomScale(zoom, this.zoom);
    const half = map.getSize().multiplyBy(0.5 + MARGIN);
    const corner = half.multiplyBy(-scale).add(map.project(this.centre, zoom)).subtract(map._getNewPixelOrigin(centre, zoom));
    DomUtil.setTransform(this.canvas, corner, scale);
  }

  private update(): void {
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    const map = this._map as (LeafletMap & Hidden) | undefined;
    if (!map || map._animatingZoom) return;
    const size = map.getSize();
    this.corner = map.containerPointToLayerPoint(size.multiplyBy(-MARGIN)).round();
    const full = size.multiplyBy(1 + 2 * MARGIN).round();
    this.centre = map.getCenter();
    this.zoom = map.getZoom();
    const origin = map.getPixelOrigin().add(this.corner);
    this.view = { scale: 256 * 2 ** this.zoom, x: origin.x, y: origin.y, width: full.x, height: full.y };
    this.fit(full);
    DomUtil.setPosition(this.canvas, this.corner);
    const context = this.canvas.getContext("2d");
    if (context) this.paint(context, this.view);
  }

  /** Gives the canvas its size, which clears it, and makes a unit of it a pixel of the page. */
  private fit(full: Point): void {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [Math.round(full.x * ratio), Math.round(full.y * ratio)];
    const context = this.canvas.getContext("2d");
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${full.x}px`;
      this.canvas.style.height = `${full.y}px`;
    }
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, width, height);
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}
