import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { parseScenario, scenarioFromJson } from './parse-scenario.ts';

const shipped = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(shipped).filter((name) => name.endsWith('.yaml'));
const schema = JSON.parse(readFileSync(new URL('scenario.schema.json', shipped), 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);

describe('shipped scenarios', () => {
  it('are the ten that come along', () => {
    expect(files.map((name) => name.replace('.yaml', ''))).toEqual([
      'bad-release',
      'blackhole',
      'brownout',
      'deploy-blip',
      'flaky',
      'outage',
      'rate-limit-storm',
      'recovery',
      'slow',
      'webhook-chaos',
    ]);
  });

  it.each(files)('%s follows the schema, is read, and bears the name of its file', (file) => {
    const text = readFileSync(new URL(file, shipped), 'utf8');
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
    expect(`${parseScenario(text, file).name}.yaml`).toBe(file);
  });
});

describe('parseScenario', () => {
  const refusal = (text: string): string => {
    try {
      parseScenario(text, 'own.yaml');
    } catch (error) {
      return String(error);
    }
    return 'accepted';
  };

  it.each([
    ['name: [', 'own.yaml:1:8'],
    ['just text', 'own.yaml:1:1: a scenario is an object'],
    ['name: Up\nphases: [{ name: a, for: 1s }]', 'own.yaml:1:1: name is "Up"'],
    ['name: a\nphases: []', 'own.yaml:2:1: phases must be a list'],
    ['name: a\nphase: []', 'own.yaml:2:1: "phase" is no key here; allowed: name, description, loop, phases'],
    ['name: a\nphases:\n  - name: down\n    for: soon\n', 'own.yaml:4:5: for is "soon"; write a duration'],
    ['name: a\nphases:\n  - name: down\n', 'own.yaml:3:5: phase "down" must have either for or requests'],
    ['name: a\nphases:\n  - { name: down, requests: 0 }\n', 'requests is 0'],
    ['name: a\nphases:\n  - { name: down, for: 1s, rules: [503] }\n', 'rules must be a list of rules'],
  ])('refuses %j with the place', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('reads the same from JSON', () => {
    const scenario = { name: 'a', phases: [{ name: 'down', requests: 3, rules: [{ kind: 'reset' }] }] };
    expect(scenarioFromJson(scenario)).toEqual({ ...scenario, description: '', loop: false });
    expect(() => scenarioFromJson([])).toThrow('a scenario is an object');
  });
});
