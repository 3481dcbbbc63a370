/**
 * `node records-server.mjs SOURCE DOCUMENT PORT`: a double made of the engine in the folder SOURCE. SIGUSR2 switches whether its
 * journal and metrics are fed: they are at first.
 */
const [source, document, port] = process.argv.slice(2);
const { loadDocument } = await import(`${source}/load/load-document.ts`);
const { startServer } = await import(`${source}/server.ts`);

// Stateless: what is stored would make each slice dearer than the one before.
const { engine } = await startServer({ documents: [await loadDocument(document)], state: false, port: Number(port) });
const { records } = engine;
const { add } = records;
const idle = () => {};

process.on('SIGUSR2', () => {
  records.add = records.add === idle ? add : idle;
});
