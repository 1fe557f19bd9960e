import type { TicketDesign } from '../ticketStore.ts';

/** Processor of most samples. */
export const operator = 'zhangsan';

export interface Sample extends TicketDesign {
  /** One English sentence: what it demonstrates. */
  readonly about: string;
}
