import type { When } from '@stuntdouble/engine';
import { CliError } from '../errors.ts';
import { membersOf } from './members-of.ts';

const counts = {
  probability: 'probability',
  after: 'after',
  times: 'times',
  every: 'every',
  'max-active': 'maxActive',
};
const spans = { schedule: 'start=10s,for=30s', flap: 'up=10s,down=5s', ramp: 'from=0,to=1,over=1m' };

/** The time of a rule from its flags; what a value may be is the engine's to say. */
export function whenFromFlags(flags: Readonly<Record<string, unknown>>): When {
  const when: Record<string, unknown> = {};
  for (const [flag, name] of Object.entries(counts)) {
    const value = flags[flag];
    if (Number.isNaN(value)) throw new CliError('USAGE', `--${flag} takes a number`);
    if (value !== undefined) when[name] = value;
  }
  for (const [name, example] of Object.entries(spans)) {
    const value = flags[name];
    if (typeof value !== 'string') continue;
    if (!value.includes('=')) throw new CliError('USAGE', `--${name} is "${value}"`, `Write --${name} ${example}`);
    when[name] = membersOf(value);
  }
  return when;
}
