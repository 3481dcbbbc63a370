/** What was wrong with a request, in words, from its entry in the journal. Knows no page. */
export function wordsFor({ status, operation, source, violations, faults, limits = '' }) {
  const fired = faults.filter((fault) => / fired(:|$)/.test(fault) && !fault.includes(' not fired'));
  if (status !== 0 && status < 400 && fired.length === 0) return [];
  const wrong = [...violations.map(violationWords), ...fired.map(faultWords)];
  if (wrong.length > 0) return wrong;
  if (operation === undefined && status === 404) return ['No operation of the API has this path.'];
  const spent = /"((?:[^"\\]|\\.)*)";q=(\d+);w=(\d+);r=0/.exec(limits);
  if (spent) return [`Limit ${spent[1]} is used up, ${spent[2]} in ${spent[3]} s: wait as Retry-After says.`];
  return [STATUS[status] ?? (source === 'problem' ? 'Refused.' : 'Answered so by the API.')];
}

const STATUS = {
  0: 'No answer: the connection was broken.',
  400: 'The request cannot be read.',
  401: 'Credentials are missing or wrong.',
  403: 'The credentials do not allow this.',
  404: 'There is no such thing.',
  405: 'This path has other methods only.',
  406: 'None of the media types in Accept is offered.',
  409: 'It contradicts what is there already.',
  412: 'Somebody was faster: it has changed since.',
  413: 'The body is too large.',
  415: 'The body has a media type that the operation does not take.',
  428: 'It asks for If-Match.',
  429: 'Too many requests: wait as Retry-After says.',
};

const PARTS = {
  query: 'query parameter',
  path: 'path parameter',
  header: 'header field',
  cookie: 'cookie',
  body: 'body',
};

const CODES = {
  required: 'is missing',
  type: 'has the wrong type',
  enum: 'is none of the allowed values',
  const: 'is not the allowed value',
  format: 'is not in the form that is asked for',
  pattern: 'does not match the pattern',
  minimum: 'is too small',
  exclusiveMinimum: 'is too small',
  maximum: 'is too large',
  exclusiveMaximum: 'is too large',
  multipleOf: 'is not a multiple of what is asked for',
  minLength: 'is too short',
  maxLength: 'is too long',
  minItems: 'has too few items',
  maxItems: 'has too many items',
  uniqueItems: 'has an item twice',
  minProperties: 'has too few members',
  maxProperties: 'has too many members',
  additionalProperties: 'is not known to the document',
  unevaluatedProperties: 'is not known to the document',
  unexpected: 'is not known to the document',
  parse: 'cannot be read',
  oneOf: 'fits none of the alternatives, or several',
  anyOf: 'fits none of the alternatives',
  not: 'is what is not allowed',
};

/** `query required /limit`: part, keyword and place. */
function violationWords(violation) {
  const [part = '', code = '', ...rest] = violation.split(' ');
  const names = rest
    .join(' ')
    .split('/')
    .slice(1)
    .map((name) => (name === '*' ? '…' : name));
  const place = part === 'body' ? bodyPlace(names) : [PARTS[part] ?? part, names.join('.')].join(' ').trim();
  return `${place[0]?.toUpperCase() ?? ''}${place.slice(1)} ${CODES[code] ?? `breaks the rule "${code}"`}.`;
}

const bodyPlace = (names) => (names.length === 0 ? 'body' : `body: ${names.join('.')}`);

/** `r1 status fired`, `r2 drift fired: /items/0/name` */
function faultWords(fault) {
  const [rule, kind] = fault.split(' ');
  const note = fault.split(' fired: ')[1];
  return `Fault ${kind} (${rule})${note === undefined ? '' : `: ${note}`}.`;
}
