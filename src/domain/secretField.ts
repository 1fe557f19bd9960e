import type { Field } from './field.ts';

/** What is typed into it is stored nowhere, and shown only when its user asks for it. */
export function isSecret(field: Field | undefined): boolean {
  return field?.type === 'text' && field.isSecret === true;
}

const secretWord = /(?:password|passwords|passwd|pwd|passphrase|passcode|secret|token|credential|credentials)$/u;
const secretKey = /(?:^| )(?:secret|private|access|api|encryption|decryption|signing|master) ?key$/u;
/** They may stand behind what is asked for; any other word makes it the name of something else: "password policy". */
const followers = new Set(
  'again and as at confirm confirmation field for from here if in input new of old on or repeat string text to value with'.split(
    ' ',
  ),
);
/** Whoever asks so wants an answer in words: "has the token". */
const questions = new Set(
  'are can did do does forgot forgotten has have is lost must need needs should was whether'.split(' '),
);
const chineseSecret = /(?:密码|口令|密钥|秘钥|密匙|私钥|令牌)(?=(?:确认|再次|[和与及或])|\s*(?:$|[^\p{L}\s_-]))/u;
const chineseQuestion = /^\s*(?:是否|有无|忘记|遗忘)/u;

/**
 * Whether a line of text is a password or the like, by what its form calls it: for systems that do not tell. Guesses:
 * taken for one wrongly, it is only hidden until its user asks, and not kept as a draft.
 */
export function looksSecret({ key, label }: { readonly key: string; readonly label: string }): boolean {
  return [key, label].some(
    (name) => isSecretName(name) || (chineseSecret.test(name.normalize('NFKC')) && !chineseQuestion.test(name)),
  );
}

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (questions.has(words[0] ?? '')) return false;
  return words.some((word, index) => {
    const next = words[index + 1];
    const isAskedFor = next === undefined || !/^\p{L}/u.test(next) || followers.has(next);
    return isAskedFor && (secretWord.test(word) || secretKey.test(`${words[index - 1] ?? ''} ${word}`));
  });
}

/** In lower case, with numbers and marks among them: `dbPassword_2` is `db`, `password`, `2`. */
function wordsOf(name: string): readonly string[] {
  const spaced = name
    .normalize('NFKC')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replaceAll(/_|(?<=\p{L})[-.](?=\p{L})/gu, ' ');
  return spaced.toLowerCase().match(/[a-z]+|\p{L}+|\d+|[^\s\p{L}\d]/gu) ?? [];
}
