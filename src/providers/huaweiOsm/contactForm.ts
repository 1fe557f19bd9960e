import type { Field } from '../../domain/field.ts';
import { currentValue, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { selectField, textField } from './forms.ts';
import { anyTime } from './mapper.ts';
import type { OsmAreaCode, OsmContact } from './schema.ts';

const areaCode = 'area_code';
const mobile = 'remind_mobile';
const mail = 'remind_mail';
const time = 'remind_time';

/** How engineers reach the customer; asked for with a new ticket and changed later on. */
export function contactFields(
  areaCodes: readonly OsmAreaCode[],
  contact: OsmContact | undefined,
  translate: (text: Message) => string,
): readonly Field[] {
  return [
    selectField({
      key: areaCode,
      label: translate(message('Country code')),
      value: contact?.area_code ?? '',
      options: areaCodes.map(({ area_code: key, area_name: name }) => ({
        key,
        label: name === '' ? key : `${name} (${key})`,
      })),
      allowsFreeText: true,
      width: 'half',
    }),
    textField({
      key: mobile,
      label: translate(message('Phone number')),
      description: translate(message('Empty: the registered one.')),
      value: contact?.remind_mobile ?? '',
      width: 'half',
    }),
    textField({
      key: mail,
      label: translate(message('Mailbox')),
      description: translate(message('Empty: the registered one.')),
      value: contact?.remind_mail ?? '',
      rules: [{ pattern: '^[^@\\s]+@[^@\\s]+$', appliesTo: 'value', message: message('Enter a mail address.') }],
      width: 'half',
    }),
    textField({
      key: time,
      label: translate(message('Time to be reached')),
      description: translate(message('Like 09:00-18:00, in your own time zone. Empty: at any time.')),
      value: contact?.remind_time === anyTime ? '' : (contact?.remind_time ?? ''),
      rules: [
        {
          pattern: '^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d$',
          appliesTo: 'value',
          message: message('Enter two times, like 09:00-18:00.'),
        },
      ],
      width: 'half',
    }),
  ];
}

/** What is sent of it: what is empty is left to the server, but for the time, where that would not be "any". */
export function readContact(fields: readonly Field[], values: FormValues): Readonly<Record<string, string>> {
  const given = new Map(
    fields.map((field) => {
      const value = currentValue(field, values);
      return [field.key, typeof value === 'string' ? value.trim() : ''];
    }),
  );
  const named = [areaCode, mobile, mail].flatMap((key) => {
    const value = given.get(key) ?? '';
    return value === '' ? [] : [[key, value] as const];
  });
  const when = given.get(time) ?? '';
  return { ...Object.fromEntries(named), [time]: when === '' ? anyTime : when };
}
