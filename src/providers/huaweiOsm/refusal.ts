import { message } from '../../domain/message.ts';
import type { CloudFault } from '../huaweiCloud/fault.ts';
import type { Verdict } from '../huaweiCloud/refusal.ts';

/** What the service means by its codes, which come with status 200 (contract §1.7); `undefined`: none of them. */
export function judgeFault({ code }: CloudFault, kind: 'read' | 'write'): Verdict | undefined {
  switch (/^OSM\.0101(\d{4})$/u.exec(code)?.[1] ?? '') {
    case '0002':
      return { code: 'forbidden' };
    case '0004':
      return { code: 'rejected', hint: message('You have urged this ticket a short while ago. Try again later.') };
    case '0005':
      return { code: 'rejected', hint: message('The files uploaded today are as large as a day allows.') };
    case '0007':
      return {
        code: 'forbidden',
        hint: message(
          'This user may not create tickets: the policy "Ticket Administrator" or "Ticket Group Operator" is missing.',
        ),
      };
    case '0009':
      return { code: 'forbidden', hint: message('The support plan of the account does not allow this.') };
    case '0010':
      return {
        code: 'rejected',
        hint: message(
          'The phone number or mailbox has not been verified. Verify it in the console, or leave it empty to use the registered one.',
        ),
      };
    case '0011':
      return {
        code: 'forbidden',
        hint: message('The sign-in does not tell the account. Check the scope of the sign-in in the connection.'),
      };
    case '0014':
      return { code: kind === 'write' ? 'outcomeUnknown' : 'unavailable' };
    case '0015':
      return { code: 'notFound' };
    case '0055':
    case '0056':
    case '0057':
      return { code: 'forbidden' };
    default:
      return /^OSM\.0101\d{4}$/u.test(code) ? { code: 'rejected' } : undefined;
  }
}
