import { message } from '../../domain/message.ts';
import type { JudgeFault } from '../huaweiCloud/refusal.ts';

const noUserHint = message(
  'COC does not know who is signed in. Sign in as an IAM user who has been taken over into COC (O&M engineers).',
);

/**
 * What COC means by its codes, of which few are published (contract §2.3). It refuses with status 400, also what does not
 * exist.
 */
export const judgeCoc: JudgeFault = ({ code }) => {
  switch (code) {
    case 'COC.00067003':
      return { code: 'notFound' };
    case 'COC.00011013':
      return { code: 'unauthorized', hint: noUserHint };
    default:
      return undefined;
  }
};
