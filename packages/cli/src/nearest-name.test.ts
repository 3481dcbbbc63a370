import { describe, expect, it } from '@jest/globals';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it('finds what one slip of the finger made of a name', () => {
    expect(nearestName('serv', ['serve', 'check'])).toBe('serve');
    expect(nearestName('prot', ['host', 'port'])).toBe('port');
    expect(nearestName('ignoreexamples', ['ignore-examples', 'errors'])).toBe('ignore-examples');
  });

  it('suggests nothing where nothing is close', () => {
    expect(nearestName('telemetry', ['port', 'host'])).toBeUndefined();
    expect(nearestName('', ['port'])).toBeUndefined();
  });
});
