import type { HuaweiAnswer } from './httpMessages.ts';
import type { Caller } from './identity/account.ts';

/** An operation of a service that a request is meant for. */
export interface Operation {
  readonly service: 'osm' | 'coc';
  /** Under the name that the official SDKs give it. */
  readonly name: string;
  readonly isWrite: boolean;
  /** The ticket it is about; '' when it is about none or many. */
  readonly ticket: string;
  /** Refusals are answers, too. */
  readonly run: (caller: Caller) => HuaweiAnswer;
}
