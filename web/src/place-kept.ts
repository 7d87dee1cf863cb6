// The map's view in the address and in this tab's memory.

export interface Spot { zoom: number; lat: number; lon: number }

/** `#map=6/14.10/-1.60`; null where it is none. */
export function read(text: string | null): Spot | null {
  const match = /^#?map=(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(text ?? "");
  if (!match) return null;
  const [zoom, lat, lon] = match.slice(1).map(Number) as [number, number, number];
  return zoom <= 20 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

export function written({ zoom, lat, lon }: Spot): string {
  const digits = zoom < 5 ? 2 : 3;
  return `#map=${+zoom.toFixed(2)}/${lat.toFixed(digits)}/${lon.toFixed(digits)}`;
}

// A filter of its own has a view of its own: what it finds may lie elsewhere.
const KEY = `bellwire:map:${location.pathname}${location.search}`;

export const kept = (): Spot | null => read(location.hash) ?? read(sessionStorage.getItem(KEY));

export function keep(spot: Spot): void {
  const text = written(spot);
  history.replaceState(history.state, "", text);
  sessionStorage.setItem(KEY, text);
}
