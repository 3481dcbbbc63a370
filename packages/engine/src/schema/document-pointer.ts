/** Top-level keys of descriptions below which a `$ref` may lead; no keyword of a schema is among them. */
const DOCUMENT = /^#\/(?:components|definitions|paths|webhooks|parameters|responses|x-[^/]*)(?:\/|$)/;

/** A place that was told from a schema's top, or from the last `$ref` on the way, as a pointer into the document, without `#`. */
export function documentPointer(schemaPointer: string, place: string): string {
  return DOCUMENT.test(place) ? place.slice(1) : schemaPointer + place.replace(/^#/, '');
}
