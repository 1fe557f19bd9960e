import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../fakes/holdsAlways.ts';
import { fieldText, isShortField } from '../../src/webview/fieldText.ts';
import { filesOf } from '../../src/webview/fileList.ts';
import { FormSession } from '../../src/webview/formSession.ts';
import { moveInGrid } from '../../src/webview/gridMoves.ts';
import { setLanguage } from '../../src/webview/l10n.ts';
import { listWindow, mostDrawn, rowHeight, scrollTopFor } from '../../src/webview/listWindow.ts';
import { styleAttribute, toInertMarkup } from '../../src/webview/richText/inertMarkup.ts';
import { sizeText } from '../../src/webview/sizeText.ts';
import { filteredTree, treePath, treePathText, treeRows } from '../../src/webview/treeRows.ts';
import { isWellFormedField } from '../../src/webview/wellFormedField.ts';
import { customForm, file, furtherFields, range, rich, secret, tree } from './fieldSamples.ts';
import { hosts } from './furtherSamples.ts';
import { formCard, textField } from './samples.ts';

describe('trees of options', () => {
  it('a tree has a row for each node that is not below a closed branch, with its place among its brothers', () => {
    const rows = treeRows(tree.options, (key) => key === 'asia' || key === 'jp');
    assert.deepEqual(
      rows.map(({ option, level, position, count, isExpanded, parentIndex }) => [
        option.key,
        level,
        position,
        count,
        isExpanded,
        parentIndex,
      ]),
      [
        ['asia', 1, 1, 3, true, undefined],
        ['cn', 2, 1, 2, false, 0],
        ['jp', 2, 2, 2, true, 0],
        ['tk', 3, 1, 1, undefined, 2],
        ['europe', 1, 2, 3, false, undefined],
        ['nowhere', 1, 3, 3, undefined, undefined],
      ],
    );
  });

  it('a filtered tree has what fits, what is above it, and all that is below it', () => {
    const keys = (text: string): readonly string[] =>
      treeRows(filteredTree(tree.options, text), () => true).map(({ option }) => option.key);
    assert.deepEqual(keys('GUANG'), ['asia', 'cn', 'gz']);
    assert.deepEqual(keys('china'), ['asia', 'cn', 'bj', 'gz', 'sh']);
    assert.deepEqual(keys('nothing like it'), []);
    assert.equal(filteredTree(tree.options, ' '), tree.options);
  });

  it('a node is read with its whole path', () => {
    assert.equal(treePathText(treePath(tree.options, 'gz') ?? []), 'Asia / China / Guangzhou');
    assert.equal(treePath(tree.options, 'gone'), undefined);
    assert.equal(fieldText(tree, 'tk'), 'Asia / Japan / Tokyo');
    assert.equal(fieldText(tree, 'gone'), 'gone (not among the options)');
    assert.equal(fieldText(tree, ''), '');
    assert.equal(fieldText(range, range.value), '2026-11-21 22:00:00 – 2026-11-21 23:30:00');
  });
});

describe('long lists', () => {
  it('a short list is drawn whole; of a long one, what is seen and little more', () => {
    assert.deepEqual(listWindow(mostDrawn, 500, 260), { start: 0, end: mostDrawn });
    const { start, end } = listWindow(5_000, 100 * rowHeight, 260);
    assert.ok(start <= 100 && start > 80, `${start}`);
    assert.ok(end >= 110 && end < 130, `${end}`);
    assert.deepEqual(listWindow(0, 0, 260), { start: 0, end: 0 });
  });

  it('whatever the scrolling, what is seen of a list is drawn', () => {
    holdsAlways(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.double({ min: 0, max: 1e6, noNaN: true }), (count, top) => {
        const { start, end } = listWindow(count, top, 260);
        assert.ok(start >= 0 && end <= count && start <= end);
        for (const row of [Math.floor(top / rowHeight), Math.floor((top + 259) / rowHeight)]) {
          if (row < count) assert.ok(start <= row && row < end, `${row} of ${start}..${end}`);
        }
      }),
    );
  });

  it('a row is scrolled to only as far as it takes to see it whole', () => {
    assert.equal(scrollTopFor(5, 0, 260), 0);
    assert.equal(scrollTopFor(10, 0, 260), rowHeight);
    assert.equal(scrollTopFor(2, 260, 260), 2 * rowHeight);
  });
});

describe('moves in a grid', () => {
  it('a key leads to the neighbour, to the ends, or nowhere, and never out of the grid', () => {
    const from = { row: 1, column: 1 };
    const to = (key: string, isCommand = false, isRightToLeft = false): unknown =>
      Object.values(moveInGrid(key, isCommand, from, 3, 4, isRightToLeft) ?? {});
    assert.deepEqual(to('ArrowUp'), [0, 1]);
    assert.deepEqual(to('ArrowRight'), [1, 2]);
    assert.deepEqual(to('ArrowRight', false, true), [1, 0]);
    assert.deepEqual(to('End'), [1, 3]);
    assert.deepEqual(to('End', true), [2, 3]);
    assert.deepEqual(to('PageDown'), [2, 1]);
    assert.deepEqual(to('PageUp'), [0, 1]);
    assert.deepEqual(to('x'), []);
    assert.deepEqual(to('ArrowUp', true), []);
  });
});

