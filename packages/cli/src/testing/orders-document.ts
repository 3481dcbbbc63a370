/** A small document with what the command's tests need: a list, an item, a write with an example, a key. */
export const ordersDocument = `openapi: 3.1.0
info: { title: Orders, version: 1.2.0 }
servers: [{ url: https://api.example.com/v1 }]
security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
  schemas:
    Order:
      type: object
      required: [id, note]
      properties:
        id: { type: string }
        note: { type: string }
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List orders
      parameters:
        - { name: limit, in: query, required: true, schema: { type: integer, minimum: 5 } }
      responses:
        '200':
          description: Orders
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Order' } }
              example: [{ id: o-1, note: it's here }]
    post:
      operationId: createOrder
      summary: Create an order
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [note], properties: { note: { type: string } } }
            example: { note: it's new }
      responses:
        '201':
          description: Created
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              example: { id: o-2, note: new }
  /orders/{id}:
    get:
      operationId: getOrder
      summary: Read an order
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, example: o-1 }
      responses:
        '200':
          description: Order
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              example: { id: o-1 }
`;
