/** What the page of a step is made of. Addresses are those that a webview can load. */
export interface StepPageParts {
  /** `webview.cspSource` */
  readonly cspSource: string;
  /** Fresh for each page. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconsUri: string;
  /** BCP 47 */
  readonly language: string;
  /** What is known of what the page shows: it is shown until the page's script has run. */
  readonly title: string;
}

/**
 * The HTML of a step's page. Only the script with the nonce runs, and what it imports; nothing is loaded from outside
 * of the extension, and no inline style is allowed. What the page is of stands there before its script has run.
 */
export function stepPageHtml(parts: StepPageParts): string {
  const { cspSource, nonce } = parts;
  const policy = [
    `default-src 'none'`,
    `img-src ${cspSource} data: blob:`,
    `font-src ${cspSource}`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(parts.codiconsUri)}">
<link rel="stylesheet" href="${escapeHtml(parts.styleUri)}">
<title>${escapeHtml(parts.title)}</title>
</head>
<body>
<itsm-step-page><p class="before">${escapeHtml(parts.title)}</p></itsm-step-page>
<script type="module" nonce="${escapeHtml(nonce)}" src="${escapeHtml(parts.scriptUri)}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? character);
}
