// The timeline: bars by type, and a brush that chooses a period by hand or by key.

import { bars, type Bar, before, begin, type Counts, after, crowded, isoDay, lastOf, type Step, stepFor, timeOf, top } from "./steps";
import { counted, day, element, hear, language, number, parsed, send } from "./texts";

const BAR = 9; // pixels that a bar has at least
const EDGE = { top: 18, bottom: 20, side: 8 };
const LEAST = 6; // pixels of a drag that chooses
type Side = "from" | "until";

const WORDS: Readonly<Record<string, string>> = {
  from: "From", until: "Until", clear: "All days", count: "{n} incidents", undated: "{n} without a day",
  earlier: "{n} earlier", none: "No days to show.", failed: "The timeline could not be loaded.",
};

class Timeline {
  private readonly canvas = element("canvas");
  private readonly note = element("p", "timeline-note");
  private readonly clear = element("button", "timeline-clear small");
  private readonly handles: Record<Side, HTMLElement>;
  private readonly tip = element("p", "timeline-tip");
  private counts: Counts | null = null;
  private bars: Bar[] = [];
  private earlier = 0;
  private step: Step = "day";
  private first = NaN;
  private last = NaN;
  private from = NaN;
  private until = NaN;
  private dragged = false;
  private message = "";

  constructor(private readonly home: HTMLElement) {
    this.handles = { from: this.handle("from"), until: this.handle("until") };
    this.canvas.setAttribute("aria-hidden", "true");
    this.clear.type = "button";
    this.clear.textContent = this.say("clear");
    this.tip.setAttribute("aria-hidden", "true");
    home.setAttribute("role", "group");
    home.setAttribute("aria-label", home.dataset["label"] ?? "Timeline");
    home.replaceChildren(this.note, this.canvas, this.handles.from, this.handles.until, this.tip, this.clear);
    this.chosen();
    this.listen();
    void this.load();
  }

  private say(name: string): string {
    return this.home.dataset[`text${name[0]!.toUpperCase()}${name.slice(1)}`] || WORDS[name] || name;
  }

  private handle(side: Side): HTMLElement {
    const made = element("div", `timeline-handle ${side}`);
    made.setAttribute("role", "slider");
    made.setAttribute("aria-label", this.say(side));
    made.tabIndex = 0;
    made.hidden = true;
    made.addEventListener("keydown", (event) => this.key(event, side));
    made.addEventListener("pointerdown", (event) => this.dragHandle(event, side));
    return made;
  }

  /** The period that the page was asked for. */
  private chosen(): void {
    this.from = timeOf(this.home.dataset["start"] ?? "");
    this.until = lastOf(this.home.dataset["end"] ?? "");
  }

  private get period(): boolean {
    return !Number.isNaN(this.from) || !Number.isNaN(this.until);
  }

