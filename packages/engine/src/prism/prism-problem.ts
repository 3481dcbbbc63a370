import { problemOf, type Refusal } from '../problem.ts';
import { type PrismValidation, prismValidation } from './prism-validation.ts';

/** A refusal as Prism's problem document: same `type`, `title`, `status`, `detail`, `validation[]`. Never refuses anything itself. */
export interface PrismProblem {
  readonly status: number;
  /** Flat list of names and values. */
  readonly headers: readonly string[];
  readonly body: PrismProblemBody;
}

export interface PrismProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly validation?: readonly PrismValidation[];
  readonly headers?: Readonly<Record<string, string>>;
}

const TYPES = 'https://stoplight.io/prism/errors#';

export function prismProblem(refusal: Refusal): PrismProblem {
  const body = bodyOf(refusal);
  return {
    status: body.status,
    headers: Object.entries(body.headers ?? {}).flat(),
    body,
  };
}

function bodyOf(refusal: Refusal): PrismProblemBody {
  switch (refusal.code) {
    case 'ROUTE_NOT_FOUND':
      return problem(
        'NO_PATH_MATCHED_ERROR',
        404,
        'Route not resolved, no path matched',
        `The route ${refusal.path} hasn't been found in the specification file`,
      );
    case 'METHOD_NOT_ALLOWED':
      return problem(
        'NO_METHOD_MATCHED_ERROR',
        405,
        'Route resolved, but no method matched',
        `The route ${refusal.path} has been matched, but it does not have "${refusal.method.toLowerCase()}" method defined`,
      );
    case 'UNAUTHORIZED':
      return unauthorized(refusal.prismTags);
    case 'MEDIA_TYPE_UNSUPPORTED':
      // Prism looks at no coding.
      if (refusal.flaw === 'coding') return withoutCounterpart(refusal);
      return problem(
        'INVALID_CONTENT_TYPE',
        415,
        'Invalid content type',
        refusal.flaw === 'boundary' ? NO_BOUNDARY : supported(refusal.allowed),
      );
    case 'NOT_ACCEPTABLE':
      return problem(
        'NOT_ACCEPTABLE',
        406,
        'The server cannot produce a representation for your accept header',
        `Unable to find content for ${refusal.accept}`,
      );
    case 'REQUEST_INVALID':
      return {
        ...problem(
          'UNPROCESSABLE_ENTITY',
          422,
          'Invalid request',
          `Your request is not valid and no HTTP validation response was found in the spec, ${EXPLANATION}`,
        ),
        validation: refusal.violations.map(prismValidation),
      };
    case 'PREFERENCE_INVALID':
      if (refusal.name === 'fault') return withoutCounterpart(refusal);
      return problem(
        'UNPROCESSABLE_ENTITY',
        422,
        'Invalid request',
        `optional property "${refusal.name}"\n└─ cannot decode ${JSON.stringify(refusal.received)}, should be ${refusal.name === 'code' ? 'a number' : 'a boolean'}`,
      );
    case 'EXAMPLE_UNKNOWN':
      return notFound(`Response for contentType: ${refusal.mediaType} and exampleKey: ${refusal.name} does not exist.`);
    case 'RESPONSE_STATUS_UNKNOWN':
      return notFound(`Requested status code ${refusal.status} is not defined in the document.`);
    case 'RESPONSE_UNDEFINED':
      return problem('NO_RESPONSE_RESPONSE_DEFINED', 500, 'No response defined for the selected operation', '');
    // Prism's own sampler gives up without naming a place in the schema.
    case 'RESPONSE_UNSATISFIABLE':
      if (/^[#/]/.test(refusal.pointer)) return withoutCounterpart(refusal);
      return problem(
        'SCHEMA_TOO_COMPLEX',
        500,
        'Schema too complex',
        'Unable to generate body for response. The schema is too complex to generate.',
      );
    case 'RESPONSE_NOT_TEXT':
      return unwritable(refusal.mediaType);
    case 'RESPONSE_NO_SCHEMA':
      return problem(
        'UNKNOWN',
        500,
        `Tried to force a dynamic response for: ${refusal.mediaType} but schema is not defined.`,
        '',
      );
    default:
      return withoutCounterpart(refusal);
  }
}

const EXPLANATION = 'so Prism is generating this error for you.';

const problem = (type: string, status: number, title: string, detail: string): PrismProblemBody => ({
  type: `${TYPES}${type}`,
  title,
  status,
  detail,
});

const notFound = (detail: string): PrismProblemBody =>
  problem('NOT_FOUND', 404, 'The server cannot find the requested content', detail);

const supported = (mediaTypes: readonly string[]): string =>
  mediaTypes.length === 0
    ? 'No supported content types, but request included a non-empty body'
    : `Supported content types: ${mediaTypes.join(',')}`;

const NO_BOUNDARY =
  'Boundary parameter for multipart/form-data is not defined or generated in the request header. Try removing manually defined content-type from your request header if it exists.';

function unauthorized(tags: readonly string[]): PrismProblemBody {
  const body = problem(
    'UNAUTHORIZED',
    401,
    'Invalid security scheme used',
    `Your request does not fullfil the security requirements and no HTTP unauthorized response was found in the spec, ${EXPLANATION}`,
  );
  return tags.length === 0 ? body : { ...body, headers: { 'WWW-Authenticate': tags.join(',') } };
}

const unwritable = (mediaType: string): PrismProblemBody =>
  mediaType.startsWith('text/')
    ? problem('NO_COMPLEX_OBJECT_TEXT', 500, NOT_TEXT, NOT_TEXT)
    : problem('UNKNOWN', 500, `Cannot find serializer for ${mediaType}`, '');

const NOT_TEXT = 'Cannot serialise complex objects as text';

/** What Prism never refuses, or refuses without a problem document, in the form of its unknown errors. */
function withoutCounterpart(refusal: Refusal): PrismProblemBody {
  const { title, detail, status } = problemOf(refusal);
  return problem('UNKNOWN', status, title, detail);
}
