import { createRequire } from 'node:module';
import type { Event } from 'js-yaml';

/** Offsets of values in a YAML text, from the events of its parser; an alias is where it is written, not where it leads. */

interface Place {
  /** Of the key, or of the item of a list. */
  readonly at: number;
  readonly members?: ReadonlyMap<string, Place>;
}

type YamlParser = Pick<typeof import('js-yaml'), 'parseEvents' | 'getScalarValue' | 'EVENT_ID'>;

/** Loaded with the first question; a position is asked for in synchronous code. */
const require = createRequire(import.meta.url);

export function yamlOffset(source: string): (tokens: readonly string[]) => number {
  let top: Place | undefined;
  return (tokens) => {
    top ??= readPlaces(source);
    let place = top;
    for (const token of tokens) {
      const member = place.members?.get(token);
      if (member === undefined) break;
      place = member;
    }
    return place.at;
  };
}

function readPlaces(source: string): Place {
  const yaml: YamlParser = require('js-yaml');
  try {
    return new PlaceReader(source, yaml, yaml.parseEvents(source, { maxDepth: 1000 })).read();
  } catch {
    return { at: 0 };
  }
}

class PlaceReader {
  readonly #source: string;
  readonly #yaml: YamlParser;
  readonly #events: readonly Event[];
  #next = 0;

  constructor(source: string, yaml: YamlParser, events: readonly Event[]) {
    this.#source = source;
    this.#yaml = yaml;
    this.#events = events;
  }

  read(): Place {
    const event = this.#events[this.#next++];
    const { DOCUMENT, MAPPING, SEQUENCE, SCALAR, ALIAS } = this.#yaml.EVENT_ID;
    switch (event?.type) {
      case DOCUMENT:
        return this.read();
      case MAPPING:
        return { at: event.start, members: this.#members() };
      case SEQUENCE:
        return { at: event.start, members: this.#items() };
      case SCALAR:
        // Behind the quote, where there is one.
        return { at: event.valueStart - (/["']/.test(this.#source[event.valueStart - 1] ?? '') ? 1 : 0) };
      case ALIAS:
        return { at: event.anchorStart };
      default:
        return { at: 0 };
    }
  }

  #members(): Map<string, Place> {
    const members = new Map<string, Place>();
    while (!this.#isClosed()) {
      const key = this.#events[this.#next];
      const name = key?.type === this.#yaml.EVENT_ID.SCALAR ? this.#yaml.getScalarValue(this.#source, key) : '';
      const { at } = this.read();
      members.set(name, { ...this.read(), at });
    }
    return members;
  }

  #items(): Map<string, Place> {
    const items = new Map<string, Place>();
    while (!this.#isClosed()) items.set(String(items.size), this.read());
    return items;
  }

  #isClosed(): boolean {
    const event = this.#events[this.#next];
    if (event !== undefined && event.type !== this.#yaml.EVENT_ID.POP) return false;
    this.#next += 1;
    return true;
  }
}