  private listen(): void {
    this.canvas.addEventListener("pointerdown", (event) => this.drag(event));
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => (this.tip.textContent = ""));
    this.canvas.addEventListener("dblclick", () => this.choose("", ""));
    this.clear.addEventListener("click", () => this.choose("", ""));
    this.home.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.period) this.choose("", "");
    });
    hear("refresh", () => {
      this.chosen();
      void this.load();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.lay()).observe(this.home);
  }

  private async load(): Promise<void> {
    const inline = parsed<Counts | null>(this.home.dataset["counts"], null);
    try {
      this.take(inline ?? (await this.ask()));
    } catch (error) {
      console.warn("timeline:", error);
      this.message = this.say("failed");
      this.draw();
    }
  }

  private async ask(): Promise<Counts> {
    const answer = await fetch(this.home.dataset["src"]!, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as Counts;
  }

  private take(counts: Counts): void {
    const times = counts.days.map(timeOf);
    const known = times.filter((time) => !Number.isNaN(time));
    this.counts = counts;
    this.message = known.length ? "" : this.say("none");
    this.first = Math.min(...known, ...[this.from].filter(Number.isFinite));
    const ends = counts.days.map((_, i) => (Number.isNaN(times[i]) ? -Infinity : after(times[i]!, counts.step) - 1));
    this.last = Math.max(...ends, ...[this.until].filter(Number.isFinite));
    this.lay();
  }

  /** Chooses steps for the width, and makes the bars. */
  private lay(): void {
    if (!this.counts || !Number.isFinite(this.first)) return this.draw();
    const most = Math.max(4, Math.floor((this.home.clientWidth - 2 * EDGE.side) / BAR));
    const first = this.period ? this.first : crowded(this.counts, this.first, this.last, most);
    this.step = stepFor(first, this.last, most, this.counts.step);
    this.bars = bars(this.counts, this.step, first, this.last);
    this.earlier = before(this.counts, this.bars[0]?.start ?? first);
    this.draw();
  }

  private get rtl(): boolean {
    return getComputedStyle(this.home).direction === "rtl";
  }

  private get width(): number {
    return Math.max(1, this.home.clientWidth - 2 * EDGE.side);
  }

  /** Pixels from the left of the canvas to where a bar begins. */
  private x(at: number): number {
    const share = at / Math.max(1, this.bars.length);
    return EDGE.side + this.width * (this.rtl ? 1 - share : share);
  }

  private at(x: number): number {
    const share = (x - EDGE.side) / this.width;
    return Math.max(0, Math.min(this.bars.length - 1, Math.floor((this.rtl ? 1 - share : share) * this.bars.length)));
  }

  private barOf(time: number, otherwise: number): number {
    if (Number.isNaN(time)) return otherwise;
    const start = begin(time, this.step);
    const found = this.bars.findIndex((bar) => bar.start === start);
    return found < 0 ? otherwise : found;
  }

  /** The bars of the chosen period: the first, and the one after the last. */
  private get brush(): [number, number] {
    return [this.barOf(this.from, 0), this.barOf(this.until, this.bars.length - 1) + 1];
  }

  private draw(): void {
    const { counts } = this;
    this.note.textContent = this.message || (this.home.dataset["label"] ?? "");
    if (!this.message && this.earlier) this.note.append(" · ", element("bdi", "", counted(this.say("earlier"), this.earlier)));
    if (!this.message && counts?.undated) this.note.append(" · ", element("bdi", "", counted(this.say("undated"), counts.undated)));
    this.clear.hidden = !this.period;
    const height = 96, ratio = Math.min(2, window.devicePixelRatio || 1), width = this.home.clientWidth;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const pen = this.canvas.getContext("2d");
    if (!pen || !this.bars.length || !counts) return this.place();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(this.home);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim() || "#888";
    const highest = top(Math.max(...this.bars.map((bar) => bar.total)));
    const base = height - EDGE.bottom, tall = base - EDGE.top;
    const [from, until] = this.brush;
    const wide = this.width / this.bars.length;
    this.bars.forEach((bar, i) => {
      pen.globalAlpha = i >= from && i < until ? 1 : 0.3;
      let y = base;
      const left = Math.min(this.x(i), this.x(i + 1));
      bar.counts.forEach((n, type) => {
        const size = (n / highest) * tall;
        pen.fillStyle = colour(`type-${counts.types[type]!.toLowerCase()}`);
        pen.fillRect(left + 0.5, y - size, Math.max(1, wide - 1), size);
        y -= size;
      });
    });
    pen.globalAlpha = 1;
    this.axis(pen, colour, base, highest, width);
    if (this.period) {
      const [a, b] = [this.x(from), this.x(until)];
      pen.fillStyle = colour("accent");
      pen.globalAlpha = 0.12;
      pen.fillRect(Math.min(a, b), EDGE.top, Math.abs(b - a), tall);
      pen.globalAlpha = 1;
    }
    this.place();
  }

  private axis(
    pen: CanvasRenderingContext2D, colour: (name: string) => string, base: number, highest: number, width: number,
  ): void {
    pen.fillStyle = colour("line");
    pen.fillRect(EDGE.side, base, this.width, 1);
    pen.fillStyle = colour("muted");
    pen.font = '11px system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif';
    pen.textBaseline = "top";
    pen.textAlign = this.rtl ? "right" : "left";
    pen.fillText(number(highest), this.rtl ? width - EDGE.side : EDGE.side, 2);
    pen.textAlign = "center";
    let free = -Infinity;
    const order = this.rtl ? [...this.bars.keys()].reverse() : [...this.bars.keys()];
    for (const i of order) {
      const text = label(this.bars[i]!.start, this.step);
      const half = pen.measureText(text).width / 2;
      const middle = Math.max(half, Math.min(width - half, (this.x(i) + this.x(i + 1)) / 2));
      if (middle - half < free) continue;
      pen.fillText(text, middle, base + 5);
      free = middle + half + 24;
    }
  }

  /** Puts the handles at the ends of the period. */
  private place(): void {
    const [from, until] = this.brush;
    const ends: Record<Side, [number, number]> = { from: [from, from], until: [until, until - 1] };
    for (const side of ["from", "until"] as const) {
      const made = this.handles[side], [edge, bar] = ends[side];
      made.hidden = this.bars.length < 2;
      made.style.left = `${this.x(edge)}px`;
      made.setAttribute("aria-valuemin", "0");
      made.setAttribute("aria-valuemax", String(Math.max(0, this.bars.length - 1)));
      made.setAttribute("aria-valuenow", String(Math.max(0, bar)));
      const shown = this.bars[bar];
      if (shown) made.setAttribute("aria-valuetext", day(isoDay(side === "from" ? shown.start : shown.end - 1)));
    }
  }

  private key(event: KeyboardEvent, side: Side): void {
    const ahead = this.rtl ? -1 : 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: ahead, ArrowLeft: -ahead, ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10,
      Home: -Infinity, End: Infinity,
    };
    if (event.key === "Enter") {
      event.preventDefault();
      return this.send();
    }
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const [from, until] = this.brush;
    this.move(side, (side === "from" ? from : until - 1) + by);
  }

  /** Moves an end of the period to a bar, no further than the other end. */
  private move(side: Side, bar: number): void {
    const [from, until] = this.brush;
    const [low, high] = side === "from" ? [0, until - 1] : [from, this.bars.length - 1];
    const to = this.bars[Math.max(low, Math.min(high, bar))];
    if (!to) return;
    if (side === "from") this.from = to.start;
    else this.until = to.end - 86_400_000;
    this.draw();
  }

  private dragHandle(event: PointerEvent, side: Side): void {
    event.preventDefault();
    const made = this.handles[side];
    made.focus();
    made.setPointerCapture(event.pointerId);
    const left = this.canvas.getBoundingClientRect().left;
    const move = (moved: PointerEvent): void => this.move(side, this.at(moved.clientX - left));
    made.addEventListener("pointermove", move);
    made.addEventListener("pointerup", () => {
      made.removeEventListener("pointermove", move);
      this.send();
    }, { once: true });
  }

  private drag(event: PointerEvent): void {
    if (event.button !== 0 || !this.bars.length) return;
    const left = this.canvas.getBoundingClientRect().left;
    const start = event.clientX - left;
    this.dragged = false;
    this.canvas.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const now = moved.clientX - left;
      this.dragged ||= Math.abs(now - start) >= LEAST;
      if (!this.dragged) return;
      const [a, b] = [this.at(start), this.at(now)].sort((x, y) => x - y);
      this.from = this.bars[a!]!.start;
      this.until = this.bars[b!]!.end - 86_400_000;
      this.draw();
    };
    this.canvas.addEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", () => {
      this.canvas.removeEventListener("pointermove", move);
      if (this.dragged) this.send();
    }, { once: true });
  }

  private point(event: PointerEvent): void {
    const bar = this.bars[this.at(event.clientX - this.canvas.getBoundingClientRect().left)];
    if (!bar) return;
    const when = label(bar.start, this.step, true);
    this.tip.textContent = `${when}: ${counted(this.say("count"), bar.total)}`;
  }

  private send(): void {
    const text = (time: number): string => (Number.isNaN(time) ? "" : isoDay(time));
    this.choose(text(this.from), text(this.until));
  }

  private choose(start: string, end: string): void {
    this.from = timeOf(start);
    this.until = lastOf(end);
    this.draw();
    send("filter", { start, end });
  }
}

/** A bar's day, month or year in words. */
function label(time: number, step: Step, whole = false): string {
  const date = { timeZone: "UTC" } as const;
  const forms: Record<Step, Intl.DateTimeFormatOptions> = {
    day: { ...date, day: "numeric", month: "short", ...(whole && { year: "numeric" }) },
    week: { ...date, day: "numeric", month: "short", year: whole ? "numeric" : "2-digit" },
    month: { ...date, month: "short", year: "numeric" },
    year: { ...date, year: "numeric" },
  };
  return new Intl.DateTimeFormat(language(), forms[step]).format(time);
}

for (const home of document.querySelectorAll<HTMLElement>("#timeline, [data-timeline]")) new Timeline(home);
