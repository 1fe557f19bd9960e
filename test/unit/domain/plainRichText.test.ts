import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { plainHtml, plainRichText } from '../../../src/domain/plainRichText.ts';

describe('plainRichText', () => {
  it('leaves plain texts and Markdown as they are', () => {
    for (const format of ['plain', 'markdown'] as const) {
      assert.equal(plainRichText({ format, text: ' **a** <b>\n' }), ' **a** <b>\n');
    }
  });

  it('reads HTML line by line', () => {
    const html = `<h2 class="x">Disk&nbsp;full</h2><p>on <b>web-03</b>,<br>since &lt;today&gt;</p>
      <ul><li>first</li><li style="color:red">second &amp; third</li></ul>
      <table><tr><td>a</td><td>b</td></tr></table><p></p><p></p><p></p>&#20013;&#x6587;&unknown;`;
    assert.equal(
      plainRichText({ format: 'html', text: html }),
      'Disk full\non web-03,\nsince <today>\n\n- first\n- second & third\na\tb\n\n中文&unknown;',
    );
  });

  it('shows nothing that a browser would not show', () => {
    assert.equal(plainHtml('a<style>p{}</style >b<SCRIPT type="x">alert("<b>")</script>c<!-- d -->e<!-- f'), 'abce');
  });

  it('does not take what an entity stands for as HTML', () => {
    assert.equal(plainHtml('&lt;script&gt;1&lt;/script&gt; &amp;lt;'), '<script>1</script> &lt;');
  });

  it('reads whatever comes, and in no time', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '/', '!', '-', '&', ';', '#', 'x', 'br', 'style', 'p', ' ', '\n'),
        }),
        (html) => void plainHtml(html),
      ),
    );
    for (const part of ['<', '<style', '<!--', '<p', '&#', '</', '<li ', '\n']) plainHtml(part.repeat(200_000));
    assert.equal(plainHtml('&#99999999;&#x110000;'), '&#99999999;\uFFFD');
  });
});
