import assert from 'node:assert/strict';
import { test } from 'node:test';
import { book, departure } from './naive-client.ts';

test('a departure is there', async () => {
  assert.ok(await departure('morning'));
});

test('a seat is booked', async () => {
  assert.ok(await book('morning', 'Ada'));
});
