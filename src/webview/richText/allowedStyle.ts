/** What a style of a ticket's text may say, and nothing else: no place, no size, nothing that is loaded. */
const properties = [
  'color',
  'background-color',
  'text-align',
  'font-weight',
  'font-style',
  'text-decoration-line',
  'vertical-align',
  'white-space',
] as const;

/** A value of one of them: words, numbers and colours. */
const plainValue = /^(?!.*(?:url|var|env|attr|image)\s*\()[\w\s#(),.%/-]{1,80}$/iu;

/** The declarations of an inline style that are allowed, as the browser understands them. */
function allowedStyle(style: string): readonly (readonly [property: string, value: string])[] {
  // Of an element that is nowhere: it loads nothing, and the policy does not look at it.
  const probe = document.createElement('i');
  probe.style.cssText = style;
  return properties
    .map((property) => [property, probe.style.getPropertyValue(property).trim()] as const)
    .filter(([, value]) => value !== '' && plainValue.test(value));
}

/**
 * {@link allowedStyle} for the page. Colours keep their hue and are made as light or as dark as the theme needs, so that
 * what was black on white can be read in a dark editor. Goes with a `color-scheme` on the page.
 */
export function themedStyle(style: string): string {
  return allowedStyle(style)
    .map(([property, value]) => `${property}: ${themed(property, value)}`)
    .join('; ');
}

function themed(property: string, value: string): string {
  if (!CSS.supports('color', value) || /^(?:inherit|initial|unset|revert.*|currentcolor|transparent)$/iu.test(value)) {
    return value;
  }
  switch (property) {
    case 'color':
      return `light-dark(oklch(from ${value} min(l, 0.45) c h), oklch(from ${value} max(l, 0.78) c h))`;
    case 'background-color':
      return `light-dark(oklch(from ${value} max(l, 0.92) c h / 1), oklch(from ${value} min(l, 0.3) c h / 1))`;
    default:
      return value;
  }
}
