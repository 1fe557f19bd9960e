import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RichText } from '../../src/domain/richText.ts';
import { rich } from './fieldSamples.ts';
import { Harness, type PageUnderTest } from './harness.ts';
import { lastValues, nextFrames } from './pageProbe.ts';
import { formState, readyState, ticket } from './samples.ts';

const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('rich text that is read', { timeout: 120_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('nothing of hostile HTML runs, loads, or breaks the policy of the page, and what it says stays', async () => {
    const opened = await show({
      format: 'html',
      text: `<p onclick="window.pwned=1" style="background:url(http://evil.test/a);position:fixed;color:red">plain words</p>
        <script>window.pwned=2</script><img src=x onerror="window.pwned=3"><img src="http://evil.test/b.png">
        <svg onload="window.pwned=4"><script>window.pwned=5</script></svg><math><mi xlink:href="javascript:window.pwned=6">m</mi></math>
        <iframe src="http://evil.test/c"></iframe><iframe srcdoc="<script>parent.pwned=7</script>"></iframe>
        <object data="http://evil.test/d"></object><embed src="http://evil.test/e"><link rel=stylesheet href="http://evil.test/f">
        <style>@import url(http://evil.test/g); body{display:none}</style><base href="http://evil.test/">
        <form action="http://evil.test/h"><input name=q autofocus onfocus="window.pwned=8"><button>Sign in</button></form>
        <video src="http://evil.test/i" poster="http://evil.test/j"></video><audio src="http://evil.test/k" autoplay></audio>
        <a href="javascript:window.pwned=9">script</a> <a href="  JaVaScRiPt:window.pwned=10">script two</a>
        <a href="data:text/html,<script>window.pwned=11</script>">data</a> <a href="vbscript:x">vb</a> <a href="file:///etc/passwd">file</a>
        <table background="http://evil.test/l"><tr><td style="background-image:url('http://evil.test/m')">cell</td></tr></table>
        <div style="width:99999px;height:99999px;z-index:9;opacity:0;animation:x">wide</div>
        <details open ontoggle="window.pwned=13"><summary>more</summary>inside</details>
        <noscript><p title="</noscript><img src=x onerror=window.pwned=12>"></noscript>
        <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=14&gt;">`,
    });
    const { page } = opened;
    await page.getByText('plain words').waitFor();
    for (const words of ['cell', 'wide', 'inside']) assert.equal(await page.getByText(words).count(), 1, words);
    assert.equal(await page.locator('itsm-rich-text a[href]').count(), 0);
    assert.equal(
      await page
        .locator('itsm-rich-text')
        .locator('script, iframe, object, embed, form, input, svg, style, img')
        .count(),
      0,
    );
    assert.equal(
      await page.getByText('plain words').evaluate((element) => (element as HTMLElement).style.cssText.includes('url')),
      false,
    );
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.deepEqual(
      loaded.filter((name) => !name.startsWith('http://127.0.0.1:')),
      [],
    );
    assert.deepEqual(await opened.complaints(), []);
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('a link says where it leads, whatever its text says, and is opened through the host alone', async () => {
    const opened = await show({
      format: 'html',
      text: '<p><a href="https://evil.test/login" target="_blank">https://bank.example.com</a> <a href="https://bücher.example/x">books</a> <a href="/relative">nowhere</a></p>',
    });
    const { page } = opened;
    const link = page.getByRole('link', { name: 'https://bank.example.com' });
    assert.equal(await link.getAttribute('title'), 'https://evil.test/login');
    assert.equal(
      await page.getByRole('link', { name: 'books' }).getAttribute('title'),
      'https://xn--bcher-kva.example/x',
    );
    assert.equal(await page.getByRole('link').count(), 2);
    await link.click();
    await link.press('Enter');
    await link.click({ button: 'middle' });
    assert.deepEqual(
      (await opened.sentOf('openLink')).map(({ url }) => url),
      Array.from({ length: 3 }, () => 'https://evil.test/login'),
    );
    assert.equal(page.url().endsWith('.html'), true, 'the page stays where it is');
    assert.equal(page.context().pages().length, 1);
    await opened.close();
  });

  it('a picture waits until it is asked for, comes from the host, and tells when it cannot be had', async () => {
    const opened = await show({
      format: 'html',
      text: `<p><img src="/media/one.png" alt="Graph"></p><p><img src="https://evil.test/two.png"></p><p><img src="${onePixel}" alt="Dot"></p>`,
    });
    const { page } = opened;
    await page.getByRole('button', { name: 'Show picture: Graph' }).waitFor();
    assert.equal(await page.getByRole('img', { name: 'Dot' }).count(), 1, 'what is in the text itself is shown');
    assert.deepEqual(await opened.sentOf('readImage'), []);
    await page.getByRole('button', { name: 'Show all 2 pictures' }).click();
    await opened.waitForMessage('readImage', 2);
    const asked = await opened.sentOf('readImage');
    assert.deepEqual(
      asked.map(({ from }) => from),
      [{ source: '/media/one.png' }, { source: 'https://evil.test/two.png' }],
    );
    await page.evaluate(
      ({ requestIds: [own, foreign], bytes }) => {
        const tell = (data: unknown): boolean => window.dispatchEvent(new MessageEvent('message', { data }));
        tell({ kind: 'image', requestId: own, bytes: Uint8Array.from(bytes), mediaType: 'image/png' });
        tell({ kind: 'image', requestId: foreign, bytes: undefined, mediaType: '' });
      },
      {
        requestIds: asked.map(({ requestId }) => requestId),
        bytes: [...Buffer.from(onePixel.split(',')[1] ?? '', 'base64')],
      },
    );
    await page.getByRole('img', { name: 'Graph' }).waitFor();
    await page.getByText('This picture cannot be shown here').waitFor();
    assert.deepEqual(await opened.complaints(), []);
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('colours keep their hue and can be read in every theme', async () => {
    const text = ['black', 'white', '#f00', 'rgb(255, 255, 0)', 'navy', '#777']
      .map((color) => `<p style="color: ${color}">written in ${color}</p>`)
      .concat(
        '<p style="background: yellow; color: #333">marked</p>',
        '<p style="background: #000; color: #fff">dark</p>',
      )
      .join('');
    for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
      const opened = await show({ format: 'html', text }, theme);
      await opened.page.getByText('written in black').waitFor();
      assert.deepEqual(await opened.complaints(), []);
      assert.deepEqual(await opened.accessibilityFindings(), [], theme);
      await opened.screenshot(`rich-colours-${theme}`);
      await opened.close();
    }
  });

  it('headings go on from those of the page without a gap, and tables scroll by themselves', async () => {
    const cells = Array.from({ length: 40 }, (_, index) => `<td>column-${index}</td>`).join('');
    const opened = await show({
      format: 'html',
      text: `<h1>One</h1><h4>Four</h4><h2>Two</h2><table><tr>${cells}</tr></table>`,
    });
    const { page } = opened;
    await page.getByText('Four').waitFor();
    const levels = await page
      .locator('itsm-rich-text')
      .locator('h1, h2, h3, h4, h5, h6')
      .evaluateAll((all) => all.map(({ localName }) => localName));
    assert.deepEqual(levels, ['h3', 'h4', 'h4']);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0);
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('Markdown is shown as what it means, its HTML as little trusted as any', async () => {
    const opened = await show({
      format: 'markdown',
      text: '# Title\n\n- [x] done\n- [ ] open\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n[link](https://example.com/x) ![pic](http://evil.test/a.png) <img src=x onerror="window.pwned=1"> [bad](javascript:window.pwned=2)\n\n```\ncode\n```',
    });
    const { page } = opened;
    await page.getByRole('heading', { name: 'Title' }).waitFor();
    await page.getByText('☑ done').waitFor();
    await page.getByRole('cell', { name: '2' }).waitFor();
    await page.getByRole('link', { name: 'link' }).click();
    assert.equal((await opened.waitForMessage('openLink')).url, 'https://example.com/x');
    assert.equal(await page.getByRole('link').count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Show picture: pic' }).count(), 1);
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });

  it('HTML that is too much for a page is shown as the text it is', async () => {
    const opened = await show({ format: 'html', text: `<b>${'x'.repeat(600_000)}</b>` });
    await opened.page.getByText('<b>xxx').waitFor();
    await opened.close();
  });

  it('it is loaded when something needs it, and the editor only by a field', async () => {
    const plainPage = await harness.open({ state: readyState() });
    const without = await chunksOf(plainPage);
    await plainPage.close();
    const reading = await show({ format: 'html', text: '<p>read</p>' });
    await reading.page.getByText('read', { exact: true }).waitFor();
    const withReader = await chunksOf(reading);
    await reading.close();
    const editing = await harness.open({ state: formState([rich]) });
    await editing.page.getByRole('textbox', { name: rich.label }).waitFor();
    const withEditor = await chunksOf(editing);
    await editing.close();
    const reader = withReader.filter((chunk) => !without.includes(chunk));
    const editor = withEditor.filter((chunk) => !without.includes(chunk) && !reader.includes(chunk));
    assert.ok(reader.length > 0, 'what reads rich text is in the first chunk');
    assert.ok(editor.length > 0, 'what edits rich text is loaded to read it');
  });

  async function show(content: RichText, theme: 'dark' | 'light' | 'highContrast' | 'highContrastLight' = 'dark') {
    const details = [{ key: 'd', label: 'Description', text: 'plain', content }];
    return harness.open({ theme, state: readyState({ ticket: { ...ticket, details }, steps: [] }) });
  }
});

/** The scripts that a page has loaded. */
async function chunksOf({ page }: PageUnderTest): Promise<readonly string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.js')),
  );
}

describe('rich text that is edited', { timeout: 120_000 }, () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.start();
  });
  after(() => harness.close());

  it('what is typed is sent as HTML, and taking it back by hand leaves the HTML of the server as it was', async () => {
    const value = '<p class="x" style="TEXT-ALIGN:right">One  <b>two</b></p><ul><li>three</li></ul>';
    const opened = await edit(value);
    const { page } = opened;
    await page.getByRole('textbox', { name: rich.label }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('!');
    await lastValues(opened, [
      ['steps', '<p class="x" style="TEXT-ALIGN:right">One <b>two</b></p><ul><li>three!</li></ul>'],
    ]);
    await page.keyboard.press('Backspace');
    await lastValues(opened, []);
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });

  it('the toolbar and the keys make paragraphs what they are to be', async () => {
    const opened = await edit('');
    const { page } = opened;
    const box = page.getByRole('textbox', { name: rich.label });
    await box.click();
    await page.keyboard.type('Title');
    await page.getByLabel('Kind of paragraph').selectOption('Heading 1');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await page.keyboard.type('bold');
    await page.keyboard.press('Control+b');
    await page.keyboard.type(' and ');
    await page.getByRole('button', { name: 'Italic (Ctrl+I)' }).click();
    await page.keyboard.type('slanted');
    await page.keyboard.press('Control+i');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Bulleted list/u }).click();
    await page.keyboard.type('first');
    await page.keyboard.press('Enter');
    await page.keyboard.type('second');
    assert.equal(await page.getByRole('button', { name: /^Bulleted list/u }).getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Quote/u }).click();
    await page.keyboard.type('said');
    await lastValues(opened, [
      [
        'steps',
        '<h1>Title</h1><p><strong>bold</strong> and <em>slanted</em></p><ul><li>first</li><li>second</li></ul><blockquote><p>said</p></blockquote>',
      ],
    ]);
    await page.getByRole('button', { name: /^Undo/u }).click();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+y');
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('a link is made of what is selected, changed, and taken away; nothing but an address becomes one', async () => {
    const opened = await edit('<p>see plan</p>');
    const { page } = opened;
    await page.getByRole('textbox', { name: rich.label }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    // The browser tells of a selection after the key, and before it draws.
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.keyboard.press('Control+k');
    const address = page.getByLabel('Address of the link');
    await address.fill('javascript:alert(1)');
    await address.press('Enter');
    await page.getByText('Enter an address, like https://example.com/page.').waitFor();
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await address.fill('wiki.example.com/plan');
    await address.press('Enter');
    await lastValues(opened, [['steps', '<p>see <a href="https://wiki.example.com/plan">plan</a></p>']]);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: /^Link/u }).click();
    assert.equal(await address.inputValue(), 'https://wiki.example.com/plan');
    await page.getByRole('button', { name: 'Remove Link' }).click();
    await lastValues(opened, []);
    await opened.close();
  });

  it('Ctrl+Enter sends the form, Tab leaves the text, and keys of the text reach nobody else', async () => {
    const opened = await edit('<pre><code>x</code></pre>');
    const { page } = opened;
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.addEventListener('keydown', ({ key, ctrlKey }) => heard.push(`${ctrlKey ? 'Ctrl+' : ''}${key}`));
    });
    await page.getByRole('textbox', { name: rich.label }).click();
    await page.keyboard.press('Control+b');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+Enter');
    await opened.waitForMessage('submit');
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    assert.deepEqual(
      heard.filter((key) => key !== 'Ctrl+Control'),
      ['Ctrl+Enter'],
    );
    await opened.close();
  });

  it('what is pasted from an office program keeps its words, lists and tables and loses its dress', async () => {
    const opened = await edit('');
    const { page } = opened;
    const box = page.getByRole('textbox', { name: rich.label });
    await box.click();
    await paste(
      opened,
      `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body>
      <p class=MsoNormal style='margin:0cm;font-size:11.0pt;font-family:"Calibri",sans-serif;color:#1F497D'><b><span style='color:red'>Plan</span></b><o:p></o:p></p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>first</p>
      <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>second</p>
      <p style="font-weight:700;font-style:italic">loud</p><img src="file:///C:/a.png" onerror="window.pwned=1"><script>window.pwned=2</script></body></html>`,
    );
    const html = await lastHtml(opened);
    assert.equal(html, '<p><b>Plan</b></p><ul><li>first</li><li>second</li></ul><p><strong><em>loud</em></strong></p>');
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });

  it('a file that is dropped or pasted has no place in a text, and it says so', async () => {
    const opened = await edit('<p>one</p>');
    const { page } = opened;
    await page.getByRole('textbox', { name: rich.label }).click();
    await page.locator('.ProseMirror').evaluate((target) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['x'], 'shot.png', { type: 'image/png' }));
      target.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
      );
    });
    await page.getByText('Files cannot be put into this text.').waitFor({ state: 'attached' });
    assert.equal(await lastHtml(opened), '');
    await opened.close();
  });

  it('a table and a picture are kept as they are, can be read, and can be removed', async () => {
    const table =
      '<table class="t" border="1"><tbody><tr><td style="background:#eee" width="40">a</td><td>b</td></tr></tbody></table>';
    const picture = '<img src="/media/one.png" alt="Graph" width="200">';
    const opened = await edit(`<p>before</p>${table}<p>${picture} after</p>`);
    const { page } = opened;
    await page.getByRole('cell', { name: 'a' }).waitFor();
    await page.getByRole('button', { name: 'Show picture: Graph' }).waitFor();
    await page.getByText('before').click();
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    assert.equal(await lastHtml(opened), `<p>before!</p>${table}<p>${picture} after</p>`);
    await page.getByRole('cell', { name: 'a' }).click();
    await page.keyboard.press('Delete');
    assert.equal(await lastHtml(opened), `<p>before!</p><p>${picture} after</p>`);
    assert.deepEqual(await opened.complaints(), []);
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await opened.close();
  });

  it('HTML of many makers can be edited and loses nothing', async () => {
    const makers: Readonly<Record<string, string>> = {
      'bare text': 'hello<br>world',
      'a contenteditable': '<div>one</div><div><br></div><div>two</div>',
      Quill:
        '<p><strong class="ql-size-large">a</strong></p><p class="ql-align-center">b</p><ol><li class="ql-indent-1">c</li></ol>',
      'Toast UI':
        '<h2>a</h2><p>b <del>c</del> <code>d</code></p><blockquote><p>e</p></blockquote><hr><pre><code data-language="js">f\n\n g</code></pre>',
      TinyMCE:
        '<p style="text-align: center;"><span style="color: #e03e2d;">a</span> <a href="https://x.test" target="_blank" rel="noopener">b</a></p>',
      wangEditor:
        '<p><font face="Arial" color="#ff0000">a</font><br></p><div><p>b</p><p><sub>c</sub><sup>d</sup></p></div>',
      'nested lists': '<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul><ol start="3"><li>e</li></ol>',
      'marks the other way round': '<p><em><strong>a</strong> b</em><u>c</u></p>',
      Chinese: '<p>变更步骤：<b>先停服务</b>&nbsp;再升级</p>',
    };
    const opened = await edit('');
    const { page } = opened;
    for (const [maker, html] of Object.entries(makers)) {
      await opened.show(formState([{ ...rich, value: html }], { draftId: maker }));
      const box = page.getByRole('textbox', { name: rich.label });
      await box.waitFor();
      await box.click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type('@');
      const changed = await lastHtml(opened);
      // What the browser understands of both is the same, paragraphs that were not named apart.
      const [told, sent] = await page.evaluate(
        (texts) =>
          texts.map((text) => {
            const body = new DOMParser().parseFromString(text.replaceAll('style=', 'data-style='), 'text/html').body;
            const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
            const runs: { within: string; text: string }[] = [];
            while (walker.nextNode()) {
              const names = new Set<string>();
              for (let at = walker.currentNode.parentElement; at !== null && at !== body; at = at.parentElement) {
                if (at.localName !== 'p') names.add(at.localName);
              }
              // Which mark is around which says nothing.
              const within = [...names].sort().join();
              const words = (walker.currentNode.nodeValue ?? '').replaceAll(/\s+/gu, ' ');
              const last = runs.at(-1);
              if (last?.within === within) last.text += words;
              else runs.push({ within, text: words });
            }
            return runs;
          }),
        [html, changed.replace('@', '')],
      );
      assert.deepEqual(sent, told, maker);
      await page.keyboard.press('Backspace');
      await lastValues(opened, []);
    }
    assert.deepEqual(await opened.complaints(), []);
    await opened.close();
  });

  it('HTML that an editor would lose something of is only read, whole, with a way to the browser', async () => {
    const losing = [
      '<p>a</p><iframe src="https://x.test"></iframe>',
      '<p onclick="x()">a</p>',
      '<form><input name="q"></form><p>a</p>',
      '<center>a</center>',
      '<ul><li><input type="checkbox" checked>a</li></ul>',
      '<p><a href="javascript:x()">a</a></p>',
    ];
    const opened = await edit('');
    const { page } = opened;
    for (const html of losing) {
      await opened.show(formState([{ ...rich, value: html }], { draftId: html }));
      await page.getByText('This text has parts that an editor here would lose.').waitFor();
      assert.equal(await page.getByRole('textbox').count(), 0, html);
      await opened.show(formState([{ ...rich, value: '' }], { draftId: `after ${html}` }));
      await page.getByRole('textbox', { name: rich.label }).waitFor();
    }
    await opened.show(formState([{ ...rich, value: losing[0] ?? '' }], { draftId: 'last' }));
    await page.getByRole('button', { name: 'Edit in Browser' }).click();
    await opened.waitForMessage('openInBrowser');
    assert.deepEqual(await opened.accessibilityFindings(), []);
    await page.getByRole('button', { name: 'Submit' }).click();
    assert.deepEqual((await opened.waitForMessage('submit')).values, [], 'untouched, it is not sent');
    await opened.close();
  });

  it('what an input method composes is typed like anything else', async () => {
    const opened = await edit('');
    await opened.page.getByRole('textbox', { name: rich.label }).click();
    const client = await opened.page.context().newCDPSession(opened.page);
    await client.send('Input.imeSetComposition', { text: 'bian', selectionStart: 4, selectionEnd: 4 });
    await client.send('Input.imeSetComposition', { text: '变更', selectionStart: 2, selectionEnd: 2 });
    await client.send('Input.insertText', { text: '变更步骤' });
    await lastValues(opened, [['steps', '<p>变更步骤</p>']]);
    await opened.close();
  });

  it('a draft comes back, a discard brings back what the server has, and undoing that the draft', async () => {
    const opened = await harness.open({
      state: formState([{ ...rich, value: '<p>server</p>' }], { draft: [['steps', '<p>draft</p>']] }),
    });
    const { page } = opened;
    const box = page.getByRole('textbox', { name: rich.label });
    await box.getByText('draft').waitFor();
    await page.getByRole('button', { name: 'Discard Changes' }).click();
    await box.getByText('server').waitFor();
    await opened.show(formState([{ ...rich, value: '<p>server</p>' }], { draftId: 'draft-2' }));
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await box.getByText('draft').waitFor();
    await opened.close();
  });

  it('a draft is as little trusted as any HTML: what is sent of it is clean', async () => {
    const opened = await harness.open({
      state: formState([{ ...rich, value: '<p>server</p>' }], {
        draft: [['steps', '<p onclick="x()">draft<script>window.pwned=1</script></p>']],
      }),
    });
    await opened.page.getByRole('textbox', { name: rich.label }).getByText('draft').waitFor();
    await nextFrames(opened);
    await opened.page.getByRole('button', { name: 'Submit' }).click();
    assert.deepEqual((await opened.waitForMessage('submit')).values, [['steps', '<p>draft</p>']]);
    await opened.close();
  });

  it('a new state keeps what is being typed, and the caret; an untouched text follows the server', async () => {
    const opened = await edit('<p>one</p>');
    const { page } = opened;
    const box = page.getByRole('textbox', { name: rich.label });
    await box.waitFor();
    await opened.show(formState([{ ...rich, value: '<p>two</p>' }]));
    await box.getByText('two').waitFor();
    await box.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('ab');
    await opened.show(formState([{ ...rich, value: '<p>three</p>' }]));
    await page.keyboard.type('c');
    await lastValues(opened, [['steps', '<p>abctwo</p>']]);
    await opened.close();
  });

  async function edit(value: string): Promise<PageUnderTest> {
    return harness.open({ state: formState([{ ...rich, value }]) });
  }
});

/** The HTML of the last draft, once it no longer changes. */
async function lastHtml(opened: PageUnderTest): Promise<string> {
  await opened.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await nextFrames(opened);
  const [, value] = (await opened.sentOf('draft')).at(-1)?.values[0] ?? [];
  return typeof value === 'string' ? value : '';
}

async function paste({ page }: PageUnderTest, html: string): Promise<void> {
  await page.locator('.ProseMirror').evaluate((target, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', pasted);
    clipboardData.setData('text/plain', 'plain');
    target.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
    );
  }, html);
}
