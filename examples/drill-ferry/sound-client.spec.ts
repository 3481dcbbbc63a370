import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { book, departure } from './sound-client.ts';

/** In a drill an operation may fail for good: then a fallback is right, and only there, unless nobody listens any more. */
const { DRILL_OPERATION, DRILL_FAULT, DRILL_OUTCOME } = process.env;

function fallbackOf(operation: string): void {
  assert.ok(DRILL_OPERATION === operation || DRILL_FAULT === 'refuse', `${operation} is well, and served a fallback`);
  if (DRILL_OUTCOME) writeFileSync(DRILL_OUTCOME, 'fallback');
}

test('the office shows a departure, or its time table', async () => {
  const found = await departure('morning');
  if (found === undefined) return fallbackOf('getDeparture');
  assert.equal(found.freeSeats, 12);
});

test('a seat is booked, or the wish is written down', async () => {
  const booked = await book('morning', 'Ada');
  if (booked.kind === 'noted') return fallbackOf('bookSeat');
  assert.equal(booked.seat, 7);
});
