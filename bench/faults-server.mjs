/**
 * `node faults-server.mjs SOURCE DOCUMENT RULES PORT`: a double made of the engine in the folder SOURCE, with so many rules of
 * faults in force, none of which matches what the benchmark asks. They look at header fields, queries, paths and operations.
 */
const [source, document, rules, port] = process.argv.slice(2);
const { loadDocument } = await import(`${source}/load/load-document.ts`);
const { startServer } = await import(`${source}/server.ts`);

const places = [
  (n) => ({ header: { 'x-partner': `p${n}` } }),
  (n) => ({ query: { partner: `p${n}` } }),
  (n) => ({ path: `/elsewhere/${n}` }),
  (n) => ({ path: `/elsewhere-${n}/*` }),
  () => ({ operation: 'createParcel', query: { never: 'asked' } }),
];
const faults = Array.from({ length: Number(rules) }, (_, n) => ({
  kind: 'status',
  where: places[n % places.length](n),
  when: { probability: 0.5 },
}));
await startServer({
  documents: [await loadDocument(document)],
  port: Number(port),
  ...(faults.length > 0 && { faults }),
});
