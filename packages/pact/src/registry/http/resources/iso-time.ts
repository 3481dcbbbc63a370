/** A moment as the Pact Broker writes it. */
export const isoTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');