describe('files', () => {
  it('a size is read in the language of the page', () => {
    setLanguage('en', {});
    assert.deepEqual([0, 999, 1_430_221, 88_012, 2_500_000_000].map(sizeText), [
      '0 bytes',
      '999 bytes',
      '1.4 MB',
      '88 kB',
      '2.5 GB',
    ]);
    setLanguage('zh-cn', {});
    assert.equal(sizeText(1_430_221), '1.4 MB');
    setLanguage('en', {});
  });

  it('an id that nobody knows is its own name', () => {
    assert.deepEqual(
      filesOf(['f2', 'x'], file.files).map(({ name }) => name),
      ['before.png', 'x'],
    );
  });

  it('a file that was uploaded joins the value once, and the form waits for one that is under way', () => {
    const session = new FormSession();
    session.take(formCard([file]));
    session.addFile('attachments', 'new');
    session.addFile('attachments', 'new');
    session.addFile('nowhere', 'new');
    assert.deepEqual(session.changes, [['attachments', ['f1', 'f2', 'new']]]);
    session.setUploading(new Set(['attachments']));
    assert.deepEqual(session.trySubmit(), ['attachments']);
    session.setUploading(new Set());
    assert.deepEqual(session.trySubmit(), []);
  });
});

describe('secrets', () => {
  it('what is typed into a secret is sent and not kept, also when the field has gone meanwhile', () => {
    const session = new FormSession();
    session.take(formCard([secret, textField('a')]));
    session.edit('password', 'typed', false);
    session.edit('a', 'typed', false);
    assert.deepEqual(session.draft, [['a', 'typed']]);
    assert.deepEqual(session.changes, [
      ['password', 'typed'],
      ['a', 'typed'],
    ]);
    session.take(formCard([textField('a')]));
    assert.deepEqual(session.draft, [['a', 'typed']]);
  });
});

describe('the shape of further fields', () => {
  it('a field is well formed only when it has what its type is drawn from', () => {
    for (const field of [...furtherFields, hosts]) assert.equal(isWellFormedField(field), true, field.key);
    const damaged: readonly unknown[] = [
      { ...tree, options: [{ key: 'a', label: 'a' }] },
      { ...tree, options: [{ key: 'a', label: 'a', children: [null] }] },
      { ...range, value: ['a', 1] },
      { ...range, timeZone: undefined },
      { ...file, files: null },
      { ...file, templates: [{ id: 1, name: 'a' }] },
      { ...file, files: [{ id: 'a', name: 'a', size: 'large' }] },
      { ...customForm, entries: undefined },
      { ...customForm, entries: [{ label: 'a' }] },
      { ...rich, value: null },
      { ...hosts, columns: [{ ...hosts.columns[0], type: 'hologram' }] },
    ];
    for (const field of damaged) assert.equal(isWellFormedField(field), false, JSON.stringify(field));
  });

  it('a tree without end is no tree', () => {
    let option: unknown = { key: 'a', label: 'a', children: [] };
    for (let level = 0; level < 5_000; level += 1) option = { key: 'a', label: 'a', children: [option] };
    assert.equal(isWellFormedField({ ...tree, options: [option] }), false);
  });

  it('what needs room has the whole row, whatever its designer wanted', () => {
    for (const field of [hosts, rich]) assert.equal(isShortField({ ...field, width: 'half' }), false);
    assert.equal(isShortField({ ...tree, width: 'full' }), false);
    assert.equal(isShortField(tree), true);
  });
});

describe('markup before it is parsed', () => {
  it('styles get another name and code goes, wherever they stand in a tag; text stays as it is', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['<p style="a">style="b"</p>', `<p ${styleAttribute}="a">style="b"</p>`],
      ["<p STYLE = 'x>y' b>", `<p ${styleAttribute} = 'x>y' b>`],
      ['<p/style=x>', `<p/${styleAttribute}=x>`],
      ['<p a="1"style=x>', `<p a="1" ${styleAttribute}=x>`],
      ['<img src=x onerror=alert(1)>', '<img src=x itsm-code>'],
      ['<p title="<p style=a>" style=b>', `<p title="<p style=a>" ${styleAttribute}=b>`],
      ['1 < 2 style=x', '1 < 2 style=x'],
      ['<p style', `<p ${styleAttribute}`],
      ['<p =style=x>', '<p =style=x>'],
    ];
    for (const [html, inert] of cases) assert.equal(toInertMarkup(html), inert);
  });

  it('whatever it is given, nothing but attributes changes, and never twice', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '<p',
      '</p>',
      ' ',
      '/',
      '=',
      '"',
      "'",
      'style',
      'onclick',
      'a',
      '<!--',
      '\n',
    );
    holdsAlways(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = pieces.join('');
        const inert = toInertMarkup(html);
        assert.equal(toInertMarkup(inert), inert);
        if (!/style|onclick/u.test(html)) assert.equal(inert, html);
      }),
    );
  });
});
