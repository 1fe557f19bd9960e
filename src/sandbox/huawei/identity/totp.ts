import { createHmac } from 'node:crypto';

const step = 30_000;

/** The six digits of a virtual MFA device at a time (RFC 6238 with its defaults). @param secret base32 */
export function passcodeAt(secret: string, milliseconds: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(milliseconds / step)));
  const hash = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** One step before and after is good enough, as clocks differ. */
export function isPasscode(secret: string, passcode: string, milliseconds: number): boolean {
  return [-step, 0, step].some((shift) => passcodeAt(secret, milliseconds + shift) === passcode);
}

function decodeBase32(text: string): Buffer {
  const bits = text.replaceAll(/./g, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
