/** Larger pictures are not shown, in bytes: they would only slow the page down. */
export const mostImageBytes = 10_000_000;

const signatures: readonly (readonly [mediaType: string, bytes: readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  // "GIF8"
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  // "RIFF", a length, "WEBP"
  ['image/webp', [0x52, 0x49, 0x46, 0x46, undefined, undefined, undefined, undefined, 0x57, 0x45, 0x42, 0x50]],
  // "BM"
  ['image/bmp', [0x42, 0x4d]],
];

/**
 * The MIME type of a picture that a page may show, told by its first bytes: what a server or a name says does not count.
 * `undefined`: it is no such picture. SVG is none, as it can hold scripts and addresses.
 */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  return signatures.find(([, signature]) =>
    signature.every((byte, index) => byte === undefined || byte === bytes[index]),
  )?.[0];
}
