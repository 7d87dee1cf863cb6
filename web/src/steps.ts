// Days put together into weeks, months and years, as many as a width has room for.

export type Step = "day" | "week" | "month" | "year";

export interface Counts { step: Step; days: string[]; types: string[]; counts: number[][]; undated?: number }

/** A bar: its first day, the day after its last, and how many incidents of each type. */
export interface Bar { start: number; end: number; counts: number[]; total: number }

const DAY = 86_400_000;
const ORDER: readonly Step[] = ["day", "week", "month", "year"];

/** The first day of a day, month or year as milliseconds; NaN for what is none. */
export const timeOf = (value: string): number => {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(value);
  if (!match) return NaN;
  const at = new Date(0);
  at.setUTCFullYear(Number(match[1]), Number(match[2] ?? 1) - 1, Number(match[3] ?? 1));
  return at.getTime();
};

/** The last day of a day, month or year. */
export const lastOf = (value: string): number => {
  const first = timeOf(value);
  const step: Step = value.length === 4 ? "year" : value.length === 7 ? "month" : "day";
  return Number.isNaN(first) ? NaN : after(first, step) - DAY;
};

export const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Where the step begins that a day lies in. */
export function begin(time: number, step: Step): number {
  const at = new Date(time);
  if (step === "day") return time;
  if (step === "week") return time - ((at.getUTCDay() + 6) % 7) * DAY;
  if (step === "month") at.setUTCDate(1);
  else at.setUTCMonth(0, 1);
  return at.getTime();
}

/** Where the next step begins. */
export function after(time: number, step: Step): number {
  const at = new Date(time);
  if (step === "day") return time + DAY;
  if (step === "week") return time + 7 * DAY;
  if (step === "month") at.setUTCMonth(at.getUTCMonth() + 1, 1);
  else at.setUTCFullYear(at.getUTCFullYear() + 1, 0, 1);
  return at.getTime();
}

/** The narrowest step, no narrower than the data's, with at most so many bars between two days. */
export function stepFor(first: number, last: number, most: number, data: Step): Step {
  const days = (last - first) / DAY + 1;
  const room: Record<Step, number> = { day: days, week: days / 7 + 1, month: days / 30.4 + 1, year: days / 365.2 + 1 };
  return ORDER.slice(ORDER.indexOf(data)).find((step) => room[step] <= most) ?? "year";
}

/** All bars from the first to the last day, also the empty ones; incidents outside are left out. */
export function bars({ days, types, counts }: Counts, step: Step, first: number, last: number): Bar[] {
  const found: Bar[] = [];
  const place = new Map<number, Bar>();
  for (let start = begin(first, step); start <= last && found.length < 5000; start = after(start, step)) {
    const bar = { start, end: after(start, step), counts: types.map(() => 0), total: 0 };
    found.push(bar);
    place.set(start, bar);
  }
  days.forEach((value, row) => {
    const bar = place.get(begin(timeOf(value), step));
    counts[row]?.forEach((n, type) => {
      if (!bar) return;
      bar.counts[type]! += n;
      bar.total += n;
    });
  });
  return found;
}

const FEW = 0.05;

/** How many incidents lie before a day. */
export const before = ({ days, counts }: Counts, first: number): number =>
  days.reduce((sum, value, row) => (timeOf(value) < first ? sum + total(counts[row]) : sum), 0);

const total = (row: readonly number[] | undefined): number => (row ?? []).reduce((sum, n) => sum + n, 0);

/**
 * The first day to show: a few old incidents must not squeeze all others into one bar. It is later than the first of
 * all where at most one in twenty lies before it, and the bars become finer for it.
 */
export function crowded(counts: Counts, first: number, last: number, most: number): number {
  const rows = counts.days.map((value, row) => [timeOf(value), total(counts.counts[row])] as const);
  const known = rows.filter(([time]) => !Number.isNaN(time)).sort(([a], [b]) => a - b);
  let left = FEW * known.reduce((sum, [, n]) => sum + n, 0);
  const later = known.find(([, n]) => (left -= n) < 0)?.[0] ?? first;
  const finer = stepFor(later, last, most, counts.step) !== stepFor(first, last, most, counts.step);
  return finer ? later : first;
}

/** A round number of marks above the highest bar. */
export function top(highest: number): number {
  if (highest <= 4) return Math.max(1, highest);
  const size = 10 ** Math.floor(Math.log10(highest));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((n) => n * size).find((n) => n >= highest && Number.isInteger(n)) ?? highest;
}
