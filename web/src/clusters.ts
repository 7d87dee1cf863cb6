// Points that lie on each other on the screen become one mark with a count.

/** Columns, one row an incident; `n` and `disagree` of a row may count several. */
export interface Points {
  n?: readonly number[];
  id?: readonly (string | null)[];
  x: readonly number[];
  y: readonly number[];
  type: readonly string[];
  disagree: readonly number[];
}

export interface Cluster {
  /** Middle, on the map whose side is 1. */
  x: number;
  y: number;
  n: number;
  disagree: number;
  types: Map<string, number>;
  /** Rows of the points. */
  rows: number[];
}

/**
 * Gathers points that are nearer than `reach` to the first of a cluster; earlier rows come first. One pass over a grid:
 * 10,000 points take some 5 ms.
 */
export function clusters(points: Points, reach: number): Cluster[] {
  const cells = new Map<number, Cluster[]>();
  const firsts = new Map<Cluster, number>();
  const found: Cluster[] = [];
  const size = Math.max(reach, 1e-9);
  for (let row = 0; row < points.x.length; row++) {
    const x = points.x[row]!, y = points.y[row]!;
    let home = nearest(cells, firsts, points, x, y, size);
    if (!home) {
      home = { x: 0, y: 0, n: 0, disagree: 0, types: new Map(), rows: [] };
      firsts.set(home, row);
      found.push(home);
      const key = keyOf(Math.floor(x / size), Math.floor(y / size));
      cells.get(key)?.push(home) ?? cells.set(key, [home]);
    }
    add(home, points, row);
  }
  return found;
}

const keyOf = (column: number, line: number): number => column * 0x4000000 + line;

function nearest(
  cells: Map<number, Cluster[]>, firsts: Map<Cluster, number>, points: Points, x: number, y: number, size: number,
): Cluster | undefined {
  let best: Cluster | undefined, least = size * size;
  const column = Math.floor(x / size), line = Math.floor(y / size);
  for (let i = column - 1; i <= column + 1; i++)
    for (let j = line - 1; j <= line + 1; j++)
      for (const cluster of cells.get(keyOf(i, j)) ?? []) {
        const first = firsts.get(cluster)!;
        const distance = (points.x[first]! - x) ** 2 + (points.y[first]! - y) ** 2;
        if (distance < least || (distance === 0 && !best)) [best, least] = [cluster, distance];
      }
  return best;
}

function add(home: Cluster, points: Points, row: number): void {
  const n = points.n?.[row] ?? 1;
  home.n += n;
  home.x += (points.x[row]! - home.x) * (n / home.n);
  home.y += (points.y[row]! - home.y) * (n / home.n);
  home.disagree += points.disagree[row] ?? 0;
  const type = points.type[row] ?? "";
  home.types.set(type, (home.types.get(type) ?? 0) + n);
  home.rows.push(row);
}

/** How far the points of a cluster lie from each other, at most, along an axis. */
export function spread(points: Points, rows: readonly number[]): number {
  const xs = rows.map((row) => points.x[row]!), ys = rows.map((row) => points.y[row]!);
  const range = (values: number[]): number => values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
  return rows.length ? Math.max(range(xs), range(ys)) : 0;
}

/** Radius in pixels of an incident's mark: 5 for no one killed, gently more, never over 14. */
export const radiusOf = (killed: number | null): number => Math.min(14, 5 + 1.6 * Math.log2(1 + Math.max(0, killed ?? 0)) * 0.6);

/** Radius in pixels of a mark with a count. */
export const radiusOfMany = (n: number): number => Math.min(24, 10 + 3.2 * Math.log10(n));

/** Kilometres that a place may be off, by where_prec: a district 30, a province 100, a country 300. */
export function doubt(precision: number | null): number {
  if (precision === null || precision < 3) return 0;
  return precision === 3 ? 30 : precision <= 5 ? 100 : 300;
}
