/** Whether the service takes requests. */
import { timeText } from './clock.ts';
import { type Operation, operation } from './operation.ts';
import type { Platform } from './platform.ts';

export const health = ({ clock }: Platform): readonly Operation[] => [
  operation('getHealth', () => ({ status: 200, body: { status: 'ok', time: timeText(clock.now()) } })),
];
