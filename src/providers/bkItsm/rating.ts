import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { TicketRating } from '../../domain/rating.ts';
import type { BkItsmClient } from './client.ts';

/** The vendor's pages say 0 to 5; the server checks this. */
const [minStars, maxStars] = [1, 6];
const commentMaxLength = 255;
/** The server takes longer user names everywhere but here. */
const operatorMaxLength = 16;

export function createRating(client: BkItsmClient, operator: string): TicketRating {
  return {
    minStars,
    maxStars,
    commentMaxLength,
    async rate(key, stars, comment, signal) {
      if (!Number.isInteger(stars) || stars < minStars || stars > maxStars) {
        throw new TicketError('rejected', { hint: message('Give {0} to {1} stars.', minStars, maxStars) });
      }
      const text = comment.trim();
      if (text.length > commentMaxLength) {
        throw new TicketError('rejected', {
          hint: message('The remark has {0} characters; the server takes {1}.', text.length, commentMaxLength),
        });
      }
      if (operator.length > operatorMaxLength) {
        throw new TicketError('rejected', {
          hint: message(
            'The server takes ratings only from user names of {0} characters at most. Rate the ticket in the browser.',
            operatorMaxLength,
          ),
        });
      }
      await client.comment(key, stars, text, signal);
    },
  };
}
