import type { Field } from '../../domain/field.ts';
import { currentValue, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import type { GivenScore } from './client.ts';
import { selectField, textField } from './forms.ts';
import type { OsmDimension } from './schema.ts';

const judgementKey = 'judgement';
/** In characters (contract §1.4). */
const longestJudgement = 400;
/** More steps than that are no scale for people. */
const mostSteps = 20;

/**
 * A field for each dimension of a score, and one for words.
 * @param isRequired a score has to be whole; one that comes with closing may be left out
 */
export function scoreFields(
  dimensions: readonly OsmDimension[],
  isRequired: boolean,
  translate: (text: Message) => string,
): readonly Field[] {
  return [
    ...dimensions.flatMap((dimension) => {
      const options = scale(dimension).map((value) => ({ key: String(value), label: String(value) }));
      if (options.length === 0) return [];
      return selectField({
        key: fieldKey(dimension),
        label: dimension.satisfaction_name === '' ? dimension.satisfaction_id : dimension.satisfaction_name,
        description: dimension.satisfaction_desc,
        isRequired,
        options,
        display: 'radio',
        width: 'half',
      });
    }),
    textField({
      key: judgementKey,
      label: translate(message('Your comment')),
      isMultiline: true,
      maxLength: longestJudgement,
      isRequired,
    }),
  ];
}

export interface Score {
  readonly judgement: string;
  /** Of the dimensions that were answered. */
  readonly scores: readonly GivenScore[];
}

export function readScore(dimensions: readonly OsmDimension[], fields: readonly Field[], values: FormValues): Score {
  const valueOf = (key: string): string => {
    const field = fields.find((each) => each.key === key);
    const value = field === undefined ? '' : currentValue(field, values);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    judgement: valueOf(judgementKey),
    scores: dimensions.flatMap((dimension) => {
      const value = valueOf(fieldKey(dimension));
      const { satisfaction_id: id } = dimension;
      // A number, where the id is one: that is how the official clients send it.
      return value === ''
        ? []
        : [{ satisfaction_id: /^\d{1,15}$/u.test(id) ? Number(id) : id, satisfaction_value: Number(value) }];
    }),
  };
}

function fieldKey({ satisfaction_id: id }: OsmDimension): string {
  return `score-${id}`;
}

/** From one step to the highest score. */
function scale({ value: most = 0, per_value: step = 1 }: OsmDimension): readonly number[] {
  const count = step > 0 ? Math.min(Math.floor(most / step), mostSteps) : 0;
  return Array.from({ length: count }, (_, index) => (index + 1) * step);
}
