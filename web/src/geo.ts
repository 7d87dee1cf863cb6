// Topologies as lines on the web's Mercator map, whose side is 1, and how they are drawn into a view of it.

export interface Box { west: number; north: number; east: number; south: number }

/** A part of the map at a zoom: `scale` pixels a side of the map, the view's corner at `x`, `y` of them. */
export interface View { scale: number; x: number; y: number; width: number; height: number }

export interface Arc { x: Float64Array; y: Float64Array; box: Box }

/** Lines or rings: numbers of arcs, `~number` where one runs backward. */
export type Chain = readonly number[];

export interface Shape { chains: Chain[]; box: Box }

export interface Topology {
  transform?: { scale: [number, number]; translate: [number, number] };
  arcs: number[][][];
  objects: Record<string, Geometry>;
}
interface Geometry { type: string; arcs?: unknown; geometries?: Geometry[] }

const LIMIT = 85.0511;

export const mercatorX = (lon: number): number => lon / 360 + 0.5;

export function mercatorY(lat: number): number {
  const sine = Math.sin((Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

const nothing = (): Box => ({ west: Infinity, north: Infinity, east: -Infinity, south: -Infinity });

function widen(box: Box, other: Box): void {
  box.west = Math.min(box.west, other.west);
  box.north = Math.min(box.north, other.north);
  box.east = Math.max(box.east, other.east);
  box.south = Math.max(box.south, other.south);
}

/** The arcs of a topology, decoded. */
export function arcsOf({ transform, arcs }: Topology): Arc[] {
  const [kx, ky] = transform?.scale ?? [1, 1];
  const [dx, dy] = transform?.translate ?? [0, 0];
  return arcs.map((points) => {
    const x = new Float64Array(points.length), y = new Float64Array(points.length);
    const box = nothing();
    let px = 0, py = 0;
    points.forEach((point, i) => {
      px = (transform ? px : 0) + point[0]!;
      py = (transform ? py : 0) + point[1]!;
      const at = { west: (x[i] = mercatorX(px * kx + dx)), north: (y[i] = mercatorY(py * ky + dy)), east: x[i]!, south: y[i]! };
      widen(box, at);
    });
    return { x, y, box };
  });
}

/** The shapes of an object: a polygon each, or a line each. */
export function shapesOf(object: Geometry | undefined, arcs: Arc[]): Shape[] {
  if (!object) return [];
  if (object.type === "GeometryCollection") return (object.geometries ?? []).flatMap((part) => shapesOf(part, arcs));
  const shape = (chains: Chain[]): Shape => {
    const box = nothing();
    for (const chain of chains) for (const arc of chain) widen(box, arcs[arc < 0 ? ~arc : arc]!.box);
    return { chains, box };
  };
  switch (object.type) {
    case "Polygon": return [shape(object.arcs as Chain[])];
    case "MultiPolygon": return (object.arcs as Chain[][]).map(shape);
    case "LineString": return [shape([object.arcs as Chain])];
    case "MultiLineString": return (object.arcs as Chain[]).map((chain) => shape([chain]));
    default: return [];
  }
}

export type Pen = Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "closePath">;

/** Which sides of the view a point lies beyond, as bits. */
const beyond = (x: number, y: number, w: number, h: number): number =>
  (x < -8 ? 1 : x > w + 8 ? 2 : 0) | (y < -8 ? 4 : y > h + 8 ? 8 : 0);

/**
 * Draws shapes into a view. Points nearer than 0.7 pixels to the last are left out, and so are those that lie, with
 * their neighbours, beyond one side of the view.
 */
export function trace(pen: Pen, shapes: readonly Shape[], arcs: readonly Arc[], view: View, closed: boolean): void {
  const side = new Tracer(pen, view);
  for (const { chains, box } of shapes) {
    if (!seen(box, view)) continue;
    for (const chain of chains) {
      side.start();
      for (const number of chain) side.arc(arcs[number < 0 ? ~number : number]!, number < 0);
      side.end();
      if (closed) pen.closePath();
    }
  }
}

/** Whether any of a box can lie in the view, and whether it is not too small to be seen. */
export function seen(box: Box, { scale, x, y, width, height }: View): boolean {
  if (Math.max(box.east - box.west, box.south - box.north) * scale < 0.5) return false;
  return box.east * scale >= x - 8 && box.west * scale <= x + width + 8 && box.south * scale >= y - 8 && box.north * scale <= y + height + 8;
}

class Tracer {
  private begun = false;
  private lastX = 0;
  private lastY = 0;
  private lastSide = 0;
  /** The latest point, where it was left out; `beside` says that it lies beyond the view. */
  private leftX = 0;
  private leftY = 0;
  private left: "no" | "near" | "beside" = "no";

  constructor(private readonly pen: Pen, private readonly view: View) {}

  start(): void {
    this.begun = false;
    this.left = "no";
  }

  arc(arc: Arc, backward: boolean): void {
    const { scale, x: x0, y: y0, width, height } = this.view;
    const { x, y, box } = arc;
    const n = x.length;
    const hidden = beyond(box.west * scale - x0, box.north * scale - y0, width, height) &
      beyond(box.east * scale - x0, box.south * scale - y0, width, height);
    const step = hidden && n > 2 ? n - 1 : 1; // all of it lies beyond one side: its ends are enough
    for (let i = 0; i < n; i += step) {
      const at = backward ? n - 1 - i : i;
      this.point(x[at]! * scale - x0, y[at]! * scale - y0);
    }
  }

  private point(x: number, y: number): void {
    const side = beyond(x, y, this.view.width, this.view.height);
    if (!this.begun) {
      this.pen.moveTo(x, y);
      this.begun = true;
      this.set(x, y, side);
      return;
    }
    const beside = (side & this.lastSide) !== 0;
    if (beside || Math.abs(x - this.lastX) + Math.abs(y - this.lastY) < 0.7) {
      this.left = beside ? "beside" : "near";
      this.leftX = x;
      this.leftY = y;
      return;
    }
    if (this.left === "beside") this.pen.lineTo(this.leftX, this.leftY);
    this.pen.lineTo(x, y);
    this.set(x, y, side);
  }

  private set(x: number, y: number, side: number): void {
    this.lastX = x;
    this.lastY = y;
    this.lastSide = side;
    this.left = "no";
  }

  end(): void {
    if (this.left !== "no") this.pen.lineTo(this.leftX, this.leftY);
  }
}
