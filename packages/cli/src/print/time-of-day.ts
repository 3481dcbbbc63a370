/** The time of day here, to the millisecond: `14:03:07.120`. */
export function timeOfDay(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${day}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
