import type { Violation } from '../../exchange.ts';
import { addField } from '../fields.ts';
import { setMember } from '../members.ts';
import { asSent } from '../percent.ts';
import { factsOf } from '../schema-facts.ts';
import type { ValueCheck } from '../value-check.ts';
import { unreadable } from '../violations.ts';
import { compileForm, type FormSettings } from './form.ts';
import { parseJsonBody } from './json.ts';
import { isJson, parseMediaType } from './media-type.ts';
import { type Part, parseMultipart } from './multipart.ts';
import { type BodyOutcome, type ContentReader, judge, unreadableBody } from './outcome.ts';
import { textOf } from './text.ts';

/**
 * A multipart body as an object: text parts are values, parts that say they are JSON are parsed, files are represented by
 * their names and keep their bytes in `parts`.
 */
export function compileMultipartForm(
  settings: Omit<FormSettings, 'decode' | 'isEncoded'>,
  check: ValueCheck | undefined,
): ContentReader {
  const read = compileForm({ ...settings, decode: asSent, isEncoded: false });
  const facts = factsOf(settings.schemas, settings.schema);
  return (bytes, received): BodyOutcome => {
    const boundary = parseMediaType(received ?? '')?.parameters.get('boundary');
    if (boundary === undefined)
      return { kind: 'media-type', received, allowed: ['multipart/form-data'], flaw: 'boundary' };
    const parsed = parseMultipart(bytes, boundary);
    if ('problem' in parsed) return unreadableBody(parsed.problem, textOf(bytes.subarray(0, 80), undefined));
    const build = () => {
      const form = read(textFields(parsed.parts));
      if ('violations' in form) return form;
      const violations: Violation[] = [];
      for (const [name, parts] of jsonParts(parsed.parts)) {
        const values = parts.map((part) => parseJsonBody(textOf(part.bytes, undefined)));
        const broken = values.find((value) => 'violation' in value);
        if (broken !== undefined)
          violations.push(
            unreadable('body', [name], 'must be JSON, as its part says', textOf(parts[0]?.bytes ?? bytes, undefined)),
          );
        const list = values.map((value) => ('value' in value ? value.value : undefined));
        const wantsList = factsOf(settings.schemas, facts.properties.get(name)).array && !Array.isArray(list[0]);
        setMember(form.value, name, wantsList || list.length > 1 ? list : list[0]);
      }
      return violations.length > 0 ? { violations } : form;
    };
    const form = build();
    if ('violations' in form) return { kind: 'invalid', violations: form.violations };
    const outcome = judge(check, form.value, () => {
      const again = build();
      return 'value' in again ? again.value : form.value;
    });
    return outcome.kind === 'body' ? { ...outcome, parts: parsed.parts } : outcome;
  };
}

function textFields(parts: readonly Part[]): Map<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const part of parts) {
    if (isJsonPart(part)) continue;
    addField(
      fields,
      part.name,
      part.filename ?? (isBinary(part) ? `${part.bytes.length} bytes` : textOf(part.bytes, undefined)),
    );
  }
  return fields;
}

function jsonParts(parts: readonly Part[]): Map<string, Part[]> {
  return Map.groupBy(parts.filter(isJsonPart), (part) => part.name);
}

function isJsonPart({ mediaType, filename }: Part): boolean {
  const parsed = mediaType === undefined ? undefined : parseMediaType(mediaType);
  return filename === undefined && parsed !== undefined && isJson(parsed);
}

function isBinary({ mediaType }: Part): boolean {
  const parsed = mediaType === undefined ? undefined : parseMediaType(mediaType);
  return parsed !== undefined && parsed.type !== 'text' && parsed.syntax !== 'xml';
}
