/** Notes behind a key and a limit: what the measure of isolation asks. */
export const NOTES = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
x-stunt-rate-limit: { limit: 6, window: 10s, algorithm: fixed-window }
security: [{ Key: [] }]
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, default: 20 } }
      responses:
        '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } }
        '429': { $ref: '#/components/responses/Problem' }
    post:
      operationId: createNote
      requestBody: { $ref: '#/components/requestBodies/Note' }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        '429': { $ref: '#/components/responses/Problem' }
  /notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getNote
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        '404': { $ref: '#/components/responses/Problem' }
        '429': { $ref: '#/components/responses/Problem' }
    put:
      operationId: putNote
      requestBody: { $ref: '#/components/requestBodies/Note' }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        '404': { $ref: '#/components/responses/Problem' }
    patch:
      operationId: patchNote
      requestBody: { $ref: '#/components/requestBodies/Note' }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        '404': { $ref: '#/components/responses/Problem' }
    delete:
      operationId: deleteNote
      responses:
        '204': { description: gone }
        '404': { $ref: '#/components/responses/Problem' }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: X-Api-Key } }
  requestBodies:
    Note: { required: true, content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string } } } } } }
  responses:
    Problem: { description: refused, content: { application/json: { schema: { type: object, required: [code], properties: { code: { type: string } } } } } }
  schemas:
    Note:
      type: object
      required: [id, text, createdAt, updatedAt]
      properties:
        id: { type: string, readOnly: true, pattern: '^n_[a-z0-9]{8}$' }
        text: { type: string }
        createdAt: { type: string, format: date-time, readOnly: true }
        updatedAt: { type: string, format: date-time, readOnly: true }
`;
