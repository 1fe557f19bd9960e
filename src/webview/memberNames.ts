/** The user names in what was typed or pasted: separated by comma, semicolon (also full-width) or white space. */
export function splitMemberNames(text: string): readonly string[] {
  return text.split(/[\s,;，；、]+/u).filter((name) => name !== '');
}

/** The list with names added at its end; a name that is there already stays where it is. */
export function addMemberNames(names: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...names, ...added])];
}
