import type { ProviderEnvironment } from '../../src/domain/provider.ts';

/** An editor that speaks English in Shanghai; what a sign-in gives is kept in memory. */
export function makeEnvironment(given: Partial<ProviderEnvironment> = {}): ProviderEnvironment {
  let session: string | undefined;
  return {
    onRequest: () => {},
    userAgent: 'itsm-tickets/test',
    language: 'en',
    timeZone: 'Asia/Shanghai',
    translate: ({ text, args }) => text.replaceAll(/\{(\d+)\}/gu, (_, index: string) => String(args[Number(index)])),
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
