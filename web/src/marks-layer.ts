// The incidents on the map: what is drawn for each, and what lies under the pointer.

import type { Cluster } from "./clusters";
import { doubt, radiusOf, radiusOfMany } from "./clusters";
import type { Colours } from "./basemap";
import type { View } from "./geo";
import type { Rect } from "./labels";
import { number } from "./texts";

/** A mark as it was drawn, in pixels of the view. */
export interface Mark { cluster: Cluster; x: number; y: number; radius: number }

export interface Figures { killed: readonly (number | null)[]; prec: readonly (number | null)[]; lat: readonly number[] }

const KM_AROUND = 40075;
const TOP = -Math.PI / 2;
const MOST_RING = 90; // a ring of hundreds of kilometres is cut to this many pixels: it says "somewhere here"

/** Draws the marks that lie in the view; gives them back, the topmost last. */
export function draw(
  context: CanvasRenderingContext2D, view: View, all: readonly Cluster[], figures: Figures | undefined, colours: Colours,
): Mark[] {
  const marks: Mark[] = [];
  for (let i = all.length - 1; i >= 0; i--) {
    const cluster = all[i]!;
    const x = cluster.x * view.scale - view.x, y = cluster.y * view.scale - view.y;
    if (x < -30 || y < -30 || x > view.width + 30 || y > view.height + 30) continue;
    const row = cluster.n === 1 ? cluster.rows[0]! : -1;
    const radius = row < 0 ? radiusOfMany(cluster.n) : radiusOf(figures?.killed[row] ?? null);
    marks.push({ cluster, x, y, radius });
  }
  marks.sort((a, b) => a.cluster.n - b.cluster.n);
  for (const mark of marks) if (mark.cluster.n === 1 && figures) halo(context, mark, figures, view, colours);
  for (const mark of marks) (mark.cluster.n === 1 ? single : many)(context, mark, colours);
  return marks;
}

/** A dashed ring where the place is not exact. */
function halo(context: CanvasRenderingContext2D, mark: Mark, figures: Figures, view: View, colours: Colours): void {
  const row = mark.cluster.rows[0]!;
  const km = doubt(figures.prec[row] ?? null);
  if (!km) return;
  const perKm = view.scale / (KM_AROUND * Math.max(0.05, Math.cos(((figures.lat[row] ?? 0) * Math.PI) / 180)));
  context.beginPath();
  context.arc(mark.x, mark.y, Math.max(mark.radius + 4, Math.min(MOST_RING, km * perKm)), 0, 7);
  context.setLineDash([3, 3]);
  context.lineWidth = 1.2;
  context.strokeStyle = colourOf(mark, colours);
  context.globalAlpha = 0.75;
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

const colourOf = (mark: Mark, colours: Colours): string => {
  const [type] = mark.cluster.types.keys();
  return colours[`type-${(type ?? "").toLowerCase()}`] || colours["muted"]!;
};

function single(context: CanvasRenderingContext2D, mark: Mark, colours: Colours): void {
  circle(context, mark.x, mark.y, mark.radius);
  context.fillStyle = colourOf(mark, colours);
  context.globalAlpha = 0.9;
  context.fill();
  context.globalAlpha = 1;
  rim(context, mark, colours);
}

/** A light rim; a dark one around it where sources disagree, of a count as much of it as the share that disagrees. */
function rim(context: CanvasRenderingContext2D, mark: Mark, colours: Colours): void {
  const { cluster, x, y, radius } = mark;
  context.lineWidth = 1.2;
  context.strokeStyle = colours["panel"]!;
  context.stroke();
  if (!cluster.disagree) return;
  context.beginPath();
  context.arc(x, y, radius + 1.8, TOP, TOP + Math.min(1, cluster.disagree / cluster.n) * 2 * Math.PI);
  context.lineWidth = 2.2;
  context.strokeStyle = colours["ink"]!;
  context.stroke();
}

/** A count, in a ring whose parts are the types. */
function many(context: CanvasRenderingContext2D, mark: Mark, colours: Colours): void {
  const { cluster, x, y, radius } = mark;
  circle(context, x, y, radius);
  context.fillStyle = colours["panel"]!;
  context.fill();
  rim(context, mark, colours);
  let from = TOP;
  context.lineWidth = 4;
  for (const [type, n] of [...cluster.types].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const until = from + (n / cluster.n) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, radius - 2, from, until);
    context.strokeStyle = colours[`type-${type.toLowerCase()}`] || colours["muted"]!;
    context.stroke();
    from = until;
  }
  context.fillStyle = colours["ink"]!;
  context.font = `600 ${cluster.n < 1000 ? 11 : 10}px system-ui, "Noto Sans", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(short(cluster.n), x, y + 0.5);
}

/** 12,345 as 12k: what fits into the ring. */
export const short = (n: number): string => (n < 1000 ? number(n) : `${number(n < 10_000 ? Math.round(n / 100) / 10 : Math.round(n / 1000))}k`);

/** Rings the mark that the pointer, or the list's row, is on. */
export function light(context: CanvasRenderingContext2D, mark: Mark, colours: Colours): void {
  circle(context, mark.x, mark.y, mark.radius + 5);
  context.lineWidth = 3;
  context.strokeStyle = colours["accent"]!;
  context.stroke();
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
}

/** The topmost mark at a point of the view, with some pixels' grace. */
export function hit(marks: readonly Mark[], x: number, y: number, grace = 4): Mark | undefined {
  let best: Mark | undefined, least = Infinity;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y) - mark.radius;
    if (distance <= Math.min(grace, least)) [best, least] = [mark, Math.max(distance, 0)];
  }
  return best;
}

/** What marks cover, for names to keep clear of. */
export const covered = (marks: readonly Mark[]): Rect[] =>
  marks.map(({ x, y, radius }) => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }));
