import { describe, expect, it } from '@jest/globals';
import { createSchemas } from '../schema/schemas.ts';
import { readXml } from './read-xml.ts';
import { xmlBody } from './xml-body.ts';

const root = {
  components: {
    schemas: {
      Pet: {
        type: 'object',
        xml: { name: 'pet' },
        properties: {
          id: { type: 'integer', xml: { attribute: true } },
          name: { type: 'string' },
          price: { type: 'number', xml: { name: 'Price', prefix: 'p', namespace: 'urn:p' } },
          good: { type: 'boolean', nullable: true },
          tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'tag' } } },
          photos: { type: 'array', items: { type: 'string' } },
          scores: { type: 'array', xml: { name: 'scoreList', wrapped: true }, items: { type: 'integer' } },
          friend: { $ref: '#/components/schemas/Pet' },
          more: { type: 'object', additionalProperties: { type: 'integer' } },
        },
      },
    },
  },
};
const schemas = createSchemas(root, 'oas3.0', 'response');
const pet = schemas.normalise({ $ref: '#/components/schemas/Pet' });
const read = (text: string, schema: object = { $ref: '#/components/schemas/Pet' }) =>
  readXml(text, schemas.normalise(schema), schemas);

describe('readXml', () => {
  it.each([
    {},
    { id: 7, name: '08', price: 1.5, good: false },
    { tags: ['a', 'b'], photos: ['x'], scores: [1, 2] },
    { friend: { id: 1, name: 'a < b & c', friend: { photos: ['p', 'q'] } } },
    { more: { a: 1, b: 2 } },
  ])('reads what is written: %j', (value) => {
    expect(readXml(xmlBody(value, pet, schemas), pet, schemas)).toMatchObject({ kind: 'value', value });
  });

  it('reads lists at the top', () => {
    const list = schemas.normalise({ type: 'array', items: { $ref: '#/components/schemas/Pet' } });
    const value = [{ id: 1 }, { id: 2, tags: ['a'] }];
    expect(readXml(xmlBody(value, list, schemas), list, schemas)).toMatchObject({ kind: 'value', value });
  });

  it('reads declarations, prefixes, comments, CDATA and character references', () => {
    const text = `<?xml version="1.0"?><x:pet xmlns:x="urn:x" xml:lang="en" xsi:type="Pet">
  <!-- a -->
  <x:name><![CDATA[<b>]]> &#65;</x:name>
  <x:more> <x:a> 7 </x:a> </x:more>
</x:pet>
`;
    expect(read(text)).toMatchObject({ kind: 'value', value: { name: '<b> A', more: { a: 7 } } });
    expect(read('<pet><good xsi:nil="true"/></pet>')).toMatchObject({ kind: 'value', value: { good: null } });
  });

  it('keeps what the schema does not have, and text that is no number', () => {
    const text = '<pet colour="red" id="seven"><size>3</size><size>4</size>fat</pet>';
    const value = { colour: 'red', id: 'seven', size: ['3', '4'], '#text': 'fat' };
    expect(read(text)).toMatchObject({ kind: 'value', value });
  });

  it('tells where in the XML each part of the value stands', () => {
    const text =
      '<x:pet xmlns:x="urn:x" id="7"><x:tags><x:tag>a</x:tag></x:tags><photos>p</photos><p:Price>1</p:Price></x:pet>';
    const found = read(text);
    const places = found.kind === 'value' ? found.places : [];
    expect(places.map(({ path, element }) => [path.join('.'), element.join('/')])).toEqual([
      ['', 'pet'],
      ['id', 'pet/@id'],
      ['price', 'pet/Price'],
      ['price', 'pet/Price/#text'],
      ['tags', 'pet/tags'],
      ['tags.0', 'pet/tags/tag'],
      ['tags.0', 'pet/tags/tag/#text'],
      ['photos.0', 'pet/photos'],
      ['photos.0', 'pet/photos/#text'],
    ]);
  });

  it('takes a required list without a wrapper for empty where no element is', () => {
    const list = { type: 'array', items: { type: 'string' } };
    const schema = { type: 'object', required: ['a'], properties: { a: list, b: list } };
    expect(read('<x/>', schema)).toMatchObject({ kind: 'value', value: { a: [] } });
  });

  it('takes the property or the type for the name of an element whose type has one', () => {
    expect(read('<pet><friend id="1"/></pet>')).toMatchObject({ value: { friend: { id: 1 } } });
    expect(read('<pet><pet id="1"/></pet>')).toMatchObject({ value: { friend: { id: 1 } } });
  });

  it.each([
    ['<cat/>', 'its root is <cat>, the document says <pet>'],
    ['<pet><id>1</id></pet>', '<id> is written as an attribute in the document'],
    ['<pet name="x"/>', 'name is an attribute, the document has an element'],
    ['<pet><price>1</price></pet>', '<price> is written as <Price> in the document'],
    ['<pet><tags><label>a</label></tags></pet>', '<label> is an item, the document says <tag>'],
    ['<pet><name></pet>', expect.stringMatching(/^it is no XML: Expected closing tag 'name'.*line 1$/)],
    ['pet', expect.stringContaining('it is no XML')],
  ])('tells of other elements than the schema has: %s', (text, message) => {
    expect(read(text)).toEqual({ kind: 'invalid', messages: [message] });
  });

  it('hands a text out as it is where a text is described', () => {
    expect(read('<a/>', { type: 'string' })).toMatchObject({ kind: 'value', value: '<a/>' });
    expect(read('<a>5</a>', { type: 'integer' })).toMatchObject({ kind: 'value', value: 5 });
  });

  it.each([
    ['a text that may be two things', '<a><b>1</b></a>', { properties: { b: { type: ['string', 'integer'] } } }],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', { type: 'object' }],
    ['names that no object may have', '<a><constructor>1</constructor></a>', { type: 'object' }],
    ['a schema that says nodeType', '<a><b>1</b></a>', { properties: { b: { xml: { nodeType: 'cdata' } } } }],
    ['elements inside each other without end', `${'<a>'.repeat(3000)}${'</a>'.repeat(3000)}`, { type: 'object' }],
  ])('does not pretend to read %s', (_, text, schema) => {
    expect(readXml(text, schema, schemas)).toMatchObject({ kind: 'unclear' });
  });
});
