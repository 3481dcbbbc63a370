import { describe, expect, it } from '@jest/globals';
import { html, jsonBlock } from './html.ts';

describe('html', () => {
  it('escapes what is put into it, in elements and attributes', () => {
    expect(html`<p title="${'"\'><b>'}">${'<script>&'}</p>`.text).toBe(
      '<p title="&quot;&#39;&gt;&lt;b&gt;">&lt;script&gt;&amp;</p>',
    );
  });

  it('takes html as it is, lists of it, and nothing for what is not there', () => {
    expect(html`${[html`<i>1</i>`, html`<i>2</i>`]}${undefined}${false}${0}`.text).toBe('<i>1</i>\n<i>2</i>0');
  });

  it('lets no value end the block of data that it stands in', () => {
    const block = jsonBlock('data', { title: '</script><script>alert(1)<!--' }).text;
    expect(block.match(/<\/script>/g)).toHaveLength(1);
    expect(block).not.toContain('<!--');
    expect(JSON.parse(block.replace(/<[^>]*>/g, ''))).toEqual({ title: '</script><script>alert(1)<!--' });
  });
});
