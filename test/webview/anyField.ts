import * as fc from 'fast-check';
import type { Field } from '../../src/domain/field.ts';
import { furtherFields } from './fieldSamples.ts';
import { flavor, hosts } from './furtherSamples.ts';
import { allFields } from './samples.ts';

const templates: readonly Field[] = [...allFields, ...furtherFields, flavor, hosts].map((field) =>
  // Thousands of options are tried elsewhere, and would make each run a slow one.
  'options' in field && field.options.length > 100
    ? ({ ...field, options: field.options.slice(0, 20) } as Field)
    : field,
);

const hostileText = fc.constantFrom(
  '',
  ' ',
  'null',
  '__proto__',
  'constructor',
  '<img src=x onerror="window.pwned=1">',
  '"><script>window.pwned=2</script>',
  'javascript:window.pwned=3',
  '${window.pwned=4}',
  '{{constructor.constructor("window.pwned=5")()}}',
  '\u0000\uFFFF\u202E\u2028\uD800',
  '9999-99-99 99:99:99',
  '1e309',
  '{"rows":',
  '[{"ip":{"a":[null]}},null,7,"x",[[]]]',
  '<p>'.repeat(300),
  'word '.repeat(5_000),
  'x'.repeat(20_000),
);

/** What a ticket system might send in any place. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom<unknown>(null, undefined, true, false, 0, -1, 1e308, [], {}, [null], [[]], [{}], { length: 2 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(fc.record({ key: fc.string(), label: fc.string() }, { requiredKeys: [] }), { maxLength: 60 }),
  fc.array(hostileText, { maxLength: 5 }),
  fc.array(fc.record({ key: fc.string(), label: fc.string(), children: fc.constantFrom<unknown>([], null, [{}]) })),
);

/** A field of a type that there is, with some of what makes it replaced or left out, at any depth. */
const damagedField: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...templates),
    fc.array(fc.tuple(fc.nat(), fc.nat(), anything), { minLength: 1, maxLength: 4 }),
  )
  .map(([field, damages]) => {
    const copy = structuredClone(field) as unknown as Record<string, unknown>;
    for (const [where, deep, value] of damages) damage(copy, where, deep, value);
    return copy;
  });

function damage(target: Record<string, unknown>, where: number, deep: number, value: unknown): void {
  // A field that hides itself is no field that failed.
  const names = Object.keys(target).filter((name) => name !== 'visibleWhen');
  const name = names[where % Math.max(1, names.length)];
  if (name === undefined) return;
  const inner = target[name];
  if (deep % 3 !== 0 && typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0) {
    damage(inner as Record<string, unknown>, Math.floor(where / 7), Math.floor(deep / 3), value);
  } else target[name] = value;
}

/** Whatever may stand in the list of fields. */
export const anyField: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: damagedField },
  { weight: 1, arbitrary: anything },
  { weight: 2, arbitrary: fc.constantFrom(...templates) },
);

/** Values of a draft, of whatever shape. */
export const anyDraft: fc.Arbitrary<readonly unknown[]> = fc.array(
  fc.tuple(
    fc.constantFrom(...templates.map(({ key }) => key), '__proto__', 'nowhere'),
    fc.oneof(hostileText, fc.array(hostileText)),
  ),
  { maxLength: 8 },
);
