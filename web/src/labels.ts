// Which names stand where on the map: none on another.

export interface Label {
  text: string;
  /** Where it stands, in pixels of the view: of a name over an area its middle, of a town its dot. */
  x: number;
  y: number;
  width: number;
  height: number;
  kind: "country" | "province" | "town" | "capital";
}

export interface Rect { left: number; top: number; right: number; bottom: number }

/** A label with the left edge and the middle height of its text. */
export interface Placed extends Label { left: number; middle: number }

const GAP = 3;
const DOT = 6;

/** Rectangles in cells, so that only neighbours are compared. */
export class Taken {
  private readonly cells = new Map<number, Rect[]>();

  private *over(rect: Rect): Generator<number> {
    for (let i = Math.floor(rect.left / 64); i <= Math.floor(rect.right / 64); i++)
      for (let j = Math.floor(rect.top / 64); j <= Math.floor(rect.bottom / 64); j++) yield i * 65536 + j;
  }

  free(rect: Rect): boolean {
    for (const cell of this.over(rect))
      for (const other of this.cells.get(cell) ?? [])
        if (rect.left < other.right && other.left < rect.right && rect.top < other.bottom && other.top < rect.bottom)
          return false;
    return true;
  }

  add(rect: Rect): void {
    for (const cell of this.over(rect)) this.cells.get(cell)?.push(rect) ?? this.cells.set(cell, [rect]);
  }
}

const rectOf = (left: number, middle: number, label: Label): Rect => ({
  left: left - GAP, top: middle - label.height / 2 - GAP / 2, right: left + label.width + GAP, bottom: middle + label.height / 2 + GAP / 2,
});

/** Left edges and middles that a label may have, the best first: a town's name beside, above or below its dot. */
function places(label: Label): [number, number][] {
  const { x, y, width, height } = label;
  if (label.kind === "country" || label.kind === "province") return [[x - width / 2, y]];
  return [[x + DOT, y], [x - DOT - width, y], [x - width / 2, y - height], [x - width / 2, y + height]];
}

/**
 * Labels that have room, in the order given; `marks` are rectangles that towns and provinces keep clear of, but
 * countries do not. A town's dot is kept clear of names too.
 */
export function place(labels: readonly Label[], marks: readonly Rect[]): Placed[] {
  const names = new Taken(), marked = new Taken();
  for (const mark of marks) marked.add(mark);
  const placed: Placed[] = [];
  for (const label of labels) {
    const town = label.kind === "town" || label.kind === "capital";
    for (const [left, middle] of places(label)) {
      const rect = rectOf(left, middle, label);
      if (!names.free(rect) || (label.kind !== "country" && !marked.free(rect))) continue;
      names.add(rect);
      if (town) names.add({ left: label.x - 4, top: label.y - 4, right: label.x + 4, bottom: label.y + 4 });
      placed.push({ ...label, left, middle });
      break;
    }
  }
  return placed;
}
