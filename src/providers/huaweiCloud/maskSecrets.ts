const mask = '***';

/** Shorter ones would be found everywhere. */
const shortestSecret = 4;

/** Names in front of a secret, as requests have them. */
const named =
  /\b((?:x-auth-token|x-subject-token|x-security-token|authorization)\s*[:=]\s*|(?:access|signature)=)[^\s,;]+/giu;

/**
 * A message of the server without what must not be shown: it may repeat what was sent. A wrong signature is answered
 * with the whole request that should have been signed, security token included (contract §8.4): that is left out.
 * @param secrets their values
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const [words = ''] = text.split(/\s*[,;:]?\s*canonical\s*request/iu);
  const forms = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(writings);
  // The longest first: one may be a part of another.
  return forms
    .toSorted((left, right) => right.length - left.length)
    .reduce((masked, form) => masked.replaceAll(form, mask), words)
    .replaceAll(named, `$1${mask}`)
    .trim();
}

/** As it is, in an address, and in JSON. */
function writings(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
