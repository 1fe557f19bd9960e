import type { Message } from '../../src/domain/message.ts';
import type { ProviderEnvironment } from '../../src/domain/provider.ts';

/** As an editor that speaks English. */
export function toEnglish({ text, args }: Message): string {
  return text.replaceAll(/\{(\d+)\}/gu, (_, index: string) => String(args[Number(index)]));
}

/** An editor that speaks English in Shanghai; what a sign-in gives is kept in memory. */
export function makeEnvironment(given: Partial<ProviderEnvironment> = {}): ProviderEnvironment {
  let session: string | undefined;
  return {
    onRequest: () => {},
    userAgent: 'itsm-tickets/test',
    language: 'en',
    timeZone: 'Asia/Shanghai',
    translate: toEnglish,
    session: {
      read: () => Promise.resolve(session),
      write: (value) => {
        session = value;
        return Promise.resolve();
      },
    },
    ...given,
  };
}
