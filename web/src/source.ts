// Where the map's points come from: all at once, or bins for what is shown.

import { mercatorX, mercatorY } from "./geo";
import type { Points } from "./clusters";

export interface Columns {
  id: string[];
  lat: number[];
  lon: number[];
  type: string[];
  prec: (number | null)[];
  killed: (number | null)[];
  low: (number | null)[];
  disagree: number[];
  title: string[];
  day: (string | null)[];
}
interface Bins { id?: (string | null)[]; lat: number[]; lon: number[]; n: number[]; disagree: number[]; type: string[] }

export interface Answer { total: number; binned: boolean; points?: Columns; bins?: Bins }

/** What is shown: rows for clusters, and the columns of the incidents where they are no bins. */
export interface Shown { points: Points; lat: readonly number[]; lon: readonly number[]; columns?: Columns; total: number }

export interface Sight { zoom: number; west: number; south: number; east: number; north: number }

/** Reads an answer; bare columns are points too. */
export function shown(answer: Answer | Columns): Shown {
  const { total, points, bins } = "total" in answer ? answer : { total: answer.id.length, points: answer, bins: undefined };
  const from = points ?? bins;
  if (!from) return { points: { x: [], y: [], type: [], disagree: [] }, lat: [], lon: [], total };
  const keep = from.lat.map((_, i) => i).filter((i) => Number.isFinite(from.lat[i]) && Number.isFinite(from.lon[i]));
  const whole = keep.length === from.lat.length;
  const pick = <T>(column: T[]): T[] => (whole ? column : keep.map((i) => column[i]!));
  const [lat, lon] = [pick(from.lat), pick(from.lon)];
  const base = { x: lon.map(mercatorX), y: lat.map(mercatorY), type: pick(from.type), disagree: pick(from.disagree) };
  if (!points) return { points: { ...base, n: pick(bins!.n), ...(bins!.id && { id: pick(bins!.id) }) }, lat, lon, total };
  const columns = Object.fromEntries(Object.entries(points).map(([name, column]) => [name, pick(column as unknown[])]));
  return { points: { ...base, id: pick(points.id) }, lat, lon, columns: columns as unknown as Columns, total };
}

/** Asks for points; the one before is given up. */
export class Source {
  private asking: AbortController | undefined;
  /** The latest answer over the whole world was too large: what is shown must be asked for as the map moves. */
  partial = false;

  constructor(private readonly address: () => string, private readonly origin: string) {}

  /** The answer for what is in sight; null where a later one was asked for. */
  async ask(sight?: Sight): Promise<Answer | null> {
    this.asking?.abort();
    const mine = (this.asking = new AbortController());
    try {
      const response = await fetch(addressOf(this.address(), this.origin, sight), {
        signal: mine.signal, headers: { Accept: "application/json" },
      });
      if (!response.ok) throw new Error(`${response.status}`);
      const answer = (await response.json()) as Answer;
      if (!sight) this.partial = answer.binned;
      return mine.signal.aborted ? null : answer;
    } catch (error) {
      if (mine.signal.aborted) return null;
      throw error;
    }
  }
}

/** The address with what is in sight; a file is asked for as it is. */
export function addressOf(address: string, origin: string, sight?: Sight): string {
  const url = new URL(address, origin);
  if (url.pathname.endsWith(".json")) return url.href;
  url.searchParams.set("zoom", String(Math.max(0, Math.min(20, Math.round(sight?.zoom ?? 2)))));
  if (sight) {
    const degrees = [Math.max(-180, sight.west), Math.max(-90, sight.south), Math.min(180, sight.east), Math.min(90, sight.north)];
    url.searchParams.set("bounds", degrees.map((value) => value.toFixed(3)).join(","));
  }
  return url.href;
}
