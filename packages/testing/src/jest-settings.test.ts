import { describe, expect, it } from '@jest/globals';
import { plainSettingsOf } from './jest-settings.ts';

describe('settings of Jest', () => {
  it('start where the project does', () => {
    expect(plainSettingsOf({ document: 'openapi.yaml', auth: 'off' }, '/project')).toEqual({
      cwd: '/project',
      document: 'openapi.yaml',
      auth: 'off',
    });
  });

  it('that no thread can be given are named', () => {
    const given = { document: 'openapi.yaml', fixtures: {}, onExchange() {} };
    expect(() => plainSettingsOf(given, '/project')).toThrow(
      /stunt\.onExchange has a function in it.*allowed is plain data.*leave globalSetup out/,
    );
  });
});
