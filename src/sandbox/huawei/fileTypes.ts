const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
  txt: 'text/plain; charset=utf-8',
  log: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** Without the dot, in lower case; '' when there is none. */
export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

export function contentTypeOf(name: string): string {
  return types[extensionOf(name)] ?? 'application/octet-stream';
}

/** For a download; the plain name is for those who do not know the extended form. */
export function contentDisposition(name: string): string {
  const plain = name.replaceAll(/[^ -~]|["\\]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
