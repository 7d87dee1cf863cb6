// What the islands reckon, without a browser. A test's name says what a reader would lose.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clusters, doubt, radiusOf } from "../src/clusters";
import { type Label, place } from "../src/labels";
import { points, trimmed } from "../src/offsets";
import { inside, within } from "../src/site";
import { addressOf, shown } from "../src/source";
import { after, bars, before, begin, crowded, isoDay, lastOf, stepFor, timeOf, top } from "../src/steps";

test("selected words after an emoji, or in Arabic, are found where they stand", () => {
  assert.equal(points("a🕊b", 3), 2);
  assert.equal(points("a🕊b", 2), 1, "the middle of a character counts as before it");
  assert.deepEqual(trimmed("  🕊 قتل 12  ", 100), { start: 102, end: 110, words: "🕊 قتل 12" });
  assert.equal(trimmed(" \n", 5), null);
});

test("a year of days is put together so that its bars can be seen", () => {
  const [first, last] = [timeOf("2024-01-01"), timeOf("2024-12-31")];
  assert.equal(stepFor(first, last, 400, "day"), "day");
  assert.equal(stepFor(first, last, 100, "day"), "week");
  assert.equal(stepFor(first, last, 20, "day"), "month");
  assert.equal(stepFor(first, last, 4, "day"), "year");
  assert.equal(stepFor(first, last, 400, "month"), "month", "no finer than the data");
});

test("no incident is lost when days become weeks and months", () => {
  const counts = { step: "day" as const, days: ["2024-02-28", "2024-02-29", "2024-03-04"], types: ["A", "B"], counts: [[1, 2], [3, 0], [0, 5]] };
  for (const step of ["day", "week", "month", "year"] as const) {
    const made = bars(counts, step, timeOf("2024-02-28"), timeOf("2024-03-04"));
    assert.equal(made.reduce((sum, bar) => sum + bar.total, 0), 11, step);
    for (const bar of made) assert.equal(bar.end, after(bar.start, step));
  }
  assert.equal(isoDay(begin(timeOf("2024-02-29"), "week")), "2024-02-26");
});

test("a month that is asked for ends on its last day, and what is no day is none", () => {
  assert.equal(isoDay(lastOf("2024-02")), "2024-02-29");
  assert.equal(isoDay(lastOf("2023")), "2023-12-31");
  assert.equal(isoDay(timeOf("0099-01-01")), "0099-01-01");
  assert.ok(Number.isNaN(timeOf("yesterday")));
});

test("the scale beside the bars is no lower than the highest bar", () => {
  for (const n of [1, 3, 7, 12, 99, 101, 12345]) assert.ok(top(n) >= n && top(n) <= 2 * n, String(n));
});

test("a cluster counts every incident once, and those that disagree", () => {
  const many = { x: [0.5, 0.5001, 0.9], y: [0.5, 0.5, 0.5], type: ["A", "B", "A"], disagree: [1, 0, 0] };
  const found = clusters(many, 0.01);
  assert.deepEqual(found.map((one) => one.n), [2, 1]);
  assert.equal(found[0]!.disagree, 1);
  assert.equal(clusters(many, 0).length, 3);
});

test("names on the map do not stand on each other", () => {
  const label = (text: string, x: number, y: number, kind: Label["kind"]): Label => ({ text, x, y, width: 40, height: 14, kind });
  const placed = place([label("A", 50, 50, "country"), label("B", 60, 50, "province"), label("C", 60, 60, "town")], []);
  assert.deepEqual(placed.map((one) => one.text), ["A", "C"], "the province has no room, the town moves aside");
});

test("points without a place are left out of the map, not put at 0, 0", () => {
  const answer = { total: 2, binned: false, points: {
    id: ["i-1", "i-2"], lat: [14, NaN], lon: [-1, 0], type: ["A", "B"], prec: [1, null], killed: [3, null], low: [3, null],
    disagree: [0, 0], title: ["x", "y"], day: ["2024-05-02", null] } };
  assert.deepEqual(shown(answer).points.id, ["i-1"]);
});

test("a file of a published site is asked for as it is, the server for what is in sight", () => {
  const sight = { zoom: 5.5, west: -200, south: -5, east: 20, north: 30 };
  assert.equal(addressOf("data/map.json", "https://example.org/site/", sight), "https://example.org/site/data/map.json");
  assert.match(addressOf("/api/v1/map?type=A", "https://example.org/", sight), /type=A&zoom=6&bounds=-180\.000/);
});

test("a mark is never so large that it hides the map, and doubt grows with the precision code", () => {
  assert.ok(radiusOf(1e6) <= 14 && radiusOf(null) === 5 && radiusOf(10) > 5);
  assert.deepEqual([1, 2, 3, 4, 6].map(doubt), [0, 0, 30, 100, 300]);
});

test("the last month of a period is in it, whole, and an area across the date line is one", () => {
  assert.ok(within("2024-05-31", "2024", "2024-05") && !within("2024-06-01", "", "2024-05") && !within(null, "2024", ""));
  assert.ok(inside(0, 179, [170, -10, -170, 10]) && inside(0, -179, [170, -10, -170, 10]) && !inside(0, 0, [170, -10, -170, 10]));
});

test("one old incident does not squeeze all others into one bar, and is still told", () => {
  const counts = { step: "day" as const, days: ["1998-05-02", "2024-05-02", "2024-05-20"], types: ["A"], counts: [[1], [20], [30]] };
  const [first, last] = [timeOf("1998-05-02"), timeOf("2024-05-20")];
  const shown = crowded(counts, first, last, 60);
  assert.equal(isoDay(shown), "2024-05-02");
  assert.equal(before(counts, shown), 1);
  assert.equal(crowded({ ...counts, counts: [[20], [20], [30]] }, first, last, 60), first, "not where they are many");
});
