/**
 * Writes the options of every kind of fault into the schema of scenario files, so that editors know them. Run it with
 * `node --conditions=@stuntdouble/source scripts/scenario-schema.mjs` after a kind has changed; a test says when.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kindSchema } from '../packages/engine/src/fault/option-schema.ts';

const root = dirname(import.meta.dirname);
const file = join(root, 'packages/engine/scenarios/scenario.schema.json');
const schema = JSON.parse(readFileSync(file, 'utf8'));
const { properties, allOf } = kindSchema();
const { rule } = schema.$defs;
rule.properties.kind = { ...rule.properties.kind, ...properties.kind };
rule.allOf = allOf;
writeFileSync(file, JSON.stringify(schema, undefined, 2));
execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', file], { stdio: 'inherit' });
