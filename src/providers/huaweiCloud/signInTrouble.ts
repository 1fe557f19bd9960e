import type { CloudFault } from './fault.ts';

/**
 * - `tokenEnded`: another token may be accepted
 * - `clockSkew`: our clock and that of the gateway are too far apart
 * - `locked`: too many signatures were wrong
 * - `signature`: it is wrong, or there is no such key
 * - `credentials`: anything else about who asks
 */
export type SignInTrouble = (typeof signInTroubles)[number];

export const signInTroubles = ['tokenEnded', 'clockSkew', 'locked', 'signature', 'credentials'] as const;

/** Why credentials were refused (contract §3.3, §8.4); `undefined`: the fault is not about them. */
export function readSignInTrouble({ status, code, text }: CloudFault): SignInTrouble | undefined {
  const gatewayCode = readGatewayCode(code);
  if (gatewayCode === '0307') return 'tokenEnded';
  const isAboutCaller = gatewayCode === undefined ? status === 401 : gatewayCode === '0301' || gatewayCode === '0303';
  if (!isAboutCaller) return undefined;
  // The number is the same for all of them: only the words tell them apart.
  if (/token expires|decrypt token fail/iu.test(text)) return 'tokenEnded';
  if (/signature expired/iu.test(text)) return 'clockSkew';
  if (/reach the limit/iu.test(text)) return 'locked';
  if (gatewayCode === '0303' || /signature|aksk|ak sk|secretkey|ak not exist/iu.test(text)) return 'signature';
  return 'credentials';
}

/** The gateway writes `APIGW.0308` or `APIG.0308`, as it likes; `undefined`: it is none of its codes. */
export function readGatewayCode(code: string): string | undefined {
  return /^APIGW?\.(\d{4})$/u.exec(code)?.[1];
}
