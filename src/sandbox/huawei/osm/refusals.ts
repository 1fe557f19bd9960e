import { Refusal } from '../refusal.ts';

/** What the vendor's table says of each code (contract §1.7); the rest of the table is not known. */
const texts = {
  '01010001': 'Parameter validation failed.',
  '01010002': 'No operation permission.',
  '01010004': 'The press operation is too frequent.',
  '01010005': 'The total size of the files uploaded today exceeds the limit.',
  '01010006': 'The severity ID does not exist.',
  '01010007': 'The tenant has no role to create service tickets.',
  '01010008': 'The cc email address is incorrect.',
  '01010009': 'The support plan does not allow this operation.',
  '01010010': 'The verification is not passed.',
  '01010012': 'The type must be 0 or 1.',
  '01010013': 'The action must be cancel, close, press, or delete.',
  '01010014': 'Internal operation failure.',
  '01010015': 'The case does not exist.',
} as const;

/**
 * An error inside HTTP 200 (contract §1.7).
 * @param detail is put behind the vendor's text
 */
export function osmRefusal(code: keyof typeof texts, detail?: string): Refusal {
  return new Refusal(200, `OSM.${code}`, detail === undefined ? texts[code] : `${texts[code]} ${detail}`);
}
