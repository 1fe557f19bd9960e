import type { Attachment } from '../domain/attachments.ts';

/** What a press on a file does: the editor shows texts and pictures by itself, everything else is kept somewhere. */
export function openHow({ name }: Attachment): 'open' | 'save' {
  return /\.(?:png|jpe?g|gif|webp|bmp|svg|txt|log|md|csv|tsv|json|xml|ya?ml|html?|ini|conf|cfg|toml|sql|sh|bat|ps1|py|js|ts|java|go|c|h|cpp|cs|rb|php|diff|patch)$/iu.test(
    name,
  )
    ? 'open'
    : 'save';
}

/** It may be looked at on the page. Whether it really is a picture is told by its bytes. */
export function isPictureName(name: string): boolean {
  return /\.(?:png|jpe?g|gif|webp|bmp)$/iu.test(name);
}
