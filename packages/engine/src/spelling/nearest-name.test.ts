import { describe, expect, it } from '@jest/globals';
import { nearestName, nearestNames } from './nearest-name.ts';

describe('nearestName', () => {
  it('finds what one slip of the finger made of a name', () => {
    expect(nearestName('latncy', ['status', 'latency'])).toBe('latency');
    expect(nearestName('sattus', ['status', 'latency'])).toBe('status');
    expect(nearestName('getintake', ['getIntake', 'putIntake'])).toBe('getIntake');
  });

  it('suggests nothing where nothing is close', () => {
    expect(nearestName('telemetry', ['port', 'host'])).toBeUndefined();
    expect(nearestName('', ['port'])).toBeUndefined();
  });
});

describe('nearestNames', () => {
  it('gives the closest first', () => {
    expect(nearestNames('getIntak', ['getIntakes', 'getIntake', 'postOrder'])).toEqual(['getIntake', 'getIntakes']);
  });
});
