// Words that are selected in a page fill the open form: their offsets, and the words themselves.

import { points, trimmed } from "./offsets";

/** The piece of the page that a node lies in, and where in the document it begins. */
const pieceOf = (node: Node): HTMLElement | null =>
  (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-start]") ?? null;

/** Where a place in the page lies in the document, in code points; null outside of the page's text. */
export function offsetOf(node: Node, units: number): number | null {
  const piece = pieceOf(node);
  if (!piece) return null;
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, units);
  const before = range.toString();
  return Number(piece.dataset["start"]) + points(before, before.length);
}

const isOpen = (form: HTMLElement): boolean => form.getClientRects().length > 0;

/** The field that is to be filled: the one that had the focus last, else the first that is open. */
function wanted(last: HTMLElement | null): HTMLElement | null {
  if (last?.isConnected && isOpen(last)) return last;
  return [...document.querySelectorAll<HTMLElement>("[data-select-span]")].find(isOpen) ?? null;
}

function fill(field: HTMLElement, start: number, end: number, words: string): void {
  const set = (name: string, value: number): void => {
    const input = field.querySelector<HTMLInputElement>(`[name="${name}"], [name$=".${name}"]`);
    if (input) input.value = String(value);
  };
  set("start", start);
  set("end", end);
  const shown = field.querySelector<HTMLElement>("[data-words]");
  if (shown instanceof HTMLInputElement || shown instanceof HTMLTextAreaElement) shown.value = words;
  else if (shown) shown.textContent = words;
  shown?.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Listens to what is selected in a page. */
export function span(home: HTMLElement): void {
  let last: HTMLElement | null = null;
  document.addEventListener("focusin", (event) => {
    const field = (event.target as Element).closest<HTMLElement>("[data-select-span]");
    if (field) last = field;
  });
  // Words that are typed into a field are looked up by the server: offsets of what was selected before would be wrong.
  document.addEventListener("input", (event) => {
    if (!event.isTrusted || !(event.target as Element).matches("[data-words]")) return;
    const field = (event.target as Element).closest<HTMLElement>("[data-select-span]");
    for (const name of ["start", "end"]) {
      const input = field?.querySelector<HTMLInputElement>(`[name="${name}"], [name$=".${name}"]`);
      if (input) input.value = "";
    }
  });
  const take = (): void => {
    const selection = getSelection();
    const field = wanted(last);
    if (!field || !selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!home.contains(range.startContainer) || !home.contains(range.endContainer)) return;
    const from = offsetOf(range.startContainer, range.startOffset);
    const piece = pieceOf(range.startContainer);
    if (from === null || !piece) return;
    const within = piece.contains(range.endContainer);
    if (!within) range.setEnd(piece, piece.childNodes.length); // a span lies in one block
    const found = trimmed(range.toString(), from);
    if (found) fill(field, found.start, found.end, found.words);
  };
  home.addEventListener("pointerup", () => setTimeout(take));
  home.addEventListener("keyup", (event) => event.shiftKey && take());
}
