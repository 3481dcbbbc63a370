/** What can go wrong, in words: every code that an operator or a client can meet, with its status. docs/errors.md mirrors it. */

export interface CatalogueEntry {
  /** HTTP status where it answers a request; absent where it stops a command. */
  readonly status?: number;
  readonly title: string;
  /** What to do next. */
  readonly hint: string;
}

export const catalogue = {
  SPEC_NOT_FOUND: { title: 'The document cannot be read', hint: 'Check the path, or the URL and its host.' },
  SPEC_SYNTAX: { title: 'The document is neither JSON nor YAML', hint: 'Fix the line that is named.' },
  SPEC_EMPTY: {
    title: 'The document is empty',
    hint: 'Give an OpenAPI 2.0, 3.0, 3.1 or 3.2 document, or a Postman collection v2.',
  },
  SPEC_UNKNOWN_FORMAT: {
    title: 'The document is of no known format',
    hint: 'Give an OpenAPI 2.0, 3.0, 3.1 or 3.2 document, or a Postman collection v2.',
  },
  SPEC_REF_UNRESOLVED: { title: 'A $ref leads nowhere', hint: 'Fix the reference, or add what it names.' },
  SPEC_ROUTE_DUPLICATE: {
    title: 'Two operations answer the same requests',
    hint: 'Remove one of them, or make their paths differ.',
  },
  SPEC_OPERATION_ID_DUPLICATE: {
    title: 'Two operations have the same operationId',
    hint: 'Give each operation an operationId of its own.',
  },
  OVERLAY_INVALID: {
    title: 'An overlay cannot be applied',
    hint: 'Fix the overlay at the pointer; it follows the OpenAPI Overlay Specification 1.0.',
  },
  OVERLAY_UNMATCHED: {
    title: 'An action of an overlay changes nothing',
    hint: 'Make its target name a place that the document has.',
  },
  HANDLER_INVALID: {
    title: 'A file of handlers cannot be used',
    hint: 'Export by default an object: { operationId(request) { return { status: 200, body: … } } }.',
  },
  FIXTURE_INVALID: {
    title: 'A fixture cannot be used',
    hint: 'Fix the file at the pointer: { "/orders": [ { … } ] }, each item as a read shows it.',
  },
  SPEC_TRANSITION_INVALID: {
    title: 'A transition cannot be used',
    hint: 'Fix x-stunt-transition at the pointer; until then the action is answered as without it.',
  },
  SPEC_OPERATION_BROKEN: { title: 'An operation cannot be read', hint: 'Fix the operation in the document.' },
  SPEC_MALFORMED: {
    title: 'A part of the document has the wrong form',
    hint: 'Fix the part at the pointer; until then it is left out.',
  },
  SPEC_PATH_PARAMETER_MISMATCH: {
    title: 'A path and its declared parameters differ',
    hint: 'Declare each parameter of the path under its name, with in: path.',
  },
  SPEC_SECURITY_UNDEFINED: {
    title: 'A security requirement names no security scheme',
    hint: 'Declare the scheme, or correct its name.',
  },
  SPEC_NOT_SERVED: {
    title: 'A part of the document is not served yet',
    hint: 'The rest of the document is served as if that part were not there.',
  },
  SPEC_NO_OPERATIONS: {
    title: 'The document has nothing to serve',
    hint: 'Add operations below paths, or name another document.',
  },
  SPEC_EXAMPLE_INVALID: {
    title: 'An example violates its schema',
    hint: 'Fix the example; until then a repaired one is served.',
  },
  SPEC_SCHEMA_BROKEN: { title: 'A schema cannot be compiled', hint: 'Fix the schema at the pointer.' },
  SPEC_SCHEMA_UNSATISFIABLE: {
    title: 'No value was found that satisfies a schema',
    hint: 'Fix the schema at the pointer.',
  },
  CONTROL_INVALID: {
    title: 'The control request is refused',
    hint: 'Fix what is named; /_stunt/openapi.json says what is allowed.',
  },
  CONTROL_UNKNOWN: { title: 'The control API has no such path', hint: 'See /_stunt/openapi.json.' },
  CONTROL_UNAUTHORIZED: {
    title: 'The control token is missing or wrong',
    hint: 'Send Authorization: Bearer with the value of STUNT_TOKEN.',
  },
  CONTROL_FORBIDDEN: {
    title: 'This caller may not control',
    hint: 'Call from this machine, or set STUNT_TOKEN and send it.',
  },
  FAULT_UNKNOWN: { title: 'There is no fault of that id', hint: 'List the faults in force.' },
  REQUEST_UNKNOWN: {
    title: 'There is no request of that id',
    hint: 'List the requests; the journal keeps the most recent.',
  },
  SCENARIO_INVALID: {
    title: 'The scenario is refused',
    hint: 'Fix what is named; packages/engine/scenarios/scenario.schema.json says what is allowed.',
  },
  SCENARIO_UNKNOWN: { title: 'There is no scenario of that name', hint: 'Ask for one of the names that are listed.' },
  WEBHOOK_INVALID: {
    title: 'Webhooks cannot be set up like that',
    hint: 'Fix what is named; docs/webhooks.md says what is allowed.',
  },
  WEBHOOK_TARGET_REFUSED: {
    title: 'Deliveries may not go to that address',
    hint: 'Take an address of this machine, or have the operator list it under webhooks.allow; stunt webhook listen needs neither.',
  },
  WEBHOOK_UNKNOWN: { title: 'There is no such webhook, subscription or delivery', hint: 'Ask for one that is listed.' },
  REQUEST_MALFORMED: { status: 400, title: 'The request is no valid HTTP', hint: 'Send HTTP/1.1 to this port.' },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The header fields are too large',
    hint: 'Send fewer or shorter header fields.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request was not complete in time',
    hint: 'Send the whole request without pauses.',
  },
  WAITING_FULL: {
    status: 503,
    title: 'Too many requests wait for their answers',
    hint: 'Let fewer or smaller requests wait at once: end the fault that holds them, or shorten it.',
  },
  PATH_REFUSED: {
    status: 400,
    title: 'The path is refused',
    hint: 'Send the path without encoded tildes and without dot segments.',
  },
  LIMITS_INVALID: { title: 'Rate limits that were given are refused', hint: 'Fix what is named; see docs/limits.md.' },
  SANDBOX_EXISTS: { status: 409, title: 'There is a sandbox of that name', hint: 'Choose another name, or delete it.' },
  SANDBOX_INVALID: {
    status: 400,
    title: 'A sandbox cannot be made like that',
    hint: 'Names have lower case letters, digits and dashes, up to 63.',
  },
  SANDBOX_UNKNOWN: { status: 404, title: 'There is no sandbox of that name', hint: 'Check the name behind the tilde.' },
  SANDBOX_KEPT: { title: 'The default sandbox stays', hint: 'Reset it instead; every other one can be deleted.' },
  RECORDING_OFF: {
    title: 'The sandbox does not record',
    hint: 'Switch it on: PUT /_stunt/recording of the sandbox, or `stunt sandbox create NAME --record`.',
  },
  CONTROL_FULL: {
    title: 'The sandbox has as much of that as it may have',
    hint: 'End, stop or remove one of those first.',
  },
  SANDBOX_PORT: { title: 'The port of a sandbox cannot be had', hint: 'Choose another one; 0 takes a free one.' },
  INVITATION_UNKNOWN: {
    title: 'There is no invitation of that code',
    hint: 'It can be redeemed once, and expires: ask for a new one.',
  },
  INVITATION_NAMED: {
    title: 'The invitation is for another name',
    hint: 'Leave name out, or send the name of the invitation.',
  },
  INVITATION_LIMITED: {
    title: 'Too many codes of invitations were wrong',
    hint: 'Wait for the seconds that Retry-After names.',
  },
  STORE_LOCKED: {
    title: 'Another process has the file of the sandboxes',
    hint: 'Stop it, start in another folder, or start with --store memory.',
  },
  STORE_UNWRITABLE: {
    title: 'The file of the sandboxes cannot be written',
    hint: 'Make the folder writable, or start with --store memory.',
  },
  STORE_NEWER: {
    title: 'The file of the sandboxes is from a newer release',
    hint: 'Use that release, start in another folder, or start with --store memory.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'No operation matches the path',
    hint: 'Compare the path with the nearest operations.',
  },
  PATH_RESERVED: {
    status: 404,
    title: 'The path is kept for the double itself',
    hint: 'See /_stunt/openapi.json for what can be controlled.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The path exists, the method does not',
    hint: 'Use one of the methods in Allow.',
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'Credentials are missing or malformed',
    hint: 'Send what one of the security alternatives asks for.',
  },
  CREDENTIALS_REJECTED: {
    status: 401,
    title: 'The credentials are not good in this sandbox',
    hint: 'Send a key or a token of this sandbox; its token endpoint is _auth/token, below the base URL of the sandbox.',
  },
  SCOPE_MISSING: {
    status: 403,
    title: 'The token does not reach far enough',
    hint: 'Ask the token endpoint for the scopes that are missing, or for none: then all are granted.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The media type of the body is not supported',
    hint: 'Send one of the allowed media types.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    title: 'No media type of the answer is accepted',
    hint: 'Accept one of the available media types.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'A rate limit is used up',
    hint: 'Wait for Retry-After seconds, then repeat the same call.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is larger than allowed',
    hint: 'Send a smaller body, or raise the limit with --max-body.',
  },
  EXPECTATION_FAILED: { status: 417, title: 'The expectation cannot be met', hint: 'Expect 100-continue, or nothing.' },
  REQUEST_INVALID: {
    status: 422,
    title: 'The request does not follow the document',
    hint: 'Fix what errors[] names.',
  },
  ITEM_NOT_FOUND: { status: 404, title: 'There is no such item', hint: 'It was deleted here, or never created.' },
  PRECONDITION_FAILED: { status: 412, title: 'The item has changed', hint: 'Read it again, then send the new ETag.' },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    title: 'The idempotency key was used for another request',
    hint: 'Take a new key for each new intention, and the same one only to repeat the same request.',
  },
  HANDLER_FAILED: {
    status: 500,
    title: 'A handler has failed',
    hint: 'Fix the file that is named; it is loaded anew once it is saved.',
  },
  SANDBOX_FULL: {
    status: 507,
    title: 'The sandbox is full',
    hint: 'Do not repeat the request: reset the sandbox, which empties it, or start the double with a larger --max-items.',
  },
  UPLOAD_MISMATCH: {
    status: 409,
    title: 'The bytes are not there, or are others than announced',
    hint: 'Upload the bytes that the item announces by size and SHA-256, then repeat the action.',
  },
  STATE_CONFLICT: {
    status: 409,
    title: 'The item, or one that it needs, is in a state from which this action does not start',
    hint: 'Read the item; x-stunt-transition of the action names the states that it starts from, and what it requires.',
  },
  PATCH_INAPPLICABLE: {
    status: 422,
    title: 'The JSON patch cannot be applied',
    hint: 'Read the item again; the steps of a patch apply to it as it is now, all or none.',
  },
  PREFERENCE_INVALID: {
    status: 422,
    title: 'A preference cannot be read',
    hint: 'Use Prefer: code=404 (200 to 599), example=NAME, dynamic=true, seed=WORD.',
  },
  EXAMPLE_UNKNOWN: {
    status: 404,
    title: 'There is no example of that name',
    hint: 'Ask for one of the names that are listed.',
  },
  RESPONSE_STATUS_UNKNOWN: {
    status: 404,
    title: 'The status is not in the document',
    hint: 'Ask for a status that the operation describes.',
  },
  RESPONSE_NO_SCHEMA: {
    status: 500,
    title: 'There is nothing to generate from',
    hint: 'Add a schema to the response in the document.',
  },
  RESPONSE_NOT_TEXT: {
    status: 500,
    title: 'The body cannot be written as text',
    hint: 'Give a text example, or a JSON media type.',
  },
  RESPONSE_UNDEFINED: {
    status: 500,
    title: 'The operation has no response',
    hint: 'Add a response to the operation in the document.',
  },
  RESPONSE_UNSATISFIABLE: {
    status: 500,
    title: 'No body was found that satisfies the schema of the response',
    hint: 'Fix the schema at the pointer.',
  },
  FAULT_INVALID: {
    title: 'The rule of a fault is refused',
    hint: 'Fix what is named; the rules in force are as they were. stunt fault kinds lists the kinds and their options.',
  },
  TLS_AUTHORITY_BROKEN: {
    title: 'The local certificate authority cannot be read',
    hint: 'Delete the file that is named: a new authority is made, and clients must be told to trust it.',
  },
  UPSTREAM_INVALID: {
    title: 'The upstream is no address to forward to',
    hint: 'Give its URL: https://HOST, with a port and a base path where it has them.',
  },
  UPSTREAM_UNREACHABLE: {
    status: 502,
    title: 'The upstream cannot be reached',
    hint: 'Check that it runs, and its address.',
  },
  UPSTREAM_UNTRUSTED: {
    status: 502,
    title: 'The certificate of the upstream is refused',
    hint: 'Start with NODE_EXTRA_CA_CERTS set to the file of its authority.',
  },
  UPSTREAM_BROKEN: {
    status: 502,
    title: 'The upstream broke off before it answered',
    hint: 'See its log: it got the request and closed the connection, or answered with what is no HTTP.',
  },
  UPSTREAM_TIMEOUT: {
    status: 504,
    title: 'The upstream did not answer in time',
    hint: 'See why it is slow, or wait longer with --upstream-timeout.',
  },
  UPGRADE_UNSUPPORTED: {
    status: 501,
    title: 'Upgraded connections are not forwarded',
    hint: 'Connect WebSocket clients to the upstream itself.',
  },
  OPERATION_BROKEN: {
    status: 500,
    title: 'The operation cannot be read',
    hint: 'Fix the operation in the document; the others are served.',
  },
  INTERNAL: { status: 500, title: 'The double failed', hint: 'Report it with the request id and the log line.' },
} as const satisfies Record<string, CatalogueEntry>;
