/** The client as it is often written: it works, until the API does not. */
const base = process.env.FERRY_URL ?? 'https://ferry.example';
const headers = { 'X-Api-Key': process.env.STUNT_API_KEY ?? '', 'Content-Type': 'application/json' };

export interface Departure {
  readonly id: string;
  readonly freeSeats: number;
}

export interface Booking {
  readonly id: string;
  readonly seat: number;
}

export async function departure(id: string): Promise<Departure> {
  return ask(`/departures/${id}`);
}

export async function book(departureId: string, passenger: string): Promise<Booking> {
  return ask('/bookings', { method: 'POST', body: JSON.stringify({ departure: departureId, passenger }) });
}

/** Whatever goes wrong is tried once more, at once. */
async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  let answer = await fetch(new URL(path, base), { ...init, headers }).catch(() => undefined);
  if (!answer?.ok) answer = await fetch(new URL(path, base), { ...init, headers });
  if (!answer.ok) throw new Error(`the ferry answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
