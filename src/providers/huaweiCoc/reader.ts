import type { EnumNames } from './enumNames.ts';
import type { Locale } from './fields.ts';

/** The user of a connection; `''`: not known. COC names people by their ids. */
export interface Me {
  readonly id: string;
  /** As an IAM user signs in. */
  readonly name: string;
}

/** For whom a ticket is read. */
export interface Reader extends Locale {
  readonly me: Me;
}

/** By the id, or by the name, which is unique within an account: some ids are not those of IAM. */
export function isMe(id: string, names: EnumNames, { me }: Pick<Reader, 'me'>): boolean {
  return (me.id !== '' && id === me.id) || (me.name !== '' && names.userNames(id).includes(me.name));
}
